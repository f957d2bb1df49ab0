"""Pure rules: worked examples of time, codes, fees, identifiers, signatures."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from reference_impl.domain import ed25519
from reference_impl.domain.codes import dossier_code, qcvn_order
from reference_impl.domain.identifiers import is_personal_id, is_tax_code, personal_id_agrees
from reference_impl.domain.moments import VIETNAM
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import TERMINAL, TRANSITIONS, Status
from reference_impl.domain.text import fold, nfc
from reference_impl.domain.working_time import OfficeHours, WorkingTime
from reference_impl.policies.dossier_rules import DossierCodes, Lifecycle
from reference_impl.policies.time_rules import TransferRule
from reference_impl.store.engine import Store

WORK = WorkingTime()
HOURS_A = WorkingTime(hours=OfficeHours(((time(8), time(12)), (time(13), time(17)))))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("received", "amount", "unit", "due"),
    [
        ("2026-11-23", 1, "workingDay", "2026-11-25"),
        ("2026-11-23", 3, "workingDay", "2026-11-27"),
        ("2026-11-20", 1, "workingDay", "2026-11-23"),
        ("2026-11-20", 5, "workingDay", "2026-11-30"),
        ("2026-11-21", 1, "workingDay", "2026-11-23"),
        ("2026-04-24", 1, "workingDay", "2026-04-28"),
        ("2026-04-24", 3, "workingDay", "2026-05-04"),
        ("2026-04-24", 5, "workingDay", "2026-05-06"),
        ("2026-04-29", 1, "workingDay", "2026-05-04"),
        ("2026-04-29", 3, "workingDay", "2026-05-06"),
        ("2026-02-13", 1, "workingDay", "2026-02-23"),
        ("2026-02-13", 5, "workingDay", "2026-02-27"),
        ("2026-08-31", 1, "workingDay", "2026-09-03"),
        ("2026-08-28", 3, "workingDay", "2026-09-04"),
        ("2026-12-30", 3, "workingDay", "2027-01-05"),
        ("2026-11-16", 5, "day", "2026-11-23"),
        ("2026-11-10", 14, "day", "2026-11-25"),
        ("2026-04-20", 10, "day", "2026-05-04"),
        ("2026-04-10", 15, "day", "2026-04-28"),
        ("2026-01-31", 1, "month", "2026-03-02"),
        ("2028-01-31", 1, "month", "2028-02-29"),
        ("2026-03-30", 1, "month", "2026-05-04"),
    ],
)
def test_worked_due_dates(received, amount, unit, due):
    assert WORK.due(at(f"{received}T10:00"), amount, unit) == at(f"{due}T17:30")


@pytest.mark.parametrize(
    ("recorded", "hours_a", "hours_b"),
    [
        ("2026-11-23T09:00", "2026-11-25T09:00", "2026-11-25T09:00"),
        ("2026-11-23T08:00", "2026-11-23T17:00", "2026-11-25T08:00"),
        ("2026-11-23T20:15", "2026-11-25T17:00", "2026-11-25T17:30"),
        ("2026-11-20T16:30", "2026-11-23T16:30", "2026-11-23T16:30"),
        ("2026-11-21T10:00", "2026-11-23T17:00", "2026-11-23T17:30"),
        ("2026-04-29T16:00", "2026-05-04T16:00", "2026-05-04T16:00"),
    ],
)
def test_eight_working_hours(recorded, hours_a, hours_b):
    assert HOURS_A.add_working_hours(at(recorded), 8) == at(hours_a)
    assert WORK.add_working_hours(at(recorded), 8) == at(hours_b)


def test_due_dates_are_causal_and_monotone():
    moments = [at("2026-11-09T06:00") + timedelta(hours=7 * n) for n in range(80)]
    for unit in ("hour", "day", "workingDay", "month"):
        dues = [WORK.due(m, 1, unit) for m in moments]
        assert dues == sorted(dues)
        assert all(due > m for m, due in zip(moments, dues, strict=True))
        assert all(WORK.is_working_day(due.date()) for due in dues)


def test_holiday_of_culture_counts_from_2026_only():
    assert WORK.is_working_day(date(2025, 11, 24))
    assert not WORK.is_working_day(date(2026, 11, 24))


@pytest.mark.parametrize(
    ("received", "channel", "due"),
    [
        ("2026-11-20T14:59", 1, "2026-11-20T17:30"),
        ("2026-11-20T15:00", 1, "2026-11-20T17:30"),
        ("2026-11-20T15:00:01", 1, "2026-11-23T07:30"),
        ("2026-11-23T15:30", 3, "2026-11-25T07:30"),
        ("2026-11-21T09:00", 1, "2026-11-23T07:30"),
        ("2026-11-20T15:30", 2, "2026-11-20T15:30"),
    ],
)
def test_transfer_after_fifteen_hours(received, channel, due):
    assert TransferRule().due_at(at(received), channel, WORK) == at(due)


def test_codes_by_regime():
    day = date(2026, 11, 23)
    assert dossier_code("H56.18", day, 1, "P2018") == "000.00.18.H56-261123-0001"
    assert dossier_code("H56.18", day, 1, "P2025") == "H56.18-261123-0001"
    assert qcvn_order("G12") == "000.00.00.G12"
    with pytest.raises(OverflowError):
        dossier_code("H56.18", day, 10_000, "P2018")


def test_numbers_of_a_day_run_out_loudly(tmp_path):
    store = Store.at(tmp_path / "codes.sqlite")
    store.create()

    class Late(DossierCodes):
        def number(self, session, agency_id, day):
            return super().number(session, agency_id, day) + 9998

    moment = at("2026-11-23T09:00")
    with store.writing() as session:
        first = Late().at_acceptance(session, "H56.31", moment, moment, "P2018")
        assert first.endswith("-9999")
        with pytest.raises(ProblemError) as raised:
            Late().at_acceptance(session, "H56.31", moment, moment, "P2018")
    assert raised.value.code == "code-numbers-exhausted"
    store.close()


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("approve", Status.REGISTERED),
        ("hand-over", Status.REGISTERED),
        ("forward", Status.NOT_ACCEPTED),
        ("forward", Status.RETURNED),
        ("assign", Status.WITHDRAWN),
        ("accept", Status.DONE),
        ("withdraw", Status.DONE),
        ("extend", Status.DONE),
    ],
)
def test_illegal_transitions(action, status):
    with pytest.raises(ProblemError) as raised:
        Lifecycle().target(action, status)
    assert raised.value.code == "illegal-transition"
    assert raised.value.dossier_status == status


def test_transitions_stay_within_the_national_table():
    lawful = {
        0: {1}, 1: {1, 2, 3, 5, 7}, 2: {2, 4, 9, 7}, 4: {4, 5, 6, 8, 9, 7}, 5: {1, 2, 4, 7, 8},
        6: {4, 6, 8, 9}, 9: {9, 10},
    }  # fmt: skip
    for steps in TRANSITIONS.values():
        for before, after in steps.items():
            assert int(after) in lawful[int(before)]
            assert before not in TERMINAL


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("0100109106", True), ("0301442379", True), ("0106869738", True), ("0312345678", False),
        ("0100109107", False), ("0100109106-001", True), ("0100109106-000", False),
        ("0100000010", True),
    ],
)  # fmt: skip
def test_tax_codes(code, valid):
    assert is_tax_code(code) is valid


def test_personal_identifiers():
    assert is_personal_id("001099012345")
    assert not is_personal_id("003099012345")
    assert not is_personal_id("001099O12345")
    assert personal_id_agrees("079303001234", "female", 2003)
    assert not personal_id_agrees("079303001234", "male", 2003)
    assert not personal_id_agrees("079303001234", "female", 2004)


def test_vietnamese_text_folds():
    assert fold("Đăng ký KHAI SINH") == "dang ky khai sinh"
    assert fold("Đặng\u0323") == fold("dang")
    assert nfc("Nguye\u0302\u0303n ") == "Nguyễn"


@pytest.mark.parametrize(
    ("seed", "public", "message", "start"),
    [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540",
        ),
    ],
)
def test_ed25519_vectors_of_rfc_8032(seed, public, message, start):
    secret, data = bytes.fromhex(seed), bytes.fromhex(message)
    assert ed25519.public_key(secret).hex() == public
    signature = ed25519.sign(secret, data)
    assert signature.hex().startswith(start)
    assert ed25519.verify(bytes.fromhex(public), data, signature)
    assert not ed25519.verify(bytes.fromhex(public), data + b"x", signature)
    broken = bytes([signature[0] ^ 1]) + signature[1:]
    assert not ed25519.verify(bytes.fromhex(public), data, broken)
