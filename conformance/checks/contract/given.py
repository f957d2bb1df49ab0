"""What the contract checks share: a dossier's way through the bound operations, and its requests.

The way is the positive control: what was accepted there is then asked again, worse in one thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from conformance.candidate.facts import NotShown
from conformance.candidate.http import Answer, OutgoingRequest, read_json
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import OperationFailed
from conformance.candidate.sessions import NoAccount
from conformance.checks.kit.contract import DOCUMENT, Contract
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.expect import Violation
from conformance.evidence.exchange import Exchange
from conformance.evidence.redaction import PLACEHOLDER
from conformance.instruments.contract.document import DocumentedOperation
from conformance.instruments.contract.worse import Worse, worse_bodies, worse_queries
from conformance.words import Text

MOST = 25
"""Causes that one check tells of; the rest is counted."""
REASON = "Phục vụ kiểm tra tự động"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of the way, as it was accepted."""

    exchange: Exchange
    operation: DocumentedOperation | None
    """What the document knows it as, if there is a document that does."""

    @property
    def label(self) -> str:
        """Return the documented name, or that of the bound operation."""
        return self.operation.label if self.operation else self.exchange.operation

    @property
    def role(self) -> Role:
        """Return who asked."""
        return Role(self.exchange.role)

    def again(self) -> OutgoingRequest:
        """Return the request without anybody's credentials."""
        sent = self.exchange.request
        headers = tuple((n, v) for n, v in sent.headers if v != PLACEHOLDER)
        body = sent.body.content() if sent.body is not None else None
        return OutgoingRequest(sent.method, sent.url, headers, body)


def walk(portal: OneStop, data: TestBench) -> OpenDossier | None:
    """Bring a dossier through all hands, reading whatever can be read on the way.

    Only its submission must succeed; whatever else fails is other checks' business. Where
    nothing may be written, only what is public is read, and nothing is returned.
    """
    procedure = (
        data.procedures()[0] if not portal.file.sandbox else data.procedure("online", "free")
    )
    _in_public(portal, procedure.code)
    if not portal.file.sandbox:
        return None
    citizen, receiver, leader = portal.citizen, portal.receiver, portal.leader
    dossier = citizen.submit(
        procedure.code,
        data.person(Role.CITIZEN).applicant(),
        procedure.form,
        data.papers(procedure),
    )
    _each(
        citizen.who, citizen.own_dossiers, lambda: citizen.read(dossier),
        receiver.find, lambda: receiver.read(dossier), lambda: receiver.accept(dossier),
        lambda: dossier.code and portal.anyone.look_up(dossier.code),
        lambda: receiver.forward(dossier, procedure.agency),
        lambda: receiver.sheets(dossier), receiver.register,
        lambda: leader.assign(dossier, data.officer("handler")),
        lambda: leader.assignments(dossier),
        lambda: portal.handler.propose(dossier, "Đủ điều kiện giải quyết", "Kết quả kiểm tra"),
        lambda: leader.approve(dossier),
        lambda: portal.handler.results(dossier),
        lambda: receiver.announce_early(dossier, "Kết quả đã có trước hạn, mời đến nhận."),
        lambda: receiver.hand_over(dossier, data.person(Role.CITIZEN).name),
        lambda: citizen.results(dossier), lambda: citizen.payments(dossier),
        lambda: citizen.history(dossier), lambda: citizen.notices(dossier),
        lambda: receiver.history(dossier), lambda: leader.tracking("overdue"),
        portal.admin.accounts, portal.admin.audit,
        lambda: portal.admin.versions(procedure.code),
    )  # fmt: skip
    return dossier


def _in_public(portal: OneStop, procedure_code: str) -> None:
    anyone = portal.anyone
    tables = sorted(portal.file.test_data.code_tables)
    _each(
        anyone.search, lambda: anyone.procedure(procedure_code), anyone.agencies,
        *((lambda: anyone.code_table(tables[0])),) * bool(tables),
        anyone.rating_form, anyone.published_ratings,
    )  # fmt: skip


def _each(*steps: Callable[[], object]) -> None:
    for step in steps:
        try:
            step()
        except (OperationFailed, NotShown, NoAccount, NoTestData):
            continue


def asked(portal: OneStop, contract: Contract, *, each: bool = False) -> tuple[Asked, ...]:
    """Return the accepted requests of the way: the first of each operation and role, or all."""
    found: dict[tuple[str, str], Asked] = {}
    for exchange in portal.tape.exchanges:
        if exchange.response is None or exchange.operation == DOCUMENT:
            continue
        if not contract.succeeded(answer_of(exchange)):
            continue
        request = exchange.request
        operation = (
            contract.operation_of(request.method, request.url) if contract.described else None
        )
        one = Asked(exchange, operation)
        found.setdefault((one.label, exchange.ref if each else exchange.role), one)
    return tuple(found.values())


def known_values(requests: tuple[Asked, ...], contract: Contract) -> dict[str, tuple[str, ...]]:
    """Return the values that path parameters of the document had on the way, by their names."""
    found: dict[str, dict[str, None]] = {}
    for each in requests:
        path = contract.document.path_of(each.exchange.request.url, contract.base)
        if each.operation is None or path is None:
            continue
        for name, value in path_values(each.operation, path):
            found.setdefault(name, {})[value] = None
    return {name: tuple(values) for name, values in found.items()}


def path_values(operation: DocumentedOperation, path: str) -> Iterator[tuple[str, str]]:
    """Yield the path parameters of a request with their values."""
    for template, given in zip(operation.path.split("/"), path.split("/"), strict=False):
        if template.startswith("{") and template.endswith("}"):
            yield template[1:-1], unquote(given)


def filled(operation: DocumentedOperation, values: dict[str, tuple[str, ...]]) -> str:
    """Return the path of an operation with known values in it, and a made-up one elsewhere."""
    steps = operation.path.split("/")
    return "/".join(
        values.get(step[1:-1], ("motcua-0",))[0] if step.startswith("{") else step for step in steps
    )


def json_of(each: Asked) -> Any:
    """Return the JSON body of a request, or ``None``."""
    body = each.exchange.request.body
    if body is None or not body.media_type.endswith("json"):
        return None
    return read_json(body.content()).value


def changed(each: Asked, body: bytes | None, url: str | None = None) -> OutgoingRequest:
    """Return a request of the way with another body or address, without credentials."""
    request = each.again()
    content = request.body if body is None else body
    return OutgoingRequest(request.method, url or request.url, request.headers, content)


def worse_requests(contract: Contract, each: Asked) -> list[tuple[Worse, OutgoingRequest]]:
    """Return the request worse in one thing each, as the document's schemas tell."""
    judge, operation = contract.judge, each.operation
    if operation is None:
        return []
    made = list(worse_queries(judge.document, operation, each.exchange.request.url))
    body = json_of(each)
    if body is not None:
        made += worse_bodies(judge.document, judge.schemas, operation, body)
    return [(worse, changed(each, worse.body, worse.query)) for worse in made]


def violation(
    aspect: str,
    label: str,
    expected: Text,
    seen: Text,
    exchange: str | None,
    why: Text | None = None,
) -> Violation:
    """Return what one operation does wrong, named."""
    named = Text(vi=f"{label}: {seen.vi}", en=f"{label}: {seen.en}")
    return Violation(aspect, expected, named, why, exchange, operation=label)


def each_cause(found: Iterator[tuple[tuple[str, ...], Violation]]) -> list[Violation]:
    """Return one violation for each cause, at most ``MOST``; the last says how many are left."""
    causes: dict[tuple[str, ...], Violation] = {}
    for cause, each in found:
        causes.setdefault(cause, each)
    kept = list(causes.values())
    if len(kept) > MOST:
        left = len(kept) - MOST
        last = kept[MOST - 1]
        last.why = Text(vi=f"và {left} nguyên nhân khác", en=f"and {left} more causes")
    return kept[:MOST]


def answer_text(answer: Answer) -> str:
    """Return the body of an answer as text, whatever it is."""
    return answer.body.decode("utf-8", "replace")


def answer_of(exchange: Exchange) -> Answer:
    """Return the answer of an exchange as it is kept: live and replayed the same."""
    response = exchange.response
    assert response is not None
    return Answer(
        status=response.status,
        reason="",
        headers=response.headers,
        body=response.body.content(),
        oddities=(),
        elapsed_ms=exchange.elapsed_ms,
        started_at=exchange.started_at,
        url=exchange.request.url,
    )


def host_path(url: str) -> str:
    """Return path and query of an address, for the reader."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
