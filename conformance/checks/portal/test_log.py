"""The system's log: who, when, from where, did what, on what, with what result (SEC-12)."""

from __future__ import annotations

from conformance.candidate.people import OneStop
from conformance.checks.kit import expect, verifies
from conformance.checks.kit.data import TestBench
from conformance.checks.kit.journey import Journey
from conformance.checks.portal.given import kept_out
from conformance.checks.portal.log import FAILURE, SUCCESS, actors, entries, logged
from conformance.checks.portal.new_accounts import ends, new_account
from conformance.words import Text

SIGNED_IN = Text(vi="Đăng nhập đúng mật khẩu", en="Signing in with the right password")
NOT_SIGNED_IN = Text(vi="Đăng nhập sai mật khẩu", en="Signing in with a wrong password")
READ = Text(vi="Cán bộ mở hồ sơ", en="An officer opens the dossier")
FORWARDED = Text(vi="Cán bộ chuyển hồ sơ", en="An officer forwards the dossier")
TRIED = Text(
    vi="Cán bộ cơ quan khác mở hồ sơ và bị từ chối", en="An officer of another agency is refused"
)
DISABLED = Text(vi="Quản trị khóa tài khoản", en="The administrator disables an account")


@verifies(
    "SEC-12",
    vi="Nhật ký ghi lần đăng nhập đúng, đăng nhập sai và việc khóa tài khoản: ai, lúc nào, từ đâu, "
    "làm gì, kết quả; không ghi mật khẩu",
    of=("audit.list",),
)
def test_sign_ins_and_administration_are_logged(portal: OneStop, data: TestBench) -> None:
    """Signing in, failing to, and disabling an account are logged; no password is.

    Each entry says who, when, from where, what, and with what result.
    """
    asked = new_account(portal, data)
    name, password = str(asked["username"]), str(asked["password"])
    account = portal.admin.create_account(**asked)
    ends(portal, account)
    wrong = f"Sai-{data.word(12)}-2026"
    before = entries(portal, name)
    portal.anyone.try_account(name, password)
    logged(portal, name, before, SUCCESS, SIGNED_IN)
    before = entries(portal, name)
    portal.anyone.attempt("session.try", username=name, password=wrong)
    logged(portal, name, before, FAILURE, NOT_SIGNED_IN)
    before = entries(portal, name)
    portal.admin.disable_account(account.id or name, "Kiểm tra nhật ký")
    logged(portal, name, before, SUCCESS, DISABLED)
    said = portal.last_reply.raw if portal.last_reply is not None else ""
    told = [secret for secret in (password, wrong) if secret in said]
    expect(len(told), "portal-log-secret").equals(0)


@verifies(
    "SEC-12",
    vi="Nhật ký ghi việc mở, chuyển hồ sơ và lần mở bị từ chối của người khác: ai, lúc nào, từ "
    "đâu, làm gì, với hồ sơ nào, kết quả",
    of=("audit.list",),
)
def test_deeds_on_a_dossier_are_logged(portal: OneStop, data: TestBench, journey: Journey) -> None:
    """Opening and forwarding a dossier, and somebody else's refused attempt, are logged.

    Each entry says who, when, from where, what, on which dossier, and with what result; the two
    deeds of one officer are one person's, the attempt is another's.
    """
    procedure = data.procedure("online", "free", "working-days")
    dossier, _ = journey.accepted(procedure)
    before = entries(portal, dossier)
    portal.receiver.read(dossier)
    read = logged(portal, dossier, before, SUCCESS, READ)
    before = entries(portal, dossier)
    portal.receiver.forward(dossier, procedure.agency)
    forwarded = logged(portal, dossier, before, SUCCESS, FORWARDED)
    same = actors(read) & actors(forwarded)
    expect(sorted(same), "portal-log-same-person", why=FORWARDED).present()
    before = entries(portal, dossier)
    reply = portal.other_receiver.attempt("dossier.read", dossier=dossier)
    kept_out(reply, "portal-foreign-reading", data.person())
    tried = logged(portal, dossier, before, FAILURE, TRIED)
    expect(sorted(actors(tried) - same), "portal-log-other-person", why=TRIED).present()
