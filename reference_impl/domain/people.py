"""Who acts: roles, and the person behind a request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of the portal."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    RECEIVER = "receiver"
    HANDLER = "handler"
    LEADER = "leader"
    ADMIN = "admin"


ROLE_LABELS: dict[str, tuple[str, str]] = {
    "citizen": ("Công dân", "Citizen"),
    "business": ("Tổ chức, doanh nghiệp", "Business"),
    "receiver": ("Cán bộ tiếp nhận", "Receiving officer"),
    "handler": ("Chuyên viên xử lý", "Handling officer"),
    "leader": ("Lãnh đạo", "Leader"),
    "admin": ("Quản trị hệ thống", "Administrator"),
    "anonymous": ("Khách", "Visitor"),
    "system": ("Hệ thống", "System"),
}

APPLICANTS = frozenset({Role.CITIZEN, Role.BUSINESS})
OFFICERS = frozenset({Role.RECEIVER, Role.HANDLER, Role.LEADER})


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or nobody) behind a request."""

    user_id: str | None
    username: str
    full_name: str
    roles: frozenset[str]
    agency_id: str | None = None
    division_id: str | None = None
    title: str | None = None
    token_hash: str | None = None

    def has(self, *roles: str) -> bool:
        """Say whether the actor holds one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    def leading_role(self) -> str:
        """Return the role to be written beside a step."""
        for role in (Role.LEADER, Role.HANDLER, Role.RECEIVER, Role.ADMIN, *sorted(APPLICANTS)):
            if role in self.roles:
                return str(role)
        return "anonymous" if self.user_id is None else "system"


ANONYMOUS = Actor(None, "", "Khách", frozenset())
SYSTEM = Actor("system", "system", "Hệ thống", frozenset())
