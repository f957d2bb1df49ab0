"""A refusal beside the form that it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.values import Words
from reference_impl.pages.words import all_words


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

_PLACES = {
    "authorisation-required": "authorisation",
    "date-not-later": "newDueAt",
    "file-empty": "file",
    "file-too-large": "file",
    "file-type-refused": "file",
    "originals-not-returned": "originalsReturned",
    "reason-required": "reason",
    "user-exists": "username",
    "wrong-credentials": "password",
}
"""The field that a refusal is about, where the refusal itself names none."""


def refused(problem: ProblemError, form: str = "", status: int | None = None) -> Refused:
    """Return what the page says of ``problem``, with a field that it is about."""
    title = Words(vi=problem.vi, en=problem.en)
    if problem.code == "invalid-request" and problem.fields:
        lacks = all(f.code == "missing" for f in problem.fields)
        title = all_words()["form.lacking" if lacks else "form.invalid"]
    fields = {f.field.removeprefix("profile."): Words(vi=f.vi, en=f.en) for f in problem.fields}
    if not fields and problem.code in _PLACES:
        fields = {_PLACES[problem.code]: title}
    return Refused(form, title, problem.detail, fields, status or problem.http_status)


def belongs_elsewhere(problem: ProblemError) -> bool:
    """Say whether a refusal has a page of its own: no session, or nothing there."""
    return problem.http_status in {401, 404}
