"""Reports for people and machines, all made from the evaluation and nothing else."""

from conformance.reporting.files import FORMATS, write_reports
from conformance.reporting.json_file import load_evaluation
from conformance.reporting.terminal import print_evaluation

__all__ = ["FORMATS", "load_evaluation", "print_evaluation", "write_reports"]
