"""Vướng mắc: what was edited in two places and what the system refused, in plain sentences. Knows no Qt."""

from __future__ import annotations

from typing import Protocol

from app.domain.addresses import TEXT, is_row_head
from app.domain.narrative import section_address
from app.domain.operations import ReportKey
from app.messages import words
from app.services.views import ConflictItem, OpenReport, RefusedItem
from ui.presenters.asking import Asking
from ui.presenters.entry import show_value
from ui.presenters.excerpts import excerpt
from ui.presenters.form_grid import FormGrid
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, moment_text
from ui.presenters.ports import Desk, Workspace
from ui.presenters.sync_page import act_words
from ui.words import language, translate


class AttentionView(Protocol):
    """What the page can show."""

    def show_lines(self, lines: list[Line]) -> None:
        """The list."""
        ...

    def show_broken(self, error: Exception) -> None:
        """It could not be read."""
        ...


class AttentionPresenter:
    """Reads conflicts and refusals; deciding about them is not this page's."""

    def __init__(self, view: AttentionView, desk: Desk) -> None:
        self._view = view
        self._asking = Asking(desk)
        self._keys: list[ReportKey] = []

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Read the list again."""
        self._asking.ask(attention_lines, self._on_lines, self._view.show_broken)

    def _on_lines(self, found: list[tuple[ReportKey, Line]]) -> None:
        self._keys = [key for key, _ in found]
        self._view.show_lines([line for _, line in found])

    def key_at(self, row: int) -> ReportKey | None:
        """The report an entry speaks of."""
        return self._keys[row] if 0 <= row < len(self._keys) else None


class _Places:
    """Cells in words, report by report; each report is opened once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._reports: dict[ReportKey, tuple[OpenReport, list[FormGrid]]] = {}

    def report(self, key: ReportKey) -> OpenReport:
        return self._opened(key)[0]

    def _opened(self, key: ReportKey) -> tuple[OpenReport, list[FormGrid]]:
        if key not in self._reports:
            report = self._workspace.open(key)
            grids = [FormGrid(table, report.sheet, editable=False, name="") for table in report.form.tables]
            self._reports[key] = (report, grids)
        return self._reports[key]

    def words(self, key: ReportKey, address: str) -> str:
        """ "Đất đai · cột (5)", a section's heading; the bare address where the row is gone."""
        for section in self.report(key).form.sections:
            if address == section_address(section.key):
                return section.title
        for grid in self._opened(key)[1]:
            if is_row_head(address):
                row = address.rpartition("/")[0].partition("/")[2]
                at = next((n for n, shown in enumerate(grid.rows) if shown.key == row), None)
                if at is not None:
                    return translate("Attention", "dòng “{label}”").format(label=grid.row_label(at))
            place = grid.places.get(address)
            if place:
                number = grid.shape.columns[place[1]].number
                column = translate("Attention", "cột ({number})").format(number=number) if number else ""
                return " · ".join(part for part in (grid.row_label(place[0]), column) if part)
        return address

    def value(self, key: ReportKey, address: str, value: str | None) -> str:
        """A value as its cell would show it."""
        if is_row_head(address):
            return translate("Attention", "giữ dòng") if value else translate("Attention", "bỏ dòng")
        for grid in self._opened(key)[1]:
            column = grid.column_of(address)
            if column and address.startswith(f"{grid.table.key}/"):
                return show_value(column, value) or translate("Attention", "trống")
        return excerpt(value or "") or translate("Attention", "trống")


def attention_lines(workspace: Workspace) -> list[tuple[ReportKey, Line]]:
    """Every open conflict and refusal, oldest first."""
    places = _Places(workspace)
    found = [(item.opened_at, item.key, _conflict_line(item, places)) for item in workspace.conflicts()]
    found += [(item.opened_at, item.key, _refused_line(item, places)) for item in workspace.refused()]
    return [(key, line) for _, key, line in sorted(found, key=lambda entry: entry[0])]


def _name(places: _Places, key: ReportKey) -> str:
    report = places.report(key)
    return f"{report.form.code} · {report.period_title}"


def _conflict_line(item: ConflictItem, places: _Places) -> Line:
    cell = places.words(item.key, item.address)
    base, mine, theirs = (places.value(item.key, item.address, value) for value in (item.base, item.mine, item.theirs))
    body = translate("Attention", "{cell}: gốc {base}; số của đơn vị {mine}; số trên hệ thống {theirs}.")
    kept = translate("Attention", "Cả hai số đều được giữ. Báo cáo này chưa chốt được khi còn chỗ sửa ở hai nơi.")
    if item.address.startswith(f"{TEXT}/"):
        body = translate("Attention", "{cell}: gốc “{base}”; đơn vị viết “{mine}”; trên hệ thống “{theirs}”.")
        kept = translate("Attention", "Cả hai bản đều được giữ. Báo cáo này chưa chốt được khi còn chỗ sửa ở hai nơi.")
    who = translate("Attention", "Trên hệ thống: {author}, {time}.").format(
        author=item.theirs_author or "—", time=moment_text(item.theirs_at)
    )
    edited = translate("Attention", "Sửa ở hai nơi")
    return Line(
        heading=f"{edited} · {_name(places, item.key)}",
        tone=Tone.ERROR,
        mark="conflict",
        right=moment_text(item.opened_at),
        body=body.format(cell=cell, base=base, mine=mine, theirs=theirs),
        foot=f"{who} {kept}",
    )


def _refused_line(item: RefusedItem, places: _Places) -> Line:
    why = str(words(item.code, item.params, language=language()))
    cells = ", ".join(
        f"{places.words(item.key, cell.address)} = {places.value(item.key, cell.address, cell.new)}"
        for cell in item.cells[:5]
    )
    more = len(item.cells) - 5
    if more > 0:
        cells += translate("Attention", " và {count} ô nữa").format(count=more)
    kept = translate("Attention", "Số đã gõ vẫn giữ trên máy này: {cells}.").format(cells=cells) if cells else ""
    refused = translate("Attention", "Bị từ chối")
    return Line(
        heading=f"{refused} · {act_words(item.kind)} · {_name(places, item.key)}",
        tone=Tone.ERROR,
        mark="error",
        right=moment_text(item.opened_at),
        body=why,
        foot=kept,
    )
