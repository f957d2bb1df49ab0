"""Errors of our own: each has a code, a cause and a mend, in the reader's words.

The story of a run, and what each step can raise:

1. The catalogue is loaded            -> ``CatalogueFault``     (exit 5: our data)
2. The candidate file is read         -> ``ConfigurationFault`` (exit 3)
3. ``doctor`` tries what it says      -> ``ConfigurationFault`` (exit 3) or ``Unreachable`` (exit 4)
4. Checks talk to the candidate       -> outcomes, never errors
5. Evidence and reports are written   -> ``EvaluatorFault``     (exit 5)
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class ExitCode(IntEnum):
    """Exit codes of ``motcua`` (documented in ``--help``)."""

    CONFORMANT = 0
    NON_CONFORMANT = 1
    NOT_ESTABLISHED = 2
    CONFIGURATION = 3
    UNREACHABLE = 4
    EVALUATOR = 5
    INTERRUPTED = 130


class Both(str):
    """The same words in Vietnamese and in English.

    As plain text it is ``vi / en``, for a reader whose language nobody knows. It is a type of
    its own, so that a fault in one language only is a mistake that the type checker finds; words
    that are the same in both (a command, a list of names) are given once.
    """

    __slots__ = ("en", "vi")
    vi: str
    en: str

    def __new__(cls, vi: str, en: str | None = None) -> Both:
        """Return the words; ``en`` is left out where it is the same text."""
        other = vi if en is None else en
        made = super().__new__(cls, vi if vi == other else f"{vi} / {other}")
        made.vi, made.en = vi, other
        return made

    def __reduce__(self) -> tuple[type[Both], tuple[str, str]]:
        return Both, (self.vi, self.en)

    def in_language(self, language: Literal["vi", "en"] | None) -> str:
        """Return the words in one language; ``None``: in both, one beside the other."""
        if language is None:
            return str(self)
        return self.vi if language == "vi" else self.en

    def around(self, head: str, tail: str) -> Both:
        """Return the words between the same ``head`` and ``tail`` in each language."""
        return Both(f"{head}{self.vi}{tail}", f"{head}{self.en}{tail}")

    def after(self, head: str) -> Both:
        """Return the words after the same ``head`` in each language."""
        return self.around(head, "")

    def before(self, tail: str) -> Both:
        """Return the words before the same ``tail`` in each language."""
        return self.around("", tail)

    def following(self, vi: str, en: str) -> Both:
        """Return ``vi: these words`` and ``en: these words``: what happened, then why."""
        return Both(f"{vi}: {self.vi}", f"{en}: {self.en}")


def words_of(error: BaseException) -> Both:
    """Return what an exception says: in both languages where it was raised with ``Both``."""
    first = error.args[0] if error.args else None
    return first if isinstance(first, Both) else Both(str(error))


def meant(near: str) -> Both:
    """Return the question whether ``near`` was meant."""
    return Both("có phải", "did you mean").before(f": {near}")


_SYSTEM: dict[int, str] = {
    errno.EACCES: "không có quyền",
    errno.EPERM: "không được phép",
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.ELOOP: "liên kết vòng quanh",
    errno.EROFS: "hệ thống tệp chỉ cho đọc",
    errno.ENOSPC: "đĩa đã đầy",
    errno.EDQUOT: "hết hạn mức đĩa",
    errno.EFBIG: "tệp vượt cỡ cho phép",
    errno.EIO: "lỗi đọc ghi đĩa",
    errno.EMFILE: "mở quá nhiều tệp",
}


def system_words(error: OSError) -> Both:
    """Return what the operating system said."""
    said = error.strerror or str(error)
    return Both(_SYSTEM.get(error.errno or 0, said), said)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it is, what it is, and how to mend it."""

    code: str
    cause: Both
    mend: Both
    place: str = ""

    def __post_init__(self) -> None:
        """Take a plain text, as a candidate's adapter may give it: ``vi / en``, or for both."""
        for name in ("cause", "mend"):
            given: str = getattr(self, name)
            if not isinstance(given, Both):
                vi, found, en = given.partition(" / ")
                object.__setattr__(self, name, Both(vi, en if found else None))

    def said(self, language: Literal["vi", "en"] | None) -> str:
        """Return the fault on two lines, in one language or (``None``) in both."""
        head = f"{self.place}: " if self.place else ""
        cause, mend = self.cause.in_language(language), self.mend.in_language(language)
        return f"{head}{cause}\n  -> {mend}  [{self.code}]"

    def __str__(self) -> str:
        return self.said(None)


class MotcuaError(Exception):
    """Base of all our errors: carries one or more faults and an exit code."""

    exit_code = ExitCode.EVALUATOR

    def __init__(self, *faults: Fault) -> None:
        if not faults:
            raise ValueError("an error needs at least one fault")
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class CatalogueFault(MotcuaError):
    """The criteria catalogue is broken (our data, or an evaluator's figures file)."""


class ConfigurationFault(MotcuaError):
    """A file or option that the user gave is wrong."""

    exit_code = ExitCode.CONFIGURATION


class Unreachable(MotcuaError):
    """The candidate cannot be reached at all."""

    exit_code = ExitCode.UNREACHABLE


class EvaluatorFault(MotcuaError):
    """The evaluator itself broke: a bug, a full disk, a missing tool."""
