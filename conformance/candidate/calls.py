"""One HTTP call as the binding says it: what is sent, what is kept of the answer, how long to wait.

All text that holds ``{name}`` is a template (see ``template.py``); every *path* is a JMESPath
expression over ``{status, headers, body, text, captured, cookies}`` of an answer.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from conformance.errors import Both
from conformance.words import Value

MAX_EXPRESSION = 500
STATE_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def _short(expression: Any) -> Any:
    if isinstance(expression, str) and len(expression) > MAX_EXPRESSION:
        raise ValueError(
            Both(
                f"biểu thức dài nhất {MAX_EXPRESSION} ký tự",
                f"an expression is at most {MAX_EXPRESSION} characters",
            )
        )
    return expression


Path = Annotated[str, BeforeValidator(_short), Field(min_length=1)]
JsonTemplate = Any
"""JSON whose strings are templates; a key ending in ``?`` is left out when its value is empty."""
Name = Annotated[str, Field(min_length=1, max_length=200)]

PLACES = ("path", "form_field", "meta", "cookie", "link_query", "redirect_query")


class Capture(Value):
    """Where a value is that a later call needs: in the answer, on its page, in its redirect."""

    path: Path | None = None
    """A JMESPath expression over the answer."""
    form_field: Name | None = None
    """Value of the first form field of that name on an HTML page (a hidden anti-forgery field)."""
    form: Name | None = None
    """Only in the form with this id or name, where several forms have the field."""
    meta: Name | None = None
    """Content of the ``<meta>`` of that name on an HTML page."""
    cookie: Name | None = None
    """Value of the cookie of that name, set by this answer or before it."""
    link_query: Name | None = None
    """Value of that name in the query of the first form action or link of the page that has it."""
    redirect_query: Name | None = None
    """Value of that name in the query or fragment of the address that the answer redirects to."""

    @model_validator(mode="before")
    @classmethod
    def _path_alone(cls, data: Any) -> Any:
        return {"path": data} if isinstance(data, str) else data

    @model_validator(mode="after")
    def _one_place(self) -> Capture:
        if sum(getattr(self, place) is not None for place in PLACES) != 1:
            raise ValueError(
                Both(
                    f"cho đúng một trong: {', '.join(PLACES)}",
                    f"give exactly one of: {', '.join(PLACES)}",
                )
            )
        if self.form is not None and self.form_field is None:
            raise ValueError(Both("'form' đi với 'form_field'", "'form' goes with 'form_field'"))
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
    """Send ``xml`` as a SOAP envelope with this action."""
    soap: Literal["1.1", "1.2"] = "1.1"
    """Version of SOAP: 1.1 names the action in a header, 1.2 in the media type."""
    success: Path | None = None
    capture: dict[str, Capture] = {}
    """Values to keep for the steps that follow, as ``{captured.name}``."""
    each: str | None = None
    """Repeat the call for every item of this list parameter; the item is ``{item}``."""
    when: str | None = None
    """Make the call only when this parameter was given; ``kind=control`` and ``kind!=control``
    compare it with a word."""
    auth: str | None = None
    """Another auth scheme than the account's, or ``none``."""
    role: str | None = None
    """In ``steps``: the account that makes this call, where the deed needs two people (a handler
    proposes, the leader signs). Whoever has no right to the operation makes every call itself."""
    until: Path | None = None
    """Repeat the call until this is true of its answer (signing, payment: «not ready yet»)."""
    every: Annotated[float, Field(ge=0.1, le=10)] = 1.0
    """With ``until``: seconds between two calls."""
    at_most: Annotated[float, Field(gt=0, le=300)] = 30.0
    """With ``until``: seconds after which the operation is given up."""

    @model_validator(mode="after")
    def _agree(self) -> CallSpec:
        bodies = (self.json_, self.form, self.form_json, self.multipart, self.xml)
        if sum(b is not None for b in bodies) > 1:
            raise ValueError(
                Both(
                    "chỉ cho một trong: json, form, form_json, multipart, xml",
                    "give at most one of: json, form, form_json, multipart, xml",
                )
            )
        if self.until is None and {"every", "at_most"} & self.model_fields_set:
            raise ValueError(
                Both("'every' và 'at_most' đi với 'until'", "'every' and 'at_most' go with 'until'")
            )
        return self

    @property
    def changes_state(self) -> bool:
        """Whether the method is one that changes something."""
        return self.call.partition(" ")[0] in STATE_CHANGING
