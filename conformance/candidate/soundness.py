"""Whether a binding holds together: expressions, templates, names and dates, before any run.

What is wrong here would otherwise show in the middle of an evaluation and look like the
candidate's fault, or like ours.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from conformance.candidate.binding import FieldSpec, OperationSpec
from conformance.candidate.calls import CallSpec
from conformance.candidate.dates import DateFault, check_form
from conformance.candidate.decode import compiled, field_types, strip_none
from conformance.candidate.facts import Fact
from conformance.candidate.file import CandidateFile, Person
from conformance.candidate.operations import OPERATIONS, PAGING
from conformance.candidate.template import faults_in, names_in
from conformance.errors import Both, Fault, meant, words_of
from conformance.yaml_source import Source

Place = tuple[str | int, ...]

_EXPRESSION_KEYS = frozenset(
    {"path", "list", "success", "item", "items", "total", "token", "code", "text", "until", "more"}
)
_BODIES = frozenset({"json", "form", "form_json", "multipart", "query", "headers", "xml"})
_PARTS: Mapping[str, frozenset[str]] = {
    "dossier": frozenset({"id", "code", "kept"}),
    "file": frozenset({"name", "media_type", "content"}),
    "item": frozenset({"component_code", "file"}),
    "account": frozenset({"username", "password", "facts", "secrets", "basic"}),
    "applicant": frozenset({*Person.model_fields, "address"}),
}
"""What can be asked of a name that stands for several values."""
_OPEN = frozenset({"captured", "form", "contents", "changes"})
"""Names under which anything may stand."""
_NOT_IN_LOGIN = frozenset({"each", "when", "until", "every", "at_most", "auth"})
"""Keys of a call that only a step of an operation heeds."""


def faults_of(source: Source, file: CandidateFile) -> list[Fault]:
    """Return every fault of the binding, with line and mend."""
    return [
        *_expressions(source),
        *_logins(source, file),
        *_operations(source, file),
        *_dates(source, file),
    ]


def _walk(tree: Any, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield every text of the raw data with its place."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _walk(value, (*place, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _walk(value, (*place, index))
    elif isinstance(tree, str):
        yield place, tree


def _at(source: Source, place: Place) -> Any:
    found: Any = source.data
    for step in place:
        found = found.get(step) if isinstance(found, dict) else None
    return found


def _is_expression(place: Place) -> bool:
    if len(place) < 3 or place[:2] == ("binding", "maps") or _BODIES.intersection(map(str, place)):
        return False
    return place[-2] in {"fields", "each", "keep", "capture"} or (
        place[-1] in _EXPRESSION_KEYS and place[-2] != "absent"
    )


def _expressions(source: Source) -> Iterator[Fault]:
    binding = _at(source, ("binding",))
    for place, text in _walk(binding, ("binding",)):
        if place != ("binding", "success") and not _is_expression(place):
            continue
        try:
            compiled(text)
        except ValueError as error:
            yield Fault(
                "candidate/expression",
                words_of(error),
                Both("sửa biểu thức JMESPath", "mend the JMESPath expression"),
                source.place(place),
            )


def _templates(
    source: Source, file: CandidateFile, place: Place, known: frozenset[str], captured: set[str]
) -> Iterator[Fault]:
    for where, text in _walk(_at(source, place), place):
        inside = [str(step) for step in where[len(place) :]]
        if not (_BODIES | {"call"}).intersection(inside):
            continue
        if "multipart" in inside and inside[-1] == "file":
            wrong = [why for why in [_unknown(text, known, captured)] if why]
        else:
            also = {"file"} if inside[-1] == "filename" else set()
            found = [_unknown(n, known | also, captured) for n in sorted(names_in(text))]
            wrong = [*faults_in(text, file.binding.maps), *(why for why in found if why)]
        for why in wrong:
            yield Fault(
                "candidate/template",
                why.after(f"{place[-1]}: "),
                _use(known),
                source.place(where),
            )


def _unknown(name: str, known: frozenset[str] | set[str], captured: set[str]) -> Both | None:
    head, *rest = name.split(".")
    if head not in known:
        return Both("không có giá trị", "no such value").before(f": {head}")
    if head == "captured" and rest and rest[0] not in captured:
        return Both("không bước nào ghi lại", "no step captures").before(f": {rest[0]}")
    if rest and head not in _OPEN and (head not in _PARTS or rest[0] not in _PARTS[head]):
        return Both("không có", "has no").around(f"{head} ", f" {'.'.join(rest)}")
    return None


def _use(known: Iterable[str]) -> Both:
    return Both("dùng: ", "use: ").before(", ".join(sorted(known)))


def _fields_of(types: Iterable[str], near: Sequence[str]) -> Both:
    fields = Both("các trường: ", "fields: ").before(", ".join(sorted(types)))
    if not near:
        return fields
    asked = meant(near[0])
    return Both(f"{asked.vi}? {fields.vi}", f"{asked.en}? {fields.en}")


def _captures(steps: tuple[CallSpec, ...]) -> set[str]:
    return {name for step in steps for name in step.capture}


def _logins(source: Source, file: CandidateFile) -> Iterator[Fault]:
    known = frozenset({"account", "captured"})
    for name, scheme in file.binding.auth.items():
        place = ("binding", "auth", name)
        yield from _templates(source, file, place, known, _captures(scheme.login))
        for index, step in enumerate(scheme.login):
            yield from _unheeded(source, (*place, "login", index), step, _NOT_IN_LOGIN)
        renew_by = scheme.anti_forgery.renew_by if scheme.anti_forgery else None
        if renew_by is not None:
            at = (*place, "anti_forgery", "renew_by")
            yield from _templates(source, file, at, frozenset({"session"}), set())
            yield from _unheeded(source, at, renew_by, _NOT_IN_LOGIN | {"capture"})


def _unheeded(
    source: Source, place: Place, step: CallSpec, keys: frozenset[str]
) -> Iterator[Fault]:
    """A key that has no effect at this place would be taken for one that has."""
    for key in sorted(keys & step.model_fields_set):
        yield Fault(
            "candidate/unheeded",
            Both("khóa này không dùng được ở đây", "this key has no effect here").before(
                f": {key}"
            ),
            Both("xóa khóa này", "remove it"),
            source.place((*place, key)),
        )


def _waits(source: Source, place: Place, spec: OperationSpec, seconds: float) -> Iterator[Fault]:
    for step in spec.steps:
        if step.until is not None and step.at_most > seconds:
            yield Fault(
                "candidate/wait",
                Both(
                    f"chờ lâu hơn thời gian của một phép kiểm tra ({seconds:g} giây)",
                    f"this waits longer than a check may take ({seconds:g} s)",
                ).before(f": at_most: {step.at_most:g}"),
                Both(
                    "giảm at_most, hoặc tăng budgets.check_s",
                    "lower at_most, or raise budgets.check_s",
                ),
                source.place(place),
            )


def _operations(source: Source, file: CandidateFile) -> Iterator[Fault]:
    for name, spec in file.binding.operations.items():
        operation, place = OPERATIONS[name], ("binding", "operations", name)
        known = operation.known | PAGING | {"captured", "session"}
        if any(step.each for step in spec.steps):
            known |= {"item"}
        yield from _templates(source, file, place, known, _captures(spec.steps))
        yield from _conditions(source, place, spec, operation.known)
        yield from _waits(source, place, spec, file.budgets.check_s)
        shared = _at(source, (*place, "fields"))
        if operation.gives is None or (
            isinstance(shared, str) and OPERATIONS[shared].gives is operation.gives
        ):
            continue  # what is shared is judged where it stands
        fields_at = place if isinstance(shared, str) else (*place, "fields")
        yield from _fields(source, file, fields_at, operation.gives, spec.fields)


def _conditions(
    source: Source, place: Place, spec: OperationSpec, known: frozenset[str]
) -> Iterator[Fault]:
    for step in spec.steps:
        condition = (step.when or "").replace("!=", "=").partition("=")[0]
        for key, name in (("each", step.each), ("when", condition or None)):
            if name is not None and name not in known:
                yield Fault(
                    "candidate/condition",
                    Both("không có giá trị", "no such value").around(
                        f"{place[-1]}: {key}: ", f": {name}"
                    ),
                    _use(known),
                    source.place(place),
                )


def _fields(
    source: Source,
    file: CandidateFile,
    place: Place,
    record: type[Fact],
    fields: Mapping[str, FieldSpec],
) -> Iterator[Fault]:
    types = field_types(typing.cast("Any", record))
    for name, spec in fields.items():
        where = (*place, name)
        if name not in types:
            near = difflib.get_close_matches(name, types, n=1)
            yield Fault(
                "candidate/field",
                Both("không có trường", "no such field").around(f"{record.KIND}: ", f": {name}"),
                _fields_of(types, near),
                source.place(where),
            )
            continue
        hint = strip_none(types[name])
        if spec.map is not None and spec.map not in file.binding.maps:
            yield Fault(
                "candidate/map",
                Both("không có bảng đổi", "no value map named").around(
                    f"{record.KIND}.{name}: ", f" {spec.map!r}"
                ),
                Both("các bảng: ", "maps: ").before(", ".join(sorted(file.binding.maps))),
                source.place((*where, "map")),
            )
        yield from _listing(source, file, where, hint, spec)


def _listing(
    source: Source, file: CandidateFile, where: Place, hint: Any, spec: FieldSpec
) -> Iterator[Fault]:
    """A list of records needs 'list' and 'each'; what is no list takes neither."""
    many = typing.get_origin(hint) is tuple
    inner = typing.get_args(hint)[0] if many else hint
    records = isinstance(inner, type) and issubclass(inner, Fact)
    if records and spec.each is not None:
        yield from _fields(source, file, (*where, "each"), inner, spec.each)
    elif records or spec.each is not None or (spec.list is not None and not many):
        due = "list + each" if records else "path"
        yield Fault(
            "candidate/field",
            Both("trường này cần", "this field needs").around(f"{where[-1]}: ", f": {due}"),
            Both("xem tệp của cổng kèm theo", "see the file of the bundled portal").before(
                ": fixtures/candidates/reference.yaml"
            ),
            source.place(where),
        )


def _dates(source: Source, file: CandidateFile) -> Iterator[Fault]:
    for place, text in _walk(_at(source, ("binding",)), ("binding",)):
        field_date = place[-1] == "date" and {"fields", "each"}.intersection(map(str, place))
        if place != ("binding", "date") and not field_date:
            continue
        if place[-2] in {"fields", "each"}:  # a field that happens to be called so
            continue
        try:
            check_form(text)
        except DateFault as error:
            yield Fault(
                "candidate/date",
                words_of(error),
                Both("iso, epoch-ms, epoch-s, dd/MM/yyyy HH:mm:ss …"),
                source.place(place),
            )
    try:
        ZoneInfo(file.binding.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Fault(
            "candidate/zone",
            Both("không có múi giờ", "no such time zone").before(f": {file.binding.zone!r}"),
            Both("Asia/Ho_Chi_Minh"),
            source.place(("binding", "zone")),
        )
