"""The people of a one-stop portal: who asks for operations, by role."""

from __future__ import annotations

from conformance.candidate.applicants import Applicant, Citizen, Visitor
from conformance.candidate.officers import Admin, Handler, Leader, Officer, Receiver
from conformance.candidate.operations import Role
from conformance.candidate.portal import Portal

__all__ = [
    "Admin",
    "Applicant",
    "Citizen",
    "Handler",
    "Leader",
    "Officer",
    "OneStop",
    "Receiver",
    "Visitor",
]


class OneStop(Portal):
    """A portal with its people."""

    @property
    def anyone(self) -> Visitor:
        """Somebody who is not signed in."""
        return Visitor(self, Role.ANYONE)

    @property
    def citizen(self) -> Citizen:
        """The first citizen."""
        return Citizen(self, Role.CITIZEN)

    @property
    def other_citizen(self) -> Citizen:
        """Another citizen."""
        return Citizen(self, Role.OTHER_CITIZEN)

    @property
    def business(self) -> Citizen:
        """A business as applicant."""
        return Citizen(self, Role.BUSINESS)

    @property
    def receiver(self) -> Receiver:
        """The receiving officer of the first commune."""
        return Receiver(self, Role.RECEIVER)

    @property
    def other_receiver(self) -> Receiver:
        """The receiving officer of another commune."""
        return Receiver(self, Role.OTHER_RECEIVER)

    @property
    def centre_receiver(self) -> Receiver:
        """A receiving officer of the higher level's one-stop unit."""
        return Receiver(self, Role.CENTRE_RECEIVER)

    @property
    def handler(self) -> Handler:
        """The handling officer."""
        return Handler(self, Role.HANDLER)

    @property
    def other_handler(self) -> Handler:
        """A handling officer of another department."""
        return Handler(self, Role.OTHER_HANDLER)

    @property
    def partner_handler(self) -> Handler:
        """A handling officer of an agency that takes part beside others."""
        return Handler(self, Role.PARTNER_HANDLER)

    @property
    def leader(self) -> Leader:
        """The leader."""
        return Leader(self, Role.LEADER)

    @property
    def other_leader(self) -> Leader:
        """The leader of the department of ``other_handler``."""
        return Leader(self, Role.OTHER_LEADER)

    @property
    def partner_leader(self) -> Leader:
        """The leader of the agency of ``partner_handler``."""
        return Leader(self, Role.PARTNER_LEADER)

    @property
    def one_stop_head(self) -> Officer:
        """The head of the one-stop unit that receives the dossiers of ``receiver``."""
        return Officer(self, Role.ONE_STOP_HEAD)

    @property
    def admin(self) -> Admin:
        """The administrator."""
        return Admin(self, Role.ADMIN)
