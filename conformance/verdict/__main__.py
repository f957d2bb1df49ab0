"""The developer's door: ``python -m conformance.verdict schema [FOLDER]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.data import data_folder
from conformance.verdict.schemas import write_schemas


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the JSON Schemas and print their names; return 0."""
    parser = argparse.ArgumentParser(prog="python -m conformance.verdict")
    commands = parser.add_subparsers(dest="command", required=True)
    schema = commands.add_parser("schema", help="write the JSON Schemas")
    schema.add_argument("folder", type=Path, nargs="?", default=data_folder("reports") / "schema")
    for path in write_schemas(parser.parse_args(arguments).folder):
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
