"""What pasted cells say in the columns they come to, and which of them a person has to look at first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.documents.clipboard.block import CellKind, grouped
from app.domain.forms.definition import Column
from app.domain.legacy_text import LegacyFinding, find_legacy
from app.domain.numbers import NumberFormat
from app.domain.pasted_numbers import Basis, Pasted, PastedCell, PastedNumbers, read_block
from app.domain.relations.cells import check_words
from app.domain.values import canonical_number, canonical_text
from app.errors import CellError
from app.messages import explain, words
from ui.presenters.entry import figure_problem, read_entry, show_value
from ui.presenters.paste_placing import Landing
from ui.words import language, translate

_NO_FIGURES = (CellKind.DATE, CellKind.BOOLEAN, CellKind.ERROR)
_CONFIDENT = 0.5


class Doubt(StrEnum):
    """Why a cell has to be looked at."""

    FORMAT = "format"
    """It says another number in the other way of writing."""
    LEGACY = "legacy"
    """It seems to be written in an old encoding."""
    PERCENT = "percent"
    """A percentage, and the column is not counted in per cent."""
    DECIMALS = "decimals"
    """More decimals than the column takes."""
    DRESSED = "dressed"
    """A number in brackets, with a currency or in foreign dress: what is meant is probable, not certain."""
    UNREAD = "unread"
    """It cannot stand in its column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What a person chose about how cells are read; None leaves it to what the block says."""

    number_format: NumberFormat | None = None
    convert: bool | None = None
    """Whether old encodings are turned into Unicode."""
    percent: bool = False
    """Whether percentages are taken as the figures shown."""
    round_off: bool = True
    """Whether decimals too many are rounded; else such cells are left out."""
    meant: bool = False
    """Whether what a dressed number probably means is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """A cell to look at."""

    landing: Landing
    doubt: Doubt
    before: str
    """As it was copied."""
    after: str
    """As it would stand in the form; empty where it is left out."""
    why: str = ""
    """What is the matter with it, a sentence; empty where its doubt says all."""


@dataclass(slots=True)
class Read:
    """Pasted cells, read."""

    values: dict[str, str | None] = field(default_factory=dict)
    """Address -> canonical value, of the cells that are taken."""
    doubtful: list[Doubtful] = field(default_factory=list)
    numbers: PastedNumbers | None = None
    """The block's numbers, where it has any."""
    legacy: LegacyFinding | None = None
    converted: bool = False
    """Whether its old encodings are turned into Unicode."""


def read_landings(landings: Sequence[Landing], chosen: Readings | None = None) -> Read:
    """What the cells say. Nothing is taken that the form could not hold; what is left out is doubtful."""
    reading = _Reading(chosen or Readings())
    reading.figures([one for one in landings if one.column.is_number])
    reading.words([one for one in landings if not one.column.is_number])
    reading.read.doubtful.sort(key=lambda one: (one.landing.line, one.landing.column.key))
    return reading.read


def counts_per_cent(column: Column) -> bool:
    """Whether a column's figures are percentages."""
    return "%" in column.unit or any("%" in title for title in column.title_path)


class _Reading:
    def __init__(self, chosen: Readings) -> None:
        self._chosen = chosen
        self.read = Read()

    # ---- figures ----------------------------------------------------------------------------------

    def figures(self, landings: Sequence[Landing]) -> None:
        row: list[Pasted | None] = [
            None if one.cell.kind in _NO_FIGURES else one.cell.number if one.cell.number is not None else one.cell.text
            for one in landings
        ]
        if not row:
            return
        numbers = read_block([row], self._chosen.number_format)
        if numbers.basis is Basis.ASSUMED:
            numbers = _fitting(numbers, row, landings)
        self.read.numbers = numbers
        asked = numbers.basis in (Basis.ASSUMED, Basis.MIXED, Basis.CHOSEN)
        for cell in numbers.cells:
            self._take_figure(landings[cell.column], cell, in_question=asked and cell.other is not None)
        for one in landings:
            if one.cell.kind in _NO_FIGURES:
                said = translate("Paste", "“{text}” không phải là số.").format(text=one.cell.text)
                self._doubt(one, Doubt.UNREAD, one.cell.text, None, said)

    def _take_figure(self, landing: Landing, cell: PastedCell, *, in_question: bool) -> None:
        column, reading = landing.column, cell.reading
        before = grouped(landing.cell)
        value, doubt, why = reading.value, None, ""
        if cell.is_refused:
            value = reading.alternative if self._chosen.meant else None
            doubt = Doubt.DRESSED if reading.alternative else Doubt.UNREAD
            meant = show_value(column, reading.alternative) if reading.alternative else ""
            why = str(words(reading.reason, {"text": cell.text.strip(), "meant": meant}, language=language()))
        elif in_question:
            doubt = Doubt.FORMAT
        elif (reading.percent or landing.cell.percent) and not counts_per_cent(column):
            doubt = Doubt.PERCENT
            value = value if self._chosen.percent else None
        problem = figure_problem(column, value)
        if problem and (rounded := _rounded(column, value)) is not None:
            # A whole number read as a fraction was read the wrong way; to round it would hide that.
            rounds = self._chosen.round_off and (doubt is not Doubt.FORMAT or column.decimals > 0)
            doubt, why, value = doubt or Doubt.DECIMALS, problem, rounded if rounds else None
        elif problem:
            doubt, why, value = Doubt.UNREAD, problem, None
        if doubt is None:
            self.read.values[landing.address] = value
        else:
            self._doubt(landing, doubt, before, value, why)

    def _doubt(self, landing: Landing, doubt: Doubt, before: str, value: str | None, why: str = "") -> None:
        if value is not None:
            self.read.values[landing.address] = value
        after = show_value(landing.column, value)
        self.read.doubtful.append(Doubtful(landing=landing, doubt=doubt, before=before, after=after, why=why))

    # ---- words ------------------------------------------------------------------------------------

    def words(self, landings: Sequence[Landing]) -> None:
        texts = [one.cell.text for one in landings]
        fonts = [one.cell.font for one in landings]
        found = self.read.legacy = find_legacy(texts, fonts if any(fonts) else ())
        if found is not None:
            chosen = self._chosen.convert
            self.read.converted = found.confidence >= _CONFIDENT if chosen is None else chosen
        after = {one.index: one.after for one in found.conversions} if found else {}
        for at, landing in enumerate(landings):
            text = after[at] if at in after and self.read.converted else texts[at]
            entry = read_entry(landing.column, text)
            problem = entry.problem or _words_problem(landing, entry.value)
            if problem:
                self._doubt(landing, Doubt.UNREAD, texts[at], None, problem)
            elif at in after:
                self._doubt(landing, Doubt.LEGACY, texts[at], canonical_text(text))
            else:
                self.read.values[landing.address] = entry.value


def _words_problem(landing: Landing, value: str | None) -> str:
    """Why words cannot stand in their cell, as a sentence: too many of them; empty where they can."""
    try:
        if value is not None:
            check_words(landing.column, value, landing.address)
    except CellError as error:
        return str(explain(error, language=language()))
    return ""


def _fitting(numbers: PastedNumbers, row: Sequence[Pasted | None], landings: Sequence[Landing]) -> PastedNumbers:
    """The block in the other format, where more of its doubtful figures fit their columns so."""
    ours = sum(bool(figure_problem(landings[one.column].column, one.reading.value)) for one in numbers.differing)
    theirs = sum(
        bool(figure_problem(landings[one.column].column, one.other.value)) for one in numbers.differing if one.other
    )
    return read_block([row], numbers.other_format) if theirs < ours else numbers


def _rounded(column: Column, value: str | None) -> str | None:
    """The value with the decimals its column takes; None where that is not what is wrong with it."""
    figure, space, status = (value or "").partition(" ")
    if len(figure.partition(".")[2]) <= column.decimals:
        return None
    exact = Decimal(figure).quantize(Decimal(1).scaleb(-column.decimals), ROUND_HALF_UP)
    rounded = canonical_number(exact) + space + status
    return None if figure_problem(column, rounded) else rounded
