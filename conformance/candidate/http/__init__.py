"""The guarded client: everything that talks to a candidate goes through here."""

from conformance.candidate.http.adapter import GuardAdapter, RefusedByGuard, TooLateForGuard
from conformance.candidate.http.budget import BudgetSpent, RequestBudget
from conformance.candidate.http.certificates import Validity, validity_of
from conformance.candidate.http.client import GuardedClient
from conformance.candidate.http.cookies import Cookie, CookieBox
from conformance.candidate.http.failures import FailureKind, NoAnswer, TransportFailure
from conformance.candidate.http.installation import guard_all_requests, require_original_urllib3
from conformance.candidate.http.limits import DEFAULT_LIMITS, Limits
from conformance.candidate.http.messages import Answer, Headers, OutgoingRequest, Transport
from conformance.candidate.http.oddities import Oddity, OddityCode, oddity
from conformance.candidate.http.origins import (
    AddressKind,
    Origin,
    Origins,
    normal_url,
    origin_of,
)
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
from conformance.candidate.http.tls import ClientCertificate, TlsTrust

__all__ = [
    "DEFAULT_LIMITS",
    "AddressKind",
    "Answer",
    "BudgetSpent",
    "ClientCertificate",
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
    "Validity",
    "form_json_payload",
    "form_payload",
    "guard_all_requests",
    "json_payload",
    "multipart_payload",
    "normal_url",
    "oddity",
    "origin_of",
    "read_json",
    "require_original_urllib3",
    "soap_payload",
    "validity_of",
    "xml_payload",
]
