from __future__ import annotations

import importlib.util
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

_HERE = Path(__file__).parent


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, _HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


hostile = _load("hostile")


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
