"""Large bodies lie beside the journal, each once, under the SHA-256 of what was kept."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

from conformance.errors import Both, EvaluatorFault, Fault, system_words
from conformance.evidence.exchange import Body, Exchange

LARGE = 4_096


class BodyStore:
    """The folder ``evidence/`` of a run. Safe for many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[str] = set()
        self._lock = threading.Lock()

    def put_away(self, exchange: Exchange) -> Exchange:
        """Return the exchange with its large bodies moved to the folder.

        Raises ``EvaluatorFault`` when the disk refuses.
        """
        request, response = exchange.request, exchange.response
        if request.body is not None and request.body.size > LARGE:
            body = self._put(request.body)
            request = request.model_copy(update={"body": body})
        if response is not None and response.body.size > LARGE:
            body = self._put(response.body)
            response = response.model_copy(update={"body": body})
        if request is exchange.request and response is exchange.response:
            return exchange
        return exchange.model_copy(update={"request": request, "response": response})

    def bring_back(self, exchange: Exchange) -> Exchange:
        """Return the exchange with its bodies in it again.

        Raises ``EvaluatorFault`` for a body that is lost or was changed.
        """
        request, response = exchange.request, exchange.response
        if request.body is not None and request.body.stored:
            request = request.model_copy(update={"body": self._get(request.body)})
        if response is not None and response.body.stored:
            response = response.model_copy(update={"body": self._get(response.body)})
        return exchange.model_copy(update={"request": request, "response": response})

    def _put(self, body: Body) -> Body:
        content = body.content()
        name = hashlib.sha256(content).hexdigest()
        with self._lock:
            if name not in self._known:
                self._write(name, content)
                self._known.add(name)
        kept = {"stored": name, "is_text": body.text is not None, "text": None, "base64": None}
        return body.model_copy(update=kept)

    def _write(self, name: str, content: bytes) -> None:
        path = self._folder / name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                part = path.with_suffix(".part")
                part.write_bytes(content)
                part.replace(path)
        except OSError as error:
            raise EvaluatorFault(
                Fault(
                    "evidence-write",
                    system_words(error).following(
                        "không ghi được bằng chứng", "evidence cannot be written"
                    ),
                    Both(
                        "giải phóng đĩa rồi chạy lại với --resume",
                        "free the disk, then run again with --resume",
                    ),
                    str(path),
                )
            ) from error

    def _get(self, body: Body) -> Body:
        path = self._folder / str(body.stored)
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        if hashlib.sha256(content).hexdigest() != body.stored:
            raise EvaluatorFault(
                Fault(
                    "evidence-changed",
                    Both(
                        "tệp bằng chứng bị mất hoặc đã bị sửa",
                        "a piece of evidence is lost or changed",
                    ),
                    Both(
                        "lấy lại thư mục chạy từ bản gốc", "restore the run folder from its origin"
                    ),
                    str(path),
                )
            )
        return body.with_content(content)
