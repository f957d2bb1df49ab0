"""Sessions: each account signs in once and its proof is put on every request of its role."""

from __future__ import annotations

import base64
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from conformance.candidate.answers import view_of
from conformance.candidate.binding import AuthSpec
from conformance.candidate.captures import view_with_cookies
from conformance.candidate.decode import look
from conformance.candidate.file import Account, CandidateFile
from conformance.candidate.http import Answer, OutgoingRequest
from conformance.candidate.login import SIGN_IN, Login, LoginFailed, scheme_headers
from conformance.candidate.operations import Role
from conformance.candidate.proofs import Proof, forgery_token
from conformance.candidate.recording import LiveTape, Tape
from conformance.candidate.template import Templates
from conformance.errors import Both

__all__ = ["LiveSessions", "LoginFailed", "NoAccount", "Proof", "ReplaySessions", "Sessions"]

NAMELESS = frozenset({"none", "headers"})
"""Schemes in which a password proves nothing: a made account cannot sign in by them."""
OWN = -1
"""The sign-in of an account that a check made: no answer to it changes a role's session."""
_PATIENCE = 8
"""How often an update is tried again when another thread was faster."""


class NoAccount(Exception):
    """The candidate file lends no account for a role."""

    def __init__(self, role: str) -> None:
        self.role = role
        super().__init__(role)


class Sessions(Protocol):
    """Where the engine gets the proof of a role."""

    @property
    def common(self) -> Mapping[str, str]:
        """Return the headers of every request."""
        ...

    def proof(self, role: Role, auth: str | None = None) -> Proof:
        """Return the proof; raise ``LoginFailed`` or ``NoAccount``."""
        ...

    def renew(self, role: Role, stale: Proof, auth: str | None = None) -> Proof:
        """Sign in again unless somebody did since ``stale`` was made."""
        ...

    def heard(self, role: Role, auth: str | None, proof: Proof, answer: Answer) -> None:
        """Learn from an answer: its secrets, and newer cookies and token of the session."""
        ...

    def keep_secret(self, role: Role, name: str, value: str) -> None:
        """Never write this value down."""
        ...

    def turn(self, role: Role, auth: str | None = None) -> AbstractContextManager[object]:
        """Wait for the session where its calls may not overtake each other."""
        ...

    def sign_in_as(
        self, file: CandidateFile, username: str, password: str, like: Role, tape: Tape
    ) -> Proof:
        """Sign in on a check's own tape with an account that the check made."""
        ...


class LiveSessions:
    """Signs in over the wire, once per role, shared by all checks.

    Those who wait while somebody signs in for their role share what comes of it, a failure too.
    Raises ``ConfigurationFault`` for a header's secret that is not set.
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
        self._turns: defaultdict[tuple[Role, str], threading.Lock] = defaultdict(threading.Lock)
        self._tries: Counter[Role] = Counter()
        self._kept: set[str] = set()
        self._lock = threading.Lock()
        self.common = self._common_headers()

    def _common_headers(self) -> Mapping[str, str]:
        found = {}
        for name, text in self._file.binding.headers.items():
            found[name] = text.value(f"binding.headers.{name}")
            if text.env is not None:
                self._add_secret(found[name], f"header.{name}")
        return found

    def proof(self, role: Role, auth: str | None = None) -> Proof:
        """Return the proof of a role, signing in when needed."""
        if role is Role.ANYONE or auth == "none":
            return Proof()
        return self._proof(self._key(role, auth), None)

    def renew(self, role: Role, stale: Proof, auth: str | None = None) -> Proof:
        """Sign in again, unless another thread already has."""
        return self._proof(self._key(role, auth), stale)

    def turn(self, role: Role, auth: str | None = None) -> AbstractContextManager[object]:
        """Return a lock where the anti-forgery token changes from call to call."""
        if role is Role.ANYONE or auth == "none":
            return nullcontext()
        key = self._key(role, auth)
        forgery = self._file.binding.auth[key[1]].anti_forgery
        if forgery is None or (forgery.renew == "login" and forgery.renew_by is None):
            return nullcontext()
        with self._lock:
            return self._turns[key]

    def heard(self, role: Role, auth: str | None, proof: Proof, answer: Answer) -> None:
        """Keep what an answer changes of the session: cookies, and the token where it is renewed.

        Nothing is taken over from an answer to an older sign-in.
        """
        if not proof.signed_in:
            return
        key = self._key(role, auth)
        spec = self._file.binding.auth[key[1]]
        for _ in range(_PATIENCE):
            with self._lock:
                held = self._proofs.get(key)
            if held is None or held.sign_in != proof.sign_in:
                return
            newer = self._after(role, spec, held, answer)
            with self._lock:
                if self._proofs.get(key) is held:
                    self._proofs[key] = newer
                    return

    def _after(self, role: Role, spec: AuthSpec, held: Proof, answer: Answer) -> Proof:
        newer = held
        cookies = held.cookies.after(answer)
        if cookies != held.cookies:
            newer = replace(held, cookies=cookies)
            for cookie in cookies.cookies:
                self.keep_secret(role, "cookie", cookie.value)
        forgery = spec.anti_forgery
        if forgery is not None and forgery.renew == "answer":
            token = forgery_token(forgery, view_with_cookies(view_of(answer, {}), cookies))
            if token is not None:
                self.keep_secret(role, "anti-forgery", token)
                newer = newer.with_token(forgery, token)
        return newer

    def keep_secret(self, role: Role, name: str, value: str) -> None:
        """Register a value that is masked wherever it would be written."""
        with self._lock:
            if value in self._kept:
                return
            self._kept.add(value)
        self._add_secret(value, f"{role.value}.{name}")

    def _key(self, role: Role, auth: str | None) -> tuple[Role, str]:
        return role, auth or self.account(role).auth

    def _proof(self, key: tuple[Role, str], stale: Proof | None) -> Proof:
        with self._lock:
            held = self._proofs.get(key)
            if held is not None and (stale is None or held.sign_in != stale.sign_in):
                return held
            pending = self._pending.get(key)
            if pending is None:
                mine = self._pending[key] = Future[Proof]()
        if pending is not None:
            return pending.result()
        try:
            proof = self.sign_in(key[0], auth=key[1])
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
        values = self._values(role, account, password)
        with self._lock:
            self._tries[role] += 1
            number = self._tries[role]
        if spec.kind in {"basic", "none", "headers"}:
            headers = scheme_headers(spec, self._templates, values, self.common)
            if spec.kind == "basic":
                headers["Authorization"] = f"Basic {values['account']['basic']}"
            return Proof(headers, signed_in=True, sign_in=number)
        tape = self._tape_for(role.value)
        if number > 1:  # so that exchanges of two sign-ins have different names
            tape.lane = f"{tape.lane}-{number:03d}"
        login = Login(
            self._file, self._templates, role, spec, values, self.common, tape,
            partial(self.keep_secret, role),
        )  # fmt: skip
        return replace(login.through(), sign_in=number)

    def sign_in_as(
        self, file: CandidateFile, username: str, password: str, like: Role, tape: Tape
    ) -> Proof:
        """Sign in with an account that a check made, by the scheme of the account of ``like``.

        The session is nobody else's: nothing renews it. Raises ``LoginFailed``, ``NoAccount`` or
        ``NoAnswer``.
        """
        account = self.account(like).model_copy(update={"username": username})
        spec = file.binding.auth[account.auth]
        if spec.kind in NAMELESS:
            raise NoAccount(like.value)
        values = self._values(like, account, password)
        if spec.kind == "basic":
            pair = f"Basic {values['account']['basic']}"
            return Proof({**self.common, "Authorization": pair}, signed_in=True, sign_in=OWN)
        login = Login(
            file, self._templates, like, spec, values, self.common, tape,
            partial(self.keep_secret, like),
        )  # fmt: skip
        return replace(login.through(), sign_in=OWN)

    def _values(self, role: Role, account: Account, password: str | None) -> dict[str, Any]:
        place = f"test_data.accounts.{role.value}"
        secret = password or account.password.value(f"{place}.password")
        pair = base64.b64encode(f"{account.username}:{secret}".encode()).decode()
        others = {k: v.value(f"{place}.secrets.{k}") for k, v in account.secrets.items()}
        for name, value in {"password": secret, "basic": pair, **others}.items():
            self.keep_secret(role, name, value)
        return {
            "account": {
                "username": account.username, "password": secret, "basic": pair,
                "facts": account.facts, "secrets": others,
            },
            "captured": {},
        }  # fmt: skip


class ReplaySessions:
    """On replay nobody signs in: recorded answers need no proof."""

    def __init__(self, common: Mapping[str, str] | None = None) -> None:
        self.common = dict(common or {})

    def proof(self, role: Role, auth: str | None = None) -> Proof:  # noqa: ARG002
        """Return an empty proof."""
        return Proof()

    def renew(self, role: Role, stale: Proof, auth: str | None = None) -> Proof:  # noqa: ARG002
        """Return an empty proof."""
        return Proof()

    def heard(self, role: Role, auth: str | None, proof: Proof, answer: Answer) -> None:
        """Learn nothing."""

    def keep_secret(self, role: Role, name: str, value: str) -> None:
        """Keep nothing: what was recorded holds no secret."""

    def turn(self, role: Role, auth: str | None = None) -> AbstractContextManager[object]:  # noqa: ARG002
        """Wait for nobody."""
        return nullcontext()

    def sign_in_as(
        self,
        file: CandidateFile,
        username: str,  # noqa: ARG002
        password: str,  # noqa: ARG002
        like: Role,
        tape: Tape,
    ) -> Proof:
        """Go through the recorded sign-in; raise ``LoginFailed`` where it was refused."""
        account = file.test_data.accounts.get(like)
        if account is None:
            raise NoAccount(like.value)
        spec = file.binding.auth[account.auth]
        if spec.kind in NAMELESS:
            raise NoAccount(like.value)
        for call in spec.login if spec.kind != "basic" else ():
            answer = tape.send(
                OutgoingRequest(call.call.partition(" ")[0], file.first_base), SIGN_IN, like.value
            )
            success = call.success or spec.success or file.binding.success
            if look(success, view_of(answer, {})) is not True:
                why = Both(f"HTTP {answer.status}")
                raise LoginFailed(like.value, why, tape.exchanges[-1].ref)
        return Proof()
