"""Vices of the desk: channels, completeness, dossier codes, receipts, tracking book, forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.broken.registry import Vice
from reference_impl.domain.problems import FieldProblem, missing
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import TRANSITIONS, Status
from reference_impl.policies.dossier_rules import IntakePolicy, Lifecycle
from reference_impl.policies.figures import StatisticsCalculator
from reference_impl.policies.recording import Message, Notifier
from reference_impl.policies.routing import Route, Routing
from reference_impl.policies.time_rules import (
    RefusalRule,
    Stage,
    SupplementRule,
)
from reference_impl.seams import Seams
from reference_impl.store.dossiers import DossierRow


class LosesPost(StatisticsCalculator):
    """Counts dossiers that came by post as brought in person."""

    def report(self, *given: Any, **more: Any) -> dict[str, list[str]]:
        """Return figures without post."""
        found = super().report(*given, **more)
        return found | {
            "receivedDirect": found["receivedDirect"] + found["receivedPost"],
            "receivedPost": [],
        }


class OwnDossiersOnly(Routing):
    """A desk takes only dossiers of its own agency."""

    def accepts_at(self, desk_id: str, route: Route) -> bool:
        """Say no to any other."""
        return desk_id == route.receiving_agency_id


class TakesAnything(IntakePolicy):
    """Accepts dossiers whatever papers are there."""

    def check_components(
        self, procedure: Procedure, attached: Sequence[str], channel: int
    ) -> list[FieldProblem]:
        """Find nothing missing."""
        del procedure, attached, channel
        return []


class NamesNoPaper(IntakePolicy):
    """Says that something is missing, and not what."""

    def check_components(
        self, procedure: Procedure, attached: Sequence[str], channel: int
    ) -> list[FieldProblem]:
        """Return one vague problem."""
        found = super().check_components(procedure, attached, channel)
        return [missing("files", "Hồ sơ chưa hợp lệ", "Invalid")] if found else []


class ReadsNoForm(IntakePolicy):
    """Sends forms with empty fields."""

    def check_form(self, procedure: Procedure, form: Mapping[str, Any]) -> list[FieldProblem]:
        """Find nothing wrong."""
        del procedure, form
        return []


class ReceiptAlways(IntakePolicy):
    """Makes a receipt for immediate results that nobody asked for."""

    def receipt_due(self, procedure: Procedure, wanted: bool | None) -> bool:
        """Say yes."""
        del procedure, wanted
        return True


class ReceiptNever(IntakePolicy):
    """Makes no receipt for immediate results even on demand."""

    def receipt_due(self, procedure: Procedure, wanted: bool | None) -> bool:
        """Say no for immediate results."""
        del wanted
        return not procedure.immediate


def lifecycle(**more: Mapping[Status, Status]) -> Callable[[Seams], Seams]:
    """Return the change that allows more transitions; ``_`` stands for a hyphen."""

    class Loose(Lifecycle):
        transitions = TRANSITIONS | {
            key: TRANSITIONS[key] | dict(value)
            for key, value in ((k.replace("_", "-"), v) for k, v in more.items())
        }

    return lambda lawful: replace(lawful, lifecycle=Loose())


class Silent(Notifier):
    """Never tells the applicant of some kinds of events."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = kinds

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send all but the kinds that are kept back."""
        if message.kind not in self._kinds:
            super().to_applicant(session, dossier, message, now)


class PortalOnly(Notifier):
    """Tells nobody by e-mail or SMS."""

    def keep(self, *given: Any, **more: Any) -> None:
        """Write the notice down without its addresses."""
        more["channels"] = [c for c in more["channels"] if c["kind"] == "portal"]
        super().keep(*given, **more)


class AsksAgain(SupplementRule):
    """Asks to complete a dossier as often as it likes."""

    def check_repetition(self, stage: Stage, earlier: Sequence[str]) -> None:
        """Allow any number."""
        del stage, earlier


class AsksWithoutWords(SupplementRule):
    """Asks to complete a dossier and says neither why nor what."""

    def check_words(self, reason: str, guidance: str, items: Sequence[str]) -> None:
        """Allow anything."""
        del reason, guidance, items


class RefusesWithoutWords(RefusalRule):
    """Needs no reason."""

    def check_reason(self, reason: str) -> None:
        """Allow anything."""
        del reason


class TakesErrorCodes(RefusalRule):
    """Takes an error code for a reason."""

    def check_reason(self, reason: str) -> None:
        """Refuse an empty reason only."""
        super().check_reason(reason if not reason.strip() else "lý do nêu đủ")


_DESK = "NĐ 61/2018/NĐ-CP Điều 17"

VICES = (
    Vice(
        "report-loses-post",
        "counts post as brought in person",
        "TT 11/2025/TT-BKHCN",
        lambda lawful: replace(lawful, statistics=LosesPost()),
    ),
    Vice(
        "desk-takes-own-dossiers-only",
        "refuses boundary-free dossiers of another agency",
        "NĐ 118/2025/NĐ-CP",
        lambda lawful: replace(lawful, routing=OwnDossiersOnly()),
    ),
    Vice(
        "accepts-incomplete-dossiers",
        "accepts a dossier that lacks required papers",
        f"{_DESK}.1",
        lambda lawful: replace(lawful, intake=TakesAnything()),
    ),
    Vice(
        "names-no-missing-paper",
        "says that a dossier is incomplete, not what is missing",
        f"{_DESK}.2",
        lambda lawful: replace(lawful, intake=NamesNoPaper()),
    ),
    Vice(
        "sends-empty-forms",
        "takes a form whose required fields are empty",
        "NĐ 45/2020/NĐ-CP Điều 11.1",
        lambda lawful: replace(lawful, intake=ReadsNoForm()),
    ),
    Vice(
        "receipt-nobody-asked-for",
        "makes a receipt for every immediate result",
        f"{_DESK}.4",
        lambda lawful: replace(lawful, intake=ReceiptAlways()),
    ),
    Vice(
        "no-receipt-on-demand",
        "makes no receipt for an immediate result even when asked",
        f"{_DESK}.4",
        lambda lawful: replace(lawful, intake=ReceiptNever()),
    ),
    Vice(
        "refuses-after-acceptance",
        "refuses a dossier that it has accepted",
        f"{_DESK}.1",
        lifecycle(refuse_reception={Status.ACCEPTED: Status.NOT_ACCEPTED}),
    ),
    Vice(
        "silent-redirection",
        "passes a dossier on without telling the applicant",
        f"{_DESK}.2",
        lambda lawful: replace(lawful, notifier=Silent("redirected")),
    ),
    Vice(
        "no-acknowledgement",
        "does not acknowledge an online submission",
        "NĐ 45/2020/NĐ-CP Điều 11.1",
        lambda lawful: replace(lawful, notifier=Silent("acknowledgement")),
    ),
    Vice(
        "tells-on-the-portal-only",
        "sends no e-mail and no SMS",
        f"{_DESK}.2",
        lambda lawful: replace(lawful, notifier=PortalOnly()),
    ),
    Vice(
        "asks-for-supplements-again",
        "asks to complete the same dossier again and again",
        "NĐ 61/2018/NĐ-CP Điều 15.3",
        lambda lawful: replace(lawful, supplement=AsksAgain()),
    ),
    Vice(
        "supplement-without-words",
        "asks for a supplement without reason or items",
        f"{_DESK}.1.a",
        lambda lawful: replace(lawful, supplement=AsksWithoutWords()),
    ),
    Vice(
        "refuses-without-reason",
        "refuses, stops and redirects without a reason",
        f"{_DESK}.1.b",
        lambda lawful: replace(lawful, refusal=RefusesWithoutWords()),
    ),
    Vice(
        "error-code-for-a-reason",
        "takes a technical error code for the reason of a refusal",
        f"{_DESK}.1.b",
        lambda lawful: replace(lawful, refusal=TakesErrorCodes()),
    ),
    Vice(
        "silent-stop",
        "stops without telling the applicant",
        "TT 03/2025/TT-VPCP Phụ lục I",
        lambda lawful: replace(lawful, notifier=Silent("stopped")),
    ),
)
