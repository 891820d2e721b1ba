"""Real programs for Windows that are on every machine."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def launcher(name: str) -> Path:
    """A launcher that pip puts before its commands."""
    spec = importlib.util.find_spec("pip._vendor.distlib")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / name
