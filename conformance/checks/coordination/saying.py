"""What a notice must say at least (NĐ 224/2026 Điều 15.1.g), in fields or in its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from conformance.candidate import facts as f
from conformance.candidate.file import Tolerances
from conformance.candidate.people import OneStop
from conformance.checks.kit.expect import Violation, words
from conformance.checks.kit.sameness import holds_text, is_same_due, is_same_moment
from conformance.instruments.vietnam_time import local
from conformance.words import Text

AGENCIES = "coordination-notice-agencies"
PERSONS = "coordination-notice-persons"
RECEPTION = "coordination-notice-reception-time"
PROCESSING = "coordination-notice-processing-time"
RETURN = "coordination-notice-return-time"


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that a notice must say: what is due, and in which field it may stand."""

    aspect: str
    due: str | datetime
    field: str


def pieces(portal: OneStop, seen: f.Dossier) -> list[Piece]:
    """Return what is known of a dossier in an officer's view and is to stand in each notice."""
    names = {agency.code: agency.name for agency in portal.anyone.agencies()}
    done, back = seen.status in {"9", "10"}, seen.status == "10"
    begun = seen.status not in {"1", "2", "3"}
    returns = seen.returned_at if back else seen.due_at
    known = [
        (AGENCIES, names.get(seen.receiving_agency), "receiving_agency"),
        (AGENCIES, names.get(seen.deciding_agency) if begun else None, "deciding_agency"),
        (PERSONS, seen.receiver, "receiver"),
        (PERSONS, seen.assignee if begun else None, "handler"),
        (RECEPTION, seen.received_at, "received_at"),
        (PROCESSING, seen.processed_at if done else None, "processed_at"),
        (RETURN, returns, "returned_at" if back else "due_at"),
    ]
    return [Piece(aspect, due, field) for aspect, due, field in known if due]


def lacking(notice: f.Notice, due: Sequence[Piece], tolerances: Tolerances) -> list[Violation]:
    """Return what a notice does not say, neither in a field of its own nor in its text."""
    found = []
    for piece in due:
        shown = getattr(notice, piece.field) if notice.shows(piece.field) else None
        if _agrees(shown, piece, tolerances) or _says(notice.text or "", piece.due):
            continue
        if piece.aspect != PROCESSING or not _says_how_long(notice):
            found.append(Violation(piece.aspect, words(piece.due), words(shown or notice.text)))
    return found


def _says_how_long(notice: f.Notice) -> bool:
    """Tell whether a notice says the time of processing as a length of time."""
    return notice.shows("processing") and bool(notice.processing)


def says_all(notices: Iterable[f.Notice], due: Sequence[Piece], tolerances: Tolerances) -> bool:
    """Tell whether one of the notices says everything."""
    return any(not lacking(notice, due, tolerances) for notice in notices)


def expect_said(notices: Iterable[f.Notice], due: Sequence[Piece], tolerances: Tolerances) -> None:
    """Expect that one of the notices says everything; raises what the best of them lacks."""
    short = [lacking(notice, due, tolerances) for notice in notices]
    if not short:
        some = Text(vi="có thông báo", en="a notice")
        raise Violation("coordination-notice-at-once", some, words(None))
    least = min(short, key=len)
    if least:
        least[0].others = tuple(least[1:])
        raise least[0]


def _agrees(value: str | datetime | None, piece: Piece, tolerances: Tolerances) -> bool:
    if isinstance(value, datetime) and isinstance(piece.due, datetime):
        if piece.field == "due_at":
            return is_same_due(value, piece.due, tolerances)
        return is_same_moment(value, piece.due)
    if isinstance(value, str) and isinstance(piece.due, str):
        return holds_text(value, piece.due) or holds_text(piece.due, value)
    return False


def _says(text: str, due: str | datetime) -> bool:
    """Tell whether a text names an agency or person, or the day of a moment."""
    if isinstance(due, str):
        return holds_text(text, due)
    day = local(due)
    return bool(re.search(rf"(?<!\d)0?{day.day}[/.-]0?{day.month}[/.-]{day.year}(?!\d)", text))
