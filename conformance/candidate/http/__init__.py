"""The guarded client: everything that talks to a candidate goes through here."""

from conformance.candidate.http.adapter import GuardAdapter, RefusedByGuard, TooLateForGuard
from conformance.candidate.http.budget import BudgetSpent, RequestBudget
from conformance.candidate.http.client import GuardedClient
from conformance.candidate.http.cookies import Cookie, CookieBox
from conformance.candidate.http.failures import FailureKind, NoAnswer, TransportFailure
from conformance.candidate.http.installation import guard_all_requests, require_original_urllib3
from conformance.candidate.http.limits import DEFAULT_LIMITS, Limits
from conformance.candidate.http.messages import Answer, Headers, OutgoingRequest, Transport
from conformance.candidate.http.oddities import Oddity, OddityCode, oddity
from conformance.candidate.http.origins import AddressKind, Origin, Origins
from conformance.candidate.http.payloads import (
    FilePart,
    Payload,
    form_json_payload,
    form_payload,
    json_payload,
    multipart_payload,
    soap_payload,
    xml_payload,
)
from conformance.candidate.http.strict_json import JsonReading, read_json
from conformance.candidate.http.tls import TlsTrust

__all__ = [
    "DEFAULT_LIMITS",
    "AddressKind",
    "Answer",
    "BudgetSpent",
    "Cookie",
    "CookieBox",
    "FailureKind",
    "FilePart",
    "GuardAdapter",
    "GuardedClient",
    "Headers",
    "JsonReading",
    "Limits",
    "NoAnswer",
    "Oddity",
    "OddityCode",
    "Origin",
    "Origins",
    "OutgoingRequest",
    "Payload",
    "RefusedByGuard",
    "RequestBudget",
    "TlsTrust",
    "TooLateForGuard",
    "Transport",
    "TransportFailure",
    "form_json_payload",
    "form_payload",
    "guard_all_requests",
    "json_payload",
    "multipart_payload",
    "oddity",
    "read_json",
    "require_original_urllib3",
    "soap_payload",
    "xml_payload",
]
