"""From what a clerk types to a canonical value, and back to what a cell shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.domain.forms.definition import Column, ColumnType
from app.domain.numbers import read_number, show_number
from app.domain.values import NIL, UNKNOWN, canonical_text
from app.messages import words
from ui.words import language, translate

_DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a typed text says in its column."""

    value: str | None = None
    """Canonical value; None for blank, and where it could not be read."""
    problem: str = ""
    """Why it could not be read, as a sentence; empty where it could."""


def read_entry(column: Column, text: str) -> Entry:
    """What `text` says in `column`; never raises."""
    match column.type:
        case ColumnType.WHOLE | ColumnType.NUMBER:
            return _read_figure(column, text)
        case ColumnType.DATE:
            return _read_date(text)
        case ColumnType.CHOICE:
            return _read_choice(column, text)
        case _:
            return Entry(value=canonical_text(text))


def show_value(column: Column, value: str | None) -> str:
    """What a cell shows for a canonical value: `1.234.567,89`, `25/09/2026`, or the text itself."""
    if value is None:
        return ""
    if column.is_number:
        return show_number(value, column.decimals)
    if column.type is ColumnType.DATE:
        return _show_date(value)
    return value


def edit_value(column: Column, value: str | None) -> str:
    """What an editor starts with: a number without its dots, so that it reads the same when typed over."""
    if value is None:
        return ""
    if column.is_number:
        return value if value.partition(" ")[0] == UNKNOWN else value.replace(".", ",")
    return show_value(column, value)


def _read_figure(column: Column, text: str) -> Entry:
    reading = read_number(text)
    if reading.reason:
        meant = show_number(reading.alternative) if reading.alternative else ""
        return Entry(problem=str(words(reading.reason, {"text": text.strip(), "meant": meant}, language=language())))
    problem = figure_problem(column, reading.value)
    return Entry(problem=problem) if problem else Entry(value=reading.value)


def figure_problem(column: Column, value: str | None) -> str:
    """Why a canonical figure cannot stand in its column, as a sentence; empty where it can."""
    number = (value or "").partition(" ")[0]
    if number in ("", NIL, UNKNOWN):
        return ""
    if number.startswith("-") and not column.signed:
        return translate("Entry", "Ô này không nhận số âm.")
    if len(number.partition(".")[2]) <= column.decimals:
        return ""
    if column.decimals == 0:
        return translate("Entry", "Ô này chỉ nhận số nguyên.")
    return translate("Entry", "Ô này nhận tối đa {count} chữ số thập phân.").format(count=column.decimals)


def _read_date(text: str) -> Entry:
    plain = text.strip()
    if not plain:
        return Entry()
    for pattern in _DATES:
        try:
            return Entry(value=datetime.strptime(plain, pattern).date().isoformat())  # noqa: DTZ007 - a day, no clock
        except ValueError:
            continue
    return Entry(problem=translate("Entry", "“{text}” không phải là ngày. Gõ theo mẫu 25/09/2026.").format(text=plain))


def _show_date(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    except ValueError:
        return value


def _read_choice(column: Column, text: str) -> Entry:
    plain = canonical_text(text)
    if plain is None or plain in column.choices:
        return Entry(value=plain)
    offered = ", ".join(column.choices)
    return Entry(
        problem=translate("Entry", "“{text}” không có trong danh sách: {choices}.").format(text=plain, choices=offered)
    )
