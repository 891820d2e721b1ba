"""The page on writing forms: every example works, and every key the program knows is described."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.domain.forms.definition import (
    Closed,
    ColumnType,
    FormDefinition,
    Group,
    Line,
    RollUp,
    RowsKind,
    Section,
)
from app.domain.forms.loading import check_form, load_form
from app.domain.periods import WindowKind
from app.domain.relations.evaluation import evaluate
from app.domain.relations.resolving import FUNCTIONS
from app.domain.relations.tree import Severity

PAGE = (Path(__file__).resolve().parents[4] / "docs" / "FORMS.md").read_text(encoding="utf-8")
FORMS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
VALUES = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
RELATIONS = [
    text
    for row in re.findall(r"^\| (`.*?) \|", PAGE[PAGE.index("| written | read as |") :], re.MULTILINE)
    for text in re.findall(r"`([^`]+)`", row)
]
SKELETON = (
    FORMS[0].split("    columns:")[0]
    + "    columns:\n"
    + "".join(f"      - {{number: {n}, title: Cột {n}, decimals: 2, signed: true}}\n" for n in range(1, 23))
    + "    relations:\n      - printed: '{}'\n"
)


@pytest.mark.parametrize("text", FORMS)
def test_an_example_form_is_usable(text: str) -> None:
    assert check_form(text).problems == []


@pytest.mark.parametrize("text", RELATIONS)
def test_an_example_relation_is_read(text: str) -> None:
    assert check_form(SKELETON.replace("{}", text)).problems == []


def test_there_are_examples_of_every_function() -> None:
    used = {name for text in RELATIONS for name in re.findall(r"([a-z_]+)\(", text)}
    assert used == set(FUNCTIONS)


def test_the_example_figures_are_calculated() -> None:
    result: Any = evaluate(load_form(FORMS[0], "docs"), json.loads(VALUES[0]))
    assert [(f["code"], f["cells"]) for f in result["findings"]] == [("value.type", ["main/r2/c3"])]
    assert (result["computed"]["main/r1/c1"], result["computed"]["main/r1/c4"]) == ("15", "80")


WORDS = [
    *(kind.value for enum in (ColumnType, RowsKind, RollUp, WindowKind) for kind in enum),
    *(severity.value for severity in Severity if severity is not Severity.INCOMPLETE),
    *(name for part in (Closed, Group, Line, Section) for name in part.__struct_fields__),
    *(name for name in FormDefinition.__struct_fields__ if name != "hash"),
]


@pytest.mark.parametrize("word", sorted(set(WORDS)))
def test_every_word_of_the_format_is_described(word: str) -> None:
    assert re.search(rf"`[^`\n]*\b{word}\b[^`\n]*`", PAGE), word
