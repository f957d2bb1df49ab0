"""Administration: accounts, audit log, access statistics."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from reference_impl.api.bodies import ReasonBody, RolesBody
from reference_impl.api.caller import Member
from reference_impl.api.documents import ACT, READ, created, link
from reference_impl.api.parameters import PageNumber, PageSize, Text
from reference_impl.domain.values import Day
from reference_impl.services import accounts, auditing
from reference_impl.services.accounts import NewUser, UserPage, UserView
from reference_impl.services.auditing import AuditPage, VisitList

router = APIRouter(prefix="/api", tags=["administration"])


@router.get("/users", operation_id="searchUsers", response_model=UserPage, responses=READ)
def search(
    caller: Member,
    q: Text = None,
    role: Text = None,
    page: PageNumber = 1,
    page_size: PageSize = 20,
) -> Response:
    """Search accounts."""
    return caller.read(lambda ctx: accounts.listed(ctx, q, role, page, page_size))


@router.post(
    "/users",
    operation_id="createUser",
    status_code=201,
    response_model=UserView,
    responses=ACT | created(read=link("readUser", userId="id")),
)
def create(caller: Member, body: NewUser) -> Response:
    """Make an account."""
    return caller.write(lambda ctx: accounts.create(ctx, body), 201)


@router.get("/users/{userId}", operation_id="readUser", response_model=UserView, responses=READ)
def read(caller: Member, userId: str) -> Response:  # noqa: N803
    """Return an account."""
    return caller.read(lambda ctx: accounts.read(ctx, userId))


@router.post(
    "/users/{userId}/disabling",
    operation_id="disableUser",
    response_model=UserView,
    responses=ACT,
)
def disable(caller: Member, userId: str, body: ReasonBody) -> Response:  # noqa: N803
    """Disable an account; its sessions end at once."""
    return caller.write(
        lambda ctx: accounts.set_disabled(ctx, userId, disabled=True, reason=body.reason)
    )


@router.post(
    "/users/{userId}/enabling",
    operation_id="enableUser",
    response_model=UserView,
    responses=ACT,
)
def enable(caller: Member, userId: str, body: ReasonBody) -> Response:  # noqa: N803
    """Enable an account; also lifts a lock after wrong passwords."""
    return caller.write(
        lambda ctx: accounts.set_disabled(ctx, userId, disabled=False, reason=body.reason)
    )


@router.put(
    "/users/{userId}/roles",
    operation_id="setUserRoles",
    response_model=UserView,
    responses=ACT,
)
def roles(caller: Member, userId: str, body: RolesBody) -> Response:  # noqa: N803
    """Set the roles of an account, with a reason."""
    return caller.write(lambda ctx: accounts.set_roles(ctx, userId, body.roles, body.reason))


@router.get("/audit", operation_id="readAuditLog", response_model=AuditPage, responses=READ)
def audit(
    caller: Member,
    action: Text = None,
    target: Annotated[str | None, Query(alias="object", max_length=200)] = None,
    page: PageNumber = 1,
    page_size: PageSize = 20,
    start: Annotated[Day | None, Query(alias="from")] = None,
    end: Annotated[Day | None, Query(alias="to")] = None,
) -> Response:
    """Return the audit log, newest first; of a range of days where one is given."""
    caller.portal.write_accesses()
    return caller.read(lambda ctx: auditing.log(ctx, action, target, page, page_size, (start, end)))


@router.get(
    "/statistics/visits", operation_id="readVisits", response_model=VisitList, responses=READ
)
def visits(
    caller: Member,
    start: Annotated[Day | None, Query(alias="from")] = None,
    end: Annotated[Day | None, Query(alias="to")] = None,
) -> Response:
    """Return how often each page was asked for, per day."""
    caller.portal.write_visits()
    return caller.read(lambda ctx: auditing.visits(ctx, start, end))
