"""Bodies of requests: JSON, form, multipart, a form field holding JSON, XML, SOAP.

All are deterministic, so that a recorded request can be compared with a repeated one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Payload:
    """A body and the headers that describe it (Content-Type, SOAPAction)."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file in a multipart form."""

    field: str
    filename: str
    content: bytes
    media_type: str = "application/octet-stream"


def json_payload(value: object, media_type: str = "application/json") -> Payload:
    """Encode JSON in UTF-8 (RFC 8259); raises ``ValueError`` for NaN and lone surrogates."""
    return Payload(_json_text(value).encode("utf-8"), (("Content-Type", media_type),))


def form_payload(pairs: Pairs) -> Payload:
    """Encode ``application/x-www-form-urlencoded`` in UTF-8, in the given order."""
    return Payload(
        urlencode(list(pairs)).encode("ascii"),
        (("Content-Type", "application/x-www-form-urlencoded"),),
    )


def form_json_payload(field: str, value: object, pairs: Pairs = ()) -> Payload:
    """Encode a form of ``pairs`` and one field that holds JSON (``params={...}``)."""
    return form_payload([*pairs, (field, _json_text(value))])


def multipart_payload(pairs: Pairs, files: Sequence[FilePart]) -> Payload:
    """Encode ``multipart/form-data`` (RFC 7578) with UTF-8 names.

    The boundary follows from the content, so the same form is the same bytes.
    """
    parts: list[tuple[bytes, bytes]] = []
    for name, value in pairs:
        head = f'Content-Disposition: form-data; name="{_quoted(name)}"\r\n'
        parts.append((head.encode(), value.encode()))
    for file in files:
        head = (
            f'Content-Disposition: form-data; name="{_quoted(file.field)}"; '
            f'filename="{_quoted(file.filename)}"\r\n'
            f"Content-Type: {_one_line(file.media_type)}\r\n"
        )
        parts.append((head.encode(), file.content))
    boundary = _boundary(parts)
    body = bytearray()
    for part_head, content in parts:
        body += b"--" + boundary + b"\r\n" + part_head + b"\r\n" + content + b"\r\n"
    body += b"--" + boundary + b"--\r\n"
    content_type = f"multipart/form-data; boundary={boundary.decode()}"
    return Payload(bytes(body), (("Content-Type", content_type),))


def xml_payload(document: str | bytes, media_type: str = "application/xml") -> Payload:
    """Send an XML document; text is encoded in UTF-8, bytes are sent as they are."""
    body = document.encode("utf-8") if isinstance(document, str) else document
    charset = "; charset=utf-8" if isinstance(document, str) else ""
    return Payload(body, (("Content-Type", media_type + charset),))


def soap_payload(
    envelope: str, action: str = "", version: Literal["1.1", "1.2"] = "1.1"
) -> Payload:
    """Send a SOAP envelope: 1.1 with a SOAPAction header, 1.2 with the action parameter."""
    body = envelope.encode("utf-8")
    quoted = _one_line(action).replace('"', "%22")
    if version == "1.1":
        headers = (("Content-Type", "text/xml; charset=utf-8"), ("SOAPAction", f'"{quoted}"'))
        return Payload(body, headers)
    parameter = f'; action="{quoted}"' if action else ""
    content_type = f"application/soap+xml; charset=utf-8{parameter}"
    return Payload(body, (("Content-Type", content_type),))


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _quoted(text: str) -> str:
    """Escape as browsers do (WHATWG form-data encoding)."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")


def _boundary(parts: list[tuple[bytes, bytes]]) -> bytes:
    digest = hashlib.sha256()
    for head, content in parts:
        digest.update(b"%d:%d:" % (len(head), len(content)))
        digest.update(head)
        digest.update(content)
    boundary = b"motcua-" + digest.hexdigest()[:40].encode()
    while any(boundary in content for _, content in parts):
        boundary = b"motcua-" + hashlib.sha256(boundary).hexdigest()[:40].encode()
    return boundary
