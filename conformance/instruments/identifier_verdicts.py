"""The verdict of a validator: valid, invalid with a typed reason, or unknown, in words."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

from conformance.words import Standing, Text, Value

Parsed = TypeVar("Parsed", bound=Value)


class Validity(StrEnum):
    """What can be said of an identifier."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    """The rule at hand does not decide; never a ground for failing a candidate."""


class Flaw(StrEnum):
    """Why an identifier is not valid, or why it cannot be judged."""

    EMPTY = "empty"
    CHARACTER = "character"
    LENGTH = "length"
    SHAPE = "shape"
    LOWER_CASE = "lower-case"
    LEVEL_ONE = "level-one"
    DATE = "date"
    DATE_WIDTH = "date-width"
    NUMBER_WIDTH = "number-width"
    NUMBER_ZERO = "number-zero"
    GRAMMAR_NOT_OF_EDITION = "grammar-not-of-edition"
    NO_TEXT_OF_LAW = "no-text-of-law"
    CHECK_DIGIT = "check-digit"
    AMBIGUOUS_CHECK_DIGIT = "ambiguous-check-digit"
    BRANCH_NUMBER = "branch-number"
    MISSING_HYPHEN = "missing-hyphen"
    PLACE = "place"
    PLACE_NOT_LISTED = "place-not-listed"
    SEX_MISMATCH = "sex-mismatch"
    BIRTH_YEAR_MISMATCH = "birth-year-mismatch"
    NOT_YET_BORN = "not-yet-born"
    PREFIX = "prefix"
    NOT_REPRESENTABLE = "not-representable"


class IdentifierVerdict(Value, Generic[Parsed]):
    """The judgement of one identifier.

    ``parsed`` is there when the text could be taken apart. ``flaw`` is there unless the verdict
    is valid. ``standing`` says how well the rule that decided is evidenced.
    """

    text: str
    validity: Validity
    standing: Standing
    message: Text
    flaw: Flaw | None = None
    parsed: Parsed | None = None

    @property
    def is_valid(self) -> bool:
        """Tell whether the identifier is valid."""
        return self.validity is Validity.VALID

    @property
    def is_invalid(self) -> bool:
        """Tell whether the identifier is shown to be wrong."""
        return self.validity is Validity.INVALID


def both(vi: str, en: str) -> Text:
    """Return a text from its two wordings."""
    return Text(vi=vi, en=en)
