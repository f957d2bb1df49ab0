"""The baseline of an evaluation in CI: read before the run, held against its outcomes after."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from conformance.candidate.dates import VIETNAM
from conformance.errors import Both, ConfigurationFault, EvaluatorFault, Fault, system_words
from conformance.run.checks_of import check_ids
from conformance.run.options import EvaluateOptions
from conformance.verdict import files
from conformance.verdict.baseline import Gate, judge_gate, updated
from conformance.verdict.evaluation import Evaluation


def read_baseline(options: EvaluateOptions) -> None:
    """Read the baseline, so that a wrong one is told before any check runs.

    Raises ``ConfigurationFault`` with all that is wrong, also for a folder that cannot take the
    baseline that is to be written.
    """
    path = options.baseline
    if path is None:
        return
    if path.exists() or not options.update_baseline:
        files.load_baseline(path, check_ids())
    elif not path.parent.is_dir():
        raise ConfigurationFault(
            Fault(
                "baseline-folder",
                Both("không có thư mục cho tệp mốc", "there is no folder for the baseline"),
                Both("tạo thư mục này", "make the folder"),
                str(path.parent),
            )
        )


def hold(evaluation: Evaluation, options: EvaluateOptions, path: Path) -> Gate:
    """Hold an evaluation against the baseline ``path``, or write its outcomes there first.

    Raises ``EvaluatorFault`` when the baseline cannot be written.
    """
    today = datetime.now(VIETNAM).date()
    known = {check.id for check in evaluation.checks} | check_ids()
    if options.update_baseline:
        old = files.load_baseline(path, known) if path.exists() else ()
        until = today + timedelta(days=90)
        entries = updated(old, evaluation.checks, os.environ.get("USER", "CI"), until)
        try:
            files.write_baseline(path, entries)
        except OSError as error:
            cause = system_words(error).following(
                "không ghi được tệp mốc", "the baseline cannot be written"
            )
            mend = Both("chọn tệp ghi được", "name a file that can be written to")
            raise EvaluatorFault(Fault("baseline-write", cause, mend, str(path))) from error
    entries = files.load_baseline(path, known)
    return judge_gate(
        entries,
        evaluation.checks,
        today,
        waivers=evaluation.waivers,
        selected_only=bool(options.selection),
    )
