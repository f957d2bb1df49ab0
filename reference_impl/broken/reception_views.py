"""Vices of showing: what the desk did is right, what the portal says of it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reference_impl.broken.registry import Vice
from reference_impl.domain.procedure import DIRECT, POST
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import Value
from reference_impl.policies.presenting import Presentation
from reference_impl.seams import Seams

Change = Callable[[Any], Mapping[str, Any]]


class Alters(Presentation):
    """Shows one kind of view altered."""

    def __init__(self, change: Change, *kinds: str) -> None:
        self._kinds, self._change = kinds, change

    def view(self, kind: str, view: Value) -> Value:
        """Return ``view`` with the fields that the vice changes."""
        if kind not in self._kinds:
            return view
        return view.model_copy(update=dict(self._change(view)))


def shows(change: Change, *kinds: str) -> Callable[[Seams], Seams]:
    """Return the change that shows ``kinds`` of views altered."""
    return lambda lawful: replace(lawful, presentation=Alters(change, *kinds))


def _post_as_direct(view: Any) -> Mapping[str, Any]:
    return {"channel": DIRECT} if view.channel == POST else {}


def _desk_forgotten(view: Any) -> Mapping[str, Any]:
    return {"support_desk": view.receiving_agency}


def _without_last_file(view: Any) -> Mapping[str, Any]:
    return {"attachments": view.attachments[:-1]}


def _without_form(view: Any) -> Mapping[str, Any]:
    return {"form": dict.fromkeys(view.form)}


def _no_moment(view: Any) -> Mapping[str, Any]:
    return {"acknowledged_at": None} if view.acknowledged_at else {}


def _old_date_gone(view: Any) -> Mapping[str, Any]:
    return {"original_due_at": view.due_at}


def _lines(change: Callable[[Any], bool]) -> Change:
    return lambda book: {"entries": tuple(x for x in book.entries if change(x))}


def _never_returned(book: Any) -> Mapping[str, Any]:
    return {"entries": tuple(x.model_copy(update={"returned_at": None}) for x in book.entries)}


def _lines_twice(book: Any) -> Mapping[str, Any]:
    return {"entries": (*book.entries, *book.entries[-1:])}


def _steps(**fields: Any) -> Change:
    return lambda slip: {"steps": tuple(x.model_copy(update=fields) for x in slip.steps)}


def _first_steps(slip: Any) -> Mapping[str, Any]:
    return {"steps": slip.steps[:-1]}


def _hand_over(**fields: Any) -> Change:
    return lambda view: {"hand_over": view.hand_over | fields} if view.hand_over else {}


def _closed_are_late(view: Any) -> Mapping[str, Any]:
    closed = {int(Status.WITHDRAWN), int(Status.STOPPED)}
    return {"overdue": True} if view.status.code in closed else {}


def _small_letters(view: Any) -> Mapping[str, Any]:
    items = (x.model_copy(update={"id": x.id.lower()}) for x in view.items)
    return {"items": tuple(items)}


def _receipt_for_all(view: Any) -> Mapping[str, Any]:
    made = tuple(x.model_copy(update={"kind": "receipt"}) for x in view.items[:1])
    return {"items": (*view.items, *made)}


_BOOK = "TT 01/2018/TT-VPCP Điều 9"
_SLIP = "TT 01/2018/TT-VPCP Điều 9, Phiếu kiểm soát"
_RETURN = "NĐ 61/2018/NĐ-CP Điều 20"

VICES = (
    Vice(
        "post-shown-as-direct",
        "shows dossiers that came by post as brought in person",
        "TT 11/2025/TT-BKHCN",
        shows(_post_as_direct, "DossierView"),
    ),
    Vice(
        "forgets-the-desk",
        "does not keep the place of reception apart",
        "NĐ 118/2025/NĐ-CP",
        shows(_desk_forgotten, "DossierView"),
    ),
    Vice(
        "loses-a-file",
        "loses the last file of a dossier",
        "TT 32/2017/TT-BTTTT Điều 5.3.b",
        shows(_without_last_file, "DossierView"),
    ),
    Vice(
        "loses-the-form",
        "does not keep what was filled in",
        "TT 32/2017/TT-BTTTT Điều 5.3.b",
        shows(_without_form, "DossierView"),
    ),
    Vice(
        "acknowledges-without-time",
        "acknowledges without the official time",
        "NĐ 45/2020/NĐ-CP Điều 11.1",
        shows(_no_moment, "DossierView"),
    ),
    Vice(
        "forgets-the-old-date",
        "keeps only the new date",
        "NĐ 61/2018/NĐ-CP Điều 19.9",
        shows(_old_date_gone, "DossierView"),
    ),
    Vice(
        "book-without-post",
        "keeps no line for dossiers returned by post",
        _BOOK,
        shows(_lines(lambda x: x.return_channel != POST), "Register"),
    ),
    Vice(
        "book-without-returns",
        "never writes the date of return into the tracking book",
        _BOOK,
        shows(_never_returned, "Register"),
    ),
    Vice("book-repeats-a-line", "writes a line twice", _BOOK, shows(_lines_twice, "Register")),
    Vice(
        "control-slip-always-on-time",
        "calls every step on time",
        _SLIP,
        shows(_steps(result="Đúng hạn"), "ControlSlip"),
    ),
    Vice(
        "control-slip-without-takers",
        "does not say who takes over",
        _SLIP,
        shows(_steps(taker=""), "ControlSlip"),
    ),
    Vice(
        "control-slip-loses-a-step",
        "leaves the last hand-over off the slip",
        _SLIP,
        shows(_first_steps, "ControlSlip"),
    ),
    Vice(
        "forgets-who-collected",
        "does not record to whom a result was handed over",
        _RETURN,
        shows(_hand_over(recipient=None), "DossierView"),
    ),
    Vice(
        "originals-always-returned",
        "records that originals were returned whatever happened",
        f"{_RETURN}.2",
        shows(_hand_over(originalsReturned=True), "DossierView"),
    ),
    Vice(
        "closed-dossiers-overdue",
        "calls withdrawn and stopped dossiers overdue",
        "TT 11/2025/TT-BKHCN",
        shows(_closed_are_late, "DossierView"),
    ),
    Vice(
        "agency-codes-in-small-letters",
        "writes identifiers of agencies in small letters",
        "QĐ 20/2020/QĐ-TTg",
        shows(_small_letters, "AgencyList"),
    ),
    Vice(
        "receipt-for-everything",
        "shows a receipt for refused dossiers too",
        "NĐ 61/2018/NĐ-CP Điều 17.1",
        shows(_receipt_for_all, "PaperList"),
    ),
)
