"""Has walks drawn and shrunk by a child process; what becomes of the child is a fault of ours."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Timer

from pydantic import ValidationError

import conformance
from conformance.instruments.contract.finder import storage
from conformance.instruments.life.choosing import choose
from conformance.instruments.life.messages import Answer, Drawn, Order
from conformance.instruments.life.moves import Walk

_MODULE = "conformance.instruments.life.child"
_SECONDS = 300.0
"""How long a child may live, the walks between its questions included."""
Deviates = Callable[[Walk], bool]


class DrawingFailed(Exception):
    """The child that draws walks broke: nothing of the candidate's."""


@lru_cache(maxsize=64)
def drawn(order: Order) -> dict[str, tuple[Walk, ...]]:
    """Return the walks of each theme, by criterion; the same order gives the same walks.

    Raises ``DrawingFailed``.
    """
    found: dict[str, list[Walk]] = {theme.criterion: [] for theme in order.themes}
    with _child(order) as child:
        for each in _lines(child):
            found[each.criterion].append(each.walk)
    return {
        theme.criterion: choose(theme, found[theme.criterion], order.walks)
        for theme in order.themes
    }


def shortest(order: Order, deviates: Deviates) -> None:
    """Have Hypothesis shrink a deviation of the one theme of ``order``.

    ``deviates`` is asked of each walk that it tries, also of those that it drew before; whoever
    asks keeps the shortest one that it said yes to. Raises ``DrawingFailed`` and whatever
    ``deviates`` raises.
    """
    with _child(order.model_copy(update={"shrink": True})) as child:
        for each in _lines(child):
            said = Answer(deviates=deviates(each.walk))
            assert child.stdin is not None
            try:
                child.stdin.write(said.model_dump_json().encode() + b"\n")
                child.stdin.flush()
            except OSError:
                break


def without_each(walk: Walk, deviates: Callable[[Walk], Walk | None]) -> Walk:
    """Leave out moves, the last first, again and again: what is left needs each of its moves.

    ``deviates`` returns the part of a walk up to its deviation, or nothing.
    """
    index = len(walk) - 1
    while index >= 0:
        less = walk[:index] + walk[index + 1 :]
        found = deviates(less) if less else None
        if found is None:
            index -= 1
        else:
            walk, index = found, len(found) - 1
    return walk


@contextmanager
def _child(order: Order) -> Iterator[subprocess.Popen[bytes]]:
    with (
        tempfile.TemporaryDirectory(prefix="motcua-life-") as folder,
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=folder,
            env=_environment(),
            start_new_session=True,
        ) as child,
    ):
        end = Timer(_SECONDS, child.kill)
        end.start()
        try:
            assert child.stdin is not None
            child.stdin.write(order.model_dump_json().encode() + b"\n")
            child.stdin.flush()
            yield child
            if child.wait(timeout=10) != 0:
                errors.seek(0)
                said = errors.read().decode("utf-8", "replace").strip().splitlines()
                raise DrawingFailed(said[-1] if said else f"exit code {child.returncode}")
        except (OSError, ValidationError, subprocess.TimeoutExpired) as error:
            raise DrawingFailed(str(error)) from error
        finally:
            end.cancel()
            child.kill()


def _lines(child: subprocess.Popen[bytes]) -> Iterator[Drawn]:
    assert child.stdout is not None
    for line in child.stdout:
        yield Drawn.model_validate_json(line)


def _environment() -> dict[str, str]:
    """Return what the child may know: neither CI (which changes profiles) nor our secrets."""
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
    home = str(Path(conformance.__file__).resolve().parents[1])
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "PYTHONPATH": home,
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(storage()),
    }
