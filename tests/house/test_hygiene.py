"""No host of a package index, no path of a machine, no secret in what is tracked."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".md", ".yaml", ".toml", ".txt", ".json", ".html", ".css", ".js", ".sh", ""}


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [p for p in paths if p.is_file() and p.suffix in TEXT and "vendor" not in p.parts]


def test_requirements_are_hashed_and_name_no_address() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        assert "index-url" not in text
        pins = [line for line in text.splitlines() if re.match(r"^[A-Za-z0-9]", line)]
        assert pins
        assert all("==" in line for line in pins)
        assert text.count("--hash=sha256:") >= len(pins)


def test_no_index_host_and_no_path_of_a_machine() -> None:
    index = re.compile(r"--(?:extra-)?index-url|https?://[^\s/]+/simple\b|hosted\.org/packages")
    machine = re.compile(r"(?<![\w./])/(?:work|root|home/[a-z]+)/[A-Za-z._-]+")
    own = {Path(__file__).resolve()}
    for path in _tracked():
        if path.resolve() in own:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not index.search(text), path
        assert not machine.search(text), path


def test_every_text_is_utf8_and_composed() -> None:
    """Vietnamese is NFC everywhere but in data that is decomposed on purpose."""
    for path in _tracked():
        text = path.read_text(encoding="utf-8")
        if "tests" in path.parts or "fixtures" in path.parts:
            continue
        assert unicodedata.is_normalized("NFC", text), path
