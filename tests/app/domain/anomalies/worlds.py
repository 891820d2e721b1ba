"""Made-up offices: a form of counts, and pasts that behave well."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence

from app.domain.anomalies.looking import PastReport
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form

ROWS = ("Đất đai", "Hộ tịch", "Chứng thực", "Xây dựng", "Bảo trợ xã hội", "Kinh doanh")
FLOWS = ("c2", "c3", "c5", "c6")
FORM = """\
code: GY/VD
edition: "2026"
title: Biểu thử
legal_basis: Quyết định 1/2026/QĐ-UBND
senders: [commune, province]
receivers: {commune: Văn phòng UBND tỉnh, province: Bộ}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 2}, province: {working_days: 2}}
tables:
  main:
    rows:
ROWS
    total: Tổng cộng
    columns:
      - {number: A, title: Lĩnh vực, type: label}
      - {number: 1, title: Tổng số}
      - {number: 2, title: Trực tuyến}
      - {number: 3, title: Trực tiếp}
      - {number: 4, title: Tồn cuối kỳ, roll_up: {units: sum, time: last}}
      - {number: 5, title: Đúng hạn}
      - {number: 6, title: Quá hạn}
      - {number: 7, title: Phí thu được, decimals: 2}
    relations:
      - {printed: "1=2+3", computed: true}
"""


def form() -> FormDefinition:
    rows = "\n".join(f'      - {{code: "{at}", title: {title}}}' for at, title in enumerate(ROWS, 1))
    return load_form(FORM.replace("ROWS", rows), "thu.yaml")


def free_form() -> FormDefinition:
    """The same with rows that the clerk names."""
    return load_form(FORM.replace("    rows:\nROWS\n", "    rows: free\n"), "thu.yaml")


def plain_form(rows: int, columns: int) -> FormDefinition:
    """Columns of counts that nothing relates."""
    head = FORM[: FORM.index("ROWS")]
    lines = [f'      - {{code: "{at}", title: Dòng {at}}}' for at in range(1, rows + 1)]
    lines += ["    columns:", *(f"      - {{number: {at}, title: Cột {at}}}" for at in range(1, columns + 1))]
    return load_form(head + "\n".join(lines) + "\n", "thu.yaml")


def cells(**columns: Sequence[str | int | None] | str | int) -> dict[str, str]:
    """Columns' figures by row, from the first row on; one figure alone stands in the first row."""
    found = {}
    for column, figures in columns.items():
        for at, figure in enumerate(figures if isinstance(figures, list | tuple) else [figures], 1):
            if figure is not None:
                found[f"main/r{at}/{column}"] = str(figure)
    return found


def pasts(*reports: Mapping[str, str], season: int = 0) -> list[PastReport]:
    """Earlier reports, oldest first; with `season` periods a year the ones of the same season are told."""
    count = len(reports)
    return [
        PastReport(cells=report, is_same_season=bool(season) and (count - at) % season == 0)
        for at, report in enumerate(reports)
    ]


def chance_count(chance: random.Random, mean: float) -> int:
    """A count that Poisson's law makes."""
    if mean > 400:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def well_behaved(chance: random.Random, periods: int, *, spread: float, season: float) -> list[dict[str, str]]:
    """Reports of one office, four a year, the last the one that is judged.

    Every cell has a mean between 1 and 3,000; by period it moves with the season and a lognormal factor.
    """
    means = {
        f"main/r{row}/{column}": math.exp(chance.uniform(0, 8)) for row in range(1, 7) for column in ("c4", *FLOWS)
    }
    return [
        {
            address: str(
                chance_count(chance, mean * math.exp(season * math.sin(math.pi / 2 * at) + chance.gauss(0, spread)))
            )
            for address, mean in means.items()
        }
        for at in range(periods + 1)
    ]
