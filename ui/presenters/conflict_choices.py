"""What a person chose for cells edited in two places: kept while the list is read again, until he applies it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from app.domain.values import canonical_text
from app.services.views import ConflictItem
from app.store.records import Decision, Keep
from ui.presenters.cell_places import TEXT_SHOWN, CellPlace, PlaceKind
from ui.presenters.entry import edit_value, read_entry, show_value
from ui.presenters.excerpts import differing
from ui.presenters.phrases import Tone, local, moment_text
from ui.presenters.sides import Side
from ui.words import translate


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictCell:
    """A conflict and where it is."""

    item: ConflictItem
    place: CellPlace

    @property
    def takes_line(self) -> bool:
        """Whether a third value is a line; else it is a text, or none is taken."""
        return self.place.kind is PlaceKind.CELL


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen for one conflict."""

    keep: Keep
    shown: str | None
    """Central's value that stood beside it then."""
    text: str = ""
    """The person's own value as typed, for `own`."""
    value: str | None = None
    """What it says."""
    problem: str = ""
    """Why it says nothing."""


class ConflictChoices:
    """The choices, by conflict."""

    def __init__(self) -> None:
        self._chosen: dict[int, Choice] = {}

    def choose(self, cell: ConflictCell, keep: Keep) -> None:
        """Take one of the two sides; for `own`, what was typed before once more."""
        before = self._chosen.get(cell.item.id)
        if keep is Keep.OWN:
            if before is not None and before.keep is Keep.OWN:
                self._chosen[cell.item.id] = replace(before, shown=cell.item.theirs)
            return
        self._chosen[cell.item.id] = Choice(keep=keep, shown=cell.item.theirs)

    def write(self, cell: ConflictCell, text: str) -> None:
        """Give a third value, read as strictly as its cell would; a row takes none."""
        if cell.place.kind is PlaceKind.ROW:
            return
        value, problem = canonical_text(text), ""
        if cell.place.column is not None:
            entry = read_entry(cell.place.column, text)
            value, problem = entry.value, entry.problem
        self._chosen[cell.item.id] = Choice(
            keep=Keep.OWN, shown=cell.item.theirs, text=text, value=value, problem=problem
        )

    def later(self, cell: ConflictCell) -> None:
        """Choose nothing."""
        self._chosen.pop(cell.item.id, None)

    def of(self, cell: ConflictCell) -> Choice | None:
        """What was chosen for a conflict."""
        return self._chosen.get(cell.item.id)

    def start_of(self, cell: ConflictCell) -> str:
        """What a third value starts from."""
        return _edited(cell, self.of(cell))

    def has_moved(self, cell: ConflictCell) -> bool:
        """Whether central's value is another than the one chosen against: it is asked again."""
        choice = self._chosen.get(cell.item.id)
        return choice is not None and choice.shown != cell.item.theirs

    def keep_only(self, conflicts: Collection[int]) -> None:
        """Forget what was chosen for conflicts that are no more."""
        self._chosen = {id: choice for id, choice in self._chosen.items() if id in conflicts}

    def decisions(self, cells: Iterable[ConflictCell]) -> list[Decision]:
        """What can be applied of it."""
        found = []
        for cell in cells:
            choice = self.of(cell)
            if choice is not None and not choice.problem and not self.has_moved(cell):
                found.append(Decision(conflict=cell.item.id, keep=choice.keep, shown=choice.shown, value=choice.value))
        return found

    def waiting(self, cells: Iterable[ConflictCell]) -> tuple[int, int]:
        """How many choices could not be read, and how many are asked again."""
        found = [(choice, self.has_moved(cell)) for cell in cells if (choice := self.of(cell)) is not None]
        return sum(1 for choice, _ in found if choice.problem), sum(1 for _, moved in found if moved)

    # ---- what is shown ----------------------------------------------------------------------------

    def rows(self, cells: Sequence[ConflictCell]) -> list[list[Side]]:
        """The table: where, base, mine, theirs, what was chosen."""
        return [self.row(cell) for cell in cells]

    def row(self, cell: ConflictCell) -> list[Side]:
        """One line of it."""
        item, place = cell.item, cell.place
        choice = self.of(cell)
        standing = choice.keep if choice is not None and not self.has_moved(cell) else None
        mine = _side(cell, item.mine, item.mine_author, item.mine_at)
        theirs = _side(cell, item.theirs, item.theirs_author, item.theirs_at)
        return [
            place.side,
            _base(cell),
            replace(mine, chosen=standing is Keep.MINE),
            replace(theirs, chosen=standing is Keep.THEIRS),
            self._decided(cell, choice),
        ]

    def _decided(self, cell: ConflictCell, choice: Choice | None) -> Side:
        start = self.start_of(cell)
        if choice is None:
            return Side(text=translate("Attention", "Để sau"), edited=start, figure=cell.place.is_figure)
        kept = {
            Keep.MINE: translate("Attention", "số của đơn vị"),
            Keep.THEIRS: translate("Attention", "số trên hệ thống"),
            Keep.OWN: translate("Attention", "số khác"),
        }[choice.keep]
        if choice.problem:
            return Side(text=choice.text, notes=(choice.problem,), tone=Tone.ERROR, edited=start, tip=choice.problem)
        value = {Keep.MINE: cell.item.mine, Keep.THEIRS: cell.item.theirs, Keep.OWN: choice.value}[choice.keep]
        text = _words(cell, value)
        if self.has_moved(cell):
            said = translate("Attention", "Hệ thống vừa đổi số, chọn lại")
            return Side(text=text, notes=(said,), tone=Tone.ATTENTION, edited=start, figure=cell.place.is_figure)
        return Side(
            text=text,
            notes=() if cell.place.kind is PlaceKind.ROW else (kept,),
            tone=Tone.INFO,
            strong=True,
            edited=start,
            figure=cell.place.is_figure,
            tip=cell.place.whole(value),
        )


def _edited(cell: ConflictCell, choice: Choice | None) -> str:
    if choice is not None and choice.keep is Keep.OWN:
        return choice.text
    value = cell.item.theirs if choice is not None and choice.keep is Keep.THEIRS else cell.item.mine
    return edit_value(cell.place.column, value) if cell.place.column else (value or "")


def _words(cell: ConflictCell, value: str | None) -> str:
    """A side in one line."""
    if cell.place.kind is PlaceKind.ROW:
        return translate("Attention", "Giữ dòng") if value else translate("Attention", "Bỏ dòng")
    return cell.place.words(value)


def _base(cell: ConflictCell) -> Side:
    item, base = cell.item, cell.item.base
    notes: tuple[str, ...] = ()
    if base is not None:
        came = translate("Attention", "Từ hệ thống")
        notes = (item.base_author, _when(cell, item.base_at)) if item.base_author else (came,)
    return Side(text=cell.place.words(base), notes=notes, figure=cell.place.is_figure, tip=cell.place.whole(base))


def _side(cell: ConflictCell, value: str | None, author: str, at: int) -> Side:
    text, tip = _words(cell, value), cell.place.whole(value)
    if cell.place.kind is PlaceKind.TEXT and value:
        text = differing(cell.item.base or "", value, TEXT_SHOWN)[1]
    notes = [author or "—", _when(cell, at)] if at else [author or "—"]
    change = _change(cell, value)
    if change:
        notes[-1] += f" · {change}"
    return Side(text=text, notes=tuple(notes), figure=cell.place.is_figure, strong=True, tip=tip)


def _when(cell: ConflictCell, at: int) -> str:
    """A moment; without its year where that is the conflict's."""
    return f"{local(at):%H:%M %d/%m}" if local(at).year == local(cell.item.opened_at).year else moment_text(at)


def _change(cell: ConflictCell, value: str | None) -> str:
    """How a side moved from the base: a figure by how much, a row by what stands in it."""
    if cell.place.kind is PlaceKind.ROW:
        row = cell.item.mine_row if value == cell.item.mine else cell.item.theirs_row
        return translate("Attention", "{count} ô").format(count=len(row)) if value else ""
    if cell.place.column is None or not cell.place.is_figure or cell.item.base is None or value is None:
        return ""
    try:
        moved = Decimal(value) - Decimal(cell.item.base)
    except InvalidOperation:  # a mark, not a figure
        return ""
    sign = "+" if moved > 0 else "−"
    return sign + show_value(cell.place.column, format(abs(moved), "f")) if moved else ""
