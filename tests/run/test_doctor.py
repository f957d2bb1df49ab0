"""The doctor names whose fault it is, the place in the candidate file, and the mend."""

from __future__ import annotations

import copy
import socket
import time

import pytest
import yaml

from conformance.candidate.reading import read_candidate
from conformance.catalogue import load_catalogue
from conformance.errors import ConfigurationFault, ExitCode, Unreachable
from conformance.evidence.exchange import Exchange
from conformance.run.doctor import examine
from conformance.run.doctor_report import FaultClass, FindingLevel
from conformance.run.setting import Setting
from tests.cli import tiny_portal as tiny


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture
def look(tmp_path, catalogue):
    """Examine a candidate file given as data; also keep what was exchanged."""

    def examined(data, exchanges=None):
        path = tmp_path / "candidate.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        candidate = read_candidate(path)
        sink = (lambda _: None) if exchanges is None else exchanges.append
        setting = Setting(candidate, catalogue, candidate.file.edition, 7, sink, 4)
        try:
            return examine(setting, checks=())
        finally:
            setting.client.close()

    return examined


def faults(report, fault_class=FaultClass.CONFIGURATION):
    return [(f.code, f.place) for f in report.of(fault_class)]


def warnings(report):
    return {f.code: f for f in report.at(FindingLevel.WARNING)}


def test_a_file_that_fits_is_well_and_nothing_is_written(look):
    exchanges: list[Exchange] = []
    with tiny.serving() as portal:
        report = look(tiny.file_for(portal.url), exchanges)
        asked = list(portal.asked)
    assert report.at(FindingLevel.FAULT) == ()
    assert set(warnings(report)) == {"contract/none"}, "it has no OpenAPI document"
    assert report.exit_code == ExitCode.CONFORMANT
    report.raise_if_wrong()
    assert report.wrong_password_accepted is False
    assert portal.wrong_logins == 1, "a wrong password is tried once, for one account only"
    assert {method for method, path, _ in asked if path != "/api/login"} == {"GET"}
    assert {e.phase for e in exchanges} == {"doctor"}
    places = {f.place for f in report.at(FindingLevel.OK)}
    assert {"bases.api", "test_data.accounts.citizen", "binding.operations.session.who"} <= places


def test_nothing_listens_is_unreachable(look):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    report = look(tiny.file_for(url))
    assert report.exit_code == ExitCode.UNREACHABLE
    assert not report.answered
    with pytest.raises(Unreachable) as raised:
        report.raise_if_wrong()
    assert [f.place for f in raised.value.faults] == ["bases.api"]


def test_a_server_that_never_answers_is_unreachable_in_time(look):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(8)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        report = look(tiny.file_for(url, budgets__deadline_s=1))
    assert report.exit_code == ExitCode.UNREACHABLE
    assert report.findings[0].code == "address/deadline"
    assert time.monotonic() - begun < 8


def test_a_host_that_does_not_resolve_is_a_wrong_address(look):
    report = look(tiny.file_for("http://cong-mot-cua.invalid"))
    assert faults(report) == [("address/dns", "bases.api")]
    assert report.exit_code == ExitCode.CONFIGURATION


def test_https_on_a_port_without_tls_is_a_wrong_address(look):
    with tiny.serving() as portal:
        report = look(tiny.file_for(portal.url.replace("http:", "https:")))
    assert faults(report) == [("address/tls-handshake", "bases.api")]
    assert "http://" in report.findings[0].mend.en


def test_one_silent_address_among_others_is_a_wrong_one(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        data["bases"]["files"] = "http://127.0.0.1:1"
        report = look(data)
    assert faults(report) == [("address/refused", "bases.files")]
    assert report.answered


@pytest.mark.parametrize("mode", ["html", "empty", "other-api"])
def test_something_else_at_the_address_is_one_fault(look, mode):
    with tiny.serving(mode) as portal:
        report = look(tiny.file_for(portal.url))
    assert faults(report) == [("address/not-this-api", "bases.api")]


def test_a_system_that_always_fails_is_the_candidates_fault(look):
    with tiny.serving("broken") as portal:
        report = look(tiny.file_for(portal.url))
    assert faults(report) == []
    assert ("address/always-fails", "bases.api") in faults(report, FaultClass.CANDIDATE)
    assert report.exit_code == ExitCode.CONFORMANT, "an evaluation may go on and judge it"


def test_a_wrong_password_names_its_field(look):
    with tiny.serving() as portal:
        accounts = {
            "citizen": tiny.account(),
            "receiver": tiny.account("canbo1", password="cu-roi"),
        }
        report = look(tiny.file_for(portal.url, test_data__accounts=accounts))
    assert faults(report) == [("account/refused", "test_data.accounts.receiver.password")]
    (finding,) = report.of(FaultClass.CONFIGURATION)
    assert "Sai mật khẩu" in finding.seen.vi
    with pytest.raises(ConfigurationFault) as raised:
        report.raise_if_wrong()
    assert len(raised.value.faults) == 1
    assert "cu-roi" not in str(raised.value)


def test_what_a_candidate_echoes_of_secrets_is_masked(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        echo = {"call": f"GET /api/lookup/{tiny.PASSWORD}", "fields": {"code": "code"}}
        data["binding"]["operations"]["agency.list"] = {
            **echo, "items": "body",
        }  # fmt: skip
        report = look(data)
    said = report.model_dump_json()
    assert "operation/not-there" in said
    assert tiny.PASSWORD not in said


def test_a_secret_that_is_not_set_names_its_variable(look, monkeypatch):
    monkeypatch.delenv("MOTCUA_NO_SUCH_SECRET", raising=False)
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        data["test_data"]["accounts"]["citizen"]["password"] = {"env": "MOTCUA_NO_SUCH_SECRET"}
        report = look(data)
    assert faults(report) == [("file/secret-missing", "test_data.accounts.citizen.password")]
    assert "MOTCUA_NO_SUCH_SECRET" in report.of(FaultClass.CONFIGURATION)[0].seen.en


def test_a_login_at_the_wrong_path_is_said_once_for_all_accounts(look):
    with tiny.serving() as portal:
        accounts = {"citizen": tiny.account(), "admin": tiny.account("quantri")}
        data = tiny.file_for(portal.url, test_data__accounts=accounts)
        data["binding"]["auth"]["default"]["login"][0]["call"] = "POST /api/dang-nhap"
        report = look(data)
    assert faults(report) == [("account/login-call", "binding.auth.default.login")]


def test_a_token_that_is_elsewhere_shows_the_keys_of_the_answer(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        data["binding"]["auth"]["default"]["token"] = "body.access_token"
        report = look(data)
    assert faults(report) == [("account/token", "binding.auth.default.token")]
    seen = report.of(FaultClass.CONFIGURATION)[0].seen.en
    assert "body.access_token" in seen
    assert "token" in seen.split("keys are:")[1]


def test_basic_accounts_are_tried_with_a_question(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        data["binding"]["auth"]["default"] = {"kind": "basic"}
        report = look(data)
    assert faults(report) == [("account/refused", "test_data.accounts.citizen.password")]
    assert report.wrong_password_accepted is None


def test_a_portal_that_takes_any_password_is_told_of_but_does_not_stop(look):
    with tiny.serving("any-password") as portal:
        report = look(tiny.file_for(portal.url))
    assert report.wrong_password_accepted is True
    assert ("account/any-password", "test_data.accounts.citizen") in faults(
        report, FaultClass.CANDIDATE
    )
    assert report.exit_code == ExitCode.CONFORMANT


def test_a_live_system_gets_no_wrong_password(look):
    with tiny.serving() as portal:
        report = look(tiny.file_for(portal.url, sandbox=False))
    assert portal.wrong_logins == 0
    assert report.wrong_password_accepted is None


def test_a_field_that_comes_back_empty_is_named_with_its_path_and_the_keys(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        fields = data["binding"]["operations"]["procedure.read"]["fields"]
        fields["agency_name"] = "coQuanThucHien"
        report = look(data)
    found = warnings(report)["operation/empty-fields"]
    assert found.place == "binding.operations.procedure.read.fields.agency_name"
    assert "agency_name ← coQuanThucHien" in found.seen.vi
    assert "ma, ten, coQuan" in found.seen.vi


def test_a_field_that_cannot_be_read_is_named(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        data["binding"]["operations"]["procedure.read"]["fields"]["effective_from"] = "ten"
        report = look(data)
    found = warnings(report)["operation/garbled-field"]
    assert found.place == "binding.operations.procedure.read.fields.effective_from"
    assert "does not fit iso" in found.seen.en


def test_a_list_that_is_elsewhere_is_named(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        data["binding"]["operations"]["agency.list"]["items"] = "body.danhSach"
        report = look(data)
    found = warnings(report)["operation/nothing-there"]
    assert found.place == "binding.operations.agency.list.items"
    assert "items" in found.seen.en


def test_an_operation_that_is_not_there_warns_and_does_not_stop(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        data["binding"]["operations"]["rating.form"] = {
            "call": "GET /api/phieu-danh-gia", "items": "body", "fields": {"key": "a"},
        }  # fmt: skip
        report = look(data)
    assert warnings(report)["operation/not-there"].place == "binding.operations.rating.form"
    assert report.exit_code == ExitCode.CONFORMANT


def test_a_procedure_code_that_the_candidate_lacks_is_a_fault_of_the_file(look):
    with tiny.serving() as portal:
        procedures = copy.deepcopy(tiny.FILE["test_data"]["procedures"])
        procedures.append({"code": "1.777777", "traits": ["online"]})
        report = look(tiny.file_for(portal.url, test_data__procedures=procedures))
    assert faults(report) == [("test-data/missing", "test_data.procedures[2].code")]


def test_when_no_code_is_found_the_call_is_suspected(look):
    with tiny.serving() as portal:
        data = tiny.file_for(portal.url)
        data["binding"]["operations"]["procedure.read"]["call"] = (
            "GET /api/thu-tuc/{procedure_code}"
        )
        report = look(data)
    assert faults(report) == [("test-data/procedures", "binding.operations.procedure.read")]


def test_an_agency_that_the_candidate_does_not_list_is_named(look):
    with tiny.serving() as portal:
        report = look(tiny.file_for(portal.url, test_data__agencies={"commune": "H99.99"}))
    assert warnings(report)["test-data/agency"].place == "test_data.agencies.commune"


CLOCK = {
    "clock.read": {"call": "GET /api/clock", "fields": {"now": "now"}},
    "clock.set": {"call": "PUT /api/clock", "json": {"now": "{now}"}, "fields": {"now": "now"}},
    "clock.release": {"call": "DELETE /api/clock"},
}


def clocked(url, operations):
    data = tiny.file_for(url, clock_control=True)
    data["test_data"]["accounts"]["admin"] = tiny.account("quantri")
    data["binding"]["operations"] |= operations
    return data


def test_a_clock_is_set_to_what_it_shows_and_given_back(look):
    with tiny.serving() as portal:
        report = look(clocked(portal.url, CLOCK))
        methods = [m for m, path, _ in portal.asked if path == "/api/clock"]
    assert report.at(FindingLevel.FAULT) == ()
    assert methods[-2:] == ["PUT", "DELETE"]
    assert "clock/works" in {f.code for f in report.findings}


@pytest.mark.parametrize(
    ("mode", "operations", "expected"),
    [
        ("well", {"clock.read": CLOCK["clock.read"]}, ("clock/unbound", "clock_control")),
        ("stuck-clock", CLOCK, ("clock/refused", "binding.operations.clock.set")),
    ],
)
def test_a_clock_that_does_not_do_what_the_file_says_is_its_fault(look, mode, operations, expected):
    with tiny.serving(mode) as portal:
        report = look(clocked(portal.url, operations))
    assert faults(report) == [expected]


def test_what_checks_will_lack_is_said_with_their_number(tmp_path, catalogue):
    with tiny.serving() as portal:
        path = tmp_path / "candidate.yaml"
        path.write_text(yaml.safe_dump(tiny.file_for(portal.url)), encoding="utf-8")
        candidate = read_candidate(path)
        setting = Setting(candidate, catalogue, candidate.file.edition, 1, lambda _: None, 4)
        report = examine(setting)
        setting.client.close()
    told = [f for f in report.findings if f.code.startswith("plan/")]
    assert any(f.place == "binding.operations.dossier.submit" for f in told)
    assert all(f.level is FindingLevel.WARNING for f in told)
    assert report.exit_code == ExitCode.CONFORMANT
