"""The rules by themselves: calculating and judging ten thousand relations, and one edit in a form of 5,000 cells."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.domain.forms.catalogue import form_file
from app.domain.forms.definition import FormDefinition, RowsKind
from app.domain.relations.engine import Engine
from app.domain.relations.judging import judge_all
from app.domain.relations.outer import Alone
from app.domain.relations.plan import plan_of
from app.domain.relations.sheet import Sheet
from app.domain.rows import RowHead, order_between
from app.resources import resource_path
from tests.app.domain.forms.worked_examples import examples_of, names
from tests.benchmarks.big_form import BLOCKS, COLUMNS, big_form, figures
from tests.benchmarks.figures import Figure, Sizes, percentile

BUDGET_MS = 5.0
EDIT_BUDGET_MS = 1.0
EDITED_CELLS = 5_000
ROUNDS = 9


def measure(sizes: Sizes, _office: Path) -> list[Figure]:
    """Relations of a form of sums, the relations of the shipped forms together, and one edit."""
    wanted = sizes["relations"]
    sums = big_form(max(1, wanted // 7)).form
    return [
        _evaluated("rules.sums.p50", "sums and comparisons", [(sums, figures(big_form(max(1, wanted // 7))))], wanted),
        _evaluated("rules.catalogue.p50", "the shipped forms' relations", _catalogue(wanted), wanted),
        *_edited(sizes),
    ]


def _evaluated(name: str, what: str, reports: Sequence[tuple[FormDefinition, dict[str, str]]], wanted: int) -> Figure:
    engines = [Engine(plan_of(form), cells, Alone()) for form, cells in reports]
    links = sum(len(engine.blocks[link.block].layout.keys) for engine in engines for link in engine.plan.judged)

    def evaluate() -> None:
        for engine in engines:
            engine.calculate()
            for link in engine.plan.judged:
                judge_all(link, engine.blocks[link.block])

    rows = [[random.Random(3).randint(0, 900) for _ in range(10)] for _ in range(links)]
    scale = wanted / links
    return Figure(
        name=name,
        what=f"calculating and judging {wanted} relations: {what} ({links} timed)",
        ours=_median_ms(evaluate) * scale,
        floor=_median_ms(lambda: [sum(row) == 0 for row in rows]) * scale,
        floor_name="Python adding ten whole numbers as often",
        unit="ms",
        at_most=BUDGET_MS,
    )


def _catalogue(wanted: int) -> list[tuple[FormDefinition, dict[str, str]]]:
    """Each shipped form whose rows are not printed, its worked example's first row so often that links add up."""
    forms = {name: form_file(resource_path("forms") / f"{name}.yaml") for name in names()}
    forms = {name: form for name, form in forms.items() if form.tables[0].rows_kind is not RowsKind.FIXED}
    found = []
    for name, form in forms.items():
        table, example = form.tables[0].key, examples_of(name)[0].values["cells"]
        first = next(iter(example)).split("/")[1].partition(".")[0]
        cells, order = {}, ""
        for row in range(max(1, wanted // len(forms) // max(1, len(plan_of(form).judged)))):
            order = order_between(order, "")
            cells[f"{table}/k{row}/@row"] = str(RowHead(order=order))
            for address, value in example.items():
                middle, column = address.split("/")[1:]
                base, _, line = middle.partition(".")
                if base == first:
                    cells[f"{table}/k{row}{'.' + line if line else ''}/{column}"] = value
        found.append((form, cells))
    return found


def _edited(sizes: Sizes) -> list[Figure]:
    big = big_form(max(1, min(sizes["relations"] // 2, EDITED_CELLS) // COLUMNS))
    cells = figures(big)
    sheet, plain, chance = Sheet(big.form, cells), dict(cells), random.Random(9)
    entries = [number for block in BLOCKS for number in block[1:]]
    ours, floor = [], []
    for _ in range(sizes["edits"]):
        address = f"main/r{chance.randint(1, big.rows):03d}/c{chance.choice(entries)}"
        value = str(chance.randint(0, 900))
        began = time.perf_counter()
        sheet.set(address, value)
        ours.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        plain[address] = value
        sum(int(plain[f"main/r{row:03d}/c2"]) for row in range(1, big.rows + 1))
        floor.append((time.perf_counter() - began) * 1000)
    return [
        Figure(
            name=f"rules.edit.{name}",
            what=f"one edit in a form of {big.cells} cells: recalculated, judged",
            ours=percentile(ours, share),
            floor=percentile(floor, share),
            floor_name="a dictionary write and one column added up from its texts",
            unit="ms",
            at_most=EDIT_BUDGET_MS,
        )
        for name, share in (("p50", 0.5), ("p99", 0.99))
    ]


def _median_ms(work: Callable[[], object]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return percentile(took, 0.5)
