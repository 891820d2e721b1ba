"""Rolling up many units' reports with provenance: a form that prints its rows, and one whose rows each office names."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.domain.canonical import content_hash
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.operations import ReportKey
from app.domain.rollup.explaining import explain
from app.domain.rollup.over_units import roll_up_units
from app.domain.rollup.rolled import RolledUp
from app.domain.rollup.sources import Source
from tests.benchmarks.big_form import big_form, figures, form_text
from tests.benchmarks.figures import Figure, Sizes, percentile

BUDGET_MS = 100.0
ROWS = 19
"""418 typed cells a report."""
ROUNDS = 9


def measure(sizes: Sizes, office: Path) -> list[Figure]:
    """Rolled up, calculated and ready to be explained, beside the bare sum of the same figures."""
    big = big_form(ROWS)
    printed = [figures(big, seed) for seed in range(sizes["units"])]
    free = _with_free_rows(form_text(ROWS))
    named = [_named(cells, random.Random(seed), seed) for seed, cells in enumerate(printed)]
    found = []
    for name, words, form, reports in (
        ("rollup.printed.p50", "reports whose rows the form prints", big.form, printed),
        ("rollup.named.p50", "reports whose rows are matched by words, a tenth of the cells nil or blank", free, named),
    ):
        sources = [_source(form, number, cells) for number, cells in enumerate(reports)]
        units = {source.key.unit: f"Xã {number}" for number, source in enumerate(sources)}
        took, rolled = _timed(lambda form=form, units=units, sources=sources: roll_up_units(form, units, sources))
        _check(rolled, len(units))
        floor, _ = _timed(lambda: _bare_sums(printed))
        found.append(
            Figure(
                name=name,
                what=f"{len(units)} {words}, {len(printed[0])} typed cells each, with the sources of every figure",
                ours=took,
                floor=floor,
                floor_name="the same cells looked up, read by int() and added",
                unit="ms",
                at_most=BUDGET_MS,
            )
        )
    return found


def _with_free_rows(text: str) -> FormDefinition:
    """The form with rows that each office names itself."""
    head, _, rest = text.partition("    rows:\n")
    return load_form(head + "    rows: free\n    relations:\n" + rest.partition("    relations:\n")[2], "free.yaml")


def _named(cells: Mapping[str, str], chance: random.Random, seed: int) -> dict[str, str]:
    """The same figures in rows with keys of this office and its spelling of their words."""
    found: dict[str, str] = {}
    for address, text in cells.items():
        table, row, column = address.split("/")
        key = f"k{seed}-{row}"
        label = f"Thủ tục số {row}"
        found.setdefault(f"{table}/{key}/@row", f"{row}V;;")
        found.setdefault(f"{table}/{key}/cB", label.upper() if chance.random() < 0.5 else label)
        kind = chance.random()
        if kind > 0.05:
            found[f"{table}/{key}/{column}"] = "-" if kind < 0.1 else text
    return found


def _source(form: FormDefinition, number: int, cells: Mapping[str, str]) -> Source:
    key = ReportKey(f"{number:05d}", form.code, "2026-Q3")
    return Source(key=key, cells=cells, form=form.hash, content=content_hash(form.hash, cells))


def _timed(work: Callable[[], RolledUp | int]) -> tuple[float, RolledUp | int]:
    """The median of some rounds, in milliseconds, and what came of the last."""
    took = []
    result = work()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        result = work()
        took.append((time.perf_counter() - began) * 1000)
    return percentile(took, 0.5), result


def _bare_sums(reports: Sequence[Mapping[str, str]]) -> int:
    return sum(sum(int(cells[address]) for cells in reports) for address in reports[0])


def _check(rolled: RolledUp | int, units: int) -> None:
    """Refuse a roll-up that did not do the whole work."""
    assert isinstance(rolled, RolledUp)
    address = next(address for address in rolled.pool.given if address.endswith("/c2"))
    explained = explain(rolled, address)
    assert len(explained.contributions) + len(explained.lacking) == units, "every unit is accounted for"
    assert rolled.value("main/total/c1") is not None, "what follows is calculated"
