"""From a call of the binding and values to one outgoing request."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape as escape_xml

from conformance.candidate.calls import CallSpec
from conformance.candidate.handles import UploadFile
from conformance.candidate.http import (
    FilePart,
    OutgoingRequest,
    Payload,
    form_payload,
    json_payload,
    multipart_payload,
    soap_payload,
    xml_payload,
)
from conformance.candidate.template import TemplateFault, Templates, Unfilled, look_up

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Extras:
    """What is put on a request beside what the binding says of the call.

    ``first`` are fields of the body that prove who asks (a session id, an anti-forgery token);
    ``last`` are fields that a check adds. Headers given here replace those of the same name.
    """

    headers: tuple[Pair, ...] = ()
    query: tuple[Pair, ...] = ()
    first: tuple[Pair, ...] = ()
    last: tuple[Pair, ...] = ()


def build_request(
    call: CallSpec,
    base_url: str,
    templates: Templates,
    values: Mapping[str, Any],
    headers: Mapping[str, str],
    extras: Extras | None = None,
) -> OutgoingRequest:
    """Return the request that ``call`` describes; ``headers`` yield to those of the call.

    Raises ``TemplateFault`` when the binding names a value that is not there, ``Unfilled`` when
    what the candidate gave before cannot be put where the binding says.
    """
    extras = extras or Extras()
    method, _, path = call.call.partition(" ")
    url = base_url + templates.fill_path(path, values)
    given = {"Accept": "application/json, */*;q=0.5", **headers}
    for name, template in call.headers.items():
        value = templates.fill_text(template, values)
        if not value:
            continue
        if not can_be_header(value):
            raise Unfilled(f"header {name} cannot carry {value[:40]!r}")
        given[name] = value
    request = OutgoingRequest(method=method, url=url, headers=tuple(given.items()))
    query = [*_pairs(templates.fill_json(call.query, values)), *extras.query]
    if query:
        request = request.with_query(query)
    payload = _Writer(call, templates, values, extras).payload()
    if payload is not None:
        request = request.with_payload(payload)
    for name, value in extras.headers:
        request = request.with_header(name, value)
    return request


@dataclass(frozen=True, slots=True)
class _Writer:
    call: CallSpec
    templates: Templates
    values: Mapping[str, Any]
    extras: Extras

    def payload(self) -> Payload | None:
        """Return the body of the call, or ``None``."""
        call = self.call
        if call.json_ is not None:
            return json_payload(self._with_fields(self._filled(call.json_)))
        if call.form is not None or call.form_json is not None:
            return form_payload(self._form())
        if call.multipart is not None:
            return self._multipart()
        if call.xml is not None:
            text = self.templates.fill_text(call.xml, self.values, escape_xml)
            if call.soap_action is not None:
                return soap_payload(text, call.soap_action, call.soap)
            return xml_payload(text)
        return None

    def _filled(self, tree: Any) -> Any:
        return self.templates.fill_json(tree, self.values)

    def _with_fields(self, tree: Any) -> Any:
        if not isinstance(tree, dict):
            return tree
        return {**dict(self.extras.first), **dict(self.extras.last), **tree}

    def _form(self) -> list[Pair]:
        pairs = _pairs(self._filled(self.call.form or {}))
        if self.call.form is not None:
            pairs = [*self.extras.first, *pairs, *self.extras.last]
        for name, tree in (self.call.form_json or {}).items():
            filled = self._with_fields(self._filled(tree))
            pairs.append((name, json.dumps(filled, ensure_ascii=False)))
        return pairs

    def _multipart(self) -> Payload:
        pairs: list[Pair] = [*self.extras.first]
        files: list[FilePart] = []
        for key, part in (self.call.multipart or {}).items():
            name = key.removesuffix("?")
            if part.file is None:
                text = self.templates.fill_text(part.text or "", self.values)
                if text or not key.endswith("?"):
                    pairs.append((name, text))
                continue
            file = look_up(part.file, self.values)
            if not isinstance(file, UploadFile):
                raise TemplateFault(f"multipart part {name!r}: {part.file!r} is no file")
            named = {**self.values, "file": file}
            filename = self.templates.fill_text(part.filename, named)
            files.append(FilePart(name, filename, file.content, file.media_type))
        return multipart_payload([*pairs, *self.extras.last], files)


def can_be_header(value: str) -> bool:
    """Tell whether HTTP can carry the text as a header value: it has no control character."""
    return re.search(r"[\x00-\x1f\x7f]", value) is None


def _pairs(filled: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return form or query pairs; a list repeats its name, an empty value is left out."""
    pairs: list[tuple[str, str]] = []
    for name, value in filled.items():
        for item in value if isinstance(value, list) else [value]:
            if item is None:
                continue
            if isinstance(item, bool):
                pairs.append((name, "true" if item else "false"))
            elif isinstance(item, (dict, list)):
                pairs.append((name, json.dumps(item, ensure_ascii=False)))
            else:
                pairs.append((name, str(item)))
    return pairs
