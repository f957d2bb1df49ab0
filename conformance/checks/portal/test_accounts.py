"""Officers' accounts: made, given a role, and ended (OSS-54)."""

from __future__ import annotations

import pytest

from conformance.candidate.operations import Role
from conformance.candidate.people import OneStop
from conformance.candidate.portal import Actor
from conformance.checks.kit import expect, refused, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.given import kept_out
from conformance.checks.portal.new_accounts import ends, new_account

OTHER = {"receiver": "handler", "handler": "receiver"}
"""Beside the role that was given an account may have a base role, but not another's."""


@verifies(
    "OSS-54",
    vi="Quản trị cấp được tài khoản theo vai trò; tài khoản có trong danh sách, đang hoạt động và "
    "đăng nhập được bằng đúng mật khẩu",
    of=("account.create", "account.list"),
)
@pytest.mark.parametrize("role", ["receiver", "handler"])
def test_account_is_made_with_its_role_and_works(
    portal: OneStop, data: TestBench, role: str
) -> None:
    """The administrator makes an account with a role; it is listed, active, and signs in."""
    asked = new_account(portal, data, role)
    account = portal.admin.create_account(**asked)
    ends(portal, account)
    listed = [a for a in portal.admin.accounts(keyword=asked["username"])
              if a.username == asked["username"]]  # fmt: skip
    expect([a.active for a in listed], "portal-account-active").equals([True])
    expect(listed[0].roles, "portal-account-roles").contains(role)
    wrong = {"username": asked["username"], "password": asked["password"].upper()}
    refused(portal.anyone.attempt("session.try", **wrong), "portal-wrong-password")
    signed_in = portal.anyone.try_account(asked["username"], asked["password"])
    expect(signed_in.username, "portal-account-signs-in").equals(asked["username"])
    expect(signed_in.roles, "portal-account-roles").contains(role).lacks(OTHER[role])


@verifies(
    "OSS-54",
    vi="Tài khoản bị khóa mất hiệu lực ngay: danh sách ghi đã khóa, đăng nhập bị từ chối",
    of=("account.disable",),
)
def test_disabled_account_is_at_an_end(portal: OneStop, data: TestBench) -> None:
    """A disabled account is listed as such and can no longer sign in, as it could before."""
    asked = new_account(portal, data)
    account = portal.admin.create_account(**asked)
    ends(portal, account)
    portal.anyone.try_account(asked["username"], asked["password"])
    portal.admin.disable_account(account.id or "", "Chuyển công tác")
    listed = [a.active for a in portal.admin.accounts(keyword=asked["username"])
              if a.username == asked["username"]]  # fmt: skip
    expect(listed, "portal-account-disabled").equals([False])
    same = {"username": asked["username"], "password": asked["password"]}
    refused(portal.anyone.attempt("session.try", **same), "portal-disabled-signs-in")


@verifies(
    "OSS-54",
    vi="Khóa tài khoản thì phiên đang mở cũng mất hiệu lực ngay, trước đó phiên vẫn dùng được",
    of=("account.disable",),
)
def test_disabling_ends_the_open_session(portal: OneStop, data: TestBench) -> None:
    """Disabling an account ends its open session at once, which worked until then."""
    asked = new_account(portal, data)
    account = portal.admin.create_account(**asked)
    ends(portal, account)
    hired = portal.handler.signed_in(asked["username"], asked["password"])
    hired.do("dossier.queue", page=1, page_size=10)
    portal.admin.disable_account(account.id or "", "Chuyển công tác")
    reply = hired.attempt("dossier.queue", page=1, page_size=10)
    kept_out(reply, "portal-session-of-disabled", data.person())


@verifies(
    "OSS-54",
    vi="Thu hồi vai trò thì phiên đang mở mất ngay quyền của vai trò đó: trước khi thu hồi tiếp "
    "nhận được hồ sơ, sau khi thu hồi thì không",
    of=("account.set-roles",),
)
def test_a_role_that_is_taken_away_ends_in_the_open_session(
    portal: OneStop, data: TestBench, journey: Journey
) -> None:
    """An open session loses the right of a role as soon as the account loses the role."""
    procedure = data.procedure("online", "free")
    first, second = journey.submitted(procedure), journey.submitted(procedure)
    asked = new_account(portal, data, "receiver")
    account = portal.admin.create_account(**asked)
    ends(portal, account)
    hired = portal.receiver.signed_in(asked["username"], asked["password"])
    expect(hired.accept(first).status, "portal-entitled-status").equals("2")
    portal.admin.set_roles(account.id or "", ["handler"], "Chuyển vị trí công tác")
    refused(hired.attempt("dossier.accept", dossier=second), "portal-role-taken-away")
    expect(portal.receiver.read(second).status, "portal-unchanged-status").equals("1")


@verifies(
    "OSS-54",
    "SEC-11",
    vi="Chỉ quản trị cấp và khóa được tài khoản; người khác bị từ chối và tài khoản không đổi",
    of=("account.create", "account.disable"),
)
@pytest.mark.parametrize("who", [Role.ANYONE, Role.CITIZEN, Role.RECEIVER, Role.HANDLER])
def test_only_the_administrator_manages_accounts(
    portal: OneStop, data: TestBench, who: Role
) -> None:
    """Nobody but the administrator makes or disables accounts; an attempt has no effect."""
    asked, theirs = new_account(portal, data), new_account(portal, data)
    account = portal.admin.create_account(**asked)
    ends(portal, account)
    intruder = Actor(portal, who)
    refused(intruder.attempt("account.create", **theirs), "portal-foreign-role")
    made = [a.username for a in portal.admin.accounts(keyword=theirs["username"])]
    expect(made, "portal-account-made-by-intruder").lacks(theirs["username"])
    reply = intruder.attempt("account.disable", account=account.id, reason="Khóa trái phép")
    refused(reply, "portal-foreign-role")
    active = [a.active for a in portal.admin.accounts(keyword=asked["username"])
              if a.username == asked["username"]]  # fmt: skip
    expect(active, "portal-account-active").equals([True])


@verifies(
    "OSS-54",
    vi="Không cấp được hai tài khoản trùng tên đăng nhập",
    of=("account.create",),
)
def test_user_names_are_unique(portal: OneStop, data: TestBench) -> None:
    """A user name is given once: a second account of the same name is refused."""
    asked = new_account(portal, data)
    ends(portal, portal.admin.create_account(**asked))
    again = {**new_account(portal, data), "username": asked["username"]}
    refused(portal.admin.attempt("account.create", **again), "portal-user-name-twice")
    found = [a.username for a in portal.admin.accounts(keyword=asked["username"])]
    expect(found.count(asked["username"]), "portal-user-name-count").equals(1)
