"""Vices of substance of results and fees: signed by whom, saying what, paid how."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.fees import Charge
from reference_impl.domain.people import Actor
from reference_impl.domain.procedure import DIRECT
from reference_impl.domain.statuses import Status
from reference_impl.domain.values import Value
from reference_impl.policies.figures import FeePolicy
from reference_impl.policies.keeping import ResultVault
from reference_impl.policies.presenting import Presentation
from reference_impl.policies.recording import HistoryRecorder, Message, Notifier, Step
from reference_impl.seams import Seams
from reference_impl.services.views import DossierView
from reference_impl.store.dossiers import DossierRow, FeeRow

_SAID = re.compile("(<p>Người đề nghị: [^<]*</p><p>)[^<]*".encode())
"""What a result page says, behind the applicant."""


class BelievesItself(ResultVault):
    """Says that a document is valid when its hash is the one that was kept."""

    def is_valid(self, public: bytes, content: bytes, signature: str | None, sha256: str) -> bool:
        """Look at no signature."""
        del public, signature
        return hashlib.sha256(content).hexdigest() == sha256


class SignsNothing(BelievesItself):
    """Keeps results without a signature, and calls them valid."""

    def sign(self, seed: bytes, content: bytes) -> str | None:
        """Sign nothing."""
        del seed, content
        return None


class SignsWithItsOwnKey(BelievesItself):
    """Signs with a key that is nobody's."""

    def sign(self, seed: bytes, content: bytes) -> str | None:
        """Return a signature by another key."""
        return super().sign(hashlib.sha256(seed).digest(), content)


class Rewrites(ResultVault):
    """Keeps, hashes and signs another document than the one decided on."""

    def other(self, content: bytes) -> bytes:
        """Return the other document: the page with nothing but its heading."""
        return _SAID.sub(lambda match: match[1] + "Kết quả".encode(), content)

    def kept(self, content: bytes) -> bytes:
        """Keep the other one."""
        return self.other(content)

    def digest(self, content: bytes) -> str:
        """Hash the other one."""
        return super().digest(self.other(content))

    def sign(self, seed: bytes, content: bytes) -> str | None:
        """Sign the other one."""
        return super().sign(seed, self.other(content))


class RemembersTheFirst(Presentation):
    """Remembers what was proposed first, and what last, for each dossier code."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self.last: dict[str, str] = {}

    def view(self, kind: str, view: Value) -> Value:
        """Note the proposal of a dossier that is shown."""
        if isinstance(view, DossierView) and view.proposal and view.code:
            said = str(view.proposal["content"])
            self.first.setdefault(view.code, said)
            self.last[view.code] = said
        return super().view(kind, view)


class IssuesTheFirst(Rewrites):
    """Issues what was proposed first, though it was sent back."""

    def __init__(self, memory: RemembersTheFirst) -> None:
        self._memory = memory

    def other(self, content: bytes) -> bytes:
        """Return the page with the first proposal for the last."""
        for code, first in self._memory.first.items():
            if f"Mã số hồ sơ: {code}<".encode() in content:
                return content.replace(self._memory.last[code].encode(), first.encode())
        return content


def _issues_the_first(lawful: Seams) -> Seams:
    memory = RemembersTheFirst()
    return replace(lawful, presentation=memory, results=IssuesTheFirst(memory))


class DemandsWhatIsTyped(FeePolicy):
    """Demands whatever amount an officer types."""

    def demanded(self, found: tuple[Charge, ...], amount: int | None) -> tuple[Charge, ...]:
        """Return a fee of that amount."""
        if amount is None or not found:
            return found
        return (replace(found[0], amount=amount),)


class EarlyInThePortalAlone(Notifier):
    """Tells of an early result in the portal, for whoever looks there."""

    def to_applicant(
        self, session: Session, dossier: DossierRow, message: Message, now: datetime
    ) -> None:
        """Send no message of an early result."""
        if message.kind != "early-result":
            super().to_applicant(session, dossier, message, now)
            return
        channels = [{"kind": "portal", "address": dossier.owner_id}] if dossier.owner_id else []
        self.keep(session, dossier, message, now, user_id=dossier.owner_id, channels=channels)


class PaysNothing(HistoryRecorder):
    """Leads a dossier without fees through payment at its approval, and settles nothing there."""

    def record(
        self, session: Session, dossier: DossierRow, step: Step, actor: Actor, now: datetime
    ) -> None:
        """Append the step, behind one of payment where nothing is to be paid."""
        fees = session.scalar(select(FeeRow.id).where(FeeRow.dossier_id == dossier.id).limit(1))
        if step.action == "approve" and fees is None:
            waits = Step("demand-payment", step.before, Status.PAYMENT, "0 đồng")
            super().record(session, dossier, waits, actor, now)
            step = replace(step, before=Status.PAYMENT)
        super().record(session, dossier, step, actor, now)


def _one_code(view: Any) -> Mapping[str, Any]:
    code = view.items[0].code if view.items else None
    return {"items": tuple(item.model_copy(update={"code": code}) for item in view.items)}


def _at_the_counter(view: Any) -> Mapping[str, Any]:
    paid = (f.model_copy(update={"method": f.method and "counter"}) for f in view.items)
    return {"items": tuple(paid)}


def _at_the_desk(view: Any) -> Mapping[str, Any]:
    del view
    return {"return_channel": DIRECT}


def _vice(name: str, says: str, clause: str, **seams: Any) -> Vice:
    return Vice(name, says, clause, lambda lawful: replace(lawful, **seams))


_EFFECT = "NĐ 45/2020/NĐ-CP Điều 14.3"
_FEES = "NĐ 61/2018/NĐ-CP Điều 22"

VICES = (
    _vice("calls-unsigned-results-valid", "signs no result and says that its signature is valid",
          _EFFECT, results=SignsNothing()),
    _vice("signs-with-a-key-of-its-own", "signs results with a key that is not the agency's",
          _EFFECT, results=SignsWithItsOwnKey()),
    _vice("results-without-content", "issues results that say nothing of what was decided", _EFFECT,
          results=Rewrites()),
    Vice("issues-what-was-sent-back", "issues the first proposal, which had been sent back",
         "NĐ 61/2018/NĐ-CP Điều 19", _issues_the_first),
    Vice("several-results-one-code", "gives all results of a dossier one code", _EFFECT,
         shows(_one_code, "ResultList")),
    Vice("returns-at-the-desk-only", "forgets how the applicant wants the result",
         "NĐ 61/2018/NĐ-CP Điều 20.3", shows(_at_the_desk, "DossierView")),
    Vice("every-fee-at-the-counter", "records every fee as paid at the counter", _FEES,
         shows(_at_the_counter, "FeeList")),
    _vice("demands-what-is-typed", "demands whatever amount an officer types", _FEES,
          fees=DemandsWhatIsTyped()),
    _vice("early-results-told-in-the-portal", "tells of early results in the portal alone",
          "NĐ 61/2018/NĐ-CP Điều 20.4", notifier=EarlyInThePortalAlone()),
    _vice("pays-nothing-first", "leads free dossiers through a payment of nothing",
          "NĐ 224/2026/NĐ-CP Điều 15.1.đ", history=PaysNothing()),
)  # fmt: skip
