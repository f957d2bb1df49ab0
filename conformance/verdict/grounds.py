"""Why the conclusion is what it is, in words, the weightiest ground first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from conformance.verdict.conclusion import (
    awaiting_review,
    category,
    sinking,
    tally,
    tally_words,
    whole,
)
from conformance.verdict.evaluation import CheckResult, CriterionResult, RunView, WaiverView
from conformance.words import Outcome, Reason, Text

_NAMED = 12


def grounds(
    results: Sequence[CriterionResult],
    checks: Iterable[CheckResult],
    waivers: Iterable[WaiverView],
    run: RunView,
) -> tuple[Text, ...]:
    """Return the grounds: what failed, the tally, then all else that bears on the conclusion."""
    mandatory = [r for r in results if category(r) == "mandatory"]
    found = [
        _failed(sinking(results)),
        tally_words(tally(mandatory)),
        _nothing(mandatory),
        _partial(run),
        _evaluator(checks, run),
        _open(mandatory, Outcome.CANT_TELL, "chưa xác định được", "could not be told"),
        _open(mandatory, Outcome.UNTESTED, "chưa kiểm tra", "untested"),
        _suspect(awaiting_review(results)),
        _waived([r for r in results if r.waived]),
        _expired([w for w in waivers if w.expired]),
        _disputed([r for r in results if r.reason is Reason.DISPUTED]),
        _warnings([r for r in results if category(r) == "recommended"]),
        _informing([r for r in results if category(r) == "informational"]),
    ]
    return tuple(ground for ground in found if ground is not None)


def _criteria(number: int) -> str:
    return "1 criterion" if number == 1 else f"{number} criteria"


def _names(results: Sequence[CriterionResult]) -> Text:
    ids = ", ".join(each.id for each in results[:_NAMED])
    more = len(results) - _NAMED
    if more <= 0:
        return Text(vi=ids, en=ids)
    return Text(vi=f"{ids} và {more} tiêu chí khác", en=f"{ids} and {more} more")


def _failed(results: Sequence[CriterionResult]) -> Text | None:
    if not results:
        return None
    names = _names(results)
    return Text(
        vi=f"Không đạt {len(results)} tiêu chí bắt buộc: {names.vi}.",
        en=f"Failed, mandatory: {_criteria(len(results))}: {names.en}.",
    )


def _nothing(mandatory: Sequence[CriterionResult]) -> Text | None:
    if any(r.outcome is not Outcome.INAPPLICABLE for r in mandatory):
        return None
    return Text(
        vi="Không có tiêu chí bắt buộc nào để kết luận về hệ thống này.",
        en="There is no mandatory criterion to conclude from for this candidate.",
    )


def _partial(run: RunView) -> Text | None:
    if whole(run):
        return None
    if run.interrupted:
        return Text(
            vi="Lượt chạy bị ngắt giữa chừng: không thể kết luận là đạt.",
            en="The run was interrupted: it can never be conformant.",
        )
    chosen = f" ({run.selection})" if run.selection else ""
    return Text(
        vi=f"Chỉ chạy một phần{chosen}: không thể kết luận là đạt.",
        en=f"Only a part was run{chosen}: it can never be conformant.",
    )


def _evaluator(checks: Iterable[CheckResult], run: RunView) -> Text | None:
    broken = [check.id for check in checks if check.reason is Reason.EVALUATOR]
    if not broken and not run.evaluator_faults:
        return None
    first = run.evaluator_faults[0] if run.evaluator_faults else broken[0]
    return Text(
        vi=f"BỘ ĐÁNH GIÁ GẶP LỖI (không phải lỗi của hệ thống được đánh giá): phép kiểm tra bị "
        f"ảnh hưởng: {len(broken)}; {first}.",
        en=f"THE EVALUATOR ITSELF BROKE (no fault of the candidate): checks affected: "
        f"{len(broken)}; {first}.",
    )


def _open(mandatory: Sequence[CriterionResult], outcome: Outcome, vi: str, en: str) -> Text | None:
    found = [r for r in mandatory if r.outcome is outcome]
    if not found:
        return None
    names = _names(found)
    return Text(
        vi=f"Bắt buộc, {vi}: {len(found)} tiêu chí: {names.vi}.",
        en=f"Mandatory, {en}: {_criteria(len(found))}: {names.en}.",
    )


def _suspect(results: Sequence[CriterionResult]) -> Text | None:
    if not results:
        return None
    names = _names(results)
    return Text(
        vi=f"Căn cứ pháp lý của {len(results)} tiêu chí bắt buộc chờ soát xét, chưa biết có đạt "
        f"hay không: {names.vi}.",
        en=f"Mandatory, but their clauses await review, so whether they are met is not known: "
        f"{_criteria(len(results))}: {names.en}.",
    )


def _waived(results: Sequence[CriterionResult]) -> Text | None:
    if not results:
        return None
    names = _names(results)
    return Text(
        vi=f"Không đạt nhưng có ngoại lệ còn hiệu lực, vẫn không tính là đạt: {names.vi}.",
        en=f"Failed under a waiver in force, which does not make them met: {names.en}.",
    )


def _expired(waivers: Sequence[WaiverView]) -> Text | None:
    if not waivers:
        return None
    vi = ", ".join(f"{w.criterion} ({w.until:%d/%m/%Y})" for w in waivers)
    en = ", ".join(f"{w.criterion} ({w.until.isoformat()})" for w in waivers)
    return Text(vi=f"NGOẠI LỆ ĐÃ HẾT HẠN: {vi}.", en=f"WAIVER EXPIRED: {en}.")


def _disputed(results: Sequence[CriterionResult]) -> Text | None:
    if not results:
        return None
    pairs = ", ".join(f"{r.id} ({r.machine_outcome.value} → {r.outcome.value})" for r in results)
    return Text(
        vi=f"Người đánh giá điều chỉnh, có ký: {pairs}.",
        en=f"Overridden by an evaluator, signed: {pairs}.",
    )


def _warnings(recommended: Sequence[CriterionResult]) -> Text | None:
    failed = [r for r in recommended if r.outcome is Outcome.FAILED]
    if not failed:
        return None
    names = _names(failed)
    return Text(
        vi=f"Cảnh báo, tiêu chí khuyến nghị không đạt: {names.vi}.",
        en=f"Warning, recommended criteria that failed: {names.en}.",
    )


def _informing(results: Sequence[CriterionResult]) -> Text | None:
    if not results:
        return None
    failed = sum(r.outcome is Outcome.FAILED for r in results)
    return Text(
        vi=f"{len(results)} tiêu chí chỉ để tham khảo, không dùng để kết luận "
        f"({failed} không đạt).",
        en=f"{_criteria(len(results))} only for information, never deciding ({failed} failed).",
    )
