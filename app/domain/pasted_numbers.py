"""Numbers that were pasted together are read together: one format for the whole block, from the evidence in it.

A cell such as `1.234,5` fits only the Vietnamese way of writing, `1,234.5` only the English one; either proves the
format of the cells around it, and `1.234`, which fits both, is then read as they are. Where nothing proves a format,
or cells prove different ones, the block is doubtful: it is read as most of its evidence says, else the Vietnamese
way, and has to be shown with both readings before it is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.numbers import NumberFormat, Reading, ReadingKind, read_number
from app.domain.values import canonical_number, parse_figure
from app.messages import Words, words

Pasted = str | int | float | Decimal
"""What the clipboard held of a cell: its text, or the number itself."""

_LARGEST_EXPONENT = 40


class Basis(StrEnum):
    """Why a block is read in its format."""

    ALIKE = "alike"
    """Every cell says the same in either format."""
    PROVEN = "proven"
    """Cells fit this format only, and none fits the other only."""
    ASSUMED = "assumed"
    """Cells fit both formats with different numbers, and nothing proves one."""
    MIXED = "mixed"
    """Cells fit this format only, but others fit the other only."""
    CHOSEN = "chosen"
    """A person said so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedCell:
    """One cell of a block, read."""

    row: int
    """From the block's first row, which is 0."""
    column: int
    """From the block's first column, which is 0."""
    text: str
    """What was pasted; of a number its canonical text."""
    reading: Reading
    """What it says in the block's format."""
    other: Reading | None
    """What it says in the other format, where that is another number; else None."""

    @property
    def is_refused(self) -> bool:
        """Whether it is no number in the block's format; the reading says why, and what was probably meant."""
        return self.reading.kind is ReadingKind.REFUSED


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedNumbers:
    """A block of pasted cells, read in one format."""

    format: NumberFormat
    """How the block is read."""
    basis: Basis
    """Why it is read so."""
    proof: tuple[PastedCell, ...]
    """The cells that fit this format only, in reading order."""
    contrary: tuple[PastedCell, ...]
    """The cells that fit the other format only, in reading order."""
    cells: tuple[PastedCell, ...]
    """Every cell that was given, in reading order."""

    @property
    def is_doubtful(self) -> bool:
        """Whether a person has to look at both readings before any of it is taken."""
        return self.basis in (Basis.ASSUMED, Basis.MIXED)

    @property
    def other_format(self) -> NumberFormat | None:
        """The format to offer instead; None where it would say the same."""
        if self.basis is Basis.ALIKE:
            return None
        return NumberFormat.VIETNAMESE if self.format is NumberFormat.ENGLISH else NumberFormat.ENGLISH

    @property
    def differing(self) -> tuple[PastedCell, ...]:
        """The cells that say another number in the other format: what a preview shows."""
        return tuple(cell for cell in self.cells if cell.other)

    @property
    def refused(self) -> tuple[PastedCell, ...]:
        """The cells that are no numbers in this format."""
        return tuple(cell for cell in self.cells if cell.is_refused)


def read_block(block: Sequence[Sequence[Pasted | None]], number_format: NumberFormat | None = None) -> PastedNumbers:
    """What a pasted block says, row by row; None is a cell that is no number's, and is left out.

    The format is found from the cells, or is the one given. Numbers that the clipboard held as such say nothing
    about a format and are taken as they are. Nothing is changed by reading: the caller takes the values or not.
    """
    places = [(y, x, cell) for y, row in enumerate(block) for x, cell in enumerate(row) if cell is not None]
    both = [_readings(cell) for _, _, cell in places]
    only_vietnamese = [at for at, (ours, theirs) in enumerate(both) if ours.meant and not theirs.meant]
    only_english = [at for at, (ours, theirs) in enumerate(both) if theirs.meant and not ours.meant]
    differing = {at for at, (ours, theirs) in enumerate(both) if _differ(ours, theirs)}
    chosen, basis = _judge(both, len(only_vietnamese), len(only_english), bool(differing))
    if number_format is not None:
        chosen, basis = number_format, Basis.CHOSEN
    is_english = chosen is NumberFormat.ENGLISH
    cells = tuple(
        PastedCell(
            row=row,
            column=column,
            text=cell if isinstance(cell, str) else both[at][0].value or str(cell),
            reading=both[at][is_english],
            other=both[at][not is_english] if at in differing else None,
        )
        for at, (row, column, cell) in enumerate(places)
    )
    proof, contrary = (only_english, only_vietnamese) if is_english else (only_vietnamese, only_english)
    return PastedNumbers(
        format=chosen,
        basis=basis,
        proof=tuple(cells[at] for at in proof),
        contrary=tuple(cells[at] for at in contrary),
        cells=cells,
    )


def _readings(cell: Pasted) -> tuple[Reading, Reading]:
    """The Vietnamese and the English reading."""
    reading = read_number(cell) if isinstance(cell, str) else _read_raw(cell)
    if not isinstance(cell, str) or (cell.isascii() and "." not in cell and "," not in cell):
        return reading, reading
    return reading, read_number(cell, NumberFormat.ENGLISH)


def _read_raw(number: int | float | Decimal) -> Reading:
    # Why 15 digits of a float: spreadsheets keep no more, so 0.1 + 0.2 is 0.3 there.
    exact = Decimal(f"{number:.15g}" if isinstance(number, float) else number)
    if not exact.is_finite():
        return Reading(kind=ReadingKind.REFUSED, reason="number.text")
    value = canonical_number(exact) if abs(exact.adjusted()) < _LARGEST_EXPONENT else ""
    if parse_figure(value) is None:
        return Reading(kind=ReadingKind.REFUSED, reason="number.long")
    return Reading(kind=ReadingKind.PLAIN, value=value)


def _differ(ours: Reading, theirs: Reading) -> bool:
    return bool(ours.meant and theirs.meant and ours.meant != theirs.meant)


def _judge(
    both: Sequence[tuple[Reading, Reading]], vietnamese: int, english: int, differ: bool
) -> tuple[NumberFormat, Basis]:
    """The format for so many cells that fit one format only, and why."""
    found = NumberFormat.ENGLISH if english > vietnamese else NumberFormat.VIETNAMESE
    if vietnamese and english:
        return found, Basis.MIXED
    if vietnamese or english:
        return found, Basis.PROVEN
    if differ:
        return found, Basis.ASSUMED
    spaced = any(ours.kind is ReadingKind.SPACED for ours, _ in both)
    return NumberFormat.SPACED if spaced else NumberFormat.PLAIN, Basis.ALIKE


def basis_words(numbers: PastedNumbers, *, language: str = "vi") -> Words:
    """Why a block is read as it is, and what to do, in words."""
    shown = {
        "format": words(f"pasted.{numbers.format}", {}, language=language).what,
        "count": len(numbers.differing),
        "proof": numbers.proof[0].text.strip() if numbers.proof else "",
        "contrary": numbers.contrary[0].text.strip() if numbers.contrary else "",
    }
    return words(f"pasted.{numbers.basis}", shown, language=language)
