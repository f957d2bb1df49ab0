"""What a browser posts: read, guarded against forgery, and kept for showing again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from reference_impl.domain.moments import VIETNAM
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import FormField
from reference_impl.pages import typed
from reference_impl.pages.visit import Visit, visit
from reference_impl.services.attachments import Upload

_LONGEST = 200_000
_NO_DAY = (
    "Không phải ngày có thật, hoặc không ghi theo ngày/tháng/năm",
    "Not a day, or not written as day/month/year",
)
_NO_MOMENT = (
    "Không phải ngày, giờ có thật, hoặc không ghi theo ngày/tháng/năm giờ:phút",
    "Not a day and time, or not written as day/month/year hour:minute",
)


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields and files of a form."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, tuple[str, str | None, bytes]] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a field without spaces at its ends; empty if it was not sent."""
        return (self.fields.get(name) or [""])[0].strip()

    def maybe(self, name: str) -> str | None:
        """Return a field, or ``None`` if it is empty."""
        return self.text(name) or None

    def many(self, name: str) -> tuple[str, ...]:
        """Return all values of a field that may be sent more than once."""
        return tuple(v.strip() for v in self.fields.get(name, []) if v.strip())

    def flag(self, name: str) -> bool:
        """Say whether a box was ticked."""
        return bool(self.text(name))

    def number(self, name: str, least: int = 1) -> int | None:
        """Return a whole number from ``least`` on, ``None`` if empty; refuse anything else."""
        written = self.text(name)
        if not written:
            return None
        if not (written.isascii() and written.isdigit() and least <= int(written[:9]) <= 10_000):
            raise self._wrong(
                name,
                f"Phải là số nguyên từ {least} đến 10.000",
                f"A number from {least} to 10,000",
            )
        return int(written[:9])

    def moment(self, name: str) -> datetime:
        """Return a moment typed on the Vietnamese wall clock; refuse anything else."""
        try:
            found = datetime.fromisoformat(typed.moment(self.text(name)))
        except ValueError:
            raise self._wrong(name, *_NO_MOMENT) from None
        if not 1900 <= found.year <= 2100:
            raise self._wrong(name, *_NO_MOMENT)
        return found.replace(tzinfo=VIETNAM) if found.tzinfo is None else found

    def day(self, name: str) -> str:
        """Return a day in ISO 8601, empty if empty; refuse anything else."""
        written = typed.day(self.text(name))
        if written:
            try:
                date.fromisoformat(written)
            except ValueError:
                raise self._wrong(name, *_NO_DAY) from None
        return written

    def form(self, fields: Iterable[FormField]) -> dict[str, str]:
        """Return the fields of the interactive form by key; they are named ``form.KEY``."""
        return {f.key: typed.value(self.text(f"form.{f.key}"), f.type) for f in fields}

    def upload(self, name: str, **facts: object) -> Upload | None:
        """Return a file that was chosen, ``None`` if none was."""
        if name not in self.files:
            return None
        file_name, media_type, content = self.files[name]
        return Upload(file_name, media_type, content, **facts)  # type: ignore[arg-type]

    def values(self) -> dict[str, str]:
        """Return what was filled in, to show the form again: first values, and ``name=value``."""
        first = {name: self.text(name) for name in self.fields if name != "csrf"}
        return first | {f"{name}={v}": v for name in first for v in self.many(name)}

    def only_once(self) -> str | None:
        """Return what tells this form from any other: sent twice, it is the same deed."""
        mark = self.text("once")
        if not mark:
            return None
        said = json.dumps([self.fields, {n: len(f[2]) for n, f in self.files.items()}])
        return hashlib.sha256(f"{mark} {said}".encode()).hexdigest()

    @staticmethod
    def _wrong(name: str, vi: str, en: str) -> ProblemError:
        return ProblemError("invalid-request", fields=(FieldProblem(name, "malformed", vi, en),))


def _sound(value: str) -> str:
    if "\0" in value or len(value) > _LONGEST or any("\ud800" <= c <= "\udfff" for c in value):
        raise ProblemError("malformed-request")
    return value


async def posted(request: Request, found: Annotated[Visit, Depends(visit)]) -> Posted:
    """Return the form of a request; refuse one that no page of this visit made."""
    kind = request.headers.get("content-type", "")
    if not kind.startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        raise ProblemError("form-not-ours")
    fields: dict[str, list[str]] = {}
    files: dict[str, tuple[str, str | None, bytes]] = {}
    async with request.form(max_files=40, max_fields=400) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if value.filename:
                    content = await value.read()
                    files[name] = (_sound(value.filename), value.content_type, content)
            else:
                fields.setdefault(name, []).append(_sound(value))
    if found.ended:
        raise ProblemError("session-ended")
    if not found.is_own_form((fields.get("csrf") or [""])[0]):
        raise ProblemError("form-not-ours")
    return Posted(fields, files)


PostedForm = Annotated[Posted, Depends(posted)]
