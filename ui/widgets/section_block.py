"""One narrative section on its page: heading, guidance, editor, how it reads, what is wrong with it."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.narrative import Piece, PieceKind
from ui.look import Look
from ui.presenters.form_narrative import SectionShown
from ui.presenters.phrases import Tone
from ui.widgets.buttons import Button
from ui.widgets.grid_look import GridLook
from ui.widgets.labels import Words, ink_of
from ui.widgets.marks import draw_mark
from ui.widgets.section_editor import SectionEditor
from ui.words import translate

_MARKS = {Tone.ERROR: "error", Tone.ATTENTION: "warning"}


class SectionBlock(QWidget):
    """Shows a section as it is given; what is typed is the editor's to tell."""

    start_wanted = Signal(str)
    """Last period's text is wanted in the section with this key."""

    def __init__(self, look: Look, zoomed: GridLook, section: SectionShown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = section.key
        self._required = Words(zoomed, font="small", color="secondary")
        self._title = Words(zoomed, font="strong", wrap=True)
        self._saving = Words(zoomed, font="small", color="secondary")
        self._guidance = Words(zoomed, font="small", color="secondary", wrap=True)
        self.editor = SectionEditor(zoomed)
        self._preview = _Preview(zoomed)
        self._note = _Note(zoomed)
        self._start = Button(look, translate("Narrative", "Lấy lời văn kỳ trước"), self._on_start, kind="link")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._saving)
        head.addWidget(self._required)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 0, 0)  # its words stand below those of the editor
        foot.addWidget(self._start)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self._guidance)
        layout.addSpacing(4)
        layout.addWidget(self.editor)
        layout.addWidget(self._preview)
        layout.addWidget(self._note)
        layout.addLayout(foot)
        self.show_section(section, rewrite=True)

    def show_section(self, section: SectionShown, *, rewrite: bool) -> None:
        """The section as it is now; its text goes into the editor only if `rewrite`."""
        self._title.setText(section.title)
        self._required.setText(translate("Narrative", "Bắt buộc") if section.required else "")
        self._required.setVisible(section.required and section.editable)
        self._saving.setText(section.saving)
        self._guidance.setText(section.guidance)
        self._guidance.setVisible(bool(section.guidance))
        self.editor.setReadOnly(not section.editable)
        self.editor.setAccessibleName(section.title)
        self.editor.setAccessibleDescription(". ".join(one for one in (section.guidance, section.note) if one))
        if rewrite:
            self.editor.rewrite(section.text)
        self._preview.show_pieces(section.preview)
        self._note.show_note(section.note, section.tone)
        self._start.setVisible(section.can_start)
        self._start.setAccessibleName(
            translate("Narrative", "Lấy lời văn kỳ trước cho mục {title}").format(title=section.title)
        )

    @property
    def reads(self) -> str:
        """How the text reads in the report; empty where it names no figure."""
        return self._preview.plain

    @property
    def note(self) -> str:
        """What is said below the text."""
        return self._note.text

    @property
    def saving(self) -> str:
        """What is said of saving."""
        return self._saving.text()

    def _on_start(self) -> None:
        self.start_wanted.emit(self.key)


class _Preview(QWidget):
    """The text with its figures, beside a line in the accent."""

    def __init__(self, look: GridLook) -> None:
        super().__init__()
        self._look = look
        self._pieces: tuple[Piece, ...] = ()
        self.plain = ""
        self._label = Words(look, translate("Narrative", "Trong báo cáo"), font="small", color="secondary")
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(13, 4, 13, 4)
        layout.setSpacing(4)
        layout.addWidget(self._label)
        layout.addWidget(self._words)
        look.changed.connect(self._follow)
        self.hide()

    def show_pieces(self, pieces: tuple[Piece, ...]) -> None:
        self._pieces = pieces
        self.plain = "".join(piece.text for piece in pieces)
        self.setVisible(bool(pieces))
        self._words.setAccessibleName(self.plain)
        self._follow()

    def _follow(self) -> None:
        self._words.setFont(self._look.fonts.body)
        palette = self._words.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._look.color("text"))
        self._words.setPalette(palette)
        self._words.setText("".join(self._rich(piece) for piece in self._pieces))
        self.update()

    def _rich(self, piece: Piece) -> str:
        text = html.escape(piece.text).replace("\n", "<br>")
        match piece.kind:
            case PieceKind.WORDS:
                return text
            case PieceKind.FIGURE:
                return f'<span style="font-weight:600">{text}</span>'
            case PieceKind.BLANK:
                return f'<span style="color:{self._look.color("attention").name()}">{text}</span>'
            case PieceKind.UNKNOWN:
                ink = self._look.color("error").name()
                return f'<span style="color:{ink}; text-decoration:line-through">{text}</span>'

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 4, 2, self.height() - 8, self._look.color("accent"))


class _Note(QWidget):
    """A mark and a sentence."""

    def __init__(self, look: GridLook) -> None:
        super().__init__()
        self._look = look
        self._tone = Tone.NEUTRAL
        self._words = Words(look, wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 4, 0, 0)
        layout.addWidget(self._words, 1)
        look.changed.connect(self.update)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def show_note(self, text: str, tone: Tone) -> None:
        self._tone = tone
        self._words.set_tone(tone)
        self._words.setText(text)
        self.setVisible(bool(text))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        mark = _MARKS.get(self._tone)
        if mark:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_mark(painter, mark, 1, 4 + self._words.fontMetrics().height() // 2, ink_of(self._look, self._tone))
