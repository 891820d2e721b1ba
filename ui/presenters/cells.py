"""Cells as the grid shows them: text and flags, row by row, without Qt.

The grid paints straight from these lists, so flags are plain bits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.domain.forms.definition import HeaderSpan

TYPED: Final = 1
"""May be typed."""
CALCULATED: Final = 2
CLOSED: Final = 4
"""Cannot apply: hatched, prints x."""
NUMBER: Final = 8
"""Stands right, aligned to the digit."""
STRONG: Final = 16
ERROR: Final = 32
EXPLAIN: Final = 64
WARNING: Final = 128
INCOMPLETE: Final = 256
UNREAD: Final = 512
"""Holds input that could not be read; it stays as typed."""
WAITING: Final = 1024
"""Typed, and its commit has not come back: not saved yet."""
CENTRED: Final = 2048
INDENTED: Final = 4096
CONFLICT: Final = 8192
"""Edited in two places, waiting for a person."""
FILLED: Final = 16384
"""Nobody typed it here: another form fills it in."""
NOTE: Final = 32768
"""Somebody wrote a note beside it."""
QUESTION: Final = 65536
"""The receiver asks about it, and waits for the answer."""
REFUSED: Final = 131072
"""Holds what the system did not take, waiting for a person."""
NEARBY: Final = 262144
"""Another computer of the office has another value, and the system not yet."""

MARKS: Final = ERROR | EXPLAIN | WARNING | INCOMPLETE | UNREAD | CONFLICT | REFUSED
REMARKS: Final = NOTE | QUESTION | NEARBY


class RowKind(StrEnum):
    """What a row of the grid is."""

    GROUP = "group"
    ENTRY = "entry"
    OF_WHICH = "of_which"
    SUBTOTAL = "subtotal"
    TOTAL = "total"
    ADD = "add"
    """The offer of another row; its label cell takes the new row's name."""


class GridRow:
    """One row as shown; lists run by column. Texts and flags are made when somebody first looks at them, so a form
    of thousands of cells opens as fast as the part of it in sight."""

    __slots__ = ("_fill", "_flags", "_texts", "addresses", "free", "group", "key", "kind", "title")

    def __init__(
        self,
        *,
        kind: RowKind,
        key: str,
        addresses: list[str],
        fill: Callable[[], tuple[list[str], list[int]]],
        group: str = "",
        title: str = "",
        free: bool = False,
    ) -> None:
        """`key` is the row's in addresses, empty for an offer; `title` stands across the whole row (group).

        `addresses` has an empty text where there is no cell; `free` says that the row may be removed; `fill` gives
        texts and flags.
        """
        self.kind = kind
        self.key = key
        self.group = group
        self.title = title
        self.free = free
        self.addresses = addresses
        self._fill = fill
        self._texts: list[str] | None = None
        self._flags: list[int] = []

    @property
    def texts(self) -> list[str]:
        """What the cells show."""
        if self._texts is None:
            self._texts, self._flags = self._fill()
        return self._texts

    @property
    def flags(self) -> list[int]:
        """What the cells are: the bits above."""
        if self._texts is None:
            self._texts, self._flags = self._fill()
        return self._flags

    @property
    def is_made(self) -> bool:
        """Whether anybody has looked."""
        return self._texts is not None

    def forget(self) -> None:
        """Make texts and flags anew at the next look."""
        self._texts = None

    @property
    def identity(self) -> str:
        """What makes two lists of rows comparable."""
        return f"{self.kind}:{self.group}:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """One column as shown."""

    key: str
    number: str
    """Printed number, or empty."""
    title_path: tuple[str, ...]
    numeric: bool
    label: bool
    """Names the row."""
    index: bool
    """Counts the rows (TT)."""
    relation: str
    """The printed relation that calculates it, e.g. `3=4+5+6`; empty where it is typed."""
    width_hint: int
    """Characters the form asks for; 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridShape:
    """The columns of a table and its header."""

    columns: tuple[GridColumn, ...]
    header: tuple[HeaderSpan, ...]
    frozen: int
    """How many first columns stay in sight."""
    name: str
    """What a screen reader calls the grid."""
