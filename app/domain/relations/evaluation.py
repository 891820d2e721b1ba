"""A form judged against given values in one go: what `sobaocao forms eval` prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.domain.addresses import ROW
from app.domain.anomalies.looking import PastReport, hints_of
from app.domain.canonical import Json
from app.domain.forms.catalogue import find_form
from app.domain.forms.definition import Column, ColumnType, FormDefinition, RowsKind, Table
from app.domain.numbers import read_number
from app.domain.period_codes import COUNT, Period
from app.domain.relations.sheet import Sheet
from app.domain.relations.tree import Severity
from app.domain.rows import RowHead, order_between
from app.domain.values import canonical_text, parse_figure
from app.errors import FormError, InputError, PeriodError

_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\Z", re.ASCII)
_PLAIN = re.compile(r"(-?)0*(\d+)(?:\.(\d+))?( [EP])?\Z", re.ASCII)
_KEYS = ("cells", "period", "previous", "last_year", "preceding", "forms", "children", "rows", "history", "siblings")
_LISTS = ("children", "history", "siblings")


class GivenContext:
    """The other reports a values file brings."""

    def __init__(self, form: FormDefinition, values: Mapping[str, Json]) -> None:
        self._form = form
        self._values = values

    def previous(self) -> Mapping[str, str] | None:
        """What stands under `previous`."""
        return self._own("previous")

    def last_year(self) -> Mapping[str, str] | None:
        """What stands under `last_year`."""
        return self._own("last_year")

    def preceding(self) -> Mapping[str, str] | None:
        """What stands under `preceding`."""
        return self._own("preceding")

    def form(self, code: str) -> Mapping[str, str] | None:
        """What stands under `forms` for a code."""
        found = _mapping(self._values.get("forms") or {}, "forms").get(code)
        if found is None:
            return None
        return {address: read for address, value in _mapping(found, "forms").items() if (read := as_figure(value))}

    def definition(self, code: str) -> FormDefinition | None:
        """The shipped form with a code, so that its rows and calculated cells are known."""
        try:
            return self._form if code == self._form.code else find_form(code)
        except FormError:
            return None

    def children(self) -> Sequence[Mapping[str, str] | None] | None:
        """What stands under `children`."""
        given = self._values.get("children")
        if not isinstance(given, list | tuple):
            return None
        return [None if child is None else _canonical(self._form, _mapping(child, "children")) for child in given]

    def _own(self, key: str) -> Mapping[str, str] | None:
        given = self._values.get(key)
        return None if given is None else _canonical(self._form, _mapping(given, key))


def evaluate(form: FormDefinition, values: Mapping[str, Json], language: str = "vi") -> dict[str, Json]:
    """`{"computed": {address: value}, "findings": […], "notes": […]}` for a values file's content.

    Blanks are judged as at Kiểm tra. `"hints": […]` too where the file brings reports to compare with. Raises
    InputError `form.values` where the file does not have its shape.
    """
    sheet = Sheet(form, given_content(form, values), GivenContext(form, values))
    findings: list[dict[str, Json]] = [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "relation": finding.relation,
            "row": finding.row,
            "cells": list(finding.cells),
            "message": finding.message(language),
        }
        for finding in sheet.findings(complete=True)
    ]
    notes: list[Json] = [
        {"code": note.code, "relation": note.relation, "cells": list(note.cells), "message": note.message(language)}
        for note in sheet.notes()
    ]
    judged: list[Json] = [finding for finding in findings if finding["severity"] != Severity.INCOMPLETE]
    unknown_yet: list[Json] = [
        {key: finding[key] for key in ("code", "relation", "cells", "message")}
        for finding in findings
        if finding["severity"] == Severity.INCOMPLETE
    ]
    answer: dict[str, Json] = {
        "computed": dict(sheet.calculated()),
        "findings": judged,
        "notes": unknown_yet + notes,
    }
    if values.get("history") is not None or values.get("siblings") is not None:
        answer["hints"] = _hinted(form, sheet, values, language)
    return answer


def _hinted(form: FormDefinition, sheet: Sheet, values: Mapping[str, Json], language: str) -> list[Json]:
    """What stands out beside the reports under `history`, which follow one another up to this one, and `siblings`."""
    history, siblings = (
        [_canonical(form, report) for report in _listed_mappings(values, key)] for key in ("history", "siblings")
    )
    season = _periods_a_year(values.get("period"))
    past = [
        PastReport(cells=cells, is_same_season=season > 1 and back % season == 0)
        for back, cells in zip(range(len(history), 0, -1), history, strict=True)
    ]
    found = hints_of(sheet, past, siblings, accumulates=form.window.accumulates)
    return [
        {
            "code": hint.code,
            "cells": list(hint.cells),
            "params": dict(hint.params),
            "message": hint.message(language),
        }
        for hint in found
    ]


def _periods_a_year(code: Json) -> int:
    """How many periods like the given one a year has; 1 where the file names none."""
    if code is None:
        return 1
    try:
        return COUNT.get(Period.parse(str(code)).frequency, 1)
    except PeriodError as error:
        raise InputError("form.values", key="period") from error


def _listed_mappings(values: Mapping[str, Json], key: str) -> list[Mapping[str, Json]]:
    given = values.get(key)
    if given is not None and not isinstance(given, list | tuple):
        raise InputError("form.values", key=key)
    return [_mapping(report, key) for report in given or () if report is not None]


def given_content(form: FormDefinition, values: Mapping[str, Json]) -> dict[str, str]:
    """The report that a values file holds: canonical values, a head for every free row.

    Raises InputError `form.values` where the file does not have its shape.
    """
    unknown = sorted(set(values) - set(_KEYS))
    if unknown:
        raise InputError("form.values", key=unknown[0])
    _refuse_other_shapes(values)
    cells = _canonical(form, _mapping(values.get("cells") or {}, "cells"))
    return _with_rows(form, cells, _mapping(values.get("rows") or {}, "rows"))


def _refuse_other_shapes(values: Mapping[str, Json]) -> None:
    for key in ("cells", "previous", "last_year", "preceding", "forms", "rows"):
        _mapping(_or_empty(values.get(key)), key)
    for cells in _mapping(_or_empty(values.get("forms")), "forms").values():
        _mapping(_or_empty(cells), "forms")
    for key in _LISTS:
        _listed_mappings(values, key)


def _or_empty(value: Json) -> Json:
    return {} if value is None else value


def as_figure(value: Json) -> str | None:
    """A figure in a values file as canonical text, whoever wrote it: `12`, `1.5`, `1.234.567,8`, `–`, a JSON number.

    A point is decimal where it can be; what is no figure is handed back as it is.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return canonical_text(str(value))
    text = repr(value) if isinstance(value, float) else str(value)
    text = canonical_text(text) or ""
    if not text or parse_figure(text) is not None:
        return text or None
    plain = _PLAIN.match(text)
    if plain:
        sign, whole, rest, status = plain[1], plain[2], (plain[3] or "").rstrip("0"), plain[4] or ""
        number = f"{whole}.{rest}" if rest else whole
        return ("" if number == "0" else sign) + number + status
    return read_number(text).value or text


def _as_words(column: Column, value: Json) -> str | None:
    if value is None:
        return None
    text = canonical_text(value if isinstance(value, str) else str(value))
    day = _DATE.match(text) if text and column.type is ColumnType.DATE else None
    if day:
        try:
            return date(int(day[3]), int(day[2]), int(day[1])).isoformat()
        except ValueError:
            return text
    return text


def _canonical(form: FormDefinition, given: Mapping[str, Json]) -> dict[str, str]:
    columns = {(table.key, column.key): column for table in form.tables for column in table.columns}
    found = {}
    for address, value in given.items():
        table, _, rest = address.partition("/")
        column = columns.get((table, rest.rpartition("/")[2]))
        if column is not None and column.is_number:
            text = as_figure(value)
        elif column is not None:
            text = _as_words(column, value)
        else:
            text = canonical_text(value if isinstance(value, str) else str(value)) if value is not None else None
        if text is not None:
            found[address] = text
    return found


def _with_rows(form: FormDefinition, cells: dict[str, str], rows: Mapping[str, Json]) -> dict[str, str]:
    """The cells with a head for every row: those listed, then the others in the order of their first cell."""
    found = dict(cells)
    for table in form.tables:
        if table.rows_kind is RowsKind.FIXED:
            continue
        order = ""
        for key, head, label in _listed(table, rows.get(table.key), cells):
            order = order_between(order, "")
            address = f"{table.key}/{key}/{ROW}"
            found.setdefault(address, str(RowHead(order=order, group=head.group, of_which=head.of_which)))
            column = next((column.key for column in table.columns if column.type is ColumnType.LABEL), None)
            if label and column is not None:
                found[f"{table.key}/{key}/{column}"] = label
    return found


def _listed(table: Table, given: Json, cells: Mapping[str, str]) -> Iterable[tuple[str, RowHead, str]]:
    seen = set()
    if given is not None and not isinstance(given, list | tuple):
        raise InputError("form.values", key="rows")
    for entry in given or ():
        row = _mapping(entry, "rows")
        key = row.get("key")
        if not isinstance(key, str) or not key or "/" in key:
            raise InputError("form.values", key="rows.key")
        seen.add(key)
        group, label = row.get("group") or "", row.get("label") or ""
        if not isinstance(group, str) or not isinstance(label, str):
            raise InputError("form.values", key="rows.group")
        yield key, RowHead(order="1", group=group, of_which=row.get("of_which") is True), canonical_text(label) or ""
    lines = {line.code for line in table.lines}
    for address in cells:
        name, _, rest = address.partition("/")
        row_name = rest.partition("/")[0]
        base, _, line = row_name.rpartition(".")
        key = base if line in lines and base else row_name
        plain = name == table.key and rest.count("/") == 1 and not rest.endswith("/" + ROW)
        if plain and key not in seen and key != "total" and not key.startswith(("total-", "@")):
            seen.add(key)
            yield key, RowHead(order="1"), ""


def _mapping(value: Json, key: str) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise InputError("form.values", key=key)
    return value
