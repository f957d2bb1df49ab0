"""Which portals a self-test tries, each with which checks; made before anything is started."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from conformance.candidate.reading import read_candidate
from conformance.checks.kit.verifies import CheckInfo
from conformance.errors import Both, ConfigurationFault, EvaluatorFault, Fault
from conformance.run.reference_portal import reference_file
from conformance.selftest.expected import Expectations
from conformance.selftest.jobs import jobs_of, own_catalogue
from conformance.selftest.panel import Mode, chosen, rotated
from conformance.selftest.trial import Kind, Subject
from conformance.words import Edition

LAWFUL = "lawful"
"""What the bundled portal as it is is called among the portals."""
START_WEIGHT = 8
"""What starting a portal is worth beside running a check, when the time left is estimated."""


def plan_subjects(
    expected: Expectations,
    costs: Mapping[str, int],
    *,
    mode: Mode,
    seeds: int,
    names: Sequence[str] = (),
    criteria: Sequence[str] = (),
) -> tuple[Subject, ...]:
    """Return the trials in the order in which they are handed out, the longest first.

    ``names`` are broken portals, variants or ``lawful``; ``criteria`` those whose broken portals
    are wanted; with neither, everything is tried. Raises ``ConfigurationFault`` for a name or
    criterion that there is none of, ``EvaluatorFault`` for expectations that no check can meet.
    """
    known = {LAWFUL, *expected.variants}
    vices = [name for name in names if name not in known]
    expected.refuse_unknown(vices)
    _refuse_criteria(criteria)
    whole = not names and not criteria
    if whole:
        vices = sorted(expected.vices)
    vices += [
        name
        for name, vice in expected.vices.items()
        if set(vice.kills) & set(criteria) and name not in vices
    ]
    subjects: list[Subject] = []
    if whole or LAWFUL in names:
        subjects += lawful_subjects(1 if mode is Mode.TARGETED else seeds, mode)
    subjects += variant_subjects(expected, names if not whole else None, costs, mode)
    subjects += broken_subjects(expected, vices, costs, mode)
    if not subjects:
        raise ConfigurationFault(
            Fault(
                "selftest-empty",
                Both("không có cổng hỏng nào vi phạm", "no broken portal breaks").before(
                    f" {', '.join(criteria)}"
                ),
                Both("xem", "see").before(": motcua reference vices"),
            )
        )
    return tuple(subjects)


def lawful_subjects(seeds: int, mode: Mode) -> tuple[Subject, ...]:
    """Return the trials of the bundled portal as it is.

    Once for each seed in the edition of its candidate file, and once in each other edition (a
    targeted run: in the one other in which broken portals are tried).
    """
    own = read_candidate(reference_file()).file.edition
    others = [e for e in Edition if e is not own]
    if mode is Mode.TARGETED:
        others = [Edition.OVERLAY_2026]
    runs = [Subject(kind=Kind.LAWFUL, name=LAWFUL, seed=seed) for seed in range(1, seeds + 1)]
    runs += [Subject(kind=Kind.LAWFUL, name=LAWFUL, edition=edition) for edition in others]
    return tuple(runs)


def variant_subjects(
    expected: Expectations, names: Sequence[str] | None, costs: Mapping[str, int], mode: Mode
) -> tuple[Subject, ...]:
    """Return the trials of lawful variants; ``names``: ``None`` for those of the mode.

    Each faces every check, but in another turn with other parameters; ``full``: with all.
    """
    checks = checks_in(None)
    return tuple(
        Subject(
            kind=Kind.VARIANT,
            name=name,
            checks=() if mode is Mode.FULL else rotated(checks, costs, turn),
        )
        for turn, (name, variant) in enumerate(sorted(expected.variants.items()))
        if (name in names if names is not None else variant.targeted or mode is not Mode.TARGETED)
    )


def broken_subjects(
    expected: Expectations, names: Iterable[str], costs: Mapping[str, int], mode: Mode
) -> tuple[Subject, ...]:
    """Return the trials of broken portals; raise ``EvaluatorFault`` when none could kill one."""
    subjects, faults = [], []
    for name in names:
        vice = expected.vices[name]
        checks = checks_in(vice.edition)
        lacking = [
            criterion
            for criterion in vice.kills
            if not any(criterion in info.criteria for info in checks.values())
        ]
        if lacking:
            faults.append(_nothing_kills(name, lacking))
            continue
        subjects.append(
            Subject(
                kind=Kind.BROKEN,
                name=name,
                edition=vice.edition,
                checks=chosen(mode, vice, checks, costs),
            )
        )
    if faults:
        raise EvaluatorFault(*faults)
    return tuple(subjects)


@cache
def checks_in(edition: Edition | None) -> Mapping[str, CheckInfo]:
    """Return the checks of an edition; ``None``: of the bundled candidate file's own."""
    file = read_candidate(reference_file()).file
    jobs = jobs_of(own_catalogue(), edition or file.edition, file.candidate.kind)
    return {id_: job.info for id_, job in jobs.items()}


def weight(subject: Subject) -> int:
    """Return about how much work a trial is, for the estimate of the time left."""
    return START_WEIGHT + len(subject.checks or checks_in(subject.edition))


def refuse_gaps(expected: Expectations, vices: Iterable[str], variants: Iterable[str]) -> None:
    """Raise ``EvaluatorFault`` when file and portals do not name the same: ours, not the user's."""
    faults = [
        Fault(
            "selftest-gap",
            Both(
                f"fixtures/selftest/vices.yaml {vi} {', '.join(names)}",
                f"fixtures/selftest/vices.yaml {en} {', '.join(names)}",
            ),
            Both("sửa tệp cho khớp với cổng kèm theo", "make the file match the bundled portal"),
        )
        for mine, theirs in ((expected.vices, set(vices)), (expected.variants, set(variants)))
        for vi, en, names in (
            ("không nêu", "does not name", sorted(theirs - set(mine))),
            ("nêu thứ không có:", "names what there is none of:", sorted(set(mine) - theirs)),
        )
        if names
    ]
    if faults:
        raise EvaluatorFault(*faults)


def _refuse_criteria(criteria: Iterable[str]) -> None:
    catalogue = own_catalogue()
    unknown = [id_ for id_ in criteria if catalogue.get(id_) is None]
    if unknown:
        raise ConfigurationFault(
            Fault(
                "selftest-criterion",
                Both("không có tiêu chí", "there is no criterion").before(f" {', '.join(unknown)}"),
                Both("xem", "see").before(": motcua criteria list"),
            )
        )


def _nothing_kills(name: str, criteria: Sequence[str]) -> Fault:
    said = ", ".join(criteria)
    return Fault(
        "selftest-no-check",
        Both(
            f"{name}: không có phép kiểm tra nào cho {said} trong ấn bản này",
            f"{name}: no check verifies {said} in this edition",
        ),
        Both(
            "sửa kills hoặc edition trong fixtures/selftest/vices.yaml",
            "mend kills or edition in fixtures/selftest/vices.yaml",
        ),
    )
