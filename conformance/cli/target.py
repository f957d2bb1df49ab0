"""The candidate that a command is about: a file, or the bundled portal while the command runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Target:
    """A candidate file with the addresses that replace its own."""

    file: Path
    bases: dict[str, str]


@contextmanager
def target_of(
    name: str, set_base: Sequence[tuple[str, str]] = (), serve: Sequence[str] = ()
) -> Iterator[Target]:
    """Yield the candidate called ``name``; ``reference`` starts the bundled portal and ends it.

    ``serve`` are further arguments of the portal. Raises ``EvaluatorFault`` when it does not
    start.
    """
    if name != REFERENCE:
        yield Target(Path(name), dict(set_base))
        return
    from conformance.run.reference_portal import reference_portal  # noqa: PLC0415

    with reference_portal(serve) as portal:
        yield Target(portal.file, {**portal.bases, **dict(set_base)})


def file_of(name: str) -> Path:
    """Return the candidate file called ``name`` without starting anything."""
    if name != REFERENCE:
        return Path(name)
    from conformance.run.reference_portal import reference_file  # noqa: PLC0415

    return reference_file()
