"""Worked examples of the shipped forms: one YAML file a form in `examples/`, with every result written out.

right:                      reports in which nothing is found
  - about: what it shows
    cells: {main: {a: {c4: 80, c5: 30}}}      typed: table -> row -> column -> value
    previous: …                               also last_year, preceding, forms (code -> tables), children (a list)
    rows: {main: [{key: a, group: A}]}        free rows, as `sobaocao forms eval` takes them
    computed: {main: {a: {c3: 118}}}          every calculated cell that is not blank, and no other
broken:                     the first right report (or right number `of`, from 0) with a change, and what is found
  - relation: "3=7+11"      as printed
    severity: error         left out: error
    change: {cells: {main: {a: {c12: 16}}}}   laid over; an empty value blanks a cell
    found: ["main/a/c3 main/a/c7 main/a/c11"]   the cells of each finding; nothing else may be found
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.resources import resource_path

Yaml = Mapping[str, Any]
FOLDER = Path(__file__).parent / "examples"
_ONE_REPORT = ("cells", "previous", "last_year", "preceding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A report and what is to be found in it."""

    name: str
    values: Yaml
    """As `sobaocao forms eval` takes it."""
    computed: Mapping[str, str] | None
    """Every calculated cell; None where the example says nothing of it."""
    relation: str = ""
    """The one relation that is broken, as printed; empty for a right report."""
    findings: frozenset[tuple[str, str, str]] = frozenset()
    """Relation as printed, severity, cells."""


def raw(path: Path) -> Any:
    """A YAML file with every value left as text."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


def names() -> list[str]:
    """The stems of the shipped forms' files."""
    return sorted(path.stem for path in resource_path("forms").glob("*.yaml"))


@cache
def examples_of(name: str) -> tuple[Example, ...]:
    """The examples of a form's file, the right ones first."""
    given = raw(FOLDER / f"{name}.yaml")
    right = [_right(number, report) for number, report in enumerate(given["right"])]
    return (*right, *(_broken(number, each, given["right"]) for number, each in enumerate(given.get("broken", ()))))


def _right(number: int, given: Yaml) -> Example:
    computed = {address: value for address, value in _flat(given.get("computed") or {}) if value}
    return Example(name=f"right {number} {given.get('about', '')}", values=_values(given), computed=computed)


def _broken(number: int, given: Yaml, right: list[Yaml]) -> Example:
    found = [" ".join(cells.split()) for cells in given["found"]]
    return Example(
        name=f"broken {number} {given['relation']}",
        values=_values(_laid_over(right[int(given.get("of", 0))], given["change"])),
        computed=None,
        relation=given["relation"],
        findings=frozenset((given["relation"], given.get("severity", "error"), cells) for cells in found),
    )


def _laid_over(under: Any, over: Any) -> Any:
    if not isinstance(under, Mapping) or not isinstance(over, Mapping):
        return over
    return {key: _laid_over(under.get(key), over[key]) if key in over else under[key] for key in {**under, **over}}


def _values(given: Yaml) -> Yaml:
    values = {key: given[key] for key in ("period", "rows") if key in given}
    values |= {key: _report(given[key]) for key in _ONE_REPORT if key in given}
    if "forms" in given:
        values["forms"] = {code: _report(tables) for code, tables in given["forms"].items()}
    if "children" in given:
        values["children"] = [_report(tables) for tables in given["children"]]
    return values


def _report(tables: Any) -> dict[str, str] | None:
    return None if tables in ("null", None) else {address: value for address, value in _flat(tables or {}) if value}


def _flat(tables: Yaml) -> Iterator[tuple[str, str]]:
    for table, rows in tables.items():
        for row, cells in rows.items():
            for column, value in cells.items():
                yield f"{table}/{row}/{column}", value


def outcome(printed: Mapping[str, Any]) -> tuple[Mapping[str, str], frozenset[tuple[str, str, str]]]:
    """What an evaluation calculates, and its findings as examples write them."""
    findings = frozenset(
        (each["relation"] or each["code"], each["severity"], " ".join(each["cells"])) for each in printed["findings"]
    )
    return printed["computed"], findings


def holds(example: Example, printed: Mapping[str, Any]) -> bool:
    """Whether an evaluation gives what an example says."""
    computed, findings = outcome(printed)
    return findings == example.findings and example.computed in (None, computed)
