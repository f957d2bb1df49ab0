"""The doctor's look at the candidate's own API document, and at what the file says of it.

A name that is not in the document would silently leave an operation to the random finder that
somebody meant to leave out; so it is a fault of the file.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from conformance.candidate.contract import ContractSpec, OperationGroup
from conformance.candidate.http import NoAnswer, OutgoingRequest
from conformance.instruments.contract.document import (
    Document,
    UnreadableDocument,
    read_document,
)
from conformance.run.doctor_report import DoctorFinding, FaultClass
from conformance.run.doctor_visit import Visit, fault, good, warning
from conformance.words import Text

_MEND_NONE = Text(
    vi="khai contract.document nếu hệ thống có tài liệu OpenAPI",
    en="give contract.document if the system has an OpenAPI document",
)
_MEND_PLACE = Text(
    vi="kiểm tra đường dẫn tài liệu; INT-26 sẽ xét đúng địa chỉ này",
    en="check the address of the document; INT-26 will look at this very one",
)


def contract_findings(visit: Visit) -> list[DoctorFinding]:
    """Return what is to be said of ``contract`` in the candidate file; never raises."""
    spec = visit.file.contract
    if spec is None:
        seen = Text(
            vi="không khai tài liệu OpenAPI nào: INT-26 sẽ không đạt",
            en="no OpenAPI document is named: INT-26 will not be met",
        )
        return [warning("contract/none", "contract", seen, _MEND_NONE)]
    try:
        document = _read(visit, spec)
    except UnreadableDocument as unreadable:
        place = "contract.document"
        return [warning("contract/document", place, unreadable.seen, _MEND_PLACE,
                        whose=FaultClass.CANDIDATE)]  # fmt: skip
    wrong = list(unknown_names(spec, document))
    count = len(document.operations)
    seen = Text(
        vi=f"đọc được tài liệu OpenAPI {document.version}: {count} thao tác",
        en=f"the OpenAPI {document.version} document was read: {count} operations",
    )
    return wrong or [good("contract/document", seen, "contract.document")]


def _read(visit: Visit, spec: ContractSpec) -> Document:
    place = spec.document
    if place.file is not None:
        try:
            content = (visit.setting.candidate.folder / place.file).read_bytes()
        except OSError as error:
            said = f"{place.file}: {error.strerror}"
            raise UnreadableDocument(Text(vi=said, en=said)) from error
        return read_document(content)
    base = visit.file.bases[place.base] if place.base else visit.file.first_base
    try:
        request = OutgoingRequest("GET", f"{base}{place.path}")
        answer = visit.tape("contract").send(request, "contract.document", "anyone")
    except NoAnswer as silent:
        raise UnreadableDocument(silent.detail) from silent
    if answer.status != 200:
        said = f"GET {place.path}: HTTP {answer.status}"
        raise UnreadableDocument(Text(vi=said, en=said))
    return read_document(answer.body, answer.media_type)


def unknown_names(spec: ContractSpec, document: Document) -> Iterator[DoctorFinding]:
    """Yield a fault for each operation, tag or scheme that the document does not have."""
    operations = {n for each in document.operations for n in (each.id, each.label)}
    tags = {tag for each in document.operations for tag in each.tags}
    schemes = {scheme for each in document.operations for scheme in each.schemes}
    groups: list[tuple[str, OperationGroup]] = [
        *((f"contract.roles[{i}]", each) for i, each in enumerate(spec.roles)),
        *((f"contract.leave_out[{i}]", each) for i, each in enumerate(spec.leave_out)),
    ]
    for place, group in groups:
        yield from _unknown(f"{place}.operations", group.operations, operations)
        yield from _unknown(f"{place}.tags", group.tags, tags)
    yield from _unknown("contract.schemes", tuple(spec.schemes), schemes)


def _unknown(place: str, names: tuple[str, ...], known: set[str]) -> Iterator[DoctorFinding]:
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 1)
            shown = near[0] if near else ", ".join(sorted(known)[:8]) or "–"
            yield fault(
                "contract/unknown-name",
                place,
                Text(vi=f"tài liệu API không có {name}", en=f"the document has no {name}"),
                Text(vi=f"có trong tài liệu: {shown}", en=f"in the document: {shown}"),
            )
