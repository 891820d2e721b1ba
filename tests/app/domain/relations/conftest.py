"""Test forms, loaded once."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from app.domain.forms.catalogue import form_file
from app.domain.forms.definition import FormDefinition

FORMS = Path(__file__).resolve().parents[3] / "fixtures" / "forms"


@cache
def _load(name: str) -> FormDefinition:
    return form_file(FORMS / f"{name}.yaml")


@pytest.fixture
def form() -> Callable[[str], FormDefinition]:
    """A test form by the name of its file."""
    return _load
