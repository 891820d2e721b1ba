"""Rolling up, whatever the reports: in any order, over any levels, and with provenance that tells the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hypothesis import assume, given, note
from hypothesis import strategies as st

from app.domain.forms.definition import FormDefinition, RollUp
from app.domain.forms.loading import load_form
from app.domain.period_codes import Period
from app.domain.relations.engine import Engine
from app.domain.relations.outer import Alone
from app.domain.relations.plan import plan_of
from app.domain.relations.pooled_figures import Brought, Over, PooledColumn
from app.domain.relations.tree import Axis, Outer, Where
from app.domain.rollup.explaining import explain
from app.domain.rollup.over_time import roll_up_time
from app.domain.rollup.over_units import roll_up_units
from app.domain.rollup.rolled import RolledUp
from app.domain.rollup.sources import Source
from tests.app.domain.rollup.reports import form, source
from tests.properties.effort import effort
from tests.properties.form_texts import as_yaml, contents, forms
from tests.properties.reference_form import read_form

ROLLING, ROWS = form("rolling"), form("rolling_rows")
COUNTS = st.sampled_from(("0", "1", "2", "7", "30", "-", "5 E", "3 P"))
ODD = st.sampled_from(
    ("0", "12", "999", "-", "...", "5 E", "- P", "... E", "012", "ba", "-3", "1.5", "0.10", "٣", None)
)
PLAIN = st.sampled_from(("1", "4", "9", "30"))
SUMMED = ("c1", "c2", "c3", "c4", "c8", "c11")
Cells = dict[str, str]


def blank_or(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    return st.none() | texts


@st.composite
def figures(draw: st.DrawFn, columns: Sequence[str], texts: st.SearchStrategy[str | None]) -> Cells:
    found = {f"main/r1/{column}": draw(texts) for column in columns}
    return {address: text for address, text in found.items() if text is not None}


@st.composite
def with_rows(draw: st.DrawFn) -> Cells:
    """A report of free rows, some of them with the same keys or words as those of others."""
    cells: Cells = {}
    keys = draw(st.lists(st.sampled_from(("k1", "k2", "k3", "k4")), min_size=1, max_size=3, unique=True))
    for place, key in enumerate(keys):
        cells[f"main/{key}/@row"] = f"{'BCDE'[place]};{draw(st.sampled_from(('', 'A')))};"
        cells[f"main/{key}/cA"] = draw(st.sampled_from(("Đất đai", "dat dai", "Thuế", "Hộ tịch")))
        for column in ("c2", "c3"):
            text = draw(blank_or(PLAIN))
            if text is not None:
                cells[f"main/{key}/{column}"] = text
    return cells


def over_units(of: FormDefinition, reports: Mapping[str, Cells]) -> RolledUp:
    sources = [source(of, unit, cells) for unit, cells in reports.items()]
    return roll_up_units(of, dict.fromkeys(reports, ""), sources)


def numbered(reports: Sequence[Cells]) -> dict[str, Cells]:
    return {f"u{number}": cells for number, cells in enumerate(reports)}


@effort(60)
@given(st.lists(st.one_of(figures(SUMMED, blank_or(COUNTS)), with_rows()), min_size=1, max_size=5), st.randoms())
def test_units_in_any_order_make_the_same(reports: list[Cells], chance: object) -> None:
    given_reports = numbered(reports)
    order = list(given_reports.items())
    chance.shuffle(order)  # type: ignore[attr-defined]  # hypothesis types its randoms as objects
    for of in (ROLLING, ROWS):
        one, other = over_units(of, given_reports), over_units(of, dict(order))
        assert (one.content, one.pool.given) == (other.content, other.pool.given)


@effort(100)
@given(st.lists(st.lists(figures(SUMMED, blank_or(COUNTS)), min_size=1, max_size=3), min_size=1, max_size=4))
def test_districts_and_then_the_province_make_what_the_communes_make(districts: list[list[Cells]]) -> None:
    above = [over_units(ROLLING, numbered(reports)) for reports in districts]
    two_steps = over_units(ROLLING, numbered([dict(each.content) for each in above]))
    at_once = over_units(ROLLING, numbered([cells for reports in districts for cells in reports]))
    assert two_steps.content == at_once.content
    assert two_steps.sheet.calculated() == at_once.sheet.calculated()


@effort(60)
@given(
    st.lists(
        st.lists(figures(("c2", "c7"), st.integers(1, 90).map(str)), min_size=1, max_size=3), min_size=1, max_size=4
    )
)
def test_averages_of_averages_differ_by_their_rounding_alone(districts: list[list[Cells]]) -> None:
    above = [over_units(ROLLING, numbered(reports)) for reports in districts]
    two_steps = over_units(ROLLING, numbered([dict(each.content) for each in above])).content["main/r1/c7"]
    at_once = over_units(ROLLING, numbered([cells for reports in districts for cells in reports])).content["main/r1/c7"]
    assert abs(Decimal(two_steps) - Decimal(at_once)) <= Decimal("0.1")


# Provenance ------------------------------------------------------------------------------------


def expanded(rolled: RolledUp, address: str) -> set[tuple[str, str, str]]:
    """(unit, period, cell) of everything a cell of the roll-up is made of."""
    found = set()
    for entered in rolled.entered(address):
        for one in explain(rolled, entered).contributions:
            if one.counts:
                report = one.source.key.unit, one.source.key.period
                cells = (one.address, one.weight_address, *one.cells, *one.weight_cells)
                found |= {(*report, cell) for cell in cells if cell}
    return found


def cells_of(rolled: RolledUp) -> list[str]:
    return [*rolled.pool.given, *rolled.sheet.calculated()]


def check_provenance(before: RolledUp, after: RolledUp, changed: Source, address: str) -> None:
    """A change of one source cell changed only what expands to it; of entered cells all that do."""
    cell = (changed.key.unit, changed.key.period, address)
    for result in dict.fromkeys((*cells_of(before), *cells_of(after))):
        told = cell in expanded(before, result)
        if before.value(result) != after.value(result):
            assert told, result
        elif told and result in before.pool.given:
            weighs = all(
                one.address != address for one in explain(before, result).contributions if one.source.key == changed.key
            )
            assert weighs, f"{result} expands to {cell} and does not depend on it"


PROVEN = ("c1", "c2", "c3", "c4", "c7", "c8", "c10", "c11", "c12")


@effort(100)
@given(st.data())
def test_provenance_over_units_names_exactly_the_cells_that_matter(data: st.DataObject) -> None:
    of, one = data.draw(st.sampled_from(((ROLLING, figures(PROVEN, blank_or(PLAIN))), (ROWS, with_rows()))))
    reports = numbered(data.draw(st.lists(one, min_size=1, max_size=4)))
    typed = [
        (unit, address)
        for unit, cells in reports.items()
        for address, text in cells.items()
        if text.isdecimal() and "/c" in address
    ]
    assume(typed)
    unit, address = data.draw(st.sampled_from(typed))
    before = over_units(of, reports)
    after = over_units(of, {**reports, unit: {**reports[unit], address: "777777"}})
    check_provenance(before, after, source(of, unit, reports[unit]), address)


@effort(100)
@given(st.data())
def test_provenance_over_time_names_exactly_the_cells_that_matter(data: st.DataObject) -> None:
    codes = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
    reports = {code: data.draw(figures(PROVEN, blank_or(PLAIN))) for code in codes}
    typed = [(code, address) for code, cells in reports.items() for address in cells]
    assume(typed)
    code, address = data.draw(st.sampled_from(typed))

    def rolled(given_reports: Mapping[str, Cells]) -> RolledUp:
        sources = [source(ROLLING, "u", cells, period=period) for period, cells in given_reports.items()]
        return roll_up_time(ROLLING, Period.parse("2026-A1"), sources)

    after = rolled({**reports, code: {**reports[code], address: "777777"}})
    check_provenance(rolled(reports), after, source(ROLLING, "u", reports[code], period=code), address)


# One set of rules ------------------------------------------------------------------------------


@effort(200)
@given(st.lists(ODD, min_size=1, max_size=6), st.sampled_from(("c2", "c11")))
def test_the_quick_way_to_add_gives_what_the_close_look_gives(texts: list[str | None], key: str) -> None:
    column = ROLLING.tables[0].column(key)
    assert column is not None
    assert column.roll_up_units is RollUp.SUM
    pooled = PooledColumn(column, Over.UNITS)
    absent = bytes([Brought.BLANK]) * len(texts)
    assert pooled.added(texts, absent) == pooled.made(pooled.read(texts, absent), (), (), ())


class Below(Alone):
    def __init__(self, reports: Sequence[Mapping[str, str]]) -> None:
        self._reports = reports

    def children(self) -> Sequence[Mapping[str, str]]:
        return self._reports


@effort(60)
@given(st.data())
def test_a_report_that_holds_the_roll_up_agrees_with_children_in_every_cell(data: st.DataObject) -> None:
    written = data.draw(forms())
    text = as_yaml(written)
    note(text)
    of = load_form(text, "form.yaml")
    reports = data.draw(st.lists(contents(read_form(written)), min_size=1, max_size=3))
    rolled = over_units(of, numbered(reports))
    engine = Engine(plan_of(of), rolled.content, Below(reports))
    for block in engine.blocks:
        for slot in range(len(block.layout.keys)):
            for position, column in enumerate(block.plan.columns):
                leaf = Outer(Where.CHILDREN, "", column.key)
                assert engine.value_outside(block, leaf, Axis.COLUMNS, slot) == block.value(position, slot)
