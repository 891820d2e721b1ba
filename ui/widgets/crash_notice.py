"""Above the pages: that something went wrong, and the way to a report of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.bridge.errand import Errands
from ui.look import Look
from ui.presenters.crash_report import CrashReportPresenter
from ui.widgets.notice import Notice
from ui.words import translate

FILE_NAME = "bao-cao-loi.zip"


class CrashNotice(Notice):
    """The line; what it offers opens the system's dialog for saving a file."""

    def __init__(
        self, look: Look, write: Callable[[Path], None], told: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(look, parent)
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.presenter = CrashReportPresenter(self, Errands(self).run, write, told)
        self.answered.connect(self._on_wanted)

    @Slot()
    def _on_wanted(self) -> None:
        title = translate("Crash", "Lưu báo cáo lỗi")
        kinds = translate("Crash", "Tệp nén (*.zip)")
        chosen, _ = QFileDialog.getSaveFileName(self.window(), title, str(Path(self._folder, FILE_NAME)), kinds)
        if chosen:
            self.presenter.keep_at(Path(chosen))
