"""The eleven items of a published procedure (TT 32/2017/TT-BTTTT Điều 5.1; criterion POR-06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.candidate import facts as f
from conformance.words import Text

_EMPTY = frozenset(
    {"", "-", "–", "—", ".", "...", "…", "n/a", "null", "undefined", "đang cập nhật",
     "chưa cập nhật", "nội dung đang cập nhật", "tbd", "todo"}
)  # fmt: skip
"""What stands in a field that nobody filled in. To say "không có" is to fill it in."""


def is_filled(value: Any) -> bool:
    """Tell whether an item says something: no blank, no dash, no "being updated"."""
    if isinstance(value, str):
        return " ".join(value.lower().split()) not in _EMPTY
    return value is not None and value not in ((), [])


def _says(record: f.Procedure, *fields: str) -> bool:
    """Tell whether one of the fields that the binding maps is filled in.

    Raises ``NotShown`` when it maps none of them.
    """
    mapped = [name for name in fields if record.shows(name)]
    if not mapped:
        getattr(record, fields[0])
    return any(is_filled(getattr(record, name)) for name in mapped)


def _names_papers(record: f.Procedure) -> bool:
    parts = record.components
    return bool(parts) and all(is_filled(part.name) for part in parts)


_Holds = Callable[[f.Procedure], bool]
_ITEMS: tuple[tuple[str, str, _Holds], ...] = (
    ("tên thủ tục", "name", lambda p: _says(p, "name")),
    ("trình tự thực hiện", "steps", lambda p: _says(p, "steps")),
    ("cách thức thực hiện", "manner", lambda p: _says(p, "manner")),
    ("thành phần hồ sơ", "components", _names_papers),
    ("số lượng hồ sơ", "number of sets", lambda p: bool(p.sets and p.sets > 0)),
    ("thời hạn giải quyết", "time limit", lambda p: _says(p, "limit_text", "limit_amount")),
    ("đối tượng thực hiện", "who may apply", lambda p: _says(p, "subjects")),
    ("cơ quan thực hiện", "competent agency", lambda p: _says(p, "agency_name")),
    ("kết quả thực hiện", "result", lambda p: _says(p, "result")),
    ("mẫu đơn, tờ khai", "forms", lambda p: _says(p, "forms")),
    ("yêu cầu, điều kiện", "conditions", lambda p: _says(p, "conditions")),
    ("phí, lệ phí", "fees", lambda p: _says(p, "fee_text", "fees")),
    ("cách nộp hồ sơ, nhận kết quả", "ways to submit and receive",
     lambda p: _says(p, "submission")),
    ("căn cứ pháp lý", "legal bases", lambda p: _says(p, "legal_bases")),
)  # fmt: skip
"""Item 4 and item 9 of the law hold several contents each, so there are more lines than eleven."""


def blank_items(record: f.Procedure, code: str) -> list[Text]:
    """Return the items that a published procedure leaves blank, each with the procedure's code.

    Raises ``NotShown`` for an item that the binding does not map.
    """
    return [Text(vi=f"{code}: {vi}", en=f"{code}: {en}") for vi, en, holds in _ITEMS
            if not holds(record)]  # fmt: skip
