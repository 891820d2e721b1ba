"""The rows of a table: free, unless the sheet prints them; groups, lines, the total row."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.domain.forms.drafting.body import BodyRow, read_body, split_lines
from app.domain.forms.drafting.numbering import is_relation, read_mark_text, split_heading
from app.domain.forms.drafting.outline import Outline, Outlined, number_of, without_dash
from app.domain.forms.drafting.printed import (
    PrintedColumn,
    PrintedRow,
    PrintedTable,
    RelationText,
    groups_of,
)
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.relations import added_in
from app.domain.forms.drafting.spent_columns import common_unit, settle_columns
from app.domain.forms.drafting.wording import (
    Role,
    is_bare_total,
    is_dots,
    is_ellipsis,
    is_example,
    may_be_negative,
)
from app.domain.forms.drafting.workbook import Cell, Page, place
from app.domain.forms.tables import CELLS_MAX, ROWS_MAX
from app.domain.relations.tree import Axis
from app.domain.vietnamese import fold
from app.errors import InputError

TITLE_MAX = 480
CODE_MAX = 30

_UNFIT = re.compile(r"[\s/\x00-\x1f@;]+")
_CLOSED = frozenset(("x", "X", "×"))
_AHEAD = 8
"""Rows after a heading within which its dots are looked for."""


@dataclass(slots=True, kw_only=True)
class RowsRead:
    """What a body says besides its rows."""

    relations: list[RelationText] = field(default_factory=list)
    """Relations printed in it; `number` is the row's code, or the column's number."""
    guidance: list[str] = field(default_factory=list)
    """Words of a column that tells how to fill each row."""


def read_rows(page: Page, table: PrintedTable, body: range, ledger: Ledger) -> RowsRead:
    """Fill a table's rows, groups, lines and total from the sheet's body."""
    return _Rows(page, table, body, ledger).read()


class _Rows:
    def __init__(self, page: Page, table: PrintedTable, body: range, ledger: Ledger) -> None:
        self._page = page
        self._table = table
        self._columns = table.leaves()
        self._rows = read_body(page, self._columns, body)
        self._ledger = ledger
        self._found = RowsRead()
        self._figures: list[Cell] = []
        self._spent: list[PrintedColumn] = []
        self._parents: list[tuple[str, str]] = []
        self._repeats = False
        self._units: list[str] = []
        self._taken: set[str] = set()
        self._coded: list[PrintedRow] = []

    def read(self) -> RowsRead:
        """The rows, and what else the body says."""
        self._drop(lambda row: any(is_example(cell.line) for cell in row.named), "draft.rows_example")
        self._drop(self._is_heading_again, "draft.headings_again")
        self._split_lines()
        self._refuse_too_many()
        self._units = [row.unit.line for row in self._rows if row.unit is not None and not is_dots(row.unit.line)]
        if self._is_free():
            self._read_free()
        else:
            self._read_fixed()
        if self._figures:
            self._ledger.tell("draft.figures_left_out", *self._figures)
        settle_columns(self._table, self._units, self._spent, self._ledger)
        return self._found

    def _refuse_too_many(self) -> None:
        """Refuse more rows or cells than a definition may have."""
        count = len(self._rows)
        if count > ROWS_MAX or count * len(self._columns) * max(len(self._table.lines), 1) > CELLS_MAX:
            where = f"{self._page.sheet.name}!{place(self._rows[-1].row, self._columns[0].position)}"
            raise InputError("workbook.too_many_rows", place=where, count=count, limit=ROWS_MAX)

    def _drop(self, is_dropped: Callable[[BodyRow], bool], code: str) -> None:
        kept: list[BodyRow] = []
        dropped: list[Cell] = []
        for row in self._rows:
            if is_dropped(row):
                dropped += (*row.named, *row.figures)
            else:
                kept.append(row)
        self._rows = kept
        if dropped:
            self._ledger.tell(code, *dropped)

    def _is_heading_again(self, row: BodyRow) -> bool:
        """Whether a row repeats the headings, for the next printed page."""
        words = {fold(cell.line) for column in self._columns for cell in column.cells}
        words |= {fold(group.cell.line) for group in groups_of(self._table.columns) if group.cell is not None}
        cells = (*row.named, *row.figures)
        return len(cells) > 1 and all(fold(cell.line) in words for cell in cells)

    def _split_lines(self) -> None:
        split = split_lines(self._rows, self._columns)
        self._rows = split.rows
        if split.column is not None:
            self._spent.append(split.column)
            self._ledger.tell("draft.column_of_rows", *split.column.cells)
        if not split.lines:
            return
        for cell in split.lines:
            code = re.sub(r"[^a-z0-9]", "", fold(cell.line)).lstrip("0123456789")[:16] or "dong"
            if all(code != known and cell.line != title for known, title in self._table.lines):
                self._table.lines.append((code, cell.line))
        self._ledger.ask("draft.rows_lines", *split.lines)

    def _column(self, role: Role) -> PrintedColumn | None:
        return next((column for column in self._columns if column.role is role), None)

    def _is_free(self) -> bool:
        """Whether the clerk names the rows: the sheet prints none, or only a total, or goes on with dots."""
        if any(is_ellipsis(cell.line) for row in self._rows for cell in (row.label, row.index) if cell is not None):
            return True
        named = [row for row in self._rows if row.label is not None]
        return all(row.code is None and is_bare_total(row.label_text) for row in named)

    # Free rows

    def _read_free(self) -> None:
        samples: list[Cell] = []
        blank: list[Cell] = []
        for position, row in enumerate(self._rows):
            mark, style = number_of(row.label_text, row.index_text)
            is_named = row.label is not None and not is_dots(row.label_text)
            if is_named and is_bare_total(row.label_text) and not self._table.total:
                self._total(row, is_first=position == 0 and len(self._rows) > 1)
            elif is_named and style in ("letter", "roman") and self._goes_on(position):
                self._group(row, mark)
            else:
                (samples if is_named else blank).extend(row.named)
            self._leave_figures(row, "")
        if samples:
            self._ledger.ask("draft.rows_sample", *samples)
        if blank:
            self._ledger.tell("draft.rows_blank", *blank)
        label = self._column(Role.LABEL)
        if label is not None and label.cell is not None and fold(label.title).startswith("don vi"):
            self._ledger.ask("draft.rows_units", label.cell)
        elif label is None and self._columns[0].cell is not None:
            self._ledger.ask("draft.rows_unlabelled", self._columns[0].cell)

    def _goes_on(self, position: int) -> bool:
        """Whether dots follow a heading before long."""
        following = self._rows[position + 1 : position + _AHEAD]
        return any(is_ellipsis(cell.line) for row in following for cell in row.named)

    # Fixed rows

    def _read_fixed(self) -> None:
        self._table.rows_kind = "fixed"
        outline = Outline(len({row.label.indent for row in self._rows if row.label is not None}) > 1)
        has_codes = any(row.code is not None for row in self._rows)
        marks = [mark for row in self._rows if (mark := number_of(row.label_text, row.index_text)[0])]
        self._repeats = len(set(marks)) < len(marks)
        announced: list[Cell] = []
        group, outer = "", 0
        for position, row in enumerate(self._rows):
            if row.label is None:
                self._unnamed(row)
                continue
            is_bare = row.code is None and not row.figures
            outlined = outline.place(row.label_text, row.index_text, row.label.indent, is_line=not is_bare)
            if row.code is None and is_bare_total(row.label_text) and not self._table.total:
                self._total(row, is_first=position == 0 and len(self._rows) > 1)
            elif is_bare and (row.is_across or (has_codes and outlined is not None)):
                group = self._group(row, outlined.mark if outlined is not None else "")
                outer = outlined.level + 1 if outlined is not None else 0
                self._parents[max(outer - 1, 0) :] = [(group, group)]
            elif outlined is None:
                announced += row.named
            else:
                self._fixed(row, outlined, group, max(outlined.level - outer, 0))
                self._leave_figures(row, self._table.rows[-1].code)
                continue
            self._leave_figures(row, "")
        if announced:
            self._ledger.tell("draft.rows_announced", *announced)
        self._settle_fixed()

    def _unnamed(self, row: BodyRow) -> None:
        if row.named:
            self._ledger.ask("draft.row_unnamed", *row.named)
        self._leave_figures(row, "")

    def _fixed(self, row: BodyRow, outlined: Outlined, group: str, level: int) -> None:
        assert row.label is not None
        title, _, relation = split_heading(row.label_text)
        title = title if relation else row.label_text
        code, at_code = self._code(row, outlined)
        for printed in (relation, at_code):
            cell = row.code if printed is at_code and row.code is not None else row.label
            if printed:
                self._found.relations.append(RelationText(cell=cell, printed=printed, number=code, axis=Axis.ROWS))
        unit = row.unit.line if row.unit is not None and not is_dots(row.unit.line) else ""
        title = without_dash(title)
        if unit and not common_unit(self._units):
            title = f"{title} ({unit})"
        if row.row in self._page.sheet.hidden_rows:
            self._ledger.ask("draft.row_hidden", row.label)
        self._table.rows.append(
            PrintedRow(
                cell=row.label,
                code=code,
                title=title[:TITLE_MAX],
                level=min(level, 20),
                group=group,
                of_which=outlined.of_which,
                index=row.index_text[:20] if row.index is not None and not is_dots(row.index_text) else "",
            )
        )
        if row.code is None and not outlined.mark:
            self._coded.append(self._table.rows[-1])
        self._ledger.take(row.label, row.index, row.code, row.unit)
        if len(title) > TITLE_MAX:
            self._ledger.tell("draft.title_cut", row.label, title=title)
        self._row_words(row, code)

    def _row_words(self, row: BodyRow, code: str) -> None:
        """Words printed in other columns: guidance where the column says so, else asked about."""
        guides = {column.position for column in self._columns if column.role is Role.GUIDANCE}
        for cell in row.words:
            if cell.column in guides:
                self._found.guidance.append(f"{code}: {cell.line}")
                self._ledger.take(cell)
            elif not is_dots(cell.line):
                self._ledger.ask("draft.row_words", cell, row=code)
            else:
                self._ledger.take(cell)

    def _code(self, row: BodyRow, outlined: Outlined) -> tuple[str, str]:
        """A row's code, none twice; and the relation printed with it."""
        relation = ""
        if row.code is not None and not is_dots(row.code.line):
            mark = read_mark_text(row.code.line)
            code, relation = mark.number or row.code.line, mark.relation
        else:
            code = outlined.mark
        code = _UNFIT.sub("-", code).strip("-")[:CODE_MAX]
        if self._table.lines:
            code = code.replace(".", "_")
        position = len(self._table.rows) + 1
        # Why the parent that is no part of it: 1.1 stands under 1, and both under II where 1 came before.
        parents = [known for known, mark in self._parents[: outlined.level] if not f"{code}.".startswith(f"{mark}.")]
        if code and self._repeats and parents and row.code is None:
            code = f"{parents[-1]}{'_' if self._table.lines else '.'}{code}"
        code = code or str(position)
        while code in self._taken:
            code, position = f"{code}-{position}", position + 1
        self._taken.add(code)
        self._parents[outlined.level :] = [(code, outlined.mark or code)]
        return code, relation

    def _settle_fixed(self) -> None:
        rows = self._table.rows
        if not rows:
            self._table.rows_kind = "free"
            return
        added = added_in(self._found.relations)
        for row in rows:
            # Why: what a relation adds up is a part, whatever stands above it.
            row.of_which = row.of_which and row.code not in added
        nested = [row for row in rows if row.level and not row.of_which]
        if self._table.total and nested:
            for row in nested:
                row.of_which = True
            self._ledger.ask("draft.rows_nested", *(row.cell for row in nested))
        parts = [row.cell for row in rows if row.of_which and row not in nested]
        if parts:
            self._ledger.ask("draft.rows_of_which", *parts)
        differences = [row.cell for row in rows if may_be_negative(row.title)]
        if differences:
            for column in self._columns:
                column.signed = column.signed or column.is_figure
            self._ledger.ask("draft.signed", *differences)
        if self._coded:
            first, last = self._coded[0], self._coded[-1]
            cells = [row.cell for row in self._coded]
            self._ledger.ask("draft.rows_coded", *cells, count=len(cells), first=first.code, last=last.code)

    # Both

    def _total(self, row: BodyRow, *, is_first: bool) -> None:
        self._table.total = row.label_text
        if is_first and row.label is not None:
            self._ledger.ask("draft.total_first", row.label)
        self._settle_words(row, row.label_text)

    def _group(self, row: BodyRow, mark: str) -> str:
        taken = {code for code, _ in self._table.groups}
        code = _UNFIT.sub("-", mark).replace(".", "-").strip("-") or f"N{len(taken) + 1}"
        while code in taken:
            code = f"{code}-{len(taken) + 1}"
        self._table.groups.append((code, row.label_text[:TITLE_MAX]))
        self._settle_words(row, code)
        return code

    def _settle_words(self, row: BodyRow, code: str) -> None:
        """A heading over rows and a total have a label and a number; what else they print is asked about."""
        self._ledger.take(row.label, row.code)
        index = row.index if row.index_text.strip("().") != code else None
        self._ledger.take(row.index if index is None else None)
        for cell in (index, row.unit, *row.words):
            if cell is not None and not is_dots(cell.line):
                self._ledger.ask("draft.row_words", cell, row=code)
            else:
                self._ledger.take(cell)

    def _leave_figures(self, row: BodyRow, code: str) -> None:
        """What stands in columns of figures: `x` closes the cell, a relation is one, figures are left out."""
        for cell in row.figures:
            column = next(one for one in self._columns if cell.column <= one.position <= cell.last_column)
            if cell.line in _CLOSED and code and self._table.rows_kind == "fixed":
                self._table.closed.append((code, column.position))
                self._ledger.take(cell)
            elif "=" in cell.line and not cell.formula and is_relation(cell.line):
                self._found.relations.append(
                    RelationText(cell=cell, printed=cell.line, number=column.number, axis=Axis.COLUMNS)
                )
                self._ledger.take(cell)
            elif cell.is_number or cell.formula or cell.is_date or is_dots(cell.line) or cell.line in _CLOSED:
                self._figures.append(cell)
            else:
                self._ledger.ask("draft.figure_words", cell)
