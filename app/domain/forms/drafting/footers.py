"""The lines under a table: notes that become sections or guidance, relations in words, signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.forms.drafting.layout import Region
from app.domain.forms.drafting.numbering import base, is_relation, separate
from app.domain.forms.drafting.printed import RelationText
from app.domain.forms.drafting.questions import Ledger
from app.domain.forms.drafting.wording import is_dots, is_of_which, is_signature, note_line, numbered_line
from app.domain.forms.drafting.workbook import Cell, Page, one_line

_NAMED = re.compile(r"\b(?:cột|dòng|mã số|chỉ tiêu|số)\s*(?:số\s*)?(?=[(\[]?\s*\d)", re.IGNORECASE)
_REMARK = re.compile(r"\*.*:|.{40,}\.\Z")
"""A line that is no row's name: starred and with a colon, or a sentence."""
_SAID = (
    (re.compile(r"\s*(?:phải\s+)?(?:lớn hơn hoặc bằng|không nhỏ hơn|không được nhỏ hơn)\s*", re.IGNORECASE), " >= "),
    (re.compile(r"\s*(?:phải\s+)?(?:nhỏ hơn hoặc bằng|không lớn hơn|không vượt quá)\s*", re.IGNORECASE), " <= "),
    (re.compile(r"\s*(?:phải\s+)?bằng\s*(?:tổng\s*)?(?:các\s*)?", re.IGNORECASE), " = "),
    (re.compile(r"\s*\b(?:cộng|và)\b\s*", re.IGNORECASE), " + "),
    (re.compile(r"\s*\btrừ\b\s*", re.IGNORECASE), " - "),
)
"""Signs in words."""
_LED = re.compile(
    r"\A(?:\s*\d{1,2}[.)]\s+(?=cột|dòng|mã số|chỉ tiêu))?[\s\-+*•]*"
    r"(?:(?:hệ thức|công thức|kiểm tra|quan hệ|trong đó|cách tính|lưu ý)[^:=]{0,30}:)?\s*",
    re.IGNORECASE,
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
    # Why not those taken: a table beside this one has the same rows under it.
    cells = [
        cell for row in range(first, region.body.stop) for cell in page.starting(row) if not ledger.has_taken(cell)
    ]
    is_signed = False
    signed: list[Cell] = []
    for place, cell in enumerate(cells):
        note = _note_in(cell)
        is_signed = is_signed or (note is None and is_signature(cell.line))
        if is_signed or is_dots(cell.line):
            signed.append(cell)
            continue
        lines = [one_line(line) for line in cell.text.split("\n") if line.strip()]
        read = [_relations_of(line) for line in lines]
        footer.relations += [RelationText(cell=cell, printed=printed) for some in read for printed in some]
        left = [line for line, some in zip(lines, read, strict=True) if not some]
        if note is not None and not (_is_bare(note) and _goes_on(cells[place + 1 :])):
            _note(footer, cell, note, last_number, ledger)
            last_number = base(note[0]) or last_number
        elif left:
            footer.guidance += left if note is None else []
            ledger.tell("draft.guidance", cell)
        else:
            ledger.take(cell)
    if signed:
        ledger.tell("draft.signatures", *signed)
    return footer


def _note_in(cell: Cell) -> tuple[str, str, str] | None:
    return note_line(cell.line) or numbered_line(cell.line)


def _is_bare(note: tuple[str, str, str]) -> bool:
    """Whether a note has neither a number nor words of its own."""
    number, _, rest = note
    return not number and not rest


def _goes_on(following: Sequence[Cell]) -> bool:
    """Whether the lines of a note stand under its heading."""
    below = following[0] if following else None
    return below is not None and not (is_signature(below.line) or is_dots(below.line) or _note_in(below))


def _begins_footer(page: Page, row: int) -> bool:
    cells = page.starting(row)
    if not cells:
        return False
    first, is_alone = cells[0].line, len(cells) == 1
    if note_line(first) is not None or (is_alone and relations_in(first)):
        return True
    signed = [is_signature(cell.line) for cell in cells]
    is_apart = not page.across(row - 1)
    asks = is_alone and numbered_line(first) is not None
    is_remark = is_alone and not is_of_which(first) and _REMARK.match(first) is not None
    return (all(signed) and len(signed) > 1) or (is_apart and (any(signed) or asks)) or is_remark


def _note(footer: Footer, cell: Cell, note: tuple[str, str, str], last_number: int, ledger: Ledger) -> None:
    number, heading, rest = note
    if rest and not number:
        footer.guidance.append(rest)
        ledger.tell("draft.guidance", cell)
        return
    title = f"{number}. {heading}" if number else heading
    footer.sections.append((title, "" if is_dots(rest) else rest))
    expected = last_number + 1
    # Why only a note's: a line "3. Kiến nghị:" may be numbered with the tables before it.
    counts_on = note_line(cell.line) is not None or (base(number) or 0) > last_number
    if number and counts_on and base(number) != expected:
        ledger.ask("draft.note_number", cell, number=number, last=last_number, expected=expected, title=title)
    else:
        ledger.tell("draft.section", cell, title=title)


def _relations_of(line: str) -> Sequence[str]:
    """The relations of a line, a note's heading before the first left out."""
    note = note_line(line)
    return relations_in(note[2] if note is not None else line)


def relations_in(text: str) -> Sequence[str]:
    """The relations a line of words holds ("Cột 1 = cột 2 + cột 3"); empty where it is not made of relations."""
    bare = text[_led_end(text) :]
    for said, sign in _SAID:
        bare = said.sub(sign, bare)
    bare = _NAMED.sub("", bare).strip(" .;")
    if "=" not in bare and not any(sign in bare for sign in "<>≤≥"):
        return ()
    pieces = separate(bare)
    return pieces if pieces and all(is_relation(piece) for piece in pieces) else ()


def _led_end(text: str) -> int:
    match = _LED.match(text)
    return match.end() if match else 0
