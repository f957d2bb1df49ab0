"""Rules about figures: statistics, ratings, fees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reference_impl.domain.fees import Charge, charges
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import ONLINE, Procedure
from reference_impl.domain.statuses import Status
from reference_impl.policies.time_rules import Verdict

LEVELS: dict[str, tuple[str, str]] = {
    "very-satisfied": ("Rất hài lòng", "Very satisfied"),
    "satisfied": ("Hài lòng", "Satisfied"),
    "dissatisfied": ("Chưa hài lòng", "Not satisfied"),
}

CONTENTS: dict[str, tuple[str, str]] = {
    "a": ("Thời gian giải quyết thủ tục hành chính", "Handling time"),
    "b": ("Số cơ quan, đơn vị phải liên hệ", "Agencies to contact"),
    "c": ("Số lần liên hệ để hoàn thiện hồ sơ", "Contacts to complete the dossier"),
    "d": ("Tính chính xác, đầy đủ của thông tin", "Accuracy of information"),
    "đ": ("Thái độ của cán bộ, công chức", "Attitude of officers"),
    "e": ("Tính hợp pháp và chi phí", "Legality and cost"),
    "g": ("Trách nhiệm giải trình", "Accountability"),
    "h": ("Tiếp cận và thực hiện dịch vụ trực tuyến", "Online service"),
    "i": ("Nội dung khác", "Other"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """What statistics need to know of a dossier."""

    code: str
    procedure_code: str
    agency_id: str
    channel: int
    status: Status
    received: datetime
    ended: datetime | None
    """When handling ended (result, withdrawal or stop), if it has."""
    due: datetime | None
    by_minute: bool


class StatisticsCalculator:
    """Sorts cases into figures. Each figure is a list of dossier codes, so that it reconciles."""

    ended_states = frozenset({Status.DONE, Status.RETURNED, Status.WITHDRAWN, Status.STOPPED})

    def counts(self, case: Case) -> bool:
        """Say whether the case counts at all: received, that is not in state 1 or 3 or a draft."""
        return case.status not in {Status.DRAFT, Status.REGISTERED, Status.NOT_ACCEPTED}

    def carried_over(self, case: Case, start: date) -> bool:
        """Say whether it was received before the period and still open when it began."""
        before = in_vietnam(case.received).date() < start
        return before and (case.ended is None or in_vietnam(case.ended).date() >= start)

    def received_in(self, case: Case, start: date, end: date) -> bool:
        """Say whether it was received in the period."""
        return start <= in_vietnam(case.received).date() <= end

    def processed_by(self, case: Case, end: date) -> bool:
        """Say whether handling had ended by the end of the period."""
        return case.ended is not None and in_vietnam(case.ended).date() <= end

    def lateness(self, case: Case, verdict: Callable[[Case], Verdict]) -> Verdict:
        """Return early, on-time or late for a case that has ended."""
        if case.status is Status.WITHDRAWN:
            return "on-time"
        return verdict(case)

    def report(
        self,
        cases: Iterable[Case],
        start: date,
        end: date,
        verdict: Callable[[Case], Verdict],
        overdue: Callable[[Case], bool],
    ) -> dict[str, list[str]]:
        """Return the dossier codes behind each figure of the period [start, end]."""
        names = (
            "total", "receivedPrevious", "receivedInPeriod", "receivedOnline", "receivedDirect",
            "receivedPost", "processed", "processedEarly", "processedOnTime", "processedLate",
            "pending", "pendingInDue", "pendingOverdue",
        )  # fmt: skip
        found: dict[str, list[str]] = {name: [] for name in names}
        for case in cases:
            if not self.counts(case):
                continue
            if self.carried_over(case, start):
                found["receivedPrevious"].append(case.code)
            elif self.received_in(case, start, end):
                found["receivedInPeriod"].append(case.code)
                found[
                    ("receivedDirect", "receivedOnline", "receivedPost")[case.channel - 1]
                ].append(case.code)
            else:
                continue
            found["total"].append(case.code)
            if self.processed_by(case, end):
                found["processed"].append(case.code)
                late = self.lateness(case, verdict)
                key = {"early": "Early", "on-time": "OnTime", "late": "Late"}[late]
                found[f"processed{key}"].append(case.code)
            else:
                found["pending"].append(case.code)
                found["pendingOverdue" if overdue(case) else "pendingInDue"].append(case.code)
        return found

    def year_to_date(
        self, cases: Iterable[Case], today: date, verdict: Callable[[Case], Verdict]
    ) -> dict[str, list[str]]:
        """Return the codes behind the year's figures of a service (TT 32/2017 Điều 11.3)."""
        start = date(today.year, 1, 1)
        found: dict[str, list[str]] = {
            "receivedOnline": [],
            "solvedOnline": [],
            "solvedOnTime": [],
            "solved": [],
            "receivedAllChannels": [],
        }
        for case in cases:
            if not self.counts(case):
                continue
            if self.received_in(case, start, today):
                found["receivedAllChannels"].append(case.code)
                if case.channel == ONLINE:
                    found["receivedOnline"].append(case.code)
            solved = case.status in {Status.DONE, Status.RETURNED} and case.ended is not None
            if solved and case.ended is not None and in_vietnam(case.ended).date() >= start:
                found["solved"].append(case.code)
                if case.channel == ONLINE:
                    found["solvedOnline"].append(case.code)
                if self.lateness(case, verdict) != "late":
                    found["solvedOnTime"].append(case.code)
        return found


def percent(part: int, whole: int) -> float | None:
    """Return ``part`` of ``whole`` in percent, to one decimal; ``None`` of nothing."""
    return None if whole == 0 else round(100 * part / whole, 1)


class RatingPolicy:
    """Three levels, nine contents, once per dossier (TT 32/2017 Điều 12; NĐ 61/2018 Điều 31)."""

    levels: Mapping[str, tuple[str, str]] = LEVELS
    contents: Mapping[str, tuple[str, str]] = CONTENTS

    def check_values(self, level: str, contents: Mapping[str, str]) -> None:
        """Refuse unknown levels and contents."""
        problems = []
        if level not in self.levels:
            problems.append(FieldProblem("level", "unknown", "Không có mức này", "Unknown level"))
        for key, value in contents.items():
            if key not in self.contents or value not in self.levels:
                problems.append(
                    FieldProblem(f"contents.{key}", "unknown", "Không hợp lệ", "Unknown")
                )
        if problems:
            raise ProblemError("invalid-request", fields=tuple(problems))

    def check_state(self, status: Status) -> None:
        """Refuse before the agency has finished; the result need not have been collected."""
        if status not in {Status.DONE, Status.RETURNED, Status.NOT_ACCEPTED, Status.STOPPED}:
            raise ProblemError("not-finished", status=int(status))

    def check_repetition(self, earlier: int) -> None:
        """Refuse a second rating."""
        if earlier:
            raise ProblemError("already-rated")

    def key(self, dossier_id: str, earlier: int) -> str:
        """Return the identifier of a rating: one for each dossier, so that two at once are one."""
        del earlier
        return dossier_id

    def tally(self, levels: Collection[str]) -> dict[str, tuple[int, float | None]]:
        """Return number and percentage of each level."""
        counted = Counter(levels)
        return {k: (counted[k], percent(counted[k], len(levels))) for k in self.levels}

    def published_comment(self, comment: str | None, rater: str) -> str | None:
        """Return the comment as published: raters stay confidential (NĐ 61/2018 Điều 27.3)."""
        del comment, rater
        return None


class FeePolicy:
    """What may be charged (NĐ 61/2018 Điều 4.5, 22)."""

    def charges(
        self, procedure: Procedure, channel: int, day: date, pages: int, copies: int
    ) -> tuple[Charge, ...]:
        """Return the published fees of a dossier."""
        return charges(procedure, channel, day, pages, copies)

    def check_demand(self, procedure: Procedure, found: Sequence[Charge]) -> None:
        """Refuse to demand payment where nothing is due (PRI-01)."""
        if procedure.fee_free() or not found:
            raise ProblemError("free-of-charge")

    def demanded(self, found: tuple[Charge, ...], amount: int | None) -> tuple[Charge, ...]:
        """Return what is demanded: the published fees; refuse an ``amount`` that differs."""
        if amount is not None and amount != sum(charge.amount for charge in found):
            raise ProblemError("amount-not-published")
        return found

    def settle(self, amount: int) -> int:
        """Return what is taken for a fee of ``amount``."""
        return amount
