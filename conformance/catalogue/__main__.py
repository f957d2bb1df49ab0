"""The developer's door: ``python -m conformance.catalogue check | schema | review``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from conformance.catalogue.identity import LOCK_NAME, LockedId, meaning, unlocked, write_lock
from conformance.catalogue.loader import Reading, read_catalogue
from conformance.catalogue.schemas import write_schemas
from conformance.catalogue.suspect import review, write_reviews
from conformance.data import data_folder
from conformance.errors import Both, ExitCode, Fault
from conformance.words import LANGUAGES, Language

_VANISHING = {"catalogue/retitled-id"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; return 0, or 5 when the catalogue has faults."""
    options = _parser().parse_args(arguments)
    folder: Path = options.folder or data_folder("criteria")
    if options.command == "schema":
        for path in write_schemas(folder / "schema"):
            print(path.name)
        return 0
    reading = read_catalogue(folder, partial=options.partial)
    if options.command == "check":
        return _check(reading, options.partial)
    return _review(reading, folder, options)


def _check(reading: Reading, partial: bool) -> int:
    faults = list(reading.faults)
    if not partial:
        faults += unlocked(reading.catalogue.criteria, reading.locked)
    _print(faults)
    suspect = sorted(reading.catalogue.suspects)
    print(f"{len(reading.catalogue)} criteria, {len(faults)} faults, {len(suspect)} suspect")
    if suspect and not partial:
        print("suspect: " + " ".join(suspect))
    return ExitCode.EVALUATOR if faults else 0


def _review(reading: Reading, folder: Path, options: argparse.Namespace) -> int:
    tolerated = _VANISHING if options.retitle else set()
    faults = [fault for fault in reading.faults if fault.code not in tolerated]
    known = {criterion.id: criterion for criterion in reading.catalogue.criteria}
    wanted: list[str] = sorted(known) if options.all else options.ids
    for key in wanted:
        if key not in known:
            cause = Both(f"không có {key}", f"there is no {key}")
            faults.append(Fault("catalogue/unknown-id", cause, Both("sửa mã", "correct the id")))
    if not wanted:
        cause = Both("không có mã nào", "no id was given")
        mend = Both("nêu các mã, hoặc --all", "name ids, or say --all")
        faults.append(Fault("catalogue/no-id", cause, mend))
    if faults:
        _print(faults, options.lang)
        return ExitCode.EVALUATOR
    chosen = [known[key] for key in wanted]
    write_reviews(folder / "reviews.yaml", review(reading.reviews, chosen, options.by, options.on))
    fresh = {
        each.id: LockedId(meaning(each))
        for each in chosen
        if options.retitle or each.id not in reading.locked
    }
    write_lock(folder / LOCK_NAME, {**reading.locked, **fresh})
    done = Both(
        f"{options.by} đã rà soát {len(chosen)} tiêu chí ngày {options.on}, khóa {len(fresh)} mã",
        f"{len(chosen)} reviewed by {options.by} on {options.on}, {len(fresh)} locked",
    )
    print(done.in_language(options.lang or "en"))
    return 0


def _print(faults: Sequence[Fault], language: Language | None = None) -> None:
    for fault in faults:
        print(fault.said(language), file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m conformance.catalogue")
    parser.add_argument("--folder", type=Path, help="another criteria folder")
    parser.add_argument("--lang", choices=LANGUAGES, help="of what is printed (default: both)")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="print every fault of the catalogue")
    check.add_argument("--partial", action="store_true", help="tolerate missing groups")
    commands.add_parser("schema", help="write the JSON Schemas")
    judge = commands.add_parser("review", help="sign that criteria match their clauses")
    judge.add_argument("ids", nargs="*", metavar="ID")
    judge.add_argument("--all", action="store_true", help="every criterion")
    judge.add_argument("--by", required=True, help="who reviewed")
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    judge.add_argument("--on", type=date.fromisoformat, default=today, help="YYYY-MM-DD")
    judge.add_argument("--partial", action="store_true", help="tolerate missing groups")
    judge.add_argument("--retitle", action="store_true", help="accept a mended title")
    return parser


if __name__ == "__main__":
    sys.exit(main())
