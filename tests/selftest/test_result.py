"""The figures, the exit codes and the words of a self-test."""

from __future__ import annotations

import pytest

from conformance.errors import ExitCode
from conformance.selftest.figures import figure_lines, share
from conformance.selftest.judging import Fate
from conformance.selftest.result import CHECKS_KEPT
from conformance.selftest.terminal import summary_lines
from conformance.selftest.trial import Kind
from tests.selftest.builders import FAULT, both, broken, failed, lawful, result, trial, unsure, vice

RIGHT = broken(trial(failed()))
SURVIVOR = broken(trial(name="survivor"))
ACCIDENT = broken(trial(failed("c", ("OSS-18",), "else"), name="accident"))


def many(right: int, survived: int) -> tuple:
    return (RIGHT,) * right + (SURVIVOR,) * survived


def test_figures_count_each_thing_once() -> None:
    strays = broken(trial(failed(), failed("x", ("POR-29",), "y"), name="strays"))
    found = result(
        (RIGHT, SURVIVOR, ACCIDENT, strays, broken(trial(faults=(FAULT,)))),
        (
            lawful(seed=1),
            lawful(failed("x", ("POR-29", "OSS-18")), seed=2),
            lawful(failed(), name="looks", kind=Kind.VARIANT, unsure=(unsure(),)),
        ),
    ).summary
    assert (found.portals, found.right, found.accident, found.survived) == (5, 2, 1, 1)
    assert (found.lawful_alarms, found.variant_alarms, found.broken_alarms) == (2, 1, 1)
    assert (found.seeds, found.lawful_runs, found.variants, found.unsure) == (2, 2, 1, 1)
    assert found.faults == 1
    assert found.alarms == 4


@pytest.mark.parametrize(
    ("portals", "conforming", "given", "code"),
    [
        (many(19, 1), (lawful(),), {}, ExitCode.CONFORMANT),
        (many(18, 2), (lawful(),), {}, ExitCode.NON_CONFORMANT),
        (many(20, 0), (lawful(failed()),), {}, ExitCode.NON_CONFORMANT),
        (many(20, 0), (lawful(faults=(FAULT,)),), {}, ExitCode.EVALUATOR),
        ((broken(trial(failed(), faults=(FAULT,))),), (), {}, ExitCode.EVALUATOR),
        (many(20, 0), (), {"outstanding": ("x",)}, ExitCode.INTERRUPTED),
    ],
)
def test_exit_codes(portals, conforming, given, code) -> None:
    assert result(portals, conforming, **given).exit_code is code


def test_an_alarm_on_a_broken_portal_is_an_alarm() -> None:
    stray = broken(trial(failed(), failed("x", ("POR-29",), "y")))
    assert stray.fate is Fate.RIGHT
    assert result((stray,)).exit_code is ExitCode.NON_CONFORMANT


def test_a_share_is_never_rounded_up() -> None:
    found = result(many(1999, 1)).summary
    assert share(found, "en") == "99.9"
    assert share(found, "vi") == "99,9"
    assert share(result().summary, "en") == "0.0"


def test_many_failed_checks_are_counted_not_kept() -> None:
    checks = tuple(failed(f"c{n}") for n in range(CHECKS_KEPT + 3))
    kept = broken(trial(*checks))
    assert len(kept.failed) == CHECKS_KEPT
    assert kept.more_failed == 3


def test_the_words_name_survivors_accidents_alarms_and_faults() -> None:
    said = "\n".join(
        summary_lines(
            result(
                (RIGHT, SURVIVOR, ACCIDENT, broken(trial(faults=(FAULT,), name="crashed"))),
                (lawful(failed()),),
                outstanding=("late",),
            ),
            "en",
        )
    )
    assert said.startswith("Void: the evaluator itself broke")
    assert "Killed by the right check for the right reason: 1 of 4" in said
    assert "Survived (1)\n  survivor: does something wrong - OSS-18" in said
    assert "Killed by accident (1)\n  accident" in said
    assert "False alarms (1)\n  lawful: OSS-18" in said
    assert "crashed: broke" in said
    assert "1 portals (it was stopped)" in said


def test_both_languages_have_the_same_lines() -> None:
    one = result((RIGHT, SURVIVOR), (lawful(),))
    assert len(figure_lines(one, "vi")) == len(figure_lines(one, "en"))
    assert figure_lines(one, "vi")[0].endswith("1 trên 2 cổng hỏng (50,0%)")


def test_text_of_a_portal_cannot_act_on_the_terminal() -> None:
    nasty = broken(trial(name="x"), vice(survives=both("\x1b[31mred\nline")))
    said = list(summary_lines(result((nasty,)), "en"))
    assert not any("\x1b" in line or "\n" in line for line in said)
