"""The lines under a table: notes that become sections or guidance, relations in words, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.forms.drafting.layout import Region
from app.domain.forms.drafting.numbering import base, is_relation, separate
from app.domain.forms.drafting.printed import RelationText
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import is_dots, is_signature, note_line, numbered_line
from app.domain.forms.drafting.workbook import Cell, Page, one_line

_NAMED = re.compile(r"\b(?:cột|dòng|mã số|chỉ tiêu|số)\s*(?:số\s*)?(?=[(\[]?\s*\d)", re.IGNORECASE)
_LED = re.compile(
    r"\A[\s\-+*•]*(?:(?:hệ thức|công thức|kiểm tra|quan hệ|trong đó|cách tính|lưu ý)[^:=]{0,30}:)?\s*", re.IGNORECASE
)


@dataclass(slots=True, kw_only=True)
class Footer:
    """What the lines under a table say."""

    first_row: int
    """The first row that is no table row any more."""
    sections: list[tuple[str, str]] = field(default_factory=list)
    """Title and guidance of narrative sections."""
    guidance: list[str] = field(default_factory=list)
    """How to fill the table."""
    relations: list[RelationText] = field(default_factory=list)
    """Relations printed there."""


def read_footer(page: Page, region: Region, last_number: int, ledger: Ledger) -> Footer:
    """The lines under a table, from the first that is a note, a relation in words or a signature."""
    first = next((row for row in region.body if _begins_footer(page, row)), region.body.stop)
    footer = Footer(first_row=first)
    is_note = False
    is_signed = False
    signed: list[Cell] = []
    for row in range(first, region.body.stop):
        for cell in page.starting(row):
            if ledger.has_taken(cell):
                # Why: a table beside this one has the same rows under it.
                continue
            text = cell.line
            note = note_line(text) or numbered_line(text)
            is_signed = is_signed or (note is None and is_signature(text))
            relations = _relations_of(cell.text.split("\n"))
            if is_signed or is_dots(text):
                signed.append(cell)
                continue
            footer.relations += [RelationText(cell=cell, printed=printed) for printed in relations]
            if note is not None:
                is_note = True
                _note(footer, cell, note, last_number, ledger)
                last_number = base(note[0]) or last_number
            elif is_note and len(relations) < len(cell.text.split("\n")):
                footer.guidance.append(text)
                ledger.tell("draft.guidance", cell)
            elif relations:
                ledger.take(cell)
    if signed:
        ledger.tell("draft.signatures", *signed)
    return footer


def _begins_footer(page: Page, row: int) -> bool:
    cells = page.starting(row)
    if not cells:
        return False
    if note_line(cells[0].line) is not None or (len(cells) == 1 and relations_in(cells[0].line)):
        return True
    signed = [is_signature(cell.line) for cell in cells]
    is_apart = not page.across(row - 1)
    asks = len(cells) == 1 and numbered_line(cells[0].line) is not None
    return (all(signed) and len(signed) > 1) or (is_apart and (any(signed) or asks))


def _note(footer: Footer, cell: Cell, note: tuple[str, str, str], last_number: int, ledger: Ledger) -> None:
    number, heading, rest = note
    if rest and not number:
        footer.guidance.append(rest)
        ledger.tell("draft.guidance", cell)
        return
    title = f"{number}. {heading}" if number else heading
    footer.sections.append((title, "" if is_dots(rest) else rest))
    expected = last_number + 1
    if number and base(number) != expected:
        ledger.ask("draft.note_number", cell, number=number, last=last_number, expected=expected, title=title)
    else:
        ledger.tell("draft.section", cell, title=title)


def _relations_of(lines: Sequence[str]) -> list[str]:
    """The relations of a cell's lines, a note's heading before the first left out."""
    found: list[str] = []
    for line in lines:
        note = note_line(line)
        found += relations_in(one_line(note[2] if note is not None else line))
    return found


def relations_in(text: str) -> Sequence[str]:
    """The relations a line of words holds ("Cột 1 = cột 2 + cột 3"); empty where it is not made of relations."""
    bare = _NAMED.sub("", text[_led_end(text) :]).strip(" .")
    if "=" not in bare and "<" not in bare and "≤" not in bare:
        return ()
    pieces = separate(bare)
    return pieces if pieces and all(is_relation(piece) for piece in pieces) else ()


def _led_end(text: str) -> int:
    match = _LED.match(text)
    return match.end() if match else 0
