"""Results: made, signed, announced, fetched, verified, handed over."""

from __future__ import annotations

import html
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import undefer

from reference_impl.domain.people import APPLICANTS
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import Status
from reference_impl.domain.text import nfc
from reference_impl.domain.values import Named, Value
from reference_impl.policies.dossier_rules import HandOver
from reference_impl.services import keys, payments
from reference_impl.services.attachments import Upload
from reference_impl.services.context import Context, new_id
from reference_impl.services.records import (
    find,
    move,
    open_for,
    procedure_of,
    tell_applicant,
)
from reference_impl.services.showing import dossier, named, timeliness
from reference_impl.services.views import DossierView, ResultList, ResultView
from reference_impl.store.dossiers import DossierRow, NoticeRow, ResultRow
from reference_impl.store.tables import AttachmentRow, RatingRow

_PAGE = """<!doctype html>
<html lang="vi"><meta charset="utf-8"><title>{title}</title>
<body style="font-family:'Times New Roman',serif;font-size:14pt">
<p><b>{agency}</b></p><h1>{title}</h1>
<p>Mã số hồ sơ: {code}</p><p>Mã kết quả: {result_code}</p>
<p>Người đề nghị: {applicant}</p><p>{content}</p>
<p>Ký: {signer}, {at}</p></body></html>
"""


class Verification(Value):
    """What anybody may learn of a result document by its code."""

    code: str
    name: str
    signer: Named
    signed_at: datetime | None
    sha256: str
    algorithm: str
    public_key: str
    signature: str | None
    valid: bool


def attach_draft(ctx: Context, dossier_id: str, upload: Upload) -> ResultView:
    """Attach the document that is to become the result; the newest draft counts."""
    row = open_for(ctx, dossier_id, "handle")
    ctx.seams.handling.check_responsible(row.responsible_id, ctx.actor.user_id)
    ctx.seams.lifecycle.of(row).target("attach-result", Status(row.status))
    procedure = procedure_of(ctx, row)
    kind = ctx.seams.uploads.check(procedure.upload, upload.media_type, upload.content)
    for old in ctx.session.scalars(
        select(ResultRow).where(ResultRow.dossier_id == row.id, ResultRow.signed_at.is_(None))
    ):
        ctx.session.delete(old)
    result = ResultRow(
        id=new_id(),
        dossier_id=row.id,
        kind="draft",
        name=procedure.result.name if procedure.result else procedure.name,
        file_name=nfc(upload.file_name.rsplit("/", 1)[-1])[:200],
        media_type=kind,
        content=ctx.seams.results.kept(upload.content),
        sha256=ctx.seams.results.digest(upload.content),
        signer_agency_id=row.deciding_agency_id,
    )
    ctx.session.add(result)
    move(ctx, row, "attach-result", result.file_name)
    ctx.session.flush()
    return show(ctx, row, result)


def _next_code(ctx: Context, row: DossierRow) -> str | None:
    count = ctx.session.scalar(
        select(func.count())
        .select_from(ResultRow)
        .where(ResultRow.dossier_id == row.id, ResultRow.code.is_not(None))
    )
    return ctx.seams.result_codes.issue(row.code or "", count or 0)


def _sign(ctx: Context, result: ResultRow, content: bytes) -> None:
    result.content = ctx.seams.results.kept(content)
    result.sha256 = ctx.seams.results.digest(content)
    result.signature = ctx.seams.results.sign(
        keys.seed(ctx.session, result.signer_agency_id), content
    )
    result.signed_by, result.signed_at = ctx.actor.full_name, ctx.now


def make(ctx: Context, row: DossierRow, content: str) -> ResultRow:
    """Make the result of a dossier: the attached draft, or a page of the portal; signed.

    What the procedure gives besides follows as documents of their own.
    """
    procedure = procedure_of(ctx, row)
    draft = ctx.session.scalars(
        select(ResultRow)
        .where(ResultRow.dossier_id == row.id, ResultRow.signed_at.is_(None))
        .options(undefer(ResultRow.content))
    ).first()
    if draft is not None:
        draft.code, draft.kind = _next_code(ctx, row), "result"
        _sign(ctx, draft, draft.content)
        ctx.session.flush()
    name = procedure.result.name if procedure.result else procedure.name
    made = draft or _write(ctx, row, name, content)
    for further in ctx.seams.results.further(procedure):
        _write(ctx, row, further, content)
    return made


def _write(
    ctx: Context, row: DossierRow, title: str, content: str, kind: str = "result"
) -> ResultRow:
    """Write a document as a page of the portal, and sign it."""
    code = _next_code(ctx, row)
    page = _PAGE.format(
        title=html.escape(title),
        agency=html.escape(ctx.directory.name_of(row.deciding_agency_id)),
        code=row.code,
        result_code=code,
        applicant=html.escape(str(row.applicant.get("fullName", ""))),
        content=html.escape(content),
        signer=html.escape(ctx.actor.full_name),
        at=f"{ctx.now:%H:%M:%S ngày %d/%m/%Y}",
    )
    result = ResultRow(
        id=new_id(),
        dossier_id=row.id,
        code=code,
        kind=kind,
        name=title,
        file_name=f"{code}.html",
        media_type="text/html",
        signer_agency_id=row.deciding_agency_id,
    )
    _sign(ctx, result, page.encode())
    ctx.session.add(result)
    ctx.session.flush()
    return result


def make_refusal(ctx: Context, row: DossierRow, reason: str, serial: str) -> ResultRow:
    """Enter a refusal in the result section (NĐ 61/2018 Điều 19.8)."""
    words = f"{serial}. Lý do: {reason}"
    return _write(ctx, row, "Phiếu từ chối giải quyết hồ sơ", words, "refusal")


def is_early(ctx: Context, row: DossierRow) -> bool:
    """Say whether handling ended before the due day."""
    return timeliness(ctx, row) == "early"


def announce(ctx: Context, row: DossierRow) -> None:
    """Tell the applicant that the result is there, before the due day if it is early."""
    early = is_early(ctx, row)
    tell_applicant(
        ctx,
        row,
        "early-result" if early else "result-ready",
        "Có kết quả sớm" if early else "Đã có kết quả giải quyết",
        f"Hồ sơ {row.code} đã có kết quả, mời nhận tại "
        f"{ctx.directory.name_of(row.receiving_agency_id)} hoặc trực tuyến.",
    )


def announce_again(ctx: Context, dossier_id: str) -> DossierView:
    """Tell the applicant once more of a result that waits."""
    row = open_for(ctx, dossier_id, "receive")
    move(ctx, row, "announce-early-result", "Thông báo có kết quả")
    announce(ctx, row)
    ctx.session.flush()
    return dossier(ctx, row)


def hand_over(ctx: Context, dossier_id: str, said: HandOver) -> DossierView:
    """Hand the result over: to whom, on whose authority, originals given back."""
    row = open_for(ctx, dossier_id, "receive")
    ctx.seams.lifecycle.of(row).target("hand-over", Status(row.status))
    policy = ctx.seams.hand_over
    kept = ctx.session.scalar(
        select(func.count())
        .select_from(AttachmentRow)
        .where(AttachmentRow.dossier_id == row.id, AttachmentRow.original_kept)
    )
    announced = ctx.session.scalar(
        select(func.count())
        .select_from(NoticeRow)
        .where(NoticeRow.dossier_id == row.id, NoticeRow.kind == "early-result")
    )
    rated = ctx.session.scalar(
        select(func.count()).select_from(RatingRow).where(RatingRow.dossier_id == row.id)
    )
    policy.check_proxy(said)
    policy.check_originals(said, kept or 0)
    policy.check_announced(early=is_early(ctx, row), announced=bool(announced))
    policy.check_paid(payments.unpaid(ctx, row.id))
    policy.check_rated(rated=bool(rated))
    move(ctx, row, "hand-over", nfc(said.recipient))
    row.closed_at = ctx.now
    row.handover = {
        "recipient": nfc(said.recipient),
        "isProxy": said.is_proxy,
        "authorisation": said.authorisation,
        "originalsReturned": said.originals_returned,
        "at": ctx.now.isoformat(timespec="seconds"),
        "by": ctx.actor.full_name,
    }
    tell_applicant(ctx, row, "returned", "Đã trả kết quả", f"Hồ sơ {row.code} đã trả kết quả.")
    ctx.session.flush()
    return dossier(ctx, row)


def complete_on_the_spot(ctx: Context, dossier_id: str, content: str) -> DossierView:
    """Enter the result of a procedure that is done at the desk (NĐ 61/2018 Điều 17.4)."""
    row = open_for(ctx, dossier_id, "receive")
    ctx.seams.lifecycle.of(row).target("complete-on-the-spot", Status(row.status))
    ctx.seams.handling.check_immediate(procedure_of(ctx, row))
    move(ctx, row, "complete-on-the-spot", nfc(content))
    row.processed_at, row.outcome = ctx.now, "granted"
    make(ctx, row, nfc(content))
    announce(ctx, row)
    ctx.session.flush()
    return dossier(ctx, row)


def show(ctx: Context, row: DossierRow, result: ResultRow) -> ResultView:
    """Return a result without its content."""
    return ResultView(
        id=result.id,
        code=result.code,
        kind=result.kind,
        name=result.name,
        file_name=result.file_name,
        media_type=result.media_type,
        sha256=result.sha256,
        signature=result.signature,
        signer=named(ctx, result.signer_agency_id),
        signed_by=result.signed_by,
        signed_at=result.signed_at,
        available=ctx.seams.results.may_fetch(Status(row.status)),
        dossier_id=row.id,
    )


def of_dossier(ctx: Context, dossier_id: str) -> ResultList:
    """Return the results of a dossier; drafts only to officers."""
    row = find(ctx, dossier_id)
    query = select(ResultRow).where(ResultRow.dossier_id == row.id)
    if ctx.actor.has(*APPLICANTS):
        query = query.where(ResultRow.signed_at.is_not(None))
    rows = ctx.session.scalars(query.order_by(ResultRow.signed_at, ResultRow.code)).all()
    return ResultList(items=tuple(show(ctx, row, r) for r in rows))


def own_results(ctx: Context) -> ResultList:
    """Return the results that were handed over to the actor."""
    rows = ctx.session.execute(
        select(ResultRow, DossierRow)
        .join(DossierRow, DossierRow.id == ResultRow.dossier_id)
        .where(
            DossierRow.owner_id == ctx.actor.user_id,
            DossierRow.status == int(Status.RETURNED),
            ResultRow.signed_at.is_not(None),
        )
        .order_by(ResultRow.signed_at)
    ).all()
    return ResultList(items=tuple(show(ctx, row, result) for result, row in rows))


def fetch(ctx: Context, dossier_id: str, result_id: str) -> tuple[ResultView, bytes]:
    """Return a result with its bytes; applicants only once it has been handed over."""
    row = find(ctx, dossier_id)
    result = ctx.session.scalars(
        select(ResultRow)
        .where(ResultRow.id == result_id, ResultRow.dossier_id == row.id)
        .options(undefer(ResultRow.content))
    ).one_or_none()
    if result is None:
        raise ProblemError("not-found")
    if ctx.actor.has(*APPLICANTS) and not ctx.seams.results.may_fetch(Status(row.status)):
        raise ProblemError("result-not-ready")
    return show(ctx, row, result), result.content


def verify(ctx: Context, code: str, content: bytes | None = None) -> Verification:
    """Say who signed a result and whether it is whole; of ``content`` if a copy is given."""
    result = ctx.session.scalars(
        select(ResultRow)
        .where(ResultRow.code == ctx.seams.results.sought(code))
        .options(undefer(ResultRow.content))
    ).one_or_none()
    if result is None:
        raise ProblemError("not-found")
    public = keys.public(ctx.session, result.signer_agency_id)
    document = result.content if content is None else content
    return Verification(
        code=code,
        name=result.name,
        signer=named(ctx, result.signer_agency_id),
        signed_at=result.signed_at,
        sha256=result.sha256,
        algorithm="Ed25519",
        public_key=public.hex(),
        signature=result.signature,
        valid=ctx.seams.results.is_valid(public, document, result.signature, result.sha256),
    )
