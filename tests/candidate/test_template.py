"""Templates: a closed language of names, dots and filters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.candidate.dates import VIETNAM
from conformance.candidate.handles import DossierHandle, UploadFile
from conformance.candidate.template import (
    TemplateFault,
    Templates,
    Unfilled,
    faults_in,
    names_in,
)

MAPS = {"status": {"new": "1", "receiving": "1", "true": "yes", "dẫn": "4"}}
FILE = UploadFile("đơn.pdf", "application/pdf", b"%PDF\xff")
VALUES: dict[str, Any] = {
    "name": "Nguyễn Thị Hoa",
    "amount": 150000,
    "none": None,
    "yes": True,
    "list": ["DON", "GT"],
    "tuple": ("a", date(2026, 11, 23)),
    "form": {"số": 1},
    "at": datetime(2026, 11, 23, 9, 30, tzinfo=VIETNAM),
    "status": "1",
    "dossier": DossierHandle("42", None, {"pin": "k9"}),
    "captured": {"id": "a/b c", "nothing": None, "word": "x"},
    "file": FILE,
}
FILL = Templates(MAPS, "dd/MM/yyyy HH:mm:ss")


@pytest.mark.parametrize(
    ("template", "due"),
    [
        ("{amount}", 150000),
        ("{yes}", True),
        ("{none}", None),
        ("{list}", ["DON", "GT"]),
        ("{form}", {"số": 1}),
        ("số {amount} đồng", "số 150000 đồng"),
        ("{amount}{yes}", "150000true"),
        ("[{none}]", "[]"),
        ("{{name}} = {name}", "{name} = Nguyễn Thị Hoa"),
        ("{at}", "23/11/2026 09:30:00"),
        ("{at|date:yyyyMMdd}", "20261123"),
        ("{at|date:epoch-ms}", 1795401000000),
        ("{at|date:iso}", "2026-11-23T09:30:00+07:00"),
        ("{tuple}", ["a", "23/11/2026 00:00:00"]),
        ("{dossier.id}", "42"),
        ("{dossier.code}", None),
        ("{dossier.kept.pin}", "k9"),
        ("{dossier.kept.other}", None),
        ("{file.name}", "đơn.pdf"),
        ("{file|base64}", "JVBERv8="),
        ("{name|upper}", "NGUYỄN THỊ HOA"),
        ("{amount|str}", "150000"),
        ("{status|int}", 1),
        ("{yes|yes}", "True"),
        ("{yes|bit}", "1"),
        ("{list|first}", "DON"),
        ("{name|first}", None),
        ("{list|lines}", "DON\nGT"),
        ("{name|lines}", "Nguyễn Thị Hoa"),
        ("{form|json}", '{"số": 1}'),
        ("{at|json}", '"23/11/2026 09:30:00"'),
        ("{at|str|upper}", "23/11/2026 09:30:00"),
        ("{none|int}", None),
    ],
)
def test_placeholders_and_filters(template: str, due: Any) -> None:
    assert FILL.fill(template, VALUES) == due


def test_a_map_is_read_backwards_and_the_first_word_wins() -> None:
    assert FILL.fill("{status|map:status}", VALUES) == "new"
    assert FILL.fill("{s|map:status}", {"s": "4"}) == "dẫn"
    assert FILL.fill("{s|map:status}", {"s": "unmapped"}) == "unmapped"
    assert FILL.fill("{s|map:status}", {"s": ["1", "4"]}) == ["new", "dẫn"]
    assert FILL.fill("{s|map:status}", {"s": {"a": "1", "b": "x"}}) == {"a": "new", "b": "x"}


def test_optional_and_spread_keys() -> None:
    tree = {
        "a": "{name}",
        "b?": "{none}",
        "c?": "{list}",
        "d?": "",
        "e": {"deep?": "{none}", "same": ["{amount}", 7, None]},
        "...more": "{form}",
        "...none": "{none}",
    }
    assert FILL.fill_json(tree, VALUES) == {
        "a": "Nguyễn Thị Hoa",
        "c": ["DON", "GT"],
        "e": {"same": [150000, 7, None]},
        "số": 1,
    }


def test_a_later_key_overrides_what_was_spread() -> None:
    tree = {"...form": "{form}", "số": 2}
    assert FILL.fill_json(tree, VALUES) == {"số": 2}


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{nobody}", "nobody"),
        ("{dossier.cod}", "cod"),
        ("{dossier._id}", "_id"),
        ("{file.__class__}", "__class__"),
        ("{name.upper}", "upper"),
        ("{status|shout}", "shout"),
        ("{status|map:nowhere}", "nowhere"),
        ("{name|int}", "int"),
        ("{name|date}", "no date"),
        ("{file}", "multipart"),
        ("{dossier|json}", "name a part"),
    ],
)
def test_unknown_names_and_filters_are_faults_of_the_binding(template: str, said: str) -> None:
    with pytest.raises(TemplateFault, match=said):
        FILL.fill(template, VALUES)


def test_what_the_candidate_gave_and_cannot_be_used_is_its_own_fault() -> None:
    with pytest.raises(Unfilled, match="int"):
        FILL.fill("{captured.word|int}", VALUES)
    with pytest.raises(Unfilled, match=r"captured\.nothing"):
        FILL.fill_path("/a/{captured.nothing}", VALUES)
    with pytest.raises(Unfilled, match=r"dossier\.code"):
        FILL.fill_path("/a/{dossier.code}", VALUES)
    for segment in (".", ".."):
        with pytest.raises(Unfilled):
            FILL.fill_path("/a/{captured.id}", {"captured": {"id": segment}})


def test_a_path_is_percent_encoded() -> None:
    assert FILL.fill_path("/hồ-sơ/{captured.id}", VALUES) == "/hồ-sơ/a%2Fb%20c"
    assert FILL.fill_path("/a/{x}", {"x": "?#%&é../"}) == "/a/%3F%23%25%26%C3%A9..%2F"
    assert FILL.fill_path("/a/{x}/b", {"x": ""}) == "/a//b"


@given(st.text(max_size=40))
def test_no_value_leaves_its_path_segment(value: str) -> None:
    try:
        path = FILL.fill_path("/a/{x}/b", {"x": value})
    except Unfilled:
        assert value in {".", ".."}
    else:
        assert path.count("/") == 3
        assert not set("?#\r\n ").intersection(path)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_no_value_leaves_its_xml_element(value: str) -> None:
    text = FILL.fill_text("<a>{x}</a>", {"x": value}, escape)
    assert text.count("<") == 2
    assert text.count("{") == value.count("{")


@given(st.text(max_size=40))
def test_a_value_is_never_filled_again(value: str) -> None:
    assert FILL.fill("-{x}-", {"x": value}) == f"-{value}-"


def test_names_that_a_template_uses() -> None:
    assert names_in("/{dossier.id}/{{x}}/{status|map:status}") == {"dossier.id", "status"}
    assert names_in("nothing") == frozenset()


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{dossier.id", "brace"),
        ("dossier.id}", "brace"),
        ("{dossier-id}", "brace"),
        ("{ name }", "brace"),
        ("{x|shout}", "shout"),
        ("{x|map:nowhere}", "nowhere"),
        ("{x|map}", "map"),
        ("{x|date:dd/yy}", "pattern"),
        ("{file}", "multipart"),
        ("{files|json}", "multipart"),
        ("{dossier}", "name a part"),
    ],
)
def test_faults_of_writing_are_found_without_values(template: str, said: str) -> None:
    (found,) = faults_in(template, MAPS)
    assert said in found


@pytest.mark.parametrize(
    "template", ["{{}}", "{item.file|base64}", "{x|map:status}", "{x|date:yyyyMMdd}", "{x|json}"]
)
def test_good_writing_has_no_faults(template: str) -> None:
    assert faults_in(template, MAPS) == []
