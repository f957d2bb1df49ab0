"""How much faster checks are side by side: the bundled portal made to wait 100 ms per answer.

The same shared checks (those that run alone are left out) with 1 and with 8 at a time. Bar: at
least 6 times as fast.
"""

from __future__ import annotations

import sys
import time

sys.path.insert(0, ".")

from tests.proof.portals import portal, run_checks

SELECT = sys.argv[1] if len(sys.argv) > 1 else "test_codes or test_receipt or test_transitions"


def main() -> None:
    spent = {}
    for parallel in (8, 1):
        with portal(None, "--delay-ms", "100") as address:
            began = time.perf_counter()
            records = run_checks(address, f"({SELECT}) and not exclusive", parallel=parallel)
            spent[parallel] = time.perf_counter() - began
        print(f"{parallel} at a time: {len(records)} checks in {spent[parallel]:.1f} s")
    print(f"ratio: {spent[1] / spent[8]:.1f}")


if __name__ == "__main__":
    main()
