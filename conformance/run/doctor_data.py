"""Last step of the doctor: test data, what checks will lack, and the candidate's clock."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.candidate.facts import ClockReading, Procedure
from conformance.candidate.operations import OPERATIONS, Role
from conformance.candidate.reply import Reply, ReplyKind
from conformance.run import doctor_answer_words as words
from conformance.run.doctor_operations import Tried
from conformance.run.doctor_report import DoctorFinding, FaultClass, FindingLevel
from conformance.run.doctor_visit import Visit, fault, good, warning
from conformance.run.plan import PlannedCheck
from conformance.words import Outcome, Text

_SHOWN = 4


def procedure_findings(tried: Iterable[Tried]) -> list[DoctorFinding]:
    """Say which procedure codes of the test data the candidate does not have.

    A code that is missing while others are found is a wrong code; when none is found, rather
    the call is wrong.
    """
    reads = [each for each in tried if each.trial.operation.id == "procedure.read"]
    missing = [each for each in reads if each.kind is ReplyKind.MISSING]
    if missing and len(missing) == len(reads):
        reply = missing[0].outcome
        said = reply.said if isinstance(reply, Reply) else ""
        seen = words.none_of_the_codes(len(reads), said)
        return [fault("test-data/procedures", "binding.operations.procedure.read", seen,
                      words.MEND_CALL)]  # fmt: skip
    return [
        finding.model_copy(update={"level": FindingLevel.FAULT})
        for each in missing
        for finding in each.findings
    ] + [other for each in reads if (other := _other_code(each)) is not None]


def _other_code(tried: Tried) -> DoctorFinding | None:
    record = tried.outcome.record if isinstance(tried.outcome, Reply) else None
    if not isinstance(record, Procedure) or not record.shows("code") or record.code is None:
        return None
    if record.code == tried.trial.values["procedure_code"]:
        return None
    return warning(
        "test-data/other-code", tried.trial.about, words.other_code(record.code), words.MEND_CODE
    )


def agency_findings(visit: Visit, tried: Iterable[Tried]) -> list[DoctorFinding]:
    """Say which agencies of the test data the candidate does not list."""
    for each in tried:
        reply = each.outcome
        if each.trial.operation.id != "agency.list" or not isinstance(reply, Reply):
            continue
        codes = {r.code for r in reply.records if r.shows("code")}
        named = visit.file.test_data.agencies
        return [
            warning(
                "test-data/agency",
                f"test_data.agencies.{part}",
                Text(
                    vi=f"danh sách cơ quan của hệ thống không có mã {code}",
                    en=f"the candidate's list of agencies lacks the code {code}",
                ),
                words.MEND_CODE,
            )
            for part, code in named.items()
            if codes and code not in codes
        ]
    return []


def lack_findings(checks: Iterable[PlannedCheck]) -> list[DoctorFinding]:
    """Say what checks will lack, once for each thing that is lacking."""
    lacking: dict[tuple[str, str, str], list[PlannedCheck]] = {}
    for check in checks:
        if check.foreseen is not None:
            told = check.foreseen
            lacking.setdefault((told.lacking, told.outcome.value, told.words.en), []).append(check)
    return [_lack(found) for found in lacking.values()]


_WILL = {
    Outcome.CANT_TELL: Text(vi="sẽ chưa xác định được", en="will not be able to tell"),
    Outcome.FAILED: Text(vi="sẽ không đạt", en="will fail"),
    Outcome.UNTESTED: Text(vi="sẽ cần người xác nhận", en="will need a person"),
    Outcome.INAPPLICABLE: Text(vi="sẽ không áp dụng", en="will not apply"),
}


def _lack(checks: list[PlannedCheck]) -> DoctorFinding:
    told = checks[0].foreseen
    assert told is not None
    count = sum(check.variants for check in checks)
    ids = ", ".join(check.id for check in checks[:_SHOWN])
    more = f", … (+{len(checks) - _SHOWN})" if len(checks) > _SHOWN else ""
    will = _WILL[told.outcome]
    return warning(
        f"plan/{told.reason.value}",
        told.lacking,
        Text(
            vi=f"{told.words.vi}: {count} phép kiểm tra {will.vi} ({ids}{more})",
            en=f"{told.words.en}: {count} checks {will.en} ({ids}{more})",
        ),
        whose=FaultClass.CANDIDATE if told.outcome is Outcome.FAILED else FaultClass.CONFIGURATION,
    )


def clock_findings(visit: Visit, signed_in: Iterable[Role]) -> list[DoctorFinding]:
    """Read the candidate's clock; in a sandbox set it to what it shows, and give it back."""
    file = visit.file
    if not file.clock_control:
        return []
    bound = file.binding.operations
    lacking = [
        each
        for each in ("clock.set", "clock.release")
        if each not in bound or bound[each].absent is not None
    ]
    if lacking:
        seen = Text(
            vi=f"clock_control: true nhưng chưa có thao tác {', '.join(lacking)}",
            en=f"clock_control is true, but there is no operation {', '.join(lacking)}",
        )
        return [fault("clock/unbound", "clock_control", seen, _MEND_CLOCK)]
    if Role.ADMIN not in set(signed_in):
        return []
    return _set_and_release(visit)


def _set_and_release(visit: Visit) -> list[DoctorFinding]:
    read = visit.ask("clock.read", Role.ADMIN, {})
    if not isinstance(read, Reply) or not read.accepted:
        return [_clock(read, "clock.read")]
    record = read.record
    if not isinstance(record, ClockReading) or not record.shows("now") or record.now is None:
        place = "binding.operations.clock.read.fields.now"
        return [fault("clock/no-time", place, words.nothing_there(
            OPERATIONS["clock.read"], "now", "–"), words.MEND_FIELD)]  # fmt: skip
    if not visit.file.sandbox:
        return [good("clock/reads", words.works(OPERATIONS["clock.read"], None), "clock_control")]
    put = visit.ask("clock.set", Role.ADMIN, {"now": record.now})
    released = visit.ask("clock.release", Role.ADMIN, {})
    for reply, name in ((put, "clock.set"), (released, "clock.release")):
        if not isinstance(reply, Reply) or not reply.accepted:
            return [_clock(reply, name)]
    seen = Text(
        vi="đồng hồ thử nghiệm đặt được và trả về giờ thật được",
        en="the test clock can be set and given back",
    )
    return [good("clock/works", seen, "clock_control")]


def _clock(reply: object, name: str) -> DoctorFinding:
    said = reply.said if isinstance(reply, Reply) else str(reply)
    seen = words.not_accepted(OPERATIONS[name], said)
    if not isinstance(reply, Reply) or reply.kind is ReplyKind.BROKEN:
        return warning("clock/breaks", "clock_control", seen, words.MEND_SYSTEM,
                       whose=FaultClass.CANDIDATE)  # fmt: skip
    return fault("clock/refused", f"binding.operations.{name}", seen, _MEND_CLOCK)


_MEND_CLOCK = Text(
    vi="sửa thao tác đồng hồ, hoặc đặt clock_control: false",
    en="mend the clock operations, or write clock_control: false",
)
