"""Refusal after appraisal: reasoned, within the limit, a result (OSS-36)."""

from __future__ import annotations

from conformance.candidate.people import OneStop
from conformance.checks.handling.given import (
    due_of,
    followed,
    moment,
    roomy,
    turn_clock,
)
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import at, local

GROUND = "Không đáp ứng điều kiện về đối tượng theo quy định của thủ tục"


@verifies(
    "OSS-36",
    vi="Từ chối giải quyết sau thẩm định: phiếu từ chối có lý do, ghi vào mục kết quả, trong thời "
    "hạn, trả qua Bộ phận Một cửa",
    of=("dossier.refuse-resolution", "result.return"),
)
def test_refusal_after_appraisal_is_a_result_handed_over_at_the_desk(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A refusal after appraisal has its reasoned slip, is entered as a result within the limit,
    and is handed over by the one-stop.
    """
    dossier = journey.assigned(roomy(data))
    due = due_of(portal.receiver.read(dossier))
    portal.handler.refuse_resolution(dossier, GROUND)
    seen = portal.receiver.read(dossier)
    expect(seen.status, "handling-refusal-status").equals("9")
    slip = portal.receiver.sheet(dossier, "refusal")
    expect(slip.reason, "handling-refusal-reason").contains_text(GROUND)
    expect(slip.dossier_code, "handling-refusal-slip-code").present().equals(dossier.code)
    expect(slip.issued_at and local(slip.issued_at), "handling-refusal-in-time").at_most(due)
    results = portal.handler.results(dossier)
    expect(results, "handling-refusal-in-results").present()
    expect(
        results[-1].issued_at and local(results[-1].issued_at), "handling-refusal-in-time"
    ).at_most(due)
    journey.hand_over(dossier)
    expect(portal.citizen.read(dossier).status, "handling-refusal-handed-over").equals("10")


@verifies(
    "OSS-36",
    vi="Không từ chối giải quyết được khi để trống lý do",
    of=("dossier.refuse-resolution",),
)
def test_refusal_after_appraisal_needs_a_reason(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A refusal after appraisal without a reason is refused; with one it goes through."""
    dossier = journey.assigned(roomy(data))
    attempt = portal.handler.attempt("dossier.refuse-resolution", dossier=dossier, reason="")
    refused(attempt, "handling-resolution-refused-without-reason")
    expect(portal.receiver.read(dossier).status, "handling-status-unchanged").equals("4")
    expect(portal.handler.results(dossier), "handling-no-result-yet").absent()
    portal.handler.refuse_resolution(dossier, GROUND)
    expect(portal.receiver.read(dossier).status, "handling-refusal-status").equals("9")


@verifies(
    "OSS-36",
    vi="Phiếu từ chối ban hành sau ngày hẹn trả bị tính là quá hạn; ban hành trong hạn thì không",
    of=("dossier.refuse-resolution",),
    needs_clock=True,
)
def test_refusal_after_the_due_date_counts_as_overdue(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """A refusal issued after the appointed date counts as overdue; one in time does not."""
    procedure = roomy(data)
    now = turn_clock(portal, moment("2026-11-09"))
    in_time, late = journey.assigned(procedure), journey.assigned(procedure)
    seen = portal.receiver.read(late)
    received = followed(seen.received_at, now)
    portal.handler.refuse_resolution(in_time, GROUND)
    after = law.calendar.next_working_day(due_of(seen).date())
    turn_clock(portal, at(after, now.time()))
    portal.handler.refuse_resolution(late, GROUND)
    period = (received.date(), after)
    behind = portal.leader.codes_behind("late", *period, procedure_code=procedure.code)
    expect(behind, "handling-late-refusal-counted").contains(late.code)
    expect(behind, "handling-timely-refusal-counted").lacks(in_time.code)
    done = portal.leader.codes_behind("processed", *period, procedure_code=procedure.code)
    expect(done, "handling-timely-refusal-counted").contains(in_time.code)
