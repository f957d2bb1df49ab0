"""Rights by role and by agency, and officers' search within them (SEC-11, OSS-56)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import pytest

from conformance.candidate import facts as f
from conformance.candidate.file import TestProcedure
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor, OpenDossier
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.given import (
    changes_of,
    fresh_word,
    kept_out,
    publishable,
    turned_away,
)
from conformance.instruments.vietnam_time import local
from conformance.instruments.vietnamese_text import search_key

Meets = Callable[[f.Dossier], bool]
Brings = Callable[[Journey, TestProcedure], OpenDossier]


@dataclass(frozen=True, slots=True)
class Trespass:
    """An operation that somebody attempts whose role or agency does not allow it."""

    operation: str
    intruder: Role
    rightful: Role
    stage: Brings

    def values(self, procedure: TestProcedure) -> dict[str, Any]:
        """Return what the operation takes besides the dossier."""
        needs: dict[str, dict[str, Any]] = {
            "dossier.forward": {"agency": procedure.agency},
            "result.propose": {"summary": "Đủ điều kiện", "content": "Kết quả thử nghiệm"},
            "dossier.refuse": {"reason": "Không thuộc đối tượng giải quyết"},
        }
        return needs.get(self.operation, {})


def _accepted(journey: Journey, procedure: TestProcedure) -> OpenDossier:
    return journey.accepted(procedure)[0]


_SUBMITTED: Brings = Journey.submitted
TRESPASSES: dict[str, Trespass] = {
    "citizen-accepts": Trespass("dossier.accept", Role.CITIZEN, Role.RECEIVER, _SUBMITTED),
    "handler-accepts": Trespass("dossier.accept", Role.HANDLER, Role.RECEIVER, _SUBMITTED),
    "admin-accepts": Trespass("dossier.accept", Role.ADMIN, Role.RECEIVER, _SUBMITTED),
    "citizen-refuses": Trespass("dossier.refuse", Role.CITIZEN, Role.RECEIVER, _SUBMITTED),
    "other-agency-accepts": Trespass(
        "dossier.accept", Role.OTHER_RECEIVER, Role.RECEIVER, _SUBMITTED
    ),
    "other-agency-refuses": Trespass(
        "dossier.refuse", Role.OTHER_RECEIVER, Role.RECEIVER, _SUBMITTED
    ),
    "citizen-forwards": Trespass("dossier.forward", Role.CITIZEN, Role.RECEIVER, _accepted),
    "receiver-proposes": Trespass(
        "result.propose", Role.RECEIVER, Role.HANDLER, Journey.assigned
    ),
    "other-department-proposes": Trespass(
        "result.propose", Role.OTHER_HANDLER, Role.HANDLER, Journey.assigned
    ),
    "citizen-approves": Trespass("result.approve", Role.CITIZEN, Role.LEADER, Journey.proposed),
    "receiver-approves": Trespass("result.approve", Role.RECEIVER, Role.LEADER, Journey.proposed),
    "handler-approves-own": Trespass(
        "result.approve", Role.HANDLER, Role.LEADER, Journey.proposed
    ),
    "admin-approves": Trespass("result.approve", Role.ADMIN, Role.LEADER, Journey.proposed),
}  # fmt: skip


@verifies(
    "SEC-11",
    vi="Người không đúng vai trò, không đúng cơ quan không tiếp nhận, chuyển, trình, duyệt được hồ "
    "sơ; người đúng vai trò thì làm được",
)
@pytest.mark.parametrize("case", list(TRESPASSES))
def test_nobody_does_what_belongs_to_another_role(
    portal: OneStop, data: TestBench, journey: Journey, case: str
) -> None:
    """What belongs to another role or agency is refused, changes nothing, and the entitled can."""
    trespass = TRESPASSES[case]
    procedure = data.procedure("online", "free", "working-days")
    dossier = trespass.stage(journey, procedure)
    values = trespass.values(procedure)
    before = portal.citizen.read(dossier)
    reply = Actor(portal, trespass.intruder).attempt(trespass.operation, dossier=dossier, **values)
    refused(reply, "portal-foreign-role")
    after = portal.citizen.read(dossier)
    expect((after.status, after.code), "portal-unchanged-state").equals(
        (before.status, before.code)
    )
    Actor(portal, trespass.rightful).do(trespass.operation, dossier=dossier, **values)
    done = {"dossier.accept": "2", "dossier.refuse": "3", "dossier.forward": "4",
            "result.propose": "4", "result.approve": "9"}  # fmt: skip
    expect(portal.citizen.read(dossier).status, "portal-entitled-status").equals(
        done[trespass.operation]
    )


@verifies(
    "SEC-11",
    vi="Người không có vai trò quản trị không xem được danh sách tài khoản, nhật ký hệ thống",
    of=("account.list", "audit.list"),
)
@pytest.mark.parametrize(
    ("operation", "who"),
    list(
        product(
            ("account.list", "audit.list"),
            (Role.ANYONE, Role.CITIZEN, Role.RECEIVER, Role.HANDLER),
        )
    ),
)
def test_administration_is_closed_to_others(portal: OneStop, operation: str, who: Role) -> None:
    """Accounts and the system's log open to the administrator and to no other role."""
    expect(portal.admin.do(operation).records, "portal-administrator-sees").present()
    reply = Actor(portal, who).attempt(operation)
    turned_away(reply, "portal-foreign-role")
    expect(reply.records, "portal-refusal-gives-away").absent()


@verifies(
    "SEC-11",
    vi="Người không có vai trò quản trị không công bố được sửa đổi của thủ tục, danh mục giữ "
    "nguyên; quản trị công bố chính sửa đổi đó thì được",
    of=("procedure.publish",),
    exclusive=True,
)
@pytest.mark.parametrize("who", [Role.CITIZEN, Role.RECEIVER, Role.HANDLER])
def test_only_the_administrator_publishes(portal: OneStop, data: TestBench, who: Role) -> None:
    """Nobody but the administrator publishes an amendment, and the catalogue stays as it was; the
    administrator publishes the very same.
    """
    procedure = publishable(data)
    before = [v.version for v in portal.admin.versions(procedure.code)]
    changes = changes_of(procedure, fresh_word(portal, data))
    reply = Actor(portal, who).attempt(
        "procedure.publish", procedure_code=procedure.code, changes=changes
    )
    refused(reply, "portal-publishes-without-right")
    after = [v.version for v in portal.admin.versions(procedure.code)]
    expect(after, "portal-versions-after-refusal").equals(before)
    portal.admin.publish(procedure.code, changes)
    published = [v.version for v in portal.admin.versions(procedure.code)]
    expect(len(published), "portal-version-added").equals(len(before) + 1)


@verifies(
    "SEC-11",
    "OSS-56",
    vi="Cán bộ cơ quan khác không được phân công thì biết mã hồ sơ cũng không tìm, không mở được",
    of=("dossier.queue", "dossier.read"),
)
@pytest.mark.parametrize("who", [Role.OTHER_RECEIVER, Role.OTHER_HANDLER])
def test_another_agency_neither_finds_nor_opens(
    portal: OneStop, data: TestBench, journey: Journey, who: Role
) -> None:
    """Another agency's officer who knows a dossier's code neither finds nor opens the dossier."""
    dossier = journey.assigned(data.procedure("online", "free", "working-days"))
    person = data.person(Role.CITIZEN)
    entitled = portal.receiver if who is Role.OTHER_RECEIVER else portal.handler
    found = [d.code for d in entitled.find(dossier_code=dossier.code)]
    expect(found, "portal-search-by-code").equals([dossier.code])
    expect(entitled.read(dossier).code, "portal-entitled-reads").equals(dossier.code)
    stranger = portal.other_receiver if who is Role.OTHER_RECEIVER else portal.other_handler
    reply = stranger.attempt("dossier.queue", dossier_code=dossier.code, page=1, page_size=50)
    if not reply.accepted:
        kept_out(reply, "portal-search-beyond-rights", person)
    theirs = [d.code for d in reply.records if isinstance(d, f.Dossier)]
    expect(theirs, "portal-search-beyond-rights").absent()
    for operation in ("dossier.read", "dossier.history"):
        kept_out(stranger.attempt(operation, dossier=dossier), "portal-foreign-dossier", person)


@verifies(
    "OSS-56",
    vi="Cán bộ tìm được hồ sơ theo mã, người nộp, thủ tục, trạng thái, thời gian; kết quả chỉ gồm "
    "hồ sơ thỏa tiêu chí",
    of=("dossier.queue",),
)
@pytest.mark.parametrize("criterion", ["code", "applicant", "procedure", "status", "period"])
def test_officers_search_by_each_criterion(
    portal: OneStop, data: TestBench, journey: Journey, criterion: str
) -> None:
    """Officers find a dossier by each criterion, and only dossiers that meet it."""
    procedure = data.procedure("online", "free", "working-days")
    dossier, seen = journey.accepted(procedure)
    day = local(seen.received_at or portal.asked_at()).date()
    person, other = data.person(Role.CITIZEN), data.procedures("online")[-1].code
    searches: dict[str, tuple[dict[str, Any], Meets, dict[str, Any]]] = {
        "code": ({"dossier_code": dossier.code}, lambda d: (dossier.code or "") in (d.code or ""),
                 {"dossier_code": f"{dossier.code}{data.word(3)}"}),
        "applicant": ({"keyword": person.name}, lambda d: _holds(d.applicant_name, person.name),
                      {"keyword": data.word(12)}),
        "procedure": ({"procedure_code": procedure.code},
                      lambda d: d.procedure_code == procedure.code, {"procedure_code": other}),
        "status": ({"status": "2", "dossier_code": dossier.code}, lambda d: d.status == "2",
                   {"status": "3", "dossier_code": dossier.code}),
        "period": ({"from_day": day, "to_day": day},
                   lambda d: d.received_at is not None and local(d.received_at).date() == day,
                   {"from_day": date(2015, 1, 5), "to_day": date(2015, 1, 6)}),
    }  # fmt: skip
    asked, meets, elsewhere = searches[criterion]
    found = portal.receiver.find(**asked)
    expect([d.id for d in found], "portal-search-hit-dossier").contains(dossier.id)
    expect([d.code or d.id for d in found if not meets(d)], "portal-search-wrong-dossier").absent()
    reply = portal.receiver.attempt("dossier.queue", page=1, page_size=50, **elsewhere)
    expect(reply.accepted or reply.refused, "portal-search-answers").equals(True)
    others = [d.id for d in reply.records if isinstance(d, f.Dossier)]
    expect(others, "portal-search-miss-dossier").lacks(dossier.id)


def _holds(name: str | None, words: str) -> bool:
    """Tell whether a name holds all the words, marks and case left aside."""
    key = search_key(name or "")
    return all(word in key for word in search_key(words).split())
