from __future__ import annotations

import json
import unicodedata

import jsonschema
import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from conformance.data import data_folder
from conformance.instruments.code_lists import AgencyFile, PlaceFile
from conformance.instruments.name_corpus import NameCorpus, NameSample, name_corpus
from conformance.instruments.syllables import is_syllable
from conformance.instruments.text_damage import Damage, find_damage
from conformance.instruments.vietnamese_order import (
    disorders,
    in_order,
    order_key,
    syllable_order_key,
)
from conformance.instruments.vietnamese_text import (
    VIETNAMESE_LETTERS,
    NormalForm,
    comparison_key,
    fold,
    is_nfc,
    is_same_text,
    mixed_forms,
    normal_form,
    search_key,
    to_nfc,
)

CORPUS = name_corpus()
SOUND = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc. Giấy tiếp nhận hồ sơ và hẹn "
    "trả kết quả (Mẫu số 01), «trích lục», “ĐÔ”, “ĐÃ”, 24°C, 5 m², ½; gửi: a.b@x.vn?x=y. "
    "Ngoằn ngoèo, khuỷu, quýt, gìn giữ, nghiêng, xoong."
)
LETTERS = st.sampled_from([*sorted(VIETNAMESE_LETTERS), " "])
WORDS = st.text(LETTERS | LETTERS.map(str.upper), max_size=30)


@pytest.mark.parametrize("sample", CORPUS.names, ids=lambda sample: sample.stored)
def test_the_corpus_is_stored_in_nfc_and_found_without_diacritics(sample: NameSample) -> None:
    assert is_nfc(sample.stored)
    assert to_nfc(" ".join(sample.entered.split())) == sample.stored
    assert search_key(sample.entered) == search_key(sample.stored) == sample.search
    assert (normal_form(sample.entered) in {NormalForm.NFD, NormalForm.MIXED}) is bool(
        {"decomposed", "mixed-form"} & set(sample.traits)
    )


def test_the_corpus_has_every_trait() -> None:
    traits = {trait for sample in CORPUS.names for trait in sample.traits}
    assert {"short", "long", "decomposed", "mixed-form", "d-stroke", "tone-place"} <= traits


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Nguyen", NormalForm.PLAIN),
        ("Đ", NormalForm.PLAIN),
        ("Nguyễn", NormalForm.NFC),
        (unicodedata.normalize("NFD", "Nguyễn"), NormalForm.NFD),
        ("Nguyê\u0303n", NormalForm.MIXED),
        ("Ánh " + unicodedata.normalize("NFD", "Ánh"), NormalForm.MIXED),
    ],
)
def test_normal_forms(text: str, form: NormalForm) -> None:
    assert normal_form(text) is form


def test_mixed_forms_are_grouped() -> None:
    decomposed = unicodedata.normalize("NFD", "Ánh")
    groups = mixed_forms(("An", "Ánh", decomposed))
    assert groups == {NormalForm.NFC: ("Ánh",), NormalForm.NFD: (decomposed,)}
    assert set(mixed_forms(("An", "Ánh"))) == {NormalForm.NFC}


def test_fold() -> None:
    assert fold("Đặng Thị Hiền, đường Ưu Đàm") == "Dang Thi Hien, duong Uu Dam"
    assert fold(unicodedata.normalize("NFD", "Đặng Thị Hiền")) == "Dang Thi Hien"
    assert all(fold(letter).isascii() for letter in VIETNAMESE_LETTERS)


def test_vietnamese_has_89_small_letters() -> None:
    assert len(VIETNAMESE_LETTERS) == 12 * 6 + 17


def test_comparing_ignores_form_case_and_place_of_tone_but_not_diacritics() -> None:
    assert is_same_text("Phạm Thúy Hòa", "PHẠM  THUÝ HOÀ")
    assert is_same_text("Hòa", unicodedata.normalize("NFD", "Hoà"))
    assert not is_same_text("Hòa", "Hóa")
    assert not is_same_text("Hòa", "Hoa")
    assert not is_same_text("Dân", "Đân")
    assert comparison_key("Nguyễn") != comparison_key("Nguyên")


@given(st.text())
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert search_key(search_key(text)) == search_key(text)


@given(WORDS)
def test_keys_do_not_depend_on_the_normal_form(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert search_key(decomposed) == search_key(text)
    assert comparison_key(decomposed) == comparison_key(text)
    assert order_key(decomposed)[:3] == order_key(text)[:3]
    assert search_key(text).isascii()


@pytest.mark.parametrize("names", CORPUS.ordered, ids=lambda names: " ".join(names[:3]))
def test_order(names: tuple[str, ...]) -> None:
    assert in_order(reversed(names)) == list(names)
    assert sorted(names, key=syllable_order_key) == list(names)
    assert disorders(names) == ()


def test_byte_order_is_seen_as_disorder() -> None:
    names = sorted(["An", "Ánh", "Da", "Dân", "Đạt", "Ôn", "Ổn", "Ơn"])
    found = {(each.earlier, each.later) for each in disorders(names)}
    assert ("Dân", "Ánh") in found
    assert ("Ôn", "Đạt") in found


def test_both_lawful_orders_are_accepted() -> None:
    assert in_order(["Hoa Mai", "Hoà Bình"]) == ["Hoà Bình", "Hoa Mai"]
    assert sorted(["Hoà Bình", "Hoa Mai"], key=syllable_order_key) == ["Hoa Mai", "Hoà Bình"]
    assert disorders(["Hoà Bình", "Hoa Mai"]) == disorders(["Hoa Mai", "Hoà Bình"]) == ()
    assert disorders(["an", "An", "AN", "an"]) == ()


@given(st.lists(WORDS, max_size=8))
def test_what_is_in_order_has_no_disorder(texts: list[str]) -> None:
    assert disorders(in_order(texts)) == ()
    assert disorders(sorted(texts, key=syllable_order_key)) == ()


SYLLABLES = ["Nguyễn", "nghiêng", "khuỷu", "quốc", "quý", "gìn", "ngoèo", "ươm", "uyên", "ý", "ở"]
NOT_SYLLABLES = ["Müller", "Noël", "strength", "an1", "quôc", "hap", "x", "ngaạ", "ff", "Vaên"]


@pytest.mark.parametrize("word", SYLLABLES)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", NOT_SYLLABLES)
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    "text",
    [SOUND, "François Müller, Noël, café, naïve", "", *(s.stored for s in CORPUS.names[:21])],
)
def test_sound_text_has_no_damage(text: str) -> None:
    assert find_damage(text) == ()


@pytest.mark.parametrize(
    ("text", "damage", "mended"),
    [
        ("Nguyễn Văn Đạt".encode().decode("latin-1"), Damage.UTF8_AS_LATIN, "Nguyễn Văn Đạt"),
        ("Trần Văn Hiến".encode().decode("cp1252"), Damage.UTF8_AS_LATIN, "Trần Văn Hiến"),
        ("Thành phố".encode().decode("latin-1"), Damage.UTF8_AS_LATIN, "Thành phố"),
        ("Trần Ã¡nh", Damage.UTF8_AS_LATIN, "Trần ánh"),
        ("NguyÔn", Damage.TCVN3, "Nguyễn"),
        ("V¨n", Damage.TCVN3, "Văn"),
        ("ViÖt", Damage.TCVN3, "Việt"),
        ("Nguyeãn", Damage.VNI, "Nguyễn"),
        ("ñoäc", Damage.VNI, "độc"),
        ("Vaên", Damage.VNI, "Văn"),
        ("Ðặng", Damage.ETH_FOR_D, "Đặng"),
        ("Nguy\ufffdn", Damage.REPLACEMENT, None),
        ("Nguy?n", Damage.QUESTION_MARK, None),
        ("An\u200bh", Damage.INVISIBLE, "Anh"),
        (unicodedata.normalize("NFD", "Ánh"), Damage.NOT_NFC, "Ánh"),
    ],
)
def test_damage_is_found_and_mended(text: str, damage: Damage, mended: str | None) -> None:
    findings = find_damage(text)
    assert [(each.damage, each.mended) for each in findings] == [(damage, mended)]
    assert findings[0].message.vi != findings[0].message.en


def test_one_odd_word_is_a_suspicion_and_several_are_certain() -> None:
    assert [each.certain for each in find_damage("NguyÔn")] == [False]
    assert all(each.certain for each in find_damage("Céng hßa x· héi chñ nghÜa ViÖt Nam"))
    assert [each.certain for each in find_damage("Nguy?n")] == [False]


@given(WORDS)
def test_any_vietnamese_read_as_latin_is_mended(text: str) -> None:
    assume(not text.isascii())
    text = text.replace(" ", "") + "n"
    misread = text.encode().decode("latin-1")
    found = [f for f in find_damage(misread) if f.damage is Damage.UTF8_AS_LATIN]
    assert [f.mended for f in found] == [text]


@pytest.mark.parametrize(
    ("name", "schema", "model"),
    [
        ("vietnamese-names", "vietnamese-names", NameCorpus),
        ("agencies", "agency-codes", AgencyFile),
        ("personal-id-places", "personal-id-places", PlaceFile),
    ],
)
def test_data_obeys_its_published_schema(
    name: str, schema: str, model: type[NameCorpus | AgencyFile | PlaceFile]
) -> None:
    fixtures = data_folder("fixtures")
    published = json.loads((fixtures / "schema" / f"{schema}.schema.json").read_text("utf-8"))
    assert {k: v for k, v in published.items() if k != "$schema"} == model.model_json_schema()
    data = yaml.safe_load((fixtures / "codes" / f"{name}.yaml").read_text("utf-8"))
    jsonschema.validate(data, published)
