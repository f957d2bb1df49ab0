"""The closed vocabulary of the suite (W3C EARL / ACT, ISO/IEC 9646).

Every room may import this module; it imports nothing of ours.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


class Value(BaseModel):
    """A frozen value that passes between rooms; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Value):
    """The same words for a reader of Vietnamese and for a reader of English."""

    vi: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the words in ``language``."""
        return self.vi if language == "vi" else self.en


class Outcome(StrEnum):
    """Outcome (kết quả) of a check or of a criterion."""

    PASSED = "passed"
    FAILED = "failed"
    CANT_TELL = "cantTell"
    INAPPLICABLE = "inapplicable"
    UNTESTED = "untested"


class Reason(StrEnum):
    """Why an outcome is what it is; mandatory for all but ``passed``."""

    VIOLATION = "violation"
    """failed: the candidate broke the rule."""
    NOT_OFFERED = "not-offered"
    """failed: a mandatory capability that the candidate lacks."""
    DISPUTED = "disputed"
    """failed or passed by a signed override of an evaluator."""
    PRECONDITION = "precondition"
    """cantTell: what the check needs could not be set up; names the root cause."""
    UNREACHABLE = "unreachable"
    """cantTell: no answer within the budget."""
    EVALUATOR = "evaluator"
    """cantTell: a fault of ours."""
    NO_CLOCK = "no-clock-control"
    """cantTell: the rule needs time to pass and the candidate's clock cannot be set."""
    NOT_SHOWN = "not-shown"
    """cantTell: the candidate's answer does not show the fact that the check needs."""
    NO_EVIDENCE = "no-evidence"
    """cantTell: the check ended without having seen any answer."""
    INDISCRIMINATE = "indiscriminate"
    """cantTell: the candidate answers nonsense as it answers sense, so its yes proves nothing."""
    NO_TEST_DATA = "no-test-data"
    """cantTell: the candidate file names no procedure or account of the needed kind."""
    NOT_CLAIMED = "not-claimed"
    """inapplicable: the statement does not claim this optional capability."""
    OUT_OF_SCOPE = "out-of-scope"
    """inapplicable: the criterion does not apply to this kind of candidate."""
    NEEDS_PERSON = "needs-person"
    """untested: an attestation is missing, expired or incomplete."""
    NOT_SELECTED = "not-selected"
    """untested: left out by the choice of the person who ran the suite."""
    INTERRUPTED = "interrupted"
    """untested: the run ended before the check did."""
    NO_MEANS = "no-means"
    """untested: no way of checking is available here."""
    EXCLUDED = "excluded"
    """inapplicable: the catalogue excludes this part, with a reason."""


REASONS_OF: dict[Outcome, frozenset[Reason]] = {
    Outcome.PASSED: frozenset({Reason.DISPUTED}),
    Outcome.FAILED: frozenset({Reason.VIOLATION, Reason.NOT_OFFERED, Reason.DISPUTED}),
    Outcome.CANT_TELL: frozenset(
        {
            Reason.PRECONDITION,
            Reason.UNREACHABLE,
            Reason.EVALUATOR,
            Reason.NO_CLOCK,
            Reason.NOT_SHOWN,
            Reason.NO_EVIDENCE,
            Reason.INDISCRIMINATE,
            Reason.NO_TEST_DATA,
        }
    ),
    Outcome.INAPPLICABLE: frozenset({Reason.NOT_CLAIMED, Reason.OUT_OF_SCOPE, Reason.EXCLUDED}),
    Outcome.UNTESTED: frozenset(
        {Reason.NEEDS_PERSON, Reason.NOT_SELECTED, Reason.INTERRUPTED, Reason.NO_MEANS}
    ),
}


class Conclusion(StrEnum):
    """Conclusion (kết luận) of the whole evaluation."""

    CONFORMANT = "conformant"
    NON_CONFORMANT = "non-conformant"
    NOT_ESTABLISHED = "not-established"


class Level(StrEnum):
    """What an edition makes of a criterion."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    CARRIED_OVER = "carried-over"
    """Known from a text that lapsed; informs until confirmed against the text in force."""


class Standing(StrEnum):
    """How well the text of the law behind a statement is evidenced."""

    READ = "read"
    SECONDARY = "secondary"
    DERIVED = "derived"
    RECALLED = "recalled"


class Part(StrEnum):
    """A way in which a criterion is verified."""

    API = "api"
    BROWSER = "browser"
    INTEROP = "interop"
    LOAD = "load"
    SECURITY = "security"
    DOCUMENT = "document"


class Means(StrEnum):
    """How one part of a criterion gets its outcome."""

    CHECK = "check"
    ATTESTATION = "attestation"
    EXCLUSION = "exclusion"


class AppliesTo(StrEnum):
    """Which kind of system a criterion binds."""

    BOTH = "both"
    CITIZEN_FRONT = "citizen-front"
    ONE_STOP = "one-stop"


class Edition(StrEnum):
    """A frozen set of criteria that is in force for a period (ấn bản)."""

    LEGACY_2019 = "legacy-2019"
    CURRENT_2025 = "current-2025"
    OVERLAY_2026 = "overlay-2026"
