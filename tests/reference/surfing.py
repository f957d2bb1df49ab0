"""A browser without JavaScript, and what makes a page soundly built."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import requests

PASSWORD = "Motcua@2026"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
_VOID = {"input", "meta", "link", "img", "br", "hr"}


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class Page(HTMLParser):
    """What a page consists of, as far as the tests ask."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__()
        self.status, self.url, self.html = answer.status_code, answer.url, answer.text
        self.lang: str | None = None
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.title = self.heading = ""
        self._open: list[str] = []
        self._select: str | None = None
        self._area: str | None = None
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        a = {k: v or "" for k, v in attrs}
        self.tags.append((tag, a))
        if tag not in _VOID:
            self._open.append(tag)
        if "id" in a:
            self.ids.append(a["id"])
        if tag == "html":
            self.lang = a.get("lang")
        elif tag == "a" and "href" in a:
            self.links.append(a["href"])
        elif tag == "label":
            self.labels.add(a.get("for", ""))
        elif tag == "form":
            self.forms.append(Form(a.get("action", ""), a.get("method", "get")))
        elif tag in {"input", "select", "textarea"} and a.get("type") != "hidden":
            self.controls.append(a.get("id", f"nameless {a}"))
        if tag == "input" and self.forms and "name" in a:
            ticked = a.get("type") not in {"checkbox", "radio"} or "checked" in a
            if a.get("type") != "file" and ticked:
                self._put(a["name"], a.get("value", "on"))
        elif tag == "select":
            self._select = a["name"]
        elif tag == "option" and self._select:
            known = self.forms[-1].fields.get(self._select)
            if "selected" in a or known is None:
                self.forms[-1].fields[self._select] = [a.get("value", "")]
        elif tag == "textarea":
            self._area = a["name"]
            self._put(a["name"], "")

    def _put(self, name: str, value: str) -> None:
        self.forms[-1].fields.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            assert self._open.pop() == tag, f"{self.url}: </{tag}> does not fit"
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].fields[self._area][-1] += data
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if "h1" in self._open:
            self.heading += data

    def form(self, action: str) -> Form:
        return next(f for f in self.forms if f.action == action and f.method == "post")

    def check(self) -> Page:
        """Fail unless the page is soundly built."""
        assert self._open == [], f"{self.url}: left open {self._open}"
        names = [t for t, _ in self.tags]
        assert self.lang in {"vi", "en"}
        assert self.title.strip()
        assert names.count("h1") == 1, f"{self.url}: {names.count('h1')} h1"
        assert names.count("main") == 1
        assert self.heading.strip()
        assert len(self.ids) == len(set(self.ids)), f"{self.url}: {sorted(self.ids)}"
        unlabelled = [c for c in self.controls if c not in self.labels]
        assert unlabelled == [], f"{self.url}: without label {unlabelled}"
        for form in self.forms:
            assert form.method != "post" or form.fields.get("csrf"), f"{self.url}: {form.action}"
        for tag, a in self.tags:
            assert tag != "script" or a.get("src", "").startswith("/static/")
            assert "style" not in a, f"{self.url}: style on <{tag}>"
            assert not any(k.startswith("on") for k in a), f"{self.url}: handler on <{tag}>"
            assert tag != "th" or a.get("scope"), f"{self.url}: th without scope"
            assert tag != "img" or "alt" in a
        if "skip" in self.html and "#main" in self.links:
            assert "main" in self.ids
        return self


class Surfer:
    """Somebody with a browser without JavaScript."""

    def __init__(self, base: str, username: str | None = None) -> None:
        self.base, self.http = base, requests.Session()
        self.http.trust_env = False
        if username:
            page = self.send(self.get("/login"), "/login", username=username, password=PASSWORD)
            assert page.status == 200, page.html

    def get(self, path: str, status: int = 200) -> Page:
        answer = self.http.get(self.base + path, timeout=20)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:3000]}"
        return Page(answer).check()

    def send(
        self, page: Page, action: str, files: dict[str, Any] | None = None, /, **said: Any
    ) -> Page:
        form = page.form(action)
        data = dict(form.fields) | said
        answer = self.http.post(self.base + action, data=data, files=files, timeout=20)
        return Page(answer).check()

    def do(self, dossier: str, deed: str, files: dict[str, Any] | None = None, **said: Any) -> Page:
        page = self.send(
            self.get(f"/dossiers/{dossier}"), f"/dossiers/{dossier}/deeds/{deed}", files, **said
        )
        assert page.url.endswith(f"?done={deed}"), page.html
        return page
