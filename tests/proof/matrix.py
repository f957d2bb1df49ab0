"""The kill matrix: every broken portal against every check (``make proof``).

Each broken portal breaks one clause. It must be failed by a check of that clause, for the right
reason, and by no other criterion but those that the law or the data tie to it
(``expected.yaml`` says which and why). The lawful portal must be failed by none, over several
seeds. Writes ``docs/proof.md`` and ``tests/proof/last.json``.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from conformance.run.checks_of import all_checks
from conformance.run.records import CheckRecord
from conformance.words import Outcome
from reference_impl.broken import names
from tests.proof.portals import portal, run_checks

HERE = Path(__file__).resolve().parent
EXPECTED = HERE / "expected.yaml"
LAST = HERE / "last.json"
LOG = HERE / "matrix.log.ndjson"
REPORT = HERE.parents[1] / "docs" / "proof.md"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one broken portal."""

    vice: str
    kills: tuple[str, ...]
    """Criteria that must fail."""
    tied: tuple[str, ...]
    """Criteria that may fail with it."""
    failed: tuple[str, ...]
    """Criteria that failed."""
    killers: tuple[str, ...]
    """Checks that failed, with the aspect at which they failed."""
    strays: tuple[str, ...]
    """Criteria that failed and should not have."""
    cant_tell: int
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether the right criteria failed."""
        return bool(self.kills) and set(self.kills) <= set(self.failed)

    @property
    def clean(self) -> bool:
        """Whether nothing else failed."""
        return not self.strays


def expected() -> Mapping[str, Any]:
    """Return what ``expected.yaml`` says of each vice."""
    loaded: Mapping[str, Any] = yaml.safe_load(EXPECTED.read_text(encoding="utf-8"))
    return loaded["vices"]


def panel(kills: Sequence[str], costs: Mapping[str, int]) -> list[str]:
    """Return the checks that face a broken portal: all of its clause, one of every criterion.

    ``costs`` are the exchanges that each check needs on the lawful portal: of every other
    criterion the cheapest check is taken, one that shares the portal if there is any. ``--full``
    faces every portal with every check instead; that takes an hour and more on two cores.
    """
    infos = {id_: info for id_, info, _ in all_checks()}
    mine: set[str] = set()
    others: dict[str, tuple[bool, int, str]] = {}
    for id_, cost in sorted(costs.items()):
        info = infos[id_.partition("[")[0]]
        if set(info.criteria) & set(kills):
            mine.add(id_)
        for criterion in info.criteria:
            rank = (info.exclusive, cost, id_)
            others[criterion] = min(others.get(criterion, rank), rank)
    return sorted(mine | {id_ for _, _, id_ in others.values()})


def lawful_costs() -> dict[str, int]:
    """Return how many exchanges each check needs on the lawful portal, in the widest edition."""
    with portal() as address:
        records = run_checks(address, edition="overlay-2026")
    return {r.id: len(r.exchanges) for r in records.values()}


def failed_criteria(records: Iterable[CheckRecord]) -> set[str]:
    """Return the criteria that some check failed."""
    return {c for r in records if r.outcome is Outcome.FAILED for c in r.criteria}


def try_vice(vice: str, said: Mapping[str, Any], nodes: Sequence[str] = ()) -> Verdict:
    """Run the checks (all, or those named) against one broken portal."""
    began = time.monotonic()
    with portal(vice) as address:
        records = run_checks(address, edition=said.get("edition"), nodes=nodes)
    failed = failed_criteria(records.values())
    kills = tuple(said["kills"])
    tied = tuple(said.get("tied", {}))
    killers = tuple(
        f"{r.id} · {r.findings[0].aspect}"
        for r in sorted(records.values(), key=lambda r: (not set(r.criteria) & set(kills), r.id))
        if r.outcome is Outcome.FAILED
    )
    return Verdict(
        vice=vice,
        kills=kills,
        tied=tied,
        failed=tuple(sorted(failed)),
        killers=killers,
        strays=tuple(sorted(failed - set(kills) - set(tied))),
        cant_tell=sum(r.outcome is Outcome.CANT_TELL for r in records.values()),
        seconds=time.monotonic() - began,
    )


def try_lawful(seeds: int) -> list[Mapping[str, Any]]:
    """Run the checks against the lawful portal, once for each seed."""
    found: list[Mapping[str, Any]] = []
    for seed in range(1, seeds + 1):
        with portal() as address:
            records = run_checks(address, seed=seed)
        outcomes = [r.outcome for r in records.values()]
        found.append(
            {
                "seed": seed,
                "checks": len(outcomes),
                "passed": outcomes.count(Outcome.PASSED),
                "failed": sorted(r.id for r in records.values() if r.outcome is Outcome.FAILED),
                "cant_tell": sorted(
                    r.id for r in records.values() if r.outcome is Outcome.CANT_TELL
                ),
            }
        )
    return found


def render(verdicts: list[Verdict], lawful: list[Mapping[str, Any]]) -> str:
    """Return ``docs/proof.md``."""
    killed = [v for v in verdicts if v.killed]
    clean = [v for v in verdicts if v.clean]
    alarms = sum(len(run["failed"]) for run in lawful)
    checks = sum(run["checks"] for run in lawful)
    lines = [
        "# Proof: what the suite catches",
        "",
        "Generated by `make proof`; do not edit. Each broken portal breaks one clause; it faces "
        "every check of that clause and at least one check of every other criterion.",
        "",
        f"- **Kill rate**: {len(killed)} of {len(verdicts)} broken portals are failed by the "
        "criterion of their clause.",
        f"- **No stray alarm**: {len(clean)} of {len(verdicts)} are failed by nothing but that "
        "criterion and those tied to it.",
        f"- **False alarms** on the lawful portal: {alarms} of {checks} checks, over "
        f"{len(lawful)} seeds.",
        "",
        "| Broken portal | Must fail | Tied | Failed by | Stray |",
        "|---|---|---|---|---|",
    ]
    for v in verdicts:
        by = "<br>".join(f"`{k}`" for k in v.killers) or "**survived**"
        lines.append(
            f"| `{v.vice}` | {', '.join(v.kills)} | {', '.join(v.tied) or '–'} | {by} "
            f"| {', '.join(v.strays) or '–'} |"
        )
    lines += ["", "## Lawful portal", "", "| Seed | Checks | Passed | Failed | Could not tell |"]
    lines.append("|---|---|---|---|---|")
    lines += [
        f"| {r['seed']} | {r['checks']} | {r['passed']} | {len(r['failed'])} "
        f"| {', '.join(f'`{c}`' for c in r['cant_tell']) or '0'} |"
        for r in lawful
    ]
    return "\n".join(lines) + "\n"


def try_all(
    chosen: Sequence[str], said: Mapping[str, Any], workers: int, *, full: bool
) -> list[Verdict]:
    """Run the matrix, some portals at the same time, and say how each fared as it ends."""
    verdicts = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        jobs = [(v, said.get(v, {"kills": []})) for v in chosen]
        costs = {} if full else lawful_costs()
        futures = [
            pool.submit(try_vice, v, known, () if full else panel(known["kills"], costs))
            for v, known in jobs
        ]
        for future in as_completed(futures):
            verdict = future.result()
            verdicts.append(verdict)
            mark = "killed" if verdict.killed else "SURVIVED"
            stray = f" STRAY {', '.join(verdict.strays)}" if verdict.strays else ""
            failed = ", ".join(verdict.failed)
            print(f"{mark:9} {verdict.vice} [{failed}]{stray} {verdict.seconds:.0f} s", flush=True)
            LOG.open("a", encoding="utf-8").write(json.dumps(asdict(verdict)) + "\n")
    return sorted(verdicts, key=lambda v: v.vice)


def main() -> int:
    """Run the matrix; 1 when a portal survived, strayed, or the lawful one was failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vices", nargs="*", help="only these")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--full", action="store_true", help="every check against every portal")
    parser.add_argument("--from-log", action="store_true", help="take up what the log has")
    options = parser.parse_args()
    said = expected()
    chosen = options.vices or sorted(names())
    missing = sorted(set(chosen) - set(said))
    if missing:
        print("expected.yaml does not name:", ", ".join(missing))
    done = _logged(said) if options.from_log else {}
    verdicts = [done[v] for v in chosen if v in done]
    verdicts += try_all(
        [v for v in chosen if v not in done], said, options.workers, full=options.full
    )
    if options.vices:
        return 0
    verdicts.sort(key=lambda v: v.vice)
    lawful = try_lawful(options.seeds)
    REPORT.write_text(render(verdicts, lawful), encoding="utf-8")
    LAST.write_text(
        json.dumps([asdict(v) for v in verdicts], ensure_ascii=False, indent=1) + "\n",
        encoding="utf-8",
    )
    sound = all(v.killed and v.clean for v in verdicts) and not any(r["failed"] for r in lawful)
    print(REPORT.read_text(encoding="utf-8").split("\n\n")[2])
    return 0 if sound and not missing else 1


def _logged(said: Mapping[str, Any]) -> dict[str, Verdict]:
    """Return what an interrupted matrix had found, judged by what is expected now."""
    found: dict[str, Verdict] = {}
    if not LOG.exists():
        return found
    for line in LOG.read_text(encoding="utf-8").splitlines():
        raw = json.loads(line)
        vice = raw["vice"]
        kills = tuple(said.get(vice, {}).get("kills", ()))
        tied = tuple(said.get(vice, {}).get("tied", {}))
        raw = {key: tuple(v) if isinstance(v, list) else v for key, v in raw.items()}
        strays = tuple(sorted(set(raw["failed"]) - set(kills) - set(tied)))
        found[vice] = Verdict(**{**raw, "kills": kills, "tied": tied, "strays": strays})
    return found


if __name__ == "__main__":
    raise SystemExit(main())
