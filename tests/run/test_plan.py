"""The plan says beforehand what will be tested, by whom, and what will not be told."""

from __future__ import annotations

import copy

import pytest
import yaml

from conformance.candidate.operations import Role
from conformance.candidate.reading import read_candidate
from conformance.catalogue import load_catalogue
from conformance.checks.kit import verifies
from conformance.checks.kit.verifies import info_of
from conformance.data import data_folder
from conformance.run.checks_of import all_checks
from conformance.run.plan import make_plan
from conformance.run.plan_needs import needs_of
from conformance.words import AppliesTo, Edition, Means, Outcome, Part, Reason
from tests.cli import tiny_portal as tiny
from tests.sure import sure


@verifies("OSS-18", vi="Kiểm tra thử", of="dossier.accept")
def accepts(portal, data, journey):
    """Accept a dossier with a fee."""
    procedure = data.procedure("online", "fee")
    dossier = journey.submitted(procedure)
    portal.receiver.accept(dossier)


@verifies("OSS-18", vi="Kiểm tra đồng hồ", of="procedure.read", needs_clock=True)
def waits(portal):
    """Wait a day."""
    portal.anyone.procedure("1.000001")


@verifies("OSS-18", vi="Kiểm tra tùy chọn", of="rating.form", optional=True)
def rates(portal):
    """Read the form."""
    portal.anyone.rating_form()


@verifies("OSS-18", vi="Chỉ đọc", of="procedure.read")
def reads(portal, data):
    """Read a procedure."""
    portal.anyone.procedure(data.procedure("online").code)


@verifies("OSS-18", vi="Giao việc", of="dossier.assign")
def assigns(portal, data, journey):
    """Assign to the second officer of another agency."""
    dossier = journey.forwarded(data.procedure("online"))
    data.agency("other-commune")
    portal.leader.assign(dossier, data.officer("second-handler"))


@pytest.mark.parametrize("one", ["a", "b"])
@pytest.mark.parametrize("other", [1, 2, 3])
@verifies("OSS-18", vi="Nhiều biến thể", of="procedure.read")
def varies(portal, one, other):
    """Read a procedure in six ways."""
    portal.anyone.procedure("1.000001")


CHECKS = {f.__name__: f for f in (accepts, waits, rates, reads, assigns, varies)}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue()


@pytest.fixture
def plan_for(tmp_path, catalogue):
    def planned(data, *names, edition=Edition.CURRENT_2025):
        path = tmp_path / "candidate.yaml"
        path.write_text(yaml.safe_dump(data), encoding="utf-8")
        checks = [(f"t.py::{n}", sure(info_of(CHECKS[n])), CHECKS[n]) for n in names]
        return make_plan(catalogue, edition, read_candidate(path).file, checks)

    return planned


def foreseen(plan):
    (check,) = plan.checks
    told = check.foreseen
    return told and (told.outcome, told.reason, told.lacking)


def offering(*operations, **changes):
    data = tiny.file_for(**changes)
    for each in operations:
        data["binding"]["operations"][each] = {"call": "POST /api/x"}
    return data


ACCEPT = ("dossier.submit", "dossier.accept", "dossier.read")
ALL = (*ACCEPT, "dossier.forward", "dossier.assign")


def with_accounts(data, *roles):
    for role in roles:
        data["test_data"]["accounts"][role] = tiny.account(role)
    return data


def test_needs_are_read_from_the_code():
    needs = needs_of(assigns, sure(info_of(assigns)))
    assert {"dossier.submit", "dossier.accept", "dossier.forward", "dossier.assign"} <= (
        needs.operations
    )
    assert needs.roles == {Role.CITIZEN, Role.RECEIVER, Role.LEADER}
    assert needs.traits == (frozenset({"online"}),)
    assert needs.agencies == {"other-commune"}
    assert needs.officers == {"second-handler"}


def test_the_real_checks_can_be_read():
    by_document_alone = "contract/test_document.py"
    read = [
        needs_of(function, info)
        for id_, info, function in all_checks()
        if not id_.startswith(by_document_alone)
    ]
    assert read
    assert sum(bool(needs.operations) for needs in read) == len(read)


def test_nothing_is_foreseen_where_nothing_lacks(plan_for):
    assert foreseen(plan_for(tiny.file_for(), "reads")) is None


def test_a_clock_that_cannot_be_set(plan_for):
    assert foreseen(plan_for(tiny.file_for(), "waits")) == (
        Outcome.CANT_TELL, Reason.NO_CLOCK, "clock_control",
    )  # fmt: skip
    assert foreseen(plan_for(tiny.file_for(clock_control=True), "waits")) is None


def test_the_checks_own_operation_that_is_not_offered_fails_it(plan_for):
    data = with_accounts(offering("dossier.submit", "dossier.read"), "receiver")
    assert foreseen(plan_for(data, "accepts")) == (
        Outcome.FAILED, Reason.NOT_OFFERED, "binding.operations.dossier.accept",
    )  # fmt: skip


def test_another_operation_that_is_not_offered_is_a_precondition(plan_for):
    data = with_accounts(offering("dossier.accept", "dossier.read"), "receiver")
    assert foreseen(plan_for(data, "accepts")) == (
        Outcome.CANT_TELL, Reason.PRECONDITION, "binding.operations.dossier.submit",
    )  # fmt: skip


def test_what_is_optional_is_inapplicable_and_what_is_manual_needs_a_person(plan_for):
    assert foreseen(plan_for(tiny.file_for(), "rates"))[:2] == (
        Outcome.INAPPLICABLE, Reason.NOT_CLAIMED,
    )  # fmt: skip
    data = with_accounts(offering(*ACCEPT), "receiver")
    absent = {"absent": {"reason": "chỉ trên giao diện", "manual": "bấm nút tiếp nhận"}}
    data["binding"]["operations"]["dossier.accept"] = absent
    assert foreseen(plan_for(data, "accepts"))[:2] == (Outcome.UNTESTED, Reason.NEEDS_PERSON)


def test_a_live_system_is_not_written_to(plan_for):
    data = with_accounts(offering(*ACCEPT, sandbox=False), "receiver")
    plan = plan_for(data, "accepts")
    assert foreseen(plan) == (Outcome.CANT_TELL, Reason.NO_TEST_DATA, "sandbox")
    assert plan.writes is False


def test_accounts_traits_agencies_and_officers_that_lack(plan_for):
    data = offering(*ALL)
    lacks = (Outcome.CANT_TELL, Reason.NO_TEST_DATA)
    assert foreseen(plan_for(data, "accepts")) == (*lacks, "test_data.accounts.receiver")
    with_accounts(data, "receiver", "leader")
    assert foreseen(plan_for(data, "accepts")) == (*lacks, "test_data.procedures")
    assert foreseen(plan_for(data, "assigns")) == (*lacks, "test_data.agencies.other-commune")
    data["test_data"]["agencies"]["other-commune"] = "H56.32"
    assert foreseen(plan_for(data, "assigns")) == (*lacks, "test_data.officers.second-handler")
    data["test_data"]["officers"] = {"second-handler": "can-bo-2"}
    plan = plan_for(data, "assigns")
    assert foreseen(plan) is None
    assert plan.writes is True


def test_each_variant_of_a_check_counts(plan_for):
    plan = plan_for(tiny.file_for(), "varies", "reads")
    assert [check.variants for check in plan.checks] == [6, 1]
    assert plan.automatic == 7


def test_only_criteria_that_bind_this_kind_are_planned(plan_for, catalogue):
    data = tiny.file_for()
    data["candidate"]["kind"] = "one-stop"
    plan = plan_for(data, "reads")
    of_edition = catalogue.in_edition(Edition.CURRENT_2025)
    bound = {
        e.criterion.id for e in of_edition if e.criterion.applies_to is not AppliesTo.CITIZEN_FRONT
    }
    assert {c.id for c in plan.criteria} == bound
    assert plan.out_of_scope == len(of_edition) - len(bound) > 0


def test_every_part_of_every_criterion_is_accounted_for(plan_for, catalogue):
    plan = plan_for(tiny.file_for(), "reads")
    for planned in plan.criteria:
        criterion = catalogue.get(planned.id)
        asked = [p for p in criterion.parts if p.means is Means.ATTESTATION]
        left = [p for p in criterion.parts if p.means is Means.EXCLUSION]
        checks = [p for p in criterion.parts if p.means is Means.CHECK]
        assert len(planned.questions) == len(asked)
        assert len(planned.exclusions) == len(left)
        covered = {Part.API} if planned.id == "OSS-18" else set()
        assert set(planned.unchecked) == {p.part for p in checks} - covered
    assert plan.person_steps == sum(len(c.questions) for c in plan.criteria)


def test_time_grows_with_checks_that_run_alone_and_falls_with_parallelism(plan_for):
    data = tiny.file_for(clock_control=True)
    one = plan_for(data, "reads")
    alone = plan_for(data, "reads", "waits")
    assert 0 < one.estimated_s < alone.estimated_s
    slow = copy.deepcopy(data)
    slow["budgets"]["requests_per_second"] = 0.5
    assert plan_for(slow, "reads").estimated_s > one.estimated_s
    assert plan_for(data).estimated_s == 0


def test_the_plan_of_the_bundled_portal_names_its_checks(catalogue):
    file = read_candidate(data_folder("fixtures") / "candidates" / "reference.yaml").file
    plan = make_plan(catalogue, file.edition, file, all_checks())
    assert plan.automatic >= len(plan.checks) > 50
    assert plan.writes is True
    assert all(check.criteria for check in plan.checks)


def test_the_finder_is_counted_and_a_missing_document_is_foreseen(catalogue):
    file = read_candidate(data_folder("fixtures") / "candidates" / "reference.yaml").file
    checks = [each for each in all_checks() if each[0].startswith("contract/")]
    described = make_plan(catalogue, file.edition, file, checks)
    assert file.contract is not None
    assert described.finder_s == file.contract.budget.seconds < described.estimated_s
    assert described.foreseen == ()
    assert 0 < sum(check.finder for check in described.checks) < len(described.checks)

    silent = file.model_copy(update={"contract": None})
    plan = make_plan(catalogue, file.edition, silent, checks)
    assert plan.finder_s == 0
    assert {c.foreseen.lacking for c in plan.foreseen if c.foreseen} == {"contract"}
    told = {c.id.rpartition("::")[2]: c.foreseen.outcome for c in plan.foreseen if c.foreseen}
    assert told["test_the_interfaces_are_described"] is Outcome.FAILED
    assert told["test_lists_show_nobody_else"] is Outcome.INAPPLICABLE
    assert "test_nothing_opens_without_signing_in" not in told
    assert "test_odd_texts_bring_nothing_down" not in told
