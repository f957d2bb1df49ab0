"""Test data of a check: people, files and procedures, from the candidate file and ``fixtures/``."""

from __future__ import annotations

from functools import cache, cached_property
from random import Random
from typing import Any

import yaml

from conformance.candidate.file import CandidateFile, Person, TestProcedure
from conformance.candidate.handles import UploadFile
from conformance.candidate.operations import Role
from conformance.data import data_folder

_MEDIA = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class NoTestData(Exception):
    """The candidate file names no procedure or account of the kind that a check needs."""

    def __init__(self, needed: str) -> None:
        self.needed = needed
        super().__init__(needed)


@cache
def fixture_people() -> dict[str, Person]:
    """Return the invented people and businesses of ``fixtures/people`` by id."""
    found: dict[str, Person] = {}
    for name, key in (("people.yaml", "people"), ("businesses.yaml", "businesses")):
        text = (data_folder("fixtures") / "people" / name).read_text(encoding="utf-8")
        for item in yaml.load(text, Loader=yaml.CSafeLoader)[key]:
            address = item.get("address") or {}
            found[item["id"]] = Person(
                name=item["name"],
                kind="business" if key == "businesses" else "citizen",
                id_number=item.get("personal_id") or "",
                tax_code=item.get("tax_code") or "",
                birth_date=item.get("birth_date") or "",
                sex=item.get("sex") or "",
                phone=item.get("phone") or "",
                email=item.get("email") or "",
                street=address.get("street") or "",
                commune_code=(address.get("commune") or {}).get("code", ""),
                commune_name=(address.get("commune") or {}).get("name", ""),
                province_code=(address.get("province") or {}).get("code", ""),
                province_name=(address.get("province") or {}).get("name", ""),
            )
    return found


class TestBench:
    """What a check may use: nothing here comes from the portal under test."""

    __test__ = False  # no test class, whatever pytest thinks of the name

    def __init__(self, file: CandidateFile, random: Random) -> None:
        self.file, self._random = file, random
        self._waiting: list[Person] = []

    def person(self, role: Role = Role.CITIZEN) -> Person:
        """Return whom an account belongs to; raise ``NoTestData``."""
        account = self.file.test_data.accounts.get(role)
        if account is None:
            raise NoTestData(f"test_data.accounts.{role.value}")
        return self._known(account.person, f"test_data.accounts.{role.value}.person")

    @staticmethod
    def _known(person: str | Person | None, place: str) -> Person:
        """Return a person by particulars or by id of ``fixtures/people``; raise ``NoTestData``."""
        found = person if isinstance(person, Person) else fixture_people().get(person or "")
        if found is None:
            raise NoTestData(place)
        return found

    def stranger(self) -> Person:
        """Return somebody who has no account (for counter and post), another one each time.

        An invented person, or one of those whom the candidate file names because the candidate
        knows them; when all have come they come again. Raises ``NoTestData``.
        """
        if not self._waiting:
            self._waiting = self._strangers()
            self._random.shuffle(self._waiting)
        return self._waiting.pop()

    def newcomer(self) -> Person:
        """Return somebody whose name nobody else has, unless the candidate knows who may come."""
        person = self.stranger()
        if self.file.test_data.strangers:
            return person
        return person.model_copy(update={"name": f"{person.name} {self.word().title()}"})

    def _strangers(self) -> list[Person]:
        declared = self.file.test_data.strangers
        if declared:
            return [self._known(each, "test_data.strangers") for each in declared]
        people = fixture_people().values()
        return [
            p for p in people if p.kind == "citizen" and p.id_number and p.phone and p.birth_date
        ]

    def procedure(self, *traits: str) -> TestProcedure:
        """Return the first procedure that has all the traits; raise ``NoTestData``.

        Traits: ``online``, ``counter``, ``post``, ``free``, ``fee``, ``working-days``, ``hours``,
        ``days``, ``months``, ``immediate``, ``same-day``, ``after-15`` (a same-day procedure whose
        result after 15:00 is due the next working day), ``business`` (businesses apply),
        ``publishable``, ``same-level``, ``cross-level``, ``several-results`` (its settlement gives
        more than one document), ``amended``, ``amended-while-open`` (taken online; versions of it
        may be published, and no other check uses it), ``form-managed`` (its electronic form may be
        changed, and no other check sends dossiers of it).
        """
        return self.procedures(*traits)[0]

    def procedures(self, *traits: str) -> tuple[TestProcedure, ...]:
        """Return all procedures that have the traits; raise ``NoTestData`` for none."""
        wanted = set(traits)
        found = tuple(p for p in self.file.test_data.procedures if wanted <= set(p.traits))
        if not found:
            raise NoTestData("test_data.procedures: " + ", ".join(sorted(wanted)))
        return found

    def agency(self, part: str) -> str:
        """Return the candidate's code of an agency by its part in tests."""
        return self._named(self.file.test_data.agencies, part, "agencies")

    def officer(self, part: str) -> str:
        """Return the candidate's name of an officer by its part in tests."""
        return self._named(self.file.test_data.officers, part, "officers")

    @staticmethod
    def _named(table: dict[str, str], part: str, place: str) -> str:
        if part not in table:
            raise NoTestData(f"test_data.{place}.{part}")
        return table[part]

    def upload(self, name: str = "application.pdf") -> UploadFile:
        """Return a file of ``fixtures/attachments``."""
        path = data_folder("fixtures") / "attachments" / name
        return UploadFile(name, _MEDIA.get(path.suffix, "application/octet-stream"), _bytes(name))

    def papers(self, procedure: TestProcedure) -> list[dict[str, Any]]:
        """Return one valid file for each required component of the procedure."""
        return [{"component_code": code, "file": self.upload()} for code in procedure.components]

    def word(self, letters: int = 8) -> str:
        """Return a random lower-case word that this check alone uses."""
        return "".join(self._random.choice("abcdefghiklmnopqrstuvxy") for _ in range(letters))

    @cached_property
    def own_data(self) -> frozenset[str]:
        """Return identifiers, phones and e-mails of all test people (never masked)."""
        return own_data(self.file)


@cache
def _bytes(name: str) -> bytes:
    return (data_folder("fixtures") / "attachments" / name).read_bytes()


def own_data(file: CandidateFile) -> frozenset[str]:
    """Return identifiers, phones and e-mails that belong to the evaluator's test people."""
    people = list(fixture_people().values())
    people += [a.person for a in file.test_data.accounts.values() if isinstance(a.person, Person)]
    people += [p for p in file.test_data.strangers if isinstance(p, Person)]
    return frozenset(
        value for p in people for value in (p.id_number, p.phone, p.email, p.tax_code) if value
    )
