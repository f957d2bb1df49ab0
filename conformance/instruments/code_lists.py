"""Lists of codes as data: agencies of level 1, and places in personal identifiers."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from conformance.data import data_folder
from conformance.instruments.data_files import read_data
from conformance.words import Standing, Value

LevelOneCode = Annotated[str, Field(pattern=r"^[A-Y][0-9]{2}$")]
PlaceCode = Annotated[str, Field(pattern=r"^0[0-9]{2}$")]


class LevelOneAgency(Value):
    """A ministry or province and its level-1 code, as seen; the list is not complete."""

    code: LevelOneCode
    name: str = Field(min_length=1)
    kind: Literal["ministry", "province"]
    standing: Standing
    note: str = ""


class AgencyFile(Value):
    """What ``agencies.yaml`` holds."""

    source: str
    agencies: tuple[LevelOneAgency, ...]


class PlaceFile(Value):
    """What ``personal-id-places.yaml`` holds: code to the name of the province at issue."""

    source: str
    standing: Standing
    places: dict[PlaceCode, str]


@lru_cache(maxsize=1)
def level_one_agencies() -> dict[str, LevelOneAgency]:
    """Return the known level-1 agencies by code; a code that is not here is unknown, not wrong."""
    file = read_data(data_folder("fixtures") / "codes" / "agencies.yaml", AgencyFile)
    return {agency.code: agency for agency in file.agencies}
