"""Variants of writing: how forms, the tracking book, views and the history put things down."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reference_impl.variants.answers import ApiAnswer, Json, json_answers
from reference_impl.variants.documents import loosely
from reference_impl.variants.registry import Variant

_FRACTION = re.compile(r"(T\d\d:\d\d:\d\d)\.\d+(?=\+)")
_SECONDS = re.compile(r"(T\d\d:\d\d):\d\d(\.\d+)?(?=\+)")
_DUE = ("appointedDate", "dueAt", "newDate")
_Entry = dict[str, Json]


def _rewriting(ending: str, change: Callable[[Json], Json]) -> Any:
    """Surround a portal so that ``change`` rewrites what is read at addresses of that ending."""
    place = re.compile(rf"/api(/.*)?{ending}")

    def rewrite(answer: ApiAnswer) -> ApiAnswer:
        if answer.method != "GET" or answer.status != 200 or not place.fullmatch(answer.path):
            return answer
        return ApiAnswer(answer.method, answer.path, answer.status, change(answer.body))

    return json_answers(rewrite)


def _on_forms(change: Callable[[_Entry], None]) -> Any:
    """Rewrite the fields of each form that was issued for a dossier."""

    def rewrite(body: Json) -> Json:
        for form in body["items"]:
            change(form["fields"])
        return body

    return _rewriting("/forms", rewrite)


def _in_capitals(fields: _Entry) -> None:
    fields["applicantName"] = fields["applicantName"].upper()


def _numbered(fields: _Entry) -> None:
    for number, paper in enumerate(fields.get("components") or [], 1):
        paper["name"] = f"{number}. {paper['name']} (01 bản)"


def _behind_a_label(fields: _Entry) -> None:
    if fields.get("reason"):
        fields["reason"] = f"Lý do: {fields['reason']}"


def _as_days(entry: _Entry, names: tuple[str, ...]) -> None:
    for name in names:
        if entry.get(name):
            entry[name] = entry[name][:10] + "T00:00:00+07:00"


def _book_of_days(body: Json) -> Json:
    for line in body["entries"]:
        _as_days(line, ("receivedAt", "dueAt", "returnedAt"))
    return body


def _every_time(shorten: Callable[[str], str], body: Json) -> Json:
    if isinstance(body, list):
        return [_every_time(shorten, item) for item in body]
    if isinstance(body, dict):
        return {k: v if k == "form" else _every_time(shorten, v) for k, v in body.items()}
    return shorten(body) if isinstance(body, str) else body


def _to_the_second(text: str) -> str:
    return _FRACTION.sub(r"\1", text)


def _to_the_minute(text: str) -> str:
    return _SECONDS.sub(r"\1:00", text)


def _with_messages(body: Json) -> Json:
    """Put after each step a line that says that a message went out; no status stands in it."""
    lines: list[_Entry] = []
    for step in body["items"]:
        sent = {
            "action": "message-sent", "actor": "Hệ thống", "role": "system",
            "note": "Đã gửi tin nhắn cho người nộp",
            "fromStatus": {"code": None, "label": None}, "toStatus": {"code": None, "label": None},
        }  # fmt: skip
        lines += [step, {**step, **sent}]
    return {**body, "items": lines}


VARIANTS = (
    Variant(
        "forms-print-days", "due dates stand on forms as days, without a time",
        surrounds=_on_forms(lambda fields: _as_days(fields, _DUE)),
    ),
    Variant(
        "book-prints-days", "the tracking book has days, without a time",
        surrounds=_rewriting("/reception/register", _book_of_days),
    ),
    Variant(
        "slip-to-the-minute", "the control slip gives times to the minute",
        surrounds=_rewriting("/control-slip", lambda body: _every_time(_to_the_minute, body)),
    ),
    Variant(
        "views-to-the-second", "a dossier's view gives times in whole seconds, its log does not",
        surrounds=_rewriting(
            r"/dossiers(/[^/]+)?", lambda body: _every_time(_to_the_second, body)
        ),
    ),
    Variant(
        "names-in-capitals", "forms print the applicant's name in capitals",
        surrounds=_on_forms(_in_capitals),
    ),
    Variant(
        "numbers-the-papers", "forms number the papers and say how many copies",
        surrounds=_on_forms(_numbered),
    ),
    Variant(
        "reasons-behind-a-label", "forms print a label before the reason",
        surrounds=_on_forms(_behind_a_label),
    ),
    Variant(
        "history-tells-of-messages", "the history also says which messages were sent",
        surrounds=loosely(_rewriting("/history", _with_messages)),
    ),
)  # fmt: skip
