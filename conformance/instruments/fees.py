"""Fee tariffs as data with dates of effect (FEE-04, FEE-05). Amounts are whole đồng."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from conformance.words import Value

Dong = Annotated[int, Field(ge=0)]


class PageTariff(Value):
    """A fee by pages: ``first`` for each of the first pages, ``further`` for the rest, a cap."""

    first: Dong
    first_pages: Annotated[int, Field(ge=0)]
    further: Dong
    cap: Dong

    def amount(self, pages: int) -> int:
        """Return the fee of one copy of ``pages`` pages; raises ``ValueError`` below one page."""
        if pages < 1:
            raise ValueError("a copy has at least one page")
        head = min(pages, self.first_pages)
        return min(self.cap, head * self.first + (pages - head) * self.further)


CERTIFIED_COPY = PageTariff(first=2_000, first_pages=2, further=1_000, cap=200_000)
"""Procedure 2.000815, certification of copies (FEE-04)."""


class DatedFee(Value):
    """A fee that holds from ``first_day`` to ``last_day``, both included; open without the last."""

    first_day: date
    last_day: date | None = None
    amount: Dong

    @model_validator(mode="after")
    def _in_order(self) -> DatedFee:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError("the fee ends before it begins")
        return self


def fee_on(day: date, fees: tuple[DatedFee, ...]) -> int | None:
    """Return the amount in force on ``day``; nothing when no fee is known for it.

    Where periods overlap, the fee that began last holds (a reduction for a time).
    """
    in_force = [
        fee
        for fee in fees
        if fee.first_day <= day and (fee.last_day is None or day <= fee.last_day)
    ]
    return max(in_force, key=lambda fee: fee.first_day).amount if in_force else None
