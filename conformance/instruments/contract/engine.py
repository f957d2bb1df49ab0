"""The one place that knows Schemathesis (4.32.5); it runs in the child process and only there.

``schemathesis.engine`` is not in the library's public reference: the names used here are pinned
by ``tests/contract/test_engine_names.py``. A verdict must repeat, so there is one worker, a seed,
no database, no cache and no time in what is generated; time and requests only end it early.
"""

from __future__ import annotations

import base64
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Literal

import schemathesis
import schemathesis.engine
from requests import PreparedRequest
from schemathesis.engine import events

from conformance.instruments.contract.echoes import damaged
from conformance.instruments.contract.leaks import foreign_data, insides, sent_text
from conformance.instruments.contract.messages import (
    MAX_BODY,
    Ended,
    Found,
    Order,
    Sample,
    SentExchange,
    Trouble,
)
from conformance.words import Value

OWN_CHECKS = ("no_insides", "no_foreign_data", "text_unharmed")
BUILT_IN_CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance",
    "response_headers_conformance", "response_schema_conformance", "negative_data_rejection",
    "positive_data_acceptance", "missing_required_header", "unsupported_method",
    "allow_header_conformance", "use_after_free", "ensure_resource_availability", "ignored_auth",
    "object_level_authorization", "max_response_time",
)  # fmt: skip
_NOT_OURS = frozenset(
    {"host", "content-length", "connection", "accept-encoding", "user-agent", "accept",
     "x-schemathesis-testcaseid"}
)  # fmt: skip
_WORD_SHARE = 0.15
_KNOWN_SHARE = 0.7
Emit = Callable[[Value], None]


class Finder:
    """One run over the operations of an order."""

    def __init__(self, order: Order, emit: Emit) -> None:
        self._order, self._emit = order, emit
        self._seen: set[tuple[str, str, str]] = set()
        self._sampled: set[tuple[str, str]] = set()
        self._phases: Counter[str] = Counter()
        self._reached: set[str] = set()
        self._accepted: set[str] = set()
        self._secrets = {
            value: role for role, who in order.identities.items() for _, value in who.headers
        }
        self._spent: Literal["requests", "time"] | None = None
        self._began = time.monotonic()

    def spend(self) -> None:
        """The requests are used up: end at the next event."""
        self._spent = self._spent or "requests"

    def run(self, memory_mb: Callable[[], int]) -> Ended:
        """Try everything; emit what is found as it is found."""
        register_own_checks(self._role_of, self._order)
        schema = self._schema()
        stream = schemathesis.engine.from_schema(schema).execute()
        stopped = "completed"
        for event in stream:
            self._one(event)
            if isinstance(event, events.EngineFinished):
                stopped = str(event.stop_reason.value)
            if self._spent is None and self._seconds() > self._order.seconds:
                self._spent = "time"
            if self._spent is not None:
                stream.stop()
        reason: Any = self._spent or {"server_unavailable": "unavailable"}.get(stopped, "completed")
        return Ended(
            reason=reason,
            requests=sum(self._phases.values()),
            seconds=round(self._seconds(), 1),
            memory_mb=memory_mb(),
            phases=dict(self._phases),
            operations=len(self._reached),
            accepted=len(self._accepted),
        )

    def _seconds(self) -> float:
        return time.monotonic() - self._began

    def _schema(self) -> Any:
        order = self._order
        config = schemathesis.Config.from_dict(configuration(order))
        schema: Any = schemathesis.openapi.from_dict(order.document, config=config)
        wanted = set(order.operations)
        schema = schema.include(lambda ctx: ctx.operation.label in wanted)
        roles, identities = order.roles, order.identities

        @schema.auth(refresh_interval=None)
        class _Auth:
            def get(self, _case: Any, context: Any) -> Any:
                role = roles.get(context.operation.label)
                return identities.get(role) if role is not None else None

            def set(self, case: Any, data: Any, _context: Any) -> None:
                for name, value in data.headers:
                    case.headers[name] = value
                for name, value in data.cookies:
                    case.cookies[name] = value

        return schema

    def _one(self, event: Any) -> None:
        if isinstance(event, events.ScenarioFinished):
            phase = str(event.phase.value)
            self._phases[phase] += sum(
                i.response is not None for i in event.recorder.interactions.values()
            )
            self._samples(event.recorder)
            for found in self._findings(event.recorder, phase):
                self._emit(found)
        elif isinstance(event, events.NonFatalError):
            said = f"{event.info.title}: {event.info.message}".strip()
            network = "etwork" in said or "onnection" in said or "imeout" in said
            self._once(Trouble(operation=event.label, said=said[:600], network=network))
        elif isinstance(event, events.FatalError):
            raise event.exception

    def _once(self, trouble: Trouble) -> None:
        key = ("trouble", trouble.operation, trouble.said[:80])
        if key not in self._seen:
            self._seen.add(key)
            self._emit(trouble)

    def _samples(self, recorder: Any) -> None:
        for case_id, interaction in recorder.interactions.items():
            node = recorder.cases.get(case_id)
            if node is None or interaction.response is None:
                continue
            label = node.value.operation.label
            self._reached.add(label)
            status = interaction.response.status_code
            sort: Any = "accepted" if status < 300 else "refused" if 400 <= status < 500 else None
            if sort == "accepted":
                self._accepted.add(label)
            if sort is not None and (label, sort) not in self._sampled:
                self._sampled.add((label, sort))
                exchange = self._exchange(interaction)
                self._emit(Sample(operation=label, sort=sort, exchange=exchange))

    def _findings(self, recorder: Any, phase: str) -> Iterator[Found]:
        for case_id, checks in recorder.checks.items():
            for node in checks:
                if node.failure_info is None:
                    continue
                failure = node.failure_info.failure
                label = str(failure.operation or recorder.cases[case_id].value.operation.label)
                cause = str(failure._unique_key)[:200]
                key = (node.name, label, cause)
                shown = failure.case_id or case_id
                if key in self._seen or shown not in recorder.interactions:
                    continue
                self._seen.add(key)
                yield Found(
                    check=node.name,
                    operation=label,
                    cause=cause,
                    phase=phase,
                    said=f"{failure.title}: {failure.message}"[:800],
                    exchange=self._exchange(recorder.interactions[shown]),
                    before=tuple(self._before(recorder, shown, failure)),
                )

    def _before(self, recorder: Any, case_id: str, failure: Any) -> Iterator[SentExchange]:
        related = failure.related_case_ids()
        for case in recorder.iter_chain_cases(case_id=case_id, related_case_ids=related):
            if case.id != case_id and case.id in recorder.interactions:
                yield self._exchange(recorder.interactions[case.id])

    def _role_of(self, headers: Any) -> str:
        """Return whose credentials a request carries."""
        for values in headers.values():
            for value in values if isinstance(values, list) else [values]:
                if value in self._secrets:
                    return self._secrets[value]
        return "anyone"

    def _exchange(self, interaction: Any) -> SentExchange:
        request, response = interaction.request, interaction.response
        role = self._role_of(request.headers)
        headers = tuple(
            (name, str(value))
            for name, values in request.headers.items()
            for value in values
            if name.lower() not in _NOT_OURS and value not in self._secrets
        )
        body = request.body
        return SentExchange(
            method=request.method,
            url=request.uri,
            headers=headers,
            body=None if body is None else base64.b64encode(body).decode("ascii"),
            role=role,
            status=None if response is None else response.status_code,
            response_headers=()
            if response is None
            else tuple((k, v) for k, values in response.headers.items() for v in values),
            response_body=""
            if response is None
            else base64.b64encode((response.content or b"")[:MAX_BODY]).decode("ascii"),
            elapsed_ms=0.0 if response is None else response.elapsed * 1000,
        )


def configuration(order: Order) -> dict[str, Any]:
    """Return the settings of Schemathesis for an order: all phases, good data and bad."""
    wanted = set(order.checks)
    checks: dict[str, Any] = {
        name: {"enabled": name in wanted} for name in BUILT_IN_CHECKS if name != "max_response_time"
    }
    generation: dict[str, Any] = {
        "database": "none",
        "max-examples": order.examples,
        "mode": "all",
        "with-security-parameters": False,
    }
    settings: dict[str, Any] = {
        "base-url": order.prefix,
        "seed": order.seed,
        "workers": 1,
        "request-timeout": order.way.deadline_s,
        "continue-on-failure": True,
        "max-redirects": 0,
        "suppress-health-check": ["all"],
        "cache": {"enabled": False},
        "checks": checks,
        "generation": generation,
    }
    dictionaries: dict[str, Any] = {}
    if order.words:
        dictionaries["words"] = {"values": list(order.words)}
        generation["dictionaries"] = {"string": {"dictionary": "words", "probability": _WORD_SHARE}}
    for name, values in order.known.items():
        dictionaries[f"known-{name}"] = {"values": list(values)}
        settings.setdefault("parameters", {})[f"path.{name}"] = {
            "dictionary": f"known-{name}",
            "probability": _KNOWN_SHARE,
        }
    return settings | ({"dictionaries": dictionaries} if dictionaries else {})


def register_own_checks(role_of: Callable[[Any], str], order: Order) -> None:
    """Teach Schemathesis the checks that are ours, those of them that the order wants."""
    wanted = [name for name in OWN_CHECKS if name in order.checks]

    def no_insides(_ctx: Any, response: Any, _case: Any) -> None:
        if response.status_code >= 400:
            leak = insides(_text(response.content), _sent(response.request))
            assert leak is None, f"{leak.what.en}: {leak.excerpt}" if leak else ""

    def no_foreign_data(_ctx: Any, response: Any, _case: Any) -> None:
        who = order.identities.get(role_of(response.request.headers))
        if who is not None and who.foreign:
            leak = foreign_data(_text(response.content), who.foreign, _sent(response.request))
            assert leak is None, leak.what.en if leak else ""

    def text_unharmed(_ctx: Any, response: Any, _case: Any) -> None:
        if response.status_code < 300 and response.request.method in {"POST", "PUT", "PATCH"}:
            sent, back = _json(response.request.body), _json(response.content)
            hurt = damaged(sent, back)
            assert hurt is None, f"{hurt.place}: {hurt.sent!r} {hurt.came_back!r}" if hurt else ""

    own = {"no_insides": no_insides, "no_foreign_data": no_foreign_data,
           "text_unharmed": text_unharmed}  # fmt: skip
    for name in wanted:
        schemathesis.check(own[name])


def _text(content: Any) -> str:
    return (content or b"")[:MAX_BODY].decode("utf-8", "replace")


def _sent(request: PreparedRequest) -> str:
    body = request.body
    return sent_text(request.url or "", body.encode() if isinstance(body, str) else body)


def _json(content: Any) -> Any:
    try:
        return json.loads(content or b"")
    except (ValueError, RecursionError):
        return None
