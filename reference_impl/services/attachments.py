"""Files of a dossier."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from reference_impl.domain.people import APPLICANTS
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.statuses import TERMINAL, Status
from reference_impl.domain.text import nfc
from reference_impl.services.context import Context, new_id
from reference_impl.services.records import find, open_for, procedure_of
from reference_impl.services.showing import attachment
from reference_impl.services.views import AttachmentView
from reference_impl.store.dossiers import DossierRow
from reference_impl.store.tables import AttachmentRow

COPY_TYPES = ("original", "certified-copy", "photocopy", "electronic")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in."""

    file_name: str
    media_type: str | None
    content: bytes
    component_code: str | None = None
    copy_type: str | None = None
    digitised: bool = False
    reused: bool = False
    original_kept: bool = False


def _check_moment(ctx: Context, row: DossierRow) -> None:
    status = Status(row.status)
    by_applicant = ctx.actor.has(*APPLICANTS)
    allowed = {Status.DRAFT, Status.SUPPLEMENT} if by_applicant else set(Status) - TERMINAL
    if status not in allowed:
        raise ProblemError("dossier-not-editable", status=row.status)


def _check_component(ctx: Context, row: DossierRow, code: str | None) -> None:
    known = {c.code for c in procedure_of(ctx, row).components}
    if code is not None and code not in known:
        raise ProblemError(
            "invalid-request",
            fields=(
                FieldProblem(
                    "componentCode", "unknown", "Không có thành phần này", "Unknown component"
                ),
            ),
        )


def _check_copy_type(copy_type: str | None) -> None:
    if copy_type is not None and copy_type not in COPY_TYPES:
        raise ProblemError(
            "invalid-request",
            ", ".join(COPY_TYPES),
            fields=(FieldProblem("copyType", "unknown", "Không có loại bản này", "Unknown"),),
        )


def attach(ctx: Context, dossier_id: str, upload: Upload) -> AttachmentView:
    """Attach a file; its type is told from its content."""
    row = find(ctx, dossier_id, lock=True)
    if not ctx.actor.has(*APPLICANTS):
        row = open_for(ctx, dossier_id, "track")
    _check_moment(ctx, row)
    _check_component(ctx, row, upload.component_code)
    _check_copy_type(upload.copy_type)
    rule = procedure_of(ctx, row).upload
    kind = ctx.seams.uploads.check(rule, upload.media_type, upload.content)
    by_officer = not ctx.actor.has(*APPLICANTS)
    is_scan = by_officer and upload.digitised
    content = ctx.seams.uploads.kept_scan(upload.content) if is_scan else upload.content
    name = nfc(upload.file_name.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "tep"
    name, kind, content = ctx.seams.uploads.converted(name, kind, content)
    file = AttachmentRow(
        id=new_id(),
        dossier_id=row.id,
        component_code=upload.component_code,
        file_name=name,
        media_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=ctx.seams.uploads.kept(content),
        uploaded_by=str(ctx.actor.user_id),
        uploaded_at=ctx.now,
        digitised=is_scan,
        reused=upload.reused,
        copy_type=upload.copy_type,
        original_kept=by_officer and upload.original_kept,
    )
    ctx.session.add(file)
    ctx.seams.audit.record(
        ctx.session, ctx.actor, ctx.now, "attachment.add", ("dossier", row.id), {"file": file.id}
    )
    ctx.session.flush()
    return attachment(ctx, file)


def _one(ctx: Context, row: DossierRow, attachment_id: str) -> AttachmentRow:
    file = ctx.session.scalars(
        select(AttachmentRow)
        .where(AttachmentRow.id == attachment_id)
        .options(undefer(AttachmentRow.content))
    ).one_or_none()
    if file is None or not ctx.seams.uploads.belongs(file.dossier_id, row.id):
        raise ProblemError("not-found")
    return file


def fetch(ctx: Context, dossier_id: str, attachment_id: str) -> tuple[AttachmentView, bytes]:
    """Return a file with its content."""
    row = find(ctx, dossier_id)
    file = _one(ctx, row, attachment_id)
    if not ctx.seams.uploads.opens(Status(row.status), digitised=file.digitised):
        raise ProblemError("not-found")
    view = attachment(ctx, file)
    sent_as = ctx.seams.uploads.sent_as(view.media_type)
    return view.model_copy(update={"media_type": sent_as}), file.content


def remove(ctx: Context, dossier_id: str, attachment_id: str) -> None:
    """Remove a file from a draft; what was sent stays."""
    row = find(ctx, dossier_id, lock=True)
    file = _one(ctx, row, attachment_id)
    if Status(row.status) is not Status.DRAFT:
        raise ProblemError("dossier-not-editable", status=row.status)
    ctx.session.execute(delete(AttachmentRow).where(AttachmentRow.id == file.id))


def keep_originals(ctx: Context, row: DossierRow, codes: Sequence[str]) -> None:
    """Note that the originals of some components stay at the desk (NĐ 61/2018 Điều 20.2)."""
    for code in codes:
        _check_component(ctx, row, code)
    for file in ctx.session.scalars(
        select(AttachmentRow).where(
            AttachmentRow.dossier_id == row.id, AttachmentRow.component_code.in_(codes)
        )
    ):
        file.original_kept = True


def mark(
    ctx: Context,
    dossier_id: str,
    attachment_id: str,
    *,
    digitised: bool | None,
    copy_type: str | None,
    original_kept: bool | None,
) -> AttachmentView:
    """Set the digitisation flags of a file (TT 01/2023/TT-VPCP)."""
    row = open_for(ctx, dossier_id, "receive")
    file = _one(ctx, row, attachment_id)
    _check_copy_type(copy_type)
    if digitised is not None:
        file.digitised = digitised
    if copy_type is not None:
        file.copy_type = copy_type
    if original_kept is not None:
        file.original_kept = original_kept
    ctx.session.flush()
    return attachment(ctx, file)
