"""Edit by edit is from scratch: whatever is typed, pasted, inserted or removed, in whatever order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import given, note
from hypothesis import strategies as st

from app.domain.forms.loading import load_form
from app.domain.relations.sheet import Change, Sheet
from app.errors import CellError
from tests.properties.effort import effort
from tests.properties.form_texts import as_yaml, cells_of, chance, forms, reports
from tests.properties.reference_form import Form, Table, read_form

Edit = dict[str, str | None]
FREE_ROWS = ("k1", "k2", "k3", "k4", "k5")


class Around:
    """The other reports, as a values file gives them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def previous(self) -> Mapping[str, str] | None:
        found: Mapping[str, str] | None = self._values.get("previous")
        return found

    def last_year(self) -> Mapping[str, str] | None:
        found: Mapping[str, str] | None = self._values.get("last_year")
        return found

    def preceding(self) -> Mapping[str, str] | None:
        found: Mapping[str, str] | None = self._values.get("preceding")
        return found

    def form(self, code: str) -> Mapping[str, str] | None:
        found: Mapping[str, str] | None = self._values.get("forms", {}).get(code)
        return found

    def children(self) -> Sequence[Mapping[str, str]] | None:
        found: Sequence[Mapping[str, str]] | None = self._values.get("children")
        return found


def with_heads(form: Form, values: Mapping[str, Any]) -> dict[str, str]:
    """A report's content, each free row with its head."""
    cells: dict[str, str] = dict(values["cells"])
    for table in form.tables:
        if table.kind == "fixed":
            continue
        listed = {row["key"]: row for row in values.get("rows", {}).get(table.key, [])}
        keys = {address.split("/")[1].split(".")[0] for address in cells if address.startswith(f"{table.key}/")}
        for place, key in enumerate([*listed, *sorted(keys - listed.keys())]):
            row = listed.get(key, {"group": "", "of_which": False})
            cells[f"{table.key}/{key}/@row"] = f"{'GMRVZ'[place % 5]};{row['group']};{'w' if row['of_which'] else ''}"
    return cells


@st.composite
def edits(draw: st.DrawFn, form: Form, content: Mapping[str, str]) -> Edit:
    """Something a clerk, a paste or a merge may do to a content."""
    table = draw(st.sampled_from(form.tables))
    free = table.kind != "fixed"
    here = [row.key for row in table.rows] or sorted(
        address.split("/")[1]
        for address in content
        if address.startswith(f"{table.key}/") and address.endswith("/@row")
    )
    kinds = ["cell"] * 5 + ["cells"] * 2 + ["total_only", "odd"]
    kinds += ["insert"] * 2 * free + ["remove", "move"] * (free and bool(here))
    kind = draw(st.sampled_from(kinds))
    if kind == "insert":
        key = draw(st.sampled_from(FREE_ROWS))
        order, group = draw(st.sampled_from("BHPX")), draw(st.sampled_from(("", *table.groups)))
        head = f"{order};{group};{draw(st.sampled_from(('', '', 'w')))}"
        return {f"{table.key}/{key}/@row": head, **draw(cells_of(table, [key]))}
    if not here:
        return {}
    key = draw(st.sampled_from(here))
    if kind == "move":
        head = content.get(f"{table.key}/{key}/@row", "V;;")
        return {f"{table.key}/{key}/@row": draw(st.sampled_from("CIQY")) + head[head.index(";") :]}
    if kind == "remove":
        return {
            address: None for address in content if address.startswith((f"{table.key}/{key}/", f"{table.key}/{key}."))
        }
    if kind == "total_only":
        return {f"{table.key}/{key}/@total_only": draw(st.sampled_from(("Chỉ có số tổng", None)))}
    if kind == "odd":
        column = draw(st.sampled_from(table.columns)).key
        row = f"{key}.{draw(st.sampled_from(table.lines))}" if table.lines else key
        return {f"{table.key}/{row}/{column}": draw(st.sampled_from(("ba", "-7", "0.125", "1")))}
    some = draw(cells_of(table, here if kind == "cells" else [key], (True, False, False, False)))
    edit: Edit = dict(list(some.items())[: 1 if kind == "cell" else None])
    return {address: None if chance(draw, 4) else value for address, value in edit.items()}


def everything(sheet: Sheet, form: Form) -> list[object]:
    """All that a sheet says of itself."""
    return [
        dict(sheet.calculated()),
        list(sheet.findings(complete=True)),
        list(sheet.findings(complete=False)),
        sorted(map(str, sheet.notes())),
        [list(sheet.rows(table.key)) for table in form.tables],
        {address: (sheet.value(address), sheet.is_entry(address)) for address in _addresses(sheet, form)},
    ]


def _addresses(sheet: Sheet, form: Form) -> list[str]:
    return [
        f"{table.key}/{row.key}/{column.key}"
        for table in form.tables
        for row in sheet.rows(table.key)
        if row.has_figures
        for column in table.figures()
    ]


@effort(60)
@given(st.data())
def test_a_sheet_after_any_edits_is_the_sheet_made_afresh_from_its_content(data: st.DataObject) -> None:
    written = data.draw(forms())
    text = as_yaml(written)
    note(text)
    plain, form = read_form(written), load_form(text, "form.yaml")
    values = data.draw(reports(plain))
    around = Around(values)
    sheet = Sheet(form, with_heads(plain, values), around)
    for _ in range(data.draw(st.integers(1, 6))):
        before, content = dict(sheet.calculated()), dict(sheet.cells())
        edit = data.draw(edits(plain, content))
        try:
            change: Change | None = sheet.set_many(edit)
        except CellError:
            change = None
        expected = content if change is None else {**content, **edit}
        assert sheet.cells() == {address: value for address, value in expected.items() if value is not None}
        after = sheet.calculated()
        moved = {a: after.get(a) for a in before.keys() | after.keys() if before.get(a) != after.get(a)}
        assert moved == (dict(change.calculated) if change else {})
        assert everything(sheet, plain) == everything(Sheet(form, dict(sheet.cells()), around), plain)


@effort(40)
@given(st.data())
def test_marks_change_only_where_an_edit_says_so(data: st.DataObject) -> None:
    written = data.draw(forms())
    text = as_yaml(written)
    note(text)
    plain, form = read_form(written), load_form(text, "form.yaml")
    values = data.draw(reports(plain))
    sheet = Sheet(form, with_heads(plain, values), Around(values))
    for _ in range(data.draw(st.integers(1, 4))):
        before = _marked(sheet)
        edit = data.draw(edits(plain, dict(sheet.cells())))
        try:
            change = sheet.set_many(edit)
        except CellError:
            assert _marked(sheet) == before
            continue
        told = change.judged | change.calculated.keys() | edit.keys()
        for address in _marked(sheet) ^ before:
            assert change.rows_changed or set(address[-1]) <= told


def _marked(sheet: Sheet) -> set[tuple[str, str, tuple[str, ...]]]:
    return {(each.code, each.relation, each.cells) for each in sheet.findings(complete=False)}


@effort(20)
@given(st.data())
def test_typing_cell_by_cell_ends_where_a_paste_ends(data: st.DataObject) -> None:
    written = data.draw(forms())
    text = as_yaml(written)
    note(text)
    plain, form = read_form(written), load_form(text, "form.yaml")
    values = data.draw(reports(plain))
    table: Table = plain.tables[0]
    start = {address: value for address, value in with_heads(plain, values).items() if address.endswith("/@row")}
    typed, pasted = Sheet(form, start, Around(values)), Sheet(form, start, Around(values))
    cells = {
        address: value
        for address, value in values["cells"].items()
        if address.startswith(f"{table.key}/") and typed.is_entry(address) and value not in ("ba", "-7", "0.125")
    }
    order = data.draw(st.permutations(sorted(cells)))
    for address in order:
        typed.set(address, cells[address])
    pasted.set_many(cells)
    assert everything(typed, plain) == everything(pasted, plain)


def test_naming_a_row_judges_it_against_the_row_of_that_name_in_the_last_report() -> None:
    written = {
        "code": "TH.01/THỬ",
        "edition": "2026",
        "title": "Biểu thử",
        "legal_basis": "Không",
        "senders": ["commune"],
        "receivers": {"commune": "Cấp trên"},
        "frequencies": ["Q"],
        "window": "nd09",
        "deadlines": {"commune": {"working_days": 1}},
        "tables": {
            "main": {
                "rows": "free",
                "columns": [{"number": "A", "title": "Tên", "type": "label"}, {"number": "1", "title": "Từ kỳ trước"}],
                "relations": ["1=prev(1)"],
            }
        },
    }
    form = load_form(as_yaml(written), "form.yaml")
    before = {"main/cu/cA": "Đất đai", "main/cu/c1": "7"}
    sheet = Sheet(form, {"main/moi/@row": "V;;", "main/moi/c1": "7"}, Around({"previous": before}))
    assert [finding.code for finding in sheet.findings(complete=True)] == ["relation.unequal"]

    change = sheet.set("main/moi/cA", "đất đai")

    assert sheet.findings(complete=True) == []
    assert change.judged == {"main/moi/c1"}
