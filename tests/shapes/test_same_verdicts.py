"""The same portal behind three shapes of API gets the same verdicts from the same checks.

Behind all three stands the bundled portal; in front of two of them a stub speaks in the shape of
OpenCPS v2, or of an adapter with a session id in the body. Only the candidate files differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from conformance.candidate.operations import OPERATIONS
from conformance.candidate.reading import read_candidate
from conformance.data import data_folder
from conformance.evidence.journal import read_journal
from conformance.run.records import CheckRecord
from conformance.run.reference_portal import reference_portal
from conformance.run.replay import replay
from conformance.words import Outcome
from tests.shapes.behind import Behind
from tests.shapes.opencps_like import BASE, OpenCpsLike
from tests.shapes.running import all_jobs, run
from tests.shapes.session_body_like import SessionBodyLike

SHAPES = data_folder("fixtures") / "candidates" / "shapes"
FILES = {
    "reference": SHAPES.parent / "reference.yaml",
    "opencps-like": SHAPES / "opencps-like.yaml",
    "session-body-like": SHAPES / "session-body-like.yaml",
}
CHECKS = (
    "handling/test_assignment.py::test_sending_a_result_back_needs_a_reason",
    "handling/test_assignment.py::test_reassignment_keeps_the_earlier_assignment",
    "handling/test_due_dates.py::test_due_date_is_the_limit_counted_in_its_unit[hours]",
    "handling/test_due_dates.py::test_due_date_is_the_limit_counted_in_its_unit[working-days]",
    "handling/test_history.py::test_a_correction_adds_a_line",
    "handling/test_history.py::test_side_ways_show_the_same_status[supplement]",
    "handling/test_supplement.py::test_supplement_at_reception_does_not_bar_one_after_appraisal",
    "handling/test_transfer.py::test_forwarding_limit_and_true_moment_are_recorded",
    "handling/test_transfer.py::test_dossier_of_another_agency_reaches_its_desk",
    "handling/test_transitions.py::test_jumps_against_the_process_are_refused"
    "[from-3-dossier-accept]",
    "portal/test_access.py::test_stranger_reads_nothing_of_a_dossier"
    "[other-citizen-dossier.read-own]",
    "portal/test_code_tables.py::test_national_codes_are_all_there[status]",
    "portal/test_lookup.py::test_public_look_up_shows_code_and_completion_only",
    "portal/test_lookup.py::test_unknown_code_is_not_found",
    "portal/test_own_dossiers.py::test_submitted_dossier_is_at_the_desk_at_once_and_whole",
    "portal/test_search.py::test_service_is_found_however_its_name_is_typed[small-letters]",
    "portal/test_text.py::test_form_text_comes_back_whole[decomposed]",
    "reception/test_channels.py::test_channel_is_the_same_in_every_view_and_stays[counter]",
    "reception/test_channels.py::test_channel_is_the_same_in_every_view_and_stays[post]",
    "reception/test_closing.py::test_stopping_has_its_own_notice_with_the_reason",
    "reception/test_closing.py::test_withdrawn_dossier_is_recorded_and_locked[accepted]",
    "reception/test_codes.py::test_code_has_the_lawful_structure_and_the_day_of_reception",
    "reception/test_forms.py::test_refusal_slip_states_the_reason[reception]",
    "reception/test_forms.py::test_apology_states_reason_and_new_date_and_keeps_the_old_one",
    "reception/test_intake.py::test_paper_dossier_lacking_a_paper_is_not_accepted",
    "reception/test_results.py::test_return_of_originals_is_recorded[given-back]",
)
BROKEN = "refuses-without-reason"
CHECKS_OF_BROKEN = (
    "reception/test_closing.py::test_stopping_needs_a_reason",
    "reception/test_forms.py::test_refusal_at_reception_needs_a_reason_in_words[empty]",
    "reception/test_forms.py::test_refusal_at_reception_needs_a_reason_in_words[spaces]",
    "reception/test_forms.py::test_refusal_slip_states_the_reason[reception]",
    "portal/test_lookup.py::test_unknown_code_is_not_found",
    "reception/test_codes.py::test_code_has_the_lawful_structure_and_the_day_of_reception",
)

Verdicts = dict[str, tuple[Any, ...]]


@contextmanager
def three_shapes(*arguments: str) -> Iterator[dict[str, dict[str, str]]]:
    """Start the portal and both stubs; yield the addresses of each candidate."""
    with ExitStack() as stack:
        portal = stack.enter_context(reference_portal(arguments))
        opencps = stack.enter_context(OpenCpsLike(Behind(portal.url)))
        adapter = stack.enter_context(SessionBodyLike(Behind(portal.url)))
        yield {
            "reference": dict(portal.bases),
            "opencps-like": {"portal": f"{opencps.url}{BASE}"},
            "session-body-like": {"adapter": f"{adapter.url}/XrdAdapter/RestService"},
        }


def run_all(
    addresses: dict[str, dict[str, str]], wanted: tuple[str, ...], runs: Path
) -> dict[str, dict[str, CheckRecord]]:
    """Run the same checks against each shape."""
    known = {job.id: job for job in all_jobs()}
    unknown = set(wanted) - set(known)
    assert not unknown, f"no such checks any more, name others: {unknown}"
    jobs = [known[check] for check in wanted]
    return {name: run(FILES[name], bases, jobs, runs / name) for name, bases in addresses.items()}


def verdicts(records: dict[str, CheckRecord]) -> Verdicts:
    """Return what must be the same: outcome, reason and what was looked at."""
    return {
        check: (record.outcome, record.reason, tuple(f.aspect for f in record.findings))
        for check, record in records.items()
    }


def exchanges_of(runs: Path) -> list[dict[str, Any]]:
    """Return the recorded exchanges of the one run in a folder."""
    (journal,) = runs.rglob("journal*")
    return [entry.data for entry in read_journal(journal) if entry.kind == "exchange"]


@pytest.fixture(scope="module")
def lawful(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    runs = tmp_path_factory.mktemp("lawful")
    with three_shapes() as addresses:
        return runs, run_all(addresses, CHECKS, runs)


def test_the_lawful_portal_passes_in_every_shape(lawful: tuple[Path, dict[str, Any]]) -> None:
    _, records = lawful
    assert len(CHECKS) >= 20
    for shape, seen in records.items():
        wrong = {c: r.findings for c, r in seen.items() if r.outcome is not Outcome.PASSED}
        assert wrong == {}, shape
        assert set(seen) == set(CHECKS)


def test_the_checks_lead_through_the_dossiers_main_life(
    lawful: tuple[Path, dict[str, Any]],
) -> None:
    runs, records = lawful
    used = {name: {e["operation"] for e in exchanges_of(runs / name)} for name in records}
    main_life = {
        "procedure.search", "procedure.read", "dossier.submit", "dossier.accept",
        "dossier.read-own", "dossier.read", "dossier.history", "dossier.history-own",
        "dossier.refuse", "dossier.request-supplement", "dossier.supplement", "dossier.forward",
        "dossier.redirect", "dossier.assign", "result.propose", "result.approve",
        "result.notify-early", "result.return", "sheet.list", "sheet.read", "lookup.public",
        "dossier.receive-at-counter", "dossier.withdraw", "dossier.queue", "notice.list",
        "dossier.stop", "dossier.extend", "assignment.list", "result.send-back",
    }  # fmt: skip
    for name, seen in used.items():
        assert main_life - seen == set(), name
    assert main_life <= set(OPERATIONS)


def test_the_habits_of_each_shape_were_met(lawful: tuple[Path, dict[str, Any]]) -> None:
    """A wrong PIN was answered 203 with a text; sessions ran out and were renewed; 200 always."""
    runs, _ = lawful
    answers = [e["response"] for e in exchanges_of(runs / "opencps-like")]
    assert any(a["status"] == 203 and "Mã bí mật" in a["body"]["text"] for a in answers)
    adapter = exchanges_of(runs / "session-body-like")
    assert {e["response"]["status"] for e in adapter} == {200}
    signed_in = [e["role"] for e in adapter if e["operation"] == "session.sign-in"]
    assert len(signed_in) > len(set(signed_in))
    refs = [(e["check"], e["lane"], e["seq"]) for e in adapter]
    assert len(set(refs)) == len(refs)


@pytest.mark.parametrize("name", ["reference", "opencps-like", "session-body-like"])
def test_every_shape_is_judged_again_the_same_without_a_network(
    name: str, lawful: tuple[Path, dict[str, Any]]
) -> None:
    runs, _ = lawful
    (journal,) = (runs / name).rglob("journal.ndjson")
    again = replay(journal.parent)
    assert again.differences == ()
    assert again.same == len(CHECKS)


def test_a_broken_portal_fails_alike_in_every_shape(tmp_path: Path) -> None:
    with three_shapes("--broken", BROKEN) as addresses:
        records = run_all(addresses, CHECKS_OF_BROKEN, tmp_path)
    due = verdicts(records["reference"])
    outcomes = [verdict[0] for verdict in due.values()]
    assert outcomes.count(Outcome.FAILED) >= 3
    assert outcomes.count(Outcome.PASSED) >= 2
    for shape, seen in records.items():
        assert verdicts(seen) == due, shape


@pytest.mark.parametrize("name", ["opencps-like", "session-body-like"])
def test_what_a_shape_does_not_offer_says_why_and_how_by_hand(name: str) -> None:
    operations = read_candidate(FILES[name]).file.binding.operations
    absent = {key: spec.absent for key, spec in operations.items() if spec.absent is not None}
    assert absent
    assert all(item is not None and item.reason and item.manual for item in absent.values())
    assert len(operations) - len(absent) >= 38
