"""How much faster checks are side by side: the bundled portal made to wait 100 ms per answer.

The same shared checks (those that run alone are left out) with 1 and with 8 at a time. Bar: at
least 6 times as fast.
"""

from __future__ import annotations

import sys
import time

sys.path.insert(0, ".")

from conformance.run.checks_of import all_checks
from tests.proof.portals import portal, run_checks

FOLDERS = tuple(sys.argv[1:]) or ("portal/", "reception/")


def main() -> None:
    nodes = [id_ for id_, info, _ in all_checks() if id_.startswith(FOLDERS) and not info.exclusive]
    spent = {}
    for parallel in (8, 1):
        with portal(None, "--delay-ms", "100") as address:
            began = time.perf_counter()
            records = run_checks(address, nodes=nodes, parallel=parallel)
            spent[parallel] = time.perf_counter() - began
        exchanges = sum(len(r.exchanges) for r in records.values())
        print(
            f"{parallel} at a time: {len(records)} checks, {exchanges} exchanges, "
            f"{spent[parallel]:.1f} s",
            flush=True,
        )
    print(f"ratio: {spent[1] / spent[8]:.1f}")


if __name__ == "__main__":
    main()
