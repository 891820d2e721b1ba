"""Lines of a pasted block that are the form's own headings, copied along with the figures. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence

from app.documents.clipboard.block import Block, CellKind, ClipCell
from app.domain.vietnamese import match_key
from ui.presenters.cells import GridColumn


def heading_lines(block: Block, columns: Sequence[GridColumn], left: int) -> int:
    """How many first lines of a block, pasted at column `left`, are titles and numbers of the columns they come to.

    0 for a block of nothing else: then it is what somebody means to paste.
    """
    count = 0
    for line in block.lines:
        cells = [(left + at, cell) for at, cell in enumerate(line) if cell.text.strip() and _is_there(cell)]
        if not cells or cells[-1][0] >= len(columns):
            break
        held = [(columns[at], cell.text.strip()) for at, cell in cells]
        # A figure may be its column's number by chance; below titles it is the line of numbers.
        is_bare = count > 0 and len(held) > 1
        if not (all(map(_is_title, held)) or all(_is_number(one, bare=is_bare) for one in held)):
            break
        count += 1
    return count if count < block.height else 0


def _is_there(cell: ClipCell) -> bool:
    return cell.kind not in (CellKind.BLANK, CellKind.COVERED)


def _is_title(held: tuple[GridColumn, str]) -> bool:
    column, text = held
    return match_key(text) in {match_key(title) for title in column.title_path}


def _is_number(held: tuple[GridColumn, str], *, bare: bool) -> bool:
    column, text = held
    return bool(column.number) and (text == f"({column.number})" or (bare and text == column.number))
