"""Variants of work between agencies and people: what the law leaves open, done another way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from reference_impl.domain.moments import in_vietnam
from reference_impl.domain.values import Named, Value
from reference_impl.policies.presenting import Presentation
from reference_impl.services.views import NoticeList, NoticeView, OpinionList, OpinionView, TaskList
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


class NoticesInWords(Presentation):
    """Keeps of a notice its text alone, which says everything."""

    labels: Mapping[str, str] = {
        "receivingAgency": "Cơ quan tiếp nhận",
        "decidingAgency": "Cơ quan giải quyết",
        "receiver": "Người tiếp nhận",
        "handler": "Người giải quyết",
        "receivedAt": "Ngày tiếp nhận",
        "processedAt": "Ngày giải quyết xong",
        "dueAt": "Ngày hẹn trả",
        "returnedAt": "Ngày trả",
    }

    def view(self, kind: str, view: Value) -> Value:
        """Return notices as texts."""
        if not isinstance(view, NoticeList):
            return super().view(kind, view)
        return view.model_copy(update={"items": tuple(map(self._written, view.items))})

    def _written(self, view: NoticeView) -> NoticeView:
        said = [f"{label}: {self._plain(view.content[key])}." for key, label in self.labels.items()
                if view.content.get(key)]  # fmt: skip
        return view.model_copy(update={"body": " ".join([view.body, *said]), "content": {}})

    @staticmethod
    def _plain(value: str) -> str:
        try:
            return f"{datetime.fromisoformat(value):%d/%m/%Y}"
        except ValueError:
            return value


DESK = Named(id="H56.01", name="Trung tâm Phục vụ hành chính công (mẫu)")

VARIANTS = (
    Variant(
        "notices-in-words", "notices are texts, with nothing in fields of their own",
        rules=with_rules(presentation=NoticesInWords()),
    ),
    Variant(
        "desk-among-the-agencies", "the desk is listed with a part of its own: to watch over all",
        rules=with_rules(presentation=DeskHasAPart()),
    ),
    Variant(
        "opinions-in-words", "opinions in words alone, their limit by the day",
        rules=with_rules(presentation=OpinionsInWords()),
    ),
)  # fmt: skip
