"""Redaction: secrets and other people's personal data never reach the disk.

Secrets are known values and the names that carry them. Personal data are identifiers, phones and
e-mail addresses that are not those of the evaluator's own test persons; each becomes a stable
pseudonym of the same shape, so that a replay judges the same facts. Names of persons cannot be
told from other words and are not masked: the evaluation of a live system with real people's data
is for a sandbox.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Iterable
from urllib.parse import quote

from conformance.evidence.exchange import Body, Exchange, Headers

_SECRET_HEADERS = frozenset(
    {
        "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "apikey",
        "token", "lgspaccesstoken", "x-xsrf-token", "x-csrf-token", "requestverificationtoken",
    }
)  # fmt: skip
_SECRET_KEYS = (
    "password|passwd|mat_?khau|secret|client_secret|access_?token|refresh_?token|id_?token|"
    "api_?key|session|sessionid|session_id"
)
_JSON_SECRET = re.compile(rf'("(?:{_SECRET_KEYS})"\s*:\s*)"(?:[^"\\]|\\.)*"', re.IGNORECASE)
_FORM_SECRET = re.compile(rf"((?:^|[&?])(?:{_SECRET_KEYS})=)[^&\s\"<>]*", re.IGNORECASE)
_PERSONAL = re.compile(
    r"(?P<mail>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4})"
    r"|(?<![\w.-])(?P<pid>0\d{11})(?![\w-])"
    r"|(?<![\w.-])(?P<phone>0[35789]\d{8})(?![\w-])"
)
PLACEHOLDER = "[redacted]"


class Redactor:
    """Masks exchanges before they are written. Safe for many threads."""

    def __init__(self, own_data: Iterable[str] = (), key: bytes = b"motcua") -> None:
        """``own_data``: identifiers, phones and addresses of the evaluator's test persons."""
        self._own = frozenset(own_data)
        self._key = key
        self._secrets: dict[str, str] = {}
        self._lock = threading.Lock()

    def add_secret(self, value: str, name: str) -> None:
        """Register a value (password, token, session id) to be masked everywhere."""
        if len(value) < 4:
            return
        with self._lock:
            secrets = dict(self._secrets)
            for form in {value, quote(value, safe="")}:
                secrets[form] = f"[secret:{name}]"
            self._secrets = secrets

    def text(self, text: str) -> str:
        """Return the text with secrets and strangers' personal data masked."""
        secrets = self._secrets
        for value, mask in secrets.items():
            if value in text:
                text = text.replace(value, mask)
        if '"' in text:
            text = _JSON_SECRET.sub(rf'\1"{PLACEHOLDER}"', text)
        if "=" in text:
            text = _FORM_SECRET.sub(rf"\1{PLACEHOLDER}", text)
        return _PERSONAL.sub(self._mask, text)

    def _mask(self, match: re.Match[str]) -> str:
        found = match.group(0)
        if found in self._own:
            return found
        digest = hmac.new(self._key, found.encode(), hashlib.sha256).hexdigest()
        if match.lastgroup == "mail":
            return f"m{digest[:10]}@masked.invalid"
        digits = str(int(digest, 16))
        return found[:3] + digits[: len(found) - 3]

    def headers(self, headers: Headers) -> Headers:
        """Mask header values that carry secrets."""
        return tuple(
            (name, PLACEHOLDER if name.lower() in _SECRET_HEADERS else self.text(value))
            for name, value in headers
        )

    def body(self, body: Body) -> Body:
        """Mask a body; binary bodies pass (files are the evaluator's own test files)."""
        if body.text is None:
            return body
        masked = self.text(body.text)
        if masked == body.text:
            return body
        return body.model_copy(update={"text": masked, "redacted": True})

    def exchange(self, exchange: Exchange) -> Exchange:
        """Return the exchange as it may be kept."""
        request = exchange.request
        request = request.model_copy(
            update={
                "url": self.text(request.url),
                "headers": self.headers(request.headers),
                "body": self.body(request.body) if request.body else None,
            }
        )
        response = exchange.response
        if response is not None:
            response = response.model_copy(
                update={
                    "headers": self.headers(response.headers),
                    "body": self.body(response.body),
                }
            )
        return exchange.model_copy(update={"request": request, "response": response})
