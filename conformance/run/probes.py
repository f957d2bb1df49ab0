"""Sanity probes: does the candidate answer nonsense as it answers sense? (``verdicts.md`` rule 7)

Its yes proves something only when its no exists. Asked for what cannot be, it must refuse; asked
different things, it must not always say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from conformance.candidate.engine import Engine
from conformance.candidate.operations import OPERATIONS, Operation, Role, Shape
from conformance.candidate.recording import Tape
from conformance.candidate.reply import Reply
from conformance.candidate.sessions import LiveSessions, ReplaySessions
from conformance.run.doctor_accounts import wrong_password
from conformance.run.judge import Stopped
from conformance.run.setting import Setting
from conformance.words import Reason, Text

IMPOSSIBLE_PROCEDURE = "9.999999"
"""Well-formed, and of no procedure: no such number was ever given."""
IMPOSSIBLE_DOSSIER = "H99.99.99.99-991231-99999"
"""Well-formed, and of no dossier: received on the last day of 2099."""
_LOGINS = frozenset({"bearer", "cookie", "body-session"})
_TRIVIAL = 2
"""Lists up to this length (``[]``) may well be alike; a record that is ``{}`` may not."""
_ALIKE = 3
"""So many different questions with one and the same answer are nonsense."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One question whose only right answer is a no."""

    name: str
    of_content: bool
    """It asks for what cannot be (rather than: without the right to ask)."""
    words: Text


UNKNOWN_PROCEDURE = Probe(
    "unknown-procedure",
    True,
    Text(vi="một mã thủ tục không thể có", en="a procedure code that cannot be"),
)
UNKNOWN_DOSSIER = Probe(
    "unknown-dossier",
    True,
    Text(vi="một mã hồ sơ không thể có", en="a dossier code that cannot be"),
)
WRONG_PASSWORD = Probe("wrong-password", False, Text(vi="một mật khẩu sai", en="a wrong password"))
NO_SESSION = Probe(
    "no-session",
    False,
    Text(vi="dữ liệu của người dùng khi chưa đăng nhập", en="a user's data without signing in"),
)


def sanity(setting: Setting, *, wrong_password_accepted: bool | None = None) -> Text | None:
    """Probe the candidate of a live run; see ``probe``."""
    tape = setting.tape("probe", "doctor")
    return probe(
        setting.engine,
        setting.sessions,
        tape,
        seed=setting.seed,
        wrong_password_accepted=wrong_password_accepted,
    )


def probe(
    engine: Engine,
    sessions: LiveSessions | None,
    tape: Tape,
    *,
    seed: int = 1,
    wrong_password_accepted: bool | None = None,
) -> Text | None:
    """Return why the candidate's yes proves nothing, or ``None`` when its no was seen.

    ``wrong_password_accepted`` is what the doctor found, so that no second wrong attempt is made;
    when it is ``None`` one is made, in a sandbox only. The reason is given when several different
    questions get one and the same answer, or when two probes are accepted, one of them about
    something that cannot be. (A portal that merely lets anybody in fails its own checks.)

    Never raises for what the candidate does; raises ``Stopped`` when the run is being stopped.
    """
    same = _same_answer(engine, tape.fork("probe-same"))
    if same is not None:
        return same
    accepted = _accepted(engine, sessions, tape, seed, wrong_password_accepted)
    if len(accepted) < 2 or not any(probe.of_content for probe in accepted):
        return None
    listed_vi = "; ".join(probe.words.vi for probe in accepted)
    listed_en = "; ".join(probe.words.en for probe in accepted)
    return Text(
        vi=f"hệ thống chấp nhận cả điều vô lý: {listed_vi}; nên câu trả lời «được» của nó không "
        "chứng minh được gì",
        en=f"the candidate accepts even nonsense: {listed_en}; so its yes proves nothing",
    )


def _accepted(
    engine: Engine,
    sessions: LiveSessions | None,
    tape: Tape,
    seed: int,
    wrong_password_accepted: bool | None,
) -> list[Probe]:
    def password() -> bool:
        if wrong_password_accepted is not None:
            return wrong_password_accepted
        return _signs_in_wrongly(engine, sessions, seed)

    jobs = {
        UNKNOWN_PROCEDURE: lambda: _unknown_procedure(engine, tape.fork("probe-procedure")),
        UNKNOWN_DOSSIER: lambda: _unknown_dossier(engine, tape.fork("probe-dossier")),
        WRONG_PASSWORD: password,
        NO_SESSION: lambda: _without_session(engine, tape.fork("probe-session")),
    }
    with ThreadPoolExecutor(max_workers=len(jobs), thread_name_prefix="probe") as pool:
        results = list(pool.map(lambda job: job(), jobs.values()))
    return [probe for probe, yes in zip(jobs, results, strict=True) if yes]


def _ask(
    engine: Engine, operation: str, role: Role, values: Mapping[str, Any], tape: Tape
) -> Reply | None:
    """Ask; whatever goes wrong on the way is no yes."""
    spec = engine.file.binding.operations.get(operation)
    if spec is None or spec.absent is not None:
        return None
    try:
        return engine.perform(operation, role, values, tape)
    except Stopped as stopped:
        if stopped.reason is Reason.INTERRUPTED:
            raise
        return None
    except Exception:
        return None


def _says_something(reply: Reply) -> bool:
    """Tell whether an accepted answer holds any fact at all."""
    if reply.records:
        return True
    if reply.record is None:
        return False
    return any(value not in (None, "", ()) for value in reply.record.shown().values())


def _answers_for(reply: Reply, code: str) -> bool:
    """Tell whether an accepted answer is one about the ``code`` that was asked for.

    It repeats the code, or holds any other fact. (A refusal in the body of a 200 has at most a
    code of its own: wrong, and for a check to say, but a no that can be told from a yes.)
    """
    facts = reply.record.shown() if reply.record is not None else {}
    if facts.get("code") == code:
        return True
    return any(v not in (None, "", ()) for name, v in facts.items() if name != "code")


def _unknown_procedure(engine: Engine, tape: Tape) -> bool:
    nonsense = _ask(
        engine, "procedure.read", Role.ANYONE, {"procedure_code": IMPOSSIBLE_PROCEDURE}, tape
    )
    if nonsense is None or not nonsense.accepted:
        return False
    if _answers_for(nonsense, IMPOSSIBLE_PROCEDURE):
        return True
    for procedure in engine.file.test_data.procedures[:1]:
        values = {"procedure_code": procedure.code}
        sense = _ask(engine, "procedure.read", Role.ANYONE, values, tape)
        return sense is not None and sense.accepted and sense.raw == nonsense.raw
    return False


def _unknown_dossier(engine: Engine, tape: Tape) -> bool:
    values = {"dossier_code": IMPOSSIBLE_DOSSIER}
    reply = _ask(engine, "lookup.public", Role.ANYONE, values, tape)
    return reply is not None and reply.accepted and _answers_for(reply, IMPOSSIBLE_DOSSIER)


def _signs_in_wrongly(engine: Engine, sessions: LiveSessions | None, seed: int) -> bool:
    file = engine.file
    if sessions is None or not file.sandbox:
        return False
    for role, account in file.test_data.accounts.items():
        if file.binding.auth[account.auth].kind not in _LOGINS:
            continue
        try:
            sessions.sign_in(role, wrong_password(seed))
        except Stopped as stopped:
            if stopped.reason is Reason.INTERRUPTED:
                raise
            return False
        except Exception:
            return False
        return True
    return False


def _without_session(engine: Engine, tape: Tape) -> bool:
    nobody = Engine(engine.file, ReplaySessions(engine.common))
    for id_, spec in engine.file.binding.operations.items():
        operation = OPERATIONS[id_]
        role = Role(spec.role) if spec.role else operation.role
        if role is Role.ANYONE or not _plain_question(operation) or spec.python:
            continue
        if any(step.auth == "none" for step in spec.steps):
            continue
        reply = _ask(nobody, id_, operation.role, {}, tape)
        if reply is None:
            continue
        return reply.accepted and _says_something(reply)
    return False


def _plain_question(operation: Operation) -> bool:
    return operation.reads and not operation.required and not operation.id.startswith("clock.")


def _same_answer(engine: Engine, tape: Tape) -> Text | None:
    """Ask several different things; one and the same answer to all of them says nothing."""
    answers: list[Reply] = []
    procedures = engine.file.test_data.procedures
    questions: list[tuple[str, dict[str, Any]]] = [
        ("procedure.search", {}),
        ("agency.list", {}),
        ("rating.form", {}),
        ("session.who", {}),
        ("dossier.list-own", {}),
        ("lookup.public", {"dossier_code": IMPOSSIBLE_DOSSIER}),
    ]
    if procedures:
        questions.insert(0, ("procedure.read", {"procedure_code": procedures[0].code}))
    for operation, values in questions:
        reply = _ask(engine, operation, OPERATIONS[operation].role, values, tape)
        if reply is None or reply.status is None:
            continue
        answers.append(reply)
        if (reply.status, reply.raw) != (answers[0].status, answers[0].raw):
            return None
        if len(answers) == _ALIKE:
            break
    accepted = [reply for reply in answers if reply.accepted]
    if len(answers) < _ALIKE or not accepted:
        return None
    trivial = len(answers[0].raw.strip()) <= _TRIVIAL
    if trivial and all(reply.operation.shape is not Shape.ONE for reply in accepted):
        return None
    asked = ", ".join(reply.operation.id for reply in answers)
    return Text(
        vi=f"hệ thống trả lời y hệt nhau cho {len(answers)} câu hỏi khác nhau ({asked})",
        en=f"the candidate gives one and the same answer to {len(answers)} different questions "
        f"({asked})",
    )
