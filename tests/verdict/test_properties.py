"""Properties of the roll-up and of the conclusion over many made-up runs."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.verdict.rollup import WEIGHT
from conformance.words import REASONS_OF, Conclusion, Level, Outcome, Part, Reason
from tests.verdict.builders import (
    EDITION,
    attestation,
    catalogue_of,
    check,
    criterion,
    evaluate,
    finding,
    run_view,
    waiver,
)

IDS = ("OSS-01", "OSS-02", "OSS-03", "OSS-04")
MEANS = ("check", "attestation", "exclusion")
RANK = {
    Conclusion.CONFORMANT: 2,
    Conclusion.NOT_ESTABLISHED: 1,
    Conclusion.NON_CONFORMANT: 0,
}
few = settings(max_examples=150, deadline=None)


@st.composite
def catalogues(draw):
    parts = st.dictionaries(
        st.sampled_from(["api", "browser", "document"]),
        st.sampled_from(MEANS),
        min_size=1,
        max_size=3,
    )
    levels = st.sampled_from([Level.MANDATORY, Level.MANDATORY, Level.RECOMMENDED])
    return catalogue_of(
        *(criterion(key, parts=draw(parts), levels={EDITION: draw(levels)}) for key in IDS),
        suspects=tuple(draw(st.sets(st.sampled_from(IDS), max_size=1))),
    )


@st.composite
def runs(draw):
    """A catalogue, results for its parts by check, and some attestations."""
    known = draw(catalogues())
    checks, answers = [], []
    for each in known.criteria:
        for plan in each.parts:
            if plan.means == "check":
                for number in range(draw(st.integers(0, 2))):
                    outcome = draw(st.sampled_from(list(Outcome)))
                    reasons = sorted(REASONS_OF[outcome] - {Reason.DISPUTED})
                    checks.append(
                        check(
                            f"{each.id}-{plan.part.value}-{number}",
                            each.id,
                            outcome=outcome,
                            reason=draw(st.sampled_from(reasons)) if reasons else None,
                            part=plan.part,
                            exchange_count=draw(st.sampled_from([0, 1, 1, 1])),
                        )
                    )
            elif plan.means == "attestation":
                answer = draw(st.sampled_from(["yes", "yes", "no", "not-applicable", None]))
                if answer:
                    answers.append(attestation(each.id, answer, part=plan.part))
    return known, checks, answers


def outcomes(evaluation) -> dict[str, Outcome]:
    return {each.id: each.outcome for each in evaluation.criteria}


@few
@given(runs(), st.data())
def test_turning_a_check_to_failed_improves_nothing(run, data):
    known, checks, answers = run
    if not checks:
        return
    before = evaluate(known, *checks, attestations=answers)
    index = data.draw(st.integers(0, len(checks) - 1))
    worse = checks[index].model_copy(
        update={
            "outcome": Outcome.FAILED,
            "reason": Reason.VIOLATION,
            "findings": (finding(),),
            "exchange_count": 1,
        }
    )
    after = evaluate(known, *checks[:index], worse, *checks[index + 1 :], attestations=answers)
    assert RANK[after.conclusion] <= RANK[before.conclusion]
    was, now = outcomes(before), outcomes(after)
    assert all(WEIGHT.index(now[key]) <= WEIGHT.index(was[key]) for key in was)
    assert now[worse.criteria[0]] is Outcome.FAILED


@few
@given(runs(), st.sampled_from(IDS))
def test_adding_an_untested_part_never_makes_conformant(run, key):
    known, checks, answers = run
    before = evaluate(known, *checks, attestations=answers)
    criteria = []
    for each in known.criteria:
        if each.id == key:
            more: dict[str, Any] = {p.part.value: p.means.value for p in each.parts}
            more["security"] = "attestation"
            each = criterion(key, parts=more, levels=each.levels)  # noqa: PLW2901
        criteria.append(each)
    wider = known.model_copy(update={"criteria": tuple(criteria)})
    after = evaluate(wider, *checks, attestations=answers)
    assert outcomes(after)[key] in (Outcome.FAILED, Outcome.CANT_TELL, Outcome.UNTESTED)
    if before.conclusion is not Conclusion.CONFORMANT:
        assert after.conclusion is not Conclusion.CONFORMANT
    mandatory = {c.id for c in after.criteria if c.decides}
    if key in mandatory:
        assert after.conclusion is not Conclusion.CONFORMANT


@few
@given(runs(), st.randoms(use_true_random=False))
def test_the_order_of_results_changes_nothing(run, chance):
    known, checks, answers = run
    due = evaluate(known, *checks, attestations=answers)
    chance.shuffle(checks)
    chance.shuffle(answers)
    assert evaluate(known, *checks, attestations=answers) == due


@few
@given(runs(), st.sampled_from(IDS))
def test_a_waiver_matters_only_for_a_failed_mandatory_criterion(run, key):
    known, checks, answers = run
    before = evaluate(known, *checks, attestations=answers)
    after = evaluate(known, *checks, attestations=answers, waivers=[waiver(key)])
    assert outcomes(after) == outcomes(before)
    covered = next(c for c in before.criteria if c.id == key)
    matters = covered.decides and covered.outcome is Outcome.FAILED
    assert after.waivers[0].covers is matters
    if not matters:
        assert after.conclusion is before.conclusion
        assert after.mandatory == before.mandatory
    else:
        assert after.conclusion is not Conclusion.CONFORMANT
        assert after.mandatory.waived == 1
        assert after.mandatory.failed == before.mandatory.failed - 1


@few
@given(runs())
def test_a_partial_run_is_never_better_than_the_whole(run):
    known, checks, answers = run
    due = evaluate(known, *checks, attestations=answers)
    part = evaluate(known, *checks, attestations=answers, run=run_view(complete=False))
    assert part.conclusion is not Conclusion.CONFORMANT
    assert RANK[part.conclusion] <= RANK[due.conclusion]
    assert outcomes(part) == outcomes(due)


@few
@given(runs())
def test_nothing_passes_without_evidence(run):
    known, checks, answers = run
    blind = [each.model_copy(update={"exchange_count": 0}) for each in checks]
    found = evaluate(known, *blind, attestations=answers)
    assert not any(each.outcome is Outcome.PASSED for each in found.checks)
    for each in found.criteria:
        for part in each.parts:
            assert part.outcome is not Outcome.PASSED or part.means != "check"


@few
@given(runs())
def test_the_tallies_add_up(run):
    known, checks, answers = run
    found = evaluate(known, *checks, attestations=answers)
    tallies = (found.mandatory, found.recommended, found.informational)
    for each in tallies:
        assert each.total == (
            each.passed + each.failed + each.cant_tell + each.untested + each.waived
        )
    assert sum(each.total + each.inapplicable for each in tallies) == len(found.criteria)
    assert {p.part for c in found.criteria for p in c.parts} <= set(Part)
    if found.conclusion is Conclusion.CONFORMANT:
        assert found.mandatory.passed == found.mandatory.total > 0
