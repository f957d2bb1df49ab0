"""The binding: how a candidate offers the operations, as data (``interfaces.md`` D.1).

All text that holds ``{name}`` is a template (see ``template.py``); every *path* is a JMESPath
expression over ``{status, headers, body, text, captured, cookies}`` of an answer.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from conformance.candidate.calls import CallSpec, Capture, Path
from conformance.candidate.secret import HeaderText
from conformance.errors import Both
from conformance.words import Value


class FieldSpec(Value):
    """How one canonical field is read from an item of the answer."""

    path: Path | None = None
    const: str | int | bool | None = None
    map: str | None = None
    """Name of a value map: candidate's word -> canonical word."""
    date: str | None = None
    """``iso``, ``epoch-ms``, ``epoch-s``, or a pattern such as ``dd/MM/yyyy HH:mm:ss``."""
    list: Path | None = None
    """For a list of records: where the items are."""
    each: dict[str, FieldSpec] | None = None
    """For a list of records: the fields of an item."""
    join: str | None = None
    """For text made of several values: what stands between them."""

    @model_validator(mode="before")
    @classmethod
    def _path_alone(cls, data: Any) -> Any:
        return {"path": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_source(self) -> FieldSpec:
        sources = sum(x is not None for x in (self.path, self.const, self.list))
        if sources != 1:
            raise ValueError(
                Both(
                    "cho đúng một trong: path, const, list",
                    "give exactly one of: path, const, list",
                )
            )
        if self.each is not None and self.list is None:
            raise ValueError(Both("'each' cần có 'list'", "'each' needs 'list'"))
        return self


class Absent(Value):
    """The operation is not offered by API: why, and how a person can do it by hand instead."""

    reason: str = Field(min_length=3)
    manual: str | None = None


class OperationSpec(Value):
    """How one operation is offered: one call, several steps, a Python method, or not at all."""

    absent: Absent | None = None
    steps: tuple[CallSpec, ...] = ()
    python: bool = False
    """The adapter class of the candidate file performs it."""
    role: str | None = None
    """Another account than the operation's usual one."""
    read_from: str | None = None
    """Name of the step whose answer is read (default: the last one)."""
    item: Path = "body"
    """Where the record is (one)."""
    items: Path = "body"
    """Where the records are (many)."""
    total: Path | None = None
    more: Path | None = None
    """True while a further page follows (a slice without a total)."""
    page_size: Annotated[int, Field(ge=1, le=1000)] | None = None
    """The most records that the candidate gives on one page (default: 100 are asked for)."""
    fields: dict[str, FieldSpec] = {}
    keep: dict[str, Path] = {}
    """Facts about a dossier to keep for later calls, e.g. ``{dossier.kept.uid}``. What is kept as
    ``factor`` (a PIN) is given back when the dossier is looked up: ``{factor}``."""

    @model_validator(mode="before")
    @classmethod
    def _single_call(cls, data: Any) -> Any:
        if not isinstance(data, dict) or "call" not in data:
            return data
        data = dict(data)
        step = {key: data.pop(key) for key in list(data) if key in _CALL_KEYS}
        return {**data, "steps": [step]}

    @model_validator(mode="after")
    def _one_way(self) -> OperationSpec:
        if sum((self.absent is not None, bool(self.steps), self.python)) != 1:
            raise ValueError(
                Both(
                    "cho đúng một trong: call, steps, python, absent",
                    "give exactly one of: call, steps, python, absent",
                )
            )
        names = {step.name for step in self.steps if step.name}
        if self.read_from is not None and self.read_from not in names:
            raise ValueError(
                Both(
                    f"read_from nêu một bước không có: {self.read_from}",
                    f"read_from names no step: {self.read_from}",
                )
            )
        return self


_CALL_KEYS = {field.alias or name for name, field in CallSpec.model_fields.items()} - {"role"}


class AntiForgery(Capture):
    """An anti-forgery token: where it is found, and what carries it back."""

    header: str | None = None
    """Header of every request that carries the token."""
    body_field: str | None = None
    """Field of every body (JSON, form, multipart) that carries the token."""
    query: str | None = None
    """Query parameter that carries the token on calls that change something."""
    renew: Literal["login", "answer"] = "login"
    """When the token is taken anew: once for each sign-in, or whenever an ``answer`` of the
    session brings one. Then the calls of one account wait for each other."""
    renew_by: CallSpec | None = None
    """A call that is made before every call that changes something; the token is in its answer."""

    @model_validator(mode="after")
    def _carried(self) -> AntiForgery:
        if self.header is None and self.body_field is None and self.query is None:
            raise ValueError(
                Both(
                    "cho ít nhất một trong: header, body_field, query",
                    "give at least one of: header, body_field, query",
                )
            )
        if self.renew_by is not None and self.renew != "login":
            raise ValueError(
                Both("chỉ cho một trong: renew, renew_by", "give one of: renew, renew_by")
            )
        return self


class AuthSpec(Value):
    """How an account proves who it is."""

    kind: Literal["none", "basic", "bearer", "cookie", "body-session", "headers"]
    login: tuple[CallSpec, ...] = ()
    token: Path | None = None
    """Where the token or the session id is in the last answer of the login. Expressions of a
    login also see ``cookies``: name -> value of what was set so far."""
    header: str = "Authorization"
    prefix: str = "Bearer "
    field: str = "session"
    """``body-session``: name of the body field that carries the session id."""
    anti_forgery: AntiForgery | None = None
    headers: dict[str, str] = {}
    """Fixed extra headers, with any kind: templates over ``{account.*}`` and over what the login
    ``{captured.*}``, such as the token of a gateway in front."""
    success: Path | None = None

    @model_validator(mode="after")
    def _login_given(self) -> AuthSpec:
        if self.kind in {"bearer", "cookie", "body-session"} and not self.login:
            raise ValueError(
                Both(
                    f"kiểu xác thực {self.kind} cần có 'login'",
                    f"auth kind {self.kind} needs 'login'",
                )
            )
        if self.kind in {"bearer", "body-session"} and not self.token:
            raise ValueError(
                Both(
                    f"kiểu xác thực {self.kind} cần có 'token'",
                    f"auth kind {self.kind} needs 'token'",
                )
            )
        return self


class ErrorSpec(Value):
    """Where an answer says why it refuses, and what its codes mean."""

    code: Path | None = None
    text: Path | None = None
    denied: tuple[str, ...] = ()
    """Codes that mean: you may not."""
    missing: tuple[str, ...] = ()
    """Codes that mean: there is no such thing."""
    unoffered: tuple[str, ...] = ()
    """Codes that mean: this system has no such function."""
    broken: tuple[str, ...] = ()
    """Codes that mean: the system itself failed."""
    session_ended: tuple[str, ...] = ()
    """Codes that mean: sign in again (where it is not said with HTTP 401)."""


class Binding(Value):
    """All that the candidate file says of the candidate's API."""

    success: Path = "status >= `200` && status < `300`"
    error: ErrorSpec = ErrorSpec()
    headers: dict[str, HeaderText] = {}
    """Headers of every request; a secret one, as a gateway's key, by ``{env: NAME}``."""
    auth: dict[str, AuthSpec] = {}
    turned_away: tuple[Annotated[str, Field(pattern=r"^(/|https?://)\S*$")], ...] = ()
    """Pages to which somebody is led who may not see what was asked for, as paths or addresses.
    A page that a ``login`` begins with (``GET``) is one of them already."""
    maps: dict[str, dict[str, str]] = {}
    date: str = "iso"
    zone: str = "Asia/Ho_Chi_Minh"
    operations: dict[str, OperationSpec]

    @model_validator(mode="before")
    @classmethod
    def _shared_fields(cls, data: Any) -> Any:
        """``fields: dossier.read`` means: the same fields as that operation."""
        operations = data.get("operations") if isinstance(data, dict) else None
        if not isinstance(operations, dict):
            return data
        shared: dict[str, Any] = {}
        for name, spec in operations.items():
            if isinstance(spec, dict) and isinstance(spec.get("fields"), str):
                source = operations.get(spec["fields"])
                fields = source.get("fields") if isinstance(source, dict) else None
                if not isinstance(fields, dict):
                    raise ValueError(
                        Both(
                            f"{name}: fields không nêu một thao tác có fields riêng",
                            f"{name}: fields names no operation with fields of its own",
                        )
                    )
                spec = {**spec, "fields": fields}  # noqa: PLW2901
            shared[name] = spec
        return {**data, "operations": shared}
