"""Guard what we did not write: every ``requests.Session`` of the process (Schemathesis too)."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
import requests.sessions
from requests.adapters import BaseAdapter
from urllib3._version import __version__ as urllib3_version

from conformance.candidate.http.adapter import GuardAdapter
from conformance.candidate.http.limits import Limits
from conformance.candidate.http.origins import Origin, Origins
from conformance.candidate.http.tls import TlsTrust
from conformance.errors import Both, EvaluatorFault, Fault

_ONE_AT_A_TIME = threading.Lock()


def require_original_urllib3(version: str | None = None) -> None:
    """Raise ``EvaluatorFault`` where ``urllib3-future`` stands in for ``urllib3``.

    It numbers its patches from 900 on, and breaks ``requests`` adapters and Schemathesis.
    """
    version = urllib3_version if version is None else version
    patch = version.split(".")[2] if version.count(".") >= 2 else "0"
    digits = "".join(c for c in patch if c.isdigit()) or "0"
    if int(digits) >= 900:
        raise EvaluatorFault(
            Fault(
                code="urllib3-replaced",
                cause=Both(
                    f"urllib3 {version} là urllib3-future do niquests cài",
                    f"urllib3 {version} is urllib3-future, installed by niquests",
                ),
                mend=Both(
                    "gỡ niquests và urllib3-future, rồi cài lại urllib3",
                    "remove niquests and urllib3-future, then install urllib3 again",
                ),
            )
        )


@contextmanager
def guard_all_requests(
    limits: Limits,
    origins: Origins,
    *,
    tls: TlsTrust | None = None,
    tls_of: Mapping[Origin, TlsTrust] | None = None,
) -> Iterator[None]:
    """While it lasts, every session of ``requests`` sends through a ``GuardAdapter``.

    Sessions made before are covered too, and so are those with adapters of their own; what is
    given up is raised as ``RefusedByGuard`` (a ``requests`` ``ConnectionError``). Cannot be
    nested: raises ``EvaluatorFault``.
    """
    require_original_urllib3()
    context = (tls or TlsTrust()).context()
    contexts = {origin: trust.context() for origin, trust in (tls_of or {}).items()}
    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise EvaluatorFault(
            Fault(
                code="guard-nested",
                cause=Both("mọi yêu cầu đã được canh giữ", "all requests are guarded already"),
                mend=Both(
                    "ra khỏi guard_all_requests bên ngoài trước",
                    "leave the outer guard_all_requests first",
                ),
            )
        )

    class _Installed(GuardAdapter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            del args, kwargs
            super().__init__(limits, origins, context, 10, contexts)

    sessions: Any = requests.sessions
    before_class, before_choice = sessions.HTTPAdapter, sessions.Session.get_adapter
    shared = _Installed()

    def get_adapter(session: requests.Session, url: str) -> BaseAdapter:
        mounted = session.adapters.get(url.partition(":")[0].lower() + "://")
        return mounted if isinstance(mounted, _Installed) else shared

    sessions.HTTPAdapter, sessions.Session.get_adapter = _Installed, get_adapter
    try:
        yield
    finally:
        sessions.HTTPAdapter, sessions.Session.get_adapter = before_class, before_choice
        shared.close()
        _ONE_AT_A_TIME.release()
