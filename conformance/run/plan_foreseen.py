"""What a check will come to for lack of something, told before the run."""

from __future__ import annotations

from conformance.candidate.file import CandidateFile
from conformance.candidate.operations import OPERATIONS, Role
from conformance.checks.kit.verifies import CheckInfo
from conformance.run.plan_needs import Needs, in_words, writes
from conformance.words import Outcome, Reason, Text, Value


class Foreseen(Value):
    """An outcome that can be told beforehand, with its reason and what would change it."""

    outcome: Outcome
    reason: Reason
    lacking: str
    """Place in the candidate file that would have to change."""
    words: Text


def foresee(file: CandidateFile, info: CheckInfo, needs: Needs) -> Foreseen | None:
    """Return what the check will come to for lack of something, or ``None``."""
    return (
        _no_clock(file, info)
        or _no_document(file, info, needs)
        or _not_offered(file, info, needs)
        or _read_only(file, needs)
        or _no_test_data(file, needs)
    )


def _no_clock(file: CandidateFile, info: CheckInfo) -> Foreseen | None:
    if not info.needs_clock or file.clock_control:
        return None
    words = Text(
        vi="cần thời gian trôi qua, mà đồng hồ của hệ thống không đặt được",
        en="needs time to pass, and the candidate's clock cannot be set",
    )
    return _told(Outcome.CANT_TELL, Reason.NO_CLOCK, "clock_control", words)


def _no_document(file: CandidateFile, info: CheckInfo, needs: Needs) -> Foreseen | None:
    if not needs.document or file.contract is not None:
        return None
    words = Text(
        vi="tệp khai báo không nêu tài liệu OpenAPI nào",
        en="the candidate file names no OpenAPI document",
    )
    if info.optional:
        return _told(Outcome.INAPPLICABLE, Reason.NOT_CLAIMED, "contract", words)
    if "INT-26" in info.criteria:  # the criterion that demands the document
        return _told(Outcome.FAILED, Reason.NOT_OFFERED, "contract", words)
    return None


def _not_offered(file: CandidateFile, info: CheckInfo, needs: Needs) -> Foreseen | None:
    bound = file.binding.operations
    absent = sorted(
        each for each in needs.operations if each not in bound or bound[each].absent is not None
    )
    own = [each for each in absent if each in info.of]
    for each in (*own, *absent):
        title = OPERATIONS[each].title
        place = f"binding.operations.{each}"
        words = Text(
            vi=f"không cung cấp qua API: {title.vi} ({each})",
            en=f"not offered by API: {title.en} ({each})",
        )
        spec = bound.get(each)
        if info.optional and each in info.of:
            return _told(Outcome.INAPPLICABLE, Reason.NOT_CLAIMED, place, words)
        if spec is not None and spec.absent is not None and spec.absent.manual:
            return _told(Outcome.UNTESTED, Reason.NEEDS_PERSON, place, words)
        if each in info.of:
            return _told(Outcome.FAILED, Reason.NOT_OFFERED, place, words)
        return _told(Outcome.CANT_TELL, Reason.PRECONDITION, place, words)
    return None


def _read_only(file: CandidateFile, needs: Needs) -> Foreseen | None:
    if file.sandbox or not writes(needs):
        return None
    words = Text(
        vi="cần ghi dữ liệu, mà hệ thống không phải bản thử nghiệm (sandbox)",
        en="needs to write, and the candidate is no sandbox",
    )
    return _told(Outcome.CANT_TELL, Reason.NO_TEST_DATA, "sandbox", words)


def _no_test_data(file: CandidateFile, needs: Needs) -> Foreseen | None:
    data = file.test_data
    for role in sorted(needs.roles, key=list(Role).index):
        if role not in data.accounts:
            words = Text(vi=f"thiếu tài khoản {role.value}", en=f"no account for {role.value}")
            return _lacks(f"test_data.accounts.{role.value}", words)
    for traits in needs.traits:
        if not any(traits <= set(procedure.traits) for procedure in data.procedures):
            named = in_words(traits)
            words = Text(
                vi=f"không có thủ tục nào có đủ đặc điểm: {named}",
                en=f"no procedure has the traits: {named}",
            )
            return _lacks("test_data.procedures", words)
    for table, vi, en, wanted, given in (
        ("agencies", "cơ quan", "agency", needs.agencies, data.agencies),
        ("officers", "cán bộ", "officer", needs.officers, data.officers),
    ):
        for name in sorted(wanted - set(given)):
            words = Text(vi=f"chưa khai {vi}: {name}", en=f"no such {en} is named: {name}")
            return _lacks(f"test_data.{table}.{name}", words)
    return None


def _lacks(place: str, words: Text) -> Foreseen:
    return _told(Outcome.CANT_TELL, Reason.NO_TEST_DATA, place, words)


def _told(outcome: Outcome, reason: Reason, place: str, words: Text) -> Foreseen:
    return Foreseen(outcome=outcome, reason=reason, lacking=place, words=words)
