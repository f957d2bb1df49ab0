"""Every way to read of a dossier, tried by everybody who may not (SEC-10, SEC-11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from conformance.candidate.operations import Role, Shape
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor, OpenDossier
from conformance.candidate.reply import OperationFailed, Reply
from conformance.checks.kit import Violation, expect, report, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.given import gives_nothing_away, kept_out
from conformance.words import Text

PDF = b"%PDF"
ESSENTIAL = frozenset({"dossier.read-own", "dossier.read", "attachment.download"})
"""What somebody must be able to read, or the refusals to others mean nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An operation that reads of a dossier, and who may."""

    operation: str
    rightful: Role
    given: Mapping[str, Any] = field(default_factory=dict)

    def by(self, portal: OneStop, who: Role, dossier: OpenDossier) -> Reply:
        """Return what ``who`` is answered."""
        return Actor(portal, who).attempt(self.operation, dossier=dossier, **self.given)


def readings(attachment: str | None) -> tuple[Reading, ...]:
    """Return all operations that read of a dossier that has a file, a receipt and a result."""
    return (
        *(Reading(name, Role.CITIZEN) for name in (
            "dossier.read-own", "dossier.history-own", "notice.list", "payment.read",
            "result.read-own", "result.download")),
        Reading("attachment.download", Role.CITIZEN, {"attachment": attachment}),
        *(Reading(name, Role.HANDLER) for name in (
            "dossier.read", "dossier.history", "result.read")),
        Reading("sheet.list", Role.RECEIVER),
        Reading("sheet.read", Role.RECEIVER, {"kind": "receipt"}),
        Reading("assignment.list", Role.LEADER),
    )  # fmt: skip


def _expect_closed(
    portal: OneStop, data: TestBench, journey: Journey, strangers: tuple[Role, ...]
) -> None:
    """Expect that no stranger reads of a settled dossier what the rightful read."""
    dossier = journey.returned(data.procedure("online", "free", "working-days"))
    files = portal.citizen.read(dossier).attachments
    expect(files, "portal-own-papers").present()
    found: list[Violation] = []
    for reading in readings(files[0].id):
        own = reading.by(portal, reading.rightful, dossier)
        if not own.accepted:
            if reading.operation in ESSENTIAL:
                raise OperationFailed(own)
            continue
        for who in strangers:
            found += _opened(reading.by(portal, who, dossier), who, data)
    report(found)


def _opened(reply: Reply, who: Role, data: TestBench) -> list[Violation]:
    """Return how an answer opens what is foreign; an empty list of it opens nothing."""
    title = reply.operation.title
    why = Text(vi=f"{title.vi} ({who.value})", en=f"{title.en} ({who.value})")
    nothing = reply.accepted and reply.operation.shape is Shape.MANY and not reply.records
    try:
        if nothing:
            gives_nothing_away(reply, data.person())
        else:
            kept_out(reply, "portal-foreign-reading", data.person())
    except Violation as violation:
        violation.operation, violation.why = reply.operation.id, why
        return [violation]
    return []


@verifies(
    "SEC-10",
    vi="Mọi cách đọc một hồ sơ (nội dung, quá trình, thông báo, phí, biểu mẫu, phân công, kết quả, "
    "tệp) đều đóng với người dân khác và với người chưa đăng nhập",
)
@pytest.mark.parametrize("who", [Role.OTHER_CITIZEN, Role.ANYONE])
def test_no_reading_is_open_to_strangers(
    portal: OneStop, data: TestBench, journey: Journey, who: Role
) -> None:
    """Every way to read of a dossier is closed to another citizen and without a session."""
    _expect_closed(portal, data, journey, (who,))


@verifies(
    "SEC-11",
    vi="Mọi cách đọc một hồ sơ đều đóng với cán bộ cơ quan khác không được phân công",
)
@pytest.mark.parametrize("who", [Role.OTHER_RECEIVER, Role.OTHER_HANDLER])
def test_no_reading_is_open_to_another_agency(
    portal: OneStop, data: TestBench, journey: Journey, who: Role
) -> None:
    """Every way to read of a dossier is closed to an officer of another agency."""
    _expect_closed(portal, data, journey, (who,))


@verifies(
    "SEC-10",
    vi="Ghép mã hồ sơ của chính mình với tệp trong hồ sơ của người khác không tải được tệp đó; tệp "
    "của mình thì tải được",
)
def test_own_dossier_does_not_open_a_foreign_file(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The own dossier's identifier beside that of somebody else's file does not open the file."""
    procedure = data.procedure("online", "free", "working-days")
    mine = journey.submitted(procedure)
    theirs = journey.submitted_by_another(procedure)
    foreign = portal.citizen.read(mine).attachments
    own = portal.other_citizen.read(theirs).attachments
    expect(foreign and own, "portal-own-papers").present()
    opened = portal.other_citizen.download(theirs, own[0])
    expect(opened[:4], "portal-own-file-content").equals(PDF)
    reply = portal.other_citizen.attempt(
        "attachment.download", dossier=theirs, attachment=foreign[0].id
    )
    expect((reply.content or b"")[:4], "portal-crossed-file").differs_from(PDF)
    kept_out(reply, "portal-crossed-file", data.person())


@verifies(
    "SEC-11",
    vi="Cán bộ cơ quan khác ghép mã hồ sơ của cơ quan mình với tệp trong hồ sơ của cơ quan khác "
    "cũng không tải được tệp đó",
)
def test_an_officers_dossier_does_not_open_a_foreign_file(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A dossier of the officer's own agency does not open the file of another agency's."""
    dossier = journey.submitted(data.procedure("online", "free", "working-days"))
    foreign = portal.citizen.read(dossier).attachments
    procedure, them = data.procedure("counter", "any-desk"), data.stranger()
    desk, _ = portal.other_receiver.receive(
        procedure.code, them.applicant(), "1", data.papers(procedure), procedure.form
    )
    own = portal.other_receiver.read(desk).attachments
    expect(foreign and own, "portal-own-papers").present()
    opened = portal.other_receiver.do("attachment.download", dossier=desk, attachment=own[0].id)
    expect((opened.content or b"")[:4], "portal-own-file-content").equals(PDF)
    reply = portal.other_receiver.attempt(
        "attachment.download", dossier=desk, attachment=foreign[0].id
    )
    expect((reply.content or b"")[:4], "portal-crossed-file").differs_from(PDF)
    kept_out(reply, "portal-crossed-file", data.person())
