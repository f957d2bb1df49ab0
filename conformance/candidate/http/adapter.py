"""The guarded ``requests`` adapter: the only place of this package that opens connections."""

from __future__ import annotations

import contextlib
import io
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, RemoteDisconnected
from typing import Any

import urllib3
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as RequestsConnectionError
from requests.exceptions import ReadTimeout
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError, ProtocolError, ReadTimeoutError, SSLError
from urllib3.util.retry import Retry

from conformance.candidate.http.decoding import read_body
from conformance.candidate.http.failures import FailureKind, Refusal
from conformance.candidate.http.framing import protocol
from conformance.candidate.http.limits import Limits
from conformance.candidate.http.oddities import Oddity, shown
from conformance.candidate.http.origins import Origin, Origins, normal_url, origin_of
from conformance.candidate.http.watchdog import WATCHDOG, Exchange
from conformance.candidate.http.wire import (
    GuardedHTTPConnection,
    GuardedHTTPSConnection,
    set_active,
)

_NEVER = Retry(total=False, redirect=False)
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class _Pool(HTTPConnectionPool):
    ConnectionCls = GuardedHTTPConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = GuardedHTTPSConnection

    def _validate_conn(self, conn: Any) -> None:
        # urllib3 warns on stderr where verification is off; that is for the report to say.
        if conn.is_closed:
            conn.connect()


@dataclass(frozen=True, slots=True)
class Seen:
    """What came back for one request."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    oddities: tuple[Oddity, ...]


class RefusedByGuard(RequestsConnectionError):
    """The guard gave an exchange up, in the terms of ``requests``; ``refusal`` says why."""

    def __init__(self, refusal: Refusal, request: PreparedRequest) -> None:
        self.refusal = refusal
        super().__init__(str(refusal), request=request)


class TooLateForGuard(RefusedByGuard, ReadTimeout):
    """The guard's deadline, in the terms of ``requests``."""


class GuardAdapter(HTTPAdapter):
    """Sends prepared requests under limits, to declared origins only.

    ``exchange`` is for ``GuardedClient``; ``send`` is for any ``requests.Session``. Proxies,
    client certificates and ``verify`` of a session are not heeded; redirects are never followed
    here. ``contexts`` are the TLS settings of origins that have their own.
    """

    def __init__(
        self,
        limits: Limits,
        origins: Origins,
        context: ssl.SSLContext,
        pool_maxsize: int = 4,
        contexts: Mapping[Origin, ssl.SSLContext] | None = None,
    ) -> None:
        self._limits = limits
        self._origins = origins
        self._context = context
        self._contexts = dict(contexts or {})
        super().__init__(pool_maxsize=pool_maxsize)

    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: Any
    ) -> None:
        """Make the pools of guarded connections (called by ``requests``)."""
        super().init_poolmanager(
            connections, maxsize, block, ssl_context=self._context, **pool_kwargs
        )
        origins = self._origins

        def plain(*args: Any, **kwargs: Any) -> HTTPConnectionPool:
            return _Pool(*args, origins=origins, **kwargs)

        def tls(*args: Any, **kwargs: Any) -> HTTPConnectionPool:
            return _TlsPool(*args, origins=origins, **kwargs)

        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": tls}

    def exchange(self, request: PreparedRequest, exchange: Exchange) -> Seen:
        """Send and read to the end; raises ``Refusal``."""
        _, seen = self._exchange(request, exchange)
        return seen

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> Response:
        """Send for a ``requests.Session``; raises ``RefusedByGuard`` (a ``ConnectionError``)."""
        del stream, verify, cert, proxies
        seconds = self._limits.deadline_seconds
        asked = (
            max(timeout or (0,), key=lambda t: t or 0) if isinstance(timeout, tuple) else timeout
        )
        if isinstance(asked, (int, float)) and asked > 0:
            seconds = min(seconds, asked)
        exchange = Exchange(self._limits, seconds)
        try:
            normal_url(request.url or "")
            raw, seen = self._exchange(request, exchange)
        except Refusal as refusal:
            late = refusal.kind in (FailureKind.DEADLINE, FailureKind.CONNECT_TIMEOUT)
            raise (TooLateForGuard if late else RefusedByGuard)(refusal, request) from None
        response = self.build_response(request, raw)
        response._content = seen.body
        response._content_consumed = True  # type: ignore[attr-defined]
        response.raw = urllib3.HTTPResponse(
            io.BytesIO(seen.body),
            headers=_once_decoded(seen.headers),
            status=seen.status,
            reason=seen.reason,
            preload_content=False,
            original_response=raw._original_response,
        )
        response.oddities = seen.oddities  # type: ignore[attr-defined]
        return response

    def _exchange(
        self, request: PreparedRequest, exchange: Exchange
    ) -> tuple[urllib3.HTTPResponse, Seen]:
        WATCHDOG.watch(exchange)
        set_active(exchange)
        try:
            try:
                return self._attempt(request, exchange)
            except (ProtocolError, Refusal) as error:
                if not _may_resend(request, exchange, error):
                    raise
            exchange.detach()
            return self._attempt(request, exchange)
        except Refusal as refusal:
            if exchange.fired and refusal.kind is not FailureKind.DEADLINE:
                raise exchange.too_late() from None
            raise
        except (HTTPError, HTTPException, OSError, ValueError, EOFError) as error:
            raise _refusal_for(error, exchange) from error
        finally:
            exchange.finish()
            set_active(None)

    def _attempt(
        self, request: PreparedRequest, exchange: Exchange
    ) -> tuple[urllib3.HTTPResponse, Seen]:
        origin = origin_of(request.url or "")
        own = self._contexts.get(origin)
        pool = self.poolmanager.connection_from_host(
            origin.host,
            origin.port,
            origin.scheme,
            pool_kwargs=None if own is None else {"ssl_context": own},
        )
        body = request.body
        raw: Any = pool.urlopen(
            method=request.method or "GET",
            url=request.path_url,
            body=body,
            headers=request.headers,
            redirect=False,
            assert_same_host=False,
            preload_content=False,
            decode_content=False,
            retries=_NEVER,
            timeout=None,
            chunked=not (body is None or "Content-Length" in request.headers),
        )
        try:
            encoding = raw.headers.get("content-encoding", "")
            content = read_body(raw.read1, encoding, exchange)
        except BaseException:
            raw.close()
            raise
        return raw, Seen(
            raw.status,
            raw.reason,
            tuple(exchange.header_pairs),
            content,
            tuple(exchange.oddities),
        )


def _once_decoded(headers: tuple[tuple[str, str], ...]) -> urllib3.HTTPHeaderDict:
    """Return the headers for a body that is decoded: who reads on must not decode it again."""
    kept = urllib3.HTTPHeaderDict()
    for name, value in headers:
        if name.lower() not in {"content-encoding", "content-length", "transfer-encoding"}:
            kept.add(name, value)
    return kept


def _may_resend(request: PreparedRequest, exchange: Exchange, error: Exception) -> bool:
    """A server may close a resting connection just as a request is sent on it."""
    if isinstance(error, Refusal) and error.cause != "closed-without-answer":
        return False
    return (
        exchange.reused
        and not exchange.fired
        and exchange.received == 0
        and request.method in _SAFE_METHODS
    )


def _refusal_for(error: Exception, exchange: Exchange) -> Refusal:
    """Translate what ``urllib3`` or the system raised."""
    causes = _causes(error)
    if exchange.fired:
        return exchange.too_late()
    if any(isinstance(e, (TimeoutError, ReadTimeoutError)) for e in causes):
        with contextlib.suppress(Refusal):
            exchange.remaining()
            if exchange.phase in ("connect", "tls"):
                return Refusal(FailureKind.CONNECT_TIMEOUT, exchange.phase, exchange.phase)
        return exchange.too_late()
    if any(isinstance(e, (SSLError, ssl.SSLError, ssl.CertificateError)) for e in causes):
        return Refusal(FailureKind.TLS, _tls_cause(causes), shown(str(causes[-1]), 200))
    if any(isinstance(e, RemoteDisconnected) for e in causes):
        return protocol("closed-without-answer", exchange.phase)
    if any(isinstance(e, ConnectionError) for e in causes):
        return protocol("connection-lost", exchange.phase)
    return protocol("unreadable", shown(f"{type(error).__name__}: {error}", 200))


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = [error]
    for inner in found:
        nested = [inner.__cause__, *inner.args]
        found += [e for e in nested if isinstance(e, BaseException) and e not in found]
        if len(found) > 20:
            break
    return found


_OURS_REFUSED = (
    "BAD_CERTIFICATE",
    "CERTIFICATE_EXPIRED",
    "CERTIFICATE_REQUIRED",
    "CERTIFICATE_REVOKED",
    "CERTIFICATE_UNKNOWN",
    "UNKNOWN_CA",
    "UNSUPPORTED_CERTIFICATE",
)


def _tls_cause(causes: list[BaseException]) -> str:
    """Tell the server's certificate from ours: of ours the server speaks, in an alert."""
    reasons = [str(getattr(e, "reason", "") or "") for e in causes if isinstance(e, ssl.SSLError)]
    if any("ALERT" in reason and reason.endswith(_OURS_REFUSED) for reason in reasons):
        return "client-certificate"
    verifying = any(isinstance(e, ssl.SSLCertVerificationError) for e in causes)
    return "certificate" if verifying else "handshake"
