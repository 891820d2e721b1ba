"""What a move to another edition of a form does to a report, in words: kept, moved, dropped, new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.addresses import FILE, REASON, ROW, TEXT, TOTAL_ONLY, is_row_head, row_of
from app.domain.forms.definition import FormDefinition
from app.domain.forms.migration import Carried, Dropped, Migration, Return
from app.domain.relations.sheet import Sheet
from app.messages import words
from ui.presenters.entry import show_value
from ui.presenters.form_grid import FormGrid
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, day_text
from ui.words import language, translate

LISTED_MAX = 300
"""Lines of one part; a form of thousands of cells is not read cell by cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPart:
    """One kind of what becomes of the figures."""

    name: str
    """What the tab says, the count in it."""
    explained: str
    """One sentence above the list."""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionQuestion:
    """A move to another edition, or back, before it is done."""

    title: str
    sentences: tuple[str, ...]
    parts: tuple[EditionPart, ...]
    """What has to be looked at comes first."""
    yes: str
    no: str


class _Places:
    """Cells of one edition by the names a person reads."""

    def __init__(self, form: FormDefinition, sheet: Sheet) -> None:
        self._grids = {table.key: FormGrid(table, sheet, editable=False, name="") for table in form.tables}
        self._rows = {
            f"{table}/{row.key}": (grid, at) for table, grid in self._grids.items() for at, row in enumerate(grid.rows)
        }
        self._sections = {section.key: section.title for section in form.sections}

    def row(self, address: str) -> str:
        """The row's own words."""
        grid, at = self._rows.get(row_of(address), (None, 0))
        return grid.row_label(at) if grid else ""

    def column(self, address: str) -> str:
        """ "(3) Cấp tỉnh": the column's printed number and its own words; of other things what they are."""
        if address.startswith(f"{REASON}/"):
            return translate("Edition", "Giải trình")
        if address.startswith(f"{FILE}/"):
            return translate("Edition", "Tệp đính kèm")
        if address.startswith(f"{TEXT}/"):
            return self._sections.get(address.split("/")[1], "")
        grid = self._grids.get(address.partition("/")[0])
        column = grid.column_of(address) if grid else None
        if column is None:
            return address.rpartition("/")[2]
        number = f"({column.number})" if column.number else ""
        return " ".join(part for part in (number, column.title_path[-1]) if part)

    def order(self, address: str) -> tuple[str, int, int]:
        """What sorts cells as the form prints them."""
        table = address.partition("/")[0]
        grid = self._grids.get(table)
        return (table, *(grid.places.get(address, (0, 0)) if grid else (0, 0)))

    def cell(self, address: str) -> str:
        """Row and column."""
        return " · ".join(part for part in (self.row(address), self.column(address)) if part)

    def value(self, address: str, value: str) -> str:
        """A value as its cell shows it."""
        grid = self._grids.get(address.partition("/")[0])
        column = grid.column_of(address) if grid else None
        return show_value(column, value) if column else value


def edition_name(form: FormDefinition, beside: FormDefinition) -> str:
    """ "phiên bản 2025"; where both are one edition, the newer package is its corrected print."""
    if form.edition == beside.edition:
        return translate("Edition", "bản đính chính của phiên bản {edition}").format(edition=form.edition)
    return translate("Edition", "phiên bản {edition}").format(edition=form.edition)


def move_question(old: FormDefinition, new: FormDefinition, before: Sheet, migration: Migration) -> EditionQuestion:
    """What a person is asked before a report moves on to `new`."""
    here, there = _Places(old, before), _Places(new, Sheet(new, migration.content))
    kept, moved = (
        sorted((one for one in found if not _is_mark(one.old)), key=lambda one: here.order(one.old))
        for found in (migration.kept, migration.moved)
    )
    blank = sorted(migration.blank, key=there.order)
    parts = (
        _dropped_part(migration.dropped, here, translate("Edition", "Không chuyển được ({count})")),
        _part(
            translate("Edition", "Chuyển chỗ ({count})"),
            translate("Edition", "Các số này sang ô mới, số giữ nguyên."),
            [_moved_line(one, here, there) for one in moved[:LISTED_MAX]],
            len(moved),
        ),
        _part(
            translate("Edition", "Ô mới ({count})"),
            translate("Edition", "Phiên bản mới hỏi thêm các ô này; các ô còn trống, cần nhập."),
            [_cell_line(address, there) for address in blank[:LISTED_MAX]],
            len(blank),
        ),
        _part(
            translate("Edition", "Giữ nguyên ({count})"),
            translate("Edition", "Các ô này ở nguyên chỗ cũ, số giữ nguyên."),
            [_cell_line(one.old, here, here.value(one.old, one.value)) for one in kept[:LISTED_MAX]],
            len(kept),
        ),
    )
    return EditionQuestion(
        title=translate("Edition", "Chuyển báo cáo sang {name}?").format(name=edition_name(new, old)),
        sentences=(_in_force_words(old, new), _safe_words()),
        parts=tuple(part for part in parts if part.lines),
        yes=translate("Edition", "Chuyển sang phiên bản mới"),
        no=translate("Edition", "Để sau"),
    )


def back_question(new: FormDefinition, now: Sheet, returned: Return) -> EditionQuestion:
    """What a person is asked before going back would leave something behind that was typed since."""
    lost = _dropped_part(returned.lost, _Places(new, now), translate("Edition", "Không có chỗ ({count})"))
    return EditionQuestion(
        title=translate("Edition", "Chuyển lại phiên bản cũ?"),
        sentences=(translate("Edition", "Có số nhập sau khi chuyển mà phiên bản cũ không có ô; các số đó sẽ bị bỏ."),),
        parts=(lost,),
        yes=translate("Edition", "Chuyển lại và bỏ các số này"),
        no=translate("Edition", "Giữ phiên bản mới"),
    )


def moved_words(migration: Migration, name: str) -> str:
    """What was done, counted."""
    moved = sum(not _is_mark(one.old) for one in migration.moved)
    said = translate("Edition", "Đã chuyển sang {name}.").format(name=name)
    counted = [
        (translate("Edition", "{count} ô chuyển chỗ"), moved),
        (translate("Edition", "{count} ô không chuyển được"), len(migration.dropped)),
        (translate("Edition", "{count} ô mới cần nhập"), len(migration.blank)),
    ]
    told = ", ".join(text.format(count=count) for text, count in counted if count)
    return f"{said} {told}." if told else said


def _in_force_words(old: FormDefinition, new: FormDefinition) -> str:
    if new.edition == old.edition:
        said = translate("Edition", "Cơ quan ban hành đã sửa biểu này. Căn cứ: {basis}.")
        return said.format(basis=new.legal_basis)
    if new.valid_from is None:
        said = translate("Edition", "Báo cáo đang lập theo phiên bản {old}. Căn cứ của phiên bản mới: {basis}.")
        return said.format(old=old.edition, basis=new.legal_basis)
    said = translate(
        "Edition", "Phiên bản {new} có hiệu lực từ {day} theo {basis}. Báo cáo đang lập theo phiên bản {old}."
    )
    return said.format(new=new.edition, day=day_text(new.valid_from), basis=new.legal_basis, old=old.edition)


def _safe_words() -> str:
    return translate(
        "Edition", "Không số nào bị làm tròn hay đoán. Chuyển xong, có thể chuyển lại ngay và số trở về như trước."
    )


def _is_mark(address: str) -> bool:
    return is_row_head(address) or address.endswith(f"/{TOTAL_ONLY}")


def _part(name: str, explained: str, lines: list[Line], count: int) -> EditionPart:
    if count > len(lines):
        lines.append(Line(heading=translate("Edition", "Và {count} ô nữa").format(count=count - len(lines))))
    return EditionPart(name=name.format(count=count), explained=explained, lines=tuple(lines))


def _dropped_part(dropped: Sequence[Dropped], places: _Places, name: str) -> EditionPart:
    lines = [
        Line(
            heading=_dropped_name(one, places),
            right=places.value(one.address, one.value) if not _is_mark(one.address) else "",
            body=words(one.why, {}, language=language()).what,
            tone=Tone.ATTENTION,
            mark="warning",
        )
        for one in sorted(dropped, key=lambda one: places.order(one.address))[:LISTED_MAX]
    ]
    explained = translate("Edition", "Các số này không có chỗ; chúng vẫn được giữ trong lịch sử sửa của báo cáo.")
    return _part(name, explained, lines, len(dropped))


def _dropped_name(one: Dropped, places: _Places) -> str:
    if one.address.endswith(f"/{ROW}"):
        return translate("Edition", "Dòng “{row}”").format(row=places.row(one.address))
    if one.address.endswith(f"/{TOTAL_ONLY}"):
        return translate("Edition", "Dòng “{row}”: chỉ có số tổng").format(row=places.row(one.address))
    return places.cell(one.address)


def _moved_line(one: Carried, here: _Places, there: _Places) -> Line:
    before, after = here.row(one.old), there.row(one.new)
    if before == after:
        heading, old, new = before, here.column(one.old), there.column(one.new)
    else:
        heading, old, new = before, here.column(one.old), there.cell(one.new)
    note = translate("Edition", "Trước do biểu tự tính, nay là ô nhập.") if one.calculated else ""
    return Line(heading=heading, right=here.value(one.old, one.value), body=f"{old}  →  {new}", foot=note)


def _cell_line(address: str, places: _Places, value: str = "") -> Line:
    return Line(heading=places.row(address), right=value, body=places.column(address))
