"""Second step of the doctor: does each account sign in, and a wrong password not?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from conformance.candidate.decode import look
from conformance.candidate.http import BudgetSpent
from conformance.candidate.operations import OPERATIONS, Role
from conformance.candidate.reply import Reply, ReplyKind
from conformance.candidate.sessions import LoginFailed
from conformance.candidate.template import TemplateFault
from conformance.errors import ConfigurationFault, words_of
from conformance.run import doctor_words as words
from conformance.run.doctor_report import DoctorFinding, FaultClass
from conformance.run.doctor_visit import (
    TROUBLE,
    Trouble,
    Visit,
    configuration_findings,
    fault,
    good,
    keys_of,
    text_of,
    warning,
)
from conformance.words import Text

_NO_SUCH_CALL = frozenset({404, 405, 410, 501})
_SENDS_NOTHING = frozenset({"none", "basic", "headers"})
_LIKE: dict[Role, Role] = {
    Role.OTHER_CITIZEN: Role.CITIZEN,
    Role.BUSINESS: Role.CITIZEN,
    Role.OTHER_RECEIVER: Role.RECEIVER,
    Role.OTHER_HANDLER: Role.HANDLER,
    Role.CENTRE_RECEIVER: Role.RECEIVER,
    Role.PARTNER_HANDLER: Role.HANDLER,
    Role.OTHER_LEADER: Role.LEADER,
    Role.PARTNER_LEADER: Role.LEADER,
    Role.ONE_STOP_HEAD: Role.HANDLER,
}


@dataclass(frozen=True, slots=True)
class AccountResult:
    """What one account came to."""

    role: Role
    signed_in: bool
    recognised: bool
    """The login call was there and spoke the form that the binding says."""
    findings: tuple[DoctorFinding, ...]


def try_accounts(visit: Visit) -> list[AccountResult]:
    """Sign each account in, side by side."""
    return visit.together([partial(_try, visit, r) for r in visit.file.test_data.accounts])


def _try(visit: Visit, role: Role) -> AccountResult:
    try:
        visit.sessions.proof(role)
    except TROUBLE as trouble:
        return _failed(visit, role, trouble)
    spec = visit.file.binding.auth[visit.file.test_data.accounts[role].auth]
    if spec.kind in _SENDS_NOTHING:
        return _by_operation(visit, role)
    return _signed_in(role)


def _signed_in(role: Role) -> AccountResult:
    place = f"test_data.accounts.{role.value}"
    return AccountResult(role, True, True, (good("account/signs-in", words.signs_in(role), place),))


def question_for(visit: Visit, role: Role) -> str | None:
    """Return a bound reading operation of the role that needs no arguments, if there is one."""
    wanted = _LIKE.get(role, role)
    for id_, spec in visit.file.binding.operations.items():
        operation = OPERATIONS[id_]
        as_role = Role(spec.role) if spec.role else operation.role
        if as_role is not wanted or spec.absent is not None:
            continue
        if operation.reads and not operation.required:
            return id_
    return None


def _by_operation(visit: Visit, role: Role) -> AccountResult:
    """An account whose proof is never checked by a login is checked by a first question."""
    asked = question_for(visit, role)
    if asked is None:
        finding = good("account/untried", words.nothing_to_ask(role), _place(role))
        return AccountResult(role, True, True, (finding,))
    reply = visit.ask(asked, role, {})
    if isinstance(reply, Reply):
        if reply.kind is ReplyKind.DENIED:
            finding = _wrong_password(role, reply.said, reply.exchange)
            return AccountResult(role, False, True, (finding,))
        return _signed_in(role)
    return _failed(visit, role, reply)


def _failed(visit: Visit, role: Role, trouble: Trouble) -> AccountResult:
    if isinstance(trouble, ConfigurationFault):
        found = tuple(configuration_findings(trouble))
        return AccountResult(role, False, True, found)
    if isinstance(trouble, LoginFailed):
        finding, recognised = _refused(visit, role, trouble)
        return AccountResult(role, False, recognised, (finding,))
    scheme = visit.file.test_data.accounts[role].auth
    if isinstance(trouble, TemplateFault):
        place = f"binding.auth.{scheme}.login"
        seen = text_of(words_of(trouble))
        return AccountResult(
            role, False, True, (fault("account/template", place, seen, words.MEND_TEMPLATE),)
        )
    if isinstance(trouble, BudgetSpent):
        finding = fault("budget/spent", "budgets.requests_total", words.budget(trouble.total),
                        words.MEND_BUDGET)  # fmt: skip
        return AccountResult(role, False, True, (finding,))
    detail = getattr(trouble, "detail", text_of(words_of(trouble)))
    seen = words.no_answer_to_login(role, detail)
    finding = fault("account/no-answer", _place(role), seen, words.MEND_CANDIDATE,
                    whose=FaultClass.CANDIDATE)  # fmt: skip
    return AccountResult(role, False, True, (finding,))


def _refused(visit: Visit, role: Role, failed: LoginFailed) -> tuple[DoctorFinding, bool]:
    """Say which field is wrong; whether the login call was recognised goes with it."""
    account = visit.file.test_data.accounts[role]
    scheme = f"binding.auth.{account.auth}"
    tape = visit.session_tapes.get(role.value)
    last = tape.exchanges[-1] if tape and tape.exchanges else None
    response = last.response if last else None
    status = response.status if response else 0
    text = (response.body.text or "") if response else ""
    ref = last.ref if last else None
    if failed.place:
        found = fault("account/capture", f"{scheme}.{failed.place}", text_of(failed.why),
                      words.MEND_CAPTURE, exchange=ref)  # fmt: skip
        return found, True
    if status in _NO_SUCH_CALL:
        called = f"{last.request.method} {last.request.url}" if last else ""
        return (
            fault(
                "account/login-call",
                f"{scheme}.login",
                words.no_login_call(called, status),
                words.MEND_LOGIN_CALL,
                exchange=ref,
            ),
            False,
        )
    if status >= 500:
        seen = words.login_breaks(status)
        found = fault("account/candidate-fails", _place(role), seen, words.MEND_CANDIDATE,
                      whose=FaultClass.CANDIDATE, exchange=ref)  # fmt: skip
        return found, True
    if status in {423, 429}:
        found = fault("account/locked", _place(role), words.locked(role, status),
                      words.MEND_LOCKED, exchange=ref)  # fmt: skip
        return found, True
    if 200 <= status < 300 and not _is_json(text):
        return _page_again(visit, role, failed, status, text, ref)
    if "token" in failed.why or "cookie" in failed.why:
        spec = visit.file.binding.auth[account.auth]
        seen = words.no_token(spec.token or "Set-Cookie", keys_of(text))
        found = fault("account/token", f"{scheme}.{'token' if spec.token else 'login'}", seen,
                      words.MEND_TOKEN, exchange=ref)  # fmt: skip
        return found, _is_json(text)
    if 300 <= status < 400:
        found = fault("account/redirect", f"{scheme}.success", words.login_redirects(status),
                      words.MEND_SUCCESS, exchange=ref)  # fmt: skip
        return found, False
    said = f"HTTP {status}" + (f" · {_said(visit, text)}" if _said(visit, text) else "")
    return _wrong_password(role, said, ref), True


def _page_again(
    visit: Visit, role: Role, failed: LoginFailed, status: int, text: str, ref: str | None
) -> tuple[DoctorFinding, bool]:
    """A page in answer to a login: that of a login form shown again, or of something else."""
    auth = visit.file.test_data.accounts[role].auth
    unsuccessful = failed.why == f"HTTP {status}"
    if unsuccessful and visit.file.binding.auth[auth].kind == "cookie":
        seen = words.login_page_again(role, status)
        found = fault("account/refused", f"{_place(role)}.password", seen, words.MEND_FORM_LOGIN,
                      exchange=ref)  # fmt: skip
        return found, True
    seen = words.login_not_json(status, text)
    found = fault("account/login-form", f"binding.auth.{auth}.login", seen, words.MEND_LOGIN_CALL,
                  exchange=ref)  # fmt: skip
    return found, False


def _wrong_password(role: Role, said: str, exchange: str | None) -> DoctorFinding:
    return fault(
        "account/refused",
        f"{_place(role)}.password",
        words.refused(role, said),
        words.MEND_PASSWORD,
        exchange=exchange,
    )


def _said(visit: Visit, text: str) -> str:
    try:
        body = json.loads(text)
    except ValueError:
        return ""
    error = visit.file.binding.error
    parts = [look(p, {"body": body, "text": text}) for p in (error.code, error.text) if p]
    return " ".join(str(part)[:200] for part in parts if part is not None)


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), (Mapping, list))
    except ValueError:
        return False


def _place(role: Role) -> str:
    return f"test_data.accounts.{role.value}"


def wrong_password(seed: int) -> str:
    """Return a password that is nobody's, the same for the same seed."""
    return "Sai-" + hashlib.sha256(f"wrong:{seed}".encode()).hexdigest()[:20]


def try_wrong_password(
    visit: Visit, results: list[AccountResult]
) -> tuple[bool | None, list[DoctorFinding]]:
    """Try a wrong password once, for one account of a sandbox that signs in with a login.

    Returns whether it was accepted (``None``: not tried) and the findings.
    """
    if not visit.file.sandbox:
        return None, []
    for result in results:
        account = visit.file.test_data.accounts[result.role]
        kind = visit.file.binding.auth[account.auth].kind
        if result.signed_in and kind not in _SENDS_NOTHING:
            return _wrongly(visit, result.role)
    return None, []


def _wrongly(visit: Visit, role: Role) -> tuple[bool | None, list[DoctorFinding]]:
    try:
        visit.sessions.sign_in(role, wrong_password(visit.setting.seed))
    except LoginFailed:
        place = _place(role)
        return False, [good("account/wrong-password-refused", words.wrong_refused(role), place)]
    except TROUBLE as trouble:
        seen = Text(vi=f"{words.WRONG_UNTRIED.vi}: {trouble}", en=f"{words.WRONG_UNTRIED.en}: "
                    f"{trouble}")  # fmt: skip
        return None, [warning("account/wrong-password-untried", _place(role), seen,
                              whose=FaultClass.CANDIDATE)]  # fmt: skip
    finding = fault(
        "account/any-password",
        _place(role),
        words.wrong_accepted(role),
        words.MEND_ANY_PASSWORD,
        whose=FaultClass.CANDIDATE,
    )
    return True, [finding]
