"""One sign-in over the wire, step by step, until there is a proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from conformance.candidate.answers import view_of
from conformance.candidate.binding import AuthSpec
from conformance.candidate.calls import CallSpec, Capture
from conformance.candidate.captures import NotThere, taken, value_at, view_with_cookies
from conformance.candidate.decode import look
from conformance.candidate.file import CandidateFile
from conformance.candidate.http import Answer, CookieBox
from conformance.candidate.operations import Role
from conformance.candidate.proofs import NoToken, Proof, forgery_token, proof_from, session_token
from conformance.candidate.recording import Tape
from conformance.candidate.requests_out import build_request
from conformance.candidate.template import Templates, Unfilled
from conformance.errors import Both, words_of

SIGN_IN = "session.sign-in"
"""What the exchanges of a sign-in are called."""


class LoginFailed(Exception):
    """An account could not sign in.

    ``place`` is the part of its scheme that finds nothing (``login[0].capture.token``), empty
    where the candidate refused.
    """

    def __init__(self, role: str, why: Both, exchange: str | None, place: str = "") -> None:
        self.role, self.why, self.exchange, self.place = role, why, exchange, place
        super().__init__(f"{role}: {why}")


@dataclass
class Login:
    """What one sign-in needs; ``values`` are the account and what its steps capture."""

    file: CandidateFile
    templates: Templates
    role: Role
    spec: AuthSpec
    values: dict[str, Any]
    common: Mapping[str, str]
    tape: Tape
    keep_secret: Callable[[str, str], None]
    cookies: CookieBox = field(default_factory=CookieBox)

    def through(self) -> Proof:
        """Go through the steps; raise ``LoginFailed`` or ``NoAnswer``."""
        view: Mapping[str, Any] = {}
        for index, call in enumerate(self.spec.login):
            view = self._step(call, f"login[{index}]")
        with self._blamed():
            return proof_from(self.spec, view, self.cookies, self._headers())

    def _step(self, call: CallSpec, place: str) -> Mapping[str, Any]:
        base = self.file.bases[call.base] if call.base else self.file.first_base
        with self._blamed():
            request = build_request(call, base, self.templates, self.values, self._headers())

        def learn(answer: Answer) -> None:
            self._learn(call, self._view(answer, self.cookies.after(answer)))

        answer = self.tape.send(request.with_cookies(self.cookies), SIGN_IN, self.role.value, learn)
        self.cookies = self.cookies.after(answer)
        view = self._view(answer, self.cookies)
        success = call.success or self.spec.success or self.file.binding.success
        if look(success, view) is not True:
            self._fail(Both(f"HTTP {answer.status}"))
        try:
            self.values["captured"].update(taken(call.capture, view))
        except NotThere as lack:
            self._fail(lack.words, f"{place}.capture.{lack.name}")
        return self._view(answer, self.cookies)

    def _headers(self) -> dict[str, str]:
        return scheme_headers(self.spec, self.templates, self.values, self.common)

    def _view(self, answer: Answer, cookies: CookieBox) -> dict[str, Any]:
        return view_with_cookies(view_of(answer, self.values["captured"]), cookies)

    def _learn(self, call: CallSpec, view: Mapping[str, Any]) -> None:
        """Register what proves the account, before the answer that brings it is written."""
        for value in view["cookies"].values():
            self.keep_secret("cookie", value)
        for name, capture in call.capture.items():
            found = value_at(capture, view)
            if is_secret(capture) and isinstance(found, str):
                self.keep_secret(name, found)
        token = session_token(self.spec, view)
        if token:
            self.keep_secret("token", token)
        forgery = self.spec.anti_forgery
        if forgery is not None and (found := forgery_token(forgery, view)):
            self.keep_secret("anti-forgery", found)

    @contextmanager
    def _blamed(self) -> Iterator[None]:
        try:
            yield
        except NoToken as lack:
            self._fail(words_of(lack), "anti_forgery")
        except Unfilled as lack:
            self._fail(words_of(lack))

    def _fail(self, why: Both, place: str = "") -> None:
        ref = self.tape.exchanges[-1].ref if self.tape.exchanges else None
        raise LoginFailed(self.role.value, why, ref, place) from None


def scheme_headers(
    spec: AuthSpec, templates: Templates, values: Mapping[str, Any], common: Mapping[str, str]
) -> dict[str, str]:
    """Return the common headers and those of the scheme; one that is still empty is left out."""
    filled = {name: templates.fill_text(text, values) for name, text in spec.headers.items()}
    return {**common, **{name: value for name, value in filled.items() if value}}


def is_secret(capture: Capture) -> bool:
    """Tell whether a captured value is one that proves something: not a plain part of a body."""
    return capture.path is None
