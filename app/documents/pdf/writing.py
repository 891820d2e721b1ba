"""A report as a PDF file: whole, or not there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPdfWriter

from app.documents.pdf.pages import Pages
from app.errors import InputError

_DPI = 1200


def pdf_bytes(pages: Pages) -> bytes:
    """The file's content, PDF 1.6; the letters it needs are in it. Call it where the pages were laid out."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPdfVersion(QPdfWriter.PdfVersion.PdfVersion_1_6)
    writer.setTitle(pages.title)
    writer.setCreator("Sổ Báo Cáo")
    pages.print_on(writer)
    buffer.close()
    return bytes(data.data())


def keep_pdf(content: bytes, target: Path) -> None:
    """Write a file's content; on any thread.

    Raises InputError `print.in_use`, `print.unwritable`; what was at `target` before is then untouched.
    """
    partial = target.with_name(f".{target.name}.part")
    try:
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as error:
        code = "print.in_use" if isinstance(error, PermissionError) else "print.unwritable"
        raise InputError(code, path=str(target), problem=type(error).__name__) from error
    finally:
        partial.unlink(missing_ok=True)
