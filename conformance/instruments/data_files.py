"""Reading the YAML data of the instruments: every fault names file, line and mend."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from conformance.errors import ConfigurationFault, Fault

Model = TypeVar("Model", bound=BaseModel)


def read_data(path: Path, model: type[Model]) -> Model:
    """Read the YAML file ``path`` into ``model``.

    Raises ``ConfigurationFault`` with one fault for each thing that is wrong, placed at
    ``file:line``.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationFault(
            Fault("data-unreadable", f"the file cannot be read: {error}", "check path", str(path))
        ) from None
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
        content = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        cause = f"not well-formed YAML: {getattr(error, 'problem', error)}"
        raise ConfigurationFault(
            Fault("data-yaml", cause, "mend the YAML at this line", f"{path}{line}")
        ) from None
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise ConfigurationFault(
            *(
                Fault(
                    code="data-shape",
                    cause=f"{'.'.join(map(str, each['loc'])) or 'file'}: {each['msg']}",
                    mend="see the schema named in the first line of the file",
                    place=f"{path}:{line_of(node, each['loc'])}",
                )
                for each in error.errors()
            )
        ) from None


def line_of(node: Any, location: tuple[int | str, ...]) -> int:
    """Return the 1-based line of the deepest YAML node that ``location`` reaches."""
    line = 1
    for step in location:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(step)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            if step >= len(node.value):
                break
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
