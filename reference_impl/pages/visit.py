"""One person's visit to one page: session, language, and the page that is given back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, TypeVar, cast
from urllib.parse import quote, urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from reference_impl.api.caller import portal_of
from reference_impl.domain.people import ANONYMOUS, ROLE_LABELS, Actor
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.values import Value, Words
from reference_impl.pages import formatting, words
from reference_impl.pages.templating import environment
from reference_impl.pages.words import LANGUAGES, Language
from reference_impl.portal import Portal
from reference_impl.services import idempotency
from reference_impl.services.context import Context
from reference_impl.services.views import DossierView

T = TypeVar("T")
SESSION = "motcua_session"
VISITOR = "motcua_visitor"
LANGUAGE = "motcua_lang"
_YEAR = 365 * 24 * 3600


@dataclass(slots=True)
class Visit:
    """Who asks for a page, and how it is answered."""

    portal: Portal
    request: Request
    token: str | None
    me: Actor
    lang: Language
    ended: bool = False
    """The session cookie belongs to a session that has ended."""
    visitor: str = ""
    """The cookie that binds the forms of somebody who is not logged in."""
    fresh: bool = field(default=False)

    def read(self, work: Callable[[Context], T]) -> T:
        """Return what ``work`` reads, as the portal presents it."""
        return self._shown(self.portal.read(self.token, work))

    def write(self, work: Callable[[Context], T]) -> T:
        """Return what ``work`` changes; a refusal that was returned is raised."""
        found = self.portal.write(self.token, work)
        if isinstance(found, ProblemError):
            raise found
        return self._shown(found)

    def once(self, key: str | None, work: Callable[[Context], DossierView]) -> str:
        """Return the id of the dossier that ``work`` makes; under one ``key`` it makes one only."""

        def kept(ctx: Context) -> dict[str, Any]:
            return idempotency.once(ctx, key, f"page {key}", lambda: {"id": work(ctx).id})

        return str(self.portal.write(self.token, kept)["id"])

    def _shown(self, found: T) -> T:
        if isinstance(found, Value):
            return cast("T", self.present(found))
        return found

    def present(self, value: Value) -> Any:
        """Return a view as the portal presents it."""
        return self.portal.seams.presentation.view(type(value).__name__, value)

    def must_be_logged_in(self) -> None:
        """Refuse a visitor without a session."""
        if self.token is None:
            raise ProblemError("session-ended" if self.ended else "login-required")

    def csrf(self) -> str:
        """Return the token that every form carries; bound to the session or to the visitor."""
        secret = self.token
        if secret is None:
            if not self.visitor:
                self.visitor, self.fresh = secrets.token_urlsafe(24), True
            secret = self.visitor
        return hmac.new(secret.encode(), b"motcua form", hashlib.sha256).hexdigest()

    def is_own_form(self, sent: str) -> bool:
        """Say whether a form came from a page of this visit."""
        if self.token is None and not self.visitor:
            return False
        return hmac.compare_digest(sent.encode(), self.csrf().encode())

    def say(self, found: Words | dict[str, str]) -> str:
        """Return words in the language of the visit."""
        return words.say(found, self.lang)

    def text(self, key: str, **values: object) -> str:
        """Return a text of the pages in the language of the visit."""
        return words.text(key, self.lang, **values)

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page."""
        html = environment().get_template(template).render(self._common() | values)
        answer = HTMLResponse(html, status)
        answer.headers["Cache-Control"] = "no-store" if self.token else "private, no-cache"
        answer.headers["Vary"] = "Cookie"
        return self._with_cookies(answer)

    def behind(self) -> str:
        """Return the page to be asked for again: of a form that was sent, the page it stood on."""
        path = self.request.url.path
        if self.request.method == "GET":
            return path
        for end in ("/deeds/", "/roles", "/disable", "/enable"):
            path = path.partition(end)[0]
        return "/admin/clock" if path == "/admin/sandbox-reset" else path

    def go(self, path: str, **query: str) -> Response:
        """Send the browser on to another page of the portal."""
        target = f"{path}?{urlencode(query)}" if query else path
        return self._with_cookies(RedirectResponse(target, 303))

    def file(self, name: str, media_type: str, content: bytes) -> Response:
        """Return a file to be kept."""
        return Response(
            content,
            media_type=media_type,
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
                "Cache-Control": "no-store",
            },
        )

    def _common(self) -> dict[str, Any]:
        def other(language: str) -> str:
            kept = [(k, v) for k, v in self.request.query_params.multi_items() if k != "lang"]
            path = self.behind()
            return f"{path}?{urlencode([*kept, ('lang', language)])}"

        return {
            "t": self.text,
            "say": self.say,
            "tv": lambda key, **values: words.text(key, "vi", **values),
            "at": lambda value: formatting.moment(value, self.lang),
            "lang": self.lang,
            "vi": Markup(' lang="vi"') if self.lang == "en" else "",
            "me": self.me,
            "logged_in": self.token is not None,
            "csrf": self.csrf,
            "once": lambda: secrets.token_urlsafe(12),
            "level_pairs": lambda levels: [(k, self.say(v)) for k, v in levels.items()],
            "role_pairs": lambda roles: [
                (str(r), words.say(Words(vi=ROLE_LABELS[r][0], en=ROLE_LABELS[r][1]), self.lang))
                for r in roles
            ],
            "worded": lambda group, keys: [(k, self.text(f"{group}.{k}")) for k in keys],
            "now": self.portal.clock.now(),
            "sandbox": self.portal.settings.sandbox,
            "path": self.request.url.path,
            "query": self.request.query_params,
            "in_language": other,
            "languages": LANGUAGES,
        }

    def _with_cookies(self, answer: Response) -> Response:
        secure = self.request.url.scheme == "https"

        def put(name: str, value: str, age: int | None) -> None:
            answer.set_cookie(
                name, value, max_age=age, httponly=True, samesite="lax", secure=secure, path="/"
            )

        if self.fresh:
            put(VISITOR, self.visitor, None)
        if self.request.query_params.get("lang") in LANGUAGES:
            put(LANGUAGE, self.lang, _YEAR)
        if self.ended:
            answer.delete_cookie(SESSION, path="/", httponly=True, samesite="lax", secure=secure)
        return answer

    def start_session(self, answer: Response, token: str, seconds: float) -> Response:
        """Give the browser the session cookie."""
        answer.set_cookie(
            SESSION,
            token,
            max_age=int(seconds),
            httponly=True,
            samesite="lax",
            secure=self.request.url.scheme == "https",
            path="/",
        )
        return answer


def visit(request: Request) -> Visit:
    """Return the visit behind a request; one whose session has ended is nobody's."""
    portal = portal_of(request)
    token = request.cookies.get(SESSION) or None
    wanted = request.query_params.get("lang") or request.cookies.get(LANGUAGE)
    language: Language = "en" if wanted == "en" else "vi"
    me, ended = ANONYMOUS, False
    if token is not None:
        try:
            me = portal.read(token, lambda ctx: ctx.actor)
        except ProblemError:
            token, ended = None, True
    return Visit(
        portal, request, token, me, language, ended, request.cookies.get(VISITOR, "")[:100]
    )


def member(found: Annotated[Visit, Depends(visit)]) -> Visit:
    """Return the visit of somebody logged in; others are sent to the login page."""
    found.must_be_logged_in()
    return found


Visitor = Annotated[Visit, Depends(visit)]
Member = Annotated[Visit, Depends(member)]
