"""Variants of work between agencies and people: what the law leaves open, done another way."""

from __future__ import annotations

from datetime import time

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.values import Value
from reference_impl.policies.presenting import Presentation
from reference_impl.services.views import OpinionList, OpinionView
from reference_impl.variants.registry import Variant, with_rules


class OpinionsInWords(Presentation):
    """Keeps an opinion in words alone, and its limit by the day."""

    def view(self, kind: str, view: Value) -> Value:
        """Return opinions without a mark of agreement, due when their last day ends."""
        if isinstance(view, OpinionList):
            return view.model_copy(update={"items": tuple(map(self._plain, view.items))})
        return self._plain(view) if isinstance(view, OpinionView) else super().view(kind, view)

    @staticmethod
    def _plain(view: OpinionView) -> OpinionView:
        limit = in_vietnam(view.reply_by)
        ends = limit.combine(limit.date(), time(23, 59, 59), limit.tzinfo)
        return view.model_copy(update={"agrees": None, "reply_by": ends})


VARIANTS = (
    Variant(
        "opinions-in-words", "opinions in words alone, their limit by the day",
        rules=with_rules(presentation=OpinionsInWords()),
    ),
)  # fmt: skip
