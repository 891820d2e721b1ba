"""Which cell of one edition of a form is which cell of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.domain.addresses import FILE, REASON, ROW, TEXT, TOTAL_ONLY
from app.domain.forms.definition import FormDefinition, Relation, RowsKind, Table
from app.domain.forms.pairing import (
    Gone,
    Origin,
    Pairing,
    Places,
    Why,
    column_parts,
    group_parts,
    inverse,
    line_parts,
    row_keys,
    section_parts,
)
from app.domain.narrative import Place, respelled
from app.domain.relations.tree import At, Axis, Outer, operands
from app.domain.rows import parse_row_head
from app.errors import FormError

_MATCHES_KEPT = 64
_NEUTRAL = RowsKind.FREE, RowsKind.UNITS
"""Rows whose keys say nothing about the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableMatch:
    """A table here and there."""

    here: Table
    there: Table
    columns: Places
    groups: Places
    lines: Places
    rows: Places
    """Printed rows and totals; what is not named keeps its key where rows are free."""

    def row(self, key: str) -> str | Gone:
        """The row that a row here is there, both without a line."""
        named = self.rows.get(key)
        if named is not None:
            return named
        if self.here.rows_kind not in _NEUTRAL or self.here.rows_kind is not self.there.rows_kind:
            return Gone(Why.UNKNOWN if self.here.rows_kind not in _NEUTRAL else Why.ROWS)
        return key

    def column(self, key: str) -> str | Gone:
        """The column that a column here is there; marks on rows stand in columns of their own."""
        return key if key in (ROW, TOTAL_ONLY) else self.columns.get(key, Gone(Why.UNKNOWN))

    def lined(self, key: str, place: Callable[[str], str | Gone]) -> str | Gone:
        """The place of a row or column whose key is followed by its line, where the tables have lines."""
        if bool(self.here.lines) is not bool(self.there.lines):
            return Gone(Why.ROWS)
        if not self.here.lines:
            return place(key)
        base, _, line = key.rpartition(".")
        there, code = place(base), self.lines.get(line, Gone(Why.UNKNOWN))
        if isinstance(there, Gone) or isinstance(code, Gone):
            return there if isinstance(there, Gone) else code
        return f"{there}.{code}"

    def cell(self, row: str, column: str) -> str | Gone:
        """`row/column` there of a cell."""
        described = self.here.column(column)
        has_line = described is not None and described.is_number
        there, place = self.column(column), self.lined(row, self.row) if has_line else self.row(row)
        if isinstance(there, Gone) or isinstance(place, Gone):
            return there if isinstance(there, Gone) else place
        return f"{place}/{there}"

    def inverse(self) -> TableMatch:
        """The same, looked at from there."""
        return TableMatch(
            here=self.there,
            there=self.here,
            columns=inverse(self.columns, [column.key for column in self.there.columns]),
            groups=inverse(self.groups, [group.code for group in self.there.groups]),
            lines=inverse(self.lines, [line.code for line in self.there.lines]),
            rows=inverse(self.rows, row_keys(self.there)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two editions of a form, cell by cell."""

    here: FormDefinition
    there: FormDefinition
    tables: Mapping[str, TableMatch]
    """By table key; a table keeps its key."""
    sections: Places
    unknown: tuple[Origin, ...]
    """What the newer edition says of parts that the older does not have."""

    def inverse(self) -> Match:
        """The same, looked at from there."""
        return Match(
            here=self.there,
            there=self.here,
            tables={key: table.inverse() for key, table in self.tables.items()},
            sections=inverse(self.sections, [section.key for section in self.there.sections]),
            unknown=self.unknown,
        )

    def translate(self, address: str) -> str | Gone:
        """The address there of what stands at an address here. What may stand in it is not looked at."""
        parts = address.split("/")
        if len(parts) != 3:
            return Gone(Why.UNKNOWN)
        name, row, column = parts
        if name == TEXT:
            section = self.sections.get(row if column == "body" else "", Gone(Why.UNKNOWN))
            return section if isinstance(section, Gone) else f"{TEXT}/{section}/{column}"
        if name == FILE:
            return address  # a file is attached to the report, whatever its form
        if name == REASON:
            return self._reason(row, column)
        table = self.tables.get(name)
        if table is None:
            return Gone(Why.GONE if self.here.table(name) else Why.UNKNOWN)
        place = table.cell(row, column)
        return place if isinstance(place, Gone) else f"{name}/{place}"

    def value(self, address: str, value: str) -> str:
        """What a value reads there: a row's head names its group, a section's text its figures as they are there."""
        if address.startswith(f"{TEXT}/"):
            return respelled(value, self.here, self._place, self.there)
        head = parse_row_head(value) if address.endswith(f"/{ROW}") else None
        table = self.tables.get(address.partition("/")[0])
        if head is None or table is None or not head.group:
            return value
        group = table.groups.get(head.group, "")
        return ";".join((head.order, group if isinstance(group, str) else "", value.rpartition(";")[2]))

    def _place(self, place: Place) -> Place | None:
        """Where a figure that a text names stands there; None where it does not."""
        table = self.tables.get(place.table)
        if table is None:
            return None
        if place.row:
            moved = table.cell(place.row, place.column)
            return None if isinstance(moved, Gone) else Place(place.table, *moved.split("/"))
        column = table.column(place.column)
        return None if isinstance(column, Gone) else Place(place.table, "", column)

    def _reason(self, relation: str, spot: str) -> str | Gone:
        """A reason stays where its relation says the same of the same cells; its spot is a row, or a column."""
        for table in self.tables.values():
            one, other = _relation(table.here, relation), _relation(table.there, relation)
            if one is None or other is None or one.text != other.text or one.axis is not other.axis:
                continue
            if not self._reads_alike(one, table):
                break
            place = table.lined(spot, table.row if one.axis is Axis.COLUMNS else table.column)
            return place if isinstance(place, Gone) else f"{REASON}/{relation}/{place}"
        known = any(_relation(table, relation) for table in self.here.tables)
        return Gone(Why.RELATION if known else Why.UNKNOWN)

    def _reads_alike(self, relation: Relation, table: TableMatch) -> bool:
        """Whether every cell of this form that a relation names has the same name there."""
        named = table.columns if relation.axis is Axis.COLUMNS else table.rows
        chains = [chain for chain in (relation.chain, relation.when) if chain is not None]
        leaves = [leaf for chain in chains for member in chain.members for leaf in operands(member)]
        return all(
            self.translate(leaf.address) == leaf.address
            if isinstance(leaf, At)
            else (isinstance(leaf, Outer) and bool(leaf.code)) or named.get(leaf.key) == leaf.key
            for leaf in leaves
        )


_matches: dict[tuple[str, str], Match] = {}
"""By the hashes of two packages, which never change under them."""


def match_editions(here: FormDefinition, there: FormDefinition) -> Match:
    """What of one edition is what of another of the same form, from the cache where it is there.

    What the newer says with `was` counts where it follows the older. Raises FormError `version.other_form`.
    """
    if here.code != there.code:
        raise FormError("version.other_form", form=here.code, other=there.code)
    match = _matches.get((here.hash, there.hash)) if here.hash and there.hash else None
    if match is None:
        follows_back = here.follows == there.edition and there.follows != here.edition
        match = _matched(there, here).inverse() if follows_back else _matched(here, there)
        if len(_matches) >= _MATCHES_KEPT:
            _matches.clear()
        _matches[here.hash, there.hash] = match
    return match


def _matched(old: FormDefinition, new: FormDefinition) -> Match:
    pairing = Pairing(said=new.follows == old.edition, same=new.edition == old.edition)
    tables = {table.key: _tables(pairing, table, other) for table in old.tables if (other := new.table(table.key))}
    sections = pairing.pair("", "sections", section_parts(old), section_parts(new))
    return Match(here=old, there=new, tables=tables, sections=sections, unknown=tuple(pairing.unknown))


def _tables(pairing: Pairing, old: Table, new: Table) -> TableMatch:
    groups = pairing.pair(old.key, "groups", group_parts(old), group_parts(new))
    return TableMatch(
        here=old,
        there=new,
        columns=pairing.pair(old.key, "columns", column_parts(old), column_parts(new)),
        groups=groups,
        lines=pairing.pair(old.key, "lines", line_parts(old), line_parts(new)),
        rows=pairing.rows(old, new, groups),
    )


def _relation(table: Table, identity: str) -> Relation | None:
    return next((relation for relation in table.relations if relation.id == identity), None)
