"""Points of one dossier or agency for each of the nine indices (Circular 01/2018 article 13)."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from conformance.instruments.indices import Points


class AgencyKind(StrEnum):
    """Kind of one-stop desk, for the share of procedures handled wholly on the spot."""

    MINISTRY = "ministry"
    PROVINCIAL_CENTRE = "provincial-centre"
    DISTRICT = "district"
    COMMUNE = "commune"


ON_THE_SPOT_SHARE = {
    AgencyKind.MINISTRY: Fraction(20, 100),
    AgencyKind.PROVINCIAL_CENTRE: Fraction(20, 100),
    AgencyKind.DISTRICT: Fraction(50, 100),
    AgencyKind.COMMUNE: Fraction(1),
}


def time_points(taken: int, lawful: int) -> Points:
    """Indices 1 and 2: time taken against the lawful time, in any one unit."""
    return 2 if taken < lawful else 1 if taken == lawful else 0


def contact_points(contacts: int, *, applicants_fault: bool = False) -> Points:
    """Index 3: further contacts with the desk to complete the dossier.

    More than one contact costs the points unless the applicant caused it; how the text then
    scores is not in hand, so the dossier counts like one contact.
    """
    if contacts == 0:
        return 2
    return 1 if contacts == 1 or applicants_fault else 0


def agency_points(agencies: int, *, presence_required: bool = False) -> Points:
    """Index 4: agencies that the applicant had to contact, the one-stop among them.

    Where the law requires presence, the lawful inspecting body counts beside the one-stop.
    """
    if agencies == 0:
        return 2
    return 1 if agencies <= (2 if presence_required else 1) else 0


def organisation_points(
    kind: AgencyKind, *, eligible: int, received_here: int, on_the_spot: int
) -> Points:
    """Index 5: procedures received at the one-stop and handled wholly on the spot.

    ``eligible`` procedures have to be received there; raises ``ValueError`` when there are none.
    """
    if eligible <= 0:
        raise ValueError("index 5 has no data without eligible procedures")
    if received_here < eligible:
        return 0
    return 2 if Fraction(on_the_spot, eligible) >= ON_THE_SPOT_SHARE[kind] else 1


def publication_points(*, complete: bool, posted: bool, electronic: bool) -> Points:
    """Index 6: procedures published accurately, completely and in time, posted and online."""
    if not complete or not (posted or electronic):
        return 0
    return 2 if posted and electronic else 1


def attitude_points(*, early: bool, on_time: bool, complaint: bool) -> Points | None:
    """Index 7: returned early or on time, without a complaint that proved true.

    Nothing for a late dossier without a complaint: the text read gives it no points.
    """
    if complaint:
        return 0
    return 2 if early else 1 if on_time else None


def petition_points(*, received: int, in_time: int, prolonged: int) -> Points:
    """Index 8: petitions handled in time."""
    if prolonged:
        return 0
    if in_time == received:
        return 2
    return 1 if Fraction(in_time, received) >= Fraction(90, 100) else 0


def online_points(
    *,
    eligible: int,
    at_level_3_or_4: int,
    dossiers: int,
    online_dossiers: int,
    unsolved_or_overdue: int,
) -> Points:
    """Index 9: services offered at level 3 or 4, and the share of dossiers that came online."""
    if eligible <= 0 or dossiers <= 0:
        raise ValueError("index 9 has no data without eligible procedures and dossiers")
    share = Fraction(online_dossiers, dossiers)
    if unsolved_or_overdue or share < Fraction(15, 100):
        return 0
    offered = Fraction(at_level_3_or_4, eligible) >= Fraction(20, 100)
    return 2 if offered and share >= Fraction(30, 100) else 1 if share < Fraction(30, 100) else 0
