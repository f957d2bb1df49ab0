"""Login, logout, registration."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from reference_impl.domain.people import APPLICANTS, Actor, Role
from reference_impl.domain.problems import ProblemError
from reference_impl.pages.posted import Posted, PostedForm
from reference_impl.pages.problems import NOTHING, Refused, refused
from reference_impl.pages.visit import SESSION, Visit, Visitor
from reference_impl.services import accounts, reference
from reference_impl.services.accounts import NewUser

router = APIRouter()
Target = Annotated[str, Query(alias="next", max_length=500)]
PROFILE = ("personalId", "taxCode", "birthDate", "sex", "address", "phone", "email", "communeId")


def home_of(actor: Actor) -> str:
    """Return the first page of somebody who has logged in."""
    for role, page in (
        (Role.ADMIN, "/admin"),
        (Role.LEADER, "/work"),
        (Role.HANDLER, "/work"),
        (Role.RECEIVER, "/desk"),
    ):
        if actor.has(role):
            return page
    return "/dossiers"


def _inside(target: str) -> str:
    """Return ``target`` if it is a page of this portal, else nothing."""
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside and target.isprintable() and "\\" not in target else ""


@router.get("/login")
def login_page(visit: Visitor, target: Target = "", ended: str = "") -> Response:
    """Ask for user name and password; who is logged in already goes on."""
    if visit.token is not None:
        return visit.go(_inside(target) or home_of(visit.me))
    values = {"username": ""}
    return visit.page(
        "login.html", problem=NOTHING, values=values, target=_inside(target), ended=ended
    )


@router.post("/login")
def login(visit: Visitor, form: PostedForm) -> Response:
    """Start a session; it lives in a cookie that scripts cannot read."""
    target = _inside(form.text("next"))
    try:
        password = (form.fields.get("password") or [""])[0]
        found = visit.portal.write(
            None, lambda ctx: accounts.login(ctx, form.text("username"), password)
        )
        if isinstance(found, ProblemError):
            raise found
    except ProblemError as problem:
        said = refused(problem)
        values = {"username": form.text("username")}
        return visit.page(
            "login.html", said.status, problem=said, values=values, target=target, ended=""
        )
    actor = visit.portal.read(found.access_token, lambda ctx: ctx.actor)
    answer = visit.go(target or home_of(actor))
    seconds = visit.portal.settings.session_hours * 3600
    return visit.start_session(answer, found.access_token, seconds)


@router.post("/logout")
def logout(visit: Visitor, form: PostedForm) -> Response:
    """End the session, here and on the server."""
    del form
    if visit.token is not None:
        visit.write(accounts.logout)
    answer = visit.go("/")
    answer.delete_cookie(SESSION, path="/", httponly=True, samesite="lax")
    return answer


@router.get("/register")
def register_page(visit: Visitor, kind: str = "citizen") -> Response:
    """Ask who wants an account."""
    values = {"kind": kind if kind in set(APPLICANTS) else "citizen"}
    return _register_page(visit, values, NOTHING)


def _register_page(visit: Visit, values: dict[str, str], problem: Refused) -> Response:
    communes = [a for a in visit.read(reference.agencies).items if a.kind == "commune"]
    return visit.page(
        "register.html", problem.status, values=values, problem=problem, communes=communes
    )


@router.post("/register")
def register(visit: Visitor, form: PostedForm) -> Response:
    """Open an account."""
    try:
        visit.portal.write(None, lambda ctx: accounts.register(ctx, new_user(form)))
    except ProblemError as problem:
        said = refused(problem)
        values = form.values() | {"password": ""}
        return _register_page(visit, values, said)
    return visit.go("/login", done="registered")


def new_user(form: Posted, roles: tuple[Role, ...] | None = None) -> NewUser:
    """Return what a form says of a new account."""
    if roles is None:
        roles = (Role.BUSINESS if form.text("kind") == "business" else Role.CITIZEN,)
    profile = {key: form.text(key) for key in PROFILE if form.text(key)}
    if "birthDate" in profile:
        profile["birthDate"] = form.day("birthDate")
    return NewUser(
        username=form.text("username"),
        password=(form.fields.get("password") or [""])[0],
        full_name=form.text("fullName"),
        roles=roles,
        agency_id=form.maybe("agencyId"),
        division_id=form.maybe("divisionId"),
        title=form.maybe("title"),
        profile=profile,
    )
