"""Rules about time: due dates, transfer, supplement, extension, timeliness."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Literal

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import ONLINE, Procedure
from reference_impl.domain.working_time import WorkingTime
from reference_impl.store.dossiers import DossierRow

Stage = Literal["reception", "appraisal"]
Verdict = Literal["early", "on-time", "late"]
FIFTEEN = time(15, 0)


class DueRule:
    """When a dossier is due (DUE-01 to DUE-13; TRF-04 for procedures that say so)."""

    def due_at(
        self, procedure: Procedure, start: datetime, channel: int, work: WorkingTime
    ) -> datetime | None:
        """Return when a dossier complete at ``start`` is due; ``None`` without a limit."""
        limit = procedure.time_limit
        if limit is None:
            return None
        due = work.due(start, limit.amount, limit.unit)
        if procedure.next_day_after_fifteen and self.is_late_in_the_day(start, channel):
            next_day = work.next_working_day(in_vietnam(start).date())
            due = max(due, work.closing_of(next_day))
        return due

    def is_late_in_the_day(self, start: datetime, channel: int) -> bool:  # noqa: ARG002
        """Say whether ``start`` is after 15:00 sharp."""
        return in_vietnam(start).time() > FIFTEEN

    def promised(self, due: datetime | None) -> datetime | None:
        """Return the date that the receipt promises: the due date itself."""
        return due


class TransferRule:
    """When a dossier must have left the desk (NĐ 61/2018 Điều 18.2-3; 18.1 for online ones)."""

    def due_at(self, received: datetime, channel: int, work: WorkingTime) -> datetime:
        """Return the latest moment of transfer."""
        received = in_vietnam(received)
        day = received.date()
        if channel == ONLINE:
            return received
        if work.is_working_day(day) and received.time() <= FIFTEEN:
            return work.closing_of(day)
        return work.opening_of(work.next_working_day(day))


class SupplementRule:
    """When, how often and for what an applicant may be asked to complete a dossier."""

    def of(self, row: DossierRow) -> SupplementRule:
        """Return the rule for one dossier: the same for all, whatever happened to it."""
        del row
        return self

    def check_repetition(self, stage: Stage, earlier: Sequence[str]) -> None:
        """Refuse a second request at the same ``stage``; ``earlier`` lists the stages so far."""
        if stage in earlier:
            raise ProblemError("supplement-already-requested")

    def check_notice_time(
        self,
        procedure: Procedure,
        stage: Stage,
        limit_from: datetime | None,
        now: datetime,
        work: WorkingTime,
    ) -> None:
        """Refuse an appraisal-stage notice later than 3 working days (NĐ 61/2018 Điều 19.4)."""
        if stage == "reception" or limit_from is None:
            return
        days = procedure.supplement_notice_days or 3
        last = work.add_working_days(in_vietnam(limit_from).date(), days)
        if in_vietnam(now).date() > last:
            raise ProblemError("supplement-too-late", f"{last:%d/%m/%Y}")

    def check_items(self, procedure: Procedure, items: Sequence[str], basis: str | None) -> None:
        """Refuse papers outside the published list unless a legal ``basis`` is given (PRI-03)."""
        known = {c.code for c in procedure.components} | {f.key for f in procedure.e_form.fields}
        strange = [item for item in items if item not in known]
        if strange and not basis:
            raise ProblemError(
                "item-not-published",
                fields=tuple(
                    FieldProblem(
                        item,
                        "item-not-published",
                        "Không có trong thành phần hồ sơ",
                        "Not a component",
                    )
                    for item in strange
                ),
            )

    def check_words(self, reason: str, guidance: str, items: Sequence[str]) -> None:
        """Refuse a request without reason, guidance or items (REC-03, REC-04)."""
        problems = []
        for key, value in (("reason", reason.strip()), ("guidance", guidance.strip())):
            if not value:
                problems.append(FieldProblem(key, "missing", "Bắt buộc", "Required"))
        if not items:
            problems.append(FieldProblem("items", "missing", "Bắt buộc", "Required"))
        if problems:
            raise ProblemError("reason-required", fields=tuple(problems))

    def new_start(
        self, answered: datetime, old_start: datetime | None, asked: datetime
    ) -> datetime:
        """Return from when the limit runs after completion: from zero (SUP-03)."""
        del old_start, asked
        return answered


class ExtensionRule:
    """Apology and a new date: once, a day before, later than the old one (NĐ 61 Điều 19.9)."""

    def of(self, row: DossierRow) -> ExtensionRule:
        """Return the rule for one dossier: the same for all, whatever happened to it."""
        del row
        return self

    def check_repetition(self, earlier: int) -> None:
        """Refuse a second new date."""
        if earlier >= 1:
            raise ProblemError("already-extended")

    def check_moment(self, now: datetime, due: datetime) -> None:
        """Refuse an apology later than one day before the due date."""
        if in_vietnam(now).date() > in_vietnam(due).date() - timedelta(days=1):
            raise ProblemError("extension-too-late")

    def check_new_date(self, due: datetime, new_due: datetime) -> None:
        """Refuse a new date that is not later."""
        if new_due <= due:
            raise ProblemError("date-not-later")

    def check_reason(self, reason: str) -> None:
        """Refuse an apology without a reason."""
        if not reason.strip():
            raise ProblemError("reason-required")

    def settle(self, new_due: datetime, due: datetime, work: WorkingTime) -> datetime:  # noqa: ARG002
        """Return the new due date as kept: on a working day, within office hours."""
        day = work.on_or_after(in_vietnam(new_due).date())
        return min(max(in_vietnam(new_due), work.opening_of(day)), work.closing_of(day))


class Timeliness:
    """Early, on time, late; near due; overdue. By the day, except limits in hours."""

    near_due_days = 1

    def verdict(self, ended: datetime, due: datetime | None, *, by_minute: bool) -> Verdict:
        """Judge handling that ended at ``ended``."""
        if due is None:
            return "on-time"
        if by_minute:
            return "late" if ended > due else "on-time"
        end_day, due_day = in_vietnam(ended).date(), in_vietnam(due).date()
        if end_day == due_day:
            return "on-time"
        return "early" if end_day < due_day else "late"

    def is_overdue(self, now: datetime, due: datetime | None, *, by_minute: bool) -> bool:
        """Say whether unfinished handling is past its limit."""
        return due is not None and self.verdict(now, due, by_minute=by_minute) == "late"

    def is_near_due(
        self, now: datetime, due: datetime | None, window_days: int, work: WorkingTime
    ) -> bool:
        """Say whether the due day is today or within ``window_days`` working days, not past."""
        if due is None or in_vietnam(due).date() < in_vietnam(now).date():
            return False
        horizon = work.add_working_days(in_vietnam(now).date(), window_days)
        return in_vietnam(due).date() <= horizon


class RefusalRule:
    """A refusal needs a reason in words (REF-01, REF-02)."""

    def check_reason(self, reason: str) -> None:
        """Refuse an empty reason, or one without a word, such as an error code."""
        words = [w for w in reason.split() if sum(c.isalpha() for c in w) >= 2]
        if len(words) < 2:
            raise ProblemError("reason-required", "Lý do phải được nêu bằng lời")
