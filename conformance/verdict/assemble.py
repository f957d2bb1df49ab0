"""Puts the evaluation together: the same inputs in any order give the same evaluation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from conformance.catalogue.catalogue import Catalogue
from conformance.catalogue.values import EditionInfo
from conformance.errors import Both, ConfigurationFault, EvaluatorFault, Fault
from conformance.verdict.attestation import (
    AttestationEntry,
    Key,
    attestation_faults,
    counted,
    judge_attestations,
)
from conformance.verdict.conclusion import category, conclude, tally
from conformance.verdict.deadline import Action, ActionEntry, action_faults, sort_failed
from conformance.verdict.evaluation import (
    CheckResult,
    CriterionResult,
    Evaluation,
    ExchangeView,
    RunView,
    SubjectView,
)
from conformance.verdict.grounds import grounds
from conformance.verdict.override import OverrideEntry, apply_overrides, override_faults
from conformance.verdict.rollup import accepted_check, criterion_result
from conformance.verdict.root_causes import root_causes
from conformance.verdict.scheme473 import scheme_473
from conformance.verdict.waiver import WaiverEntry, apply_waivers, waiver_faults
from conformance.words import Conclusion, Means, Reason

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def assemble(
    run: RunView,
    subject: SubjectView,
    edition: EditionInfo,
    catalogue: Catalogue,
    check_results: Iterable[CheckResult],
    attestations: Sequence[AttestationEntry],
    waivers: Sequence[WaiverEntry],
    overrides: Sequence[OverrideEntry],
    exchanges: Iterable[ExchangeView],
    today: date,
    deadline: date | None = None,
    actions: Sequence[ActionEntry] = (),
) -> Evaluation:
    """Return the evaluation of ``subject`` under ``edition``.

    ``check_results`` holds every check of the plan, also those left out or interrupted, each
    once. ``exchanges`` holds at least those that findings point at. ``today`` is the day of the
    verdict in Vietnam: attestations, waivers and the deadline are judged on it; give the same
    day to reach the same evaluation again.

    Raises ``EvaluatorFault`` when results contradict the catalogue or themselves (our bug), and
    ``ConfigurationFault`` for attestations, waivers, overrides or actions with unknown ids.
    """
    _refuse_entries(catalogue, attestations, waivers, overrides, actions)
    checks = tuple(accepted_check(c) for c in sorted(check_results, key=lambda c: c.id))
    _refuse_checks(catalogue, checks)
    day = run.started_at.astimezone(HANOI).date()
    current = edition.start <= day and (edition.end is None or day <= edition.end)
    seen = catalogue.in_edition(edition.edition, day if current else None)
    answers = judge_attestations(
        attestations, {each.criterion.id: each for each in seen}, _open_to_people(checks), today
    )
    answered = counted(answers)
    results: tuple[CriterionResult, ...] = tuple(
        criterion_result(
            each,
            subject.kind,
            [check for check in checks if each.criterion.id in check.criteria],
            {part: view for (key, part), view in answered.items() if key == each.criterion.id},
        )
        for each in seen
    )
    results, said = apply_overrides(results, overrides, today)
    results, excused = apply_waivers(results, waivers, today)
    conclusion = conclude(results, run)
    action: Action | None = None
    if deadline is not None and conclusion is Conclusion.NON_CONFORMANT:
        results, action = sort_failed(results, deadline, actions, today)
    return Evaluation(
        edition=edition.edition,
        edition_title=edition.title,
        edition_from=edition.start,
        edition_to=edition.end,
        current=current,
        subject=subject,
        run=run,
        conclusion=conclusion,
        grounds=grounds(results, checks, excused, run),
        mandatory=tally(r for r in results if category(r) == "mandatory"),
        recommended=tally(r for r in results if category(r) == "recommended"),
        informational=tally(r for r in results if category(r) == "informational"),
        criteria=results,
        checks=checks,
        root_causes=root_causes(checks),
        attestations=answers,
        waivers=excused,
        overrides=said,
        exchanges=_pointed_at(checks, exchanges),
        scheme_473=scheme_473(results),
        deadline=deadline,
        deadline_action=action,
        person_steps=sum(
            part.reason is Reason.NEEDS_PERSON for result in results for part in result.parts
        ),
    )


def _open_to_people(checks: Iterable[CheckResult]) -> frozenset[Key]:
    return frozenset(
        (criterion, check.part)
        for check in checks
        if check.reason is Reason.NEEDS_PERSON
        for criterion in check.criteria
    )


def _refuse_entries(
    catalogue: Catalogue,
    attestations: Sequence[AttestationEntry],
    waivers: Sequence[WaiverEntry],
    overrides: Sequence[OverrideEntry],
    actions: Sequence[ActionEntry],
) -> None:
    faults = [
        *attestation_faults(attestations, catalogue),
        *waiver_faults(waivers, catalogue),
        *override_faults(overrides, catalogue),
        *action_faults(actions, catalogue),
    ]
    if faults:
        raise ConfigurationFault(*faults)


def _refuse_checks(catalogue: Catalogue, checks: Sequence[CheckResult]) -> None:
    known = {criterion.id: criterion for criterion in catalogue.criteria}
    faults = []
    ids: set[str] = set()
    for check in checks:
        if check.id in ids:
            faults.append(_fault("twice", Both("có hai kết quả", "has two results"), check.id))
        ids.add(check.id)
        for key in check.criteria:
            criterion = known.get(key)
            plan = criterion.part(check.part) if criterion else None
            if plan is None or plan.means is not Means.CHECK:
                words = Both(
                    f"danh mục không giao phần {check.part} của {key} cho phép kiểm tra",
                    f"the catalogue gives the {check.part} part of {key} to no check",
                )
                faults.append(_fault("stray-check", words, check.id))
    if faults:
        raise EvaluatorFault(*faults)


def _fault(code: str, cause: Both, place: str) -> Fault:
    mend = Both(
        "sửa @verifies hoặc danh mục tiêu chí (motcua criteria trace)",
        "mend @verifies or the catalogue (motcua criteria trace)",
    )
    return Fault(f"verdict/{code}", cause, mend, place)


def _pointed_at(
    checks: Iterable[CheckResult], exchanges: Iterable[ExchangeView]
) -> tuple[ExchangeView, ...]:
    wanted = dict.fromkeys(
        finding.exchange for check in checks for finding in check.findings if finding.exchange
    )
    by_key = {exchange.key: exchange for exchange in exchanges}
    lost = [key for key in wanted if key not in by_key]
    if lost:
        cause = Both(
            f"thiếu bằng chứng {lost[0]}", f"the exchange {lost[0]} that a finding shows is lost"
        )
        raise EvaluatorFault(
            Fault(
                "verdict/lost-evidence",
                cause,
                Both(
                    "dựng lại từ nhật ký đầy đủ của lượt chạy",
                    "rebuild from the run's whole journal",
                ),
            )
        )
    return tuple(by_key[key] for key in wanted)
