"""Variants of work between agencies and people: what the law leaves open, done another way."""

from __future__ import annotations

from datetime import time

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.values import Named, Value
from reference_impl.policies.presenting import Presentation
from reference_impl.services.views import OpinionList, OpinionView, TaskList
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


class DeskHasAPart(Presentation):
    """Lists among the parts of the agencies the one of the desk: to watch over all."""

    def view(self, kind: str, view: Value) -> Value:
        """Return the parts with one more."""
        if not isinstance(view, TaskList) or not view.items:
            return super().view(kind, view)
        watch = {
            "id": "0", "agency": DESK, "lead": False, "duty": "Theo dõi, đôn đốc", "position": 0,
        }  # fmt: skip
        own = view.items[0].model_copy(update=watch)
        return view.model_copy(update={"items": (*view.items, own)})


DESK = Named(id="H56.01", name="Trung tâm Phục vụ hành chính công (mẫu)")

VARIANTS = (
    Variant(
        "desk-among-the-agencies", "the desk is listed with a part of its own: to watch over all",
        rules=with_rules(presentation=DeskHasAPart()),
    ),
    Variant(
        "opinions-in-words", "opinions in words alone, their limit by the day",
        rules=with_rules(presentation=OpinionsInWords()),
    ),
)  # fmt: skip
