"""A stub that signs in as portals with pages do: a login form, a cookie, anti-forgery tokens.

The login page carries a hidden token (``__RequestVerificationToken``) that belongs to a cookie;
the answer is a redirect with a session cookie. Every call that changes something wants a fresh
token in a header; it is good for one call. ``way`` says where the next one is: in a cookie of each
answer (``XSRF-TOKEN``), or on a page that has to be fetched (``<meta name="csrf-token">``).
Behind the tokens the API is the bundled portal's own.
"""

from __future__ import annotations

import html
import secrets
from dataclasses import dataclass, field

from tests.shapes.behind import Asked, Behind, Stub, Told, told

LOGIN = "/Account/Login"
FRESH = "/Account/Profile"
HIDDEN = "__RequestVerificationToken"
HEADER = "x-xsrf-token"
CHANGES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass
class Visit:
    """One session: whose it is, and the token that its next change has to bring."""

    who: tuple[str, str]
    token: str = field(default_factory=lambda: secrets.token_urlsafe(18))

    def renew(self) -> str:
        self.token = secrets.token_urlsafe(18)
        return self.token


class FormLoginLike(Stub):
    """Guards the bundled portal's API with a login form and anti-forgery tokens."""

    def __init__(self, behind: Behind, way: str) -> None:
        super().__init__(behind)
        self.way = way
        self._pages: dict[str, str] = {}
        self._visits: dict[str, Visit] = {}
        self.forged, self.changed, self.signed_in = 0, 0, 0

    def answer(self, asked: Asked) -> Told:
        cookies = dict(
            pair.strip().partition("=")[::2] for pair in asked.headers.get("cookie", "").split(";")
        )
        if asked.path == LOGIN:
            return self._page() if asked.method == "GET" else self._log_in(asked, cookies)
        with self._lock:
            visit = self._visits.get(cookies.get("SID", ""))
        if visit is None:
            if "SID" in cookies:
                return told({"code": "session-ended"}, 401)
            return self._forward(asked, None)
        if asked.path == FRESH:
            return self._profile(visit)
        if asked.method in CHANGES:
            with self._lock:
                brought, wanted = asked.headers.get(HEADER), visit.token
                if brought == wanted:
                    visit.renew()
                    self.changed += 1
                else:
                    self.forged += 1
            if brought != wanted:
                return told({"code": "anti-forgery", "title": {"vi": "Mã xác thực sai"}}, 403)
        return self._forward(asked, visit)

    def _page(self) -> Told:
        cookie, token = secrets.token_hex(8), secrets.token_urlsafe(18) + "+/="
        with self._lock:
            self._pages[cookie] = token
        text = (
            "<!DOCTYPE html><html lang=vi><head><title>Đăng nhập</title></head><body>"
            f'<!-- <input name="{HIDDEN}" value="old"> -->'
            f'<form id="search"><input type="hidden" name="{HIDDEN}" value="x"></form>'
            f'<form id="login" method="post" action="{LOGIN}"><input name="Username">'
            f'<input type="password" name="Password"><input type="hidden" name="{HIDDEN}" '
            f'value="{html.escape(token)}"></form></body></html>'
        )
        setting = ("Set-Cookie", f".AspNetCore.Antiforgery.x={cookie}; path=/; httponly")
        return Told(200, text.encode(), "text/html; charset=utf-8", (setting,))

    def _log_in(self, asked: Asked, cookies: dict[str, str]) -> Told:
        form = asked.form
        with self._lock:
            due = self._pages.get(cookies.get(".AspNetCore.Antiforgery.x", ""))
        if due is None or form.get(HIDDEN) != due:
            with self._lock:
                self.forged += 1
            return Told(400, b"<h1>400</h1>", "text/html")
        who = (form.get("Username", ""), form.get("Password", ""))
        if self.behind.token(who) is None:
            return self._page()
        sid, visit = secrets.token_urlsafe(18), Visit(who)
        with self._lock:
            self._visits[sid] = visit
            self.signed_in += 1
        setting: tuple[tuple[str, str], ...] = (
            ("Location", "/"),
            ("Set-Cookie", f"SID={sid}; Path=/; HttpOnly; SameSite=Lax"),
        )
        return Told(302, b"", "text/html", (*setting, *self._cookie(visit)))

    def _profile(self, visit: Visit) -> Told:
        with self._lock:
            token = visit.renew()
        page = f'<html><head><meta name="csrf-token" content="{token}"></head><body></body></html>'
        return Told(200, page.encode(), "text/html; charset=utf-8")

    def _cookie(self, visit: Visit) -> tuple[tuple[str, str], ...]:
        if self.way != "cookie":
            return ()
        return (("Set-Cookie", f"XSRF-TOKEN={visit.token}; Path=/"),)

    def _forward(self, asked: Asked, visit: Visit | None) -> Told:
        said = self.behind.forward(visit.who if visit else None, asked)
        own = self._cookie(visit) if visit and asked.method in CHANGES else ()
        return Told(said.status, said.raw, said.kind, own)
