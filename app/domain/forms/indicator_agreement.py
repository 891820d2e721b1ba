"""Whether forms that name the same indicator can take each other's figures: what a folder of definitions says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import NamedTuple

from app.domain.forms.definition import Column, Indicator, Table
from app.domain.forms.editions import FormFile
from app.domain.forms.nodes import Place, read_yaml, values_of
from app.domain.forms.reading import Problem, Problems
from app.domain.relations.filling import line_of, same_unit


class _Use(NamedTuple):
    file: FormFile
    column: Column
    line: str
    unit: str


def check_indicators(files: Sequence[FormFile]) -> Mapping[str, Sequence[Problem]]:
    """Path -> hints, once for an indicator and another form: figures that a cell would not take from there."""
    uses: defaultdict[str, list[_Use]] = defaultdict(list)
    for file in files:
        for table in file.form.tables:
            for indicator in table.every_indicator():
                uses[indicator.code] += _uses(file, table, indicator)
    found: defaultdict[str, Problems] = defaultdict(Problems)
    said: set[tuple[str, str, str]] = set()
    for code, together in uses.items():
        for here, there in permutations(together, 2):
            pair = (code, here.file.path, there.file.form.code)
            problem = _problem(here, there)
            if problem and pair not in said:
                said.add(pair)
                found[here.file.path].add(
                    problem,
                    _place(here.file, code),
                    is_hint=True,
                    indicator=code,
                    unit=here.unit,
                    other=there.file.form.code,
                    other_unit=there.unit,
                )
    return {path: problems.found for path, problems in found.items()}


def _uses(file: FormFile, table: Table, indicator: Indicator) -> list[_Use]:
    column = table.column(indicator.column)
    assert column is not None
    units = {line.code: line.unit or column.unit for line in table.lines} or {"": column.unit}
    return [_Use(file, column, line_of(table, indicator, code), units[code]) for code in indicator.lines or units]


def _problem(here: _Use, there: _Use) -> str:
    """Why a cell here does not take a figure from there; empty where it does, or where nothing is filled in here."""
    if here.file.form.code == there.file.form.code or here.line != there.line or here.column.computed:
        return ""
    if not same_unit(here.unit, there.unit):
        return "form.indicator_unit"
    return "form.indicator_decimals" if there.column.decimals > here.column.decimals else ""


def _place(file: FormFile, code: str) -> Place:
    """Where a file names an indicator: at a column, else in a list of its own."""
    root = read_yaml(file.text)
    named = [node for key in ("indicator", "code") for node in values_of(root, key) if node.text == code]
    return named[0].place if named else root.place
