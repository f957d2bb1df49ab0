"""Vices of publishing: catalogue, search, versions, code tables, ratings, texts."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reference_impl.broken.reception_views import shows
from reference_impl.broken.registry import Vice
from reference_impl.domain.papers import PaperKind
from reference_impl.domain.problems import ProblemError
from reference_impl.domain.procedure import Procedure
from reference_impl.domain.statuses import Status
from reference_impl.domain.text import fold, nfc
from reference_impl.domain.values import StatusView, Value, Words
from reference_impl.policies.dossier_rules import IntakePolicy
from reference_impl.policies.figures import RatingPolicy, percent
from reference_impl.policies.keeping import (
    AccountsPolicy,
    CataloguePolicy,
    FormsIssuer,
    Search,
    UploadPolicy,
)
from reference_impl.policies.presenting import HttpManners, Presentation
from reference_impl.seams import Seams

_PUBLISHED = "TT 22/2019/TT-BTTTT Điều 6.1"
_ELEVEN = "TT 32/2017/TT-BTTTT Điều 5.1"
_CATALOGUES = "TT 22/2019/TT-BTTTT Điều 5.1.a"
_SHARED = "TT 22/2019/TT-BTTTT Điều 5.1.đ"
_LEVELS = "TT 32/2017/TT-BTTTT Điều 12"
_RATING = "NĐ 61/2018/NĐ-CP Điều 31"
_RATERS = "NĐ 61/2018/NĐ-CP Điều 27.3, 29.2"
_UNICODE = "TT 39/2017/TT-BTTTT mục 2.7, 3.14"


class Publishes(CataloguePolicy):
    """Publishes every procedure with some contents changed."""

    def __init__(self, change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        self._change = change

    def shown(self, procedure: Procedure) -> dict[str, Any]:
        """Return the procedure as the vice has it."""
        shown = super().shown(procedure)
        return shown | self._change(shown)


def published(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Seams], Seams]:
    """Return the change that publishes procedures altered."""
    return lambda lawful: replace(lawful, catalogue=Publishes(change))


def _thirty_days(_: dict[str, Any]) -> dict[str, Any]:
    return {"timeLimit": {"amount": 30, "unit": "day", "text": "30 ngày"}}


def _all_optional(shown: dict[str, Any]) -> dict[str, Any]:
    return {"components": [c | {"required": False} for c in shown["components"]]}


def _nameless_papers(shown: dict[str, Any]) -> dict[str, Any]:
    return {"components": [c | {"name": "…"} for c in shown["components"]]}


def _without_numbers(shown: dict[str, Any]) -> dict[str, Any]:
    return {"components": [c | {"number": 0} for c in shown["components"]]}


class AcceptsAnyContent(CataloguePolicy):
    """Publishes what is incomplete."""

    def check_content(self, raw: dict[str, Any]) -> None:
        """Find nothing missing."""


class ComparesLetterByLetter(Search):
    """Knows no normal form: only case is levelled."""

    fold = staticmethod(str.casefold)


class ComparesCase(Search):
    """Finds a text only in the case that it was written in."""

    fold = staticmethod(nfc)


class FindsEverything(Search):
    """Takes no heed of the words."""

    def terms(self, query: str) -> list[str]:  # noqa: ARG002
        """Return no words."""
        return []


def _first_gone(view: Any) -> Mapping[str, Any]:
    return {"items": tuple(i for i in view.items if i.code != "2.000908")}


def _doubled(view: Any) -> Mapping[str, Any]:
    return {"items": view.items + view.items[:1]}


def _short_names(view: Any) -> Mapping[str, Any]:
    named = (i.model_copy(update={"name": i.name.replace("Thủ tục ", "")}) for i in view.items)
    return {"items": tuple(named)}


def _decomposed(view: Any) -> Mapping[str, Any]:
    def apart(item: Any) -> Any:
        return item.model_copy(update={"name": unicodedata.normalize("NFD", item.name)})

    return {"items": tuple(apart(i) for i in view.items)}


def _last_only(view: Any) -> Mapping[str, Any]:
    return {"items": view.items[-1:]}


def _table(change: Callable[[Any], Any]) -> Callable[[Seams], Seams]:
    return shows(lambda view: {"items": tuple(i for i in map(change, view.items) if i)},
                 "CodeTable")  # fmt: skip


class RenamesAState(Presentation):
    """Calls state 2 by a word that is in no table."""

    def status(self, status: Status) -> StatusView:
        """Return the state with a name of the house."""
        view = super().status(status)
        if status is not Status.ACCEPTED:
            return view
        return view.model_copy(update={"label": Words(vi="Đã vào sổ", en="Entered")})


class PromotesAService(Presentation):
    """Puts one service into every result, whatever was asked for."""

    def __init__(self) -> None:
        self._favourite: list[Any] = []

    def view(self, kind: str, view: Value) -> Value:
        """Return a page of services with the favourite on it."""
        if kind != "ProcedurePage":
            return view
        items: tuple[Any, ...] = view.items  # type: ignore[attr-defined]
        if items and not self._favourite:
            self._favourite.append(items[-1])
        codes = {item.code for item in items}
        return view.model_copy(
            update={"items": (*items, *(f for f in self._favourite if f.code not in codes))}
        )


class ShortensFiles(UploadPolicy):
    """Loses the end of a file."""

    def kept(self, content: bytes) -> bytes:
        """Return the bytes without the last."""
        return content[:-1]


class AsksForNoPapers(IntakePolicy):
    """Demands no paper."""

    def check_components(
        self,
        procedure: Procedure,  # noqa: ARG002
        attached: Sequence[str],  # noqa: ARG002
        channel: int,  # noqa: ARG002
    ) -> list[Any]:
        """Find nothing missing."""
        return []


class WritesPapersFreely(FormsIssuer):
    """Puts words of its own on the receipt."""

    def fields(self, kind: PaperKind, facts: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields with papers that no catalogue names."""
        found = super().fields(kind, facts)
        if "components" in found:
            found["components"] = [{"name": "Giấy tờ theo quy định"}]
        return found


class AnyLevel(RatingPolicy):
    """Takes any level."""

    def check_values(self, level: str, contents: Mapping[str, str]) -> None:
        """Refuse nothing."""


class NoMiddleLevel(RatingPolicy):
    """Knows two levels."""

    levels = {k: v for k, v in RatingPolicy.levels.items() if k != "satisfied"}


class EightContents(RatingPolicy):
    """Has a form that lacks a content."""

    contents = {k: v for k, v in RatingPolicy.contents.items() if k != "g"}


class TellsWhoRated(RatingPolicy):
    """Publishes the dossier with the comment."""

    def published_comment(self, comment: str | None, rater: str) -> str | None:
        """Return the comment with its dossier."""
        return f"{comment} ({rater})"


class FlattersItself(RatingPolicy):
    """Counts dissatisfied people as satisfied."""

    def tally(self, levels: Collection[str]) -> dict[str, tuple[int, float | None]]:
        """Return the figures as the house likes them."""
        return super().tally(
            ["satisfied" if level == "dissatisfied" else level for level in levels]
        )


class CountsTwice(RatingPolicy):
    """Counts each rating twice."""

    def tally(self, levels: Collection[str]) -> dict[str, tuple[int, float | None]]:
        """Return doubled figures."""
        return {k: (2 * n, percent(n, len(levels))) for k, (n, _) in super().tally(levels).items()}


class AnswersKindly(HttpManners):
    """Answers 200 also when there is nothing."""

    def http_status(self, problem: ProblemError) -> int:
        """Return 200 for what is missing."""
        status = super().http_status(problem)
        return 200 if status == 404 else status


class AnyPassword(AccountsPolicy):
    """Lets in whoever knows the user name."""

    def password_fits(self, password: str, stored: str) -> bool:  # noqa: ARG002
        """Say yes."""
        return True


def _form_changed(change: Callable[[str], str]) -> Callable[[Seams], Seams]:
    def altered(view: Any) -> Mapping[str, Any]:
        return {"form": {k: change(v) if isinstance(v, str) else v for k, v in view.form.items()}}

    return shows(altered, "DossierView")


def _bmp(text: str) -> str:
    return "".join(c if ord(c) < 0x10000 else "?" for c in text)


def _latin(text: str) -> str:
    return text.encode().decode("latin-1")


def _bare_names(view: Any) -> Mapping[str, Any]:
    named = (i.model_copy(update={"applicant_name": fold(i.applicant_name)}) for i in view.items)
    return {"items": tuple(named)}


VICES = (
    Vice("hides-a-service", "leaves an online service out of the catalogue", _PUBLISHED,
         shows(_first_gone, "ProcedurePage")),
    Vice("lists-a-service-twice", "shows a service on two lines", _PUBLISHED,
         shows(_doubled, "ProcedurePage")),
    Vice("services-with-short-names", "shortens the official names", "NĐ 224/2026 Điều 15.1.b",
         shows(_short_names, "ProcedurePage")),
    Vice("no-legal-bases", "publishes procedures without legal bases", _ELEVEN,
         published(lambda _: {"legalBases": []})),
    Vice("conditions-being-updated", "leaves an item at “being updated”", _ELEVEN,
         published(lambda _: {"conditionsText": "Đang cập nhật"})),
    Vice("same-limit-for-all", "publishes one time limit for all procedures", _ELEVEN,
         published(_thirty_days)),
    Vice("search-letter-by-letter", "finds a name only as it is composed", _PUBLISHED,
         lambda lawful: replace(lawful, search=ComparesLetterByLetter())),
    Vice("search-by-case", "finds a name only in the case that it is written in", _PUBLISHED,
         lambda lawful: replace(lawful, search=ComparesCase())),
    Vice("search-finds-everything", "pays no heed to the keyword", _PUBLISHED,
         lambda lawful: replace(lawful, search=FindsEverything())),
    Vice("promotes-a-service", "shows one service in every result", _PUBLISHED,
         lambda lawful: replace(lawful, presentation=PromotesAService())),
    Vice("shortens-files", "loses the end of every file", "TT 22/2019/TT-BTTTT Điều 6.1.m",
         lambda lawful: replace(lawful, uploads=ShortensFiles())),
    Vice("names-in-pieces", "publishes names with loose marks", _UNICODE,
         shows(_decomposed, "ProcedurePage")),
    Vice("forgets-old-versions", "lists the last version only", _CATALOGUES,
         shows(_last_only, "VersionList")),
    Vice("publishes-incomplete-procedures", "publishes what lacks mandatory content",
         "NĐ 63/2010/NĐ-CP Điều 8.2",
         lambda lawful: replace(lawful, catalogue=AcceptsAnyContent())),
    Vice("no-paper-is-required", "marks no paper as required", _CATALOGUES,
         published(_all_optional)),
    Vice("papers-without-a-name", "names no paper", _CATALOGUES, published(_nameless_papers)),
    Vice("papers-without-a-number", "does not say how many", _CATALOGUES,
         published(_without_numbers)),
    Vice("asks-for-no-papers", "takes dossiers without their papers", _CATALOGUES,
         lambda lawful: replace(lawful, intake=AsksForNoPapers())),
    Vice("receipt-with-other-papers", "lists papers that are in no catalogue", _CATALOGUES,
         lambda lawful: replace(lawful, forms=WritesPapersFreely())),
    Vice("code-tables-without-source", "does not say where codes come from", _SHARED,
         _table(lambda item: item.model_copy(update={"source": ""}))),
    Vice("nine-states", "has no code for the demand for payment", _SHARED,
         _table(lambda item: None if item.name.startswith("Yêu cầu thực hiện") else item)),
    Vice("post-is-no-channel", "has no code for the post", _SHARED,
         _table(lambda item: None if item.name.startswith("Bưu chính") else item)),
    Vice("codes-of-its-own", "numbers provinces by itself", "TT 13/2017/TT-BTTTT Điều 15",
         _table(lambda item: item.model_copy(update={"code": f"T{item.code}"})
                if item.name.startswith(("Tỉnh", "Thành phố")) else item)),
    Vice("a-state-by-another-name", "calls a state by a name of its own",
         "TT 13/2017/TT-BTTTT Điều 15",
         lambda lawful: replace(lawful, presentation=RenamesAState())),
    Vice("takes-any-level", "accepts a fourth level", _LEVELS,
         lambda lawful: replace(lawful, rating=AnyLevel())),
    Vice("two-levels", "offers two levels", _LEVELS,
         lambda lawful: replace(lawful, rating=NoMiddleLevel())),
    Vice("eight-contents", "leaves accountability out of the form", _RATING,
         lambda lawful: replace(lawful, rating=EightContents())),
    Vice("tells-who-rated", "publishes comments with their dossiers", _RATERS,
         lambda lawful: replace(lawful, rating=TellsWhoRated())),
    Vice("flatters-itself", "counts the dissatisfied as satisfied", _RATERS,
         lambda lawful: replace(lawful, rating=FlattersItself())),
    Vice("counts-ratings-twice", "counts each rating twice", _RATERS,
         lambda lawful: replace(lawful, rating=CountsTwice())),
    Vice("answers-200-for-nothing", "answers 200 where there is nothing",
         "TT 01/2018/TT-VPCP Điều 16.2.d",
         lambda lawful: replace(lawful, manners=AnswersKindly())),
    Vice("any-password", "lets in whoever knows the user name", "TT 22/2019/TT-BTTTT Điều 5.1.e",
         lambda lawful: replace(lawful, accounts=AnyPassword())),
    Vice("strips-the-marks", "loses diacritics in forms", _UNICODE, _form_changed(fold)),
    Vice("reads-utf8-as-latin", "shows forms in the wrong encoding", _UNICODE,
         _form_changed(_latin)),
    Vice("cuts-long-text", "cuts what was typed at 40 letters", _UNICODE,
         _form_changed(lambda text: text[:40])),
    Vice("basic-plane-only", "turns rare characters into question marks", _UNICODE,
         _form_changed(_bmp)),
    Vice("lists-names-without-marks", "lists applicants without diacritics", _UNICODE,
         shows(_bare_names, "DossierPage")),
)  # fmt: skip
