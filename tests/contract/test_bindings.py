"""Each check of the finder is bound to a criterion that a check verifies, or is outside them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from conformance.catalogue import load_catalogue
from conformance.checks.contract.judging import _JUDGES
from conformance.data import data_folder
from conformance.errors import ConfigurationFault
from conformance.instruments.contract.bindings import (
    FinderChecks,
    finder_checks,
    held_to,
    schema_text,
    schemas,
)
from conformance.instruments.contract.engine import BUILT_IN_CHECKS, OWN_CHECKS
from conformance.instruments.data_files import read_data
from conformance.run.checks_of import all_checks
from conformance.run.rebuild import aspect_words
from conformance.words import Means, Part


def test_every_check_of_the_finder_is_bound_or_outside() -> None:
    assert set(finder_checks()) == {*BUILT_IN_CHECKS, *OWN_CHECKS}
    bound = {name for name, each in finder_checks().items() if each.criterion}
    assert bound == set(_JUDGES), "what decides has a judge of its own"


def test_what_it_is_bound_to_is_checked_directly_as_well() -> None:
    catalogue = load_catalogue()
    direct: dict[str, int] = {}
    by_finder: set[str] = set()
    for id_, info, _ in all_checks():
        for criterion in info.criteria:
            if id_.startswith("contract/test_finder.py"):
                by_finder.add(criterion)
            else:
                direct[criterion] = direct.get(criterion, 0) + 1
    criteria = {each.criterion for each in finder_checks().values() if each.criterion}
    assert criteria == by_finder
    for each in criteria:
        planned = catalogue.get(each)
        plan = planned.part(Part.API) if planned else None
        assert plan is not None
        assert plan.means is Means.CHECK
        assert direct[each] >= 3, f"{each}: the finder never decides alone"
        assert held_to(each)


def test_every_aspect_has_its_words() -> None:
    words = aspect_words()
    for each in finder_checks().values():
        assert each.aspect in words
    home = Path(data_folder("reports")).parent / "conformance" / "checks" / "contract"
    named = {
        found
        for path in home.glob("*.py")
        for found in re.findall(r'"(contract-[a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 15
    assert named <= set(words)
    assert all(w.vi != w.en for k, w in words.items() if k.startswith("contract-"))


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_not_stale(name: str) -> None:
    kept = (data_folder("fixtures") / "schema" / name).read_text(encoding="utf-8")
    assert kept == schema_text(name), "run: python -m conformance.instruments.contract.bindings"
    jsonschema.Draft202012Validator.check_schema(json.loads(kept))


@pytest.mark.parametrize("name", ["checks", "odd-texts"])
def test_the_data_fit_their_schema(name: str) -> None:
    path = data_folder("fixtures") / "contract" / f"{name}.yaml"
    schema = json.loads(schema_text(f"contract-{name}.schema.json"))
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(data)) == []


def test_a_check_that_is_both_bound_and_outside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "checks.yaml"
    path.write_text(
        "checks:\n  x:\n    aspect: contract-x\n    criterion: INT-26\n"
        '    outside: {vi: "a", en: "b"}\n',
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationFault, match="exactly one of"):
        read_data(path, FinderChecks)
