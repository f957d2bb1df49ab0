"""Demo dossiers in various states, made by the services themselves at moments of the past."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from reference_impl.domain.moments import in_vietnam
from reference_impl.policies.dossier_rules import HandOver
from reference_impl.seams import Seams
from reference_impl.services import (
    accounts,
    attachments,
    handling,
    intake,
    payments,
    ratings,
    reception,
    results,
    returning,
)
from reference_impl.services.attachments import Upload
from reference_impl.services.context import Context
from reference_impl.services.records import procedure_version
from reference_impl.store.tables import UserRow

_PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
_PAPER += b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]>>endobj\n"
_PAPER += b"trailer<</Root 1 0 R>>\n%%EOF\n"


class _Stage:
    """A day of the past on which people act."""

    def __init__(self, ctx: Context, moment: datetime) -> None:
        self.ctx = ctx
        self.moment = moment

    def as_(self, username: str) -> Context:
        """Return the context of a user, a minute later than the last."""
        self.moment += timedelta(minutes=1)
        row = self.ctx.session.scalars(select(UserRow).where(UserRow.username == username)).one()
        return replace(self.ctx, actor=accounts.actor_of(row), now=self.moment)

    def later(self, days: int) -> None:
        """Go ``days`` working days on, to nine o'clock."""
        day = self.ctx.work.add_working_days(in_vietnam(self.moment).date(), days)
        self.moment = self.ctx.work.opening_of(day) + timedelta(hours=1, minutes=30)

    def submitted(self, username: str, code: str, form: dict[str, str]) -> str:
        """Send a complete dossier online."""
        draft = intake.Draft(procedure_code=code, form=form)
        made = intake.create(self.as_(username), draft)
        procedure = procedure_version(self.ctx, code, 1)
        for component in procedure.components:
            if component.required:
                attachments.attach(
                    self.as_(username),
                    made.id,
                    Upload(f"{component.code}.pdf", "application/pdf", _PAPER, component.code),
                )
        intake.submit(self.as_(username), made.id)
        return made.id

    def accepted(self, desk: str, dossier: str) -> None:
        """Accept at ``desk``."""
        reception.accept(self.as_(desk), dossier, wants_receipt=None)

    def assigned(self, desk: str, dossier: str, place: str) -> None:
        """Forward from ``desk`` and assign to the officer of ``place``."""
        reception.forward(self.as_(desk), dossier, None, None, "")
        handler = self.as_(f"chuyenvien.{place}").actor.user_id
        handling.assign(self.as_(f"lanhdao.{place}"), dossier, str(handler), "")

    def decided(self, dossier: str, place: str) -> None:
        """Propose and approve at ``place``."""
        handling.propose(self.as_(f"chuyenvien.{place}"), dossier, "grant", "Cấp theo đề nghị", "")
        handling.approve(self.as_(f"lanhdao.{place}"), dossier, "")


_REQUEST = {"request": "Đề nghị giải quyết theo hồ sơ kèm theo"}
_COPY = {"register": "Sổ đăng ký năm 2015", "number": "2"}


def fill(ctx: Context) -> None:
    """Make the demo dossiers, under the lawful rules whatever the portal's own are."""
    lawful = Seams.lawful()
    rules = replace(lawful, search=ctx.seams.search)
    work = lawful.working_time(ctx.work.calendar, ctx.work.hours)
    ctx = replace(ctx, seams=rules, work=work)
    _an_binh(ctx)
    _binh_minh(ctx)
    _departments(ctx)


def _start(ctx: Context, working_days_ago: int) -> _Stage:
    day = in_vietnam(ctx.now).date()
    for _ in range(working_days_ago):
        day -= timedelta(days=1)
        while not ctx.work.is_working_day(day):
            day -= timedelta(days=1)
    return _Stage(ctx, ctx.work.opening_of(day) + timedelta(hours=1))


def _an_binh(ctx: Context) -> None:
    desk = "tiepnhan.anbinh"
    stage = _start(ctx, 12)
    dossier = stage.submitted("congdan1", "2.000908", _COPY)
    stage.accepted(desk, dossier)
    stage.assigned(desk, dossier, "anbinh")
    stage.decided(dossier, "anbinh")
    said = HandOver("Nguyễn Thị Hoa", is_proxy=False, authorisation=None, originals_returned=True)
    results.hand_over(stage.as_(desk), dossier, said)
    ratings.rate(stage.as_("congdan1"), dossier, "very-satisfied", {"a": "satisfied"}, None)

    stage = _start(ctx, 11)
    dossier = stage.submitted("congdan3", "9.990009", _REQUEST)
    stage.accepted(desk, dossier)
    stage.assigned(desk, dossier, "anbinh")

    stage = _start(ctx, 4)
    dossier = stage.submitted("congdan1", "9.990009", _REQUEST)
    stage.accepted(desk, dossier)
    stage.assigned(desk, dossier, "anbinh")
    stage.later(1)
    returning.request_supplement(
        stage.as_("chuyenvien.anbinh"),
        dossier,
        items=["GT"],
        reason="Bản sao kèm theo bị mờ, không đọc được",
        guidance="Chụp lại giấy tờ, rõ bốn góc",
        basis=None,
    )

    stage = _start(ctx, 2)
    dossier = stage.submitted("congdan3", "2.000635", {"subjectName": "Đặng Thùy Ân"})
    stage.accepted(desk, dossier)
    fee = payments.of_dossier(stage.as_("congdan3"), dossier).items[0]
    payments.pay(stage.as_("congdan3"), dossier, fee.id, "gateway")
    stage.assigned(desk, dossier, "anbinh")
    stage.decided(dossier, "anbinh")

    stage = _start(ctx, 1)
    stage.submitted("congdan1", "9.990001", _REQUEST)


def _binh_minh(ctx: Context) -> None:
    desk = "tiepnhan.binhminh"
    stage = _start(ctx, 8)
    dossier = stage.submitted("congdan2", "9.990009", _REQUEST)
    returning.refuse(stage.as_(desk), dossier, "Không thuộc đối tượng giải quyết của thủ tục")
    stage = _start(ctx, 6)
    dossier = stage.submitted("congdan2", "2.000908", _COPY)
    stage.accepted(desk, dossier)
    intake.withdraw(stage.as_("congdan2"), dossier, "Không còn nhu cầu")
    stage = _start(ctx, 3)
    dossier = stage.submitted("doanhnghiep2", "9.990008", _REQUEST)
    stage.accepted(desk, dossier)
    stage.assigned(desk, dossier, "binhminh")


def _departments(ctx: Context) -> None:
    desk = "tiepnhan.trungtam"
    stage = _start(ctx, 5)
    dossier = stage.submitted("doanhnghiep1", "9.990003", _REQUEST)
    stage.accepted(desk, dossier)
    stage.assigned(desk, dossier, "xaydung")
    payments.demand(stage.as_("chuyenvien.xaydung"), dossier, "")
    stage = _start(ctx, 4)
    dossier = stage.submitted("congdan2", "9.990002", _REQUEST)
    stage.accepted(desk, dossier)
    stage.assigned(desk, dossier, "tuphap")
    stage = _start(ctx, 2)
    dossier = stage.submitted("doanhnghiep1", "9.990005", _REQUEST)
    stage.accepted(desk, dossier)
    stage.assigned(desk, dossier, "xaydung")
