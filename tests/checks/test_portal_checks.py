"""What the checks of the portal lean on: leaks, blank items, fresh words; and their coverage."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

import conformance.checks.portal as group
from conformance.candidate.facts import Component, Fee, NotShown, Procedure
from conformance.candidate.file import Person, TestProcedure
from conformance.candidate.operations import OPERATIONS, Role
from conformance.candidate.reply import Reply, ReplyKind
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.expect import Violation
from conformance.checks.portal.eleven import blank_items, is_filled
from conformance.checks.portal.given import (
    changes_of,
    kept_out,
    leaked,
    publishable,
    searchable,
    with_text,
)
from conformance.checks.portal.test_pages import expect_pages, leafed
from conformance.checks.portal.test_text import TEXTS, _says_utf8
from conformance.data import data_folder
from conformance.instruments.vietnamese_text import is_nfc
from conformance.run.checks_of import all_checks

FOLDER = Path(group.__file__ or "").parent
CRITERIA = {
    "POR-03", "POR-05", "POR-06", "POR-14", "POR-26", "POR-27", "POR-28", "POR-29", "POR-33",
    "POR-39", "POR-40", "POR-41", "OSS-01", "OSS-03", "OSS-05", "OSS-54", "OSS-56", "UIX-06",
    "SEC-10", "SEC-11", "INT-25", "POR-25",
}  # fmt: skip
ASPECT_AT = {"stopped_or_warned": 2,
             "expect": 1, "refused": 1, "fail": 0, "kept_out": 1, "turned_away": 1,
             "Violation": 0, "expect_growth": 3}  # fmt: skip
AGREED = {f"portal-agrees-{name}" for name in ("code", "received-at", "due-at", "processed-at")}

HOA = Person(
    name="Nguyễn Thị Hoa",
    id_number="038190001234",
    phone="0912345678",
    email="hoa@hopthu.example",
    street="Số 5 đường An Bình",
)


def _reply(text: str, kind: ReplyKind = ReplyKind.DENIED, status: int = 403) -> Reply:
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    return Reply(OPERATIONS["dossier.read"], kind, status=status, raw=text, body=body)


@pytest.mark.parametrize(
    ("said", "given_away"),
    [
        ('{"code": "forbidden"}', []),
        ('{"detail": "Hồ sơ của NGUYỄN THỊ HOA"}', ["name"]),
        ('{"detail": "Nguyen Thi Hoa"}', ["name"]),
        ('{"detail": "Nguy\\u1ec5n Th\\u1ecb Hoa"}', ["name"]),
        ("<p>Nguye\u0302\u0303n Thi\u0323 Hoa, +84912345678</p>", ["name", "telephone number"]),
        ("038190001234", ["personal identifier"]),
        ("HOA@hopthu.example; số 5  đường An Bình", ["e-mail", "address"]),
        ("… mật danh …", ["content of the dossier"]),
    ],
)
def test_leaks_are_found_in_any_spelling(said: str, given_away: list[str]) -> None:
    assert [label.en for label in leaked(_reply(said), HOA, "Mật danh")] == given_away


def test_an_absent_particular_never_leaks() -> None:
    assert leaked(_reply("anything"), Person(name="Lê Ý"), "") == []


@pytest.mark.parametrize(
    ("reply", "holds"),
    [
        (_reply("{}"), True),
        (_reply("{}", ReplyKind.MISSING, 404), True),
        (_reply("", ReplyKind.DENIED, 302), True),
        (_reply("", ReplyKind.GARBLED, 302), False),
        (_reply("<html>", ReplyKind.GARBLED, 200), False),
        (_reply("{}", ReplyKind.ACCEPTED, 200), False),
        (_reply("{}", ReplyKind.BROKEN, 500), False),
        (_reply("Hồ sơ của Nguyễn Thị Hoa"), False),
        (_reply("Nguyễn Thị Hoa", ReplyKind.DENIED, 302), False),
    ],
)
def test_keeping_out_is_an_orderly_and_discreet_refusal(reply: Reply, holds: bool) -> None:
    if holds:
        kept_out(reply, "portal-foreign-dossier", HOA)
        return
    with pytest.raises(Violation):
        kept_out(reply, "portal-foreign-dossier", HOA)


def test_a_way_to_an_unknown_page_shows_nothing_of_who_is_not_signed_in() -> None:
    led = replace(_reply("", ReplyKind.GARBLED, 302), role=Role.ANYONE)
    with pytest.raises(NotShown, match="turned_away"):
        kept_out(led, "portal-foreign-dossier", HOA)
    with pytest.raises(Violation):
        kept_out(replace(led, raw="Nguyễn Thị Hoa"), "portal-foreign-dossier", HOA)
    with pytest.raises(Violation):
        kept_out(replace(led, role=Role.OTHER_CITIZEN), "portal-foreign-dossier", HOA)


@pytest.mark.parametrize("blank", ["", "  ", "-", "…", "Đang cập nhật", " N/A ", None, (), "null"])
def test_placeholders_are_blank(blank: Any) -> None:
    assert not is_filled(blank)


@pytest.mark.parametrize("filled", ["Không có", "không", "0 đồng", 0, ("x",)])
def test_saying_that_there_is_none_fills_an_item(filled: Any) -> None:
    assert is_filled(filled)


def _whole() -> dict[str, Any]:
    texts = [
        "name", "steps", "manner", "limit_text", "subjects", "agency_name", "result", "forms",
        "conditions", "fee_text", "submission", "legal_bases",
    ]  # fmt: skip
    part = Component.of({"code": "DON", "name": "Đơn"})
    return {**dict.fromkeys(texts, "có"), "components": (part,), "sets": 1}


def test_each_item_that_is_blank_is_named() -> None:
    assert blank_items(Procedure.of(_whole()), "1.000001") == []
    emptied = _whole() | {"legal_bases": "", "sets": 0, "components": ()}
    named = [item.en for item in blank_items(Procedure.of(emptied), "1.000001")]
    assert named == ["1.000001: components", "1.000001: number of sets", "1.000001: legal bases"]


def test_fees_may_be_told_in_words_or_as_a_list() -> None:
    shown = {k: v for k, v in _whole().items() if k != "fee_text"}
    fee = Fee.of({"name": "Lệ phí", "amount": 8000, "channel": None})
    assert blank_items(Procedure.of(shown | {"fees": (fee,)}), "1.000001") == []
    assert len(blank_items(Procedure.of(shown | {"fees": ()}), "1.000001")) == 1


def test_an_item_that_the_binding_does_not_map_is_never_taken_for_blank() -> None:
    shown = {k: v for k, v in _whole().items() if k != "legal_bases"}
    with pytest.raises(NotShown):
        blank_items(Procedure.of(shown), "1.000001")


def _bench(*procedures: TestProcedure) -> TestBench:
    class Holder:
        class test_data:  # noqa: N801
            pass

    holder: Any = Holder()
    holder.test_data.procedures = procedures
    return TestBench(holder, Random(1))


def test_changes_carry_the_word_at_any_depth() -> None:
    publishes = {"a": "x {word}", "b": [{"c": "{word}"}, 3], "d": None}
    procedure = TestProcedure(code="1.000001", traits=("publishable",), publishes=publishes)
    assert changes_of(procedure, "mới") == {"a": "x mới", "b": [{"c": "mới"}, 3], "d": None}
    assert publishable(_bench(procedure)) == procedure


def test_text_goes_into_a_field_of_free_text() -> None:
    form = {"birth": "1990-01-01", "sex": "female", "request": "Đề nghị", "n": 1}
    procedure = TestProcedure(code="1.000001", traits=("online", "free"), form=form)
    found, filled = with_text(_bench(procedure), "Ằ")
    assert found == procedure
    assert filled == form | {"request": "Ằ"}
    bare = TestProcedure(code="1.000001", traits=("online", "free"), form={"sex": "female"})
    with pytest.raises(NoTestData):
        with_text(_bench(bare), "Ằ")


def test_the_name_to_search_for_has_marks_and_rather_no_punctuation() -> None:
    names = ("Cap ban sao", "Thủ tục mẫu: cấp (1 ngày)", "Thủ tục cấp bản sao")
    bench = _bench(
        *(TestProcedure(code=f"1.00000{i}", traits=("online",), name=n)
          for i, n in enumerate(names))
    )  # fmt: skip
    assert searchable(bench).name == "Thủ tục cấp bản sao"


@pytest.mark.parametrize(
    ("media_type", "utf8"),
    [
        ("application/json", True),
        ("application/problem+json", True),
        ("application/json; charset=utf-8", True),
        ('text/html; charset="utf-8"', True),
        ("text/html", False),
        ("application/json; charset=windows-1258", False),
        ("", False),
    ],
)
def test_utf8_is_declared_or_implied_by_json(media_type: str, utf8: bool) -> None:
    assert _says_utf8(media_type) is utf8


def test_the_texts_hold_what_their_names_say() -> None:
    assert is_nfc(TEXTS["plain"])
    assert not is_nfc(TEXTS["decomposed"])
    assert not is_nfc(TEXTS["half-decomposed"])
    assert len(TEXTS["long"]) > 100


@pytest.mark.parametrize("asked", [1, 7, 40])
@pytest.mark.parametrize("own_size", [None, 5])
def test_a_list_is_leafed_through_to_its_end(asked: int, own_size: int | None) -> None:
    """In pages of the size that is asked for, or of the candidate's own where it heeds none."""
    sizes = []

    def page(_operation: str, page: int, page_size: int, **_: Any) -> Any:
        size = own_size or page_size
        sizes.append(page_size)
        return SimpleNamespace(records=items[(page - 1) * size : page * size])

    items: list[Any] = [str(number) for number in range(asked)]
    portal = SimpleNamespace(has_pages=lambda _: True, page_size=lambda _: 100)
    actor: Any = SimpleNamespace(portal=portal, do=page)
    assert leafed(actor, "dossier.list-own", asked) == items
    assert len(sizes) >= min(3, asked) or own_size


@pytest.mark.parametrize(
    ("pages", "before", "after", "holds"),
    [
        ("abc", "abc", "abc", True),
        ("ab", "abc", "abc", False),
        ("abbc", "abc", "abc", False),
        ("abbc", "abc", "xabc", True),
        ("ac", "abc", "ac", True),
        ("a", "abc", "ac", False),
    ],
    ids=["whole", "one-lost", "one-twice", "moved-by-a-new-one", "one-taken-away", "lost-anyway"],
)
def test_pages_hold_what_stayed_in_the_list(
    pages: str, before: str, after: str, holds: bool
) -> None:
    if holds:
        expect_pages(list(pages), list(before), list(after))
        return
    with pytest.raises(Violation):
        expect_pages(list(pages), list(before), list(after))


def test_every_criterion_of_the_group_has_a_check_with_a_subject() -> None:
    own = [info for id_, info, _ in all_checks() if id_.startswith("portal/")]
    assert {c for info in own for c in info.criteria if info.of} >= CRITERIA


def test_every_aspect_has_its_words_in_both_languages() -> None:
    path = data_folder("reports") / "messages" / "aspects" / "portal.yaml"
    words = yaml.safe_load(path.read_text(encoding="utf-8"))["messages"]
    used = set(AGREED)
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            at = ASPECT_AT.get(name)
            aspect = node.args[at] if at is not None and len(node.args) > at else None
            if isinstance(aspect, ast.Constant) and isinstance(aspect.value, str):
                used.add(aspect.value)
    assert used == set(words)
    assert all(set(w) == {"vi", "en"} and all(w.values()) for w in words.values())
