"""Bytes, requests and CPU seconds of the four exchanges the budgets speak of, through the whole line in one process.

python -m tests.sync.figures
"""

from __future__ import annotations

import json
import logging
import random
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from app.domain.forms.loading import load_form
from app.domain.operations import CellEdit, ReportKey
from central.registry.packages import load_forms
from tests.sync import workload
from tests.sync.line import Computer, Line, make_template, opened_line

COLUMNS = "".join(f"      - {{number: {n}, title: Cột {n}}}\n" for n in range(1, 14))
ROWS = "".join(f"      - {{code: '{n:02d}', title: Dòng {n}}}\n" for n in range(1, 13))
SECTIONS = "".join(f"  - {{key: t{n}, title: Mục {n}}}\n" for n in range(1, 7))
FORM = f"""
code: S.01
edition: "2026"
title: Biểu đo
legal_basis: Không
senders: [commune]
receivers: {{commune: UBND tỉnh}}
frequencies: [W]
window: calendar
deadlines:
  commune: {{working_days: 1}}
tables:
  main:
    rows:
{ROWS}    columns:
{COLUMNS}sections:
{SECTIONS}"""


def _periods(count: int) -> Iterable[str]:
    return [f"{2000 + number // 50}-W{number % 50 + 1:02d}" for number in range(count)]


def _cycle(computer: Computer, name: str) -> dict[str, object]:
    began = time.process_time()
    cycle = computer.sync()
    spent = time.process_time() - began
    assert cycle.error is None, cycle.error
    record = cycle.record
    return {
        "what": name,
        "requests": record.requests,
        "bytes_up": record.bytes_up,
        "bytes_down": record.bytes_down,
        "bytes": record.bytes_up + record.bytes_down,
        "cpu_s_both_sides": round(spent, 3),
        "operations": record.sent,
        "rows": record.received,
    }


def figures(line: Line, count: int = 1000) -> list[dict[str, object]]:
    """First push, nothing, one cell in each of 100 reports, first pull on a second computer."""
    form = load_form(FORM, "s01.yaml")
    load_forms(line.db, [form], line.central.now())
    a, b = line.computer("01273"), line.computer("01273", "Hoàng Văn Bình")
    a.sync()
    b.sync()
    keys = [ReportKey(a.unit, "S.01", period) for period in _periods(count)]
    contents = [cells for _, cells in workload.reports(count)]
    for key, cells in zip(keys, contents, strict=True):
        a.store.save_edits(
            key, form.hash, [CellEdit(address, None, cells[address]) for address in sorted(cells)], author=a.person
        )
    told = [_cycle(a, f"first push of {count} reports"), _cycle(a, "nothing")]
    chance = random.Random(5)
    for place in chance.sample(range(count), 100):
        address = f"main/r{chance.randint(1, 12):02d}/c{chance.randint(1, 13)}"
        edit = CellEdit(address, contents[place][address], str(chance.randint(10_000, 99_999)))
        a.store.save_edits(keys[place], form.hash, [edit], author=a.person)
    told += [_cycle(a, "one cell in each of 100 reports"), _cycle(b, f"first pull of {count} reports")]
    assert a.is_level()
    assert b.is_level()
    return told


def main() -> None:
    """Prints the figures, one line each."""
    with tempfile.TemporaryDirectory() as folder:
        template = make_template(Path(folder) / "template")
        logging.disable(logging.INFO)
        with opened_line(Path(folder) / "line", template) as line:
            for row in figures(line):
                print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
