"""What a signed-in account puts on its requests, and how it is read out of a login's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.candidate.binding import AntiForgery, AuthSpec
from conformance.candidate.captures import value_at, view_with_cookies
from conformance.candidate.decode import look
from conformance.candidate.http import CookieBox
from conformance.candidate.requests_out import Pair, can_be_header
from conformance.candidate.template import Unfilled
from conformance.errors import Both


@dataclass(frozen=True, slots=True)
class Proof:
    """What a signed-in account puts on its requests."""

    headers: Mapping[str, str] = field(default_factory=dict)
    session_field: Pair | None = None
    cookies: CookieBox = field(default_factory=CookieBox)
    signed_in: bool = False
    """Whether an account stands behind it, rather than anybody."""
    sign_in: int = 0
    """Which sign-in it comes from; cookies and token may be newer."""
    fields: tuple[Pair, ...] = ()
    """Further fields of every body: an anti-forgery token."""
    query: tuple[Pair, ...] = ()
    """Query parameters of calls that change something: an anti-forgery token."""

    def with_token(self, forgery: AntiForgery, token: str) -> Proof:
        """Return the proof with this anti-forgery token in place of an older one.

        Raises ``Unfilled`` for a token that a header cannot carry.
        """
        headers = dict(self.headers)
        if forgery.header is not None:
            if not can_be_header(token):
                raise Unfilled(
                    Both(
                        "tiêu đề HTTP không mang được mã chống giả mạo",
                        "the anti-forgery token cannot be carried in a header",
                    )
                )
            headers[forgery.header] = token
        return replace(
            self,
            headers=headers,
            fields=((forgery.body_field, token),) if forgery.body_field else (),
            query=((forgery.query, token),) if forgery.query else (),
        )


class NoToken(Unfilled):
    """An answer holds no anti-forgery token where the binding says."""


def forgery_token(forgery: AntiForgery, view: Mapping[str, Any]) -> str | None:
    """Return the anti-forgery token of an answer; the view holds the cookies too."""
    found = value_at(forgery, view)
    return found if isinstance(found, str) and found else None


def session_token(spec: AuthSpec, view: Mapping[str, Any]) -> str | None:
    """Return the bearer token or session id of a login's last answer."""
    found = look(spec.token, view) if spec.token else None
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    return found if isinstance(found, str) and found else None


def proof_from(
    spec: AuthSpec, view: Mapping[str, Any], cookies: CookieBox, fixed: Mapping[str, str]
) -> Proof:
    """Return the proof that a login came to; raise ``Unfilled`` when it is not there."""
    proof = Proof(dict(fixed), cookies=cookies, signed_in=True)
    forgery = spec.anti_forgery
    if forgery is not None and forgery.renew_by is None:
        token = forgery_token(forgery, view_with_cookies(view, cookies))
        if token is None:
            raise NoToken(
                Both("đăng nhập không cho mã chống giả mạo", "the login gave no anti-forgery token")
            )
        proof = proof.with_token(forgery, token)
    if spec.kind == "cookie":
        if not cookies.cookies:
            raise Unfilled(Both("đăng nhập không đặt cookie nào", "the login set no cookie"))
        return proof
    token = session_token(spec, view)
    if token is None:
        raise Unfilled(Both("không có mã phiên tại", "no token at").before(f" {spec.token}"))
    if spec.kind == "body-session":
        return replace(proof, session_field=(spec.field, token))
    if not can_be_header(token):
        raise Unfilled(
            Both("tiêu đề HTTP không mang được mã phiên", "the token cannot be carried in a header")
        )
    return replace(proof, headers={**proof.headers, spec.header: f"{spec.prefix}{token}"})
