"""The pytest plugin: ``pytest conformance/checks --candidate FILE``.

Checks are ordinary pytest items. Their bodies run side by side in a pool of threads; each item
only waits for its own and reports in order, so ``-k``, ``-m``, ``-x`` work as usual. Under
``pytest-xdist`` each worker runs its share one after another.
"""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from conformance.checks.kit.verifies import info_of
from conformance.errors import MotcuaError
from conformance.run.checks_of import CHECKS, check_id
from conformance.run.judge import CheckJob
from conformance.run.live import LiveRun, open_live_run
from conformance.run.records import CheckRecord
from conformance.run.scheduler import Scheduler
from conformance.words import Edition, Outcome

KIT_ARGUMENTS = ("portal", "law", "data", "journey", "contract", "walks")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a run."""
    group = parser.getgroup("motcua", "conformance of one-stop software")
    group.addoption("--candidate", metavar="FILE", help="candidate file (YAML) to evaluate")
    group.addoption("--edition", choices=[e.value for e in Edition], help="edition of criteria")
    group.addoption("--run-seed", type=int, default=1, help="seed of the run")
    group.addoption("--runs", metavar="DIR", default="runs", help="folder for run directories")
    group.addoption("--parallel", type=int, help="checks at the same time")


def pytest_configure(config: pytest.Config) -> None:
    """Register the runner when a candidate is given."""
    config.addinivalue_line("markers", "exclusive: the check runs alone")
    if config.getoption("--candidate", None) is None:
        return
    if config.pluginmanager.has_plugin("motcua-runner"):
        return
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        return
    worker = getattr(config, "workerinput", {}).get("workerid", "")
    try:
        live = open_live_run(
            Path(config.getoption("--candidate")),
            edition=config.getoption("--edition"),
            seed=config.getoption("--run-seed"),
            runs=Path(config.getoption("--runs")),
            parallel=config.getoption("--parallel"),
            suffix=f"-{worker}" if worker else "",
        )
    except MotcuaError as error:
        raise pytest.UsageError(str(error)) from error
    config.pluginmanager.register(Runner(live, owned=True), "motcua-runner")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the checks alone when no candidate is given."""
    inside = collection_path.is_relative_to(CHECKS)
    if inside and not any(isinstance(p, Runner) for p in config.pluginmanager.get_plugins()):
        controller = config.getoption("--candidate", None) is not None
        return None if controller else True
    return None


class Runner:
    """Runs the collected checks of one session against one candidate."""

    def __init__(self, live: LiveRun, *, owned: bool = False) -> None:
        self.live = live
        self._owned = owned
        self._scheduler: Scheduler | None = None
        self._inline = False

    @pytest.fixture
    def portal(self) -> None:
        """The portal under evaluation (given to the body by the runner)."""

    @pytest.fixture
    def law(self) -> None:
        """What is due under the edition (given to the body by the runner)."""

    @pytest.fixture
    def data(self) -> None:
        """Test data (given to the body by the runner)."""

    @pytest.fixture
    def journey(self) -> None:
        """A dossier's way through the portal (given to the body by the runner)."""

    @pytest.fixture
    def contract(self) -> None:
        """The candidate's own OpenAPI document (given to the body by the runner)."""

    @pytest.fixture
    def walks(self) -> None:
        """Walks through a dossier's life (given to the body by the runner)."""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Keep the checks of the edition; put those that run alone last."""
        kept: list[pytest.Item] = []
        left: list[pytest.Item] = []
        for item in items:
            job = job_of(item)
            if job is None:
                raise pytest.UsageError(f"{item.nodeid} has no @verifies: it is no check")
            (kept if self.live.wants(job) else left).append(item)
        kept.sort(key=lambda item: (_job(item).info.exclusive, _job(item).info.last))
        if left:
            config.hook.pytest_deselected(items=left)
        items[:] = kept
        self.live.planned([_job(item) for item in kept])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, Any, Any]:
        """Start the shared checks, then let pytest walk through the items."""
        self._inline = hasattr(session.config, "workerinput")
        if session.config.option.collectonly or self._inline:
            return (yield)
        jobs = [_job(item) for item in session.items if not self.live.known(_job(item).id)]
        with Scheduler(jobs, self.live.run, self.live.parallel) as scheduler:
            self._scheduler = scheduler
            try:
                return (yield)
            except KeyboardInterrupt:
                self.live.interrupt()
                raise
            finally:
                if session.shouldstop or session.shouldfail:
                    self.live.stop()
                self._scheduler = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Wait for the check and translate its outcome."""
        job = job_of(pyfuncitem)
        if job is None:
            return None
        try:
            record = self._record(job)
        except KeyboardInterrupt:
            self.live.interrupt()
            raise
        pyfuncitem.user_properties.append(("outcome", record.outcome.value))
        _report(record)
        return True

    def _record(self, job: CheckJob) -> CheckRecord:
        known = self.live.known(job.id)
        if known is not None:
            return known
        if self._scheduler is None:
            return self.live.run(job)
        return self._scheduler.record_of(job.id)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:  # noqa: ARG002
        """Close the journal of a run that plain pytest opened."""
        if self._owned:
            self.live.close()

    def pytest_report_header(self) -> list[str]:
        """Say what is evaluated and where the evidence goes."""
        return [f"motcua: {self.live.setting.file.candidate.id} · {self.live.folder.path}"]


def job_of(item: pytest.Item) -> CheckJob | None:
    """Return the check of a pytest item, or ``None``."""
    if not isinstance(item, pytest.Function):
        return None
    info = info_of(item.function)
    if info is None:
        return None
    callspec = getattr(item, "callspec", None)
    suffix = f"[{callspec.id}]" if callspec else ""
    params = dict(callspec.params) if callspec else {}
    name = item.originalname or item.name
    return CheckJob(check_id(item.path, name) + suffix, item.function, info, params)


def _job(item: pytest.Item) -> CheckJob:
    job = job_of(item)
    assert job is not None
    return job


def _report(record: CheckRecord) -> None:
    """Passed is green, inapplicable is skipped, anything else is red: never green by absence."""
    if record.outcome is Outcome.PASSED:
        return
    lines = [f"{record.outcome.value} ({record.reason.value if record.reason else '-'})"]
    for finding in record.findings:
        lines.append(f"  {finding.aspect}")
        if finding.expected:
            lines.append(f"    expected: {finding.expected.en}")
        if finding.seen:
            lines.append(f"    seen:     {finding.seen.en}")
        if finding.exchange:
            lines.append(f"    exchange: {finding.exchange}")
    if record.trace:
        lines.append(record.trace)
    if record.outcome is Outcome.INAPPLICABLE:
        pytest.skip(lines[0])
    pytest.fail("\n".join(lines), pytrace=False)
