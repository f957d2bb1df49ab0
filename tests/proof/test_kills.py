"""The targeted self-test as tests: every broken portal is still killed by the checks that are
named for it, for the right reason, and no portal that conforms is failed by anything.

The whole matrix (`make proof`) takes long; what it came to when it was last run is committed, and
the published figures are held against that.
"""

from __future__ import annotations

import jsonschema
import pytest

from conformance.selftest.expected import load_expectations
from conformance.selftest.jobs import all_jobs
from conformance.selftest.judging import Fate, alarms, fate
from conformance.selftest.nursery import Nursery
from conformance.selftest.panel import Mode, known_costs
from conformance.selftest.plan import (
    broken_subjects,
    lawful_subjects,
    refuse_gaps,
    variant_subjects,
)
from conformance.selftest.publish import checkout, load_result, proof_text, result_file, with_block
from conformance.selftest.schemas import schema_files
from conformance.selftest.trial import Order, Subject, Trial
from conformance.selftest.worker import attempt
from tests.proof.portals import nursery as started_nursery

EXPECTED = load_expectations()
ROOT = checkout()
LAWFUL = [
    *lawful_subjects(1, Mode.TARGETED),
    *variant_subjects(EXPECTED, None, known_costs(), Mode.TARGETED),
]


@pytest.fixture(scope="session")
def nursery() -> Nursery:
    return started_nursery()


def tried(subject: Subject, nursery: Nursery) -> Trial:
    with nursery.portal(subject.arguments) as portal:
        trial = attempt(Order(subject=subject, url=portal.url))
        assert portal.ended is None
    assert trial.faults == ()
    return trial


@pytest.mark.parametrize("name", sorted(EXPECTED.vices))
def test_the_named_checks_kill_it_for_the_right_reason(name: str, nursery: Nursery) -> None:
    vice = EXPECTED.vices[name]
    (subject,) = broken_subjects(EXPECTED, [name], known_costs(), Mode.TARGETED)
    trial = tried(subject, nursery)
    assert fate(trial, vice) is (Fate.SURVIVED if vice.survives else Fate.RIGHT), trial.failed
    assert alarms(trial, vice) == ()


@pytest.mark.parametrize("subject", LAWFUL, ids=lambda s: f"{s.name}-{s.edition or 'default'}")
def test_a_portal_that_conforms_is_failed_by_nothing(subject: Subject, nursery: Nursery) -> None:
    trial = tried(subject, nursery)
    assert trial.failed == ()
    assert trial.unsure == ()
    assert trial.passed == trial.checks > 150


def test_expectations_and_portals_name_the_same(nursery: Nursery) -> None:
    refuse_gaps(EXPECTED, nursery.vices, nursery.variants)


def test_every_named_killer_is_a_check_of_the_broken_clause() -> None:
    jobs = all_jobs()
    for name, vice in EXPECTED.vices.items():
        for killer in vice.killers:
            assert killer in jobs, (name, killer)
            assert set(jobs[killer].info.criteria) & set(vice.kills), (name, killer)
        named = {c for killer in vice.killers for c in jobs[killer].info.criteria}
        assert vice.survives or set(vice.kills) <= named, name


def test_every_tie_says_why_in_both_languages() -> None:
    for name, vice in EXPECTED.vices.items():
        for criterion, why in vice.tied.items():
            assert min(len(why.vi.split()), len(why.en.split())) >= 4, (name, criterion)


def test_the_committed_result_is_of_a_whole_run() -> None:
    """Portals made after that run are tried above, one by one; the next whole run takes them in."""
    result = load_result(result_file(ROOT))
    assert result.complete
    assert len(result.broken) > 150


def test_the_committed_result_is_as_wanted() -> None:
    result = load_result(result_file(ROOT))
    assert result.summary.holds
    assert result.summary.faults == 0


def test_the_published_figures_are_those_of_the_committed_result() -> None:
    result = load_result(result_file(ROOT))
    assert (ROOT / "docs" / "proof.md").read_text("utf-8") == proof_text(result), (
        "run: python -m conformance.selftest texts"
    )
    readme = (ROOT / "README.md").read_text("utf-8")
    assert readme == with_block(readme, result), "run: python -m conformance.selftest texts"


def test_the_schemas_are_those_of_the_models_and_the_files_fit_them() -> None:
    import json

    import yaml

    for path, text in schema_files().items():
        assert path.read_text("utf-8") == text, "run: python -m conformance.selftest schema"
        jsonschema.Draft202012Validator.check_schema(json.loads(text))
    by_folder = {path.parent.parent.name: json.loads(text) for path, text in schema_files().items()}
    vices = yaml.safe_load((ROOT / "fixtures" / "selftest" / "vices.yaml").read_text("utf-8"))
    jsonschema.validate(vices, by_folder["fixtures"])
    jsonschema.validate(json.loads(result_file(ROOT).read_text("utf-8")), by_folder["reports"])
