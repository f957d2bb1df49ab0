"""What a check says of a result's file: signed or not, by whom, saying what; else in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from conformance.candidate.dates import VIETNAM
from conformance.candidate.facts import Attachment, Notice, NotShown, Result
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reading import read_candidate
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.expect import Violation
from conformance.checks.reception.reading import reaches, states_moment
from conformance.checks.reception.signed import (
    ContentInDoubt,
    SignatureInDoubt,
    expect_says,
    expect_signed,
)
from conformance.checks.reception.stored import expect_stored_whole
from conformance.data import data_folder

SIGNED = Path(__file__).parents[1] / "instruments" / "signatures"
REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"
AGENCY = "UBND phường An Bình (mẫu)"
PDF = (SIGNED / "rsa.pdf").read_bytes()
TEXT = (SIGNED / "document.txt").read_bytes()
KEY = (SIGNED / "ed25519.pub.pem").read_text()
APART = (SIGNED / "ed25519.sig").read_bytes().hex()


def bench(keys: Mapping[str, str]) -> TestBench:
    file = read_candidate(REFERENCE).file
    data = file.test_data.model_copy(update={"signing_keys": dict(keys)})
    return TestBench(file.model_copy(update={"test_data": data}), Random(1))


def view(**shown: Any) -> Result:
    return Result.of(shown)


def test_a_signature_inside_is_that_of_whom_the_certificate_names() -> None:
    expect_signed(bench({}), "H56.31", PDF, view(signer=AGENCY))
    with pytest.raises(SignatureInDoubt, match="Sở Xây dựng"):
        expect_signed(bench({}), "H56.31", PDF, view(signer="Sở Xây dựng"))


def test_a_declared_key_decides_whose_signature_it_is() -> None:
    keys = {"H56.31": KEY}
    expect_signed(bench(keys), "H56.31", TEXT, view(signature=APART))
    expect_signed(bench(keys), None, TEXT, view(signature=APART))
    with pytest.raises(Violation) as seen:
        expect_signed(bench({"H56.31": (SIGNED / "rsa.pub.pem").read_text(), "H56.32": KEY}),
                      "H56.31", TEXT, view(signature=APART))  # fmt: skip
    assert seen.value.aspect == "reception-signature-agency"


@pytest.mark.parametrize("signature", [None, ""])
def test_no_signature_where_one_would_be_shown_is_a_violation(signature: str | None) -> None:
    with pytest.raises(Violation) as seen:
        expect_signed(bench({"H56.31": KEY}), "H56.31", TEXT, view(signature=signature))
    assert seen.value.aspect == "reception-signature-independent"


def test_another_text_than_the_signed_one_is_a_violation() -> None:
    with pytest.raises(Violation):
        expect_signed(bench({"H56.31": KEY}), "H56.31", TEXT + b".", view(signature=APART))


def test_without_key_or_mapping_nothing_is_told() -> None:
    with pytest.raises(SignatureInDoubt, match="signing_keys"):
        expect_signed(bench({}), "H56.31", TEXT, view(signature=APART))
    with pytest.raises(NotShown, match="signature"):
        expect_signed(bench({"H56.31": KEY}), "H56.31", TEXT, view(code="KQ1"))


def test_an_unreadable_key_is_a_matter_of_the_candidate_file() -> None:
    broken = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
    with pytest.raises(NoTestData, match=r"signing_keys\.H56\.31"):
        expect_signed(bench({"H56.31": broken}), "H56.31", TEXT, view(signature=APART))


def test_what_a_result_says_is_looked_for_in_the_file() -> None:
    dossier = OpenDossier("1", "000.00.31.H56-261124-0001")
    expect_says(PDF, "unicornbavaria", view(), dossier)
    expect_says(b"<p>kilo<b>ramba</b></p>", "kiloramba", view(), dossier)
    for content in (PDF, b"<p>nothing</p>"):
        with pytest.raises(Violation):
            expect_says(content, "kiloramba", view(), dossier)


def test_what_cannot_be_read_is_in_doubt_unless_the_text_is_shown() -> None:
    scan, dossier = b"\x89PNG\r\n\x1a\n" + bytes(9), OpenDossier("1", "no such code")
    for content in (scan, PDF):
        with pytest.raises(ContentInDoubt):
            expect_says(content, "kiloramba", view(), dossier)
        expect_says(content, "kiloramba", view(text="Chấp thuận: KILORAMBA"), dossier)
        with pytest.raises(Violation):
            expect_says(content, "kiloramba", view(text="khác"), dossier)


@pytest.mark.parametrize(
    "shown",
    ["0912345678", "+84 912 345 678", "***678", "09*****678", "zalo, 0912.345.678", "h***@hop.vn"],
)
def test_an_address_is_known_also_masked(shown: str) -> None:
    assert reaches([Notice.of({"recipient": shown})], "0912345678", "hoa@hop.vn")


@pytest.mark.parametrize("shown", ["0987654321", "***", "*78", "", None, "***679", "b***@hop.vn"])
def test_another_address_or_none_is_not(shown: str | None) -> None:
    assert not reaches([Notice.of({"recipient": shown})], "0912345678", "hoa@hop.vn", "")


@pytest.mark.parametrize("text", ["lúc 08:05 ngày 24", "8:05:13", "8h05", "08 giờ 05 phút"])
def test_a_moment_is_stated_in_any_of_the_usual_ways(text: str) -> None:
    moment = datetime(2026, 11, 24, 8, 5, 13, tzinfo=VIETNAM)
    assert states_moment(text, moment)
    assert not states_moment(text, moment.replace(hour=18))
    assert not states_moment(text, moment.replace(minute=50))


class _Seen:
    """Somebody who sees one dossier."""

    def __init__(self, values: tuple[str, ...], **file: Any) -> None:
        self._values, self._file = values, file
        self.content = b"paper"

    def read(self, dossier: OpenDossier) -> Any:
        del dossier
        return _View(self._values, (Attachment.of(self._file),))

    def do(self, operation: str, **values: Any) -> Any:
        assert (operation, values["attachment"]) == ("attachment.download", "a1")
        return self


class _View:
    def __init__(self, form_values: tuple[str, ...], attachments: tuple[Attachment, ...]) -> None:
        self.form_values, self.attachments = form_values, attachments


class _Paper:
    content = b"paper"


@pytest.mark.parametrize("values", [("10.000.000", "Có", "x"), ("10000000", "true", "x")])
def test_a_stored_form_may_be_shown_in_vietnamese_and_a_file_be_downloaded(
    values: tuple[str, ...],
) -> None:
    who: Any = _Seen(values, id="a1", component_code="DON")
    papers = [{"component_code": "DON", "file": _Paper()}]
    form = {"capital": 10_000_000, "agrees": True, "name": "x"}
    expect_stored_whole(who, OpenDossier("1"), form, papers)
    who.content = b"other"
    with pytest.raises(Violation):
        expect_stored_whole(who, OpenDossier("1"), form, papers)
