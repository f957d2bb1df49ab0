"""Client certificates (mTLS): shown to the address that has one, and their faults told plainly."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from conformance.candidate.http import (
    ClientCertificate,
    FailureKind,
    GuardedClient,
    Limits,
    NoAnswer,
    Origins,
    OutgoingRequest,
    TlsTrust,
    guard_all_requests,
    normal_url,
    origin_of,
    validity_of,
)
from conformance.candidate.trust import BaseTls, trust_of
from conformance.errors import ConfigurationFault

ROOMY = Limits(connect_seconds=2, deadline_seconds=5)
PASSPHRASE = "mat-khau-cua-khoa-77"


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def papers(authority: tuple[Path, Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make client certificates: a good one (plain, encrypted, in one file), and others."""
    from tests.candidate_http.hostile import make_client

    folder, now = tmp_path_factory.mktemp("client"), datetime.now(UTC)
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    for name, begins, ends in (("good", -1, 100), ("soon", -1, 3), ("expired", -9, -2)):
        span = (now + timedelta(days=begins), now + timedelta(days=ends))
        make_client(folder, authority[0], name, *span)
    openssl("req", "-x509", *curve, "-keyout", folder / "own.key", "-out", folder / "own.pem",
            "-days", "9", "-subj", "/CN=self-signed")  # fmt: skip
    openssl("pkcs8", "-topk8", "-in", folder / "good.key", "-out", folder / "locked.key",
            "-passout", f"pass:{PASSPHRASE}")  # fmt: skip
    whole = (folder / "good.pem").read_text() + (folder / "good.key").read_text()
    (folder / "whole.pem").write_text(whole)
    (folder / "junk.pem").write_text("-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----")
    (folder / "empty.pem").write_text("")
    return folder


@pytest.fixture(scope="module")
def asking(authority: tuple[Path, Path, Path]) -> Iterator[Any]:
    """Serve on TLS and demand a client certificate of the private authority."""
    from tests.candidate_http.hostile import HostileServer

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority[1], authority[2])
    context.load_verify_locations(authority[0])
    context.verify_mode = ssl.CERT_REQUIRED
    with HostileServer(context) as running:
        yield running


def shown(papers: Path, name: str, key: str | None = None, password: str | None = None) -> Any:
    return ClientCertificate(papers / name, papers / key if key else None, password, "tls.lgsp")


def client_for(server: Any, authority: Any, client: ClientCertificate | None) -> GuardedClient:
    origin = origin_of(normal_url(server.base))
    trust = TlsTrust(own_ca_file=authority[0], client=client)
    return GuardedClient(ROOMY, Origins.declare([server.base]), tls_of={origin: trust})


def get(server: Any) -> OutgoingRequest:
    return OutgoingRequest("GET", f"{server.base}/ok")


@pytest.mark.parametrize(
    ("name", "key", "password"),
    [("good.pem", "good.key", None), ("whole.pem", None, None),
     ("good.pem", "locked.key", PASSPHRASE)],
)  # fmt: skip
def test_the_certificate_is_shown_to_a_server_that_demands_one(
    asking: Any, authority: Any, papers: Path, name: str, key: str | None, password: str | None
) -> None:
    with client_for(asking, authority, shown(papers, name, key, password)) as client:
        for _ in range(3):
            assert client.send(get(asking)).status == 200


@pytest.mark.parametrize("name", [None, "own", "expired"])
def test_none_or_a_wrong_certificate_is_said_to_be_the_clients(
    asking: Any, authority: Any, papers: Path, name: str | None
) -> None:
    mine = shown(papers, f"{name}.pem", f"{name}.key") if name else None
    for _ in range(5):
        with client_for(asking, authority, mine) as client, pytest.raises(NoAnswer) as caught:
            client.send(get(asking))
        none = caught.value
        assert (none.kind, none.failure.cause) == (FailureKind.TLS, "client-certificate")


def test_only_the_address_that_has_one_sees_the_certificate(
    asking: Any, authority: Any, papers: Path, tls_context: ssl.SSLContext
) -> None:
    from tests.candidate_http.hostile import HostileServer

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority[1], authority[2])
    context.load_verify_locations(authority[0])
    context.verify_mode = ssl.CERT_OPTIONAL
    seen: list[Any] = []

    class Noting(HostileServer):
        @staticmethod
        def _head(sock: Any) -> bytes:
            seen.append(sock.getpeercert())
            return HostileServer._head(sock)

    with Noting(context) as other:
        urls = [asking.base, other.base]
        trust = TlsTrust(authority[0], client=shown(papers, "good.pem", "good.key"))
        own = {origin_of(normal_url(asking.base)): trust}
        with GuardedClient(
            ROOMY, Origins.declare(urls), tls=TlsTrust(authority[0]), tls_of=own
        ) as client:
            assert client.send(get(asking)).status == 200
            assert client.send(get(other)).status == 200
    assert seen
    assert not any(seen), "the other address saw no certificate of ours"


def test_sessions_of_others_show_it_too(asking: Any, authority: Any, papers: Path) -> None:
    import requests

    origin = origin_of(normal_url(asking.base))
    trust = TlsTrust(authority[0], client=shown(papers, "good.pem", "good.key"))
    with guard_all_requests(ROOMY, Origins.declare([asking.base]), tls_of={origin: trust}):
        assert requests.get(f"{asking.base}/ok", timeout=5).status_code == 200


@pytest.mark.parametrize(
    ("name", "key", "password", "code", "said"),
    [
        ("none.pem", "good.key", None, "tls-client-certificate", "không có tệp"),
        ("good.pem", "none.key", None, "tls-client-key", "No such file"),
        ("good.key", "good.key", None, "tls-client-certificate", "CERTIFICATE"),
        ("empty.pem", "good.key", None, "tls-client-certificate", "PEM"),
        ("good.pem", "good.pem", None, "tls-client-key", "PRIVATE KEY"),
        ("good.pem", "own.key", None, "tls-client-key", "does not fit"),
        ("good.pem", "locked.key", None, "tls-client-key-password", "none is given"),
        ("good.pem", "locked.key", "sai-mat-khau", "tls-client-key-password", "is wrong"),
        ("good.pem", None, None, "tls-client-key", "cannot be used"),
        ("junk.pem", "good.key", None, "tls-client-key", "cannot be used"),
    ],
)
def test_each_fault_names_its_place_and_never_the_secret(
    papers: Path, name: str, key: str | None, password: str | None, code: str, said: str
) -> None:
    with pytest.raises(ConfigurationFault) as raised:
        TlsTrust(client=shown(papers, name, key, password)).context()
    (fault,) = raised.value.faults
    assert fault.code == code
    assert fault.place == f"tls.lgsp.{code.removeprefix('tls-').replace('-', '_')}"
    assert said in str(fault)
    assert fault.cause.vi != fault.cause.en
    secret = (papers / "good.key").read_text().splitlines()[1]
    for hidden in filter(None, (secret, password)):
        assert hidden not in str(raised.value)
        assert hidden not in repr(shown(papers, name, key, password))


def test_the_files_are_named_by_variables_and_an_authority_beside_the_file(
    asking: Any, authority: Any, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = BaseTls.model_validate(
        {
            "ca": authority[0].name,
            "client_certificate": {"env": "MOTCUA_TEST_CERT"},
            "client_key": {"env": "MOTCUA_TEST_KEY"},
            "client_key_password": {"env": "MOTCUA_TEST_PASS"},
        }
    )
    bases = {"lgsp": asking.base}
    for variable, value in (
        ("MOTCUA_TEST_CERT", papers / "good.pem"),
        ("MOTCUA_TEST_KEY", papers / "locked.key"),
        ("MOTCUA_TEST_PASS", PASSPHRASE),
    ):
        with pytest.raises(ConfigurationFault, match=variable) as raised:
            trust_of(bases, {"lgsp": spec}, None, authority[0].parent)
        assert raised.value.faults[0].place.startswith("tls.lgsp.client_")
        monkeypatch.setenv(variable, str(value))
    own = trust_of(bases, {"lgsp": spec}, None, authority[0].parent)
    with GuardedClient(ROOMY, Origins.declare(bases.values()), tls_of=own) as client:
        assert client.send(get(asking)).status == 200


def test_one_host_has_one_setting() -> None:
    bases = {"a": "https://x.vn/a", "b": "https://x.vn:443/b"}
    same, other = BaseTls(ca="a.pem"), BaseTls(ca="b.pem")
    assert len(trust_of(bases, {"a": same, "b": same}, None, Path("f"))) == 1
    with pytest.raises(ConfigurationFault, match="tls-twice"):
        trust_of(bases, {"a": same, "b": other}, None, Path("f"))


def test_the_validity_of_a_certificate_is_read(papers: Path, authority: Any) -> None:
    now = datetime.now(UTC)
    for name, days in (("good", 100), ("soon", 3), ("expired", -2), ("own", 9)):
        found = validity_of(papers / f"{name}.pem")
        assert found is not None
        assert abs(found.ends - now - timedelta(days=days)) < timedelta(hours=1), name
    found = validity_of(authority[0])
    assert found is not None
    assert found.begins < now < found.ends
    whole = validity_of(papers / "whole.pem")
    assert whole == validity_of(papers / "good.pem")
    for broken in ("junk.pem", "empty.pem", "good.key", "none.pem"):
        assert validity_of(papers / broken) is None


def test_the_validity_of_a_long_lived_certificate_is_read_too(tmp_path: Path) -> None:
    """After 2049 a certificate writes its times in another form (RFC 5280, 4.1.2.5)."""
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp_path / "k", "-out",
            tmp_path / "c", "-days", str(365 * 40), "-subj", "/CN=x")  # fmt: skip
    found = validity_of(tmp_path / "c")
    assert found is not None
    assert found.ends.year > 2049
