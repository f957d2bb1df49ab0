"""Text from a candidate can neither drive a screen nor hide."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from conformance.reporting.sanitise import one_line, shorten, visible

REORDERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_terminal_escapes_and_controls_are_shown() -> None:
    assert visible("\x1b[31mred\x07\x00\x7f\x9b") == "␛[31mred␇␀␡⟨U+009B⟩"


def test_marks_that_reorder_or_hide_are_shown() -> None:
    assert visible("a\u202eb\u2066c\u200bd\ufeffe\U000e0041f") == (
        "a⟨U+202E⟩b⟨U+2066⟩c⟨U+200B⟩d⟨U+FEFF⟩e⟨U+E0041⟩f"
    )


def test_a_lone_surrogate_becomes_writable() -> None:
    assert visible("x\ud800y").encode() == "x⟨U+D800⟩y".encode()


def test_heaps_of_combining_marks_are_cut() -> None:
    assert visible("z" + "\u0302" * 40 + "!") == "z" + "\u0302" * 4 + "⟨+36⟩!"
    assert visible("z" + "\u0302" * 6) == "z" + "\u0302" * 4 + "⟨+2⟩"


def test_vietnamese_stays_as_it_is_composed_or_not() -> None:
    text = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả\n\tĐạt"
    assert visible(text) == text
    decomposed = unicodedata.normalize("NFD", text)
    assert visible(decomposed) == decomposed


def test_one_line_is_one_line() -> None:
    assert one_line("a\r\nb\tc\rd") == "a␊b c␍d"


def test_shorten_counts_what_it_left_out() -> None:
    assert shorten("abcdef", 4) == ("abcd", 2)
    assert shorten("abcd", 4) == ("abcd", 0)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_nothing_unsafe_gets_through(text: str) -> None:
    shown = visible(text)
    unsafe = [
        c
        for c in shown
        if (unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\n")
        or unicodedata.bidirectional(c) in REORDERING
    ]
    assert unsafe == []
    shown.encode("utf-8")
    assert visible(shown) == shown
