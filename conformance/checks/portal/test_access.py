"""The right to each single dossier: strangers and people without a session (SEC-10)."""

from __future__ import annotations

from itertools import product
from typing import Any, TypeVar
from urllib.parse import quote

import pytest

from conformance.candidate.operations import Role
from conformance.candidate.people import Citizen, OneStop, Visitor
from conformance.candidate.portal import Actor, OpenDossier
from conformance.candidate.reply import ReplyKind
from conformance.checks.kit import expect, fail, verifies
from conformance.checks.kit.data import NoTestData, TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.given import kept_out, leaked, with_text

A = TypeVar("A", bound=Actor)
STRANGERS = ("other-citizen", "anonymous")
DEEDS = ("withdraw", "submit-draft", "attach")
READS = ("dossier.read-own", "dossier.history-own", "notice.list", "payment.read")


def _private_dossier(portal: OneStop, data: TestBench) -> tuple[OpenDossier, str]:
    """Submit a dossier as the citizen; return it and the private words that stand in its form."""
    content = f"Nội dung riêng tư {data.word()}"
    procedure, form = with_text(data, content)
    applicant = data.person(Role.CITIZEN).applicant()
    dossier = portal.citizen.submit(procedure.code, applicant, form, data.papers(procedure))
    return dossier, content


def _stranger(portal: OneStop, who: str) -> Visitor:
    return portal.other_citizen if who == "other-citizen" else portal.anyone


@verifies(
    "SEC-10",
    vi="Người khác, hoặc người chưa đăng nhập, không đọc được hồ sơ, quá trình xử lý, thông báo, "
    "khoản phí của tôi và không thấy dữ liệu cá nhân trong câu từ chối",
)
@pytest.mark.parametrize(("who", "operation"), list(product(STRANGERS, READS)))
def test_stranger_reads_nothing_of_a_dossier(
    portal: OneStop, data: TestBench, operation: str, who: str
) -> None:
    """A stranger reads nothing of a dossier that its owner reads, and the refusal tells nothing."""
    person = data.person(Role.CITIZEN)
    dossier, content = _private_dossier(portal, data)
    portal.receiver.accept(dossier)
    own = portal.citizen.do(operation, dossier=dossier)
    if operation == "dossier.read-own":
        expect(leaked(own, person, content), "portal-owner-sees").present()
    reply = _stranger(portal, who).attempt(operation, dossier=dossier)
    kept_out(reply, "portal-foreign-dossier", person, content)


@verifies(
    "SEC-10",
    vi="Biết địa chỉ tệp đính kèm của người khác cũng không tải được tệp",
)
@pytest.mark.parametrize("who", STRANGERS)
def test_stranger_cannot_download_a_file(
    portal: OneStop, data: TestBench, journey: Journey, who: str
) -> None:
    """Knowing the address of somebody else's file does not open it; its owner downloads it."""
    procedure = data.procedure("online", "free", "working-days")
    dossier = journey.submitted(procedure)
    files = portal.citizen.read(dossier).attachments
    expect(files, "portal-own-papers").present()
    content = portal.citizen.download(dossier, files[0])
    expect(content[:4], "portal-own-file-content").equals(b"%PDF")
    reply = _stranger(portal, who).attempt(
        "attachment.download", dossier=dossier, attachment=files[0].id
    )
    kept_out(reply, "portal-foreign-file", data.person(Role.CITIZEN))
    expect((reply.content or b"")[:4], "portal-foreign-file").differs_from(b"%PDF")


@verifies(
    "SEC-10",
    vi="Người khác không rút, không nộp thay, không đính kèm tệp vào hồ sơ của tôi được; hồ sơ giữ "
    "nguyên và chính tôi vẫn làm được",
)
@pytest.mark.parametrize(("who", "deed"), list(product(STRANGERS, DEEDS)))
def test_stranger_changes_nothing_of_a_dossier(
    portal: OneStop, data: TestBench, journey: Journey, deed: str, who: str
) -> None:
    """A stranger cannot change a dossier; it stays as it was, and its owner still can."""
    dossier = journey.submitted(data.procedure("online", "free")) if deed == "withdraw" else (
        _ready_draft(portal, data)
    )  # fmt: skip
    needs: dict[str, dict[str, Any]] = {
        "withdraw": {"reason": "Rút hồ sơ của người khác"},
        "attach": {"file": data.upload("scan.png")},
    }
    more = needs.get(deed, {})
    before = portal.citizen.read(dossier)
    reply = _stranger(portal, who).attempt(f"dossier.{deed}", dossier=dossier, **more)
    kept_out(reply, "portal-foreign-change", data.person(Role.CITIZEN))
    after = portal.citizen.read(dossier)
    expect(after.status, "portal-unchanged-status").equals(before.status)
    expect(len(after.attachments), "portal-unchanged-files").equals(len(before.attachments))
    portal.citizen.do(f"dossier.{deed}", dossier=dossier, **more)
    changed = portal.citizen.read(dossier)
    same = (changed.status, len(changed.attachments)) == (after.status, len(after.attachments))
    expect(same, "portal-owner-changes").equals(False)


@verifies(
    "SEC-10",
    vi="Người khác không đánh giá được hồ sơ của tôi; chính tôi thì đánh giá được",
)
def test_stranger_cannot_rate_a_dossier(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """A stranger cannot rate somebody else's dossier, while the applicant can."""
    dossier = journey.decided(data.procedure("online", "free", "working-days"))
    rating: dict[str, Any] = {"level": "satisfied", "contents": {}}
    for stranger in (portal.other_citizen, portal.anyone):
        reply = stranger.attempt("dossier.rate", dossier=dossier, **rating)
        kept_out(reply, "portal-foreign-change", data.person(Role.CITIZEN))
    portal.citizen.rate(dossier, "satisfied", {})


@verifies(
    "SEC-10",
    vi="Danh sách và tìm kiếm của người khác không có hồ sơ của tôi; chưa đăng nhập thì không có "
    "danh sách nào",
    of=("dossier.list-own",),
    smoke=True,
)
def test_lists_do_not_show_foreign_dossiers(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """No list of another person shows a dossier, and without a session there is no list."""
    dossier = journey.submitted(data.procedure("online", "free"))
    expect([d.id for d in portal.citizen.own_dossiers()], "portal-own-list-holds").contains(
        dossier.id
    )
    asked = portal.other_citizen.attempt("dossier.list-own", page=1, page_size=50)
    if asked.kind is not ReplyKind.DENIED:  # some say no where a search finds nothing of one's own
        theirs = portal.other_citizen.own_dossiers()
        expect([d.id for d in theirs], "portal-own-list-foreign").lacks(dossier.id)
    reply = portal.anyone.attempt("dossier.list-own", page=1, page_size=50)
    if reply.accepted and reply.records:
        fail("portal-list-without-session", "401", reply.describe(), exchange=reply.exchange)
    kept_out(reply, "portal-list-without-session", data.person(Role.CITIZEN))
    for operation in ("dossier.queue", "session.who"):
        given = {"page": 1, "page_size": 50} if operation == "dossier.queue" else {}
        kept_out(
            portal.anyone.attempt(operation, **given),
            "portal-list-without-session",
            data.person(Role.CITIZEN),
        )


@verifies(
    "SEC-10",
    vi="Chưa đăng nhập thì không nộp được hồ sơ và không làm được thao tác của cán bộ",
)
def test_nothing_is_done_without_a_session(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """Nobody submits or accepts without a session; with one, both are done."""
    procedure = data.procedure("online", "free")
    person = data.person(Role.CITIZEN)
    reply = portal.anyone.attempt(
        "dossier.submit",
        procedure_code=procedure.code,
        applicant=person.applicant(),
        form=procedure.form,
        files=data.papers(procedure),
    )
    kept_out(reply, "portal-without-session", person)
    dossier = journey.submitted(procedure)
    kept_out(
        portal.anyone.attempt("dossier.accept", dossier=dossier), "portal-without-session", person
    )
    expect(portal.receiver.read(dossier).status, "portal-unchanged-status").equals("1")
    expect(portal.receiver.accept(dossier).status, "portal-entitled-status").equals("2")


_NAMING = (
    "X-Forwarded-User", "X-Remote-User", "Remote-User", "X-Authenticated-User", "X-User",
    "X-User-Id", "X-User-Name", "X-Auth-Request-User", "userId",
)  # fmt: skip
"""Headers in which a proxy names who has signed in; some portals believe them of anybody."""
_CLAIMS = ("headers", "query")


def _claiming(who: A, data: TestBench, role: Role, claim: str) -> A:
    """Return ``who``, who says in each request to be the account of ``role``."""
    account = data.file.test_data.accounts.get(role)
    if account is None:
        raise NoTestData(f"test_data.accounts.{role.value}")
    name = quote(account.username, safe="@._-")
    if claim == "query":
        return who.pretending(
            query={"userId": name, "user": name, "username": name, "role": role.value}
        )
    roles = dict.fromkeys(("X-Role", "X-User-Role", "X-Roles"), role.value)
    local = dict.fromkeys(("X-Forwarded-For", "X-Real-IP"), "127.0.0.1")
    return who.pretending(headers={**dict.fromkeys(_NAMING, name), **roles, **local})


@verifies(
    "SEC-10",
    vi="Tự xưng là chủ hồ sơ hoặc là cán bộ bằng tiêu đề HTTP hay tham số địa chỉ không mở "
    "được hồ sơ; chính chủ hồ sơ thì mở được",
)
@pytest.mark.parametrize(("who", "claim"), list(product(STRANGERS, _CLAIMS)))
def test_claimed_identity_opens_no_dossier(
    portal: OneStop, data: TestBench, who: str, claim: str
) -> None:
    """Claiming in headers or in the address to be the owner or an officer opens no dossier."""
    person = data.person(Role.CITIZEN)
    dossier, content = _private_dossier(portal, data)
    own = portal.citizen.do("dossier.read-own", dossier=dossier)
    expect(leaked(own, person, content), "portal-owner-sees").present()
    for role in (Role.CITIZEN, Role.RECEIVER):
        pretender = _claiming(_stranger(portal, who), data, role, claim)
        reply = pretender.attempt("dossier.read-own", dossier=dossier)
        kept_out(reply, "portal-claimed-identity", person, content)


@verifies(
    "SEC-11",
    vi="Tự xưng là cán bộ tiếp nhận bằng tiêu đề HTTP hay tham số địa chỉ không tiếp "
    "nhận được hồ sơ; cán bộ tiếp nhận thì làm được",
)
@pytest.mark.parametrize("claim", _CLAIMS)
def test_claimed_role_gives_no_right(
    portal: OneStop, data: TestBench, journey: Journey, claim: str
) -> None:
    """Claiming in headers or in the address to be the receiving officer accepts no dossier."""
    dossier = journey.submitted(data.procedure("online", "free"))
    for citizen in (portal.citizen, portal.anyone):
        reply = _claiming(citizen, data, Role.RECEIVER, claim).attempt(
            "dossier.accept", dossier=dossier
        )
        kept_out(reply, "portal-claimed-role", data.person(Role.CITIZEN))
        expect(portal.receiver.read(dossier).status, "portal-unchanged-status").equals("1")
    expect(portal.receiver.accept(dossier).status, "portal-entitled-status").equals("2")


def _ready_draft(portal: OneStop, data: TestBench) -> OpenDossier:
    """Return the citizen's draft with every required paper, not yet submitted."""
    procedure = data.procedure("online", "free")
    citizen: Citizen = portal.citizen
    dossier = citizen.draft(procedure.code, data.person(Role.CITIZEN).applicant(), procedure.form)
    for paper in data.papers(procedure):
        citizen.attach(dossier, paper["file"], paper["component_code"])
    return portal.opened(dossier)
