"""Holds the arrows of the architecture: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEAVES = {"words", "errors", "data", "yaml_source", "shape_words", "__init__"}

MAY_IMPORT: dict[str, set[str]] = {
    "catalogue": set(),
    "evidence": set(),
    "candidate": {"evidence"},
    "instruments": {"candidate", "evidence"},
    "checks": {"catalogue", "candidate", "evidence", "instruments"},
    "verdict": {"catalogue"},
    "reporting": {"verdict"},
    "run": {
        "catalogue", "candidate", "evidence", "instruments", "checks", "verdict", "reporting",
    },
    "selftest": {
        "run", "catalogue", "candidate", "evidence", "checks", "verdict", "reporting",
    },
    "cli": {"run", "verdict", "reporting", "catalogue", "candidate", "selftest"},
}  # fmt: skip
"""Room -> rooms it may import; everybody may import the leaf modules."""

REPORTING_READS = {"conformance.verdict.evaluation"}


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found |= {node.module} | {f"{node.module}.{a.name}" for a in node.names}
    return found


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def test_every_room_is_named() -> None:
    rooms = {p.name for p in (ROOT / "conformance").iterdir() if (p / "__init__.py").is_file()}
    assert rooms == set(MAY_IMPORT)


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_it_may(room: str) -> None:
    wrong = []
    for path in _files(f"conformance/{room}"):
        for module in _imports(path):
            if not module.startswith("conformance."):
                continue
            other = _room(module)
            if other not in LEAVES and other != room and other not in MAY_IMPORT[room]:
                wrong.append(f"{path.relative_to(ROOT)} imports {module}")
    assert wrong == []


def test_reporting_reads_the_result_model_and_nothing_else_of_verdict() -> None:
    wrong = [
        f"{path.name}: {module}"
        for path in _files("conformance/reporting")
        for module in _imports(path)
        if module.startswith("conformance.verdict.")
        and not any(module.startswith(allowed) for allowed in REPORTING_READS)
    ]
    assert wrong == []


def test_suite_and_bundled_portal_never_import_each_other() -> None:
    for path in _files("conformance"):
        assert not any(m.split(".")[0] == "reference_impl" for m in _imports(path)), path
    for path in _files("reference_impl"):
        assert not any(m.split(".")[0] == "conformance" for m in _imports(path)), path


def test_checks_know_neither_clock_nor_chance_of_the_machine() -> None:
    """A check draws time and chance only from what it is given, so that it can be replayed."""
    forbidden = {"random", "time", "secrets", "uuid", "os", "socket", "requests", "urllib3"}
    for path in _files("conformance/checks"):
        if path.parent.name == "kit":
            continue
        assert not {m.split(".")[0] for m in _imports(path)} & forbidden, path
        assert "datetime.now(" not in path.read_text(encoding="utf-8"), path


def test_data_folders_hold_no_code() -> None:
    """But for the adapter classes that candidate files name."""
    adapters = ROOT / "fixtures" / "candidates"
    for folder in ("criteria", "fixtures", "reports"):
        code = [p for p in (ROOT / folder).rglob("*.py") if not p.is_relative_to(adapters)]
        assert code == []


def test_no_criterion_text_in_code() -> None:
    """Criteria are data: no module carries a requirement of the catalogue."""
    from conformance.catalogue import load_catalogue

    texts = [c.requirement.vi for c in load_catalogue().criteria]
    for path in [*_files("conformance"), *_files("reference_impl")]:
        source = path.read_text(encoding="utf-8")
        assert not any(text in source for text in texts), path
