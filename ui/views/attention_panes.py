"""Beside the list of Vướng mắc: a report's conflicts to be decided, or what the system refused and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from ui.look import Look
from ui.presenters.attention_topics import RefusedTopic, Topic
from ui.presenters.excerpts import common_ends
from ui.presenters.sides import Side
from ui.theme import GAP, STEP
from ui.widgets.buttons import Button
from ui.widgets.dialog_column import dialog_column
from ui.widgets.labels import Words
from ui.widgets.sides_table import ConflictTable, SidesTable
from ui.words import translate

EDGE = 12
"""Room at the sides of what a pane holds."""
_TEXT_MAX = 232
"""Height of the two texts; a third of the pane where that is less."""
_DIALOG = (640, 360)


class Pane(QWidget):
    """A head with the report's name, and a table. `open_wanted(row)` asks for the report at a row's cell."""

    open_wanted = Signal(int)

    def __init__(self, look: Look, table: SidesTable) -> None:
        super().__init__()
        self.look = look
        self.table = table
        self._title = Words(look, font="section", elide=True)
        self._sub = Words(look, font="small", color="secondary", elide=True)
        tip = translate("Attention", "Ctrl+O, hoặc bấm đúp vào dòng")
        opens = translate("Attention", "Mở báo cáo tại ô này")
        self._to_report = Button(look, opens, self._on_open, kind="link", tip=tip)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sub)
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, EDGE, GAP, GAP)
        head.setSpacing(GAP)
        head.addLayout(words, 1)
        head.addWidget(self._to_report, 0, Qt.AlignmentFlag.AlignTop)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addLayout(head)

    def show_head(self, topic: Topic) -> None:
        """Name the report."""
        self._title.setText(topic.report)
        self._sub.setText(topic.title)

    def _on_open(self) -> None:
        self.open_wanted.emit(self.table.currentIndex().row())


class ConflictPane(Pane):
    """Base, mine and theirs of each cell; the choice, the reason, and one button that applies it."""

    apply_wanted = Signal(str)
    """With the reason written."""
    all_wanted = Signal(bool)
    """Every row: mine, or else theirs."""

    def __init__(self, look: Look) -> None:
        self.table: ConflictTable = ConflictTable(look)
        super().__init__(look, self.table)
        self._texts = _BothTexts(look)
        label = Words(look, translate("Attention", "Lý do"), font="small", color="secondary")
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setCompleter(None)  # type: ignore[arg-type]  # typed text is never completed; the stubs forbid None
        self.reason.addItems(usual_reasons())
        name = translate("Attention", "Lý do của quyết định (phải ghi)")
        self.reason.setAccessibleName(name)
        line = self.reason.lineEdit()
        assert line is not None
        line.setAccessibleName(name)
        line.setPlaceholderText(translate("Attention", "Chọn hoặc gõ lý do"))
        line.setFrame(False)
        line.returnPressed.connect(self._on_apply)
        label.setBuddy(self.reason)
        self.clear_reason()
        self._apply = Button(look, "", self._on_apply, kind="primary", tip="Enter")
        mine = Button(look, translate("Attention", "Lấy tất cả của đơn vị"), lambda: self.all_wanted.emit(True))
        theirs = Button(look, translate("Attention", "Lấy tất cả trên hệ thống"), lambda: self.all_wanted.emit(False))
        self._keys = Words(
            look,
            translate("Attention", "1, ← đơn vị · 2, → hệ thống · 3 gõ số khác · 0 để sau · Enter ghi"),
            font="small",
            color="secondary",
            elide=True,
        )
        because = QHBoxLayout()
        because.setSpacing(GAP)
        because.addWidget(label)
        because.addWidget(self.reason, 1)
        because.addWidget(self._apply)
        others = QHBoxLayout()
        others.setSpacing(GAP)
        others.addWidget(mine)
        others.addWidget(theirs)
        others.addWidget(self._keys, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(EDGE, GAP, EDGE, EDGE)
        foot.setSpacing(GAP)
        foot.addLayout(others)
        foot.addLayout(because)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self._texts)
        self.column.addLayout(foot)
        self.table.apply_wanted.connect(self._on_apply)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._texts.setFixedHeight(min(_TEXT_MAX, event.size().height() // 3))

    def show_conflicts(self, topic: Topic, rows: Sequence[Sequence[Side]], decided: int) -> None:
        """Show a report's conflicts; `decided` of them are chosen."""
        self.show_head(topic)
        self.table.is_long = frozenset(at for at, cell in enumerate(topic.cells) if not cell.takes_line)
        self.table.show_rows(rows)
        said = translate("Attention", "Ghi {count} quyết định").format(count=decided)
        said = said if decided else translate("Attention", "Ghi quyết định")
        self._apply.setText(said)
        self._apply.setAccessibleName(said)
        self._apply.setEnabled(decided > 0)

    def show_texts(self, texts: tuple[str, str, str] | None) -> None:
        """Below the table, the whole of what was written in two places; None takes it away."""
        self._texts.setVisible(texts is not None)
        if texts is not None:
            self._texts.show_texts(*texts)

    def clear_reason(self) -> None:
        """No reason."""
        self.reason.setCurrentIndex(-1)
        self.reason.clearEditText()

    def _on_apply(self) -> None:
        self.apply_wanted.emit(self.reason.currentText())


class RefusedPane(Pane):
    """The reason in words, what was typed beside what the system holds, and what may be done."""

    def __init__(
        self,
        look: Look,
        *,
        again: Callable[[], None],
        dismiss: Callable[[], None],
        unlock: Callable[[], None],
        export: Callable[[], None],
    ) -> None:
        titles = (
            translate("Attention", "Ô"),
            translate("Attention", "Số đã gõ, chưa được nhận"),
            translate("Attention", "Số trên hệ thống"),
        )
        super().__init__(look, SidesTable(look, translate("Attention", "Các ô bị từ chối"), titles, (44, 28, 28)))
        self._what = Words(look, font="strong", wrap=True)
        self._safe = Words(look, wrap=True)
        self._do = Words(look, wrap=True)
        self._hint = Words(look, color="secondary", wrap=True)
        self._technical = Words(look, font="small", color="secondary", wrap=True)
        self._said = (self._what, self._safe, self._do, self._hint, self._technical)
        said = QVBoxLayout()
        said.setContentsMargins(EDGE, 0, EDGE, EDGE)
        said.setSpacing(STEP)
        for words in self._said:
            said.addWidget(words)
        self._again = Button(look, translate("Attention", "Đồng bộ lại"), again, kind="primary", icon_name="sync")
        self._open = Button(look, translate("Attention", "Mở báo cáo"), self._on_open, kind="primary")
        self._unlock = Button(look, translate("Attention", "Xin mở khóa…"), unlock)
        self._export = Button(look, translate("Attention", "Xuất Excel…"), export)
        self._dismiss = Button(look, translate("Attention", "Bỏ mục này…"), dismiss)
        acts = QHBoxLayout()
        acts.setContentsMargins(EDGE, GAP, EDGE, EDGE)
        acts.setSpacing(GAP)
        acts.addWidget(self._dismiss)
        acts.addWidget(self._export)
        acts.addStretch()
        acts.addWidget(self._unlock)
        acts.addWidget(self._open)
        acts.addWidget(self._again)
        self.column.addLayout(said)
        self.column.addWidget(self.table, 1)
        self._room = QWidget()
        self.column.addWidget(self._room, 1)
        self.column.addLayout(acts)

    def show_refused(self, topic: Topic, refused: RefusedTopic) -> None:
        """Show something that was refused."""
        self.show_head(topic)
        reason, item = refused.reason, refused.item
        said = (reason.what, reason.safe, reason.do, refused.hint, refused.technical)
        for words, text in zip(self._said, said, strict=True):
            words.setText(text)
            words.setVisible(bool(text))
        self.table.show_rows(refused.rows)
        self.table.setVisible(bool(refused.rows))
        self._room.setVisible(not refused.rows)
        self._again.setVisible(item.can_send_again)
        self._open.setVisible(not item.can_send_again)
        self._to_report.setVisible(item.can_send_again)  # else the button below says it
        self._unlock.setVisible(item.can_ask_unlock)

    def take_focus(self) -> None:
        """Give the keyboard to the cells, or to what may be done where there are none."""
        target = self.table if self.table.isVisibleTo(self) else self._open
        target.setFocus()


class _BothTexts(QTextEdit):
    """Two versions of a text, one below the other; the words they do not share underlined."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._texts = ("", "", "")
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.document().setDocumentMargin(EDGE)
        self.setAccessibleName(translate("Attention", "Hai bản lời văn, từ khác nhau gạch dưới"))
        self.hide()
        look.changed.connect(self._lay_out)

    def show_texts(self, base: str, mine: str, theirs: str) -> None:
        """Show base, mine and theirs."""
        if (base, mine, theirs) != self._texts:
            self._texts = (base, mine, theirs)
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setPen(self._look.hairline())
        painter.drawLine(0, 0, self.viewport().width(), 0)

    def _lay_out(self) -> None:
        base, mine, theirs = self._texts
        self.clear()
        cursor = self.textCursor()
        for title, text, other in (
            (translate("Attention", "Bản của đơn vị"), mine, theirs),
            (translate("Attention", "Bản trên hệ thống"), theirs, mine),
            (translate("Attention", "Gốc"), base, base),
        ):
            self._write(cursor, title, text, other)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _write(self, cursor: QTextCursor, title: str, text: str, other: str) -> None:
        plain, small, differing = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        small.setFont(self._look.fonts.small_strong)
        small.setForeground(self._look.color("secondary"))
        for look in (plain, differing):
            look.setFont(self._look.fonts.body)
            look.setForeground(self._look.color("text"))
        differing.setBackground(self._look.color("attention_tint"))
        differing.setFontUnderline(True)
        apart, close = QTextBlockFormat(), QTextBlockFormat()
        apart.setTopMargin(GAP)
        if cursor.position():
            cursor.insertBlock(apart)
        cursor.insertText(title, small)
        for line, against in _paired_lines(text, other):
            cursor.insertBlock(close)
            words = line.split(" ")
            head, tail = common_ends(words, against.split(" "))
            end = len(words) - tail
            parts = ((words[:head], plain), (words[head:end], differing), (words[end:], plain))
            said = [(" ".join(part), look) for part, look in parts if part]
            for at, (part, look) in enumerate(said, start=1):
                cursor.insertText(part, look)
                cursor.insertText(" " if at < len(said) else "", plain)


def _paired_lines(text: str, other: str) -> list[tuple[str, str]]:
    lines, against = text.split("\n"), other.split("\n")
    return [(line, against[at] if at < len(against) else "") for at, line in enumerate(lines)]


class TextDialog(QDialog):
    """A third version of a text. Ask it with `answer()`."""

    def __init__(self, look: Look, where: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.resize(*_DIALOG)
        self._editor = QPlainTextEdit(text)
        self._editor.setProperty("kind", "section")
        self._editor.setTabChangesFocus(True)
        self._editor.setAccessibleName(translate("Attention", "Lời văn sẽ ghi"))
        keep = Button(look, translate("Attention", "Lấy bản này"), self.accept, kind="primary")
        keep.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch()
        buttons.addWidget(Button(look, translate("Attention", "Không lấy"), self.reject))
        buttons.addWidget(keep)
        layout = dialog_column(self, look, where)
        layout.addWidget(self._editor, 1)
        layout.addLayout(buttons)
        self._editor.setFocus()

    def answer(self) -> str | None:
        """The text; None where the person thought better of it."""
        return self._editor.toPlainText() if self.exec() == QDialog.DialogCode.Accepted else None


def usual_reasons() -> tuple[str, ...]:
    """Reasons that most decisions have."""
    return (
        translate("Attention", "Đã đối chiếu sổ gốc"),
        translate("Attention", "Đã đối chiếu hồ sơ"),
        translate("Attention", "Số của đơn vị mới hơn"),
        translate("Attention", "Số trên hệ thống mới hơn"),
        translate("Attention", "Gõ nhầm"),
        translate("Attention", "Cộng số của hai người"),
    )
