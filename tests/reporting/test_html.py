"""The structure of the HTML report: what it says, where it leads, what it can never run."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from conformance.errors import ConfigurationFault
from conformance.reporting.html import BODY_LIMIT, render_html
from conformance.verdict.evaluation import Evaluation
from conformance.words import Language, Outcome, Text

INLINE = {"a", "bdi", "code", "em", "mark", "span", "strong", "time"}
VOID = {"meta", "link", "br", "input", "hr", "img"}


@dataclass
class Node:
    """An element with its attributes, children and text."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, tag: str, css: str = "") -> list[Node]:
        return [
            n for n in self.walk() if n.tag == tag and (not css or css in n.get("class").split())
        ]

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    @property
    def raw(self) -> str:
        return "".join(c if isinstance(c, str) else c.raw for c in self.children)

    @property
    def text(self) -> str:
        return " ".join(self._spaced.split())

    @property
    def _spaced(self) -> str:
        inner = "".join(c if isinstance(c, str) else c._spaced for c in self.children)
        return inner if self.tag in INLINE else f" {inner} "


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in {tag}"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree(page: str) -> Node:
    parser = _Tree()
    parser.feed(page)
    assert parser.open == [parser.root]
    return parser.root


@pytest.fixture(scope="module")
def page(evaluation: Evaluation) -> Node:
    return tree(render_html(evaluation))


def _document(page: Node, language: str) -> Node:
    (found,) = [n for n in page.all("div", "document") if n.get("lang") == language]
    return found


def _failure(page: Node, number: int, language: str = "vi") -> Node:
    (found,) = [n for n in page.walk() if n.get("id") == f"failure-{number}-{language}"]
    return found


def test_nothing_comes_from_outside_and_nothing_else_may_run(page: Node) -> None:
    assert not [
        n for n in page.walk() if n.get("src") or n.tag in {"img", "iframe", "object", "base"}
    ]
    assert [n.get("href") for n in page.all("link")] == ["data:,"]
    (policy,) = [n for n in page.all("meta") if n.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.get("content").split(";"))
    assert rules["default-src"] == "'none'"
    for name, tag in (("script-src", "script"), ("style-src", "style")):
        (element,) = page.all(tag)
        digest = base64.b64encode(hashlib.sha256(element.raw.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert not [
        n for n in page.walk() for name in n.attrs if name == "style" or name.startswith("on")
    ]


def test_every_link_leads_to_a_place_of_the_page(page: Node) -> None:
    ids = Counter(n.get("id") for n in page.walk() if n.get("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    links = [n.get("href") for n in page.all("a")]
    assert len(links) > 100
    assert [href for href in links if not href.startswith("#") or href[1:] not in ids] == []
    named = [n.get(a) for n in page.walk() for a in ("for", "aria-labelledby") if n.get(a)]
    assert [name for name in named if name not in ids] == []


def test_the_text_of_a_candidate_is_only_text(page: Node, hostile_text: str) -> None:
    assert len(page.all("script")) == 1
    assert not page.all("b")
    seen = _failure(page, 1).all("div", "seen")[0]
    assert "</pre><script>window.hacked=1</script><img src=x" in seen.text
    assert "{{ 7*7 }}" in seen.text
    assert "Công ty Phần mềm Mẫu <b>JSC</b>" in page.text
    for character in "\x1b\x07\u202e\u202c\u200b":
        assert character in hostile_text
        assert character not in page.raw
    assert "␛[31mĐẠT" in seen.text
    assert "⟨U+202E⟩gnosrevni" in seen.text


def test_a_long_body_is_cut_with_a_note(page: Node) -> None:
    (body,) = [n for n in _failure(page, 1).all("bdi") if "x" * 100 in n.raw]
    assert BODY_LIMIT - 300 < body.raw.count("x") < BODY_LIMIT
    notes = [n.text for n in _failure(page, 1).all("span", "cut")]
    assert any(re.search(r"đã lược bớt 5\.\d{3} ký tự", note) for note in notes)


def test_the_conclusion_is_in_words_and_in_counts(page: Node) -> None:
    vi, en = (_document(page, language) for language in ("vi", "en"))
    assert vi.all("p", "verdict-word")[0].text == "Không đạt"
    assert en.all("p", "verdict-word")[0].text == "Non-conformant"
    assert vi.all("p", "tally")[0].text == (
        "5 trên 22 tiêu chí bắt buộc đạt, 4 không đạt, 8 chưa xác định được, 4 chưa kiểm tra; "
        "1 được miễn trừ, tính riêng; ngoài ra 1 không áp dụng."
    )
    assert en.all("p", "tally")[0].text.startswith(
        "5 of 22 mandatory criteria met, 4 failed, 8 could not be told, 4 untested"
    )
    assert "%" not in vi.all("section", "conclusion")[0].text


def test_the_conclusion_stands_above_everything_else(page: Node) -> None:
    for language, words in (("vi", "Không đạt. 5 trên 22"), ("en", "Non-conformant. 5 of 22")):
        head = _document(page, language).all("div", "masthead")[0]
        kinds = [n.get("class").split(" ")[0] for n in head.walk() if n.tag in {"p", "dl"}]
        assert kinds == ["kicker", "subject", "at-once", "facts"]
        assert head.all("p", "at-once")[0].text.startswith(words)


def test_cases_of_one_check_are_told_apart(
    evaluation: Evaluation, evaluation_with: Callable[..., Evaluation]
) -> None:
    checks = tuple(
        check.model_copy(update={"source": f"{check.source}[thang-am-lich]"})
        if check.id == "OSS-18.main"
        else check
        for check in evaluation.checks
    )
    page = tree(render_html(evaluation_with(checks=checks), ("vi",)))
    assert "(trường hợp thang-am-lich)" in _failure(page, 2).text
    assert len(page.all("span", "case")) == 1


def test_a_masked_credential_in_a_command_is_explained(
    evaluation: Evaluation, evaluation_with: Callable[..., Evaluation]
) -> None:
    exchanges = tuple(
        x.model_copy(update={"curl": f"{x.curl} -H 'Authorization: [redacted]'"})
        for x in evaluation.exchanges
    )
    masked = tree(render_html(evaluation_with(exchanges=exchanges), ("vi",)))
    plain = tree(render_html(evaluation, ("vi",)))
    words = "thông tin đăng nhập đã được che"
    assert words in _failure(masked, 2).all("div", "curl")[0].text
    assert words not in _failure(plain, 2).all("div", "curl")[0].text


def test_what_decides_comes_first_and_each_failure_is_complete(page: Node) -> None:
    order = [n.all("h4")[0].all("span", "id")[0].text for n in _document(page, "vi").all("article")]
    assert order == ["POR-40", "OSS-18", "OSS-20", "A11-01", "POR-23", "OSS-16", "OSS-37", "PRF-02"]
    failure = _failure(page, 2)
    text = failure.text
    for words in (
        "Giấy tiếp nhận và hẹn trả (Mẫu 01)",
        "Điều 17 khoản 2 điểm c, 61/2018/NĐ-CP",
        "(từ 21/06/2018 đến 30/06/2025; đã đọc nguyên văn) ngoài kỳ ấn bản",
        "Nội dung đối chiếu: hạn trả kết quả",
        "POST http://127.0.0.1:8080/api/v1/dossiers/H29.12-261124-0001/accept",
        "Authorization: [redacted]",
        "Hướng khắc phục:",
    ):
        assert words in text, words
    assert failure.all("div", "expected")[0].text == "Mong đợi 04/12/2026 17:00"
    assert failure.all("div", "seen")[0].text == "Thực tế 05/12/2026 17:00"
    assert [n.text for n in failure.all("mark")] == ["04", "05"]
    assert len(failure.all("div", "explanation")[0].all("li")) == 4
    assert failure.all("div", "curl")[0].all("bdi")[0].text.startswith("curl -X POST ")


def test_failed_checks_of_one_criterion_share_a_card(
    evaluation: Evaluation, evaluation_with: Callable[..., Evaluation]
) -> None:
    (first,) = [check for check in evaluation.checks if check.id == "OSS-18.main"]
    second = first.model_copy(
        update={"id": "OSS-18.other", "title": Text(vi="Phép thử thứ hai", en="Second trial")}
    )
    page = tree(render_html(evaluation_with(checks=(*evaluation.checks, second)), ("vi",)))
    assert len(page.all("article")) == 8
    card = _failure(page, 2)
    assert len(card.all("div", "check")) == 2
    assert "Phép thử thứ hai" in card.text


def test_a_failure_by_a_persons_word_names_the_person(page: Node) -> None:
    assert "Nguyễn Văn An, kiến trúc sư hệ thống, ngày 20/11/2026, trả lời «Không»" in (
        _failure(page, 4).text
    )


def test_a_shared_exchange_is_shown_once_in_a_card(page: Node) -> None:
    card = _failure(page, 6)
    assert len(card.all("details", "exchange")) == 1
    assert "trao đổi OSS-18.main/2 đã nêu ở trên" in card.text


def test_cascades_stand_under_their_root_and_lone_checks_do_not(page: Node) -> None:
    vi = _document(page, "vi")
    (roots,) = vi.all("ol", "roots")
    assert "Số phép kiểm tra bị chặn: 2" in roots.text
    assert roots.all("a")[0].get("href") == "#failure-3-vi"
    (unclear,) = [s for s in vi.all("section") if s.get("aria-labelledby") == "unclear-vi"]
    rows = [row.all("a")[0].text for row in unclear.all("tr")[1:]]
    assert "POR-13" in rows
    assert "OSS-29" not in rows


def test_the_table_has_every_criterion_with_its_outcome(evaluation: Evaluation, page: Node) -> None:
    for language, label in (("vi", "Chưa xác định được"), ("en", "Could not be told")):
        rows = _document(page, language).all("tr", "criterion")
        assert [r.all("th")[0].text for r in rows] == [c.id for c in evaluation.criteria]
        by_id = {r.all("th")[0].text: r for r in rows}
        for criterion in evaluation.criteria:
            assert by_id[criterion.id].get("data-outcome") == criterion.outcome
        assert label in by_id["OSS-32"].text
    vi = {r.all("th")[0].text: r.text for r in _document(page, "vi").all("tr", "criterion")}
    assert "Chỉ để tham khảo: Số liệu chỉ nhớ lại" in vi["PRF-02"]
    assert "Căn cứ đã thay đổi, chờ rà soát" in vi["OSS-28"]
    assert "Có miễn trừ" in vi["OSS-16"]
    assert "Kết quả của máy: Không đạt. Người đánh giá ghi đè: Đạt." in vi["OSS-37"]
    assert "đã xem trên hệ thống chưa?" in vi["GEN-01"]


def test_a_remark_of_a_passed_check_stands_in_its_row_and_is_no_failure(page: Node) -> None:
    rows = {r.all("th")[0].text: r for r in _document(page, "vi").all("tr", "criterion")}
    assert [id_ for id_, row in rows.items() if row.all("div", "remarks")] == ["POR-03"]
    remark = rows["POR-03"].all("div", "remarks")[0].text
    assert remark.startswith("Nhận xét (không ảnh hưởng đến kết quả)")
    assert "tìm tên không dấu" in remark
    assert [i for i, row in rows.items() if "Có nhận xét" in row.text] == ["POR-03"]
    assert "POR-03" not in [n.all("h4")[0].all("span", "id")[0].text for n in page.all("article")]


def test_people_waivers_and_their_dates(page: Node) -> None:
    (people,) = [
        s for s in _document(page, "vi").all("section") if s.get("aria-labelledby") == "people-vi"
    ]
    expired = people.all("tr", "expired")
    assert [row.all("a")[0].text for row in expired] == ["OSS-18"]
    assert "ĐÃ HẾT HẠN" in expired[0].text
    assert "Câu hỏi còn chờ xác nhận (1)" in people.text
    assert "Không được tính Đã hết hạn ngày 01/01/2026." in people.text
    assert "20/11/2026, hiệu lực đến 20/11/2027" in people.text


def test_decisions_985_and_473(page: Node, evaluation_with: Callable[..., Evaluation]) -> None:
    text = _document(page, "vi").text
    assert "Thời hạn được nêu khi chạy: 31/12/2026" in text
    assert "Cần điều chỉnh (2) OSS-18" in text
    assert "Thuộc diện thay thế (2) POR-40" in text
    assert "Chỉ để tham khảo: điểm bên trong nhóm chưa biết nên chia đều." in text
    assert "Chức năng 50 5 trên 18 9 13,9" in text
    without = tree(render_html(evaluation_with(deadline=None), ("vi",)))
    assert "985/QĐ-TTg" not in without.text
    assert "VIII. Cách kiểm chứng báo cáo" in without.text


def test_how_to_verify(page: Node) -> None:
    text = _document(page, "en").text
    assert "motcua evaluate CANDIDATE-FILE --edition current-2025 --seed 20261124" in text
    for digit in "1f", "2e", "3d":
        assert "sha256:" + digit * 32 in text


@pytest.mark.parametrize(
    ("run", "other", "said"),
    [
        ({"interrupted": True, "complete": False}, {}, "Lần chạy bị dừng giữa chừng"),
        ({"complete": False, "selection": "OSS"}, {}, "Phần được chọn: OSS"),
        ({"evaluator_faults": ["no browser"]}, {}, "Bộ đánh giá gặp lỗi (1)"),
        (
            {},
            {"current": False, "edition_to": "2026-06-30"},
            "KHÔNG còn hiệu lực vào ngày đánh giá (hết hiệu lực sau 30/06/2026)",
        ),
        (
            {},
            {"current": False, "edition_from": "2027-01-01"},
            "CHƯA có hiệu lực vào ngày đánh giá (từ 01/01/2027)",
        ),
    ],
)
def test_what_limits_the_report_is_said_loudly(
    run: dict[str, object],
    other: dict[str, object],
    said: str,
    page: Node,
    evaluation_with: Callable[..., Evaluation],
) -> None:
    (loud,) = tree(render_html(evaluation_with(run=run, **other), ("vi",))).all("section", "alerts")
    assert said in loud.text
    assert said not in _document(page, "vi").all("section", "alerts")[0].text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_headings_do_not_skip_and_tables_are_labelled(page: Node, language: Language) -> None:
    document = _document(page, language)
    levels = [int(n.tag[1]) for n in document.walk() if re.fullmatch("h[1-6]", n.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in document.all("table"):
        assert table.all("caption")[0].text
        assert [th for th in table.all("th") if not th.get("scope")] == []
    assert len(document.all("main")) == 1
    assert document.all("nav")[0].get("aria-label")


def test_one_language_makes_a_file_of_that_language_only(evaluation: Evaluation) -> None:
    page = tree(render_html(evaluation, ("en",)))
    assert page.all("html")[0].get("lang") == "en"
    assert page.all("title")[0].text == "Evaluation report: One-stop system of Mẫu province"
    assert [n.get("lang") for n in page.all("div", "document")] == ["en"]
    assert not page.all("fieldset")
    assert "Kết luận" not in page.text


@pytest.mark.parametrize("languages", [(), ("vi", "vi")])
def test_no_language_or_one_twice_is_refused(
    evaluation: Evaluation, languages: tuple[Language, ...]
) -> None:
    with pytest.raises(ConfigurationFault):
        render_html(evaluation, languages)


def test_an_empty_evaluation_still_reads(evaluation_with: Callable[..., Evaluation]) -> None:
    nothing = {"total": 0, "passed": 0, "failed": 0, "cant_tell": 0, "untested": 0,
               "inapplicable": 0, "waived": 0}  # fmt: skip
    empty = evaluation_with(
        criteria=(), checks=(), root_causes=(), exchanges=(), attestations=(), waivers=(),
        overrides=(), grounds=(), mandatory=nothing, recommended=nothing, informational=nothing,
        conclusion="not-established",
    )  # fmt: skip
    page = tree(render_html(empty, ("vi",)))
    assert page.all("p", "verdict-word")[0].text == "Chưa đủ căn cứ kết luận"
    assert "Không có nội dung nào không đạt." in page.text
    assert not page.all("article")


def test_the_same_evaluation_gives_the_same_bytes(evaluation: Evaluation) -> None:
    assert render_html(evaluation) == render_html(evaluation)


def test_every_outcome_has_a_sign_and_a_word_not_a_colour_alone(page: Node) -> None:
    for outcome in Outcome:
        for badge in page.all("span", outcome):
            if "badge" in badge.get("class").split():
                assert badge.all("span", "sign")[0].get("aria-hidden") == "true"
                assert len(badge.text) > 2
