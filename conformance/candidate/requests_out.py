"""From a call of the binding and values to one outgoing request."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from conformance.candidate.binding import CallSpec
from conformance.candidate.handles import UploadFile
from conformance.candidate.http import OutgoingRequest
from conformance.candidate.template import TemplateFault, Templates

_JSON = "application/json; charset=utf-8"
_FORM = "application/x-www-form-urlencoded; charset=utf-8"


def _pairs(filled: Mapping[str, Any]) -> list[tuple[str, str]]:
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


def _path(template: str, templates: Templates, values: Mapping[str, Any]) -> str:
    """Fill a path; every placeholder is one segment's worth and is percent-encoded."""
    quoted = {name: _Quoted(value) for name, value in values.items()}
    return templates.fill_text(template, quoted)


class _Quoted(Mapping[str, Any]):
    """A value whose text is percent-encoded, also when a part of it is asked for."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def get(self, key: str, default: Any = None) -> Any:
        value = self._value
        if isinstance(value, Mapping):
            found = value.get(key, default)
        else:
            if key.startswith("_") or not hasattr(value, key):
                raise TemplateFault(f"no {key!r} there")
            found = getattr(value, key)
        return None if found is None else _Quoted(found)

    def __str__(self) -> str:
        return quote(str(self._value), safe="")

    def __getitem__(self, key: str) -> Any:
        return self.get(key)

    def __iter__(self) -> Any:
        return iter(())

    def __len__(self) -> int:
        return 1


def build_request(
    call: CallSpec,
    base_url: str,
    templates: Templates,
    values: Mapping[str, Any],
    extra_headers: Mapping[str, str],
    session_field: tuple[str, str] | None = None,
) -> OutgoingRequest:
    """Return the request that ``call`` describes.

    ``session_field`` is put inside a JSON or form body (adapter session id). Raises
    ``TemplateFault`` when the binding names a value that is not there.
    """
    method, _, path = call.call.partition(" ")
    url = base_url + _path(path, templates, values)
    query = _pairs(templates.fill_json(call.query, values))
    if query:
        url += ("&" if "?" in url else "?") + urlencode(query)
    headers = {"Accept": "application/json, */*;q=0.5", **extra_headers}
    for name, template in call.headers.items():
        value = templates.fill_text(template, values)
        if value:
            headers[name] = value
    body: bytes | None = None
    if call.json_ is not None:
        tree = templates.fill_json(call.json_, values)
        if session_field and isinstance(tree, dict):
            tree = {session_field[0]: session_field[1], **tree}
        body, headers["Content-Type"] = _json_bytes(tree), _JSON
    elif call.form is not None or call.form_json is not None:
        body, headers["Content-Type"] = _form_bytes(call, templates, values, session_field), _FORM
    elif call.multipart is not None:
        body, headers["Content-Type"] = _multipart(call, templates, values)
    elif call.xml is not None:
        text = templates.fill_text(call.xml, {k: _Xml(v) for k, v in values.items()})
        body, headers["Content-Type"] = text.encode(), "text/xml; charset=utf-8"
        if call.soap_action is not None:
            headers["SOAPAction"] = f'"{call.soap_action}"'
    return OutgoingRequest(method=method, url=url, headers=tuple(headers.items()), body=body)


class _Xml(_Quoted):
    """A value whose text is escaped for XML."""

    def get(self, key: str, default: Any = None) -> Any:
        found = super().get(key, default)
        return None if found is None else _Xml(found._value)

    def __str__(self) -> str:
        text = str(self._value)
        for char, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
            text = text.replace(char, name)
        return text


def _json_bytes(tree: Any) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _form_bytes(
    call: CallSpec,
    templates: Templates,
    values: Mapping[str, Any],
    session_field: tuple[str, str] | None,
) -> bytes:
    pairs = _pairs(templates.fill_json(call.form or {}, values))
    for name, tree in (call.form_json or {}).items():
        filled = templates.fill_json(tree, values)
        if session_field and isinstance(filled, dict):
            filled = {session_field[0]: session_field[1], **filled}
        pairs.append((name, json.dumps(filled, ensure_ascii=False)))
    if session_field and call.form is not None:
        pairs.insert(0, session_field)
    return urlencode(pairs).encode("ascii")


def _multipart(
    call: CallSpec, templates: Templates, values: Mapping[str, Any]
) -> tuple[bytes, str]:
    boundary = "----motcua" + secrets.token_hex(12)
    out: list[bytes] = []
    for name, part in (call.multipart or {}).items():
        optional, name = name.endswith("?"), name.rstrip("?")  # noqa: PLW2901
        if part.file is not None:
            file = values.get(part.file)
            if not isinstance(file, UploadFile):
                raise TemplateFault(f"multipart part {name!r}: {part.file!r} is no file")
            filename = templates.fill_text(part.filename, values)
            safe = filename.replace("\\", "\\\\").replace('"', "%22").replace("\r", "")
            safe = safe.replace("\n", "")
            head = (
                f'Content-Disposition: form-data; name="{name}"; filename="{safe}"\r\n'
                f"Content-Type: {file.media_type}"
            )
            content = file.content
        else:
            text = templates.fill_text(part.text or "", values)
            if optional and not text:
                continue
            head, content = f'Content-Disposition: form-data; name="{name}"', text.encode()
        out += [f"--{boundary}\r\n{head}\r\n\r\n".encode(), content, b"\r\n"]
    out.append(f"--{boundary}--\r\n".encode())
    return b"".join(out), f"multipart/form-data; boundary={boundary}"
