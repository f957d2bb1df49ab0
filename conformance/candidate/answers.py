"""An answer as expressions see it: ``{status, headers, body, text, captured}``.

``content`` holds the bytes as they came, for downloads; no expression needs it.
"""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from conformance.candidate.http import Answer, read_json

_TABLES = frozenset({"text/csv", "application/csv"})


def view_of(answer: Answer, captured: Mapping[str, Any]) -> dict[str, Any]:
    """Return the view of an answer; ``body`` is parsed JSON, XML or CSV, or ``None``."""
    headers = {name.lower(): value for name, value in answer.headers}
    text = answer.body.decode("utf-8", "replace")
    return {
        "status": answer.status,
        "headers": headers,
        "body": _parsed(answer.body, headers.get("content-type", "")),
        "text": text,
        "content": answer.body,
        "captured": dict(captured),
    }


def _parsed(body: bytes, media_type: str) -> Any:
    kind = media_type.split(";", maxsplit=1)[0].strip().lower()
    head = body.lstrip()[:1]
    if kind.endswith("json") or head in {b"{", b"["}:
        reading = read_json(body)
        return getattr(reading, "value", None)
    if kind.endswith("xml"):
        return _from_xml(body)
    if kind in _TABLES:
        return _from_csv(body)
    return None


def _from_csv(body: bytes) -> Any:
    """Read an exported table: a list of rows, each with the names of the first line as keys.

    The sign between cells is the one that the first line has most of. Text that is not UTF-8, and
    rows that have more cells than there are names, are not read.
    """
    try:
        text = body.decode("utf-8-sig")
        first = text.splitlines()[0] if text.strip() else ""
        sign = max(",;\t", key=first.count)
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    if any(None in row for row in rows):
        return None
    return [{name.strip(): cell for name, cell in row.items()} for row in rows]


def _from_xml(body: bytes) -> Any:
    """Parse XML in UTF-8 without a document type, so that no entity can be declared."""
    if b"\x00" in body or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return None
    try:
        root = ET.fromstring(body)
    except (ET.ParseError, ValueError, LookupError):
        return None
    return {_local(root.tag): _element(root, 0)}


def _element(element: ET.Element, depth: int) -> Any:
    children = list(element)
    if not children or depth > 50:
        return (element.text or "").strip() or None
    out: dict[str, Any] = {}
    for child in children:
        name, value = _local(child.tag), _element(child, depth + 1)
        if name in out:
            if not isinstance(out[name], list):
                out[name] = [out[name]]
            out[name].append(value)
        else:
            out[name] = value
    return out


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]
