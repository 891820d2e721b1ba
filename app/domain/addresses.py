"""Where a value stands inside a report: `table/row/column`, stable across versions of a form.

Besides the cells of its tables a report's content holds, under the same kind of address and merged by
the same rules:

    main/<key>/@row            a free row is there: `order;group;flags` (see rows.py)
    main/<row>/@total_only     "chỉ có số tổng": the written reason; the row's calculated cells are typed
    @reason/<relation>/<row>   the written explanation of an "explain" finding
    @text/<section>/body       a narrative section
    @file/<hash>/name          an attached file: its name; beside it `@file/<hash>/size` (see attachments.py)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from app.errors import CellError

ROW = "@row"
TOTAL_ONLY = "@total_only"
REASON = "@reason"
TEXT = "@text"
_HEAD_END = "/" + ROW
FILE = "@file"

_PART = r"[^\s/\x00-\x1f\ud800-\udfff]{1,64}"


class Address(NamedTuple):
    """A cell's place."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled when first asked for: a start has no use for it."""
    return re.compile(rf"{_PART}/{_PART}/{_PART}\Z")


def is_address(text: str) -> bool:
    """Whether it spells `table/row/column`."""
    return _pattern().match(text) is not None


def parse_address(text: str) -> Address:
    """The three parts of `table/row/column`. Raises CellError `cell.unknown`."""
    if not is_address(text):
        raise CellError("cell.unknown", address=text[:200])
    return Address(*text.split("/"))


def is_row_head(address: str) -> bool:
    """Whether the address claims a free row."""
    return address.endswith(_HEAD_END)


def row_heads(addresses: Iterable[str]) -> list[str]:
    """Those of the addresses that claim a free row."""
    addresses = list(addresses)
    # One look at all of them: most edits claim none.
    if _HEAD_END not in "\n".join(addresses):
        return []
    return [address for address in addresses if address.endswith(_HEAD_END)]


def row_of(address: str) -> str:
    """`table/row` of an address: the same for every cell of a row."""
    return address.rpartition("/")[0]


def head_row(address: str) -> str:
    """`table/row` of the head that stands for a cell's row: a line `r<row>.<line>` is part of `r<row>`."""
    table, _, row = row_of(address).partition("/")
    return f"{table}/{row.partition('.')[0]}"
