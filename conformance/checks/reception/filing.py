"""Ways of filing a dossier, and the test data that filing needs."""

from __future__ import annotations

from conformance.candidate import facts as f
from conformance.candidate.file import Limit, Person, TestProcedure
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import ReplyKind
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey

CHANNELS = {"counter": "1", "online": "2", "post": "3"}
"""Way of filing -> national channel code."""


def filed(
    portal: OneStop, data: TestBench, journey: Journey, procedure: TestProcedure, way: str
) -> OpenDossier:
    """File a complete dossier by one ``way`` and have it accepted."""
    if way == "online":
        return journey.accepted(procedure)[0]
    dossier, _ = portal.receiver.receive(
        procedure.code,
        data.stranger().applicant(),
        CHANNELS[way],
        files=data.papers(procedure),
        form=procedure.form,
    )
    return dossier


def at_the_desk(portal: OneStop, name: str) -> tuple[f.Dossier, ...]:
    """Return the dossiers of a person that the desk finds; "you may not" counts as none.

    A portal may answer so to a search within whose rights nothing lies.
    """
    reply = portal.receiver.attempt("dossier.queue", keyword=name, page=1, page_size=10)
    if reply.kind in {ReplyKind.DENIED, ReplyKind.MISSING}:
        return ()
    return portal.receiver.find(keyword=name)


def supplemented(
    portal: OneStop, data: TestBench, journey: Journey, procedure: TestProcedure
) -> OpenDossier:
    """Submit a dossier online, have it completed at reception, and have it accepted."""
    dossier, items = journey.submitted(procedure), list(procedure.components[:1])
    portal.receiver.request_supplement(
        dossier, items, f"Bản chụp bị mờ {data.word()}", "Chụp lại đủ bốn góc giấy tờ."
    )
    papers = [p for p in data.papers(procedure) if p["component_code"] in items]
    portal.citizen.supplement(dossier, "Đã chụp lại.", papers)
    if portal.receiver.read(dossier).status != "2":
        portal.receiver.accept(dossier)
    return dossier


def settled(
    portal: OneStop,
    data: TestBench,
    procedure: TestProcedure,
    dossier: OpenDossier,
    *,
    forwarded: bool = False,
    content: str = "",
) -> OpenDossier:
    """Take a dossier that was accepted, or was ``forwarded`` too, to its decision (state 9).

    ``content`` is what is decided; else a word of its own.
    """
    if not forwarded:
        portal.receiver.forward(dossier, procedure.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    decided = content or f"Kết quả {data.word()}"
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", decided)
    portal.leader.approve(dossier)
    return dossier


def newcomer(data: TestBench) -> Person:
    """Return somebody whose name nobody else has, as far as the candidate lets anybody come."""
    return data.newcomer()


def with_papers(data: TestBench, least: int, *traits: str) -> TestProcedure:
    """Return a procedure that requires at least ``least`` papers; raise ``NoTestData``."""
    for procedure in data.procedures(*traits):
        if len(procedure.components) >= least:
            return procedure
    raise NoTestData(f"test_data.procedures: {', '.join(traits)}, {least} components")


def longest_limit(data: TestBench, *traits: str) -> tuple[TestProcedure, Limit]:
    """Return the procedure with the greatest limit among those with the traits, and its limit."""
    timed = [(p, p.limit) for p in data.procedures(*traits) if p.limit is not None]
    if not timed:
        raise NoTestData(f"test_data.procedures: {', '.join(traits)}, limit")
    return max(timed, key=lambda pair: pair[1].amount)


def longest(data: TestBench, *traits: str) -> TestProcedure:
    """Return the procedure with the greatest limit: time for whatever happens on the way."""
    return longest_limit(data, *traits)[0]
