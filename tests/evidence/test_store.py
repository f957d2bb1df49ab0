"""Large bodies are kept once, come back unchanged, and a changed one is found."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from conformance.errors import EvaluatorFault
from conformance.evidence.exchange import (
    Exchange,
    RecordedRequest,
    RecordedResponse,
    record_body,
)
from conformance.evidence.store import BodyStore


def _exchange(sent: bytes, got: bytes) -> Exchange:
    return Exchange(
        check="x", lane="main", seq=0, operation="dossier.attach", role="citizen",
        started_at=datetime(2026, 11, 24, tzinfo=UTC), elapsed_ms=1.0,
        request=RecordedRequest(
            method="POST", url="http://127.0.0.1/", headers=(), body=record_body(sent)
        ),
        response=RecordedResponse(status=200, headers=(), body=record_body(got)),
    )  # fmt: skip


def test_large_bodies_are_kept_once_and_come_back(tmp_path: Path) -> None:
    store = BodyStore(tmp_path / "evidence")
    binary, text = b"%PDF\x00" + bytes(9_000), ("Nguyễn Thị Ánh " * 900).encode()
    exchange = _exchange(binary, text)
    away = [store.put_away(exchange) for _ in range(5)]
    assert len(list((tmp_path / "evidence").iterdir())) == 2
    assert away[0].request.body is not None
    assert away[0].request.body.base64 is None
    assert len(away[0].model_dump_json()) < 1_500
    read = Exchange.model_validate_json(away[0].model_dump_json(exclude_none=True))
    assert BodyStore(tmp_path / "evidence").bring_back(read) == exchange


def test_small_bodies_stay_in_the_journal(tmp_path: Path) -> None:
    exchange = _exchange(b"{}", b'{"a": 1}')
    assert BodyStore(tmp_path / "evidence").put_away(exchange) is exchange
    assert not (tmp_path / "evidence").exists()


@pytest.mark.parametrize("change", ["lose", "alter"])
def test_a_lost_or_changed_body_is_found(tmp_path: Path, change: str) -> None:
    store = BodyStore(tmp_path / "evidence")
    away = store.put_away(_exchange(b"{}", b"x" * 9_000))
    (path,) = (tmp_path / "evidence").iterdir()
    if change == "lose":
        path.unlink()
    else:
        path.write_bytes(b"y" + b"x" * 8_999)
    with pytest.raises(EvaluatorFault) as caught:
        store.bring_back(away)
    assert caught.value.faults[0].place == str(path)
