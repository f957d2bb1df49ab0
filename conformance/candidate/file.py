"""The candidate file: what the candidate is, where it is, what it claims, what we need (ICS, IXIT).

Reading it gives a frozen ``CandidateFile`` or a ``ConfigurationFault`` that names line and mend.
"""

from __future__ import annotations

from datetime import time
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from conformance.candidate.binding import Binding
from conformance.candidate.contract import ContractSpec
from conformance.candidate.operations import OPERATIONS, Role
from conformance.candidate.secret import Secret
from conformance.candidate.trust import BaseTls
from conformance.errors import Both
from conformance.words import AppliesTo, Edition, Text, Value


def _http_base(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a bracket that stays open, a port that is no number
        wrong = Both("địa chỉ hoặc cổng không đọc được", "address or port cannot be read")
        raise ValueError(wrong.before(f": {url!r}")) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        wrong = Both(
            "địa chỉ bắt đầu bằng http:// hoặc https:// và có tên máy chủ",
            "an address starts with http:// or https:// and names a host",
        )
        raise ValueError(wrong.before(f": {url!r}"))
    if parts.query or parts.fragment or parts.username:
        wrong = Both(
            "địa chỉ không có phần ?…, phần #… hay tên người dùng",
            "an address has no query, fragment or user name",
        )
        raise ValueError(wrong.before(f": {parts.scheme}://…{parts.hostname}…"))
    if port == 0:
        wrong = Both("cổng của địa chỉ từ 1 đến 65535", "an address has a port from 1 to 65535")
        raise ValueError(wrong.before(f": {url!r}"))
    return url.rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_http_base)]


class Person(Value):
    """Particulars of an applicant as forms ask for them."""

    name: str
    kind: Literal["citizen", "business"] = "citizen"
    id_number: str = ""
    tax_code: str = ""
    birth_date: str = ""
    sex: Literal["male", "female", ""] = ""
    phone: str = ""
    email: str = ""
    street: str = ""
    commune_code: str = ""
    commune_name: str = ""
    province_code: str = ""
    province_name: str = ""

    @property
    def address(self) -> str:
        """Return the address on one line."""
        return ", ".join(p for p in (self.street, self.commune_name, self.province_name) if p)

    def applicant(self) -> dict[str, str]:
        """Return the particulars as operations take them."""
        return {**self.model_dump(), "address": self.address}


class Account(Value):
    """An account that the candidate lends to the evaluator."""

    username: str
    password: Secret
    auth: str = "default"
    person: str | Person | None = None
    """Whom the account belongs to: id of a test person or business of ``fixtures/people``, or
    the particulars themselves."""
    facts: dict[str, str] = {}
    """Anything else that templates need, e.g. an agency: ``{account.facts.agency}``."""
    secrets: dict[str, Secret] = {}
    """Further secrets, e.g. of an application: ``{account.secrets.client}``."""


class Limit(Value):
    """The statutory limit of a procedure."""

    amount: int = Field(gt=0)
    unit: Literal["hour", "day", "working-day", "month"]


class Amendment(Value):
    """A version of a procedure: what is changed to publish it, and what then binds dossiers."""

    changes: dict[str, Any]
    limit: Limit
    components: tuple[str, ...]
    """Codes of the components that the version requires."""


class Participant(Value):
    """An agency that takes part in a procedure, with the accounts of its people."""

    agency: str
    lead: bool = False
    handler: Role
    leader: Role | None = None
    officer: str | None = None
    """The handling officer as ``dossier.assign`` wants to have it."""


class TestProcedure(Value):
    """A procedure of the candidate with traits that the evaluator needs (IXIT)."""

    __test__ = False

    code: str
    traits: tuple[str, ...]
    limit: Limit | None = None
    form: dict[str, Any] = {}
    """Form data that makes a dossier complete."""
    components: tuple[str, ...] = ()
    """Codes of the required components."""
    fee: int = 0
    agency: str | None = None
    desk: Role = Role.RECEIVER
    """Whose desk receives it."""
    participants: tuple[Participant, ...] = ()
    """The agencies that take part, for ``same-level`` and ``cross-level``."""
    name: str | None = None
    """The official name (code and name must agree with the national catalogue, POR-05)."""
    competent_agency: str | None = None
    """The competent agency by the name that the national catalogue gives it (POR-06)."""
    publishes: dict[str, Any] = {}
    """Changes that make a new version when published (OSS-01); ``{word}`` in a text becomes a word
    that is new each time, so that every version differs from the one before."""
    publishes_in_turn: tuple[dict[str, Any], ...] = ()
    """Two versions of a procedure that no other check uses: each changes limit, fee and papers of
    the other (OSS-01)."""
    amendments: tuple[Amendment, ...] = ()
    """Two versions that differ in limit and papers, of a procedure that no other check uses
    (trait ``amended-while-open``): dossiers are received under each (OSS-02)."""
    publishes_incomplete: dict[str, Any] | tuple[dict[str, Any], ...] = ()
    """Changes each of which empties mandatory content: publishing it is refused (OSS-01)."""

    @property
    def incomplete(self) -> tuple[dict[str, Any], ...]:
        """Return the changes that empty mandatory content, one by one."""
        given = self.publishes_incomplete
        return (given,) if isinstance(given, dict) else given


class Budgets(Value):
    """How much the evaluator may ask of the candidate."""

    parallel: int = Field(default=8, ge=1, le=64)
    requests_per_second: float = Field(default=100, gt=0)
    requests_total: int = Field(default=20_000, gt=0)
    deadline_s: float = Field(default=10, gt=0, le=300)
    check_s: float = Field(default=120, gt=0)
    run_s: float = Field(default=3_600, gt=0)
    max_body_bytes: int = Field(default=20_000_000, gt=0)
    walks: int = Field(default=5, ge=1, le=500)
    """Random walks for each criterion that has them (decision 0015)."""
    walk_steps: int = Field(default=9, ge=1, le=60)
    """Moves of a walk beyond the state in which it begins."""


class Tolerances(Value):
    """What an honest difference is."""

    clock_skew_s: int = Field(default=120, ge=0)
    due_granularity: Literal["day", "minute"] = "day"
    notice_s: int = Field(default=10, ge=0, le=60)
    """How many seconds a notice may take to go out: real time, and no batch (POR-17)."""
    figures: Literal["immediate", "daily"] = "immediate"
    """When published figures hold what was done: at once, or the next morning."""


class Shift(Value):
    """Office hours within a day."""

    start: time
    end: time


SigningKey = Annotated[
    str,
    Field(pattern=r"^\s*(-----BEGIN (PUBLIC KEY|CERTIFICATE)-----[\s\S]*|[0-9a-fA-F]{64}\s*)$"),
]


class TestData(Value):
    """What the evaluator needs to reach and use the candidate (IXIT)."""

    __test__ = False

    accounts: dict[Role, Account]
    strangers: tuple[str | Person, ...] = ()
    """Who comes to the counter without an account, for a candidate that looks applicants up in the
    population database: ids of ``fixtures/people``, or particulars. Else invented people come."""
    procedures: tuple[TestProcedure, ...] = ()
    agencies: dict[str, str] = {}
    """Agencies by their part in tests: ``commune``, ``other-commune``, ``department``, …"""
    officers: dict[str, str] = {}
    """Officers as ``dossier.assign`` wants them: ``handler``, ``second-handler``."""
    code_tables: dict[str, str] = {}
    """Canonical table name -> the candidate's: ``status``, ``channel``, ``agency``, …"""
    office_hours: tuple[Shift, ...] = (
        Shift(start=time(7, 30), end=time(11, 30)),
        Shift(start=time(13, 30), end=time(17, 30)),
    )
    ratings: dict[str, str] = {}
    signing_keys: dict[str, SigningKey] = {}
    """Public keys with which the test agencies sign results, by agency: a PEM block
    (``PUBLIC KEY`` or ``CERTIFICATE``), or an Ed25519 key in hex. With them the evaluator verifies
    signatures itself, instead of believing what the candidate says of them."""


class Identity(Value):
    """What is evaluated."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{1,40}$")]
    name: Text
    vendor: str = ""
    version: str = ""
    kind: AppliesTo = AppliesTo.BOTH


class CandidateFile(Value):
    """One candidate, portable in one file."""

    motcua: Literal["1"]
    candidate: Identity
    edition: Edition
    sandbox: bool
    """True: a test instance that may be written to. Without it no writing operation is sent."""
    bases: dict[str, BaseUrl] = Field(min_length=1)
    redirects: tuple[BaseUrl, ...] = ()
    """Further origins that a redirect may lead to."""
    private_ca: str | None = None
    """PEM file with further authorities for all addresses, beside this file."""
    tls: dict[str, BaseTls] = {}
    """TLS settings of single addresses, by their names in ``bases``."""
    clock_control: bool = False
    test_data: TestData
    budgets: Budgets = Budgets()
    tolerances: Tolerances = Tolerances()
    adapter: Annotated[str, Field(pattern=r"^[\w-]+\.py:[A-Za-z_]\w*$")] | None = None
    """``file.py:ClassName`` beside this file, for what data cannot express."""
    binding: Binding
    contract: ContractSpec | None = None
    """The candidate's own OpenAPI document; without one INT-26 is not met."""

    @model_validator(mode="after")
    def _agree(self) -> CandidateFile:
        unknown = sorted(set(self.binding.operations) - set(OPERATIONS))
        if unknown:
            raise ValueError(
                Both(
                    f"không có thao tác này: {', '.join(unknown)}",
                    f"unknown operation: {', '.join(unknown)}",
                )
            )
        self._check_tls()
        base = self.contract.document.base if self.contract is not None else None
        if base is not None and base not in self.bases:
            raise ValueError(
                Both(
                    f"contract: không có địa chỉ tên {base!r}", f"contract: no base named {base!r}"
                )
            )
        for name, account in self.test_data.accounts.items():
            if account.auth not in self.binding.auth:
                raise ValueError(
                    Both(
                        f"tài khoản {name.value}: không có kiểu xác thực tên {account.auth!r}",
                        f"account {name.value}: no auth scheme named {account.auth!r}",
                    )
                )
        self._check_logins()
        for op, spec in self.binding.operations.items():
            for step in spec.steps:
                if step.base is not None and step.base not in self.bases:
                    raise ValueError(
                        Both(
                            f"thao tác {op}: không có địa chỉ tên {step.base!r}",
                            f"operation {op}: no base named {step.base!r}",
                        )
                    )
                if step.role is not None and step.role not in set(Role):
                    raise ValueError(
                        Both(
                            f"thao tác {op}: không có vai trò tên {step.role!r}",
                            f"operation {op}: no role named {step.role!r}",
                        )
                    )
                if step.auth not in {None, "none", *self.binding.auth}:
                    raise ValueError(
                        Both(
                            f"thao tác {op}: không có kiểu xác thực tên {step.auth!r}",
                            f"operation {op}: no auth scheme named {step.auth!r}",
                        )
                    )
            if spec.role is not None and spec.role not in set(Role):
                raise ValueError(
                    Both(
                        f"thao tác {op}: không có vai trò tên {spec.role!r}",
                        f"operation {op}: no role named {spec.role!r}",
                    )
                )
            if spec.python and not self.adapter:
                raise ValueError(
                    Both(
                        f"thao tác {op}: 'python' cần có 'adapter'",
                        f"operation {op}: 'python' needs 'adapter'",
                    )
                )
        return self

    def _check_logins(self) -> None:
        for scheme, auth in self.binding.auth.items():
            forgery = auth.anti_forgery
            renewing = (forgery.renew_by,) if forgery and forgery.renew_by else ()
            for step in (*auth.login, *renewing):
                if step.role is not None:
                    raise ValueError(
                        Both(
                            f"kiểu xác thực {scheme}: lần gọi khi đăng nhập không có 'role'",
                            f"auth scheme {scheme}: a call of a login has no 'role'",
                        )
                    )
                if step.base is not None and step.base not in self.bases:
                    raise ValueError(
                        Both(
                            f"kiểu xác thực {scheme}: không có địa chỉ tên {step.base!r}",
                            f"auth scheme {scheme}: no base named {step.base!r}",
                        )
                    )

    def _check_tls(self) -> None:
        for name in self.tls:
            if name not in self.bases:
                raise ValueError(
                    Both(
                        f"tls {name}: không có địa chỉ tên {name!r}",
                        f"tls {name}: no base named {name!r}",
                    )
                )
            if not self.bases[name].startswith("https:"):
                raise ValueError(
                    Both(
                        f"tls {name}: địa chỉ có http:// thì không dùng TLS",
                        f"tls {name}: no TLS is spoken at an address with http://",
                    )
                )

    @property
    def first_base(self) -> str:
        """Return the address used where a call names none."""
        return next(iter(self.bases.values()))
