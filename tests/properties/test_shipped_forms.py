"""The forms we ship: the engine agrees with the reference on them, and each of their relations can be broken alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.domain.forms.catalogue import form_file, shipped_forms
from app.domain.forms.definition import FormDefinition
from app.domain.relations.evaluation import evaluate
from app.resources import resource_path
from tests.properties import reference
from tests.properties.effort import effort
from tests.properties.form_texts import chance
from tests.properties.reference_form import Form, Table, read_form
from tests.properties.test_engine import outcome

II_06A = "ii_06a_vpcp_kstt_2020.yaml"
TCD_01 = "01_tcd_2024.yaml"
BTP_13A = "13a_btp_htqtct_ht_2016.yaml"


@cache
def both(name: str) -> tuple[FormDefinition, Form]:
    """A shipped form, as the program reads it and as the reference does."""
    path: Path = resource_path("forms") / name
    return form_file(path), read_form(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))


# ---------------------------------------------------------------------- plausible reports
@st.composite
def _row(draw: st.DrawFn, table: Table, key: str) -> dict[str, str]:
    """A row as offices fill it: mostly whole, small numbers, now and then nil, not known or an estimate."""
    cells: dict[str, str] = {}
    careless = draw(st.booleans())
    for column in table.figures():
        number = draw(st.integers(0, 40) | st.integers(0, 2_000_000))
        value = f"{number % 70}.{number % 9 + 1}" if column.decimals else str(number)
        if chance(draw, 8):
            value = draw(st.sampled_from(("-", "...", "0", f"{value} E")))
        if not (careless and chance(draw, 4)):
            cells[f"{table.key}/{key}/{column.key}"] = value
    return cells


def _figure(cells: Mapping[str, str], address: str) -> int:
    text = cells.get(address, "0").removesuffix(" E")
    return int(text) if text.isdigit() else 0


def _balanced(name: str, cells: dict[str, str], key: str) -> dict[str, str]:
    """The row with the parts that make its printed chains add up."""

    def of(*numbers: int) -> int:
        return sum(_figure(cells, f"main/{key}/c{number}") for number in numbers)

    def put(number: int, value: int) -> None:
        cells[f"main/{key}/c{number}"] = str(max(value, 0))

    if name == II_06A:
        put(4, of(4) + of(8, 9, 10, 12, 13))
        put(9, of(9) + of(4, 5, 6) - of(8, 9, 10, 12, 13))
    elif name == TCD_01:
        for whole, one, other in ((8, 10, 11), (17, 19, 20), (26, 28, 29)):
            put(whole, of(one, other))
        for part, whole in ((9, 5), (18, 14), (27, 23)):
            put(whole, of(part, whole))
    else:
        put(4, of(2, 3) - of(5))
        put(5, of(2, 3) - of(4))
        put(7, of(7, 8, 9))
        put(2, of(6, 7) - of(3) if of(6, 7) > of(3) else of(2))
        put(15, of(12, 13, 14) - of(16))
        put(18, of(18, 19))
    return cells


@st.composite
def plausible(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """What an office's values file may hold for a shipped form, previous reports and children included."""
    _, plain = both(name)
    (table,) = plain.tables

    def content(keys: list[str]) -> dict[str, str]:
        cells: dict[str, str] = {}
        for key in keys:
            row = draw(_row(table, key))
            cells |= _balanced(name, row, key) if chance(draw, 2) else row
        return cells

    keys = [row.key for row in table.rows] or draw(
        st.lists(st.sampled_from(("dat-dai", "ho-tich", "thue")), max_size=3, unique=True)
    )
    values: dict[str, Any] = {"period": "2026-Q3", "cells": content(keys)}
    if not table.rows and draw(st.booleans()):
        groups = st.sampled_from(("", *table.groups))
        values["rows"] = {
            "main": [{"key": k, "label": k, "group": draw(groups), "of_which": chance(draw, 6)} for k in keys]
        }
    for other in ("previous", "last_year"):
        if draw(st.booleans()):
            values[other] = draw(st.sampled_from((None, {}))) if chance(draw, 3) else content(keys)
    if chance(draw, 4):
        values["children"] = [content(keys)]
    return values


@pytest.mark.parametrize("name", [II_06A, TCD_01, BTP_13A])
def test_a_shipped_form_is_calculated_and_judged_like_the_reference_does(name: str) -> None:
    form, plain = both(name)

    @effort(25)
    @given(plausible(name))
    def agrees(values: dict[str, Any]) -> None:
        assert outcome(evaluate(form, values)) == outcome(reference.evaluate(plain, values))

    agrees()


# ---------------------------------------------------------------------- every relation, broken alone
def row(key: str, **figures: str) -> dict[str, str]:
    """Cells of one row, by column key."""
    return {f"main/{key}/{column}": value for column, value in figures.items()}


SOUND: dict[str, dict[str, Any]] = {
    II_06A: {
        "cells": row("k1", c4="5", c5="2", c6="3", c8="4", c9="3", c10="1", c12="1", c13="1"),
        "previous": row("k1", c12="2", c13="1"),
    },
    TCD_01: {
        "cells": row("u1", c4="6", c5="9", c6="4", c7="1", c8="2", c9="5", c10="1", c11="1")
        | row("u1", c12="1", c13="3", c14="4", c15="2", c16="0", c17="1", c18="4", c19="1", c20="-")
        | row("u1", c21="1", c22="2", c23="3", c24="1", c25="1", c26="1", c27="3", c28="-", c29="1"),
    },
    BTP_13A: {
        "cells": row("r1", c2="30", c3="10", c4="21", c5="19", c6="33", c7="7", c8="5", c9="6", c10="2")
        | row("r1", c11="9", c12="1", c13="-", c14="7", c15="6", c16="2", c17="-")
        | row("r1", c18="12", c19="10", c20="27.5", c21="24.3", c22="1"),
    },
}


class Broken(NamedTuple):
    """A sound report with some cells changed, and the one relation that no longer holds."""

    form: str
    relation: str
    change: dict[str, str]
    code: str
    severity: str
    findings: set[tuple[str, tuple[str, ...]]]
    """Row and cells of each finding."""


BROKEN = (
    Broken(
        II_06A,
        "3=7+11",
        row("k1", c8="5"),
        "relation.unequal",
        "error",
        {
            ("k1", ("main/k1/c3", "main/k1/c7", "main/k1/c11")),
            ("total", ("main/total/c3", "main/total/c7", "main/total/c11")),
        },
    ),
    Broken(
        II_06A,
        "6=11 (kỳ trước)",
        row("k1", c6="4", c5="1"),
        "relation.unequal",
        "warning",
        {("k1", ("main/k1/c6",)), ("total", ("main/total/c6",))},
    ),
    Broken(TCD_01, "9<=5", row("u1", c9="10"), "relation.order", "warning", {("u1", ("main/u1/c9", "main/u1/c5"))}),
    Broken(TCD_01, "18<=14", row("u1", c18="5"), "relation.order", "warning", {("u1", ("main/u1/c18", "main/u1/c14"))}),
    Broken(TCD_01, "27<=23", row("u1", c27="4"), "relation.order", "warning", {("u1", ("main/u1/c27", "main/u1/c23"))}),
    Broken(
        TCD_01,
        "8=10+11",
        row("u1", c8="3"),
        "relation.unequal",
        "warning",
        {("u1", ("main/u1/c8", "main/u1/c10", "main/u1/c11"))},
    ),
    Broken(
        TCD_01,
        "17=19+20",
        row("u1", c20="1"),
        "relation.unequal",
        "warning",
        {("u1", ("main/u1/c17", "main/u1/c19", "main/u1/c20"))},
    ),
    Broken(
        TCD_01,
        "26=28+29",
        row("u1", c29="-"),
        "relation.unequal",
        "warning",
        {("u1", ("main/u1/c26", "main/u1/c28", "main/u1/c29"))},
    ),
    Broken(
        BTP_13A,
        "1=2+3=4+5=6+7",
        row("r1", c5="18"),
        "relation.unequal",
        "error",
        {("r1", ("main/r1/c1", "main/r1/c4", "main/r1/c5"))},
    ),
    Broken(
        BTP_13A,
        "1=2+3=4+5=6+7",
        row("r1", c6="34"),
        "relation.unequal",
        "error",
        {("r1", ("main/r1/c1", "main/r1/c6", "main/r1/c7"))},
    ),
    Broken(BTP_13A, "8<=7", row("r1", c8="8"), "relation.order", "error", {("r1", ("main/r1/c8", "main/r1/c7"))}),
    Broken(BTP_13A, "9<=7", row("r1", c9="8"), "relation.order", "error", {("r1", ("main/r1/c9", "main/r1/c7"))}),
    Broken(
        BTP_13A,
        "11=12+13+14=15+16",
        row("r1", c16="3"),
        "relation.unequal",
        "error",
        {("r1", ("main/r1/c11", "main/r1/c15", "main/r1/c16"))},
    ),
    Broken(BTP_13A, "19<=18", row("r1", c19="13"), "relation.order", "error", {("r1", ("main/r1/c19", "main/r1/c18"))}),
    Broken(BTP_13A, "#20<=20<=#60", row("r1", c20="19.9"), "relation.order", "warning", {("r1", ("main/r1/c20",))}),
    Broken(BTP_13A, "#20<=20<=#60", row("r1", c20="60.1"), "relation.order", "warning", {("r1", ("main/r1/c20",))}),
    Broken(BTP_13A, "#18<=21<=#60", row("r1", c21="17.9"), "relation.order", "warning", {("r1", ("main/r1/c21",))}),
    Broken(BTP_13A, "#18<=21<=#60", row("r1", c21="60.1"), "relation.order", "warning", {("r1", ("main/r1/c21",))}),
)


def changed(name: str, change: Mapping[str, str]) -> dict[str, Any]:
    return {**SOUND[name], "cells": {**SOUND[name]["cells"], **change}}


@pytest.mark.parametrize("name", [II_06A, TCD_01, BTP_13A])
def test_a_sound_report_has_no_findings(name: str) -> None:
    form, plain = both(name)
    assert evaluate(form, SOUND[name])["findings"] == []
    assert reference.evaluate(plain, SOUND[name])["findings"] == []


@pytest.mark.parametrize("broken", BROKEN, ids=[f"{b.form[:6]} {b.relation} {b.change}" for b in BROKEN])
def test_a_broken_relation_is_found_and_nothing_else(broken: Broken) -> None:
    form, plain = both(broken.form)
    values = changed(broken.form, broken.change)
    wanted = {(broken.code, broken.severity, broken.relation, *finding) for finding in broken.findings}
    assert outcome(evaluate(form, values))[1] == wanted
    assert outcome(reference.evaluate(plain, values))[1] == wanted


@pytest.mark.parametrize("name", [II_06A, TCD_01, BTP_13A])
def test_every_relation_that_can_be_broken_has_its_example(name: str) -> None:
    _, plain = both(name)
    (table,) = plain.tables
    links = {relation.printed: list(relation.chain.links()) for relation in table.relations}
    # What calculates its left side holds by itself.
    can_be_broken = {
        relation.printed: len(links[relation.printed]) - bool(relation.definition()) for relation in table.relations
    }
    examples = [broken.relation for broken in BROKEN if broken.form == name]
    assert {printed: examples.count(printed) for printed in links} == can_be_broken


def test_every_shipped_form_is_among_these() -> None:
    assert {form.code for form in shipped_forms()} == {both(name)[1].code for name in (II_06A, TCD_01, BTP_13A)}


@pytest.mark.parametrize(
    ("name", "calculated"),
    [
        (II_06A, {"main/k1/c3": "10", "main/k1/c7": "8", "main/k1/c11": "2"}),
        (TCD_01, {"main/u1/c1": "11", "main/u1/c2": "16", "main/u1/c3": "9"}),
        (BTP_13A, {"main/r1/c1": "40", "main/r1/c11": "8"}),
    ],
)
def test_what_is_given_for_a_calculated_cell_changes_nothing(name: str, calculated: dict[str, str]) -> None:
    form, _ = both(name)
    given = evaluate(form, changed(name, dict.fromkeys(calculated, "777")))
    assert {address: given["computed"][address] for address in calculated} == calculated  # type: ignore[index,call-overload]
    assert given["findings"] == []
