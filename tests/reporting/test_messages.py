"""Every message that the reports use exists in both languages, and none lies unused."""

from __future__ import annotations

import re
import string
import unicodedata
from pathlib import Path

import pytest
import yaml

import conformance.reporting
from conformance.data import data_folder
from conformance.errors import EvaluatorFault
from conformance.reporting.messages import read_messages, report_messages
from conformance.words import (
    REASONS_OF,
    AppliesTo,
    Conclusion,
    Level,
    Means,
    Outcome,
    Part,
    Reason,
    Standing,
)

SOURCES = [
    *sorted((data_folder("reports") / "templates").glob("*.j2")),
    *sorted(Path(conformance.reporting.__file__).parent.glob("*.py")),
]
OWN_FILES = ("report.yaml", "words.yaml")
"""The messages of this room; other rooms keep theirs beside them."""
TEXT = {path.name: path.read_text("utf-8") for path in SOURCES}
ID = re.compile(
    r"""["']([a-z0-9]+(?:[.-][A-Za-z0-9-]+)+|title|subtitle|skip|contents"""
    r"""|none|absent|unknown|cut|copy)["']"""
)
CALLED = re.compile(
    r"""\b(?:t|_t|_say|say|_title|_warning)\(\s*(?:language, |first, )?"""
    r"""["']([^"'{~]+)["']\s*[,)]"""
)

FAMILIES: dict[str, set[str]] = {
    "outcome": {str(o) for o in Outcome},
    "reason": {str(r) for r in Reason},
    "conclusion": {str(c) for c in Conclusion},
    "conclusion.sentence": {str(c) for c in Conclusion},
    "level": {str(level) for level in Level},
    "part": {str(p) for p in Part},
    "means": {str(m) for m in Means},
    "standing": {str(s) for s in Standing},
    "applies": {str(a) for a in AppliesTo},
    "answer": {"yes", "no", "not-applicable"},
    "action": {"adjust", "replace"},
    "d985.caption": {"adjust", "replace"},
    "mend": {str(r) for r in REASONS_OF[Outcome.FAILED]} | {"attested"},
    "group": {"GEN", "POR", "OSS", "DIG", "INT", "PRF", "SEC", "UIX", "A11", "OPS", "EVA"},
    "tally": {"mandatory", "recommended", "informational"},
    "filter": {"outcome", "group", "level", "part"},
    "head.edition": {"current", "past", "future"},
    "section": {
        "conclusion", "roots", "failures", "unclear", "before", "criteria", "people",
        "decision985", "scheme473", "verify",
    },
    "before.of": {"configuration", "candidate", "evaluator"},
}  # fmt: skip


def _by_family() -> set[str]:
    return {f"{family}.{value}" for family, values in FAMILIES.items() for value in values}


def _literal() -> set[str]:
    return {found for text in TEXT.values() for found in ID.findall(text)}


def test_every_word_of_the_vocabulary_has_a_label() -> None:
    assert _by_family() - report_messages().ids == set()


def test_every_id_that_a_template_or_module_names_exists() -> None:
    named = {found for text in TEXT.values() for found in CALLED.findall(text)}
    assert len(named) > 100
    assert named - report_messages().ids == set()


def test_no_message_is_unused() -> None:
    own: set[str] = set()
    for name in OWN_FILES:
        own |= set(yaml.safe_load((data_folder("reports") / "messages" / name).read_text("utf-8")))
    assert len(own) > 200
    assert own - _literal() - _by_family() == set()


def test_both_languages_are_said_with_the_same_places() -> None:
    messages = report_messages()
    for message_id in messages.ids:
        text = messages.text(message_id)
        assert text.vi.strip(), message_id
        assert text.en.strip(), message_id
        places = [
            {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}
            for words in (text.vi, text.en)
        ]
        assert places[0] == places[1], message_id
        assert unicodedata.is_normalized("NFC", text.vi), message_id


def test_a_place_is_filled_and_what_it_holds_is_not_read_again() -> None:
    said = report_messages().say("en", "terminal.report", path="{path} {x}")
    assert said == "Report: {path} {x}"


def test_a_missing_message_is_a_fault_of_ours() -> None:
    with pytest.raises(EvaluatorFault, match=r"no\.such"):
        report_messages().say("vi", "no.such")


@pytest.mark.parametrize("text", ["a: {vi: x}", "a: x", "a: {vi: x, en: y, fr: z}"])
def test_a_broken_catalogue_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(text, "utf-8")
    with pytest.raises(EvaluatorFault, match="lacks vi or en"):
        read_messages(tmp_path)


def test_an_id_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("one: {vi: x, en: y}", "utf-8")
    with pytest.raises(EvaluatorFault, match="twice"):
        read_messages(tmp_path)
