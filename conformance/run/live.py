"""A live run: opens the journal, runs checks into it, survives being stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from conformance.candidate.reading import ReadCandidate, copy_candidate, read_candidate
from conformance.catalogue import Catalogue, load_catalogue
from conformance.errors import ConfigurationFault, Fault
from conformance.evidence.exchange import Exchange
from conformance.evidence.journal import JournalWriter, read_journal
from conformance.evidence.store import BodyStore
from conformance.run.folder import RunFolder, existing_run, new_run
from conformance.run.judge import CheckJob, run_check
from conformance.run.records import CheckRecord
from conformance.run.setting import Setting, catalogue_digest, versions
from conformance.words import AppliesTo, Edition, Outcome, Reason


class LiveRun:
    """One run of checks against a candidate, with its journal."""

    def __init__(
        self,
        candidate: ReadCandidate,
        catalogue: Catalogue,
        folder: RunFolder,
        *,
        edition: Edition,
        seed: int,
        parallel: int,
        selection: str = "",
        done: dict[str, CheckRecord] | None = None,
        resumed: bool = False,
        figures: Path | None = None,
    ) -> None:
        self.folder, self.parallel, self.selection = folder, parallel, selection
        self._done = dict(done or {})
        self._listeners: list[Callable[[CheckRecord], None]] = []
        self.began = False
        self._closed = False
        self._lock = threading.Lock()
        self.journal = JournalWriter(folder.journal)
        self._bodies = BodyStore(folder.evidence)
        self.setting = Setting(candidate, catalogue, edition, seed, self._keep, parallel)
        self._criteria = {
            e.criterion.id: e.criterion.applies_to for e in catalogue.in_edition(edition)
        }
        if resumed:
            self.journal.append("run-resumed", {"versions": versions()})
        else:
            self.journal.append(
                "run-started",
                {
                    "candidate": candidate.file.candidate.model_dump(mode="json"),
                    "candidate_digest": candidate.digest,
                    "addresses": dict(candidate.file.bases),
                    "edition": edition.value,
                    "seed": seed,
                    "parallel": parallel,
                    "selection": selection,
                    "versions": versions(),
                    "catalogue_digest": catalogue_digest(figures),
                },
            )
        self.journal.commit()

    def wants(self, job: CheckJob) -> bool:
        """Tell whether a check belongs to the edition and to this kind of candidate."""
        kind = self.setting.file.candidate.kind
        binds = [self._criteria[c] for c in job.info.criteria if c in self._criteria]
        return any(AppliesTo.BOTH in {applies, kind} or applies is kind for applies in binds)

    def planned(self, jobs: Sequence[CheckJob]) -> None:
        """Write down what will be checked, before anything is sent."""
        self.began = True
        self.journal.append("plan", {"checks": [job.id for job in jobs]})
        self.journal.commit()

    def known(self, check: str) -> CheckRecord | None:
        """Return the record of a check that is done already."""
        with self._lock:
            return self._done.get(check)

    @property
    def known_count(self) -> int:
        """How many checks are done already."""
        return len(self._done)

    def run(self, job: CheckJob) -> CheckRecord:
        """Run one check and write its outcome."""
        record = run_check(job, self.setting.bench, self.setting.tape(job.id))
        with self._lock:
            self._done[job.id] = record
            self.journal.append("check", record.model_dump(mode="json"))
            for tell in self._listeners:
                tell(record)
        return record

    def listen(self, tell: Callable[[CheckRecord], None]) -> None:
        """Have every outcome told as it comes, one at a time."""
        self._listeners.append(tell)

    def note(self, kind: str, data: dict[str, Any]) -> None:
        """Write another entry."""
        self.journal.append(kind, data)

    def stop(self) -> None:
        """Let running checks end at their next request."""
        self.setting.stopping.set()

    def interrupt(self) -> None:
        """The person stopped the run."""
        if not self.setting.stopping.is_set():
            self.stop()
            self.journal.append("interrupted", {})

    def close(self, *, complete: bool = True) -> None:
        """End the run and close the journal."""
        if self._closed:
            return
        self._closed = True
        stopped = self.setting.stopping.is_set()
        self.journal.append("run-ended", {"complete": complete and not stopped})
        self.journal.close()

    def _keep(self, exchange: Exchange) -> None:
        kept = self._bodies.put_away(exchange)
        self.journal.append("exchange", kept.model_dump(mode="json", exclude_none=True))


def open_live_run(
    candidate_path: Path,
    *,
    edition: str | None = None,
    seed: int = 1,
    runs: Path,
    parallel: int | None = None,
    selection: str = "",
    suffix: str = "",
    figures: Path | None = None,
    bases: dict[str, str] | None = None,
) -> LiveRun:
    """Open a new run; raises ``ConfigurationFault``, ``CatalogueFault`` or ``EvaluatorFault``."""
    candidate = read_candidate(candidate_path, bases)
    catalogue = load_catalogue(figures=figures)
    folder = new_run(runs, candidate.file.candidate.id, suffix)
    copy_candidate(candidate, folder.candidate_file)
    return LiveRun(
        candidate,
        catalogue,
        folder,
        edition=Edition(edition) if edition else candidate.file.edition,
        seed=seed,
        parallel=parallel or candidate.file.budgets.parallel,
        selection=selection,
        figures=figures,
    )


_FINAL = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.INAPPLICABLE})


def resume_live_run(
    path: Path, *, parallel: int | None = None, figures: Path | None = None
) -> LiveRun:
    """Go on with a run that was stopped or killed; what is decided stays.

    Raises ``ConfigurationFault`` when the candidate file or the catalogue has changed since.
    """
    folder = existing_run(path)
    figures = figures or folder.kept_figures
    started: dict[str, Any] | None = None
    done: dict[str, CheckRecord] = {}
    for entry in read_journal(folder.journal):
        if entry.kind == "run-started":
            started = entry.data
        elif entry.kind == "check":
            record = CheckRecord.model_validate(entry.data)
            done[record.id] = record
    if started is None:
        raise ConfigurationFault(
            Fault("resume-empty", "nhật ký trống / the journal is empty", "chạy mới / run anew",
                  str(folder.journal))
        )  # fmt: skip
    candidate = read_candidate(folder.candidate_file, started["addresses"])
    catalogue = load_catalogue(figures=figures)
    if catalogue_digest(figures) != started["catalogue_digest"]:
        raise ConfigurationFault(
            Fault(
                "resume-catalogue",
                "bộ tiêu chí đã thay đổi từ khi bắt đầu / the catalogue has changed since",
                "chạy mới / run anew",
                str(folder.path),
            )
        )
    kept = {
        id_: record
        for id_, record in done.items()
        if record.outcome in _FINAL
        or record.reason not in {Reason.INTERRUPTED, Reason.UNREACHABLE, Reason.EVALUATOR}
    }
    return LiveRun(
        candidate,
        catalogue,
        folder,
        edition=Edition(started["edition"]),
        seed=started["seed"],
        parallel=parallel or started["parallel"],
        selection=started["selection"],
        done=kept,
        resumed=True,
    )
