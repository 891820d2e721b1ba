"""Excel out and in, as the form page shows it: a line that tells how far it is, and the dialogs of an import."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QStandardPaths,
    Qt,
    QUrl,
    Slot,
)
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent, QPainter, QPalette, QPen, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.look import Look
from ui.models.incoming import NOTE, ChangesModel, ProblemsModel
from ui.presenters.phrases import Tone
from ui.presenters.workbook import WorkbookPresenter
from ui.presenters.workbook_words import ChangeQuestion, ProblemLine, ProblemList
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.dialog_column import dialog_column
from ui.widgets.labels import Words
from ui.widgets.more_menu import MoreMenu
from ui.widgets.notice import Notice
from ui.words import translate

Index = QModelIndex | QPersistentModelIndex
_WIDTH, _LIST_HEIGHT, _ROW_HEIGHT = 880, 340, 28
_TALL_EDGE = 6
"""Above and below words that may take several lines."""
_KINDS = "Excel (*.xlsx)"


class WorkbookBar(Notice):
    """The line above the grid; asks for files, and shows what a workbook brings."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._look = look
        self._presenter: WorkbookPresenter | None = None
        self._before: Callable[[], None] = lambda: None
        self._folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self._written: Path | None = None
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._progress.setFixedSize(120, 4)
        self._progress.setAccessibleName(translate("Workbook", "Đang làm việc với tệp Excel"))
        self._progress.hide()
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(1, self._progress)
        self.answered.connect(self._on_answered)

    def open_with(self, presenter: WorkbookPresenter, menu: MoreMenu, before: Callable[[], None]) -> None:
        """Give the line its presenter, and the page's menu its acts; `before` finishes what is being typed."""
        self._presenter, self._before = presenter, before
        out = menu.add(translate("Workbook", "Xuất Excel để in, lưu…"), "Ctrl+E", self._on_paper)
        fill = menu.add(translate("Workbook", "Xuất Excel để điền số…"), "Ctrl+Shift+E", self._on_twin)
        back = menu.add(translate("Workbook", "Nhập số từ Excel…"), "Ctrl+Shift+I", self._on_bring_in)

        def enable() -> None:
            out.setEnabled(presenter.can_export)
            fill.setEnabled(presenter.can_fill)
            back.setEnabled(presenter.can_fill)

        def enable_all() -> None:
            for act in (out, fill, back):
                act.setEnabled(True)

        menu.menu_of_acts.aboutToShow.connect(enable)
        # Why enabled again: a disabled act would not hear its key either.
        menu.menu_of_acts.aboutToHide.connect(enable_all)

    def close_bar(self) -> None:
        """The page goes."""
        if self._presenter:
            self._presenter.close()

    @property
    def presenter(self) -> WorkbookPresenter:
        """The line's presenter."""
        assert self._presenter is not None
        return self._presenter

    def _on_paper(self) -> None:
        self._before()
        self.presenter.export_paper()

    def _on_twin(self) -> None:
        self._before()
        self.presenter.export_twin()

    def _on_bring_in(self) -> None:
        self._before()
        self.presenter.bring_in()

    @Slot()
    def _on_answered(self) -> None:
        if self._written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written)))
        elif self._presenter:
            self._presenter.stop()

    # ---- WorkbookView -------------------------------------------------------------------------------

    def ask_where_to_write(self, name: str) -> Path | None:
        title = translate("Workbook", "Xuất báo cáo ra Excel")
        chosen, _ = QFileDialog.getSaveFileName(self.window(), title, str(Path(self._folder, name)), _KINDS)
        if not chosen:
            return None
        path = Path(chosen)
        path = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx")
        self._folder = str(path.parent)
        return path

    def ask_what_to_read(self) -> Path | None:
        title = translate("Workbook", "Nhập số từ tệp Excel")
        chosen, _ = QFileDialog.getOpenFileName(self.window(), title, self._folder, _KINDS)
        if not chosen:
            return None
        self._folder = str(Path(chosen).parent)
        return Path(chosen)

    def show_busy(self, text: str, *, can_stop: bool) -> None:
        self._written = None
        self._progress.show()
        self._close.hide()
        self.say(text, Tone.INFO, translate("Workbook", "Dừng") if can_stop else "")

    def show_outcome(self, text: str, tone: Tone, file: Path | None = None) -> None:
        self._written = file
        self._progress.hide()
        self._close.show()
        self.say(text, tone, translate("Workbook", "Mở tệp") if file is not None else "")

    def ask_changes(self, question: ChangeQuestion) -> Collection[int] | None:
        dialog = ChangesDialog(self._look, question, self.window())
        chosen = dialog.chosen if dialog.exec() == QDialog.DialogCode.Accepted else None
        dialog.deleteLater()
        return chosen

    def show_problems(self, problems: ProblemList) -> None:
        dialog = ProblemsDialog(self._look, problems, self.window())
        dialog.exec()
        dialog.deleteLater()


class _Dialog(QDialog):
    """A title, sentences, a list, buttons."""

    def __init__(
        self, look: Look, title: str, sentences: Sequence[tuple[str, Tone]], table: QTableView, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        layout = dialog_column(self, look, title)
        for sentence, tone in sentences:
            words = Words(look, sentence, wrap=True)
            if tone is not Tone.NEUTRAL:
                words.set_tone(tone)
            layout.addWidget(words)
        card = Card(look)
        self._table = table
        card.column.addWidget(table)
        layout.addSpacing(4)
        layout.addWidget(card)
        layout.addSpacing(8)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        layout.addLayout(self.buttons)

    def showEvent(self, event: QShowEvent) -> None:
        """The list as high as it needs to be, up to what is kept for it: a short one leaves no hole."""
        super().showEvent(event)
        header = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(min(_LIST_HEIGHT, header + self._table.verticalHeader().length() + 4))
        self.adjustSize()


class ChangesDialog(_Dialog):
    """What a workbook brings, each line to be taken or left."""

    def __init__(self, look: Look, question: ChangeQuestion, parent: QWidget | None = None) -> None:
        self.model = ChangesModel(question.lines)
        self.table = _ChangesTable(look, self.model, translate("Workbook", "Các ô sẽ lấy"))
        super().__init__(look, question.title, question.sentences, self.table, parent)
        self.model.setParent(self)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (0, NOTE):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnHidden(NOTE, not any(line.note for line in question.lines))
        self._all = Button(look, translate("Workbook", "Chọn tất cả"), self._on_all, kind="link")
        self._none = Button(look, translate("Workbook", "Bỏ chọn"), self._on_none, kind="link")
        self._take = Button(look, "", self.accept, kind="primary")
        self._take.setDefault(True)
        self.buttons.addWidget(self._all)
        self.buttons.addWidget(self._none)
        self.buttons.addStretch()
        self.buttons.addWidget(Button(look, translate("Workbook", "Không lấy"), self.reject))
        self.buttons.addWidget(self._take)
        self.model.ticked.connect(self._on_ticked)
        self._on_ticked()
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    @property
    def chosen(self) -> frozenset[int]:
        """Positions of the lines that are taken."""
        return self.model.chosen

    def _on_all(self) -> None:
        self.model.tick(range(len(self.model.lines)), True)

    def _on_none(self) -> None:
        self.model.tick(range(len(self.model.lines)), False)

    @Slot()
    def _on_ticked(self) -> None:
        count = len(self.model.chosen)
        said = translate("Workbook", "Lấy {count} mục đã chọn").format(count=count)
        self._take.setText(said)
        self._take.setAccessibleName(said)
        self._take.setEnabled(count > 0)


class ProblemsDialog(_Dialog):
    """What keeps a workbook out: where, what, what to do."""

    def __init__(self, look: Look, problems: ProblemList, parent: QWidget | None = None) -> None:
        self._lines: Sequence[ProblemLine] = problems.lines
        model = ProblemsModel(problems.lines)
        table = _Table(look, model, problems.title)
        super().__init__(look, problems.title, problems.sentences, table, parent)
        model.setParent(self)
        table.setWordWrap(True)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(0, 190)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        close = Button(look, translate("Workbook", "Đóng"), self.accept, kind="primary")
        close.setDefault(True)
        self.buttons.addWidget(Button(look, translate("Workbook", "Chép danh sách"), self._on_copy, kind="link"))
        self.buttons.addStretch()
        self.buttons.addWidget(close)
        table.setCurrentIndex(model.index(0, 0))
        table.setFocus()

    def _on_copy(self) -> None:
        lines = ("\t".join((line.place, line.what, line.do)) for line in self._lines)
        QGuiApplication.clipboard().setText("\n".join(lines))


class _Table(QTableView):
    """A list of whole rows with hairlines between them."""

    def __init__(self, look: Look, model: ChangesModel | ProblemsModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_Hairlines(look, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setFont(look.fonts.small)
        self.horizontalHeader().setHighlightSections(False)
        for part in (self, self.horizontalHeader(), self.verticalHeader()):
            part.setAccessibleName(name)


class _ChangesTable(_Table):
    """Space ticks, or takes the ticks away, of all rows selected."""

    def __init__(self, look: Look, model: ChangesModel, name: str) -> None:
        super().__init__(look, model, name)
        self._changes = model

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        if event.key() == Qt.Key.Key_Space and rows:
            self._changes.tick(rows, not self._changes.chosen.issuperset(rows))
            return
        super().keyPressEvent(event)


class _Hairlines(QStyledItemDelegate):
    """A hairline below each row, words under their headings; what to look at in its colour."""

    def __init__(self, look: Look, parent: QTableView) -> None:
        super().__init__(parent)
        self._look = look
        self._table = parent

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        color = "text"
        if isinstance(index.model(), ChangesModel) and index.column() == NOTE and option.text:
            option.text = f"▲ {option.text}"
            color = "attention"
        option.palette.setColor(QPalette.ColorRole.Text, self._look.color(color))
        option.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        top = 0 if isinstance(index.model(), ChangesModel) else _TALL_EDGE
        option.rect = option.rect.adjusted(9 if index.column() == 0 else -3, top, -5, -top)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(12, 2 * _TALL_EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, self._look.color("accent_tint"))
        super().paint(painter, option, index)
        if isinstance(index.model(), ChangesModel) and index.column() == 0:
            self._tick(painter, option, index)
        painter.setPen(self._look.hairline())
        painter.drawLine(box.left(), box.bottom(), box.right(), box.bottom())
        if self._table.hasFocus() and index.row() == self._table.currentIndex().row():
            self._ring(painter, box, index)

    def _tick(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The box to tick over the style's own, whose edge is hard to see on a dark ground."""
        placed = QStyleOptionViewItem(option)
        self.initStyleOption(placed, index)
        element = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        box = QRectF(self._table.style().subElementRect(element, placed, self._table)).adjusted(0.5, 0.5, -0.5, -0.5)
        is_on = placed.checkState == Qt.CheckState.Checked
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.color("accent" if is_on else "field"))
        painter.setBrush(self._look.color("accent" if is_on else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if is_on:
            painter.setPen(QPen(self._look.color("on_accent"), 2))
            x, y, side = box.left(), box.top(), box.width()
            corners = ((0.22, 0.52), (0.43, 0.72), (0.78, 0.3))
            painter.drawPolyline([QPointF(x + a * side, y + b * side) for a, b in corners])
        painter.restore()

    def _ring(self, painter: QPainter, box: QRect, index: Index) -> None:
        """This cell's part of the ring round the row that has the focus."""
        accent = self._look.color("accent")
        painter.fillRect(box.left(), box.top(), box.width(), 2, accent)
        painter.fillRect(box.left(), box.bottom() - 1, box.width(), 2, accent)
        if index.column() == 0:
            painter.fillRect(box.left(), box.top(), 2, box.height(), accent)
        if index.column() == index.model().columnCount() - 1:
            painter.fillRect(box.right() - 1, box.top(), 2, box.height(), accent)
