"""What is looked at after each move of a walk: views, due dates, history, results."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate.file import TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.handling.given import limit_of, oldest_first
from conformance.checks.kit.expect import expect, fail, words
from conformance.checks.kit.history import lines_beyond, status_steps
from conformance.checks.kit.law import Law
from conformance.checks.kit.sameness import is_same_due
from conformance.checks.life.walking import Lens, Trod
from conformance.instruments.life.moves import Deed
from conformance.words import Text

_RUNNING = frozenset({"2", "4"})
"""Statuses in which a limit runs."""


class OneStatus(Lens):
    """The officer, the applicant and the applicant's history show one status (OSS-06)."""

    def begin(self, portal: OneStop) -> None:
        """Remember whom to ask."""
        self._portal = portal

    def look(self, dossier: OpenDossier, trod: Trod) -> int:
        """Compare the three views."""
        if not trod.life.online:
            return 0
        status = trod.life.status
        seen = self._portal.citizen.read(dossier)
        expect(seen.status, "life-status-for-applicant").equals(status)
        newest = status_steps(self._portal.citizen.history(dossier))[-1:]
        expect([step.to_status for step in newest], "life-status-in-history").equals([status])
        return 1


class History(Lens):
    """Each step adds a line, none is lost, and a refusal is no step (OSS-45)."""

    def begin(self, portal: OneStop) -> None:
        """Begin with nothing recorded."""
        self._portal = portal
        self._kept: tuple[f.HistoryEntry, ...] = ()

    def look(self, dossier: OpenDossier, trod: Trod) -> int:
        """Hold the history against the one before the move."""
        listed = self._portal.receiver.history(dossier)
        lost, added = lines_beyond(listed, self._kept), lines_beyond(self._kept, listed)
        known, self._kept = self._kept, listed
        if lost:
            fail("life-history-kept", len(known), len(known) - len(lost))
        steps = status_steps(added)
        if not trod.reply.accepted:
            moving = [step.to_status for step in steps if step.to_status != step.from_status]
            expect(moving, "life-history-of-refusal").absent()
            return 1
        if not added:
            due = Text(vi="có thêm dòng nhật ký", en="a line added to the history")
            fail("life-history-added", due, Text(vi="không thêm dòng nào", en="no line added"))
        if trod.before.status not in {None, trod.life.status}:
            expect([s.to_status for s in steps[-1:]], "life-history-step").equals(
                [trod.life.status]
            )
        return 1


class DueDates(Lens):
    """A due date moves by an apology (OSS-37) or a completed supplement (OSS-32), or not at all."""

    def __init__(self, criterion: str, law: Law, procedure: TestProcedure) -> None:
        self._criterion, self._law, self._procedure = criterion, law, procedure
        self._due: datetime | None = None

    def begin(self, portal: OneStop) -> None:
        """Begin without a due date."""
        self._portal, self._due = portal, None

    def look(self, dossier: OpenDossier, trod: Trod) -> int:
        """Hold the due date against what the move makes of it."""
        assert trod.view is not None
        before, seen = self._due, trod.view.due_at
        running = trod.life.status in _RUNNING
        self._due = seen if running else before
        if not running or seen is None or before is None:
            return 0
        if self._completed(trod):
            return self._restarted(dossier, trod, seen)
        deed, accepted = trod.move.deed, trod.reply.accepted
        if self._criterion != "OSS-37" or trod.before.status not in _RUNNING:
            return 0
        if deed is Deed.EXTEND and accepted:
            assert trod.new_due is not None
            expect(seen, "life-due-after-extension").on_day(trod.new_due.date())
        elif not trod.life.completing and deed is not Deed.ACCEPT:
            tolerances = self._portal.file.tolerances
            if not is_same_due(seen, before, tolerances):
                why = Text(
                    vi="Ngày hẹn trả chỉ đổi khi xin lỗi, hẹn lại hoặc khi nhận đủ hồ sơ bổ sung.",
                    en="A due date changes by an apology, or once a supplement is complete.",
                )
                fail("life-due-unmoved", before.date(), seen.date(), why)
        return 1

    @staticmethod
    def _completed(trod: Trod) -> bool:
        """Whether processing began again with this move after a supplement asked on appraisal."""
        deed, status = trod.move.deed, trod.life.status
        answered = deed is Deed.ANSWER and trod.before.appraised and status == "4"
        again = deed is Deed.FORWARD and trod.before.completing and status == "4"
        return trod.reply.accepted and (answered or again)

    def _restarted(self, dossier: OpenDossier, trod: Trod, seen: datetime) -> int:
        """From zero; where an apology had moved the date, the law does not say which one holds."""
        if self._criterion != "OSS-32" or trod.life.extended:
            return 0
        start = "4" if trod.move.deed is Deed.ANSWER else "2"
        steps = oldest_first(self._portal.receiver.history(dossier))
        taken = [step.at for step in steps if step.to_status == start != step.from_status]
        if not taken or taken[-1] is None:
            return 0
        lawful = self._law.due_after_completion(taken[-1], limit_of(self._procedure))
        self._law.expect_due(seen, lawful, "life-due-restarted")
        return 1


class SignedResult(Lens):
    """Once approved, a result stays as it is (OSS-38)."""

    def begin(self, portal: OneStop) -> None:
        """Begin without a result."""
        self._portal = portal
        self._signed: list[dict[str, Any]] | None = None

    def look(self, dossier: OpenDossier, trod: Trod) -> int:
        """Compare the results with those of the moment of approval."""
        if trod.life.status not in {"9", "10"}:
            return 0
        shown = [result.shown() for result in self._portal.handler.results(dossier)]
        if self._signed is None:
            self._signed = shown
            return 0
        if trod.life.status == "9" and shown != self._signed:
            unchanged = Text(vi="kết quả đã ký giữ nguyên", en="the signed result unaltered")
            fail("life-result-unaltered", unchanged, words(Text(vi="đã thay đổi", en="altered")))
        return 1
