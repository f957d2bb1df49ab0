"""Where a run may connect to: declared origins, checked again after each name resolution."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.exceptions import RequestException

from conformance.candidate.http.failures import FailureKind, Refusal
from conformance.candidate.http.oddities import shown
from conformance.candidate.http.resolving import Address, Lookup, resolve, system_lookup
from conformance.errors import Both, ConfigurationFault, Fault

_DEFAULT_PORTS = {"http": 80, "https": 443}
_METADATA = frozenset(
    ipaddress.ip_address(text)
    for text in ("100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254")
)
"""Cloud metadata services outside the link-local range (Alibaba, Oracle, Azure, AWS IPv6)."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class AddressKind(StrEnum):
    """What an IP address is for."""

    PUBLIC = "public"
    PRIVATE = "private"
    LOOPBACK = "loopback"
    LINK_LOCAL = "link-local"
    METADATA = "metadata"
    OTHER = "other"


_ALWAYS_ALLOWED = frozenset({AddressKind.PUBLIC, AddressKind.PRIVATE})


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Scheme, host (lower case, ASCII, IPv6 without brackets) and port."""

    scheme: str
    host: str
    port: int

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def normal_url(url: str) -> str:
    """Return ``url`` as it is sent (host in ASCII lower case, path quoted).

    Raises ``Refusal`` (outside-origins) for what is not an http or https address, or holds a
    user name.
    """
    request = PreparedRequest()
    try:
        request.prepare_url(url, None)
        parts = urlsplit(request.url or "")
        port_is_valid = parts.port is None or parts.port > 0
    except (RequestException, ValueError, UnicodeError):
        raise _outside("url", shown(url)) from None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or not port_is_valid:
        raise _outside("url", shown(url))
    if "@" in parts.netloc:
        raise _outside("user-in-url", shown(parts.hostname))
    return str(request.url)


def origin_of(url: str) -> Origin:
    """Return the origin of an address that ``normal_url`` has returned."""
    parts = urlsplit(url)
    return Origin(parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS[parts.scheme])


def kind_of(address: str) -> AddressKind:
    """Classify an IP address; one embedded in IPv6 (mapped, NAT64, 6to4) counts as itself."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return kind_of(str(inner))
    if ip in _METADATA:
        return AddressKind.METADATA
    if ip.is_loopback:
        return AddressKind.LOOPBACK
    if ip.is_link_local:
        return AddressKind.LINK_LOCAL
    if ip.is_multicast or ip.is_unspecified or ip.is_reserved:
        return AddressKind.OTHER
    return AddressKind.PRIVATE if ip.is_private else AddressKind.PUBLIC


@dataclass(frozen=True, slots=True)
class Origins:
    """The declared origins of a candidate and the addresses they had at preflight.

    ``pinned`` maps a host to its addresses; an empty mapping means no preflight yet, and then
    only the kind of address is checked. ``kinds`` are the kinds of address that a host *name*
    may resolve to beside public and private ones; an address written literally in a declared
    origin, and ``localhost``, are declared as such.
    """

    allowed: frozenset[Origin]
    kinds: frozenset[AddressKind] = frozenset()
    pinned: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    lookup: Lookup = system_lookup

    @classmethod
    def declare(
        cls,
        urls: Iterable[str],
        kinds: Iterable[AddressKind] = (),
        lookup: Lookup = system_lookup,
    ) -> Origins:
        """Declare the origins of base addresses.

        Raises ``ConfigurationFault`` for an address that is not usable.
        """
        found, faults = [], []
        for url in urls:
            try:
                found.append(origin_of(normal_url(url)))
            except Refusal:
                faults.append(
                    Fault(
                        code="origin-address",
                        cause=Both(
                            f"'{shown(url)}' không phải địa chỉ http(s) dùng được",
                            f"'{shown(url)}' is not a usable http(s) address",
                        ),
                        mend=Both(
                            "viết theo dạng https://máy-chủ[:cổng]/đường-dẫn, không có tên người "
                            "dùng",
                            "write it as https://host[:port]/path, without a user name",
                        ),
                    )
                )
        if faults:
            raise ConfigurationFault(*faults)
        return cls(frozenset(found), frozenset(kinds), lookup=lookup)

    def resolved(self, seconds: float = 5.0) -> Origins:
        """Return the same origins with the addresses they have now (preflight).

        Raises ``Refusal`` as ``addresses`` does.
        """
        pinned = {
            origin.host: frozenset(a.ip for a in self.addresses(origin, seconds))
            for origin in sorted(self.allowed)
        }
        return Origins(self.allowed, self.kinds, MappingProxyType(pinned), self.lookup)

    def admit(self, url: str) -> str:
        """Return ``url`` normalised; raises ``Refusal`` when its origin is not declared."""
        normal = normal_url(url)
        self.require(origin_of(normal))
        return normal

    def declares(self, url: str) -> bool:
        """Tell whether ``url`` lies in a declared origin."""
        try:
            self.admit(url)
        except Refusal:
            return False
        return True

    def require(self, origin: Origin) -> None:
        """Raise ``Refusal`` (outside-origins) when ``origin`` is not declared."""
        if origin not in self.allowed:
            raise _outside("origin", shown(str(origin)))

    def addresses(self, origin: Origin, seconds: float) -> list[Address]:
        """Resolve a declared origin and return the addresses that may be connected to.

        ``seconds`` bounds the look-up. Raises ``Refusal``: outside-origins for an undeclared
        origin, an address of a kind that is not declared, or only addresses that the host did
        not have at preflight; dns when the name does not resolve.
        """
        self.require(origin)
        found = resolve(origin.host, origin.port, seconds, self.lookup)
        for address in found:
            kind = kind_of(address.ip)
            if kind not in _ALWAYS_ALLOWED | self._declared_kinds(origin.host):
                raise _outside(f"address-{kind}", f"{shown(origin.host)} -> {address.ip} ({kind})")
        pins = self.pinned.get(origin.host)
        if pins is None:
            return found
        same = [address for address in found if address.ip in pins]
        if not same:
            now = ", ".join(sorted(address.ip for address in found))
            then = ", ".join(sorted(pins))
            raise _outside("address-changed", f"{shown(origin.host)}: {now} (preflight: {then})")
        return same

    def _declared_kinds(self, host: str) -> frozenset[AddressKind]:
        if host == "localhost" or host.endswith(".localhost"):
            return self.kinds | {AddressKind.LOOPBACK}
        try:
            return self.kinds | {kind_of(host)}
        except ValueError:
            return self.kinds


def _outside(cause: str, seen: str) -> Refusal:
    return Refusal(FailureKind.OUTSIDE_ORIGINS, cause, seen)
