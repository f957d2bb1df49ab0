"""«From a check to its outcome»: each rule of ``verdicts.md``, and what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from conformance.candidate.http import FailureKind
from conformance.candidate.portal import OpenDossier
from conformance.candidate.recording import ReplayTape
from conformance.checks.kit import expect, refused, verifies
from conformance.run.judge import CheckJob, run_check, seed_of
from conformance.words import Outcome, Part, Reason, Text
from tests.run.tests_run_support import answer, silence

GOOD = {"code": "1.001193", "name": "Khai sinh"}


def job(function: Callable[..., Any], **marks: Any) -> CheckJob:
    function.__doc__ = function.__doc__ or "A check."
    from conformance.checks.kit.verifies import info_of

    marked = verifies("OSS-01", vi="Một phép kiểm tra.", **marks)(function)
    info = info_of(marked)
    assert info is not None
    return CheckJob("x/test_x.py::test_x", marked, info)


def read(portal: Any) -> None:
    expect(portal.anyone.procedure("1.001193").code, "code").equals("1.001193")


def test_passed_with_evidence(make: Any) -> None:
    bench, tape, kept = make(lambda _: answer(GOOD))
    record = run_check(job(read), bench, tape("x/test_x.py::test_x"))
    assert (record.outcome, record.reason) == (Outcome.PASSED, None)
    assert record.answered == 1
    assert record.exchanges == (kept[0].ref,)


def test_rule_1_a_violation_says_expected_seen_and_exchange(make: Any) -> None:
    bench, tape, kept = make(lambda _: answer({**GOOD, "code": "1.999999"}))
    record = run_check(job(read), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.FAILED, Reason.VIOLATION)
    finding = record.findings[0]
    assert finding.expected is not None
    assert "1.001193" in finding.expected.vi
    assert finding.seen is not None
    assert "1.999999" in finding.seen.en
    assert finding.exchange == kept[0].ref


@pytest.mark.parametrize("status", [404, 405, 501])
def test_rule_2_a_lacking_capability_that_is_the_subject_fails(make: Any, status: int) -> None:
    bench, tape, _ = make(lambda _: answer({}, status))
    record = run_check(job(read, of="procedure.read"), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.FAILED, Reason.NOT_OFFERED)


def test_rule_2_a_statement_that_says_no_fails_and_is_no_skip(make: Any) -> None:
    def stop(portal: Any) -> None:
        portal.handler.stop(OpenDossier("1"), "lý do", "căn cứ")

    bench, tape, _ = make(lambda _: answer({}))
    record = run_check(job(stop, of="dossier.stop"), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.FAILED, Reason.NOT_OFFERED)


def test_not_offered_by_api_with_a_manual_way_needs_a_person(make: Any) -> None:
    bench, tape, _ = make(lambda _: answer({}))
    record = run_check(job(lambda portal: portal.receiver.register()), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.UNTESTED, Reason.NEEDS_PERSON)


@pytest.mark.parametrize("status", [404, 405, 422, 500, 503])
def test_rule_3_a_failed_set_up_cannot_tell_and_names_its_root(make: Any, status: int) -> None:
    bench, tape, _ = make(lambda _: answer({}, status))
    record = run_check(job(read, of="dossier.refuse"), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.PRECONDITION)
    assert record.root_cause is not None
    assert record.root_cause.startswith("procedure.read:")


def test_a_broken_subject_fails(make: Any) -> None:
    bench, tape, _ = make(lambda _: answer({}, 500))
    record = run_check(job(read, of="procedure.read"), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.FAILED, Reason.VIOLATION)


@pytest.mark.parametrize("kind", list(FailureKind))
def test_rule_4_no_answer_cannot_tell(make: Any, kind: FailureKind) -> None:
    def script(_: Any) -> Any:
        raise silence(kind)

    bench, tape, _ = make(script)
    record = run_check(job(read, of="procedure.read"), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.UNREACHABLE)


def test_rule_5_a_bug_of_ours_is_never_theirs(make: Any) -> None:
    def buggy(portal: Any) -> None:
        portal.anyone.procedure("1.001193")
        raise ZeroDivisionError("ours")

    bench, tape, _ = make(lambda _: answer(GOOD))
    record = run_check(job(buggy), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.EVALUATOR)
    assert record.trace is not None
    assert "ZeroDivisionError" in record.trace


def test_rule_7_no_request_no_pass(make: Any) -> None:
    bench, tape, _ = make(lambda _: answer(GOOD))
    record = run_check(job(lambda portal: None), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.NO_EVIDENCE)


@pytest.mark.parametrize(
    "given",
    [
        answer(b"", 200, ""),
        answer(b"<html><form action=/login></form></html>", 200, "text/html"),
        answer(b"", 302, ""),
        answer([], 200),
        answer(None, 200),
        answer(b'{"code": "1.001193",', 200),
    ],
    ids=["empty", "html", "redirect", "list", "null", "torn-json"],
)
def test_rule_7_a_garbled_answer_is_never_a_pass(make: Any, given: Any) -> None:
    bench, tape, _ = make(lambda _: given)
    assert run_check(job(read, of="procedure.read"), bench, tape("x")).outcome is Outcome.FAILED
    assert run_check(job(read), bench, tape("x")).outcome is Outcome.CANT_TELL


def test_rule_7_a_yes_that_proves_nothing(make: Any) -> None:
    words = Text(vi="trả lời như nhau", en="answers alike")
    bench, tape, _ = make(lambda _: answer(GOOD), indiscriminate=words)
    record = run_check(job(read), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.INDISCRIMINATE)


def test_rule_7_a_failure_stays_a_failure_when_the_yes_proves_nothing(make: Any) -> None:
    words = Text(vi="trả lời như nhau", en="answers alike")
    bench, tape, _ = make(lambda _: answer({"code": "x", "name": "y"}), indiscriminate=words)
    assert run_check(job(read), bench, tape("x")).outcome is Outcome.FAILED


def _refusal(portal: Any) -> None:
    reply = portal.receiver.attempt("dossier.refuse", dossier=OpenDossier("1"), reason="")
    refused(reply, "reason")


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_rule_8_an_orderly_refusal_is_what_a_negative_check_wants(make: Any, status: int) -> None:
    bench, tape, _ = make(lambda _: answer({}, status))
    assert run_check(job(_refusal), bench, tape("x")).outcome is Outcome.PASSED


@pytest.mark.parametrize("status", [200, 204, 500])
def test_rule_8_accepting_or_falling_over_is_a_violation(make: Any, status: int) -> None:
    bench, tape, _ = make(lambda _: answer({}, status))
    assert run_check(job(_refusal), bench, tape("x")).outcome is Outcome.FAILED


def test_a_fact_that_the_binding_does_not_map_cannot_tell(make: Any) -> None:
    bench, tape, _ = make(lambda _: answer(GOOD))
    record = run_check(job(lambda portal: portal.anyone.procedure("1").result), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.NOT_SHOWN)
    assert record.root_cause == "binding:procedure.result"


def test_a_mapped_but_empty_fact_is_a_violation(make: Any) -> None:
    bench, tape, _ = make(lambda _: answer({"code": "1.001193", "name": None}))
    record = run_check(
        job(lambda portal: expect(portal.anyone.procedure("1").name, "name").present()),
        bench,
        tape("x"),
    )
    assert record.outcome is Outcome.FAILED


def test_a_rule_of_time_needs_a_clock_and_asks_nothing_without(make: Any) -> None:
    bench, tape, kept = make(lambda _: answer(GOOD))
    record = run_check(job(read, needs_clock=True), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.NO_CLOCK)
    assert kept == []


def test_missing_test_data_cannot_tell(make: Any) -> None:
    bench, tape, _ = make(lambda _: answer(GOOD))
    record = run_check(job(lambda data: data.procedure("months")), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.NO_TEST_DATA)


def test_nothing_is_written_to_what_is_no_sandbox(make: Any) -> None:
    bench, tape, kept = make(lambda _: answer({}), sandbox=False)
    record = run_check(job(_refusal), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.NO_TEST_DATA)
    assert kept == []


def _stop(portal: Any) -> None:
    portal.handler.stop(OpenDossier("1"), "lý do", "căn cứ")


def test_an_optional_capability_that_is_not_claimed_is_inapplicable(make: Any) -> None:
    bench, tape, _ = make(lambda _: answer({}))
    record = run_check(job(_stop, of="dossier.stop", optional=True), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.INAPPLICABLE, Reason.NOT_CLAIMED)


def test_what_only_sets_up_makes_no_check_inapplicable(make: Any) -> None:
    bench, tape, _ = make(lambda _: answer({}))
    record = run_check(job(_stop, of="result.verify-copy", optional=True), bench, tape("x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.PRECONDITION)
    assert record.root_cause == "dossier.stop:unoffered"


def test_a_replay_judges_the_same_and_draws_the_same_chance(make: Any) -> None:
    def by_chance(portal: Any, data: Any) -> None:
        word = data.word()
        found = portal.anyone.search(keyword=word)
        expect(found, word).present()

    bench, tape, kept = make(lambda _: answer({"items": []}))
    live = run_check(job(by_chance), bench, tape("x/test_x.py::test_x"))
    again = run_check(job(by_chance), bench, ReplayTape(kept, "x/test_x.py::test_x"))
    assert live.outcome is Outcome.FAILED
    assert again.verdict_of() == live.verdict_of()
    assert live.findings[0].aspect == again.findings[0].aspect


def test_a_replay_that_asks_for_something_else_is_our_fault(make: Any) -> None:
    bench, tape, kept = make(lambda _: answer(GOOD))
    run_check(job(read), bench, tape("x/test_x.py::test_x"))
    other = job(lambda portal: portal.anyone.search(keyword="a"))
    record = run_check(other, bench, ReplayTape(kept, "x/test_x.py::test_x"))
    assert (record.outcome, record.reason) == (Outcome.CANT_TELL, Reason.EVALUATOR)


def test_side_lanes_are_recorded_and_replayed_apart(make: Any) -> None:
    def together(portal: Any) -> None:
        found = portal.together([lambda side: side.anyone.procedure("1").code] * 5)
        expect(found, "codes").equals(["1.001193"] * 5)

    bench, tape, kept = make(lambda _: answer(GOOD))
    live = run_check(job(together), bench, tape("x/test_x.py::test_x"))
    assert live.outcome is Outcome.PASSED
    assert {e.lane for e in kept} == {f"main-{n:03d}" for n in range(5)}
    again = run_check(job(together), bench, ReplayTape(kept, "x/test_x.py::test_x"))
    assert again.verdict_of() == live.verdict_of()


def test_what_was_opened_is_withdrawn_last_first_and_judged_by_nobody(make: Any) -> None:
    seen: list[str] = []

    def script(request: Any) -> Any:
        if "withdrawal" in request.url:
            seen.append(request.url.rsplit("/", 2)[-2])
            return answer({}, 500)
        return answer(GOOD)

    def opens(portal: Any) -> None:
        read(portal)
        for number in "123":
            portal.opened(OpenDossier(number))

    operations = {
        "dossier.withdraw": {
            "call": "POST /dossiers/{dossier.id}/withdrawal", "json": {"reason": "{reason}"},
        }
    }  # fmt: skip
    bench, tape, kept = make(script, operations=operations)
    record = run_check(job(opens), bench, tape("x"))
    assert record.outcome is Outcome.PASSED
    assert seen == ["3", "2", "1"]
    assert [e.phase for e in kept] == ["check", "cleanup", "cleanup", "cleanup"]


def test_each_check_has_a_seed_of_its_own_that_never_moves() -> None:
    assert seed_of(1, "a::b") == seed_of(1, "a::b")
    assert seed_of(1, "a::b") != seed_of(1, "a::c")
    assert seed_of(1, "a::b") != seed_of(2, "a::b")


def test_a_check_without_docstring_or_with_an_unknown_operation_is_refused() -> None:
    def bare() -> None: ...

    with pytest.raises(ValueError, match="docstring"):
        verifies("OSS-01", vi="x")(bare)
    with pytest.raises(ValueError, match="unknown operation"):
        verifies("OSS-01", vi="x", of="dossier.fly")
    assert Part("api") is Part.API
