"""Filled figures behave as typed ones do, after any edits, and stay outside the content."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.domain.relations.sheet import Sheet
from app.errors import CellError
from tests.app.domain.indicator_forms import Around, form_of, shared
from tests.properties.effort import effort

HAMLETS = ("Thôn Đông", "Thôn Đoài", "Thôn Nam")
KEYS = ("k1", "k2", "k3")
figures = st.one_of(st.none(), st.sampled_from(("0", "3", "12", "-", "...", "7 E")))
Cells = dict[str, str | None]


@st.composite
def contents(draw: st.DrawFn, rows: tuple[str, ...]) -> dict[str, str]:
    """A report of some hamlets with some figures; `rows` are the figures' rows, `{}` for the key."""
    cells: Cells = {}
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True)):
        cells |= {f"main/{key}/@row": "V;;", f"main/{key}/cA": draw(st.sampled_from(HAMLETS))}
        cells |= {f"main/{row.format(key)}": draw(figures) for row in rows}
    return {address: value for address, value in cells.items() if value is not None}


@st.composite
def edits(draw: st.DrawFn) -> Cells:
    """Something a clerk may do to a summary."""
    key = draw(st.sampled_from(KEYS))
    kind = draw(st.sampled_from(("figure", "figure", "name", "come", "go", "whole")))
    if kind == "figure":
        return {f"main/{key}/{draw(st.sampled_from(('c1', 'c3', 'c9')))}": draw(figures)}
    if kind == "name":
        return {f"main/{key}/cA": draw(st.sampled_from((*HAMLETS, None)))}
    if kind == "come":
        return {f"main/{key}/@row": "C;;", f"main/{key}/cA": draw(st.sampled_from(HAMLETS))}
    if kind == "go":
        return dict.fromkeys(f"main/{key}/{name}" for name in ("@row", "@total_only", "cA", "c1", "c3", "c4", "c9"))
    return {f"main/{key}/@total_only": draw(st.sampled_from(("Chỉ có số tổng", None)))}


summaries = contents(("{}/c1", "{}/c3", "{}/c9"))
movements = contents(("{}.ho/c1", "{}.ho/c2", "{}.khau/c1", "{}.khau/c3"))


def told(sheet: Sheet) -> list[object]:
    """All that a sheet says of itself, but for where its figures come from."""
    addresses = [f"main/{row.key}/c{number}" for row in sheet.rows("main") for number in (1, 3, 4, 9)]
    return [
        dict(sheet.calculated()),
        [one for complete in (True, False) for one in sheet.findings(complete=complete)],
        sorted(map(str, sheet.notes())),
        {address: (sheet.value(address), sheet.is_entry(address)) for address in addresses},
    ]


def marks(sheet: Sheet) -> dict[str, object]:
    """Filled cells, and findings by their cells."""
    return {**sheet.filled(), **{f"{one.code} {one.relation} {one.cells}": one.cells for one in sheet.findings()}}


@effort(60)
@given(summaries, movements, st.lists(edits(), min_size=1, max_size=6))
def test_a_filled_sheet_is_the_sheet_that_has_its_figures_typed(
    summary: dict[str, str], movement: dict[str, str], steps: list[Cells]
) -> None:
    form = form_of("CT/1")
    context = Around(shared(f1=summary, f2=movement), "CT/1")
    sheet = Sheet(form, summary, context)
    for step in steps:
        content, before = dict(sheet.cells()), marks(sheet)
        try:
            change = sheet.set_many(step)
        except CellError:
            assert sheet.cells() == content
            continue
        expected = {address: value for address, value in {**content, **step}.items() if value is not None}
        assert sheet.cells() == expected
        afresh = Sheet(form, expected, context)
        assert (told(sheet), sheet.filled()) == (told(afresh), afresh.filled())
        assert told(sheet) == told(Sheet(form, {**expected, **sheet.filled()}))
        after = marks(sheet)
        heard = change.judged | change.calculated.keys() | step.keys()
        for name, cells in before.items() ^ after.items():
            assert change.rows_changed or name in heard or set(cells) <= heard
