"""The conclusion in detail: categories, tallies, grounds, exits."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.errors import ExitCode
from conformance.verdict.baseline import Gate
from conformance.verdict.conclusion import (
    awaiting_review,
    category,
    conclude,
    sinking,
    tally,
    tally_words,
    whole,
)
from conformance.verdict.evaluation import Tally
from conformance.verdict.exits import evaluation_exit, gate_exit, unanswered
from conformance.verdict.grounds import grounds
from conformance.words import Conclusion, Level, Outcome, Reason
from tests.verdict.builders import (
    catalogue_of,
    check,
    criterion,
    evaluate,
    result,
    run_view,
    waiver_view,
)

ONE = catalogue_of(criterion("OSS-01"))


def informing(key: str, *codes: str, outcome: str = "failed", level: Level = Level.MANDATORY):
    return result(key, outcome, decides=False, informs_codes=codes, level=level)


@pytest.mark.parametrize(
    ("codes", "due"),
    [
        (("recommended",), "recommended"),
        (("recommended", "recalled"), "informational"),
        (("recommended", "suspect"), "informational"),
        (("carried-over",), "informational"),
        (("recalled", "figure-unknown"), "informational"),
        (("suspect",), "informational"),
        (("not-in-force",), "informational"),
    ],
)
def test_category(codes, due):
    assert category(informing("OSS-01", *codes)) == due
    assert category(result("OSS-01")) == "mandatory"


def test_the_tally_counts_each_outcome_once_and_waived_apart():
    results = [
        result("A", "passed"), result("B", "passed"), result("C", "passed"),
        result("D", "failed"), result("E", "failed"), result("F", "failed", waived=True),
        result("G", "cantTell"), result("H", "untested"), result("I", "untested"),
        result("J", "untested"), result("K", "untested"), result("L", "inapplicable"),
        result("M", "failed", waived=True),
    ]  # fmt: skip
    assert tally(results) == Tally(
        total=12, passed=3, failed=2, cant_tell=1, untested=4, inapplicable=1, waived=2
    )
    assert tally([]).total == 0


def test_the_tally_in_words():
    counted = Tally(total=10, passed=4, failed=3, cant_tell=2, untested=1, inapplicable=7, waived=0)
    said = tally_words(counted)
    assert said.vi == (
        "Đạt 4/10 tiêu chí bắt buộc; 3 không đạt, 2 chưa xác định được, 1 chưa kiểm tra."
    )
    assert said.en == ("4 of 10 mandatory criteria met, 3 failed, 2 could not be told, 1 untested.")
    waived = tally_words(counted.model_copy(update={"waived": 5, "total": 15}))
    assert waived.vi.endswith("1 chưa kiểm tra, 5 không đạt nhưng có ngoại lệ còn hiệu lực.")
    assert waived.en.endswith("1 untested, 5 failed under a waiver in force.")


def test_what_sinks():
    results = [
        result("A", "failed"), result("B", "failed", waived=True), result("C", "cantTell"),
        informing("D", "recalled"), result("E", "passed"),
    ]  # fmt: skip
    assert [r.id for r in sinking(results)] == ["A"]


def test_what_awaits_review():
    results = [
        informing("A", "suspect"),
        informing("B", "suspect", outcome="passed"),
        informing("C", "suspect", outcome="inapplicable"),
        informing("D", "suspect", level=Level.RECOMMENDED),
        informing("E", "recalled", "suspect"),
        result("F"),
    ]
    assert [r.id for r in awaiting_review(results)] == ["A", "B"]


@pytest.mark.parametrize(
    ("complete", "interrupted", "due"),
    [(True, False, True), (False, False, False), (True, True, False), (False, True, False)],
)
def test_a_whole_run(complete, interrupted, due):
    assert whole(run_view(complete=complete, interrupted=interrupted)) is due


def test_conclude():
    run = run_view()
    assert conclude([result("A")], run) is Conclusion.CONFORMANT
    assert conclude([result("A"), result("B", "inapplicable")], run) is Conclusion.CONFORMANT
    assert conclude([result("A", "inapplicable")], run) is Conclusion.NOT_ESTABLISHED
    assert conclude([], run) is Conclusion.NOT_ESTABLISHED
    assert conclude([result("A"), result("B", "failed")], run) is Conclusion.NON_CONFORMANT
    covered = [result("A"), result("B", "failed", waived=True)]
    assert conclude(covered, run) is Conclusion.NOT_ESTABLISHED
    assert conclude([result("A"), informing("B", "recalled")], run) is Conclusion.CONFORMANT
    assert conclude([result("A"), informing("B", "suspect")], run) is Conclusion.NOT_ESTABLISHED
    assert conclude([result("A")], run_view(complete=False)) is Conclusion.NOT_ESTABLISHED


def said(results, *, checks=(), waivers=(), run=None):
    return grounds(results, checks, waivers, run or run_view())


def test_the_weightiest_ground_comes_first():
    everything = [
        result("A", "failed"), result("B", "cantTell"), result("C", "untested"),
        informing("D", "suspect", outcome="passed"), result("E", "failed", waived=True),
        result("F", "passed", reason=Reason.DISPUTED, machine_outcome=Outcome.FAILED),
        informing("G", "recommended", level=Level.RECOMMENDED), informing("H", "recalled"),
    ]  # fmt: skip
    found = said(
        everything,
        checks=[check("x", "A", outcome="cantTell", reason=Reason.EVALUATOR)],
        waivers=[waiver_view("Z", expired=True), waiver_view("Y")],
        run=run_view(complete=False, selection="-k receipt"),
    )
    assert [g.en for g in found] == [
        "Failed, mandatory: 1 criterion: A.",
        "1 of 5 mandatory criteria met, 1 failed, 1 could not be told, 1 untested, "
        "1 failed under a waiver in force.",
        "Only a part was run (-k receipt): it can never be conformant.",
        "THE EVALUATOR ITSELF BROKE (no fault of the candidate): checks affected: 1; x.",
        "Mandatory, could not be told: 1 criterion: B.",
        "Mandatory, untested: 1 criterion: C.",
        "Mandatory, but their clauses await review, so whether they are met is not known: "
        "1 criterion: D.",
        "Failed under a waiver in force, which does not make them met: E.",
        "WAIVER EXPIRED: Z (2026-02-01).",
        "Overridden by an evaluator, signed: F (failed → passed).",
        "Warning, recommended criteria that failed: G.",
        "2 criteria only for information, never deciding (1 failed).",
    ]
    assert [g.vi for g in found] == [
        "Không đạt 1 tiêu chí bắt buộc: A.",
        "Đạt 1/5 tiêu chí bắt buộc; 1 không đạt, 1 chưa xác định được, 1 chưa kiểm tra, "
        "1 không đạt nhưng có ngoại lệ còn hiệu lực.",
        "Chỉ chạy một phần (-k receipt): không thể kết luận là đạt.",
        "BỘ ĐÁNH GIÁ GẶP LỖI (không phải lỗi của hệ thống được đánh giá): phép kiểm tra bị ảnh "
        "hưởng: 1; x.",
        "Bắt buộc, chưa xác định được: 1 tiêu chí: B.",
        "Bắt buộc, chưa kiểm tra: 1 tiêu chí: C.",
        "Căn cứ pháp lý của 1 tiêu chí bắt buộc chờ soát xét, chưa biết có đạt hay không: D.",
        "Không đạt nhưng có ngoại lệ còn hiệu lực, vẫn không tính là đạt: E.",
        "NGOẠI LỆ ĐÃ HẾT HẠN: Z (01/02/2026).",
        "Người đánh giá điều chỉnh, có ký: F (failed → passed).",
        "Cảnh báo, tiêu chí khuyến nghị không đạt: G.",
        "2 tiêu chí chỉ để tham khảo, không dùng để kết luận (1 không đạt).",
    ]


def test_a_sound_run_says_its_tally_and_no_more():
    assert [g.en for g in said([result("A")])] == [
        "1 of 1 mandatory criteria met, 0 failed, 0 could not be told, 0 untested."
    ]


def test_long_lists_are_cut_and_counted():
    twelve = said([result(f"C{i:02}", "failed") for i in range(12)])[0]
    assert twelve.en.endswith("C10, C11.")
    thirteen = said([result(f"C{i:02}", "failed") for i in range(13)])[0]
    assert thirteen.en.endswith("C11 and 1 more.")
    fifteen = said([result(f"C{i:02}", "failed") for i in range(15)])[0]
    assert fifteen.en.startswith("Failed, mandatory: 15 criteria: C00, ")
    assert fifteen.en.endswith("C11 and 3 more.")
    assert fifteen.vi.endswith("C11 và 3 tiêu chí khác.")


def test_no_criterion_to_conclude_from_is_said():
    found = said([result("A", "inapplicable")])[1]
    assert (found.vi, found.en) == (
        "Không có tiêu chí bắt buộc nào để kết luận về hệ thống này.",
        "There is no mandatory criterion to conclude from for this candidate.",
    )
    assert not any("no mandatory criterion" in g.en for g in said([result("A")]))


def test_an_interrupted_run_says_interrupted():
    found = said([result("A")], run=run_view(interrupted=True, selection="-k x"))
    assert (found[1].vi, found[1].en) == (
        "Lượt chạy bị ngắt giữa chừng: không thể kết luận là đạt.",
        "The run was interrupted: it can never be conformant.",
    )


def test_a_part_without_a_named_selection():
    found = said([result("A")], run=run_view(complete=False))
    assert (found[1].vi, found[1].en) == (
        "Chỉ chạy một phần: không thể kết luận là đạt.",
        "Only a part was run: it can never be conformant.",
    )


def test_lists_are_parted_by_commas():
    disputed: dict[str, Any] = {"reason": Reason.DISPUTED, "machine_outcome": Outcome.FAILED}
    waivers = [waiver_view("Y", expired=True), waiver_view("Z", expired=True)]
    found = said([result("A", **disputed), result("B", **disputed)], waivers=waivers)
    assert [(g.vi, g.en) for g in found[1:]] == [
        (
            "NGOẠI LỆ ĐÃ HẾT HẠN: Y (01/02/2026), Z (01/02/2026).",
            "WAIVER EXPIRED: Y (2026-02-01), Z (2026-02-01).",
        ),
        (
            "Người đánh giá điều chỉnh, có ký: A (failed → passed), B (failed → passed).",
            "Overridden by an evaluator, signed: A (failed → passed), B (failed → passed).",
        ),
    ]


def test_failures_that_only_inform_are_counted():
    outcomes = ["failed", "failed", "passed"]
    results = [informing(f"I{i}", "recalled", outcome=o) for i, o in enumerate(outcomes)]
    assert said(results)[-1].en.endswith("never deciding (2 failed).")


def test_an_evaluators_fault_outside_the_checks_is_said_too():
    found = said([result("A")], run=run_view(evaluator_faults=("the disk is full",)))
    assert found[1].en.endswith("checks affected: 0; the disk is full.")


def cant(key: str, reason: Reason, answers: int = 0):
    return check(key, "OSS-01", outcome="cantTell", reason=reason, exchange_count=answers)


def test_unanswered():
    dead = cant("a", Reason.UNREACHABLE)
    assert unanswered([dead, cant("b", Reason.UNREACHABLE)])
    assert unanswered([dead, check("u", "OSS-01", outcome="untested")])
    assert unanswered([dead, check("i", "OSS-01", outcome="inapplicable")])
    assert not unanswered([])
    assert not unanswered([check("u", "OSS-01", outcome="untested")])
    assert not unanswered([dead, check("p", "OSS-01")])
    assert not unanswered([dead, cant("b", Reason.UNREACHABLE, answers=1)])
    assert not unanswered([cant("b", Reason.PRECONDITION)])


@pytest.mark.parametrize(
    ("checks", "run", "code"),
    [
        ([cant("a", Reason.UNREACHABLE), cant("b", Reason.EVALUATOR)], {}, 5),
        ([cant("a", Reason.PRECONDITION)], {}, 2),
        ([cant("a", Reason.PRECONDITION)], {"evaluator_faults": ("disk",)}, 5),
        ([cant("a", Reason.UNREACHABLE)], {"evaluator_faults": ("disk",)}, 4),
        ([check("a", "OSS-01")], {"evaluator_faults": ("disk",)}, 0),
        ([check("a", "OSS-01")], {"complete": False}, 2),
        ([check("a", "OSS-01", outcome="failed"), cant("b", Reason.EVALUATOR)], {}, 1),
        ([cant("a", Reason.UNREACHABLE)], {"interrupted": True}, 130),
        ([check("a", "OSS-01")], {"interrupted": True}, 130),
    ],
)
def test_exit_of_an_evaluation(checks, run, code):
    assert evaluation_exit(evaluate(ONE, *checks, run=run_view(**run))) == code


def test_exit_of_a_gate():
    held = Gate(holds=True, judged=1, findings=())
    red = Gate(holds=False, judged=1, findings=())
    sound = evaluate(ONE, check("a", "OSS-01"))
    assert gate_exit(held, sound) is ExitCode.CONFORMANT
    assert gate_exit(red, sound) is ExitCode.NON_CONFORMANT
    assert gate_exit(red, evaluate(ONE, cant("a", Reason.UNREACHABLE))) is ExitCode.UNREACHABLE
    ours = evaluate(ONE, cant("a", Reason.EVALUATOR))
    assert gate_exit(red, ours) is ExitCode.EVALUATOR
    assert gate_exit(held, ours) is ExitCode.CONFORMANT
    stopped = evaluate(ONE, check("a", "OSS-01"), run=run_view(interrupted=True))
    assert gate_exit(held, stopped) is ExitCode.INTERRUPTED
