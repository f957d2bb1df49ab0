"""What must not be given away, and what must come back whole."""

from __future__ import annotations

import unicodedata

import pytest

from conformance.instruments.contract.echoes import damaged
from conformance.instruments.contract.leaks import foreign_data, insides, sent_text

NAME = "Nguyễn Thị Hòa"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Traceback (most recent call last):\n  File", "stack"),
        ('  File "app.py", line 12, in call', "stack"),
        ("at vn.gov.mc.Dossier.read(Dossier.java:214)", "stack"),
        ("java.lang.NullPointerException", "stack"),
        ("   at Portal.Api.Read() in C:\\src\\Api.cs:line 12", "stack"),
        ("System.NullReferenceException: Object", "stack"),
        ("at Object.<anonymous> (/srv/app/server.js:12:8)", "stack"),
        ("Fatal error in /var/www/a.php on line 12", "stack"),
        ("goroutine 12 [running]", "stack"),
        ("SQLSTATE[42000]: Syntax error", "query"),
        ("ORA-00933: SQL command not properly ended", "query"),
        ("(sqlite3.OperationalError) near", "query"),
        ("SELECT * FROM dossiers WHERE id = 1", "query"),
        ("cannot open /opt/portal/conf/app.properties", "path"),
        ("C:\\inetpub\\wwwroot\\Web.config", "path"),
        ("jdbc:postgresql://admin:bi-mat@db.local", "secret"),
        ("-----BEGIN RSA PRIVATE KEY-----", "secret"),
        ("<hr>nginx/1.18.0", "version"),
        ("Apache Tomcat/9.0.1", "version"),
    ],
)
def test_insides_are_recognised(text: str, cause: str) -> None:
    leak = insides(text, "")
    assert leak is not None
    assert leak.cause == cause
    assert insides(f"xin {text} lỗi", f"đã gửi {text}") is None


@pytest.mark.parametrize(
    "text",
    [
        "Không tìm thấy hồ sơ 000.00.31.H56-261124-0001.",
        "Please select a file from the list where the form asks.",
        "/api/dossiers/123 at 08:00:00",
        "Mở tệp Đơn đề nghị.docx tại mục 3.1 (dòng 12)",
        '{"code":"invalid-request","title":{"vi":"Yêu cầu không hợp lệ"}}',
        "",
    ],
)
def test_ordinary_refusals_give_nothing_away(text: str) -> None:
    assert insides(text, "") is None


def test_long_texts_take_no_time() -> None:
    assert insides("at " + "a" * 300_000, "") is None
    assert insides("select " * 20_000, "") is None


def test_foreign_data_are_those_that_were_not_sent() -> None:
    foreign = ("038085004567", "binh@hopthu.example")
    assert foreign_data("… 038085004567 …", foreign, "") is not None
    assert foreign_data("… 038085004567 …", foreign, "q=038085004567") is None
    assert foreign_data("nothing", foreign, "") is None


def test_what_was_sent_is_known_in_every_spelling() -> None:
    sent = sent_text("http://x/?q=a%20%27b", b'{"n": "\\u0110\\u1ed7", "m": ["x y"]}')
    assert all(each in sent for each in ("a 'b", "Đỗ", "x y"))
    assert sent_text("http://x/", b"\xff{") != ""


@pytest.mark.parametrize(
    "back",
    [
        unicodedata.normalize("NFD", NAME),
        "Nguy?n Th? H?a",
        "Nguy\ufffdn Th\ufffd H\ufffda",
        "Nguyen Thi Hoa",
        NAME.encode().decode("cp1252", "replace"),
        "Nguyn Th Ha",
    ],
)
def test_damage_is_seen(back: str) -> None:
    found = damaged({"a": [{"n": NAME}]}, {"a": [{"n": back}]})
    assert found is not None
    assert (found.place, found.sent, found.came_back) == ("/a/0/n", NAME, back)
    assert found.seen.vi


@pytest.mark.parametrize(
    "back",
    [NAME, "NGUYỄN THỊ HÒA", "Nguyễn  Thị Hòa ", "Nguyễn Thị Hoà", "Trần Văn Bình", "", None, 5],
)
def test_what_is_whole_or_another_text_is_no_damage(back: object) -> None:
    assert damaged({"n": NAME}, {"n": back}) is None


def test_only_the_same_place_is_compared() -> None:
    assert damaged({"n": NAME}, {"m": "Nguyen Thi Hoa"}) is None
    assert damaged({"n": "Hoa"}, {"n": "H?a"}) is None
    assert damaged(None, {"n": "x"}) is None
