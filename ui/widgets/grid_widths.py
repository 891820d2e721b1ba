"""How wide the grid's columns are: most of them in sight, no figure ever cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.presenters.cells import GridColumn

_INDEX = 44
_LABEL_MIN, _LABEL_MAX, _LABEL_WIDEST = 168, 300, 420
_NUMBER_MIN, _NUMBER_MAX = 56, 104
_TEXT = 160
_CHARACTER = 8
_DIGIT = 9
_FIGURE_EDGES = 22
"""Room for a mark on the left and the margin on the right of a figure."""


def figure_room(characters: int) -> int:
    """Pixels a figure of so many characters needs, mark and margin included."""
    return characters * _DIGIT + _FIGURE_EDGES


def column_widths(
    columns: Sequence[GridColumn],
    available: int,
    *,
    words: Sequence[int],
    longest: Mapping[int, int],
    kept: Mapping[str, int] | None = None,
) -> list[int]:
    """Widths in pixels, left to right, for `available` pixels.

    `words` is the least width of each column's own title; `longest` the characters of its longest figure; `kept` the
    widths that a person gave, by column key. Names give way before figures do: they can be cut, a figure cannot, nor
    by a kept width. What is left over goes to the names, then to the figures, and to long names again.
    """
    kept = kept or {}
    widths = [_least(column, words[position], longest.get(position, 1)) for position, column in enumerate(columns)]
    for position, column in enumerate(columns):
        if column.key in kept:
            room = figure_room(longest.get(position, 1)) if column.numeric else 0
            widths[position] = max(kept[column.key], room)
    free = [position for position, column in enumerate(columns) if column.key not in kept]
    labels = [position for position in free if columns[position].label]
    numbers = [position for position in free if columns[position].numeric]
    short = sum(widths) - available
    for position in labels:
        less = max(min(short, widths[position] - _LABEL_MIN), 0)
        widths[position] -= less
        short -= less
    spare = available - sum(widths)
    for position in labels:
        more = max(min(_LABEL_MAX - widths[position], spare // 2 if numbers else spare), 0)
        widths[position] += more
        spare -= more
    if numbers and spare > 0:
        each, rest = divmod(spare, len(numbers))
        for order, position in enumerate(numbers):
            wanted = widths[position] + each + (1 if order < rest else 0)
            widths[position] = max(min(wanted, _NUMBER_MAX), widths[position])
    spare = available - sum(widths)
    for position in labels:
        more = max(min(_LABEL_WIDEST - widths[position], spare), 0)
        widths[position] += more
        spare -= more
    return widths


def _least(column: GridColumn, words: int, longest: int) -> int:
    hint = column.width_hint * _CHARACTER
    if column.index:
        return max(_INDEX, words)
    if column.numeric:
        return max(_NUMBER_MIN, words, hint, figure_room(longest))
    if column.label:
        return max(_LABEL_MIN, min(hint, _LABEL_MAX))
    return max(words, min(hint or _TEXT, _LABEL_MAX))
