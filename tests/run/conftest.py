"""Shared by the tests of the run room."""

from tests.run.tests_run_support import make

__all__ = ["make"]
