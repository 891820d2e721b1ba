"""The forms we ship: on reports like those offices fill, the engine agrees with the reference."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.forms.catalogue import form_file
from app.domain.relations.evaluation import evaluate
from app.resources import resource_path
from tests.app.domain.forms.worked_examples import examples_of, names, raw
from tests.properties import reference
from tests.properties.effort import effort
from tests.properties.form_texts import chance
from tests.properties.reference_form import read_form
from tests.properties.test_engine import outcome

MARKS = ("-", "...", "0", "12 E", "7 P", "1.5")


@st.composite
def _disturbed(draw: st.DrawFn, cells: Mapping[str, str]) -> dict[str, str]:
    """A report's cells with some of them retyped, marked, emptied, or a row of them doubled."""
    found = dict(cells)
    for address in draw(st.lists(st.sampled_from(sorted(cells)), max_size=6)) if cells else ():
        value = draw(st.integers(0, 60).map(str) | st.integers(0, 2_000_000).map(str) | st.sampled_from(MARKS))
        found[address] = value
        if chance(draw, 4):
            del found[address]
    return found


@st.composite
def plausible(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """A right worked example of a form, disturbed; the reports around it too, and some of them gone."""
    example = draw(st.sampled_from([one for one in examples_of(name) if not one.relation]))
    values: dict[str, Any] = dict(example.values)
    values["cells"] = draw(_disturbed(values["cells"]))
    for other in ("previous", "last_year", "preceding"):
        known = values.get(other) or values["cells"]
        if draw(st.booleans()):
            values[other] = draw(st.sampled_from((None, {}))) if chance(draw, 3) else draw(_disturbed(known))
    if chance(draw, 4):
        values["children"] = [draw(_disturbed(example.values["cells"]))]
    return values


@pytest.mark.parametrize("name", names())
def test_a_shipped_form_is_calculated_and_judged_like_the_reference_does(name: str) -> None:
    form, plain = (
        form_file(resource_path("forms") / f"{name}.yaml"),
        read_form(raw(resource_path("forms") / f"{name}.yaml")),
    )

    @effort(15)
    @given(plausible(name))
    def agrees(values: dict[str, Any]) -> None:
        assert outcome(evaluate(form, values)) == outcome(reference.evaluate(plain, values))

    agrees()
