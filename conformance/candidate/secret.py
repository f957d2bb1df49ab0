"""Secrets by reference: the candidate file names an environment variable, never the value."""

from __future__ import annotations

import os
from typing import Any

from pydantic import model_validator

from conformance.errors import Both, ConfigurationFault, Fault
from conformance.words import Value


def from_environment(name: str, place: str) -> str:
    """Return an environment variable; raise ``ConfigurationFault`` when it is not set."""
    found = os.environ.get(name)
    if found:
        return found
    raise ConfigurationFault(
        Fault(
            "secret-missing",
            Both(
                f"biến môi trường {name} chưa được đặt", f"environment variable {name} is not set"
            ),
            Both("hoặc sửa tên biến trong tệp", "or mend the name in the file").around(
                f"export {name}=…  (", ")"
            ),
            place,
        )
    )


class Secret(Value):
    """A secret by reference (``env``), or a value that is public by nature (a sandbox account)."""

    env: str | None = None
    """Name of an environment variable."""
    public: str | None = None
    """The value itself, where it is no secret."""

    @model_validator(mode="after")
    def _one(self) -> Secret:
        if (self.env is None) == (self.public is None):
            raise ValueError(
                Both(
                    "cho đúng một trong: env (tên biến môi trường), public",
                    "give exactly one of: env (name of an environment variable), public",
                )
            )
        return self

    def value(self, place: str) -> str:
        """Return the secret; raise ``ConfigurationFault`` when the variable is not set."""
        if self.public is not None:
            return self.public
        return from_environment(self.env or "", place)


class HeaderText(Secret):
    """The value of a header: a text, or a secret by reference."""

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, data: Any) -> Any:
        return {"public": data} if isinstance(data, str) else data
