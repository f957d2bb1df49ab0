"""All written reports of one evaluation, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from conformance.errors import Both, ConfigurationFault, Fault
from conformance.reporting.files import write_atomically
from conformance.reporting.html import render_html
from conformance.reporting.json_file import FILE_NAME, write_evaluation
from conformance.reporting.junit import junit_xml
from conformance.verdict.evaluation import Evaluation
from conformance.words import LANGUAGES, Language

Format = Literal["html", "json", "junit"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write_reports(
    evaluation: Evaluation,
    folder: Path,
    formats: Sequence[Format] = FORMATS,
    languages: Sequence[Language] = LANGUAGES,
) -> tuple[Path, ...]:
    """Write ``evaluation`` into the run folder in each of ``formats``; return the paths, in order.

    ``json``: ``evaluation.json`` in ``folder`` itself. ``html``: one file with all ``languages``,
    the first shown at the start: ``reports/report.html``, or ``reports/report.vi.html`` for a
    single language. ``junit``: ``reports/junit.xml`` in the first language. Each file appears
    whole or not at all.

    Raises ``ConfigurationFault`` for an unknown format or language, ``EvaluatorFault`` when a
    file cannot be written.
    """
    _refuse("report-format", formats, FORMATS)
    _refuse("report-languages", languages, LANGUAGES)
    reports = folder / "reports"
    written: list[Path] = []
    for name in formats:
        if name == "html":
            mark = f".{languages[0]}" if len(languages) == 1 else ""
            page = render_html(evaluation, languages).encode("utf-8")
            written.append(write_atomically(reports / f"report{mark}.html", page))
        elif name == "json":
            written.append(write_evaluation(evaluation, folder / FILE_NAME))
        else:
            xml = junit_xml(evaluation, languages[0])
            written.append(write_atomically(reports / "junit.xml", xml))
    return tuple(written)


def _refuse(code: str, asked: Sequence[str], known: Sequence[str]) -> None:
    wrong = [name for name in asked if name not in known]
    if wrong or not asked or len(set(asked)) != len(asked):
        said = ", ".join(repr(name) for name in wrong)
        none = Both("không có, hoặc một thứ hai lần", "none, or one twice")
        cause = (Both(said) if said else none).following("không ghi được", "cannot write")
        choice = ", ".join(known)
        mend = Both(f"chọn trong {choice}, mỗi thứ một lần", f"choose from {choice}, each once")
        raise ConfigurationFault(Fault(code, cause, mend))
