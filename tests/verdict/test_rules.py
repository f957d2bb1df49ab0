"""Every line of the verdict rules, each with a test that breaks it, in both directions.

The docstrings give the line. Rules 3, 4, 6 and 8 of «from a check to its outcome» are applied
where checks run; here stands what the verdict makes of their outcomes.
"""

from __future__ import annotations

import pytest

from conformance.catalogue import Figure
from conformance.errors import ConfigurationFault, EvaluatorFault, ExitCode
from conformance.verdict.exits import evaluation_exit
from conformance.words import (
    REASONS_OF,
    Conclusion,
    Level,
    Outcome,
    Part,
    Reason,
    Standing,
)
from tests.verdict.builders import (
    EDITION,
    attestation,
    both,
    catalogue_of,
    check,
    criterion,
    criterion_of,
    evaluate,
    finding,
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
