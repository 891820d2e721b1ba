"""Merging: the one place that decides which of two values of a cell stands. Pure; used by client and central.

Everywhere the order is base, mine, theirs. A content maps addresses to canonical values and holds no
blanks; calculated cells are never in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, cast

import msgspec

from app.domain.addresses import ROW, is_row_head, row_of
from app.domain.operations import CellEdit


class Clash(NamedTuple):
    """The same cell, or the same row, changed on both sides."""

    address: str
    """The cell; the row's `@row` where one side removed the row and the other changed it."""
    base: str | None
    mine: str | None
    theirs: str | None


class Merge(msgspec.Struct, frozen=True, kw_only=True):
    """What three-way merging gives."""

    cells: dict[str, str]
    """The merged content; in a clash mine stands until a person decides."""
    clashes: tuple[Clash, ...]
    """Ordered by address."""


def _removed_rows(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    return {row_of(address) for address in before if is_row_head(address) and address not in after}


def _changed_rows(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    return {row_of(address) for address in before.keys() | after.keys() if before.get(address) != after.get(address)}


def merge_three_way(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merge:
    """Merge `mine` and `theirs`, both grown from `base`.

    Different cells merge; the same cell changed to the same value agrees; a row removed on one side and
    changed on the other is one clash on its `@row`, and two removals agree.
    """
    mine_removed, theirs_removed = _removed_rows(base, mine), _removed_rows(base, theirs)
    row_clashes = (mine_removed & _changed_rows(base, theirs) - theirs_removed) | (
        theirs_removed & _changed_rows(base, mine) - mine_removed
    )
    cells: dict[str, str] = {}
    clashes: list[Clash] = []
    for address in base.keys() | mine.keys() | theirs.keys():
        was, own, other = base.get(address), mine.get(address), theirs.get(address)
        if row_of(address) in row_clashes:
            if is_row_head(address):
                clashes.append(Clash(address, was, own, other))
            value = own
        elif own == other or other == was:
            value = own
        elif own == was:
            value = other
        else:
            clashes.append(Clash(address, was, own, other))
            value = own
        if value is not None:
            cells[address] = value
    return Merge(cells=cells, clashes=tuple(sorted(clashes)))


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """An edit that holds."""

    cells: dict[str, str]
    """The content after it."""
    changed: bool
    """False where every cell held the new value already."""


def apply_edit(
    content: Mapping[str, str], cells: Iterable[CellEdit], claims: Iterable[str] = ()
) -> Applied | tuple[Clash, ...]:
    """The content after an edit, or the clashes that keep it out whole.

    An edit holds when every changed cell still holds the value it replaced, or already the new one; when
    every row it claims is there; and when a row it removes is gone already, or holds exactly what its author saw.
    """
    after = dict(content)
    clashes: list[Clash] = []
    removed: dict[str, dict[str, str]] = {}
    changed = False
    for address, replaced, new in cells:
        held = content.get(address)
        if new is None and replaced is not None:
            removed.setdefault(row_of(address), {})[address] = replaced
        if held != new:
            if held != replaced:
                clashes.append(Clash(address, replaced, new, held))
                continue
            changed = True
        if new is None:
            after.pop(address, None)
        else:
            after[address] = new
    for row in claims:
        head = f"{row}/{ROW}"
        if head not in after:
            clashes.append(Clash(head, None, None, None))
    for row, seen in removed.items():
        head = f"{row}/{ROW}"
        if head in seen and content.get(head) == seen[head]:
            held_row = {address: value for address, value in content.items() if row_of(address) == row}
            # A cell somebody emptied meanwhile counts too: he worked in a row that was to go.
            if held_row != seen:
                clashes.append(Clash(head, seen[head], None, seen[head]))
    if clashes:
        return tuple(sorted(set(clashes), key=lambda clash: clash.address))
    return Applied(cells=after, changed=changed)


def replay(content: Mapping[str, str], cells: Iterable[CellEdit]) -> dict[str, str]:
    """The content with an edit's new values written over it, whatever stood there."""
    return lay_over(content, {address: new for address, _, new in cells})


def lay_over(content: Mapping[str, str], overlay: Mapping[str, str | None]) -> dict[str, str]:
    """The content with the overlay's values written over it; None takes a cell away."""
    cells = {**content, **overlay}
    # As a whole: a first push lays over a hundred thousand cells here, and takes none away.
    if not all(overlay.values()):
        return {address: value for address, value in cells.items() if value is not None}
    return cast("dict[str, str]", cells)


def fold(waiting: Mapping[str, CellEdit], edits: Iterable[CellEdit]) -> dict[str, CellEdit]:
    """Waiting edits with later ones folded in: the first value replaced, the last new one.

    A cell that is back at what it replaced leaves no edit behind.
    """
    folded = dict(waiting)
    for edit in edits:
        first = folded.get(edit.address)
        replaced = first.replaced if first else edit.replaced
        if replaced == edit.new:
            folded.pop(edit.address, None)
        else:
            folded[edit.address] = CellEdit(edit.address, replaced, edit.new)
    return folded
