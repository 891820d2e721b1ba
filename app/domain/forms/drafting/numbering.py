"""The row that numbers the columns: what each of its cells prints, a number, a relation or both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from app.domain.forms.drafting.workbook import Cell, one_line
from app.domain.vietnamese import fold


class MarkKind(StrEnum):
    """What a cell of the number row is."""

    NUMBER = "number"
    RELATION = "relation"
    HEAD = "head"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A cell of the number row, read."""

    kind: MarkKind
    """A number alone; a relation with or without its own number; the row's own head (`MS`); anything else."""
    number: str = ""
    """The column's number; empty where the cell prints none."""
    relation: str = ""
    """The relation as printed, on one line; empty for none."""


_NAME = (
    r"[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}[A-Za-zĐđ]?|[IVX]{2,4}|[A-ZĐ](?:[0-9]{1,3}[a-z]?)?|[A-ZĐ]{2,4}[0-9]{1,3}|[a-zđ]"
)
_PLAIN = re.compile(rf"[(\[]?\s*({_NAME})\s*[)\]]?\s*[.:]?\Z")
_OWN = re.compile(rf"[(\[]?\s*({_NAME})\s*[)\]]?\s*(?=[=<>≤≥])")
_TERMS = re.compile(rf"[(\[]?\s*(?:{_NAME})\s*[)\]]?\s*(?:[+*/:÷×]|[\-–−].*[+*/:÷×\-–−]).*[0-9]", re.DOTALL)
"""Terms without a `=`. Why more than one minus: `15-59` is an age."""
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Letters and digits as wide as a Chinese one -> the plain ones."""
_TIMES = re.compile(r"(?<=[0-9)\]%])\s*[xX]\s*(?=[0-9(\[])")
"""A letter x between numbers, typed for ×."""
_LETTERS = re.compile(
    r"[0-9A-ZĐ().\[\]{}+＋\-–−*/:÷×%…,;=<>≤≥\s]|(?<=\d)[a-zđ](?![a-zđ])|(?<![a-zđ])(?:round|abs|sum|if)(?=\()"
)
_PREVIOUS = re.compile(
    r"([(\[]?\s*(?:\d{1,3}[a-z]?|[A-ZĐ]\w{0,3})\s*[)\]]?)\s*[(\[]?\s*(?:của\s+)?(?:kỳ|quý|năm|tháng)\s+"
    r"(?:báo cáo\s+)?trước(?:\s+chuyển sang)?\s*[)\]]?",
    re.IGNORECASE,
)
_HEADS = frozenset(
    ("ms", "ma so", "stt", "tt", "so cot", "cot", "cot so", "so thu tu", "ma cot", "so tt", "ky hieu", "ky hieu cot")
)
_TAIL = re.compile(rf"\s*(?:[(\[]\s*){{0,2}}(?:(?<!\w)(?:{_NAME})\s*[)\]]?\s*)?[=≤≥<>][^=].*\Z", re.DOTALL)
_TAIL_SUM = re.compile(r"\s*[(\[]([^()\[\]]*\d\s*\+[^()\[\]]*)[)\]]\s*\Z")
_TAIL_NUMBER = re.compile(r"\s*[(\[]\s*(\d{1,3}[a-z]?|[A-ZĐ])\s*[)\]]\s*\Z")
_BASE = re.compile(r"(\d+)")


def read_mark(cell: Cell) -> Mark:
    """What a cell of a number row says. A formula that only adds up numbers is a relation somebody typed with `=`."""
    if cell.formula and not re.search("[A-Za-z]", cell.formula) and is_relation(cell.formula):
        return read_mark_text(cell.formula)
    has_no_value = bool(cell.formula) and cell.text == cell.formula
    return Mark(kind=MarkKind.OTHER) if cell.is_date or has_no_value else read_mark_text(cell.line)


def read_mark_text(text: str) -> Mark:
    """The same for a text on one line."""
    text = text.translate(_FULL_WIDTH)
    if fold(text).strip(" .:()") in _HEADS:
        return Mark(kind=MarkKind.HEAD)
    plain = _PLAIN.match(text)
    if plain:
        return Mark(kind=MarkKind.NUMBER, number=_spelled(plain[1]))
    if not is_relation(text):
        return Mark(kind=MarkKind.OTHER)
    text = _unwrapped(text)
    own = _OWN.match(text)
    return Mark(kind=MarkKind.RELATION, number=_spelled(own[1]) if own else "", relation=text)


def is_relation(text: str) -> bool:
    """Whether a text is written as a relation: signs, numbers, codes and nothing else."""
    bare = _plain(_PREVIOUS.sub(r"\1", text))
    if _LETTERS.sub("", bare) or not re.search(r"\d", bare):
        return False
    return re.search(r"[=<>≤≥]", bare) is not None or _TERMS.match(bare) is not None


def executable_text(text: str) -> str:
    """A printed relation in the relation language: square brackets round, x as ×, "(kỳ trước)" as prev()."""
    made = _PREVIOUS.sub(lambda match: f"prev({match[1].strip(' ()[]')})", text)
    return _plain(made).translate(str.maketrans("[]{}", "()()"))


def _plain(text: str) -> str:
    """A text in plain digits and signs, with × for an x that multiplies."""
    return _TIMES.sub("×", text.translate(_FULL_WIDTH))


def reads_previous(text: str) -> bool:
    """Whether a printed relation names last period's figure."""
    return _PREVIOUS.search(text) is not None


def split_heading(title: str) -> tuple[str, str, str]:
    """A heading, and the number and relation printed at its end: `Tổng số (1)=(2)+(3)` is `Tổng số`, `1`, the rest."""
    for match in _TAIL.finditer(title):
        relation = _unwrapped(title[match.start() :].strip())
        before = title[: match.start()].strip(" (")
        # Why a = among the signs and no sign before: "dưới 5 (<5)" and "tuổi >=70" are no relations.
        if before and before[-1] not in "<>≤≥=" and "=" in relation and is_relation(relation):
            own = _OWN.match(relation)
            return title[: match.start()].strip(), _spelled(own[1]) if own else "", relation
    added = _TAIL_SUM.search(title)
    if added and title[: added.start()].strip() and is_relation(added[1]):
        return title[: added.start()].strip(), "", added[1].strip()
    number = _TAIL_NUMBER.search(title)
    if number and title[: number.start()].strip():
        return title[: number.start()].strip(), number[1], ""
    return title, "", ""


def _unwrapped(text: str) -> str:
    """A text without the brackets around the whole of it: `(1=2+3)`, but not `(1)=(2)`."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "([") - (letter in ")]")
        if depth == 0:
            return text[1:-1].strip() if place == len(text) - 1 and letter in ")]" else text
    return text


def separate(text: str) -> list[str]:
    """The relations of one text: set apart by semicolons, commas or lines, each beginning with its own number."""
    pieces: list[str] = []
    for piece in re.split(r"[;\n]|,(?=\s*[(\[]?\d)", text):
        line = one_line(piece)
        if not line:
            continue
        if pieces and (not _OWN.match(line) or pieces[-1][-1] in "+-=…."):
            pieces[-1] = f"{pieces[-1]} {line}"
        else:
            pieces.append(line)
    return pieces


def base(number: str) -> int | None:
    """The figure a number begins with: 3 of `3a`; None for a letter."""
    match = _BASE.match(number)
    return int(match[1]) if match else None


def is_letter(number: str) -> bool:
    """Whether a number is a letter, as columns of words bear."""
    return bool(number) and not number[0].isdigit()


def counts_up(numbers: list[str], *, has_head: bool) -> bool:
    """Whether numbers count up as columns do: most are one more than the one before, or share its figure (3, 3a).

    In a row that has its own head (`MS`, `A`) it is enough that none is smaller than the one before.
    """
    bases = [found for found in map(base, numbers) if found is not None]
    if not bases:
        return False
    steps = [after - before for before, after in pairwise(bases)]
    if has_head and all(step >= 0 for step in steps):
        return True
    return sum(step in (0, 1) for step in steps) * 2 >= len(steps)


def _spelled(name: str) -> str:
    """A number as definitions spell it: a lone letter is a capital."""
    return name.upper() if len(name) == 1 else name
