"""The attached files beside the grid: a list, what may be done with the one chosen, and where others are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.look import Look
from ui.presenters.form_files import FilesShown, FormFiles
from ui.widgets.buttons import Button
from ui.widgets.card import Rule
from ui.widgets.file_drop import FileDrop
from ui.widgets.labels import Words
from ui.widgets.line_list import LineList
from ui.widgets.more_menu import MoreMenu
from ui.words import translate


class FilePage(QWidget):
    """The page. Shows how far each file has got; what a person does goes to its presenter."""

    counted = Signal(int)
    called = Signal()
    """It has to be seen."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter: FormFiles | None = None
        self._drop: FileDrop | None = None
        self._shown = FilesShown(lines=(), acts=(), total="", empty="", drop="", can_add=False)
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._total = Words(look, font="small", color="secondary", elide=True)
        self._add = Button(look, translate("Files", "Thêm tệp…"), self._on_add, tip="Ctrl+Shift+A")
        self.list = _Files(look, translate("Files", "Tệp đính kèm của báo cáo"))
        self.list.opened.connect(self._on_open)
        self.list.current_moved.connect(self._on_current_moved)
        self.list.removed.connect(self._on_remove)
        self._empty = Words(look, color="secondary", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setContentsMargins(12, 12, 12, 12)
        self._open = Button(look, translate("Files", "Mở"), self._on_open, tip="Enter")
        self._fetch = Button(look, translate("Files", "Tải về"), self._on_open, tip="Enter")
        self._save = Button(look, translate("Files", "Lưu ra tệp…"), self._on_save, tip="Ctrl+S")
        self._remove = Button(look, translate("Files", "Bỏ"), self._on_remove, tip="Delete")
        self._doing = Words(look, font="small", elide=True)
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(4)
        self._progress.setAccessibleName(translate("Files", "Đang đọc hoặc ghi tệp"))
        self._stop = Button(look, translate("Files", "Dừng"), self._on_stop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(_row(8, (self._total, 1), (self._add, 0)))
        layout.addWidget(Rule(look))
        layout.addWidget(self._empty)
        layout.addWidget(self.list, 1)
        layout.addStretch()
        self._busy = QWidget()
        busy = QVBoxLayout(self._busy)
        busy.setContentsMargins(0, 0, 0, 0)
        busy.setSpacing(0)
        busy.addWidget(Rule(look))
        busy.addLayout(_row(8, (self._doing, 1), (self._stop, 0)))
        busy.addWidget(self._progress)
        layout.addWidget(self._busy)
        self._acts = QWidget()
        acts = QVBoxLayout(self._acts)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(0)
        acts.addWidget(Rule(look))
        acts.addLayout(_row(8, (self._open, 0), (self._fetch, 0), (self._save, 0), (self._remove, 0), (None, 1)))
        layout.addWidget(self._acts)
        save = QShortcut(QKeySequence("Ctrl+S"), self)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self._on_save)
        self._busy.hide()
        self._show_acts()

    @property
    def total_text(self) -> str:
        """What is said of all of them."""
        return self._total.text()

    @property
    def empty_text(self) -> str:
        """What is said where there is none."""
        return "" if self._empty.isHidden() else self._empty.text()

    @property
    def busy_text(self) -> str:
        """What is being read or written."""
        return "" if self._busy.isHidden() else self._doing.text()

    def open_with(self, presenter: FormFiles, drop: FileDrop, menu: MoreMenu) -> None:
        """Give the page its presenter; files dropped on the form, and the menu's act, go there too."""
        self._presenter = presenter
        menu.add(translate("Files", "Đính kèm tệp…"), "Ctrl+Shift+A", presenter.choose)
        self._drop = drop
        drop.dropped.connect(self._on_dropped)

    def take_focus(self) -> None:
        """Give the keyboard to the list, or to what begins one."""
        (self._add if self.list.isHidden() else self.list).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_page(self) -> None:
        """The form goes."""
        if self._presenter:
            self._presenter.close()

    @property
    def presenter(self) -> FormFiles:
        """The page's presenter."""
        assert self._presenter is not None
        return self._presenter

    # ---- FilesView ----------------------------------------------------------------------------------

    def show_files(self, shown: FilesShown) -> None:
        self._shown = shown
        self.counted.emit(len(shown.lines))
        self.list.lines.show(shown.lines)
        self.list.setVisible(bool(shown.lines))
        if shown.lines and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.lines.index(0))
        self._total.setText(shown.total)
        self._empty.setText(shown.empty)
        self._empty.setVisible(not shown.lines)
        self._add.setVisible(shown.can_add)
        if self._drop:
            self._drop.words = shown.drop
        self._show_acts()

    def show_busy(self, text: str, share: float) -> None:
        self._doing.setText(text)
        self._progress.setValue(round(share * 1000))
        self._busy.setVisible(bool(text))
        self._show_acts()

    def ask_files(self) -> Sequence[Path]:
        chosen, _ = QFileDialog.getOpenFileNames(
            self.window(), translate("Files", "Chọn tệp đính kèm vào báo cáo"), self._folder
        )
        paths = [Path(one) for one in chosen]
        if paths:
            self._folder = str(paths[0].parent)
        return paths

    def ask_where(self, name: str) -> Path | None:
        title = translate("Files", "Lưu tệp đính kèm")
        chosen, _ = QFileDialog.getSaveFileName(self.window(), title, str(Path(self._folder, name)))
        if not chosen:
            return None
        self._folder = str(Path(chosen).parent)
        return Path(chosen)

    def open_copy(self, path: Path) -> bool:
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def come_forward(self) -> None:
        self.called.emit()

    # ---- what a person does -------------------------------------------------------------------------

    @property
    def _current(self) -> int:
        return self.list.currentIndex().row()

    def _show_acts(self) -> None:
        acts = self._shown.acts[self._current] if 0 <= self._current < len(self._shown.acts) else None
        is_free = self._busy.isHidden()
        self._acts.setVisible(acts is not None)
        if acts is None:
            return
        self._open.setVisible(not acts.may_fetch)
        self._open.setEnabled(acts.is_here and is_free)
        self._fetch.setVisible(acts.may_fetch)
        self._save.setEnabled(acts.is_here and is_free)
        self._remove.setVisible(acts.may_remove)

    @Slot(int)
    def _on_current_moved(self, _row: int) -> None:
        self._show_acts()

    @Slot()
    def _on_open(self) -> None:
        self.presenter.open(self._current)

    @Slot()
    def _on_save(self) -> None:
        self.presenter.save(self._current)

    @Slot()
    def _on_remove(self) -> None:
        self.presenter.remove(self._current)

    @Slot(list)
    def _on_dropped(self, files: list[Path]) -> None:
        self.presenter.add(files)

    def _on_add(self) -> None:
        self.presenter.choose()

    def _on_stop(self) -> None:
        self.presenter.stop()


class _Files(LineList):
    """The list: Enter and a double click open, a click only chooses, Delete takes away."""

    opened = Signal()
    removed = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentIndex().isValid():
            self.removed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
        else:
            super().keyPressEvent(event)


def _row(edge: int, *parts: tuple[QWidget | None, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(12, edge, 12, edge)
    row.setSpacing(8)
    for widget, stretch in parts:
        if widget is None:
            row.addStretch(stretch)
        else:
            row.addWidget(widget, stretch)
    return row
