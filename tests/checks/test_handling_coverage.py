"""The checks of handling cover their criteria, and every aspect has its words."""

from __future__ import annotations

import ast
from pathlib import Path

import yaml

import conformance.checks.handling as group
from conformance.data import data_folder
from conformance.run.checks_of import all_checks

FOLDER = Path(group.__file__ or "").parent
CRITERIA = {
    *(f"OSS-{n:02d}" for n in (2, 6, 8, 9, 28, 29, 30, 32, 36, 37, 38, 43, 45, 46, 49, 51)),
    "POR-25",
}
ASPECT_AT = {
    "expect": 1, "refused": 1, "fail": 0, "expect_due": 2, "expect_now": 3, "step_to": 2,
    "expect_growth": 3,
}  # fmt: skip
COMPOSED = {
    "handling-figure-growth",
    "handling-extension-no-reason",
    "handling-extension-earlier-date",
}


def test_every_criterion_of_the_group_has_a_check_with_a_subject() -> None:
    own = [info for id_, info, _ in all_checks() if id_.startswith("handling/")]
    assert all(info.of for info in own)
    assert {c for info in own for c in info.criteria} == CRITERIA


def test_time_rules_that_wait_need_the_clock_and_run_alone() -> None:
    waiting = [
        info
        for _, info, function in all_checks()
        if "turn_clock" in function.__code__.co_names
        and function.__module__.startswith("conformance.checks.handling")
    ]
    assert len(waiting) >= 15
    assert all(info.needs_clock and info.exclusive for info in waiting)


def test_every_aspect_has_its_words_in_both_languages() -> None:
    path = data_folder("reports") / "messages" / "aspects" / "handling.yaml"
    words = yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    used = set(COMPOSED)
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            at = ASPECT_AT.get(name)
            aspect = node.args[at] if at is not None and len(node.args) > at else None
            if isinstance(aspect, ast.Constant):
                used.add(str(aspect.value))
    assert used == set(words)
    assert all(set(w) == {"vi", "en"} and all(w.values()) for w in words.values())
