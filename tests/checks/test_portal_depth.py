"""What the deeper checks of the portal lean on: shares, the nine topics, the public view."""

from __future__ import annotations

import pytest

from conformance.candidate.file import Person
from conformance.checks.portal.figures import is_share
from conformance.checks.portal.nine import TOPICS, unnamed_topics
from conformance.checks.portal.public_view import beyond

OWNER = Person(
    name="Nguyễn Thị Hoa", id_number="038190001234", birth_date="1990-03-12", phone="0912345678"
)
CODE = "000.00.31.H56-261124-0004"


@pytest.mark.parametrize(
    ("percent", "right"), [(66.7, True), (66.6, True), (67.0, True), (66.0, True), (86.7, False)]
)
def test_a_share_may_be_rounded_but_not_improved(percent: float, right: bool) -> None:
    assert is_share(percent, range(2, 3), range(3, 4)) is right


def test_a_share_of_nothing_is_no_share() -> None:
    assert not is_share(0.0, range(1), range(1))


def test_each_topic_needs_a_label_of_its_own() -> None:
    labels = [topic.name.vi for topic in TOPICS]
    assert unnamed_topics(labels) == []
    assert unnamed_topics(labels[:-1]) == [TOPICS[-1].name]
    both = [label for label in labels if "số lần" not in label]
    assert unnamed_topics(both) == [TOPICS[2].name]


@pytest.mark.parametrize(
    "value",
    ["Nguyễn T*** H***", "******678", "sinh năm 1990", 1990, "0912345", "Hẹn trả 08/12/2026",
     "Phòng Tư pháp - Hộ tịch", {"officer": ["PHẠM QUỐC KHÁNH"]}],
    ids=str,
)  # fmt: skip
def test_what_tells_more_is_found(value: object) -> None:
    facts = ["08/12/2026", "Phòng Tư pháp - Hộ tịch", "Phạm Quốc Khánh"]
    tree = {"code": CODE, "percent": 40, "more": value}
    assert len(beyond(tree, CODE, ["40", "Đang xử lý"], facts, OWNER)) == 1


def test_code_completion_state_and_what_stands_around_tell_nothing() -> None:
    tree = {
        "status": 200, "errorCode": "000", "message": "Tra cứu thành công", "found": True,
        "data": {"code": CODE, "percent": 40, "state": "ĐANG XỬ LÝ", "self": f"/tra-cuu/{CODE}"},
    }  # fmt: skip
    facts = ["H56", "31.H56", "Phạm Quốc Khánh", "2026-12-08"]
    assert beyond(tree, CODE, ["40", "Đang xử lý"], facts, OWNER) == []
