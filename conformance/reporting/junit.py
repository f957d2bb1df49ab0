"""JUnit XML for CI: a suite for each group of criteria, a case for each criterion.

JUnit knows no warnings. So that a gate on this file and the exit code of the run agree, only a
failure that sinks the conclusion is a ``failure``; one that is recommended, waived or only informs
is ``skipped`` with a message that says that it failed and why that does not decide, and its
details stand in ``system-out``. ``cantTell`` is an ``error``: CI must not read it as a pass.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import timedelta

from conformance.reporting.messages import report_messages
from conformance.reporting.overview import (
    cited,
    criteria_groups,
    dates_of,
    tally_sentence,
    weight_of,
)
from conformance.reporting.sanitise import one_line, shorten, visible
from conformance.verdict.evaluation import (
    BasisView,
    CheckResult,
    CriterionResult,
    Evaluation,
    Finding,
)
from conformance.words import Language, Outcome, Text

_LONGEST = 2_000


def junit_xml(evaluation: Evaluation, language: Language = "vi") -> bytes:
    """Return the evaluation as JUnit XML (UTF-8) with its words in ``language``."""
    return _Writer(evaluation, language).document()


class _Writer:
    def __init__(self, evaluation: Evaluation, language: Language) -> None:
        self._evaluation = evaluation
        self._language = language
        self._messages = report_messages()
        self._checks = {check.id: check for check in evaluation.checks}

    def document(self) -> bytes:
        root = ET.Element("testsuites", name=one_line(f"motcua {self._evaluation.edition}"))
        for group in criteria_groups(self._evaluation.criteria):
            root.append(self._suite(group.prefix, group.criteria))
        for count in ("tests", "failures", "errors", "skipped"):
            root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
        root.set("time", f"{sum(float(suite.get('time', '0')) for suite in root):.3f}")
        ET.indent(root)
        text = ET.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()

    def _suite(self, prefix: str, criteria: tuple[CriterionResult, ...]) -> ET.Element:
        known = f"group.{prefix}" in self._messages
        title = self._t(f"group.{prefix}") if known else ""
        started = self._evaluation.run.started_at
        suite = ET.Element(
            "testsuite",
            name=one_line(f"{prefix} {title}".strip()),
            tests=str(len(criteria)),
            timestamp=started.replace(microsecond=0).isoformat(),
        )
        suite.append(self._properties())
        cases = [self._case(criterion) for criterion in criteria]
        suite.extend(cases)
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            suite.set(count, str(sum(case.find(tag) is not None for case in cases)))
        suite.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")
        return suite

    def _properties(self) -> ET.Element:
        evaluation, run = self._evaluation, self._evaluation.run
        properties = ET.Element("properties")
        tally = tally_sentence(evaluation.mandatory, "mandatory", self._messages, self._language)
        for name, value in (
            ("edition", evaluation.edition),
            ("edition.current", str(evaluation.current).lower()),
            ("conclusion", evaluation.conclusion),
            ("mandatory", tally),
            ("subject", evaluation.subject.id),
            ("run", run.id),
            ("run.complete", str(run.complete).lower()),
            ("run.interrupted", str(run.interrupted).lower()),
            ("run.evaluator-faults", str(len(run.evaluator_faults))),
            ("run.examined", str(run.examined).lower()),
            ("run.warnings", str(len(run.warnings))),
            ("seed", str(run.seed)),
        ):
            ET.SubElement(properties, "property", name=name, value=one_line(value))
        return properties

    def _case(self, criterion: CriterionResult) -> ET.Element:
        checks = self._checks_of(criterion)
        spent = timedelta(milliseconds=sum(check.duration_ms for check in checks))
        case = ET.Element(
            "testcase",
            classname=f"{self._evaluation.edition}.{criterion.id.partition('-')[0]}",
            name=one_line(f"{criterion.id} {criterion.title.in_language(self._language)}"),
            time=f"{spent.total_seconds():.3f}",
        )
        if criterion.outcome is Outcome.PASSED:
            return case
        summary = self._summary(criterion)
        details = self._details(criterion, checks)
        if criterion.outcome is Outcome.FAILED:
            weight = weight_of(criterion)
            if weight is None:
                self._outcome(case, "failure", summary, str(criterion.reason or ""), details)
            else:
                self._outcome(case, "skipped", f"{summary} ({self._t(weight)})")
                ET.SubElement(case, "system-out").text = details
        elif criterion.outcome is Outcome.CANT_TELL:
            self._outcome(case, "error", summary, str(criterion.reason or ""), details)
        else:
            self._outcome(case, "skipped", summary)
        return case

    def _outcome(
        self, case: ET.Element, tag: str, message: str, kind: str = "", text: str = ""
    ) -> None:
        element = ET.SubElement(case, tag, message=message)
        if kind:
            element.set("type", kind)
        element.text = text or None

    def _summary(self, criterion: CriterionResult) -> str:
        word = self._t(f"outcome.{criterion.outcome}")
        reason = f": {self._t(f'reason.{criterion.reason}')}" if criterion.reason else ""
        return word + reason

    def _details(self, criterion: CriterionResult, checks: list[CheckResult]) -> str:
        lines = [self._said(criterion.requirement)]
        lines += [f"{self._t('terminal.clause')}: {self._clause(b)}" for b in cited(criterion)]
        for check in checks:
            if check.outcome is criterion.outcome or check.outcome is Outcome.FAILED:
                lines.append("")
                lines.append(self._said(check.title))
                for finding in check.findings:
                    lines += self._finding(finding)
        return "\n".join(lines)

    def _finding(self, finding: Finding) -> list[str]:
        lines = [f"{self._t('failure.aspect')}: {self._said(finding.aspect)}"]
        for label, text in (
            ("failure.expected", finding.expected),
            ("failure.seen", finding.seen),
            ("failure.explanation", finding.explanation),
        ):
            if text is not None:
                lines.append(f"  {self._t(label)}: {self._said(text)}")
        return lines

    def _clause(self, basis: BasisView) -> str:
        force = self._t("basis.in-force" if basis.in_force else "basis.lapsed")
        dates = dates_of(basis, self._messages, self._language)
        clause = basis.clause.in_language(self._language)
        return one_line(f"{clause}, {basis.document} ({dates}; {force})")

    def _checks_of(self, criterion: CriterionResult) -> list[CheckResult]:
        ids = dict.fromkeys(check for part in criterion.parts for check in part.checks)
        return [self._checks[check_id] for check_id in ids if check_id in self._checks]

    def _said(self, words: Text) -> str:
        return self._cut(words.in_language(self._language))

    def _cut(self, text: str) -> str:
        shown, left = shorten(visible(text), _LONGEST)
        return f"{shown}… (+{left})" if left else shown

    def _t(self, message_id: str) -> str:
        return self._messages.say(self._language, message_id)
