"""Vices of the lists that the API gives to whoever is signed in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reference_impl.broken.contract_wire import Came, Goes, Onward, WholeWire
from reference_impl.broken.registry import Vice


class SharedNotices(WholeWire):
    """Fills the list of one's own notices into memory that the caller before has left full."""

    def __init__(self) -> None:
        self._left: list[dict[str, Any]] = []

    async def answer(self, came: Came, onward: Onward) -> Goes:
        """Return the notices, behind them those of the last list that had any."""
        goes = await onward(came)
        read = came.method == "GET" and came.path.endswith("/notices") and goes.status == 200
        found = goes.json if read else None
        if not isinstance(found, dict) or not isinstance(found.get("items"), list):
            return goes
        own, left = found["items"], self._left
        self._left = own or left
        if came.path != "/api/me/notices":
            return goes
        known = {item["id"] for item in own}
        return goes.saying({**found, "items": own + [i for i in left if i["id"] not in known]})


VICES = (
    Vice(
        "notices-of-the-caller-before",
        "lists to applicants the notices of the caller before them too",
        "TT 22/2019/TT-BTTTT Điều 3.10",
        lambda lawful: replace(lawful, wire=SharedNotices()),
    ),
)
