"""The names of Schemathesis that the adapter leans on are still there, as they were pinned."""

from __future__ import annotations

from importlib.metadata import version

import schemathesis
import schemathesis.engine
from schemathesis.core.failures import Failure
from schemathesis.engine import events
from schemathesis.engine.recorder import CheckFailureInfo, CheckNode, Interaction, Request

from conformance.instruments.contract.engine import BUILT_IN_CHECKS


def test_the_pin() -> None:
    assert version("schemathesis") == "4.32.5"


def test_events_and_fields() -> None:
    assert "recorder" in events.ScenarioFinished.__slots__
    assert "stop_reason" in events.EngineFinished.__annotations__
    assert {"info", "label"} <= set(events.NonFatalError.__slots__)
    assert "exception" in events.FatalError.__slots__
    assert {"name", "failure_info"} <= set(CheckNode.__slots__)
    assert "failure" in CheckFailureInfo.__slots__
    assert {"request", "response"} <= set(Interaction.__slots__)
    assert {"method", "uri", "body", "headers"} <= set(Request.__slots__)
    assert hasattr(Failure, "_unique_key")
    assert hasattr(Failure, "related_case_ids")
    assert callable(schemathesis.engine.from_schema)
    assert callable(schemathesis.openapi.from_dict)


def test_every_built_in_check_is_known_to_us() -> None:
    import schemathesis.specs.openapi.checks  # noqa: F401 - registers them
    from schemathesis.checks import CHECKS

    names = {check.__name__ for check in CHECKS.get_all() if not isinstance(check, type)}
    assert names | {"max_response_time"} == set(BUILT_IN_CHECKS)
