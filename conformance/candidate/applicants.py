"""Visitors and applicants of a portal, with what each may do, in typed methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.candidate import facts as f
from conformance.candidate import figure_facts as g
from conformance.candidate.handles import UploadFile
from conformance.candidate.portal import Actor, OpenDossier

Applicant = Mapping[str, Any]
"""Who applies: ``name, id_number, birth_date, sex, phone, email, address, kind`` …"""


def learn(dossier: OpenDossier, record: f.Dossier) -> f.Dossier:
    """Let an open dossier learn its code and id from a view of it; return the view."""
    if record.shows("code") and record.code:
        dossier.code = record.code
    if record.shows("id") and record.id and dossier.id is None:
        dossier.id = record.id
    return record


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

    def five_figures(self, procedure_code: str, year: int) -> g.FiveFigures:
        """Read the five figures of a service from the start of the year."""
        return self.one(g.FiveFigures, "statistics.five", procedure_code=procedure_code, year=year)

    def rating_form(self) -> tuple[f.RatingForm, ...]:
        """Read the contents of the rating form."""
        return self.many(f.RatingForm, "rating.form")

    def try_account(self, username: str, password: str) -> f.Account:
        """Sign in with an account that this check made."""
        return self.one(f.Account, "session.try", username=username, password=password)

    def open_page(self) -> None:
        """Open a page of the portal, as any visitor does."""
        self.do("page.visit")

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
        return_channel: str | None = None,
    ) -> OpenDossier:
        """Submit a dossier online; ``files`` are ``{component_code, file}``."""
        reply = self.do(
            "dossier.submit",
            procedure_code=procedure_code,
            applicant=applicant,
            form=form or {},
            files=list(files),
            key=key,
            return_channel=return_channel,
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
        return learn(dossier, self.one(f.Dossier, "dossier.read-own", dossier=dossier))

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

    def download_result(self, dossier: OpenDossier, result: f.Result | None = None) -> bytes:
        """Download the e-result of one's own dossier; empty when nothing came.

        ``result`` says which one, where the dossier has several.
        """
        named = result.id if result is not None else None
        return self.do("result.download", dossier=dossier, result=named).content or b""
