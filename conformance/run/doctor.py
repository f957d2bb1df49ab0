"""The doctor: looks at a candidate before an evaluation and says whose fault what is.

Each step goes on where the next still makes sense: addresses, accounts, reading operations,
test data, clock. Nothing is written, but for the clock of a sandbox, which is given back.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from conformance.candidate.reading import ReadCandidate, read_candidate
from conformance.candidate.reply import Reply, ReplyKind
from conformance.catalogue import load_catalogue
from conformance.evidence.exchange import Exchange
from conformance.evidence.redaction import Redactor
from conformance.run import doctor_answer_words as words
from conformance.run.checks_of import all_checks
from conformance.run.doctor_accounts import AccountResult, try_accounts, try_wrong_password
from conformance.run.doctor_bases import try_bases
from conformance.run.doctor_contract import contract_findings
from conformance.run.doctor_data import (
    agency_findings,
    clock_findings,
    lack_findings,
    procedure_findings,
)
from conformance.run.doctor_operations import Tried, kinds_of, try_operations
from conformance.run.doctor_report import DoctorFinding, DoctorReport, FaultClass
from conformance.run.doctor_visit import Visit, fault
from conformance.run.plan import Checks, make_plan
from conformance.run.setting import Setting
from conformance.words import Edition, Text

_UNKNOWN_THERE = frozenset({ReplyKind.GARBLED, ReplyKind.MISSING, ReplyKind.UNOFFERED})


def examine(setting: Setting, checks: Checks | None = None) -> DoctorReport:
    """Look at the candidate of ``setting``; ``checks`` (default: all) are those to foresee.

    Never raises for what the candidate does or for what its file says: both become findings.
    Exchanges go to the setting's sink with the phase ``doctor``.
    """
    file = setting.file
    plan = make_plan(
        setting.catalogue, setting.edition, file, all_checks() if checks is None else checks
    )
    visit = Visit(setting)
    bases = try_bases(visit)
    findings = [finding for base in bases for finding in base.findings]
    answered = any(base.answered for base in bases)
    wrong: bool | None = None
    if answered:
        more, wrong = _inside(visit)
        findings += more
    findings += lack_findings(plan.checks)
    return DoctorReport(
        candidate=file.candidate.id,
        findings=_once([_redacted(setting.redactor, each) for each in findings]),
        answered=answered,
        wrong_password_accepted=wrong,
    )


def examine_file(
    path: Path,
    *,
    edition: Edition | None = None,
    bases: Mapping[str, str] | None = None,
) -> DoctorReport:
    """Read a candidate file and examine it; nothing is kept.

    Raises ``ConfigurationFault`` for a file that does not hold together, ``CatalogueFault``.
    """
    candidate: ReadCandidate = read_candidate(path, dict(bases or {}))
    chosen = edition or candidate.file.edition
    setting = Setting(
        candidate, load_catalogue(), chosen, 1, _forget, candidate.file.budgets.parallel
    )
    try:
        return examine(setting)
    finally:
        setting.client.close()


def _inside(visit: Visit) -> tuple[list[DoctorFinding], bool | None]:
    accounts = try_accounts(visit)
    signed_in = [each.role for each in accounts if each.signed_in]
    tried = try_operations(visit, signed_in)
    elsewhere = _elsewhere(visit, accounts, tried)
    if elsewhere is not None:
        return [elsewhere], None
    wrong, wrong_findings = try_wrong_password(visit, accounts)
    codes = procedure_findings(tried)
    said = {finding.place for finding in codes}
    replaced = {each.trial.about for each in tried if each.kind is ReplyKind.MISSING}
    operations = [
        finding
        for each in tried
        for finding in each.findings
        if finding.place not in said
        and not (codes and each.trial.operation.id == "procedure.read"
                 and each.trial.about in replaced)
    ]  # fmt: skip
    return [
        *(finding for each in accounts for finding in each.findings),
        *wrong_findings,
        *operations,
        *codes,
        *agency_findings(visit, tried),
        *clock_findings(visit, signed_in),
        *contract_findings(visit),
    ], wrong


def _elsewhere(
    visit: Visit, accounts: list[AccountResult], tried: list[Tried]
) -> DoctorFinding | None:
    """Tell a wrong address, or a system that is down, from single slips."""
    kinds = kinds_of(tried)
    total = sum(kinds.values())
    if total == 0 or kinds[ReplyKind.ACCEPTED]:
        return None
    url = visit.file.first_base
    place = f"bases.{next(iter(visit.file.bases))}"
    if kinds[ReplyKind.BROKEN] == total:
        seen = words.always_breaks(url, total)
        return fault("address/always-fails", place, seen, words.MEND_SYSTEM,
                     whose=FaultClass.CANDIDATE)  # fmt: skip
    if any(each.signed_in or each.recognised for each in accounts):
        return None
    if sum(kinds[kind] for kind in _UNKNOWN_THERE) < total:
        return None
    example = next(t for t in tried if isinstance(t.outcome, Reply)).findings[0].seen
    seen = words.not_this_api(url, total, example)
    return fault("address/not-this-api", place, seen, words.MEND_ADDRESS)


def _redacted(redactor: Redactor, finding: DoctorFinding) -> DoctorFinding:
    """Mask secrets and strangers' personal data in what the candidate said."""
    seen = Text(vi=redactor.text(finding.seen.vi), en=redactor.text(finding.seen.en))
    return finding.model_copy(update={"seen": seen})


def _once(findings: list[DoctorFinding]) -> tuple[DoctorFinding, ...]:
    """Say each thing once: ten accounts that share a wrong login path have one fault."""
    return tuple({(f.level, f.code, f.place, f.seen): f for f in reversed(findings)}.values())[::-1]


def _forget(exchange: Exchange) -> None:
    """Keep nothing: a visit of its own leaves no run directory."""
