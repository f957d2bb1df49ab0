"""What the checks of the portal share: choosing test procedures, and looking for leaks."""

from __future__ import annotations

import json
from typing import Any

from conformance.candidate.facts import NotShown
from conformance.candidate.file import Person, TestProcedure
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.reply import Reply
from conformance.checks.kit import expect, refused
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.instruments.vietnamese_text import fold, search_key
from conformance.words import Text

CONTENT = Text(vi="nội dung hồ sơ", en="content of the dossier")


def named(data: TestBench) -> tuple[TestProcedure, ...]:
    """Return the online procedures whose official name is known; raise ``NoTestData``."""
    found = tuple(p for p in data.procedures("online") if p.name)
    if not found:
        raise NoTestData("test_data.procedures[].name")
    return found


def searchable(data: TestBench) -> TestProcedure:
    """Return a procedure whose name has Vietnamese letters and, if possible, no punctuation."""
    marked = [p for p in named(data) if p.name and fold(p.name) != p.name]
    if not marked:
        raise NoTestData("test_data.procedures[].name")
    plain = [p for p in marked if all(c.isalpha() or c == " " for c in p.name or "")]
    return (plain or marked)[0]


def publishable(data: TestBench) -> TestProcedure:
    """Return a procedure of which new versions may be published; raise ``NoTestData``."""
    for procedure in data.procedures("publishable"):
        if procedure.publishes:
            return procedure
    raise NoTestData("test_data.procedures[].publishes")


def fresh_word(portal: OneStop, data: TestBench) -> str:
    """Return a word that no earlier run used either: chance, and when this check last asked.

    The same seed gives the same chance again, and what a run published or created stays. Needs
    one request before it.
    """
    return f"{data.word(4)}{int(portal.asked_at().timestamp() * 1_000):x}"


def changes_of(procedure: TestProcedure, word: str) -> dict[str, Any]:
    """Return the declared changes of a procedure, with ``word`` put in for ``{word}``."""
    filled = _with_word(procedure.publishes, word)
    assert isinstance(filled, dict)
    return filled


def _with_word(tree: Any, word: str) -> Any:
    if isinstance(tree, str):
        return tree.replace("{word}", word)
    if isinstance(tree, dict):
        return {key: _with_word(item, word) for key, item in tree.items()}
    if isinstance(tree, list):
        return [_with_word(item, word) for item in tree]
    return tree


def with_text(data: TestBench, text: str) -> tuple[TestProcedure, dict[str, Any]]:
    """Return an online procedure and its form with ``text`` in the first free-text field.

    A field that holds Vietnamese letters takes any text. Raises ``NoTestData`` when no form has
    such a field.
    """
    for procedure in data.procedures("online", "free"):
        for key, value in procedure.form.items():
            if isinstance(value, str) and fold(value) != value:
                return procedure, {**procedure.form, key: text}
    raise NoTestData("test_data.procedures[].form")


def answer_text(reply: Reply) -> str:
    """Return all that an answer says, also with escaped letters written out."""
    body = json.dumps(reply.body, ensure_ascii=False) if reply.body is not None else ""
    return f"{reply.raw} {body} {reply.text or ''}"


def leaked(reply: Reply, person: Person, *content: str) -> list[Text]:
    """Return which particulars of ``person``, or which of ``content``, an answer gives away.

    Letters are compared without marks and case, so that a name in capitals is found too.
    """
    said = search_key(answer_text(reply))
    looked_for = [
        (Text(vi="họ tên", en="name"), person.name),
        (Text(vi="số định danh", en="personal identifier"), person.id_number or person.tax_code),
        (Text(vi="số điện thoại", en="telephone number"), person.phone.lstrip("0")),
        (Text(vi="thư điện tử", en="e-mail"), person.email),
        (Text(vi="địa chỉ", en="address"), person.street),
        *((CONTENT, item) for item in content),
    ]
    return [label for label, value in looked_for if value and search_key(value) in said]


def kept_out(reply: Reply, aspect: str, person: Person, *content: str) -> None:
    """Expect a refusal that gives nothing away of ``person`` or ``content``.

    Raises ``NotShown`` as ``turned_away`` does.
    """
    if reply.status is not None and 300 <= reply.status < 400:
        gives_nothing_away(reply, person, *content)
    turned_away(reply, aspect)
    gives_nothing_away(reply, person, *content)


def turned_away(reply: Reply, aspect: str) -> None:
    """Expect a refusal, or a way to a page that the candidate file names (to sign in, say).

    Where somebody without a session is led elsewhere, nobody knows whether that is such a page:
    raises ``NotShown``. Who is signed in and led elsewhere was not refused.
    """
    led_away = reply.status is not None and 300 <= reply.status < 400
    if led_away and not reply.refused and reply.role is Role.ANYONE:
        raise NotShown("binding", "turned_away")
    refused(reply, aspect)


def gives_nothing_away(reply: Reply, person: Person, *content: str) -> None:
    """Expect an answer that holds nothing of ``person`` or ``content``."""
    shown = leaked(reply, person, *content)
    expect(shown, "portal-refusal-gives-away", exchange=reply.exchange).absent()
