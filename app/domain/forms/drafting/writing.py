"""A printed form as the YAML text of a definition, laid out as a person writes one."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from app.domain.forms.definition import ColumnType
from app.domain.forms.drafting.printed import (
    Node,
    PrintedColumn,
    PrintedForm,
    PrintedRelation,
    PrintedRow,
    PrintedTable,
)
from app.domain.forms.drafting.wording import is_unit
from app.domain.relations.tree import Axis

WIDTH = 118
LONG_MAX = 1900
"""Letters a text of a definition may have where it is not given more room."""
NOTE_MAX = 3900
GUIDANCE_MAX = 19_000

_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ỹ](?:[\w /()%.+'’–²³-]*[\w)%.²³])?\Z")
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_UNPRINTABLE = re.compile(
    r"[\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\uffff]"
)
_KINDS_WRITTEN = (ColumnType.LABEL, ColumnType.INDEX, ColumnType.TEXT, ColumnType.DATE, ColumnType.CHOICE)


def write_form(form: PrintedForm, *, note: str, unknown: Mapping[str, str], comments: Sequence[str]) -> str:
    """The YAML text of a form.

    `note` says that it is provisional and why; `unknown` holds the words that stand for `receiver` and `legal_basis`
    where the sheet names none; `comments` stand at the top, one a line.
    """
    lines = [f"# {_UNPRINTABLE.sub(' ', comment)}".rstrip() for comment in comments]
    lines += _identity(form, note, unknown["legal_basis"])
    lines += _regime(form.receiver or unknown["receiver"], form.frequencies)
    if form.sections:
        lines.append("sections:")
        for key, title, guidance in form.sections:
            lines += _item({"key": key, "title": title, "guidance": guidance[:LONG_MAX]}, 2)
    lines.append("tables:")
    for table in form.tables:
        lines += _table(table)
    return "\n".join(lines) + "\n"


def _identity(form: PrintedForm, note: str, no_basis: str) -> Iterator[str]:
    yield f"code: {scalar(form.code)}"
    yield f"edition: {json.dumps(form.edition, ensure_ascii=False)}"
    yield f"title: {scalar(form.title)}"
    if form.unit:
        yield f"unit: {scalar(form.unit)}"
    yield f"legal_basis: {scalar((form.legal_basis or no_basis)[:LONG_MAX])}"
    yield "provisional: true"
    yield from _long("note", note[:NOTE_MAX])
    if form.guidance:
        yield from _long("guidance", form.guidance[:GUIDANCE_MAX])


def _regime(receiver: str, frequencies: Sequence[str]) -> Iterator[str]:
    """What no workbook says, as cautious as it can be while the definition is valid."""
    yield "senders: [commune]"
    yield f"receivers: {{commune: {scalar(receiver[:LONG_MAX])}}}"
    yield f"frequencies: [{', '.join(frequencies or ('Q',))}]"
    yield "window: nd09"
    yield "deadlines: {commune: {working_days: 2}}"


def _table(table: PrintedTable) -> Iterator[str]:
    yield f"  {table.key}:"
    if table.title:
        yield f"    title: {scalar(table.title)}"
    if table.unit:
        yield f"    unit: {scalar(table.unit[:90])}"
    if table.groups:
        yield "    groups:"
        for code, title in table.groups:
            yield from _item({"code": _Quoted(code), "title": title}, 6)
    if table.rows_kind == "fixed":
        yield "    rows:"
        for row in table.rows:
            yield from _item(_row(row), 6)
    else:
        yield "    rows: free"
    if table.lines:
        yield "    lines:"
        for code, title in table.lines:
            yield from _item({"code": code, "title": title, "unit": title.lower() if is_unit(title) else ""}, 6)
    if table.has_subtotals and table.groups:
        yield "    subtotals: true"
    if table.total:
        yield f"    total: {scalar(table.total[:LONG_MAX])}"
    yield from _closed(table)
    yield "    columns:"
    for node in table.columns:
        yield from _node(node, 6)
    if table.relations:
        yield "    relations:"
        for relation in table.relations:
            yield from _item(_relation(relation), 6)


def _row(row: PrintedRow) -> dict[str, object]:
    return {
        "code": _Quoted(row.code),
        "title": row.title,
        "index": _Quoted(row.index),
        "level": row.level or "",
        "group": _Quoted(row.group),
        "of_which": row.of_which,
    }


def _closed(table: PrintedTable) -> Iterator[str]:
    """The cells that cannot apply, rows with the same columns together."""
    names = {
        column.position: column.number or f"c_{place}"
        for place, column in enumerate(table.leaves(), 1)
        if column.is_figure
    }
    by_row: dict[str, list[str]] = {}
    for code, position in table.closed:
        by_row.setdefault(code, []).append(names[position])
    by_columns: dict[tuple[str, ...], list[str]] = {}
    for code, columns in by_row.items():
        by_columns.setdefault(tuple(columns), []).append(code)
    if by_columns:
        yield "    closed:"
    for numbers, codes in by_columns.items():
        yield f"      - {{rows: {_list(codes)}, columns: {_list(numbers)}}}"


def _node(node: Node, indent: int) -> Iterator[str]:
    if isinstance(node, PrintedColumn):
        yield from _item(_column(node), indent)
        return
    space = " " * indent
    yield f"{space}- title: {scalar(node.title)}"
    if node.unit:
        yield f"{space}  unit: {scalar(node.unit)}"
    yield f"{space}  columns:"
    for part in node.parts:
        yield from _node(part, indent + 4)


def _column(column: PrintedColumn) -> dict[str, object]:
    return {
        "number": column.number,
        "title": column.title,
        "type": column.type.value if column.type in _KINDS_WRITTEN else "",
        "unit": column.unit if column.is_figure else "",
        "decimals": column.decimals or "",
        "signed": column.signed,
        "of_which": column.of_which,
        "choices": column.choices or "",
        "roll_up": "" if column.is_added else "none",
        "width": column.width or "",
    }


def _relation(relation: PrintedRelation) -> dict[str, object]:
    return {
        "printed": _Quoted(relation.printed),
        "text": _Quoted(relation.text if relation.text != relation.printed else ""),
        "axis": "rows" if relation.axis is Axis.ROWS else "",
        "severity": "warning" if relation.is_soft else "",
        "computed": relation.computed,
        "carried": relation.is_carried,
    }


class _Quoted(str):
    """A text that is always written in quotation marks."""

    __slots__ = ()


def _item(entries: Mapping[str, object], indent: int) -> Iterator[str]:
    """A list item: on one line where it fits, else a line a key. Empty entries are left out."""
    written = {key: _value(value) for key, value in entries.items() if value not in ("", False)}
    space = " " * indent
    line = f"{space}- {{{', '.join(f'{key}: {value}' for key, value in written.items())}}}"
    if len(line) <= WIDTH:
        yield line
        return
    for place, (key, value) in enumerate(written.items()):
        yield f"{space}{'  ' if place else '- '}{key}: {value}"


def _value(value: object) -> str:
    if value is True:
        return "true"
    if isinstance(value, _Quoted):
        return _quoted(value)
    if isinstance(value, tuple):
        return _list(value)
    return str(value) if isinstance(value, int) else scalar(str(value))


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(scalar, texts))}]"


def _long(key: str, text: str) -> Iterator[str]:
    """A long text as folded lines."""
    folded = " ".join(text.split())
    if _UNPRINTABLE.search(folded) or not folded:
        yield f"{key}: {_quoted(text)}"
        return
    yield f"{key}: >-"
    yield from textwrap.wrap(
        folded, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def scalar(text: str) -> str:
    """A text as YAML: bare where nobody could misread it, else in quotation marks."""
    is_number = text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0"))
    if is_number or (_PLAIN.match(text) and text.casefold() not in _RESERVED and not _UNPRINTABLE.search(text)):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    """A text in quotation marks; what cannot be seen is written as its number."""
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))
