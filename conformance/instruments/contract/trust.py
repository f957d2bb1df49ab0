"""TLS settings as they go over the pipe to the child, and back into the guard's terms."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from conformance.candidate.http import ClientCertificate, Origin, TlsTrust, normal_url, origin_of
from conformance.instruments.contract.messages import OwnTls


def as_messages(trust: Mapping[Origin, TlsTrust]) -> tuple[OwnTls, ...]:
    """Return the settings of each address as the child is told them."""
    return tuple(
        OwnTls(
            url=str(origin),
            own_ca=_absolute(each.own_ca_file),
            certificate=_absolute(each.client.certificate if each.client else None),
            key=_absolute(each.client.key if each.client else None),
            passphrase=each.client.passphrase if each.client else None,
        )
        for origin, each in trust.items()
    )


def own_trust(given: tuple[OwnTls, ...], authorities: Path | None) -> dict[Origin, TlsTrust]:
    """Return the settings as the guard takes them."""
    return {
        origin_of(normal_url(each.url)): TlsTrust(
            authorities,
            client=ClientCertificate(
                Path(each.certificate), Path(each.key) if each.key else None, each.passphrase
            )
            if each.certificate
            else None,
            own_ca_file=Path(each.own_ca) if each.own_ca else None,
        )
        for each in given
    }


def _absolute(path: Path | None) -> str | None:
    return None if path is None else str(path.resolve())
