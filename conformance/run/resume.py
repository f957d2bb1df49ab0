"""Goes on with a run that was stopped or killed; what is decided stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.candidate.reading import ReadCandidate, read_candidate
from conformance.catalogue import Catalogue, load_catalogue
from conformance.errors import Both, ConfigurationFault, Fault
from conformance.run.contract import kept_finder
from conformance.run.folder import RunFolder, existing_run
from conformance.run.life import given_walks
from conformance.run.live import LiveRun
from conformance.run.reading import KeptRun, candidate_of, read_run
from conformance.run.records import CheckRecord
from conformance.run.setting import catalogue_digest
from conformance.words import Edition, Outcome, Reason

_FINAL = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE})
_AGAIN = frozenset({Reason.INTERRUPTED, Reason.UNREACHABLE, Reason.EVALUATOR})


@dataclass(frozen=True, slots=True)
class Resumable:
    """A run that can be gone on with."""

    folder: RunFolder
    candidate: ReadCandidate
    catalogue: Catalogue
    run: KeptRun
    done: dict[str, CheckRecord]

    @property
    def finished(self) -> bool:
        """Tell whether the run came to its end and no check of its plan is open."""
        plan = self.run.plan
        return bool(plan) and self.run.complete and all(id_ in self.done for id_ in plan)

    def open(self, parallel: int | None = None) -> LiveRun:
        """Open the run again; raises ``EvaluatorFault`` when its journal cannot be written."""
        started = self.run.started
        return LiveRun(
            self.candidate,
            self.catalogue,
            self.folder,
            edition=Edition(started["edition"]),
            seed=started["seed"],
            parallel=parallel or started["parallel"],
            selection=started["selection"],
            done=self.done,
            finder=kept_finder(self.run.notes),
            resumed=True,
            given=given_walks(started),
        )


def read_resumable(
    path: Path, *, candidate: Path | None = None, figures: Path | None = None
) -> Resumable:
    """Read the run at ``path`` to go on with it.

    ``candidate`` is a candidate file that has to be the one of the run. Raises
    ``ConfigurationFault`` when that, or the catalogue, has changed since, ``EvaluatorFault`` for
    a journal that is not intact.
    """
    folder = existing_run(path)
    figures = figures or folder.kept_figures
    run = read_run(folder)
    own = candidate_of(folder, run.started)
    if candidate is not None:
        _refuse_another(candidate, run.started)
    catalogue = load_catalogue(figures=figures)
    if catalogue_digest(figures) != run.started["catalogue_digest"]:
        raise ConfigurationFault(
            Fault(
                "resume-catalogue",
                Both(
                    "bộ tiêu chí hoặc số liệu đã thay đổi từ khi bắt đầu",
                    "the catalogue or the figures have changed since the run began",
                ),
                Both("chạy mới", "run anew"),
                str(folder.path),
            )
        )
    done = {
        id_: record
        for id_, record in run.records.items()
        if record.outcome in _FINAL or record.reason not in _AGAIN
    }
    return Resumable(folder, own, catalogue, run, done)


def _refuse_another(path: Path, started: dict[str, Any]) -> None:
    given = read_candidate(path)
    if given.digest == started["candidate_digest"]:
        return
    of_run, of_file = started["candidate"]["id"], given.file.candidate.id
    cause = (
        Both(
            "tệp khai báo này đã thay đổi từ khi bắt đầu lần chạy",
            "this candidate file has changed since the run began",
        )
        if of_file == of_run
        else Both(
            f"tệp này khai báo «{of_file}», còn lần chạy là của «{of_run}»",
            f"this file is of “{of_file}”, and the run is of “{of_run}”",
        )
    )
    mend = Both(
        "bỏ FILE để chạy tiếp với bản sao trong thư mục chạy, hoặc chạy mới",
        "leave FILE out to go on with the run's own copy, or run anew",
    )
    raise ConfigurationFault(Fault("resume-candidate", cause, mend, str(path)))
