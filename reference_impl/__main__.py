"""``python -m reference_impl serve``: start the portal; ``nursery``: start many, one by one."""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uvicorn

from reference_impl.app import create_app
from reference_impl.broken import names, seams_of
from reference_impl.domain.working_time import OfficeHours
from reference_impl.nursery import Nursery
from reference_impl.seams import Seams
from reference_impl.settings import Settings
from reference_impl.variants import Variant
from reference_impl.variants import names as variants


class _Announcing(uvicorn.Server):
    """A server that says in one line where it listens, and ends with whoever started it."""

    def __init__(self, config: uvicorn.Config, *, until_eof: bool) -> None:
        super().__init__(config)
        self._until_eof = until_eof

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say ``ready`` and the address."""
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            sys.stdout.write(f"ready http://{host}:{port}\n")
            sys.stdout.flush()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End well on SIGINT and SIGTERM; uvicorn itself would raise the signal again.

        One that the portal was started to ignore (a script's background job) stays ignored.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, self.handle_exit, number, None)
        if self._until_eof:
            threading.Thread(
                target=self._watch, args=(loop,), name="until-eof", daemon=True
            ).start()
        yield

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """End when standard input does: a parent that is killed lets go of its pipe as well."""
        with suppress(OSError):
            while os.read(sys.stdin.fileno(), 4096):
                pass
        with suppress(RuntimeError):  # the loop has ended already
            loop.call_soon_threadsafe(self.handle_exit, signal.SIGTERM, None)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="reference_impl", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start the portal")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000, help="0: any free port")
    serve.add_argument("--database", type=Path, default=Path("var/reference.sqlite"))
    serve.add_argument("--sandbox", action="store_true", help="test clock, known passwords")
    serve.add_argument("--empty", action="store_true", help="no demo dossiers")
    serve.add_argument("--regime", choices=("P2018", "P2025"), default="P2018")
    serve.add_argument("--office-hours", default="07:30-11:30,13:30-17:30")
    serve.add_argument("--near-due-days", type=int, default=1)
    serve.add_argument("--session-hours", type=float, default=8.0)
    serve.add_argument("--lock-after", type=int, default=5)
    serve.add_argument("--lock-minutes", type=float, default=15.0)
    serve.add_argument("--delay-ms", type=int, default=0, help="wait before each answer")
    serve.add_argument("--broken", metavar="NAME", help="break one clause (see `vices`)")
    serve.add_argument("--variant", metavar="NAME", help="look different (see `variants`)")
    serve.add_argument(
        "--until-eof", action="store_true", help="end when standard input does (for a parent)"
    )
    serve.add_argument("--log-level", default="warning")
    for name, what in (
        ("vices", "list the broken portals"),
        ("variants", "list the portals that differ and conform"),
    ):
        listing = commands.add_parser(name, help=what)
        listing.add_argument("--json", action="store_true", help="as JSON")
    commands.add_parser("nursery", help="fork portals as lines of JSON on standard input say")
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    url = os.environ.get("DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url:
        options.database.parent.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{options.database}"
    return Settings(
        database_url=url,
        regime=options.regime,
        sandbox=options.sandbox,
        seed_demo=not options.empty,
        delay_ms=options.delay_ms,
        office_hours=OfficeHours.parse(options.office_hours),
        near_due_days=options.near_due_days,
        session_hours=options.session_hours,
        lock_after=options.lock_after,
        lock_minutes=options.lock_minutes,
        password_cost=2**12 if options.sandbox else 2**14,
    )


def _serve(options: argparse.Namespace) -> int:
    logging.basicConfig(level=options.log_level.upper(), stream=sys.stderr)
    try:
        seams = seams_of(options.broken) if options.broken else Seams.lawful()
    except KeyError:
        sys.stderr.write(f"no broken portal is named {options.broken}; see `vices`\n")
        return 3
    variant = variants().get(options.variant) if options.variant else Variant("", "")
    if variant is None:
        sys.stderr.write(f"no variant is named {options.variant}; see `variants`\n")
        return 3
    try:
        settings = _settings(options)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # An answer leaves in two writes; without this the second waits 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((options.host, options.port))
    except OSError as error:
        sys.stderr.write(f"cannot listen at {options.host}:{options.port}: {error.strerror}\n")
        return 3
    app = create_app(variant.settings(settings), variant.rules(seams))
    portal = app.state.portal
    if portal.passwords and not settings.sandbox:
        for username, password in portal.passwords.items():
            sys.stderr.write(f"account {username} password {password}\n")
    config = uvicorn.Config(
        variant.surrounds(app),
        log_level=options.log_level,
        access_log=False,
        timeout_graceful_shutdown=3,
        server_header=False,
        backlog=512,
    )
    asyncio.run(_Announcing(config, until_eof=options.until_eof).serve([listener]))
    return 0


def _known_vices() -> list[dict[str, str]]:
    return [
        {"name": name, "says": vice.says, "clause": vice.clause}
        for name, vice in sorted(names().items())
    ]


def _known_variants() -> list[dict[str, str]]:
    return [{"name": name, "says": each.says} for name, each in sorted(variants().items())]


def _list(known: list[dict[str, str]], *, as_json: bool) -> int:
    if as_json:
        text = json.dumps(known, ensure_ascii=False, indent=1) + "\n"
    else:
        clauses = [f" ({each['clause']})" if "clause" in each else "" for each in known]
        named = zip(known, clauses, strict=True)
        text = "".join(f"{each['name']}: {each['says']}{clause}\n" for each, clause in named)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the list has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _nursery() -> int:
    """Load and try out all that a portal needs, then fork portals as asked."""
    if not hasattr(os, "fork"):
        sys.stderr.write("a nursery needs a system that can fork; use `serve`\n")
        return 3
    os.environ.pop("DATABASE_URL", None)
    greeting: dict[str, Any] = {
        "nursery": "ready", "vices": _known_vices(), "variants": _known_variants(),
    }  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="motcua-nursery-") as folder:
        database = str(Path(folder, "portal.sqlite"))
        options = _parser().parse_args(["serve", "--sandbox", "--empty", "--database", database])
        create_app(_settings(options)).state.portal.close()
    gc.collect()
    gc.freeze()
    return Nursery(main, sys.stdin.fileno(), sys.stdout.fileno()).run(greeting)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return the exit code (0 well, 3 wrong configuration)."""
    options = _parser().parse_args(arguments)
    if options.command == "vices":
        return _list(_known_vices(), as_json=options.json)
    if options.command == "variants":
        return _list(_known_variants(), as_json=options.json)
    if options.command == "nursery":
        return _nursery()
    return _serve(options)


if __name__ == "__main__":
    sys.exit(main())
