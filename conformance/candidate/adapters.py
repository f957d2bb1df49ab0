"""Python classes that perform operations which data cannot express, and the way out they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from conformance.candidate.calling import Calls, Course
from conformance.candidate.calls import CallSpec
from conformance.candidate.decode import Garbled
from conformance.candidate.operations import Operation, Shape
from conformance.candidate.reply import ReplyKind


class Adapter(Protocol):
    """A Python class that performs operations which data cannot express."""

    def perform(
        self, operation: str, role: str, values: Mapping[str, Any], http: AdapterHttp
    ) -> Mapping[str, Any] | Sequence[Mapping[str, Any]] | None:
        """Return canonical fields (one mapping, or a sequence for many); raise ``Refused``."""
        ...


class Refused(Exception):
    """Raised by an adapter: the candidate said no."""

    def __init__(self, kind: ReplyKind, text: str) -> None:
        self.kind, self.text = kind, text
        super().__init__(text)


class AdapterHttp:
    """The guarded, recorded way out that an adapter gets; it has no other."""

    def __init__(self, calls: Calls, course: Course) -> None:
        self._calls, self._course = calls, course

    def call(self, call: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Make one call given as in the binding; return ``{status, headers, body, text, …}``.

        With ``until`` it is made until it is ready. Cookies are kept from one call to the next.
        """
        spec = CallSpec.model_validate(call)
        return self._calls.ready(spec, values, self._course.of(spec))


def adapted(operation: Operation, given: Any) -> dict[str, Any]:
    """Make facts of what an adapter returned; raise ``Garbled`` when it is of another form."""
    if operation.gives is None or given is None:
        return {}
    many = not isinstance(given, Mapping)
    if many is not (operation.shape is Shape.MANY):
        raise Garbled(f"{operation.id} gives {operation.shape.value}")
    items = [dict(item) for item in (given if many else [given])]
    unknown = sorted({name for item in items for name in item} - operation.gives.field_names())
    if unknown:
        raise Garbled(f"{operation.gives.KIND} has no {', '.join(unknown)}")
    records = tuple(operation.gives.of(item) for item in items)
    return {"records": records} if many else {"record": records[0]}
