"""Loads the folder ``criteria/`` into one frozen catalogue, or says all that is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from conformance.catalogue.catalogue import Catalogue
from conformance.catalogue.figures import apply_figures
from conformance.catalogue.identity import LOCK_NAME, LockedId, identity_faults, read_lock
from conformance.catalogue.inputs import (
    BasisInput,
    CriteriaFile,
    CriterionInput,
    EditionsFile,
    ReviewsFile,
)
from conformance.catalogue.register import day, load_register
from conformance.catalogue.rules import (
    criterion_faults,
    duplicate_faults,
    edition_faults,
    without_consequences,
)
from conformance.catalogue.shape import Model, shape
from conformance.catalogue.suspect import Review, suspects
from conformance.catalogue.values import (
    Criterion,
    EditionInfo,
    Figure,
    Group,
    LegalBasis,
    LegalDocument,
    PartPlan,
)
from conformance.data import data_folder
from conformance.errors import Both, CatalogueFault, Fault
from conformance.words import Edition
from conformance.yaml_source import Source, read_source

_NO_DOCUMENT = Both(
    "sửa số, hoặc thêm văn bản vào một tệp của criteria/law/",
    "correct the number, or add the document to a file of criteria/law/",
)
MODELINE = "# yaml-language-server: $schema=../schema/criteria.schema.json"


@dataclass(slots=True)
class Reading:
    """What was read from a folder: the catalogue as far as it goes, and all faults."""

    catalogue: Catalogue
    locked: dict[str, LockedId]
    reviews: dict[str, Review]
    faults: list[Fault] = field(default_factory=list)


def load_catalogue(
    folder: Path | None = None, figures: Path | None = None, *, partial: bool = False
) -> Catalogue:
    """Return the catalogue of ``folder`` (the project's own when ``None``).

    ``figures`` is an evaluator's file of figures and confirmations; ``partial`` tolerates that
    whole groups are missing. Raises ``CatalogueFault``
    with all faults of the catalogue at once, ``ConfigurationFault`` with all faults of the
    figures file.
    """
    reading = read_catalogue(folder, partial=partial)
    if reading.faults:
        raise CatalogueFault(*reading.faults)
    return apply_figures(reading.catalogue, figures) if figures else reading.catalogue


def read_catalogue(folder: Path | None = None, *, partial: bool = False) -> Reading:
    """Read ``folder`` and collect every fault; ``partial`` tolerates missing groups."""
    home = (folder or data_folder("criteria")).resolve()
    base = home.parent
    faults: list[Fault] = []
    documents, wrong = load_register(home / "law", base)
    faults += wrong
    editions = _editions(home / "editions.yaml", base, documents, faults)
    criteria: list[Criterion] = []
    for group in Group:
        paths = sorted((home / group.value.lower()).glob("*.yaml"))
        if not paths and not partial:
            faults.append(_missing_group(group, home, base))
        for path in paths:
            criteria += _criteria(path, group, base, documents, faults)
    criteria.sort(key=lambda each: (list(Group).index(each.group), each.id))
    faults += duplicate_faults(criteria)
    for criterion in criteria:
        faults += criterion_faults(criterion)
        faults += edition_faults(criterion, editions)
    locked, wrong = read_lock(home / LOCK_NAME, base)
    faults += wrong
    faults += identity_faults(criteria, locked, partial=partial)
    reviews = _reviews(home / "reviews.yaml", base, faults)
    catalogue = Catalogue(
        criteria=tuple(criteria),
        documents=documents,
        editions=editions,
        suspects=suspects(criteria, reviews),
    )
    return Reading(catalogue, locked, reviews, without_consequences(faults))


def _file(
    path: Path, base: Path, model: type[Model], faults: list[Fault]
) -> tuple[Source, Model] | None:
    source, wrong = read_source(path, path.relative_to(base).as_posix())
    faults += wrong
    if source is None:
        return None
    file, wrong = shape(source, model)
    faults += wrong
    return (source, file) if file is not None else None


def _missing_group(group: Group, home: Path, base: Path) -> Fault:
    place = (home / group.value.lower()).relative_to(base).as_posix()
    cause = Both("không có tệp tiêu chí của nhóm", "there is no file of criteria of group")
    mend = Both("thêm tệp của nhóm; không nhóm nào được mất", "add its files; none may vanish")
    return Fault("catalogue/missing-group", cause.before(f" {group.value}"), mend, place)


def _editions(
    path: Path, base: Path, documents: dict[str, LegalDocument], faults: list[Fault]
) -> dict[Edition, EditionInfo]:
    read = _file(path, base, EditionsFile, faults)
    if read is None:
        return {}
    source, file = read
    editions = {}
    for index, given in enumerate(file.editions):
        for number in (*given.base_texts, *given.carried_texts):
            if number not in documents:
                place = source.place(("editions", index))
                cause = Both(
                    f"ấn bản {given.id.value} nêu {number}, văn bản này không có trong sổ",
                    f"edition {given.id.value} names {number}, which is not in the register",
                )
                faults.append(Fault("catalogue/unknown-document", cause, _NO_DOCUMENT, place))
        editions[given.id] = EditionInfo(
            edition=given.id,
            title=given.title,
            start=date.fromisoformat(given.start),
            end=day(given.end),
            base_texts=tuple(given.base_texts),
            carried_texts=tuple(given.carried_texts),
            overlays=given.overlays,
            note=given.note,
        )
    for edition in Edition:
        if edition not in editions:
            cause = Both(f"thiếu ấn bản {edition.value}", f"edition {edition.value} is missing")
            mend = Both("mô tả ấn bản này", "describe it")
            faults.append(Fault("catalogue/edition", cause, mend, source.place()))
    return editions


def _reviews(path: Path, base: Path, faults: list[Fault]) -> dict[str, Review]:
    if not path.exists():
        return {}
    read = _file(path, base, ReviewsFile, faults)
    if read is None:
        return {}
    return {
        key: Review(given.fingerprint, given.reviewed_on, given.by)
        for key, given in read[1].reviews.items()
    }


def _criteria(
    path: Path,
    group: Group,
    base: Path,
    documents: dict[str, LegalDocument],
    faults: list[Fault],
) -> list[Criterion]:
    read = _file(path, base, CriteriaFile, faults)
    if read is None:
        return []
    source, file = read
    with path.open(encoding="utf-8") as stream:
        if stream.readline().rstrip("\n") != MODELINE:
            cause = Both("dòng đầu không nêu lược đồ", "the first line does not name the schema")
            mend = Both("bắt đầu tệp bằng", "begin the file with").before(f": {MODELINE}")
            faults.append(Fault("catalogue/modeline", cause, mend, f"{source.name}:1"))
    built = []
    for index, given in enumerate(file.criteria):
        if not given.id.startswith(group.value):
            cause = Both(
                f"{given.id} nằm trong thư mục của nhóm {group.value}",
                f"{given.id} stands in the folder of group {group.value}",
            )
            mend = Both("chuyển sang thư mục của nhóm đó", "move it to the folder of its own group")
            faults.append(
                Fault("catalogue/folder", cause, mend, source.place(("criteria", index, "id")))
            )
        bases = _bases(given, index, source, documents, faults)
        built.append(_criterion(given, file, bases, source.place(("criteria", index, "id"))))
    return built


def _bases(
    given: CriterionInput,
    index: int,
    source: Source,
    documents: dict[str, LegalDocument],
    faults: list[Fault],
) -> tuple[LegalBasis, ...]:
    bases = []
    for number, basis in enumerate(given.bases):
        document = documents.get(basis.document)
        if document is None:
            place = source.place(("criteria", index, "bases", number, "document"))
            cause = Both("không có trong sổ văn bản", "is not in the register of documents")
            cause = cause.after(f"{given.id}: {basis.document} ")
            faults.append(Fault("catalogue/unknown-document", cause, _NO_DOCUMENT, place))
            continue
        bases.append(_basis(basis, document))
    return tuple(bases)


def _basis(given: BasisInput, document: LegalDocument) -> LegalBasis:
    own_from, own_to = day(given.valid_from), day(given.valid_to)
    starts = [d for d in (own_from, document.valid_from) if d is not None]
    ends = [d for d in (own_to, document.valid_to) if d is not None]
    return LegalBasis(
        document=document,
        article=given.article,
        clause=given.clause,
        point=given.point,
        item=given.item,
        evidence=given.evidence,
        valid_from=max(starts, default=None),
        valid_to=min(ends, default=None),
    )


def _criterion(
    given: CriterionInput, file: CriteriaFile, bases: tuple[LegalBasis, ...], place: str
) -> Criterion:
    return Criterion(
        id=given.id,
        group=Group(given.id.partition("-")[0]),
        theme=file.theme,
        title=given.title,
        requirement=given.requirement,
        bases=bases,
        evidence=given.evidence,
        levels=given.levels,
        applies_to=given.applies_to,
        decision_473_group=given.decision_473_group,
        parts=tuple(
            PartPlan(
                part=part,
                means=plan.by,
                question=plan.question,
                reason=plan.reason,
                second_reviewer=plan.second_reviewer,
                evidence_asked=plan.evidence_asked,
            )
            for part, plan in given.parts.items()
        ),
        figures=tuple(
            Figure(
                id=figure.id,
                meaning=figure.meaning,
                value=figure.value,
                unit=figure.unit,
                compare=figure.compare,
                evidence=figure.evidence,
            )
            for figure in given.figures
        ),
        note=given.note,
        place=place,
    )
