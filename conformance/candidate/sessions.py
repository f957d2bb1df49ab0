"""Sessions: each account signs in once and its proof is put on every request of its role."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from conformance.candidate.answers import view_of
from conformance.candidate.binding import AuthSpec
from conformance.candidate.decode import look
from conformance.candidate.file import Account, CandidateFile
from conformance.candidate.http import CookieBox
from conformance.candidate.operations import Role
from conformance.candidate.recording import Tape
from conformance.candidate.requests_out import build_request
from conformance.candidate.template import Templates


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


class Sessions(Protocol):
    """Where the engine gets the proof of a role."""

    def proof(self, role: Role, auth: str | None = None) -> Proof:
        """Return the proof; raise ``LoginFailed`` or ``NoAccount``."""
        ...

    def renew(self, role: Role, stale: Proof) -> Proof:
        """Sign in again unless somebody did since ``stale`` was made."""
        ...


class LiveSessions:
    """Signs in over the wire, once per role, shared by all checks."""

    def __init__(
        self,
        file: CandidateFile,
        templates: Templates,
        tape_for: Callable[[str], Tape],
        add_secret: Callable[[str, str], None],
    ) -> None:
        self._file, self._templates = file, templates
        self._tape_for, self._add_secret = tape_for, add_secret
        self._proofs: dict[Role, Proof] = {}
        self._locks = {role: threading.Lock() for role in Role}

    def proof(self, role: Role, auth: str | None = None) -> Proof:
        """Return the proof of a role, signing in when needed."""
        if role is Role.ANYONE or auth == "none":
            return Proof()
        with self._locks[role]:
            if role not in self._proofs:
                self._proofs[role] = self.sign_in(role)
            return self._proofs[role]

    def renew(self, role: Role, stale: Proof) -> Proof:
        """Sign in again, unless another thread already has."""
        with self._locks[role]:
            if self._proofs.get(role) is stale:
                self._proofs[role] = self.sign_in(role)
            return self._proofs[role]

    def account(self, role: Role) -> Account:
        """Return the account of a role; raise ``NoAccount``."""
        account = self._file.test_data.accounts.get(role)
        if account is None:
            raise NoAccount(role.value)
        return account

    def sign_in(self, role: Role, password: str | None = None) -> Proof:
        """Sign in now (with another password when given, to see it refused)."""
        account = self.account(role)
        spec = self._file.binding.auth[account.auth]
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
            return Proof(fixed)
        return self._log_in(role, spec, values, fixed)

    def _log_in(
        self, role: Role, spec: AuthSpec, values: dict[str, Any], fixed: dict[str, str]
    ) -> Proof:
        tape = self._tape_for(role.value)
        cookies = CookieBox()
        view: Mapping[str, Any] = {}
        for call in spec.login:
            base = self._file.bases[call.base] if call.base else self._file.first_base
            request = build_request(call, base, self._templates, values, fixed)
            answer = tape.send(request.with_cookies(cookies), "session.sign-in", role.value)
            cookies = cookies.after(answer)
            view = view_of(answer, values["captured"])
            for name, path in call.capture.items():
                values["captured"][name] = look(path, view)
            success = call.success or spec.success or self._file.binding.success
            if look(success, view) is not True:
                said = f"HTTP {answer.status}"
                raise LoginFailed(role.value, said, _last_ref(tape))
        return self._proof_from(role, spec, view, cookies, fixed, tape)

    def _proof_from(
        self,
        role: Role,
        spec: AuthSpec,
        view: Mapping[str, Any],
        cookies: CookieBox,
        fixed: dict[str, str],
        tape: Tape,
    ) -> Proof:
        headers = dict(fixed)
        for cookie in cookies.cookies:
            self._add_secret(cookie.value, f"{role.value}.cookie")
        if spec.anti_forgery is not None:
            forgery = spec.anti_forgery
            found = (
                cookies.value_of(forgery.cookie)
                if forgery.cookie
                else look(forgery.path or "", view)
            )
            if found:
                headers[forgery.header] = str(found)
        if spec.kind == "cookie":
            if not cookies.cookies:
                raise LoginFailed(role.value, "the login set no cookie", _last_ref(tape))
            return Proof(headers, cookies=cookies, signed_in=True)
        token = look(spec.token or "", view)
        if not isinstance(token, str) or not token:
            raise LoginFailed(role.value, f"no token at {spec.token}", _last_ref(tape))
        self._add_secret(token, f"{role.value}.token")
        if spec.kind == "body-session":
            return Proof(headers, (spec.field, token), cookies, signed_in=True)
        headers[spec.header] = f"{spec.prefix}{token}"
        return Proof(headers, None, cookies, signed_in=True)


class ReplaySessions:
    """On replay nobody signs in: recorded answers need no proof."""

    def proof(self, role: Role, auth: str | None = None) -> Proof:  # noqa: ARG002
        """Return an empty proof."""
        return Proof()

    def renew(self, role: Role, stale: Proof) -> Proof:  # noqa: ARG002
        """Return an empty proof."""
        return Proof()


def _last_ref(tape: Tape) -> str | None:
    return tape.exchanges[-1].ref if tape.exchanges else None
