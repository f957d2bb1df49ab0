"""Portals with one vice of accounts that nobody uses, or of logs that are not kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.people import OFFICERS
from reference_impl.policies.keeping import AccountsPolicy
from reference_impl.policies.recording import AuditRecorder


class SixtyDays(AccountsPolicy):
    """Waits sixty days before an idle account is disabled."""

    idle_days = 60


class OnlyInTheList(AccountsPolicy):
    """Lists idle accounts as disabled and lets them in."""

    def check_in_use(self, *, idle: bool) -> None:
        """Let everybody in."""


def _never_cleared_up(view: Any) -> Mapping[str, Any]:
    """Leave in use what nobody has signed in with since the list was last looked through."""
    used = [item.last_used_at for item in view.items if item.last_used_at is not None]
    if not used:
        return {}
    long_ago = {"last_used_at": max(used) - timedelta(days=61), "idle": False, "disabled": False}

    def left(item: Any) -> Any:
        forgotten = item.last_used_at is None and not OFFICERS.isdisjoint(item.roles)
        return item.model_copy(update=long_ago) if forgotten else item

    return {"items": tuple(left(item) for item in view.items)}


class KeepsAMonth(AuditRecorder):
    """Keeps the log for thirty days."""

    def kept_since(self, now: datetime) -> datetime | None:
        """Return the moment thirty days ago."""
        return now - timedelta(days=30)


class NewLogEveryTwoMonths(AuditRecorder):
    """Begins a new log every other month and gives the old one away."""

    def kept_since(self, now: datetime) -> datetime | None:
        """Return the beginning of the two months of now."""
        day = in_vietnam(now)
        first = day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return first if day.month % 2 else (first - timedelta(days=1)).replace(day=1)


def _accounts(name: str, says: str, rules: AccountsPolicy) -> Vice:
    clause = "TCVN 14423:2026 mục 5.6"
    return Vice(name, says, clause, lambda lawful: replace(lawful, accounts=rules))


def _logs(name: str, says: str, rules: AuditRecorder) -> Vice:
    clause = "TCVN 14423:2026 mục 5.8"
    return Vice(name, says, clause, lambda lawful: replace(lawful, audit=rules))


VICES = (
    _accounts("idle-for-sixty-days", "disables idle accounts after sixty days", SixtyDays()),
    _accounts("idle-in-the-list-only", "lists idle accounts as disabled and lets them in",
              OnlyInTheList()),
    Vice("accounts-left-from-before", "leaves accounts in use that nobody used for two months",
         "TCVN 14423:2026 mục 5.6", shows(_never_cleared_up, "UserPage")),
    _logs("keeps-logs-for-a-month", "keeps the log for thirty days", KeepsAMonth()),
    _logs("new-log-every-two-months", "begins a new log every two months", NewLogEveryTwoMonths()),
)  # fmt: skip
