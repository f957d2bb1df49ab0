"""Reads a YAML file and remembers on which line each value stands."""

from __future__ import annotations

import stat
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from conformance.errors import Both, Fault, system_words

Location = Sequence[str | int]

LARGEST = 4 * 2**20
"""Bytes; the largest file that comes with the suite has a hundredth of it."""
DEEPEST = 64
"""Blocks inside blocks; a candidate file needs about 12."""

_STRING = "tag:yaml.org,2002:str"
_PROBLEMS = {
    "mapping values are not allowed": "không được có dấu hai chấm ở chỗ này",
    "did not find expected key": "thiếu khóa, thường vì thụt lề sai",
    "did not find expected '-' indicator": "thiếu dấu '-' của danh sách, thường vì thụt lề sai",
    "did not find expected ',' or": "thiếu dấu ',' hoặc dấu đóng ngoặc",
    "did not find expected node content": "thiếu nội dung",
    "did not find expected <document start>": "còn nội dung sau khi tài liệu đã kết thúc",
    "could not find expected ':'": "thiếu dấu hai chấm",
    "found character that cannot start": "ký tự này không được đứng đầu (dấu tab, @ hoặc `)",
    "found unexpected end of stream": "tệp kết thúc giữa chừng, thường vì thiếu dấu nháy đóng",
    "found undefined alias": "bí danh (*tên) chưa được đặt",
    "found duplicate anchor": "tên neo (&tên) được đặt hai lần",
    "found a tab character": "có dấu tab ở chỗ thụt lề",
    "found unknown escape character": "chuỗi thoát lạ trong dấu nháy kép",
    "block sequence entries are not allowed": "không được có danh sách ở chỗ này",
    "unacceptable character": "có ký tự không được phép",
    "but found another document": "tệp có nhiều tài liệu (---)",
    "could not determine a constructor": "có thẻ lạ (!tên)",
}
"""How the YAML library begins its complaints, and the same in Vietnamese."""


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
    its writing: syntax, encoding, size, depth, text not in NFC, keys given twice, keys that are
    no words.
    """
    try:
        text = _text(path)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        cause = Both("tệp không phải UTF-8", "the file is not UTF-8")
        return None, [
            Fault("file/encoding", cause, Both("lưu tệp theo UTF-8", "save it as UTF-8"),
                  f"{name}:{line}")
        ]  # fmt: skip
    except OSError as error:
        cause = system_words(error).following("không đọc được tệp", "the file cannot be read")
        mend = Both("chỉ đúng đường dẫn tới một tệp đọc được", "give the path of a readable file")
        return None, [Fault("file/unreadable", cause, mend, name)]
    if text is None:
        return None, [_not_ordinary(path, name)]
    faults = _not_composed(text, name)
    loader = yaml.CSafeLoader(text)
    try:
        deep = _too_deep(text)
        if deep is not None:
            return None, [*faults, _depth_fault(f"{name}:{deep}")]
        root = loader.get_single_node()
        if root is None:
            cause = Both("tệp trống", "the file is empty")
            mend = Both("điền nội dung hoặc bỏ tệp", "fill or remove it")
            return None, [Fault("file/empty", cause, mend, f"{name}:1")]
        data = _Builder(loader, name, faults).build(root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{name}:{mark.line + 1}" if mark else name
        return None, [*faults, _syntax_fault(error, place)]
    except yaml.YAMLError as error:
        return None, [*faults, _syntax_fault(error, name)]
    finally:
        loader.dispose()
    return Source(name, data, root), faults


def _text(path: Path) -> str | None:
    """Return the text; ``None`` for what is no file of a size that a person writes.

    Whether it is one is asked before it is opened: a pipe that nobody writes to would never end.
    """
    about = path.stat()
    if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
        return None
    return path.read_text(encoding="utf-8")


def _not_ordinary(path: Path, name: str) -> Fault:
    if path.is_dir():
        cause = Both("đây là thư mục, không phải tệp", "this is a folder, no file")
    elif path.is_file():
        most = LARGEST // 2**20
        cause = Both(f"tệp lớn hơn {most} MiB", f"the file is larger than {most} MiB")
    else:
        cause = Both("đây không phải tệp thường", "this is no ordinary file")
    mend = Both("chỉ đường dẫn tới một tệp YAML", "give the path of a YAML file")
    return Fault("file/no-file", cause, mend, name)


def _too_deep(text: str) -> int | None:
    """Return the line on which blocks stand in blocks too deep for the composer's stack."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _depth_fault(place: str) -> Fault:
    cause = Both(
        f"các khối lồng nhau sâu quá {DEEPEST} mức",
        f"blocks stand in one another more than {DEEPEST} deep",
    )
    return Fault("file/depth", cause, Both("viết phẳng hơn", "write it flatter"), place)


def _syntax_fault(error: Exception, place: str) -> Fault:
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    said = next((vi for start, vi in _PROBLEMS.items() if problem.startswith(start)), problem)
    return Fault(
        "file/yaml",
        Both(said, problem).following("tệp không phải YAML hợp lệ", "this is not YAML"),
        Both(
            "kiểm tra thụt lề và dấu nháy; chữ có ': ' hoặc ' #' thì đặt trong dấu nháy",
            "check indentation and quotes; put a text that holds ': ' or ' #' in quotes",
        ),
        place,
    )


def _not_composed(text: str, name: str) -> list[Fault]:
    if unicodedata.is_normalized("NFC", text):
        return []
    return [
        Fault(
            "file/not-nfc",
            Both(
                "chữ và dấu viết rời (không phải Unicode NFC)",
                "letters and their marks are written apart (not Unicode NFC)",
            ),
            Both(
                "đưa dòng này về NFC: gõ lại chữ tiếng Việt hoặc chuyển đổi tệp",
                "normalise the line to NFC: type the Vietnamese letters anew or convert the file",
            ),
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
            self._add(
                node,
                "alias",
                Both("dùng bí danh (*tên) để lặp khối", "an alias (*name) repeats a block"),
                Both("viết đầy đủ khối đó", "write the block out"),
            )
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
                    Both(
                        f"khóa {written} không được đọc là chữ",
                        f"the key {written} is not read as a text",
                    ),
                    Both("đặt trong dấu nháy", "write it in quotes").before(f': "{written}"'),
                )
                continue
            if key in result:
                self._add(
                    key_node,
                    "duplicate-key",
                    Both(f"khóa {key!r} được viết hai lần", f"the key {key!r} stands twice"),
                    Both("bỏ bớt một khóa", "remove one of them"),
                )
            result[key] = self.build(value_node)
        return result

    def _add(self, node: yaml.Node, code: str, cause: Both, mend: Both) -> None:
        place = f"{self._name}:{node.start_mark.line + 1}"
        self._faults.append(Fault(f"file/{code}", cause, mend, place))
