"""Which part of one edition of a form is which part of another: columns, rows, groups, lines, sections.

What the newer edition says (`was`) decides. Where it says nothing, a part with the same number and the same words is
the same; else one with the same words, which no other part has on either side, has moved. A number that stands in
both with other words is another thing: circulars give old numbers new meanings. Two packages of one edition share
their numbers, whatever words were mended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from app.domain.forms.definition import NEW, Column, ColumnType, FormDefinition, Table
from app.domain.relations.layout import SUBTOTAL, TOTAL
from app.domain.vietnamese import fold


class Why(StrEnum):
    """Why a value has no place in another edition; a stable code."""

    GONE = "version.gone"
    """It has no such table, column, row, line, group or section."""
    RENUMBERED = "version.renumbered"
    """Its number or code stands for something else there."""
    KIND = "version.kind"
    """The column holds another kind of value there, or the value cannot stand in it."""
    UNIT = "version.unit"
    """It is counted in another unit there."""
    DECIMALS = "version.decimals"
    """It has more decimals than the column takes there."""
    SIGN = "version.sign"
    """It is negative, and the column takes no negative figures there."""
    CLOSED = "version.closed"
    """The cell cannot apply there."""
    CALCULATED = "version.calculated"
    """The cell is calculated there."""
    ROWS = "version.rows"
    """The table's rows are of another kind there, or are split into other lines."""
    RELATION = "version.relation"
    """The relation it explains is not there, or speaks of other cells."""
    UNKNOWN = "version.unknown"
    """It is no entry cell of the edition it comes from."""
    REMOVED = "version.removed"
    """Its row was removed after the report had moved."""


class Gone(NamedTuple):
    """No place for it."""

    why: Why


Places: TypeAlias = "Mapping[str, str | Gone]"
"""A part's key here -> its key there, or why it has none."""


class Origin(NamedTuple):
    """A `was` that names nothing of the edition before."""

    table: str
    """Table key; empty for a section."""
    part: str
    """The key of the definition that lists it: `columns`, `rows`, `groups`, `lines`, `sections`."""
    name: str
    """What it names."""


class Part(NamedTuple):
    """What a part is known by."""

    key: str
    """What addresses name it by."""
    names: tuple[str, ...]
    """What `was` may call it."""
    words: tuple[str, ...]
    """Its printed words with those above it, folded."""
    was: str
    """What it says it was."""
    kind: str = ""
    """What its cells hold; empty where that is not the part's to say."""
    unit: str = ""
    """Unit of measure, folded; empty for none."""


class Pairing:
    """Pairs parts of two editions, and notes the origins that nothing answers to.

    `said`: what the newer edition says of its parts speaks of this older one. `same`: the two are one edition.
    """

    def __init__(self, *, said: bool, same: bool) -> None:
        self._said = said
        self._same = same
        self.unknown: list[Origin] = []

    def rows(self, old: Table, new: Table, groups: Places) -> Places:
        """What became of the rows that a table names, totals included."""
        known = {there: here for here, there in groups.items() if isinstance(there, str)}
        parts = _row_parts(old, {group.code: group.code for group in old.groups}), _row_parts(new, known)
        rows: dict[str, str | Gone] = dict(self.pair(old.key, "rows", *parts))
        if old.rows_kind is not new.rows_kind:
            rows = dict.fromkeys(rows, Gone(Why.ROWS))
        there = set(row_keys(new))
        for key in row_keys(old)[len(old.rows) :]:
            total: str | Gone = TOTAL
            if key != TOTAL:
                group = groups[key.removeprefix(SUBTOTAL)]
                total = group if isinstance(group, Gone) else SUBTOTAL + group
            rows[key] = Gone(Why.GONE) if isinstance(total, str) and total not in there else total
        return rows

    def pair(self, table: str, part: str, old: Sequence[Part], new: Sequence[Part]) -> Places:
        """What became of each part."""
        found: dict[str, Part] = {}
        silent = []
        for one in new:
            if not (self._said and one.was):
                silent.append(one)
            elif one.was != NEW:
                source = next((other for other in old if one.was in other.names), None)
                if source is None:
                    self.unknown.append(Origin(table, part, one.was))
                else:
                    found.setdefault(source.key, one)
        by_key = {one.key: one for one in silent}
        for other in old:
            alike = by_key.get(other.key)
            if alike and other.key not in found and (self._same or alike.words == other.words):
                found[other.key] = by_key.pop(other.key)
        if not self._same:
            _pair_moved(old, new, list(by_key.values()), found)
        keys = {one.key for one in new}
        return {other.key: _landing(other, found.get(other.key), keys) for other in old}


def _pair_moved(old: Sequence[Part], new: Sequence[Part], left: Sequence[Part], found: dict[str, Part]) -> None:
    """Pair what is left by words that stand once on either side."""
    once_old = Counter(part.words for part in old)
    once_new = Counter(part.words for part in new)
    by_words = {part.words: part for part in left if once_old[part.words] == once_new[part.words] == 1}
    for other in old:
        if other.key not in found and other.words in by_words:
            found[other.key] = by_words[other.words]


def _landing(part: Part, there: Part | None, keys: Collection[str]) -> str | Gone:
    if there is None:
        return Gone(Why.RENUMBERED if part.key in keys else Why.GONE)
    if part.kind != there.kind:
        return Gone(Why.KIND)
    if part.unit and there.unit and part.unit != there.unit:
        return Gone(Why.UNIT)
    return there.key


def inverse(places: Places, keys: Iterable[str]) -> Places:
    """The same looked at from there, where these are all the keys."""
    back = {there: here for here, there in places.items() if isinstance(there, str)}
    return {key: back[key] if key in back else _reason_of(places.get(key)) for key in keys}


def _reason_of(place: str | Gone | None) -> Gone:
    """Why a part has no place here, from what became of the one with the same key."""
    if isinstance(place, Gone):
        return place
    return Gone(Why.GONE if place is None else Why.RENUMBERED)


def row_keys(table: Table) -> list[str]:
    """Every row that the form itself names, totals included."""
    subtotals = [SUBTOTAL + group.code for group in table.groups] if table.subtotals else []
    return [*(row.key for row in table.rows), *subtotals, *([TOTAL] if table.has_total else [])]


def _kind(column: Column) -> str:
    if column.is_number:
        return "figure"
    return "words" if column.type in (ColumnType.TEXT, ColumnType.LABEL, ColumnType.CHOICE) else column.type.value


def column_parts(table: Table) -> list[Part]:
    """A table's columns."""
    return [
        Part(
            key=column.key,
            names=(column.number or column.key, column.key),
            words=tuple(map(fold, column.title_path)),
            was=column.was,
            kind=_kind(column),
            unit=fold(column.unit),
        )
        for column in table.columns
    ]


def _row_parts(table: Table, groups: Mapping[str, str]) -> list[Part]:
    """A table's printed rows; `groups` names its groups as the older edition does, those that it has."""
    above: list[str] = []
    found = []
    for row in table.rows:
        above[row.level :] = [fold(row.title)]
        group = groups.get(row.group, f"+{row.group}" if row.group else "")
        found.append(Part(key=row.key, names=(row.code, row.key), words=(group, *above), was=row.was))
    return found


def group_parts(table: Table) -> list[Part]:
    """A table's groups."""
    return [Part(group.code, (group.code,), (fold(group.title),), group.was) for group in table.groups]


def line_parts(table: Table) -> list[Part]:
    """What a table's rows are split into."""
    return [Part(line.code, (line.code,), (fold(line.title),), line.was, unit=fold(line.unit)) for line in table.lines]


def section_parts(form: FormDefinition) -> list[Part]:
    """A form's narrative sections."""
    return [Part(section.key, (section.key,), (fold(section.title),), section.was) for section in form.sections]
