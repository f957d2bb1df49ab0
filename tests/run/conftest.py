"""Shared by the tests of the run room."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from tests_run_support import make

__all__ = ["make"]
