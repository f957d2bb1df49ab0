"""Reads one answer to a trial: which field came back empty or garbled, and where to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.candidate.binding import FieldSpec, OperationSpec
from conformance.candidate.decode import look
from conformance.candidate.facts import Fact
from conformance.candidate.file import CandidateFile
from conformance.candidate.http import NoAnswer
from conformance.candidate.operations import Operation, Role, Shape
from conformance.candidate.reply import Reply, ReplyKind
from conformance.errors import ConfigurationFault, words_of
from conformance.run import doctor_answer_words as words
from conformance.run.doctor_report import DoctorFinding, FaultClass
from conformance.run.doctor_visit import (
    Trouble,
    configuration_findings,
    good,
    keys_of,
    text_of,
    warning,
)

_PLAIN_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_NEVER_EMPTY = frozenset({"procedure.search", "agency.list", "code-table.list", "rating.form"})
_BY_TEST_DATA = frozenset({"procedure.read", "code-table.list"})
"""Whose *no such thing* speaks of the test data and not of the operation."""
_VARIED = frozenset({"sheet.list", "sheet.read", "notice.list"})
"""Whose records rightly have other fields for each kind of form or notice."""
_LOOKED_AT = 20


def read_answer(
    file: CandidateFile,
    operation: Operation,
    role: Role,
    about: str,
    outcome: Reply | Trouble,
) -> tuple[DoctorFinding, ...]:
    """Return what is to be said of one answer; never empty."""
    place = f"binding.operations.{operation.id}"
    if isinstance(outcome, ConfigurationFault):
        return tuple(configuration_findings(outcome))
    if not isinstance(outcome, Reply):
        detail = outcome.detail if isinstance(outcome, NoAnswer) else text_of(words_of(outcome))
        seen = words.no_answer(operation, detail)
        return (warning("operation/no-answer", place, seen, whose=FaultClass.CANDIDATE),)
    spec = file.binding.operations[operation.id]
    match outcome.kind:
        case ReplyKind.ACCEPTED:
            return _accepted(operation, spec, place, about, outcome)
        case ReplyKind.GARBLED:
            return (_garbled(operation, spec, place, outcome),)
        case ReplyKind.MISSING if operation.id in _BY_TEST_DATA:
            return (_no_such_thing(operation, about, outcome),)
    return (_not_accepted(operation, role, place, outcome),)


def _accepted(
    operation: Operation, spec: OperationSpec, place: str, about: str, reply: Reply
) -> tuple[DoctorFinding, ...]:
    if operation.shape is Shape.MANY and not reply.records:
        if operation.id not in _NEVER_EMPTY:
            return (good("operation/works", words.works(operation, 0), place),)
        seen = words.empty_list(operation, spec.items, keys_of(reply.body))
        where = about or f"{place}.items"
        return (warning("operation/empty-list", where, seen, words.MEND_ITEMS),)
    if not spec.fields and operation.gives is not None and not spec.python:
        seen = words.no_fields(operation)
        return (warning("operation/no-fields", f"{place}.fields", seen, words.MEND_FIELDS),)
    empty = _absent_fields(operation, spec, reply)
    mapped = {name: each for name, each in spec.fields.items() if each.const is None}
    if not empty or (operation.id in _VARIED and len(empty) < len(mapped)):
        count = len(reply.records) if operation.shape is Shape.MANY else None
        where = about if operation.id == "code-table.list" else place
        return (good("operation/works", words.works(operation, count), where),)
    items = _items(operation, spec, reply)
    keys = keys_of(items[0]) if items else keys_of(reply.body)
    if len(empty) == len(mapped):
        key = "items" if operation.shape is Shape.MANY else "item"
        seen = words.all_empty(operation, getattr(spec, key), keys)
        return (warning("operation/all-empty", f"{place}.{key}", seen, words.MEND_ITEM),)
    seen = words.empty_fields(operation, empty, keys)
    where = f"{place}.fields.{next(iter(empty))}" if len(empty) == 1 else f"{place}.fields"
    return (warning("operation/empty-fields", where, seen, words.MEND_FIELDS),)


def _absent_fields(operation: Operation, spec: OperationSpec, reply: Reply) -> dict[str, str]:
    """Return the mapped fields (name -> expression) whose place the answer does not have.

    A field that is there and empty is well: an answer may lack a fact. Only plain paths are
    judged so; an expression that computes may rightly find nothing.
    """
    records: Sequence[Fact | None]
    records = reply.records if operation.shape is Shape.MANY else (reply.record,)
    items = _items(operation, spec, reply)
    absent: dict[str, str] = {}
    for name, field in spec.fields.items():
        expression = field.path or field.list
        if expression is None or not _PLAIN_PATH.fullmatch(expression):
            continue
        shown = [r for r in records[:_LOOKED_AT] if r is not None and r.shows(name)]
        if not shown or any(getattr(r, name) not in (None, "", ()) for r in shown):
            continue
        if items and not any(_has(item, expression) for item in items[:_LOOKED_AT]):
            absent[name] = expression
    return absent


def _items(operation: Operation, spec: OperationSpec, reply: Reply) -> list[Mapping[str, Any]]:
    view = {"status": reply.status, "headers": {}, "body": reply.body, "text": reply.raw,
            "captured": {}}  # fmt: skip
    found = look(spec.items if operation.shape is Shape.MANY else spec.item, view)
    listed = found if isinstance(found, list) else [found]
    return [item for item in listed if isinstance(item, Mapping)]


def _has(item: Any, path: str) -> bool:
    for step in path.split("."):
        if item is None:
            return True
        if not isinstance(item, Mapping) or step not in item:
            return False
        item = item[step]
    return True


def _garbled(operation: Operation, spec: OperationSpec, place: str, reply: Reply) -> DoctorFinding:
    if reply.body is None:
        if reply.status is not None and 300 <= reply.status < 400:
            seen = words.redirects(operation, reply.status)
        else:
            seen = words.not_json(operation, reply.status, reply.raw)
        return warning("operation/not-json", place, seen, words.MEND_CALL, exchange=reply.exchange)
    keys = keys_of(reply.body)
    text = reply.text or ""
    kind = operation.gives.KIND if operation.gives else ""
    name = text.removeprefix(f"{kind}.").partition(":")[0] if text.startswith(f"{kind}.") else ""
    field: FieldSpec | None = spec.fields.get(name)
    if field is not None:
        expression = str(field.path or field.list or field.const)
        said = text.partition(": ")[2]
        seen = words.garbled_field(operation, name, expression, said, keys)
        return warning("operation/garbled-field", f"{place}.fields.{name}", seen,
                       words.MEND_FIELD, exchange=reply.exchange)  # fmt: skip
    if not text:
        seen = words.no_success(operation, reply.status, keys)
        return warning("operation/no-success", place, seen, words.MEND_CALL,
                       exchange=reply.exchange)  # fmt: skip
    key = "items" if operation.shape is Shape.MANY else "item"
    seen = words.nothing_there(operation, getattr(spec, key), keys)
    return warning("operation/nothing-there", f"{place}.{key}", seen, words.MEND_ITEM,
                   exchange=reply.exchange)  # fmt: skip


def _no_such_thing(operation: Operation, about: str, reply: Reply) -> DoctorFinding:
    seen = words.no_such_thing(operation, reply.said)
    return warning("test-data/missing", about, seen, words.MEND_CODE, exchange=reply.exchange)


def _not_accepted(operation: Operation, role: Role, place: str, reply: Reply) -> DoctorFinding:
    seen = words.not_accepted(operation, reply.said)
    match reply.kind:
        case ReplyKind.DENIED:
            where = f"test_data.accounts.{role.value}" if role is not Role.ANYONE else place
            return warning("operation/denied", where, seen, words.MEND_RIGHTS,
                           exchange=reply.exchange)  # fmt: skip
        case ReplyKind.BROKEN:
            return warning("operation/breaks", place, seen, words.MEND_SYSTEM,
                           whose=FaultClass.CANDIDATE, exchange=reply.exchange)  # fmt: skip
        case ReplyKind.MISSING | ReplyKind.UNOFFERED:
            return warning("operation/not-there", place, seen, words.MEND_ABSENT,
                           exchange=reply.exchange)  # fmt: skip
    return warning("operation/refused", place, seen, words.MEND_CALL, exchange=reply.exchange)
