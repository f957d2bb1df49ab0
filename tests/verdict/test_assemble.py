"""The whole evaluation: its parts fit, its order is fixed, its inputs are held to account."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import pytest

from conformance.catalogue import LegalBasis
from conformance.errors import ConfigurationFault, EvaluatorFault
from conformance.verdict.evaluation import Evaluation
from conformance.verdict.schemas import schema_text
from conformance.words import AppliesTo, Conclusion, Level, Outcome, Part, Reason, Standing
from tests.verdict.builders import (
    DOCUMENT,
    EDITION,
    INFO,
    action,
    attestation,
    catalogue_of,
    check,
    criterion,
    criterion_of,
    evaluate,
    exchange,
    finding,
    override,
    run_view,
    waiver,
)

RICH = catalogue_of(
    criterion("OSS-01", parts={"api": "check", "document": "attestation"}),
    criterion("OSS-02"),
    criterion("OSS-03", parts={"document": "attestation"}),
    criterion("OSS-04", levels={EDITION: Level.RECOMMENDED}),
    criterion("OSS-05", levels={EDITION: Level.CARRIED_OVER}),
    criterion("OSS-06"),
)
CHECKS = (
    check("c1", "OSS-01", "OSS-02"),
    check("c2", "OSS-02", outcome="failed", findings=(finding(exchange="x2"),)),
    check("c3", "OSS-04", outcome="failed", findings=(finding(exchange="x3"),)),
    check("c4", "OSS-05", outcome="cantTell", root_cause="r:broken"),
    check("c5", "OSS-06", outcome="failed", findings=(finding(exchange="x2"),)),
)
INPUTS: dict[str, Any] = {
    "attestations": (attestation("OSS-01"), attestation("OSS-03", on="2026-09-02")),
    "waivers": (waiver("OSS-02"), waiver("OSS-06", until="2026-09-30")),
    "overrides": (override("OSS-05", "passed"),),
    "exchanges": (exchange("x1"), exchange("x2"), exchange("x3")),
    "actions": (action("OSS-06", "2026-11-30"),),
    "deadline": date(2026, 12, 31),
}


def whole() -> Evaluation:
    return evaluate(RICH, *CHECKS, **INPUTS)


def test_a_rich_evaluation_fits_together():
    found = whole()
    assert found.conclusion is Conclusion.NON_CONFORMANT
    assert [c.id for c in found.criteria] == [f"OSS-0{i}" for i in range(1, 7)]
    assert [c.outcome.value for c in found.criteria] == [
        "passed", "failed", "passed", "failed", "passed", "failed",
    ]  # fmt: skip
    assert (found.mandatory.total, found.mandatory.failed, found.mandatory.waived) == (4, 1, 1)
    assert (found.recommended.total, found.informational.total) == (1, 1)
    assert [c.id for c in found.checks] == ["c1", "c2", "c3", "c4", "c5"]
    assert [e.key for e in found.exchanges] == ["x2", "x3"]
    assert [r.key for r in found.root_causes] == ["r:broken"]
    assert [(a.criterion, a.counts) for a in found.attestations] == [
        ("OSS-01", True),
        ("OSS-03", True),
    ]
    assert [(w.criterion, w.expired) for w in found.waivers] == [
        ("OSS-02", False),
        ("OSS-06", True),
    ]
    assert [o.criterion for o in found.overrides] == ["OSS-05"]
    assert (found.deadline, found.deadline_action) == (date(2026, 12, 31), "adjust")
    assert criterion_of(found, "OSS-06").action == "adjust"
    assert criterion_of(found, "OSS-02").action is None
    assert found.person_steps == 0
    assert found.scheme_473.groups[0].criteria == 6
    assert (found.edition, found.edition_title) == (EDITION, INFO.title)
    assert (found.edition_from, found.edition_to) == (INFO.start, INFO.end)
    assert found.grounds[0].en == "Failed, mandatory: 1 criterion: OSS-06."


def test_the_same_inputs_in_any_order_give_the_same_evaluation():
    due = whole().model_dump_json()
    shuffle = random.Random(7)
    for _ in range(5):
        checks = list(CHECKS)
        shuffle.shuffle(checks)
        mixed: dict[str, Any] = {
            key: shuffle.sample(value, len(value)) if isinstance(value, tuple) else value
            for key, value in INPUTS.items()
        }
        assert evaluate(RICH, *checks, **mixed).model_dump_json() == due


def test_an_evaluation_survives_json_and_fits_its_published_schema():
    text = whole().model_dump_json()
    assert Evaluation.model_validate_json(text) == whole()
    jsonschema.validate(json.loads(text), json.loads(schema_text("evaluation")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(
            json.loads(text) | {"conclusion": "perhaps"}, json.loads(schema_text("evaluation"))
        )


def test_a_check_outside_the_edition_is_kept_and_judges_nothing():
    other = criterion("OSS-07", levels={})
    known = catalogue_of(criterion("OSS-01"), other)
    found = evaluate(known, check("a", "OSS-01"), check("b", "OSS-07", outcome="failed"))
    assert [c.id for c in found.criteria] == ["OSS-01"]
    assert [c.id for c in found.checks] == ["a", "b"]
    assert found.conclusion is Conclusion.CONFORMANT


def test_two_results_of_one_check_are_refused():
    with pytest.raises(EvaluatorFault) as caught:
        evaluate(RICH, check("a", "OSS-01"), check("a", "OSS-02"))
    (fault,) = caught.value.faults
    assert (fault.code, fault.place) == ("verdict/twice", "a")


def test_a_check_on_a_part_that_the_catalogue_gives_to_no_check_is_refused():
    with pytest.raises(EvaluatorFault) as caught:
        evaluate(
            RICH,
            check("a", "OSS-02", part=Part.BROWSER),
            check("b", "OSS-02", "OSS-03", part=Part.API),
            check("c", "OSS-99"),
        )
    assert [(f.code, f.place) for f in caught.value.faults] == [
        ("verdict/stray-check", "a"),
        ("verdict/stray-check", "b"),
        ("verdict/stray-check", "c"),
    ]
    assert "api part of OSS-03" in caught.value.faults[1].cause


def test_evidence_that_a_finding_shows_must_be_there():
    failed = check("a", "OSS-02", outcome="failed", findings=(finding(exchange="x9"),))
    with pytest.raises(EvaluatorFault, match="x9"):
        evaluate(RICH, failed, exchanges=[exchange("x1")])
    assert evaluate(RICH, failed, exchanges=[exchange("x9")]).exchanges == (exchange("x9"),)


def test_all_unknown_ids_are_told_at_once():
    with pytest.raises(ConfigurationFault) as caught:
        evaluate(
            RICH,
            attestations=[attestation("OSS-91")],
            waivers=[waiver("OSS-92")],
            overrides=[override("OSS-93", "passed")],
            actions=[action("OSS-94", "2026-11-01")],
        )
    assert [f.code for f in caught.value.faults] == [
        "attestations/unknown-id",
        "waivers/unknown-id",
        "overrides/unknown-id",
        "actions/unknown-id",
    ]


def test_open_questions_are_counted():
    assert evaluate(RICH).person_steps == 2
    assert evaluate(RICH, attestations=[attestation("OSS-03")]).person_steps == 1
    by_hand = check("c1", "OSS-02", outcome="untested", reason=Reason.NEEDS_PERSON)
    assert evaluate(RICH, by_hand).person_steps == 3


def test_a_check_that_needs_a_person_is_closed_by_an_attestation():
    by_hand = check("c1", "OSS-02", outcome="untested", reason=Reason.NEEDS_PERSON)
    closed = evaluate(RICH, by_hand, attestations=[attestation("OSS-02", part="api")])
    assert criterion_of(closed, "OSS-02").outcome is Outcome.PASSED
    left_out = check("c1", "OSS-02", outcome="untested")
    open_still = evaluate(RICH, left_out, attestations=[attestation("OSS-02", part="api")])
    assert criterion_of(open_still, "OSS-02").outcome is Outcome.UNTESTED
    assert not open_still.attestations[0].counts


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0):
    return run_view(started_at=datetime(year, month, day, hour, minute, second, tzinfo=UTC))


def test_current_is_judged_on_the_day_of_the_run_in_vietnam():
    known = catalogue_of(criterion("OSS-01"))
    assert not evaluate(known, run=at(2025, 6, 30, 16, 59)).current
    assert evaluate(known, run=at(2025, 6, 30, 17, 0)).current
    ended = known.model_copy(
        update={"editions": {EDITION: INFO.model_copy(update={"end": date(2026, 12, 31)})}}
    )
    last = evaluate(ended, run=at(2026, 12, 31, 16, 59))
    assert (last.current, last.edition_to) == (True, date(2026, 12, 31))
    assert not evaluate(ended, run=at(2026, 12, 31, 17, 0)).current


def test_in_a_current_edition_a_clause_must_be_in_force_on_the_day_of_the_run():
    later = LegalBasis(
        document=DOCUMENT, article="9", evidence=Standing.READ, valid_from=date(2026, 11, 1)
    )
    known = catalogue_of(criterion("OSS-01"), criterion("OSS-02", bases=(later,)))
    checks = check("a", "OSS-01"), check("b", "OSS-02", outcome="failed")
    before = evaluate(known, *checks)
    assert before.conclusion is Conclusion.CONFORMANT
    assert criterion_of(before, "OSS-02").informs_codes == ("not-in-force",)
    assert not criterion_of(before, "OSS-02").bases[0].in_force
    after = evaluate(known, *checks, run=at(2026, 11, 1, 0, 0))
    assert after.conclusion is Conclusion.NON_CONFORMANT


def test_in_a_past_edition_a_clause_counts_on_any_day_of_the_period():
    info = INFO.model_copy(update={"end": date(2025, 12, 31)})
    ended = LegalBasis(
        document=DOCUMENT, article="9", evidence=Standing.READ, valid_to=date(2025, 8, 1)
    )
    known = catalogue_of(criterion("OSS-01", bases=(ended,))).model_copy(
        update={"editions": {EDITION: info}}
    )
    found = evaluate(known, check("a", "OSS-01", outcome="failed"))
    assert not found.current
    assert found.conclusion is Conclusion.NON_CONFORMANT


def test_an_overridden_failure_can_be_waived_and_an_overridden_pass_cannot():
    known = catalogue_of(criterion("OSS-01"))
    passed, failed = check("a", "OSS-01"), check("a", "OSS-01", outcome="failed")
    against = evaluate(
        known, passed, overrides=[override("OSS-01", "failed")], waivers=[waiver("OSS-01")]
    )
    assert (against.mandatory.waived, against.conclusion) == (1, Conclusion.NOT_ESTABLISHED)
    in_favour = evaluate(
        known, failed, overrides=[override("OSS-01", "passed")], waivers=[waiver("OSS-01")]
    )
    assert (in_favour.mandatory.waived, in_favour.conclusion) == (0, Conclusion.CONFORMANT)


def test_no_deadline_no_action():
    found = evaluate(RICH, *CHECKS, exchanges=INPUTS["exchanges"])
    assert found.deadline is None
    assert found.deadline_action is None
    assert all(c.action is None for c in found.criteria)


def test_nothing_is_sorted_when_nothing_is_non_conformant():
    found = evaluate(catalogue_of(criterion("OSS-01")), deadline=date(2026, 1, 1))
    assert found.conclusion is Conclusion.NOT_ESTABLISHED
    assert (found.deadline, found.deadline_action) == (date(2026, 1, 1), None)


def test_the_kind_of_candidate_is_that_of_the_subject():
    known = catalogue_of(criterion("OSS-01", applies_to=AppliesTo.ONE_STOP))
    found = evaluate(known, check("a", "OSS-01"), kind=AppliesTo.CITIZEN_FRONT)
    assert found.mandatory.inapplicable == 1
    assert found.conclusion is Conclusion.NOT_ESTABLISHED
