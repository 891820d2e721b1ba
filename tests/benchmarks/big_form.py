"""A form of 400 rows × 25 columns of figures, as its YAML would be written, and figures that keep its relations."""

from __future__ import annotations

import random
from dataclasses import dataclass

from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form

BLOCKS = (range(1, 10), range(10, 18), range(18, 26))
"""Columns by number; the first of each block is the sum of the others in it."""
COLUMNS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class BigForm:
    """A form and its size."""

    form: FormDefinition
    rows: int

    @property
    def cells(self) -> int:
        """Cells of figures in the body."""
        return self.rows * COLUMNS


def form_text(rows: int) -> str:
    """The YAML of the form: row totals, relations across and between blocks, a total row."""
    lines = [
        "code: B-10000/DN",
        'edition: "2026"',
        "title: Tình hình giải quyết hồ sơ theo thủ tục hành chính",
        "unit: hồ sơ",
        "legal_basis: Mẫu dùng để đo",
        "senders: [commune]",
        "receivers: {commune: Văn phòng UBND tỉnh}",
        "frequencies: [Q]",
        "window: nd09",
        "deadlines: {commune: {working_days: 2}}",
        "tables:",
        "  main:",
        "    total: Tổng cộng",
        "    columns:",
        "      - {number: A, title: TT, type: index}",
        "      - {number: B, title: Thủ tục, type: label, width: 30}",
    ]
    for name, block in zip(("Tiếp nhận", "Đã giải quyết", "Đang giải quyết"), BLOCKS, strict=True):
        lines += [f"      - title: {name}", "        columns:"]
        lines += [
            f"          - {{number: {number}, title: {'Tổng số' if number == block[0] else f'Mục {number}'}}}"
            for number in block
        ]
    lines.append("    rows:")
    lines += [f'      - {{code: "{row:03d}", title: "Thủ tục số {row}"}}' for row in range(1, rows + 1)]
    lines.append("    relations:")
    lines += [f'      - {{printed: "{block[0]}={block[1]}+...+{block[-1]}", computed: true}}' for block in BLOCKS]
    lines += [
        '      - {printed: "1=10+18"}',
        '      - {printed: "2>=3"}',
        '      - {printed: "11<=1", severity: warning}',
        '      - {printed: "19+20<=18", severity: explain}',
    ]
    return "\n".join(lines) + "\n"


def big_form(rows: int = 400) -> BigForm:
    """The form, read from its YAML."""
    return BigForm(form=load_form(form_text(rows), "big.yaml"), rows=rows)


def figures(big: BigForm, seed: int = 1, *, broken_every: int = 40) -> dict[str, str]:
    """Typed cells of a filled report in which every relation holds but one in each so-manieth row."""
    chance = random.Random(seed)
    cells: dict[str, str] = {}
    for row in range(1, big.rows + 1):
        done = [chance.randint(0, 900) for _ in BLOCKS[1][1:]]
        doing = [chance.randint(0, 900) for _ in BLOCKS[2][1:]]
        taken = _shared_out(sum(done) + sum(doing), len(BLOCKS[0]) - 1, chance)
        taken[0], taken[1] = max(taken[:2]), min(taken[:2])
        if row % broken_every == 0:
            taken[-1] += 1
        for block, values in zip(BLOCKS, (taken, done, doing), strict=True):
            for number, value in zip(block[1:], values, strict=True):
                cells[f"main/r{row:03d}/c{number}"] = str(value)
    return cells


def _shared_out(total: int, parts: int, chance: random.Random) -> list[int]:
    cuts = sorted(chance.randint(0, total) for _ in range(parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, total], strict=True)]
