"""What is wrong with the shape of a value, in both languages: pydantic speaks English only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from conformance.errors import Both, words_of

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

_KINDS: dict[str, str] = {
    "missing": "thiếu khóa bắt buộc",
    "extra_forbidden": "khóa lạ",
    "string_type": "phải là chữ",
    "string_too_short": "chữ quá ngắn, ít nhất {min_length} ký tự",
    "string_too_long": "chữ quá dài, nhiều nhất {max_length} ký tự",
    "string_pattern_mismatch": "không đúng mẫu {pattern}",
    "int_type": "phải là số nguyên",
    "int_parsing": "phải là số nguyên",
    "int_from_float": "phải là số nguyên",
    "float_type": "phải là số",
    "float_parsing": "phải là số",
    "finite_number": "phải là số hữu hạn",
    "bool_type": "phải là true hoặc false",
    "bool_parsing": "phải là true hoặc false",
    "dict_type": "phải là một khối khóa: giá trị",
    "model_type": "phải là một khối khóa: giá trị",
    "model_attributes_type": "phải là một khối khóa: giá trị",
    "list_type": "phải là một danh sách",
    "tuple_type": "phải là một danh sách",
    "set_type": "phải là một danh sách",
    "frozen_set_type": "phải là một danh sách",
    "too_short": "danh sách quá ngắn, ít nhất {min_length} mục",
    "too_long": "danh sách quá dài, nhiều nhất {max_length} mục",
    "enum": "phải là một trong: {expected}",
    "literal_error": "phải là một trong: {expected}",
    "union_tag_invalid": "phải là một trong: {expected_tags}",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "phải từ {ge} trở lên",
    "less_than": "phải nhỏ hơn {lt}",
    "less_than_equal": "phải từ {le} trở xuống",
    "date_type": "phải là ngày dạng NĂM-THÁNG-NGÀY",
    "date_parsing": "phải là ngày dạng NĂM-THÁNG-NGÀY",
    "date_from_datetime_parsing": "phải là ngày dạng NĂM-THÁNG-NGÀY",
    "time_type": "phải là giờ dạng GIỜ:PHÚT",
    "time_parsing": "phải là giờ dạng GIỜ:PHÚT",
    "none_required": "phải để trống",
}
"""Kinds of pydantic's errors, with the places that it names itself."""


MOST = 200
"""Errors of one file that are explained; a file with more is no slip."""


def first_errors(error: ValidationError) -> list[ErrorDetails]:
    """Return the first errors of a validation, each as pydantic gives it."""
    return error.errors(include_url=False)[:MOST]


def shape_words(detail: Mapping[str, Any]) -> Both:
    """Return what one item of ``ValidationError.errors()`` says.

    A validator that raises ``ValueError(Both(…))`` is quoted as it is; a kind that is not known
    here gives pydantic's own words in both languages.
    """
    context: Mapping[str, Any] = detail.get("ctx") or {}
    raised = context.get("error")
    if isinstance(raised, BaseException):
        return words_of(raised)
    said = str(detail["msg"])
    known = _KINDS.get(detail["type"])
    if known is None:
        return Both(said)
    try:
        return Both(known.format_map(context).replace("' or '", "', '"), said)
    except KeyError:
        return Both(said)
