"""The scripts of packaging/, which are no package, as modules."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], ModuleType]:
    """Gives a script of packaging/ by its name."""
    monkeypatch.syspath_prepend(str(PACKAGING))
    return importlib.import_module
