"""Files in and out: every fault names file, line and mend, in both languages."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from conformance.data import data_folder
from conformance.errors import ConfigurationFault, ExitCode
from conformance.verdict.__main__ import main
from conformance.verdict.files import (
    load_actions,
    load_attestations,
    load_baseline,
    load_overrides,
    load_waivers,
    write_baseline,
)
from conformance.verdict.schemas import SCHEMAS, schema_text
from conformance.words import Part
from tests.sure import sure
from tests.verdict.builders import (
    attestation,
    catalogue_of,
    criterion,
    expected,
)

KNOWN = catalogue_of(criterion("OSS-01"), criterion("OSS-03", parts={"document": "attestation"}))
ATTESTATION = """\
attestations:
  - criterion: "OSS-03"
    part: document
    answer: "yes"
    who: "Nguyễn Văn An"
    role: "đánh giá viên"
    date: 2026-09-01
    valid_until: "2027-09-01"
    looked_at: "hợp đồng"
    second_reviewer: {who: "Lê Văn Cường", date: "2026-09-02"}
    files:
      - name: "evidence/contract.pdf"
        sha256: "%s"
"""
WAIVER = """\
waivers:
  - criterion: "OSS-01"
    reason: "hợp đồng đang chạy"
    granted_by: "Sở KH&CN"
    granted_on: "2026-09-01"
    until: "2026-12-31"
"""
OVERRIDE = """\
overrides:
  - criterion: "OSS-01"
    outcome: passed
    who: "Trần Thị Bình"
    date: "2026-09-15"
    reason: "lịch nghỉ bị hiểu sai"
    signature: "c2lnbmVk"
"""
ACTION = """\
actions:
  - {criterion: "OSS-01", what: "sửa hạn trả", who: "nhà cung cấp", by: "2026-11-30"}
"""
BASELINE = """\
baseline:
  - {check: "a.py::test_a", outcome: failed, owner: "An", until: "2026-12-31"}
"""
CHECKS = {"a.py::test_a", "a.py::test_b"}


def written(folder: Path, text: str, name: str = "input.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refused(load, path: Path, known=KNOWN):
    with pytest.raises(ConfigurationFault) as caught:
        load(path, known)
    assert caught.value.exit_code is ExitCode.CONFIGURATION
    for fault in caught.value.faults:
        assert fault.place.startswith(str(path))
        assert " / " in fault.cause
        assert fault.mend
    return caught.value.faults


def at_line(fault) -> int:
    return int(fault.place.rpartition(":")[2])


@pytest.fixture
def evidence(tmp_path: Path) -> str:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "contract.pdf").write_bytes(b"%PDF-1.7")
    return hashlib.sha256(b"%PDF-1.7").hexdigest()


def test_attestations_are_read_and_their_files_held_against_their_hashes(tmp_path, evidence):
    (entry,) = load_attestations(written(tmp_path, ATTESTATION % evidence), KNOWN)
    assert (entry.criterion, entry.part, entry.answer) == ("OSS-03", Part.DOCUMENT, "yes")
    assert sure(entry.second_reviewer).who == "Lê Văn Cường"
    assert entry.files[0].sha256 == evidence


def test_a_changed_file_is_refused(tmp_path, evidence):
    path = written(tmp_path, ATTESTATION % evidence)
    (tmp_path / "evidence" / "contract.pdf").write_bytes(b"%PDF-1.8")
    (fault,) = refused(load_attestations, path)
    assert (fault.code, at_line(fault)) == ("attestations/changed-file", 12)


def test_a_lost_file_is_refused(tmp_path, evidence):
    path = written(tmp_path, ATTESTATION % evidence)
    (tmp_path / "evidence" / "contract.pdf").unlink()
    (fault,) = refused(load_attestations, path)
    assert (fault.code, at_line(fault)) == ("attestations/lost-file", 12)


@pytest.mark.parametrize("name", ["../contract.pdf", "/etc/hostname", "a/../../b"])
def test_a_file_outside_the_folder_is_refused(tmp_path, evidence, name):
    text = (ATTESTATION % evidence).replace("evidence/contract.pdf", name)
    (fault,) = refused(load_attestations, written(tmp_path, text))
    assert fault.code == "attestations/outside"


def test_the_others_are_read(tmp_path):
    (waiver,) = load_waivers(written(tmp_path, WAIVER), KNOWN)
    assert (waiver.criterion, waiver.until.isoformat()) == ("OSS-01", "2026-12-31")
    (override,) = load_overrides(written(tmp_path, OVERRIDE), KNOWN)
    assert (override.outcome, override.signature) == ("passed", "c2lnbmVk")
    (action,) = load_actions(written(tmp_path, ACTION), KNOWN)
    assert (action.what, action.by.isoformat()) == ("sửa hạn trả", "2026-11-30")
    (entry,) = load_baseline(written(tmp_path, BASELINE), CHECKS)
    assert (entry.check, entry.owner) == ("a.py::test_a", "An")
    assert load_baseline(written(tmp_path, "baseline: []\n"), CHECKS) == ()


def test_json_is_read_as_well(tmp_path):
    data = yaml.safe_load(WAIVER)
    path = written(tmp_path, json.dumps(data, ensure_ascii=False, indent=2), "waivers.json")
    assert load_waivers(path, KNOWN) == load_waivers(written(tmp_path, WAIVER), KNOWN)


@pytest.mark.parametrize(
    ("load", "text", "known"),
    [
        (load_attestations, ATTESTATION % ("a" * 64), catalogue_of(criterion("OSS-04"))),
        (load_waivers, WAIVER, catalogue_of(criterion("OSS-04"))),
        (load_overrides, OVERRIDE, catalogue_of(criterion("OSS-04"))),
        (load_actions, ACTION, catalogue_of(criterion("OSS-04"))),
        (load_baseline, BASELINE, {"a.py::test_b"}),
    ],
)
def test_unknown_ids_are_refused_with_their_line_and_the_mend(tmp_path, load, text, known):
    fault = refused(load, written(tmp_path, text), known)[0]
    assert fault.code.endswith("/unknown-id")
    assert at_line(fault) == 2
    assert "write" in fault.mend


@pytest.mark.parametrize(
    ("change", "code", "line", "said"),
    [
        (('"hợp đồng đang chạy"', '""'), "waivers/empty-text", 3, "waivers[0].reason"),
        (('"hợp đồng đang chạy"', '"  "'), "waivers/empty-text", 3, "waivers[0].reason"),
        (('    reason: "hợp đồng đang chạy"\n', ""), "waivers/missing-key", 2, "reason"),
        (("reason:", "reasons:"), "waivers/unknown-key", 3, 'did you mean "reason"'),
        (("reason:", "xyzzy:"), "waivers/unknown-key", 3, "remove it"),
        (('"2026-12-31"', '"31/12/2026"'), "waivers/date-format", 6, "YYYY-MM-DD"),
        (('"2026-12-31"', '"2026-08-31"'), "waivers/dates", 2, "until"),
        (('"OSS-01"', '"OSS1"'), "waivers/criterion-id", 2, "OSS-18"),
        (('"Sở KH&CN"', "12"), "waivers/shape", 4, "quotes"),
        (("waivers:", "waiver:"), "waivers/missing-key", 1, "waivers"),
        (("until:", "granted_on:"), "waivers/duplicate-key", 6, "hai lần"),
        (('reason: "', "reason: '"), "waivers/yaml", 7, "YAML"),
        (("hợp", "hơ\u0323p"), "waivers/not-nfc", 3, "NFC"),
    ],
)
def test_slips_are_told_with_file_line_and_mend(tmp_path, change, code, line, said):
    faults = refused(load_waivers, written(tmp_path, WAIVER.replace(*change)))
    fault = next(f for f in faults if f.code == code)
    assert at_line(fault) == line
    assert said in fault.cause + fault.mend


def test_words_outside_a_list_are_told_with_the_list(tmp_path):
    (fault,) = refused(load_overrides, written(tmp_path, OVERRIDE.replace("passed", "perhaps")))
    assert fault.code == "overrides/unknown-word"
    assert "'passed', 'failed'" in fault.mend
    (answer,) = refused(
        load_attestations, written(tmp_path, (ATTESTATION % ("a" * 64)).replace('"yes"', "maybe"))
    )
    assert "'yes', 'no', 'not-applicable'" in answer.mend


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_bare_yes_or_no_is_meant_as_it_stands(tmp_path, evidence, answer):
    """YAML reads a bare yes as true."""
    text = (ATTESTATION % evidence).replace('"yes"', answer)
    (entry,) = load_attestations(written(tmp_path, text), KNOWN)
    assert entry.answer == answer


def test_the_day_is_written_date_or_on_in_quotes(tmp_path):
    quoted = OVERRIDE.replace("date:", '"on":')
    assert load_overrides(written(tmp_path, quoted), KNOWN) == load_overrides(
        written(tmp_path, OVERRIDE, "other.yaml"), KNOWN
    )
    (bare,) = refused(load_overrides, written(tmp_path, OVERRIDE.replace("date:", "on:")))
    assert (bare.code, at_line(bare)) == ("overrides/unquoted-key", 5)
    (missing,) = refused(
        load_overrides, written(tmp_path, OVERRIDE.replace('    date: "2026-09-15"\n', ""))
    )
    assert 'add "date"' in missing.mend


def test_a_wrong_hash_is_told(tmp_path):
    (fault,) = refused(load_attestations, written(tmp_path, ATTESTATION % "abc"))
    assert fault.code == "attestations/sha256"
    assert "sha256sum" in fault.mend


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "waivers/empty"), (b"\xff\xfe", "waivers/encoding"), (b"[]", "waivers/shape")],
)
def test_files_of_which_nothing_can_be_made(tmp_path, content, code):
    path = tmp_path / "waivers.yaml"
    path.write_bytes(content)
    assert refused(load_waivers, path)[0].code == code


def test_a_file_that_is_not_there(tmp_path):
    (fault,) = refused(load_waivers, tmp_path / "nowhere.yaml")
    assert fault.code == "waivers/unreadable"


def test_a_written_baseline_is_read_back(tmp_path):
    entries = (
        expected("a.py::test_a", note='nhà cung cấp: "sửa" # sau'),
        expected("a.py::test_b", "cantTell", owner="Bình"),
    )
    path = tmp_path / "baseline.yaml"
    write_baseline(path, entries)
    assert load_baseline(path, CHECKS) == entries
    write_baseline(path, ())
    assert load_baseline(path, CHECKS) == ()


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_published_schemas_are_sound_and_not_stale(name):
    path = data_folder("reports") / "schema" / f"{name}.schema.json"
    text = path.read_text(encoding="utf-8")
    assert text == schema_text(name), "run: python -m conformance.verdict schema"
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("attestations", ATTESTATION % ("a" * 64)),
        ("waivers", WAIVER),
        ("overrides", OVERRIDE),
        ("actions", ACTION),
        ("baseline", BASELINE),
    ],
)
def test_what_is_read_fits_its_schema(name, text):
    schema = json.loads(schema_text(name))
    data = yaml.load(text, Loader=yaml.BaseLoader)
    jsonschema.validate(data, schema)
    data[name][0]["mood"] = "good"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)


def test_the_developers_door_writes_the_schemas(tmp_path, capsys):
    assert main(["schema", str(tmp_path / "schema")]) == 0
    names = [f"{name}.schema.json" for name in SCHEMAS]
    assert capsys.readouterr().out.split() == names
    assert sorted(p.name for p in (tmp_path / "schema").iterdir()) == sorted(names)


def test_an_attestation_loads_as_the_builder_makes_it():
    assert attestation("OSS-03").part is Part.DOCUMENT
