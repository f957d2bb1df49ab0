"""What must hold between the values of the catalogue, beyond the shape of each file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conformance.catalogue.register import citation_fault
from conformance.catalogue.values import Criterion, EditionInfo
from conformance.errors import Both, Fault
from conformance.words import Edition, Level, Standing


def duplicate_faults(criteria: Iterable[Criterion]) -> list[Fault]:
    """Return a fault for each criterion or figure whose id was already used."""
    faults = []
    places: dict[str, str] = {}
    for criterion in criteria:
        for key in (criterion.id, *(figure.id for figure in criterion.figures)):
            if key in places:
                cause = Both("đã được dùng ở", "was already used at").around(
                    f"{key} ", f" {places[key]}"
                )
                mend = Both(
                    "cho mục sau một mã mới; mã không bao giờ đổi nghĩa",
                    "give the later one a new id; an id never changes its meaning",
                )
                faults.append(Fault("catalogue/duplicate-id", cause, mend, criterion.place))
            places.setdefault(key, criterion.place)
    return faults


def criterion_faults(criterion: Criterion) -> list[Fault]:
    """Return what is wrong inside one criterion."""
    faults = []
    for figure in criterion.figures:
        if not figure.id.startswith(f"{criterion.id}."):
            cause = Both(
                f"số liệu {figure.id} nằm trong {criterion.id}",
                f"figure {figure.id} stands in {criterion.id}",
            )
            mend = Both("bắt đầu mã bằng", "begin its id with").before(f' "{criterion.id}."')
            faults.append(Fault("catalogue/figure-id", cause, mend, criterion.place))
    standings = {basis.evidence for basis in criterion.bases}
    if criterion.evidence is Standing.READ and standings and Standing.READ not in standings:
        cause = Both(
            f"{criterion.id} ghi là đã đọc văn bản, nhưng không căn cứ nào đã được đọc",
            f"{criterion.id} is marked read, but none of its bases was read",
        )
        mend = Both(
            "đánh dấu căn cứ đã đọc, hoặc hạ mức của tiêu chí",
            "mark the basis that was read, or lower the mark of the criterion",
        )
        faults.append(Fault("catalogue/evidence", cause, mend, criterion.place))
    if criterion.evidence is Standing.RECALLED and not any(
        figure.evidence is Standing.RECALLED for figure in criterion.figures
    ):
        cause = Both(
            f"{criterion.id} chỉ theo trí nhớ nhưng không nêu số liệu theo trí nhớ nào",
            f"{criterion.id} is only recalled and names no recalled figure",
        )
        mend = Both(
            'nêu số liệu trong "figures", để người đánh giá cho số chính thức',
            'name the figure under "figures", so that an evaluator can give the official one',
        )
        faults.append(Fault("catalogue/no-figure", cause, mend, criterion.place))
    for basis in criterion.bases:
        if basis.valid_from and basis.valid_to and basis.valid_to < basis.valid_from:
            cause = Both(
                f"{criterion.id}: thời gian hiệu lực của {basis.cite('vi')} bằng không",
                f"{criterion.id}: the period of {basis.cite('en')} is empty",
            )
            mend = Both(
                "sửa valid_from hoặc valid_to; chúng bị cắt theo hiệu lực của văn bản",
                "correct valid_from or valid_to; they are cut to the document's own period",
            )
            faults.append(Fault("catalogue/period", cause, mend, criterion.place))
    return faults


def edition_faults(criterion: Criterion, editions: Mapping[Edition, EditionInfo]) -> list[Fault]:
    """Return where an edition gives a level that no text in force carries (LAW-01)."""
    faults = []
    for edition, level in criterion.levels.items():
        info = editions.get(edition)
        if info is None or not criterion.bases:
            continue
        if level is Level.CARRIED_OVER:
            if edition is Edition.LEGACY_2019:
                cause = Both(
                    "không có gì được chuyển tiếp vào ấn bản đầu tiên",
                    "nothing is carried over into the oldest edition",
                ).after(f"{criterion.id}: ")
                mend = Both(
                    "ghi mandatory hoặc recommended ở đó, hoặc bỏ ấn bản này",
                    "give it mandatory or recommended there, or leave the edition out",
                )
                faults.append(Fault("catalogue/level", cause, mend, criterion.place))
            continue
        living = [b for b in criterion.bases if b.in_force_within(info.start, info.end)]
        carrying = [b for b in living if b.document.number not in info.carried_texts]
        if not carrying:
            faults.append(_dead_ground(criterion, info, bool(living)))
    return faults


def without_consequences(faults: Iterable[Fault]) -> list[Fault]:
    """Return ``faults`` without those that only follow from a file that could not be read.

    A broken register would make every citation unknown, a broken file of criteria would make
    its ids vanish: the reader is told of the root only.
    """
    given = list(faults)
    torn = [fault.place for fault in given if fault.code.startswith("file/")]
    follows: set[str] = set()
    if any("/law/" in place for place in torn):
        follows |= {"catalogue/unknown-document", "catalogue/evidence"}
        follows |= {"law/lapsed", "law/doubtful-ground"}
    if any(place.count("/") > 1 and "/law/" not in place for place in torn):
        follows.add("catalogue/vanished-id")
    return [fault for fault in given if fault.code not in follows]


def _dead_ground(criterion: Criterion, info: EditionInfo, doubtful: bool) -> Fault:
    """LAW-01 for an edition: say why none of the bases carries the criterion in its period."""
    why = []
    for basis in criterion.bases:
        fault = citation_fault(basis.document, info.start)
        carries_not = Both(
            f"{basis.cite('vi')} không là căn cứ của ấn bản này",
            f"{basis.cite('en')} does not carry this edition",
        )
        why.append(fault.cause if fault else carries_not)
    level, edition = criterion.levels[info.edition].value, info.edition.value
    return Fault(
        "law/doubtful-ground" if doubtful else "law/lapsed",
        Both(
            f"{criterion.id} là {level} trong {edition}, nhưng " + "; ".join(w.vi for w in why),
            f"{criterion.id} is {level} in {edition}, but " + "; ".join(w.en for w in why),
        ),
        Both(
            "thêm căn cứ còn hiệu lực trong ấn bản đó, ghi carried-over, hoặc bỏ ấn bản",
            "add a basis in force in that edition, write carried-over, or leave the edition out",
        ),
        criterion.place,
    )
