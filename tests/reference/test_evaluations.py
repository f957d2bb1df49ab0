"""Internal evaluation: who may see it, and what may be declared."""

from __future__ import annotations

import pytest

from tests.reference.surfing import Surfer

PERIOD = {"from": "2026-01-01", "to": "2026-12-31"}


def test_leaders_see_their_own_agency_and_officers_themselves(server):
    leader, officer = server.person("lanhdao.anbinh"), server.person("chuyenvien.anbinh")
    assert leader.get("/evaluations/agencies/H56.31", **PERIOD)["who"]["id"] == "H56.31"
    assert leader.get("/evaluations/agencies/H56.32", 403, **PERIOD)["code"] == "forbidden"
    assert officer.get("/evaluations/agencies/H56.31", 403, **PERIOD)["code"] == "forbidden"
    assert officer.get("/evaluations/officers/chuyenvien.anbinh", **PERIOD)["dossiers"] >= 0
    other = officer.get("/evaluations/officers/chuyenvien.anbinh2", 403, **PERIOD)
    assert other["code"] == "forbidden"
    admin = server.person("quantri")
    assert admin.get("/evaluations/agencies/H56.32", **PERIOD)["who"]["id"] == "H56.32"
    assert admin.get("/evaluations/agencies/H99", 404, **PERIOD)["code"] == "not-found"


def test_a_period_without_dossiers_has_no_total(server):
    nothing = "/evaluations?from=01/01/2019&to=31/03/2019&agency=H56"
    html = Surfer(server.base, "quantri").get(nothing).html
    foot = html[html.index("<tfoot>") : html.index("</tfoot>")]
    assert "Không có dữ liệu" in foot
    assert "0,0" not in foot


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"petitionsInTime": 4}, "petitionsInTime"),
        ({"petitionsProlonged": 4}, "petitionsProlonged"),
        ({"end": "2025-01-01"}, "end"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(server, change, field):
    said = {
        "start": "2026-01-01", "end": "2026-03-31", "posted": True, "petitions": 3,
        "petitionsInTime": 3, "petitionsProlonged": 0,
    }  # fmt: skip
    leader = server.person("lanhdao.anbinh")
    path = "/evaluations/agencies/H56.31/declaration"
    refused = leader.ask("PUT", path, 422, json=said | change)
    assert [each["field"] for each in refused["fields"]] == [field]
    assert leader.ask("PUT", path, json=said)["petitions"] == 3
    shown = leader.get("/evaluations/agencies/H56.31", **{"from": said["start"], "to": said["end"]})
    assert [i["value"] for i in shown["indices"] if i["number"] in {6, 8}] == [2.0, 2.0]
