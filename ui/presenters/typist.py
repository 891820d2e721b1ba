"""Where the typist is, remembered at every key; and the way back there, however the program ended. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from app.domain.addresses import REASON, TEXT, is_row_head
from app.domain.bookmark import Bookmark, Typing
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.services.views import OpenReport
from ui.presenters.form_editing import FormEditing
from ui.presenters.form_grid import FormGrid
from ui.presenters.form_narrative import FormNarrative, is_section
from ui.presenters.form_notice import Say
from ui.presenters.form_tables import FormTables
from ui.presenters.phrases import Tone
from ui.words import translate

_QUOTED_MAX = 300
"""Characters of a sentence that are somebody's own; more are left to the copy."""


class TypedForm(Protocol):
    """The open form, as far as the bookmark is concerned."""

    key: ReportKey
    narrative: FormNarrative
    tables: FormTables

    @property
    def report(self) -> OpenReport | None:
        """The report; None until it is open."""
        ...

    @property
    def editing(self) -> FormEditing:
        """What its edits go through."""
        ...


class TypistView(Protocol):
    """What a page can do for whoever comes back to it."""

    def go_to(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        ...

    def open_editor(self, row: int, column: int, text: str) -> bool:
        """Open a cell's editor on a text, as if it had been typed; whether the cell takes one."""
        ...

    def open_reason(self, finding: str, text: str) -> bool:
        """The same for the reason of a finding, by its key; whether it is listed."""
        ...

    def copy_text(self, text: str) -> None:
        """Put a text on the clipboard."""
        ...


class Typist:
    """Keeps the bookmark of one open form; `back_to` is the one to go back to once the report is open."""

    def __init__(
        self,
        form: TypedForm,
        view: TypistView,
        *,
        seen: View,
        mark: Callable[[Callable[[], Bookmark | None]], None],
        say: Say,
        back_to: Bookmark | None = None,
        lost: Callable[[str, Bookmark], None] = lambda _words, _bookmark: None,
    ) -> None:
        """`lost` is told when the report does not open any more: why, and the bookmark that nobody can go back to."""
        self._form = form
        self._view = view
        self._seen = seen
        self._mark = mark
        self._say = say
        self._back_to = back_to
        self._lost = lost
        self._text: str | None = None
        """What stands in the open editor; None while none is."""
        self._into = ""
        self._left_over: Mapping[str, str] = {}
        """What was typed before and has no place in the report any more: kept until the form is left."""

    # ---- remembering ------------------------------------------------------------------------------

    def began(self, row: int, column: int) -> None:
        """The editor of a cell opened."""
        grid = self._form.tables.grid
        self._open(grid.address_at(row, column), grid.edit_text(row, column))

    def began_reason(self, finding: str, text: str) -> None:
        """The field of a finding's reason opened."""
        self._open(f"{REASON}/{finding}", text)

    def _open(self, into: str, text: str) -> None:
        self._into, self._text = into, text
        self.went_on()

    def typing(self, text: str) -> None:
        """The open editor holds this now."""
        if self._text is not None:
            self._text = text
            self.went_on()

    def entered(self) -> None:
        """What the editor holds is entered from now on: said before its edit is saved, and kept with it."""
        if self._text is not None:
            self._text = None
            self.went_on()

    def ended(self) -> None:
        """The editor closed, whatever became of its text."""
        self.entered()
        self._form.editing.is_left(self._into)

    def went_on(self) -> None:
        """Something of the bookmark is no longer as it was."""
        if self._form.report is not None and self._back_to is None:
            self._mark(self.bookmark)

    def bookmark(self) -> Bookmark:
        """Where the typist is now."""
        form = self._form
        table, row, column = TEXT, form.narrative.current_key, ""
        if not form.narrative.in_sight:
            grid, columns = form.tables.grid, form.tables.grid.shape.columns
            at, across = form.tables.place
            table = grid.table.key
            row = grid.rows[at].identity if 0 <= at < len(grid.rows) else ""
            column = columns[across].key if 0 <= across < len(columns) else ""
        return Bookmark(
            report=form.key,
            view=self._seen,
            table=table,
            row=row,
            column=column,
            typing=self._typing(),
            unread={**self._left_over, **form.tables.unread},
        )

    def _typing(self) -> Typing | None:
        into, text = (self._into, self._text) if self._text is not None else self._form.narrative.being_typed
        if text is None:
            return None
        return Typing(text=text, into=into, replaced=self._form.editing.replaces(into) if into else None)

    # ---- going back -------------------------------------------------------------------------------

    def gave_up(self, words: str) -> None:
        """The report does not open."""
        bookmark, self._back_to = self._back_to, None
        if bookmark is not None:
            self._lost(words, bookmark)

    def opened(self) -> None:
        """The report is open: go on where the typist left off."""
        bookmark = self._back_to
        if bookmark is None:
            self.went_on()
            return
        is_there = self._went_to(bookmark)
        left = self._put_back(bookmark.unread)
        typing = bookmark.typing
        if typing is not None and not self._type_on(typing, is_there):
            left[typing.into] = typing.text
        self._left_over = left
        self._tell_left_over()
        # Not before, and not now: the bookmark stays as it is, with its tries, until something is done here.
        self._back_to = None

    def opened_again(self, unread: Mapping[str, str], unsaved: Mapping[str, str | None], *, alike: bool) -> None:
        """The report changed from outside under its typist: what he entered stands in its cells again, or is told.

        `alike` is whether its cells are still those of the same form.
        """
        left = self._put_back(unread) if alike else dict(unread)
        for address, value in unsaved.items():
            if alike and self._is_open and self._is_there(address):
                self._form.editing.write({address: value})
            elif value and not is_row_head(address):
                left[address] = value
        if left:
            self._left_over = {**self._left_over, **left}
            said = translate("Form", "Báo cáo không còn mở để nhập. Nội dung vừa gõ: “{text}”.")
            if self._is_open:
                said = translate("Form", "Ô vừa gõ không còn trong báo cáo. Nội dung đã gõ: “{text}”.")
            self._tell(said, left)
            self.went_on()

    def _is_there(self, address: str) -> bool:
        is_words = address.startswith(f"{REASON}/") or is_section(address)
        return is_words or any(self._takes(grid, address) for grid in self._form.tables.grids)

    def _went_to(self, bookmark: Bookmark) -> bool:
        """Put the cursor where it was; whether that place is still there."""
        form, tables = self._form, self._form.tables
        if bookmark.table == TEXT:
            tables.choose(len(tables.grids))
            form.narrative.go_to(bookmark.row)
            return form.narrative.in_sight
        position = next((at for at, grid in enumerate(tables.grids) if grid.table.key == bookmark.table), -1)
        if position < 0:
            return False
        tables.choose(position)
        row = next((at for at, row in enumerate(tables.grid.rows) if row.identity == bookmark.row), -1)
        columns = tables.grid.shape.columns
        column = next((at for at, column in enumerate(columns) if column.key == bookmark.column), -1)
        if row < 0 or column < 0:
            return False
        self._view.go_to(row, column)
        return True

    def _put_back(self, unread: Mapping[str, str]) -> dict[str, str]:
        """Into their cells, what was entered and could not be read; what has no cell any more."""
        left = dict(unread)
        for grid in self._form.tables.grids if self._is_open else ():
            texts = {grid.places[one]: left.pop(one) for one in unread if self._takes(grid, one)}
            if texts:
                self._form.editing.entered(grid, texts)
        return left

    def _type_on(self, typing: Typing, is_there: bool) -> bool:
        """Open the editor again on its text, at a place that `is_there`; whether there is one for it."""
        form, into = self._form, typing.into
        if not self._is_open:
            return False
        if is_section(into):
            is_there = form.narrative.type_on(into, typing.text)
        elif into.startswith(f"{REASON}/"):
            is_there = self._view.open_reason(into.removeprefix(f"{REASON}/"), typing.text)
        elif is_there and (not into or self._takes(form.tables.grid, into)):
            is_there = self._view.open_editor(*form.tables.place, typing.text)
        else:
            return False
        if is_there and into:
            form.editing.was_shown(into, typing.replaced)
        return is_there

    @property
    def _is_open(self) -> bool:
        return self._form.report is not None and self._form.report.editable

    @staticmethod
    def _takes(grid: FormGrid, address: str) -> bool:
        return address in grid.places and grid.sheet.is_entry(address)

    def _tell_left_over(self) -> None:
        if not self._left_over:
            return
        if self._is_open:
            said = translate("Form", "Ô đang gõ dở lần trước không còn trong báo cáo. Nội dung đã gõ: “{text}”.")
        else:
            said = translate("Form", "Báo cáo không còn mở để nhập. Nội dung đang gõ dở lần trước: “{text}”.")
        self._tell(said, self._left_over)

    def _tell(self, said: str, left: Mapping[str, str]) -> None:
        text = "\n".join(left.values())
        said = said.format(text=_quoted(text))
        self._say(said, Tone.ATTENTION, _copy_words(), lambda: self._view.copy_text(text))


def stuck_words() -> str:
    """Why nobody goes back to a report any more that several starts in a row ended with."""
    return translate("Form", "Chương trình đã dừng nhiều lần ngay khi mở báo cáo này.")


def lost_words(why: str, text: str) -> tuple[str, str]:
    """What is said where the report does not open any more, and of the button that copies what was typed, if any."""
    said = translate("Form", "Không mở lại được báo cáo đang làm dở. {why}").format(why=why)
    if not text:
        return said, ""
    typed = translate("Form", "Nội dung đang gõ dở lần trước: “{text}”.").format(text=_quoted(text))
    return f"{said} {typed}", _copy_words()


def _copy_words() -> str:
    return translate("Form", "Chép nội dung này")


def _quoted(text: str) -> str:
    """A person's own words inside a sentence: on one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED_MAX else f"{line[:_QUOTED_MAX]}…"
