"""Vices of papers and dossier codes: forms, promised dates, numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.broken.registry import Vice
from reference_impl.domain.codes import Regime
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.papers import PaperKind
from reference_impl.policies.dossier_rules import DossierCodes
from reference_impl.policies.keeping import FormsIssuer
from reference_impl.policies.time_rules import DueRule, ExtensionRule


class ExtendsWithoutReason(ExtensionRule):
    """Needs no reason for a new date."""

    def check_reason(self, reason: str) -> None:
        """Allow anything."""
        del reason


class ExtendsToAnyDate(ExtensionRule):
    """Sets a new date that is not later."""

    def check_new_date(self, due: datetime, new_due: datetime) -> None:
        """Allow anything."""
        del due, new_due


class LeavesOut(FormsIssuer):
    """Leaves fields of a form empty."""

    def __init__(self, kind: PaperKind, *keys: str) -> None:
        self._kind, self._keys = kind, keys

    def fields(self, kind: PaperKind, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields without those left out."""
        found = super().fields(kind, facts)
        return found if kind is not self._kind else found | dict.fromkeys(self._keys)


class IssuesNo(FormsIssuer):
    """Never issues one kind of form."""

    def __init__(self, kind: PaperKind) -> None:
        self._kind = kind

    def issues(self, kind: PaperKind) -> bool:
        """Say no for that kind."""
        return kind is not self._kind


class PromisesLater(DueRule):
    """Promises a day later on the receipt than the limit gives."""

    def promised(self, due: datetime | None) -> datetime | None:
        """Return a date a day too late."""
        return due + timedelta(days=1) if due else None


class CodeAtSubmission(DossierCodes):
    """Gives the code when a dossier is sent."""

    def at_submission(
        self, session: Session, agency_id: str, submitted: datetime, regime: Regime
    ) -> str | None:
        """Return a code at once."""
        return self.at_acceptance(session, agency_id, submitted, submitted, regime)


class DatedBySubmission(DossierCodes):
    """Writes the day of submission into the code."""

    def at_acceptance(
        self,
        session: Session,
        agency_id: str,
        received: datetime,
        submitted: datetime,
        regime: Regime,
    ) -> str:
        """Return the code of the day of submission."""
        del received
        return super().at_acceptance(session, agency_id, submitted, submitted, regime)


class NeverRestarts(DossierCodes):
    """Counts on over the days."""

    def number(self, session: Session, agency_id: str, day: date) -> int:
        """Take the next number, whatever the day."""
        del day
        return super().number(session, agency_id, date(2000, 1, 1))


class ParentsCode(DossierCodes):
    """Writes the province's identifier into every code."""

    def at_acceptance(
        self,
        session: Session,
        agency_id: str,
        received: datetime,
        submitted: datetime,
        regime: Regime,
    ) -> str:
        """Return a code of the province."""
        return super().at_acceptance(session, agency_id[:3], received, submitted, regime)


class DayFirst(DossierCodes):
    """Writes the date with the day first."""

    def at_acceptance(
        self,
        session: Session,
        agency_id: str,
        received: datetime,
        submitted: datetime,
        regime: Regime,
    ) -> str:
        """Return a code with DDMMYY."""
        code = super().at_acceptance(session, agency_id, received, submitted, regime)
        unit, _, number = code.split("-")
        return f"{unit}-{in_vietnam(received):%d%m%y}-{number}"


_DESK = "NĐ 61/2018/NĐ-CP Điều 17"
_CODE = "TT 01/2018/TT-VPCP Điều 19.1"

VICES = (
    Vice(
        "supplement-slip-without-items",
        "leaves the items off the supplement slip",
        f"{_DESK}.1.a",
        lambda lawful: replace(lawful, forms=LeavesOut(PaperKind.SUPPLEMENT, "items")),
    ),
    Vice(
        "no-refusal-slip",
        "makes no refusal slip",
        f"{_DESK}.1.b",
        lambda lawful: replace(lawful, forms=IssuesNo(PaperKind.REFUSAL)),
    ),
    Vice(
        "no-stop-notice",
        "stops without the notice of stopping",
        "TT 03/2025/TT-VPCP Phụ lục I",
        lambda lawful: replace(lawful, forms=IssuesNo(PaperKind.STOP)),
    ),
    Vice(
        "extends-without-reason",
        "sets a new date without a reason",
        "NĐ 61/2018/NĐ-CP Điều 19.9",
        lambda lawful: replace(lawful, extension=ExtendsWithoutReason()),
    ),
    Vice(
        "extends-to-any-date",
        "sets a new date that is not later",
        "NĐ 61/2018/NĐ-CP Điều 19.9",
        lambda lawful: replace(lawful, extension=ExtendsToAnyDate()),
    ),
    Vice(
        "apology-without-new-date",
        "leaves the new date off the apology",
        "NĐ 61/2018/NĐ-CP Điều 19.9",
        lambda lawful: replace(lawful, forms=LeavesOut(PaperKind.APOLOGY, "newDate")),
    ),
    Vice(
        "receipt-without-place",
        "leaves the place of return off the receipt",
        f"{_DESK}.1.c",
        lambda lawful: replace(lawful, forms=LeavesOut(PaperKind.RECEIPT, "returnPlace")),
    ),
    Vice(
        "receipt-promises-later",
        "promises a later date on the receipt than the limit gives",
        f"{_DESK}.1.c",
        lambda lawful: replace(lawful, due=PromisesLater()),
    ),
    Vice(
        "code-at-submission",
        "gives the dossier code before acceptance",
        f"{_DESK}.3",
        lambda lawful: replace(lawful, dossier_codes=CodeAtSubmission()),
    ),
    Vice(
        "code-dated-by-submission",
        "writes the day of submission into the code",
        _CODE,
        lambda lawful: replace(lawful, dossier_codes=DatedBySubmission()),
    ),
    Vice(
        "code-never-restarts",
        "counts dossiers on over the days",
        _CODE,
        lambda lawful: replace(lawful, dossier_codes=NeverRestarts()),
    ),
    Vice(
        "code-of-the-province",
        "writes the province's identifier into every code",
        "NĐ 61/2018/NĐ-CP Điều 26.2",
        lambda lawful: replace(lawful, dossier_codes=ParentsCode()),
    ),
    Vice(
        "code-day-first",
        "writes the date with the day first",
        _CODE,
        lambda lawful: replace(lawful, dossier_codes=DayFirst()),
    ),
)
