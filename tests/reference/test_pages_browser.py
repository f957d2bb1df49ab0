"""The pages in a real browser: accessibility, narrow screens, paper sizes, no script needed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

PASSWORD = "Motcua@2026"
AXE = (Path(__file__).parents[1] / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
MILLIMETRE = 72 / 25.4


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, server: Any) -> Iterator[Callable[..., Page]]:
    """Open a page, logged in or not; the test fails if it complains on its console."""
    opened: list[tuple[Page, list[str]]] = []

    def open_page(path: str, user: str | None = None, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            base_url=server.base,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport={"width": width, "height": 800},
            **options,
        )
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on(
            "console",
            lambda m: (
                complaints.append(m.text)
                if m.type in {"error", "warning"} and "status of 4" not in m.text
                else None
            ),
        )
        opened.append((page, complaints))
        if user:
            page.goto("/login")
            page.fill("#username", user)
            page.fill("#password", PASSWORD)
            page.click("main form button")
        page.goto(path)
        return page

    yield open_page
    for page, complaints in opened:
        assert complaints == [], page.url
        page.context.close()


def violations(page: Page) -> list[str]:
    """What axe finds wrong; an empty list is no proof of accessibility, only of no known fault."""
    page.evaluate(AXE)
    found = page.evaluate(
        "o => axe.run(document, o)", {"runOnly": RULES, "resultTypes": ["violations"]}
    )
    assert found["passes"], "axe looked at nothing"
    return [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found["violations"]]


def _draft(page: Page, code: str = "1.001612") -> None:
    page.goto(f"/procedures/{code}/submit")
    page.click("main form button")


def test_axe_sees_a_fault_that_is_there(visit):
    page = visit("/lookup")
    page.evaluate("document.querySelector('label[for=code]').remove()")
    assert any(v.startswith("label") for v in violations(page))


@pytest.mark.parametrize(
    ("user", "path"),
    [
        (None, "/"),
        (None, "/procedures?lang=en"),
        (None, "/procedures/1.008624"),
        (None, "/login"),
        (None, "/statistics"),
        ("congdan1", "/dossiers"),
        ("tiepnhan.anbinh", "/desk/receive?procedure=9.990009&channel=3"),
        ("lanhdao.anbinh", "/reports"),
        ("lanhdao.anbinh", "/measurements"),
        ("lanhdao.anbinh", "/evaluations?from=01/01/2026&to=31/12/2026"),
        ("lanhdao.anbinh", "/evaluations/dossiers?from=01/01/2026&to=31/12/2026&lang=en"),
        ("quantri", "/admin/procedures/1.008624"),
        ("quantri", "/admin/audit"),
        ("quantri", "/admin/users"),
        ("quantri", "/admin/visits"),
        ("tiepnhan.anbinh", "/desk/register"),
        ("chuyenvien.tuphap", "/work"),
        (None, "/procedures/1.001193/e-form?lang=en"),
        ("congdan1", "/khong-co"),
    ],
)
def test_axe_finds_no_violation(visit, user, path):
    assert violations(visit(path, user)) == []


@pytest.mark.parametrize(
    ("user", "path"),
    [(None, "/statistics"), (None, "/procedures/1.008624"), ("quantri", "/admin/users")],
)
def test_axe_finds_no_violation_in_tables_that_became_lists(visit, user, path):
    page = visit(path, user, width=360)
    assert page.evaluate("getComputedStyle(document.querySelector('.stack tr')).display") == "block"
    assert violations(page) == []


def test_axe_finds_no_violation_on_the_way_of_a_dossier(visit, server):
    citizen = visit("/", "congdan1")
    _draft(citizen)
    citizen.fill('[id="form.phone"]', "12")
    citizen.click("button[value=send]:visible")
    assert citizen.locator("#refusal").evaluate("e => e === document.activeElement")
    assert citizen.input_value('[id="form.phone"]') == "12"
    assert violations(citizen) == []
    dossier = server.submitted(server.person("congdan1"))
    desk = visit(f"/dossiers/{dossier}", "tiepnhan.anbinh")
    assert violations(desk) == []
    desk.click("#deed-accept button")
    citizen.goto(f"/dossiers/{dossier}")
    assert violations(citizen) == []
    citizen.click("aside a[href*='/forms/']")
    assert violations(citizen) == []


@pytest.mark.parametrize("path", ["/", "/procedures", "/procedures/1.008624", "/login", "/lookup"])
def test_nothing_sticks_out_of_a_narrow_screen(visit, path):
    page = visit(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.click("text=Trình đơn")
    assert page.locator("#menu").is_visible()


def test_officers_too_may_use_a_narrow_screen(visit, server):
    dossier = server.submitted(server.person("congdan1"))
    page = visit(f"/dossiers/{dossier}", "tiepnhan.anbinh", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto("/desk")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_the_desk_sees_each_state_without_scrolling_sideways(visit, server):
    server.submitted(server.person("congdan1"))
    page = visit("/desk", "tiepnhan.anbinh", width=360)
    box = page.locator(".stack .badge").first.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    named = page.locator(".stack td[data-label='Trạng thái']").first
    before = named.evaluate("e => getComputedStyle(e, '::before').content")
    assert "Trạng thái" in before


def test_a_wrong_code_never_leaves_the_answer_before_it(visit, server):
    code = server.accepted()["code"]
    page = visit("/lookup")
    page.fill("#code", code)
    page.click("main form button")
    page.get_by_text("25 %").wait_for()
    page.fill("#code", code[:-4] + "9999")
    page.click("main form button")
    page.get_by_text("Không tìm thấy hồ sơ").wait_for()
    assert code not in page.inner_text("#answer")
    page.go_back()
    page.get_by_text("25 %").wait_for()
    assert page.input_value("#code") == code


def test_a_button_pressed_twice_sends_once(visit, server):
    dossier = server.submitted(server.person("congdan1"))
    page = visit(f"/dossiers/{dossier}", "tiepnhan.anbinh")
    sent: list[str] = []
    page.on("request", lambda r: sent.append(r.url) if r.method == "POST" else None)
    page.locator("#deed-accept button").dblclick()
    page.wait_for_url("**done=accept")
    assert len(sent) == 1


def test_nothing_is_cut_off_on_paper(visit):
    page = visit("/statistics", width=640)
    page.emulate_media(media="print")
    table = page.locator(".scroll table").bounding_box()
    assert table is not None
    assert table["x"] + table["width"] <= 641
    assert page.locator(".scroll").evaluate("e => getComputedStyle(e).overflowX") == "visible"
    assert not page.locator("footer").is_visible()


def test_the_keyboard_reaches_the_content_first(visit):
    page = visit("/procedures")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    for _ in range(3):
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_the_search_answers_while_one_types(visit):
    page = visit("/procedures")
    page.locator("#q").press_sequentially("khai sinh")
    page.wait_for_url(re.compile(r"q=khai\+?(%20)?sinh"))
    assert page.locator("#found a", has_text="khai sinh").first.is_visible()
    assert page.locator("#found h3").count() < 10


def test_a_file_that_is_too_large_is_told_before_it_is_sent(visit, tmp_path):
    page = visit("/", "congdan1")
    _draft(page)
    large = tmp_path / "to.pdf"
    large.write_bytes(b"%PDF-1.4\n" + b"0" * 5 * 2**20)
    page.set_input_files('[id="components.DN"]', large)
    assert "5 MiB" in page.locator('[id="components.DN-size"]').inner_text()
    assert page.input_value('[id="components.DN"]') == ""


def test_without_javascript_a_dossier_is_sent_and_withdrawn(visit, tmp_path):
    page = visit("/", "congdan1", java_script_enabled=False)
    _draft(page, "9.990009")
    paper = tmp_path / "don.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page.set_input_files('[id="components.DON"]', paper)
    page.set_input_files('[id="components.GT"]', paper)
    page.fill('[id="form.request"]', "Đề nghị giải quyết")
    page.click("button[value=send]:visible")
    assert "done=submitted" in page.url
    if not page.locator("#withdraw-reason").is_visible():
        page.click("#deed-withdraw summary")
    page.fill("#withdraw-reason", "Không còn nhu cầu")
    page.click("#deed-withdraw button")
    assert "Công dân yêu cầu rút hồ sơ" in page.inner_text("main")


@pytest.mark.parametrize(
    ("sheet", "millimetres"), [("receipt", (148, 210)), ("register", (297, 210))]
)
def test_sheets_have_their_lawful_size(visit, server, sheet, millimetres):
    dossier = server.accepted()["id"]
    if sheet == "receipt":
        found = server.person("congdan1").get(f"/dossiers/{dossier}/forms", kind="receipt")
        path = f"/dossiers/{dossier}/forms/{found['items'][0]['id']}"
    else:
        path = "/desk/register/print"
    page = visit(path, "tiepnhan.anbinh")
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert boxes
    for width, height in boxes:
        assert float(width) == pytest.approx(millimetres[0] * MILLIMETRE, abs=1.5)
        assert float(height) == pytest.approx(millimetres[1] * MILLIMETRE, abs=1.5)
    if sheet == "receipt":
        assert len(boxes) == 2, "the receipt and the rating slip, a page each"
