"""A live run: opens the journal, runs checks into it, survives being stopped."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conformance.candidate.reading import ReadCandidate, copy_candidate, read_candidate
from conformance.catalogue import Catalogue, load_catalogue
from conformance.errors import EvaluatorFault
from conformance.evidence.exchange import Exchange
from conformance.evidence.journal import JournalWriter
from conformance.evidence.store import BodyStore
from conformance.instruments.contract.finder import FinderRun
from conformance.instruments.life.moves import Walk
from conformance.run.contract import NOTE
from conformance.run.folder import RunFolder, fill_run, new_run
from conformance.run.judge import CheckJob, run_check
from conformance.run.life import NOTE as WALKS
from conformance.run.records import CheckRecord
from conformance.run.setting import Setting, catalogue_digest, versions
from conformance.words import AppliesTo, Edition


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
        finder: FinderRun | None = None,
        resumed: bool = False,
        figures: Path | None = None,
        given: Mapping[str, Walk] | None = None,
    ) -> None:
        self.folder, self.parallel, self.selection = folder, parallel, selection
        self._given = dict(given or {})
        self._done = dict(done or {})
        self._listeners: list[Callable[[CheckRecord], None]] = []
        self.began = False
        self.broken: EvaluatorFault | None = None
        """Why evidence could not be kept any more."""
        self._closed = False
        self._lock = threading.Lock()
        self.journal = JournalWriter(folder.journal)
        self._bodies = BodyStore(folder.evidence)
        self.setting = Setting(candidate, catalogue, edition, seed, self._keep, parallel)
        self.setting.contract.kept = finder
        self.setting.contract.keep = lambda run: self.note(NOTE, run.model_dump(mode="json"))
        self.setting.walks.keep = lambda walked: self.note(WALKS, walked.model_dump(mode="json"))
        self.setting.walks.given = self._given
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
                    "given_walks": {
                        check: [move.model_dump(mode="json") for move in walk]
                        for check, walk in self._given.items()
                    },
                    "versions": versions(),
                    "catalogue_digest": catalogue_digest(figures),
                },
            )
        self.journal.commit()

    def wants(self, job: CheckJob) -> bool:
        """Tell whether a check belongs to the edition and to this kind of candidate.

        Where a person gave walks, only the checks of these walks do.
        """
        if self._given and job.id not in self._given:
            return False
        kind = self.setting.file.candidate.kind
        binds = [self._criteria[c] for c in job.info.criteria if c in self._criteria]
        return any(AppliesTo.BOTH in {applies, kind} or applies is kind for applies in binds)

    def planned(self, jobs: Sequence[CheckJob]) -> None:
        """Write down what will be checked, before anything is sent."""
        self.began = bool(jobs)
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
            self._write("check", record.model_dump(mode="json"))
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
        try:
            self.journal.append("run-ended", {"complete": complete and not stopped})
        finally:
            self.journal.close()

    def _keep(self, exchange: Exchange) -> None:
        with self._stopping_when_broken():
            kept = self._bodies.put_away(exchange)
        self._write("exchange", kept.model_dump(mode="json", exclude_none=True))

    def _write(self, kind: str, data: dict[str, Any]) -> None:
        with self._stopping_when_broken():
            self.journal.append(kind, data)

    @contextmanager
    def _stopping_when_broken(self) -> Iterator[None]:
        """Where evidence cannot be kept, nothing more is asked of the candidate."""
        try:
            yield
        except EvaluatorFault as fault:
            self.broken = self.broken or fault
            self.stop()
            raise


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
    given: Mapping[str, Walk] | None = None,
) -> LiveRun:
    """Open a new run; raises ``ConfigurationFault``, ``CatalogueFault`` or ``EvaluatorFault``."""
    candidate = read_candidate(candidate_path, bases)
    catalogue = load_catalogue(figures=figures)
    folder = new_run(runs, candidate.file.candidate.id, suffix)
    with fill_run(folder):
        copy_candidate(candidate, folder.candidate_file)
        if figures is not None:
            shutil.copyfile(figures, folder.figures)
    return LiveRun(
        candidate,
        catalogue,
        folder,
        edition=Edition(edition) if edition else candidate.file.edition,
        seed=seed,
        parallel=parallel or candidate.file.budgets.parallel,
        selection=selection,
        figures=figures,
        given=given,
    )
