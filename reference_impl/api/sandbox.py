"""The test clock and re-seeding: only in a sandbox, only for administrators."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Response

from reference_impl.api.bodies import ClockBody, ClockView
from reference_impl.api.caller import Caller, Member
from reference_impl.api.documents import ACT, READ
from reference_impl.domain.moments import SandboxClock
from reference_impl.domain.problems import ProblemError
from reference_impl.services.context import Context

router = APIRouter(prefix="/api/sandbox", tags=["sandbox"])


def _clock(caller: Caller) -> SandboxClock:
    def check(ctx: Context) -> None:
        ctx.seams.access.check_role(ctx.actor, "administer")

    caller.portal.read(caller.token, check)
    clock = caller.portal.clock
    if not isinstance(clock, SandboxClock):
        raise ProblemError("not-found")
    return clock


def _show(clock: SandboxClock) -> ClockView:
    return ClockView(**asdict(clock.reading()))


@router.get("/clock", operation_id="readClock", response_model=ClockView, responses=READ)
def read(caller: Member) -> Response:
    """Return how the test clock stands."""
    return caller.answer(_show(_clock(caller)))


@router.put("/clock", operation_id="setClock", response_model=ClockView, responses=ACT)
def set_clock(caller: Member, body: ClockBody) -> Response:
    """Set the test clock; it runs on from there, or stands still."""
    clock = _clock(caller)
    clock.set(body.now, frozen=body.frozen)
    caller.portal.tick()
    return caller.answer(_show(clock))


@router.delete("/clock", operation_id="resetClock", response_model=ClockView, responses=READ)
def reset_clock(caller: Member) -> Response:
    """Go back to the real time."""
    clock = _clock(caller)
    clock.reset()
    return caller.answer(_show(clock))


@router.post("/tick", operation_id="tick", status_code=204, responses=READ)
def tick(caller: Member) -> Response:
    """Do at once what the portal does from time to time: reminders, reports of silence."""
    _clock(caller)
    caller.portal.tick()
    return Response(status_code=204)


@router.post("/reset", operation_id="resetSandbox", status_code=204, responses=READ)
def reset(caller: Member) -> Response:
    """Empty and re-seed the database; every session ends."""
    _clock(caller).reset()
    caller.portal.reset()
    return Response(status_code=204)
