"""Copying cells of the open form, and pasting what another program copied: with care, as one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from app.documents.clipboard.block import BLANK, Block, CellKind, ClipCell, grouped, text_cell
from app.domain.numbers import NumberFormat, read_number
from app.domain.values import canonical_number, parse_figure
from app.errors import InputError
from app.messages import explain
from ui.presenters.cells import RowKind
from ui.presenters.edit_history import Step
from ui.presenters.entry import edit_value, show_value
from ui.presenters.form_editing import FormEditing
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_notice import Say
from ui.presenters.paste_placing import Area, Landing
from ui.presenters.paste_question import PasteQuestion
from ui.presenters.phrases import Tone
from ui.words import language, translate


class PasteView(Protocol):
    """Shows a paste before it happens, and where it went."""

    def ask_paste(self, question: PasteQuestion) -> bool:
        """Show the preview, pass on what is chosen; whether to paste."""
        ...

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor there."""
        ...


class Pasting:
    """Pastes into the open form."""

    def __init__(self, editing: FormEditing, view: PasteView, *, say: Say, undo: Callable[[], None]) -> None:
        self._editing = editing
        self._view = view
        self._say = say
        self._undo = undo

    def paste(self, grid: FormGrid, area: Area, read: Callable[[], Block | None]) -> None:
        """Paste what `read` gives at the corner of `area`; asks first where anything is doubtful or would be lost."""
        try:
            block = read()
        except InputError as error:
            self._say(str(explain(error, language=language())), Tone.ERROR)
            return
        if block is None:
            self._say(translate("Paste", "Chưa chép gì để dán. Chép ô ở bảng tính trước, rồi dán vào đây."), Tone.INFO)
            return
        question = PasteQuestion(grid, block, area, self._editing.new_row_key)
        if question.is_doubtful and not self._view.ask_paste(question):
            return
        cells = question.cells
        if not cells:
            self._say(translate("Paste", "Chỗ này không có ô nào nhận số dán vào."), Tone.INFO)
            return
        self._editing.write(cells)
        places = [grid.places[address] for address in question.read.values if address in grid.places]
        if question.rows_added and places:
            # The offer that the cursor stood on has moved away below the new rows.
            self._view.go_to(*min(places))
        self._tell(grid, question)

    def _tell(self, grid: FormGrid, question: PasteQuestion) -> None:
        """What was pasted, and where the form calculates otherwise than what was copied over it."""
        said = [translate("Paste", "Đã dán {count} ô.").format(count=len(question.read.values))]
        if question.headings:
            said.append(question.headings_words())
        if question.format_words:
            said.append(question.format_words)
        if question.rows_added:
            said.append(translate("Paste", "Thêm {count} dòng.").format(count=question.rows_added))
        over = question.placement.calculated
        numbers = question.read.numbers
        written = numbers.format if numbers else NumberFormat.VIETNAMESE
        differing = [landing for landing in over if _differs(grid, landing, written)]
        if differing:
            one = differing[0]
            text = translate(
                "Paste",
                "Biểu tính khác số chép ở {count} ô; như {row} · cột ({column}): chép {theirs}, biểu tính {ours}.",
            )
            said.append(
                text.format(
                    count=len(differing),
                    column=one.column.number or one.column.title_path[-1],
                    row=grid.row_label(grid.places[one.address][0]),
                    theirs=grouped(one.cell),
                    ours=show_value(one.column, grid.sheet.value(one.address)) or translate("Paste", "(trống)"),
                )
            )
        elif over:
            said.append(translate("Paste", "{count} ô do biểu tự tính, khớp với số chép.").format(count=len(over)))
        tone = Tone.ATTENTION if differing else Tone.OK
        step = self._editing.last_step
        self._say(" ".join(said), tone, translate("Paste", "Hoàn tác"), lambda: self._take_back(step))

    def _take_back(self, step: Step | None) -> None:
        """Undo the paste, as long as it is the last thing done."""
        if self._editing.last_step is step:
            self._undo()
        else:
            self._say(translate("Paste", "Sau khi dán đã có sửa đổi khác. Bấm Ctrl+Z để lùi từng bước."), Tone.INFO)


def _differs(grid: FormGrid, landing: Landing, written: NumberFormat) -> bool:
    """Whether the form calculates another figure than the one copied over it; 0 for nothing is no other."""
    if landing.address not in grid.places or not landing.column.is_number:
        return False
    return _copied_figure(landing, written) != (grid.sheet.value(landing.address) or "0")


def _copied_figure(landing: Landing, written: NumberFormat) -> str | None:
    """The figure that was copied, with its column's decimals; None where it is none."""
    number = landing.cell.number
    if number is None:
        return read_number(landing.cell.text, written).value
    return canonical_number(number.quantize(Decimal(1).scaleb(-landing.column.decimals), ROUND_HALF_UP))


def copied_cells(grid: FormGrid, areas: Sequence[Area]) -> list[list[ClipCell]]:
    """The cells of a selection as another program would take them: numbers as numbers; offers left out."""
    top, left = min(area.top for area in areas), min(area.left for area in areas)
    bottom, right = max(area.bottom for area in areas), max(area.right for area in areas)
    columns = range(left, right + 1)
    return [
        [_copied(grid, row, column) for column in columns]
        for row in range(top, bottom + 1)
        if grid.rows[row].kind is not RowKind.ADD
    ]


def _copied(grid: FormGrid, row: int, column: int) -> ClipCell:
    shown = grid.rows[row]
    if shown.kind is RowKind.GROUP:
        return text_cell(shown.title) if column == grid.label_column else BLANK
    address = grid.address_at(row, column)
    if not address or address in grid.unread or grid.sheet.is_closed(address):
        return text_cell(shown.texts[column])
    definition, value = grid.table.columns[column], grid.sheet.value(address)
    figure = parse_figure(value) if value and definition.is_number else None
    if figure is None or figure.number is None or figure.mark or figure.status:
        return text_cell(show_value(definition, value))
    return ClipCell(CellKind.NUMBER, edit_value(definition, value), figure.number)
