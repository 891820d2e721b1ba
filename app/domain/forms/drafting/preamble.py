"""The lines above a table: title, printed code, unit, legal basis; what only the letterhead needs is said and left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import (
    is_dots,
    is_period,
    is_preamble,
    legal_basis,
    printed_code,
    receiver,
    stated_unit,
)
from app.domain.forms.drafting.workbook import Cell, one_line

TITLE_MAX = 480


@dataclass(slots=True, kw_only=True)
class Preamble:
    """What the lines above a table say."""

    title: str = ""
    """Its title, the lines of one joined; empty for none."""
    code: str = ""
    """The printed code."""
    unit: str = ""
    """The unit of measure."""
    legal_basis: str = ""
    """The text that issues it."""
    receiver: str = ""
    """Who receives it."""


def read_preamble(cells: Sequence[Cell], ledger: Ledger) -> Preamble:
    """The lines above a table."""
    found = Preamble()
    titles: list[Cell] = []
    letterhead: list[Cell] = []
    periods: list[Cell] = []
    for cell in cells:
        lines = [one_line(line) for line in cell.text.split("\n") if line.strip()]
        _take_facts(found, cell, lines)
        rest = [line for line in lines if not stated_unit(line) and line.strip(" ()") != found.legal_basis]
        if not rest:
            ledger.take(cell)
        elif is_period(rest[0]):
            periods.append(cell)
        elif is_preamble(rest[0]) or is_dots(rest[0]):
            letterhead.append(cell)
        else:
            titles.append(cell)
    found.title = _title(titles, letterhead, ledger)
    if periods:
        ledger.tell("draft.period_line", *periods)
    if letterhead:
        ledger.tell("draft.letterhead", *letterhead)
    return found


def _take_facts(found: Preamble, cell: Cell, lines: Sequence[str]) -> None:
    """What a cell says about the form, wherever in it; the first to say it counts."""
    found.unit = found.unit or next(filter(None, map(stated_unit, lines)), "")
    found.code = found.code or next(filter(None, map(printed_code, lines)), "")
    found.receiver = found.receiver or next(filter(None, map(receiver, lines)), "")
    found.legal_basis = found.legal_basis or legal_basis(cell.line)


def _title(titles: Sequence[Cell], letterhead: list[Cell], ledger: Ledger) -> str:
    """The title among lines that are no letterhead: the bold or capital ones, else the first."""
    loud = [cell for cell in titles if cell.bold or cell.line.isupper()] or list(titles[:1])
    letterhead += [cell for cell in titles if cell not in loud]
    title = " ".join(line for cell in loud if (line := _title_words(cell)))
    ledger.take(*loud)
    if len(title) > TITLE_MAX:
        ledger.tell("draft.title_cut", *loud, title=title)
        title = title[:TITLE_MAX].rstrip() + "…"
    return title


def _title_words(cell: Cell) -> str:
    """A title without the unit that is stated under it in the same cell."""
    return " ".join(line for line in map(one_line, cell.text.split("\n")) if line and not stated_unit(line))
