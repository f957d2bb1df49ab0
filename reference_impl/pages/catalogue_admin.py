"""Publishing procedures: a new version is an edited copy of the one in force."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ValidationError

from reference_impl.api.bodies import FieldBody
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import FormField
from reference_impl.pages import typed
from reference_impl.pages.administration import for_administrators
from reference_impl.pages.posted import Posted, PostedForm
from reference_impl.pages.problems import NOTHING, Refused, belongs_elsewhere, refused
from reference_impl.pages.visit import Member, Visit
from reference_impl.services import catalogue, eforms

router = APIRouter(prefix="/admin/procedures")
_ALL = catalogue.Query(page_size=1000)
TEXTS = ("name", "conditions", "submissionAndReturn", "decision", "effectiveDate", "note")


@router.get("")
def listed(visit: Member) -> Response:
    """Show all procedures in force."""
    visit.read(for_administrators)
    return visit.page(
        "admin_procedures.html", found=visit.read(lambda ctx: catalogue.search(ctx, _ALL))
    )


@router.get("/{code}")
def edit_page(visit: Member, code: str) -> Response:
    """Show the version in force as a form."""
    visit.read(for_administrators)
    return _page(visit, code, NOTHING, None, {})


def _current(visit: Visit, code: str) -> dict[str, Any]:
    procedure = visit.read(lambda ctx: catalogue.read(ctx, code))
    return procedure.model_dump(mode="json", by_alias=True)


def _page(
    visit: Visit, code: str, problem: Refused, raw: dict[str, Any] | None, values: dict[str, str]
) -> Response:
    current = _current(visit, code)
    edited = raw or current
    return visit.page(
        "admin_procedure.html",
        problem.status,
        code=code,
        p=edited,
        typed=values,
        whole=values.get("whole") or json.dumps(edited, ensure_ascii=False, indent=2),
        version=current["version"],
        versions=visit.read(lambda ctx: catalogue.versions(ctx, code)).items,
        problem=problem,
    )


@router.post("/{code}")
def publish(visit: Member, code: str, form: PostedForm) -> Response:
    """Publish what was edited as a new version; open dossiers keep theirs."""
    visit.read(for_administrators)
    raw: dict[str, Any] | None = None
    try:
        raw = _whole(form) if form.text("do") == "whole" else _edited(_current(visit, code), form)
        _check_days(raw, form)
        if raw.get("code") != code:
            raise _wrong("code", "Không được đổi mã thủ tục", "The code may not change")
        given = raw
        made = visit.write(lambda ctx: catalogue.publish(ctx, given))
    except ProblemError as problem:
        if belongs_elsewhere(problem):
            raise
        return _page(visit, code, refused(problem, form.text("do")), raw, form.values())
    return visit.go(f"/admin/procedures/{code}", done="published", version=str(made.version))


@router.post("/{code}/e-form")
def e_form(visit: Member, code: str, form: PostedForm) -> Response:
    """Add a field to the electronic form, drop one, or retire the form; a new version each time."""
    visit.read(for_administrators)
    deed, key = form.text("do"), form.text("key")
    try:
        if deed == "drop":
            visit.write(lambda ctx: eforms.drop_field(ctx, code, key))
        elif deed == "retire":
            visit.write(lambda ctx: eforms.retire(ctx, code))
        else:
            field = _field(form)
            visit.write(lambda ctx: eforms.add_field(ctx, code, field))
    except ProblemError as problem:
        if belongs_elsewhere(problem):
            raise
        return _page(visit, code, refused(problem, "e-form"), None, form.values())
    return visit.go(f"/admin/procedures/{code}", done="published")


def _field(form: Posted) -> FormField:
    try:
        body = FieldBody(
            key=form.text("key"),
            label=form.text("label"),
            type=form.text("type") or "text",
            required=form.flag("required"),
        )
    except ValidationError as error:
        raise ProblemError(
            "invalid-request",
            fields=tuple(
                FieldProblem(str(e["loc"][-1]), "invalid", "Không hợp lệ", e["msg"])
                for e in error.errors()
            ),
        ) from None
    return body.field()


def _wrong(field: str, vi: str, en: str) -> ProblemError:
    return ProblemError("invalid-request", fields=(FieldProblem(field, "invalid", vi, en),))


def _whole(form: Posted) -> dict[str, Any]:
    try:
        raw = json.loads(form.text("whole"))
    except (ValueError, RecursionError) as error:
        raise _wrong("whole", "Không phải JSON hợp lệ", f"Not valid JSON: {error}") from None
    if not isinstance(raw, dict):
        raise _wrong("whole", "Phải là một đối tượng JSON", "Must be a JSON object")
    return raw


def _check_days(raw: dict[str, Any], form: Posted) -> None:
    """Refuse a day that is none, beside its field; what was typed is in ``raw`` by now."""
    fees = raw.get("fees")
    for index in range(len(fees) if isinstance(fees, list) else 0):
        form.day(f"fees.{index}.validFrom")
        form.day(f"fees.{index}.validUntil")
    form.day("effectiveDate")


def _edited(raw: dict[str, Any], form: Posted) -> dict[str, Any]:
    for key in TEXTS:
        raw[key] = form.maybe(key)
    raw["effectiveDate"] = typed.day(form.text("effectiveDate")) or None
    raw["steps"] = [line.strip() for line in form.text("steps").splitlines() if line.strip()]
    raw["sets"] = form.number("sets")
    raw["serviceMode"] = {
        "mode": form.text("serviceMode.mode"),
        "reason": form.maybe("serviceMode.reason"),
    }
    amount = form.text("timeLimit.amount")
    raw["timeLimit"] = (
        {
            "amount": amount,
            "unit": form.text("timeLimit.unit"),
            "text": form.text("timeLimit.text"),
        }
        if amount
        else None
    )
    for index, tariff in enumerate(raw["fees"]):
        tariff["amount"] = typed.value(form.text(f"fees.{index}.amount"), "integer")
        for key in ("validFrom", "validUntil"):
            tariff[key] = typed.day(form.text(f"fees.{index}.{key}")) or None
    return raw
