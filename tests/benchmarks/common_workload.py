"""The workload that the byte budgets speak of: reports of 156 figures and 6 Vietnamese texts, of one office."""

from __future__ import annotations

import gzip
import lzma
import random
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.operations import CellEdit, ReportKey

SYLLABLES = (  # noqa: SIM905  sixty strings in quotes read worse
    "báo cáo tổng hợp tình hình tiếp công dân khiếu nại tố cáo phản ánh kiến nghị đơn thư xử lý giải quyết thanh tra "
    "hành chính chuyên ngành kỳ trước chuyển sang trong kỳ số liệu đơn vị huyện tỉnh xã phường thị trấn đã được chưa "
    "quá hạn đúng thẩm quyền hướng dẫn văn bản quyết định kết luận thu hồi đất đai môi trường"
).split()
ROWS, COLUMNS, TEXTS = 12, 13, 6
CODES = ("B.01/TCD", "B.02/TCD", "B.03/XLD", "B.04/TTHC")
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The cells that a form has."""

    rows: Sequence[str]
    """Codes."""
    columns: Sequence[str]
    """Printed numbers."""
    texts: Sequence[str]
    """Keys of the sections."""


COMMON = Shape(
    rows=[f"{row:02d}" for row in range(1, ROWS + 1)],
    columns=[str(column) for column in range(1, COLUMNS + 1)],
    texts=[f"t{number}" for number in range(1, TEXTS + 1)],
)


def form_text(code: str, shape: Shape = COMMON) -> str:
    """The YAML of a form of rows × columns and sections, by month."""
    one, two = shape.columns[0], shape.columns[1]
    lines = [
        f"code: {code}",
        'edition: "2026"',
        "title: Tiếp công dân, xử lý đơn và giải quyết thủ tục hành chính",
        "legal_basis: Mẫu dùng để đo",
        "senders: [commune]",
        "receivers: {commune: Văn phòng UBND tỉnh}",
        "frequencies: [M]",
        "window: nd09",
        "deadlines: {commune: {working_days: 2}}",
        "sections:",
        *(f"  - {{key: {key}, title: Mục {key.removeprefix('t')}}}" for key in shape.texts),
        "tables:",
        "  main:",
        "    columns:",
        "      - {number: A, title: Nội dung, type: label}",
        *(f'      - {{number: "{number}", title: Cột {number}}}' for number in shape.columns),
        "    rows:",
        *(f'      - {{code: "{row}", title: Dòng {row.removeprefix("0")}}}' for row in shape.rows),
        "    relations:",
        f'      - {{printed: "{one}>={two}", severity: warning}}',
    ]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """Forms, and reports filled by them."""

    forms: Mapping[str, FormDefinition]
    """By code."""
    reports: Mapping[ReportKey, dict[str, str]]

    def packed_with_xz(self) -> int:
        """Bytes of every value, cell by cell over the reports, without any key, in xz: the floor of a first push."""
        columns = zip(*(cells.values() for cells in self.reports.values()), strict=True)
        return len(lzma.compress("\n".join("\t".join(column) for column in columns).encode(), preset=9))


def workload(unit: str, count: int, seed: int = 20260101) -> Workload:
    """`count` reports of one office, months of four forms by turns."""
    chance = random.Random(seed)
    forms = {code: load_form(form_text(code), f"{code}.yaml") for code in CODES}
    reports = {
        ReportKey(unit, CODES[number % len(CODES)], month(number // len(CODES))): filled(chance)
        for number in range(count)
    }
    return Workload(forms=forms, reports=reports)


def month(number: int) -> str:
    """The period of a month, counted from the first of all."""
    return f"{FIRST_YEAR + number // 12}-M{number % 12 + 1:02d}"


def filled(chance: random.Random) -> dict[str, str]:
    """One report's figures and texts."""
    cells = {
        f"main/r{row:02d}/c{column}": _figure(chance) for row in range(1, ROWS + 1) for column in range(1, COLUMNS + 1)
    }
    return cells | {f"@text/t{number}/body": _text(chance) for number in range(1, TEXTS + 1)}


def _figure(chance: random.Random) -> str:
    return str(chance.choice((0, 0, chance.randint(1, 9), chance.randint(10, 999), chance.randint(1000, 9999))))


def _text(chance: random.Random) -> str:
    words: list[str] = []
    while len(" ".join(words)) < 58:
        words.append(chance.choice(SYLLABLES))
    return " ".join(words)[:62].strip().capitalize()


def one_cell_each(load: Workload, count: int, seed: int = 5) -> list[tuple[ReportKey, CellEdit]]:
    """One edited figure in each of `count` reports."""
    chance = random.Random(seed)
    edits = []
    for key in sorted(chance.sample(list(load.reports), count)):
        address = chance.choice([each for each in load.reports[key] if not each.startswith("@")])
        new = str(chance.randint(10_000, 99_999))
        edits.append((key, CellEdit(address, load.reports[key][address], new)))
    return edits


def packed_with_gzip(edits: Sequence[tuple[ReportKey, CellEdit]]) -> int:
    """Bytes of report, cell and new value of each edit, packed, in gzip: the floor of an exchange of edits."""
    packed = b"".join(
        str(key).encode() + b"\0" + edit.address.encode() + b"\0" + struct.pack(">I", int(edit.new or 0))
        for key, edit in edits
    )
    return len(gzip.compress(packed, 9))
