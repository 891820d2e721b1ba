"""The lines above a table: titles, printed code, unit, legal basis; what only the letterhead needs is said and left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.domain.forms.drafting.letterhead import (
    frequencies_in,
    is_field,
    is_motto,
    is_period,
    is_preamble,
    legal_basis,
    printed_code,
    receiver,
    says_when_due,
    title_after_code,
    without_period,
)
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import is_dots, stated_unit
from app.domain.forms.drafting.workbook import Cell, one_line
from app.domain.vietnamese import fold

TITLE_MAX = 480

_SECTION = re.compile(r"([IVX]{1,5}|[A-E]|\d{1,2})\s*[.)/:-]\s*\S|(bảng|phần|mục)\s+[\dIVXA-E]", re.IGNORECASE)
_KIND_ALONE = re.compile(r"(bao cao|bieu|bieu mau( bao cao)?|thong ke|((bao cao|bieu|bang) )?tong hop|bang)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line above a table, or several of one cell."""

    cell: Cell
    text: str

    @property
    def is_loud(self) -> bool:
        """Whether it is printed as titles of forms are."""
        return self.cell.bold or self.text.isupper()

    @property
    def is_section(self) -> bool:
        """Whether it is numbered as the parts of a form are."""
        return _SECTION.match(self.text) is not None


@dataclass(slots=True, kw_only=True)
class Preamble:
    """What the lines above a table say."""

    title: str = ""
    """The form's title, the lines of one joined; empty for none."""
    heading: str = ""
    """The title of the table alone, under the form's; empty for none."""
    code: str = ""
    """The printed code."""
    unit: str = ""
    """The unit of measure."""
    legal_basis: str = ""
    """The text that issues it."""
    receiver: str = ""
    """Who receives it."""
    frequencies: Sequence[str] = ()
    """How often it is due, as the definition writes it (`S`, `A`)."""
    frequency_lines: Sequence[Line] = ()
    """Where that is printed."""
    due_lines: Sequence[Line] = ()
    """Where it is printed by when reports have to arrive."""


@dataclass(slots=True, kw_only=True)
class _Sorted:
    """The lines above a table by what they are."""

    titles: list[Line] = field(default_factory=list)
    after_code: list[Line] = field(default_factory=list)
    """Titles on the line of the form's number."""
    letterhead: list[Line] = field(default_factory=list)
    periods: list[Line] = field(default_factory=list)


def read_preamble(cells: Sequence[Cell], ledger: Ledger) -> Preamble:
    """The lines above a table."""
    found = Preamble()
    by_kind = _Sorted()
    mottos = {cell.row for cell in cells if is_motto(cell.line)}
    fields: dict[tuple[int, int], str] = {}
    """Where the value of a field is looked for, in the cell below it -> the field's words."""
    for cell in cells:
        lines = [one_line(line) for line in cell.text.split("\n") if line.strip()]
        label = fields.pop((cell.row, cell.column), "")
        if lines[-1].endswith(":"):
            fields[cell.last_row + 1, cell.column] = lines[-1]
        _take_facts(found, cell, [f"{label} {lines[0]}", *lines[1:]] if label else lines)
        rest = [line for line in lines if not stated_unit(line) and line.strip(" ()") != found.legal_basis]
        ledger.take(cell)
        if cell.row in mottos or label:
            by_kind.letterhead.append(Line(cell, cell.line))
        elif rest:
            _sort(by_kind, cell, rest)
    dated = [(line, frequencies_in(line.text)) for line in by_kind.periods]
    found.frequencies = tuple(dict.fromkeys(one for _, some in dated for one in some))
    found.frequency_lines = [line for line, some in dated if some]
    chosen = _chosen(by_kind)
    heading = _heading(by_kind, chosen)
    found.title = _joined(chosen, ledger)
    found.heading = _joined(heading, ledger)
    by_kind.letterhead += [one for one in by_kind.titles if one not in chosen and one not in heading]
    for code, some in (("draft.period_line", by_kind.periods), ("draft.letterhead", by_kind.letterhead)):
        if some:
            ledger.tell(code, *dict.fromkeys(line.cell for line in some), text="; ".join(line.text for line in some))
    return found


def _take_facts(found: Preamble, cell: Cell, lines: Sequence[str]) -> None:
    """What a cell says about the form, wherever in it; the first to say it counts."""
    found.unit = found.unit or next(filter(None, map(stated_unit, lines)), "")
    found.code = found.code or next(filter(None, map(printed_code, lines)), "")
    said_below = [f"{line} {below}" for line, below in pairwise(lines) if line.endswith(":") and ":" not in below]
    found.receiver = found.receiver or next(filter(None, map(receiver, [*lines, *said_below])), "")
    found.legal_basis = found.legal_basis or legal_basis(cell.line)
    found.due_lines = [*found.due_lines, *(Line(cell, line) for line in [*lines, *said_below] if says_when_due(line))]


def _sort(by_kind: _Sorted, cell: Cell, lines: Sequence[str]) -> None:
    """Put the lines of a cell where they belong; what follows a line of letterhead is letterhead but for a title."""
    is_form_number = bool(printed_code(lines[0]))
    is_title = not _is_letterhead(lines[0]) and not is_period(lines[0])
    title: list[str] = []
    for line in lines:
        if is_period(line):
            by_kind.periods.append(Line(cell, line))
        elif _is_letterhead(line) or not (is_title or (is_form_number and line.isupper())):
            by_kind.letterhead.append(Line(cell, line))
            if after := title_after_code(line):
                by_kind.after_code.append(Line(cell, after))
        else:
            words, period = without_period(line)
            title.append(words)
            by_kind.periods += [Line(cell, period)] if period else []
    if title:
        by_kind.titles.append(Line(cell, " ".join(title)))


def _is_letterhead(line: str) -> bool:
    return is_preamble(line) or is_dots(line) or is_field(line) or bool(printed_code(line))


def _chosen(by_kind: _Sorted) -> list[Line]:
    """The lines of the form's title: the bold or capital ones, else what follows its number, else the first."""
    titles = by_kind.titles
    loud = [one for one in titles if one.is_loud and not one.is_section]
    if loud and all(_KIND_ALONE.fullmatch(fold(one.text).strip(" .:")) for one in loud):
        # Why: "BÁO CÁO" says only what kind of paper it is; the line under it says of what.
        below = (one for one in titles if one.cell.row > loud[-1].cell.row and not one.is_section)
        loud += [one for one in (next(below, None),) if one is not None]
    return loud or by_kind.after_code[-1:] or [one for one in titles if one.is_loud] or titles[:1]


def _heading(by_kind: _Sorted, chosen: Sequence[Line]) -> list[Line]:
    """The line of the table's own title: the last under the form's, not right of it, that is no remark in brackets."""
    if not chosen:
        return []
    last = chosen[-1].cell
    below = [one for one in by_kind.titles if one not in chosen and one.cell.row > last.row]
    return [one for one in below[-1:] if one.cell.column <= last.column and not one.text.startswith("(")]


def _joined(lines: Sequence[Line], ledger: Ledger) -> str:
    """A title of several lines, cut where it is too long for a definition."""
    title = " ".join(one.text for one in lines)
    cells = [one.cell for one in lines]
    ledger.take(*cells)
    if len(title) > TITLE_MAX:
        ledger.tell("draft.title_cut", *cells, title=title)
        title = title[:TITLE_MAX].rstrip() + "…"
    return title
