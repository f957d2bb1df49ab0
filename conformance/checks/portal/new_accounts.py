"""Accounts that a check has made for itself, and ends again."""

from __future__ import annotations

from typing import Any

from conformance.candidate import facts as f
from conformance.candidate.people import OneStop
from conformance.checks.kit.data import TestBench
from conformance.checks.portal.given import fresh_word


def new_account(portal: OneStop, data: TestBench, role: str = "handler") -> dict[str, Any]:
    """Return the particulars of an account that nobody has made before."""
    portal.admin.accounts(keyword=data.word())
    word = fresh_word(portal, data)
    return {
        "username": f"thunghiem.{word}",
        "password": f"Thu-nghiem-{word}-2026",
        "full_name": f"Cán bộ thử nghiệm {word.title()}",
        "roles": [role],
        "agency": data.agency("commune"),
    }


def ends(portal: OneStop, account: f.Account) -> None:
    """Have an account disabled at the end of the check."""
    portal.at_end(
        lambda: portal.admin.attempt(
            "account.disable", account=account.id, reason="Kết thúc kiểm tra tự động"
        )
    )
