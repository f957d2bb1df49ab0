"""A Python class may stand in for an operation; whatever it does is guarded and recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.candidate.adapters import AdapterHttp, Refused
from conformance.candidate.handles import DossierHandle
from conformance.candidate.http import Answer
from conformance.candidate.operations import Role
from conformance.candidate.reply import ReplyKind
from tests.candidate.candidate_support import answer, bench, candidate

DOSSIER = DossierHandle("7")
K = ReplyKind


class Helper:
    """Stands in for one operation by asking twice."""

    def perform(
        self, operation: str, role: str, values: Mapping[str, Any], http: AdapterHttp
    ) -> Any:
        view = http.call({"call": "GET /a/{dossier.id}"}, values)
        if view["status"] == 403:
            raise Refused(K.DENIED, "không có quyền")
        return {"code": view["body"]["ma"], **view["body"].get("more", {})}


def adapted(given: Answer) -> Any:
    file = candidate(
        adapter="a.py:Helper", binding={"operations": {"dossier.read": {"python": True}}}
    )
    bed = bench(file, lambda _request: given, Helper())
    return bed, bed.engine.perform("dossier.read", Role.RECEIVER, {"dossier": DOSSIER}, bed.tape())


def test_an_adapter_answers_through_the_guarded_way_out() -> None:
    bed, reply = adapted(answer({"ma": "H1"}))
    assert (reply.kind, reply.record.code, reply.status) == (K.ACCEPTED, "H1", 200)
    assert bed.kept[0].operation == "dossier.read"
    assert reply.exchange == bed.kept[0].ref
    assert reply.raw == '{"ma": "H1"}'


@pytest.mark.parametrize(
    ("given", "kind", "said"),
    [
        (answer({}, 403), K.DENIED, "không có quyền"),
        (answer({}), K.GARBLED, "KeyError"),
        (answer(b""), K.GARBLED, "TypeError"),
        (answer({"ma": 1, "more": {"nope": 1}}), K.GARBLED, "nope"),
    ],
)
def test_an_adapter_that_refuses_or_stumbles(given: Answer, kind: ReplyKind, said: str) -> None:
    bed, reply = adapted(given)
    assert reply.kind is kind
    assert said in (reply.text or "")
    assert reply.exchange == bed.kept[0].ref
