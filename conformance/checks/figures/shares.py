"""Shares that a candidate shows, against the numbers of dossiers beside them."""

from __future__ import annotations

from conformance.candidate import figure_facts as g
from conformance.checks.kit import expect
from conformance.checks.portal.figures import is_share
from conformance.words import Text

SHARES = (
    ("online_percent", "online", "received"),
    ("full_process_percent", "full_process", "received"),
    ("on_time_percent", "on_time", "settled"),
    ("satisfied_percent", "satisfied", "rated"),
)
"""Each share with its numerator and denominator."""


def expect_shares(seen: g.Metric | g.ServiceIndex, aspect: str) -> None:
    """Expect that each share that the record has is its numerator in its denominator.

    It may be rounded up or down; a share of nothing is not looked at.
    """
    known = type(seen).field_names()
    for share, part, whole in SHARES:
        if share not in known:
            continue
        value, parts, wholes = (getattr(seen, name) for name in (share, part, whole))
        if wholes:
            said = f"{part} / {whole}: {parts} / {wholes}"
            _expect_share(value, int(parts or 0), int(wholes), aspect, Text(vi=said, en=said))


def _expect_share(seen: float | None, part: int, whole: int, aspect: str, why: Text) -> None:
    expect(seen, aspect, why=why).satisfies(
        lambda percent: is_share(percent, range(part, part + 1), range(whole, whole + 1)), why
    )
