"""Whom to trust on https: the public authorities, and a private one where a file names it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import certifi

from conformance.errors import ConfigurationFault, Fault


@dataclass(frozen=True, slots=True)
class TlsTrust:
    """What a server's certificate is checked against.

    ``ca_file`` is a PEM file of further authorities (private CA); ``verify`` may be switched off
    for a test system only, and a report has to say so. TLS 1.2 is the least version.
    """

    ca_file: Path | None = None
    verify: bool = True

    def context(self) -> ssl.SSLContext:
        """Return the TLS settings; raises ``ConfigurationFault`` for an unusable ``ca_file``."""
        if self.ca_file is None:
            return _public(self.verify)
        context = _make(self.verify)
        try:
            context.load_verify_locations(cafile=self.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationFault(
                Fault(
                    code="tls-ca-file",
                    cause=f"the CA file cannot be used: {error}",
                    mend="name a readable file with PEM certificates",
                    place=str(self.ca_file),
                )
            ) from error
        return context


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
