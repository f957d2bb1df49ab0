"""Vices of files: scans of the desk, formats, what opens and what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.people import OFFICERS, Actor
from reference_impl.domain.problems import FieldProblem
from reference_impl.domain.procedure import ONLINE, Procedure, UploadRule
from reference_impl.domain.statuses import Status
from reference_impl.policies.access import AccessRules, Place
from reference_impl.policies.dossier_rules import IntakePolicy
from reference_impl.policies.keeping import UploadPolicy


def _all_under_the_first_paper(view: Any) -> Mapping[str, Any]:
    first = next((file.component_code for file in view.attachments if file.digitised), None)
    files = tuple(
        file.model_copy(update={"component_code": first}) if file.digitised else file
        for file in view.attachments
    )
    return {"attachments": files}


def _cleared_once_returned(view: Any) -> Mapping[str, Any]:
    return {"attachments": ()} if view.status.code == Status.RETURNED else {}


def _last_form_alone(view: Any) -> Mapping[str, Any]:
    return {"items": view.items[-1:]}


def _first_file_of_a_paper(view: Any) -> Mapping[str, Any]:
    first: dict[str | None, Any] = {}
    for file in view.attachments:
        first.setdefault(file.component_code, file)
    return {"attachments": tuple(first.values())}


class OpenArchive(AccessRules):
    """Lets every officer open what has been returned."""

    def may_see(self, actor: Actor, place: Place) -> bool:
        """Say yes to every officer once the dossier is closed."""
        return (place.closed and actor.has(*OFFICERS)) or super().may_see(actor, place)


class ScansForTheDeskAlone(UploadPolicy):
    """Opens the scans of a paper dossier only as long as it lies at the desk."""

    def opens(self, status: Status, *, digitised: bool) -> bool:
        """Say no once it was passed on."""
        return not digitised or status in {Status.REGISTERED, Status.ACCEPTED, Status.SUPPLEMENT}


class BlankScans(UploadPolicy):
    """Stores of each scan an empty page of the same format."""

    def kept_scan(self, content: bytes) -> bytes:
        """Return a page on which nothing stands."""
        return _BLANK if content.startswith(b"%PDF-") else content


class BelievesNames(UploadPolicy):
    """Tells what a file is by its declared type alone."""

    def check(self, rule: UploadRule, declared: str | None, content: bytes) -> str:
        """Return the type that was declared."""
        self.check_size(rule, len(content))
        return declared if declared in rule.media_types else super().check(rule, declared, content)


class TakesEmptyFiles(UploadPolicy):
    """Takes files in which nothing is."""

    def check(self, rule: UploadRule, declared: str | None, content: bytes) -> str:
        """Return the declared type of an empty file."""
        return super().check(rule, declared, content) if content else rule.media_types[0]


class EverythingIsPdf(UploadPolicy):
    """Sends every file as a PDF."""

    def sent_as(self, media_type: str) -> str:
        """Return the media type of a PDF."""
        del media_type
        return "application/pdf"


class PaperStaysPaper(IntakePolicy):
    """Accepts paper dossiers of which nothing was scanned."""

    def check_components(
        self, procedure: Procedure, attached: Sequence[str], channel: int
    ) -> list[FieldProblem]:
        """Find nothing missing of a dossier that lies there on paper."""
        if channel != ONLINE and not attached:
            return []
        return super().check_components(procedure, attached, channel)

    def check_digitised(self, channel: int, attachments: int) -> None:
        """Allow anything."""
        del channel, attachments


_BLANK = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Kids [3 0 R] /Count 1 >>
endobj
3 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>
endobj
4 0 obj
<< /Length 14 >>
stream
BT (trang) ET
endstream
endobj
trailer
<< /Size 5 /Root 1 0 R >>
%%EOF
"""

_SCAN = "NĐ 61/2018/NĐ-CP Điều 17.1"

_KEPT = "TT 22/2019/TT-BTTTT Điều 5.1.d"
_FORMAT = "TT 32/2017/TT-BTTTT Điều 7.3"

VICES = (
    Vice("believes-the-name-of-a-file", "takes files by their name, whatever is in them", _FORMAT,
         lambda lawful: replace(lawful, uploads=BelievesNames())),
    Vice("takes-empty-files", "takes empty files into a dossier", _FORMAT,
         lambda lawful: replace(lawful, uploads=TakesEmptyFiles())),
    Vice("sends-every-file-as-pdf", "sends every download as a PDF", _FORMAT,
         lambda lawful: replace(lawful, uploads=EverythingIsPdf())),
    Vice("scans-all-under-the-first-paper", "shows every scan under the first paper of the dossier",
         _SCAN, shows(_all_under_the_first_paper, "DossierView")),
    Vice("scans-for-the-desk-alone", "opens the scans of a paper dossier only at the desk", _SCAN,
         lambda lawful: replace(lawful, uploads=ScansForTheDeskAlone())),
    Vice("stores-blank-scans", "stores an empty page in place of each scan", _SCAN,
         lambda lawful: replace(lawful, uploads=BlankScans())),
    Vice("papers-cleared-once-returned", "clears the papers away once the result is handed over",
         _KEPT, shows(_cleared_once_returned, "DossierView")),
    Vice("keeps-the-last-form-alone", "keeps of the forms issued only the last one", _KEPT,
         shows(_last_form_alone, "PaperList")),
    Vice("hides-what-was-handed-in-later", "shows of each paper the first file alone", _KEPT,
         shows(_first_file_of_a_paper, "DossierView")),
    Vice("archive-open-to-every-desk", "opens every returned dossier to every officer", _KEPT,
         lambda lawful: replace(lawful, access=OpenArchive())),
    Vice("paper-stays-paper", "accepts and passes on paper dossiers of which nothing was scanned",
         _SCAN, lambda lawful: replace(lawful, intake=PaperStaysPaper())),
)  # fmt: skip
