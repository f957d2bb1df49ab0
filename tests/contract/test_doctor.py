"""The doctor finds names that the document does not have, and a document that is not there."""

from __future__ import annotations

import pytest

from conformance.candidate.contract import ContractSpec
from conformance.run.doctor_contract import unknown_names
from tests.contract.contract_support import read, small


def spec(**more: object) -> ContractSpec:
    return ContractSpec.model_validate({"document": {"path": "/openapi.json"}, **more})


def test_what_the_document_has_is_no_fault() -> None:
    sound = spec(
        schemes={"bearer": "citizen"},
        roles=[{"operations": ["GET /people/{id}"], "role": "admin"}],
        leave_out=[{"operations": ["readPerson"], "reason": "để dành cho việc khác"}],
    )
    assert list(unknown_names(sound, read(small()))) == []


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"schemes": {"barer": "citizen"}}, "contract.schemes"),
        ({"roles": [{"tags": ["nobody"], "role": "admin"}]}, "contract.roles[0].tags"),
        (
            {"leave_out": [{"operations": ["readPersn"], "reason": "để dành cho việc khác"}]},
            "contract.leave_out[0].operations",
        ),
    ],
)
def test_a_name_that_it_lacks_is_a_fault_with_its_place(given: object, place: str) -> None:
    (found,) = unknown_names(spec(**given), read(small()))  # type: ignore[arg-type]
    assert (found.code, found.place) == ("contract/unknown-name", place)
    if "readPersn" in str(given):
        assert found.mend is not None
        assert "readPerson" in found.mend.vi


@pytest.mark.parametrize(
    "wrong",
    [
        {"document": {}},
        {"document": {"path": "/a", "file": "b"}},
        {"document": {"path": "openapi.json"}},
        {"document": {"file": "../../etc/passwd"}},
        {"document": {"file": "/etc/passwd"}},
        {"document": {"path": "/a"}, "leave_out": [{"operations": ["x"]}]},
        {"document": {"path": "/a"}, "leave_out": [{"reason": "không có gì cả"}]},
        {"document": {"path": "/a"}, "schemes": {"bearer": "boss"}},
        {"document": {"path": "/a"}, "budget": {"seconds": 1}},
    ],
)
def test_what_the_file_may_not_say(wrong: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        ContractSpec.model_validate(wrong)
