"""The run directory: ``runs/<candidate>/<start>/`` with journal, evidence, evaluation, reports."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conformance.candidate.dates import VIETNAM
from conformance.errors import Both, ConfigurationFault, EvaluatorFault, Fault, system_words


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where one run keeps what it saw."""

    path: Path

    @property
    def id(self) -> str:
        """Return ``<candidate>/<start>``."""
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def journal(self) -> Path:
        """Return the journal, the only truth of the run."""
        return self.path / "journal.ndjson"

    @property
    def evaluation(self) -> Path:
        """Return the evaluation, rebuilt from the journal at any time."""
        return self.path / "evaluation.json"

    @property
    def evidence(self) -> Path:
        """Return the folder of large bodies."""
        return self.path / "evidence"

    @property
    def reports(self) -> Path:
        """Return the folder of the reports."""
        return self.path / "reports"

    @property
    def kept_figures(self) -> Path | None:
        """Return the copy of the evaluator's figures that the run was made with, if any."""
        return self.figures if self.figures.is_file() else None

    @property
    def figures(self) -> Path:
        """Return where that copy goes."""
        return self.path / "figures.yaml"

    @property
    def candidate_file(self) -> Path:
        """Return the copy of the candidate file that the run was made with."""
        return self.path / "candidate.yaml"


def new_run(root: Path, candidate: str, suffix: str = "") -> RunFolder:
    """Make the folder of a new run; raise ``EvaluatorFault`` when the disk refuses."""
    stamp = datetime.now(VIETNAM).strftime("%Y%m%dT%H%M%S")
    for attempt in range(100):
        path = root / candidate / f"{stamp}{suffix}{f'-{attempt}' if attempt else ''}"
        try:
            path.mkdir(parents=True)
        except FileExistsError:
            continue
        except OSError as error:
            raise EvaluatorFault(
                Fault(
                    "run-folder",
                    system_words(error).following(
                        "không tạo được thư mục", "the folder cannot be made"
                    ),
                    Both("chọn thư mục khác", "choose another folder").before(": --runs DIR"),
                    str(path),
                )
            ) from error
        return RunFolder(path)
    raise EvaluatorFault(
        Fault(
            "run-folder",
            Both("không còn tên nào chưa dùng", "no name is free"),
            Both("chờ một giây rồi chạy lại", "wait a second, then run again"),
            str(root),
        )
    )


@contextmanager
def fill_run(folder: RunFolder) -> Iterator[None]:
    """Copy into the folder of a new run inside the block; what fails leaves no folder behind.

    Raises ``EvaluatorFault`` when the disk refuses.
    """
    try:
        yield
    except OSError as error:
        shutil.rmtree(folder.path, ignore_errors=True)
        raise EvaluatorFault(
            Fault(
                "run-folder",
                system_words(error).following(
                    "không chép được vào thư mục chạy", "the run folder cannot be filled"
                ),
                Both(
                    "giải phóng đĩa hoặc chọn thư mục khác",
                    "free the disk or choose another folder",
                ).before(": --runs DIR"),
                str(error.filename2 or error.filename or folder.path),
            )
        ) from error


def existing_run(path: Path) -> RunFolder:
    """Return the run at ``path``; raise ``ConfigurationFault`` when it is none."""
    try:
        folder = RunFolder(path.resolve())
        found = folder.journal.is_file()
    except (OSError, RuntimeError):  # a name that is too long, a link that leads to itself
        found = False
    if not found:
        raise ConfigurationFault(
            Fault(
                "run-not-found",
                Both("thư mục này không có journal.ndjson", "this folder has no journal.ndjson"),
                Both("chỉ ra runs/<hệ thống>/<thời điểm>", "name runs/<candidate>/<start>"),
                str(path),
            )
        )
    return folder
