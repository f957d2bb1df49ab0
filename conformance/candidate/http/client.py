"""The guarded client: every byte to and from a candidate passes through it."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from types import TracebackType
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from requests import PreparedRequest
from requests.structures import CaseInsensitiveDict

from conformance.candidate.http.adapter import GuardAdapter, Seen
from conformance.candidate.http.budget import RequestBudget
from conformance.candidate.http.cookies import CookieBox
from conformance.candidate.http.decoding import ACCEPT_ENCODING
from conformance.candidate.http.failures import NoAnswer, Refusal, TransportFailure
from conformance.candidate.http.installation import require_original_urllib3
from conformance.candidate.http.limits import Limits
from conformance.candidate.http.messages import Answer, Headers, OutgoingRequest
from conformance.candidate.http.origins import Origin, Origins, normal_url, origin_of
from conformance.candidate.http.tls import TlsTrust
from conformance.candidate.http.watchdog import Exchange

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_WAIT = nullcontext()
_DEFAULT_HEADERS = {
    "User-Agent": "motcua-evaluator",
    "Accept": "*/*",
    "Accept-Encoding": ACCEPT_ENCODING,
}


class GuardedClient:
    """A ``Transport`` over the network; safe for many threads, each with its own connections.

    Keeps no cookies, follows no redirects, heeds no proxy and no other environment setting.
    ``budget``, where given, is waited for before each request and heeds Retry-After as it was
    told to. ``tls_of`` are the settings of origins that have their own. Raises
    ``ConfigurationFault`` for an unusable CA file, certificate or key, and ``EvaluatorFault`` for
    an environment in which ``urllib3`` has been replaced.
    """

    def __init__(
        self,
        limits: Limits,
        origins: Origins,
        *,
        tls: TlsTrust | None = None,
        tls_of: Mapping[Origin, TlsTrust] | None = None,
        budget: RequestBudget | None = None,
    ) -> None:
        require_original_urllib3()
        self.limits = limits
        self.origins = origins
        self._context = (tls or TlsTrust()).context()
        self._contexts = {origin: trust.context() for origin, trust in (tls_of or {}).items()}
        self._budget = budget
        self._local = threading.local()
        self._adapters: weakref.WeakSet[GuardAdapter] = weakref.WeakSet()
        self._lock = threading.Lock()

    def send(self, request: OutgoingRequest) -> Answer:
        """Send ``request`` and return the answer, whatever its status.

        Raises ``NoAnswer``, and ``BudgetSpent`` where a budget was given.
        """
        with self._budget.turn() if self._budget is not None else _NO_WAIT:
            answer = self._send(request)
        if self._budget is not None:
            self._budget.heed(answer)
        return answer

    def follow(
        self, answer: Answer, headers: Headers = (), cookies: CookieBox | None = None
    ) -> Answer:
        """Follow the redirect of ``answer`` by one GET, inside the declared origins.

        ``headers`` are sent only within the origin that redirected. Raises ``NoAnswer`` (kind
        ``outside-origins`` where the target is not declared) and ``ValueError`` for an answer
        that is not a redirect.
        """
        target = answer.redirected_to
        if target is None:
            raise ValueError("the answer is not a redirect")
        request = OutgoingRequest("GET", target)
        if self.origins.declares(target) and origin_of(normal_url(target)) == origin_of(answer.url):
            request = OutgoingRequest("GET", target, headers)
        return self.send(request if cookies is None else request.with_cookies(cookies))

    @property
    def budget(self) -> RequestBudget | None:
        """The budget that is waited for, if any."""
        return self._budget

    def close(self) -> None:
        """Close all kept-alive connections of all threads."""
        with self._lock:
            for adapter in list(self._adapters):
                adapter.close()

    def __enter__(self) -> GuardedClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _send(self, request: OutgoingRequest) -> Answer:
        started_at = datetime.now(HANOI)
        start = time.perf_counter()
        seconds = request.deadline_seconds or self.limits.deadline_seconds
        exchange = Exchange(self.limits, seconds)
        url = request.url
        try:
            url = self.origins.admit(url)
            seen = self._adapter().exchange(_prepared(request, url), exchange)
        except Refusal as refusal:
            raise NoAnswer(
                TransportFailure(
                    kind=refusal.kind,
                    cause=refusal.cause,
                    detail=refusal.words(),
                    url=url,
                    started_at=started_at,
                    elapsed_ms=(time.perf_counter() - start) * 1000,
                    status=exchange.status,
                    oddities=tuple(exchange.oddities),
                )
            ) from refusal
        return Answer(
            status=seen.status,
            reason=seen.reason,
            headers=seen.headers,
            body=seen.body,
            oddities=seen.oddities,
            elapsed_ms=(time.perf_counter() - start) * 1000,
            started_at=started_at,
            url=url,
            redirected_to=_target(seen, url) if seen.status in _REDIRECTS else None,
        )

    def _adapter(self) -> GuardAdapter:
        adapter: GuardAdapter | None = getattr(self._local, "adapter", None)
        if adapter is None:
            adapter = GuardAdapter(self.limits, self.origins, self._context, 1, self._contexts)
            self._local.adapter = adapter
            with self._lock:
                self._adapters.add(adapter)
        return adapter


def _prepared(request: OutgoingRequest, url: str) -> PreparedRequest:
    """Prepare by hand: no cookie jar, no netrc, no guessing of content types."""
    headers: CaseInsensitiveDict[str] = CaseInsensitiveDict(_DEFAULT_HEADERS)
    given: set[str] = set()
    for name, value in request.headers:
        text = value if value.isascii() else value.encode("utf-8").decode("latin-1")
        key = name.lower()
        headers[name] = f"{headers[name]}, {text}" if key in given else text
        given.add(key)
    prepared = PreparedRequest()
    prepared.method = request.method
    prepared.url = url
    prepared.body = request.body
    if request.body is not None:
        headers["Content-Length"] = str(len(request.body))
    elif request.method in ("POST", "PUT", "PATCH"):
        headers["Content-Length"] = "0"
    prepared.headers = headers
    return prepared


def _target(seen: Seen, url: str) -> str | None:
    location = next((value for name, value in seen.headers if name.lower() == "location"), None)
    if location is None:
        return None
    try:
        return urljoin(url, location)
    except ValueError:
        return location
