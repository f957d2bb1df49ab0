"""JUnit XML reads back, and agrees with the conclusion."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase

from conformance.reporting.junit import junit_xml
from conformance.verdict.evaluation import Evaluation
from conformance.words import Language, Outcome


@pytest.fixture(scope="module")
def cases(evaluation: Evaluation) -> dict[str, TestCase]:
    suites = JUnitXml.fromstring(junit_xml(evaluation))
    return {case.name.split()[0]: case for case in chain.from_iterable(suites)}


def _kinds(case: TestCase) -> list[type[Any]]:
    return [type(result) for result in case.result]


def test_a_case_for_each_criterion_with_a_name_of_its_own(
    evaluation: Evaluation, cases: dict[str, TestCase]
) -> None:
    assert list(cases) == [c.id for c in evaluation.criteria]
    full = [(c.classname, c.name) for c in cases.values()]
    assert len(set(full)) == len(full)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_outcomes_map_as_documented(evaluation: Evaluation, language: Language) -> None:
    suites = JUnitXml.fromstring(junit_xml(evaluation, language))
    by_id = {case.name.split()[0]: case for case in chain.from_iterable(suites)}
    for criterion in evaluation.criteria:
        sinks = criterion.decides and criterion.level == "mandatory" and not criterion.waived
        expected = {
            Outcome.PASSED: [],
            Outcome.FAILED: [Failure] if sinks else [Skipped],
            Outcome.CANT_TELL: [Error],
            Outcome.INAPPLICABLE: [Skipped],
            Outcome.UNTESTED: [Skipped],
        }[criterion.outcome]
        assert _kinds(by_id[criterion.id]) == expected, criterion.id


def test_failures_are_as_many_as_sink_the_conclusion(evaluation: Evaluation) -> None:
    root = ET.fromstring(junit_xml(evaluation))
    assert root.get("failures") == str(evaluation.mandatory.failed)
    assert root.get("tests") == str(len(evaluation.criteria))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(root.get(count, "-1")) == len(list(root.iter(tag)))
        for suite in root:
            assert int(suite.get(count, "-1")) == len(list(suite.iter(tag)))


def test_a_failure_tells_clause_expected_and_seen(cases: dict[str, TestCase]) -> None:
    (failure,) = cases["OSS-18"].result
    assert failure.type == "violation"
    assert "Điều 17 khoản 2 điểm c, 61/2018/NĐ-CP (từ 21/06/2018 đến 30/06/2025" in failure.text
    assert "Mong đợi: 2026-12-04T17:00:00+07:00" in failure.text
    assert "Thực tế: 2026-12-05T17:00:00+07:00" in failure.text


def test_a_failure_that_does_not_decide_says_that_it_failed(cases: dict[str, TestCase]) -> None:
    (skipped,) = cases["OSS-16"].result
    assert skipped.message.startswith("Không đạt")
    assert "miễn trừ" in skipped.message
    assert "HS0001" in cases["OSS-16"].system_out


def test_skips_carry_their_reason(cases: dict[str, TestCase]) -> None:
    (skipped,) = cases["PRF-01"].result
    assert skipped.message == "Chưa kiểm tra: người chạy không chọn kiểm tra trong lần này"


def test_the_file_says_edition_conclusion_and_that_it_is_partial(
    evaluation_with: Callable[..., Evaluation],
) -> None:
    run = {"interrupted": True, "complete": False}
    root = ET.fromstring(junit_xml(evaluation_with(run=run)))
    for suite in root:
        said = {p.get("name"): p.get("value") for p in suite.iter("property")}
        assert said["edition"] == "current-2025"
        assert said["conclusion"] == "non-conformant"
        assert said["run.interrupted"] == "true"
        assert said["run.complete"] == "false"


def test_a_hostile_text_is_text(evaluation: Evaluation) -> None:
    raw = junit_xml(evaluation).decode("utf-8")
    assert "\x1b" not in raw
    assert "\u202e" not in raw
    root = ET.fromstring(raw)
    assert {element.tag for element in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "properties", "property",
        "failure", "error", "skipped", "system-out",
    }  # fmt: skip
    assert any("<script>window.hacked=1</script>" in (e.text or "") for e in root.iter("failure"))
