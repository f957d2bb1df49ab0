"""What the checks of handling share: the clock, procedures with room, and histories in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate import figure_facts as g
from conformance.candidate.facts import NotShown
from conformance.candidate.file import Limit, TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.kit import expect, fail
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.law import Law
from conformance.instruments.vietnam_time import at, local
from conformance.words import Text

TODAY = date(2026, 1, 5)
"""Any plain working day, to measure office hours on."""
CLOCK_PLAY = timedelta(minutes=5)
"""How far a candidate's clock may have run on since it was set."""


def moment(day: str, clock: str = "09:00:00") -> datetime:
    """Return the aware moment of an ISO day and clock time in Vietnam."""
    return at(date.fromisoformat(day), time.fromisoformat(clock))


def limit_of(procedure: TestProcedure) -> Limit:
    """Return the declared limit of a procedure; raise ``NoTestData`` when there is none."""
    if procedure.limit is None:
        raise NoTestData(f"test_data.procedures.{procedure.code}.limit")
    return procedure.limit


def roomy(data: TestBench, *traits: str, days: int = 5) -> TestProcedure:
    """Return a procedure with a limit of at least ``days`` working days; raise ``NoTestData``."""
    for procedure in data.procedures("working-days", *(traits or ("online", "free"))):
        if procedure.limit is not None and procedure.limit.amount >= days:
            return procedure
    raise NoTestData(f"test_data.procedures: working-days, limit >= {days}")


def turn_clock(portal: OneStop, now: datetime) -> datetime:
    """Set the candidate's clock and return the moment."""
    portal.admin.set_clock(now)
    return now


def followed(seen: datetime | None, now: datetime) -> datetime:
    """Return a moment that the candidate recorded, when it follows the clock that was set.

    Raises ``NotShown`` for a clock that is not followed: then nothing about time is shown.
    """
    if seen is None or not timedelta(seconds=-1) <= local(seen) - now <= CLOCK_PLAY:
        raise NotShown("clock", "now")
    return local(seen)


def skew(portal: OneStop) -> timedelta:
    """Return by how much the candidate's clock may honestly differ from the evaluator's."""
    return timedelta(seconds=int(portal.file.tolerances.clock_skew_s))


def asked_for(portal: OneStop, operation: str) -> datetime:
    """Return when this check last asked for an operation."""
    return [e.started_at for e in portal.tape.exchanges if e.operation == operation][-1]


def expect_now(portal: OneStop, seen: datetime | None, asked: datetime, aspect: str) -> None:
    """Expect that a recorded moment is that of the request sent at ``asked``."""
    play = skew(portal)
    expect(seen, aspect).between(local(asked) - play, local(asked) + play)


def oldest_first(entries: Sequence[f.HistoryEntry]) -> list[f.HistoryEntry]:
    """Return a history oldest first, in whichever direction the candidate lists it.

    Steps of one moment keep their order; where all are of one moment, the direction is the one
    in which each step begins in the status where the one before it ended.
    """
    moments = [_moment_of(entry) for entry in entries]
    upwards, downwards = list(entries), list(reversed(entries))
    rising, falling = moments == sorted(moments), moments == sorted(moments, reverse=True)
    if rising and falling:
        return max((upwards, downwards), key=_joins)
    if rising or falling:
        return upwards if rising else downwards
    return sorted(entries, key=_moment_of)


def _moment_of(entry: f.HistoryEntry) -> datetime:
    expect(entry.at, "handling-step-moment").present()
    assert entry.at is not None
    return entry.at


def _joins(entries: Sequence[f.HistoryEntry]) -> int:
    return sum(a.to_status == b.from_status for a, b in pairwise(entries))


def expect_time_order(entries: Sequence[f.HistoryEntry]) -> None:
    """Expect that a history is listed in order of time, from either end."""
    moments = [_moment_of(entry) for entry in entries]
    if moments not in (sorted(moments), sorted(moments, reverse=True)):
        due = Text(vi="các bước theo thứ tự thời gian", en="steps in order of time")
        fail("handling-history-order", due, moments)


def step_to(entries: Sequence[f.HistoryEntry], status: str, aspect: str) -> f.HistoryEntry:
    """Return the newest step of an ordered history that brought the dossier into ``status``."""
    found = [e for e in entries if e.to_status == status and e.from_status != status]
    if not found:
        due = Text(vi=f"có bước chuyển sang trạng thái {status}", en=f"a step to status {status}")
        fail(aspect, due, [e.to_status for e in entries])
    return found[-1]


def first_component(procedure: TestProcedure) -> str:
    """Return a required component that can be asked for again; raise ``NoTestData``."""
    if not procedure.components:
        raise NoTestData(f"test_data.procedures.{procedure.code}.components")
    return procedure.components[0]


def answer_papers(data: TestBench, procedure: TestProcedure) -> list[dict[str, Any]]:
    """Return the paper that ``ask_again`` asked for."""
    return [{"component_code": first_component(procedure), "file": data.upload()}]


REASON = "Thành phần hồ sơ chưa thể hiện đủ căn cứ để giải quyết"
GUIDANCE = "Đề nghị nộp lại thành phần đã nêu, bản đầy đủ và rõ chữ"


def ask_again(portal: OneStop, dossier: OpenDossier, procedure: TestProcedure) -> None:
    """Have the handling officer ask for a supplement after appraisal."""
    portal.handler.request_supplement(dossier, [first_component(procedure)], REASON, GUIDANCE)


def ask_at_reception(portal: OneStop, dossier: OpenDossier, procedure: TestProcedure) -> None:
    """Have the desk ask for a supplement."""
    portal.receiver.request_supplement(dossier, [first_component(procedure)], REASON, GUIDANCE)


COMPLETED = ("1", "2", "4")
"""Where the completed dossier may stand: received anew, accepted, or at once in processing again
(process.md 8, transitions from status 5)."""


def resumed(portal: OneStop, dossier: OpenDossier, procedure: TestProcedure) -> datetime:
    """Bring a completed dossier back into processing; return when it was taken for complete.

    The desk does what the status asks for: accepts it again, forwards it again, or nothing.
    """
    status = portal.citizen.read(dossier).status
    expect(status, "handling-supplement-answered").is_in(COMPLETED)
    if status == "1":
        portal.receiver.accept(dossier)
    if status != "4":
        portal.receiver.forward(dossier, procedure.agency)
    expect(portal.citizen.read(dossier).status, "handling-supplement-answered").equals("4")
    history = oldest_first(portal.receiver.history(dossier))
    taken = step_to(history, "4" if status == "4" else "2", "handling-supplement-answered")
    return _moment_of(taken)


def due_of(seen: f.Dossier) -> datetime:
    """Return the due date that a view shows; none is a violation."""
    expect(seen.due_at, "handling-due-date-shown").present()
    assert seen.due_at is not None
    return local(seen.due_at)


def pinned(portal: OneStop, seen: datetime, now: datetime) -> datetime:
    """Return a recorded moment that may be judged to the second.

    A candidate whose clock runs on and that records whole seconds may have counted from a later
    moment than it shows; when it shows exactly the moment that was set, only a clock that stands
    still proves anything (raises ``NotShown`` otherwise).
    """
    if seen == now and portal.admin.clock() != now:
        raise NotShown("clock", "now")
    return seen


def steps_in_working_days(steps: Sequence[f.WorkflowStep], law: Law) -> float:
    """Return how many working days the steps of an electronic process take together.

    Steps are written in working days, or in office hours of which a day has as many as the
    candidate file says. Any other unit cannot be added up (raises ``NotShown``).
    """
    seconds = sum(
        (at(TODAY, p.closes) - at(TODAY, p.opens)).total_seconds() for p in law.office_hours.periods
    )
    total = 0.0
    for step in steps:
        if step.duration_unit not in {"hour", "working-day"} or step.duration is None:
            raise NotShown("workflow-step", "duration_unit")
        hours = step.duration_unit == "hour"
        total += step.duration * 3600 / seconds if hours else step.duration
    return total


def this_month(portal: OneStop) -> tuple[date, date]:
    """Return the first day of the month and today, by the last request of the check."""
    today = local(portal.asked_at()).date()
    return today.replace(day=1), today


SUMS = (
    ("total", ("previous", "received")),
    ("total", ("processed", "pending")),
    ("processed", ("early", "on_time", "late")),
    ("pending", ("pending_in_due", "pending_overdue")),
    ("received", ("received_online", "received_direct", "received_post")),
)


def expect_sums(report: g.Report) -> None:
    """Expect that each whole of a report is the sum of its parts."""
    for whole, parts in SUMS:
        seen = getattr(report, whole)
        values = [getattr(report, part) for part in parts]
        expect(seen, "handling-report-sums").present()
        if any(value is None or value < 0 for value in (seen, *values)):
            expect(None, "handling-report-sums").present()
        why = Text(vi=f"{whole} = {' + '.join(parts)}", en=f"{whole} = {' + '.join(parts)}")
        expect(seen, "handling-report-sums", why=why).equals(sum(values))


def expect_growth(
    before: f.Fact,
    after: f.Fact,
    by: Mapping[Any, int],
    aspect: str = "handling-figure-growth",
) -> None:
    """Expect that each figure (or sum of figures) grew by exactly the number given."""
    for names, due in by.items():
        parts = (names,) if isinstance(names, str) else tuple(names)
        values = [(getattr(before, part), getattr(after, part)) for part in parts]
        for old, new in values:
            expect(old, "handling-figure-shown").satisfies(lambda n: n >= 0, SOME_FIGURE)
            expect(new, "handling-figure-shown").satisfies(lambda n: n >= 0, SOME_FIGURE)
        label = " + ".join(parts)
        why = Text(vi=f"số liệu: {label}", en=f"figure: {label}")
        expect(sum(new - old for old, new in values), aspect, why=why).equals(due)


SOME_FIGURE = Text(vi="một số không âm", en="a figure of zero or more")


def brought(portal: OneStop, data: TestBench, procedure: TestProcedure) -> OpenDossier:
    """Have the desk receive a complete paper dossier from an adult who comes to the counter."""
    person = data.stranger()
    dossier, _ = portal.receiver.receive(
        procedure.code, person.applicant(), "1", data.papers(procedure), procedure.form
    )
    return dossier
