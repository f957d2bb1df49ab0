"""First step of the doctor: does each address resolve, connect, shake hands and answer?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from conformance.candidate.dates import VIETNAM
from conformance.candidate.http import (
    Answer,
    FailureKind,
    NoAnswer,
    OutgoingRequest,
    validity_of,
)
from conformance.run import doctor_tls_words as words
from conformance.run.doctor_report import DoctorFinding, FaultClass
from conformance.run.doctor_visit import Visit, fault, good, warning
from conformance.words import Text

_SOON = timedelta(days=30)


_HUNG_UP = frozenset({"closed-without-answer", "connection-lost"})
"""Nothing was said: a system that is starting, or stopping, does so too."""


@dataclass(frozen=True, slots=True)
class BaseResult:
    """What one address came to."""

    name: str
    answered: bool
    findings: tuple[DoctorFinding, ...]


def try_bases(visit: Visit) -> list[BaseResult]:
    """Ask each address once; an address that is silent while another answers is a wrong one."""
    bases = visit.file.bases
    tried = visit.together([partial(_ask, visit, name, url) for name, url in bases.items()])
    answered = any(not isinstance(each, NoAnswer) or _came_far(each) for each in tried)
    return [
        _result(visit, name, url, outcome, answered)
        for (name, url), outcome in zip(bases.items(), tried, strict=True)
    ]


def _ask(visit: Visit, name: str, url: str) -> Answer | NoAnswer:
    try:
        return visit.tape(f"base/{name}").send(OutgoingRequest("GET", url), "reach", "anyone")
    except NoAnswer as silent:
        return silent


def _came_far(silent: NoAnswer) -> bool:
    """Tell whether HTTP is spoken there, though this one answer cannot be used."""
    spoke = silent.kind is FailureKind.PROTOCOL and silent.failure.status is not None
    return silent.kind is FailureKind.OVER_CAP or spoke


def _result(
    visit: Visit, name: str, url: str, outcome: Answer | NoAnswer, answered: bool
) -> BaseResult:
    place = f"bases.{name}"
    if isinstance(outcome, NoAnswer):
        silent = _silent(place, url, outcome, answered)
        return BaseResult(name, _came_far(outcome), (silent, *_client_certificate(visit, name)))
    seen = Text(
        vi=f"{url} trả lời HTTP {outcome.status} sau {outcome.elapsed_ms:.0f} ms",
        en=f"{url} answers HTTP {outcome.status} after {outcome.elapsed_ms:.0f} ms",
    )
    findings = [good("address/answers", seen, place), *_client_certificate(visit, name)]
    target = outcome.redirected_to
    if target is not None and not visit.setting.client.origins.declares(target):
        findings.append(
            warning(
                "address/redirects",
                "redirects",
                Text(
                    vi=f"{url} chuyển hướng đến nơi chưa khai báo: {target}",
                    en=f"{url} redirects to where nothing is declared: {target}",
                ),
                Text(
                    vi="nếu đúng ý, khai thêm địa chỉ này trong redirects; nếu không, sửa bases",
                    en="if that is meant, declare the address in redirects; if not, mend bases",
                ),
            )
        )
    return BaseResult(name, True, tuple(findings))


def _client_certificate(visit: Visit, name: str) -> list[DoctorFinding]:
    """Say until when the client certificate of an address is valid."""
    spec = visit.file.tls.get(name)
    client = spec.client(f"tls.{name}") if spec is not None else None
    if client is None:
        return []
    place = f"tls.{name}.client_certificate"
    validity = validity_of(client.certificate)
    if validity is None:
        return []
    today = datetime.now(VIETNAM)
    begins, ends = (at.astimezone(VIETNAM) for at in (validity.begins, validity.ends))
    if today < begins:
        return [warning("address/client-certificate", place, words.not_yet(begins), words.RENEW)]
    if ends < today + _SOON:
        seen = words.expired(ends) if ends < today else words.expires_soon(ends)
        return [warning("address/client-certificate", place, seen, words.RENEW)]
    return [good("address/client-certificate", words.valid_until(ends), place)]


def _silent(place: str, url: str, silent: NoAnswer, others_answer: bool) -> DoctorFinding:
    cause = silent.failure.cause
    kind = silent.kind
    seen = Text(vi=f"{url}: {silent.detail.vi}", en=f"{url}: {silent.detail.en}")
    code = f"address/{kind.value}"
    if kind is FailureKind.OVER_CAP:
        mend = Text(
            vi="tăng budgets.max_body_bytes nếu câu trả lời lớn là bình thường",
            en="raise budgets.max_body_bytes if such large answers are usual",
        )
        return warning(code, place, seen, mend, whose=FaultClass.CANDIDATE)
    if _came_far(silent):
        mend = Text(
            vi="xem nhật ký lỗi của hệ thống; câu trả lời này sai giao thức HTTP",
            en="look at the system's own error log; this answer breaks the HTTP protocol",
        )
        return warning(code, place, seen, mend, whose=FaultClass.CANDIDATE)
    if kind is FailureKind.PROTOCOL and cause not in _HUNG_UP:
        mend = Text(
            vi="nơi này có trả lời nhưng không phải HTTP: sửa cổng",
            en="something answers there, but not HTTP: mend the port",
        )
        return fault(code, place, seen, mend)
    if kind is FailureKind.DNS and cause == "no-address":
        mend = Text(
            vi="sửa tên máy chủ; hoặc kiểm tra DNS và mạng nơi chạy",
            en="mend the host name; or look at the DNS and the network of this machine",
        )
        return fault(code, place, seen, mend)
    if kind is FailureKind.OUTSIDE_ORIGINS:
        mend = Text(
            vi="ghi địa chỉ IP đó trực tiếp vào bases nếu đúng là hệ thống cần đánh giá",
            en="write that IP address itself in bases if it is the system to evaluate",
        )
        return fault(code, place, seen, mend)
    if kind is FailureKind.TLS:
        return fault(f"{code}-{cause}", *_tls(place, cause, seen))
    mend = Text(
        vi="kiểm tra máy chủ và cổng đã khai; nếu đúng, bật hệ thống và kiểm tra tường lửa",
        en="look at the host and the port that are declared; if they are right, start the system "
        "and look at the firewall",
    )
    if others_answer:
        return fault(code, place, seen, mend)
    return fault(code, place, seen, mend, whose=FaultClass.CANDIDATE)


def _tls(place: str, cause: str, seen: Text) -> tuple[str, Text, Text]:
    if cause == "client-certificate":
        return (place, seen, words.MEND_CLIENT_CERTIFICATE)
    if cause == "certificate":
        return (
            place,
            seen,
            Text(
                vi="dùng đúng tên máy chủ ghi trong chứng thư; chứng thư của CA nội bộ thì khai "
                "tệp CA trong private_ca; chứng thư hết hạn thì gia hạn ở hệ thống",
                en="use the host name that the certificate names; for an internal authority name "
                "its file in private_ca; renew an expired certificate at the system",
            ),
        )
    return (
        place,
        seen,
        Text(
            vi="nếu cổng này không dùng TLS, viết http:// thay cho https://; hệ thống phải hỗ trợ "
            "TLS 1.2 trở lên; nếu hệ thống đòi chứng thư của máy khách, khai trong tls",
            en="if this port speaks no TLS, write http:// in place of https://; the system has to "
            "offer TLS 1.2 or later; if it asks for a client certificate, declare it in tls",
        ),
    )
