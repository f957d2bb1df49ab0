"""How a criterion's clauses, and why it only informs, are put into words."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.catalogue.values import EditionCriterion, LegalBasis, WhyNotDeciding
from conformance.verdict.evaluation import BasisView
from conformance.words import Text

_WHY = {
    WhyNotDeciding.RECOMMENDED: Text(
        vi="tiêu chí khuyến nghị: không đạt chỉ là cảnh báo",
        en="recommended: a failure is a warning",
    ),
    WhyNotDeciding.CARRIED_OVER: Text(
        vi="chuyển tiếp từ văn bản đã hết hiệu lực, chờ đối chiếu với văn bản hiện hành",
        en="carried over from a text that lapsed, to be confirmed against the text in force",
    ),
    WhyNotDeciding.RECALLED: Text(
        vi="số liệu chỉ nhớ lại, chưa đọc được trong văn bản",
        en="only recalled, not read in the text",
    ),
    WhyNotDeciding.FIGURE_UNKNOWN: Text(
        vi="chưa có số liệu chính thức để so sánh",
        en="the official figure to measure against is not known",
    ),
    WhyNotDeciding.SUSPECT: Text(
        vi="căn cứ pháp lý đã thay đổi hoặc chưa được soát xét",
        en="its clauses changed, or nobody has reviewed them",
    ),
    WhyNotDeciding.NOT_IN_FORCE: Text(
        vi="không có căn cứ nào còn hiệu lực",
        en="none of its clauses is in force",
    ),
}
_PLACES = (
    ("article", "Điều", "Article"),
    ("clause", "khoản", "clause"),
    ("point", "điểm", "point"),
    ("item", "mục", "item"),
)


def informs_because(why: Iterable[WhyNotDeciding]) -> Text | None:
    """Return in words why a criterion informs and does not decide; ``None`` when it decides."""
    words = [_WHY[each] for each in why]
    if not words:
        return None
    return Text(vi="; ".join(w.vi for w in words), en="; ".join(w.en for w in words))


def basis_views(seen: EditionCriterion) -> tuple[BasisView, ...]:
    """Return the criterion's clauses in their own order, with whether each is in force."""
    return tuple(
        BasisView(
            document=basis.document.number,
            document_title=basis.document.title,
            clause=clause_words(basis),
            valid_from=basis.valid_from,
            valid_to=basis.valid_to,
            standing=basis.evidence,
            in_force=basis in seen.bases_in_force,
        )
        for basis in seen.criterion.bases
    )


def clause_words(basis: LegalBasis) -> Text:
    """Return the place in the document, as in *Điều 17 khoản 1 điểm c*."""
    places = [(vi, en, getattr(basis, name)) for name, vi, en in _PLACES if getattr(basis, name)]
    if not places:
        return Text(vi="toàn văn", en="the whole text")
    return Text(
        vi=" ".join(f"{vi} {value}" for vi, _, value in places),
        en=", ".join(f"{en} {value}" for _, en, value in places),
    )
