"""Writing a file so that a reader sees the whole of it or nothing."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from conformance.errors import Both, EvaluatorFault, Fault, system_words


def write_atomically(path: Path, content: bytes) -> Path:
    """Write ``content`` to ``path`` through a neighbour that is renamed; return ``path``.

    Missing folders are made. Raises ``EvaluatorFault`` when it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            neighbour = Path(name)
            neighbour.chmod(0o644)
            neighbour.replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as wrong:
        raise EvaluatorFault(
            Fault(
                code="report-not-written",
                cause=system_words(wrong).following(
                    "không ghi được báo cáo", "the report cannot be written"
                ),
                mend=Both(
                    "giải phóng đĩa, hoặc chọn thư mục ghi được, rồi dựng lại: motcua report RUN",
                    "free the disk, or choose a folder that can be written to, then build the "
                    "reports again: motcua report RUN",
                ),
                place=str(path),
            )
        ) from wrong
    return path
