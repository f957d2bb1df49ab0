"""Looking dossiers up: what anybody sees, and what the applicant sees (POR-14, 40, 41)."""

from __future__ import annotations

from conformance.candidate import facts as f
from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.candidate.reply import Reply
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.sameness import text_key
from conformance.checks.portal.given import leaked, with_text
from conformance.checks.portal.public_view import beyond, days


def _last(portal: OneStop) -> Reply:
    assert portal.last_reply is not None
    return portal.last_reply


@verifies(
    "POR-40",
    vi="Người chưa đăng nhập tra cứu chỉ thấy mã hồ sơ và mức độ hoàn thành, không thấy dữ liệu cá "
    "nhân, thủ tục hay nội dung hồ sơ",
    of=("lookup.public",),
)
def test_public_look_up_shows_code_and_completion_only(portal: OneStop, data: TestBench) -> None:
    """Without login a look-up shows the dossier code and the degree of completion, nothing else."""
    content = f"Nội dung riêng {data.word()}"
    procedure, form = with_text(data, content)
    person = data.person(Role.CITIZEN)
    dossier = portal.citizen.submit(
        procedure.code, person.applicant(), form, data.papers(procedure)
    )
    code = portal.receiver.accept(dossier).code
    expect(code, "portal-dossier-code").present()
    seen = portal.anyone.look_up(code or "")
    reply = _last(portal)
    expect(seen.code, "portal-public-code").equals(code)
    expect(seen.progress, "portal-public-progress").present()
    papers = [str(paper["file"].name) for paper in data.papers(procedure)]
    more = [content, procedure.name or procedure.code, *papers]
    expect(leaked(reply, person, *more), "portal-public-gives-away").absent()


@verifies(
    "POR-40",
    vi="Không giá trị nào trong kết quả tra cứu công khai trùng với thông tin mà cán bộ thấy: cơ "
    "quan, phòng ban, cán bộ, ngày hẹn, thủ tục, hay một phần dữ liệu của người nộp",
    of=("lookup.public",),
)
def test_no_value_of_the_public_view_is_of_the_officers_view(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """No value that anybody is shown is one of the officer's view, or a part of the applicant's."""
    dossier = journey.assigned(data.procedure("online", "free", "working-days"))
    seen = portal.handler.read(dossier)
    facts = _officers_facts(portal, seen)
    view = portal.anyone.look_up(seen.code or "")
    reply = _last(portal)
    expect(view.code, "portal-public-code").equals(seen.code)
    allowed = [view.progress or "", *_shown(seen, "status_label", "status")]
    person = data.person(Role.CITIZEN)
    more = beyond(reply.body, seen.code or "", allowed, facts, person)
    expect(more, "portal-public-more").absent()


def _officers_facts(portal: OneStop, seen: f.Dossier) -> list[str]:
    """Return words of the officer's view that nobody else may be told."""
    facts = _shown(seen, "unit", "assignee", "receiving_agency", "deciding_agency",
                   "procedure_code", "procedure_name")  # fmt: skip
    page = portal.anyone.procedure(seen.procedure_code or "")
    facts += [page.name or ""]
    facts += [a.name or "" for a in portal.anyone.attempt("agency.list").records
              if isinstance(a, f.Agency) and a.code in facts]  # fmt: skip
    if seen.due_at is not None:
        facts += days(seen.due_at)
    return [fact for fact in facts if fact]


def _shown(seen: f.Dossier, *names: str) -> list[str]:
    """Return the values of fields that the binding maps."""
    return [str(getattr(seen, name)) for name in names if seen.shows(name) and getattr(seen, name)]


@verifies(
    "POR-40",
    vi="Người chưa đăng nhập tra cứu hồ sơ của doanh nghiệp cũng chỉ thấy mã hồ sơ và mức độ hoàn "
    "thành, không thấy tên, mã số hay địa chỉ của doanh nghiệp",
    of=("lookup.public",),
)
def test_public_look_up_tells_nothing_of_a_business_either(
    portal: OneStop, data: TestBench
) -> None:
    """Without login a look-up tells no more of a business's dossier than of a citizen's."""
    procedure, company = data.procedure("online", "business"), data.person(Role.BUSINESS)
    dossier = portal.business.submit(
        procedure.code, company.applicant(), procedure.form, data.papers(procedure)
    )
    code = portal.receiver.accept(dossier).code
    expect(code, "portal-dossier-code").present()
    seen = portal.anyone.look_up(code or "")
    reply = _last(portal)
    expect(seen.code, "portal-public-code").equals(code)
    expect(seen.progress, "portal-public-progress").present()
    shown = leaked(reply, company, procedure.name or procedure.code)
    expect(shown, "portal-public-gives-away").absent()


@verifies(
    "POR-40",
    vi="Mức độ hoàn thành tra cứu công khai thay đổi theo tiến trình xử lý hồ sơ",
    of=("lookup.public",),
    smoke=True,
)
def test_public_progress_follows_the_dossier(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The degree of completion that anybody sees moves on as the dossier does."""
    procedure = data.procedure("online", "free", "working-days")
    dossier, accepted = journey.accepted(procedure)
    first = portal.anyone.look_up(accepted.code or "").progress
    expect(first, "portal-public-progress").present()
    portal.receiver.forward(dossier, procedure.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    portal.handler.propose(dossier, "Đủ điều kiện", f"Kết quả thử nghiệm {data.word()}")
    portal.leader.approve(dossier)
    last = portal.anyone.look_up(accepted.code or "").progress
    expect(last, "portal-public-progress-moves").present().differs_from(first)
    if _is_number(first) and _is_number(last):
        expect(float(last or 0), "portal-public-progress-moves").at_least(float(first or 0))


@verifies(
    "POR-40",
    vi="Mã hồ sơ không có thật thì tra cứu không ra, trong khi mã có thật thì ra",
    of=("lookup.public",),
)
def test_unknown_code_is_not_found(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """A code that no dossier has is not found, while that of a real dossier is."""
    _, accepted = journey.accepted(data.procedure("online", "free"))
    code = accepted.code or ""
    expect(portal.anyone.look_up(code).code, "portal-public-code").equals(code)
    for unknown in (f"{code[:-4]}9876", f"{code}-{data.word()}", data.word(12)):
        reply = refused(
            portal.anyone.attempt("lookup.public", dossier_code=unknown), "portal-unknown-code"
        )
        expect(leaked(reply, data.person(Role.CITIZEN)), "portal-public-gives-away").absent()


@verifies(
    "POR-41",
    vi="Người nộp đã đăng nhập thấy hồ sơ của mình đến phòng, ban đang xử lý",
    of=("dossier.read-own",),
)
def test_applicant_sees_the_division_that_handles(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The signed-in applicant sees down to which division the dossier is being handled."""
    dossier = journey.assigned(data.procedure("online", "free", "working-days"))
    own = portal.citizen.read(dossier)
    expect(own.status, "portal-own-status").equals("4")
    expect(own.unit, "portal-handling-division").present()
    officers = portal.handler.read(dossier)
    expect(own.unit, "portal-handling-division").equals(officers.unit)
    names = [own.deciding_agency, *(a.name for a in portal.anyone.agencies()
                                    if a.code == own.deciding_agency)]  # fmt: skip
    key = text_key(own.unit or "")
    expect([n for n in names if text_key(n or "") == key], "portal-division-is-agency").absent()


@verifies(
    "POR-41",
    vi="Người nộp đã đăng nhập tra cứu được giấy tờ và kết quả điện tử trong hồ sơ của mình",
    of=("dossier.read-own", "result.read-own"),
)
def test_applicant_sees_own_papers_and_results(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The signed-in applicant finds the electronic papers and results of the own dossier."""
    procedure = data.procedure("online", "free", "working-days")
    dossier = journey.returned(procedure)
    own = portal.citizen.read(dossier)
    papers = sorted(a.component_code or "" for a in own.attachments)
    expect(papers, "portal-own-papers").equals(sorted(procedure.components))
    results = portal.citizen.results(dossier)
    expect(results, "portal-own-result").present()
    expect([r.code for r in results if not r.code], "portal-own-result-code").absent()


@verifies(
    "POR-14",
    vi="Người nộp theo dõi được hồ sơ: tình trạng mới hiện ngay sau khi tiếp nhận, có kết quả và "
    "trả kết quả, thống nhất giữa danh sách và trang chi tiết",
    of=("dossier.read-own", "dossier.list-own"),
)
def test_applicant_follows_reception_and_return(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The applicant sees each new state at once, the same in the list and on the dossier's page."""
    procedure = data.procedure("online", "free", "working-days")
    dossier = journey.submitted(procedure)
    _expect_state(portal, dossier, "1")
    portal.receiver.accept(dossier)
    own = _expect_state(portal, dossier, "2")
    expect(own.received_at, "portal-own-received-at").present()
    expect(own.due_at, "portal-own-due-at").present()
    portal.receiver.forward(dossier, procedure.agency)
    portal.leader.assign(dossier, data.officer("handler"))
    _expect_state(portal, dossier, "4")
    portal.handler.propose(dossier, "Đủ điều kiện", f"Kết quả thử nghiệm {data.word()}")
    portal.leader.approve(dossier)
    _expect_state(portal, dossier, "9")
    journey.hand_over(dossier)
    own = _expect_state(portal, dossier, "10")
    expect(own.returned_at, "portal-own-returned-at").present()


def _expect_state(portal: OneStop, dossier: OpenDossier, status: str) -> f.Dossier:
    """Expect the applicant's page and list to show a state; return the page."""
    page = portal.citizen.read(dossier)
    expect(page.status, "portal-own-status").equals(status)
    # once each: a page shifts when others file meanwhile, and brings a dossier a second time
    lines = {d.status or "" for d in portal.citizen.own_dossiers() if d.id == dossier.id}
    expect(sorted(lines), "portal-own-list-status").equals([status])
    return page


def _is_number(text: str | None) -> bool:
    return (text or "").replace(".", "", 1).isdigit()
