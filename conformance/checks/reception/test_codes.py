"""Dossier codes and agency identifiers: OSS-15, OSS-16, INT-23."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, time, timedelta
from functools import partial

from conformance.candidate.dates import VIETNAM
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier, Portal
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.expect import fail
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law
from conformance.checks.reception.reading import agency_of, known, lines_of, read_code
from conformance.words import Text

TOGETHER = 15
MAX_LENGTH = 35


@verifies(
    "OSS-15",
    vi="Mã hồ sơ chỉ có khi tiếp nhận và giống nhau trên giấy tiếp nhận, hồ sơ, tra cứu và sổ theo "
    "dõi",
    of=("dossier.accept", "lookup.public", "sheet.read", "register.read"),
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
    vi="Nhiều hồ sơ được tiếp nhận cùng một lúc có mã khác nhau, số thứ tự liên tục, không nhảy số",
    of=("dossier.accept",),
    exclusive=True,
)
def test_dossiers_accepted_at_once_get_distinct_gapless_numbers(
    portal: OneStop, data: TestBench, journey: Journey, law: Law
) -> None:
    """Fifteen dossiers accepted at the same time get fifteen distinct numbers without a gap."""
    procedure = data.procedure("online", "working-days")
    dossiers = [journey.submitted(procedure) for _ in range(TOGETHER)]
    codes = portal.together([partial(_accept, dossier=d) for d in dossiers])
    expect(codes, "reception-codes-distinct").distinct()
    numbers = defaultdict(list)
    for code in codes:
        parsed = read_code(law, code, "reception-code-structure")
        numbers[parsed.agency.as_qd20(), parsed.received_on].append(parsed.number)
    for given in numbers.values():
        run = list(range(min(given), min(given) + len(given)))
        expect(sorted(given), "reception-codes-gapless").equals(run)


def _accept(side: Portal, dossier: OpenDossier) -> str | None:
    assert isinstance(side, OneStop)
    return side.receiver.accept(dossier).code


@verifies(
    "OSS-16",
    vi="Mã hồ sơ đúng cấu trúc, phần ngày là ngày tiếp nhận",
    of=("dossier.accept",),
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
    of=("dossier.accept",),
    needs_clock=True,
)
def test_code_of_a_later_day_has_that_day_and_starts_anew(
    portal: OneStop, data: TestBench, journey: Journey, law: Law
) -> None:
    """A dossier filed one day and accepted another has the later day in its code, counted anew."""
    procedure = data.procedure("online", "working-days")
    _, today = journey.accepted(procedure)
    dossier = journey.submitted(procedure)
    submitted = known(portal.citizen.read(dossier).submitted_at, "reception-submitted-at")
    later = submitted.astimezone(VIETNAM).date() + timedelta(days=portal.random.randint(20, 200))
    later = law.calendar.roll_forward(later)
    portal.admin.set_clock(datetime.combine(later, time(9, 0), VIETNAM))
    earlier = [x for x in portal.receiver.register(later, later) if _is_on(x.received_at, later)]
    parsed = read_code(law, portal.receiver.accept(dossier).code, "reception-code-structure")
    expect(parsed.received_on, "reception-code-date").equals(later)
    first = read_code(law, today.code, "reception-code-structure")
    why = Text(
        vi=f"sổ theo dõi có {len(earlier)} hồ sơ tiếp nhận trong ngày đó; số của hồ sơ tiếp nhận "
        f"trước, ở ngày khác, là {first.number}",
        en=f"the book holds {len(earlier)} dossiers received that day; the number given before, "
        f"on another day, was {first.number}",
    )
    expect(parsed.number, "reception-code-starts-anew", why=why).equals(len(earlier) + 1)


def _is_on(moment: datetime | None, day: object) -> bool:
    return moment is not None and moment.astimezone(VIETNAM).date() == day


@verifies(
    "INT-23",
    vi="Mọi cơ quan có mã định danh đúng quy định, không trùng nhau",
    of=("agency.list",),
)
def test_every_agency_has_a_lawful_unique_identifier(portal: OneStop, data: TestBench) -> None:
    """Every agency has its own identifier: at most 35 characters, lawful groups, level 1 A to Y."""
    agencies = portal.anyone.agencies()
    codes = [a.code or "" for a in agencies]
    expect(codes, "reception-agency-codes").present()
    expect(codes, "reception-agency-codes-unique").distinct()
    expect([c for c in codes if len(c) > MAX_LENGTH], "reception-agency-code-length").absent()
    unlawful = [c for c in codes if agency_of(c) is None]
    expect(unlawful, "reception-agency-code-structure").absent()
    expect(codes, "reception-agency-listed").contains(data.agency("commune"))


@verifies(
    "INT-23",
    vi="Mã hồ sơ mở đầu bằng mã định danh của cơ quan tiếp nhận",
    of=("agency.list", "dossier.accept"),
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
