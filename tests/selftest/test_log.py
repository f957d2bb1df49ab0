"""What was found is kept line by line, survives a kill, and is only gone on with for the same."""

from __future__ import annotations

import json

import pytest

from conformance.errors import ConfigurationFault, EvaluatorFault
from conformance.selftest.log import Choice, Log, key, newest, read_log, refuse_other
from conformance.selftest.panel import Mode
from tests.selftest.builders import failed, trial

CHOICE = Choice(mode=Mode.PANEL, seeds=5, suite_version="0.1.0", suite_digest="a" * 64)


def test_trials_come_back_as_they_were(tmp_path) -> None:
    log = Log(tmp_path / "log.ndjson", CHOICE, resumed=False)
    first, second = trial(failed()), trial(name="other", seconds=1.5)
    log.keep(first)
    log.keep(second)
    kept = read_log(log.path)
    assert kept.choice == CHOICE
    assert kept.trials == {key(first.subject): first, key(second.subject): second}


def test_a_line_torn_by_a_kill_is_left_out_and_cut_off_on_resumption(tmp_path) -> None:
    path = tmp_path / "log.ndjson"
    Log(path, CHOICE, resumed=False).keep(trial(failed()))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-11-24T08:00:00+07:00", "trial": {"subj')
    assert len(read_log(path).trials) == 1
    again = Log(path, CHOICE, resumed=True)
    again.keep(trial(name="other"))
    assert len(read_log(path).trials) == 2
    assert all(json.loads(line) for line in path.read_text("utf-8").splitlines())


def test_time_of_work_leaves_out_the_pause(tmp_path) -> None:
    path = tmp_path / "log.ndjson"
    lines = [
        ("2026-11-24T08:00:00+07:00", {"started": CHOICE.model_dump(mode="json")}),
        ("2026-11-24T08:00:30+07:00", {"trial": trial().model_dump(mode="json")}),
        ("2026-11-24T20:00:00+07:00", {"resumed": CHOICE.model_dump(mode="json")}),
        ("2026-11-24T20:00:10+07:00", {"trial": trial(name="b").model_dump(mode="json")}),
    ]
    text = "".join(json.dumps({"at": at, **entry}) + "\n" for at, entry in lines)
    path.write_text(text, "utf-8")
    kept = read_log(path)
    assert kept.seconds == 40
    assert kept.started_at.hour == 8
    assert kept.ended_at.hour == 20


@pytest.mark.parametrize("text", ["", "no json\n", '{"at": "x"}\n', '{"at": 1, "started": {}}\n'])
def test_what_is_no_log_is_refused(tmp_path, text) -> None:
    path = tmp_path / "log.ndjson"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationFault, match="no log of a self-test"):
        read_log(path)


@pytest.mark.parametrize(
    "other",
    [{"mode": "full"}, {"names": ["x"]}, {"seeds": 3}, {"suite_digest": "b" * 64}],
)
def test_another_choice_is_not_gone_on_with(tmp_path, other) -> None:
    asked = CHOICE.model_copy(
        update=Choice.model_validate({**CHOICE.model_dump(), **other}).__dict__
    )
    with pytest.raises(ConfigurationFault, match="differs in"):
        refuse_other(CHOICE, asked, tmp_path)
    refuse_other(CHOICE, CHOICE, tmp_path)


def test_the_newest_is_found_and_none_is_said(tmp_path) -> None:
    with pytest.raises(ConfigurationFault, match="no self-test to go on with"):
        newest(tmp_path)
    for number, name in enumerate(("b", "a")):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "log.ndjson"
        Log(path, CHOICE, resumed=False)
        import os

        os.utime(path, (number, number))
    assert newest(tmp_path).name == "a"


def test_a_disk_that_refuses_is_a_fault_with_its_place(tmp_path) -> None:
    with pytest.raises(EvaluatorFault, match="cannot be written"):
        Log(tmp_path / "no-such-folder" / "log.ndjson", CHOICE, resumed=False)
