"""Templates of the binding: ``{name}``, ``{dossier.code}``, ``{status|map:status}``.

A closed language: names, dots and filters; nothing is evaluated. A string that is one
placeholder alone keeps the type of its value, so ``"{amount}"`` in JSON stays a number.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from conformance.candidate.dates import VIETNAM, DateFault, check_form, write_date
from conformance.candidate.handles import DossierHandle, UploadFile
from conformance.errors import Both, words_of

_TOKEN = re.compile(r"\{\{|\}\}|\{([a-z_][a-z0-9_.]*)((?:\|[^{}|]+)*)\}", re.IGNORECASE)


_WHOLE = Both(
    "tệp thì đưa vào multipart hoặc qua |base64; hồ sơ thì nêu một phần, như {dossier.id}",
    "a file goes into multipart or through |base64; of a dossier name a part, as {dossier.id}",
)
_NOT_WHOLE = frozenset({"file", "files", "item", "item.file", "dossier"})
_FROM_CANDIDATE = frozenset({"captured", "dossier", "payment", "account"})
"""Names whose values came out of the candidate's own answers."""


class TemplateFault(Exception):
    """A template names something that is not there, or an unknown filter."""


class Unfilled(Exception):
    """What the candidate gave before does not serve to make the next call."""


class Templates:
    """Fills templates with values; ``maps`` are the binding's (candidate's word -> ours)."""

    def __init__(
        self,
        maps: Mapping[str, Mapping[str, str]],
        default_date: str,
        zone: ZoneInfo = VIETNAM,
    ) -> None:
        self._zone = zone
        self._reverse = {
            name: {ours: theirs for theirs, ours in reversed(list(pairs.items()))}
            for name, pairs in maps.items()
        }
        self._default_date = default_date

    def fill(
        self,
        template: str,
        values: Mapping[str, Any],
        escape: Callable[[str], str] | None = None,
    ) -> Any:
        """Return the template with its placeholders replaced.

        ``escape`` is applied to the text of each placeholder (for a path or XML). Raises
        ``TemplateFault`` when a name is unknown, ``Unfilled`` when a filter cannot use what the
        candidate gave; an empty optional gives ``None``.
        """
        whole = _TOKEN.fullmatch(template)
        if whole and whole.group(1) and escape is None:
            return self._plain(self._value(whole, values))

        def replace(match: re.Match[str]) -> str:
            if match.group(0) in {"{{", "}}"}:
                return match.group(0)[0]
            value = self._plain(self._value(match, values))
            text = "" if value is None else _as_text(value)
            return escape(text) if escape else text

        return _TOKEN.sub(replace, template)

    def fill_text(
        self,
        template: str,
        values: Mapping[str, Any],
        escape: Callable[[str], str] | None = None,
    ) -> str:
        """Fill and return text."""
        value = self.fill(template, values, escape)
        return "" if value is None else _as_text(value)

    def fill_path(self, template: str, values: Mapping[str, Any]) -> str:
        """Fill a path, each value percent-encoded; raise ``Unfilled`` where one is missing."""
        for match in _TOKEN.finditer(template):
            if match.group(1) and self._value(match, values) is None:
                raise Unfilled(f"there is no {match.group(1)} to put in {template}")
        return self.fill_text(template, values, _escape_segment)

    def fill_json(self, tree: Any, values: Mapping[str, Any]) -> Any:
        """Fill every string of a JSON tree.

        A key ending in ``?`` vanishes with an empty value; one beginning with ``...`` is replaced
        by the members of its value.
        """
        if isinstance(tree, str):
            return self.fill(tree, values)
        if isinstance(tree, list):
            return [self.fill_json(item, values) for item in tree]
        if isinstance(tree, dict):
            filled: dict[str, Any] = {}
            for key, item in tree.items():
                value = self.fill_json(item, values)
                if key.startswith("..."):
                    filled.update(value or {})
                    continue
                if key.endswith("?"):
                    if value is None or value in ("", [], {}):
                        continue
                    key = key[:-1]  # noqa: PLW2901
                filled[key] = value
            return filled
        return tree

    def _value(self, match: re.Match[str], values: Mapping[str, Any]) -> Any:
        name = match.group(1)
        value = look_up(name, values)
        for step in filter(None, match.group(2).split("|")):
            filter_name, _, argument = step.partition(":")
            try:
                value = self._filter(filter_name, argument, value)
            except (ValueError, TypeError, LookupError) as error:
                said = f"{{{name}|{step}}}: {error}"
                unfit = name.split(".")[0] in _FROM_CANDIDATE
                raise (Unfilled(said) if unfit else TemplateFault(said)) from error
        return value

    def _filter(self, name: str, argument: str, value: Any) -> Any:
        if value is None:
            return None
        if name == "date":
            if not isinstance(value, (date, datetime)):
                raise ValueError(f"{value!r} is no date")
            return write_date(value, argument or self._default_date, self._zone)
        if name == "base64":
            return _encoded(value)
        value = self._plain(value)
        if name == "map":
            if argument not in self._reverse:
                raise TemplateFault(_no_map(argument))
            pairs = self._reverse[argument]
            if isinstance(value, list):
                return [pairs.get(_as_text(item), _as_text(item)) for item in value]
            if isinstance(value, Mapping):
                return {k: pairs.get(_as_text(v), _as_text(v)) for k, v in value.items()}
            return pairs.get(_as_text(value), _as_text(value))
        if name in _FILTERS:
            return _FILTERS[name](value)
        raise TemplateFault(_no_filter(name))

    def _plain(self, value: Any) -> Any:
        if isinstance(value, (date, datetime)):
            return write_date(value, self._default_date, self._zone)
        if isinstance(value, (tuple, list)):
            return [self._plain(item) for item in value]
        if isinstance(value, Mapping):
            return {key: self._plain(item) for key, item in value.items()}
        if isinstance(value, (UploadFile, DossierHandle)):
            raise TemplateFault(_WHOLE)
        return value


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _escape_segment(text: str) -> str:
    """Percent-encode for a path; a dot segment would lead elsewhere (RFC 3986, 5.2.4)."""
    if text in {".", ".."}:
        raise Unfilled(f"{text!r} cannot stand in a path")
    return quote(text, safe="")


def _encoded(value: Any) -> str:
    raw = value.content if isinstance(value, UploadFile) else str(value).encode()
    return base64.b64encode(raw).decode("ascii")


_FILTERS: dict[str, Callable[[Any], Any]] = {
    "str": _as_text,
    "int": int,
    "upper": lambda v: str(v).upper(),
    "json": lambda v: json.dumps(v, ensure_ascii=False),
    "yes": lambda v: "True" if v else "False",
    "bit": lambda v: "1" if v else "0",
    "first": lambda v: v[0] if isinstance(v, list) and v else None,
    "lines": lambda v: "\n".join(map(_as_text, v)) if isinstance(v, list) else _as_text(v),
}


def look_up(name: str, values: Mapping[str, Any]) -> Any:
    """Return what a dotted name means; raise ``TemplateFault`` when it means nothing."""
    head, *rest = name.split(".")
    if head not in values:
        raise TemplateFault(
            Both(f"ở đây không dùng được {head!r}", f"nothing named {head!r} can be used here")
        )
    value = values[head]
    for key in rest:
        if value is None:
            return None
        if isinstance(value, Mapping):
            value = value.get(key)
        elif isinstance(value, (DossierHandle, UploadFile)) or hasattr(value, "model_fields"):
            if key.startswith("_") or not hasattr(value, key):
                raise TemplateFault(
                    Both("không có", "there is no").around(f"{name}: ", f" {key!r}")
                )
            value = getattr(value, key)
        else:
            raise TemplateFault(
                Both("không hỏi được ở", "cannot be asked of").around(
                    f"{name}: {key!r} ", f" {type(value).__name__}"
                )
            )
    return value


def names_in(template: str) -> frozenset[str]:
    """Return the dotted names that a template uses (to check a binding before any run)."""
    return frozenset(m.group(1) for m in _TOKEN.finditer(template) if m.group(1) is not None)


def _no_map(name: str) -> Both:
    return Both("không có bảng đổi", "no value map named").before(f" {name!r}")


def _no_filter(name: str) -> Both:
    return Both("không có bộ lọc", "unknown filter").before(f" {name!r}")


def faults_in(template: str, maps: Collection[str]) -> list[Both]:
    """Return what is wrong with the writing of a template, whatever the values will be.

    That is: a brace that stands alone, an unknown filter, a value map or a date format that is
    not there.
    """
    faults: list[Both] = []
    if re.search(r"[{}]", _TOKEN.sub("", template)):
        faults.append(
            Both(
                "có dấu ngoặc nhọn đứng một mình; muốn viết chính dấu đó thì viết {{ hoặc }}",
                "a brace stands alone; write {{ or }} for the sign itself",
            )
        )
    for match in _TOKEN.finditer(template):
        steps = [step for step in (match.group(2) or "").split("|") if step]
        if match.group(1) in _NOT_WHOLE and steps[:1] != ["base64"]:
            faults.append(_WHOLE)
        for step in steps:
            name, _, argument = step.partition(":")
            if name == "map":
                if argument not in maps:
                    faults.append(_no_map(argument))
            elif name == "date":
                try:
                    check_form(argument or "iso")
                except DateFault as error:
                    faults.append(words_of(error))
            elif name != "base64" and name not in _FILTERS:
                faults.append(_no_filter(name))
    return faults
