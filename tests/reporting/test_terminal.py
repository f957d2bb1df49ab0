"""What the terminal says, at 80 columns, without colour, in both languages."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from conformance.reporting.terminal import print_evaluation
from conformance.verdict.evaluation import Evaluation
from conformance.words import Language


def _said(
    evaluation: Evaluation, language: Language = "vi", width: int = 80, **other: object
) -> str:
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=bool(other.pop("terminal", False)))
    print_evaluation(evaluation, console, language, Path("runs/mau/reports/report.html"), **other)  # type: ignore[arg-type]
    return out.getvalue()


def test_the_conclusion_comes_first_then_roots_then_failures(evaluation: Evaluation) -> None:
    said = _said(evaluation)
    order = [
        "Kết luận: KHÔNG ĐẠT",
        "5 trên 22 tiêu chí bắt buộc đạt, 4 không đạt, 8 chưa xác định được",
        "Nguyên nhân gốc (1)",
        "Nội dung không đạt (8)",
        "1. POR-40",
        "2. OSS-18",
        "Báo cáo: runs/mau/reports/report.html",
    ]
    flat = " ".join(said.split())
    places = [flat.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)


def test_each_failure_has_clause_expected_seen_and_curl(evaluation: Evaluation) -> None:
    said = _said(evaluation)
    block = said[said.index("2. OSS-18") : said.index("3. OSS-20")]
    assert "Điều 17 khoản 2 điểm c, 61/2018/NĐ-CP" in block
    assert "2026-12-04T17:00:00+07:00" in block
    assert "2026-12-05T17:00:00+07:00" in block
    assert (
        "\n    curl -X POST 'http://127.0.0.1:8080/api/v1/dossiers/H29.12-261124-0001/accept'"
        in block
    )


def test_remarks_stand_after_the_failures(evaluation: Evaluation) -> None:
    said = " ".join(_said(evaluation).split())
    remarks = said[said.index("Phép kiểm tra đạt nhưng có nhận xét (1)") :]
    assert "POR-03: Công bố đầy đủ danh mục" in remarks
    assert "Thực tế không thấy" in remarks
    assert "PRF-02" not in remarks


def test_a_criterion_that_a_person_failed_names_the_person(evaluation: Evaluation) -> None:
    said = " ".join(_said(evaluation, "en").split())
    assert "4. A11-01 Colour contrast" in said
    assert "Nguyễn Văn An, kiến trúc sư hệ thống, answered “No” on 20 Nov 2026" in said


@pytest.mark.parametrize("language", ["vi", "en"])
def test_lines_fit_eighty_columns_but_for_commands(
    evaluation: Evaluation, language: Language
) -> None:
    for line in _said(evaluation, language).splitlines():
        if not line.startswith(("    curl ", "Báo cáo:", "Report:")):
            assert cell_len(line) <= 80, line


def test_a_candidate_cannot_write_to_the_terminal(evaluation: Evaluation) -> None:
    said = _said(evaluation)
    assert not any(ord(c) < 32 and c != "\n" for c in said)
    assert "\u202e" not in said
    assert "[bold red]rich[/]" in " ".join(said.split())
    assert "␛[31mĐẠT" in said


def test_no_color_leaves_no_colour(evaluation: Evaluation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[1;31m" in _said(evaluation, terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    coloured = _said(evaluation, terminal=True)
    assert "\x1b[1;31m" not in coloured
    assert "KHÔNG ĐẠT" in coloured


def test_what_is_not_shown_is_counted(evaluation: Evaluation) -> None:
    said = _said(evaluation, "en", failures_shown=2)
    assert "3. OSS-20" not in said
    assert "more failures, see the report: 6" in said


def test_a_broken_run_says_so_loudly(evaluation_with: Callable[..., Evaluation]) -> None:
    run = {"interrupted": True, "complete": False, "evaluator_faults": ["no browser\x1b[2J"]}
    said = _said(evaluation_with(run=run, current=False), "en")
    assert "! The run was interrupted" in said
    assert "! The evaluator itself failed (1)" in said
    assert "no browser␛[2J" in said
    assert "! The edition is not in force on the day of evaluation" in said
    partial = {"complete": False, "selection": "OSS"}
    assert "Selected: OSS" in " ".join(_said(evaluation_with(run=partial), "en").split())
