"""Ids never change their meaning: the lock that remembers every id with its titles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from conformance.catalogue.inputs import ID_PATTERN
from conformance.catalogue.values import Criterion
from conformance.errors import Both, Fault

LOCK_NAME = "ids.lock"
_HEAD = (
    "# Every id of the catalogue with its titles. Written by\n"
    "# `motcua criteria review`; an id never changes its meaning.\n"
)


@dataclass(frozen=True, slots=True)
class LockedId:
    """What the lock remembers of an id, and where."""

    words: str
    place: str = ""


def meaning(criterion: Criterion) -> str:
    """Return what the lock remembers of a criterion: its two titles."""
    return f"{criterion.title.vi} | {criterion.title.en}"


def read_lock(path: Path, base: Path) -> tuple[dict[str, LockedId], list[Fault]]:
    """Return id -> meaning from the lock file; an absent file locks nothing."""
    if not path.exists():
        return {}, []
    name = path.relative_to(base).as_posix()
    locked: dict[str, LockedId] = {}
    faults = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        criterion_id, mark, words = line.partition(" | ")
        if not mark or not re.match(ID_PATTERN, criterion_id) or criterion_id in locked:
            cause = Both(
                "một dòng của tệp khóa bị rách hoặc có hai lần",
                "a line of the lock is torn or stands twice",
            )
            mend = Both(
                "lấy lại tệp từ kho mã; tệp này không sửa tay",
                "restore the file from the repository; it is not edited by hand",
            )
            faults.append(Fault("catalogue/lock", cause, mend, f"{name}:{number}"))
            continue
        locked[criterion_id] = LockedId(words, f"{name}:{number}")
    return locked, faults


def write_lock(path: Path, locked: Mapping[str, LockedId]) -> None:
    """Write the lock, sorted by id."""
    lines = [f"{key} | {entry.words}\n" for key, entry in sorted(locked.items())]
    path.write_text(_HEAD + "".join(lines), encoding="utf-8")


def identity_faults(
    criteria: Iterable[Criterion], locked: Mapping[str, LockedId], *, partial: bool
) -> list[Fault]:
    """Return a fault for each locked id that vanished or got another title.

    ``partial`` does not ask for ids of groups that have no criterion at all.
    """
    present = {criterion.id: criterion for criterion in criteria}
    groups = {key.partition("-")[0] for key in present}
    faults = []
    for key, entry in locked.items():
        criterion = present.get(key)
        if criterion is None:
            if not partial or key.partition("-")[0] in groups:
                cause = Both("đã mất", "vanished").after(f"{key} ({entry.words}) ")
                mend = Both(
                    "khôi phục: mã còn mãi; muốn chấm dứt thì không đưa vào ấn bản mới",
                    "restore it: an id stays for ever; to end it, leave it out of new editions",
                )
                faults.append(Fault("catalogue/vanished-id", cause, mend, entry.place))
        elif meaning(criterion) != entry.words:
            cause = Both(
                f"{key} từng có tiêu đề {entry.words!r}, nay là {meaning(criterion)!r}",
                f"{key} was titled {entry.words!r} and is now {meaning(criterion)!r}",
            )
            mend = Both(
                "yêu cầu mới thì cho mã mới; nếu chỉ sửa lời, chạy",
                "give a new demand a new id; if only the wording was mended, run",
            ).before(f" `python -m conformance.catalogue review {key} --retitle --by NAME`")
            faults.append(Fault("catalogue/retitled-id", cause, mend, criterion.place))
    return faults


def unlocked(criteria: Iterable[Criterion], locked: Collection[str]) -> list[Fault]:
    """Return a fault for each criterion that the lock does not know yet."""
    return [
        Fault(
            "catalogue/unlocked-id",
            Both(
                f"{criterion.id} là mới: chưa ai rà soát và khóa",
                f"{criterion.id} is new: nobody has reviewed and locked it",
            ),
            Both("chạy", "run").before(f" `motcua criteria review {criterion.id} --by NAME`"),
            criterion.place,
        )
        for criterion in criteria
        if criterion.id not in locked
    ]
