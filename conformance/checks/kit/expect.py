"""``expect``: compares what was seen with what is due, in the reader's words.

The aspect is a key of ``reports/messages/aspects.yaml``, so that a report can name what was
looked at in both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NoReturn

from conformance.candidate.dates import VIETNAM
from conformance.candidate.file import Tolerances
from conformance.candidate.reply import OperationFailed, Reply, ReplyKind
from conformance.checks.kit.sameness import holds_text, is_same_due, is_same_moment, is_same_text
from conformance.words import Text


class Violation(AssertionError):
    """A check saw that the candidate breaks the rule."""

    def __init__(
        self,
        aspect: str,
        expected: Text,
        seen: Text,
        why: Text | None = None,
        exchange: str | None = None,
        operation: str | None = None,
    ) -> None:
        self.aspect, self.expected, self.seen = aspect, expected, seen
        self.why, self.exchange, self.operation = why, exchange, operation
        self.others: tuple[Violation, ...] = ()
        """Further violations of the same check, each with a cause of its own."""
        super().__init__(f"{aspect}: expected {expected.en}; seen {seen.en}")


class NotOffered(Violation):
    """A check saw that the candidate lacks what is demanded."""


def report(violations: Sequence[Violation]) -> None:
    """Raise all violations that a check has gathered, if there are any."""
    if violations:
        first = violations[0]
        first.others = tuple(violations[1:])
        raise first


def words(value: Any) -> Text:
    """Return a value in the reader's words."""
    if isinstance(value, Text):
        return value
    if value is None:
        return Text(vi="không có", en="nothing")
    if isinstance(value, bool):
        return Text(vi="có", en="yes") if value else Text(vi="không", en="no")
    if isinstance(value, datetime):
        local = value.astimezone(VIETNAM) if value.tzinfo else value
        return Text(vi=local.strftime("%H:%M:%S %d/%m/%Y"), en=local.isoformat(sep=" "))
    if isinstance(value, date):
        return Text(vi=value.strftime("%d/%m/%Y"), en=value.isoformat())
    if isinstance(value, str):
        return Text(vi=f"“{value}”", en=f"“{value}”") if value else Text(vi="rỗng", en="empty")
    if isinstance(value, Iterable) and not isinstance(value, (bytes, dict)):
        parts = [words(item) for item in value]
        if not parts:
            return Text(vi="danh sách rỗng", en="an empty list")
        return Text(vi=", ".join(p.vi for p in parts), en=", ".join(p.en for p in parts))
    return Text(vi=str(value), en=str(value))


def _phrase(vi: str, en: str, *values: Any) -> Text:
    parts = [words(v) for v in values]
    return Text(vi=vi.format(*[p.vi for p in parts]), en=en.format(*[p.en for p in parts]))


def fail(
    aspect: str, expected: Any, seen: Any, why: Text | None = None, exchange: str | None = None
) -> NoReturn:
    """Report a violation."""
    raise Violation(aspect, words(expected), words(seen), why, exchange)


def _is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ((), [], {})


class Expectation:
    """What is due of one value; each method raises ``Violation`` or returns itself."""

    def __init__(self, seen: Any, aspect: str, why: Text | None, exchange: str | None) -> None:
        self._seen, self._aspect, self._why, self._exchange = seen, aspect, why, exchange

    def _hold(self, holds: bool, expected: Text) -> Expectation:
        if not holds:
            raise Violation(self._aspect, expected, words(self._seen), self._why, self._exchange)
        return self

    def equals(self, due: Any) -> Expectation:
        """The value is the one that is due."""
        return self._hold(self._seen == due, words(due))

    def differs_from(self, other: Any) -> Expectation:
        """There is a value, and it is another one."""
        holds = self._seen is not None and self._seen != other
        return self._hold(holds, _phrase("khác {0}", "other than {0}", other))

    def present(self) -> Expectation:
        """There is a value, and it is neither empty nor mere spaces."""
        return self._hold(not _is_empty(self._seen), Text(vi="có giá trị", en="a value"))

    def absent(self) -> Expectation:
        """There is no value."""
        return self._hold(_is_empty(self._seen), Text(vi="không có", en="nothing"))

    def is_in(self, allowed: Collection[Any]) -> Expectation:
        """The value is one of those allowed."""
        return self._hold(
            self._seen in allowed, _phrase("một trong: {0}", "one of: {0}", list(allowed))
        )

    def contains(self, item: Any) -> Expectation:
        """The list or text holds the item."""
        held = self._seen is not None and item in self._seen
        return self._hold(held, _phrase("có {0}", "contains {0}", item))

    def lacks(self, item: Any) -> Expectation:
        """There is a list or text, and it does not hold the item."""
        free = self._seen is not None and item not in self._seen
        return self._hold(free, _phrase("không có {0}", "does not contain {0}", item))

    def at_least(self, least: Any) -> Expectation:
        """The value is not smaller or earlier."""
        holds = self._seen is not None and self._seen >= least
        return self._hold(holds, _phrase("từ {0} trở lên", "at least {0}", least))

    def at_most(self, most: Any) -> Expectation:
        """The value is not greater or later."""
        holds = self._seen is not None and self._seen <= most
        return self._hold(holds, _phrase("không quá {0}", "at most {0}", most))

    def between(self, least: Any, most: Any) -> Expectation:
        """The value lies between the two, both included."""
        holds = self._seen is not None and least <= self._seen <= most
        return self._hold(holds, _phrase("từ {0} đến {1}", "from {0} to {1}", least, most))

    def on_day(self, day: date) -> Expectation:
        """The moment falls on the day, in Vietnam."""
        seen = self._seen
        local = seen.astimezone(VIETNAM).date() if isinstance(seen, datetime) else seen
        return self._hold(local == day, words(day))

    def same_moment(self, due: datetime | None) -> Expectation:
        """The moment is the one that another view shows: within a minute, or by day."""
        if due is None or self._seen is None:
            return self.equals(due)
        expected = _phrase("{0} (chênh không quá 1 phút)", "{0} (within a minute)", due)
        return self._hold(is_same_moment(self._seen, due), expected)

    def same_due(self, due: datetime | None, tolerances: Tolerances) -> Expectation:
        """The due date is the one that another view shows: the same day, or the same minute.

        ``tolerances`` of the candidate file says which; a form may print the day alone.
        """
        if due is None or self._seen is None:
            return self.equals(due)
        by_day = tolerances.due_granularity == "day"
        expected = words(due.astimezone(VIETNAM).date()) if by_day else words(due)
        return self._hold(is_same_due(self._seen, due, tolerances), expected)

    def same_text(self, due: str | None) -> Expectation:
        """The text reads like the other; normal form, case and spaces do not matter."""
        if due is None or self._seen is None:
            return self.equals(due)
        return self._hold(is_same_text(self._seen, due), words(due))

    def contains_text(self, due: str) -> Expectation:
        """The text says ``due``, with whatever label or number stands around it."""
        held = self._seen is not None and holds_text(self._seen, due)
        return self._hold(held, _phrase("có {0}", "contains {0}", due))

    def distinct(self) -> Expectation:
        """No item comes twice."""
        items = list(self._seen)
        return self._hold(
            len(set(items)) == len(items), Text(vi="không trùng nhau", en="no two alike")
        )

    def satisfies(self, holds: Callable[[Any], bool], due: Text) -> Expectation:
        """The value satisfies a rule that ``due`` says in words."""
        return self._hold(self._seen is not None and holds(self._seen), due)


def expect(
    seen: Any, aspect: str, *, why: Text | None = None, exchange: str | None = None
) -> Expectation:
    """Begin an expectation of ``seen``; ``why`` explains how the due value was computed."""
    return Expectation(seen, aspect, why, exchange)


def refused(reply: Reply, aspect: str, *, why: Text | None = None) -> Reply:
    """Expect that the candidate said no in an orderly way; return the reply.

    Accepting is a violation, and so is falling over (5xx) or an answer without form. A function
    that is not offered at all proves nothing and raises ``OperationFailed``.
    """
    if reply.kind is ReplyKind.UNOFFERED:
        raise OperationFailed(reply)
    if not reply.refused:
        raise Violation(
            aspect,
            Text(vi="hệ thống từ chối có lý do", en="an orderly refusal"),
            reply.describe(),
            why,
            reply.exchange,
        )
    return reply
