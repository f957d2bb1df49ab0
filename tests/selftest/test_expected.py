"""The expectations are refused when they are wrong, with file, line and mend."""

from __future__ import annotations

import pytest

from conformance.errors import ConfigurationFault, EvaluatorFault, ExitCode
from conformance.selftest.expected import load_expectations

GOOD = """\
vices:
  one:
    vi: "làm sai điều gì đó"
    kills: [OSS-18]
    reasons: [receipt-due, "operation:sheet.read"]
    killers: ["reception/test_receipt.py::test_one[x]"]
    edition: overlay-2026
    tied:
      OSS-24: {vi: "sổ và giấy phải khớp", en: "book and receipt must agree"}
variants:
  other: {vi: "trông khác đi", targeted: true}
"""


@pytest.fixture
def read(tmp_path):
    def load(text: str):
        path = tmp_path / "vices.yaml"
        path.write_text(text, "utf-8")
        return load_expectations(path)

    return load


def test_a_good_file_is_read(read) -> None:
    found = read(GOOD)
    assert found.vices["one"].reasons == ("receipt-due", "operation:sheet.read")
    assert found.variants["other"].targeted


@pytest.mark.parametrize(
    ("wrong", "said", "line"),
    [
        (("kills: [OSS-18]", "kills: []"), "at least 1", 4),
        (("kills: [OSS-18]", "kills: [oss18]"), "pattern", 4),
        (("edition: overlay-2026", "edition: other"), "overlay-2026", 7),
        (("    killers:", "    kilers:"), "kilers", 6),
        (("OSS-24: {", "OSS-18: {"), "in kills and in tied", 2),
        (('"operation:sheet.read"', '"Operation sheet"'), "pattern", 5),
        (("reasons: [receipt-due, \"operation:sheet.read\"]", "reasons: []"), "reasons", 2),
        (("en: \"book and receipt must agree\"", ""), "en", 9),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(read, wrong, said, line) -> None:
    assert wrong[0] in GOOD
    with pytest.raises(EvaluatorFault) as raised:
        read(GOOD.replace(*wrong))
    assert raised.value.exit_code is ExitCode.EVALUATOR
    assert any(f"vices.yaml:{line}" in fault.place for fault in raised.value.faults), raised.value
    assert said in str(raised.value)


def test_a_known_survivor_needs_no_killer(read) -> None:
    lines = [line for line in GOOD.splitlines() if "killers:" not in line]
    known = '    survives: {vi: "chưa có phép kiểm tra", en: "no check yet"}'
    text = "\n".join(known if "reasons:" in line else line for line in lines)
    assert read(text).vices["one"].survives is not None


def test_an_unknown_name_is_the_users_fault_and_a_near_one_is_named(read) -> None:
    with pytest.raises(ConfigurationFault) as raised:
        read(GOOD).refuse_unknown(["onee"])
    (fault,) = raised.value.faults
    assert fault.mend.en == "did you mean: one"


def test_the_file_of_the_suite_is_sound_and_large() -> None:
    assert len(load_expectations().vices) >= 181
