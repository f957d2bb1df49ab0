"""Sanity probes: whose yes proves nothing is told from who merely has one fault."""

from __future__ import annotations

import socket

import pytest
import yaml

from conformance.candidate.reading import read_candidate
from conformance.catalogue import load_catalogue
from conformance.run.probes import sanity
from conformance.run.setting import Setting
from tests.cli import tiny_portal as tiny


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture
def probed(tmp_path, catalogue):
    def ask(url, known=None, **changes):
        path = tmp_path / "candidate.yaml"
        path.write_text(yaml.safe_dump(tiny.file_for(url, **changes)), encoding="utf-8")
        candidate = read_candidate(path)
        setting = Setting(candidate, catalogue, candidate.file.edition, 3, lambda _: None, 4)
        try:
            return sanity(setting, wrong_password_accepted=known)
        finally:
            setting.client.close()

    return ask


def test_a_portal_that_can_say_no_is_sane(probed):
    with tiny.serving() as portal:
        assert probed(portal.url) is None


def test_a_portal_that_accepts_nonsense_is_found_out(probed):
    with tiny.serving("lenient") as portal:
        reason = probed(portal.url)
    assert reason is not None
    assert "mã thủ tục không thể có" in reason.vi
    assert "a wrong password" in reason.en


def test_one_and_the_same_answer_to_everything_is_found_out(probed):
    with tiny.serving("alike") as portal:
        reason = probed(portal.url)
    assert reason is not None
    assert "one and the same answer to 3 different questions" in reason.en


@pytest.mark.parametrize("mode", ["any-password", "open-doors", "kind"])
def test_one_open_door_is_for_its_own_check_and_not_for_all(probed, mode):
    with tiny.serving(mode) as portal:
        assert probed(portal.url) is None


@pytest.mark.parametrize("mode", ["html", "empty", "broken", "other-api"])
def test_a_dead_candidate_raises_nothing(probed, mode):
    with tiny.serving(mode) as portal:
        assert probed(portal.url) is None, "it accepts nothing, so its checks cannot pass anyway"


def test_nothing_listening_raises_nothing(probed):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    assert probed(url) is None


def test_what_the_doctor_found_is_not_tried_again(probed):
    with tiny.serving() as portal:
        assert probed(portal.url, known=False) is None
        assert portal.wrong_logins == 0


def test_a_live_system_gets_no_wrong_password(probed):
    with tiny.serving() as portal:
        assert probed(portal.url, sandbox=False) is None
        assert portal.wrong_logins == 0


def test_a_record_without_facts_for_what_is_there_is_nonsense(probed):
    with tiny.serving("alike") as portal:
        portal.RequestHandlerClass = type(
            "Bare", (portal.RequestHandlerClass,), {"_json": lambda self, *_: self._send(
                200, "application/json", b"{}")}
        )  # fmt: skip
        reason = probed(portal.url)
    assert reason is not None
