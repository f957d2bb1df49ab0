"""Sessions: each account signs in once and its proof is put on every request of its role."""

from __future__ import annotations

import base64
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Protocol

from conformance.candidate.answers import view_of
from conformance.candidate.binding import AuthSpec
from conformance.candidate.decode import look
from conformance.candidate.file import Account, CandidateFile
from conformance.candidate.http import Answer, CookieBox
from conformance.candidate.operations import Role
from conformance.candidate.recording import LiveTape
from conformance.candidate.requests_out import build_request, can_be_header
from conformance.candidate.template import Templates, Unfilled


class LoginFailed(Exception):
    """An account could not sign in."""

    def __init__(self, role: str, why: str, exchange: str | None) -> None:
        self.role, self.why, self.exchange = role, why, exchange
        super().__init__(f"{role}: {why}")


class NoAccount(Exception):
    """The candidate file lends no account for a role."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(role)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a signed-in account puts on its requests."""

    headers: Mapping[str, str] = field(default_factory=dict)
    session_field: tuple[str, str] | None = None
    cookies: CookieBox = field(default_factory=CookieBox)
    signed_in: bool = False
    """Whether an account stands behind it, rather than anybody."""


class Sessions(Protocol):
    """Where the engine gets the proof of a role."""

    def proof(self, role: Role, auth: str | None = None) -> Proof:
        """Return the proof; raise ``LoginFailed`` or ``NoAccount``."""
        ...

    def renew(self, role: Role, stale: Proof, auth: str | None = None) -> Proof:
        """Sign in again unless somebody did since ``stale`` was made."""
        ...


class LiveSessions:
    """Signs in over the wire, once per role, shared by all checks.

    Those who wait while somebody signs in for their role share what comes of it, a failure too.
    """

    def __init__(
        self,
        file: CandidateFile,
        templates: Templates,
        tape_for: Callable[[str], LiveTape],
        add_secret: Callable[[str, str], None],
    ) -> None:
        self._file, self._templates = file, templates
        self._tape_for, self._add_secret = tape_for, add_secret
        self._proofs: dict[tuple[Role, str], Proof] = {}
        self._pending: dict[tuple[Role, str], Future[Proof]] = {}
        self._tries: Counter[Role] = Counter()
        self._lock = threading.Lock()

    def proof(self, role: Role, auth: str | None = None) -> Proof:
        """Return the proof of a role, signing in when needed."""
        if role is Role.ANYONE or auth == "none":
            return Proof()
        return self._proof(role, auth or self.account(role).auth, None)

    def renew(self, role: Role, stale: Proof, auth: str | None = None) -> Proof:
        """Sign in again, unless another thread already has."""
        return self._proof(role, auth or self.account(role).auth, stale)

    def _proof(self, role: Role, auth: str, stale: Proof | None) -> Proof:
        key = (role, auth)
        with self._lock:
            held = self._proofs.get(key)
            if held is not None and held is not stale:
                return held
            pending = self._pending.get(key)
            if pending is None:
                mine = self._pending[key] = Future[Proof]()
        if pending is not None:
            return pending.result()
        try:
            proof = self.sign_in(role, auth=auth)
        except BaseException as error:
            with self._lock:
                self._proofs.pop(key, None)
                del self._pending[key]
            mine.set_exception(error)
            raise
        with self._lock:
            self._proofs[key] = proof
            del self._pending[key]
        mine.set_result(proof)
        return proof

    def account(self, role: Role) -> Account:
        """Return the account of a role; raise ``NoAccount``."""
        account = self._file.test_data.accounts.get(role)
        if account is None:
            raise NoAccount(role.value)
        return account

    def sign_in(self, role: Role, password: str | None = None, auth: str | None = None) -> Proof:
        """Sign in now (with another password when given, to see it refused).

        ``auth`` names another scheme than the account's. Raises ``LoginFailed``, ``NoAccount``
        or ``NoAnswer``.
        """
        account = self.account(role)
        spec = self._file.binding.auth[auth or account.auth]
        secret = password or account.password.value(f"test_data.accounts.{role.value}.password")
        self._add_secret(secret, f"{role.value}.password")
        values: dict[str, Any] = {
            "account": {
                "username": account.username, "password": secret, "facts": account.facts,
            },
            "captured": {},
        }  # fmt: skip
        fixed = {
            **self._file.binding.headers,
            **{k: self._templates.fill_text(v, values) for k, v in spec.headers.items()},
        }
        if spec.kind == "basic":
            pair = base64.b64encode(f"{account.username}:{secret}".encode()).decode()
            self._add_secret(pair, f"{role.value}.basic")
            return Proof({**fixed, "Authorization": f"Basic {pair}"}, signed_in=True)
        if spec.kind in {"none", "headers"}:
            return Proof(fixed, signed_in=True)
        tape = self._tape_for(role.value)
        with self._lock:
            self._tries[role] += 1
            number = self._tries[role]
        if number > 1:  # so that exchanges of two sign-ins have different names
            tape.lane = f"{tape.lane}-{number:03d}"
        return self._log_in(role, spec, values, fixed, tape)

    def _log_in(
        self,
        role: Role,
        spec: AuthSpec,
        values: dict[str, Any],
        fixed: dict[str, str],
        tape: LiveTape,
    ) -> Proof:
        cookies = CookieBox()
        view: Mapping[str, Any] = {}

        def learn(answer: Answer) -> None:
            box = cookies.after(answer)
            self._learn(role, spec, _login_view(answer, values["captured"], box), box)

        for call in spec.login:
            base = self._file.bases[call.base] if call.base else self._file.first_base
            try:
                request = build_request(call, base, self._templates, values, fixed)
            except Unfilled as lack:
                raise LoginFailed(role.value, str(lack), _last_ref(tape)) from lack
            request = request.with_cookies(cookies)
            answer = tape.send(request, "session.sign-in", role.value, learn)
            cookies = cookies.after(answer)
            view = _login_view(answer, values["captured"], cookies)
            for name, path in call.capture.items():
                values["captured"][name] = look(path, view)
            success = call.success or spec.success or self._file.binding.success
            if look(success, view) is not True:
                said = f"HTTP {answer.status}"
                raise LoginFailed(role.value, said, _last_ref(tape))
        try:
            return _proof_from(spec, view, cookies, fixed)
        except Unfilled as lack:
            raise LoginFailed(role.value, str(lack), _last_ref(tape)) from lack

    def _learn(self, role: Role, spec: AuthSpec, view: Mapping[str, Any], box: CookieBox) -> None:
        """Register what proves the account, before the answer that brings it is written."""
        for cookie in box.cookies:
            self._add_secret(cookie.value, f"{role.value}.cookie")
        token = _token(spec, view)
        if token:
            self._add_secret(token, f"{role.value}.token")
        forgery = _anti_forgery(spec, view, box)
        if forgery:
            self._add_secret(forgery, f"{role.value}.anti-forgery")


def _login_view(
    answer: Answer, captured: Mapping[str, Any], cookies: CookieBox
) -> Mapping[str, Any]:
    named = {cookie.name: cookie.value for cookie in cookies.cookies}
    return {**view_of(answer, captured), "cookies": named}


def _token(spec: AuthSpec, view: Mapping[str, Any]) -> str | None:
    found = look(spec.token, view) if spec.token else None
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) and found else None


def _anti_forgery(spec: AuthSpec, view: Mapping[str, Any], cookies: CookieBox) -> str | None:
    forgery = spec.anti_forgery
    if forgery is None:
        return None
    found = cookies.value_of(forgery.cookie) if forgery.cookie else look(forgery.path or "@", view)
    return found if isinstance(found, str) and found else None


def _proof_from(
    spec: AuthSpec, view: Mapping[str, Any], cookies: CookieBox, fixed: Mapping[str, str]
) -> Proof:
    """Return what the account puts on its requests; raise ``Unfilled`` when it is not there."""
    headers = dict(fixed)
    if spec.anti_forgery is not None:
        forgery = _anti_forgery(spec, view, cookies)
        if forgery is None or not can_be_header(forgery):
            raise Unfilled("the login gave no usable anti-forgery token")
        headers[spec.anti_forgery.header] = forgery
    if spec.kind == "cookie":
        if not cookies.cookies:
            raise Unfilled("the login set no cookie")
        return Proof(headers, cookies=cookies, signed_in=True)
    token = _token(spec, view)
    if token is None:
        raise Unfilled(f"no token at {spec.token}")
    if spec.kind == "body-session":
        return Proof(headers, (spec.field, token), cookies, signed_in=True)
    if not can_be_header(token):
        raise Unfilled("the token cannot be carried in a header")
    headers[spec.header] = f"{spec.prefix}{token}"
    return Proof(headers, None, cookies, signed_in=True)


class ReplaySessions:
    """On replay nobody signs in: recorded answers need no proof."""

    def proof(self, role: Role, auth: str | None = None) -> Proof:  # noqa: ARG002
        """Return an empty proof."""
        return Proof()

    def renew(self, role: Role, stale: Proof, auth: str | None = None) -> Proof:  # noqa: ARG002
        """Return an empty proof."""
        return Proof()


def _last_ref(tape: LiveTape) -> str | None:
    return tape.exchanges[-1].ref if tape.exchanges else None
