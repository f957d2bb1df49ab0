"""A small catalogue in a folder, to be broken one line at a time."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from conformance.catalogue import Catalogue, load_catalogue
from conformance.catalogue.loader import Reading, read_catalogue
from conformance.data import data_folder
from conformance.errors import Fault

DOCUMENTS = """\
# yaml-language-server: $schema=../schema/documents.schema.json
documents:
  - number: "1/2019/NĐ-CP"
    kind: decree
    title: {vi: "Nghị định cũ", en: "The old decree"}
    title_standing: read
    issuer: {vi: "Chính phủ", en: "the Government"}
    issued: "2019-01-01"
    valid_from: "2019-02-01"
    valid_to: "2025-06-30"
    validity: known
    replaced_by: "2/2025/NĐ-CP"
    standing: read
    source: "made up"
    clauses:
      "17.1.c":
        vi: "Cấp giấy tiếp nhận"
        en: "A receipt is issued"
        revision: 1
      "18":
        vi: "Chuyển hồ sơ"
        en: "The dossier is forwarded"
        revision: 1
  - number: "2/2025/NĐ-CP"
    kind: decree
    title: {vi: "Nghị định mới", en: "The new decree"}
    title_standing: read
    issuer: {vi: "Chính phủ", en: "the Government"}
    issued: "2025-06-09"
    valid_from: "2025-07-01"
    valid_to: null
    validity: known
    standing: secondary
    source: "made up"
"""

EDITIONS = """\
# yaml-language-server: $schema=schema/editions.schema.json
editions:
  - id: "legacy-2019"
    title: {vi: "Ấn bản 2019", en: "Edition 2019"}
    start: "2020-02-20"
    end: "2025-06-30"
    base_texts: ["1/2019/NĐ-CP"]
    note: {vi: "Cũ", en: "Old"}
  - id: "current-2025"
    title: {vi: "Ấn bản 2025", en: "Edition 2025"}
    start: "2025-07-01"
    end: null
    base_texts: ["2/2025/NĐ-CP"]
    carried_texts: ["1/2019/NĐ-CP"]
    note: {vi: "Mới", en: "New"}
  - id: "overlay-2026"
    title: {vi: "Ấn bản 2026", en: "Edition 2026"}
    start: "2026-07-01"
    end: null
    base_texts: ["2/2025/NĐ-CP"]
    overlays: "current-2025"
    note: {vi: "Thêm", en: "More"}
"""

CRITERIA = """\
# yaml-language-server: $schema=../schema/criteria.schema.json
theme: {vi: "Tiếp nhận", en: "Reception"}
criteria:
  - id: "OSS-01"
    title:
      vi: "Giấy tiếp nhận"
      en: "Receipt"
    requirement:
      vi: "Hệ thống cấp giấy tiếp nhận."
      en: "The system issues a receipt."
    bases:
      - document: "1/2019/NĐ-CP"
        article: "17"
        clause: "1"
        point: "c"
        evidence: read
      - document: "2/2025/NĐ-CP"
        article: "20"
        evidence: secondary
        valid_from: "2026-01-01"
    evidence: read
    levels:
      legacy-2019: mandatory
      current-2025: mandatory
    applies_to: one-stop
    decision_473_group: functions
    parts:
      api: {by: check}
      browser:
        by: attestation
        question: {vi: "Có thấy giấy không?", en: "Is the receipt shown?"}
  - id: "OSS-02"
    title: {vi: "Chuyển hồ sơ", en: "Forwarding"}
    requirement: {vi: "Chuyển trong ngày.", en: "Forwarded the same day."}
    bases:
      - {document: "1/2019/NĐ-CP", article: "18", clause: "2", evidence: read}
    evidence: read
    levels: {legacy-2019: mandatory, current-2025: carried-over}
    applies_to: both
    decision_473_group: functions
    parts:
      load:
        by: exclusion
        reason: {vi: "Không có số liệu.", en: "No figure was issued."}
  - id: "OSS-03"
    title: {vi: "Thời gian phản hồi", en: "Response time"}
    requirement: {vi: "Phản hồi nhanh.", en: "It answers quickly."}
    bases:
      - {document: "1/2019/NĐ-CP", article: "7", evidence: recalled}
    evidence: recalled
    levels: {legacy-2019: mandatory}
    applies_to: both
    decision_473_group: performance
    parts:
      load:
        by: attestation
        question: {vi: "Đã đo chưa?", en: "Was it measured?"}
    figures:
      - id: "OSS-03.mean"
        meaning: {vi: "Trung bình", en: "Mean"}
        value: 2.5
        unit: "s"
        compare: "<"
        evidence: recalled
"""


@dataclass(frozen=True)
class Home:
    """A criteria folder that a test may rewrite."""

    folder: Path

    @property
    def criteria(self) -> Path:
        return self.folder / "oss" / "reception.yaml"

    @property
    def documents(self) -> Path:
        return self.folder / "law" / "documents.yaml"

    def replace(self, path: Path, old: str, new: str, count: int = 1) -> int:
        """Replace ``old`` in the file; return the line (from 1) on which it stood."""
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, count), encoding="utf-8")
        return text[: text.index(old)].count("\n") + 1

    def read(self) -> Reading:
        return read_catalogue(self.folder, partial=True)

    def faults(self) -> list[Fault]:
        return self.read().faults

    def load(self, figures: Path | None = None) -> Catalogue:
        return load_catalogue(self.folder, figures, partial=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "criteria"
    for name in ("law", "oss"):
        (folder / name).mkdir(parents=True)
    found = Home(folder)
    found.documents.write_text(DOCUMENTS, encoding="utf-8")
    found.criteria.write_text(CRITERIA, encoding="utf-8")
    (folder / "editions.yaml").write_text(EDITIONS, encoding="utf-8")
    return found


@pytest.fixture(scope="session")
def real() -> Reading:
    """The project's own catalogue."""
    return read_catalogue()


@pytest.fixture
def copy_of_real(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_folder("criteria"), tmp_path / "criteria"))
