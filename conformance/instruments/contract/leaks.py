"""What an answer must not give away: the software's insides, and other people's data.

Whatever the request itself carried is not given away by being sent back. The patterns know no
nested repetition, so that no text makes them slow.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from conformance.words import Text

_LONGEST = 200_000


@dataclass(frozen=True, slots=True)
class Leak:
    """What was given away: its kind, and where it stands in the text."""

    cause: str
    what: Text
    excerpt: str


_STACK = Text(vi="vết ngăn xếp của phần mềm", en="a stack trace")
_QUERY = Text(vi="lỗi hoặc câu lệnh cơ sở dữ liệu", en="a database error or query")
_PATH = Text(vi="đường dẫn tệp trên máy chủ", en="a file path on the server")
_SECRET = Text(vi="thông tin bí mật", en="a secret")
_VERSION = Text(vi="tên và phiên bản phần mềm", en="software and its version")
_FOUND_BY: tuple[tuple[str, Text, str], ...] = (
    ("stack", _STACK, r"Traceback \(most recent call last\)"),
    ("stack", _STACK, r'File "[^"\n]{1,200}", line \d{1,6}'),
    ("stack", _STACK, r"\bat [\w.$<>]{3,200}\([\w$]{1,80}\.(?:java|kt|scala|groovy):\d{1,6}\)"),
    ("stack", _STACK, r"\b(?:javax?|jakarta|org\.springframework)\.[\w.]{1,120}Exception\b"),
    ("stack", _STACK, r"\bat [\w.`<>]{3,200}\([^)\n]{0,200}\) in [^\n]{1,200}:line \d{1,6}"),
    ("stack", _STACK, r"\bSystem\.[\w.]{1,80}Exception\b"),
    ("stack", _STACK, r"\bat [^\n(]{0,120}\(?(?:/|file:|node:)[^\n()]{1,200}:\d{1,6}:\d{1,6}\b"),
    ("stack", _STACK, r"\.php(?:</b>)? on line (?:<b>)?\d{1,6}"),
    ("stack", _STACK, r"#0 [^\n]{1,200}\.php\(\d{1,6}\)"),
    ("stack", _STACK, r"goroutine \d{1,6} \[running\]"),
    ("query", _QUERY, r"\bSQLSTATE\[|\bORA-\d{5}\b|\bSQL syntax\b|\bsyntax error at or near\b"),
    ("query", _QUERY, r"(?i)\b(?:sqlalchemy|psycopg2?|sqlite3?|pymysql|hibernate)\.[a-z_.]{2,80}"),
    ("query", _QUERY, r"(?i)\bselect\b[^\n]{1,200}\bfrom [^\n]{1,160}\bwhere\b[^\n]{1,60}[=<>]"),
    ("query", _QUERY, r"(?i)\binsert into [\w\".]{1,80} ?\("),
    ("path", _PATH, r"(?<![\w.])/(?:usr|home|var|opt|srv|app|etc)/[\w./-]{3,200}\.\w{1,12}\b"),
    ("path", _PATH, r"(?i)\b[c-z]:\\(?:[\w. -]{1,60}\\){1,10}[\w.-]{1,60}"),
    ("secret", _SECRET, r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----"),
    ("secret", _SECRET, r"\b[a-z][a-z0-9+]{1,20}://[^\s/:@]{1,60}:[^\s/:@]{1,60}@[\w.-]{2,100}"),
    ("secret", _SECRET, r"\beyJ[\w-]{10,400}\.eyJ[\w-]{10,800}\.[\w-]{10,400}"),
    ("version", _VERSION, r"\b(?:Apache Tomcat|Apache|nginx|Microsoft-IIS|Werkzeug)/\d[\w.]{0,20}"),
)
_PATTERNS = tuple((cause, what, re.compile(pattern)) for cause, what, pattern in _FOUND_BY)


def insides(text: str, sent: str) -> Leak | None:
    """Return what ``text`` gives away of the software's insides, unless ``sent`` had it."""
    text = text[:_LONGEST]
    for cause, what, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            if found.group() not in sent:
                begin = max(found.start() - 20, 0)
                return Leak(cause, what, text[begin : found.end() + 60])
    return None


def foreign_data(text: str, foreign: Iterable[str], sent: str) -> Leak | None:
    """Return which of other people's identifiers, telephones or addresses ``text`` shows."""
    what = Text(vi="dữ liệu của người khác", en="another person's data")
    for value in foreign:
        if value and value in text and value not in sent:
            return Leak("foreign", what, value)
    return None


def sent_text(url: str, body: bytes | None) -> str:
    """Return all that a request carried, in every spelling in which it may come back."""
    raw = (body or b"").decode("utf-8", "replace")
    parts = [url, unquote_plus(url), raw, unquote_plus(raw)]
    with contextlib.suppress(ValueError, RecursionError):
        parts += strings_of(json.loads(raw))
    return "\n".join(parts)


def strings_of(value: Any) -> list[str]:
    """Return all texts in a JSON value, names of members included."""
    found: list[str] = []
    stack = [value]
    while stack:
        here = stack.pop()
        if isinstance(here, str):
            found.append(here)
        elif isinstance(here, dict):
            stack.extend(here)
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)
    return found
