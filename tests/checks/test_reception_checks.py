"""What the checks of reception lean on: reading of codes, papers, slips; and their coverage."""

from __future__ import annotations

import ast
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import conformance.checks.reception as group
from conformance.candidate.dates import VIETNAM
from conformance.candidate.facts import ControlStep, Notice, Sheet
from conformance.checks.kit.expect import Violation
from conformance.checks.reception.reading import (
    agency_of,
    by_message,
    forms_of,
    known,
    result_number,
    unnamed,
)
from conformance.checks.reception.test_control_slip import lawful_results
from conformance.data import data_folder
from conformance.run.checks_of import all_checks

FOLDER = Path(group.__file__ or "").parent
CODE = "H56.31-261124-0007"
CRITERIA = {
    "OSS-11",
    "OSS-12",
    "OSS-13",
    "OSS-14",
    "OSS-15",
    "OSS-16",
    "OSS-18",
    "OSS-19",
    "OSS-20",
    "OSS-21",
    "OSS-22",
    "OSS-23",
    "OSS-24",
    "OSS-27",
    "OSS-39",
    "OSS-40",
    "OSS-41",
    "OSS-42",
    "OSS-44",
    "DIG-04",
    "DIG-05",
    "POR-08",
    "POR-13",
    "POR-36",
    "POR-37",
    "POR-43",
    "POR-44",
    "INT-23",
}


@pytest.mark.parametrize(
    ("code", "number"),
    [
        (f"{CODE}-KQ1", 1),
        (f"{CODE}-KQ01", 1),
        (f"{CODE}-KQ(1)", 1),
        (f"{CODE}-KQ12", 12),
        (f"{CODE}-KQ0", None),
        (f"{CODE}-KQ(1", None),
        (f"{CODE}-kq1", None),
        ("H56.31-261124-0008-KQ1", None),
        ("KQ.G15.000031", None),
        (None, None),
    ],
)
def test_result_codes_are_read_in_their_three_forms(code: str | None, number: int | None) -> None:
    assert result_number(code, CODE) == number


def test_a_paper_is_named_by_its_name_or_by_its_whole_code() -> None:
    names = {"GT": "Giấy tờ kèm theo", "DON": "Đơn đề nghị"}
    assert unnamed("Thiếu giấy tờ KÈM THEO", ["GT", "DON"], names) == ["DON"]
    assert unnamed("components.DON: missing", ["GT", "DON"], names) == ["GT"]
    assert unnamed("GTGT", ["GT"], names) == ["GT"]


def test_agency_identifiers_are_read_in_either_order() -> None:
    assert agency_of("H56.31") == agency_of("000.00.31.H56") == "H56.31"
    assert agency_of("h56.31") is None


def test_only_messages_count_as_told() -> None:
    notices = [Notice.of({"channel": c}) for c in ("portal", "portal, email", "SMS", None, "zalo")]
    assert [n.channel for n in by_message(notices)] == ["portal, email", "SMS", "zalo"]


def test_forms_of_reception_leave_other_forms_out() -> None:
    sheets = [Sheet.of({"kind": k}) for k in ("supplement", "control", "receipt", "receipt")]
    assert forms_of(sheets) == ["receipt", "receipt", "supplement"]


def test_what_must_be_known_is_a_violation_when_it_is_empty() -> None:
    assert known(0, "reception-due-date") == 0
    with pytest.raises(Violation):
        known(None, "reception-due-date")


@pytest.mark.parametrize(
    ("after", "lawful"),
    [
        (timedelta(days=-1), ["early"]),
        (timedelta(hours=-1), ["on-time", "early"]),
        (timedelta(hours=1), ["on-time", "late"]),
        (timedelta(days=1), ["late"]),
    ],
)
def test_a_step_is_judged_by_the_day_and_within_it_also_by_the_minute(
    after: timedelta, lawful: list[str]
) -> None:
    due = datetime(2026, 11, 25, 17, 30, tzinfo=VIETNAM)
    step = ControlStep.of({"due_at": due, "ended_at": due + after, "result": "early"})
    assert lawful_results(step) == lawful


def _own_checks() -> list[tuple[str, Any]]:
    return [(id_, info) for id_, info, _ in all_checks() if id_.startswith("reception/")]


def test_every_criterion_of_the_group_has_a_check_with_a_subject() -> None:
    checked = {c for _, info in _own_checks() for c in info.criteria if info.of}
    assert checked >= CRITERIA


def test_every_aspect_has_its_words_in_both_languages() -> None:
    path = data_folder("reports") / "messages" / "aspects" / "reception.yaml"
    words = yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    used = set()
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and re.fullmatch(r"reception-[a-z-]+", text):
                used.add(text)
    assert used == set(words)
    assert all(set(w) == {"vi", "en"} and all(w.values()) for w in words.values())
