"""What the YAML files of the catalogue may hold: the models behind the published schemas."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictStr, model_validator
from pydantic_core import PydanticCustomError

from conformance.catalogue.values import Comparison, DecisionGroup, DocumentKind
from conformance.errors import Both
from conformance.words import AppliesTo, Edition, Level, Means, Part, Standing, Text, Value

ID_PATTERN = r"^(GEN|POR|OSS|DIG|INT|PRF|SEC|UIX|A11|OPS|EVA)-\d{2}$"
FIGURE_PATTERN = r"^(GEN|POR|OSS|DIG|INT|PRF|SEC|UIX|A11|OPS|EVA)-\d{2}\.[a-z0-9]+(-[a-z0-9]+)*$"
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"


def fault(kind: str, cause: Both, mend: Both) -> PydanticCustomError:
    """Return a validation error that carries its own mend."""
    return PydanticCustomError("catalogue", "{cause}", {"kind": kind, "cause": cause, "mend": mend})


def _words(text: str) -> str:
    if not text.strip():
        raise fault(
            "empty-text",
            Both("nội dung để trống", "the text is empty"),
            Both("viết nội dung, hoặc bỏ khóa", "write the text, or leave the key out"),
        )
    if text != text.strip():
        raise fault(
            "loose-spaces",
            Both("nội dung có dấu cách ở đầu hoặc cuối", "the text begins or ends with a space"),
            Both("bỏ dấu cách ở đầu và cuối", "remove the outer spaces"),
        )
    return text


def _real_day(text: str) -> str:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise fault(
            "date-format",
            Both("không phải là một ngày", "is no day of the calendar").after(f"{text!r} "),
            Both(
                'viết ngày theo dạng "NĂM-THÁNG-NGÀY", trong dấu nháy',
                'write a day as "YYYY-MM-DD", in quotes',
            ),
        ) from None
    return text


Words = Annotated[StrictStr, Field(min_length=1), AfterValidator(_words)]
Day = Annotated[StrictStr, Field(pattern=DATE_PATTERN), AfterValidator(_real_day)]
CriterionId = Annotated[StrictStr, Field(pattern=ID_PATTERN)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Bilingual(Text):
    """The same words in Vietnamese and English."""

    vi: Words
    en: Words

    @model_validator(mode="after")
    def _two_languages(self) -> Bilingual:
        if self.vi == self.en:
            raise fault(
                "same-language",
                Both(
                    "nội dung tiếng Việt và tiếng Anh giống nhau",
                    "the Vietnamese and the English text are the same",
                ),
                Both("dịch một trong hai", "translate one of them"),
            )
        return self


class BasisInput(Value):
    """One clause on which a criterion rests."""

    document: Words
    article: Words | None = None
    clause: Words | None = None
    point: Words | None = None
    item: Words | None = None
    evidence: Standing
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _nested(self) -> BasisInput:
        if (self.clause and not self.article) or (self.point and not self.clause):
            raise fault(
                "loose-clause",
                Both(
                    "có điểm mà không có khoản, hoặc có khoản mà không có điều",
                    "a point stands without its clause, or a clause without its article",
                ),
                Both(
                    'ghi "article", rồi "clause", rồi "point"; mục của phụ lục thì dùng "item"',
                    'give "article", then "clause", then "point"; use "item" for an annex item',
                ),
            )
        return self


class PartInput(Value):
    """How one part of a criterion gets its outcome."""

    by: Means
    question: Bilingual | None = None
    reason: Bilingual | None = None
    second_reviewer: StrictBool = False
    evidence_asked: Bilingual | None = None

    @model_validator(mode="after")
    def _complete(self) -> PartInput:
        if self.by is Means.ATTESTATION and self.question is None:
            raise fault(
                "no-question",
                Both("xác nhận của người cần một câu hỏi", "an attestation needs a question"),
                Both(
                    'thêm "question" có "vi" và "en": một điều mà người ta nhìn thấy được',
                    'add "question" with "vi" and "en": one thing that a person can see',
                ),
            )
        if self.by is Means.EXCLUSION and self.reason is None:
            raise fault(
                "no-reason",
                Both("loại trừ cần có lý do", "an exclusion needs a reason"),
                Both(
                    'thêm "reason" có "vi" và "en": vì sao hiện nay không ai đánh giá được',
                    'add "reason" with "vi" and "en": why nobody can evaluate it today',
                ),
            )
        if self.by is not Means.ATTESTATION and (
            self.question or self.evidence_asked or self.second_reviewer
        ):
            raise fault(
                "stray-question",
                Both(
                    f"phần có by: {self.by.value} không hỏi người",
                    f"a part by {self.by.value} asks no person",
                ),
                Both(
                    'bỏ "question", "evidence_asked" và "second_reviewer"',
                    'remove "question", "evidence_asked" and "second_reviewer"',
                ),
            )
        if self.by is not Means.EXCLUSION and self.reason is not None:
            raise fault(
                "stray-reason",
                Both(
                    f"phần có by: {self.by.value} không có lý do",
                    f"a part by {self.by.value} takes no reason",
                ),
                Both(
                    'bỏ "reason", hoặc ghi vào ghi chú của tiêu chí',
                    'remove "reason", or say it in the note of the criterion',
                ),
            )
        return self


class FigureInput(Value):
    """A named figure of a criterion."""

    id: Annotated[StrictStr, Field(pattern=FIGURE_PATTERN)]
    meaning: Bilingual
    value: Number | None
    unit: Words
    compare: Comparison
    evidence: Standing


class CriterionInput(Value):
    """One criterion as it is written down."""

    id: CriterionId
    title: Bilingual
    requirement: Bilingual
    bases: Annotated[list[BasisInput], Field(min_length=1)]
    evidence: Standing
    levels: Annotated[dict[Edition, Level], Field(min_length=1)]
    applies_to: AppliesTo
    decision_473_group: DecisionGroup
    parts: Annotated[dict[Part, PartInput], Field(min_length=1)]
    figures: list[FigureInput] = Field(default_factory=list)
    note: Bilingual | None = None


class CriteriaFile(Value):
    """One themed file of criteria (``criteria/<group>/<theme>.yaml``)."""

    theme: Bilingual
    criteria: Annotated[list[CriterionInput], Field(min_length=1, max_length=20)]


class ClauseInput(Value):
    """What one clause demands, in our own words."""

    vi: Words
    en: Words
    revision: Annotated[int, Field(ge=1)]


class DocumentInput(Value):
    """One legal document of the register."""

    number: Words
    kind: DocumentKind
    title: Bilingual
    title_standing: Standing
    issuer: Bilingual
    issued: Day | None
    valid_from: Day | None
    valid_to: Day | None
    validity: Literal["known", "unknown"]
    replaced_by: Words | None = None
    repealed_by: Words | None = None
    amended_by: list[Words] = Field(default_factory=list)
    standing: Standing
    source: Words
    clauses: dict[Words, ClauseInput] = Field(default_factory=dict)


class DocumentsFile(Value):
    """The register of legal documents (``criteria/law/*.yaml``)."""

    documents: Annotated[list[DocumentInput], Field(min_length=1)]


class EditionInput(Value):
    """One edition and its period."""

    id: Edition
    title: Bilingual
    start: Day
    end: Day | None
    base_texts: Annotated[list[Words], Field(min_length=1)]
    carried_texts: list[Words] = Field(default_factory=list)
    overlays: Edition | None = None
    note: Bilingual


class EditionsFile(Value):
    """The editions (``criteria/editions.yaml``)."""

    editions: Annotated[list[EditionInput], Field(min_length=1)]


class ReviewInput(Value):
    """When somebody last held a criterion against its clauses."""

    fingerprint: Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{20}$")]
    reviewed_on: Day
    by: Words


class ReviewsFile(Value):
    """Reviews by criterion id (``criteria/reviews.yaml``)."""

    reviews: dict[CriterionId, ReviewInput]


class GivenFigureInput(Value):
    """A figure that an evaluator took from the official text."""

    value: Number
    unit: Words
    document: Words
    place: Words
    who: Words
    date: Day


class ConfirmInput(Value):
    """Carried-over criteria that an evaluator found in the text in force."""

    edition: Edition
    criteria: Annotated[list[CriterionId], Field(min_length=1)]
    level: Literal["mandatory", "recommended"] | None = None
    document: Words
    clause: Words
    who: Words
    date: Day


class FiguresFile(Value):
    """An evaluator's own file (``--figures FILE``)."""

    figures: dict[Annotated[StrictStr, Field(pattern=FIGURE_PATTERN)], GivenFigureInput] = Field(
        default_factory=dict
    )
    confirm: list[ConfirmInput] = Field(default_factory=list)
