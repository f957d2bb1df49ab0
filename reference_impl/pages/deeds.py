"""What can be done with a dossier from its page: each deed is one call of a service."""

from __future__ import annotations

from collections.abc import Callable

from reference_impl.domain.problems import FieldProblem, ProblemError, missing
from reference_impl.pages.posted import Posted
from reference_impl.policies.dossier_rules import HandOver
from reference_impl.services import (
    attachments,
    course,
    handling,
    intake,
    payments,
    ratings,
    reception,
    results,
    returning,
    transfers,
)
from reference_impl.services.context import Context
from reference_impl.services.records import find, procedure_of

Deed = Callable[[Context, str, Posted], object]


def _no_file() -> ProblemError:
    nothing = missing("file", "Chưa chọn tệp", "No file was chosen")
    return ProblemError("invalid-request", fields=(nothing,))


def _answer_supplement(ctx: Context, dossier_id: str, form: Posted) -> object:
    _attach_all(ctx, dossier_id, form)
    fields = procedure_of(ctx, find(ctx, dossier_id)).e_form.fields
    said = form.form(f for f in fields if f"form.{f.key}" in form.fields)
    return intake.answer_supplement(ctx, dossier_id, said or None, form.text("note"))


def _attach_all(ctx: Context, dossier_id: str, form: Posted, **facts: object) -> int:
    """Attach the file chosen for each component; all of them, or none if one is not accepted."""
    number = 0
    for component in procedure_of(ctx, find(ctx, dossier_id)).components:
        place = f"components.{component.code}"
        upload = form.upload(place, component_code=component.code, **facts)
        if upload is None:
            continue
        try:
            attachments.attach(ctx, dossier_id, upload)
        except ProblemError as problem:
            said = FieldProblem(place, "refused", problem.vi, problem.en)
            fields = problem.fields or (said,)
            raise ProblemError(problem.code, problem.detail, fields=fields) from None
        number += 1
    return number


def _scan(ctx: Context, dossier_id: str, form: Posted) -> object:
    number = _attach_all(
        ctx,
        dossier_id,
        form,
        copy_type=form.maybe("copyType"),
        digitised=True,
        original_kept=form.flag("originalKept"),
    )
    if number == 0:
        raise _no_file()
    return number


def _supplement(ctx: Context, dossier_id: str, form: Posted) -> object:
    return returning.request_supplement(
        ctx,
        dossier_id,
        items=form.many("items"),
        reason=form.text("reason"),
        guidance=form.text("guidance"),
        basis=form.maybe("basis"),
    )


def _hand_over(ctx: Context, dossier_id: str, form: Posted) -> object:
    said = HandOver(
        form.text("recipient"),
        form.flag("isProxy"),
        form.maybe("authorisation"),
        form.flag("originalsReturned"),
    )
    return results.hand_over(ctx, dossier_id, said)


def _forward(ctx: Context, dossier_id: str, form: Posted) -> object:
    return reception.forward(
        ctx, dossier_id, form.maybe("agencyId"), form.maybe("divisionId"), form.text("reason")
    )


def _guide(ctx: Context, dossier_id: str, form: Posted) -> object:
    return returning.refuse(ctx, dossier_id, form.text("reason"), form.text("competentAgencyId"))


def _verify(ctx: Context, dossier_id: str, form: Posted) -> object:
    attendance: dict[str, object] | None = None
    if form.flag("withAttendance"):
        people = [p.strip() for p in form.text("attendance.participants").splitlines()]
        time = form.text("attendance.time")
        attendance = {
            "time": form.moment("attendance.time").isoformat() if time else None,
            "place": form.text("attendance.place"),
            "participants": [p for p in people if p],
            "content": form.text("attendance.content"),
        }
    return handling.verify(
        ctx, dossier_id, form.text("content"), form.text("conclusion"), attendance
    )


def _ask_opinion(ctx: Context, dossier_id: str, form: Posted) -> object:
    return handling.request_opinion(
        ctx, dossier_id, form.text("agencyId"), form.text("content"), form.moment("replyBy")
    )


def _answer_opinion(ctx: Context, dossier_id: str, form: Posted) -> object:
    return handling.answer_opinion(
        ctx,
        dossier_id,
        form.text("opinionId"),
        agrees=form.text("agrees") == "yes",
        answer=form.text("answer"),
    )


def _draft_result(ctx: Context, dossier_id: str, form: Posted) -> object:
    upload = form.upload("file")
    if upload is None:
        raise _no_file()
    return results.attach_draft(ctx, dossier_id, upload)


def _propose(ctx: Context, dossier_id: str, form: Posted) -> object:
    kind = "refuse" if form.text("kind") == "refuse" else "grant"
    return handling.propose(ctx, dossier_id, kind, form.text("content"), form.text("reason"))


def _rate(ctx: Context, dossier_id: str, form: Posted) -> object:
    contents = {
        name.removeprefix("contents."): form.text(name)
        for name in form.fields
        if name.startswith("contents.") and form.text(name)
    }
    return ratings.rate(ctx, dossier_id, form.text("level"), contents, form.maybe("comment"))


DEEDS: dict[str, Deed] = {
    "accept": lambda c, d, f: reception.accept(c, d, wants_receipt=f.flag("wantsReceipt")),
    "scan": _scan,
    "supplement": _supplement,
    "refuse": lambda c, d, f: returning.refuse(c, d, f.text("reason")),
    "guide": _guide,
    "redirect": lambda c, d, f: returning.redirect(c, d, f.text("agencyId"), f.text("reason")),
    "forward": _forward,
    "spot": lambda c, d, f: results.complete_on_the_spot(c, d, f.text("content")),
    "receipt": lambda c, d, _: reception.issue_receipt(c, d),
    "announce": lambda c, d, _: results.announce_again(c, d),
    "hand-over": _hand_over,
    "collect": lambda c, d, f: payments.pay(c, d, f.text("feeId"), f.text("method")),
    "assign": lambda c, d, f: handling.assign(c, d, f.text("userId"), f.text("note")),
    "verification": _verify,
    "opinion": _ask_opinion,
    "answer-opinion": _answer_opinion,
    "close-opinion": lambda c, d, f: handling.close_opinion(
        c, d, f.text("opinionId"), f.text("reason")
    ),
    "complete-task": lambda c, d, f: handling.complete_task(
        c, d, f.text("taskId"), f.text("outcome")
    ),
    "demand-payment": lambda c, d, f: payments.demand(c, d, f.text("note")),
    "result-draft": _draft_result,
    "acknowledge": lambda c, d, _: transfers.acknowledge(c, d),
    "send-back": lambda c, d, f: transfers.send_back(c, d, f.text("reason")),
    "propose": _propose,
    "approve": lambda c, d, f: handling.approve(c, d, f.text("note")),
    "return-proposal": lambda c, d, f: handling.return_proposal(c, d, f.text("reason")),
    "refuse-resolution": lambda c, d, f: handling.refuse_resolution(c, d, f.text("reason")),
    "extend": lambda c, d, f: course.extend(c, d, f.moment("newDueAt"), f.text("reason")),
    "stop": lambda c, d, f: course.stop(c, d, f.text("reason"), f.text("ground")),
    "answer-supplement": _answer_supplement,
    "pay": lambda c, d, f: payments.pay(c, d, f.text("feeId"), "gateway"),
    "withdraw": lambda c, d, f: intake.withdraw(c, d, f.text("reason")),
    "rate": _rate,
}
"""Every deed by the name that its form is sent to."""
