"""Whether a media type exists, as far as its name tells."""

from __future__ import annotations

import difflib
import mimetypes

from conformance.instruments.contract.answers import is_media_type
from conformance.words import Text

# The top-level types that IANA has registered (RFC 6838, RFC 9695).
_TOP = (
    "application", "audio", "example", "font", "haptics", "image", "message", "model",
    "multipart", "text", "video",
)  # fmt: skip
_TREES = ("vnd.", "prs.", "x-", "x.")
_COMMON = frozenset(
    {
        "json", "xml", "problem+json", "problem+xml", "hal+json", "ld+json", "geo+json", "pdf",
        "octet-stream", "x-www-form-urlencoded", "form-data", "mixed", "related", "byteranges",
        "html", "plain", "csv", "css", "javascript", "yaml", "zip", "gzip", "png", "jpeg", "gif",
        "webp", "svg+xml", "tiff", "bmp", "mp4", "mpeg", "ogg", "webm", "wav", "soap+xml", "jose",
        "jwt", "cbor", "graphql", "ndjson", "event-stream", "markdown", "rtf", "msword", "calendar",
        "json-patch+json", "merge-patch+json", "json-seq", "xhtml+xml", "atom+xml", "rss+xml",
        "pkcs7-mime", "pkcs7-signature", "timestamp-query", "timestamp-reply", "*",
    }
)  # fmt: skip


def doubt_about(name: str) -> Text | None:
    """Say why a media type cannot be meant, or return ``None``."""
    bare = name.partition(";")[0].strip().lower()
    if not is_media_type(bare):
        return Text(vi=f"{name!r} không phải kiểu nội dung", en=f"{name!r} is no media type")
    top, _, sub = bare.partition("/")
    if top == "*":
        return None
    if top not in _TOP:
        return _meant(name, difflib.get_close_matches(top, _TOP, 1, 0.7), f"/{sub}")
    if sub in _COMMON or sub.startswith(_TREES) or bare in mimetypes.types_map.values():
        return None
    near = difflib.get_close_matches(sub, _COMMON - {"*"}, 1, 0.75)
    return _meant(name, near, "", f"{top}/") if near else None


def _meant(name: str, near: list[str], after: str, before: str = "") -> Text:
    if not near:
        return Text(vi=f"{name!r} không tồn tại", en=f"{name!r} does not exist")
    meant = f"{before}{near[0]}{after}"
    return Text(
        vi=f"{name!r} không tồn tại (có phải {meant}?)",
        en=f"{name!r} does not exist ({meant} may be meant)",
    )
