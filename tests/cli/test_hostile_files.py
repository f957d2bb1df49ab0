"""A candidate file that is no such thing: one clear message, 3, nothing sent, nothing hangs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.yaml_source import DEEPEST, LARGEST


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(200 * 2**20)


def just_too_large(path: Path) -> None:
    path.write_bytes(b"#" * (LARGEST + 1))


def latin_1(path: Path) -> None:
    path.write_bytes("motcua: '1'\nname: 'Càng'\n".encode("latin-1"))


def utf_16(path: Path) -> None:
    path.write_bytes("motcua: '1'\n".encode("utf-16"))


def bomb(path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 12):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    path.write_text("\n".join(lines), "utf-8")


def deep_flow(path: Path) -> None:
    path.write_text("a: " + "[" * 200_000 + "]" * 200_000, "utf-8")


def deep_block(path: Path) -> None:
    path.write_text("\n".join(" " * n + "a:" for n in range(DEEPEST + 2)), "utf-8")


def wide(path: Path) -> None:
    path.write_text("motcua: '1'\n" + "".join(f"k{n}: {n}\n" for n in range(60_000)), "utf-8")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def control_character(path: Path) -> None:
    path.write_bytes(b"motcua: \x00\n")


def two_documents(path: Path) -> None:
    path.write_text("a: 1\n---\nb: 2\n", "utf-8")


def foreign_tag(path: Path) -> None:
    path.write_text("a: !!python/name:os.system x\n", "utf-8")


def a_list(path: Path) -> None:
    path.write_text("- 1\n", "utf-8")


def own_tail(path: Path) -> None:
    path.symlink_to(path)


def climbing_id(path: Path) -> None:
    path.write_text("motcua: '1'\ncandidate: {id: '../../x', name: {vi: a, en: b}}\n", "utf-8")


MADE: list[tuple[Callable[[Path], None], str, str]] = [
    (folder, "file/no-file", "this is a folder"),
    (pipe, "file/no-file", "no ordinary file"),
    (huge, "file/no-file", "larger than 4 MiB"),
    (just_too_large, "file/no-file", "larger than 4 MiB"),
    (latin_1, "file/encoding", "candidate.yaml:2"),
    (utf_16, "file/encoding", "candidate.yaml:1"),
    (bomb, "file/alias", "an alias (*name) repeats a block"),
    (deep_flow, "file/depth", "more than 64 deep"),
    (deep_block, "file/depth", f"candidate.yaml:{DEEPEST + 1}"),
    (wide, "candidate/shape", "more faults"),
    (empty, "file/empty", "candidate.yaml:1"),
    (control_character, "file/yaml", "unacceptable character"),
    (two_documents, "file/yaml", "candidate.yaml:2"),
    (foreign_tag, "file/yaml", "could not determine a constructor"),
    (a_list, "candidate/shape", "candidate.yaml:1"),
    (own_tail, "candidate/not-found", "no such file"),
    (climbing_id, "candidate/shape", "candidate.id"),
]


@pytest.mark.parametrize(("make", "code", "said"), MADE, ids=[m[0].__name__ for m in MADE])
def test_it_is_told_what_it_is(
    run: Any, tmp_path: Path, make: Callable[[Path], None], code: str, said: str
) -> None:
    path = tmp_path / "candidate.yaml"
    make(path)
    runs = tmp_path / "runs"
    exit_code, out, err = run("--lang", "en", "evaluate", path, "--runs", runs)
    assert exit_code == 3
    assert f"[{code}]" in err
    assert said in err
    assert "Traceback" not in out + err
    assert not runs.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "{long}"),
        ("plan", "{long}"),
        ("replay", "{long}"),
        ("report", "{loop}"),
        ("evaluate", "--resume", "{long}"),
        ("evaluate", "--resume", "{loop}"),
        ("plan", "x.yaml", "--figures", "{long}"),
        ("evaluate", "x.yaml", "--waivers", "{pipe}"),
    ],
)
def test_any_path_may_be_wrong(run: Any, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    loop, fifo = tmp_path / "loop", tmp_path / "fifo"
    loop.symlink_to(loop)
    os.mkfifo(fifo)
    given = [a.format(long="a" * 5_000, loop=loop, pipe=fifo) for a in arguments]
    code, out, err = run(*given)
    assert code == 3
    assert "Traceback" not in out + err


def test_a_baseline_is_read_before_any_check(run: Any, tmp_path: Path) -> None:
    wrong = tmp_path / "baseline.yaml"
    wrong.write_text("baseline: [\n", "utf-8")
    code, _, err = run("evaluate", "none.yaml", "--quiet", "--baseline", wrong)
    assert (code, "[baseline/yaml]" in err) == (3, True)
    code, _, err = run("evaluate", "none.yaml", "--quiet", "--baseline", tmp_path / "none.yaml")
    assert (code, "[baseline/unreadable]" in err) == (3, True)
    nowhere = tmp_path / "no" / "baseline.yaml"
    code, _, err = run(
        "evaluate", "none.yaml", "--quiet", "--baseline", nowhere, "--update-baseline"
    )
    assert (code, "[baseline-folder]" in err) == (3, True)


def test_a_wrong_selection_is_told_before_any_check(run: Any) -> None:
    code, out, err = run("--lang", "en", "evaluate", "none.yaml", "--quiet", "-k", "a and (")
    assert code == 3
    assert "[selection]" in err
    assert "ERROR" not in out + err
