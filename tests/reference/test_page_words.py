"""The words, templates and vendored files of the pages."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest

from reference_impl.domain.papers import PaperKind
from reference_impl.domain.statuses import TRANSITIONS
from reference_impl.pages.deeds import DEEDS
from reference_impl.pages.offers import OFFERS
from reference_impl.pages.templating import TEMPLATES, environment
from reference_impl.pages.words import all_words

STATIC = TEMPLATES.parent / "static"


def _used() -> set[str]:
    found: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        found |= set(re.findall(r"\bt\('([a-z_]+\.[A-Za-z0-9_-]+)'[,)]", path.read_text("utf-8")))
    return found


def test_every_text_that_a_template_uses_is_there():
    assert len(_used()) > 300
    assert _used() - all_words().keys() == set()


GROUPS = sorted({key.partition(".")[0] for key in all_words()})


@pytest.mark.parametrize("group", GROUPS)
def test_texts_are_there_in_both_languages(group):
    found = {k: w for k, w in all_words().items() if k.startswith(f"{group}.")}
    assert found
    for key, words in found.items():
        assert words.vi.strip(), key
        assert words.en.strip(), key
        assert unicodedata.is_normalized("NFC", words.vi), key
        assert re.findall(r"{\w+}", words.vi) == re.findall(r"{\w+}", words.en), key


def test_every_deed_and_step_has_its_words_and_form():
    offered = {o.deed for o in OFFERS}
    assert offered == DEEDS.keys()
    for deed in offered:
        assert f"deed.{deed}" in all_words()
        assert f"done.{deed}" in all_words()
        assert (TEMPLATES / "deeds" / f"{deed}.html").is_file()
    assert {f"action.{step}" for step in TRANSITIONS} <= all_words().keys()


def test_every_lawful_form_has_its_sheet():
    sheets = {p.stem for p in (TEMPLATES / "papers").glob("*.html")}
    assert sheets == {str(k) for k in PaperKind} - {"control-slip", "register"}


def test_all_templates_can_be_read():
    names = [n for n in environment().list_templates() if n.endswith(".html")]
    assert len(names) > 70
    for name in names:
        assert environment().get_template(name).name == name


def test_vendored_files_are_what_their_list_says():
    folder = STATIC / "vendor" / "htmx"
    listed = tomllib.loads((folder / "vendor.toml").read_text("utf-8"))
    assert listed["licence"] == "0BSD"
    for file in listed["file"]:
        digest = hashlib.sha256((folder / file["name"]).read_bytes()).hexdigest()
        assert digest == file["sha256"], file["name"]
    names = {f["name"] for f in listed["file"]} | {"vendor.toml"}
    assert {p.name for p in folder.iterdir()} == names


def test_no_page_asks_another_host_for_anything():
    for path in [*TEMPLATES.rglob("*.html"), *STATIC.glob("*.*")]:
        text = Path(path).read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(src|href|url\()\s*=?\s*[\"']?(https?:)?//", text), path
