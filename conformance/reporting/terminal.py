"""The evaluation in a terminal: the conclusion in words, roots first, then what failed.

Text of a candidate reaches the screen only as ``rich.text.Text`` made from sanitised words: it can
hold no markup and no escape. Meaning never hangs on colour.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Line

from conformance.reporting.formats import day
from conformance.reporting.messages import report_messages
from conformance.reporting.overview import (
    Failure,
    Overview,
    cited,
    dates_of,
    overview_of,
    tally_sentence,
)
from conformance.reporting.sanitise import one_line, shorten
from conformance.verdict.evaluation import BasisView, Evaluation, ExchangeView, Finding
from conformance.words import Conclusion, Language, Text

_STYLES = {
    Conclusion.CONFORMANT: "bold green",
    Conclusion.NON_CONFORMANT: "bold red",
    Conclusion.NOT_ESTABLISHED: "bold yellow",
}
_LONGEST = 400
_CHECKS_SHOWN = 3
_STEPS_SHOWN = 20
_FINDINGS_SHOWN = 3
_WARNINGS_SHOWN = 8
_REMARKS_SHOWN = 5
_INDENT = 4
_LABEL = 18


def print_evaluation(
    evaluation: Evaluation,
    console: Console,
    language: Language = "vi",
    report: Path | None = None,
    failures_shown: int = 20,
) -> None:
    """Print ``evaluation`` to ``console`` in ``language``.

    ``report``: where the written report is, named in the last line. Failures beyond
    ``failures_shown`` are counted, not shown.
    """
    _Printer(console, language).print(evaluation, overview_of(evaluation), report, failures_shown)


class _Printer:
    def __init__(self, console: Console, language: Language) -> None:
        self._console = console
        self._language = language
        self._messages = report_messages()

    def print(
        self, evaluation: Evaluation, view: Overview, report: Path | None, failures_shown: int
    ) -> None:
        self._conclusion(evaluation)
        self._warnings(evaluation, view)
        self._roots(view)
        if view.failures:
            self._title("section.failures", len(view.failures))
        for failure in view.failures[:failures_shown]:
            self._failure(failure, evaluation)
        if len(view.failures) > failures_shown:
            self._say("terminal.more", count=len(view.failures) - failures_shown)
        self._remarks(view)
        self._before(evaluation)
        self._console.print()
        if view.questions:
            self._say("terminal.people", count=len(view.questions))
        if report is not None:
            self._line(self._t("terminal.report", path=str(report)), soft_wrap=True)

    def _conclusion(self, evaluation: Evaluation) -> None:
        name = self._words(evaluation.subject.name)
        self._line(f"{name} {one_line(evaluation.subject.version)}", "bold")
        self._line(self._words(evaluation.edition_title))
        self._console.print()
        word = self._t(f"conclusion.{evaluation.conclusion}").upper()
        self._line(f"{self._t('section.conclusion')}: {word}", _STYLES[evaluation.conclusion])
        self._say(f"conclusion.sentence.{evaluation.conclusion}")
        self._line(self._tally(evaluation) + ".", "bold")
        for ground in evaluation.grounds:
            self._line(f"- {self._words(ground)}", indent=2)

    def _tally(self, evaluation: Evaluation) -> str:
        if not evaluation.mandatory.total:
            return self._t("tally.none").rstrip(".")
        return tally_sentence(evaluation.mandatory, "mandatory", self._messages, self._language)

    def _warnings(self, evaluation: Evaluation, view: Overview) -> None:
        run = evaluation.run
        if run.interrupted:
            self._warning("alert.interrupted", "alert.interrupted.text")
        elif not run.complete:
            chosen = one_line(run.selection) or self._t("alert.partial.unnamed")
            self._warning("alert.partial", "alert.partial.text", selection=chosen)
        if run.evaluator_faults:
            count = len(run.evaluator_faults)
            self._warning("alert.faults", "alert.faults.text", count=count)
            for fault in run.evaluator_faults:
                self._line(f"- {self._cut(fault)}", indent=2)
        if not evaluation.current:
            self._line(f"! {self._t('alert.edition')}", "bold yellow")
        if view.expired_waivers:
            ids = ", ".join(waiver.criterion for waiver in view.expired_waivers)
            count = len(view.expired_waivers)
            self._warning("alert.waiver", "alert.waiver.text", count=count, ids=ids)

    def _warning(self, title: str, text: str, **places: object) -> None:
        self._line(f"! {self._t(title, **places)}", "bold red")
        self._line(self._t(text, **places), indent=2)

    def _roots(self, view: Overview) -> None:
        if not view.roots:
            return
        self._title("section.roots", len(view.roots))
        for place, root in enumerate(view.roots, 1):
            self._line(f"{place}. {self._words(root.cause.what)}", "bold")
            blocks = self._t("roots.blocks", count=len(root.checks))
            if root.failure is not None:
                blocks += f" ({self._t('roots.failure', number=root.failure.number)})"
            self._line(blocks, indent=3)

    def _before(self, evaluation: Evaluation) -> None:
        run = evaluation.run
        if run.warnings:
            self._title("section.before", len(run.warnings))
        elif not run.examined:
            self._console.print()
            self._say("before.skipped")
        for warning in run.warnings[:_WARNINGS_SHOWN]:
            place = f" {one_line(warning.place)}" if warning.place else ""
            whose = self._t(f"before.of.{warning.whose}")
            self._line(f"- {whose}{place}: {self._words(warning.seen)}", indent=2)
            if warning.mend is not None:
                self._line(
                    f"{self._t('before.mend')}: {self._words(warning.mend)}", "dim", indent=4
                )
        left = len(run.warnings) - _WARNINGS_SHOWN
        if left > 0:
            self._line(self._t("before.more", count=left), indent=2)

    def _remarks(self, view: Overview) -> None:
        if view.remarked:
            self._title("terminal.remarks", len(view.remarked))
        for check in view.remarked[:_REMARKS_SHOWN]:
            self._line(f"- {', '.join(check.criteria)}: {self._words(check.title)}", indent=2)
            rows = [row for finding in check.findings[:1] for row in self._finding(finding)]
            self._table(rows)
        left = len(view.remarked) - _REMARKS_SHOWN
        if left > 0:
            self._line(self._t("terminal.remarks.more", count=left), indent=2)

    def _failure(self, failure: Failure, evaluation: Evaluation) -> None:
        self._console.print()
        titles = "; ".join(f"{c.id} {self._words(c.title)}" for c in failure.criteria)
        if not titles:
            titles = self._words(failure.checks[0].title)
        self._line(f"{failure.number}. {titles}", "bold red" if failure.decides else "bold")
        rows: list[tuple[str, str]] = []
        if failure.weight is not None:
            rows.append(("!", self._t(failure.weight)))
        rows += [
            (self._t("terminal.clause"), self._clause(basis))
            for criterion in failure.criteria
            for basis in cited(criterion)[:2]
        ]
        for check in failure.checks[:_CHECKS_SHOWN]:
            rows.append((self._t("failure.check"), self._words(check.title)))
            for finding in check.findings[:_FINDINGS_SHOWN]:
                rows += self._finding(finding)
        left = len(failure.checks) - _CHECKS_SHOWN
        if left > 0:
            rows.append(("", self._t("terminal.checks", count=left)))
        if not failure.checks:
            rows += self._people(failure, evaluation)
        self._table(rows)
        self._curl(failure, {exchange.key: exchange for exchange in evaluation.exchanges})

    def _people(self, failure: Failure, evaluation: Evaluation) -> list[tuple[str, str]]:
        label = self._t("failure.person")
        return [
            (
                label,
                self._cut(
                    self._t(
                        person.message,
                        who=person.who,
                        role=person.role,
                        on=day(person.on, self._language),
                        reason=person.reason,
                    )
                ),
            )
            for person in failure.people(evaluation)
        ]

    def _finding(self, finding: Finding) -> list[tuple[str, str]]:
        rows = [(self._t("failure.aspect"), self._words(finding.aspect))]
        if finding.expected is not None:
            rows.append((self._t("failure.expected"), self._words(finding.expected)))
        if finding.seen is not None:
            rows.append((self._t("failure.seen"), self._words(finding.seen)))
        return rows + self._steps(finding)

    def _steps(self, finding: Finding) -> list[tuple[str, str]]:
        """An explanation in steps, as a person repeats them; one of a single line is left out."""
        if finding.explanation is None:
            return []
        lines = finding.explanation.in_language(self._language).splitlines()
        if len(lines) < 2:
            return []
        shown = [("", self._cut(line)) for line in lines[:_STEPS_SHOWN] if line.strip()]
        return (
            [
                (
                    self._t(
                        "failure.steps" if lines[0].startswith("1. ") else "failure.explanation"
                    ),
                    shown[0][1],
                ),
                *shown[1:],
            ]
            if shown
            else []
        )

    def _clause(self, basis: BasisView) -> str:
        force = self._t("basis.in-force" if basis.in_force else "basis.lapsed")
        dates = dates_of(basis, self._messages, self._language)
        return f"{self._words(basis.clause)}, {one_line(basis.document)} ({dates}; {force})"

    def _curl(self, failure: Failure, exchanges: dict[str, ExchangeView]) -> None:
        keys = dict.fromkeys(f.exchange for f in failure.findings if f.exchange in exchanges)
        for key in list(keys)[:1]:
            if key is not None:
                self._line("    " + one_line(exchanges[key].curl), "dim", soft_wrap=True)

    def _table(self, rows: list[tuple[str, str]]) -> None:
        if not rows:
            return
        table = Table.grid(padding=(0, 1))
        table.add_column(no_wrap=True, width=_LABEL)
        table.add_column(overflow="fold")
        for label, words in rows:
            table.add_row(Line(label, style="dim"), Line(words))
        self._console.print(Padding(table, (0, 0, 0, _INDENT), expand=False))

    def _title(self, message_id: str, count: int) -> None:
        self._console.print()
        self._line(f"{self._t(message_id)} ({count})", "bold underline")

    def _say(self, message_id: str, **places: object) -> None:
        self._line(self._t(message_id, **places))

    def _line(self, words: str, style: str = "", indent: int = 0, soft_wrap: bool = False) -> None:
        line = Line(words, style=style, overflow="fold")
        print_it: Callable[..., None] = self._console.print
        if soft_wrap:
            print_it(line, soft_wrap=True)
        else:
            print_it(Padding(line, (0, 0, 0, indent), expand=False))

    def _t(self, message_id: str, **places: object) -> str:
        return self._messages.say(self._language, message_id, **places)

    def _words(self, text: Text) -> str:
        return self._cut(text.in_language(self._language))

    def _cut(self, text: str) -> str:
        shown, left = shorten(one_line(text), _LONGEST)
        return f"{shown}… (+{left})" if left else shown
