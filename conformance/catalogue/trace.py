"""From a clause of the law to the checks that look at it, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import InstanceOf

from conformance.catalogue.catalogue import Catalogue
from conformance.catalogue.values import Criterion, LegalBasis, PartPlan
from conformance.errors import Both, Fault
from conformance.words import Language, Means, Part, Text, Value


class RegisteredCheck(Value):
    """A check as the suite registers it."""

    id: str
    criteria: tuple[str, ...]
    part: Part
    title: Text


class TraceRow(Value):
    """One clause, one criterion that rests on it, one part, and the checks of that part."""

    clause: Text
    """The citation."""
    document: str
    key: str
    criterion: str
    part: Part
    means: Means
    checks: tuple[str, ...]


class Uncovered(Value):
    """A part of a criterion that no automatic check looks at, and why."""

    criterion: str
    part: Part
    means: Means
    why: Text


class Trace(Value):
    """The whole trace, in the order of the documents and their clauses."""

    rows: tuple[TraceRow, ...]
    uncovered: tuple[Uncovered, ...]
    checks: tuple[RegisteredCheck, ...]
    criteria: int
    faults: tuple[InstanceOf[Fault], ...]

    def checks_of(self, criterion_id: str) -> tuple[RegisteredCheck, ...]:
        """Return the checks that verify a criterion."""
        return tuple(each for each in self.checks if criterion_id in each.criteria)

    def clauses_of(self, check_id: str) -> tuple[Text, ...]:
        """Return the citations that a check looks at."""
        found = {row.clause.en: row.clause for row in self.rows if check_id in row.checks}
        return tuple(found[key] for key in sorted(found))


def trace(catalogue: Catalogue, checks: Iterable[RegisteredCheck]) -> Trace:
    """Return the trace of ``catalogue`` over the registered ``checks``, with its faults."""
    known = tuple(sorted(checks, key=lambda each: each.id))
    by_part: dict[tuple[str, Part], list[str]] = {}
    for check in known:
        for criterion_id in dict.fromkeys(check.criteria):
            by_part.setdefault((criterion_id, check.part), []).append(check.id)
    rows = [
        _row(basis, criterion, plan, tuple(by_part.get((criterion.id, plan.part), ())))
        for criterion in catalogue.criteria
        for basis in criterion.bases
        for plan in criterion.parts
    ]
    rows.sort(key=lambda r: (r.document, _natural(r.key), r.criterion, r.part.value))
    return Trace(
        rows=tuple(rows),
        uncovered=tuple(_uncovered(catalogue)),
        checks=known,
        criteria=len(catalogue),
        faults=(*_unchecked(catalogue, by_part), *_stray(catalogue, known)),
    )


def render_trace(found: Trace, language: Language = "en") -> str:
    """Return the trace as Markdown; the same trace always gives the same text."""
    words = _WORDS[language]
    covered = {row.criterion for row in found.rows if row.checks}
    lines = [
        f"# {words['title']}",
        "",
        words["generated"],
        "",
        words["summary"].format(
            criteria=found.criteria, covered=len(covered), checks=len(found.checks)
        ),
        "",
        f"## {words['forward']}",
        "",
        f"| {words['clause']} | {words['criterion']} | {words['part']} | {words['column']} |",
        "|---|---|---|---|",
    ]
    for row in found.rows:
        looked = ", ".join(f"`{each}`" for each in row.checks) or words.get(row.means.value, "–")
        clause = _cell(row.clause.in_language(language))
        lines.append(f"| {clause} | {row.criterion} | {row.part.value} | {looked} |")
    lines += ["", f"## {words['back']}", ""]
    lines += [f"| {words['column']} | {words['says']} | {words['criterion']} |", "|---|---|---|"]
    for check in found.checks:
        names = ", ".join(check.criteria)
        lines.append(f"| `{check.id}` | {_cell(check.title.in_language(language))} | {names} |")
    lines += ["", f"## {words['uncovered']}", ""]
    lines += [f"| {words['criterion']} | {words['part']} | {words['why']} |", "|---|---|---|"]
    for gap in found.uncovered:
        why = f"{words[gap.means.value]}: {_cell(gap.why.in_language(language))}"
        lines.append(f"| {gap.criterion} | {gap.part.value} | {why} |")
    return "\n".join(lines) + "\n"


def _row(
    basis: LegalBasis, criterion: Criterion, plan: PartPlan, checks: tuple[str, ...]
) -> TraceRow:
    return TraceRow(
        clause=Text(vi=basis.cite("vi"), en=basis.cite("en")),
        document=basis.document.number,
        key=basis.key,
        criterion=criterion.id,
        part=plan.part,
        means=plan.means,
        checks=checks,
    )


def _unchecked(catalogue: Catalogue, by_part: dict[tuple[str, Part], list[str]]) -> list[Fault]:
    return [
        Fault(
            "trace/no-check",
            Both(
                f"phần {plan.part.value} của {criterion.id} ghi by: check nhưng không có phép "
                "kiểm tra nào",
                f"the {plan.part.value} part of {criterion.id} says by: check, but no check looks",
            ),
            Both(
                "viết phép kiểm tra, hoặc cho phần này xác nhận của người hay loại trừ có lý do",
                "write the check, or give the part an attestation or an exclusion with a reason",
            ),
            criterion.place,
        )
        for criterion in catalogue.criteria
        for plan in criterion.parts
        if plan.means is Means.CHECK and (criterion.id, plan.part) not in by_part
    ]


def _stray(catalogue: Catalogue, checks: tuple[RegisteredCheck, ...]) -> list[Fault]:
    faults = []
    seen: set[str] = set()
    for check in checks:
        if check.id in seen:
            cause = Both(
                f"phép kiểm tra {check.id} được đăng ký hai lần",
                f"the check {check.id} is registered twice",
            )
            mend = Both("đổi tên một phép", "rename one of them")
            faults.append(Fault("trace/duplicate-check", cause, mend))
        seen.add(check.id)
        if not check.criteria:
            cause = Both("không kiểm tra tiêu chí nào", "verifies no criterion")
            cause = cause.after(f"{check.id} ")
            mend = Both("nêu các tiêu chí mà nó kiểm tra", "name the criteria it verifies")
            faults.append(Fault("trace/no-criterion", cause, mend))
        for criterion_id in check.criteria:
            criterion = catalogue.get(criterion_id)
            if criterion is None:
                cause = Both(
                    f"{check.id} kiểm tra {criterion_id}, tiêu chí này không có trong danh mục",
                    f"{check.id} verifies {criterion_id}, which is not in the catalogue",
                )
                mend = Both("sửa mã", "correct the id")
                faults.append(Fault("trace/unknown-criterion", cause, mend))
                continue
            plan = criterion.part(check.part)
            if plan is None or plan.means is not Means.CHECK:
                how = (
                    Both(f"by: {plan.means.value}")
                    if plan
                    else Both("không có trong danh mục", "not planned")
                )
                cause = how.following(
                    f"{check.id} kiểm tra phần {check.part.value} của {criterion_id}",
                    f"{check.id} checks the {check.part.value} part of {criterion_id}",
                )
                mend = Both(
                    f"ghi `{check.part.value}: {{by: check}}` trong parts của tiêu chí",
                    f"write `{check.part.value}: {{by: check}}` in the criterion's parts",
                )
                faults.append(Fault("trace/unplanned-part", cause, mend, criterion.place))
    return faults


def _uncovered(catalogue: Catalogue) -> list[Uncovered]:
    return [
        Uncovered(criterion=each.id, part=plan.part, means=plan.means, why=why)
        for each in catalogue.criteria
        for plan in each.parts
        if (why := plan.reason or plan.question) is not None
    ]


def _natural(key: str) -> list[tuple[int, str]]:
    return [(int(step), "") if step.isdigit() else (0, step) for step in re.split(r"[.\s]", key)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


_WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "title": "Trace from the law to the checks",
        "generated": "Made from the catalogue and the registered checks; not edited by hand.",
        "summary": "{criteria} criteria; {covered} have automatic checks; {checks} checks.",
        "forward": "From a clause to its checks",
        "back": "From a check to its criteria",
        "uncovered": "Parts without an automatic check",
        "clause": "Clause",
        "criterion": "Criterion",
        "part": "Part",
        "column": "Check",
        "says": "What it looks at",
        "why": "Why",
        "attestation": "a person attests",
        "exclusion": "excluded",
    },
    "vi": {
        "title": "Truy vết từ quy định đến phép kiểm tra",
        "generated": "Sinh từ danh mục tiêu chí và các phép kiểm tra đã đăng ký; không sửa tay.",
        "summary": "{criteria} tiêu chí; {covered} tiêu chí có phép kiểm tra tự động; "
        "{checks} phép kiểm tra.",
        "forward": "Từ quy định đến phép kiểm tra",
        "back": "Từ phép kiểm tra đến tiêu chí",
        "uncovered": "Phần chưa có phép kiểm tra tự động",
        "clause": "Căn cứ",
        "criterion": "Tiêu chí",
        "part": "Cách kiểm tra",
        "column": "Phép kiểm tra",
        "says": "Nội dung kiểm tra",
        "why": "Lý do",
        "attestation": "người đánh giá xác nhận",
        "exclusion": "loại trừ",
    },
}
