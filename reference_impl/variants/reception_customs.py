"""Variants of custom at the desk: numbers left out, annexes, notices by channel, warnings."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from reference_impl.domain.problems import FieldProblem
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.values import Value
from reference_impl.policies.dossier_rules import DossierCodes, IntakePolicy
from reference_impl.policies.keeping import ResultVault, UploadPolicy
from reference_impl.policies.presenting import Presentation
from reference_impl.services.views import DossierView
from reference_impl.variants.answers import ApiAnswer, Json, json_answers
from reference_impl.variants.registry import Variant, with_rules


class LeavesNumbersOut(DossierCodes):
    """Uses every second number of a day."""

    def number(self, session: Session, agency_id: str, day: date) -> int:
        """Take two numbers and use the second."""
        super().number(session, agency_id, day)
        return super().number(session, agency_id, day)


class AddsAnAnnex(ResultVault):
    """Gives every result an annex, a document of its own."""

    def further(self, procedure: Procedure) -> tuple[str, ...]:
        """Return what the procedure gives besides, and the annex."""
        return (*super().further(procedure), "Phụ lục kèm theo")


class SignsScans(UploadPolicy):
    """Has the receiving officer sign each scan: the signature stands behind the file sent."""

    def kept_scan(self, content: bytes) -> bytes:
        """Return a PDF with an incremental update; other formats as they are."""
        if not content.startswith(b"%PDF-"):
            return content
        return content + b"6 0 obj\n<< /Type /Sig /Name (Can bo tiep nhan) >>\nendobj\n%%EOF\n"


class BindsImages(UploadPolicy):
    """Stores a picture as a PDF of one page, so that a dossier is one kind of file."""

    def converted(self, name: str, kind: str, content: bytes) -> tuple[str, str, bytes]:
        """Return a picture bound into a PDF; other files as they are."""
        if not kind.startswith("image/"):
            return name, kind, content
        head = b"%%PDF-1.4\n1 0 obj\n<< /Type /XObject /Subtype /Image /Length %d >>\nstream\n"
        bound = head % len(content) + content + b"\nendstream\nendobj\n%%EOF\n"
        return f"{name.rpartition('.')[0]}.pdf", "application/pdf", bound


_LACKING: ContextVar[tuple[str, ...]] = ContextVar("lacking", default=())
"""What the dossier of the request that is served lacks."""


class WarnedDossier(DossierView):
    """A dossier with what the officer should know before going on."""

    warnings: tuple[str, ...]


class LeavesItToTheDesk(IntakePolicy):
    """Says what is missing, and lets the officer accept all the same."""

    def check_components(
        self, procedure: Procedure, attached: Sequence[str], channel: int
    ) -> list[FieldProblem]:
        """Remember what is missing; hinder nothing."""
        found = super().check_components(procedure, attached, channel)
        _LACKING.set(tuple(problem.vi for problem in found))
        return []


class Warns(Presentation):
    """Shows warnings with a dossier."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the dossier with what it lacks."""
        lacking = _LACKING.get()
        _LACKING.set(())
        if not lacking or not isinstance(view, DossierView):
            return super().view(kind, view)
        return WarnedDossier.model_validate(view.model_dump() | {"warnings": lacking})


def _by_channel(answer: ApiAnswer) -> ApiAnswer:
    """Record a notice once for each channel through which it went."""
    if not answer.path.endswith("/notices") or not isinstance(answer.body, dict):
        return answer
    items = [
        {**notice, "channels": [channel]}
        for notice in answer.body.get("items", [])
        for channel in notice["channels"]
    ]
    return replace(answer, body=answer.body | {"items": items})


def _masked(answer: ApiAnswer) -> ApiAnswer:
    """Show of an address its last four characters."""
    if not answer.path.endswith("/notices") or not isinstance(answer.body, dict):
        return answer
    items = [
        {**notice, "channels": [_mask(channel) for channel in notice["channels"]]}
        for notice in answer.body.get("items", [])
    ]
    return replace(answer, body=answer.body | {"items": items})


def _mask(channel: Json) -> Json:
    address = channel.get("address")
    return {**channel, "address": f"***{str(address)[-4:]}"} if address else channel


VARIANTS = (
    Variant(
        "leaves-dossier-numbers-out", "the numbers within the day have gaps",
        rules=with_rules(dossier_codes=LeavesNumbersOut()),
    ),
    Variant(
        "binds-images-into-pdf", "stores pictures as PDF: another format than was sent",
        rules=with_rules(uploads=BindsImages()),
    ),
    Variant(
        "signs-scans", "the receiving officer signs scans: what is stored is not what was sent",
        rules=with_rules(uploads=SignsScans()),
    ),
    Variant(
        "annex-to-every-result", "every result comes with an annex that has its own code",
        rules=with_rules(results=AddsAnAnnex()),
    ),
    Variant(
        "warns-the-desk", "an incomplete dossier is pointed out to the officer, who decides",
        rules=with_rules(intake=LeavesItToTheDesk(), presentation=Warns()),
    ),
    Variant(
        "a-record-for-each-channel", "a notice is recorded once for each channel",
        surrounds=json_answers(_by_channel),
    ),
    Variant(
        "masks-addresses", "addresses of notices are shown masked",
        surrounds=json_answers(_masked),
    ),
)  # fmt: skip
