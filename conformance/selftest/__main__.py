"""The developer's door: ``python -m conformance.selftest schema | texts | learn NAME…``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from conformance.selftest.learning import learn
from conformance.selftest.publish import checkout, load_result, result_file, write_texts
from conformance.selftest.schemas import schema_files


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what is made from something else, or try new broken portals; return 0."""
    parser = argparse.ArgumentParser(prog="python -m conformance.selftest")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("schema", help="write the JSON Schemas")
    commands.add_parser("texts", help="write docs/proof.md and README's figures from the result")
    learning = commands.add_parser(
        "learn", help="run every check of a criterion against a broken portal; print what to write"
    )
    learning.add_argument("name", help="the broken portal")
    learning.add_argument("criterion", nargs="+", help="the criteria of the clause that it breaks")
    learning.add_argument("--edition", help="edition, when not the bundled candidate file's own")
    options = parser.parse_args(arguments)
    if options.command == "schema":
        for path, text in schema_files().items():
            path.write_text(text, encoding="utf-8")
            print(path.name)
    elif options.command == "texts":
        root = checkout()
        for path in write_texts(load_result(result_file(root)), root):
            print(path.relative_to(root))
    else:
        print(learn(options.name, options.criterion, options.edition), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
