"""The last look at what leaves the portal: views and HTTP manners."""

from __future__ import annotations

from typing import Any

from reference_impl.domain.people import Actor
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.statuses import LABELS, Status
from reference_impl.domain.values import StatusView, Value, Words


class Presentation:
    """Shows what is there: nothing added, nothing hidden."""

    def status(self, status: Status) -> StatusView:
        """Return the national state and its name."""
        vi, en = LABELS[status]
        code = None if status is Status.DRAFT else int(status)
        return StatusView(code=code, label=Words(vi=vi, en=en))

    def status_for(self, actor: Actor, status: Status) -> StatusView:
        """Return the state as ``actor`` sees it: the same for officers and applicants."""
        del actor
        return self.status(status)

    def view(self, kind: str, view: Value) -> Value:
        """Return ``view``; ``kind`` names what it is, such as ``dossier`` or ``procedure``."""
        del kind
        return view


SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Strict-Transport-Security": "max-age=31536000",
}


class HttpManners:
    """Headers and error documents."""

    def headers(self, path: str) -> dict[str, str]:
        """Return the headers that every answer for ``path`` carries."""
        if path.startswith("/api/"):
            return SECURITY_HEADERS | {"Cache-Control": "no-store"}
        return SECURITY_HEADERS

    def document(self, problem: ProblemError) -> dict[str, Any]:
        """Return the problem document of a refusal."""
        body: dict[str, Any] = {
            "code": problem.code,
            "title": {"vi": problem.vi, "en": problem.en},
            "detail": problem.detail,
        }
        if problem.fields:
            body["fields"] = [
                {"field": f.field, "code": f.code, "message": {"vi": f.vi, "en": f.en}}
                for f in problem.fields
            ]
        if problem.dossier_status is not None:
            vi, en = LABELS[Status(problem.dossier_status)]
            body["state"] = {"code": problem.dossier_status or None, "label": {"vi": vi, "en": en}}
        return body

    def unexpected(self, error: Exception) -> ProblemError:
        """Return what a visitor learns of a fault of ours: that it happened."""
        del error
        return ProblemError("internal")

    def http_status(self, problem: ProblemError) -> int:
        """Return the HTTP status of a refusal."""
        return problem.http_status
