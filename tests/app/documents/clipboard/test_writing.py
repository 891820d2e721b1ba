"""What is copied comes back as it was, whichever of its formats is read."""

from __future__ import annotations

from decimal import Decimal

from app.documents.clipboard.block import BLANK, CellKind, ClipCell, text_cell
from app.documents.clipboard.reading import read_clipboard
from app.documents.clipboard.tabular_text import to_tabular_text
from app.documents.clipboard.writing import to_html
from tests.app.documents.clipboards import clipboard

LINES = [
    [text_cell("Đất <đai> & nước"), ClipCell(CellKind.NUMBER, "1234,5", Decimal("1234.5"))],
    [text_cell("0123"), text_cell("-")],
    [text_cell("hai\ndòng"), BLANK],
]


def test_html_holds_the_numbers_beside_what_is_shown() -> None:
    html = to_html(LINES)
    assert '<td align="right" x:num="1234.5" sdval="1234.5" sdnum="1066;">1.234,5</td>' in html
    assert '<td class="text" x:str sdnum="1066;0;@">0123</td>' in html


def test_what_was_copied_as_html_reads_back_the_same() -> None:
    block = read_clipboard(*clipboard(html=to_html(LINES).encode()))
    assert block is not None
    assert [[(cell.kind, cell.number, cell.text) for cell in line] for line in block.lines] == [
        [(CellKind.TEXT, None, "Đất <đai> & nước"), (CellKind.NUMBER, Decimal("1234.5"), "1.234,5")],
        [(CellKind.TEXT, None, "0123"), (CellKind.TEXT, None, "-")],
        [(CellKind.TEXT, None, "hai\ndòng"), (CellKind.BLANK, None, "")],
    ]


def test_a_cell_with_a_tab_or_a_line_break_is_quoted_in_the_text() -> None:
    assert to_tabular_text([["a\tb", "1"], ['5" x', "c\nd"]]) == '"a\tb"\t1\n"5"" x"\t"c\nd"\n'
