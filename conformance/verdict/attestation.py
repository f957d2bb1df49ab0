"""Attestations: what a person answers for a part of a criterion, and whether it counts.

*Attestation: who, role, date, valid until, what was looked at, files (hashed), a second reviewer
where the criterion asks for one. Default: not reviewed. Past its date it counts for nothing.*
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from conformance.catalogue.catalogue import Catalogue
from conformance.catalogue.values import EditionCriterion, PartPlan
from conformance.errors import Both, Fault
from conformance.verdict.evaluation import AttestationView
from conformance.verdict.inputs import (
    CriterionId,
    Day,
    Place,
    Sha256,
    SignedDay,
    Words,
    nowhere,
    same_person,
    slip,
    unknown_id,
)
from conformance.words import Means, Part, Text, Value

ROOM = "attestations"
Key = tuple[str, Part]
"""A criterion's id and one of its parts."""


def _bare(answer: object) -> object:
    return {True: "yes", False: "no"}[answer] if isinstance(answer, bool) else answer


Answer = Annotated[Literal["yes", "no", "not-applicable"], BeforeValidator(_bare)]
"""A bare ``yes`` or ``no`` in YAML is read as true or false, and meant as it stands."""


class SecondReviewer(Value):
    """Another person who looked at the same and agrees."""

    who: Words
    on: SignedDay


class EvidenceFile(Value):
    """A file that was looked at, by name and SHA-256."""

    name: Words
    sha256: Sha256


class AttestationEntry(Value):
    """A person's answer, as it is written down."""

    criterion: CriterionId
    part: Part
    answer: Answer
    who: Words
    role: Words
    on: SignedDay
    valid_until: Day
    looked_at: Words
    reason: Words | None = None
    second_reviewer: SecondReviewer | None = None
    files: tuple[EvidenceFile, ...] = ()

    @model_validator(mode="after")
    def _sound(self) -> AttestationEntry:
        if self.valid_until < self.on:
            raise slip(
                "dates",
                Both(
                    "hết hiệu lực trước ngày xác nhận",
                    "it ends before the day on which it was given",
                ),
                Both("sửa valid_until hoặc on", "correct valid_until or on"),
            )
        if self.answer == "not-applicable" and self.reason is None:
            raise slip(
                "no-reason",
                Both(
                    "câu trả lời «không áp dụng» không nêu lý do",
                    "a not-applicable answer gives no reason",
                ),
                Both('thêm "reason"', 'add "reason"'),
            )
        second = self.second_reviewer
        if second is not None and same_person(second.who, self.who):
            raise slip(
                "same-reviewer",
                Both(
                    "người soát xét thứ hai trùng với người xác nhận",
                    "the second reviewer is the same person",
                ),
                Both("nhờ một người khác soát xét", "ask another person to review"),
            )
        if second is not None and second.on < self.on:
            raise slip(
                "dates",
                Both(
                    "người thứ hai soát xét trước khi có xác nhận",
                    "the second review is earlier than the attestation",
                ),
                Both("sửa ngày soát xét", "correct the day of the review"),
            )
        return self


class AttestationsFile(Value):
    """The attestations of an evaluation (``--attestations FILE``)."""

    attestations: Annotated[tuple[AttestationEntry, ...], Field(min_length=1)]


def attestation_faults(
    entries: Sequence[AttestationEntry], catalogue: Catalogue, place: Place = nowhere
) -> list[Fault]:
    """Return a fault for each unknown id, part that asks no person, and entry given twice."""
    known = {criterion.id: criterion for criterion in catalogue.criteria}
    faults = []
    seen: set[tuple[str, Part, date]] = set()
    for index, entry in enumerate(entries):
        at = ("attestations", index)
        criterion = known.get(entry.criterion)
        if criterion is None:
            where = place((*at, "criterion"))
            faults.append(unknown_id(ROOM, entry.criterion, known, where))
            continue
        plan = criterion.part(entry.part)
        if plan is None or plan.means is Means.EXCLUSION:
            parts = ", ".join(p.part for p in criterion.parts if p.means is not Means.EXCLUSION)
            cause = Both(
                f"tiêu chí {entry.criterion} không hỏi người về phần {entry.part}",
                f"{entry.criterion} asks no person about its {entry.part} part",
            )
            mend = Both("chọn một phần", "choose a part").before(f": {parts or '–'}")
            faults.append(Fault(f"{ROOM}/part", cause, mend, place((*at, "part"))))
        if (entry.criterion, entry.part, entry.on) in seen:
            cause = Both(
                f"{entry.criterion} ({entry.part}) được xác nhận hai lần trong ngày {entry.on}",
                f"{entry.criterion} ({entry.part}) is attested twice on the same day",
            )
            faults.append(
                Fault(
                    f"{ROOM}/twice", cause, Both("giữ lại một mục", "keep one of them"), place(at)
                )
            )
        seen.add((entry.criterion, entry.part, entry.on))
    return faults


def judge_attestations(
    entries: Iterable[AttestationEntry],
    criteria: Mapping[str, EditionCriterion],
    open_checks: Collection[Key],
    today: date,
) -> tuple[AttestationView, ...]:
    """Return every entry with whether it counts today, and why not where it does not.

    ``criteria`` are those of the edition by id. ``open_checks`` are the parts by check whose
    check said that only a person can look; any other part by check has its outcome already.
    Of several entries for one part that would count, the newest does.
    """
    order = sorted(entries, key=lambda e: (e.criterion, e.part, e.on))
    judged = [(e, _why_not(e, criteria.get(e.criterion), open_checks, today)) for e in order]
    newest = {(e.criterion, e.part): e for e, why_not in judged if why_not is None}
    return tuple(
        _view(e, why_not or (None if newest[e.criterion, e.part] is e else _SUPERSEDED))
        for e, why_not in judged
    )


def counted(views: Iterable[AttestationView]) -> dict[Key, AttestationView]:
    """Return the attestations that count, by criterion and part."""
    return {(view.criterion, view.part): view for view in views if view.counts}


_SUPERSEDED = Text(vi="đã có bản xác nhận mới hơn", en="a newer attestation replaces it")


def _why_not(
    entry: AttestationEntry,
    criterion: EditionCriterion | None,
    open_checks: Collection[Key],
    today: date,
) -> Text | None:
    if criterion is None:
        return Text(vi="tiêu chí không thuộc ấn bản này", en="the edition has no such criterion")
    plan = criterion.criterion.part(entry.part)
    if plan is None or plan.means is Means.EXCLUSION:
        return Text(vi="phần này không hỏi người", en="no person is asked about this part")
    if plan.means is Means.CHECK and (entry.criterion, entry.part) not in open_checks:
        return Text(
            vi="phần này do phép kiểm tra tự động kết luận; người đánh giá không đồng ý thì dùng "
            "điều chỉnh có ký",
            en="a check gives the outcome of this part; to dispute it, sign an override",
        )
    if entry.on > today:
        return Text(vi="ngày xác nhận ở tương lai", en="it is dated in the future")
    if entry.valid_until < today:
        return Text(
            vi=f"hết hiệu lực ngày {entry.valid_until:%d/%m/%Y}",
            en=f"it expired on {entry.valid_until.isoformat()}",
        )
    return _incomplete(entry, plan, today)


def _incomplete(entry: AttestationEntry, plan: PartPlan, today: date) -> Text | None:
    second = entry.second_reviewer
    if plan.second_reviewer and second is None:
        return Text(
            vi="tiêu chí yêu cầu người soát xét thứ hai",
            en="the criterion asks for a second reviewer",
        )
    if second is not None and second.on > today:
        return Text(
            vi="ngày soát xét thứ hai ở tương lai", en="the second review is dated in the future"
        )
    if entry.answer == "yes" and plan.evidence_asked is not None and not entry.files:
        return Text(
            vi="chưa kèm tệp bằng chứng mà tiêu chí yêu cầu",
            en="the files that the criterion asks for are missing",
        )
    return None


def _view(entry: AttestationEntry, why_not: Text | None) -> AttestationView:
    return AttestationView(
        criterion=entry.criterion,
        part=entry.part,
        answer=entry.answer,
        who=entry.who,
        role=entry.role,
        on=entry.on,
        valid_until=entry.valid_until,
        looked_at=entry.looked_at,
        second_reviewer=entry.second_reviewer.who if entry.second_reviewer else None,
        files=tuple((file.name, file.sha256) for file in entry.files),
        reason=entry.reason,
        counts=why_not is None,
        why_not=why_not,
    )
