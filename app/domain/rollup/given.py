"""Reports given in a file rolled up in one go: what `sobaocao forms roll-up` prints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.domain.canonical import Json
from app.domain.forms.catalogue import find_form
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.period_codes import Period
from app.domain.relations.evaluation import given_content
from app.domain.relations.pooled_figures import Brought, Over
from app.domain.rollup.editions import reader_of
from app.domain.rollup.explaining import Contribution, Explanation, explain
from app.domain.rollup.over_time import roll_up_time
from app.domain.rollup.over_units import roll_up_units
from app.domain.rollup.rolled import Completeness, Member, RolledUp
from app.domain.rollup.sources import Source
from app.errors import InputError

_KEYS = ("units", "period", "reports")
_REPORT_TEXTS = ("unit", "period", "release", "edition", "state")
_REPORT_KEYS = (*_REPORT_TEXTS, "revision", "cells", "rows")


def roll_up_given(
    form: FormDefinition, values: Mapping[str, Json], addresses: Sequence[str] = (), language: str = "vi"
) -> dict[str, Json]:
    """The roll-up of a file's reports, over time where it names a `period`, else over units; `addresses` explained.

    Raises InputError `rollup.sources` where the file does not have its shape, CellError `cell.unknown` for an
    address that is none of the roll-up's, and what rolling up raises.
    """
    rolled = _rolled(form, values)
    incomplete: dict[str, Json] = {}
    for address in rolled.pool.given:
        found = rolled.completeness_of(address)
        if not found.is_complete:
            incomplete[address] = _counts(found)
    return {
        "content": dict(rolled.content),
        "computed": dict(rolled.sheet.calculated()),
        "completeness": {
            "is_complete": rolled.completeness.is_complete,
            "expected": len(rolled.members),
            "missing": _names(rolled, rolled.missing),
            "superseded": [str(key) for key in rolled.superseded],
            "status": rolled.status,
            "cells": _counts(rolled.completeness),
        },
        "incomplete": incomplete,
        "doubts": [doubt.message(language) for doubt in rolled.pool.doubts],
        "explained": {address: _explained(rolled, explain(rolled, address)) for address in addresses},
    }


def _rolled(form: FormDefinition, values: Mapping[str, Json]) -> RolledUp:
    unknown = sorted(set(values) - set(_KEYS))
    if unknown:
        raise InputError("rollup.sources", key=unknown[0])
    reports = values.get("reports")
    if not isinstance(reports, list | tuple):
        raise InputError("rollup.sources", key="reports")
    editions: dict[str, FormDefinition] = {}
    sources = [_source(form, report, editions) for report in reports]
    adapt = reader_of(form, editions.values())
    if "period" in values:
        return roll_up_time(form, Period.parse(_text(values, "period", "period")), sources, adapt=adapt)
    expected = {source.key.unit: "" for source in sources}
    if values.get("units") is not None:
        given = _mapping(values["units"], "units")
        expected = {unit: _text(given, unit, "units") for unit in given}
    return roll_up_units(form, expected, sources, adapt=adapt)


def _source(form: FormDefinition, given: Json, editions: dict[str, FormDefinition]) -> Source:
    report = _mapping(given, "reports")
    unknown = sorted(set(report) - set(_REPORT_KEYS))
    if unknown:
        raise InputError("rollup.sources", key=f"reports.{unknown[0]}")
    texts = {key: _text(report, key, f"reports.{key}") for key in _REPORT_TEXTS}
    if not texts["unit"] or not texts["period"]:
        raise InputError("rollup.sources", key="reports.period" if texts["unit"] else "reports.unit")
    revision = _text(report, "revision", "reports.revision") or "0"
    if not (revision.isascii() and revision.isdecimal()):
        raise InputError("rollup.sources", key="reports.revision")
    edition = form
    if texts["edition"] not in ("", form.edition):
        edition = editions.setdefault(texts["edition"], find_form(f"{form.code}@{texts['edition']}"))
    content = {key: report[key] for key in ("cells", "rows") if key in report}
    return Source(
        key=ReportKey(texts["unit"], form.code, Period.parse(texts["period"]).code, texts["release"]),
        cells=given_content(edition, content),
        revision=int(revision),
        form=edition.hash,
        edition=edition.edition,
        state=texts["state"],
    )


def _mapping(value: Json, key: str) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise InputError("rollup.sources", key=key)
    return value


def _text(given: Mapping[str, Json], key: str, said: str) -> str:
    """A text, or a whole number as one; empty where it is not there."""
    value = given.get(key, "")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InputError("rollup.sources", key=said)
    return str(value)


def _counts(found: Completeness) -> dict[str, Json]:
    return {kind.name.lower(): number for kind, number in found.counts.items()}


def _names(rolled: RolledUp, members: Iterable[Member]) -> list[Json]:
    """Units, or over time periods."""
    return [member.unit if rolled.over is Over.UNITS else member.period for member in members]


def _explained(rolled: RolledUp, found: Explanation) -> dict[str, Json]:
    told: dict[str, Json] = {"value": found.value, "rule": found.rule.value}
    if found.relation:
        told["relation"] = found.relation
    if found.parts:
        told["parts"] = list(found.parts)
        told["brought"] = _counts(rolled.completeness_of(found.address))
    told["from"] = [_contributed(one) for one in found.contributions]
    for kind in Brought:
        members = found.of_kind(kind)
        if members and kind is not Brought.FIGURE:
            told[kind.name.lower()] = _names(rolled, members)
    return told


def _contributed(one: Contribution) -> dict[str, Json]:
    told: dict[str, Json] = {
        "unit": one.source.key.unit,
        "period": one.source.key.period,
        "release": one.source.key.release,
        "revision": one.source.revision,
        "edition": one.source.edition,
        "cell": one.address,
        "value": one.value,
        "counts": one.counts,
    }
    if one.weight_address:
        told |= {"weight_cell": one.weight_address, "weight": one.weight}
    if one.cells or one.weight_cells:
        told["calculated_from"] = [*one.cells, *one.weight_cells]
    return told
