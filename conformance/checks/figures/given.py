"""What the checks of evaluation share: quarters of their own, and dossiers of a known course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.handling.given import (
    answer_papers,
    ask_again,
    due_of,
    followed,
    moment,
    resumed,
    roomy,
    turn_clock,
)
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.portal.figures import compile_figures
from conformance.instruments.vietnam_time import at, local


@dataclass(frozen=True, slots=True)
class Course:
    """How a dossier goes: when it is settled, and whether a supplement is asked for."""

    when: str
    """``early``: on the day it came; ``due-day``: on its due day; ``late``: a working day after."""
    asked: bool = False


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the quarter: evaluations are summed up by quarters."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def this_quarter(portal: OneStop) -> tuple[date, date]:
    """Return the present quarter, by the last request of the check."""
    return quarter_of(local(portal.asked_at()).date())


def two_services(data: TestBench) -> tuple[TestProcedure, TestProcedure]:
    """Return two procedures that one can go through online; raise ``NoTestData``."""
    one = roomy(data)
    for other in data.procedures("online", "free", "working-days"):
        if other.code != one.code:
            return one, other
    raise NoTestData("test_data.procedures: online, free, working-days (2)")


@dataclass
class Worked:
    """Dossiers that came on one day, by their course, and the quarter in which all ended."""

    portal: OneStop
    law: Law
    data: TestBench
    journey: Journey

    @property
    def procedure(self) -> TestProcedure:
        """Return the procedure that the dossiers are of; raise ``NoTestData``."""
        return roomy(self.data)

    def settle(self, day: str, courses: tuple[Course, ...]) -> tuple[OpenDossier, ...]:
        """Settle and hand over a dossier for each course; return them in the order of courses.

        All come on ``day``; each is proposed, approved and handed over at one moment, so it does
        not matter which of the three a candidate counts. Figures are compiled at the end.
        """
        procedure = self.procedure
        now = turn_clock(self.portal, moment(day))
        dossiers = tuple(self._opened(procedure, course) for course in courses)
        for dossier, course in zip(dossiers, courses, strict=True):
            seen = self.portal.leader.read(dossier)
            followed(seen.received_at, now)
            turn_clock(self.portal, self._moment(course, due_of(seen), now))
            text = f"Kết quả thử nghiệm {self.data.word()}"
            self.portal.handler.propose(dossier, "Đủ điều kiện giải quyết", text)
            self.portal.leader.approve(dossier)
            self.journey.hand_over(dossier)
        compile_figures(self.portal)
        return dossiers

    def _opened(self, procedure: TestProcedure, course: Course) -> OpenDossier:
        dossier = self.journey.assigned(procedure)
        if course.asked:
            ask_again(self.portal, dossier, procedure)
            self.portal.citizen.supplement(
                dossier, "Đã nộp lại", answer_papers(self.data, procedure)
            )
            resumed(self.portal, dossier, procedure)
            self.portal.leader.attempt(
                "dossier.assign", dossier=dossier, assignee=self.data.officer("handler"), note=""
            )
        return dossier

    def _moment(self, course: Course, due: datetime, now: datetime) -> datetime:
        if course.when == "early":
            return now
        if course.when == "due-day":
            return at(due.date(), now.time())
        return at(self.law.calendar.next_working_day(due.date()), now.time())
