"""What the examination before the run warned of, in every report."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

import pytest
from rich.console import Console

from conformance.reporting.html import WARNINGS_SHOWN, render_html
from conformance.reporting.json_file import evaluation_json, load_evaluation
from conformance.reporting.junit import junit_xml
from conformance.reporting.terminal import print_evaluation
from conformance.verdict.evaluation import Evaluation
from conformance.words import Language

With = Callable[..., Evaluation]
TITLE = {"vi": "Cảnh báo trước khi chạy", "en": "Warnings before the run"}


def warning(number: int, seen: str = "") -> dict[str, Any]:
    return {
        "code": "operation/odd",
        "level": "warning",
        "whose": "candidate",
        "place": f"binding.operations.x{number}",
        "seen": {"vi": seen or f"lạ {number}", "en": seen or f"odd {number}"},
        "mend": {"vi": f"sửa {number}", "en": f"mend {number}"},
    }


def terminal(evaluation: Evaluation, language: Language) -> str:
    out = io.StringIO()
    print_evaluation(evaluation, Console(file=out, width=80), language)
    return out.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_warning_stands_in_page_and_terminal(evaluation_with: With, language: Language) -> None:
    evaluation = evaluation_with(run={"warnings": [warning(1)]})
    seen, mend = {"vi": ("lạ 1", "sửa 1"), "en": ("odd 1", "mend 1")}[language]
    page = render_html(evaluation, [language])
    section = page[page.index(f'id="before-{language}"') :].split("</section>")[0]
    for words in (TITLE[language], "binding.operations.x1", seen, mend):
        assert words in section
    assert f'href="#before-{language}"' in page
    said = terminal(evaluation, language)
    assert f"{TITLE[language]} (1)" in said
    assert f"binding.operations.x1: {seen}" in said


def test_no_warning_no_section(evaluation_with: With) -> None:
    evaluation = evaluation_with()
    assert "before-vi" not in render_html(evaluation)
    assert TITLE["en"] not in terminal(evaluation, "en")


def test_a_skipped_examination_is_said(evaluation_with: With) -> None:
    evaluation = evaluation_with(run={"examined": False})
    assert "Lần chạy bỏ qua bước khám" in render_html(evaluation, ["vi"])
    assert "The run skipped the examination" in terminal(evaluation, "en")


def test_many_warnings_are_folded_and_none_is_lost(evaluation_with: With) -> None:
    count = WARNINGS_SHOWN + 5
    evaluation = evaluation_with(run={"warnings": [warning(n) for n in range(count)]})
    page = render_html(evaluation, ["en"])
    section = page[page.index('id="before-en"') :].split("</section>")[0]
    assert all(f"odd {n}<" in section for n in range(count))
    assert "5 more warnings" in section.split("<details>")[1]
    assert "odd 7<" in section.split("<details>")[0]
    assert "5 more warnings" in terminal(evaluation, "en")


def test_a_candidate_cannot_act_through_a_warning(evaluation_with: With, hostile_text: str) -> None:
    evaluation = evaluation_with(run={"warnings": [warning(1, hostile_text)]})
    page = render_html(evaluation)
    section = page[page.index('id="before-vi"') :].split("</section>")[0]
    assert "<script>" not in section
    assert "&lt;script&gt;" in section
    for text in (section, terminal(evaluation, "en")):
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_json_and_junit_carry_them(evaluation_with: With, tmp_path: Any) -> None:
    evaluation = evaluation_with(run={"warnings": [warning(1), warning(2)], "examined": True})
    path = tmp_path / "evaluation.json"
    path.write_bytes(evaluation_json(evaluation))
    assert load_evaluation(path).run.warnings == evaluation.run.warnings
    properties = {
        each.get("name"): each.get("value") for each in ET.fromstring(junit_xml(evaluation)).iter()
    }
    assert properties["run.warnings"] == "2"
    assert properties["run.examined"] == "true"
