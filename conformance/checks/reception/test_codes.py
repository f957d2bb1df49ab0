"""Dossier codes and agency identifiers: OSS-15, OSS-16, INT-23."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from conformance.candidate.dates import VIETNAM
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier, Portal
from conformance.checks.handling.given import followed, moment, turn_clock
from conformance.checks.kit import Violation, expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import fail, words
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.reception.reading import CodeInDoubt, agency_of, known, lines_of, read_code
from conformance.instruments.vietnam_time import at
from conformance.words import Text

TOGETHER = 22
"""So many that a fault which comes once in twenty dossiers shows, and one past the twentieth."""
TRIES = 5
MAX_LENGTH = 35


@verifies(
    "OSS-15",
    vi="Mã hồ sơ chỉ có khi tiếp nhận và giống nhau trên giấy tiếp nhận, hồ sơ, tra cứu và sổ theo "
    "dõi",
    of=("dossier.accept", "lookup.public", "sheet.read", "register.read"),
    smoke=True,
)
def test_code_comes_with_acceptance_and_is_the_same_everywhere(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A code is given at acceptance, not before, and is the same wherever the dossier is shown."""
    dossier = journey.submitted(data.procedure("online", "working-days"))
    expect(portal.citizen.read(dossier).code, "reception-code-before-acceptance").absent()
    code = portal.receiver.accept(dossier).code
    expect(code, "reception-code-at-acceptance").present()
    expect(portal.receiver.sheet(dossier, "receipt").dossier_code, "reception-code-receipt").equals(
        code
    )
    expect(portal.citizen.read(dossier).code, "reception-code-applicant").equals(code)
    expect(portal.receiver.read(dossier).code, "reception-code-desk").equals(code)
    expect(portal.anyone.look_up(code or "").code, "reception-code-look-up").equals(code)
    expect(len(lines_of(portal, dossier)), "reception-code-register").equals(1)


@verifies(
    "OSS-15",
    vi="Nhiều hồ sơ được tiếp nhận cùng một lúc có mã khác nhau",
    of=("dossier.accept",),
    exclusive=True,
)
def test_dossiers_accepted_at_once_get_distinct_codes(
    portal: OneStop, data: TestBench, journey: Journey, law: Law
) -> tuple[Violation, ...]:
    """Dossiers accepted at the same time get distinct codes.

    That their numbers run on without a gap no text that was read demands: a gap is said beside.
    """
    procedure = data.procedure("online", "working-days")
    dossiers = [journey.submitted(procedure) for _ in range(TOGETHER)]
    codes = portal.together([partial(_accept, dossier=d) for d in dossiers])
    expect([c for c in codes if not c], "reception-code-at-acceptance").absent()
    expect(codes, "reception-codes-distinct").distinct()
    numbers = defaultdict(list)
    for parsed in (law.dossier_code(code or "").parsed for code in codes):
        if parsed is not None:
            numbers[parsed.agency.as_qd20(), parsed.received_on].append(parsed.number)
    return tuple(remark for given in numbers.values() for remark in _gaps(sorted(given)))


def _gaps(given: list[int]) -> list[Violation]:
    """Return a remark where numbers given at one time leave some out between them."""
    run = list(range(given[0], given[0] + len(given)))
    why = Text(
        vi="số liên tục chỉ là cách hiểu suy ra từ “số thứ tự trong ngày”; không ảnh hưởng kết quả",
        en="that numbers run on is but inferred from “number within the day”; it decides nothing",
    )
    return (
        []
        if given == run
        else [Violation("reception-codes-gapless", words(run), words(given), why)]
    )


def _accept(side: Portal, dossier: OpenDossier) -> str | None:
    assert isinstance(side, OneStop)
    return side.receiver.accept(dossier).code


@verifies(
    "OSS-16",
    vi="Mã của hồ sơ tiếp nhận lúc đêm khuya hay rạng sáng mang ngày tiếp nhận theo giờ Việt Nam",
    of=("dossier.read",),
    needs_clock=True,
)
@pytest.mark.parametrize("clock", ["00:20:00", "06:40:00", "23:40:00"])
def test_code_has_the_day_in_vietnam_at_any_hour(
    portal: OneStop, data: TestBench, journey: Journey, law: Law, clock: str
) -> None:
    """The code of a dossier accepted late at night or before dawn has the day in Vietnam."""
    now = turn_clock(portal, moment("2026-11-19", clock))
    dossier, seen = journey.accepted(data.procedure("online", "working-days"))
    received = followed(seen.received_at, now)
    parsed = read_code(law, dossier.code, "reception-code-structure")
    expect(parsed.received_on, "reception-code-date").equals(received.date())


@verifies(
    "OSS-16",
    vi="Mã hồ sơ đúng cấu trúc, phần ngày là ngày tiếp nhận",
    of=("dossier.read",),
)
def test_code_has_the_lawful_structure_and_the_day_of_reception(
    data: TestBench, journey: Journey, law: Law
) -> None:
    """A dossier code has the lawful structure, and its date is the day of reception."""
    dossier, seen = journey.accepted(data.procedure("online", "working-days"))
    parsed = read_code(law, dossier.code, "reception-code-structure")
    expect(known(seen.received_at, "reception-received-at"), "reception-code-date").on_day(
        parsed.received_on
    )


@verifies(
    "OSS-16",
    vi="Hồ sơ nộp hôm trước, tiếp nhận hôm sau thì mã mang ngày tiếp nhận và số thứ tự đếm lại từ "
    "đầu ngày",
    of=("dossier.read",),
    needs_clock=True,
)
def test_code_of_a_later_day_has_that_day_and_starts_anew(
    portal: OneStop, data: TestBench, journey: Journey, law: Law
) -> None:
    """A dossier filed one day and accepted another has the later day in its code, counted anew."""
    procedure = data.procedure("online", "working-days")
    _, today = [journey.accepted(procedure) for _ in range(2)][1]
    dossier = journey.submitted(procedure)
    submitted = known(portal.citizen.read(dossier).submitted_at, "reception-submitted-at")
    later = _unused_day(portal, law, submitted)
    parsed = read_code(law, portal.receiver.accept(dossier).code, "reception-code-structure")
    expect(parsed.received_on, "reception-code-date").equals(later)
    last = read_code(law, today.code, "reception-code-structure").number
    why = Text(
        vi=f"hồ sơ đầu tiên trong ngày; ngày trước đó đã cấp đến số {last}",
        en=f"it is the first dossier of that day; on the day before number {last} had been given",
    )
    expect(parsed.number, "reception-code-starts-anew", why=why).between(1, last - 1)


def _unused_day(portal: OneStop, law: Law, now: datetime) -> date:
    """Set the clock to a working day to come on which nothing was received; return the day."""
    for _ in range(TRIES):
        days = timedelta(days=portal.random.randint(20, 200))
        day = law.calendar.roll_forward(now.astimezone(VIETNAM).date() + days)
        portal.admin.set_clock(at(day, time(9)))
        if not any(_is_on(line.received_at, day) for line in portal.receiver.register(day, day)):
            return day
    raise CodeInDoubt(
        Text(vi="chưa tìm được ngày nào chưa có hồ sơ", en="no day without dossiers was found")
    )


def _is_on(moment: datetime | None, day: object) -> bool:
    return moment is not None and moment.astimezone(VIETNAM).date() == day


@verifies(
    "INT-23",
    vi="Cơ quan tiếp nhận, giải quyết hồ sơ đều có mã định danh đúng quy định, không trùng nhau",
    of=("agency.list",),
)
def test_every_agency_has_a_lawful_unique_identifier(
    portal: OneStop, data: TestBench
) -> tuple[Violation, ...]:
    """Every agency that receives or decides has its own identifier, as prescribed, in the list.

    The list may hold divisions too, with codes of the house: they are said beside.
    """
    codes = [a.code or "" for a in portal.anyone.agencies()]
    expect(codes, "reception-agency-codes").present()
    expect(codes, "reception-agency-codes-unique").distinct()
    at_work = sorted(_at_work(data))
    expect([c for c in at_work if c not in codes], "reception-agency-listed").absent()
    long = [c for c in at_work if len(c) > MAX_LENGTH]
    expect(long, "reception-agency-code-length").absent()
    unlawful = [c for c in codes if agency_of(c) is None]
    expect([c for c in at_work if c in unlawful], "reception-agency-code-structure").absent()
    due = Text(vi="mã của cơ quan", en="identifiers of agencies")
    aspect = "reception-agency-code-structure"
    return (Violation(aspect, due, words(unlawful)),) if unlawful else ()


def _at_work(data: TestBench) -> set[str]:
    """Return the agencies of which the candidate file says that they receive or decide."""
    procedures = {p.agency for p in data.file.test_data.procedures if p.agency}
    return procedures | {data.agency("commune"), *data.file.test_data.agencies.values()}


@verifies(
    "INT-23",
    vi="Mã hồ sơ mở đầu bằng mã định danh của cơ quan tiếp nhận",
    of=("agency.list",),
    smoke=True,
)
def test_agency_identifier_opens_the_codes_of_its_dossiers(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The identifier of the receiving agency opens the code of each dossier that it receives."""
    dossier, _ = journey.accepted(data.procedure("online", "working-days"))
    code = dossier.code or ""
    own = agency_of(data.agency("commune"))
    listed = {agency_of(a.code or "") for a in portal.anyone.agencies()}
    expect(own, "reception-agency-code-structure").is_in(sorted(x for x in listed if x))
    opening = code.partition("-")[0]
    if agency_of(opening) != own:
        fail("reception-agency-opens-code", own, opening)
