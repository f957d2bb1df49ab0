"""What a later call needs of an HTML page: values of form fields and metas, queries of links.

The page is untrusted: it is read by the standard library's tolerant parser, once, up to a bound,
and nothing on it is fetched or run.
"""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

MAX_PAGE = 1_000_000
"""Characters of a page that are read."""
_MOST_FOUND = 20_000
_FIELDS = frozenset({"input", "button"})


class Page(HTMLParser):
    """The fields, metas and addresses of one page, in their order.

    What stands in a comment, a script or a text counts for nothing. The first of two equal names
    counts, as it does for a browser's ``querySelector``.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._fields: list[tuple[frozenset[str], str, str]] = []
        self._metas: list[tuple[str, str]] = []
        self._addresses: list[str] = []
        self._form: frozenset[str] = frozenset()
        # Without close(): what is left unfinished at the end is nobody's value.
        self.feed(text[:MAX_PAGE])

    def form_field(self, name: str, form: str | None = None) -> str | None:
        """Return the value of the first field of that name (in the form of that id or name)."""
        found = (v for forms, n, v in self._fields if n == name and (not form or form in forms))
        return next(found, None)

    def meta(self, name: str) -> str | None:
        """Return the content of the first meta of that name."""
        return next((content for n, content in self._metas if n == name), None)

    def link_query(self, name: str) -> str | None:
        """Return the value of that name in the query of the first address that has it."""
        return next((v for v in (query_value(a, name) for a in self._addresses) if v), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of one element."""
        given: dict[str, str] = {}
        for key, value in attrs:
            given.setdefault(key, value or "")
        if tag == "form":
            self._form = frozenset(filter(None, (given.get("id"), given.get("name"))))
            self._note_address(given.get("action"))
        elif tag in _FIELDS and given.get("name") and len(self._fields) < _MOST_FOUND:
            forms = self._form | frozenset(filter(None, (given.get("form"),)))
            self._fields.append((forms, given["name"], given.get("value", "")))
        elif tag == "meta" and given.get("name") and len(self._metas) < _MOST_FOUND:
            self._metas.append((given["name"], given.get("content", "")))
        elif tag == "a":
            self._note_address(given.get("href"))

    def handle_endtag(self, tag: str) -> None:
        """Leave a form."""
        if tag == "form":
            self._form = frozenset()

    def _note_address(self, address: str | None) -> None:
        if address and "?" in address and len(self._addresses) < _MOST_FOUND:
            self._addresses.append(address)


def query_value(address: str, name: str, *, fragment: bool = False) -> str | None:
    """Return the value of a name in the query of an address, and if asked in its fragment."""
    try:
        parts = urlsplit(address)
        queries = (parts.query, parts.fragment) if fragment else (parts.query,)
        pairs = [p for q in queries for p in parse_qsl(q, keep_blank_values=True)]
    except ValueError:
        return None
    return next((value for key, value in pairs if key == name), None)
