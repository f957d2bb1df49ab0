"""What the verdict's input files are made of, and slips that carry their own mend."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, StrictStr
from pydantic_core import PydanticCustomError

from conformance.catalogue.inputs import ID_PATTERN
from conformance.errors import Both, Fault
from conformance.words import Text

Place = Callable[[tuple[str | int, ...]], str]
"""Turns a location inside a file into ``file:line``."""

SHA256_PATTERN = r"^[0-9a-f]{64}$"
_CRITERION = Text(vi="tiêu chí", en="criterion")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def slip(kind: str, cause: Both, mend: Both) -> PydanticCustomError:
    """Return a validation error that carries its own mend."""
    return PydanticCustomError("verdict", "{cause}", {"kind": kind, "cause": cause, "mend": mend})


def nowhere(_: tuple[str | int, ...]) -> str:
    """Return no place: for values that come from no file."""
    return ""


def _words(text: str) -> str:
    if not text.strip():
        raise slip(
            "empty-text",
            Both("nội dung để trống", "the text is empty"),
            Both("viết nội dung", "write the text"),
        )
    return unicodedata.normalize("NFC", text.strip())


def _day(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise slip(
        "date-format",
        Both("không phải là một ngày", "is no day of the calendar").after(f"{value!r} "),
        Both('viết ngày theo dạng "NĂM-THÁNG-NGÀY"', 'write a day as "YYYY-MM-DD"'),
    )


Words = Annotated[StrictStr, Field(min_length=1), AfterValidator(_words)]
Day = Annotated[date, BeforeValidator(_day)]
SignedDay = Annotated[Day, Field(validation_alias=AliasChoices("date", "on"))]
"""Written ``date``: a bare ``on`` is no word to YAML (it reads *true*); ``"on"`` works too."""
CriterionId = Annotated[StrictStr, Field(pattern=ID_PATTERN)]
Sha256 = Annotated[StrictStr, Field(pattern=SHA256_PATTERN)]


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are the same but for case, spacing and Unicode form."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def unknown_id(
    room: str, given: str, known: Collection[str], place: str, what: Text = _CRITERION
) -> Fault:
    """Return the fault for an id that is not known, with the nearest known id as mend."""
    near = difflib.get_close_matches(given, sorted(known), n=1)
    mend = (
        Both(
            f'sửa thành "{near[0]}" nếu đúng ý, hoặc bỏ mục này',
            f'write "{near[0]}" if that is meant, or remove the entry',
        )
        if near
        else Both("sửa mã hoặc bỏ mục này", "correct the id, or remove the entry")
    )
    cause = Both(f"không có {what.vi} {given}", f"there is no {what.en} {given}")
    return Fault(f"{room}/unknown-id", cause, mend, place)
