"""The criteria catalogue: loads ``criteria/`` into frozen values."""

from conformance.catalogue.catalogue import Catalogue
from conformance.catalogue.figures import apply_figures
from conformance.catalogue.loader import load_catalogue, read_catalogue
from conformance.catalogue.register import citation_fault
from conformance.catalogue.trace import RegisteredCheck, Trace, render_trace, trace
from conformance.catalogue.values import (
    Criterion,
    DecisionGroup,
    EditionCriterion,
    EditionInfo,
    Figure,
    Group,
    LegalBasis,
    LegalDocument,
    PartPlan,
    WhyNotDeciding,
)

__all__ = [
    "Catalogue",
    "Criterion",
    "DecisionGroup",
    "EditionCriterion",
    "EditionInfo",
    "Figure",
    "Group",
    "LegalBasis",
    "LegalDocument",
    "PartPlan",
    "RegisteredCheck",
    "Trace",
    "WhyNotDeciding",
    "apply_figures",
    "citation_fault",
    "load_catalogue",
    "read_catalogue",
    "render_trace",
    "trace",
]
