"""The candidate file: what the candidate is, where it is, what it claims, what we need (ICS, IXIT).

Reading it gives a frozen ``CandidateFile`` or a ``ConfigurationFault`` that names line and mend.
"""

from __future__ import annotations

import os
from datetime import time
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from conformance.candidate.binding import Binding
from conformance.candidate.operations import OPERATIONS, Role
from conformance.errors import ConfigurationFault, Fault
from conformance.words import AppliesTo, Edition, Text, Value


def _http_base(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"an address starts with http:// or https:// and names a host: {url!r}")
    if parts.query or parts.fragment or parts.username:
        raise ValueError(f"an address has no query, fragment or user name: {url!r}")
    if parts.port is not None and parts.port == 0:
        raise ValueError(f"an address has a port from 1 to 65535: {url!r}")
    return url.rstrip("/")


BaseUrl = Annotated[str, AfterValidator(_http_base)]


class Secret(Value):
    """A secret by reference (``env``), or a value that is public by nature (a sandbox account)."""

    env: str | None = None
    public: str | None = None

    @model_validator(mode="after")
    def _one(self) -> Secret:
        if (self.env is None) == (self.public is None):
            raise ValueError("give exactly one of: env (name of an environment variable), public")
        return self

    def value(self, place: str) -> str:
        """Return the secret; raise ``ConfigurationFault`` when the variable is not set."""
        if self.public is not None:
            return self.public
        found = os.environ.get(self.env or "")
        if not found:
            raise ConfigurationFault(
                Fault(
                    "secret-missing",
                    f"biến môi trường {self.env} chưa được đặt / "
                    f"environment variable {self.env} is not set",
                    f"export {self.env}=…  (hoặc sửa tên biến / or mend the name in the file)",
                    place,
                )
            )
        return found


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


class Limit(Value):
    """The statutory limit of a procedure."""

    amount: int = Field(gt=0)
    unit: Literal["hour", "day", "working-day", "month"]


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
    name: str | None = None
    """The official name (code and name must agree with the national catalogue, POR-05)."""
    publishes: dict[str, Any] = {}
    """Changes that make a new version when published (OSS-01); ``{word}`` in a text becomes a word
    that is new each time, so that every version differs from the one before."""
    publishes_incomplete: dict[str, Any] = {}
    """Changes that empty mandatory content: publishing them must be refused (OSS-01)."""


class Budgets(Value):
    """How much the evaluator may ask of the candidate."""

    parallel: int = Field(default=8, ge=1, le=64)
    requests_per_second: float = Field(default=100, gt=0)
    requests_total: int = Field(default=20_000, gt=0)
    deadline_s: float = Field(default=10, gt=0, le=300)
    check_s: float = Field(default=120, gt=0)
    run_s: float = Field(default=3_600, gt=0)
    max_body_bytes: int = Field(default=20_000_000, gt=0)


class Tolerances(Value):
    """What an honest difference is."""

    clock_skew_s: int = Field(default=120, ge=0)
    due_granularity: Literal["day", "minute"] = "day"


class Shift(Value):
    """Office hours within a day."""

    start: time
    end: time


class TestData(Value):
    """What the evaluator needs to reach and use the candidate (IXIT)."""

    __test__ = False

    accounts: dict[Role, Account]
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
    clock_control: bool = False
    test_data: TestData
    budgets: Budgets = Budgets()
    tolerances: Tolerances = Tolerances()
    adapter: Annotated[str, Field(pattern=r"^[\w-]+\.py:[A-Za-z_]\w*$")] | None = None
    """``file.py:ClassName`` beside this file, for what data cannot express."""
    binding: Binding

    @model_validator(mode="after")
    def _agree(self) -> CandidateFile:
        unknown = sorted(set(self.binding.operations) - set(OPERATIONS))
        if unknown:
            raise ValueError(f"unknown operation: {', '.join(unknown)}")
        for name, account in self.test_data.accounts.items():
            if account.auth not in self.binding.auth:
                raise ValueError(f"account {name.value}: no auth scheme named {account.auth!r}")
        for scheme, auth in self.binding.auth.items():
            for step in auth.login:
                if step.base is not None and step.base not in self.bases:
                    raise ValueError(f"auth scheme {scheme}: no base named {step.base!r}")
        for op, spec in self.binding.operations.items():
            for step in spec.steps:
                if step.base is not None and step.base not in self.bases:
                    raise ValueError(f"operation {op}: no base named {step.base!r}")
                if step.auth not in {None, "none", *self.binding.auth}:
                    raise ValueError(f"operation {op}: no auth scheme named {step.auth!r}")
            if spec.role is not None and spec.role not in set(Role):
                raise ValueError(f"operation {op}: no role named {spec.role!r}")
            if spec.python and not self.adapter:
                raise ValueError(f"operation {op}: 'python' needs 'adapter'")
        return self

    @property
    def first_base(self) -> str:
        """Return the address used where a call names none."""
        return next(iter(self.bases.values()))
