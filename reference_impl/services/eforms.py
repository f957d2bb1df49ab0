"""Managing the interactive form of a procedure: fields added and dropped, the form retired.

Each change publishes a new version of the procedure, so that dossiers already received keep the
form under which they were sent (TT 22/2019 Điều 5.1.a).
"""

from __future__ import annotations

from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import EForm, FormField
from reference_impl.services import catalogue
from reference_impl.services.context import Context


def add_field(ctx: Context, code: str, field: FormField) -> EForm:
    """Issue the form with one more field; refuse a key that is there already."""
    ctx.seams.access.check_role(ctx.actor, "administer")
    form = catalogue.read(ctx, code).e_form
    if any(known.key == field.key for known in form.fields):
        raise ProblemError(
            "invalid-request",
            fields=(FieldProblem("key", "exists", "Đã có trường này", "There is such a field"),),
        )
    return _issued(ctx, code, (*form.fields, field))


def drop_field(ctx: Context, code: str, key: str) -> EForm:
    """Issue the form without one of its fields."""
    ctx.seams.access.check_role(ctx.actor, "administer")
    form = catalogue.read(ctx, code).e_form
    left = tuple(field for field in form.fields if field.key != key)
    if len(left) == len(form.fields):
        raise ProblemError("not-found")
    return _issued(ctx, code, left)


def retire(ctx: Context, code: str) -> EForm:
    """Take the form out of use: what is sent from now on is sent without its fields."""
    ctx.seams.access.check_role(ctx.actor, "administer")
    return _issued(ctx, code, ctx.seams.catalogue.left_of_retired(catalogue.read(ctx, code).e_form))


def _issued(ctx: Context, code: str, fields: tuple[FormField, ...]) -> EForm:
    procedure = catalogue.read(ctx, code)
    form = procedure.e_form.model_copy(
        update={"fields": tuple(ctx.seams.catalogue.issued(field) for field in fields)}
    )
    raw = procedure.model_copy(update={"e_form": form}).model_dump(mode="json", by_alias=True)
    return catalogue.publish(ctx, raw).e_form
