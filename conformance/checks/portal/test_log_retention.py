"""The system's log can be read back for at least three months (SEC-13)."""

from __future__ import annotations

from datetime import timedelta

from conformance.candidate.conditions import used_by
from conformance.candidate.facts import NotShown
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import turn_clock
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.instruments.vietnam_time import local
from conformance.words import Text

ON_THE_WAY = (timedelta(days=40), timedelta(days=80))
"""The administrator goes on using the account, which is not to be taken for an idle one."""
NEARLY_THREE_MONTHS = timedelta(days=89)
"""Three months have 89 days at least (December to February)."""


@verifies(
    "SEC-13",
    vi="Dòng nhật ký về hồ sơ vẫn truy xuất được sau gần 3 tháng, không mất dòng nào",
    of=("audit.list",),
    needs_clock=True,
    last=True,
)
def test_entries_are_there_after_nearly_three_months(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The entries about a dossier can be read back after nearly three months, none of them lost."""
    dossier = journey.forwarded(data.procedure("online", "free"))
    begin = local(portal.asked_at())
    entries = [(e.at, e.action) for e in portal.admin.audit(dossier)]
    if not entries:
        raise NotShown("audit-entry", "target")
    for later in (*ON_THE_WAY, NEARLY_THREE_MONTHS):
        turn_clock(portal, begin + later)
        kept = [(e.at, e.action) for e in portal.admin.audit(dossier)]
        why = Text(vi=f"sau {later.days} ngày", en=f"after {later.days} days")
        lost = [entry for entry in entries if entry not in kept]
        expect(len(lost), "portal-log-entries-lost", why=why).equals(0)


@verifies(
    "SEC-13",
    vi="Nhật ký của một ngày cách đây gần 3 tháng tìm lại được theo khoảng ngày",
    of=("audit.list",),
    needs_clock=True,
    last=True,
)
def test_a_day_nearly_three_months_back_is_found_by_its_date(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """The log of a day nearly three months back is found by a range of days."""
    dossier = journey.forwarded(data.procedure("online", "free"))
    begin = local(portal.asked_at())
    day = begin.date()
    spec = portal.file.binding.operations.get("audit.list")
    if spec is not None and spec.steps and "from_day" not in used_by(spec):
        raise NotShown("audit.list", "from_day")
    found = portal.admin.audit(dossier, from_day=day, to_day=day)
    if not found:
        raise NotShown("audit-entry", "target")
    for later in (*ON_THE_WAY, NEARLY_THREE_MONTHS):
        turn_clock(portal, begin + later)
        kept = portal.admin.audit(dossier, from_day=day, to_day=day)
    expect(len(kept), "portal-log-by-range").at_least(len(found))
    now = (begin + NEARLY_THREE_MONTHS).date()
    other = portal.admin.audit(dossier, from_day=now, to_day=now)
    strays = [e.at for e in other if e.at and local(e.at).date() == day]
    expect(strays, "portal-log-by-range").absent()
