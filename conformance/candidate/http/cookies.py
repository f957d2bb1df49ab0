"""Cookies of one actor, as a value: no two actors can share a session by accident (RFC 6265)."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from conformance.candidate.http.messages import Answer

_MOST_COOKIES = 100
_MOST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie and where it may be sent."""

    name: str
    value: str
    domain: str
    path: str
    host_only: bool = True
    secure: bool = False
    http_only: bool = False
    same_site: str = ""
    expires_at: datetime | None = None

    def fits(self, scheme: str, host: str, path: str) -> bool:
        """Tell whether the cookie is sent to this address."""
        if self.secure and scheme != "https":
            return False
        if host != self.domain and (self.host_only or not _in_domain(host, self.domain)):
            return False
        if path == self.path:
            return True
        return path.startswith(self.path) and (
            self.path.endswith("/") or path[len(self.path)] == "/"
        )


@dataclass(frozen=True, slots=True)
class CookieBox:
    """The cookies that one actor holds; ``after`` gives the box as it is after an answer."""

    cookies: tuple[Cookie, ...] = ()

    def header_for(self, url: str) -> str | None:
        """Return the value of the Cookie header for ``url``, or None."""
        parts = urlsplit(url)
        host, path = (parts.hostname or "").lower(), parts.path or "/"
        fitting = [c for c in self.cookies if c.fits(parts.scheme.lower(), host, path)]
        fitting.sort(key=lambda c: -len(c.path))
        return "; ".join(f"{c.name}={c.value}" for c in fitting) or None

    def value_of(self, name: str) -> str | None:
        """Return the value of the cookie of that name (the last set), or None."""
        return next((c.value for c in reversed(self.cookies) if c.name == name), None)

    def after(self, answer: Answer) -> CookieBox:
        """Return the box with what ``answer`` sets, replaces or deletes.

        Cookies that expired before the answer was asked for are gone. What does not belong to
        the answer's host is not taken.
        """
        parts = urlsplit(answer.url)
        host = (parts.hostname or "").lower()
        now = answer.started_at
        kept = {(c.name, c.domain, c.path): c for c in self.cookies}
        for line in answer.headers_named("set-cookie"):
            cookie = parse_set_cookie(line, host, parts.path or "/", now)
            if cookie is not None:
                kept.pop((cookie.name, cookie.domain, cookie.path), None)
                kept[cookie.name, cookie.domain, cookie.path] = cookie
        alive = [c for c in kept.values() if c.expires_at is None or c.expires_at > now]
        return CookieBox(tuple(alive[-_MOST_COOKIES:]))


def parse_set_cookie(line: str, host: str, path: str, now: datetime) -> Cookie | None:
    """Read one Set-Cookie value (RFC 6265 section 5.2) from ``host`` and ``path``.

    Returns None for what a client must not store.
    """
    pair, *attributes = line.split(";")
    name, equals, value = (part.strip() for part in pair.partition("="))
    if not equals or not name or len(pair) > _MOST_BYTES or _has_control(pair):
        return None
    given: dict[str, str] = {}
    for attribute in attributes:
        key, _, text = attribute.partition("=")
        given[key.strip().lower()] = text.strip()
    domain = given.get("domain", "").lstrip(".").lower()
    if domain and domain != host and (not _in_domain(host, domain) or "." not in domain):
        return None
    own_path = given.get("path", "")
    return Cookie(
        name=name,
        value=value,
        domain=domain or host,
        path=own_path if own_path.startswith("/") else _default_path(path),
        host_only=not domain,
        secure="secure" in given,
        http_only="httponly" in given,
        same_site=given.get("samesite", "").lower(),
        expires_at=_expiry(given, now),
    )


def _expiry(given: dict[str, str], now: datetime) -> datetime | None:
    age = given.get("max-age", "")
    if age.removeprefix("-").isdecimal() and age.isascii():
        seconds = int(age) if len(age) < 12 else 10**10
        return now + timedelta(seconds=max(min(seconds, 10**10), -1))
    try:
        expires = parsedate_to_datetime(given["expires"].replace("-", " "))
    except (KeyError, ValueError, TypeError, IndexError, OverflowError):
        return None
    return expires if expires.tzinfo else expires.replace(tzinfo=UTC)


def _default_path(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _in_domain(host: str, domain: str) -> bool:
    if not host.endswith(f".{domain}"):
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


def _has_control(text: str) -> bool:
    return any(ord(c) < 32 or ord(c) == 127 for c in text)
