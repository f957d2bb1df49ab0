"""Tell, file by file, how many mutants of the last ``mutmut run`` a test noticed.

Prints one line a file and the sum; then each survivor. Ends with 1 below 90 %.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict

LEAST = 0.9
_LINE = re.compile(r"\s*(?P<name>(?P<file>conformance(?:\.\w+)+?)\.x\S+): (?P<fate>[\w ]+)")
_NOTICED = {"killed", "timeout", "caught by type check"}


def main() -> int:
    """Print the table; return the exit code."""
    listed = subprocess.run(
        [sys.executable, "-m", "mutmut", "results", "--all", "true"],
        capture_output=True,
        text=True,
        check=True,
    )
    fates: dict[str, Counter[str]] = defaultdict(Counter)
    left: list[str] = []
    for line in listed.stdout.splitlines():
        if found := _LINE.match(line):
            fates[found["file"]][found["fate"]] += 1
            if found["fate"] not in _NOTICED:
                left.append(f"{found['name']}: {found['fate']}")
    if not fates:
        print("no mutants: run `mutmut run` first", file=sys.stderr)
        return 2
    rates = {file: _share(fate) for file, fate in fates.items()}
    for file, fate in fates.items():
        print(f"{rates[file]:7.1%}  {sum(fate.values()):5}  {file}")
    whole = _share(sum(fates.values(), Counter()))
    print(f"{whole:7.1%}  {sum(sum(f.values()) for f in fates.values()):5}  all")
    print("\n".join(left))
    return 0 if min(rates.values()) >= LEAST else 1


def _share(fate: Counter[str]) -> float:
    return sum(fate[each] for each in _NOTICED) / sum(fate.values())


if __name__ == "__main__":
    sys.exit(main())
