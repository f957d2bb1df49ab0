"""Attestations: when they count, when they do not, and what is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from conformance.verdict.attestation import (
    AttestationsFile,
    attestation_faults,
    counted,
    judge_attestations,
)
from conformance.words import Part
from tests.sure import sure
from tests.verdict.builders import (
    EDITION,
    HASH,
    TODAY,
    attestation,
    both,
    catalogue_of,
    criterion,
    plan,
    seen,
)

PARTS = (
    plan(Part.DOCUMENT, "attestation"),
    plan(Part.SECURITY, "attestation", second_reviewer=True),
    plan(Part.BROWSER, "attestation", evidence_asked=both("a screenshot")),
    plan(Part.API, "check"),
    plan(Part.LOAD, "exclusion"),
)
KNOWN = catalogue_of(criterion("OSS-03", parts=PARTS), criterion("OSS-01"))
SECOND = {"who": "Lê Văn Cường", "on": "2026-09-02"}


def judged(*entries, open_checks=(), today: date = TODAY, known=KNOWN):
    criteria = {e.criterion.id: e for e in known.in_edition(EDITION)}
    return judge_attestations(entries, criteria, open_checks, today)


def why_not(entry, **more) -> str | None:
    (view,) = judged(entry, **more)
    assert view.counts is (view.why_not is None)
    return None if view.why_not is None else view.why_not.en


def test_a_sound_attestation_counts_and_is_shown_whole():
    entry = attestation(
        "OSS-03",
        "no",
        reason="none",
        second_reviewer=SECOND,
        files=[{"name": "a.pdf", "sha256": HASH}],
    )
    (view,) = judged(entry)
    assert view.model_dump() == {
        "criterion": "OSS-03",
        "part": Part.DOCUMENT,
        "answer": "no",
        "who": "Nguyễn Văn An",
        "role": "đánh giá viên",
        "on": date(2026, 9, 1),
        "valid_until": date(2027, 9, 1),
        "looked_at": "the contract",
        "second_reviewer": "Lê Văn Cường",
        "files": (("a.pdf", HASH),),
        "reason": "none",
        "counts": True,
        "why_not": None,
    }
    assert judged(attestation("OSS-03"))[0].second_reviewer is None


def test_its_first_and_its_last_day_count():
    entry = attestation("OSS-03", on="2026-09-01", valid_until="2026-09-10")
    assert why_not(entry, today=date(2026, 9, 1)) is None
    assert why_not(entry, today=date(2026, 9, 10)) is None
    assert why_not(entry, today=date(2026, 8, 31)) == "it is dated in the future"
    assert why_not(entry, today=date(2026, 9, 11)) == "it expired on 2026-09-10"
    assert judged(entry, today=date(2026, 9, 11))[0].why_not.vi == "hết hiệu lực ngày 10/09/2026"


def test_a_criterion_of_another_edition_does_not_count():
    assert why_not(attestation("OSS-02")) == "the edition has no such criterion"


def test_a_part_that_asks_no_person_does_not_count():
    assert why_not(attestation("OSS-03", part="load")) == "no person is asked about this part"
    assert why_not(attestation("OSS-03", part="interop")) == "no person is asked about this part"


def test_a_part_by_check_counts_only_where_the_check_needs_a_person():
    entry = attestation("OSS-03", part="api")
    assert "sign an override" in sure(why_not(entry))
    assert "sign an override" in sure(why_not(entry, open_checks={("OSS-01", Part.API)}))
    assert why_not(entry, open_checks={("OSS-03", Part.API)}) is None


def test_a_second_reviewer_where_asked():
    alone = attestation("OSS-03", part="security")
    assert why_not(alone) == "the criterion asks for a second reviewer"
    assert why_not(attestation("OSS-03", part="security", second_reviewer=SECOND)) is None
    tomorrow = {"who": "Lê Văn Cường", "on": (TODAY + timedelta(days=1)).isoformat()}
    later = attestation("OSS-03", part="security", second_reviewer=tomorrow)
    assert why_not(later) == "the second review is dated in the future"
    today = {"who": "Lê Văn Cường", "on": TODAY.isoformat()}
    assert why_not(attestation("OSS-03", part="security", second_reviewer=today)) is None


def test_evidence_asked_for_must_be_there_for_a_yes():
    bare = attestation("OSS-03", part="browser")
    assert why_not(bare) == "the files that the criterion asks for are missing"
    files = [{"name": "a.png", "sha256": HASH}]
    assert why_not(attestation("OSS-03", part="browser", files=files)) is None
    assert why_not(attestation("OSS-03", "no", part="browser")) is None


def test_the_newest_that_counts_replaces_older_ones_in_any_order():
    old = attestation("OSS-03", "no", on="2026-09-01")
    new = attestation("OSS-03", "yes", on="2026-09-20")
    expired = attestation("OSS-03", "no", on="2026-09-25", valid_until="2026-09-26")
    for order in ((old, new, expired), (expired, new, old)):
        views = judged(*order)
        assert [(v.answer, v.counts) for v in views] == [
            ("no", False),
            ("yes", True),
            ("no", False),
        ]
        assert views[0].why_not.en == "a newer attestation replaces it"
        assert counted(views) == {("OSS-03", Part.DOCUMENT): views[1]}


def test_attestations_of_other_parts_do_not_replace_each_other():
    one = attestation("OSS-03", on="2026-09-01")
    other = attestation("OSS-03", "no", part="browser", on="2026-09-20")
    views = judged(one, other)
    assert {v.part: v.counts for v in views} == {Part.DOCUMENT: True, Part.BROWSER: True}


def test_views_are_ordered_by_criterion_part_and_day():
    entries = [
        attestation("OSS-03", on="2026-09-20"),
        attestation("OSS-03", part="browser"),
        attestation("OSS-01", part="api"),
        attestation("OSS-03", on="2026-09-01"),
    ]
    assert [(v.criterion, v.part.value, v.on.day) for v in judged(*entries)] == [
        ("OSS-01", "api", 1),
        ("OSS-03", "browser", 1),
        ("OSS-03", "document", 1),
        ("OSS-03", "document", 20),
    ]


@pytest.mark.parametrize(
    ("more", "cause"),
    [
        ({"valid_until": "2026-08-31"}, "it ends before the day on which it was given"),
        ({"answer": "not-applicable", "reason": None}, "a not-applicable answer gives no reason"),
        ({"second_reviewer": {"who": " NGUYỄN văn  an", "on": "2026-09-02"}}, "is the same person"),
        ({"second_reviewer": {"who": "Lê", "on": "2026-08-31"}}, "is earlier than the attestation"),
        ({"looked_at": "  "}, "the text is empty"),
        ({"on": "01/09/2026"}, "is no day of the calendar"),
        ({"on": "2026-02-30"}, "is no day of the calendar"),
        ({"on": 20260901}, "is no day of the calendar"),
        ({"criterion": "OSS-3"}, "criterion"),
        ({"part": "telepathy"}, "part"),
        ({"answer": "maybe"}, "answer"),
        ({"mood": "good"}, "mood"),
    ],
)
def test_unsound_entries_are_refused(more, cause):
    given = attestation("OSS-03").model_dump() | more
    with pytest.raises(ValidationError, match=re.escape(cause)):
        AttestationsFile.model_validate({"attestations": [given]})


def test_the_same_day_is_long_enough_and_early_enough():
    second = {"who": "Lê Văn Cường", "on": "2026-09-01"}
    entry = attestation("OSS-03", valid_until="2026-09-01", second_reviewer=second)
    assert entry.valid_until == entry.on == sure(entry.second_reviewer).on


def test_an_empty_file_of_attestations_is_refused():
    with pytest.raises(ValidationError):
        AttestationsFile.model_validate({"attestations": []})


def place(location):
    return "/".join(str(step) for step in location)


def test_unknown_ids_are_refused_with_the_nearest():
    entries = [attestation("OSS-03"), attestation("OSS-30")]
    (fault,) = attestation_faults(entries, KNOWN, place)
    assert fault.code == "attestations/unknown-id"
    assert fault.place == "attestations/1/criterion"
    assert fault.cause == "không có tiêu chí OSS-30 / there is no criterion OSS-30"
    assert 'write "OSS-03"' in fault.mend


@pytest.mark.parametrize("part", ["load", "interop"])
def test_parts_that_ask_no_person_are_refused_and_those_that_do_are_named(part):
    (fault,) = attestation_faults([attestation("OSS-03", part=part)], KNOWN, place)
    assert (fault.code, fault.place) == ("attestations/part", "attestations/0/part")
    assert fault.mend.endswith("document, security, browser, api")
    assert f"asks no person about its {part} part" in fault.cause


def test_a_part_by_check_is_accepted_in_the_file():
    assert attestation_faults([attestation("OSS-03", part="api")], KNOWN, place) == []


def test_twice_on_one_day_is_refused_but_not_on_two():
    twice = [attestation("OSS-03"), attestation("OSS-03", "no")]
    (fault,) = attestation_faults(twice, KNOWN, place)
    assert (fault.code, fault.place) == ("attestations/twice", "attestations/1")
    assert "OSS-03 (document)" in fault.cause
    renewed = [attestation("OSS-03"), attestation("OSS-03", on="2026-09-02")]
    assert attestation_faults(renewed, KNOWN) == []
    two_parts = [attestation("OSS-03"), attestation("OSS-03", part="browser")]
    assert attestation_faults(two_parts, KNOWN) == []


def test_all_faults_are_told_at_once():
    entries = [attestation("OSS-44"), attestation("OSS-03", part="load"), attestation("OSS-45")]
    found = attestation_faults(entries, KNOWN, place)
    assert [f.place for f in found] == [
        "attestations/0/criterion",
        "attestations/1/part",
        "attestations/2/criterion",
    ]


def test_seen_is_of_the_edition():
    assert seen(KNOWN, "OSS-03").criterion.parts == PARTS
