"""What a workbook brings, in words: one line a change or a problem."""

from __future__ import annotations

from dataclasses import dataclass

from app.documents.excel.returning import Change, Problem, Returned, Source, columns_by_key
from app.domain.addresses import parse_address
from app.domain.forms.definition import Column, ColumnType
from app.domain.relations.sheet import Sheet
from app.messages import words
from ui.presenters.entry import show_value
from ui.presenters.phrases import Tone
from ui.words import language, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change of the list."""

    row: str
    """The row's name."""
    column: str
    """The column's printed number, or its title."""
    now: str
    new: str
    note: str = ""
    """What to look at before taking it; empty where there is nothing."""
    chosen: bool = True
    """Whether it is taken unless a person says otherwise."""

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        said = translate("Workbook", "{now} thành {new}").format(now=self.now, new=self.new)
        return ", ".join(part for part in (self.row, self.column, said, self.note) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemLine:
    """One thing that keeps the workbook out."""

    place: str
    what: str
    do: str

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ". ".join(part for part in (self.place, self.what, self.do) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeQuestion:
    """What is asked before changes are taken."""

    title: str
    sentences: tuple[tuple[str, Tone], ...]
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemList:
    """Why nothing was taken."""

    title: str
    sentences: tuple[tuple[str, Tone], ...]
    lines: tuple[ProblemLine, ...]


def change_question(returned: Returned, sheet: Sheet, file_name: str) -> ChangeQuestion:
    """The changes of a workbook as a person decides on them."""
    names = _Names(sheet)
    lines = tuple(_change_line(change, names) for change in returned.changes)
    sentences = [(_source_words(returned.source).format(file=file_name), Tone.NEUTRAL)]
    sentences += [(words(code, {}, language=language()).what, Tone.ATTENTION) for code in returned.notes]
    return ChangeQuestion(title=translate("Workbook", "Nhập số liệu từ Excel"), sentences=tuple(sentences), lines=lines)


def problem_list(returned: Returned, file_name: str) -> ProblemList:
    """What keeps a workbook out, as it is to be mended in Excel."""
    count = len(returned.problems)
    said = translate("Workbook", "“{file}” còn {count} chỗ cần sửa, nên chưa lấy số nào. Sửa trong Excel rồi nhập lại.")
    return ProblemList(
        title=translate("Workbook", "Chưa nhập được"),
        sentences=((said.format(file=file_name, count=count), Tone.NEUTRAL),),
        lines=tuple(_problem_line(problem) for problem in returned.problems),
    )


def _source_words(source: Source) -> str:
    if source is Source.TWIN:
        return translate("Workbook", "“{file}” được xuất từ báo cáo này. Chọn các ô sẽ lấy vào báo cáo.")
    return translate(
        "Workbook",
        "“{file}” không phải tệp xuất từ phần mềm: số được ghép theo tiêu đề cột và tên dòng. Xem kỹ trước khi lấy.",
    )


def _problem_line(problem: Problem) -> ProblemLine:
    said = words(problem.code, problem.params, language=language())
    return ProblemLine(place=problem.place.replace("!", ", "), what=said.what, do=said.do)


class _Names:
    """What the rows and columns of a report are called; looked up once for all lines."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._rows = {(table.key, row.key): row for table in sheet.form.tables for row in sheet.rows(table.key)}
        self.columns = columns_by_key(sheet.form)
        labels = ((table, column) for (table, _), column in self.columns.items())
        self._labels = {table: column.key for table, column in labels if column.type is ColumnType.LABEL}

    def row(self, table: str, key: str) -> str:
        """A row's name, with the line it is of; a total by its words."""
        shown, label = self._rows.get((table, key)), self._labels.get(table, "")
        own = (shown.label if shown else "") or (self._sheet.value(f"{table}/{key}/{label}") if label else "") or ""
        if shown is not None and shown.line:
            return " · ".join(part for part in (self.row(table, key.rpartition(".")[0]), own) if part)
        return own or (shown.index if shown else "") or key


def _change_line(change: Change, names: _Names) -> ChangeLine:
    if change.is_row:
        return _row_line(change, names)
    table, row, key = parse_address(change.address)
    column = names.columns[table, key]
    blank = translate("Workbook", "(trống)")
    return ChangeLine(
        row=names.row(table, row),
        column=f"({column.number})" if column.number else column.title_path[-1],
        now=show_value(column, change.now) or blank,
        new=show_value(column, change.new) or blank,
        note=_note(change, column),
        chosen=change.is_safe,
    )


def _note(change: Change, column: Column) -> str:
    if change.is_clash:
        base = show_value(column, change.base) or translate("Workbook", "(trống)")
        return translate("Workbook", "Sửa ở hai nơi; khi xuất là {base}").format(base=base)
    return _doubt(change)


def _doubt(change: Change) -> str:
    if not change.doubt:
        return ""
    return translate("Workbook", "Chữ “{text}”: nghìn hay thập phân?").format(text=change.doubt)


def _row_line(change: Change, names: _Names) -> ChangeLine:
    label, figures = "", 0
    for address, value in change.cells.items():
        table, _, key = parse_address(address)
        column = names.columns.get((table, key))
        if column is not None and column.type is ColumnType.LABEL:
            label = value or ""
        elif column is not None and column.is_number and value is not None:
            figures += 1
    gone = translate("Workbook", "Dòng đã bỏ ở phần mềm, có sửa trong Excel; lấy là giữ lại dòng")
    return ChangeLine(
        row=label or translate("Workbook", "(chưa có tên)"),
        column=translate("Workbook", "cả dòng"),
        now=translate("Workbook", "(không có)"),
        new=translate("Workbook", "Dòng mới, {count} số").format(count=figures),
        note=gone if change.is_clash else _doubt(change),
        chosen=change.is_safe,
    )
