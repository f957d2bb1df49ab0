"""The model of a dossier's life: pure, and silent where the law is."""

from __future__ import annotations

import pytest

from conformance.candidate.operations import Role
from conformance.instruments.life.law import Verdict, rule
from conformance.instruments.life.moves import (
    OPERATION,
    RIGHTFUL,
    TRESPASSERS,
    Deed,
    Move,
    Walk,
    in_words,
)
from conformance.instruments.life.state import ENDED, Life, Proposal, after
from conformance.instruments.life.themes import THEMES
from tests.life.life_support import moves

D = Deed
MAIN = moves(D.SUBMIT, D.ACCEPT, D.FORWARD, D.ASSIGN, D.PROPOSE, D.APPROVE, D.HAND_OVER)


def lived(walk: Walk) -> Life:
    """Return the state after a walk in which each move goes through."""
    life = Life()
    for move in walk:
        ruling = rule(life, move)
        life = after(life, move.deed, ruling.leads_to[0] if ruling.leads_to else life.status)
    return life


def verdict(life: Life, deed: Deed, by: Role | None = None) -> Verdict:
    return rule(life, Move(deed=deed, by=by or RIGHTFUL[deed])).verdict


def test_the_main_road_is_due_from_end_to_end() -> None:
    life = Life()
    for move, status in zip(MAIN, ("1", "2", "4", "4", "4", "9", "10"), strict=True):
        ruling = rule(life, move)
        assert ruling.verdict is Verdict.DUE, move
        assert ruling.leads_to == (status,)
        life = after(life, move.deed, status)


@pytest.mark.parametrize("status", sorted(ENDED))
def test_nothing_follows_the_end(status: str) -> None:
    """But silence of what belongs to no step, a dossier that has ended takes nothing more."""
    life = Life(status=status, assigned=True, proposal=Proposal.LAID)
    for deed in set(Deed) - {D.SUBMIT, D.RECEIVE}:
        ruling = rule(life, Move(deed=deed, by=RIGHTFUL[deed]))
        assert ruling.verdict is Verdict.BARRED, deed
        assert ruling.criterion == "OSS-42" if status in {"7", "8"} else ruling.criterion


@pytest.mark.parametrize(
    ("walk", "deed", "due"),
    [
        (moves(D.SUBMIT), D.APPROVE, Verdict.BARRED),
        (moves(D.SUBMIT), D.HAND_OVER, Verdict.BARRED),
        (moves(D.SUBMIT, D.ACCEPT), D.HAND_OVER, Verdict.BARRED),
        (moves(D.SUBMIT, D.ACCEPT), D.APPROVE, Verdict.OPEN),
        (MAIN[:6], D.ACCEPT, Verdict.BARRED),
        (MAIN[:6], D.ANSWER, Verdict.BARRED),
        (MAIN[:6], D.WITHDRAW, Verdict.BARRED),
        (MAIN[:6], D.PROPOSE, Verdict.BARRED),
        (MAIN[:5], D.WITHDRAW, Verdict.DUE),
        ((*MAIN[:5], *moves(D.SEND_BACK)), D.APPROVE, Verdict.BARRED),
        ((*MAIN[:5], *moves(D.SEND_BACK, D.PROPOSE)), D.APPROVE, Verdict.DUE),
        (MAIN[:4], D.APPROVE, Verdict.OPEN),
    ],
)
def test_what_the_clauses_settle(walk: Walk, deed: Deed, due: Verdict) -> None:
    assert verdict(lived(walk), deed) is due


def test_a_supplement_is_asked_once_at_reception_and_still_on_appraisal() -> None:
    once = lived(moves(D.SUBMIT, D.ASK_AT_DESK, D.ANSWER))
    assert once.status == "1"
    assert verdict(once, D.ASK_AT_DESK) is Verdict.BARRED
    assert rule(once, moves(D.ASK_AT_DESK)[0]).criterion == "POR-44"
    later = lived(moves(D.SUBMIT, D.ASK_AT_DESK, D.ANSWER, D.ACCEPT, D.FORWARD, D.ASSIGN))
    assert verdict(later, D.ASK_ON_APPRAISAL) is Verdict.DUE


def test_of_a_second_supplement_on_appraisal_the_law_says_nothing() -> None:
    again = lived((*MAIN[:4], *moves(D.ASK_ON_APPRAISAL, D.ANSWER)))
    assert again.status == "4"
    assert verdict(again, D.ASK_ON_APPRAISAL) is Verdict.OPEN


@pytest.mark.parametrize(
    "between", [(), (D.ASSIGN,), (D.ASSIGN_OTHER,), (D.PROPOSE,), (D.ASK_ON_APPRAISAL, D.ANSWER)]
)
def test_a_new_date_is_set_once_whatever_comes_between(between: tuple[Deed, ...]) -> None:
    life = lived((*MAIN[:4], *moves(D.EXTEND)))
    for deed in between:
        status = "5" if deed is D.ASK_ON_APPRAISAL else "4"
        life = after(life, deed, status)
    ruling = rule(life, moves(D.EXTEND)[0])
    assert (ruling.verdict, ruling.criterion) == (Verdict.BARRED, "OSS-37")


def test_what_another_officer_holds_and_what_lies_in_doubt_is_not_ruled() -> None:
    elsewhere = lived((*MAIN[:4], *moves(D.ASSIGN_OTHER)))
    for deed in (D.PROPOSE, D.EXTEND, D.ASK_ON_APPRAISAL, D.STOP):
        assert verdict(elsewhere, deed) is Verdict.OPEN
    doubtful = after(lived(MAIN[:5]), D.ASSIGN, "4")
    assert doubtful.proposal is Proposal.DOUBTFUL
    assert verdict(doubtful, D.APPROVE) is Verdict.OPEN


def test_trespassers_are_barred_in_every_state_and_strangers_are_not_ruled() -> None:
    for status in map(str, range(1, 11)):
        for deed, who in TRESPASSERS.items():
            for role in who:
                ruling = rule(Life(status=status), Move(deed=deed, by=role))
                assert (ruling.verdict, ruling.criterion) == (Verdict.BARRED, "SEC-11")
    assert verdict(Life(status="1"), D.ACCEPT, Role.BUSINESS) is Verdict.OPEN


def test_a_paper_dossier_is_not_the_citizens() -> None:
    brought = lived(moves(D.RECEIVE))
    assert (brought.status, brought.online) == ("2", False)
    assert verdict(brought, D.WITHDRAW) is Verdict.OPEN
    assert verdict(brought, D.FORWARD) is Verdict.DUE


def test_rulings_name_criteria_of_the_catalogue() -> None:
    from conformance.catalogue import load_catalogue

    known = {criterion.id for criterion in load_catalogue().criteria}
    named = {
        rule(
            Life(status=str(status), assigned=True, proposal=p, extended=n, asked_at_desk=n), m
        ).criterion
        for status in range(1, 11)
        for p in Proposal
        for n in (0, 1)
        for m in moves(*Deed)
    }
    assert named - {None} <= known
    assert set(THEMES) <= known


def test_every_deed_has_words_a_person_and_an_operation() -> None:
    from conformance.candidate.operations import OPERATIONS

    for deed in Deed:
        assert OPERATION[deed] in OPERATIONS
        for role in (RIGHTFUL[deed], *TRESPASSERS.get(deed, ())):
            said = in_words(Move(deed=deed, by=role))
            assert said.vi != said.en
            assert said.vi[0].isupper()
