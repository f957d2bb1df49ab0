"""A refusal beside the form that it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.values import Words


@dataclass(frozen=True, slots=True)
class Refused:
    """What was wrong with a form: in general, and field by field."""

    form: str = ""
    """Which form of the page it was."""
    title: Words | None = None
    detail: str = ""
    fields: dict[str, Words] = field(default_factory=dict)
    status: int = 200


NOTHING = Refused()


def refused(problem: ProblemError, form: str = "", status: int | None = None) -> Refused:
    """Return what the page says of ``problem``."""
    return Refused(
        form,
        Words(vi=problem.vi, en=problem.en),
        problem.detail,
        {f.field.removeprefix("profile."): Words(vi=f.vi, en=f.en) for f in problem.fields},
        status or problem.http_status,
    )


def belongs_elsewhere(problem: ProblemError) -> bool:
    """Say whether a refusal has a page of its own: no session, or nothing there."""
    return problem.http_status in {401, 404}
