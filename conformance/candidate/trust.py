"""TLS settings of single addresses: a private authority, and a client certificate (mTLS).

Gateways of ministries and provinces (LGSP) ask for one. The candidate file names environment
variables that hold the paths of the files; neither key nor passphrase stands in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, model_validator

from conformance.candidate.http import ClientCertificate, Origin, TlsTrust, normal_url, origin_of
from conformance.candidate.secret import Secret, from_environment
from conformance.errors import Both, ConfigurationFault, Fault
from conformance.words import Value


class FileByVariable(Value):
    """A file whose path an environment variable holds."""

    env: str = Field(min_length=1)
    """Name of the environment variable."""

    def path(self, place: str) -> Path:
        """Return the path; raise ``ConfigurationFault`` when the variable is not set."""
        return Path(from_environment(self.env, place))


class BaseTls(Value):
    """TLS settings of one address."""

    ca: str | None = None
    """PEM file with further authorities for this address, beside the candidate file."""
    client_certificate: FileByVariable | None = None
    """Variable with the path of a PEM file: the client certificate and its chain."""
    client_key: FileByVariable | None = None
    """Variable with the path of its private key; without it the key is in the same file."""
    client_key_password: Secret | None = None
    """Passphrase of the private key."""

    @model_validator(mode="after")
    def _certificate_given(self) -> BaseTls:
        if self.client_certificate is None and (self.client_key or self.client_key_password):
            raise ValueError(
                Both(
                    "'client_key' đi với 'client_certificate'",
                    "'client_key' goes with 'client_certificate'",
                )
            )
        return self

    def client(self, place: str) -> ClientCertificate | None:
        """Return the client certificate; raise ``ConfigurationFault`` for a variable not set."""
        if self.client_certificate is None:
            return None
        password = self.client_key_password
        return ClientCertificate(
            self.client_certificate.path(f"{place}.client_certificate"),
            self.client_key.path(f"{place}.client_key") if self.client_key else None,
            password.value(f"{place}.client_key_password") if password else None,
            place,
        )


def trust_of(
    bases: Mapping[str, str], tls: Mapping[str, BaseTls], ca_file: Path | None, folder: Path
) -> dict[Origin, TlsTrust]:
    """Return the TLS settings of each origin that has its own; ``ca_file`` holds for all.

    ``folder`` is where the candidate file stands. Raises ``ConfigurationFault`` for variables that
    are not set, and where one origin is given two different settings.
    """
    found: dict[Origin, TlsTrust] = {}
    for name, spec in tls.items():
        place = f"tls.{name}"
        own = folder / spec.ca if spec.ca else None
        trust = TlsTrust(ca_file, client=spec.client(place), own_ca_file=own)
        origin = origin_of(normal_url(bases[name]))
        if _differ(found.get(origin), trust):
            raise ConfigurationFault(
                Fault(
                    "tls-twice",
                    Both(
                        f"hai thiết lập TLS cho một máy chủ: {origin}",
                        f"two TLS settings for one host: {origin}",
                    ),
                    Both("khai một thiết lập cho máy chủ này", "give this host one setting"),
                    place,
                )
            )
        found[origin] = trust
    return found


def _differ(before: TlsTrust | None, now: TlsTrust) -> bool:
    if before is None:
        return False
    mine, other = before.client, now.client
    same = (mine and (mine.certificate, mine.key)) == (other and (other.certificate, other.key))
    return not same or before.own_ca_file != now.own_ca_file
