"""Variants of what a portal lists and names: more states, base roles, divisions, other words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from reference_impl.domain.text import nfc
from reference_impl.policies.figures import CONTENTS, RatingPolicy
from reference_impl.policies.keeping import Search
from reference_impl.variants.answers import ApiAnswer, Json, json_answers
from reference_impl.variants.documents import loosely
from reference_impl.variants.registry import Variant, with_rules

_DOSSIER = re.compile(r"/api/dossiers/[^/]+")
_FINER = ("Chờ phân công", "Đang thẩm định", "Chờ lãnh đạo ký")


def _at(path: str, change: Callable[[Json], Json]) -> Callable[[ApiAnswer], ApiAnswer]:
    """Change the body of good answers at addresses that match ``path``."""

    def changed(answer: ApiAnswer) -> ApiAnswer:
        if answer.status >= 300 or re.fullmatch(path, answer.path) is None:
            return answer
        return replace(answer, body=change(answer.body))

    return changed


def _and_more(items: list[Json], *more: tuple[str, str]) -> list[Json]:
    return [*items, *({**items[0], "code": code, "name": name} for code, name in more)]


def _finer_states(answer: ApiAnswer) -> ApiAnswer:
    """Tell apart what a dossier waits for while it is handled; list those names too."""
    body = answer.body
    if answer.path == "/api/code-tables/statuses":
        finer = ((f"4.{n}", name) for n, name in enumerate(_FINER, 1))
        return replace(answer, body=body | {"items": _and_more(body["items"], *finer)})
    if _DOSSIER.fullmatch(answer.path) and isinstance(body, dict):
        status = body.get("status") or {}
        if status.get("code") == 4:
            name = _FINER[1] if body.get("responsible") else _FINER[0]
            label = {**status["label"], "vi": name}
            return replace(answer, body=body | {"status": status | {"label": label}})
    return answer


def _kiosk(answer: ApiAnswer) -> ApiAnswer:
    more = {
        "/api/code-tables/statuses": ("11", "Chờ tiếp nhận qua bưu chính"),
        "/api/code-tables/channels": ("4", "Ki-ốt thông minh"),
    }.get(answer.path)
    if more is None:
        return answer
    return replace(answer, body=answer.body | {"items": _and_more(answer.body["items"], more)})


def _denies(answer: ApiAnswer) -> ApiAnswer:
    """Say no to a search for a dossier that is not within one's rights."""
    searched = answer.method == "GET" and answer.path == "/api/dossiers"
    if not (searched and answer.status == 200 and answer.body.get("total") == 0):
        return answer
    title = {"vi": "Không có quyền xem hồ sơ", "en": "No right to see the dossier"}
    body = {"code": "forbidden", "title": title, "detail": None}
    return replace(answer, status=403, body=body)


def _base_role(answer: ApiAnswer) -> ApiAnswer:
    """Show beside each officer's roles the one that all officers have."""

    def shown(user: Json) -> Json:
        if not isinstance(user, dict) or {"citizen", "business"} & set(user.get("roles") or ()):
            return user
        return user | {"roles": [*user["roles"], "officer"]} if user.get("roles") else user

    body = answer.body
    if not isinstance(body, dict):
        return answer
    if answer.path == "/api/auth/login" and answer.status == 200:
        return replace(answer, body=body | {"user": shown(body["user"])})
    if answer.path.startswith("/api/users"):
        items = {"items": [shown(user) for user in body["items"]]} if "items" in body else {}
        return replace(answer, body=shown(body) | items)
    return answer


def _divisions(body: Json) -> Json:
    first = body["items"][0]
    return body | {"items": [*body["items"], {**first, "id": "PHONG-TP", "name": "Phòng Tư pháp"}]}


def _in_an_envelope(body: Json) -> Json:
    said = {
        "message": "Tra cứu thành công",
        "errorCode": "000",
        "timestamp": "2026-01-01T00:00:00Z",
    }
    return body | said


class OtherQuestions(RatingPolicy):
    """Asks about the nine contents of the law in words of its own."""

    contents = CONTENTS | {
        "a": ("Ông/bà có hài lòng về thời hạn trả kết quả không?", "Time"),
        "b": ("Số đơn vị mà ông/bà phải đến", "Units visited"),
        "e": ("Kết quả đúng quy định; không thu ngoài phí, lệ phí", "Legality and fees"),
        "i": ("Góp ý thêm", "Anything else"),
    }


class SearchByLetter(Search):
    """Finds what is typed with its marks; case and normal form do not matter."""

    @staticmethod
    def fold(text: str) -> str:
        """Keep the marks."""
        return nfc(text).casefold()


VARIANTS = (
    Variant(
        "finer-states", "what a dossier in handling waits for is named too",
        surrounds=json_answers(_finer_states),
    ),
    Variant(
        "more-states-and-channels", "the tables hold an eleventh state and the kiosk",
        surrounds=json_answers(_kiosk),
    ),
    Variant(
        "denies-a-foreign-search", "a search that finds nothing is answered 403",
        surrounds=json_answers(_denies),
    ),
    Variant(
        "base-role-beside", "officers have a base role beside their own",
        surrounds=json_answers(_base_role),
    ),
    Variant(
        "divisions-among-agencies", "the list of agencies holds a division",
        surrounds=json_answers(_at("/api/agencies", _divisions)),
    ),
    Variant(
        "look-up-in-an-envelope", "the public look-up has a message, a code and a time around it",
        surrounds=loosely(json_answers(_at("/api/public/lookup/.*", _in_an_envelope))),
    ),
    Variant(
        "asks-in-words-of-its-own", "the rating form words its nine contents differently",
        rules=with_rules(rating=OtherQuestions()),
    ),
    Variant(
        "searches-with-marks", "services are found by names typed with their marks",
        rules=with_rules(search=SearchByLetter()),
    ),
)  # fmt: skip
