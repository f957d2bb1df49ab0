"""Whom to trust on https, and who we are there: authorities, and a client certificate."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NoReturn

import certifi

from conformance.errors import Both, ConfigurationFault, Fault, system_words


class _PassphraseWanted(Exception):
    """The key is encrypted and no passphrase was given."""


class _Passphrase:
    """Answers OpenSSL, which would otherwise ask on the terminal."""

    def __init__(self, passphrase: str | None) -> None:
        self._passphrase = passphrase
        self.given = False

    def __call__(self) -> str:
        if self._passphrase is None:
            raise _PassphraseWanted
        self.given = True
        return self._passphrase


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """Who we are to a server that asks (mTLS): PEM files of certificate chain and key.

    Without ``key`` the key stands in the file of the certificate. ``place`` is where the
    candidate file names them.
    """

    certificate: Path
    key: Path | None = None
    passphrase: str | None = field(default=None, repr=False)
    place: str = "tls"

    def load_into(self, context: ssl.SSLContext) -> None:
        """Load certificate and key; raises ``ConfigurationFault`` for what cannot be used."""
        self._expect_file(self.certificate, "client_certificate", "CERTIFICATE")
        if self.key is not None:
            self._expect_file(self.key, "client_key", "PRIVATE KEY")
        asked = _Passphrase(self.passphrase)
        try:
            context.load_cert_chain(self.certificate, self.key, asked)
        except _PassphraseWanted:
            self._fault(
                "client_key_password",
                Both(
                    "khóa riêng có mật khẩu mà chưa khai",
                    "the key has a passphrase, and none is given",
                ),
                Both("khai", "give").before(" client_key_password: {env: …}"),
            )
        except (OSError, ValueError, TypeError) as error:
            self._refuse(error, asked.given)

    def _expect_file(self, path: Path, key: str, what: str) -> None:
        try:
            text = path.read_text(encoding="ascii", errors="replace")
        except OSError as error:
            self._fault(
                key,
                system_words(error).following("không đọc được tệp", "the file cannot be read"),
                Both("kiểm tra đường dẫn trong biến môi trường", "check the path in the variable"),
            )
        if f"{what}-----" not in text:
            self._fault(
                key,
                Both("tệp không có khối PEM", "the file has no PEM block").before(f": {what}"),
                Both("chuyển sang PEM", "convert it to PEM").before(
                    " (openssl pkcs12 -in … -out …)"
                ),
            )

    def _refuse(self, error: Exception, passphrase_given: bool) -> NoReturn:
        reason = getattr(error, "reason", None) or type(error).__name__
        if reason in _NO_FIT:
            self._fault(
                "client_key",
                Both("khóa riêng không đi với chứng thư", "the key does not fit the certificate"),
                Both("khai đúng khóa của chứng thư này", "name the key of this very certificate"),
            )
        if passphrase_given:
            self._fault(
                "client_key_password",
                Both("mật khẩu của khóa riêng sai", "the passphrase of the key is wrong"),
                Both("sửa giá trị của biến môi trường", "mend the value of the variable"),
            )
        self._fault(
            "client_key",
            Both("chứng thư hoặc khóa không dùng được", "certificate or key cannot be used").before(
                f": {reason}"
            ),
            Both("dùng tệp PEM có chứng thư và khóa", "use PEM files of a certificate and a key"),
        )

    def _fault(self, key: str, cause: Both, mend: Both) -> NoReturn:
        code = f"tls-{key.replace('_', '-')}"
        raise ConfigurationFault(Fault(code, cause, mend, f"{self.place}.{key}")) from None


_NO_FIT = frozenset({"KEY_VALUES_MISMATCH", "KEY_TYPE_MISMATCH", "NO_CERTIFICATE_ASSIGNED"})


@dataclass(frozen=True, slots=True)
class TlsTrust:
    """What a server's certificate is checked against, and what it is shown of us.

    ``ca_file`` is a PEM file of further authorities (private CA); ``verify`` may be switched off
    for a test system only, and a report has to say so. TLS 1.2 is the least version.
    """

    ca_file: Path | None = None
    verify: bool = True
    client: ClientCertificate | None = None
    own_ca_file: Path | None = None
    """A further PEM file, of one address alone."""

    def context(self) -> ssl.SSLContext:
        """Return the TLS settings; raises ``ConfigurationFault`` for an unusable file."""
        if self.ca_file is None and self.own_ca_file is None and self.client is None:
            return _public(self.verify)
        context = _make(self.verify)
        for path in (self.ca_file, self.own_ca_file):
            if path is not None:
                _load_authorities(context, path)
        if self.client is not None:
            self.client.load_into(context)
        return context


def _load_authorities(context: ssl.SSLContext, path: Path) -> None:
    try:
        context.load_verify_locations(cafile=path)
    except (OSError, ssl.SSLError) as error:
        raise ConfigurationFault(
            Fault(
                code="tls-ca-file",
                cause=Both("tệp CA không dùng được", "the CA file cannot be used").before(
                    f": {error}"
                ),
                mend=Both("khai tệp PEM đọc được", "name a readable file with PEM certificates"),
                place=str(path),
            )
        ) from error


def _make(verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=certifi.where() if verify else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


@cache
def _public(verify: bool) -> ssl.SSLContext:
    """Loading the public authorities costs tens of milliseconds: once per process will do."""
    return _make(verify)
