"""Where a dossier stands in its life, as far as the law asks for it."""

from __future__ import annotations

from enum import StrEnum

from conformance.instruments.life.moves import Deed
from conformance.words import Text, Value

ENDED = frozenset({"3", "7", "8", "10"})
"""Not accepted, withdrawn, stopped, returned: nothing follows (``process.md`` 8)."""
COMPLETED = ("1", "2", "4")
"""Where a completed dossier may stand: received anew, accepted, or in processing again."""

STATUSES: dict[str, Text] = {
    "1": Text(vi="mới đăng ký", en="newly filed"),
    "2": Text(vi="được tiếp nhận", en="accepted"),
    "3": Text(vi="không được tiếp nhận", en="not accepted"),
    "4": Text(vi="đang xử lý", en="in processing"),
    "5": Text(vi="yêu cầu bổ sung giấy tờ", en="supplement asked"),
    "6": Text(vi="yêu cầu thực hiện nghĩa vụ tài chính", en="payment asked"),
    "7": Text(vi="công dân yêu cầu rút hồ sơ", en="withdrawn by the applicant"),
    "8": Text(vi="dừng xử lý", en="stopped"),
    "9": Text(vi="đã xử lý xong", en="processed"),
    "10": Text(vi="đã trả kết quả", en="result returned"),
}


class Proposal(StrEnum):
    """What lies before the leader."""

    NONE = "none"
    LAID = "laid"
    BACK = "sent-back"
    DOUBTFUL = "doubtful"
    """Something came between: the law does not say whether it still stands."""


class Life(Value):
    """The state of one dossier; ``status`` is the national code, ``None`` before it is there."""

    status: str | None = None
    online: bool = True
    """Whether the test citizen owns it; a paper dossier is somebody else's."""
    asked_at_desk: int = 0
    asked_on_appraisal: int = 0
    appraised: bool = False
    """The supplement that is, or was last, asked for was asked on appraisal."""
    completing: bool = False
    """A supplement asked on appraisal was answered, and processing has not begun again."""
    extended: int = 0
    assigned: bool = False
    """The handling officer of the tests is the one responsible."""
    proposal: Proposal = Proposal.NONE


def after(life: Life, deed: Deed, status: str | None) -> Life:
    """Return the state after a deed that was accepted, with the status that the candidate shows."""
    changes: dict[str, object] = {"status": status}
    match deed:
        case Deed.RECEIVE:
            changes["online"] = False
        case Deed.ASK_AT_DESK:
            changes |= {"asked_at_desk": life.asked_at_desk + 1, "appraised": False}
        case Deed.ASK_ON_APPRAISAL:
            changes |= {"asked_on_appraisal": life.asked_on_appraisal + 1, "appraised": True}
        case Deed.ANSWER:
            changes["completing"] = life.appraised and status != "4"
        case Deed.FORWARD:
            changes["completing"] = False
        case Deed.EXTEND:
            changes["extended"] = life.extended + 1
        case Deed.ASSIGN:
            changes["assigned"] = True
        case Deed.ASSIGN_OTHER:
            changes["assigned"] = False
        case Deed.PROPOSE:
            changes["proposal"] = Proposal.LAID
        case Deed.SEND_BACK:
            changes["proposal"] = Proposal.BACK
        case _:
            pass
    between = deed in {Deed.ASSIGN, Deed.ASSIGN_OTHER, Deed.ASK_ON_APPRAISAL, Deed.ANSWER}
    if between and life.proposal is Proposal.LAID:
        changes["proposal"] = Proposal.DOUBTFUL
    return life.model_copy(update=changes)
