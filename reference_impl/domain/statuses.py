"""The ten national dossier states, and what may follow what (NĐ 61/2018 Điều 17-20)."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """National status codes; ``DRAFT`` is ours alone and never leaves as a code."""

    DRAFT = 0
    REGISTERED = 1
    ACCEPTED = 2
    NOT_ACCEPTED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


LABELS: dict[Status, tuple[str, str]] = {
    Status.DRAFT: ("Bản nháp", "Draft"),
    Status.REGISTERED: ("Mới đăng ký", "Newly registered"),
    Status.ACCEPTED: ("Được tiếp nhận", "Accepted"),
    Status.NOT_ACCEPTED: ("Không được tiếp nhận", "Not accepted"),
    Status.PROCESSING: ("Đang xử lý", "Being processed"),
    Status.SUPPLEMENT: ("Yêu cầu bổ sung giấy tờ", "Supplement requested"),
    Status.PAYMENT: ("Yêu cầu thực hiện nghĩa vụ tài chính", "Payment requested"),
    Status.WITHDRAWN: ("Công dân yêu cầu rút hồ sơ", "Withdrawn by the applicant"),
    Status.STOPPED: ("Dừng xử lý", "Stopped"),
    Status.DONE: ("Đã xử lý xong", "Processed"),
    Status.RETURNED: ("Đã trả kết quả", "Result returned"),
}

COMPLETION: dict[Status, int] = {
    Status.DRAFT: 0,
    Status.REGISTERED: 10,
    Status.ACCEPTED: 25,
    Status.NOT_ACCEPTED: 100,
    Status.PROCESSING: 50,
    Status.SUPPLEMENT: 40,
    Status.PAYMENT: 60,
    Status.WITHDRAWN: 100,
    Status.STOPPED: 100,
    Status.DONE: 90,
    Status.RETURNED: 100,
}

TERMINAL = frozenset({Status.NOT_ACCEPTED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED})
OPEN = frozenset({Status.ACCEPTED, Status.PROCESSING, Status.SUPPLEMENT, Status.PAYMENT})

TRANSITIONS: dict[str, dict[Status, Status]] = {
    "submit": {Status.DRAFT: Status.REGISTERED},
    "accept": {Status.REGISTERED: Status.ACCEPTED},
    "refuse-reception": {Status.REGISTERED: Status.NOT_ACCEPTED},
    "guide": {Status.REGISTERED: Status.NOT_ACCEPTED},
    "redirect": {Status.REGISTERED: Status.REGISTERED},
    "request-supplement-reception": {Status.REGISTERED: Status.SUPPLEMENT},
    "answer-supplement-reception": {Status.SUPPLEMENT: Status.REGISTERED},
    "forward": {Status.ACCEPTED: Status.PROCESSING},
    "acknowledge": {Status.PROCESSING: Status.PROCESSING},
    "send-back-transfer": {Status.PROCESSING: Status.PROCESSING},
    "forward-again": {Status.PROCESSING: Status.PROCESSING},
    "complete-on-the-spot": {Status.ACCEPTED: Status.DONE},
    "assign": {Status.PROCESSING: Status.PROCESSING},
    "verify": {Status.PROCESSING: Status.PROCESSING},
    "request-opinion": {Status.PROCESSING: Status.PROCESSING},
    "complete-task": {Status.PROCESSING: Status.PROCESSING},
    "attach-result": {Status.PROCESSING: Status.PROCESSING},
    "propose": {Status.PROCESSING: Status.PROCESSING},
    "return-proposal": {Status.PROCESSING: Status.PROCESSING},
    "request-supplement-appraisal": {Status.PROCESSING: Status.SUPPLEMENT},
    "answer-supplement-appraisal": {Status.SUPPLEMENT: Status.PROCESSING},
    "demand-payment": {Status.PROCESSING: Status.PAYMENT},
    "pay": {Status.PAYMENT: Status.PROCESSING},
    "approve": {Status.PROCESSING: Status.DONE},
    "refuse-resolution": {Status.PROCESSING: Status.DONE},
    "extend": {
        Status.ACCEPTED: Status.ACCEPTED,
        Status.PROCESSING: Status.PROCESSING,
        Status.PAYMENT: Status.PAYMENT,
    },
    "stop": {
        Status.PROCESSING: Status.STOPPED,
        Status.SUPPLEMENT: Status.STOPPED,
        Status.PAYMENT: Status.STOPPED,
    },
    "withdraw": {
        Status.REGISTERED: Status.WITHDRAWN,
        Status.ACCEPTED: Status.WITHDRAWN,
        Status.PROCESSING: Status.WITHDRAWN,
        Status.SUPPLEMENT: Status.WITHDRAWN,
    },
    "announce-early-result": {Status.DONE: Status.DONE},
    "hand-over": {Status.DONE: Status.RETURNED},
}
