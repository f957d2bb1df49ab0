"""Vices of results, fees, withdrawal and stopping."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from reference_impl.broken.reception import Silent, lifecycle
from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.fees import Charge
from reference_impl.domain.people import Actor, Role
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import Status
from reference_impl.policies.access import AccessRules, Place
from reference_impl.policies.dossier_rules import HandOver, HandOverPolicy, ResultCodes
from reference_impl.policies.figures import FeePolicy
from reference_impl.policies.keeping import ResultVault


class AnybodyCollects(HandOverPolicy):
    """Hands results to anybody."""

    def check_proxy(self, said: HandOver) -> None:
        """Ask for no authorisation."""
        del said


class EarlyUnannounced(HandOverPolicy):
    """Hands early results over without a word beforehand."""

    def check_announced(self, *, early: bool, announced: bool) -> None:
        """Ask for no notice."""
        del early, announced


class OverdueNever(HandOverPolicy):
    """Hands over only what was ready before the due day."""

    def check_announced(self, *, early: bool, announced: bool) -> None:
        """Refuse what is not early."""
        super().check_announced(early=early, announced=announced)
        if not early:
            raise ProblemError("conflict")


class Unsigned(ResultVault):
    """Keeps results without a signature."""

    def sign(self, seed: bytes, content: bytes) -> str | None:
        """Sign nothing."""
        del seed, content
        return None


class AlwaysValid(ResultVault):
    """Calls every copy genuine."""

    def is_valid(self, public: bytes, content: bytes, signature: str | None, sha256: str) -> bool:
        """Say yes."""
        del public, content, signature, sha256
        return True


class Reencodes(ResultVault):
    """Keeps another document than the one that was signed."""

    def kept(self, content: bytes) -> bytes:
        """Return the bytes with a blank line more."""
        return content + b"\n"


class NeverReady(ResultVault):
    """Never lets the applicant download."""

    def may_fetch(self, status: Status) -> bool:
        """Say no."""
        del status
        return False


class OwnNumbers(ResultCodes):
    """Numbers results in its own way."""

    def issue(self, dossier_code: str, count: int) -> str | None:
        """Return a code without the letters KQ."""
        return f"{dossier_code}/{count + 1}"


class OneCodeForAll(ResultCodes):
    """Gives results a number that starts at the second."""

    def issue(self, dossier_code: str, count: int) -> str | None:
        """Return a code that is one too high."""
        return super().issue(dossier_code, count + 1)


class ApplicantsSeeAll(AccessRules):
    """Lets any applicant read any dossier."""

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes to applicants."""
        return actor.has(Role.CITIZEN, Role.BUSINESS) or super().may_see(actor, place)


class ChargesAll(FeePolicy):
    """Charges for free procedures."""

    def charges(
        self, procedure: Procedure, channel: int, day: date, pages: int, copies: int
    ) -> tuple[Charge, ...]:
        """Return a fee where none is published."""
        found = super().charges(procedure, channel, day, pages, copies)
        return found or (Charge("Phí xử lý", "phí", 20_000, "không có"),)

    def check_demand(self, procedure: Procedure, found: Sequence[Charge]) -> None:
        """Allow every demand."""
        del procedure, found


class DemandsFromAll(FeePolicy):
    """Demands payment of nothing."""

    def check_demand(self, procedure: Procedure, found: Sequence[Charge]) -> None:
        """Allow every demand."""
        del procedure, found

    def demanded(self, found: tuple[Charge, ...], amount: int | None) -> tuple[Charge, ...]:
        """Return what there is, whatever was asked for."""
        del amount
        return found


class ChargesMore(FeePolicy):
    """Charges more than is published."""

    def charges(
        self, procedure: Procedure, channel: int, day: date, pages: int, copies: int
    ) -> tuple[Charge, ...]:
        """Return each fee and a thousand đồng."""
        found = super().charges(procedure, channel, day, pages, copies)
        return tuple(replace(c, amount=c.amount + 1_000) for c in found)


class TakesLess(FeePolicy):
    """Settles a fee for less than it is."""

    def settle(self, amount: int) -> int:
        """Return half."""
        return amount // 2


def _closed(*states: Status, to: Status) -> dict[Status, Status]:
    return dict.fromkeys(states, to)


def _without_results(view: Collection[object]) -> dict[str, object]:
    del view
    return {"items": ()}


_RETURN = "NĐ 61/2018/NĐ-CP Điều 20"
_EFFECT = "NĐ 45/2020/NĐ-CP Điều 14.3"
_FEES = "NĐ 61/2018/NĐ-CP Điều 22"
_END = "TT 11/2025/TT-BKHCN"

VICES = (
    Vice(
        "anybody-collects",
        "hands a result to a proxy without an authorisation",
        "NĐ 61/2018/NĐ-CP Điều 6.2.b",
        lambda lawful: replace(lawful, hand_over=AnybodyCollects()),
    ),
    Vice(
        "early-result-unannounced",
        "hands an early result over without a notice beforehand",
        f"{_RETURN}.4",
        lambda lawful: replace(
            lawful, hand_over=EarlyUnannounced(), notifier=Silent("early-result")
        ),
    ),
    Vice(
        "overdue-result-withheld",
        "does not hand over what became late",
        f"{_RETURN}.3",
        lambda lawful: replace(lawful, hand_over=OverdueNever()),
    ),
    Vice(
        "hands-over-before-the-decision",
        "records a hand-over while there is no result",
        f"{_RETURN}.3",
        lifecycle(hand_over=_closed(Status.PROCESSING, to=Status.RETURNED)),
    ),
    Vice(
        "results-vanish",
        "keeps no result in the dossier",
        f"{_RETURN}.5",
        shows(_without_results, "ResultList"),
    ),
    Vice(
        "unsigned-results",
        "returns results without a signature",
        _EFFECT,
        lambda lawful: replace(lawful, results=Unsigned()),
    ),
    Vice(
        "every-copy-is-genuine",
        "calls an altered copy of a result genuine",
        _EFFECT,
        lambda lawful: replace(lawful, results=AlwaysValid()),
    ),
    Vice(
        "result-changed-after-signing",
        "returns another file than the one that was signed",
        _EFFECT,
        lambda lawful: replace(lawful, results=Reencodes()),
    ),
    Vice(
        "result-never-ready",
        "does not let the applicant download the result",
        _EFFECT,
        lambda lawful: replace(lawful, results=NeverReady()),
    ),
    Vice(
        "result-code-of-its-own",
        "writes result codes in its own way",
        _EFFECT,
        lambda lawful: replace(lawful, result_codes=OwnNumbers()),
    ),
    Vice(
        "result-code-starts-at-two",
        "gives the first result of a dossier the number two",
        _EFFECT,
        lambda lawful: replace(lawful, result_codes=OneCodeForAll()),
    ),
    Vice(
        "applicants-see-all-results",
        "shows an applicant the results of others",
        "TT 01/2018/TT-VPCP Điều 16.2.d",
        lambda lawful: replace(lawful, access=ApplicantsSeeAll()),
    ),
    Vice(
        "charges-free-procedures",
        "charges a fee for a free procedure",
        "NĐ 61/2018/NĐ-CP Điều 4.5",
        lambda lawful: replace(lawful, fees=ChargesAll()),
    ),
    Vice(
        "demands-payment-of-nothing",
        "leads a free dossier into the payment state",
        "NĐ 61/2018/NĐ-CP Điều 4.5",
        lambda lawful: replace(lawful, fees=DemandsFromAll()),
    ),
    Vice(
        "charges-more-than-published",
        "charges more than the published fee",
        _FEES,
        lambda lawful: replace(lawful, fees=ChargesMore()),
    ),
    Vice(
        "settles-fees-for-less",
        "takes half of a fee for the whole",
        _FEES,
        lambda lawful: replace(lawful, fees=TakesLess()),
    ),
    Vice(
        "withdraws-after-the-result",
        "lets an applicant withdraw a decided dossier",
        _END,
        lifecycle(withdraw=_closed(Status.DONE, to=Status.WITHDRAWN)),
    ),
    Vice(
        "withdrawn-is-stopped",
        "records a withdrawal as a stop",
        _END,
        lifecycle(
            withdraw=_closed(
                Status.REGISTERED, Status.ACCEPTED, Status.PROCESSING, to=Status.STOPPED
            )
        ),
    ),
    Vice(
        "works-on-closed-dossiers",
        "goes on with a withdrawn or stopped dossier",
        _END,
        lifecycle(
            assign=_closed(Status.WITHDRAWN, Status.STOPPED, to=Status.PROCESSING),
            accept=_closed(Status.WITHDRAWN, to=Status.ACCEPTED),
        ),
    ),
    Vice(
        "stop-is-a-refusal",
        "records a stop as a refusal",
        _END,
        lifecycle(stop=_closed(Status.PROCESSING, to=Status.NOT_ACCEPTED)),
    ),
)
