"""Variants of custom in handling: what the law leaves to the agency, done another way."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime

from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import TRANSITIONS, Status
from reference_impl.domain.values import Value, Words
from reference_impl.domain.working_time import WorkingTime
from reference_impl.policies.dossier_rules import HandlingPolicy, Lifecycle
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.time_rules import ExtensionRule
from reference_impl.services.catalogue import Process
from reference_impl.variants.registry import Variant, with_rules


class StopsForFailuresThatHappened(HandlingPolicy):
    """Stops because the applicant did not answer only where an answer was asked for."""

    needs: Mapping[str, Status] = {
        "applicant-did-not-complete": Status.SUPPLEMENT,
        "applicant-did-not-pay": Status.PAYMENT,
    }

    def check_ground(self, ground: str, status: Status) -> None:
        """Refuse a failure for which nothing was asked."""
        if self.needs.get(ground, status) is not status:
            raise ProblemError("illegal-transition", ground, status=int(status))


class BackToTheDesk(Lifecycle):
    """Takes a completed dossier back to the desk, which forwards it again."""

    transitions = {
        **TRANSITIONS,
        "answer-supplement-appraisal": {Status.SUPPLEMENT: Status.ACCEPTED},
    }


class ProcessWithAClerk(Presentation):
    """Numbers the steps in tens and has a clerk seal what was approved."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the process with one step more."""
        if not isinstance(view, Process):
            return super().view(kind, view)
        numbered = [s.model_copy(update={"order": 10 * s.order}) for s in view.items]
        name = Words(vi="Văn thư đóng dấu", en="The clerk seals")
        seal = {"order": 45, "key": "seal", "name": name, "role": "clerk", "amount": 0}
        steps = (*numbered[:-1], numbered[-2].model_copy(update=seal), numbered[-1])
        return view.model_copy(update={"items": steps})


_LATE: ContextVar[bool] = ContextVar("late", default=False)


class TakesLateApologies(ExtensionRule):
    """Takes an apology on the due day and keeps the date that it came too late to move."""

    def check_moment(self, now: datetime, due: datetime) -> None:
        """Note that it is late, and refuse nothing."""
        try:
            super().check_moment(now, due)
        except ProblemError:
            _LATE.set(True)
        else:
            _LATE.set(False)

    def settle(self, new_due: datetime, due: datetime, work: WorkingTime) -> datetime:
        """Return the new date, or the old one for a late apology."""
        return due if _LATE.get() else super().settle(new_due, due, work)


VARIANTS = (
    Variant(
        "stops-for-failures-that-happened", "stops for want of an answer only after asking for one",
        rules=with_rules(handling=StopsForFailuresThatHappened()),
    ),
    Variant(
        "completed-dossiers-back-to-the-desk", "a completed dossier is accepted (2) and forwarded",
        rules=with_rules(lifecycle=BackToTheDesk()),
    ),
    Variant(
        "process-with-a-clerk", "steps in tens, one of them by a clerk who handles no dossier",
        rules=with_rules(presentation=ProcessWithAClerk()),
    ),
    Variant(
        "late-apologies-move-no-date", "takes an apology on the due day; the dossier stays late",
        rules=with_rules(extension=TakesLateApologies()),
    ),
)  # fmt: skip
