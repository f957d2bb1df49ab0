"""Accounts of officers that nobody uses are disabled after 45 days (SEC-09)."""

from __future__ import annotations

from datetime import timedelta

from conformance.candidate import facts as f
from conformance.candidate.facts import NotShown
from conformance.candidate.people import OneStop
from conformance.checks.handling.given import turn_clock
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.portal.new_accounts import ends, new_account
from conformance.instruments.vietnam_time import local
from conformance.words import Text

IDLE_DAYS = 45
IN_BETWEEN = timedelta(days=40)
AFTERWARDS = timedelta(days=IDLE_DAYS + 2)
"""A day of grace: a job that looks for idle accounts may run by night."""
OFFICERS = frozenset({"receiver", "handler", "leader"})


def _hired(portal: OneStop, data: TestBench) -> dict[str, str]:
    """Make an officer's account that nobody had before, sign in with it, and return how."""
    asked = new_account(portal, data)
    ends(portal, portal.admin.create_account(**asked))
    signs_in = {"username": str(asked["username"]), "password": str(asked["password"])}
    portal.anyone.try_account(**signs_in)
    return signs_in


def _keep_in_use(portal: OneStop) -> None:
    """Use the evaluator's own accounts, so that none of them is taken for idle later on."""
    for officer in (portal.receiver, portal.handler, portal.leader):
        officer.attempt("dossier.queue", page=1, page_size=1)


def _listed(portal: OneStop, username: str) -> list[bool | None]:
    found = portal.admin.accounts(keyword=username)
    return [account.active for account in found if account.username == username]


@verifies(
    "SEC-09",
    vi="Tài khoản cán bộ không dùng quá 45 ngày không đăng nhập được nữa và được ghi là đã vô hiệu "
    "hóa; tài khoản vẫn được dùng thì đăng nhập được",
    of=("account.list",),
    needs_clock=True,
    last=True,
)
def test_an_idle_account_is_disabled(portal: OneStop, data: TestBench) -> None:
    """An officer's account that nobody used for over 45 days signs in no more and is listed as
    disabled; one that was used in between signs in.
    """
    idle, used = _hired(portal, data), _hired(portal, data)
    begin = local(portal.asked_at())
    turn_clock(portal, begin + IN_BETWEEN)
    _keep_in_use(portal)
    portal.anyone.try_account(**used)
    turn_clock(portal, begin + AFTERWARDS)
    portal.anyone.try_account(**used)
    why = Text(
        vi=f"lần dùng cuối cách đây {AFTERWARDS.days} ngày", en=f"unused for {AFTERWARDS.days} days"
    )
    reply = portal.anyone.attempt("session.try", **idle)
    refused(reply, "portal-idle-signs-in", why=why)
    expect(_listed(portal, idle["username"]), "portal-idle-listed", why=why).equals([False])
    expect(_listed(portal, used["username"]), "portal-account-active").equals([True])


@verifies(
    "SEC-09",
    vi="Không tài khoản cán bộ nào còn hoạt động mà lần đăng nhập cuối đã quá 45 ngày",
    of=("account.list",),
)
def test_no_listed_account_is_active_and_idle(portal: OneStop) -> None:
    """No officer's account is active whose last login lies over 45 days back."""
    accounts = portal.admin.accounts()
    now = local(portal.asked_at())
    in_use = [(a.username, a.last_used) for a in accounts if _is_officer(a) and a.active]
    if not any(last for _, last in in_use):
        raise NotShown("account", "last_used")
    for username, last in in_use:
        if last is not None:
            days = (now.date() - local(last).date()).days
            why = Text(vi=f"tài khoản {username}", en=f"account {username}")
            expect(days, "portal-idle-days", why=why).at_most(IDLE_DAYS)


def _is_officer(account: f.Account) -> bool:
    return bool(OFFICERS & set(account.roles))
