"""What each broken portal must be failed by: ``fixtures/selftest/vices.yaml``."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError, model_validator

from conformance.data import data_folder
from conformance.errors import Both, ConfigurationFault, EvaluatorFault, Fault, meant
from conformance.shape_words import shape_words
from conformance.words import Edition, Text, Value
from conformance.yaml_source import read_source

Words = Annotated[str, StringConstraints(min_length=8, strip_whitespace=True)]
CriterionId = Annotated[str, StringConstraints(pattern=r"^[A-Z]+[0-9]*-[0-9]+$")]
Reason = Annotated[
    str, StringConstraints(pattern=r"^(operation:[a-z0-9.-]+|[a-z0-9]+(-[a-z0-9]+)*)$")
]
CheckId = Annotated[
    str, StringConstraints(pattern=r"^[a-z_]+/test_[a-z0-9_]+\.py::test_\w+(\[.+\])?$")
]


class Vice(Value):
    """One broken portal, and how the suite must take it."""

    vi: Words
    """What it does wrong, in Vietnamese; the English words are the portal's own."""
    kills: tuple[CriterionId, ...] = Field(min_length=1)
    """The criteria of the clause that it breaks: each must fail."""
    reasons: tuple[Reason, ...] = ()
    """What a killing check must have looked at when it failed: the aspect of its finding.

    ``operation:ID`` is the check's own operation, refused or broken.
    """
    killers: tuple[CheckId, ...] = ()
    """The checks that a targeted run sends: enough to fail every criterion of ``kills``."""
    tied: Mapping[CriterionId, Text] = Field(default_factory=dict)
    """Criteria that may fail with it, and why the law or the data tie them to it."""
    edition: Edition | None = None
    """The edition in which it is tried; by default the bundled candidate file's own."""
    rarely: Text | None = None
    """When it breaks, if it does so rarely."""
    survives: Text | None = None
    """Why the suite does not catch it yet. Never an excuse: it counts as survived."""

    @model_validator(mode="after")
    def _complete(self) -> Vice:
        if self.survives is None and not (self.reasons and self.killers):
            raise ValueError(
                Both(
                    "thiếu reasons và killers: phép kiểm tra nào bắt được và vì lý do nào",
                    "reasons and killers are missing: which check catches it, for which reason",
                )
            )
        both = sorted(set(self.kills) & set(self.tied))
        if both:
            raise ValueError(
                Both(
                    "một tiêu chí không thể vừa ở kills vừa ở tied",
                    "a criterion cannot stand in kills and in tied",
                ).before(f": {', '.join(both)}")
            )
        return self


class Lawful(Value):
    """One lawful variant: it differs, and must be failed by nothing."""

    vi: Words
    """How it differs, in Vietnamese."""
    targeted: bool = False
    """Whether a targeted run faces it."""


class Expectations(Value):
    """The whole file."""

    vices: Mapping[str, Vice]
    variants: Mapping[str, Lawful]

    def vice(self, name: str) -> Vice:
        """Return what is expected of a broken portal; raise ``ConfigurationFault``."""
        self.refuse_unknown([name])
        return self.vices[name]

    def refuse_unknown(self, names: Iterable[str]) -> None:
        """Raise ``ConfigurationFault`` when one of the names is no broken portal of the file."""
        faults = []
        for name in names:
            if name in self.vices:
                continue
            near = difflib.get_close_matches(name, self.vices, 1)
            mend = Both("xem", "see").before(": motcua reference vices")
            faults.append(
                Fault(
                    "selftest-name",
                    Both("không có cổng hỏng nào tên", "no broken portal is named").before(
                        f" {name}"
                    ),
                    meant(near[0]) if near else mend,
                )
            )
        if faults:
            raise ConfigurationFault(*faults)


def expectations_file() -> Path:
    """Return the file that comes with the suite."""
    return data_folder("fixtures") / "selftest" / "vices.yaml"


def load_expectations(path: Path | None = None) -> Expectations:
    """Read the file; raise ``EvaluatorFault`` (it is data of ours) with file and line."""
    path = path or expectations_file()
    source, faults = read_source(path, f"selftest/{path.name}")
    if source is None or faults:
        raise EvaluatorFault(*faults)
    try:
        return Expectations.model_validate(source.data)
    except ValidationError as error:
        raise EvaluatorFault(
            *(
                Fault(
                    "selftest-data",
                    shape_words(each).after(f"{'.'.join(map(str, each['loc'])) or '–'}: "),
                    Both(
                        "sửa theo fixtures/schema/selftest.schema.json",
                        "mend it after fixtures/schema/selftest.schema.json",
                    ),
                    source.place(each["loc"]),
                )
                for each in error.errors()
            )
        ) from None
