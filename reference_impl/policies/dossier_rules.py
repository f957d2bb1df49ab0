"""Rules about a dossier: its code, its way through the states, its completeness, its hand-over."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.domain.codes import Regime, dossier_code
from reference_impl.domain.identifiers import is_email, is_personal_id, is_phone, is_tax_code
from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.problems import FieldProblem, ProblemError, missing
from reference_impl.domain.procedure import ONLINE, FormField, Procedure
from reference_impl.domain.statuses import TRANSITIONS, Status
from reference_impl.store.dossiers import DossierRow
from reference_impl.store.engine import next_number


class DossierCodes:
    """Issues dossier codes: at acceptance, per agency and day, gapless (CODE-01 to CODE-04)."""

    def at_submission(
        self, session: Session, agency_id: str, submitted: datetime, regime: Regime
    ) -> str | None:
        """Return the code that a dossier gets when it is sent: none before acceptance."""
        del session, agency_id, submitted, regime
        return None

    def at_acceptance(
        self,
        session: Session,
        agency_id: str,
        received: datetime,
        submitted: datetime,  # noqa: ARG002
        regime: Regime,
    ) -> str:
        """Return the code of a dossier accepted at ``received``."""
        day = in_vietnam(received).date()
        number = self.number(session, agency_id, day)
        try:
            return dossier_code(agency_id, day, number, regime)
        except OverflowError as error:
            raise ProblemError("code-numbers-exhausted") from error

    def number(self, session: Session, agency_id: str, day: date) -> int:
        """Take the next number of the agency on ``day``."""
        return next_number(session, f"dossier:{agency_id}:{day:%Y-%m-%d}")


class ResultCodes:
    """Issues result codes ``<dossier code>-KQ<n>`` (NĐ 45/2020 Điều 14.3)."""

    def issue(self, dossier_code: str, count: int) -> str | None:
        """Return the code of the next result when ``count`` exist already."""
        return f"{dossier_code}-KQ{count + 1}"


class Lifecycle:
    """Which action is allowed in which state, and where it leads."""

    transitions: Mapping[str, Mapping[Status, Status]] = TRANSITIONS

    def of(self, row: DossierRow) -> Lifecycle:
        """Return the way of one dossier: the same for all, whatever happened to it."""
        del row
        return self

    def target(self, action: str, status: Status) -> Status:
        """Return the state after ``action``; refuse it where it is not allowed."""
        try:
            return self.transitions[action][status]
        except KeyError:
            raise ProblemError("illegal-transition", action, status=int(status)) from None


_CHECKS: dict[str, Callable[[str], bool]] = {
    "phone": is_phone,
    "email": is_email,
    "personalId": is_personal_id,
    "taxCode": is_tax_code,
    "integer": lambda text: re.fullmatch(r"-?[0-9]{1,12}", text) is not None,
}


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class IntakePolicy:
    """What a dossier must contain to be sent and to be accepted (REC-02, REC-03)."""

    def prefilled(
        self, procedure: Procedure, profile: Mapping[str, Any], form: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return ``form`` with what the account already knows (TT 32/2017 Điều 8.2)."""
        known = {
            f.key: profile[f.prefilled_from.removeprefix("account.")]
            for f in procedure.e_form.fields
            if f.prefilled_from and profile.get(f.prefilled_from.removeprefix("account."))
        }
        return known | dict(form)

    def check_form(self, procedure: Procedure, form: Mapping[str, Any]) -> list[FieldProblem]:
        """Return what is wrong with the interactive form."""
        found = []
        for field in procedure.e_form.fields:
            text = str(form.get(field.key) or "").strip()
            label = field.label
            if not text:
                if field.required:
                    found.append(
                        missing(
                            f"form.{field.key}",
                            f"Chưa khai «{label.vi}»",
                            f"“{label.en}” is missing",
                        )
                    )
            elif not self.is_well_formed(field, text):
                found.append(
                    FieldProblem(
                        f"form.{field.key}",
                        "malformed",
                        f"«{label.vi}» không đúng định dạng",
                        f"“{label.en}” is malformed",
                    )
                )
        return found

    def is_well_formed(self, field: FormField, text: str) -> bool:
        """Say whether ``text`` fits the type, options and pattern of ``field``."""
        if field.type == "date" and not _is_date(text):
            return False
        if field.type == "choice" and text not in {o.id for o in field.options}:
            return False
        check = _CHECKS.get(field.type)
        if check is not None and not check(text):
            return False
        return field.pattern is None or re.fullmatch(field.pattern, text) is not None

    def check_components(
        self, procedure: Procedure, attached: Sequence[str], channel: int
    ) -> list[FieldProblem]:
        """Return the required components without a file, each by name."""
        del channel
        return [
            missing(f"components.{c.code}", f"Thiếu thành phần «{c.name}»", f"Component “{c.name}”")
            for c in procedure.components
            if c.required and c.code not in attached
        ]

    def check_digitised(self, channel: int, attachments: int) -> None:
        """Refuse to accept a paper dossier without a digital attachment (REC-02)."""
        if channel != ONLINE and attachments == 0:
            raise ProblemError("paper-not-digitised")

    def receipt_due(self, procedure: Procedure, wanted: bool | None) -> bool:
        """Say whether form 01 is issued: always, but for immediate results only if asked (17.4)."""
        return bool(wanted) if procedure.immediate else True


@dataclass(frozen=True, slots=True)
class HandOver:
    """What is said when a result is handed over."""

    recipient: str
    is_proxy: bool
    authorisation: str | None
    originals_returned: bool


class HandOverPolicy:
    """What must hold when a result is handed over (NĐ 61/2018 Điều 6.2.b, 20)."""

    def check_proxy(self, said: HandOver) -> None:
        """Refuse a proxy without an authorisation."""
        if said.is_proxy and not (said.authorisation or "").strip():
            raise ProblemError("authorisation-required")

    def check_originals(self, said: HandOver, kept: int) -> None:
        """Refuse to close while originals are kept."""
        if kept and not said.originals_returned:
            raise ProblemError("originals-not-returned")

    def check_announced(self, *, early: bool, announced: bool) -> None:
        """Refuse an early result of which the applicant was not told (20.4)."""
        if early and not announced:
            raise ProblemError("early-result-not-announced")

    def check_paid(self, unpaid: int) -> None:
        """Refuse while a fee is open."""
        if unpaid:
            raise ProblemError("fee-unpaid")

    def check_rated(self, *, rated: bool) -> None:
        """Ask for no rating: it is never a condition for the result (EVL-01)."""
        del rated


class HandlingPolicy:
    """What must hold while a dossier is handled (NĐ 61/2018 Điều 19)."""

    def of(self, row: DossierRow) -> HandlingPolicy:
        """Return what must hold for one dossier: the same for all, whatever happened to it."""
        del row
        return self

    def check_responsible(self, responsible_id: str | None, actor_id: str | None) -> None:
        """Refuse anybody but the one officer to whom the dossier is assigned."""
        if responsible_id != actor_id:
            raise ProblemError("not-responsible")

    def check_ground(self, ground: str, status: Status) -> None:
        """Refuse a ground for stopping that does not fit the state: here each fits all."""

    def check_immediate(self, procedure: Procedure) -> None:
        """Refuse to settle at the desk what has no immediate result (NĐ 61/2018 Điều 17.4)."""
        if not procedure.immediate:
            raise ProblemError("not-immediate")

    def check_opinion(
        self, content: str, reply_by: datetime, now: datetime, *, agency_known: bool
    ) -> list[FieldProblem]:
        """Return what a request for an opinion lacks: subject, limit, agency (19.5)."""
        found = []
        if not agency_known:
            found.append(FieldProblem("agencyId", "unknown", "Không có cơ quan này", "Unknown"))
        if not content.strip():
            found.append(missing("content", "Bắt buộc", "Required"))
        if reply_by <= now:
            found.append(FieldProblem("replyBy", "past", "Phải ở tương lai", "Must be in future"))
        return found

    def consent(self, given: bool | None, *, silent: bool) -> bool | None:
        """Return whether an agency agrees: what it answered, nothing from silence (APP-02)."""
        del silent
        return given

    def check_opinions(self, outstanding: int) -> None:
        """Refuse a proposal while opinions are outstanding: silence is not consent (APP-02)."""
        if outstanding:
            raise ProblemError("opinions-outstanding")

    def check_tasks(self, outstanding: int) -> None:
        """Refuse a proposal while a participating agency is at work (LINK-01, LINK-02)."""
        if outstanding:
            raise ProblemError("tasks-outstanding")

    def check_turn(self, *, sequential: bool, earlier_open: int) -> None:
        """Refuse an agency whose turn has not come in a sequential procedure (LINK-01)."""
        if sequential and earlier_open:
            raise ProblemError("wrong-order")

    def proposed(self, proposal: dict[str, Any] | None) -> dict[str, Any]:
        """Return what is laid before the leader; refuse where nothing is, or it was sent back."""
        if not proposal or proposal["state"] != "submitted":
            raise ProblemError("no-proposal")
        return proposal

    def check_approver(self, proposer_id: str | None, actor_id: str | None) -> None:
        """Refuse approval by the proposer."""
        if proposer_id is not None and proposer_id == actor_id:
            raise ProblemError("self-approval")

    def check_attendance(self, attendance: Mapping[str, Any] | None) -> list[FieldProblem]:
        """Return which of time, place, participants and content an attendance record lacks."""
        if attendance is None:
            return []
        return [
            missing(f"attendance.{key}", "Bắt buộc khi mời người nộp có mặt", "Required")
            for key in ("time", "place", "participants", "content")
            if not attendance.get(key)
        ]
