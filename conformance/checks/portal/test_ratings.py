"""Ratings by applicants: three levels, nine contents, published figures (POR-26, 27, 28)."""

from __future__ import annotations

import pytest

from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.eleven import is_filled
from conformance.checks.portal.figures import compile_figures, is_daily
from conformance.checks.portal.given import leaked
from conformance.checks.portal.nine import unnamed_topics

LEVELS = {
    "very-satisfied": "very_satisfied",
    "satisfied": "satisfied",
    "unsatisfied": "unsatisfied",
}
"""Level as it is sent -> the published figure that counts it (TT 32/2017/TT-BTTTT Điều 12)."""

TELLING = 8
"""Length from which an identifier cannot be some other number by chance."""

CONTENTS = 9
"""Contents of the rating form (NĐ 61/2018/NĐ-CP Điều 31.1)."""


@verifies(
    "POR-26",
    vi="Người nộp đánh giá được ở từng mức trong ba mức, chỉ cần đánh giá chung, và được tính",
    of=("dossier.rate",),
)
@pytest.mark.parametrize("level", list(LEVELS))
def test_each_level_is_accepted_and_counted(
    portal: OneStop, data: TestBench, journey: Journey, level: str
) -> None:
    """An overall rating at each of the three levels is accepted and shows in the figures."""
    procedure = data.procedure("online", "free", "working-days")
    dossier = journey.returned(procedure)
    before = portal.anyone.published_ratings(procedure_code=procedure.code)
    portal.citizen.rate(dossier, level, {})
    if is_daily(portal):  # whether it is counted the next day is asked by the checks of POR-28
        return
    after = portal.anyone.published_ratings(procedure_code=procedure.code)
    least = (getattr(before, LEVELS[level]) or 0) + 1
    expect(getattr(after, LEVELS[level]), "portal-rating-counted").at_least(least)


@verifies(
    "POR-26",
    vi="Mức đánh giá ngoài ba mức bị từ chối và không được tính; mức hợp lệ thì nhận",
    of=("dossier.rate",),
)
def test_a_fourth_level_is_refused(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """A level outside the three is refused, after which one of the three is still accepted."""
    dossier = journey.returned(data.procedure("online", "free", "working-days"))
    for level in ("neutral", data.word()):
        reply = portal.citizen.attempt("dossier.rate", dossier=dossier, level=level, contents={})
        refused(reply, "portal-fourth-level")
    portal.citizen.rate(dossier, "satisfied", {})


@verifies(
    "POR-27",
    vi="Phiếu đánh giá điện tử có đủ chín nội dung theo quy định, mỗi nội dung có tên, không "
    "trùng nhau",
    of=("rating.form",),
)
def test_rating_form_has_nine_contents(portal: OneStop) -> None:
    """The rating form holds the nine contents of the law, each with a name of its own."""
    contents = portal.anyone.rating_form()
    expect(len(contents), "portal-form-contents").at_least(CONTENTS)
    keys = [item.key for item in contents]
    expect(keys, "portal-form-keys").distinct()
    unnamed = [item.key for item in contents if not is_filled(item.label)]
    expect(unnamed, "portal-form-labels").absent()
    expect([item.label for item in contents], "portal-form-labels-distinct").distinct()
    lacking = unnamed_topics([item.label or "" for item in contents])
    expect(lacking, "portal-form-topics").absent()
    portal.anyone.attempt("rating.published")  # another question, which must get another answer


@verifies(
    "POR-27",
    vi="Phiếu với cả chín nội dung gửi được và gắn với đúng một hồ sơ",
    of=("rating.form", "dossier.rate"),
)
def test_form_with_all_contents_can_be_sent(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """A form with all the contents filled in is accepted; a value of no level is refused."""
    contents = [item.key or "" for item in portal.anyone.rating_form()]
    dossier = journey.returned(data.procedure("online", "free", "working-days"))
    senseless = dict.fromkeys(contents, data.word())
    reply = portal.citizen.attempt(
        "dossier.rate", dossier=dossier, level="satisfied", contents=senseless
    )
    refused(reply, "portal-form-senseless")
    portal.citizen.rate(dossier, "satisfied", dict.fromkeys(contents, "satisfied"), "Rõ ràng.")


@verifies(
    "POR-28",
    vi="Ai cũng xem được kết quả tổng hợp; một đánh giá mới làm tăng đúng một, ở đúng mức, "
    "không lộ người đánh giá",
    of=("rating.published",),
    exclusive=True,
)
@pytest.mark.parametrize("level", list(LEVELS))
def test_published_figures_grow_by_one_and_name_nobody(
    portal: OneStop, data: TestBench, journey: Journey, level: str
) -> None:
    """Anyone sees the figures; one rating adds one at its level, and nobody is named."""
    procedure = data.procedure("online", "free", "working-days")
    dossier = journey.returned(procedure)
    compile_figures(portal)
    before = portal.anyone.published_ratings(procedure_code=procedure.code)
    portal.citizen.rate(dossier, level, {}, f"Nhận xét {data.word()}")
    compile_figures(portal)
    after = portal.anyone.published_ratings(procedure_code=procedure.code)
    reply = portal.last_reply
    assert reply is not None
    person = data.person(Role.CITIZEN)
    traces = [dossier.code or "", *(i for i in (dossier.id or "",) if len(i) >= TELLING)]
    expect(leaked(reply, person, *traces), "portal-rater-shown").absent()
    expect(after.total, "portal-ratings-total").equals((before.total or 0) + 1)
    for name, figure in LEVELS.items():
        due = (getattr(before, figure) or 0) + (1 if name == level else 0)
        expect(getattr(after, figure), "portal-ratings-level").equals(due)
    parts = (after.very_satisfied or 0) + (after.satisfied or 0) + (after.unsatisfied or 0)
    expect(parts, "portal-ratings-sum").equals(after.total)


@verifies(
    "POR-28",
    vi="Một hồ sơ chỉ được tính một đánh giá: gửi lần thứ hai không làm tăng số liệu công khai",
    of=("rating.published",),
    exclusive=True,
)
def test_a_dossier_counts_once(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """A dossier counts once: rating it a second time does not raise the published figures."""
    procedure = data.procedure("online", "free", "working-days")
    dossier = journey.returned(procedure)
    compile_figures(portal)
    before = portal.anyone.published_ratings(procedure_code=procedure.code).total or 0
    portal.citizen.rate(dossier, "satisfied", {})
    portal.citizen.attempt("dossier.rate", dossier=dossier, level="unsatisfied", contents={})
    compile_figures(portal)
    after = portal.anyone.published_ratings(procedure_code=procedure.code).total
    expect(after, "portal-rated-once").equals(before + 1)
