"""The rows of a table: free, unless the sheet prints them; groups, lines, the total row."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.forms.drafting.body import BodyRow, read_body, split_lines
from app.domain.forms.drafting.leftovers import Leftovers
from app.domain.forms.drafting.numbering import read_mark_text, split_heading
from app.domain.forms.drafting.outline import Outline, Outlined, is_bullet, nests_by_number, number_of, without_dash
from app.domain.forms.drafting.printed import (
    PrintedColumn,
    PrintedRow,
    PrintedTable,
    RelationText,
    groups_of,
)
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.relations import added_in
from app.domain.forms.drafting.row_codes import RowCodes
from app.domain.forms.drafting.spent_columns import common_unit, settle_columns
from app.domain.forms.drafting.wording import (
    Role,
    is_bare_total,
    is_dots,
    is_example,
    is_page_number,
    is_subtotal,
    is_to_name,
    may_be_negative,
)
from app.domain.forms.drafting.workbook import Cell, Page, place
from app.domain.forms.tables import CELLS_MAX, ROWS_MAX
from app.domain.relations.tree import Axis
from app.domain.vietnamese import fold
from app.errors import InputError

TITLE_MAX = 480
ONLY_ROW = "Số liệu"
"""What the row of a table is called that names none."""

_UNFIT = re.compile(r"[\s/\x00-\x1f@;]+")
CODES_SHOWN = 4
_AHEAD = 8
"""Rows after a heading within which its dots are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsRead:
    """What a body says besides its rows."""

    relations: Sequence[RelationText]
    """Relations printed in it; `number` is the row's code, or the column's number."""
    guidance: Sequence[str]
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
        self._left = Leftovers(table, ledger)
        self._relations: list[RelationText] = []
        self._spent: list[PrintedColumn] = []
        self._units: list[str] = []
        self._subtotals: list[BodyRow] = []
        self._total_row: BodyRow | None = None
        self._coded: list[PrintedRow] = []

    def read(self) -> RowsRead:
        """The rows, and what else the body says."""
        self._drop(lambda row: any(is_example(cell.line) for cell in row.named), "draft.rows_example")
        self._drop(self._is_heading_again, "draft.headings_again")
        self._split_lines()
        self._refuse_too_many()
        self._units = [row.unit.line for row in self._rows if row.unit is not None and not is_dots(row.unit.line)]
        self._find_totals()
        if self._is_free():
            self._read_free()
        else:
            self._read_fixed()
        self._ask_about_first()
        self._left.say()
        settle_columns(self._table, self._units, self._spent, self._ledger)
        return RowsRead(relations=[*self._relations, *self._left.relations], guidance=self._left.guidance)

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
        if len(cells) == 1 and is_page_number(cells[0].line):
            return True
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

    def _find_totals(self) -> None:
        """The row that is the table's total, and those that close a group each ("Cộng nhóm A", or "Cộng" again)."""
        alone = [row for row in self._rows if row.code is None and is_bare_total(row.label_text)]
        self._subtotals = [row for row in self._rows if row.code is None and is_subtotal(row.label_text)]
        if len(alone) > 1 and not self._subtotals:
            is_same = len({fold(row.label_text) for row in alone}) == 1
            self._subtotals = alone if is_same else alone[:-1]
        self._total_row = next((row for row in reversed(alone) if row not in self._subtotals), None)

    def _is_free(self) -> bool:
        """Whether the clerk names the rows: the sheet prints none, or only a total, or goes on with dots."""
        if any(is_to_name(cell.line) for row in self._rows for cell in (row.label, row.index) if cell is not None):
            return True
        named = [row for row in self._rows if row.label is not None]
        return all(row is self._total_row or row in self._subtotals for row in named)

    # Free rows

    def _read_free(self) -> None:
        samples: list[Cell] = []
        blank: list[Cell] = []
        for position, row in enumerate(self._rows):
            mark, style = number_of(row.label_text, row.index_text)
            is_named = row.label is not None and not (is_dots(row.label_text) or is_to_name(row.label_text))
            if row is self._total_row:
                self._total(row)
            elif row in self._subtotals:
                self._left.subtotal(row)
            elif is_named and style in ("letter", "roman") and self._goes_on(position):
                self._group(row, mark)
            else:
                (samples if is_named else blank).extend(row.named)
            self._left.figures_of(row, "")
        if samples:
            self._ledger.ask("draft.rows_sample", *samples)
        if blank:
            self._ledger.tell("draft.rows_blank", *blank)
        label = self._column(Role.LABEL)
        if label is not None and label.cell is not None and fold(label.title).startswith("don vi"):
            self._ledger.ask("draft.rows_units", label.cell)
        elif label is None and self._columns[0].cell is not None:
            self._unlabelled(self._columns[0].cell)

    def _unlabelled(self, first: Cell) -> None:
        """A table that names no rows has one, unless it numbers or prints several."""
        has_figures = self._column(Role.FIGURE) is not None
        if len(self._rows) > 1 or self._column(Role.INDEX) is not None or not has_figures:
            self._ledger.ask("draft.rows_unlabelled", first)
            return
        self._table.rows_kind = "fixed"
        self._table.rows.append(PrintedRow(cell=first, code="1", title=ONLY_ROW))
        self._ledger.ask("draft.rows_single", first)

    def _goes_on(self, position: int) -> bool:
        """Whether dots follow a heading before long."""
        following = self._rows[position + 1 : position + _AHEAD]
        return any(is_to_name(cell.line) for row in following for cell in row.named)

    # Fixed rows

    def _read_fixed(self) -> None:
        self._table.rows_kind = "fixed"
        indexes = self._indexes()
        marks = [number_of(row.label_text, indexes[row.row]) for row in self._rows]
        has_indents = len({row.label.indent for row in self._rows if row.label is not None}) > 1
        outline = Outline(has_indents=has_indents, is_numbered=nests_by_number(marks))
        printed = [row.code.line for row in self._rows if row.code is not None]
        self._codes = RowCodes([mark for mark, _ in marks if mark], printed, has_lines=bool(self._table.lines))
        placed = [(row, self._place(outline, row, indexes[row.row])) for row in self._rows]
        announced: list[Cell] = []
        group, outer = "", 0
        for position, (row, outlined) in enumerate(placed):
            if row.label is None:
                self._unnamed(row)
            elif row in self._subtotals:
                self._left.subtotal(row)
            elif row is self._total_row:
                self._total(row)
            elif outlined is None:
                announced += row.named
            elif self._is_heading(placed, position):
                printed_code = row.code.line if row.code is not None else ""
                group = self._group(row, printed_code or outlined.mark)
                outer = outlined.level + 1
                self._codes.under(group, outlined.level)
            else:
                self._fixed(row, outlined, group, max(outlined.level - outer, 0))
                self._left.figures_of(row, self._table.rows[-1].code)
                continue
            self._left.figures_of(row, "")
        if announced:
            self._ledger.tell("draft.rows_announced", *announced)
        self._settle_fixed()

    def _indexes(self) -> dict[int, str]:
        """The sheet's row -> its printed index; the codes where nothing else is numbered and they nest (01, 01.1)."""
        found = {row.row: row.index_text for row in self._rows}
        codes = {row.code.line for row in self._rows if row.code is not None}
        nests = any(code.rpartition(".")[0] in codes for code in codes if "." in code)
        is_numbered = any(number_of(row.label_text, row.index_text)[0] for row in self._rows)
        if nests and not is_numbered:
            found |= {row.row: row.code.line for row in self._rows if row.code is not None}
        return found

    @staticmethod
    def _place(outline: Outline, row: BodyRow, index: str) -> Outlined | None:
        if row.label is None:
            return None
        is_line = row.code is not None or bool(row.figures)
        return outline.place(row.label_text, index, row.label.indent, is_line=is_line)

    def _is_heading(self, placed: Sequence[tuple[BodyRow, Outlined | None]], position: int) -> bool:
        """Whether a row is a heading over rows: without code, figures or unit where others have theirs."""
        row, outlined = placed[position]
        below = placed[position + 1][1] if position + 1 < len(placed) else None
        if row.figures or outlined is None:
            return False
        if row.code is None and (row.is_across or any(other.code is not None for other in self._rows)):
            return True
        has_parts = below is not None and below.level > outlined.level
        return has_parts and ((bool(self._units) and row.unit is None) or (bool(self._subtotals) and row.code is None))

    def _unnamed(self, row: BodyRow) -> None:
        if row.named:
            self._ledger.ask("draft.row_unnamed", *row.named)
        self._left.figures_of(row, "")

    def _fixed(self, row: BodyRow, outlined: Outlined, group: str, level: int) -> None:
        assert row.label is not None
        title, _, relation = split_heading(row.label_text)
        title = title if relation else row.label_text
        at_code, printed_code = "", ""
        if row.code is not None and not is_dots(row.code.line):
            mark = read_mark_text(row.code.line)
            at_code, printed_code = mark.relation, mark.number or row.code.line
        code = self._codes.of_row(printed_code, outlined.mark, outlined.level)
        for printed in (relation, at_code):
            cell = row.code if printed is at_code and row.code is not None else row.label
            if printed:
                self._relations.append(RelationText(cell=cell, printed=printed, number=code, axis=Axis.ROWS))
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
                index="" if is_dots(row.index_text) or is_bullet(row.index_text) else row.index_text[:20],
            )
        )
        if row.code is None and not outlined.mark:
            self._coded.append(self._table.rows[-1])
        self._ledger.take(row.label, row.index, row.code, row.unit)
        if len(title) > TITLE_MAX:
            self._ledger.tell("draft.title_cut", row.label, title=title)
        self._left.words_of(row, code)

    def _settle_fixed(self) -> None:
        rows = self._table.rows
        if not rows:
            self._table.rows_kind = "free"
            return
        added = added_in([*self._relations, *self._left.relations])
        for row in rows:
            # Why: what a relation adds up is a part, whatever stands above it.
            row.of_which = row.of_which and row.code not in added
        if all(row.of_which for row in rows):
            self._keep_total_as_row()
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
            codes = [row.code for row in self._coded]
            shown = codes if len(codes) <= CODES_SHOWN else [*codes[:2], "…", codes[-1]]
            self._ledger.ask("draft.rows_coded", *(row.cell for row in self._coded), codes=", ".join(shown))

    def _keep_total_as_row(self) -> None:
        """Where all rows are "trong đó" the total is typed: there is nothing to add up."""
        if not self._table.total or self._total_row is None or self._total_row.label is None:
            return
        row = PrintedRow(
            cell=self._total_row.label, code=self._codes.of_row("", "", 0), title=self._table.total[:TITLE_MAX]
        )
        self._table.rows.insert(0 if self._total_row is self._rows[0] else len(self._table.rows), row)
        self._table.total = ""
        self._coded.append(row)

    # Both

    def _total(self, row: BodyRow) -> None:
        self._table.total = row.label_text
        self._left.words_of_heading(row, row.label_text)

    def _ask_about_first(self) -> None:
        """Ask about a total that stands over the rows it adds up."""
        row = self._total_row
        if self._table.total and row is not None and row is self._rows[0] and len(self._rows) > 1:
            self._ledger.ask("draft.total_first", *(cell for cell in (row.label,) if cell is not None))

    def _group(self, row: BodyRow, mark: str) -> str:
        taken = {code for code, _ in self._table.groups}
        code = _UNFIT.sub("-", mark).replace(".", "-").strip("-") or f"N{len(taken) + 1}"
        while code in taken:
            code = f"{code}-{len(taken) + 1}"
        title = row.label_text
        if row.index_text and number_of("", row.index_text)[0] not in ("", mark):
            # Why: a heading that has a code keeps its number in its title.
            title = f"{row.index_text.rstrip('.)')}. {title}"
            self._ledger.take(row.index)
            row = replace(row, index=None)
        self._table.groups.append((code, title[:TITLE_MAX]))
        self._left.words_of_heading(row, code)
        return code
