"""How what a candidate answers is understood: accepted, refused, denied, missing, garbled …"""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from conformance.candidate.facts import NotShown
from conformance.candidate.handles import DossierHandle, UploadFile
from conformance.candidate.http import Answer, NoAnswer
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.reply import NotASandbox, OperationFailed, ReplyKind
from conformance.errors import ConfigurationFault
from tests.candidate.candidate_support import BASE, NOW, answer, bench, by_path, candidate, silence

READ = {
    "call": "GET /d/{dossier.id}",
    "item": "body.data",
    "fields": {"code": "ma", "status": "tt"},
}
DOSSIER = DossierHandle("7")
K = ReplyKind


def ask(given: Answer, **binding: Any) -> Any:
    file = candidate(binding={"operations": {"dossier.read": READ}, **binding})
    bed = bench(file, lambda _request: given)
    return bed.engine.perform("dossier.read", Role.RECEIVER, {"dossier": DOSSIER}, bed.tape())


GOOD = {"data": {"ma": "H56", "tt": "2"}}


def test_a_good_answer_becomes_a_record_with_its_exchange() -> None:
    reply = ask(answer(GOOD))
    assert (reply.kind, reply.status) == (K.ACCEPTED, 200)
    assert (reply.record.code, reply.record.status) == ("H56", "2")
    assert reply.exchange == "a.py::test_a#main.0"
    assert reply.body == GOOD


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (answer(GOOD, 201), K.ACCEPTED),
        (answer({"data": {}}), K.ACCEPTED),
        (answer({}, 400), K.REFUSED),
        (answer({}, 409), K.REFUSED),
        (answer({}, 422), K.REFUSED),
        (answer({}, 429), K.REFUSED),
        (answer({}, 401), K.DENIED),
        (answer({}, 403), K.DENIED),
        (answer({}, 404), K.MISSING),
        (answer({}, 410), K.MISSING),
        (answer({}, 405), K.UNOFFERED),
        (answer({}, 501), K.UNOFFERED),
        (answer({}, 500), K.BROKEN),
        (answer("", 503), K.BROKEN),
        (answer("", 301), K.GARBLED),
        (answer("", 302, headers=(("Location", "/login"),)), K.GARBLED),
        (answer("<html>Đăng nhập</html>", kind="text/html"), K.GARBLED),
        (answer(b""), K.GARBLED),
        (answer("", 204), K.GARBLED),
        (answer({"data": None}), K.GARBLED),
        (answer({"data": [1]}), K.GARBLED),
        (answer("[]"), K.GARBLED),
        (answer("{", kind="application/json"), K.GARBLED),
        (answer({"data": {"ma": {"a": 1}, "tt": 1}}), K.GARBLED),
    ],
)
def test_each_kind_of_answer(given: Answer, kind: ReplyKind) -> None:
    assert ask(given).kind is kind


CODED = {
    "success": "status == `200` && body.error_code == '0'",
    "error": {
        "code": "body.error_code",
        "text": "body.message",
        "denied": ["-2"],
        "missing": ["404"],
        "unoffered": ["99"],
        "broken": ["-1"],
    },
}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0", K.ACCEPTED),
        ("3", K.REFUSED),
        (3, K.REFUSED),
        ("-2", K.DENIED),
        (-2, K.DENIED),
        ("404", K.MISSING),
        ("99", K.UNOFFERED),
        ("-1", K.BROKEN),
        (None, K.GARBLED),
    ],
)
def test_failure_inside_a_200(code: Any, kind: ReplyKind) -> None:
    reply = ask(answer({"error_code": code, "message": "Không được", **GOOD}), **CODED)
    assert reply.kind is kind
    if kind not in {K.ACCEPTED, K.GARBLED}:
        assert (reply.code, reply.text) == (str(code), "Không được")
        assert str(code) in reply.describe().vi


def test_a_203_with_a_text_is_a_refusal_when_the_binding_says_so() -> None:
    binding = {
        "success": "status == `200`",
        "error": {
            "code": "body.code || (status == `203` && '203')",
            "text": "text",
            "denied": ["203"],
        },
    }
    reply = ask(answer("Mã tra cứu không đúng", 203, kind="text/plain"), **binding)
    assert (reply.kind, reply.text) == (K.DENIED, "Mã tra cứu không đúng")
    assert reply.refused
    assert ask(answer(GOOD), **binding).accepted


def test_an_own_code_decides_before_the_status() -> None:
    reply = ask(answer({"error_code": "404"}, 500), **CODED)
    assert reply.kind is K.MISSING


def test_no_answer_is_no_reply() -> None:
    bed = bench(candidate(binding={"operations": {"dossier.read": READ}}), lambda r: answer())

    def reply(request: Any) -> Answer:
        raise silence(request)

    bed.transport.reply = reply
    with pytest.raises(NoAnswer):
        bed.engine.perform("dossier.read", Role.RECEIVER, {"dossier": DOSSIER}, bed.tape())
    assert bed.kept[0].failure is not None


def test_what_is_not_bound_or_absent_is_unoffered_without_asking() -> None:
    manual = {"absent": {"reason": "chỉ có trên giấy", "manual": "xem sổ tại quầy"}}
    bed = bench(candidate(binding={"operations": {"register.read": manual}}), by_path({}))
    reply = bed.engine.perform("register.read", Role.RECEIVER, {}, bed.tape())
    assert (reply.kind, reply.text, reply.manual) == (
        K.UNOFFERED,
        "chỉ có trên giấy",
        "xem sổ tại quầy",
    )
    assert bed.engine.perform("agency.list", Role.ANYONE, {}, bed.tape()).kind is K.UNOFFERED
    assert bed.transport.asked == []


def test_nothing_is_written_where_nothing_may_be_written() -> None:
    operations = {"dossier.refuse": {"call": "POST /x"}, "dossier.read": READ}
    bed = bench(
        candidate(sandbox=False, binding={"operations": operations}), lambda _request: answer(GOOD)
    )
    with pytest.raises(NotASandbox):
        bed.engine.perform(
            "dossier.refuse", Role.RECEIVER, {"dossier": DOSSIER, "reason": "x"}, bed.tape()
        )
    assert bed.transport.asked == []
    assert bed.engine.perform(
        "dossier.read", Role.RECEIVER, {"dossier": DOSSIER}, bed.tape()
    ).accepted


RECIPE = {
    "dossier.submit": {
        "steps": [
            {
                "name": "make",
                "call": "POST /d",
                "json": {"p": "{procedure_code}"},
                "capture": {"id": "body.id"},
            },
            {
                "call": "POST /d/{captured.id}/f",
                "each": "files",
                "multipart": {
                    "file": {"file": "item.file"},
                    "part": {"text": "{item.component_code}"},
                },
            },
            {"call": "POST /d/{captured.id}/s", "form": {"key": "{key}"}, "when": "key"},
            {"call": "POST /d/{captured.id}/submit"},
        ],
        "read_from": "make",
        "fields": {"id": "id"},
        "keep": {"pin": "body.pin"},
    }
}
SUBMIT = {"procedure_code": "1.0", "applicant": {"name": "Hoa"}, "form": {}}
PAPERS = [
    {"component_code": code, "file": UploadFile(f"{code}.pdf", "application/pdf", b"%PDF")}
    for code in ("DON", "GT")
]


def test_a_recipe_of_several_calls_with_captured_values() -> None:
    bed = bench(
        candidate(binding={"operations": RECIPE}),
        lambda request: answer({"id": 9, "pin": "k9"} if request.url == f"{BASE}/d" else {}),
    )
    reply = bed.engine.perform(
        "dossier.submit", Role.CITIZEN, {**SUBMIT, "files": PAPERS}, bed.tape()
    )
    paths = [request.url.removeprefix(BASE) for request in bed.transport.asked]
    assert paths == ["/d", "/d/9/f", "/d/9/f", "/d/9/submit"]
    assert reply.record is not None
    assert (reply.record.shown(), reply.kept) == ({"id": "9"}, {"pin": "k9"})


def test_a_recipe_ends_at_the_first_refusal() -> None:
    table = {"/d": {"id": "9"}, "/d/9/f": answer({"code": "too-big"}, 413)}
    bed = bench(candidate(binding={"operations": RECIPE}), by_path(table))
    reply = bed.engine.perform(
        "dossier.submit", Role.CITIZEN, {**SUBMIT, "files": PAPERS}, bed.tape()
    )
    assert (reply.kind, reply.status) == (K.REFUSED, 413)
    assert len(bed.transport.asked) == 2


def test_a_recipe_does_not_go_on_without_what_it_needs() -> None:
    bed = bench(candidate(binding={"operations": RECIPE}), by_path({"/d": {"other": 1}}))
    reply = bed.engine.perform("dossier.submit", Role.CITIZEN, SUBMIT, bed.tape())
    assert reply.kind is K.GARBLED
    assert "captured.id" in (reply.text or "")
    assert reply.exchange == "a.py::test_a#main.0"
    assert len(bed.transport.asked) == 1


def test_conditions_choose_the_call_and_none_that_fits_is_unoffered() -> None:
    steps = [
        {"call": "GET /near", "when": "kind=near-due"},
        {"call": "GET /other", "when": "kind!=near-due"},
    ]
    operations = {
        "tracking.list": {"steps": steps, "fields": {"code": "ma"}},
        "notice.list": {"call": "GET /n", "when": "dossier", "fields": {"text": "t"}},
    }
    bed = bench(candidate(binding={"operations": operations}), lambda _request: answer([]))
    for kind in ("near-due", "overdue"):
        bed.engine.perform("tracking.list", Role.RECEIVER, {"kind": kind}, bed.tape())
    assert [r.url for r in bed.transport.asked] == [f"{BASE}/near", f"{BASE}/other"]
    reply = bed.engine.perform("notice.list", Role.CITIZEN, {}, bed.tape())
    assert reply.kind is K.UNOFFERED
    assert len(bed.transport.asked) == 2


def test_several_bases_and_another_account() -> None:
    operations = {
        "statistics.five": {
            "call": "GET /f/{procedure_code}",
            "base": "figures",
            "fields": {"received_all": "n"},
        },
        "dossier.extend": {
            "call": "POST /e/{dossier.id}",
            "role": "citizen",
            "json": {"r": "{reason}", "d": "{new_due_at}"},
        },
    }
    file = candidate(
        bases={"portal": BASE, "figures": "http://figures.example/o/statistic"},
        binding={"operations": operations, "auth": {"default": {"kind": "basic"}}},
    )
    bed = bench(file, lambda _request: answer({"n": 1}))
    bed.engine.perform(
        "statistics.five", Role.ANYONE, {"procedure_code": "1", "year": 2026}, bed.tape()
    )
    assert bed.transport.asked[0].url == "http://figures.example/o/statistic/f/1"
    values = {"dossier": DOSSIER, "new_due_at": None, "reason": "x"}
    with pytest.raises(TypeError, match=r"dossier\.extend"):
        bed.engine.perform("dossier.extend", Role.HANDLER, values, bed.tape())
    later = {**values, "new_due_at": NOW}
    bed.engine.perform("dossier.extend", Role.HANDLER, later, bed.tape())
    assert bed.kept[-1].role == "citizen"


def test_a_code_that_an_expression_did_not_find_is_no_code() -> None:
    binding = {"error": {"code": "status == `203` && 'wrong'"}}
    assert ask(answer("", 204), **binding).kind is K.GARBLED
    assert ask(answer({}, 400), **binding).code is None


def test_a_dossier_is_looked_up_with_the_factor_its_binding_kept() -> None:
    operations = {
        "dossier.submit": {
            "call": "POST /d/{procedure_code}",
            "fields": {"id": "id", "code": "ma"},
            "keep": {"factor": "body.pin"},
        },
        "lookup.public": {
            "call": "GET /l/{dossier_code}",
            "query": {"pin": "{factor}"},
            "fields": {"code": "ma"},
        },
    }
    bed = bench(
        candidate(binding={"operations": operations}),
        lambda _request: answer({"id": 1, "ma": "H-1", "pin": "k9x2"}),
    )
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    portal.citizen.submit("1.0", {"name": "Hoa"})
    portal.anyone.look_up("H-1")
    portal.anyone.look_up("H-2")
    portal.anyone.look_up("H-1", "sai")
    asked = [request.url.removeprefix(BASE) for request in bed.transport.asked[1:]]
    assert asked == ["/l/H-1?pin=k9x2", "/l/H-2", "/l/H-1?pin=sai"]


def test_a_submission_that_shows_nothing_is_not_shown_rather_than_broken() -> None:
    operations = {"dossier.submit": {"call": "POST /d/{procedure_code}", "json": {}}}
    bed = bench(candidate(binding={"operations": operations}), lambda _request: answer({}))
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    with pytest.raises(NotShown):
        portal.citizen.submit("1.0", {"name": "Hoa"})


def test_a_wrong_template_that_slipped_through_is_a_fault_of_the_file() -> None:
    operations = {"agency.list": {"call": "GET /{nobody}", "fields": {"code": "c"}}}
    bed = bench(candidate(binding={"operations": operations}), lambda _request: answer([]))
    with pytest.raises(ConfigurationFault, match="nobody"):
        bed.engine.perform("agency.list", Role.ANYONE, {}, bed.tape())


def test_what_should_be_refused_is_asked_without_raising() -> None:
    bed = bench(
        candidate(binding={"operations": {"dossier.read": READ}}), lambda _request: answer({}, 404)
    )
    portal = OneStop(bed.engine, bed.tape(), Random(1))
    assert portal.receiver.attempt("dossier.read", dossier=DOSSIER).kind is K.MISSING
    with pytest.raises(OperationFailed):
        portal.receiver.do("dossier.read", dossier=DOSSIER)
    assert portal.last_reply is not None
