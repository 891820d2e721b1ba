"""A block of cells as HTML, with the numbers themselves beside what is shown, so that no country's marks matter."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.documents.clipboard.block import CellKind, ClipCell, grouped
from app.domain.values import canonical_number

_HEAD = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">'
    '<style>td {white-space:nowrap} .text {mso-number-format:"\\@"}</style></head><body><table>'
)
_TAIL = "</table></body></html>"


def to_html(lines: Sequence[Sequence[ClipCell]]) -> str:
    """The block as an HTML table that Excel (`x:num`) and LibreOffice (`sdval`) read exactly."""
    rows = ("<tr>" + "".join(map(_cell, line)) + "</tr>" for line in lines)
    return _HEAD + "\n".join(rows) + _TAIL


def _cell(cell: ClipCell) -> str:
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        raw = canonical_number(cell.number)
        return f'<td align="right" x:num="{raw}" sdval="{raw}" sdnum="1066;">{grouped(cell)}</td>'
    if not cell.text:
        return "<td></td>"
    # As text in Excel too: 0123 keeps its zero.
    words = escape(cell.text).replace("\n", '<br style="mso-data-placement:same-cell">')
    return f'<td class="text" x:str sdnum="1066;0;@">{words}</td>'
