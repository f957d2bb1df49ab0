"""The binding: how a candidate offers the operations, as data (``interfaces.md`` D.1).

All text that holds ``{name}`` is a template (see ``template.py``); every *path* is a JMESPath
expression over ``{status, headers, body, text, captured}`` of an answer.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from conformance.words import Value

MAX_EXPRESSION = 500


def _short(expression: Any) -> Any:
    if isinstance(expression, str) and len(expression) > MAX_EXPRESSION:
        raise ValueError(f"an expression is at most {MAX_EXPRESSION} characters")
    return expression


Path = Annotated[str, BeforeValidator(_short), Field(min_length=1)]
JsonTemplate = Any
"""JSON whose strings are templates; a key ending in ``?`` is left out when its value is empty."""


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
            raise ValueError("give exactly one of: path, const, list")
        if self.each is not None and self.list is None:
            raise ValueError("'each' needs 'list'")
        return self


class PartSpec(Value):
    """One part of a multipart body: text, or a file parameter."""

    text: str | None = None
    file: str | None = None
    """Name of the file parameter, e.g. ``file`` or ``item``."""
    filename: str = "{file.name}"


class CallSpec(Value):
    """One HTTP call."""

    name: str | None = None
    call: Annotated[str, Field(pattern=r"^(GET|POST|PUT|PATCH|DELETE) /\S*$")]
    base: str | None = None
    query: dict[str, JsonTemplate] = {}
    headers: dict[str, str] = {}
    json_: JsonTemplate = Field(default=None, alias="json")
    form: dict[str, JsonTemplate] | None = None
    form_json: dict[str, JsonTemplate] | None = None
    """Form fields that hold JSON text (``params={...}``)."""
    multipart: dict[str, PartSpec] | None = None
    xml: str | None = None
    soap_action: str | None = None
    success: Path | None = None
    capture: dict[str, Path] = {}
    each: str | None = None
    """Repeat the call for every item of this list parameter; the item is ``{item}``."""
    when: str | None = None
    """Make the call only when this parameter was given; ``kind=control`` and ``kind!=control``
    compare it with a word."""
    auth: str | None = None
    """Another auth scheme than the account's, or ``none``."""

    @model_validator(mode="after")
    def _one_body(self) -> CallSpec:
        bodies = (self.json_, self.form, self.form_json, self.multipart, self.xml)
        if sum(b is not None for b in bodies) > 1:
            raise ValueError("give at most one of: json, form, form_json, multipart, xml")
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
            raise ValueError("give exactly one of: call, steps, python, absent")
        names = {step.name for step in self.steps if step.name}
        if self.read_from is not None and self.read_from not in names:
            raise ValueError(f"read_from names no step: {self.read_from}")
        return self


_CALL_KEYS = {field.alias or name for name, field in CallSpec.model_fields.items()}


class AntiForgery(Value):
    """An anti-forgery token: where it is found after login and which header carries it."""

    cookie: str | None = None
    path: Path | None = None
    header: str


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
    """Fixed extra headers (templates over ``{account.*}``), with any kind."""
    success: Path | None = None

    @model_validator(mode="after")
    def _login_given(self) -> AuthSpec:
        if self.kind in {"bearer", "cookie", "body-session"} and not self.login:
            raise ValueError(f"auth kind {self.kind} needs 'login'")
        if self.kind in {"bearer", "body-session"} and not self.token:
            raise ValueError(f"auth kind {self.kind} needs 'token'")
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
    headers: dict[str, str] = {}
    auth: dict[str, AuthSpec] = {}
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
                    raise ValueError(f"{name}: fields names no operation with fields of its own")
                spec = {**spec, "fields": fields}  # noqa: PLW2901
            shared[name] = spec
        return {**data, "operations": shared}
