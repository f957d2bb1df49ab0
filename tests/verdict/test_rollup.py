"""The roll-up in detail: weights, reasons, scope, parts, and what a part shows."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from conformance.catalogue import DecisionGroup, LegalBasis
from conformance.errors import EvaluatorFault
from conformance.verdict.attestation import judge_attestations
from conformance.verdict.rollup import _REASON_WEIGHT as REASON_WEIGHT
from conformance.verdict.rollup import (
    WEIGHT,
    accepted_check,
    answered,
    criterion_result,
    in_scope,
    part_result,
    weightiest,
)
from conformance.words import AppliesTo, Level, Means, Outcome, Part, Reason, Standing
from tests.sure import sure
from tests.verdict.builders import (
    DOCUMENT,
    EDITION,
    TODAY,
    USUAL_REASON,
    attestation,
    both,
    catalogue_of,
    check,
    criterion,
    finding,
    plan,
    seen,
)


def view(key: str = "OSS-03", answer: str = "yes", **more):
    known = catalogue_of(criterion(key, parts={"document": "attestation"}))
    return judge_attestations(
        [attestation(key, answer, **more)], {key: seen(known, key)}, (), TODAY
    )[0]


def test_every_outcome_and_every_reason_has_its_weight():
    assert set(WEIGHT) == set(Outcome)
    assert len(WEIGHT) == len(Outcome)
    assert set(REASON_WEIGHT) == {None, *Reason}
    assert len(REASON_WEIGHT) == 1 + len(Reason)


def test_each_outcome_outweighs_those_after_it():
    order = ["failed", "cantTell", "untested", "passed", "inapplicable"]
    assert [o.value for o in WEIGHT] == order
    for index, heavy in enumerate(order):
        for light in order[index:]:
            pair = [
                (Outcome(light), USUAL_REASON[Outcome(light)]),
                (Outcome(heavy), USUAL_REASON[Outcome(heavy)]),
            ]
            for way in permutations(pair):
                assert weightiest(way)[0] == heavy


@pytest.mark.parametrize(
    ("outcome", "heavy", "light"),
    [
        (Outcome.FAILED, Reason.VIOLATION, Reason.NOT_OFFERED),
        (Outcome.CANT_TELL, Reason.EVALUATOR, Reason.PRECONDITION),
        (Outcome.CANT_TELL, Reason.UNREACHABLE, Reason.NO_TEST_DATA),
        (Outcome.UNTESTED, Reason.INTERRUPTED, Reason.NEEDS_PERSON),
        (Outcome.INAPPLICABLE, Reason.NOT_CLAIMED, Reason.EXCLUDED),
    ],
)
def test_the_weightiest_reason_is_kept_in_any_order(outcome, heavy, light):
    for way in permutations([(outcome, heavy), (outcome, light)]):
        assert weightiest(way) == (outcome, heavy)


def test_nothing_at_all_is_untested_for_want_of_means():
    assert weightiest([]) == (Outcome.UNTESTED, Reason.NO_MEANS)


def test_passed_without_a_reason_is_lighter_than_nothing_else_than_inapplicable():
    passed, excluded = (Outcome.PASSED, None), (Outcome.INAPPLICABLE, Reason.EXCLUDED)
    assert weightiest([excluded, passed]) == passed
    assert weightiest([excluded]) == excluded


def test_an_accepted_check_is_untouched():
    for outcome in Outcome:
        given = check("c", "OSS-01", outcome=outcome)
        assert accepted_check(given) is given


@pytest.mark.parametrize("count", [0, -1])
def test_a_pass_without_an_answer_becomes_no_evidence(count):
    found = accepted_check(check("c", "OSS-01", exchange_count=count))
    assert (found.outcome, found.reason) == (Outcome.CANT_TELL, Reason.NO_EVIDENCE)
    assert found.root_cause == "no-evidence"


def test_not_offered_needs_no_answer_the_statement_says_so():
    given = check("c", "OSS-01", outcome="failed", reason=Reason.NOT_OFFERED, exchange_count=0)
    assert accepted_check(given) is given


def test_a_root_cause_that_is_named_is_kept():
    given = check("c", "OSS-01", exchange_count=0, root_cause="session")
    assert accepted_check(given).root_cause == "session"


def test_a_violation_that_shows_nothing_is_ours_and_says_so():
    found = accepted_check(check("c", "OSS-01", outcome="failed", findings=()))
    assert (found.outcome, found.reason) == (Outcome.CANT_TELL, Reason.EVALUATOR)
    assert found.root_cause == "evaluator"


def test_a_refused_reason_names_the_check_and_what_is_admitted():
    with pytest.raises(EvaluatorFault) as caught:
        accepted_check(check("the-check", "OSS-01", outcome="failed", reason=Reason.NO_CLOCK))
    fault = caught.value.faults[0]
    assert fault.code == "verdict/reason"
    assert fault.place == "the-check"
    assert "no-clock-control" in fault.cause
    assert "admitted: not-offered, violation" in fault.mend
    with pytest.raises(EvaluatorFault) as caught:
        accepted_check(check("c", "OSS-01", reason=Reason.VIOLATION))
    assert caught.value.faults[0].mend.endswith("admitted: –")
    with pytest.raises(EvaluatorFault) as caught:
        accepted_check(check("c", "OSS-01", outcome="untested", reason=None))
    assert "reason –" in caught.value.faults[0].cause


@pytest.mark.parametrize(
    ("applies", "kind", "binds"),
    [
        ("both", "both", True),
        ("both", "one-stop", True),
        ("both", "citizen-front", True),
        ("one-stop", "both", True),
        ("one-stop", "one-stop", True),
        ("one-stop", "citizen-front", False),
        ("citizen-front", "both", True),
        ("citizen-front", "citizen-front", True),
        ("citizen-front", "one-stop", False),
    ],
)
def test_scope(applies, kind, binds):
    assert in_scope(AppliesTo(applies), AppliesTo(kind)) is binds


def test_a_persons_answers():
    assert answered(None) == (Outcome.UNTESTED, Reason.NEEDS_PERSON)
    assert answered(view(answer="yes")) == (Outcome.PASSED, None)
    assert answered(view(answer="no")) == (Outcome.FAILED, Reason.VIOLATION)
    assert answered(view(answer="not-applicable")) == (
        Outcome.INAPPLICABLE,
        Reason.OUT_OF_SCOPE,
    )


def test_an_excluded_part_is_inapplicable_and_says_why():
    part = part_result(plan(Part.LOAD, "exclusion"), [], None)
    assert (part.part, part.means) == (Part.LOAD, Means.EXCLUSION)
    assert (part.outcome, part.reason) == (Outcome.INAPPLICABLE, Reason.EXCLUDED)
    assert part.note == both("nobody can look today")
    assert part.question is None


def test_a_part_by_attestation_shows_question_and_the_persons_words():
    form = plan(Part.DOCUMENT, "attestation")
    unanswered = part_result(form, [], None)
    assert (unanswered.part, unanswered.means) == (Part.DOCUMENT, Means.ATTESTATION)
    assert unanswered.question == both("question about document")
    assert unanswered.note is None
    assert part_result(form, [], view(answer="yes")).note is None
    said = part_result(form, [], view(answer="no", reason="không có hợp đồng"))
    assert (said.outcome, said.reason) == (Outcome.FAILED, Reason.VIOLATION)
    note = sure(said.note)
    assert (note.vi, note.en) == ("không có hợp đồng", "không có hợp đồng")


def test_a_part_by_check_lists_its_checks_in_order():
    part = part_result(plan(Part.API, "check"), [check("b", "X"), check("a", "X")], None)
    assert (part.part, part.means) == (Part.API, Means.CHECK)
    assert part.checks == ("a", "b")
    assert (part.outcome, part.reason) == (Outcome.PASSED, None)


def test_an_attestation_stands_in_for_a_check_that_needs_a_person_and_for_no_other():
    by_hand = check("a", "X", outcome="untested", reason=Reason.NEEDS_PERSON)
    form = plan(Part.API, "check")
    assert part_result(form, [by_hand], None).reason is Reason.NEEDS_PERSON
    assert part_result(form, [by_hand], view()).outcome is Outcome.PASSED
    assert part_result(form, [by_hand], view(answer="no")).outcome is Outcome.FAILED
    left_out = check("b", "X", outcome="untested")
    assert part_result(form, [left_out], view()).outcome is Outcome.UNTESTED
    failed = check("b", "X", outcome="failed")
    assert part_result(form, [by_hand, failed], view()).outcome is Outcome.FAILED


def roll(given, *checks, kind=AppliesTo.BOTH, attestations=None):
    return criterion_result(seen(catalogue_of(given), given.id), kind, checks, attestations or {})


def test_a_check_counts_only_in_its_own_part():
    two = criterion("OSS-01", parts={"api": "check", "browser": "check"})
    found = roll(two, check("a", "OSS-01"), check("b", "OSS-01", part=Part.BROWSER))
    assert [(p.part.value, p.checks) for p in found.parts] == [("api", ("a",)), ("browser", ("b",))]
    assert roll(two, check("a", "OSS-01")).outcome is Outcome.UNTESTED


def test_an_attestation_counts_only_in_its_own_part():
    two = criterion("OSS-01", parts={"document": "attestation", "browser": "attestation"})
    found = roll(two, attestations={Part.DOCUMENT: view()})
    assert [p.outcome for p in found.parts] == [Outcome.PASSED, Outcome.UNTESTED]


def test_out_of_scope_leaves_every_part_out_whatever_was_seen():
    two = criterion(
        "OSS-01",
        applies_to=AppliesTo.ONE_STOP,
        parts={"api": "check", "document": "attestation"},
    )
    found = roll(two, check("a", "OSS-01", outcome="failed"), kind=AppliesTo.CITIZEN_FRONT)
    assert (found.outcome, found.reason) == (Outcome.INAPPLICABLE, Reason.OUT_OF_SCOPE)
    assert [(p.part, p.means, p.outcome, p.reason) for p in found.parts] == [
        (Part.API, Means.CHECK, Outcome.INAPPLICABLE, Reason.OUT_OF_SCOPE),
        (Part.DOCUMENT, Means.ATTESTATION, Outcome.INAPPLICABLE, Reason.OUT_OF_SCOPE),
    ]
    assert found.parts[1].question == both("question about document")


def test_not_claimed_beside_a_pass_is_one_branch_of_a_duty():
    skipped = check("a", "OSS-01", outcome="inapplicable")
    passed = roll(criterion("OSS-01"), skipped, check("b", "OSS-01"))
    assert passed.outcome is Outcome.PASSED
    untested = roll(criterion("OSS-01"), skipped, check("b", "OSS-01", outcome="untested"))
    assert untested.outcome is Outcome.UNTESTED


def test_mandatory_and_excluded_or_out_of_scope_is_no_lack():
    excluded = roll(criterion("OSS-01", parts={"load": "exclusion"}))
    assert (excluded.outcome, excluded.reason) == (Outcome.INAPPLICABLE, Reason.EXCLUDED)


def test_carried_over_and_not_claimed_is_no_failure():
    carried = criterion("OSS-01", levels={EDITION: Level.CARRIED_OVER})
    found = roll(carried, check("a", "OSS-01", outcome="inapplicable"))
    assert (found.outcome, found.reason) == (Outcome.INAPPLICABLE, Reason.NOT_CLAIMED)


def test_the_machines_outcome_is_the_outcome_before_any_override():
    found = roll(criterion("OSS-01"), check("a", "OSS-01", outcome="inapplicable"))
    assert found.machine_outcome is found.outcome is Outcome.FAILED
    assert found.reason is Reason.NOT_OFFERED


def test_a_criterion_shows_what_the_catalogue_says():
    given = criterion(
        "OSS-01",
        decision_473_group=DecisionGroup.SECURITY,
        applies_to=AppliesTo.ONE_STOP,
        note=both("note"),
        evidence=Standing.SECONDARY,
    )
    found = roll(given, check("a", "OSS-01"))
    assert found.title == both("title of OSS-01")
    assert found.requirement == both("requirement of OSS-01")
    assert (found.level, found.applies_to) == (Level.MANDATORY, AppliesTo.ONE_STOP)
    assert (found.standing, found.group_473) == (Standing.SECONDARY, "security")
    assert (found.decides, found.suspect, found.informs_because) == (True, False, None)
    assert found.informs_codes == ()
    assert found.note == both("note")
    assert not found.waived


def test_a_suspect_criterion_says_why_it_only_informs():
    known = catalogue_of(criterion("OSS-01"), suspects=("OSS-01",))
    found = criterion_result(seen(known, "OSS-01"), AppliesTo.BOTH, [], {})
    assert (found.decides, found.suspect, found.informs_codes) == (False, True, ("suspect",))
    because = sure(found.informs_because)
    assert "reviewed" in because.en
    assert "soát xét" in because.vi


def test_two_reasons_to_inform_are_both_said():
    known = catalogue_of(
        criterion("OSS-01", levels={EDITION: Level.RECOMMENDED}), suspects=("OSS-01",)
    )
    found = criterion_result(seen(known, "OSS-01"), AppliesTo.BOTH, [], {})
    assert found.informs_codes == ("recommended", "suspect")
    because = sure(found.informs_because)
    assert because.en == (
        "recommended: a failure is a warning; its clauses changed, or nobody has reviewed them"
    )
    assert because.vi == (
        "tiêu chí khuyến nghị: không đạt chỉ là cảnh báo; "
        "căn cứ pháp lý đã thay đổi hoặc chưa được soát xét"
    )


def test_a_clause_shows_its_days():
    basis = LegalBasis(
        document=DOCUMENT,
        evidence=Standing.READ,
        valid_from=date(2019, 1, 2),
        valid_to=date(2030, 3, 4),
    )
    (shown,) = roll(criterion("OSS-01", bases=(basis,))).bases
    assert (shown.valid_from, shown.valid_to) == (date(2019, 1, 2), date(2030, 3, 4))


@pytest.mark.parametrize(
    ("place", "vi", "en"),
    [
        ({}, "toàn văn", "the whole text"),
        ({"article": "17"}, "Điều 17", "Article 17"),
        ({"article": "17", "clause": "1"}, "Điều 17 khoản 1", "Article 17, clause 1"),
        (
            {"article": "17", "clause": "1", "point": "c"},
            "Điều 17 khoản 1 điểm c",
            "Article 17, clause 1, point c",
        ),
        ({"item": "Phụ lục I"}, "mục Phụ lục I", "item Phụ lục I"),
    ],
)
def test_a_clause_is_cited_in_each_language(place, vi, en):
    given = criterion(
        "OSS-01", bases=(LegalBasis(document=DOCUMENT, evidence=Standing.DERIVED, **place),)
    )
    (basis,) = roll(given).bases
    assert (basis.clause.vi, basis.clause.en) == (vi, en)
    assert (basis.document, basis.document_title) == (DOCUMENT.number, DOCUMENT.title)
    assert (basis.standing, basis.in_force) == (Standing.DERIVED, True)


def test_findings_of_a_check_do_not_change_its_outcome():
    noted = check("a", "OSS-01", findings=(finding(),))
    assert accepted_check(noted) is noted
