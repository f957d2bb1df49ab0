"""Pages to which a portal leads whoever may not see something: to sign in, or to be told no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from conformance.candidate.file import CandidateFile


class TurnedAway:
    """Knows the pages that the candidate file names, and those at which its logins begin."""

    def __init__(self, file: CandidateFile) -> None:
        self._pages = {_place(page) for page in _pages(file)}

    def says_no(self, view: Mapping[str, Any], asked: str) -> bool:
        """Tell whether an answer leads from ``asked`` to one of the pages.

        A redirect to anywhere else, such as the signed address of a file, says nothing of the kind.
        """
        if not 300 <= int(view["status"]) < 400:
            return False
        target = view["headers"].get("location")
        return bool(target) and _place(urljoin(asked, str(target))) in self._pages


def _pages(file: CandidateFile) -> Iterator[str]:
    for page in file.binding.turned_away:
        if page.startswith("/"):
            yield from (base + page for base in file.bases.values())
        else:
            yield page
    for scheme in file.binding.auth.values():
        for call in scheme.login:
            method, _, path = call.call.partition(" ")
            if method == "GET":
                yield (file.bases[call.base] if call.base else file.first_base) + path


def _place(address: str) -> tuple[str, str, str]:
    """Return an address without its query: where somebody came from is written there."""
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower(), parts.path.rstrip("/")
