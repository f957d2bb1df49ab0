"""What the forms of the deeds ask for: what must be said, and what each field is called."""

from __future__ import annotations

from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.values import Words
from reference_impl.pages.posted import Posted
from reference_impl.pages.words import all_words

LABELS: dict[str, str] = {
    "agencyId": "deed.to_agency",
    "agrees": "deed.agrees",
    "answer": "deed.answer",
    "attendance.content": "deed.attendance_content",
    "attendance.participants": "deed.participants",
    "attendance.place": "deed.place",
    "attendance.time": "deed.time",
    "authorisation": "deed.authorisation",
    "basis": "deed.basis",
    "competentAgencyId": "dossier.competent_agency",
    "file": "deed.result_file",
    "ground": "deed.ground",
    "guidance": "deed.guidance",
    "items": "deed.items",
    "kind": "deed.proposal_kind",
    "level": "deed.level",
    "newDueAt": "deed.new_due",
    "opinionId": "deed.opinion_on",
    "outcome": "deed.outcome",
    "reason": "deed.reason",
    "recipient": "deed.recipient",
    "replyBy": "opinion.reply_by",
    "taskId": "task.duty",
    "userId": "deed.officer",
}
"""The words beside a field, by its name; where a deed calls it otherwise, see ``OWN_LABELS``."""

OWN_LABELS: dict[tuple[str, str], str] = {
    ("opinion", "content"): "deed.opinion_content",
    ("propose", "content"): "deed.result_content",
    ("spot", "content"): "deed.result_content",
    ("verification", "content"): "deed.verification_content",
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "answer-opinion": ("opinionId", "agrees", "answer"),
    "assign": ("userId",),
    "close-opinion": ("opinionId", "reason"),
    "complete-task": ("taskId", "outcome"),
    "extend": ("newDueAt", "reason"),
    "guide": ("competentAgencyId", "reason"),
    "hand-over": ("recipient",),
    "opinion": ("agencyId", "content", "replyBy"),
    "propose": ("kind", "content"),
    "rate": ("level",),
    "redirect": ("agencyId", "reason"),
    "refuse": ("reason",),
    "refuse-resolution": ("reason",),
    "return-proposal": ("reason",),
    "send-back": ("reason",),
    "spot": ("content",),
    "stop": ("ground", "reason"),
    "supplement": ("items", "reason", "guidance"),
    "verification": ("content",),
    "withdraw": ("reason",),
}
"""The fields that a deed cannot do without; the services decide on everything else."""

CHOSEN = frozenset(
    {"agencyId", "agrees", "competentAgencyId", "ground", "items", "kind", "level", "opinionId",
     "taskId", "userId"}
)  # fmt: skip
"""Fields where one chooses and does not write."""


def label(deed: str, field: str) -> Words | None:
    """Return the words beside a field of a deed's form, ``None`` for one without."""
    key = OWN_LABELS.get((deed, field)) or LABELS.get(field)
    return all_words()[key] if key else None


def check_all_said(deed: str, form: Posted) -> None:
    """Refuse a form that leaves out what its deed cannot do without; all of it at once."""
    lacking = [name for name in REQUIRED.get(deed, ()) if not form.text(name)]
    if lacking:
        raise ProblemError("invalid-request", fields=tuple(_missing(deed, n) for n in lacking))


def _missing(deed: str, name: str) -> FieldProblem:
    said = label(deed, name) or Words(vi=name, en=name)
    vi, en = ("Chưa chọn", "Choose") if name in CHOSEN else ("Chưa nhập", "Fill in")
    return FieldProblem(name, "missing", f"{vi} «{said.vi}»", f"{en} “{said.en}”")
