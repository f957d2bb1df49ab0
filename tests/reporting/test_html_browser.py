"""The HTML report in a browser: offline, by keyboard, and clean for axe in both languages."""

from __future__ import annotations

import hashlib
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.reporting.write import write_reports
from conformance.verdict.evaluation import Evaluation

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
]
AXE = Path(__file__).parents[1] / "vendor" / "axe-core"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
DESKTOP = {"width": 1280, "height": 800}
OPEN_ALL = (
    "document.querySelectorAll('.document:not([hidden]) details').forEach(d => { d.open = true })"
)
LOCAL = ("file:", "data:")
IN_VIEW = "e => { const b = e.getBoundingClientRect(); return b.top >= -1 && b.top < innerHeight; }"


@pytest.fixture(scope="module")
def report(evaluation: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> str:
    (path,) = write_reports(evaluation, tmp_path_factory.mktemp("run"), ("html",))
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class _Opened:
    def __init__(self, browser: Any, url: str, **context: Any) -> None:
        self.context = browser.new_context(locale="vi-VN", **context)
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.log: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.log.append(message.text))
        self.page.on("pageerror", lambda error: self.log.append(str(error)))
        self.page.goto(url)


@pytest.fixture
def opened(browser: Any, report: str) -> Iterator[_Opened]:
    opened = _Opened(browser, report, viewport=DESKTOP, reduced_motion="reduce")
    yield opened
    assert [url for url in opened.requests if not url.startswith(LOCAL)] == []
    assert opened.log == []
    assert opened.page.evaluate("window.hacked") is None
    opened.context.close()


def _focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_keys_jump_from_failure_to_failure(opened: _Opened) -> None:
    page = opened.page
    page.keyboard.press("n")
    assert _focused(page) == "failure-1-vi"
    assert page.locator("#failure-1-vi").evaluate(IN_VIEW)
    for _ in range(3):
        page.keyboard.press("n")
    assert _focused(page) == "failure-4-vi"
    page.keyboard.press("p")
    assert _focused(page) == "failure-3-vi"
    assert page.url.endswith("#failure-3-vi")
    for _ in range(20):
        page.keyboard.press("n")
    assert _focused(page) == "failure-8-vi"


def test_keys_can_be_turned_off_and_never_disturb_typing(opened: _Opened) -> None:
    page = opened.page
    page.locator("#filter-text-vi").press_sequentially("n")
    assert _focused(page) == "filter-text-vi"
    assert page.locator("#filter-text-vi").input_value() == "n"
    page.locator("#keys-vi").uncheck()
    page.keyboard.press("n")
    assert _focused(page) == "keys-vi"


def test_the_first_failure_is_a_link_away(opened: _Opened) -> None:
    page = opened.page
    page.get_by_role("link", name="Đến lỗi đầu tiên").press("Enter")
    assert _focused(page) == "failure-1-vi"


def test_the_filter_counts_what_it_shows(opened: _Opened) -> None:
    page = opened.page
    rows = page.locator("#document-vi tr.criterion:visible")
    status = page.locator("#document-vi .shown")
    assert status.inner_text() == "Đang hiện 27 trên 27 tiêu chí"
    page.locator("#filter-outcome-vi").select_option("failed")
    assert rows.count() == 7
    assert status.inner_text() == "Đang hiện 7 trên 27 tiêu chí"
    page.locator("#filter-group-vi").select_option("OSS")
    assert [r.get_attribute("data-group") for r in rows.all()] == ["OSS"] * 3
    page.locator("#filter-level-vi").select_option("recommended")
    assert status.inner_text() == "Đang hiện 0 trên 27 tiêu chí"
    page.get_by_role("button", name="Bỏ lọc").click()
    page.wait_for_function("document.querySelector('.shown').textContent.includes('27 trên 27')")
    page.locator("#filter-part-vi").select_option("load")
    assert rows.count() == 2
    assert page.locator("#document-vi tbody.group:visible").count() == 1


def test_search_finds_with_and_without_diacritics(opened: _Opened) -> None:
    page = opened.page
    rows = page.locator("#document-vi tr.criterion:visible")
    for words in ("đồng hồ thử", "dong ho thu", "OSS-28 15 gio"):
        page.locator("#filter-text-vi").fill(words)
        assert rows.count() == 1, words
        assert rows.first.get_attribute("id") == "criterion-OSS-28-vi"


def test_a_link_into_the_table_opens_the_row_even_when_filtered_away(opened: _Opened) -> None:
    page = opened.page
    page.locator("#filter-outcome-vi").select_option("passed")
    page.locator("#failure-2-vi").get_by_role("link", name="Xem trong bảng tiêu chí").click()
    row = page.locator("#criterion-OSS-18-vi")
    row.locator("details[open]").wait_for()
    assert row.is_visible()
    assert _focused(page) == "criterion-OSS-18-vi"


def test_the_language_changes_by_keyboard(opened: _Opened) -> None:
    page = opened.page
    assert page.locator("#document-vi").is_visible()
    assert not page.locator("#document-en").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    assert _focused(page) == "language-vi"
    page.keyboard.press("ArrowRight")
    assert page.locator("#document-en").is_visible()
    assert not page.locator("#document-vi").is_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.title() == "Evaluation report: One-stop system of Mẫu province"
    page.keyboard.press("n")
    assert _focused(page) == "failure-1-en"


def test_the_skip_link_passes_the_band(opened: _Opened) -> None:
    opened.page.keyboard.press("Tab")
    opened.page.keyboard.press("Enter")
    assert _focused(opened.page) == "content"


def test_a_deep_link_opens_its_language(browser: Any, report: str) -> None:
    opened = _Opened(browser, f"{report}#failure-2-en")
    assert opened.page.locator("#document-en").is_visible()
    assert opened.page.locator("#language-en").is_checked()
    assert _focused(opened.page) == "failure-2-en"
    opened.context.close()


def test_the_command_is_copied(browser: Any, report: str) -> None:
    opened = _Opened(browser, report, permissions=["clipboard-read", "clipboard-write"])
    curl = opened.page.locator("#failure-2-vi .curl")
    curl.get_by_role("button").click()
    curl.get_by_text("Đã chép lệnh.").wait_for()
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        "curl -X POST 'http://127.0.0.1:8080/api/v1/dossiers/H29.12-261124-0001"
    )
    assert copied.endswith("'")
    opened.context.close()


def test_without_javascript_all_can_be_read_and_the_language_still_changes(
    browser: Any, report: str
) -> None:
    opened = _Opened(browser, report, java_script_enabled=False)
    page = opened.page
    assert page.locator("#document-vi tr.criterion:visible").count() == 27
    assert not page.locator("#document-vi .filter").is_visible()
    assert not page.locator("#document-en").is_visible()
    page.locator("#language-en").check()
    assert page.locator("#document-en").is_visible()
    assert not page.locator("#document-vi").is_visible()
    assert opened.log == []
    opened.context.close()


def test_nothing_runs_out_of_the_page(browser: Any, report: str) -> None:
    opened = _Opened(browser, report)
    for language in ("vi", "en"):
        opened.page.locator(f"#language-{language}").check()
        opened.page.evaluate(OPEN_ALL)
        for width in (320, 390, 768, 1280):
            opened.page.set_viewport_size({"width": width, "height": 800})
            wide = opened.page.evaluate("document.documentElement.scrollWidth")
            assert wide == width, language
    opened.context.close()


def test_the_conclusion_is_on_the_first_screen(browser: Any, report: str) -> None:
    for width, height in ((1280, 800), (360, 740)):
        opened = _Opened(browser, report, viewport={"width": width, "height": height})
        box = opened.page.locator("#document-vi .at-once").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height, width
        opened.context.close()


def test_on_paper_the_table_keeps_its_words_whole(browser: Any, report: str) -> None:
    opened = _Opened(browser, report, viewport={"width": 620, "height": 900})
    page = opened.page
    page.emulate_media(media="print")
    table = page.locator("#document-vi table.all").bounding_box()
    title = page.locator("#document-vi tr.criterion td").first.bounding_box()
    assert table is not None
    assert title is not None
    assert title["width"] > 0.4 * table["width"]
    group = page.locator("#document-vi .group-title").first
    assert group.evaluate("e => getComputedStyle(e).breakAfter") == "avoid"
    marker = page.locator("#document-vi tr.criterion summary").first
    assert marker.evaluate("e => getComputedStyle(e).listStyleType") == "none"
    opened.context.close()


def test_the_vendored_axe_is_the_one_that_was_checked() -> None:
    vendor = tomllib.loads((AXE / "vendor.toml").read_text("utf-8"))
    assert vendor["version"] == "4.14.1"
    for file in vendor["file"]:
        assert hashlib.sha256((AXE / file["name"]).read_bytes()).hexdigest() == file["sha256"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_no_barrier(browser: Any, report: str, language: str) -> None:
    opened = _Opened(browser, report, viewport=DESKTOP)
    page = opened.page
    page.locator(f"#language-{language}").check()
    page.evaluate(OPEN_ALL)
    page.evaluate((AXE / "axe.min.js").read_text("utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(
            "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", TAGS
        )
        assert len(found["passes"]) > 15
        barriers = [(rule["id"], rule["nodes"][0]["target"]) for rule in found["violations"]]
        assert barriers == [], scheme
    opened.context.close()


def test_axe_would_have_seen_a_barrier(browser: Any, report: str) -> None:
    """The positive control: a page that we spoil is not clean."""
    opened = _Opened(browser, report, viewport=DESKTOP)
    page = opened.page
    page.evaluate("document.querySelector('label[for=filter-outcome-vi]').remove()")
    page.evaluate((AXE / "axe.min.js").read_text("utf-8"))
    found = page.evaluate(
        "tags => axe.run('#document-vi .filter', {runOnly: tags, resultTypes: ['violations']})",
        TAGS,
    )
    assert [rule["id"] for rule in found["violations"]] == ["select-name"]
    opened.context.close()
