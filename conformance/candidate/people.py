"""The people of a one-stop portal, with what each may do, in typed methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate.handles import UploadFile
from conformance.candidate.operations import Role
from conformance.candidate.portal import Actor, OpenDossier, Portal

Applicant = Mapping[str, Any]
"""Who applies: ``name, id_number, birth_date, sex, phone, email, address, kind`` …"""


class Visitor(Actor):
    """Anybody, not signed in."""

    def search(self, **by: Any) -> tuple[f.ProcedureSummary, ...]:
        """Search the catalogue by ``keyword``, ``field``, ``level``, ``agency``."""
        return self.many(f.ProcedureSummary, "procedure.search", **by)

    def procedure(self, code: str) -> f.Procedure:
        """Read a procedure."""
        return self.one(f.Procedure, "procedure.read", procedure_code=code)

    def code_table(self, table: str) -> tuple[f.CodeItem, ...]:
        """List a shared code table, by its canonical name."""
        own = self.portal.file.test_data.code_tables.get(table, table)
        return self.many(f.CodeItem, "code-table.list", table=own)

    def agencies(self) -> tuple[f.Agency, ...]:
        """List the agencies."""
        return self.many(f.Agency, "agency.list")

    def look_up(self, dossier_code: str, factor: str | None = None) -> f.PublicView:
        """Look a dossier up without signing in."""
        return self.one(f.PublicView, "lookup.public", dossier_code=dossier_code, factor=factor)

    def verify_result(self, result_code: str) -> f.Result:
        """Look an e-result up by its code."""
        return self.one(f.Result, "result.verify", result_code=result_code)

    def verify_copy(self, result_code: str, file: UploadFile) -> f.Result:
        """Have a copy of an e-result verified."""
        return self.one(f.Result, "result.verify-copy", result_code=result_code, file=file)

    def five_figures(self, procedure_code: str, year: int) -> f.FiveFigures:
        """Read the five figures of a service from the start of the year."""
        return self.one(f.FiveFigures, "statistics.five", procedure_code=procedure_code, year=year)

    def rating_form(self) -> tuple[f.RatingForm, ...]:
        """Read the contents of the rating form."""
        return self.many(f.RatingForm, "rating.form")

    def try_account(self, username: str, password: str) -> f.Account:
        """Sign in with an account that this check made."""
        return self.one(f.Account, "session.try", username=username, password=password)

    def published_ratings(self, **by: Any) -> f.RatingSummary:
        """Read the published ratings, by ``procedure_code`` or ``agency``."""
        return self.one(f.RatingSummary, "rating.published", **by)


class Citizen(Visitor):
    """An applicant who is signed in."""

    def who(self) -> f.Account:
        """Ask who is signed in."""
        return self.one(f.Account, "session.who")

    def draft(
        self, procedure_code: str, applicant: Applicant, form: Mapping[str, Any] | None = None
    ) -> OpenDossier:
        """Create a dossier without submitting it."""
        reply = self.do(
            "dossier.draft", procedure_code=procedure_code, applicant=applicant, form=form
        )
        record = reply.record or f.Dossier.of({"id": None})
        return OpenDossier(record.id, kept=reply.kept, owner=self.role)

    def attach(
        self, dossier: OpenDossier, file: UploadFile, component_code: str | None = None
    ) -> f.Attachment:
        """Attach a file to a draft."""
        return self.one(
            f.Attachment,
            "dossier.attach",
            dossier=dossier,
            file=file,
            component_code=component_code,
        )

    def submit_draft(self, dossier: OpenDossier) -> f.Acknowledgement:
        """Submit a draft."""
        record = self.one(f.Acknowledgement, "dossier.submit-draft", dossier=dossier)
        dossier.acknowledgement = record
        self.portal.opened(dossier)
        return record

    def submit(
        self,
        procedure_code: str,
        applicant: Applicant,
        form: Mapping[str, Any] | None = None,
        files: Sequence[Mapping[str, Any]] = (),
        key: str | None = None,
    ) -> OpenDossier:
        """Submit a dossier online; ``files`` are ``{component_code, file}``."""
        reply = self.do(
            "dossier.submit",
            procedure_code=procedure_code,
            applicant=applicant,
            form=form or {},
            files=list(files),
            key=key,
        )
        record = reply.record or f.Acknowledgement.of({})
        assert isinstance(record, f.Acknowledgement)
        code = record.code if record.shows("code") else None
        dossier = OpenDossier(record.id, code, reply.kept, record, self.role)
        return self.portal.opened(dossier)

    def own_dossiers(self) -> tuple[f.Dossier, ...]:
        """List one's own dossiers."""
        return self.many(f.Dossier, "dossier.list-own")

    def read(self, dossier: OpenDossier) -> f.Dossier:
        """Read one's own dossier."""
        return _learn(dossier, self.one(f.Dossier, "dossier.read-own", dossier=dossier))

    def history(self, dossier: OpenDossier) -> tuple[f.HistoryEntry, ...]:
        """Read the history of one's own dossier."""
        return self.many(f.HistoryEntry, "dossier.history-own", dossier=dossier)

    def notices(self, dossier: OpenDossier | None = None) -> tuple[f.Notice, ...]:
        """Read the notices sent to oneself."""
        return self.many(f.Notice, "notice.list", dossier=dossier)

    def supplement(
        self, dossier: OpenDossier, note: str, files: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        """Answer a request for supplement."""
        self.do("dossier.supplement", dossier=dossier, note=note, files=list(files))

    def download(self, dossier: OpenDossier, attachment: f.Attachment) -> bytes:
        """Download a file of one's own dossier; empty when nothing came."""
        reply = self.do("attachment.download", dossier=dossier, attachment=attachment.id)
        return reply.content or b""

    def withdraw(self, dossier: OpenDossier, reason: str) -> None:
        """Withdraw a dossier."""
        self.do("dossier.withdraw", dossier=dossier, reason=reason)

    def payments(self, dossier: OpenDossier) -> tuple[f.Payment, ...]:
        """Read what is to be paid."""
        return self.many(f.Payment, "payment.read", dossier=dossier)

    def pay(self, dossier: OpenDossier, payment: f.Payment) -> f.Payment:
        """Pay a demand in full."""
        return self.one(
            f.Payment, "payment.pay", dossier=dossier, payment=payment.id, amount=payment.amount
        )

    def rate(
        self, dossier: OpenDossier, level: str, contents: Mapping[str, str], comment: str = ""
    ) -> None:
        """Rate: ``level`` very-satisfied, satisfied or unsatisfied; contents by key."""
        self.do(
            "dossier.rate", dossier=dossier, level=level, contents=dict(contents), comment=comment
        )

    def results(self, dossier: OpenDossier) -> tuple[f.Result, ...]:
        """Read the e-results of one's own dossier."""
        return self.many(f.Result, "result.read-own", dossier=dossier)

    def download_result(self, dossier: OpenDossier) -> bytes:
        """Download the e-result of one's own dossier; empty when nothing came."""
        return self.do("result.download", dossier=dossier).content or b""


class Officer(Visitor):
    """Anybody on the side of the administration."""

    def find(self, **by: Any) -> tuple[f.Dossier, ...]:
        """Search dossiers within one's rights."""
        return self.many(f.Dossier, "dossier.queue", **by)

    def read(self, dossier: OpenDossier) -> f.Dossier:
        """Read a dossier."""
        return _learn(dossier, self.one(f.Dossier, "dossier.read", dossier=dossier))

    def history(self, dossier: OpenDossier) -> tuple[f.HistoryEntry, ...]:
        """Read the recorded history."""
        return self.many(f.HistoryEntry, "dossier.history", dossier=dossier)

    def sheets(self, dossier: OpenDossier) -> tuple[f.Sheet, ...]:
        """List the forms issued for a dossier."""
        return self.many(f.Sheet, "sheet.list", dossier=dossier)

    def sheet(self, dossier: OpenDossier, kind: str) -> f.Sheet:
        """Read one form: receipt, supplement, refusal, apology, stop or control."""
        return self.one(f.Sheet, "sheet.read", dossier=dossier, kind=kind)

    def results(self, dossier: OpenDossier) -> tuple[f.Result, ...]:
        """Read the results of a dossier."""
        return self.many(f.Result, "result.read", dossier=dossier)


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
        """Receive at the counter (``1``) or by post (``3``)."""
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
        dossier = self.portal.met(OpenDossier(record.id, kept=reply.kept, owner=self.role))
        return dossier, _learn(dossier, record)

    def accept(self, dossier: OpenDossier) -> f.Dossier:
        """Accept an online dossier; return the dossier as it then stands."""
        record = self.one(f.Dossier, "dossier.accept", dossier=dossier)
        _learn(dossier, record)
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


class Leader(Handler):
    """A leader who assigns, approves and watches."""

    def assign(self, dossier: OpenDossier, assignee: str, note: str = "") -> None:
        """Assign an officer, named as the candidate names officers."""
        self.do("dossier.assign", dossier=dossier, assignee=assignee, note=note)

    def assignments(self, dossier: OpenDossier) -> tuple[f.Assignment, ...]:
        """Read the history of assignments."""
        return self.many(f.Assignment, "assignment.list", dossier=dossier)

    def approve(self, dossier: OpenDossier) -> None:
        """Approve the proposed result."""
        self.do("result.approve", dossier=dossier)

    def send_back(self, dossier: OpenDossier, reason: str) -> None:
        """Send the proposed result back."""
        self.do("result.send-back", dossier=dossier, reason=reason)

    def tracking(self, kind: str) -> tuple[f.Dossier, ...]:
        """List dossiers that are ``near-due`` or ``overdue``."""
        return self.many(f.Dossier, "tracking.list", kind=kind)

    def report(self, from_day: date, to_day: date, **by: Any) -> f.Report:
        """Read the report of a period."""
        return self.one(f.Report, "statistics.report", from_day=from_day, to_day=to_day, **by)

    def codes_behind(self, figure: str, from_day: date, to_day: date, **by: Any) -> tuple[str, ...]:
        """Read the dossier codes behind a figure of the report."""
        found = self.many(
            f.DossierCode, "statistics.drill", figure=figure, from_day=from_day, to_day=to_day, **by
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

    def audit(self, dossier: OpenDossier | None = None) -> tuple[f.AuditEntry, ...]:
        """Read the system's log."""
        return self.many(f.AuditEntry, "audit.list", dossier=dossier)

    def clock(self) -> datetime | None:
        """Read the candidate's clock."""
        return self.one(f.ClockReading, "clock.read").now

    def set_clock(self, now: datetime) -> None:
        """Set the candidate's clock; given back at the end of the check."""
        self.portal.at_end(lambda: self.attempt("clock.release"))
        self.do("clock.set", now=now)


def _learn(dossier: OpenDossier, record: f.Dossier) -> f.Dossier:
    if record.shows("code") and record.code:
        dossier.code = record.code
    if record.shows("id") and record.id and dossier.id is None:
        dossier.id = record.id
    return record


class OneStop(Portal):
    """A portal with its people."""

    @property
    def anyone(self) -> Visitor:
        """Somebody who is not signed in."""
        return Visitor(self, Role.ANYONE)

    @property
    def citizen(self) -> Citizen:
        """The first citizen."""
        return Citizen(self, Role.CITIZEN)

    @property
    def other_citizen(self) -> Citizen:
        """Another citizen."""
        return Citizen(self, Role.OTHER_CITIZEN)

    @property
    def business(self) -> Citizen:
        """A business as applicant."""
        return Citizen(self, Role.BUSINESS)

    @property
    def receiver(self) -> Receiver:
        """The receiving officer of the first commune."""
        return Receiver(self, Role.RECEIVER)

    @property
    def other_receiver(self) -> Receiver:
        """The receiving officer of another commune."""
        return Receiver(self, Role.OTHER_RECEIVER)

    @property
    def handler(self) -> Handler:
        """The handling officer."""
        return Handler(self, Role.HANDLER)

    @property
    def other_handler(self) -> Handler:
        """A handling officer of another department."""
        return Handler(self, Role.OTHER_HANDLER)

    @property
    def leader(self) -> Leader:
        """The leader."""
        return Leader(self, Role.LEADER)

    @property
    def admin(self) -> Admin:
        """The administrator."""
        return Admin(self, Role.ADMIN)
