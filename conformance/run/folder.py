"""The run directory: ``runs/<candidate>/<start>/`` with journal, evidence, evaluation, reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conformance.candidate.dates import VIETNAM
from conformance.errors import ConfigurationFault, EvaluatorFault, Fault


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
        kept = self.path / "figures.yaml"
        return kept if kept.is_file() else None

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
                    f"không tạo được thư mục / the folder cannot be made: {error.strerror}",
                    "chọn thư mục khác / choose another folder: --runs DIR",
                    str(path),
                )
            ) from error
        return RunFolder(path)
    raise EvaluatorFault(Fault("run-folder", "no free name", "wait a second", str(root)))


def existing_run(path: Path) -> RunFolder:
    """Return the run at ``path``; raise ``ConfigurationFault`` when it is none."""
    folder = RunFolder(path.resolve())
    if not folder.journal.is_file():
        raise ConfigurationFault(
            Fault(
                "run-not-found",
                "thư mục này không có journal.ndjson / this folder has no journal.ndjson",
                "chỉ ra runs/<hệ thống>/<thời điểm> / name runs/<candidate>/<start>",
                str(path),
            )
        )
    return folder
