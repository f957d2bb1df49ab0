"""What a dossier costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reference_impl.domain.procedure import Procedure, Tariff


@dataclass(frozen=True, slots=True)
class Charge:
    """One fee of a dossier, in đồng."""

    name: str
    kind: str
    amount: int
    basis: str


def tariff_amount(tariff: Tariff, pages: int, copies: int) -> int:
    """Return what ``copies`` copies of ``pages`` pages cost under ``tariff``, in đồng."""
    if tariff.per_page_up_to is None:
        return tariff.amount * copies
    dear = min(pages, tariff.per_page_up_to)
    cheap = max(0, pages - tariff.per_page_up_to)
    one = dear * tariff.amount + cheap * (tariff.further_page_amount or 0)
    return copies * (one if tariff.ceiling is None else min(one, tariff.ceiling))


def charges(
    procedure: Procedure, channel: int, day: date, pages: int = 1, copies: int = 1
) -> tuple[Charge, ...]:
    """Return the fees of a dossier that came through ``channel`` on ``day``; zero ones left out."""
    found = []
    for tariff in procedure.fees:
        in_force = (tariff.valid_from is None or tariff.valid_from <= day) and (
            tariff.valid_until is None or day <= tariff.valid_until
        )
        if tariff.channel == channel and in_force:
            amount = tariff_amount(tariff, pages, copies)
            if amount:
                found.append(Charge(tariff.name, tariff.kind, amount, tariff.basis))
    return tuple(found)
