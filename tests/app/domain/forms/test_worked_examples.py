"""Every shipped form has worked examples, and they notice when one number of one relation changes."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.domain.forms.catalogue import form_file
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import check_form
from app.domain.relations.evaluation import evaluate
from app.domain.relations.plan import plan_of
from app.resources import resource_path
from tests.app.domain.forms.worked_examples import FOLDER, Example, examples_of, holds, names, outcome, raw
from tests.properties import reference
from tests.properties.reference_form import read_form

EXAMPLES = [(name, example) for name in names() for example in examples_of(name)]
NUMBER = re.compile(r"#\s*\d+(?:\.\d+)?|(?<![\w.])(?:\d+(?:\.\d+)*[a-zđ]?|[A-Z]+\d+[a-z]?)(?![\w(])")


def path_of(name: str) -> Path:
    return resource_path("forms") / f"{name}.yaml"


def test_every_form_has_its_examples_and_none_is_left_over() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == names()


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name} {example.name}" for name, example in EXAMPLES])
def test_an_example_gives_what_it_says(name: str, example: Example) -> None:
    computed, findings = outcome(evaluate(form_file(path_of(name)), example.values))
    assert findings == example.findings
    if example.computed is not None:
        assert computed == example.computed


@pytest.mark.parametrize("name", names())
def test_the_reference_evaluator_agrees_on_every_example(name: str) -> None:
    plain = read_form(raw(path_of(name)))
    for example in examples_of(name):
        assert outcome(reference.evaluate(plain, example.values))[1] == example.findings, example.name


@pytest.mark.parametrize("name", names())
def test_every_link_that_can_be_broken_has_an_example_that_breaks_it_alone(name: str) -> None:
    examples = Counter(example.relation for example in examples_of(name) if example.relation)
    judged = _judged(form_file(path_of(name)))
    assert {printed: links for printed, links in judged.items() if examples[printed] < links} == {}


def _judged(form: FormDefinition) -> Counter[str]:
    """Relation as printed -> how many of its links are judged; the one that calculates its cell always holds."""
    plan = plan_of(form)
    calculating = {step.relation for step in plan.steps}
    links = set()
    for link in plan.judged:
        first = next((at for at, sign in enumerate(link.relation.chain.signs) if sign == "="), -1)
        if link.relation.id not in calculating or link.order[1] != first:
            links.add((link.relation.printed, link.relation.id, link.order[1]))
    return Counter(printed for printed, _, _ in links)


# ------------------------------------------------------------------- one number changed
@pytest.mark.parametrize("name", names())
def test_a_changed_number_in_a_relation_makes_an_example_fail(name: str) -> None:
    unnoticed = []
    for said, mutant in _mutants(raw(path_of(name))):
        form = check_form(json.dumps(mutant, ensure_ascii=False)).form
        if form is not None and all(holds(example, evaluate(form, example.values)) for example in examples_of(name)):
            unnoticed.append(said)
    assert unnoticed == []


def _mutants(definition: Any) -> Iterator[tuple[str, Any]]:
    """The definition with one number of one relation changed to the declared one before, or after, it."""
    for table, given in definition["tables"].items():
        columns = [column["number"] for column in _leaves(given["columns"]) if "number" in column]
        codes = [row["code"] for row in given["rows"]] if isinstance(given["rows"], list) else []
        for place, relation in enumerate(given.get("relations", ())):
            relation = {"printed": relation} if isinstance(relation, str) else relation
            declared = codes if relation.get("axis") == "rows" else columns
            text = relation.get("text", relation["printed"])
            for found in NUMBER.finditer(text):
                for other in _others(found[0], declared):
                    changed = text[: found.start()] + other + text[found.end() :]
                    mutant = copy.deepcopy(definition)
                    mutant["tables"][table]["relations"][place] = {**relation, "text": changed}
                    yield f"[{table}] {text} → {changed}", mutant


def _others(number: str, declared: list[str]) -> Iterator[str]:
    if number in declared:
        at = declared.index(number)
        yield from (declared[other] for other in (at - 1, at + 1) if 0 <= other < len(declared))
    elif number.startswith("#"):
        yield f"#{int(number[1:].strip()) + 1}" if "." not in number else f"{number}1"
    else:
        yield f"#{int(number) + 1}"


def _leaves(columns: list[Any]) -> Iterator[Any]:
    for column in columns:
        yield from _leaves(column["columns"]) if "columns" in column else (column,)
