"""Officers of the administration, with what each may do, in typed methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from conformance.candidate import coordination_facts as c
from conformance.candidate import facts as f
from conformance.candidate import figure_facts as g
from conformance.candidate.applicants import Applicant, Visitor, learn
from conformance.candidate.portal import OpenDossier


def is_about(notice: f.Notice, dossier: OpenDossier) -> bool:
    """Tell whether a notice names a dossier by its code, in a field of its own or in its text."""
    code = dossier.code or ""
    if notice.shows("dossier_code") and notice.dossier_code:
        return notice.dossier_code == code
    return bool(code) and code in (notice.text or "")


class Officer(Visitor):
    """Anybody on the side of the administration."""

    def find(self, **by: Any) -> tuple[f.Dossier, ...]:
        """Search dossiers within one's rights."""
        return self.many(f.Dossier, "dossier.queue", **by)

    def read(self, dossier: OpenDossier) -> f.Dossier:
        """Read a dossier."""
        return learn(dossier, self.one(f.Dossier, "dossier.read", dossier=dossier))

    def history(self, dossier: OpenDossier) -> tuple[f.HistoryEntry, ...]:
        """Read the recorded history."""
        return self.many(f.HistoryEntry, "dossier.history", dossier=dossier)

    def sheets(self, dossier: OpenDossier) -> tuple[f.Sheet, ...]:
        """List the forms issued for a dossier."""
        return self.many(f.Sheet, "sheet.list", dossier=dossier)

    def sheet(self, dossier: OpenDossier, kind: str) -> f.Sheet:
        """Read one form: receipt, supplement, refusal, apology, stop or control."""
        return self.one(f.Sheet, "sheet.read", dossier=dossier, kind=kind)

    def download(self, dossier: OpenDossier, attachment: f.Attachment) -> bytes:
        """Download a file of a dossier; empty when nothing came."""
        reply = self.do("attachment.download", dossier=dossier, attachment=attachment.id)
        return reply.content or b""

    def results(self, dossier: OpenDossier) -> tuple[f.Result, ...]:
        """Read the results of a dossier."""
        return self.many(f.Result, "result.read", dossier=dossier)

    def evaluation(self, from_day: date, to_day: date, **of: str) -> g.Evaluation:
        """Read the indices of an ``officer`` or an ``agency`` in a period."""
        return self.one(g.Evaluation, "evaluation.indices", from_day=from_day, to_day=to_day, **of)

    def scores(self, from_day: date, to_day: date, **of: str) -> tuple[g.DossierScore, ...]:
        """Read the points of each dossier behind the indices of an ``officer`` or ``agency``."""
        return self.many(
            g.DossierScore, "evaluation.scores", from_day=from_day, to_day=to_day, **of
        )

    def declare(self, agency: str, from_day: date, to_day: date, **said: Any) -> None:
        """Declare posting and petitions of a period for an agency's evaluation."""
        self.do("evaluation.declare", agency=agency, from_day=from_day, to_day=to_day, **said)

    def unit_work(self, agency: str, from_day: date, to_day: date) -> g.UnitWork:
        """Read a unit's work in a period."""
        return self.one(
            g.UnitWork, "evaluation.unit", agency=agency, from_day=from_day, to_day=to_day
        )

    def metrics(self, by: str, from_day: date, to_day: date) -> tuple[g.Metric, ...]:
        """Read the measures by ``service``, ``actor`` or ``step``."""
        return self.many(g.Metric, "statistics.metrics", by=by, from_day=from_day, to_day=to_day)

    def index(self, from_day: date, to_day: date, **by: Any) -> g.ServiceIndex:
        """Read the data for the index of Decision 766."""
        return self.one(g.ServiceIndex, "statistics.index", from_day=from_day, to_day=to_day, **by)

    def codes_behind_index(
        self, figure: str, from_day: date, to_day: date, **by: Any
    ) -> tuple[str, ...]:
        """Read the dossier codes behind a figure of the index."""
        found = self.many(
            g.DossierCode,
            "statistics.index-codes",
            figure=figure,
            from_day=from_day,
            to_day=to_day,
            **by,
        )
        return tuple(item.code for item in found if item.code)

    def codes_behind_unit(
        self, figure: str, agency: str, from_day: date, to_day: date
    ) -> tuple[str, ...]:
        """Read the dossier codes behind a figure of a unit's work."""
        found = self.many(
            g.DossierCode,
            "evaluation.unit-codes",
            figure=figure,
            agency=agency,
            from_day=from_day,
            to_day=to_day,
        )
        return tuple(item.code for item in found if item.code)

    def inbox(self, dossier: OpenDossier) -> tuple[f.Notice, ...]:
        """Read the notices sent to oneself about a dossier.

        A candidate may give all of one's notices: those of another dossier are left out.
        """
        notices = self.many(f.Notice, "notice.inbox", dossier=dossier)
        return tuple(notice for notice in notices if is_about(notice, dossier))

    def transfers(self, dossier: OpenDossier) -> tuple[c.Transfer, ...]:
        """Read the sendings of a dossier from unit to unit, oldest first."""
        found = self.many(c.Transfer, "transfer.list", dossier=dossier)
        return tuple(sorted(found, key=lambda each: (each.sent_at is None, each.sent_at)))

    def tasks(self, dossier: OpenDossier) -> tuple[c.Task, ...]:
        """Read the part of each agency."""
        return self.many(c.Task, "task.list", dossier=dossier)


class Receiver(Officer):
    """A receiving officer at the one-stop desk (công chức tiếp nhận)."""

    def receive(
        self,
        procedure_code: str,
        applicant: Applicant,
        channel: str,
        files: Sequence[Mapping[str, Any]] = (),
        form: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> tuple[OpenDossier, f.Dossier]:
        """Receive at the counter (``1``) or by post (``3``); withdrawn at the check's end."""
        reply = self.do(
            "dossier.receive-at-counter",
            procedure_code=procedure_code,
            applicant=applicant,
            channel=channel,
            files=list(files),
            form=form or {},
            **more,
        )
        record = reply.record or f.Dossier.of({"id": None})
        assert isinstance(record, f.Dossier)
        dossier = self.portal.opened(OpenDossier(record.id, kept=reply.kept, owner=self.role))
        return dossier, learn(dossier, record)

    def accept(self, dossier: OpenDossier) -> f.Dossier:
        """Accept an online dossier; return the dossier as it then stands."""
        record = self.one(f.Dossier, "dossier.accept", dossier=dossier)
        learn(dossier, record)
        return record if record.shows("code") else self.read(dossier)

    def request_supplement(
        self, dossier: OpenDossier, items: Sequence[str], reason: str, guidance: str
    ) -> None:
        """Ask for a supplement at reception."""
        self.do(
            "dossier.request-supplement",
            dossier=dossier,
            items=list(items),
            reason=reason,
            guidance=guidance,
        )

    def refuse(self, dossier: OpenDossier, reason: str) -> None:
        """Refuse reception."""
        self.do("dossier.refuse", dossier=dossier, reason=reason)

    def forward(self, dossier: OpenDossier, agency: str | None = None) -> f.Dossier:
        """Forward to the deciding agency."""
        return self.one(f.Dossier, "dossier.forward", dossier=dossier, agency=agency)

    def redirect(self, dossier: OpenDossier, agency: str, reason: str) -> f.Dossier:
        """Forward to the agency that is competent."""
        return self.one(
            f.Dossier, "dossier.redirect", dossier=dossier, agency=agency, reason=reason
        )

    def announce_early(self, dossier: OpenDossier, message: str) -> None:
        """Tell the applicant beforehand that the result comes early."""
        self.do("result.notify-early", dossier=dossier, message=message)

    def complete_at_once(self, dossier: OpenDossier, content: str) -> None:
        """Record the result of a procedure that is settled at the desk."""
        self.do("result.on-the-spot", dossier=dossier, content=content)

    def hand_over(self, dossier: OpenDossier, recipient: str, **more: Any) -> f.Dossier:
        """Hand the result over."""
        return self.one(f.Dossier, "result.return", dossier=dossier, recipient=recipient, **more)

    def register(
        self, from_day: date | None = None, to_day: date | None = None
    ) -> tuple[f.RegisterLine, ...]:
        """Read the tracking book."""
        return self.many(f.RegisterLine, "register.read", from_day=from_day, to_day=to_day)


class Handler(Officer):
    """A handling officer (công chức xử lý)."""

    def request_supplement(
        self, dossier: OpenDossier, items: Sequence[str], reason: str, guidance: str
    ) -> None:
        """Ask for a supplement after appraisal."""
        self.do(
            "dossier.appraisal-supplement",
            dossier=dossier,
            items=list(items),
            reason=reason,
            guidance=guidance,
        )

    def demand_payment(self, dossier: OpenDossier, amount: int) -> None:
        """Demand payment, in đồng."""
        self.do("dossier.demand-payment", dossier=dossier, amount=amount)

    def extend(self, dossier: OpenDossier, new_due_at: datetime, reason: str) -> None:
        """Apologise and set a new date."""
        self.do("dossier.extend", dossier=dossier, new_due_at=new_due_at, reason=reason)

    def stop(self, dossier: OpenDossier, reason: str, ground: str) -> None:
        """Stop handling."""
        self.do("dossier.stop", dossier=dossier, reason=reason, ground=ground)

    def refuse_resolution(self, dossier: OpenDossier, reason: str) -> None:
        """Refuse after appraisal."""
        self.do("dossier.refuse-resolution", dossier=dossier, reason=reason)

    def propose(self, dossier: OpenDossier, summary: str, content: str) -> None:
        """Propose a result."""
        self.do("result.propose", dossier=dossier, summary=summary, content=content)

    def complete_task(self, dossier: OpenDossier, task: c.Task, outcome: str) -> None:
        """Finish the part of one's agency."""
        self.do("task.complete", dossier=dossier, task=task.id, outcome=outcome)

    def record_verification(
        self, dossier: OpenDossier, outcome: str, **attendance: Any
    ) -> c.Verification:
        """Record a verification; ``attendance`` as ``verification.record`` takes it."""
        return self.one(
            c.Verification, "verification.record", dossier=dossier, outcome=outcome, **attendance
        )

    def verifications(self, dossier: OpenDossier) -> tuple[c.Verification, ...]:
        """Read the verifications of a dossier."""
        return self.many(c.Verification, "verification.list", dossier=dossier)

    def ask_opinion(
        self, dossier: OpenDossier, agency: str, subject: str, reply_by: datetime
    ) -> c.Opinion:
        """Ask another agency for its opinion."""
        return self.one(
            c.Opinion,
            "opinion.request",
            dossier=dossier,
            agency=agency,
            subject=subject,
            reply_by=reply_by,
        )

    def opinions(self, dossier: OpenDossier) -> tuple[c.Opinion, ...]:
        """Read the opinions asked for a dossier."""
        return self.many(c.Opinion, "opinion.list", dossier=dossier)

    def answer_opinion(
        self, dossier: OpenDossier, opinion: c.Opinion, answer: str, *, agrees: bool
    ) -> None:
        """Answer for the agency that was asked."""
        self.do("opinion.answer", dossier=dossier, opinion=opinion.id, answer=answer, agrees=agrees)


class Leader(Handler):
    """A leader who assigns, approves and watches."""

    def assign(self, dossier: OpenDossier, assignee: str, note: str = "") -> None:
        """Assign an officer, named as the candidate names officers."""
        self.do("dossier.assign", dossier=dossier, assignee=assignee, note=note)

    def assignments(self, dossier: OpenDossier) -> tuple[f.Assignment, ...]:
        """Read the history of assignments."""
        return self.many(f.Assignment, "assignment.list", dossier=dossier)

    def acknowledge(self, dossier: OpenDossier) -> None:
        """Acknowledge a dossier that was sent to one's unit."""
        self.do("transfer.acknowledge", dossier=dossier)

    def send_astray_back(self, dossier: OpenDossier, reason: str) -> None:
        """Send back a dossier that came to the wrong place."""
        self.do("transfer.send-back", dossier=dossier, reason=reason)

    def approve(self, dossier: OpenDossier) -> None:
        """Approve the proposed result."""
        self.do("result.approve", dossier=dossier)

    def send_back(self, dossier: OpenDossier, reason: str) -> None:
        """Send the proposed result back."""
        self.do("result.send-back", dossier=dossier, reason=reason)

    def tracking(self, kind: str) -> tuple[f.Dossier, ...]:
        """List dossiers that are ``near-due`` or ``overdue``."""
        return self.many(f.Dossier, "tracking.list", kind=kind)

    def report(self, from_day: date, to_day: date, **by: Any) -> g.Report:
        """Read the report of a period."""
        return self.one(g.Report, "statistics.report", from_day=from_day, to_day=to_day, **by)

    def codes_behind(self, figure: str, from_day: date, to_day: date, **by: Any) -> tuple[str, ...]:
        """Read the dossier codes behind a figure of the report."""
        found = self.many(
            g.DossierCode, "statistics.drill", figure=figure, from_day=from_day, to_day=to_day, **by
        )
        return tuple(item.code for item in found if item.code)


class Admin(Officer):
    """An administrator."""

    def publish(self, procedure_code: str, changes: Mapping[str, Any]) -> f.Procedure:
        """Publish a new version of a procedure."""
        return self.one(
            f.Procedure, "procedure.publish", procedure_code=procedure_code, changes=dict(changes)
        )

    def versions(self, procedure_code: str) -> tuple[f.Procedure, ...]:
        """List the versions of a procedure."""
        return self.many(f.Procedure, "procedure.versions", procedure_code=procedure_code)

    def version(self, procedure_code: str, version: str) -> f.Procedure:
        """Read a given version of a procedure."""
        return self.one(
            f.Procedure, "procedure.read-version", procedure_code=procedure_code, version=version
        )

    def add_form_field(
        self, procedure_code: str, key: str, label: str, kind: str, *, required: bool
    ) -> None:
        """Issue a form with one more field; ``kind`` is text, integer or date."""
        self.do(
            "form.add-field",
            procedure_code=procedure_code,
            key=key,
            label=label,
            kind=kind,
            required=required,
        )

    def retire_form(self, procedure_code: str) -> None:
        """Retire the electronic form of a procedure."""
        self.do("form.retire", procedure_code=procedure_code)

    def workflow(self, procedure_code: str) -> tuple[f.WorkflowStep, ...]:
        """Read the electronic process of a procedure."""
        return self.many(f.WorkflowStep, "workflow.read", procedure_code=procedure_code)

    def accounts(self, **by: Any) -> tuple[f.Account, ...]:
        """List accounts, by ``keyword``."""
        return self.many(f.Account, "account.list", **by)

    def create_account(self, **values: Any) -> f.Account:
        """Create an officer's account."""
        return self.one(f.Account, "account.create", **values)

    def disable_account(self, account: str, reason: str) -> None:
        """Disable an account."""
        self.do("account.disable", account=account, reason=reason)

    def set_roles(self, account: str, roles: Sequence[str], reason: str) -> None:
        """Give an account other roles."""
        self.do("account.set-roles", account=account, roles=list(roles), reason=reason)

    def audit(
        self,
        dossier: OpenDossier | None = None,
        account: str | None = None,
        **days: date,
    ) -> tuple[f.AuditEntry, ...]:
        """Read the system's log: of a dossier or of an account (by its user name); of the days
        ``from_day`` to ``to_day``.
        """
        by = {"dossier": dossier} if account is None else {"account": account}
        return self.many(f.AuditEntry, "audit.list", **by, **days)

    def visits(self, from_day: date, to_day: date) -> tuple[f.Visits, ...]:
        """Read the statistics of access of a period."""
        return self.many(f.Visits, "visits.report", from_day=from_day, to_day=to_day)

    def clock(self) -> datetime | None:
        """Read the candidate's clock."""
        return self.one(f.ClockReading, "clock.read").now

    def set_clock(self, now: datetime) -> None:
        """Set the candidate's clock; given back at the end of the check."""
        self.portal.at_end(lambda: self.attempt("clock.release"))
        self.do("clock.set", now=now)
