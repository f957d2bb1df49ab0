"""The doctor tells of client certificates: valid until when, missing, refused, unusable."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.candidate.reading import read_candidate
from conformance.catalogue import load_catalogue
from conformance.errors import ConfigurationFault
from conformance.run.doctor import examine
from conformance.run.doctor_report import DoctorReport, FindingLevel
from conformance.run.setting import Setting

NOW = datetime.now(UTC)
Look = Callable[..., DoctorReport]


@pytest.fixture(scope="module")
def asking(authority: tuple[Path, Path, Path]) -> Iterator[Any]:
    from tests.candidate_http.hostile import HostileServer

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority[1], authority[2])
    context.load_verify_locations(authority[0])
    context.verify_mode = ssl.CERT_REQUIRED
    with HostileServer(context) as running:
        yield running


@pytest.fixture
def look(
    tmp_path: Path, authority: tuple[Path, Path, Path], asking: Any, monkeypatch: pytest.MonkeyPatch
) -> Look:
    """Examine a candidate whose certificate begins and ends so many days from now."""

    def examined(begins: int | None, ends: int = 0, key: Path | None = None) -> DoctorReport:
        from tests.candidate_http.hostile import make_client

        tls: dict[str, Any] = {"ca": authority[0].name}
        if begins is not None:
            span = (NOW + timedelta(days=begins), NOW + timedelta(days=ends))
            cert, own = make_client(tmp_path, authority[0], "ours", *span)
            monkeypatch.setenv("MOTCUA_TEST_CERT", str(cert))
            monkeypatch.setenv("MOTCUA_TEST_KEY", str(key or own))
            tls |= {
                "client_certificate": {"env": "MOTCUA_TEST_CERT"},
                "client_key": {"env": "MOTCUA_TEST_KEY"},
            }
        data = {
            "motcua": "1",
            "candidate": {"id": "lgsp", "name": {"vi": "Qua trục", "en": "Behind a gateway"}},
            "edition": "legacy-2019",
            "sandbox": False,
            "bases": {"gateway": f"{asking.base}/ok"},
            "tls": {"gateway": tls},
            "test_data": {"accounts": {}},
            "binding": {"operations": {}},
        }
        path = authority[0].parent / "candidate.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        candidate = read_candidate(path)
        setting = Setting(candidate, load_catalogue(), candidate.file.edition, 1, lambda _: None, 2)
        try:
            return examine(setting, checks=())
        finally:
            setting.client.close()

    return examined


def told(report: DoctorReport) -> dict[str, tuple[FindingLevel, str]]:
    return {f.code: (f.level, f.place) for f in report.findings if f.code.startswith("address/")}


def test_a_valid_certificate_is_well(look: Look) -> None:
    place = "tls.gateway.client_certificate"
    assert told(look(-1, 100)) == {
        "address/answers": (FindingLevel.OK, "bases.gateway"),
        "address/client-certificate": (FindingLevel.OK, place),
    }


@pytest.mark.parametrize(
    ("begins", "ends", "said", "answers"),
    [(-9, -2, "expired on", False), (-1, 5, "expires soon", True), (3, 9, "not valid", False)],
)
def test_a_certificate_out_of_its_time_is_a_warning_with_the_day(
    look: Look, begins: int, ends: int, said: str, answers: bool
) -> None:
    report = look(begins, ends)
    (warning,) = [f for f in report.at(FindingLevel.WARNING) if f.place.startswith("tls.")]
    assert warning.code == "address/client-certificate"
    assert said in warning.seen.en
    assert warning.seen.vi.startswith("chứng thư của máy khách")
    assert warning.mend is not None
    assert report.answered is answers


def test_no_certificate_where_one_is_asked_for_names_the_mend(look: Look) -> None:
    report = look(None)
    (fault,) = report.at(FindingLevel.FAULT)
    assert (fault.code, fault.place) == ("address/tls-client-certificate", "bases.gateway")
    assert fault.mend is not None
    assert "client_certificate" in fault.mend.vi


def test_a_key_that_does_not_fit_stops_before_anything_is_asked(
    look: Look, authority: tuple[Path, Path, Path]
) -> None:
    with pytest.raises(ConfigurationFault, match="does not fit") as raised:
        look(-1, 100, key=authority[2])
    assert raised.value.faults[0].place == "tls.gateway.client_key"
