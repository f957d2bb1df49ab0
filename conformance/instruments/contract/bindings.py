"""What each check of the random finder is held to (``fixtures/contract/checks.yaml``)."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import Field, model_validator

from conformance.data import data_folder
from conformance.instruments.contract.messages import LINES, Order
from conformance.instruments.contract.odd_texts import OddTexts
from conformance.instruments.data_files import read_data
from conformance.words import Text, Value

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


class FinderCheck(Value):
    """One check: the criterion that it bears on, or why it is outside the criteria."""

    aspect: str = Field(pattern=r"^contract-[a-z-]+$")
    criterion: str | None = Field(default=None, pattern=r"^[A-Z0-9]{3}-\d{2}$")
    why: Text | None = None
    """How the finding bears on the criterion."""
    outside: Text | None = None
    run: bool = True

    @model_validator(mode="after")
    def _one(self) -> FinderCheck:
        if (self.criterion is None) == (self.outside is None):
            raise ValueError("give exactly one of: criterion, outside (the reason)")
        if (self.criterion is None) != (self.why is None):
            raise ValueError("'why' goes with 'criterion'")
        return self


class FinderChecks(Value):
    """The whole file."""

    checks: dict[str, FinderCheck] = Field(min_length=1)


@cache
def finder_checks() -> dict[str, FinderCheck]:
    """Return the checks by name; raises ``ConfigurationFault`` for a wrong file."""
    return read_data(data_folder("fixtures") / "contract" / "checks.yaml", FinderChecks).checks


def held_to(criterion: str) -> frozenset[str]:
    """Return the names of the checks that bear on a criterion."""
    return frozenset(n for n, each in finder_checks().items() if each.criterion == criterion)


def schemas() -> dict[str, dict[str, Any]]:
    """Return the published schemas by file name: the data file, and the child's messages."""
    messages = {
        "$schema": _DRAFT,
        "title": "Messages between the evaluator and the child of the random finder",
        "anyOf": [{"$ref": "#/$defs/Order"}, {"$ref": "#/$defs/Line"}],
    }
    order = Order.model_json_schema(ref_template="#/$defs/{model}")
    said = LINES.json_schema(ref_template="#/$defs/{model}")
    definitions = {**order.pop("$defs", {}), **said.pop("$defs", {}), "Order": order, "Line": said}
    return {
        "contract-checks.schema.json": {"$schema": _DRAFT, **FinderChecks.model_json_schema()},
        "contract-odd-texts.schema.json": {"$schema": _DRAFT, **OddTexts.model_json_schema()},
        "contract-messages.schema.json": {**messages, "$defs": definitions},
    }


def schema_text(name: str) -> str:
    """Return a published schema as it is written to its file."""
    return json.dumps(schemas()[name], ensure_ascii=False, indent=2) + "\n"


def main() -> int:
    """Write the published schemas (``python -m conformance.instruments.contract.bindings``)."""
    for name in schemas():
        (data_folder("fixtures") / "schema" / name).write_text(schema_text(name), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
