"""Opinions of other agencies: asked with subject and limit, kept, never taken from silence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest

from conformance.candidate import coordination_facts as c
from conformance.candidate.people import OneStop
from conformance.candidate.portal import OpenDossier
from conformance.checks.coordination.given import (
    beyond,
    days_on,
    expect_refused_whole,
    in_doubt,
    ticked,
)
from conformance.checks.handling.given import followed, moment, roomy, turn_clock
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.history import lines_beyond
from conformance.checks.kit.journey import Journey
from conformance.checks.kit.law import Law

_REPORT = "opinion.report-silence"
"""Named here and not where it is asked for: only a portal that does not report by itself has it."""


def about(portal: OneStop, dossier: OpenDossier, subject: str) -> c.Opinion:
    """Return the one request with this subject; none or several are a violation."""
    found = [o for o in portal.handler.opinions(dossier) if subject in (o.subject or "")]
    expect(len(found), "coordination-opinion-recorded").equals(1)
    return found[0]


def expect_complete(opinion: c.Opinion, aspect: str) -> None:
    """Expect that a request has subject, limit and agency."""
    for content in (opinion.subject, opinion.reply_by, opinion.agency):
        expect(content, aspect).present()


@verifies(
    "OSS-33",
    vi="Yêu cầu lấy ý kiến được ghi đủ nội dung, thời hạn trả lời và cơ quan được hỏi",
    of=("opinion.request", "opinion.list"),
)
def test_opinion_is_recorded_with_subject_limit_and_agency(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """A request for an opinion is recorded with its subject, its reply limit and the agency."""
    dossier = journey.assigned(roomy(data))
    limit = days_on(portal, law, 2)
    subject = f"Đề nghị cho ý kiến về nội dung {data.word()}"
    portal.handler.ask_opinion(dossier, data.agency("consulted"), subject, limit)
    seen = about(portal, dossier, subject)
    expect(seen.reply_by, "coordination-opinion-limit").same_due(limit, portal.file.tolerances)
    expect(seen.agency, "coordination-opinion-agency").equals(data.agency("consulted"))
    if seen.shows("agrees"):
        expect(seen.agrees is True, "coordination-opinion-not-given-yet").equals(False)
    expect(seen.answer, "coordination-opinion-not-given-yet").absent()


@verifies(
    "OSS-33",
    vi="Yêu cầu lấy ý kiến bỏ trống nội dung, thời hạn hoặc cơ quan thì bị từ chối, hoặc Hệ thống "
    "tự điền đủ",
    of=("opinion.request", "opinion.list"),
)
@pytest.mark.parametrize("lacking", ["subject", "reply_by", "agency"])
def test_no_opinion_is_asked_without_subject_limit_or_agency(
    portal: OneStop, law: Law, data: TestBench, journey: Journey, lacking: str
) -> None:
    """A request without subject, limit or agency is refused, or the system fills it in itself; a
    complete one is taken for the same dossier.
    """
    dossier = journey.assigned(roomy(data))
    whole: Mapping[str, Any] = {
        "subject": f"Đề nghị cho ý kiến {data.word()}",
        "reply_by": days_on(portal, law, 2),
        "agency": data.agency("consulted"),
    }
    earlier = portal.handler.opinions(dossier)
    part = {**whole, lacking: None if lacking == "reply_by" else ""}
    reply = portal.handler.attempt("opinion.request", dossier=dossier, **part)
    added = lines_beyond(earlier, portal.handler.opinions(dossier))
    expect_refused_whole(reply, added, "coordination-opinion-incomplete")
    for opinion in added:
        expect_complete(opinion, "coordination-opinion-incomplete")
    portal.handler.ask_opinion(dossier, **whole)
    expect_complete(about(portal, dossier, whole["subject"]), "coordination-opinion-recorded")


@verifies(
    "OSS-33",
    vi="Ý kiến trả lời của cơ quan được hỏi được lưu vào hồ sơ, còn nguyên khi hồ sơ đã có kết quả",
    of=("opinion.list", "opinion.answer"),
)
def test_reply_is_kept_in_the_dossier(
    portal: OneStop, law: Law, data: TestBench, journey: Journey
) -> None:
    """The reply of the agency that was asked is kept in the dossier, also when it is settled."""
    dossier = journey.assigned(roomy(data))
    subject = f"Đề nghị cho ý kiến {data.word()}"
    limit = days_on(portal, law, 2)
    asked = portal.handler.ask_opinion(dossier, data.agency("consulted"), subject, limit)
    asked = asked if asked.shows("id") and asked.id else about(portal, dossier, subject)
    words = f"Không thống nhất, vì {data.word()}"
    portal.other_handler.answer_opinion(dossier, asked, words, agrees=False)
    expect_reply(about(portal, dossier, subject), words)
    portal.handler.propose(dossier, "Đủ điều kiện giải quyết", f"Kết quả {data.word()}")
    portal.leader.approve(dossier)
    expect_reply(about(portal, dossier, subject), words)


def expect_reply(opinion: c.Opinion, words: str) -> None:
    """Expect that an opinion holds what was answered, and no consent."""
    expect(opinion.answer, "coordination-opinion-kept").contains_text(words)
    if opinion.shows("answered_at"):
        expect(opinion.answered_at, "coordination-opinion-kept").present()
    if opinion.shows("agrees"):
        expect(opinion.agrees is True, "coordination-opinion-taken-for-consent").equals(False)


def opened(portal: OneStop, data: TestBench, dossier: OpenDossier, limit: datetime) -> c.Opinion:
    """Ask for an opinion until ``limit``; return the request."""
    subject = f"Đề nghị cho ý kiến {data.word()}"
    portal.handler.ask_opinion(dossier, data.agency("consulted"), subject, limit)
    return about(portal, dossier, subject)


@verifies(
    "OSS-33",
    vi="Quá thời hạn mà cơ quan được hỏi chưa trả lời thì người đứng đầu Bộ phận Một cửa được "
    "thông báo, và việc không trả lời không được coi là đồng ý",
    of=("opinion.request", "opinion.list", "notice.inbox"),
    needs_clock=True,
)
def test_silence_is_reported_and_is_no_consent(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """When the limit passes without a reply the head of the one-stop unit is told, of this dossier
    and not of one that was answered; and silence is not taken for consent.
    """
    procedure, now = roomy(data), turn_clock(portal, moment("2026-11-09"))
    silent, answered = journey.assigned(procedure), journey.assigned(procedure)
    followed(portal.receiver.read(silent).received_at, now)
    limit = moment("2026-11-11", "16:00:00")
    waiting, given = (opened(portal, data, each, limit) for each in (silent, answered))
    portal.other_handler.answer_opinion(answered, given, "Thống nhất", agrees=True)
    turn_clock(portal, limit - timedelta(hours=1))
    ticked(portal)
    head = portal.one_stop_head
    of_silent, of_answered = head.inbox(silent), head.inbox(answered)
    turn_clock(portal, moment("2026-11-13", "10:00:00"))
    done = ticked(portal)
    usual = len(beyond(head.inbox(answered), of_answered))
    if len(beyond(head.inbox(silent), of_silent)) <= usual:
        reported = portal.handler.attempt(_REPORT, dossier=silent, opinion=waiting.id)
        if not reported.accepted:
            in_doubt(done=done)
        told = beyond(head.inbox(silent), of_silent)
        expect(len(told), "coordination-silence-reported").at_least(usual + 1)
    expect_no_consent(about(portal, silent, waiting.subject or ""))


def expect_no_consent(opinion: c.Opinion) -> None:
    """Expect that a request that nobody answered is none that was agreed to."""
    if opinion.shows("agrees"):
        expect(opinion.agrees is True, "coordination-opinion-taken-for-consent").equals(False)
    else:
        expect(opinion.answer, "coordination-opinion-taken-for-consent").absent()
