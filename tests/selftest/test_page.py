"""The matrix as a page: whole in one file, both languages, nothing of a portal is code in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import conformance.selftest
from conformance.data import data_folder
from conformance.reporting.messages import report_messages
from conformance.selftest.judging import Cell, Fate
from conformance.selftest.page import columns_of, render_matrix
from conformance.selftest.panel import Mode
from conformance.selftest.trial import Kind
from tests.selftest.builders import FAULT, both, broken, failed, lawful, result, trial, unsure, vice

HOSTILE = '</td><script>window.hacked=1</script><img src=x onerror="window.hacked=1">\x1b[31m\u202e'
TIED = {"OSS-24": {"vi": "sổ và giấy phải khớp nhau", "en": "book and receipt must agree"}}
STRAY = failed("portal/test_search.py::test_other", ("POR-29", "OSS-24"), "portal-search-hit")
SAMPLE = result(
    (
        broken(trial(failed(), STRAY, name="killed"), vice(tied=TIED, rarely=both("on Fridays"))),
        broken(trial(name="survivor", unsure=(unsure(),))),
        broken(trial(failed("c", ("OSS-18",), "receipt-place"), name="accident")),
        broken(trial(faults=(FAULT,), name="crashed")),
        broken(
            trial(failed("d", ("INT-25",), HOSTILE), name="hostile"),
            vice(kills=("INT-25",), survives=both(HOSTILE)),
        ),
    ),
    (
        lawful(seed=1),
        lawful(failed("e", ("POR-14",), "portal-own-list-status"), name="small-pages",
               kind=Kind.VARIANT, unsure=(unsure(),)),
    ),
    outstanding=("late",),
)  # fmt: skip


@pytest.fixture(scope="module")
def page() -> str:
    return render_matrix(SAMPLE)


def test_only_columns_that_matter_are_there_by_group() -> None:
    assert columns_of(SAMPLE) == ("INT-25", "OSS-18", "OSS-24", "POR-29")


def test_both_languages_are_whole_documents(page: str) -> None:
    assert page.count('class="document"') == 2
    assert page.startswith("<!DOCTYPE html>")
    assert "Ma trận cổng hỏng × tiêu chí" in page
    assert "Matrix: broken portal × criterion" in page
    assert render_matrix(SAMPLE, ("en", "vi")).index('lang="en"') < page.index('lang="vi"') + 200


def test_every_portal_has_a_row_with_its_cells_and_a_detail(page: str) -> None:
    row = re.search(r'<tr class="portal" id="portal-killed-en".*?</tr>', page, re.DOTALL)
    assert row is not None
    for cell in (Cell.RIGHT, Cell.TIED, Cell.ALARM):
        assert report_messages().say("en", f"selftest.cell.{cell}") in row.group()
    assert 'data-criteria="OSS-18 OSS-24 POR-29"' in row.group()
    assert 'data-fate="right alarm rare"' in row.group()
    assert page.count('<tr class="detail"') == 2 * len(SAMPLE.broken)


def test_what_failed_it_and_what_was_seen_stand_in_the_detail(page: str) -> None:
    start = page.index('id="detail-killed-en"')
    detail = page[start : page.index("</tr>", start)]
    for words in ("does something wrong", "Điều 1", "on Fridays", "book and receipt must agree",
                  "reception/test_receipt.py::test_one", "this", "that"):  # fmt: skip
        assert words in detail, words


def test_survivors_accidents_alarms_and_faults_are_never_hidden(page: str) -> None:
    for name in ("survivor", "accident", "killed"):
        assert f'href="#portal-{name}-en"' in page
    assert page.count("<code>crashed</code>") == 2
    assert "small-pages" in page


def test_nothing_of_a_portal_is_code(page: str) -> None:
    assert "window.hacked=1</script>" not in page
    assert "<img" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    assert "⟨U+202E⟩" in page


def test_it_needs_no_network(page: str) -> None:
    assert page.count("<script>") == page.count("<style>") == 1
    assert not re.search(r'(?:src|href)="(?!#|data:)', page)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert "default-src &#39;none&#39;" in policy.group(1)
    assert "unsafe" not in policy.group(1)


def test_an_empty_result_is_a_page_too() -> None:
    assert "0 trên 0" in render_matrix(result())


def test_every_word_that_is_used_exists_and_none_lies_unused() -> None:
    templates = (data_folder("reports") / "templates" / "selftest").glob("*.j2")
    modules = Path(conformance.selftest.__file__).parent.glob("*.py")
    text = "".join(path.read_text("utf-8") for path in (*templates, *modules))
    named = {
        *re.findall(r'"selftest\.([a-z.-]+[a-z])"', text),
        *re.findall(r'say\(\s*"([a-z.]+)"', text),
    }
    families = {
        "fate": {str(each) for each in Fate},
        "cell": {str(each) for each in Cell},
        "mode": {*(str(each) for each in Mode), "unknown"},
        "verdict": {"holds", "short", "void", "part", "wanted"},
        "section": {*re.findall(r'heading\("(\w+)"\)', text), "survivors", "accidents"},
        "lawful": {"name", "says", "edition", "seed", "checks", "passed", "alarms", "unsure"},
    }
    named |= {f"{family}.{value}" for family, values in families.items() for value in values}
    own = {i.removeprefix("selftest.") for i in report_messages().ids if i.startswith("selftest.")}
    assert named - {"schema.json"} == own
