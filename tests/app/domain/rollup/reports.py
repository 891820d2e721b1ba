"""Test forms, and reports of them in few words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from app.domain.forms.catalogue import find_form, form_file
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.rollup.sources import Source

FORMS = Path(__file__).resolve().parents[3] / "fixtures" / "forms"


@cache
def form(name: str) -> FormDefinition:
    """A test form by the name of its file, or a shipped one by its code."""
    path = FORMS / f"{name}.yaml"
    return form_file(path) if path.exists() else find_form(name)


def row(name: str, **figures: str) -> dict[str, str]:
    """Cells of a row: `row("main/r1", c1="5")`."""
    return {f"{name}/{column}": text for column, text in figures.items()}


def free(name: str, label: str, place: str = "V;;", **figures: str) -> dict[str, str]:
    """A free row with its head and words."""
    return {f"{name}/@row": place, f"{name}/cA": label, **row(name, **figures)}


def source(
    of: FormDefinition, unit: str, *cells: dict[str, str], period: str = "2026-Q1", release: str = "", revision: int = 1
) -> Source:
    """A unit's report of a form."""
    together: dict[str, str] = {}
    for each in cells:
        together |= each
    return Source(
        key=ReportKey(unit, of.code, period, release),
        cells=together,
        revision=revision,
        form=of.hash,
        edition=of.edition,
    )
