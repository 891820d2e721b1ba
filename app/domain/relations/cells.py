"""Whether a canonical value may stand in a column's cells."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.domain.forms.definition import Column, ColumnType
from app.domain.relations.arithmetic import State
from app.domain.values import is_canonical_text, parse_figure
from app.errors import CellError

TEXT_MAX = 4000
_PLAIN_MAX = 18


class Reading(NamedTuple):
    """A figure as the grid holds it."""

    state: State
    """KNOWN, or UNKNOWN for `...`."""
    figure: int
    """In units of the column's last decimal; 0 for nil and for unknown."""
    status: str
    """`E`, `P`, or empty."""


_BY_HEART_MAX = 4
"""Digits of the plain figures that are read once: most figures are among these ten thousand."""
_by_heart: dict[str, Reading] = {}


def is_plain_figure(value: str) -> bool:
    """Whether a value is a plain whole number, which any column of figures takes."""
    return value.isdecimal() and value.isascii() and len(value) <= _PLAIN_MAX and (value[0] != "0" or value == "0")


def read_figure(column: Column, value: str, address: str) -> Reading:
    """The figure a canonical value spells. Raises CellError `value.type`, `value.range`."""
    if not column.decimals and (known := _by_heart.get(value)):
        return known
    if is_plain_figure(value):
        reading = Reading(State.KNOWN, int(value) * 10**column.decimals, "")
        if not column.decimals and len(value) <= _BY_HEART_MAX:
            _by_heart[value] = reading
        return reading
    figure = parse_figure(value)
    if figure is None:
        raise CellError("value.type", text=value[:80], address=address, column=column_name(column))
    status = figure.status or ""
    if figure.number is None:
        return Reading(State.UNKNOWN, 0, status)
    whole, _, rest = value.partition(" ")[0].partition(".")
    if len(rest) > column.decimals:
        raise CellError("value.type", text=value[:80], address=address, column=column_name(column))
    if figure.number < 0 and not column.signed:
        raise CellError("value.range", text=value[:80], address=address, column=column_name(column))
    # Why from the text: decimal arithmetic would round to the 28 digits of its context.
    units = 0 if figure.mark else int(whole + rest.ljust(column.decimals, "0"))
    return Reading(State.KNOWN, units, status)


def check_words(column: Column, value: str, address: str) -> None:
    """Refuse what cannot stand in a column of words, dates or choices.

    Raises CellError `value.type`, `value.range`.
    """
    match column.type:
        case ColumnType.DATE:
            fits = _is_date(value)
        case ColumnType.CHOICE:
            fits = value in column.choices
        case _:
            fits = is_canonical_text(value)
            if fits and len(value) > TEXT_MAX:
                raise CellError("value.range", text=value[:80], address=address, column=column_name(column))
    if not fits:
        raise CellError("value.type", text=value[:80], address=address, column=column_name(column))


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def column_name(column: Column) -> str:
    """A column as people cite it: its printed number in parentheses, else its title."""
    return f"({column.number})" if column.number else column.title_path[-1]
