"""Takes values out of an answer, as ``capture`` and ``anti_forgery`` say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.candidate.calls import Capture
from conformance.candidate.decode import look
from conformance.candidate.http import CookieBox
from conformance.candidate.pages import Page, query_value
from conformance.errors import Both

_WHAT = {
    "form_field": Both("trường biểu mẫu", "form field"),
    "meta": Both("thẻ meta", "meta"),
    "link_query": Both("liên kết hay biểu mẫu có tham số", "link or form with the parameter"),
    "redirect_query": Both("chuyển hướng có tham số", "redirect with the parameter"),
}


class NotThere(Exception):
    """An answer lacks a value that was to be taken from its page or its redirect."""

    def __init__(self, name: str, what: Both) -> None:
        self.name = name
        self.words = what.following("câu trả lời không có", "the answer lacks")
        super().__init__(self.words)


def view_with_cookies(view: Mapping[str, Any], box: CookieBox) -> dict[str, Any]:
    """Return the view of an answer together with the cookies that are held after it."""
    return {**view, "cookies": {cookie.name: cookie.value for cookie in box.cookies}}


def taken(captures: Mapping[str, Capture], view: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield each name with its value in the answer.

    An expression or a cookie that finds nothing gives ``None``; raises ``NotThere`` for a value
    of the page or of the redirect that is missing, because no later call could make sense.
    """
    seen = _Seen(view)
    for name, capture in captures.items():
        value = seen.value(capture)
        kind = next((k for k in _WHAT if getattr(capture, k) is not None), None)
        if value is None and kind is not None:
            raise NotThere(name, _WHAT[kind].before(f" {getattr(capture, kind)!r}"))
        yield name, value


def value_at(capture: Capture, view: Mapping[str, Any]) -> Any:
    """Return what a capture finds in an answer, or ``None``."""
    return _Seen(view).value(capture)


class _Seen:
    """One answer; its page is read once, when it is first needed."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._view = view
        self._page: Page | None = None

    def value(self, capture: Capture) -> Any:
        if capture.path is not None:
            return look(capture.path, self._view)
        if capture.cookie is not None:
            return self._view.get("cookies", {}).get(capture.cookie)
        if capture.redirect_query is not None:
            address = str(self._view["headers"].get("location", ""))
            return query_value(address, capture.redirect_query, fragment=True)
        if capture.form_field is not None:
            return self.page.form_field(capture.form_field, capture.form)
        if capture.meta is not None:
            return self.page.meta(capture.meta)
        return self.page.link_query(capture.link_query or "")

    @property
    def page(self) -> Page:
        if self._page is None:
            self._page = Page(str(self._view["text"]))
        return self._page
