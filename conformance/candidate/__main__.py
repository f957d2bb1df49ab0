"""The developer's door: ``python -m conformance.candidate schema [FOLDER]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.candidate.schema import write_schema
from conformance.data import data_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the JSON Schema of the candidate file and print its name; return 0."""
    parser = argparse.ArgumentParser(prog="python -m conformance.candidate")
    commands = parser.add_subparsers(dest="command", required=True)
    schema = commands.add_parser("schema", help="write the JSON Schema of the candidate file")
    schema.add_argument("folder", type=Path, nargs="?", default=data_folder("fixtures") / "schema")
    print(write_schema(parser.parse_args(arguments).folder).name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
