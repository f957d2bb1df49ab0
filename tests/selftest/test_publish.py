"""What is published is made from the result, and only from a whole one."""

from __future__ import annotations

import json

import pytest

from conformance.errors import ConfigurationFault
from conformance.selftest.panel import Mode
from conformance.selftest.publish import (
    BEGIN,
    END,
    load_result,
    proof_text,
    publish,
    readme_block,
    refuse_part,
    result_file,
    result_json,
    with_block,
)
from conformance.selftest.trial import Kind
from tests.selftest.builders import broken, failed, lawful, result, trial
from tests.selftest.test_page import SAMPLE

WHOLE = result(
    (broken(trial(failed(), name="killed")), broken(trial(name="survivor"))),
    (lawful(seed=1), lawful(seed=2), lawful(name="looks", kind=Kind.VARIANT)),
)


def test_a_result_comes_back_as_it_was(tmp_path) -> None:
    for one in (WHOLE, SAMPLE):
        path = tmp_path / "r.json"
        path.write_bytes(result_json(one))
        assert load_result(path) == one
        assert result_json(load_result(path)) == path.read_bytes()


@pytest.mark.parametrize("text", ["", "[]", '{"schema_version": "1"}', '[{"vice": "old"}]'])
def test_what_is_no_result_is_refused(tmp_path, text) -> None:
    path = tmp_path / "r.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigurationFault, match="no result of a self-test"):
        load_result(path)
    with pytest.raises(ConfigurationFault):
        load_result(tmp_path / "none.json")


def test_the_readme_has_the_figures_between_its_marks() -> None:
    text = with_block(f"# motcua\n\n{BEGIN}\nold\n{END}\n\nrest\n", WHOLE)
    assert text.startswith("# motcua\n\n")
    assert text.endswith(f"{END}\n\nrest\n")
    assert "old" not in text
    assert "| killed by the right check for the right reason | 1 (50.0 %) |" in text
    assert "| false alarms on the lawful portal, 2 seeds | 0 |" in text
    assert "| false alarms on 1 lawful variants | 0 |" in text
    assert "24 Nov 2026, motcua 0.1.0" in text
    assert with_block(text, WHOLE) == text


@pytest.mark.parametrize("readme", ["no marks", f"{BEGIN} {END} {BEGIN} {END}", BEGIN])
def test_a_readme_without_its_marks_is_refused(readme) -> None:
    with pytest.raises(ValueError, match="marks"):
        with_block(readme, WHOLE)


def test_the_day_is_vietnams() -> None:
    from datetime import UTC, datetime

    late = WHOLE.model_copy(update={"ended_at": datetime(2026, 11, 24, 20, 0, tzinfo=UTC)})
    assert "25 Nov 2026" in readme_block(late)
    assert "25 Nov 2026" in proof_text(late)


def test_the_proof_names_every_portal_and_each_survivor_with_its_reason() -> None:
    text = proof_text(WHOLE)
    assert "- `survivor`: does something wrong (Điều 1). OSS-18: every check" in text
    assert "| `killed` | does something wrong | OSS-18 | – |" in text
    assert "| `looks` |" in text
    assert all(line.count("|") == 8 for line in text.splitlines() if line.startswith("| `killed`"))


def test_a_part_is_not_published() -> None:
    refuse_part(mode=Mode.PANEL, selected=False)
    for mode, selected in ((Mode.TARGETED, False), (Mode.PANEL, True)):
        with pytest.raises(ConfigurationFault, match="whole only"):
            refuse_part(mode=mode, selected=selected)


def test_publishing_writes_result_costs_and_texts(tmp_path) -> None:
    for folder in ("docs", "tests/proof", "fixtures/selftest"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "README.md").write_text(f"{BEGIN}\n{END}\n", "utf-8")
    written = publish(WHOLE, {"b": 2, "a": 1}, tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in written} == {
        "tests/proof/last.json", "fixtures/selftest/costs.json", "docs/proof.md", "README.md",
    }  # fmt: skip
    assert load_result(result_file(tmp_path)) == WHOLE
    costs = tmp_path / "fixtures" / "selftest" / "costs.json"
    assert json.loads(costs.read_text("utf-8")) == {"a": 1, "b": 2}
    assert (tmp_path / "docs" / "proof.md").read_text("utf-8") == proof_text(WHOLE)
