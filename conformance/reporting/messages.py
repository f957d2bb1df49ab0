"""The words of the reports: message catalogues ``reports/messages/*.yaml`` (id -> vi, en)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from conformance.data import data_folder
from conformance.errors import Both, EvaluatorFault, Fault
from conformance.words import Language, Text


class Messages:
    """A message catalogue; an id that it lacks is a fault of ours."""

    def __init__(self, texts: Mapping[str, Text]) -> None:
        self._texts = dict(texts)

    @property
    def ids(self) -> frozenset[str]:
        """Return all ids."""
        return frozenset(self._texts)

    def __contains__(self, message_id: object) -> bool:
        return message_id in self._texts

    def text(self, message_id: str) -> Text:
        """Return the message in both languages, its places still open.

        Raises ``EvaluatorFault`` when there is no such message.
        """
        try:
            return self._texts[message_id]
        except KeyError:
            raise EvaluatorFault(
                Fault(
                    code="message-missing",
                    cause=Both(
                        f"không có thông điệp {message_id!r} trong danh mục của báo cáo",
                        f"no message {message_id!r} in the catalogue of the reports",
                    ),
                    mend=Both(
                        "thêm vào một tệp của reports/messages, bằng cả hai thứ tiếng",
                        "add it to a file of reports/messages, in both languages",
                    ),
                )
            ) from None

    def say(self, language: Language, message_id: str, **places: object) -> str:
        """Return the message in ``language`` with its places ``{name}`` filled.

        The values are put in as they are: what they hold is never read as a place again.
        Raises ``EvaluatorFault`` when there is no such message.
        """
        text = self.text(message_id).in_language(language)
        return text.format_map(places) if places else text


def read_messages(folder: Path) -> Messages:
    """Read every ``*.yaml`` of ``folder``. Raises ``EvaluatorFault`` for a broken catalogue."""
    texts: dict[str, Text] = {}
    for path in sorted(folder.glob("*.yaml")):
        raw: Any = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        for message_id, words in raw.items():
            if message_id in texts:
                raise _broken(
                    path, Both("có hai lần mã", "the id is there twice:").before(f" {message_id!r}")
                )
            try:
                texts[message_id] = Text.model_validate(words)
            except ValueError as wrong:
                lacks = Both("thiếu vi hoặc en", "lacks vi or en").after(f"{message_id!r} ")
                raise _broken(path, lacks) from wrong
    return Messages(texts)


@cache
def report_messages() -> Messages:
    """Return the catalogue that comes with the suite, read once."""
    return read_messages(data_folder("reports") / "messages")


def _broken(path: Path, cause: Both) -> EvaluatorFault:
    mend = Both("mỗi mã viết một lần, có vi và en", "give each id once, with vi and en")
    return EvaluatorFault(Fault("message-catalogue", cause, mend, path.name))
