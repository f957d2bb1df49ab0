"""Facts of work between people and agencies: opinions, verifications, shared work, transfers.

They are made and read like all other facts (``facts.py``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from conformance.candidate.facts import Fact


@dataclass(frozen=True, slots=True, repr=False)
class Opinion(Fact):
    """A request for the opinion of another agency, and what came of it (NĐ 61/2018 Điều 19.5)."""

    KIND: ClassVar[str] = "opinion"
    id: str | None
    agency: str | None
    """The agency that is asked, by its code."""
    subject: str | None
    reply_by: datetime | None
    asked_at: datetime | None
    answered_at: datetime | None
    answer: str | None
    agrees: bool | None
    """What the candidate takes the opinion for; nothing while there is none."""
    overdue: bool | None


@dataclass(frozen=True, slots=True, repr=False)
class Verification(Fact):
    """A verification (thẩm tra, xác minh) as it is kept (NĐ 61/2018 Điều 19.3)."""

    KIND: ClassVar[str] = "verification"
    id: str | None
    at: datetime | None
    by: str | None
    outcome: str | None
    """What was found."""
    attended_at: datetime | None
    """When the applicant attended, where that was needed; so too the three below."""
    place: str | None
    participants: str | None
    """Who took part, all names in one text."""
    discussed: str | None
    """The content of the meeting."""


@dataclass(frozen=True, slots=True, repr=False)
class Task(Fact):
    """The part of one agency in a procedure of several (NĐ 61/2018 Điều 19.6)."""

    KIND: ClassVar[str] = "task"
    id: str | None
    agency: str | None
    """Whose part it is, by the agency's code."""
    lead: bool | None
    """Whether this agency leads (cơ quan chủ trì)."""
    duty: str | None
    due_at: datetime | None
    limit: str | None
    """The limit in words, where the due date follows only when the agency's turn comes."""
    sent_at: datetime | None
    """When the dossier went to the agency; nothing while its turn has not come."""
    done_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True, repr=False)
class Transfer(Fact):
    """A sending of a dossier from one unit to another."""

    KIND: ClassVar[str] = "transfer"
    giver: str | None
    taker: str | None
    sent_at: datetime | None
    acknowledged_at: datetime | None
    returned_at: datetime | None
    """When it came back from the wrong place, where that is no sending of its own."""
    reason: str | None
