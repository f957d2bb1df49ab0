"""Two officers with one dossier at the same moment: reception still has one outcome (OSS-14)."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier, Portal
from conformance.candidate.reply import Reply
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.reception.reading import forms_of

TRIES = 5
"""Dossiers that are decided twice at once: what meets by chance need not meet each time."""
FORMS = {"2": ["receipt"], "3": ["refusal"]}
"""Status in which reception ends -> its one form."""


@verifies(
    "OSS-14",
    vi="Hai cán bộ cùng xử lý một hồ sơ vào cùng một lúc thì khâu tiếp nhận vẫn chỉ có một kết "
    "quả: một trạng thái, một biểu mẫu, một mã hồ sơ",
    of=("dossier.accept", "dossier.refuse"),
)
@pytest.mark.parametrize(
    "deeds", [("accept", "accept"), ("accept", "refuse")], ids=["both-accept", "accept-and-refuse"]
)
def test_two_officers_at_once_leave_one_outcome(
    portal: OneStop, data: TestBench, journey: Journey, deeds: tuple[str, str]
) -> None:
    """When two officers decide one dossier at once, one outcome is left: state, form and code."""
    procedure = data.procedure("online", "working-days")
    for _ in range(TRIES):
        dossier = journey.submitted(procedure)
        replies = portal.together([partial(_decide, dossier=dossier, deed=d) for d in deeds])
        taken = [reply for reply in replies if reply.accepted]
        expect(taken, "reception-at-once-taken").present()
        for reply in replies:
            if not reply.accepted:
                refused(reply, "reception-at-once-refused")
        seen = portal.receiver.read(dossier)
        expect(seen.status, "reception-at-once-status").is_in(sorted(FORMS))
        forms = forms_of(portal.receiver.sheets(dossier))
        expect(forms, "reception-outcome-form").equals(FORMS[seen.status or ""])
        told = {r.record.code for r in taken if isinstance(r.record, f.Dossier) and r.record.code}
        expect(sorted(told | {seen.code or ""}), "reception-at-once-code").equals([seen.code or ""])


def _decide(side: Portal, dossier: OpenDossier, deed: str) -> Reply:
    assert isinstance(side, OneStop)
    more: dict[str, Any] = {"reason": "Không thuộc đối tượng của thủ tục này"}
    return side.receiver.attempt(
        f"dossier.{deed}", dossier=dossier, **(more if deed == "refuse" else {})
    )
