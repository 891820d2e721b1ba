"""The engine says what the slow, obviously right reference says, on forms and reports nobody thought of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from app.domain.forms.loading import load_form
from app.domain.relations.evaluation import evaluate
from tests.properties import reference
from tests.properties.effort import effort
from tests.properties.form_texts import as_yaml, forms, reports
from tests.properties.reference_form import read_form

Outcome = tuple[Mapping[str, str], set[tuple[str, str, str, str, tuple[str, ...]]]]


def outcome(printed: Mapping[str, Any]) -> Outcome:
    """What is calculated, and the findings without their words and their order."""
    findings = {
        (each["code"], each["severity"], each["relation"], each["row"], tuple(each["cells"]))
        for each in printed["findings"]
    }
    return printed["computed"], findings


@effort(150)
@given(st.data())
def test_the_engine_calculates_and_judges_like_the_reference(data: st.DataObject) -> None:
    written = data.draw(forms())
    text = as_yaml(written)
    note(text)
    plain = read_form(written)
    values = data.draw(reports(plain))
    assert outcome(evaluate(load_form(text, "form.yaml"), values)) == outcome(reference.evaluate(plain, values))
