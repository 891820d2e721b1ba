"""The signed Excel twin: what a hidden sheet says of the report that the workbook was made from.

The sheet's lines are a mark, the signature, and a statement: canonical JSON, packed, as letters and digits that no
spreadsheet reads for a number, a formula or an escape. The statement names form, edition, unit, period and release,
the content as it stood, where each cell lies, and the words that nobody was to change.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Callable, Mapping, Sequence

import msgspec

from app.documents.placed import Paper, PlacedSheet, shown_value
from app.domain.addresses import ROW
from app.domain.canonical import Json, canonical_bytes
from app.domain.forms.definition import RowsKind, Table
from app.domain.forms.drafting.workbook import Workbook, place
from app.domain.operations import ReportKey
from app.domain.relations.sheet import Sheet
from app.domain.rows import RowHead, order_between, parse_row_head
from app.domain.signing import public_key, sign, verifies
from app.errors import InputError

HIDDEN = "so_bao_cao"
"""Name of the hidden sheet."""
MARK = "sobaocao.twin/1"
SPARE_ROWS = 20
"""Blank rows a twin offers in a table whose rows the clerk names; in one with groups, a part of them each."""
CELLS_MAX = 18_000
"""Cells with words that are read back; see `parsing.TEXTS_MAX`."""
_LINE = 30_000
"""Letters of a line; a cell of Excel holds 32,767."""
_STATEMENT_MAX = 16_000_000


class TwinSheet(msgspec.Struct, frozen=True, kw_only=True):
    """One table's sheet."""

    name: str
    entries: Mapping[str, str]
    """Place in the sheet (`C9`) -> address of the cell that is typed there."""
    locked: Mapping[str, str]
    """Place -> what stands there, for everything else."""


class Twin(msgspec.Struct, frozen=True, kw_only=True):
    """The statement."""

    kind: str
    device: str
    """Id of the device that made it."""
    device_key: str
    """Its public key, 64 hex digits."""
    made_at: int
    """Unix seconds."""
    unit: str
    form: str
    edition: str
    form_hash: str
    period: str
    release: str
    rev: int
    """Revision of central's that the report was grown from; 0 for none."""
    cells: Mapping[str, str]
    """The content as it stood."""
    filled: Mapping[str, str]
    """Figures that were shown although other forms fill them in; no part of the content."""
    spare: Mapping[str, str]
    """`table/row` -> head of the rows that were offered blank."""
    sheets: tuple[TwinSheet, ...]

    @property
    def report(self) -> ReportKey:
        """The report it was made from."""
        return ReportKey(self.unit, self.form, self.period, self.release)


def with_spare_rows(sheet: Sheet, content: Mapping[str, str], new_key: Callable[[], str]) -> dict[str, str]:
    """`table/row` -> head of blank rows to offer at the end of each free table, or of each of its groups."""
    spare: dict[str, str] = {}
    for table in sheet.form.tables:
        if table.rows_kind is RowsKind.FREE:
            spare |= _spare_rows(table, content, new_key)
    return spare


def _spare_rows(table: Table, content: Mapping[str, str], new_key: Callable[[], str]) -> dict[str, str]:
    ends = f"/{ROW}"
    heads = [
        head
        for address, value in content.items()
        if address.startswith(f"{table.key}/") and address.endswith(ends) and (head := parse_row_head(value))
    ]
    order = max((head.order for head in heads), default="")
    groups = [group.code for group in table.groups] or [""]
    spare = {}
    for group in groups:
        for _ in range(max(SPARE_ROWS // len(groups), 5)):
            order = order_between(order, "")
            spare[f"{table.key}/{new_key()}"] = str(RowHead(order=order, group=group))
    return spare


def make_twin(
    paper: Paper,
    sheets: Sequence[PlacedSheet],
    *,
    device: str,
    device_key: str,
    rev: int,
    content: Mapping[str, str],
    spare: Mapping[str, str],
) -> list[str]:
    """The lines of the hidden sheet; `device_key` is the device's private key.

    `paper` is the report with the spare rows in it, `content` what stood in it without them. Raises InputError
    `twin.too_large` for more cells than could be read back.
    """
    form, key = paper.form, paper.key
    statement: dict[str, Json] = {
        "kind": MARK,
        "device": device,
        "device_key": public_key(device_key),
        "made_at": int(paper.made_at.timestamp()),
        "unit": key.unit,
        "form": key.form,
        "edition": form.edition,
        "form_hash": form.hash,
        "period": key.period,
        "release": key.release,
        "rev": rev,
        "cells": dict(content),
        "filled": dict(paper.sheet.filled()),
        "spare": dict(spare),
        "sheets": [_sheet_facts(sheet) for sheet in sheets],
    }
    count = sum(1 for sheet in sheets for cell in sheet.cells if cell.text)
    if count > CELLS_MAX:
        raise InputError("twin.too_large", count=count, limit=CELLS_MAX)
    signed = canonical_bytes(statement)
    text = base64.b64encode(zlib.compress(signed, 9)).decode("ascii")
    return [MARK, sign(device_key, signed), *(text[at : at + _LINE] for at in range(0, len(text), _LINE))]


def _sheet_facts(sheet: PlacedSheet) -> dict[str, Json]:
    entries: dict[str, Json] = {}
    locked: dict[str, Json] = {}
    for cell in sheet.cells:
        at = place(cell.row + 1, cell.column + 1)
        if cell.is_entry:
            entries[at] = cell.address
        elif cell.text:
            locked[at] = shown_value(cell)
    return {"name": sheet.name, "entries": entries, "locked": locked}


def find_twin(workbook: Workbook) -> Twin | None:
    """The signed statement in a workbook; None where there is none.

    Raises InputError `twin.altered` where the hidden sheet was changed, `twin.newer` for one of a later program.
    """
    hidden = next((sheet for sheet in workbook.sheets if sheet.name == HIDDEN), None)
    if hidden is None:
        return None
    lines = [cell.text for cell in hidden.cells if cell.column == 1]
    if len(lines) < 3 or lines[0] != MARK:
        code = "twin.newer" if lines and lines[0].startswith(MARK.partition("/")[0] + "/") else "twin.altered"
        raise InputError(code)
    signed = _unpacked("".join(lines[2:]))
    try:
        twin = msgspec.json.decode(signed, type=Twin)
    except msgspec.DecodeError as error:
        raise InputError("twin.altered") from error
    if twin.kind != MARK or not verifies(twin.device_key, signed, lines[1]):
        raise InputError("twin.altered")
    return twin


def _unpacked(text: str) -> bytes:
    """The statement's bytes, of bounded size."""
    try:
        packed = base64.b64decode(text, validate=True)
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, _STATEMENT_MAX)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise InputError("twin.altered") from error
    if not unpacking.eof or unpacking.unused_data:
        raise InputError("twin.altered")
    return data
