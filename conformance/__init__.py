"""motcua: the conformance suite and evaluator for Vietnam's electronic one-stop software."""

__version__ = "0.1.0"
