"""The moves of a dossier's life: who does what, and the walks made of them."""

from __future__ import annotations

from enum import StrEnum

from conformance.candidate.operations import Role
from conformance.words import Text, Value


class Deed(StrEnum):
    """What can be done to a dossier."""

    SUBMIT = "submit"
    RECEIVE = "receive-at-counter"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK_AT_DESK = "ask-at-desk"
    ANSWER = "answer"
    FORWARD = "forward"
    ASSIGN = "assign"
    ASSIGN_OTHER = "assign-another"
    ASK_ON_APPRAISAL = "ask-on-appraisal"
    EXTEND = "extend"
    PROPOSE = "propose"
    SEND_BACK = "send-back"
    APPROVE = "approve"
    REFUSE_RESOLUTION = "refuse-resolution"
    STOP = "stop"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand-over"


class Move(Value):
    """One deed by one person: frozen, so that a walk can be kept and walked again."""

    deed: Deed
    by: Role

    @property
    def rightful(self) -> bool:
        """Whether the person is the one whose deed this is."""
        return self.by is RIGHTFUL[self.deed]


Walk = tuple[Move, ...]
"""Moves of one dossier, in their order."""

OPERATION: dict[Deed, str] = {
    Deed.SUBMIT: "dossier.submit",
    Deed.RECEIVE: "dossier.receive-at-counter",
    Deed.ACCEPT: "dossier.accept",
    Deed.REFUSE: "dossier.refuse",
    Deed.ASK_AT_DESK: "dossier.request-supplement",
    Deed.ANSWER: "dossier.supplement",
    Deed.FORWARD: "dossier.forward",
    Deed.ASSIGN: "dossier.assign",
    Deed.ASSIGN_OTHER: "dossier.assign",
    Deed.ASK_ON_APPRAISAL: "dossier.appraisal-supplement",
    Deed.EXTEND: "dossier.extend",
    Deed.PROPOSE: "result.propose",
    Deed.SEND_BACK: "result.send-back",
    Deed.APPROVE: "result.approve",
    Deed.REFUSE_RESOLUTION: "dossier.refuse-resolution",
    Deed.STOP: "dossier.stop",
    Deed.WITHDRAW: "dossier.withdraw",
    Deed.HAND_OVER: "result.return",
}
"""The operation by which each deed is asked of a candidate."""

RIGHTFUL: dict[Deed, Role] = {
    **dict.fromkeys((Deed.SUBMIT, Deed.ANSWER, Deed.WITHDRAW), Role.CITIZEN),
    **dict.fromkeys(
        (
            Deed.RECEIVE,
            Deed.ACCEPT,
            Deed.REFUSE,
            Deed.ASK_AT_DESK,
            Deed.FORWARD,
            Deed.HAND_OVER,
        ),
        Role.RECEIVER,
    ),
    **dict.fromkeys(
        (
            Deed.ASK_ON_APPRAISAL,
            Deed.EXTEND,
            Deed.PROPOSE,
            Deed.REFUSE_RESOLUTION,
            Deed.STOP,
        ),
        Role.HANDLER,
    ),
    **dict.fromkeys((Deed.ASSIGN, Deed.ASSIGN_OTHER, Deed.SEND_BACK, Deed.APPROVE), Role.LEADER),
}
"""Whose deed each one is."""

TRESPASSERS: dict[Deed, tuple[Role, ...]] = {
    Deed.ACCEPT: (Role.HANDLER, Role.OTHER_RECEIVER),
    Deed.REFUSE: (Role.OTHER_RECEIVER,),
    Deed.FORWARD: (Role.OTHER_RECEIVER,),
    Deed.PROPOSE: (Role.RECEIVER, Role.OTHER_HANDLER),
    Deed.APPROVE: (Role.RECEIVER, Role.HANDLER),
    Deed.HAND_OVER: (Role.OTHER_RECEIVER,),
}
"""Officers whose role or agency does not allow the deed, whatever the state (SEC-11)."""

_PEOPLE: dict[Role, Text] = {
    Role.CITIZEN: Text(vi="Người nộp", en="The applicant"),
    Role.RECEIVER: Text(vi="Cán bộ tiếp nhận", en="The receiving officer"),
    Role.OTHER_RECEIVER: Text(
        vi="Cán bộ tiếp nhận của xã khác", en="The receiving officer of another commune"
    ),
    Role.HANDLER: Text(vi="Cán bộ xử lý", en="The handling officer"),
    Role.OTHER_HANDLER: Text(
        vi="Cán bộ xử lý của cơ quan khác", en="The handling officer of another agency"
    ),
    Role.LEADER: Text(vi="Lãnh đạo", en="The leader"),
}
_DEEDS: dict[Deed, Text] = {
    Deed.SUBMIT: Text(vi="nộp hồ sơ trực tuyến", en="submits a dossier online"),
    Deed.RECEIVE: Text(
        vi="tiếp nhận hồ sơ giấy tại quầy", en="receives a paper dossier at the counter"
    ),
    Deed.ACCEPT: Text(vi="tiếp nhận hồ sơ", en="accepts the dossier"),
    Deed.REFUSE: Text(vi="từ chối tiếp nhận", en="refuses reception"),
    Deed.ASK_AT_DESK: Text(
        vi="yêu cầu bổ sung khi tiếp nhận", en="asks for a supplement at reception"
    ),
    Deed.ANSWER: Text(vi="nộp bổ sung", en="hands in the supplement"),
    Deed.FORWARD: Text(
        vi="chuyển hồ sơ đến cơ quan giải quyết", en="forwards it to the deciding agency"
    ),
    Deed.ASSIGN: Text(vi="phân công cán bộ xử lý", en="assigns the handling officer"),
    Deed.ASSIGN_OTHER: Text(
        vi="phân công cán bộ xử lý thứ hai", en="assigns the second handling officer"
    ),
    Deed.ASK_ON_APPRAISAL: Text(
        vi="yêu cầu bổ sung khi thẩm định", en="asks for a supplement on appraisal"
    ),
    Deed.EXTEND: Text(vi="xin lỗi và hẹn lại ngày trả", en="apologises and sets a new date"),
    Deed.PROPOSE: Text(vi="trình kết quả", en="proposes a result"),
    Deed.SEND_BACK: Text(vi="trả lại kết quả trình", en="sends the proposed result back"),
    Deed.APPROVE: Text(vi="phê duyệt kết quả", en="approves the result"),
    Deed.REFUSE_RESOLUTION: Text(
        vi="từ chối giải quyết sau thẩm định", en="refuses the matter after appraisal"
    ),
    Deed.STOP: Text(vi="dừng giải quyết", en="stops handling"),
    Deed.WITHDRAW: Text(vi="rút hồ sơ", en="withdraws the dossier"),
    Deed.HAND_OVER: Text(vi="trả kết quả", en="hands the result over"),
}


def in_words(move: Move) -> Text:
    """Return a move as a person would be told to do it."""
    who, what = _PEOPLE[move.by], _DEEDS[move.deed]
    return Text(vi=f"{who.vi} {what.vi}", en=f"{who.en} {what.en}")
