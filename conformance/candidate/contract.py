"""What the candidate file says of the candidate's own OpenAPI document.

The document is a claim; the contract suite holds the candidate to it (``interfaces.md`` F 13).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from conformance.candidate.operations import Role
from conformance.errors import Both
from conformance.words import Value

Name = Annotated[str, Field(min_length=1, max_length=200)]


class DocumentPlace(Value):
    """Where the document is: a path on an address, or a file beside the candidate file."""

    path: Annotated[str, Field(pattern=r"^/\S*$")] | None = None
    base: str | None = None
    """Name of the address that ``path`` and the operations hang on; the first one by default."""
    file: Annotated[str, Field(pattern=r"^[\w][\w./-]*$")] | None = None

    @model_validator(mode="after")
    def _one(self) -> DocumentPlace:
        if (self.path is None) == (self.file is None):
            raise ValueError(
                Both(
                    "cho đúng một trong: path (trên một địa chỉ), file (cạnh tệp này)",
                    "give exactly one of: path (on an address), file (beside this file)",
                )
            )
        if self.file is not None and ".." in self.file.split("/"):
            raise ValueError(
                Both(
                    "tệp nằm cạnh tệp khai báo: tên không có '..'",
                    "the file lies beside the candidate file: no '..' in its name",
                )
            )
        return self


class ContractBudget(Value):
    """How much the random finder may ask and take; direct checks keep to ``budgets``."""

    requests: int = Field(default=6_000, gt=0)
    seconds: int = Field(default=60, ge=5, le=3_600)
    """Where it stops, whatever is left. A run that ends before it repeats by its seed."""
    examples: int = Field(default=12, ge=1, le=10_000)
    """Random requests to each operation, and random walks; the boundary values come on top."""
    memory_mb: int = Field(default=2_048, ge=512)
    """Address space of the child process."""


class OperationGroup(Value):
    """Operations of the document: by tag, or each as ``operationId`` or ``GET /path``."""

    tags: tuple[Name, ...] = ()
    operations: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _some(self) -> OperationGroup:
        if not self.tags and not self.operations:
            raise ValueError(Both("nêu tags hoặc operations", "name tags or operations"))
        return self


class RoleRule(OperationGroup):
    """Who asks for these operations."""

    role: Role


class LeftOut(OperationGroup):
    """Operations that the random finder leaves alone, and why."""

    reason: Annotated[str, Field(min_length=8)]


class ContractSpec(Value):
    """The candidate's own description of its API, and how far it may be tried at random."""

    document: DocumentPlace
    budget: ContractBudget = ContractBudget()
    schemes: Mapping[str, Role] = {}
    """Security scheme of the document -> the role whose account stands behind it."""
    roles: tuple[RoleRule, ...] = ()
    """Exceptions to ``schemes``; the first that fits counts."""
    leave_out: tuple[LeftOut, ...] = ()
