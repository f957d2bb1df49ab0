"""What was odd in an answer that could still be read: findings, never crashes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from conformance.words import Text


class OddityCode(StrEnum):
    """A kind of oddity; stable, for checks and reports."""

    LINE_END = "line-end"
    HEADER_MALFORMED = "header-malformed"
    HEADER_FOLDED = "header-folded"
    HEADER_NOT_ASCII = "header-not-ascii"
    LENGTH_INVALID = "content-length-invalid"
    LENGTH_REPEATED = "content-length-repeated"
    LENGTH_WITH_CHUNKED = "content-length-with-chunked"
    CHUNKED_IN_OLD_VERSION = "chunked-in-http-1.0"
    BODY_NOT_ALLOWED = "body-not-allowed"
    LEFT_OVER = "bytes-after-answer"
    UNSOLICITED = "unsolicited-bytes"
    GZIP_TRAILING = "bytes-after-gzip"
    JSON_EMPTY = "json-empty"
    JSON_SYNTAX = "json-syntax"
    JSON_BOM = "json-bom"
    JSON_NOT_UTF8 = "json-not-utf8"
    JSON_UTF16 = "json-utf16"
    JSON_DUPLICATE_KEY = "json-duplicate-key"
    JSON_NOT_A_NUMBER = "json-not-a-number"
    JSON_OVERFLOW = "json-number-overflow"
    JSON_DIGITS = "json-too-many-digits"
    JSON_SURROGATE = "json-lone-surrogate"
    JSON_DEPTH = "json-too-deep"
    JSON_SIZE = "json-too-large"


_WORDS: dict[OddityCode, tuple[str, str]] = {
    OddityCode.LINE_END: (
        "Dòng tiêu đề kết thúc không đúng CRLF: {}",
        "A header line does not end with CRLF: {}",
    ),
    OddityCode.HEADER_MALFORMED: (
        "Dòng tiêu đề sai cú pháp: {}",
        "Malformed header line: {}",
    ),
    OddityCode.HEADER_FOLDED: (
        "Tiêu đề bị ngắt sang dòng sau (cách viết đã bị bãi bỏ): {}",
        "A header is folded over lines (obsolete): {}",
    ),
    OddityCode.HEADER_NOT_ASCII: (
        "Tiêu đề có ký tự ngoài ASCII: {}",
        "A header holds characters outside ASCII: {}",
    ),
    OddityCode.LENGTH_INVALID: (
        "Content-Length không phải số không âm: {}",
        "Content-Length is not a non-negative number: {}",
    ),
    OddityCode.LENGTH_REPEATED: (
        "Content-Length được gửi nhiều lần cùng giá trị: {}",
        "Content-Length is sent more than once with the same value: {}",
    ),
    OddityCode.LENGTH_WITH_CHUNKED: (
        "Có cả Content-Length ({}) và Transfer-Encoding: chunked",
        "Both Content-Length ({}) and Transfer-Encoding: chunked are sent",
    ),
    OddityCode.CHUNKED_IN_OLD_VERSION: (
        "Transfer-Encoding trong câu trả lời {}",
        "Transfer-Encoding in an answer of {}",
    ),
    OddityCode.BODY_NOT_ALLOWED: (
        "Mã trạng thái {} không được có nội dung nhưng lại khai có",
        "Status {} must not have a body, but one is announced",
    ),
    OddityCode.LEFT_OVER: (
        "Máy chủ gửi thêm dữ liệu sau khi câu trả lời đã hết: {}",
        "The server sent more after the end of its answer: {}",
    ),
    OddityCode.UNSOLICITED: (
        "Kết nối đang rỗi lại có dữ liệu mà không ai hỏi; đã bỏ kết nối đó: {}",
        "An idle connection held data that nobody asked for; it was dropped: {}",
    ),
    OddityCode.GZIP_TRAILING: (
        "Có dữ liệu thừa sau phần nén: {}",
        "There are bytes after the compressed body: {}",
    ),
    OddityCode.JSON_EMPTY: ("Nội dung JSON rỗng{}", "The JSON body is empty{}"),
    OddityCode.JSON_SYNTAX: ("JSON sai cú pháp: {}", "JSON syntax error: {}"),
    OddityCode.JSON_BOM: (
        "JSON bắt đầu bằng dấu thứ tự byte (BOM), trái RFC 8259 mục 8.1{}",
        "The JSON starts with a byte order mark, against RFC 8259 section 8.1{}",
    ),
    OddityCode.JSON_NOT_UTF8: (
        "JSON không phải UTF-8 hợp lệ: {}",
        "The JSON is not valid UTF-8: {}",
    ),
    OddityCode.JSON_UTF16: (
        "JSON được mã hoá bằng {}, trong khi phải là UTF-8",
        "The JSON is encoded in {}, where UTF-8 is required",
    ),
    OddityCode.JSON_DUPLICATE_KEY: (
        "Tên trường bị lặp trong cùng một đối tượng JSON: {}",
        "A name is repeated within one JSON object: {}",
    ),
    OddityCode.JSON_NOT_A_NUMBER: (
        "JSON không có giá trị {}",
        "JSON has no value {}",
    ),
    OddityCode.JSON_OVERFLOW: (
        "Số vượt quá phạm vi biểu diễn: {}",
        "A number overflows: {}",
    ),
    OddityCode.JSON_DIGITS: (
        "Số dài {} ký tự",
        "A number of {} characters",
    ),
    OddityCode.JSON_SURROGATE: (
        "Chuỗi JSON có nửa cặp thay thế (surrogate) đứng riêng{}",
        "A JSON string holds a lone surrogate{}",
    ),
    OddityCode.JSON_DEPTH: (
        "JSON lồng quá {} tầng",
        "The JSON nests more than {} levels",
    ),
    OddityCode.JSON_SIZE: (
        "JSON quá lớn để đọc: {}",
        "The JSON is too large to be read: {}",
    ),
}


@dataclass(frozen=True, slots=True)
class Oddity:
    """One oddity: its code, and what was seen in both languages."""

    code: OddityCode
    detail: Text


@lru_cache(maxsize=512)
def oddity(code: OddityCode, seen: str = "") -> Oddity:
    """Return the oddity of ``code``; ``seen`` is shown in its words."""
    vietnamese, english = _WORDS[code]
    return Oddity(code, Text(vi=vietnamese.format(seen), en=english.format(seen)))


def shown(raw: bytes | str, most: int = 80) -> str:
    """Return a candidate's bytes as harmless printable ASCII, at most ``most`` characters."""
    text = raw[: most * 4].decode("latin-1") if isinstance(raw, bytes) else raw[: most * 4]
    plain = ascii(text)[1:-1]
    return plain if len(plain) <= most else plain[: most - 3] + "..."
