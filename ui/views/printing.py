"""Printing the open report: its preview, the printer, the PDF file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.bridge.errand import Errands
from ui.look import Look
from ui.presenters.phrases import Tone
from ui.presenters.printing import PrintPresenter, PrintPreview
from ui.words import translate

# Typesetting is imported when somebody first prints: opening a form has no use for it.
if TYPE_CHECKING:
    from app.documents.pdf.pages import Pages


class Printing(QWidget):
    """Prints the report of one form page. Nothing of it is in sight but the dialog."""

    def __init__(self, look: Look, say: Callable[[str, Tone], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._say = say
        self._presenter: PrintPresenter | None = None
        self._before: Callable[[], None] = lambda: None
        self._errands = Errands(self)
        self._file_name = ""
        self.hide()

    def open_with(self, presenter: PrintPresenter, before: Callable[[], None]) -> None:
        """Give it its presenter; `before` finishes what is being typed."""
        self._presenter, self._before = presenter, before

    def close_printing(self) -> None:
        """The page goes."""
        if self._presenter:
            self._presenter.close()

    @Slot()
    def start(self) -> None:
        """A person wants to print."""
        if self._presenter:
            self._before()
            self._presenter.wanted()

    # ---- PrintView ----------------------------------------------------------------------------------

    def say(self, text: str, tone: Tone) -> None:
        self._say(text, tone)

    def show_preview(self, preview: PrintPreview) -> None:
        from ui.views.print_preview import PrintDialog

        self._file_name = preview.file_name
        dialog = PrintDialog(self._look, preview, keep=self._keep, send=self._send, parent=self.window())
        dialog.exec()
        dialog.deleteLater()

    def _keep(self, pages: Pages) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        title = translate("Print", "Lưu bản PDF")
        chosen, _ = QFileDialog.getSaveFileName(
            self.window(), title, str(Path(folder) / self._file_name), translate("Print", "Tệp PDF (*.pdf)")
        )
        if chosen:
            self.keep_at(pages, Path(chosen))

    def keep_at(self, pages: Pages, target: Path) -> None:
        """Write the PDF file; the window does not wait for the disk."""
        from app.documents.pdf.writing import keep_pdf, pdf_bytes

        presenter = self._presenter
        assert presenter is not None
        content = pdf_bytes(pages)
        self._errands.run(lambda: keep_pdf(content, target), lambda _: presenter.kept(str(target)), presenter.failed)

    def _send(self, pages: Pages, dialog: QWidget) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(pages.title)
        printer.setFullPage(True)
        chooser = QPrintDialog(printer, dialog)
        chooser.setMinMax(1, len(pages))
        chooser.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        if chooser.exec() == QPrintDialog.DialogCode.Accepted:
            pages.print_on(printer, printer.fromPage() or 1, printer.toPage() or None)
