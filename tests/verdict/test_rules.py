"""Every line of the verdict rules, each with a test that breaks it, in both directions.

The docstrings give the line. Rules 3, 4, 6 and 8 of «from a check to its outcome» are applied
where checks run; here stands what the verdict makes of their outcomes.
"""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from conformance.catalogue import Figure
from conformance.errors import ConfigurationFault, EvaluatorFault, ExitCode
from conformance.verdict.baseline import judge_gate
from conformance.verdict.evaluation import CriterionResult, Tally
from conformance.verdict.exits import evaluation_exit, gate_exit
from conformance.words import (
    REASONS_OF,
    AppliesTo,
    Conclusion,
    Level,
    Outcome,
    Part,
    Reason,
    Standing,
)
from tests.verdict.builders import (
    EDITION,
    HASH,
    action,
    attestation,
    both,
    catalogue_of,
    check,
    criterion,
    criterion_of,
    evaluate,
    expected,
    finding,
    override,
    plan,
    run_view,
    waiver,
)

ONE = catalogue_of(criterion("OSS-01"))
TWO = catalogue_of(criterion("OSS-01"), criterion("OSS-02"))
BY_PERSON = catalogue_of(
    criterion("OSS-01"), criterion("OSS-03", parts={"document": "attestation"})
)


def outcome_of(key: str, *args, **kwargs) -> tuple[Outcome, Reason | None]:
    found = criterion_of(evaluate(*args, **kwargs), key)
    return found.outcome, found.reason


class TestWords:
    """*cantTell, inapplicable and untested always carry a reason from a closed list.*"""

    def test_five_outcomes_and_three_conclusions(self):
        assert {o.value for o in Outcome} == {
            "passed", "failed", "cantTell", "inapplicable", "untested",
        }  # fmt: skip
        assert {c.value for c in Conclusion} == {
            "conformant", "non-conformant", "not-established",
        }  # fmt: skip

    @pytest.mark.parametrize("outcome", [o for o in Outcome if o is not Outcome.PASSED])
    def test_an_outcome_without_its_reason_is_refused(self, outcome):
        with pytest.raises(EvaluatorFault, match="verdict/reason"):
            evaluate(ONE, check("c", "OSS-01", outcome=outcome, reason=None))

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_a_reason_of_another_outcome_is_refused(self, outcome):
        for reason in set(Reason) - REASONS_OF[outcome]:
            with pytest.raises(EvaluatorFault, match="verdict/reason"):
                evaluate(ONE, check("c", "OSS-01", outcome=outcome, reason=reason))

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_each_reason_of_the_closed_list_is_accepted(self, outcome):
        for reason in REASONS_OF[outcome] - {Reason.DISPUTED}:
            evaluation = evaluate(ONE, check("c", "OSS-01", outcome=outcome, reason=reason))
            assert (evaluation.checks[0].outcome, evaluation.checks[0].reason) == (outcome, reason)

    @pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.FAILED])
    def test_a_machine_never_disputes(self, outcome):
        with pytest.raises(EvaluatorFault, match="verdict/reason"):
            evaluate(ONE, check("c", "OSS-01", outcome=outcome, reason=Reason.DISPUTED))

    def test_an_outcome_without_evidence_is_never_passed(self):
        seen_nothing = check("c", "OSS-01", exchange_count=0)
        assert outcome_of("OSS-01", ONE, seen_nothing) == (Outcome.CANT_TELL, Reason.NO_EVIDENCE)
        saw_one = check("c", "OSS-01", exchange_count=1)
        assert outcome_of("OSS-01", ONE, saw_one) == (Outcome.PASSED, None)


class TestFromACheckToItsOutcome:
    def test_1_a_violation_is_failed_with_what_was_expected_and_seen(self):
        """*A check that saw a violation is failed, with what was expected, what was seen.*"""
        shown = finding(exchange=None)
        evaluation = evaluate(ONE, check("c", "OSS-01", outcome="failed", findings=(shown,)))
        assert criterion_of(evaluation, "OSS-01").outcome is Outcome.FAILED
        assert evaluation.checks[0].findings == (shown,)
        assert criterion_of(evaluation, "OSS-01").bases[0].clause.vi == "Điều 17 khoản 1 điểm c"

    def test_1_a_violation_that_shows_nothing_is_no_fault_of_theirs(self):
        bare = check("c", "OSS-01", outcome="failed", findings=())
        assert outcome_of("OSS-01", ONE, bare) == (Outcome.CANT_TELL, Reason.EVALUATOR)

    def test_2_a_mandatory_capability_not_offered_is_failed_never_a_skip(self):
        """*A mandatory capability which the candidate lacks is failed, reason not offered.*"""
        lacking = check("c", "OSS-01", outcome="failed", reason=Reason.NOT_OFFERED)
        assert outcome_of("OSS-01", ONE, lacking) == (Outcome.FAILED, Reason.NOT_OFFERED)
        skipped = check("c", "OSS-01", outcome="inapplicable", reason=Reason.NOT_CLAIMED)
        assert outcome_of("OSS-01", ONE, skipped) == (Outcome.FAILED, Reason.NOT_OFFERED)

    def test_2_an_optional_capability_not_claimed_is_inapplicable(self):
        optional = catalogue_of(criterion("OSS-01", levels={EDITION: Level.RECOMMENDED}))
        skipped = check("c", "OSS-01", outcome="inapplicable", reason=Reason.NOT_CLAIMED)
        assert outcome_of("OSS-01", optional, skipped) == (
            Outcome.INAPPLICABLE,
            Reason.NOT_CLAIMED,
        )

    def test_3_a_cascade_collapses_under_its_root(self):
        """*A precondition that could not be set up is cantTell and names the root cause.*"""
        root = "dossier.submit:broken"
        evaluation = evaluate(
            TWO,
            check("a", "OSS-01", outcome="cantTell", root_cause=root),
            check("b", "OSS-02", outcome="cantTell", root_cause=root),
            check("s", "OSS-02", outcome="failed", findings=(finding(operation="dossier.submit"),)),
        )
        assert [(r.key, r.checks, r.failed_check) for r in evaluation.root_causes] == [
            (root, ("a", "b"), "s")
        ]

    def test_4_an_unreachable_candidate_cannot_be_told(self):
        """*The candidate cannot be reached: cantTell, reason unreachable.*"""
        dead = check("c", "OSS-01", outcome="cantTell", reason=Reason.UNREACHABLE, exchange_count=0)
        evaluation = evaluate(ONE, dead)
        assert criterion_of(evaluation, "OSS-01").reason is Reason.UNREACHABLE
        assert evaluation.conclusion is Conclusion.NOT_ESTABLISHED
        assert evaluation_exit(evaluation) is ExitCode.UNREACHABLE

    def test_5_a_fault_of_ours_never_becomes_theirs_and_is_said_loudly(self):
        """*The evaluator itself broke: cantTell, reason evaluator, and the run says so loudly.*"""
        broken = check("c", "OSS-01", outcome="cantTell", reason=Reason.EVALUATOR)
        evaluation = evaluate(ONE, broken)
        assert evaluation.conclusion is Conclusion.NOT_ESTABLISHED
        assert any("THE EVALUATOR ITSELF BROKE" in g.en for g in evaluation.grounds)
        assert evaluation_exit(evaluation) is ExitCode.EVALUATOR
        sound = evaluate(ONE, check("c", "OSS-01"))
        assert not any("EVALUATOR" in g.en for g in sound.grounds)

    def test_6_a_wrong_file_is_a_configuration_fault_with_its_mend(self):
        """*A wrong file is a configuration fault with the name of the field and the mend.*"""
        with pytest.raises(ConfigurationFault, match="OSS-99") as caught:
            evaluate(ONE, check("c", "OSS-01"), waivers=[waiver("OSS-99")])
        assert caught.value.exit_code is ExitCode.CONFIGURATION
        assert 'write "OSS-01"' in caught.value.faults[0].mend

    def test_7_no_request_seen_no_passed_and_no_violation_either(self):
        """*No request seen, no passed.*"""
        blind = check("c", "OSS-01", outcome="failed", exchange_count=0)
        assert outcome_of("OSS-01", ONE, blind) == (Outcome.CANT_TELL, Reason.NO_EVIDENCE)

    def test_8_a_yes_that_proves_nothing_is_no_pass(self):
        """*A negative check passes only beside its positive control.*"""
        yes_to_all = check("c", "OSS-01", outcome="cantTell", reason=Reason.INDISCRIMINATE)
        evaluation = evaluate(ONE, yes_to_all)
        assert evaluation.conclusion is Conclusion.NOT_ESTABLISHED
        assert evaluation.mandatory.passed == 0


class TestFromChecksToACriterion:
    PARTS = catalogue_of(
        criterion("OSS-01", parts={"api": "check", "browser": "check", "document": "attestation"})
    )

    @pytest.mark.parametrize(
        ("api", "browser", "document", "due"),
        [
            ("failed", "cantTell", None, Outcome.FAILED),
            ("passed", "failed", "yes", Outcome.FAILED),
            ("cantTell", "passed", None, Outcome.CANT_TELL),
            ("cantTell", "untested", "yes", Outcome.CANT_TELL),
            ("passed", "passed", None, Outcome.UNTESTED),
            ("passed", "untested", "yes", Outcome.UNTESTED),
            ("passed", "inapplicable", "yes", Outcome.PASSED),
            ("passed", "passed", "yes", Outcome.PASSED),
            ("passed", "passed", "no", Outcome.FAILED),
        ],
    )
    def test_failed_else_cant_tell_else_untested_else_passed(self, api, browser, document, due):
        """*failed if a check failed; else cantTell …; else untested …; else passed.*"""
        found = evaluate(
            self.PARTS,
            check("a", "OSS-01", outcome=api),
            check("b", "OSS-01", outcome=browser, part=Part.BROWSER),
            attestations=[attestation("OSS-01", document)] if document else [],
        )
        assert criterion_of(found, "OSS-01").outcome is due

    def test_inapplicable_if_every_part_is(self):
        """*… or inapplicable if every part is.*"""
        excluded = catalogue_of(
            criterion("OSS-01", parts={"load": "exclusion", "document": "attestation"})
        )
        every = [attestation("OSS-01", "not-applicable")]
        assert outcome_of("OSS-01", excluded, attestations=every)[0] is Outcome.INAPPLICABLE
        one = [attestation("OSS-01", "yes")]
        assert outcome_of("OSS-01", excluded, attestations=one)[0] is Outcome.PASSED

    def test_untested_when_no_way_of_checking_is_available(self):
        """*untested if a part has no outcome (way of checking not available).*"""
        assert outcome_of("OSS-01", ONE) == (Outcome.UNTESTED, Reason.NO_MEANS)

    def test_a_recalled_figure_is_shown_and_never_decides(self):
        """*Evidence of the law recalled: informational. Measured and shown, never decides.*"""
        figure = Figure(
            id="OSS-02.limit",
            meaning=both("limit"),
            value=3,
            unit="day",
            compare="<=",
            evidence=Standing.RECALLED,
        )
        recalled = criterion("OSS-02", figures=(figure,), evidence=Standing.RECALLED)
        checks = check("a", "OSS-01"), check("b", "OSS-02", outcome="failed")
        informs = evaluate(catalogue_of(criterion("OSS-01"), recalled), *checks)
        assert criterion_of(informs, "OSS-02").outcome is Outcome.FAILED
        assert criterion_of(informs, "OSS-02").informs_because is not None
        assert informs.conclusion is Conclusion.CONFORMANT
        assert informs.informational.failed == 1
        decides = evaluate(TWO, *checks)
        assert decides.conclusion is Conclusion.NON_CONFORMANT

    def test_a_recommended_failure_warns_and_does_not_sink(self):
        """*Level recommended: a failure is a warning and does not sink the conclusion.*"""
        soft = catalogue_of(
            criterion("OSS-01"), criterion("OSS-02", levels={EDITION: Level.RECOMMENDED})
        )
        checks = check("a", "OSS-01"), check("b", "OSS-02", outcome="failed")
        warned = evaluate(soft, *checks)
        assert warned.conclusion is Conclusion.CONFORMANT
        assert warned.recommended.failed == 1
        assert any(g.en.startswith("Warning") and "OSS-02" in g.en for g in warned.grounds)
        assert evaluate(TWO, *checks).conclusion is Conclusion.NON_CONFORMANT

    def test_exactly_one_of_check_attestation_exclusion(self):
        """*Each criterion has exactly one of: check, attestation form, exclusion.*"""
        with pytest.raises(EvaluatorFault, match="gives the document part of OSS-03 to no check"):
            evaluate(BY_PERSON, check("c", "OSS-03", part=Part.DOCUMENT))
        with pytest.raises(EvaluatorFault, match="verdict/stray-check"):
            evaluate(ONE, check("c", "OSS-77"))
        answered = evaluate(BY_PERSON, check("c", "OSS-01"), attestations=[attestation("OSS-03")])
        assert answered.conclusion is Conclusion.CONFORMANT


class TestFromCriteriaToTheConclusion:
    def test_non_conformant_if_a_mandatory_criterion_failed_uncovered(self):
        """*non-conformant if a mandatory criterion failed and no waiver in force covers it.*"""
        checks = check("a", "OSS-01"), check("b", "OSS-02", outcome="failed")
        assert evaluate(TWO, *checks).conclusion is Conclusion.NON_CONFORMANT
        covered = evaluate(TWO, *checks, waivers=[waiver("OSS-02")])
        assert covered.conclusion is Conclusion.NOT_ESTABLISHED
        elsewhere = evaluate(TWO, *checks, waivers=[waiver("OSS-01")])
        assert elsewhere.conclusion is Conclusion.NON_CONFORMANT

    def test_conformant_only_if_every_mandatory_applicable_criterion_passed(self):
        """*conformant only if every mandatory, applicable criterion passed.*"""
        assert evaluate(TWO, check("a", "OSS-01", "OSS-02")).conclusion is Conclusion.CONFORMANT
        for outcome in ("cantTell", "untested"):
            short = evaluate(TWO, check("a", "OSS-01"), check("b", "OSS-02", outcome=outcome))
            assert short.conclusion is Conclusion.NOT_ESTABLISHED
        assert evaluate(TWO, check("a", "OSS-01")).conclusion is Conclusion.NOT_ESTABLISHED

    def test_what_does_not_apply_to_this_kind_of_candidate_does_not_count(self):
        front = catalogue_of(
            criterion("OSS-01", applies_to=AppliesTo.ONE_STOP),
            criterion("OSS-02", applies_to=AppliesTo.CITIZEN_FRONT),
        )
        checks = check("a", "OSS-01"), check("b", "OSS-02", outcome="failed")
        one_stop = evaluate(front, *checks, kind=AppliesTo.ONE_STOP)
        assert one_stop.conclusion is Conclusion.CONFORMANT
        assert criterion_of(one_stop, "OSS-02").reason is Reason.OUT_OF_SCOPE
        whole = evaluate(front, *checks, kind=AppliesTo.BOTH)
        assert whole.conclusion is Conclusion.NON_CONFORMANT

    def test_passed_by_attestation_counts_like_passed_by_check(self):
        """*automatically or by attestation.*"""
        passed = check("c", "OSS-01")
        assert evaluate(BY_PERSON, passed).conclusion is Conclusion.NOT_ESTABLISHED
        attested = evaluate(BY_PERSON, passed, attestations=[attestation("OSS-03")])
        assert attested.conclusion is Conclusion.CONFORMANT

    @pytest.mark.parametrize(
        "partial",
        [
            {"complete": False},
            {"interrupted": True},
            {"complete": False, "interrupted": True},
            {"complete": False, "selection": "-k receipt"},
        ],
    )
    def test_a_partial_run_can_never_be_conformant(self, partial):
        """*A partial run can never be conformant.*"""
        view = run_view(**partial)
        passed = evaluate(ONE, check("c", "OSS-01"), run=view)
        assert passed.conclusion is Conclusion.NOT_ESTABLISHED
        assert any("never be conformant" in g.en for g in passed.grounds)
        failed = evaluate(ONE, check("c", "OSS-01", outcome="failed"), run=view)
        assert failed.conclusion is Conclusion.NON_CONFORMANT

    def test_nothing_to_decide_is_never_conformant(self):
        soft = catalogue_of(criterion("OSS-01", levels={EDITION: Level.RECOMMENDED}))
        assert evaluate(soft, check("c", "OSS-01")).conclusion is Conclusion.NOT_ESTABLISHED

    def test_a_suspect_criterion_informs_and_leaves_open(self):
        suspect = catalogue_of(criterion("OSS-01"), criterion("OSS-02"), suspects=("OSS-02",))
        failed = evaluate(suspect, check("a", "OSS-01"), check("b", "OSS-02", outcome="failed"))
        assert failed.conclusion is Conclusion.NOT_ESTABLISHED
        assert criterion_of(failed, "OSS-02").suspect
        assert any("await review" in g.en and "OSS-02" in g.en for g in failed.grounds)
        passed = evaluate(suspect, check("a", "OSS-01", "OSS-02"))
        assert passed.conclusion is Conclusion.NOT_ESTABLISHED

    def test_carried_over_criteria_inform(self):
        carried = catalogue_of(
            criterion("OSS-01"), criterion("OSS-02", levels={EDITION: Level.CARRIED_OVER})
        )
        found = evaluate(carried, check("a", "OSS-01"), check("b", "OSS-02", outcome="failed"))
        assert found.conclusion is Conclusion.CONFORMANT
        assert criterion_of(found, "OSS-02").informs_codes == ("carried-over",)

    def test_past_the_deadline_replace_before_it_adjust(self):
        """*with --deadline DATE a non-conformant report sorts what failed into adjust, replace.*"""
        failed = check("c", "OSS-01", outcome="failed")
        on = date(2026, 10, 1)
        before = evaluate(ONE, failed, deadline=on, actions=[action("OSS-01", "2026-09-30")])
        found = criterion_of(before, "OSS-01")
        assert (found.action, found.action_by, found.action_what) == (
            "adjust",
            date(2026, 9, 30),
            "mend it",
        )
        assert before.deadline_action == "adjust"
        past = evaluate(ONE, failed, deadline=date(2026, 9, 30))
        assert criterion_of(past, "OSS-01").action == "replace"
        assert past.deadline_action == "replace"
        assert evaluate(ONE, failed).deadline_action is None
        passed = evaluate(ONE, check("c", "OSS-01"), deadline=date(2026, 9, 30))
        assert (passed.deadline_action, criterion_of(passed, "OSS-01").action) == (None, None)

    def test_no_single_percentage_but_n_of_m(self):
        """*No single percentage. n of m mandatory criteria met, f failed, c …, u untested.*"""
        five = catalogue_of(*(criterion(f"OSS-0{i}") for i in range(1, 6)))
        outcomes = ["passed", "passed", "failed", "cantTell", "untested"]
        checks = [check(f"c{i}", f"OSS-0{i}", outcome=o) for i, o in enumerate(outcomes, 1)]
        found = evaluate(five, *checks)
        assert found.mandatory == Tally(
            total=5, passed=2, failed=1, cant_tell=1, untested=1, inapplicable=0, waived=0
        )
        said = [g.en for g in found.grounds]
        assert "2 of 5 mandatory criteria met, 1 failed, 1 could not be told, 1 untested." in said
        assert not any("%" in g.en + g.vi for g in found.grounds)

    def test_the_scheme_of_decision_473_is_beside_and_never_decides(self):
        """*The scheme of Decision 473 is shown beside it, marked indicative.*"""
        found = evaluate(ONE, check("c", "OSS-01"))
        assert [(g.group, g.weight) for g in found.scheme_473.groups] == [
            ("functions", 50), ("layout", 5), ("performance", 20),
            ("security", 15), ("access", 5), ("emc", 5),
        ]  # fmt: skip
        assert found.scheme_473.note.en.startswith("Indicative only")
        assert found.scheme_473.band is None
        assert found.conclusion is Conclusion.CONFORMANT


class TestAttestationWaiverBaseline:
    def test_attestation_default_not_reviewed(self):
        """*Default: not reviewed.*"""
        assert outcome_of("OSS-03", BY_PERSON) == (Outcome.UNTESTED, Reason.NEEDS_PERSON)

    def test_attestation_past_its_date_counts_for_nothing(self):
        """*Past its date it counts for nothing.*"""
        last = [attestation("OSS-03", valid_until="2026-10-01")]
        assert outcome_of("OSS-03", BY_PERSON, attestations=last) == (Outcome.PASSED, None)
        over = [attestation("OSS-03", valid_until="2026-09-30")]
        found = evaluate(BY_PERSON, attestations=over)
        assert criterion_of(found, "OSS-03").outcome is Outcome.UNTESTED
        assert "expired" in found.attestations[0].why_not.en

    @pytest.mark.parametrize(
        "missing", ["who", "role", "on", "valid_until", "looked_at", "part", "answer"]
    )
    def test_attestation_needs_all_its_fields(self, missing):
        """*who, role, date, valid until, what was looked at.*"""
        given = attestation("OSS-03").model_dump()
        del given[missing]
        with pytest.raises(ValidationError, match=missing):
            type(attestation("OSS-03")).model_validate(given)

    def test_attestation_needs_a_second_reviewer_where_asked(self):
        """*a second reviewer where the criterion asks for one.*"""
        asks = catalogue_of(
            criterion("OSS-03", parts=(plan(Part.DOCUMENT, "attestation", second_reviewer=True),))
        )
        alone = [attestation("OSS-03")]
        assert outcome_of("OSS-03", asks, attestations=alone)[0] is Outcome.UNTESTED
        second = {"who": "Lê Văn Cường", "on": "2026-09-02"}
        pair = [attestation("OSS-03", second_reviewer=second)]
        assert outcome_of("OSS-03", asks, attestations=pair)[0] is Outcome.PASSED

    def test_attestation_files_are_hashed(self):
        """*files (hashed).*"""
        with pytest.raises(ValidationError):
            attestation("OSS-03", files=[{"name": "a.pdf", "sha256": "short"}])
        entry = attestation("OSS-03", files=[{"name": "a.pdf", "sha256": HASH}])
        found = evaluate(BY_PERSON, attestations=[entry])
        assert found.attestations[0].files == (("a.pdf", HASH),)

    def test_waiver_is_shown_and_counted_apart(self):
        """*Shown apart, counted apart.*"""
        found = evaluate(ONE, check("c", "OSS-01", outcome="failed"), waivers=[waiver("OSS-01")])
        assert (found.mandatory.failed, found.mandatory.waived) == (0, 1)
        assert found.waivers[0].covers
        assert criterion_of(found, "OSS-01").outcome is Outcome.FAILED

    def test_an_expired_waiver_is_red(self):
        """*an expired one is red.*"""
        failed = check("c", "OSS-01", outcome="failed")
        over = evaluate(ONE, failed, waivers=[waiver("OSS-01", until="2026-09-30")])
        assert over.conclusion is Conclusion.NON_CONFORMANT
        assert over.waivers[0].expired
        assert any("WAIVER EXPIRED: OSS-01" in g.en for g in over.grounds)
        gate = judge_gate([expected("c")], over.checks, date(2026, 10, 1), waivers=over.waivers)
        assert not gate.holds
        last = evaluate(ONE, failed, waivers=[waiver("OSS-01", until="2026-10-01")])
        assert last.conclusion is Conclusion.NOT_ESTABLISHED
        assert not last.waivers[0].expired

    def test_an_unknown_waiver_is_refused(self):
        """*an unknown id is refused.*"""
        with pytest.raises(ConfigurationFault, match="waivers/unknown-id"):
            evaluate(ONE, waivers=[waiver("POR-01")])

    def test_the_gate_is_red_on_anything_unexpected(self):
        """*Red on anything unexpected …*"""
        day = date(2026, 10, 1)
        assert judge_gate([], [check("c")], day).holds
        assert not judge_gate([], [check("c", outcome="failed")], day).holds
        assert judge_gate([expected("c")], [check("c", outcome="failed")], day).holds
        assert not judge_gate([expected("c")], [check("c", outcome="cantTell")], day).holds

    def test_the_gate_is_red_on_a_stale_entry(self):
        """*… and on a stale entry.*"""
        gate = judge_gate([expected("c")], [check("c")], date(2026, 10, 1))
        assert [f.trouble for f in gate.findings] == ["stale"]

    def test_an_override_keeps_the_machines_outcome_beside_it(self):
        """*Override: signed, with reason; the machine's outcome stays beside it.*"""
        failed = check("c", "OSS-01", outcome="failed")
        found = evaluate(ONE, failed, overrides=[override("OSS-01", "passed")])
        judged: CriterionResult = criterion_of(found, "OSS-01")
        assert (judged.outcome, judged.reason) == (Outcome.PASSED, Reason.DISPUTED)
        assert judged.machine_outcome is Outcome.FAILED
        assert found.overrides[0].machine is Outcome.FAILED
        assert found.conclusion is Conclusion.CONFORMANT

    @pytest.mark.parametrize("missing", ["signature", "reason", "who", "on"])
    def test_an_unsigned_override_is_refused(self, missing):
        for empty in ("", "   "):
            with pytest.raises(ValidationError):
                override("OSS-01", "passed", **{missing: empty})


class TestExitCodes:
    """*0 conformant (or: the gate holds) · 1 · 2 · 3 · 4 · 5 · 130.*"""

    def test_each_code(self):
        day = date(2026, 10, 1)
        passed, failed = check("c", "OSS-01"), check("c", "OSS-01", outcome="failed")
        assert evaluation_exit(evaluate(ONE, passed)) == 0
        assert evaluation_exit(evaluate(ONE, failed)) == 1
        assert evaluation_exit(evaluate(ONE)) == 2
        with pytest.raises(ConfigurationFault) as caught:
            evaluate(ONE, passed, waivers=[waiver("OSS-98")])
        assert caught.value.exit_code == 3
        dead = check("c", "OSS-01", outcome="cantTell", reason=Reason.UNREACHABLE, exchange_count=0)
        assert evaluation_exit(evaluate(ONE, dead)) == 4
        ours = check("c", "OSS-01", outcome="cantTell", reason=Reason.EVALUATOR)
        assert evaluation_exit(evaluate(ONE, ours)) == 5
        stopped = evaluate(ONE, failed, run=run_view(interrupted=True))
        assert evaluation_exit(stopped) == 130
        held = evaluate(ONE, failed)
        assert gate_exit(judge_gate([expected("c")], held.checks, day), held) == 0
        assert gate_exit(judge_gate([], held.checks, day), held) == 1
