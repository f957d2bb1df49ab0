"""Performs operations against a candidate as its binding says, and classifies what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from conformance.candidate.answers import view_of
from conformance.candidate.binding import CallSpec, OperationSpec
from conformance.candidate.conditions import applies, paging, used_by
from conformance.candidate.decode import Decoder, Garbled, look
from conformance.candidate.facts import NotShown
from conformance.candidate.file import CandidateFile
from conformance.candidate.operations import OPERATIONS, PAGING, Operation, Role, Shape
from conformance.candidate.recording import Tape
from conformance.candidate.reply import NotASandbox, Reply, ReplyKind
from conformance.candidate.requests_out import build_request
from conformance.candidate.sessions import Proof, Sessions
from conformance.candidate.template import TemplateFault, Templates, Unfilled
from conformance.errors import ConfigurationFault, Fault


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

    def __init__(self, engine: Engine, tape: Tape, operation: str, role: Role) -> None:
        self._engine, self._tape = engine, tape
        self._operation, self._role = operation, role

    def call(self, call: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Make one call given as in the binding; return ``{status, headers, body, text}``."""
        spec = CallSpec.model_validate(call)
        return self._engine.call_once(spec, values, {}, self._tape, self._operation, self._role)


class Engine:
    """One candidate, ready to be asked. Safe for many threads (each brings its own tape)."""

    def __init__(
        self, file: CandidateFile, sessions: Sessions, adapter: Adapter | None = None
    ) -> None:
        self.file = file
        self._sessions = sessions
        self._adapter = adapter
        self._used = {name: used_by(spec) for name, spec in file.binding.operations.items()}
        self._decoder = Decoder(file.binding)
        self._templates = Templates(
            file.binding.maps, file.binding.date, ZoneInfo(file.binding.zone)
        )

    def perform(
        self, operation_id: str, role: Role, values: Mapping[str, Any], tape: Tape
    ) -> Reply:
        """Ask for an operation.

        Raises ``NoAnswer`` (unreachable), ``LoginFailed``/``NoAccount``, ``NotASandbox``,
        ``NotShown`` (the binding leaves out a criterion that was given), ``ConfigurationFault``
        (the binding names what is not there). Anything that the candidate
        answers, however odd, is a ``Reply``.
        """
        operation = OPERATIONS[operation_id]
        missing = operation.required - {k for k, v in values.items() if v is not None}
        if missing or set(values) - operation.known:
            raise TypeError(f"{operation_id} takes {operation.takes}, got {sorted(values)}")
        spec = self.file.binding.operations.get(operation_id)
        if spec is None or spec.absent is not None:
            absent = spec.absent if spec else None
            return Reply(
                operation,
                ReplyKind.UNOFFERED,
                text=absent.reason if absent else "not in the binding",
                manual=absent.manual if absent else None,
            )
        if not operation.reads and not self.file.sandbox:
            raise NotASandbox(operation_id)
        if operation.reads:
            self._expect_carried(operation, values)
        if spec.role is not None and role is operation.role:
            role = Role(spec.role)
        full = {**dict.fromkeys(operation.known), **values, **paging(values)}
        before = len(tape.exchanges)
        try:
            if spec.python:
                return self._by_adapter(operation, role, full, tape)
            return self._by_calls(operation, spec, role, full, tape)
        except Unfilled as lack:
            asked = len(tape.exchanges) > before
            ref = tape.exchanges[-1].ref if asked else None
            return Reply(operation, ReplyKind.GARBLED, text=str(lack), exchange=ref)
        except TemplateFault as fault:
            raise ConfigurationFault(
                Fault(
                    "binding-template",
                    str(fault),
                    "sửa mẫu trong tệp / mend the template; names: " + ", ".join(sorted(full)),
                    f"binding.operations.{operation_id}",
                )
            ) from fault

    def carries(self, operation_id: str, name: str) -> bool:
        """Tell whether the binding of an operation makes any use of a value."""
        spec = self.file.binding.operations.get(operation_id)
        return spec is not None and (spec.python or name in self._used[operation_id])

    def _expect_carried(self, operation: Operation, values: Mapping[str, Any]) -> None:
        """A question that the binding would ask without one of its criteria is another question."""
        for name in sorted(operation.known - operation.required - PAGING):
            if values.get(name) is not None and not self.carries(operation.id, name):
                raise NotShown(operation.id, name)

    def _by_calls(
        self,
        operation: Operation,
        spec: OperationSpec,
        role: Role,
        values: dict[str, Any],
        tape: Tape,
    ) -> Reply:
        captured: dict[str, Any] = {}
        views: dict[str, Mapping[str, Any]] = {}
        view: Mapping[str, Any] = {}
        for step in spec.steps:
            if step.when is not None and not applies(step.when, values):
                continue
            items = values.get(step.each) or () if step.each else (None,)
            for item in items:
                given = {**values, "captured": captured}
                if step.each:
                    given["item"] = item
                view = self.call_once(step, given, captured, tape, operation.id, role)
                kind = self._classify(step, view)
                if kind is not ReplyKind.ACCEPTED:
                    return self._reply(operation, kind, view, tape)
                for name, path in step.capture.items():
                    captured[name] = look(path, {**view, "captured": captured})
            if step.name:
                views[step.name] = view
        if not view:
            said = "the binding has no call for these values"
            return Reply(operation, ReplyKind.UNOFFERED, text=said)
        if spec.read_from:
            view = views.get(spec.read_from, view)
        view = {**view, "captured": captured}
        return self._decode(operation, spec, view, tape)

    def call_once(
        self,
        step: CallSpec,
        values: Mapping[str, Any],
        captured: Mapping[str, Any],
        tape: Tape,
        operation: str,
        role: Role,
    ) -> Mapping[str, Any]:
        """Make one call, signing in again once when the session has run out."""
        base = self.file.bases[step.base] if step.base else self.file.first_base
        proof = self._sessions.proof(role, step.auth)
        view = self._send(step, base, values, proof, captured, tape, operation, role)
        if self._renewable(role, step) and self._session_ended(view):
            renewed = self._sessions.renew(role, proof, step.auth)
            view = self._send(step, base, values, renewed, captured, tape, operation, role)
        return view

    def _renewable(self, role: Role, step: CallSpec) -> bool:
        """Tell whether signing in again may help; from the file, so that a replay knows it too."""
        account = self.file.test_data.accounts.get(role)
        if account is None or role is Role.ANYONE or step.auth == "none":
            return False
        kind = self.file.binding.auth[step.auth or account.auth].kind
        return kind in {"bearer", "cookie", "body-session"}

    def _session_ended(self, view: Mapping[str, Any]) -> bool:
        error = self.file.binding.error
        code = self._code(view) if error.session_ended else None
        return view["status"] == 401 or (code is not None and code in error.session_ended)

    def _send(
        self,
        step: CallSpec,
        base: str,
        values: Mapping[str, Any],
        proof: Proof,
        captured: Mapping[str, Any],
        tape: Tape,
        operation: str,
        role: Role,
    ) -> dict[str, Any]:
        headers = {**self.file.binding.headers, **proof.headers}
        request = build_request(step, base, self._templates, values, headers, proof.session_field)
        request = request.with_cookies(proof.cookies)
        return view_of(tape.send(request, operation, role.value), captured)

    def _code(self, view: Mapping[str, Any]) -> str | None:
        """Return the code of a refusal; JMESPath's ``false`` and an empty text are none."""
        path = self.file.binding.error.code
        found = look(path, view) if path else None
        return None if found is None or found is False or found == "" else str(found)

    def _classify(self, step: CallSpec, view: Mapping[str, Any]) -> ReplyKind:
        status = int(view["status"])
        error = self.file.binding.error
        code = self._code(view)
        if look(step.success or self.file.binding.success, view) is True:
            return ReplyKind.ACCEPTED
        if code is not None:
            for words, kind in (
                ((*error.denied, *error.session_ended), ReplyKind.DENIED),
                (error.missing, ReplyKind.MISSING),
                (error.unoffered, ReplyKind.UNOFFERED),
                (error.broken, ReplyKind.BROKEN),
            ):
                if code in words:
                    return kind
        if status in {405, 501}:
            return ReplyKind.UNOFFERED
        if status >= 500:
            return ReplyKind.BROKEN
        if status in {401, 403}:
            return ReplyKind.DENIED
        if status in {404, 410}:
            return ReplyKind.MISSING
        if 300 <= status < 400:
            return ReplyKind.GARBLED
        if status < 300 and code is None:
            return ReplyKind.GARBLED
        return ReplyKind.REFUSED

    def _reply(
        self,
        operation: Operation,
        kind: ReplyKind,
        view: Mapping[str, Any],
        tape: Tape,
        **more: Any,
    ) -> Reply:
        error = self.file.binding.error
        text = look(error.text, view) if error.text else None
        return Reply(
            operation,
            kind,
            status=int(view["status"]),
            code=self._code(view),
            text=more.pop("text", None if text is None else str(text)),
            raw=view["text"],
            body=view["body"],
            content=view.get("content"),
            exchange=tape.exchanges[-1].ref if tape.exchanges else None,
            **more,
        )

    def _decode(
        self, operation: Operation, spec: OperationSpec, view: Mapping[str, Any], tape: Tape
    ) -> Reply:
        kept = {name: str(look(path, view)) for name, path in spec.keep.items() if look(path, view)}
        more: dict[str, Any] = {"kept": kept}
        try:
            if operation.shape is Shape.MANY:
                more["records"] = self._records(operation, spec, view)
                total = look(spec.total, view) if spec.total else None
                more["total"] = int(total) if isinstance(total, (int, str)) else None
            elif operation.shape is Shape.ONE and spec.fields:
                assert operation.gives is not None
                item = look(spec.item, view)
                more["record"] = self._decoder.record(operation.gives, spec.fields, item)
        except (Garbled, ValueError) as error:
            return self._reply(operation, ReplyKind.GARBLED, view, tape, text=str(error))
        return self._reply(operation, ReplyKind.ACCEPTED, view, tape, **more)

    def _records(
        self, operation: Operation, spec: OperationSpec, view: Mapping[str, Any]
    ) -> tuple[Any, ...]:
        items = look(spec.items, view)
        if not isinstance(items, list):
            raise Garbled("a list of records was due")
        assert operation.gives is not None
        return tuple(self._decoder.record(operation.gives, spec.fields, x) for x in items)

    def _by_adapter(
        self, operation: Operation, role: Role, values: Mapping[str, Any], tape: Tape
    ) -> Reply:
        assert self._adapter is not None
        http = AdapterHttp(self, tape, operation.id, role)
        before = len(tape.exchanges)
        kind, more = ReplyKind.ACCEPTED, {}
        try:
            more = _adapted(
                operation, self._adapter.perform(operation.id, role.value, values, http)
            )
        except Refused as refused:
            kind, more = refused.kind, {"text": refused.text}
        except (LookupError, TypeError, ValueError, AttributeError, Garbled) as error:
            kind, more = ReplyKind.GARBLED, {"text": f"adapter: {type(error).__name__}: {error}"}
        last = tape.exchanges[-1] if len(tape.exchanges) > before else None
        seen = last.response if last is not None else None
        return Reply(
            operation,
            kind,
            status=seen.status if seen is not None else None,
            raw=(seen.body.text or "") if seen is not None else "",
            exchange=last.ref if last is not None else None,
            **more,
        )


def _adapted(operation: Operation, given: Any) -> dict[str, Any]:
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
