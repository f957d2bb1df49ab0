from __future__ import annotations

import pytest
import yaml

from conformance.cli.main import main
from tests.cli import tiny_portal as tiny


@pytest.fixture
def tiny_portal():
    return tiny


@pytest.fixture
def write(tmp_path):
    """Write a candidate file, from data or as text, and return its path."""

    def written(content):
        path = tmp_path / "candidate.yaml"
        if not isinstance(content, str):
            content = yaml.safe_dump(content, allow_unicode=True)
        path.write_text(content, encoding="utf-8")
        return path

    return written


@pytest.fixture
def run(capsys, monkeypatch):
    """Run the command line; return exit code, output and errors."""
    monkeypatch.setenv("MOTCUA_LANG", "en")

    def ran(*arguments):
        code = main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return ran
