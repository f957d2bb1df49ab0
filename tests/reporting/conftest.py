"""A realistic evaluation with every outcome, every reason and texts of a hostile candidate."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.verdict.evaluation import Evaluation

HOSTILE = (
    '</pre><script>window.hacked=1</script><img src=x onerror="window.hacked=1"> {{ 7*7 }} '
    "\x1b[31mĐẠT\x1b[0m\x07 \u202egnosrevni\u202c \u200bzero [bold red]rich[/] ]]> &lt; "
    "<a href='javascript:alert(1)'>x</a> z\u0301" + "\u0302" * 40
)
DECREE_61 = {
    "document": "61/2018/NĐ-CP",
    "document_title": {
        "vi": "Cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
        "en": "One-stop and inter-agency one-stop mechanisms",
    },
    "clause": {"vi": "Điều 17 khoản 2 điểm c", "en": "Article 17, clause 2, point c"},
    "valid_from": "2018-06-21",
    "valid_to": "2025-06-30",
    "standing": "read",
    "in_force": False,
}
DECREE_118 = {
    "document": "118/2025/NĐ-CP",
    "document_title": {
        "vi": "Thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông",
        "en": "Administrative procedures under the one-stop mechanism",
    },
    "clause": {"vi": "toàn văn", "en": "the whole text"},
    "valid_from": "2025-07-01",
    "standing": "secondary",
    "in_force": True,
}


def _criterion(title: dict[str, str], row: list[Any]) -> dict[str, Any]:
    criterion_id, outcome, reason, other = row
    other = dict(other)
    means = other.pop("means", "check")
    part = {
        "part": other.pop("part", "api"),
        "means": means,
        "outcome": outcome,
        "reason": reason,
        "checks": [f"{criterion_id}.main"] if _has_check(row) else [],
    }
    if means == "attestation":
        part["question"] = {
            "vi": f"{title['vi']}: đã xem trên hệ thống chưa?",
            "en": f"{title['en']}: was it seen in the system?",
        }
    return {
        "id": criterion_id,
        "title": title,
        "requirement": {
            "vi": f"Hệ thống đáp ứng yêu cầu «{title['vi']}» theo quy định hiện hành.",
            "en": f"The system meets “{title['en']}” as the law in force demands.",
        },
        "level": "mandatory",
        "applies_to": "one-stop",
        "standing": "read",
        "decides": True,
        "outcome": outcome,
        "reason": reason,
        "machine_outcome": outcome,
        "parts": [part],
        "bases": [DECREE_61, DECREE_118],
        "group_473": "functions",
    } | other


def _has_check(row: list[Any]) -> bool:
    _, outcome, _, other = row
    return outcome in {"passed", "failed", "cantTell"} and "means" not in other


def _check(title: dict[str, str], row: list[Any], findings: list[Any]) -> dict[str, Any]:
    criterion_id, outcome, reason, other = row
    machine = other.get("machine_outcome", outcome)
    return {
        "id": f"{criterion_id}.main",
        "title": {"vi": f"{title['vi']} (phép thử)", "en": f"{title['en']} (trial)"},
        "criteria": [criterion_id],
        "part": other.get("part", "api"),
        "outcome": machine,
        "reason": "violation" if machine != outcome else reason,
        "findings": findings,
        "duration_ms": 412.5,
        "seed": 7,
        "source": f"conformance/checks/life/test_life.py::test_{criterion_id[-2:]}",
    }


def _filled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _filled(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item) for item in value]
    if isinstance(value, str):
        return value.replace("@HOSTILE", HOSTILE).replace("@LONG", "x" * 9_000)
    return value


def build(**other: Any) -> Evaluation:
    """Return the sample; ``run`` is merged, everything else replaces."""
    path = Path(__file__).with_name("sample.yaml")
    sample = _filled(yaml.safe_load(path.read_text("utf-8")))
    titles, rows, findings = (sample.pop(key) for key in ("titles", "criteria", "findings"))
    rest = sample.pop("rest")
    data = sample | rest
    data["criteria"] = [_criterion(titles[row[0]], row) for row in rows]
    data["checks"] = [
        _check(titles[row[0]], row, findings.get(row[0], [])) for row in rows if _has_check(row)
    ]
    run = data["run"] | other.pop("run", {})
    return Evaluation.model_validate(copy.deepcopy(data | {"run": run} | other))


@pytest.fixture(scope="session")
def evaluation() -> Evaluation:
    return build()


@pytest.fixture(scope="session")
def evaluation_with() -> Callable[..., Evaluation]:
    return build


@pytest.fixture(scope="session")
def hostile_text() -> str:
    return HOSTILE
