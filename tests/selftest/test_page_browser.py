"""The matrix in a browser: offline, filtered, opened by keyboard, clean for axe."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.selftest.page import render_matrix
from tests.selftest.test_page import SAMPLE

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium")
if CHROMIUM is None:
    pytest.skip("no chromium on this machine", allow_module_level=True)

FLAGS = ["--no-sandbox", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND"]
AXE = Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    file = tmp_path / "matrix.html"
    file.write_text(render_matrix(SAMPLE), "utf-8")
    context = browser.new_context(
        locale="vi-VN", viewport={"width": 1280, "height": 800}, reduced_motion="reduce",
        bypass_csp=False,
    )  # fmt: skip
    page = context.new_page()
    log: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: log.append(message.text))
    page.on("pageerror", lambda error: log.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page
    assert log == []
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.evaluate("window.hacked") is None
    context.close()


def shown(page: Any, language: str = "vi") -> list[str]:
    rows = page.locator(f"#document-{language} tr.portal:visible")
    return [rows.nth(n).get_attribute("id").split("-")[1] for n in range(rows.count())]


def test_details_open_and_close_by_keyboard(page: Any) -> None:
    first = page.locator("#document-vi button.row").first
    first.focus()
    assert first.get_attribute("aria-expanded") == "false"
    assert not page.locator("#detail-killed-vi").is_visible()
    page.keyboard.press("Enter")
    assert first.get_attribute("aria-expanded") == "true"
    assert page.locator("#detail-killed-vi").is_visible()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "survivor"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.textContent") == "hostile"
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    assert not page.locator("#detail-killed-vi").is_visible()


def test_filters_narrow_rows_and_columns_and_say_how_many(page: Any) -> None:
    status = page.locator("#document-vi .shown")
    assert status.text_content() == "Đang hiện 5 trên 5 cổng hỏng."
    page.select_option("#fate-vi", "survived")
    assert shown(page) == ["survivor"]
    page.select_option("#fate-vi", "rare")
    assert shown(page) == ["killed"]
    page.select_option("#fate-vi", "alarm")
    assert shown(page) == ["killed"]
    page.select_option("#fate-vi", "")
    page.select_option("#criterion-vi", "OSS-24")
    assert shown(page) == ["killed"]
    page.locator("#document-vi button[type=reset]").click()
    page.select_option("#group-vi", "INT")
    assert shown(page) == ["hostile"]
    heads = page.locator("#document-vi th.criterion:visible abbr")
    assert [heads.nth(n).text_content() for n in range(heads.count())] == ["INT-25"]
    page.locator("#document-vi button[type=reset]").click()
    page.fill("#text-vi", "so va giay phai khop")
    assert shown(page) == ["killed"]
    assert status.text_content() == "Đang hiện 1 trên 5 cổng hỏng."


def test_a_link_to_a_portal_opens_it_also_through_a_filter(page: Any) -> None:
    page.select_option("#fate-vi", "right")
    page.locator('#document-vi a[href="#portal-survivor-vi"]').click()
    page.locator("#detail-survivor-vi").wait_for()
    page.wait_for_function("document.activeElement.textContent === 'survivor'")


def test_the_language_is_changed_and_stays_at_the_portal(page: Any) -> None:
    page.goto(page.url + "#portal-killed-vi")
    page.locator("#detail-killed-vi").wait_for()
    page.locator("#language-en").check()
    assert page.url.endswith("#portal-killed-en")
    assert page.title() == "Self-test of the motcua suite"
    assert page.locator("html").get_attribute("lang") == "en"
    assert not page.locator("#document-vi").is_visible()


def test_it_is_readable_without_script(browser: Any, tmp_path: Path) -> None:
    file = tmp_path / "matrix.html"
    file.write_text(render_matrix(SAMPLE), "utf-8")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    assert page.locator("#detail-killed-vi").is_visible()
    assert not page.locator("#document-vi .filter").is_visible()
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing(
    browser: Any, tmp_path: Path, language: str, scheme: str, width: int
) -> None:
    file = tmp_path / "matrix.html"
    file.write_text(render_matrix(SAMPLE), "utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(file.as_uri())
    page.locator(f"#language-{language}").check()
    page.locator(f"#document-{language} [data-rows=open]").click()
    page.add_script_tag(content=AXE.read_text("utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags}).then(r => r.violations.map("
        "v => [v.id, v.nodes.map(n => n.html.slice(0, 160) + ' ' + n.failureSummary)]))",
        TAGS,
    )
    assert found == []
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    context.close()
