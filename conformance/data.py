"""Where the data folders are, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """Return the folder ``criteria``, ``fixtures`` or ``reports``.

    In a wheel the data lies inside the package; in a checkout beside it.
    """
    packed = _HERE / "_data" / name
    return packed if packed.is_dir() else _HERE.parent / name
