"""A small catalogue of three deciding criteria and their kin, and makers of results."""

from __future__ import annotations

import pytest
from builders import catalogue_of, criterion

from conformance.catalogue.catalogue import Catalogue
from conformance.words import Edition, Level


@pytest.fixture
def small() -> Catalogue:
    """Two criteria by check, one by attestation: all mandatory, all deciding."""
    return catalogue_of(
        criterion("OSS-01"),
        criterion("OSS-02"),
        criterion("OSS-03", parts={"document": "attestation"}),
        criterion("OSS-04", levels={Edition.CURRENT_2025: Level.RECOMMENDED}),
    )
