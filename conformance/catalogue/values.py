"""Frozen values that the catalogue gives to the other rooms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Literal

from conformance.words import (
    AppliesTo,
    Edition,
    Language,
    Level,
    Means,
    Part,
    Standing,
    Text,
    Value,
)

Comparison = Literal["<", "<=", ">=", ">"]


class Group(StrEnum):
    """A group of criteria; the first letters of a criterion's id."""

    GEN = "GEN"
    POR = "POR"
    OSS = "OSS"
    DIG = "DIG"
    INT = "INT"
    PRF = "PRF"
    SEC = "SEC"
    UIX = "UIX"
    A11 = "A11"
    OPS = "OPS"
    EVA = "EVA"


class DecisionGroup(StrEnum):
    """One of the six groups of Decision 473/QĐ-BTTTT (nhóm tiêu chí)."""

    FUNCTIONS = "functions"
    LAYOUT = "layout"
    PERFORMANCE = "performance"
    SECURITY = "security"
    ACCESS = "access"
    EMC = "emc"


class DocumentKind(StrEnum):
    """What kind of text a legal document is."""

    LAW = "law"
    CODE = "code"
    RESOLUTION = "resolution"
    DECREE = "decree"
    CIRCULAR = "circular"
    DECISION = "decision"
    LETTER = "letter"
    STANDARD = "standard"
    CONVENTION = "convention"


class DocumentClause(Value):
    """What one clause of a document demands, in our own words."""

    key: str
    """Article, clause and point joined by dots, as in ``17.1.c``; an annex item; or ``*``."""
    summary: Text
    revision: int
    """Grows by one whenever the clause is found to say something else."""


class LegalDocument(Value):
    """One legal document of the register, with the days on which it is in force."""

    number: str
    kind: DocumentKind
    title: Text
    title_standing: Standing
    issuer: Text
    issued: date | None
    valid_from: date | None
    valid_to: date | None
    """Last day in force; ``None`` when it is in force or when the end is unknown."""
    validity: Literal["known", "unknown"]
    replaced_by: str | None
    repealed_by: str | None
    amended_by: tuple[str, ...]
    standing: Standing
    source: str
    clauses: Mapping[str, DocumentClause]
    place: str = ""

    @property
    def begins(self) -> date | None:
        """Return the first day in force, else the day of issue: no text binds before it."""
        return self.valid_from or self.issued

    def in_force_on(self, day: date) -> bool:
        """Tell whether nothing known speaks against the document being in force on ``day``."""
        return _covers(self.begins, self.valid_to, day)


class LegalBasis(Value):
    """One clause on which a criterion rests, with the days on which it carries it."""

    document: LegalDocument
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    item: str | None = None
    evidence: Standing
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def key(self) -> str:
        """Return the clause's key in the register, as in ``17.1.c``; empty for the whole text."""
        parts = (self.article, self.clause, self.point, self.item)
        return ".".join(part for part in parts if part)

    @property
    def described(self) -> DocumentClause | None:
        """Return the register's description of this clause, else of the nearest that holds it."""
        key = self.key
        clauses = self.document.clauses
        for candidate in (key, self.item or ""):
            if candidate in clauses:
                return clauses[candidate]
        while key := key.rpartition(".")[0]:
            if key in clauses:
                return clauses[key]
        return clauses.get("*")

    def cite(self, language: Language) -> str:
        """Return the citation in the language's own order, as in *điểm c khoản 1 Điều 17 …*."""
        return _cite(self, language)

    def in_force_on(self, day: date) -> bool:
        """Tell whether the clause carries its criterion on ``day``."""
        return _covers(self.valid_from or self.document.begins, self.valid_to, day)

    def in_force_within(self, start: date, end: date | None) -> bool:
        """Tell whether the clause is in force on at least one day from ``start`` to ``end``."""
        begins = self.valid_from or self.document.begins
        begun = begins is None or end is None or begins <= end
        return begun and (self.valid_to is None or self.valid_to >= start)


class PartPlan(Value):
    """How one part of a criterion gets its outcome."""

    part: Part
    means: Means
    question: Text | None = None
    reason: Text | None = None
    second_reviewer: bool = False
    evidence_asked: Text | None = None


class GivenFigure(Value):
    """A figure that an evaluator took from the official text."""

    value: float
    unit: str
    document: str
    place: str
    """Annex, page or article where it stands."""
    who: str
    on: date


class Figure(Value):
    """A named figure of a criterion."""

    id: str
    meaning: Text
    value: float | None
    """``None`` when the figure was never issued or never seen."""
    unit: str
    compare: Comparison
    evidence: Standing
    given: GivenFigure | None = None

    @property
    def known(self) -> bool:
        """Tell whether the figure may decide: read by us, or given by an evaluator."""
        if self.given is not None:
            return True
        return self.value is not None and self.evidence is not Standing.RECALLED

    @property
    def bound(self) -> float | None:
        """Return the figure to measure against: the given one before ours."""
        return self.given.value if self.given is not None else self.value


class Confirmation(Value):
    """An evaluator's word that a carried-over criterion stands in the text in force."""

    edition: Edition
    level: Level
    document: str
    clause: str
    who: str
    on: date


class Criterion(Value):
    """One testable requirement (tiêu chí) with its legal bases."""

    id: str
    group: Group
    theme: Text
    title: Text
    requirement: Text
    bases: tuple[LegalBasis, ...]
    evidence: Standing
    levels: Mapping[Edition, Level]
    applies_to: AppliesTo
    decision_473_group: DecisionGroup
    parts: tuple[PartPlan, ...]
    figures: tuple[Figure, ...] = ()
    note: Text | None = None
    confirmations: tuple[Confirmation, ...] = ()
    place: str = ""

    def part(self, part: Part) -> PartPlan | None:
        """Return the plan of ``part``, or ``None`` when the criterion is not verified so."""
        return next((plan for plan in self.parts if plan.part is part), None)

    def confirmation(self, edition: Edition) -> Confirmation | None:
        """Return the evaluator's confirmation for ``edition``, if there is one."""
        return next((each for each in self.confirmations if each.edition is edition), None)


class EditionInfo(Value):
    """One edition: a frozen set of criteria in force for a period (ấn bản)."""

    edition: Edition
    title: Text
    start: date
    end: date | None
    base_texts: tuple[str, ...]
    carried_texts: tuple[str, ...]
    """Texts that lapsed or were replaced: in this edition they cannot carry a duty alone."""
    overlays: Edition | None
    note: Text

    def clamp(self, day: date) -> date:
        """Return the day of the edition's period that is nearest to ``day``."""
        if day < self.start:
            return self.start
        return self.end if self.end is not None and day > self.end else day


class WhyNotDeciding(StrEnum):
    """Why a criterion of an edition informs instead of deciding."""

    RECOMMENDED = "recommended"
    CARRIED_OVER = "carried-over"
    RECALLED = "recalled"
    FIGURE_UNKNOWN = "figure-unknown"
    SUSPECT = "suspect"
    NOT_IN_FORCE = "not-in-force"


class EditionCriterion(Value):
    """A criterion as one edition sees it."""

    criterion: Criterion
    edition: Edition
    level: Level
    confirmation: Confirmation | None
    """Set when an evaluator turned *carried-over* into ``level``."""
    bases_in_force: tuple[LegalBasis, ...]
    bases_lapsed: tuple[LegalBasis, ...]
    """Bases out of force, lapsed or not yet begun, at the time that was asked about."""
    why_not_deciding: tuple[WhyNotDeciding, ...]

    @property
    def decides(self) -> bool:
        """Tell whether a failure sinks the conclusion."""
        return not self.why_not_deciding


def _covers(start: date | None, end: date | None, day: date) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


_KIND_WORDS = {
    DocumentKind.LAW: ("Luật", "Law"),
    DocumentKind.CODE: ("Bộ luật", "Code"),
    DocumentKind.RESOLUTION: ("Nghị quyết", "Resolution"),
    DocumentKind.DECREE: ("Nghị định", "Decree"),
    DocumentKind.CIRCULAR: ("Thông tư", "Circular"),
    DocumentKind.DECISION: ("Quyết định", "Decision"),
    DocumentKind.LETTER: ("Công văn", "Official letter"),
    DocumentKind.STANDARD: ("", ""),
    DocumentKind.CONVENTION: ("Quy ước", "Convention"),
}


def _cite(basis: LegalBasis, language: Language) -> str:
    vi_kind, en_kind = _KIND_WORDS[basis.document.kind]
    if language == "vi":
        words = [
            f"điểm {basis.point}" if basis.point else "",
            f"khoản {basis.clause}" if basis.clause else "",
            f"Điều {basis.article}" if basis.article else "",
            f"mục {basis.item}" if basis.item else "",
            vi_kind,
            basis.document.number,
        ]
        return " ".join(word for word in words if word)
    head = ".".join(part for part in (basis.article, basis.clause, basis.point) if part)
    places = [f"Article {head}" if head else "", f"item {basis.item}" if basis.item else ""]
    where = ", ".join(place for place in places if place)
    name = f"{en_kind} {basis.document.number}".strip()
    return f"{where} of {name}" if where else name
