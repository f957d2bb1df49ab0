"""Login, logout, registration, one's own account."""

from __future__ import annotations

from fastapi import APIRouter, Response

from reference_impl.api.bodies import LoginBody
from reference_impl.api.caller import Anybody, Member
from reference_impl.api.documents import READ, problems
from reference_impl.domain.people import Role
from reference_impl.domain.problems import ProblemError
from reference_impl.services import accounts, notices
from reference_impl.services.accounts import Login, NewUser, UserView
from reference_impl.services.context import Context
from reference_impl.services.views import NoticeList

router = APIRouter(prefix="/api", tags=["accounts"])


@router.post(
    "/auth/login",
    operation_id="login",
    response_model=Login,
    responses=problems(400, 401, 403, 415, 422),
)
def login(body: LoginBody, caller: Anybody) -> Response:
    """Start a session; the token goes into `Authorization: Bearer`."""
    return caller.write(lambda ctx: accounts.login(ctx, body.username, body.password))


@router.post("/auth/logout", operation_id="logout", status_code=204, responses=READ)
def logout(caller: Member) -> Response:
    """End the session."""
    return caller.write(accounts.logout)


@router.post(
    "/auth/register",
    operation_id="register",
    status_code=201,
    response_model=UserView,
    responses=problems(400, 403, 409, 415, 422),
)
def register(body: NewUser, caller: Anybody) -> Response:
    """Open an account as a citizen or a business."""
    return caller.write(lambda ctx: accounts.register(ctx, body), 201)


@router.get("/me", operation_id="readMe", response_model=UserView, responses=READ)
def read_me(caller: Member) -> Response:
    """Return one's own account."""
    return caller.read(accounts.me)


@router.get("/me/notices", operation_id="listMyNotices", response_model=NoticeList, responses=READ)
def my_notices(caller: Member) -> Response:
    """Return the notices to oneself, or to one's agency."""
    return caller.read(notices.own)


@router.get(
    "/officers", operation_id="listOfficers", response_model=accounts.UserPage, responses=READ
)
def officers(caller: Member, username: str = "") -> Response:
    """Return the officers of one's own agency (to find whom to assign), or one by user name."""

    def work(ctx: Context) -> accounts.UserPage:
        if not ctx.actor.has(Role.RECEIVER, Role.HANDLER, Role.LEADER):
            raise ProblemError("forbidden")
        return accounts.colleagues(ctx, username)

    return caller.read(work)
