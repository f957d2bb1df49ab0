"""Reports for people and machines, all made from the evaluation and nothing else."""

from conformance.reporting.json_file import load_evaluation
from conformance.reporting.terminal import print_evaluation
from conformance.reporting.write import FORMATS, Format, write_reports

__all__ = ["FORMATS", "Format", "load_evaluation", "print_evaluation", "write_reports"]
