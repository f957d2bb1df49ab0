"""What an error of ours says: in one language, in both, and never by halves."""

from __future__ import annotations

import copy
import errno
import pickle

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from conformance.errors import (
    Both,
    ConfigurationFault,
    Fault,
    MotcuaError,
    meant,
    system_words,
    words_of,
)
from conformance.shape_words import MOST, first_errors, shape_words

NO = Both("không", "no")


def test_words_in_one_language_and_in_both() -> None:
    assert (NO.in_language("vi"), NO.in_language("en"), NO.in_language(None)) == (
        "không", "no", "không / no",
    )  # fmt: skip
    assert str(Both("motcua plan")) == "motcua plan"
    assert NO.around("a ", " z").en == "a no z"
    assert NO.following("vì", "for").vi == "vì: không"
    assert meant("x").en == "did you mean: x"


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda w: pickle.loads(pickle.dumps(w))]
)
def test_words_stay_in_both_when_they_are_copied(copied: object) -> None:
    assert callable(copied)
    again = copied(NO)
    assert (again.vi, again.en) == ("không", "no")


def test_a_fault_in_each_language() -> None:
    fault = Fault("a/b", NO, Both("sửa", "mend"), "x.yaml:1")
    assert fault.said("vi") == "x.yaml:1: không\n  -> sửa  [a/b]"
    assert fault.said("en") == "x.yaml:1: no\n  -> mend  [a/b]"
    assert str(ConfigurationFault(fault)) == "x.yaml:1: không / no\n  -> sửa / mend  [a/b]"


def test_plain_texts_of_an_adapter_are_taken() -> None:
    fault = Fault("a/b", "không / no", "motcua plan")  # type: ignore[arg-type]
    assert (fault.cause.vi, fault.cause.en) == ("không", "no")
    assert fault.mend.vi == fault.mend.en == "motcua plan"


def test_an_error_has_a_fault() -> None:
    with pytest.raises(ValueError, match="at least one fault"):
        MotcuaError()


def test_what_the_system_says_is_said_in_both() -> None:
    full = system_words(OSError(errno.ENOSPC, "No space left on device"))
    assert (full.vi, full.en) == ("đĩa đã đầy", "No space left on device")
    odd = system_words(OSError(9_999, "Odd"))
    assert odd.vi == odd.en == "Odd"
    assert system_words(OSError("bare")).en == "bare"


def test_what_an_exception_says() -> None:
    assert words_of(ValueError(NO)) is NO
    assert words_of(ValueError("x")).vi == "x"
    assert words_of(ValueError()).vi == ""


class Shape(BaseModel):
    count: int = Field(default=1, gt=0)
    name: str = "x"
    word: str = "x"

    @field_validator("word")
    @classmethod
    def _word(cls, word: str) -> str:
        if word == "no":
            raise ValueError(NO)
        return word


@pytest.mark.parametrize(
    ("data", "vi", "en"),
    [
        ({"count": 0}, "phải lớn hơn 0", "Input should be greater than 0"),
        ({"count": "x"}, "phải là số nguyên", "Input should be a valid integer"),
        ({"name": 1}, "phải là chữ", "Input should be a valid string"),
        ({"word": "no"}, "không", "no"),
        ([], "phải là một khối khóa: giá trị", "Input should be a valid dictionary"),
    ],
)
def test_what_is_wrong_with_a_shape_is_said_in_both(data: object, vi: str, en: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Shape.model_validate(data)
    (detail,) = first_errors(raised.value)
    said = shape_words(detail)
    assert said.vi == vi
    assert said.en.startswith(en)


def test_a_kind_that_is_not_known_keeps_its_own_words() -> None:
    said = shape_words({"type": "odd", "msg": "Odd"})
    assert said.vi == said.en == "Odd"
    assert shape_words({"type": "greater_than", "msg": "Odd", "ctx": {}}).vi == "Odd"


def test_a_file_of_nothing_but_errors_is_explained_in_part() -> None:
    class Many(BaseModel):
        items: list[int]

    with pytest.raises(ValidationError) as raised:
        Many(items=["x"] * (MOST + 50))
    assert len(first_errors(raised.value)) == MOST
