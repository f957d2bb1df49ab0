"""An evaluator's figures make a recalled criterion decide; a confirmation, a carried-over one."""

from __future__ import annotations

import pytest

from conformance.catalogue import WhyNotDeciding
from conformance.catalogue.__main__ import main
from conformance.errors import ConfigurationFault, ExitCode
from conformance.words import Edition, Level

FIGURES = """\
figures:
  "OSS-03.mean":
    value: 3
    unit: "s"
    document: "22/2019/TT-BTTTT"
    place: "Phụ lục IV, trang 20"
    who: "Nguyễn Văn A"
    date: "2026-11-23"
confirm:
  - edition: current-2025
    criteria: ["OSS-02"]
    document: "2/2025/NĐ-CP"
    clause: "18.2"
    who: "Nguyễn Văn A"
    date: "2026-11-23"
"""


@pytest.fixture
def figures(home):
    assert main(["--folder", str(home.folder), "review", "--all", "--by", "A", "--partial"]) == 0
    path = home.folder.parent / "figures.yaml"
    path.write_text(FIGURES, encoding="utf-8")
    return path


def seen(catalogue, edition, criterion_id):
    found = catalogue.in_edition(edition)
    return next(each for each in found if each.criterion.id == criterion_id)


def test_a_given_figure_decides_and_keeps_its_source(home, figures):
    catalogue = home.load(figures)
    each = seen(catalogue, Edition.LEGACY_2019, "OSS-03")
    assert each.decides
    (figure,) = each.criterion.figures
    assert (figure.bound, figure.value) == (3, 2.5)
    assert figure.given.place == "Phụ lục IV, trang 20"
    assert figure.given.who == "Nguyễn Văn A"
    assert not seen(home.load(), Edition.LEGACY_2019, "OSS-03").decides


def test_a_confirmed_criterion_takes_its_own_level_in_that_edition_only(home, figures):
    catalogue = home.load(figures)
    each = seen(catalogue, Edition.CURRENT_2025, "OSS-02")
    assert each.decides
    assert each.level is Level.MANDATORY
    assert each.confirmation.document == "2/2025/NĐ-CP"
    assert each.bases_in_force == ()
    assert seen(catalogue, Edition.LEGACY_2019, "OSS-02").confirmation is None


def test_a_confirmation_may_lower_the_level(home, figures):
    home.replace(figures, '    clause: "18.2"', '    clause: "18.2"\n    level: recommended')
    each = seen(home.load(figures), Edition.CURRENT_2025, "OSS-02")
    assert each.why_not_deciding == (WhyNotDeciding.RECOMMENDED,)


@pytest.mark.parametrize(
    ("old", "new", "code", "below"),
    [
        ('"OSS-03.mean"', '"OSS-03.maen"', "figures/unknown-id", 0),
        ('unit: "s"', 'unit: "ms"', "figures/unit", -2),
        ('["OSS-02"]', '["OSS-77"]', "figures/unknown-id", 0),
        ('["OSS-02"]', '["OSS-01"]', "figures/not-carried-over", 0),
        ('["OSS-02"]', '["OSS-02", "OSS-02"]', "figures/twice", 0),
        ('document: "2/2025/NĐ-CP"', 'document: "1/2019/NĐ-CP"', "figures/lapsed", 0),
        ("value: 3", 'value: "three"', "file/shape", 0),
        ("value: 3", "value: .nan", "file/shape", 0),
        ('    who: "Nguyễn Văn A"\n', "", "file/missing-key", -5),
        ('date: "2026-11-23"', "date: 2026-11-23", "file/unquoted", 0),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(home, figures, old, new, code, below):
    line = home.replace(figures, old, new)
    with pytest.raises(ConfigurationFault) as caught:
        home.load(figures)
    found = [fault for fault in caught.value.faults if fault.code == code]
    assert found, str(caught.value)
    assert found[0].place == f"{figures}:{line + below}"
    assert caught.value.exit_code is ExitCode.CONFIGURATION


def test_a_missing_file_is_refused(home):
    with pytest.raises(ConfigurationFault, match="cannot be read"):
        home.load(home.folder / "none.yaml")


def test_the_six_recalled_figures_of_the_real_catalogue_inform(real):
    found = real.catalogue.in_edition(Edition.LEGACY_2019)
    recalled = [e.criterion.id for e in found if WhyNotDeciding.RECALLED in e.why_not_deciding]
    assert recalled == [f"PRF-0{number}" for number in range(1, 7)]
