"""A portal behind a login form, a cookie and anti-forgery tokens gets the same verdicts.

The API is the bundled portal's, guarded as portals with pages guard theirs; only the ``auth`` of
the candidate file differs. Without renewal the tokens go stale, and that is seen.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.candidate.reading import read_candidate
from conformance.catalogue import load_catalogue
from conformance.data import data_folder
from conformance.evidence.journal import read_journal
from conformance.run.doctor import examine
from conformance.run.doctor_report import FindingLevel
from conformance.run.reference_portal import reference_portal
from conformance.run.replay import replay
from conformance.run.setting import Setting
from conformance.words import Outcome
from tests.shapes.behind import Behind
from tests.shapes.form_login_like import FormLoginLike
from tests.shapes.running import all_jobs, run

REFERENCE = data_folder("fixtures") / "candidates" / "reference.yaml"
CHECKS = (
    "handling/test_assignment.py::test_sending_a_result_back_needs_a_reason",
    "handling/test_history.py::test_side_ways_show_the_same_status[supplement]",
    "portal/test_access.py::test_stranger_reads_nothing_of_a_dossier"
    "[other-citizen-dossier.read-own]",
    "portal/test_access.py::test_claimed_identity_opens_no_dossier[anonymous-headers]",
    "portal/test_access.py::test_claimed_role_gives_no_right[headers]",
    "portal/test_lookup.py::test_public_look_up_shows_code_and_completion_only",
    "portal/test_own_dossiers.py::test_submitted_dossier_is_at_the_desk_at_once_and_whole",
    "reception/test_codes.py::test_code_has_the_lawful_structure_and_the_day_of_reception",
    "reception/test_results.py::test_return_of_originals_is_recorded[given-back]",
)
AUTH = """
kind: cookie
login:
  - call: GET /Account/Login
    capture: {token: {form_field: __RequestVerificationToken, form: login}}
  - call: POST /Account/Login
    form:
      Username: "{account.username}"
      Password: "{account.password}"
      __RequestVerificationToken: "{captured.token}"
    success: "status == `302`"
"""
FORGERY: dict[str, dict[str, Any]] = {
    "cookie": {"cookie": "XSRF-TOKEN", "header": "X-XSRF-TOKEN", "renew": "answer"},
    "page": {
        "meta": "csrf-token",
        "header": "X-XSRF-TOKEN",
        "renew_by": {"call": "GET /Account/Profile"},
    },
}


def file_for(folder: Path, forgery: dict[str, Any] | None, **login: Any) -> Path:
    """Write the bundled candidate file with another way of signing in."""
    data = yaml.safe_load(REFERENCE.read_text(encoding="utf-8"))
    scheme = yaml.safe_load(AUTH) | ({"anti_forgery": forgery} if forgery else {})
    scheme["login"] = [copy.deepcopy(step) | login.get(f"_{n}", {}) for n, step in
                       enumerate(scheme["login"])]  # fmt: skip
    data["binding"]["auth"]["default"] = scheme
    path = folder / "form-login.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


@contextmanager
def guarded(way: str) -> Iterator[FormLoginLike]:
    with reference_portal() as portal, FormLoginLike(Behind(portal.url), way) as stub:
        yield stub


def outcomes(file: Path, stub: Any, runs: Path, wanted: tuple[str, ...] = CHECKS) -> Any:
    known = {job.id: job for job in all_jobs()}
    return run(file, {"portal": stub.url}, [known[check] for check in wanted], runs)


@pytest.mark.parametrize("way", ["cookie", "page"])
def test_the_checks_pass_behind_a_login_form_and_are_judged_again_the_same(
    way: str, tmp_path: Path
) -> None:
    with guarded(way) as stub:
        records = outcomes(file_for(tmp_path, FORGERY[way]), stub, tmp_path / "runs")
        tokens = [visit.token for visit in stub._visits.values()]
    wrong = {c: r.findings for c, r in records.items() if r.outcome is not Outcome.PASSED}
    assert wrong == {}
    assert stub.forged == 0
    assert stub.changed > 40
    assert stub.signed_in <= 8, "each account signs in once"
    (journal,) = (tmp_path / "runs").rglob("journal.ndjson")
    written = journal.read_text(encoding="utf-8")
    for secret in (*tokens, *stub._visits, *stub._pages, *stub._pages.values()):
        assert secret not in written
    fetched = {e.data["operation"] for e in read_journal(journal) if e.kind == "exchange"}
    assert ("session.token" in fetched) is (way == "page")
    again = replay(journal.parent)
    assert again.differences == ()
    assert again.same == len(CHECKS)


def test_without_renewal_the_tokens_go_stale_and_no_check_passes_by_it(tmp_path: Path) -> None:
    once = {**FORGERY["cookie"], "renew": "login"}
    wanted = CHECKS[-3:]
    with guarded("cookie") as stub:
        records = outcomes(file_for(tmp_path, once), stub, tmp_path / "runs", wanted)
    assert stub.forged > 0
    assert Outcome.PASSED not in {r.outcome for r in records.values()}


def findings_of(file: Path, stub: Any) -> list[tuple[str, str]]:
    candidate = read_candidate(file, {"portal": stub.url})
    setting = Setting(candidate, load_catalogue(), candidate.file.edition, 3, lambda _: None, 4)
    try:
        report = examine(setting, checks=())
    finally:
        setting.client.close()
    return [(f.code, f.place) for f in report.at(FindingLevel.FAULT)]


def test_the_doctor_names_the_part_of_the_login_that_is_wrong(tmp_path: Path) -> None:
    no_field = {"capture": {"token": {"form_field": "csrfmiddlewaretoken"}}}
    no_form = {"capture": {"token": {"form_field": "__RequestVerificationToken", "form": "x"}}}
    wrong_word = {"form": {"Username": "{account.username}", "Password": "sai",
                           "__RequestVerificationToken": "{captured.token}"}}  # fmt: skip
    with guarded("cookie") as stub:
        well = findings_of(file_for(tmp_path, FORGERY["cookie"]), stub)
        field = findings_of(file_for(tmp_path, FORGERY["cookie"], _0=no_field), stub)
        form = findings_of(file_for(tmp_path, FORGERY["cookie"], _0=no_form), stub)
        word = findings_of(file_for(tmp_path, FORGERY["cookie"], _1=wrong_word), stub)
        token = findings_of(
            file_for(tmp_path, {"cookie": "csrftoken", "header": "X-CSRFToken"}), stub
        )
    assert well == []
    place = "binding.auth.default.login[0].capture.token"
    assert ("account/capture", place) in field
    assert ("account/capture", place) in form
    assert ("account/refused", "test_data.accounts.citizen.password") in word
    assert ("account/capture", "binding.auth.default.anti_forgery") in token
