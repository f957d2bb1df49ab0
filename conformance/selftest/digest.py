"""One digest of everything that a self-test tries, and tries it with."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import conformance
from conformance.data import data_folder

_OWN_DATA = "selftest"
"""The expectations themselves: results are judged by them anew, so they may change."""


def suite_digest() -> str:
    """Return the SHA-256 over the suite, its data and the bundled portal, by path and content.

    What judges a trial afterwards (``fixtures/selftest``) and what only shows it are left out:
    a trial stays what it was when they change.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_files()):
        digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterable[tuple[str, Path]]:
    suite = Path(conformance.__file__).resolve().parent
    shown = {"selftest", "cli", "reporting", "console"}
    for path in suite.rglob("*.py"):
        place = path.relative_to(suite)
        if place.parts[0] not in shown:
            yield f"conformance/{place.as_posix()}", path
    for folder in ("criteria", "fixtures"):
        root = data_folder(folder)
        for path in root.rglob("*"):
            place = path.relative_to(root)
            if path.is_file() and place.parts[0] != _OWN_DATA:
                yield f"{folder}/{place.as_posix()}", path
    spec = find_spec("reference_impl")
    for root in map(Path, spec.submodule_search_locations or ()) if spec else ():
        for path in root.rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield f"reference_impl/{path.relative_to(root).as_posix()}", path
