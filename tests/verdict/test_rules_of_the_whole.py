"""Every line of the verdict rules, continued: the conclusion, people's files, exit codes.

The docstrings give the line.
"""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from conformance.errors import ConfigurationFault
from conformance.verdict.baseline import judge_gate
from conformance.verdict.evaluation import CriterionResult, Tally
from conformance.verdict.exits import evaluation_exit, gate_exit
from conformance.words import (
    AppliesTo,
    Conclusion,
    Level,
    Outcome,
    Part,
    Reason,
)
from tests.sure import sure
from tests.verdict.builders import (
    EDITION,
    HASH,
    action,
    attestation,
    catalogue_of,
    check,
    criterion,
    criterion_of,
    evaluate,
    expected,
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
        assert "expired" in sure(found.attestations[0].why_not).en

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
