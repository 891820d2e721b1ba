"""From a workbook to a definition that can be used at once, and the list of what has to be confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.forms.definition import ColumnType
from app.domain.forms.drafting.column_numbers import read_numbers
from app.domain.forms.drafting.columns import ask_about_places, figures_of, make_columns, settle_averages
from app.domain.forms.drafting.encoding import in_unicode
from app.domain.forms.drafting.footers import Footer, read_footer
from app.domain.forms.drafting.headings import read_headings
from app.domain.forms.drafting.layout import Region, find_regions
from app.domain.forms.drafting.letterhead import year_in
from app.domain.forms.drafting.numbering import base
from app.domain.forms.drafting.preamble import Line, Preamble, read_preamble
from app.domain.forms.drafting.printed import PrintedForm, PrintedTable
from app.domain.forms.drafting.questions import Ledger, Question, in_order
from app.domain.forms.drafting.relations import added_in, named_in, read_relations
from app.domain.forms.drafting.rows import read_rows
from app.domain.forms.drafting.totals import ask_about_totals
from app.domain.forms.drafting.wording import is_reference, names_rows, role_of
from app.domain.forms.drafting.workbook import Cell, Page, Sheet, Workbook, letters
from app.domain.forms.tables import COLUMNS_MAX
from app.domain.values import canonical_text
from app.errors import InputError

CODE_MAX = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the caller says, because no workbook can."""

    file_name: str
    """The workbook's name without its ending: the code, unless one is given."""
    code: str = ""
    """The form's code."""
    edition: str = ""
    """Its edition."""
    title: str = ""
    """Its name."""
    sheet: str = ""
    """The sheet to read; empty for the first that holds a table."""
    converts_legacy: bool = False
    """Whether texts in the old encodings (TCVN3, VNI) are converted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a workbook became."""

    sheet: str
    """The sheet that was read."""
    form: PrintedForm
    """The form as it is printed."""
    questions: Sequence[Question]
    """What to confirm, then what was read."""


def draft_form(workbook: Workbook, wishes: Wishes) -> Draft:
    """The form a workbook prints.

    Raises InputError `workbook.empty`, `workbook.no_table`, `workbook.no_sheet`, `workbook.too_many_columns`.
    """
    if not any(sheet.cells for sheet in workbook.sheets):
        raise InputError("workbook.empty")
    sheet, others = _choose(workbook, wishes.sheet)
    encoded = in_unicode(sheet, converts=wishes.converts_legacy)
    sheet = encoded.sheet
    page = Page(sheet)
    ledger = Ledger(page)
    form = _read(page, find_regions(page), wishes, ledger)
    forms = [other for other in others if _asks_for_figures(other)]
    if forms:
        names = "”, “".join(other.name for other in forms)
        ledger.ask("draft.sheet_other", names=names, name=forms[0].name)
    if len(forms) < len(others):
        names = "”, “".join(other.name for other in others if other not in forms)
        ledger.tell("draft.sheet_reference", names=names)
    for text in workbook.drawn:
        ledger.tell("draft.drawn", drawn=text)
    for cell in sheet.cells:
        if cell.comment:
            ledger.tell("draft.comment", cell, comment=cell.comment)
    unread = ledger.left()
    encoded.say(ledger)
    if unread:
        ledger.ask("draft.unread", *unread)
    return Draft(sheet=sheet.name, form=form, questions=in_order(ledger.questions))


def _choose(workbook: Workbook, name: str) -> tuple[Sheet, list[Sheet]]:
    """The sheet to read, and the others that hold tables."""
    if name:
        chosen = next((sheet for sheet in workbook.sheets if sheet.name == name), None)
        if chosen is None:
            known = ", ".join(sheet.name for sheet in workbook.sheets)
            raise InputError("workbook.no_sheet", name=name, known=known)
        if not find_regions(Page(chosen)):
            raise InputError("workbook.no_table", place=chosen.name)
        return chosen, []
    found = [sheet for sheet in workbook.sheets if not sheet.is_hidden and find_regions(Page(sheet))]
    if not found:
        raise InputError("workbook.no_table", place=", ".join(sheet.name for sheet in workbook.sheets))
    chosen = next((sheet for sheet in found if _asks_for_figures(sheet)), found[0])
    return chosen, [sheet for sheet in found if sheet is not chosen]


def _asks_for_figures(sheet: Sheet) -> bool:
    """Whether a sheet is a form, no guide or list of codes: by its name, and by a heading that is of figures."""
    page = Page(sheet)
    headings = [cell.line for region in find_regions(page) for cell in page.across(region.bottom)]
    return not is_reference(sheet.name) and any(role_of(line) is None and not names_rows(line) for line in headings)


def _read(page: Page, regions: Sequence[Region], wishes: Wishes, ledger: Ledger) -> PrintedForm:
    first = regions[0]
    numbering = {*first.number_rows, *first.relation_rows}
    above = [cell for cell in page.cells if cell.row < first.top and cell.row not in numbering]
    preamble = read_preamble(above, ledger)
    form = _named(preamble, wishes, ledger)
    last_number = 0
    for position, region in enumerate(regions, 1):
        table, footer = _table(page, region, position, preamble if position == 1 else None, last_number, ledger)
        form.tables.append(table)
        form.sections += _sections(footer, len(form.sections))
        form.guidance = "\n".join(filter(None, (form.guidance, *footer.guidance)))
        last_number = max((base(column.number) or 0 for column in table.leaves()), default=0)
    if len(regions) > 1:
        ledger.ask("draft.tables", count=len(regions))
    return form


def _sections(footer: Footer, known: int) -> Iterator[tuple[str, str, str]]:
    for position, (title, guidance) in enumerate(footer.sections, known + 1):
        yield ("note" if position == 1 else f"note_{position}", title, guidance)


def _table(
    page: Page, region: Region, position: int, preamble: Preamble | None, last_number: int, ledger: Ledger
) -> tuple[PrintedTable, Footer]:
    """One table, and the lines under it."""
    if len(region.columns) > COLUMNS_MAX:
        where = f"{page.sheet.name}!{letters(region.columns[COLUMNS_MAX])}{region.top}"
        raise InputError("workbook.too_many_columns", place=where, limit=COLUMNS_MAX)
    own = preamble or _own_titles(page, region, ledger)
    headings = read_headings(page, region, ledger)
    numbered = read_numbers(page, region, headings, figures_of(headings), ledger)
    figures = [found for number in numbered.numbers.values() if (found := base(number)) is not None]
    footer = read_footer(page, region, max(figures, default=last_number), ledger)
    body = range(region.body.start, footer.first_row)
    texts = [*numbered.relations, *footer.relations]
    columns = make_columns(
        headings,
        numbered,
        needed=named_in(texts),
        added=added_in(texts),
        unit=own.unit,
        body=body,
        page=page,
        ledger=ledger,
    )
    table = PrintedTable(
        key="main" if position == 1 else f"table_{position}",
        title=own.heading if preamble is not None else " ".join(filter(None, (own.title, own.heading))),
        unit="" if preamble is not None else own.unit,
        columns=columns,
    )
    if region.empty_columns:
        ledger.tell("draft.columns_empty", columns=", ".join(map(letters, region.empty_columns)))
    rows = read_rows(page, table, body, ledger)
    worded = [column for column in table.leaves() if column.type in (ColumnType.TEXT, ColumnType.DATE)]
    if worded:
        cells = [column.cell for column in worded if column.cell is not None]
        ledger.tell("draft.columns_of_words", *cells, text="; ".join(column.title for column in worded))
    footer.guidance[:0] = rows.guidance
    read_relations(table, [*texts, *rows.relations], ledger)
    ask_about_totals(table, ledger)
    settle_averages(table, ledger)
    ask_about_places(table, ledger)
    return table, footer


def _own_titles(page: Page, region: Region, ledger: Ledger) -> Preamble:
    """The title of a table that is not the first."""
    low, high = region.columns[0], region.columns[-1]
    cells = [
        cell
        for row in region.titles
        for cell in page.starting(row)
        if cell.column <= high and cell.last_column >= low and not ledger.has_taken(cell)
    ]
    return read_preamble(cells, ledger)


def _named(preamble: Preamble, wishes: Wishes, ledger: Ledger) -> PrintedForm:
    """The form's identity: code, edition, title; what was taken from where is said."""
    code = (wishes.code or _plain(wishes.file_name))[:CODE_MAX]
    if preamble.code and preamble.code != code:
        ledger.ask("draft.code_printed", printed=preamble.code, code=code)
    elif not wishes.code:
        ledger.ask("draft.code_from_file", code=code)
    edition = wishes.edition or year_in(wishes.file_name) or year_in(preamble.legal_basis)
    if not wishes.edition:
        ledger.ask("draft.edition", edition=edition or "1")
    title = wishes.title or preamble.title
    if not title:
        ledger.ask("draft.title_missing", title=code)
    if not preamble.legal_basis:
        ledger.ask("draft.legal_basis")
    if preamble.receiver:
        ledger.tell("draft.receiver", receiver=preamble.receiver)
    _ask_for_regime(preamble, ledger)
    return PrintedForm(
        code=code,
        edition=edition or "1",
        title=title or code,
        unit=preamble.unit[:90],
        legal_basis=preamble.legal_basis,
        receiver=preamble.receiver,
        frequencies=preamble.frequencies,
    )


def _ask_for_regime(preamble: Preamble, ledger: Ledger) -> None:
    """Ask for what no workbook says; where lines above the table say something of it, with their words."""
    ledger.ask("draft.senders")
    ledger.ask("draft.receivers")
    if preamble.frequencies:
        lines = preamble.frequency_lines
        ledger.ask("draft.frequencies_printed", *_cells(lines), text=_said(lines), read=", ".join(preamble.frequencies))
    else:
        ledger.ask("draft.frequencies")
    ledger.ask("draft.window")
    if preamble.due_lines:
        ledger.ask("draft.deadlines_printed", *_cells(preamble.due_lines), text=_said(preamble.due_lines))
    else:
        ledger.ask("draft.deadlines")


def _cells(lines: Sequence[Line]) -> list[Cell]:
    return list(dict.fromkeys(line.cell for line in lines))


def _said(lines: Sequence[Line]) -> str:
    return "; ".join(line.text for line in lines)


def _plain(name: str) -> str:
    """A file's name as a code: composed letters, one line."""
    return re.sub(r"\s+", "_", canonical_text(name) or "").strip("_") or "BIEU"
