"""Rules about things kept: the catalogue, files, results, forms, accounts."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from reference_impl.domain import ed25519
from reference_impl.domain.codes import Regime
from reference_impl.domain.papers import TITLES, PaperKind, PaperTitle
from reference_impl.domain.people import OFFICERS
from reference_impl.domain.problems import FieldProblem, ProblemError
from reference_impl.domain.procedure import EForm, FormField, Procedure, UploadRule, complaints
from reference_impl.domain.statuses import Status
from reference_impl.domain.text import fold


class CataloguePolicy:
    """Versioned publication (PRO-01; TT 22/2019 Điều 5.1.a)."""

    def check_content(self, raw: dict[str, Any]) -> None:
        """Refuse a procedure that lacks mandatory content."""
        lacking = complaints(raw)
        if lacking:
            raise ProblemError(
                "procedure-incomplete",
                fields=tuple(
                    FieldProblem(key, "missing", "Nội dung bắt buộc", "Mandatory content")
                    for key in lacking
                ),
            )

    def version_of_open_dossier(self, kept: int, current: Callable[[], int]) -> int:
        """Return the version that binds an open dossier: the one that it was received under."""
        del current
        return kept

    def version_of_restart(self, kept: int, current: Callable[[], int]) -> int:
        """Return by which version the limit starts again after a supplement: the same one."""
        del current
        return kept

    def issued(self, field: FormField) -> FormField:
        """Return a field of a form as it is issued: as it was declared."""
        return field

    def left_of_retired(self, form: EForm) -> tuple[FormField, ...]:
        """Return which fields of a retired form are still asked for: none."""
        del form
        return ()

    def next_version(self, versions: Sequence[int]) -> int:
        """Return the number of a new version."""
        return max(versions, default=0) + 1

    def shown(self, procedure: Procedure) -> dict[str, Any]:
        """Return the procedure as published: everything."""
        return procedure.model_dump(mode="json", by_alias=True)


class Search:
    """How texts are compared when somebody searches (STD-02)."""

    fold: Callable[[str], str] = staticmethod(fold)

    def terms(self, query: str) -> list[str]:
        """Return the words that a hit must contain."""
        return self.fold(query).split()


_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
)


class UploadPolicy:
    """What may be attached: by size, and by content rather than by name."""

    def sniff(self, content: bytes) -> str | None:
        """Return the media type that the first bytes show."""
        return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)

    def belongs(self, home_id: str, dossier_id: str) -> bool:
        """Say whether a file that lies in the dossier ``home_id`` is one of ``dossier_id``."""
        return home_id == dossier_id

    def check(self, rule: UploadRule, declared: str | None, content: bytes) -> str:
        """Return the media type of an acceptable file; refuse any other."""
        self.check_size(rule, len(content))
        kind = self.sniff(content)
        if kind is None or kind not in rule.media_types:
            raise ProblemError("file-type-refused", ", ".join(rule.media_types))
        if declared not in {kind, None, "", "application/octet-stream"}:
            raise ProblemError("file-type-refused", f"{declared} ≠ {kind}")
        return kind

    def kept(self, content: bytes) -> bytes:
        """Return the bytes as they are stored: unchanged."""
        return content

    def kept_scan(self, content: bytes) -> bytes:
        """Return what is stored of a scan that the desk made: here the scan as it is."""
        return content

    def converted(self, name: str, kind: str, content: bytes) -> tuple[str, str, bytes]:
        """Return name, media type and bytes under which a file is stored: those it came with."""
        return name, kind, content

    def sent_as(self, media_type: str) -> str:
        """Return the media type with which a file is sent: its own."""
        return media_type

    def opens(self, status: Status, *, digitised: bool) -> bool:
        """Say whether a file (a scan of the desk, if ``digitised``) opens in this state: always."""
        del status, digitised
        return True

    def check_size(self, rule: UploadRule, size: int) -> None:
        """Refuse an empty file and one above the published size."""
        if size == 0:
            raise ProblemError("file-empty")
        if size > rule.max_bytes:
            raise ProblemError("file-too-large", f"{size} > {rule.max_bytes}")


class ResultVault:
    """Keeps results whole and signed by the agency (NĐ 45/2020 Điều 14.3; NĐ 61/2018 Điều 20.5)."""

    def further(self, procedure: Procedure) -> tuple[str, ...]:
        """Return the names of the documents that a decision gives beside the main one."""
        return tuple(kind.name for kind in procedure.further_results)

    def kept(self, content: bytes) -> bytes:
        """Return the bytes as they are stored: unchanged."""
        return content

    def digest(self, content: bytes) -> str:
        """Return the SHA-256 of the document, in hex."""
        return hashlib.sha256(content).hexdigest()

    def sign(self, seed: bytes, content: bytes) -> str | None:
        """Return the agency's detached Ed25519 signature over the document, in hex."""
        return ed25519.sign(seed, content).hex()

    def sought(self, code: str) -> str:
        """Return the code under which a result is looked for: the very one that was given."""
        return code

    def is_valid(self, public: bytes, content: bytes, signature: str | None, sha256: str) -> bool:
        """Say whether hash and signature still fit the document."""
        if signature is None or hashlib.sha256(content).hexdigest() != sha256:
            return False
        return ed25519.verify(public, content, bytes.fromhex(signature))

    def may_fetch(self, status: Status) -> bool:
        """Say whether the applicant may download: once handed over, and ever after."""
        return status is Status.RETURNED


class FormsIssuer:
    """Fills the lawful forms; which fields a form has is the circulars' affair."""

    def issues(self, kind: PaperKind) -> bool:
        """Say whether the form is issued at all."""
        del kind
        return True

    def title(self, regime: Regime, kind: PaperKind) -> PaperTitle:
        """Return number, title and sheet of the form under ``regime``."""
        return TITLES[regime][kind]

    def fields(self, kind: PaperKind, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of the form, from the facts of the dossier and of the step."""
        del kind
        return dict(facts)


class RepeatPolicy:
    """What a repeated request means."""

    def honours(self, key: str | None) -> bool:
        """Say whether the deed is done once only under ``key``."""
        return bool(key)


class AccountsPolicy:
    """Passwords, locks, sessions."""

    def hash_password(self, password: str, cost: int) -> str:
        """Return what is stored of a password (scrypt, salted)."""
        salt = secrets.token_bytes(16)
        return f"scrypt${cost}${salt.hex()}${self._derive(password, salt, cost).hex()}"

    def password_fits(self, password: str, stored: str) -> bool:
        """Say whether ``password`` is the stored one."""
        _, cost, salt, digest = stored.split("$")
        derived = self._derive(password, bytes.fromhex(salt), int(cost))
        return hmac.compare_digest(derived, bytes.fromhex(digest))

    @staticmethod
    def _derive(password: str, salt: bytes, cost: int) -> bytes:
        return hashlib.scrypt(
            password.encode(), salt=salt, n=cost, r=8, p=1, maxmem=64 * 2**20, dklen=32
        )

    def proof(
        self, token: str | None, headers: Mapping[str, str], query: Mapping[str, str]
    ) -> str | None:
        """Return what proves who calls: a session's token, whatever else the request says."""
        del headers, query
        return token

    def named_by(self, proof: str) -> str | None:
        """Return the user name that a proof states by itself: none does, it opens a session."""
        del proof
        return None

    def locks_after(self, failures: int, limit: int) -> bool:
        """Say whether the account is locked after ``failures`` wrong passwords in a row."""
        return failures >= limit

    def check_enabled(self, *, disabled: bool) -> None:
        """Refuse to sign in with a disabled account."""
        if disabled:
            raise ProblemError("account-disabled")

    idle_days = 45
    """After so many days without use an officer's account is disabled (TCVN 14423:2026, 5.6)."""

    def is_idle(
        self, roles: Collection[str], last_used: datetime | None, made: datetime, now: datetime
    ) -> bool:
        """Say whether an officer's account has been idle too long: since use, or since made."""
        if OFFICERS.isdisjoint(roles):
            return False
        return now - (last_used or made) >= timedelta(days=self.idle_days)

    def check_in_use(self, *, idle: bool) -> None:
        """Refuse to sign in with an account that has been idle too long."""
        if idle:
            raise ProblemError("account-idle")

    def username(self, asked: str, *, taken: bool) -> str:
        """Return the user name of a new account: the one asked for; refuse it if it is taken."""
        if taken:
            raise ProblemError("user-exists")
        return asked

    def session_ends(self, started: float, hours: float) -> float:
        """Return when a session ends (seconds since 1970, real time)."""
        return started + hours * 3600

    def is_alive(self, *, disabled: bool, expires: float, now: float) -> bool:
        """Say whether a session still holds."""
        return not disabled and now < expires

    def revokes_on_disable(self) -> bool:
        """Say whether disabling an account ends its sessions."""
        return True

    def revokes_on_logout(self) -> bool:
        """Say whether logging out ends the session on the server."""
        return True

    def check_reason(self, reason: str) -> None:
        """Refuse a change of rights without a reason."""
        if not reason.strip():
            raise ProblemError("reason-required")
