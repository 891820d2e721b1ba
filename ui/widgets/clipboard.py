"""The system's clipboard: what it offers as a block of cells, and a block put on it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QStringListModel
from PySide6.QtGui import QGuiApplication

from app.documents.clipboard.block import Block, ClipCell
from app.documents.clipboard.reading import read_clipboard
from app.documents.clipboard.tabular_text import to_tabular_text
from app.documents.clipboard.writing import to_html

_HTML, _TEXT = "text/html", "text/plain"


def block_on_clipboard() -> Block | None:
    """The cells on the clipboard; None for none. Raises InputError `clipboard.big`."""
    held = QGuiApplication.clipboard().mimeData()

    def data(name: str) -> bytes:
        # Qt knows how each system spells plain text.
        return held.text().encode("utf-8", "replace") if name == _TEXT else bytes(held.data(name).data())

    return read_clipboard(held.formats(), data)


def new_mime_data() -> QMimeData:
    """Empty data for the clipboard, made by Qt itself.

    The clipboard outlives Python: data that Python made crashes the program as it ends.
    """
    model = QStringListModel([""])
    held = model.mimeData([model.index(0)])
    held.clear()
    return held


def put_text_on_clipboard(text: str) -> None:
    """Put plain text there."""
    held = new_mime_data()
    held.setText(text)
    QGuiApplication.clipboard().setMimeData(held)


def put_on_clipboard(lines: Sequence[Sequence[ClipCell]]) -> None:
    """Put cells there as tab-separated text, and as HTML with the numbers as they are."""
    held = new_mime_data()
    held.setText(to_tabular_text([[cell.text for cell in line] for line in lines]))
    held.setData(_HTML, to_html(lines).encode())
    QGuiApplication.clipboard().setMimeData(held)
