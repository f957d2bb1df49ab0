"""What a binding has to carry: a call that drops a value asks another question.

A check that hands over an authorisation, and whose binding sends none, has not asked whether one
is demanded; what comes back says nothing about the candidate.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from conformance.candidate.binding import OperationSpec
from conformance.candidate.conditions import used_by
from conformance.candidate.facts import NotShown
from conformance.candidate.operations import PAGING, Operation
from conformance.words import Text

BESIDE: Final = frozenset({"note", "comment", "key", "message", "summary", "ground"})
"""Words beside the matter, for which a portal may have no place."""
KNOWN_ANYWAY: Final = frozenset(
    {
        ("dossier.draft", "applicant"),
        ("dossier.submit", "applicant"),
        ("dossier.withdraw", "reason"),
        ("dossier.demand-payment", "amount"),
        ("payment.pay", "amount"),
        ("payment.pay", "payment"),
        ("result.verify-copy", "result_code"),
        ("statistics.five", "year"),
        ("verification.record", "invited"),
        ("opinion.answer", "agrees"),
        ("notice.inbox", "dossier"),
        ("account.disable", "reason"),
        ("account.set-roles", "reason"),
    }
)
"""What the portal knows without being told: the applicant is who is signed in, the amount is the
catalogue's, the yearly figures are those of the running year (TT 32/2017/TT-BTTTT Điều 11.3). Why
somebody withdraws, no text that was read makes the portal ask. Whoever attended a verification was
invited, an answer says itself whether it agrees, and of all notices of an officer those about one
dossier are picked out."""


class NotCarried(NotShown):
    """A check gave a value for which the binding of the operation has no place."""

    @property
    def words(self) -> Text:
        """Say which value of which operation."""
        return Text(
            vi=f"tệp khai báo không gửi {self.field} khi gọi {self.record}",
            en=f"the binding of {self.record} does not send {self.field}",
        )


class Carrying:
    """Which values the bindings of a candidate's operations send."""

    def __init__(self, operations: Mapping[str, OperationSpec]) -> None:
        self._python = {name for name, spec in operations.items() if spec.python}
        self._used = {name: used_by(spec) for name, spec in operations.items()}

    def carries(self, operation: str, name: str) -> bool:
        """Tell whether the binding of an operation makes any use of a value."""
        return operation in self._python or name in self._used.get(operation, ())

    def expect(self, operation: Operation, values: Mapping[str, Any]) -> None:
        """Raise ``NotCarried`` for a value that was given and would not be sent."""
        for name in sorted(operation.known - PAGING - BESIDE):
            if (operation.id, name) in KNOWN_ANYWAY or _is_empty(values.get(name)):
                continue
            if not self.carries(operation.id, name):
                raise NotCarried(operation.id, name)


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", (), [], {})
