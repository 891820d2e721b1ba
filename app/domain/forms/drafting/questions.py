"""What an import was unsure of, or left out: a list to confirm, and the account of every cell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.forms.drafting.workbook import Cell, Page, one_line
from app.errors import AppError

_TEXT_MAX = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to confirm, or to know."""

    code: str
    """Stable code, `draft.*`; its words take `params`."""
    sheet: str
    """The sheet; empty where the question is about no sheet."""
    places: tuple[str, ...]
    """The cells it is about, `B7`; the first is where to look."""
    at: tuple[int, int]
    """Row and column of the first; (0, 0) for none."""
    params: dict[str, str]
    """The figures of its words."""
    is_open: bool
    """Whether somebody has to confirm it; else it only says what was read."""
    cause: AppError | None = None
    """Why something could not be used; its words are the question's `reason`."""


class Ledger:
    """The account of one sheet: what was taken into the definition, what is asked or said."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._taken: set[str] = set()
        self.questions: list[Question] = []
        """In the order they arose."""

    def take(self, *cells: Cell | None) -> None:
        """Note that cells went into the definition as they are."""
        self._taken.update(cell.place for cell in cells if cell is not None)

    def ask(self, code: str, /, *cells: Cell, cause: AppError | None = None, **params: object) -> None:
        """Ask for a confirmation; the cells are accounted for by that."""
        self._note(code, cells, params, is_open=True, cause=cause)

    def tell(self, code: str, /, *cells: Cell, **params: object) -> None:
        """Say what was read or left out; the cells are accounted for by that."""
        self._note(code, cells, params, is_open=False)

    def has_taken(self, cell: Cell) -> bool:
        """Whether a cell is accounted for."""
        return cell.place in self._taken

    def left(self) -> Sequence[Cell]:
        """The cells nothing accounts for yet."""
        return [cell for cell in self._page.cells if cell.place not in self._taken]

    def _note(
        self,
        code: str,
        cells: Sequence[Cell],
        params: dict[str, object],
        *,
        is_open: bool,
        cause: AppError | None = None,
    ) -> None:
        self.take(*cells)
        given = {name: shortened(str(value)) for name, value in params.items()}
        if cells and "text" not in given:
            given["text"] = shortened("; ".join(dict.fromkeys(cell.line for cell in cells)))
        places = tuple(dict.fromkeys(cell.place for cell in cells))
        self.questions.append(
            Question(
                code=code,
                sheet=self._page.sheet.name,
                places=places,
                at=(cells[0].row, cells[0].column) if cells else (0, 0),
                params=given,
                is_open=is_open,
                cause=cause,
            )
        )


def shortened(text: str, most: int = _TEXT_MAX) -> str:
    """A text on one line, cut where it is long."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1] + "…"


def in_order(questions: Iterable[Question]) -> list[Question]:
    """What to confirm first, then what was read; each by its place on the sheet, what has none at the end.

    Questions that differ only in the cells they are about are one.
    """
    found: dict[object, Question] = {}
    for one in questions:
        said = tuple(sorted((name, value) for name, value in one.params.items() if name != "text"))
        key = (one.code, one.is_open, said, id(one.cause))
        found[key] = _joined(found[key], one) if key in found else one
    return sorted(found.values(), key=lambda one: (not one.is_open, not one.places, one.at))


def _joined(first: Question, second: Question) -> Question:
    """Two questions as one, about the cells of both."""
    texts = dict.fromkeys(filter(None, (first.params.get("text", ""), second.params.get("text", ""))))
    first_at = min((first, second), key=lambda one: one.at)
    return replace(
        first,
        places=tuple(dict.fromkeys((*first.places, *second.places))),
        at=first_at.at,
        params={**first.params, "text": shortened("; ".join(texts))},
    )
