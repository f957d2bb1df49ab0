from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.candidate_http import hostile


@pytest.fixture(scope="session")
def server() -> Iterator[object]:
    with hostile.HostileServer() as running:
        yield running


@pytest.fixture
def own_server() -> Iterator[object]:
    with hostile.HostileServer() as running:
        yield running


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    return hostile.make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def tls_context(authority: tuple[Path, Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority[1], authority[2])
    return context


@pytest.fixture(scope="session")
def bomb() -> bytes:
    """256 MiB of zeros, compressed."""
    return hostile.BOMB
