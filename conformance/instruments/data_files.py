"""Reading the YAML data of the instruments: every fault names file, line and mend."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from conformance.errors import Both, ConfigurationFault, Fault
from conformance.shape_words import first_errors, shape_words
from conformance.yaml_source import read_source

Model = TypeVar("Model", bound=BaseModel)


def read_data(path: Path, model: type[Model]) -> Model:
    """Read the YAML file ``path`` into ``model``.

    Raises ``ConfigurationFault`` with one fault for each thing that is wrong, placed at
    ``file:line``.
    """
    source, faults = read_source(path, str(path))
    if source is None or faults:
        raise ConfigurationFault(*faults)
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise ConfigurationFault(
            *(
                Fault(
                    code="data-shape",
                    cause=shape_words(each).after(f"{'.'.join(map(str, each['loc'])) or '–'}: "),
                    mend=Both(
                        "xem lược đồ nêu ở dòng đầu của tệp",
                        "see the schema named in the first line of the file",
                    ),
                    place=source.place(each["loc"]),
                )
                for each in first_errors(error)
            )
        ) from None
