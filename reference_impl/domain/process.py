"""The electronic process of a procedure (TT 01/2018/TT-VPCP Điều 8.4): its steps in order."""

from __future__ import annotations

from reference_impl.domain.procedure import Procedure
from reference_impl.domain.values import Value, Words

_STEPS = (
    ("receive", Words(vi="Tiếp nhận, cấp mã số hồ sơ", en="Receive, issue the code"), "receiver"),
    ("forward", Words(vi="Chuyển hồ sơ", en="Forward"), "receiver"),
    ("appraise", Words(vi="Phân công, thẩm tra, trình kết quả", en="Appraise, propose"), "handler"),
    ("approve", Words(vi="Phê duyệt kết quả", en="Approve the result"), "leader"),
    ("return", Words(vi="Trả kết quả", en="Return the result"), "receiver"),
)


class ProcessStep(Value):
    """One step: who performs it and how much of the procedure's limit it may take."""

    order: int
    key: str
    name: Words
    role: str
    amount: int
    unit: str


def steps_of(procedure: Procedure) -> tuple[ProcessStep, ...]:
    """Return the steps of a procedure.

    Reception, forwarding and return take no time of the limit; approval takes one unit where the
    limit leaves more than one, appraisal the rest.
    """
    limit = procedure.time_limit
    total = limit.amount if limit else 0
    unit = str(limit.unit) if limit else "workingDay"
    approve = 1 if total > 1 else 0
    spent = {"appraise": total - approve, "approve": approve}
    return tuple(
        ProcessStep(order=order, key=key, name=name, role=role, amount=spent.get(key, 0), unit=unit)
        for order, (key, name, role) in enumerate(_STEPS, 1)
    )
