"""The quick look holds one check of every group of criteria that has checks."""

from __future__ import annotations

from collections import Counter

import pytest

from conformance.cli.main import main
from conformance.errors import ExitCode
from conformance.run.checks_of import all_checks, smoke_selection


def group(criterion: str) -> str:
    return criterion.partition("-")[0]


def test_each_group_stands_in_the_quick_look_once() -> None:
    wanted = {group(c) for _, info, _ in all_checks() for c in info.criteria}
    chosen = Counter(group(info.criteria[0]) for _, info, _ in all_checks() if info.smoke)
    assert chosen == dict.fromkeys(wanted, 1)


def test_its_expression_selects_these_checks_and_no_other() -> None:
    names = smoke_selection().split(" or ")
    selected = [id_ for id_, _, _ in all_checks() if any(name in id_ for name in names)]
    assert len(selected) == len(names)


def test_it_is_not_taken_together_with_a_selection(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--lang", "en", "evaluate", "reference", "--smoke", "-k", "receipt"])
    assert code == ExitCode.CONFIGURATION
    assert "leave out -k, or --smoke" in capsys.readouterr().err
