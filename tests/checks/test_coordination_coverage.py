"""The checks of coordination cover their criteria, and every aspect has its words."""

from __future__ import annotations

import ast
from pathlib import Path

import yaml

import conformance.checks.coordination as group
from conformance.data import data_folder
from conformance.run.checks_of import all_checks

FOLDER = Path(group.__file__ or "").parent
CRITERIA = {"OSS-31", "OSS-33", "OSS-34", "OSS-35", "OSS-47", "OSS-63", "POR-15", "POR-17"}
PREFIX = "coordination-"


def test_every_criterion_of_the_group_has_a_check_with_a_subject() -> None:
    own = [info for id_, info, _ in all_checks() if id_.startswith("coordination/")]
    assert all(info.of for info in own)
    assert {c for info in own for c in info.criteria} == CRITERIA


def test_every_aspect_has_its_words_in_both_languages() -> None:
    path = data_folder("reports") / "messages" / "aspects" / "coordination.yaml"
    words = yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    used = {
        node.value
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and str(node.value).startswith(PREFIX)
    }
    assert used == set(words)
    assert all(each["vi"] and each["en"] for each in words.values())
