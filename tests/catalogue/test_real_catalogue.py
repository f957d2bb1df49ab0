"""The project's own catalogue: complete, bilingual, and as the study of the law says."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections import Counter
from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest
import yaml

from conformance.catalogue import read_catalogue
from conformance.catalogue.__main__ import main
from conformance.catalogue.identity import unlocked
from conformance.catalogue.schemas import SCHEMAS, schema_text
from conformance.data import data_folder
from conformance.words import Edition, Level, Means, Part, Standing, Text, Value

COUNTS = {
    "GEN": 14, "POR": 49, "OSS": 63, "DIG": 12, "INT": 29, "PRF": 11,
    "SEC": 28, "UIX": 10, "A11": 9, "OPS": 4, "EVA": 3,
}  # fmt: skip

FIRST_WAVE = (
    {f"OSS-{n:02}" for n in (1, 3, 5, 6, 8, 9, *range(11, 17), *range(18, 25), *range(27, 31), 32)}
    | {f"OSS-{n:02}" for n in (*range(36, 47), 49, 51, 54, 56)}
    | {f"POR-{n:02}" for n in (3, 5, 6, 8, 13, 14, *range(25, 30), 33, 36, 37, 39, 40, 41, 43, 44)}
    | {"DIG-04", "DIG-05", "UIX-06", "SEC-10", "SEC-11", "SEC-19", "INT-23", "INT-25"}
    | {"INT-26", "OSS-31", "OSS-33", "OSS-34", "OSS-35", "OSS-47", "OSS-63", "POR-15", "POR-17"}
    | {"OSS-60", "OSS-61", "EVA-02", "EVA-03", "SEC-09", "SEC-13"}
    | {"DIG-01", "DIG-02", "GEN-01", "GEN-03", "OSS-02", "OSS-04", "OSS-52", "POR-34", "SEC-12"}
)

NOTHING_BY_API = {"EVA-01", "OSS-55"}
"""The study of the law names an api part in which an api can show nothing; the note says why."""

with (Path(__file__).parent / "expected.csv").open(encoding="utf-8") as stream:
    EXPECTED = {row["id"]: row for row in csv.DictReader(stream)}


def texts(value):
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Value):
        for name in type(value).model_fields:
            if name != "document":
                yield from texts(getattr(value, name))
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)


def test_there_are_no_faults_and_nothing_is_suspect_or_unlocked(real):
    assert [str(fault) for fault in real.faults] == []
    assert unlocked(real.catalogue.criteria, real.locked) == []
    assert real.catalogue.suspects == frozenset()


def test_all_232_criteria_are_there(real):
    counts = Counter(each.group.value for each in real.catalogue.criteria)
    assert counts == COUNTS
    assert len(real.catalogue) == 232


@pytest.mark.parametrize("criterion_id", sorted(EXPECTED))
def test_a_criterion_agrees_with_the_study_of_the_law(real, criterion_id):
    criterion, row = real.catalogue.get(criterion_id), EXPECTED[criterion_id]
    assert criterion.evidence.value == row["evidence"]
    assert criterion.applies_to.value == row["applies_to"]
    own = {level.value for level in criterion.levels.values()} - {"carried-over"}
    assert own == {row["level"]}
    parts = {plan.part.value for plan in criterion.parts}
    first = criterion_id in FIRST_WAVE
    named = set(row["verified_by"].split()) | ({"api"} if first else set())
    assert parts == (named - {"api"} if criterion_id in NOTHING_BY_API else named)
    api = criterion.part(Part.API)
    if api is not None:
        assert (api.means is Means.CHECK) == first


def test_every_text_is_bilingual_and_composed(real):
    for criterion in real.catalogue.criteria:
        for text in texts(criterion):
            for words in (text.vi, text.en):
                assert words.strip(), criterion.id
                assert unicodedata.is_normalized("NFC", words), criterion.id
            assert text.vi != text.en, criterion.id


def test_a_requirement_says_more_than_its_title(real):
    for criterion in real.catalogue.criteria:
        for language in ("vi", "en"):
            requirement = criterion.requirement.in_language(language)
            assert len(requirement) > len(criterion.title.in_language(language)), criterion.id
            assert requirement.endswith((".", ";")), criterion.id


def test_an_edition_that_overlays_leaves_nothing_out(real):
    for criterion in real.catalogue.criteria:
        levels = criterion.levels
        if Edition.CURRENT_2025 in levels:
            assert Edition.OVERLAY_2026 in levels, criterion.id
        if Edition.LEGACY_2019 in levels:
            assert Edition.CURRENT_2025 in levels, criterion.id


def test_no_edition_is_empty_of_deciding_criteria(real):
    decided = {
        edition: sum(each.decides for each in real.catalogue.in_edition(edition))
        for edition in Edition
    }
    assert decided[Edition.LEGACY_2019] > 100
    assert decided[Edition.CURRENT_2025] > 50
    assert decided[Edition.OVERLAY_2026] > decided[Edition.CURRENT_2025]


def test_every_basis_in_the_register_is_described(real):
    bare = {
        (basis.document.number, basis.key)
        for criterion in real.catalogue.criteria
        for basis in criterion.bases
        if basis.described is None
    }
    assert bare <= {("11/2025/TT-BKHCN", "Phụ lục"), ("43/2011/NĐ-CP", "15")}


def test_what_is_recalled_is_marked_and_has_figures(real):
    recalled = [c for c in real.catalogue.criteria if c.evidence is Standing.RECALLED]
    assert len(recalled) == 6
    assert all(c.figures and c.levels[Edition.LEGACY_2019] is Level.MANDATORY for c in recalled)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_the_published_schema_is_not_stale(name):
    path = data_folder("criteria") / "schema" / f"{name}.schema.json"
    assert path.read_text(encoding="utf-8") == schema_text(name)
    jsonschema.Draft202012Validator.check_schema(json.loads(schema_text(name)))


def test_every_file_names_a_schema_that_accepts_it():
    home = data_folder("criteria")
    validators = {name: jsonschema_rs.validator_for(schema_text(name)) for name in SCHEMAS}
    paths = sorted(home.rglob("*.yaml"))
    assert len(paths) > 20
    for path in paths:
        text = path.read_text(encoding="utf-8")
        head, _, reference = text.splitlines()[0].partition("$schema=")
        assert head == "# yaml-language-server: ", path
        schema = (path.parent / reference).resolve()
        assert schema.is_file(), path
        data = yaml.load(text, Loader=yaml.CSafeLoader)
        validators[schema.name.removesuffix(".schema.json")].validate(data)


def test_the_developers_door_says_that_all_is_well(capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "232 criteria, 0 faults, 0 suspect\n"


def test_removing_a_criterion_of_the_real_catalogue_is_an_error(copy_of_real):
    path = copy_of_real / "ops" / "operation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index('  - id: "OPS-04"')], encoding="utf-8")
    (fault,) = read_catalogue(copy_of_real).faults
    assert fault.code == "catalogue/vanished-id"
    assert "OPS-04" in fault.cause


def test_one_slip_in_the_real_catalogue_is_one_fault(copy_of_real):
    path = copy_of_real / "ops" / "operation.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('clause: "2"', "clause: 2", 1), encoding="utf-8")
    (fault,) = read_catalogue(copy_of_real).faults
    assert fault.code == "file/unquoted"
    register = copy_of_real / "law" / "decrees.yaml"
    register.write_text("documents: [\n", encoding="utf-8")
    assert [each.code for each in read_catalogue(copy_of_real).faults] == ["file/yaml", fault.code]
