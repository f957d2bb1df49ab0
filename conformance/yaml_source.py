"""Reads a YAML file and remembers on which line each value stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from conformance.errors import Fault

Location = Sequence[str | int]

_STRING = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Source:
    """One file: its data, and the nodes from which a line is found when it is needed."""

    name: str
    data: object
    root: yaml.Node

    def place(self, location: Location = ()) -> str:
        """Return ``file:line`` of the value at ``location``, or of its nearest parent."""
        return f"{self.name}:{self._find(location)[0]}"

    def written(self, location: Location) -> str:
        """Return the scalar at ``location`` as it is written in the file."""
        node = self._find(location)[1]
        return node.value if isinstance(node, yaml.ScalarNode) else ""

    def _find(self, location: Location) -> tuple[int, yaml.Node]:
        node, line = self.root, self.root.start_mark.line + 1
        for step in location:
            if isinstance(node, yaml.MappingNode):
                pair = next((p for p in node.value if p[0].value == step), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                if not 0 <= step < len(node.value):
                    break
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
        return line, node


def read_source(path: Path, name: str) -> tuple[Source | None, list[Fault]]:
    """Read the YAML file ``path``; ``name`` is what faults call it.

    Returns the source (``None`` when nothing can be made of the file) and what is wrong with
    its writing: syntax, encoding, text not in NFC, keys given twice, keys that are no words.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None, [Fault("file/encoding", "the file is not UTF-8", "save it as UTF-8", name)]
    except OSError as error:
        cause = f"the file cannot be read: {error.strerror}"
        return None, [Fault("file/unreadable", cause, "give the path of a readable file", name)]
    faults = _not_composed(text, name)
    loader = yaml.CSafeLoader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return None, [
                Fault("file/empty", "the file is empty", "fill or remove it", f"{name}:1")
            ]
        data = _Builder(loader, name, faults).build(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{name}:{mark.line + 1}" if mark else name
        return None, [*faults, _syntax_fault(error, place)]
    except (yaml.YAMLError, RecursionError) as error:
        return None, [*faults, _syntax_fault(error, name)]
    finally:
        loader.dispose()
    return Source(name, data, root), faults


def _syntax_fault(error: Exception, place: str) -> Fault:
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Fault(
        "file/yaml",
        f"this is not YAML: {problem}",
        "check indentation and quotes; put a text that holds ': ' or ' #' in quotes",
        place,
    )


def _not_composed(text: str, name: str) -> list[Fault]:
    if unicodedata.is_normalized("NFC", text):
        return []
    return [
        Fault(
            "file/not-nfc",
            "letters and their marks are written apart (not Unicode NFC)",
            "normalise the line to NFC: type the Vietnamese letters anew or convert the file",
            f"{name}:{number}",
        )
        for number, line in enumerate(text.splitlines(), 1)
        if not unicodedata.is_normalized("NFC", line)
    ]


class _Builder:
    def __init__(self, loader: yaml.CSafeLoader, name: str, faults: list[Fault]) -> None:
        self._loader = loader
        self._name = name
        self._faults = faults
        self._seen: set[int] = set()

    def build(self, node: yaml.Node) -> object:
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == _STRING else self._plain(node)
        if id(node) in self._seen:
            self._add(node, "alias", "an alias (*name) repeats a block", "write the block out")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(each) for each in node.value]
        return self._mapping(node)

    def _plain(self, node: yaml.ScalarNode) -> object:
        try:
            return self._loader.construct_object(node)
        except (ValueError, OverflowError):
            return node.value

    def _mapping(self, node: yaml.Node) -> dict[str, object]:
        result: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag != _STRING:
                written = key if isinstance(key, str) else "?"
                self._add(
                    key_node,
                    "unquoted-key",
                    f"the key {written} is not read as a text",
                    f'write it in quotes: "{written}"',
                )
                continue
            if key in result:
                self._add(
                    key_node, "duplicate-key", f"the key {key!r} stands twice", "remove one of them"
                )
            result[key] = self.build(value_node)
        return result

    def _add(self, node: yaml.Node, code: str, cause: str, mend: str) -> None:
        place = f"{self._name}:{node.start_mark.line + 1}"
        self._faults.append(Fault(f"file/{code}", cause, mend, place))
