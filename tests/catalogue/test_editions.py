"""What an edition makes of a criterion, and when a criterion decides."""

from __future__ import annotations

from datetime import date

import pytest

from conformance.catalogue import WhyNotDeciding
from conformance.catalogue.__main__ import main
from conformance.words import Edition, Level, Means, Part


@pytest.fixture
def reviewed(home):
    assert main(["--folder", str(home.folder), "review", "--all", "--by", "A", "--partial"]) == 0
    return home


def seen(home, edition, criterion_id, on=None):
    found = home.load().in_edition(edition, on)
    return next(each for each in found if each.criterion.id == criterion_id)


def test_a_mandatory_criterion_on_a_text_in_force_decides(reviewed):
    each = seen(reviewed, Edition.LEGACY_2019, "OSS-01")
    assert each.decides
    assert each.level is Level.MANDATORY
    assert [basis.document.number for basis in each.bases_in_force] == ["1/2019/NĐ-CP"]
    assert [basis.document.number for basis in each.bases_lapsed] == ["2/2025/NĐ-CP"]


def test_a_carried_over_criterion_informs_and_shows_its_lapsed_basis(reviewed):
    each = seen(reviewed, Edition.CURRENT_2025, "OSS-02")
    assert each.why_not_deciding == (WhyNotDeciding.CARRIED_OVER,)
    assert each.bases_in_force == ()
    assert len(each.bases_lapsed) == 1


def test_a_recalled_criterion_informs(reviewed):
    each = seen(reviewed, Edition.LEGACY_2019, "OSS-03")
    assert set(each.why_not_deciding) == {WhyNotDeciding.RECALLED, WhyNotDeciding.FIGURE_UNKNOWN}


def test_a_recommended_criterion_informs(reviewed):
    reviewed.replace(reviewed.criteria, "current-2025: mandatory", "current-2025: recommended")
    each = seen(reviewed, Edition.CURRENT_2025, "OSS-01")
    assert each.why_not_deciding == (WhyNotDeciding.RECOMMENDED,)


def test_a_figure_never_issued_keeps_a_read_criterion_from_deciding(reviewed):
    reviewed.replace(
        reviewed.criteria, 'article: "7", evidence: recalled', 'article: "7", evidence: read'
    )
    reviewed.replace(
        reviewed.criteria, "    evidence: recalled\n    levels", "    evidence: read\n    levels"
    )
    reviewed.replace(reviewed.criteria, "value: 2.5", "value: null")
    reviewed.replace(reviewed.criteria, "        evidence: recalled", "        evidence: read")
    each = seen(reviewed, Edition.LEGACY_2019, "OSS-03")
    assert each.why_not_deciding == (WhyNotDeciding.FIGURE_UNKNOWN,)


def test_a_clause_that_has_not_begun_on_the_day_does_not_decide(reviewed):
    before = seen(reviewed, Edition.CURRENT_2025, "OSS-01", date(2025, 12, 31))
    assert before.why_not_deciding == (WhyNotDeciding.NOT_IN_FORCE,)
    assert seen(reviewed, Edition.CURRENT_2025, "OSS-01", date(2026, 1, 1)).decides


def test_a_day_outside_the_period_is_moved_into_it(reviewed):
    late = seen(reviewed, Edition.LEGACY_2019, "OSS-01", date(2026, 11, 23))
    assert late.decides
    early = seen(reviewed, Edition.CURRENT_2025, "OSS-01", date(2000, 1, 1))
    assert early.why_not_deciding == (WhyNotDeciding.NOT_IN_FORCE,)


def test_selection_by_every_filter(reviewed):
    catalogue = reviewed.load()

    def ids(**filters):
        return [each.id for each in catalogue.select(**filters)]

    assert ids() == ["OSS-01", "OSS-02", "OSS-03"]
    assert ids(edition=Edition.CURRENT_2025) == ["OSS-01", "OSS-02"]
    assert ids(level=Level.CARRIED_OVER) == ["OSS-02"]
    assert ids(edition=Edition.LEGACY_2019, level=Level.CARRIED_OVER) == []
    assert ids(part=Part.LOAD) == ["OSS-02", "OSS-03"]
    assert ids(part=Part.LOAD, means=Means.EXCLUSION) == ["OSS-02"]
    assert ids(means=Means.CHECK) == ["OSS-01"]
    assert catalogue.get("OSS-02").title.en == "Forwarding"
    assert catalogue.get("OSS-99") is None


def test_a_citation_reads_in_the_order_of_each_language(reviewed):
    basis = reviewed.load().get("OSS-01").bases[0]
    assert basis.cite("vi") == "điểm c khoản 1 Điều 17 Nghị định 1/2019/NĐ-CP"
    assert basis.cite("en") == "Article 17.1.c of Decree 1/2019/NĐ-CP"
    assert basis.described.summary.en == "A receipt is issued"


def test_the_label_of_2027_does_not_decide_in_2026(real):
    def gen_13(day):
        found = real.catalogue.in_edition(Edition.OVERLAY_2026, day)
        each = next(item for item in found if item.criterion.id == "GEN-13")
        return WhyNotDeciding.NOT_IN_FORCE in each.why_not_deciding

    assert gen_13(date(2027, 6, 30))
    assert not gen_13(date(2027, 7, 1))
