"""The nine contents of the rating form (NĐ 61/2018/NĐ-CP Điều 31.1; criterion POR-27)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.instruments.vietnamese_text import search_key
from conformance.words import Text


@dataclass(frozen=True, slots=True)
class Topic:
    """One content: its name, and the words by one of which a label names it, without marks."""

    name: Text
    stems: tuple[str, ...]

    def is_named_by(self, label: str) -> bool:
        """Tell whether a label speaks of the topic."""
        said = search_key(label)
        return any(stem in said for stem in self.stems)


def _topic(vi: str, en: str, *stems: str) -> Topic:
    return Topic(Text(vi=vi, en=en), stems)


TOPICS = (
    _topic("thời gian giải quyết", "time taken", "thoi gian", "thoi han"),
    _topic("số cơ quan, đơn vị phải liên hệ", "agencies to contact", "co quan", "don vi"),
    _topic("số lần phải liên hệ", "number of contacts", "so lan", "lan lien he", "lien he"),
    _topic("sự chính xác của thông tin", "accuracy of the information", "chinh xac", "thong tin"),
    _topic("thái độ của cán bộ, công chức", "attitude of officers",
           "thai do", "ung xu", "giao tiep"),
    _topic("tính hợp pháp của kết quả, chi phí phải trả", "legality and cost",
           "hop phap", "dung quy dinh", "chi phi", "le phi"),
    _topic("trách nhiệm giải trình", "accountability", "giai trinh"),
    _topic("dịch vụ công trực tuyến", "online service", "truc tuyen", "dien tu"),
    _topic("nội dung khác", "other", "khac", "gop y", "y kien"),
)  # fmt: skip


def unnamed_topics(labels: Sequence[str]) -> list[Text]:
    """Return the topics that no label of their own names; one label serves one topic."""
    serves: dict[int, int] = {}

    def served(topic: int, tried: set[int]) -> bool:
        for index, label in enumerate(labels):
            if index in tried or not TOPICS[topic].is_named_by(label):
                continue
            tried.add(index)
            if index not in serves or served(serves[index], tried):
                serves[index] = topic
                return True
        return False

    return [topic.name for number, topic in enumerate(TOPICS) if not served(number, set())]
