"""Variants of custom: a portal that has been in use, that tells more, that works other hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_impl.policies.recording import Message, Notifier
from reference_impl.settings import Settings
from reference_impl.store.dossiers import DossierRow
from reference_impl.variants.registry import Variant, with_rules


class TellsTwice(Notifier):
    """Sends a short notice beside each lawful one."""

    def keep(
        self,
        session: Session,
        dossier: DossierRow,
        message: Message,
        now: datetime,
        *,
        channels: Sequence[Mapping[str, Any]],
        user_id: str | None = None,
        agency_id: str | None = None,
    ) -> None:
        """Write both down."""
        extra = Message("courtesy", "Cảm ơn", "Cảm ơn ông/bà đã sử dụng dịch vụ.", message.content)
        for one in (extra, message):
            super().keep(
                session, dossier, one, now,
                channels=channels, user_id=user_id, agency_id=agency_id,
            )  # fmt: skip


def _in_use(settings: Settings) -> Settings:
    return replace(settings, seed_demo=True)


VARIANTS = (
    Variant("in-use-for-years", "dossiers of others are there already", settings=_in_use),
    Variant(
        "sends-courtesy-notices", "a courtesy notice goes with each lawful one",
        rules=with_rules(notifier=TellsTwice()),
    ),
)  # fmt: skip
