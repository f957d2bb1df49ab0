"""What the doctor says of client certificates, in both languages."""

from __future__ import annotations

from datetime import datetime

from conformance.words import Text


def valid_until(ends: datetime) -> Text:
    """The certificate is valid."""
    return Text(
        vi=f"chứng thư của máy khách còn hạn đến {ends:%d/%m/%Y}",
        en=f"the client certificate is valid until {ends:%Y-%m-%d}",
    )


def expires_soon(ends: datetime) -> Text:
    """The certificate expires within the month."""
    return Text(
        vi=f"chứng thư của máy khách sắp hết hạn: {ends:%d/%m/%Y}",
        en=f"the client certificate expires soon: {ends:%Y-%m-%d}",
    )


def expired(ends: datetime) -> Text:
    """The certificate has expired."""
    return Text(
        vi=f"chứng thư của máy khách đã hết hạn từ {ends:%d/%m/%Y}",
        en=f"the client certificate expired on {ends:%Y-%m-%d}",
    )


def not_yet(begins: datetime) -> Text:
    """The certificate is not valid yet."""
    return Text(
        vi=f"chứng thư của máy khách chưa có hiệu lực trước {begins:%d/%m/%Y}",
        en=f"the client certificate is not valid before {begins:%Y-%m-%d}",
    )


RENEW = Text(
    vi="xin cấp lại chứng thư, rồi sửa biến môi trường chỉ tới tệp mới",
    en="have the certificate renewed, and let the variable point at the new file",
)
MEND_CLIENT_CERTIFICATE = Text(
    vi="hệ thống đòi chứng thư của máy khách, hoặc không nhận chứng thư đã khai: khai hoặc sửa "
    "tls.<địa chỉ>.client_certificate và client_key",
    en="the system asks for a client certificate, or does not accept the one that is declared: "
    "declare or mend tls.<address>.client_certificate and client_key",
)
