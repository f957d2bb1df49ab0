"""From an answer to typed facts, or to a plain word about what is garbled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.candidate import facts as f
from conformance.candidate import figure_facts as g
from conformance.candidate.answers import view_of
from conformance.candidate.binding import FieldSpec
from conformance.candidate.dates import VIETNAM
from conformance.candidate.decode import Decoder, Garbled, compiled, look
from tests.candidate.candidate_support import answer, candidate

BINDING = candidate(
    binding={
        "date": "dd/MM/yyyy HH:mm:ss",
        "maps": {
            "status": {"new": "1", "3": "10", "true": "9"},
            "flag": {"C": "true", "K": "false"},
        },
    }
).binding
DECODER = Decoder(BINDING)


def read(kind: type[f.Fact], item: Any, **fields: Any) -> Any:
    specs = {name: FieldSpec.model_validate(spec) for name, spec in fields.items()}
    return DECODER.record(kind, specs, item)


def test_each_type_is_read_as_declared() -> None:
    item = {
        "id": 7,
        "trangThai": "new",
        "tre": "1",
        "ngayTao": "23/11/2026 09:00:00",
        "han": 1795401000000,
        "phi": "150000",
        "tep": [{"n": "a.pdf", "s": 3, "d": "0"}, {"n": "b.pdf", "s": 4, "d": True}],
    }
    seen = read(
        f.Dossier,
        item,
        id="id",
        status={"path": "trangThai", "map": "status"},
        overdue="tre",
        submitted_at="ngayTao",
        due_at={"path": "han", "date": "epoch-ms"},
        fee_due="phi",
        channel={"const": 2},
        attachments={"list": "tep", "each": {"name": "n", "size": "s", "digitised": "d"}},
    )
    assert (seen.id, seen.status, seen.overdue, seen.fee_due, seen.channel) == (
        "7", "1", True, 150000, "2",
    )  # fmt: skip
    assert seen.submitted_at == datetime(2026, 11, 23, 9, 0, tzinfo=VIETNAM)
    assert seen.due_at == datetime(2026, 11, 23, 9, 30, tzinfo=VIETNAM)
    assert [(a.name, a.size, a.digitised) for a in seen.attachments] == [
        ("a.pdf", 3, False),
        ("b.pdf", 4, True),
    ]
    with pytest.raises(f.NotShown):
        _ = seen.code


def test_what_is_mapped_but_empty_is_none_and_not_hidden() -> None:
    seen = read(f.Dossier, {"code": None}, code="code", due_at="due", attachments="files")
    assert (seen.code, seen.due_at, seen.attachments) == (None, None, ())


def test_a_day_is_a_day_in_vietnam() -> None:
    seen = read(f.CodeItem, {"d": "2026-11-22T18:30:00Z"}, valid_from={"path": "d", "date": "iso"})
    assert seen.valid_from == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("raw", "due"),
    [("new", "1"), (3, "10"), (True, "9"), ("khác", "khác"), (None, None), (4, "4")],
)
def test_value_maps_take_words_numbers_and_booleans(raw: Any, due: Any) -> None:
    assert read(f.Dossier, {"s": raw}, status={"path": "s", "map": "status"}).status == due


@pytest.mark.parametrize(
    ("raw", "due"),
    [
        (True, True), ("True", True), ("true", True), (1, True), ("1", True), (" yes ", True),
        (False, False), ("False", False), (0, False), ("0", False), ("no", False), ("", False),
        (None, None),
    ],
)  # fmt: skip
def test_booleans_of_every_vendor(raw: Any, due: Any) -> None:
    assert read(f.Dossier, {"x": raw}, overdue="x").overdue is due


def test_a_boolean_through_a_map() -> None:
    assert read(f.Dossier, {"x": "C"}, overdue={"path": "x", "map": "flag"}).overdue is True


def test_texts_joined_and_numbers_as_text() -> None:
    seen = read(
        f.Notice,
        {"kinds": ["sms", "mail"], "n": 12},
        channel={"path": "kinds", "join": ", "},
        text="n",
    )
    assert (seen.channel, seen.text) == ("sms, mail", "12")


GARBLED: list[tuple[Any, Any, Any, str]] = [
    (f.Dossier, "text", {"code": "code"}, "record was due"),
    (f.Dossier, ["list"], {"code": "code"}, "record was due"),
    (f.Dossier, None, {"code": "code"}, "nothing"),
    (f.Dossier, {"x": {"a": 1}}, {"code": "x"}, "text was due"),
    (f.Dossier, {"x": ["a"]}, {"code": "x"}, "text was due"),
    (f.Dossier, {"x": "perhaps"}, {"overdue": "x"}, "yes or no"),
    (f.Dossier, {"x": []}, {"overdue": "x"}, "yes or no"),
    (f.Dossier, {"x": 1.5}, {"fee_due": "x"}, "whole number"),
    (f.Dossier, {"x": True}, {"fee_due": "x"}, "whole number"),
    (f.Dossier, {"x": [1]}, {"fee_due": "x"}, "whole number"),
    (f.Dossier, {"x": {}}, {"fee_due": "x"}, "whole number"),
    (f.Dossier, {"x": "mười"}, {"fee_due": "x"}, "fee_due"),
    (f.Dossier, {"x": "2026-11-23"}, {"due_at": "x"}, "does not fit"),
    (f.Dossier, {"x": "23/11/2026"}, {"due_at": "x"}, "does not fit"),
    (f.Dossier, {"x": [1]}, {"due_at": "x"}, "no date"),
    (f.Dossier, {"x": "0001-01-01T00:00:00+14:00"}, {"due_at": {"path": "x", "date": "iso"}},
     "does not fit"),
    (f.Dossier, {"x": "a"}, {"attachments": {"list": "x", "each": {"name": "n"}}}, "list was due"),
    (f.Dossier, {"x": ["a"]}, {"attachments": {"list": "x", "each": {"name": "n"}}}, "record"),
    (g.FiveFigures, {"x": "nhiều"}, {"on_time_percent": "x"}, "on_time_percent"),
    (g.FiveFigures, {"x": {}}, {"on_time_percent": "x"}, "on_time_percent"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "item", "fields", "said"), GARBLED)
def test_answers_of_another_form_are_garbled(kind: Any, item: Any, fields: Any, said: str) -> None:
    with pytest.raises(Garbled, match=said):
        read(kind, item, **fields)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@settings(max_examples=60)
@given(ANYTHING)
def test_no_answer_however_odd_is_more_than_garbled(raw: Any) -> None:
    fields: dict[str, Any] = {
        "code": "x", "overdue": "x", "fee_due": "x", "due_at": {"path": "x", "date": "iso"},
        "attachments": {"list": "x", "each": {"size": "x"}}, "form_values": "x",
        "status": {"path": "x", "map": "status"},
    }  # fmt: skip
    for name, spec in fields.items():
        try:
            seen = read(f.Dossier, {"x": raw}, **{name: spec})
        except Garbled:
            continue
        assert seen.shows(name)


@pytest.mark.parametrize(
    "expression",
    ["join(' ', x)", "sum(x)", "x[?a > `1`] | [0]", "max_by(x, &a)", "sort(x)", "keys(x)",
     "to_number(x)", "length(x)", "reverse(x)", "avg(x)", "map(&a, x)", "abs(x)", "ceil(x)"],
)  # fmt: skip
@settings(max_examples=25)
@given(ANYTHING)
def test_a_mistake_inside_an_expression_finds_nothing(expression: str, raw: Any) -> None:
    look(expression, {"x": raw})


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("a.[", "wrong expression"),
        ("jion(' ', x)", r"no function jion\(\)"),
        ("a || length()", "1 arguments"),
        ("length(a, b)", "1 arguments"),
        ("items[?nope(x)].a | [0]", "nope"),
    ],
)
def test_a_wrong_expression_is_found_when_compiled(expression: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        compiled(expression)


def test_functions_with_any_number_of_arguments() -> None:
    assert look("not_null(a, b, c)", {"c": 1}) == 1
    assert look("merge(a, b)", {"a": {"x": 1}, "b": {"y": 2}}) == {"x": 1, "y": 2}


def xml_view(body: str | bytes, kind: str = "text/xml") -> Any:
    raw = body.encode() if isinstance(body, str) else body
    return view_of(answer(raw, kind=kind), {})["body"]


def test_xml_answers_are_seen_without_namespaces() -> None:
    soap = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        "<r:Ma xmlns:r='urn:x'>1</r:Ma><Ma>2</Ma><Rỗng/></s:Body></s:Envelope>"
    )
    assert xml_view(soap) == {"Envelope": {"Body": {"Ma": ["1", "2"], "Rỗng": None}}}


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        " " * 3000 + '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        '<?xml version="1.0" encoding="shift_jis"?><a/>',
        '<?xml version="1.0" encoding="no-such"?><a/>',
        "<a><b></a>",
        "<a>" * 2000,
        "",
        b"\xff\xfe\xfd",
    ],
)
def test_xml_that_is_odd_or_unsafe_is_nothing(body: str | bytes) -> None:
    assert xml_view(body) is None


def test_deep_xml_ends_in_nothing() -> None:
    assert xml_view("<a>" * 2000 + "</a>" * 2000) is not None


def test_json_is_read_whatever_it_is_called_and_html_is_not() -> None:
    assert xml_view('{"a": 1}', "text/html") == {"a": 1}
    assert xml_view("<html><body>Đăng nhập</body></html>", "text/html; charset=utf-8") is None
    assert xml_view('"chỉ một từ"', "application/problem+json") == "chỉ một từ"
    assert xml_view('{"a": 1, "a": 2}', "application/json") is None


def test_moments_differ_only_by_zone() -> None:
    one = read(f.Dossier, {"d": "2026-11-23T02:00:00Z"}, due_at={"path": "d", "date": "iso"})
    assert one.due_at.utcoffset() == timedelta(hours=7)
    assert one.due_at.hour == 9
