"""What ``docs/candidate-file.md`` shows can be read, and the tests that it names are there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.candidate.binding import AuthSpec
from conformance.candidate.trust import BaseTls

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "candidate-file.md").read_text(encoding="utf-8")


def example(key: str) -> Any:
    """Return the value of a key in the first example that has it."""
    for block in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL):
        found = yaml.safe_load(block)
        if isinstance(found, dict) and key in found:
            return found[key]
    raise AssertionError(key)


def test_the_login_form_and_the_certificate_of_the_guide_are_sound() -> None:
    scheme = AuthSpec.model_validate(example("auth")["default"])
    assert scheme.anti_forgery is not None
    assert scheme.anti_forgery.renew == "answer"
    assert BaseTls.model_validate(example("tls")["lgsp"]).ca == "ca-truc.pem"


def named() -> list[tuple[str, str]]:
    """Return file and function of each test that the table of the guide names."""
    found, file = [], ""
    for name, function in re.findall(r"`([\w/]*\.py)?(?:::(\w+))?`", GUIDE):
        file = name or file
        if name or function:
            found.append((file, function))
    return [(f, n) for f, n in found if Path(f).name.startswith("test_")]


@pytest.mark.parametrize(("file", "function"), named())
def test_the_tests_that_the_guide_names_are_there(file: str, function: str) -> None:
    path = ROOT / file if "/" in file else Path(__file__).with_name(file)
    assert path.is_file(), file
    assert not function or f"def {function}(" in path.read_text(encoding="utf-8"), function


def test_the_guide_speaks_of_all_eleven_points() -> None:
    assert re.findall(r"^\| (\d+) ", GUIDE, re.MULTILINE) == [str(n) for n in range(1, 12)]
    assert len(named()) > 20
