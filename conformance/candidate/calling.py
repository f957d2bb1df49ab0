"""Makes the calls of an operation: as somebody, with what earlier calls gave, until it is ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.candidate.answers import view_of
from conformance.candidate.binding import AntiForgery
from conformance.candidate.calls import CallSpec
from conformance.candidate.captures import NotThere, taken, value_at, view_with_cookies
from conformance.candidate.decode import look
from conformance.candidate.file import CandidateFile
from conformance.candidate.forgery import Forgery
from conformance.candidate.http import Answer, CookieBox, OutgoingRequest
from conformance.candidate.login import is_secret
from conformance.candidate.operations import Role
from conformance.candidate.proofs import Proof, forgery_token
from conformance.candidate.recording import Tape
from conformance.candidate.requests_out import Extras, build_request
from conformance.candidate.sessions import Sessions
from conformance.candidate.template import Templates, Unfilled
from conformance.errors import Both

_RENEWABLE = frozenset({"bearer", "cookie", "body-session"})
_TOKEN_CALL = "session.token"
"""What an exchange is called that only fetches an anti-forgery token."""


class NotReady(Exception):
    """A call was repeated as long as the binding allows, and is still not ready."""

    def __init__(self, step: CallSpec, view: Mapping[str, Any]) -> None:
        self.view = view
        super().__init__(
            Both(
                f"sau {step.at_most:g} giây vẫn chưa xong", f"not ready after {step.at_most:g} s"
            ).before(f": {step.until}")
        )


@dataclass
class Course:
    """One operation on its way: who asks, on which tape, and what its calls gave so far."""

    tape: Tape
    operation: str
    role: Role
    forged: Forgery | None = None
    proof: Proof | None = None
    """A session of its own, kept as it is: never renewed when the candidate ends it."""
    captured: dict[str, Any] = field(default_factory=dict)
    cookies: CookieBox = field(default_factory=CookieBox)
    """What is set for somebody without a session, from one call to the next."""
    entitled: bool = False
    """Whether who asks may have other accounts make their part of the calls."""

    def of(self, step: CallSpec) -> Course:
        """Return the course with the account that makes the call; what was captured is shared."""
        if step.role is None or not self.entitled:
            return self
        return replace(self, role=Role(step.role))


class Calls:
    """Makes calls for one candidate. Safe for many threads (each brings its own course)."""

    def __init__(self, file: CandidateFile, sessions: Sessions, templates: Templates) -> None:
        self._file, self._sessions, self._templates = file, sessions, templates

    def ready(self, step: CallSpec, values: Mapping[str, Any], course: Course) -> Mapping[str, Any]:
        """Make a call, again and again until it is ready or refused; raise ``NotReady``.

        Time is that of the recorded answers, so that a replay waits for as many.
        """
        view = self.once(step, values, course)
        if step.until is None:
            return view
        began = course.tape.exchanges[-1].started_at
        while self.succeeded(step, view) and look(step.until, view) is not True:
            waited = (course.tape.exchanges[-1].started_at - began).total_seconds()
            if waited + step.every > step.at_most:
                raise NotReady(step, view)
            course.tape.pause(step.every)
            view = self.once(step, values, course)
        return view

    def once(self, step: CallSpec, values: Mapping[str, Any], course: Course) -> Mapping[str, Any]:
        """Make a call, signing in again once when the session has run out."""
        if course.proof is not None and step.auth != "none":
            return self._guarded(step, values, course.proof, course)
        with self._sessions.turn(course.role, step.auth):
            proof = self._sessions.proof(course.role, step.auth)
            view = self._guarded(step, values, proof, course)
            if self._renewable(step, course.role) and self._session_ended(view):
                proof = self._sessions.renew(course.role, proof, step.auth)
                view = self._guarded(step, values, proof, course)
        return view

    def capture(self, step: CallSpec, view: Mapping[str, Any], course: Course) -> None:
        """Keep what the step says of its answer; raise ``Unfilled`` where a page lacks it."""
        try:
            for name, value in taken(step.capture, {**view, "captured": course.captured}):
                course.captured[name] = value
        except NotThere as lack:
            raise Unfilled(lack.words.after(f"capture {lack.name}: ")) from lack

    def succeeded(self, step: CallSpec, view: Mapping[str, Any]) -> bool:
        """Tell whether the binding calls this answer a success."""
        return look(step.success or self._file.binding.success, view) is True

    def code_of(self, view: Mapping[str, Any]) -> str | None:
        """Return the code of a refusal; JMESPath's ``false`` and an empty text are none."""
        path = self._file.binding.error.code
        found = look(path, view) if path else None
        return None if found is None or found is False or found == "" else str(found)

    def _guarded(
        self, step: CallSpec, values: Mapping[str, Any], proof: Proof, course: Course
    ) -> Mapping[str, Any]:
        """Make a call, with a fresh anti-forgery token before it where the scheme wants one."""
        forgery = self._forgery(step, course.role)
        if forgery is not None and forgery.renew_by is not None and step.changes_state:
            asking = forgery.renew_by.model_copy(update={"auth": step.auth})
            asked = self._send(asking, {}, proof, course, _TOKEN_CALL, forgery)
            if self._session_ended(asked):
                return asked
            proof = self._sessions.proof(course.role, step.auth)
            token = forgery_token(forgery, asked)
            if token is not None:
                proof = proof.with_token(forgery, token)
            elif proof.signed_in or forgery.cookie is None:  # a replay knows no cookies
                raise Unfilled(
                    Both("không có mã chống giả mạo", "there is no anti-forgery token").before(
                        f": {asking.call}"
                    )
                )
        return self._send(step, values, proof, course, course.operation)

    def _send(
        self,
        step: CallSpec,
        values: Mapping[str, Any],
        proof: Proof,
        course: Course,
        operation: str,
        forgery: AntiForgery | None = None,
    ) -> Mapping[str, Any]:
        box = proof.cookies if proof.signed_in else course.cookies

        def learn(answer: Answer) -> None:
            self._keep_secrets(step, answer, box.after(answer), course.role, forgery)
            self._sessions.heard(course.role, step.auth, proof, answer)

        request = self._request(step, values, proof, course.forged).with_cookies(box)
        answer = course.tape.send(request, operation, course.role.value, learn)
        box = box.after(answer)
        if not proof.signed_in:
            course.cookies = box
        return view_with_cookies(view_of(answer, course.captured), box)

    def _request(
        self, step: CallSpec, values: Mapping[str, Any], proof: Proof, forged: Forgery | None
    ) -> OutgoingRequest:
        base = self._file.bases[step.base] if step.base else self._file.first_base
        forged = forged or _NOTHING_FORGED
        session = proof.session_field
        own = (session,) if session is not None and not _places_session(step) else ()
        extras = Extras(
            headers=forged.headers,
            query=(*(proof.query if step.changes_state else ()), *forged.query),
            first=(*own, *proof.fields),
            last=forged.fields,
        )
        given = {**values, "session": session[1] if session else ""}
        headers = {**self._sessions.common, **proof.headers}
        return build_request(step, base, self._templates, given, headers, extras)

    def _keep_secrets(
        self,
        step: CallSpec,
        answer: Answer,
        cookies: CookieBox,
        role: Role,
        forgery: AntiForgery | None,
    ) -> None:
        """Register what an answer proves with, before it is written down."""
        wanted = {name: c for name, c in step.capture.items() if is_secret(c)}
        if forgery is not None:
            wanted["anti-forgery"] = forgery
        if not wanted:
            return
        view = view_with_cookies(view_of(answer, {}), cookies)
        for name, capture in wanted.items():
            value = value_at(capture, view)
            if isinstance(value, str) and value:
                self._sessions.keep_secret(role, name, value)

    def _forgery(self, step: CallSpec, role: Role) -> AntiForgery | None:
        """Return the anti-forgery rule of a call; from the file, so that a replay knows it too."""
        account = self._file.test_data.accounts.get(role)
        if account is None or role is Role.ANYONE or step.auth == "none":
            return None
        return self._file.binding.auth[step.auth or account.auth].anti_forgery

    def _renewable(self, step: CallSpec, role: Role) -> bool:
        """Tell whether signing in again may help; from the file, so that a replay knows it too."""
        account = self._file.test_data.accounts.get(role)
        if account is None or role is Role.ANYONE or step.auth == "none":
            return False
        return self._file.binding.auth[step.auth or account.auth].kind in _RENEWABLE

    def _session_ended(self, view: Mapping[str, Any]) -> bool:
        error = self._file.binding.error
        code = self.code_of(view) if error.session_ended else None
        return view["status"] == 401 or (code is not None and code in error.session_ended)


_NOTHING_FORGED = Forgery()


def _places_session(step: CallSpec) -> bool:
    """Tell whether the call says itself where the session id goes: ``{session}``."""
    return "{session" in repr((step.json_, step.form, step.form_json, step.multipart, step.xml))
