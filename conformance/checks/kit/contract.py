"""The candidate's own OpenAPI document as a check sees it, and a way to ask by it.

Everything that is sent goes over the check's tape, so that it is recorded and replayed; what the
random finder found is kept in the run's journal and given again on replay.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

from conformance.candidate.answers import view_of
from conformance.candidate.contract import ContractSpec, OperationGroup
from conformance.candidate.decode import look
from conformance.candidate.file import CandidateFile
from conformance.candidate.http import Answer, OutgoingRequest
from conformance.candidate.operations import Role
from conformance.candidate.portal import Portal
from conformance.candidate.proofs import Proof
from conformance.instruments.contract.answers import AnswerJudge
from conformance.instruments.contract.document import (
    Document,
    DocumentedOperation,
    UnreadableDocument,
    read_document,
)
from conformance.instruments.contract.finder import FinderRun
from conformance.instruments.contract.messages import Order
from conformance.words import Text

DOCUMENT = "contract.document"
"""What the exchange that brings the document is called."""


_ABSENT = frozenset({404, 405, 410, 501})


class NotDescribed(Exception):
    """The candidate has no OpenAPI document, none that can be read (not ``absent``), or one that
    describes nothing of what a check is about.
    """

    def __init__(self, seen: Text, *, absent: bool = True) -> None:
        self.seen, self.absent = seen, absent
        super().__init__(seen.en)


class ContractSource(Protocol):
    """Where credentials, files and the finder's run come from: live, or kept."""

    def proof(self, role: Role) -> Proof:
        """Return what the account of a role puts on its requests."""
        ...

    def content(self, name: str) -> bytes:
        """Return a file beside the candidate file; raises ``OSError``."""
        ...

    def finder_run(self, order: Callable[[], Order], portal: Portal) -> FinderRun:
        """Return the run's one random search, started with ``order()`` by who asks first."""
        ...


@lru_cache(maxsize=8)
def _judge(content: bytes, media_type: str) -> AnswerJudge:
    return AnswerJudge(read_document(content, media_type))


class Contract:
    """The document of one candidate, for one check."""

    def __init__(self, file: CandidateFile, source: ContractSource, portal: Portal) -> None:
        self._file, self._source, self._portal = file, source, portal
        self._read: AnswerJudge | None = None

    @property
    def spec(self) -> ContractSpec:
        """Return what the candidate file says of it; raises ``NotDescribed``."""
        if self._file.contract is None:
            raise NotDescribed(
                Text(
                    vi="tệp khai báo không nêu tài liệu OpenAPI nào",
                    en="the candidate file names no OpenAPI document",
                )
            )
        return self._file.contract

    @property
    def described(self) -> bool:
        """Whether there is a document that can be read."""
        try:
            return self.judge is not None
        except NotDescribed:
            return False

    def require(self) -> None:
        """Raise ``NotDescribed`` unless there is a document that can be read."""
        assert self.judge is not None

    @property
    def base(self) -> str:
        """Return the address that the document describes."""
        name = self.spec.document.base
        return self._file.bases[name] if name else self._file.first_base

    @property
    def judge(self) -> AnswerJudge:
        """Return the judge of answers by the document; raises ``NotDescribed``."""
        if self._read is None:
            place = self.spec.document
            content, kind = self._fetch(place.path) if place.path else self._open(str(place.file))
            try:
                self._read = _judge(content, kind)
            except UnreadableDocument as unreadable:
                raise NotDescribed(unreadable.seen, absent=False) from unreadable
        return self._read

    @property
    def document(self) -> Document:
        """Return the document; raises ``NotDescribed``."""
        return self.judge.document

    def _fetch(self, path: str) -> tuple[bytes, str]:
        request = OutgoingRequest("GET", self.base + path, (("Accept", "application/json, */*"),))
        answer = self._portal.tape.send(request, DOCUMENT, Role.ANYONE.value)
        if answer.status != 200:
            seen = f"GET {path}: HTTP {answer.status}"
            raise NotDescribed(Text(vi=seen, en=seen), absent=answer.status in _ABSENT)
        kept = self._portal.tape.exchanges[-1].response  # as a replay will find it
        return kept.body.content() if kept else b"", answer.media_type

    def _open(self, name: str) -> tuple[bytes, str]:
        try:
            return self._source.content(name), ""
        except OSError as error:
            raise NotDescribed(
                Text(
                    vi=f"không đọc được tệp {name}: {error.strerror}",
                    en=f"{name} cannot be read: {error.strerror}",
                )
            ) from error

    def operation_of(self, method: str, url: str) -> DocumentedOperation | None:
        """Return the documented operation of a request, if any."""
        path = self.document.path_of(url, self.base)
        return None if path is None else self.document.match(method, path)

    def role_of(self, operation: DocumentedOperation) -> Role:
        """Return who asks for an operation: by rule, by security scheme, or anyone."""
        for rule in self.spec.roles:
            if names(rule, operation):
                return rule.role
        found = (self.spec.schemes[s] for s in operation.schemes if s in self.spec.schemes)
        return next(found, Role.ANYONE)

    def left_out(self, operation: DocumentedOperation) -> str | None:
        """Return why the random finder leaves an operation alone."""
        return next((r.reason for r in self.spec.leave_out if names(r, operation)), None)

    def send(
        self, request: OutgoingRequest, operation: str, role: Role = Role.ANYONE
    ) -> tuple[Answer, str]:
        """Send over the check's tape with the credentials of ``role``; return answer and exchange.

        Raises ``NoAnswer``, ``LoginFailed``, ``NoAccount``.
        """
        if role is not Role.ANYONE:
            proof = self._source.proof(role)
            for name, value in proof.headers.items():
                request = request.with_header(name, value)
            request = request.with_cookies(proof.cookies)
        answer = self._portal.tape.send(request, operation, role.value)
        return answer, self._portal.tape.exchanges[-1].ref

    def succeeded(self, answer: Answer) -> bool:
        """Tell whether something was done: a success by the binding, and no page to sign in."""
        if answer.media_type in {"text/html", "application/xhtml+xml"}:
            return False
        return look(self._file.binding.success, view_of(answer, {})) is True

    def find(self, order: Callable[[], Order]) -> FinderRun:
        """Return what the random finder found."""
        return self._source.finder_run(order, self._portal)

    def proof(self, role: Role) -> Proof:
        """Return what the account of a role puts on its requests."""
        return self._source.proof(role)


def names(group: OperationGroup, operation: DocumentedOperation) -> bool:
    """Tell whether a group of the candidate file holds an operation."""
    return bool(set(group.tags) & set(operation.tags)) or bool(
        {operation.id, operation.label} & set(group.operations)
    )
