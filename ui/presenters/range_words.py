"""What is said of a range: how many cells, and what their figures add up to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import chain, product

from app.domain.numbers import show_number
from app.domain.values import canonical_number, parse_figure
from ui.presenters.form_grid import FormGrid
from ui.presenters.grid_fill import Rect
from ui.words import translate


def range_words(grid: FormGrid, rects: Sequence[Rect]) -> str:
    """ "12 ô · tổng 1.234"; empty for a single cell. A figure not known yet is said: the sum is not whole then."""
    if len(rects) == 1 and rects[0][:2] == rects[0][2:]:
        return ""
    boxes = (product(range(top, bottom + 1), range(left, right + 1)) for top, left, bottom, right in rects)
    places = set(chain.from_iterable(boxes))
    count = figures = unknown = decimals = 0
    total = Decimal(0)
    for row, column in places:
        address = grid.address_at(row, column)
        if not address or grid.sheet.is_closed(address):
            continue
        count += 1
        definition = grid.table.columns[column]
        value = grid.sheet.value(address) if definition.is_number else None
        figure = parse_figure(value) if value else None
        if figure is None or address in grid.unread:
            continue
        figures += 1
        decimals = max(decimals, definition.decimals)
        if figure.number is None:
            unknown += 1
        else:
            total += figure.number
    cells = translate("Form", "{count} ô").format(count=show_number(str(count)))
    if not figures:
        return cells if count > 1 else ""
    added = translate("Form", "tổng {sum}").format(sum=show_number(canonical_number(total), decimals))
    lacking = translate("Form", "chưa đủ") if unknown else ""
    return " · ".join(part for part in (cells, added, lacking) if part)
