"""The register of legal documents, and the rule against citing dead texts (LAW-01)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from conformance.catalogue.inputs import DocumentInput, DocumentsFile
from conformance.catalogue.shape import shape
from conformance.catalogue.values import DocumentClause, LegalDocument
from conformance.errors import Both, Fault
from conformance.words import Text
from conformance.yaml_source import read_source


def day(text: str | None) -> date | None:
    """Return the day written as ``YYYY-MM-DD``, or ``None``."""
    return date.fromisoformat(text) if text is not None else None


def load_register(folder: Path, base: Path) -> tuple[dict[str, LegalDocument], list[Fault]]:
    """Load every file of ``folder``; names in faults are relative to ``base``.

    Returns the documents by official number, and all faults.
    """
    documents: dict[str, LegalDocument] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        source, wrong = read_source(path, path.relative_to(base).as_posix())
        faults += wrong
        if source is None:
            continue
        file, wrong = shape(source, DocumentsFile)
        faults += wrong
        for index, given in enumerate(file.documents if file else ()):
            place = source.place(("documents", index))
            if given.number in documents:
                cause = Both("có hai lần trong sổ văn bản", "stands twice in the register")
                cause = cause.after(f"{given.number} ")
                mend = Both("gộp với", "merge it with").before(f" {documents[given.number].place}")
                faults.append(Fault("catalogue/duplicate-document", cause, mend, place))
            documents[given.number] = _document(given, place)
    for document in documents.values():
        faults += _document_faults(document, documents)
    return documents, faults


def citation_fault(document: LegalDocument, as_current_on: date) -> Fault | None:
    """Return what is wrong with citing ``document`` as the law in force on ``as_current_on``.

    This is oracle LAW-01: a text may be cited for an event while it was in force, and not for
    an event after its last day or before its first. ``None`` when the citation is right or
    when the register does not know enough to call it wrong.
    """
    if document.begins is not None and as_current_on < document.begins:
        begins = (
            Both("chỉ có hiệu lực từ", "is in force only from")
            if document.valid_from
            else Both("mãi đến ngày sau mới ban hành:", "was issued only on")
        )
        number, day_ = document.number, as_current_on
        return Fault(
            "law/not-yet-in-force",
            Both(
                f"{number} {begins.vi} {document.begins}: chưa phải quy định của ngày {day_}",
                f"{number} {begins.en} {document.begins}: it is no law of {day_}",
            ),
            Both(
                "viện dẫn văn bản có hiệu lực vào ngày đó",
                "cite the text that was in force on that day",
            ),
            document.place,
        )
    if document.valid_to is not None and as_current_on > document.valid_to:
        successor = document.replaced_by or document.repealed_by
        mend = (
            Both(
                f"viện dẫn {successor} nếu văn bản đó có nghĩa vụ này",
                f"cite {successor} where it carries the duty",
            )
            if successor
            else Both("viện dẫn một văn bản còn hiệu lực", "cite a living text")
        )
        return Fault(
            "law/lapsed",
            Both(
                f"{document.number} chỉ có hiệu lực đến {document.valid_to}, "
                f"không còn vào ngày {as_current_on}",
                f"{document.number} was in force until {document.valid_to}, not on {as_current_on}",
            ),
            mend,
            document.place,
        )
    return None


def _document(given: DocumentInput, place: str) -> LegalDocument:
    return LegalDocument(
        **given.model_dump(exclude={"issued", "valid_from", "valid_to", "amended_by", "clauses"}),
        issued=day(given.issued),
        valid_from=day(given.valid_from),
        valid_to=day(given.valid_to),
        amended_by=tuple(given.amended_by),
        clauses={
            key: DocumentClause(
                key=key, summary=Text(vi=clause.vi, en=clause.en), revision=clause.revision
            )
            for key, clause in given.clauses.items()
        },
        place=place,
    )


def _document_faults(document: LegalDocument, known: dict[str, LegalDocument]) -> list[Fault]:
    faults = []
    for other in (document.replaced_by, document.repealed_by, *document.amended_by):
        if other is not None and other not in known:
            cause = Both(
                f"{document.number} nêu {other}, văn bản này không có trong sổ",
                f"{document.number} names {other}, which is not in the register",
            )
            mend = Both("thêm văn bản đó, hoặc sửa số", "add that document, or correct the number")
            faults.append(Fault("catalogue/unknown-document", cause, mend, document.place))
    if document.valid_from and document.valid_to and document.valid_to < document.valid_from:
        cause = Both(
            f"{document.number} hết hiệu lực ({document.valid_to}) trước khi có hiệu lực",
            f"{document.number} ends ({document.valid_to}) before it begins",
        )
        mend = Both("sửa valid_from hoặc valid_to", "correct valid_from or valid_to")
        faults.append(Fault("catalogue/period", cause, mend, document.place))
    if document.repealed_by is not None and document.valid_to is None:
        cause = Both(
            f"{document.number} đã bị bãi bỏ nhưng không ghi ngày cuối cùng có hiệu lực",
            f"{document.number} is repealed, but its last day is not given",
        )
        mend = Both(
            "ghi valid_to (ngày liền trước ngày việc bãi bỏ có hiệu lực)",
            "give valid_to (the day before the repeal takes effect)",
        )
        faults.append(Fault("catalogue/period", cause, mend, document.place))
    return faults
