"""Performs operations against a candidate as its binding says, and classifies what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from conformance.candidate.adapters import Adapter, AdapterHttp, Refused, adapted
from conformance.candidate.binding import OperationSpec
from conformance.candidate.calling import Calls, Course, NotReady
from conformance.candidate.calls import CallSpec
from conformance.candidate.carrying import Carrying
from conformance.candidate.conditions import applies, paging
from conformance.candidate.decode import Decoder, Garbled, look
from conformance.candidate.file import CandidateFile
from conformance.candidate.forgery import Forgery
from conformance.candidate.operations import OPERATIONS, Operation, Role, Shape
from conformance.candidate.proofs import Proof
from conformance.candidate.recording import Tape
from conformance.candidate.reply import NotASandbox, Reply, ReplyKind
from conformance.candidate.sessions import Sessions
from conformance.candidate.template import TemplateFault, Templates, Unfilled
from conformance.candidate.turned_away import TurnedAway
from conformance.errors import Both, ConfigurationFault, Fault, words_of


class Engine:
    """One candidate, ready to be asked. Safe for many threads (each brings its own tape)."""

    def __init__(
        self, file: CandidateFile, sessions: Sessions, adapter: Adapter | None = None
    ) -> None:
        self.file = file
        self._sessions = sessions
        self._adapter = adapter
        self._carrying = Carrying(file.binding.operations)
        self._turned_away = TurnedAway(file)
        self._decoder = Decoder(file.binding)
        zone = ZoneInfo(file.binding.zone)
        templates = Templates(file.binding.maps, file.binding.date, zone)
        self._calls = Calls(file, sessions, templates)

    @property
    def common(self) -> Mapping[str, str]:
        """Return the headers that every request carries."""
        return self._sessions.common

    def perform(
        self,
        operation_id: str,
        role: Role,
        values: Mapping[str, Any],
        tape: Tape,
        forged: Forgery | None = None,
        proof: Proof | None = None,
    ) -> Reply:
        """Ask for an operation; ``forged`` is added to each of its calls.

        ``proof`` is a session of its own (``sign_in_as``) instead of the role's.
        Raises ``NoAnswer`` (unreachable), ``LoginFailed``/``NoAccount``, ``NotASandbox``,
        ``NotCarried`` (the binding has no place for a value that was given),
        ``ConfigurationFault`` (the binding names what is not there). Anything that the candidate
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
        self._carrying.expect(operation, values)
        usual = role is operation.role
        if spec.role is not None and usual:
            role = Role(spec.role)
        full = {**dict.fromkeys(operation.known), **values, **paging(values)}
        before = len(tape.exchanges)
        try:
            entitled = usual and forged is None and proof is None
            course = Course(tape, operation.id, role, forged, proof, entitled=entitled)
            if spec.python:
                return self._by_adapter(operation, full, course)
            return self._by_calls(operation, spec, full, course)
        except Unfilled as lack:
            asked = len(tape.exchanges) > before
            ref = tape.exchanges[-1].ref if asked else None
            return Reply(operation, ReplyKind.GARBLED, text=str(lack), exchange=ref)
        except TemplateFault as fault:
            raise ConfigurationFault(
                Fault(
                    "binding-template",
                    words_of(fault),
                    Both("sửa mẫu; các tên: ", "mend the template; names: ").before(
                        ", ".join(sorted(full))
                    ),
                    f"binding.operations.{operation_id}",
                )
            ) from fault

    def sign_in_as(self, username: str, password: str, like: Role, tape: Tape) -> Proof:
        """Sign in with an account that a check made, by the scheme of the account of ``like``.

        Raises ``LoginFailed``, ``NoAccount`` or ``NoAnswer``.
        """
        return self._sessions.sign_in_as(self.file, username, password, like, tape)

    def carries(self, operation_id: str, name: str) -> bool:
        """Tell whether the binding of an operation makes any use of a value."""
        return self._carrying.carries(operation_id, name)

    def _by_calls(
        self, operation: Operation, spec: OperationSpec, values: dict[str, Any], course: Course
    ) -> Reply:
        views: dict[str, Mapping[str, Any]] = {}
        view: Mapping[str, Any] = {}
        for step in spec.steps:
            if step.when is not None and not applies(step.when, values):
                continue
            items = values.get(step.each) or () if step.each else (None,)
            for item in items:
                given = {**values, "captured": course.captured}
                if step.each:
                    given["item"] = item
                try:
                    view = self._calls.ready(step, given, course.of(step))
                except NotReady as late:
                    kind, said = ReplyKind.GARBLED, str(late)
                    return self._reply(operation, kind, late.view, course.tape, text=said)
                kind = self._classify(step, view, course.tape)
                if kind is not ReplyKind.ACCEPTED:
                    return self._reply(operation, kind, view, course.tape)
                self._calls.capture(step, view, course)
            if step.name:
                views[step.name] = view
        if not view:
            said = "the binding has no call for these values"
            return Reply(operation, ReplyKind.UNOFFERED, text=said)
        if spec.read_from:
            view = views.get(spec.read_from, view)
        view = {**view, "captured": course.captured}
        return self._decode(operation, spec, view, course.tape)

    def page_size(self, operation_id: str) -> int | None:
        """Return how many records the candidate gives on one page at most, if that is said."""
        spec = self.file.binding.operations.get(operation_id)
        return spec.page_size if spec is not None else None

    def _classify(self, step: CallSpec, view: Mapping[str, Any], tape: Tape) -> ReplyKind:
        status = int(view["status"])
        error = self.file.binding.error
        code = self._calls.code_of(view)
        if self._calls.succeeded(step, view):
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
        asked = tape.exchanges[-1].request.url
        if status in {401, 403} or self._turned_away.says_no(view, asked):
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
            code=self._calls.code_of(view),
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
                more["more"] = (look(spec.more, view) is True) if spec.more else None
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

    def _by_adapter(self, operation: Operation, values: Mapping[str, Any], course: Course) -> Reply:
        assert self._adapter is not None
        http, tape = AdapterHttp(self._calls, course), course.tape
        before = len(tape.exchanges)
        kind, more = ReplyKind.ACCEPTED, {}
        try:
            role = course.role.value
            more = adapted(operation, self._adapter.perform(operation.id, role, values, http))
        except Refused as refused:
            kind, more = refused.kind, {"text": refused.text}
        except NotReady as late:
            kind, more = ReplyKind.GARBLED, {"text": str(late)}
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
