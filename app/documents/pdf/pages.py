"""A report as pages of A4: letterhead, tables, sections, signatures; a draft says on every page that it is one.

Margins, letters and page numbers follow the first appendix of Decree 30/2020/NĐ-CP.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QPagedPaintDevice, QPageLayout, QPageSize, QPainter

from app.documents.pdf.blocks import Block, Paint, paginate
from app.documents.pdf.lettering import TWIPS_PER_INCH, font, height_of, lines_of, mm, width_of
from app.documents.pdf.table import BODY, table_blocks
from app.documents.placed import Paper, Placed, PlacedSheet, Style
from app.documents.placing import place_report

DRAFT: Final = "BẢN NHÁP"
PAGE_WIDTH, PAGE_HEIGHT = mm(297), mm(210)
"""The paper, in twips."""
_LEFT, _RIGHT, _TOP, _BOTTOM = mm(30), mm(15), mm(20), mm(20)
WIDTH, HEIGHT = PAGE_WIDTH - _LEFT - _RIGHT, PAGE_HEIGHT - _TOP - _BOTTOM
"""Room between the margins, in twips."""
_HEAD_PARTS = ((0.0, 0.29), (0.31, 0.69), (0.71, 1.0))
"""Where the three parts of the letterhead stand, as shares of the width."""
_GAP = 120
_SIGNING_ROOM = mm(24)
_WATERMARK = QColor(236, 236, 236)
_CENTRE = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_PLAIN = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_FLUSH_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class _Type:
    points: float
    bold: bool = False
    italic: bool = False
    flags: int = _CENTRE


_TYPES = {
    Style.LEFT_STRONG: _Type(12, bold=True, flags=_PLAIN),
    Style.LEFT_SMALL: _Type(11, flags=_PLAIN),
    Style.LEFT: _Type(12, flags=_PLAIN),
    Style.TITLE: _Type(14, bold=True),
    Style.CENTRE: _Type(13),
    Style.CENTRE_SMALL: _Type(13, italic=True),
    Style.RIGHT_SMALL: _Type(12, italic=True, flags=_FLUSH_RIGHT),
    Style.SECTION: _Type(13, bold=True, flags=_PLAIN),
    Style.SIGN: _Type(13, bold=True),
}
_PARTS = {
    Style.LEFT_STRONG: 0,
    Style.LEFT_SMALL: 0,
    Style.TITLE: 1,
    Style.CENTRE: 1,
    Style.CENTRE_SMALL: 1,
    Style.LEFT: 2,
}


class Pages:
    """The pages of a report, laid out once; paint them on any device."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self.is_draft = paper.is_draft
        self._pages = paginate(_blocks(place_report(paper)), HEIGHT, WIDTH)

    def __len__(self) -> int:
        return len(self._pages)

    def print_on(self, device: QPagedPaintDevice, first: int = 1, last: int | None = None) -> None:
        """Paint the pages from `first` to `last`, counted from 1."""
        prepare(device)
        painter = QPainter(device)
        for number in range(first, (last or len(self)) + 1):
            if number > first:
                device.newPage()
            painter.save()
            painter.scale(device.logicalDpiX() / TWIPS_PER_INCH, device.logicalDpiY() / TWIPS_PER_INCH)
            self.paint(painter, number)
            painter.restore()
        painter.end()

    def paint(self, painter: QPainter, number: int) -> None:
        """Paint a page, counted from 1; the painter measures in twips from the paper's corner."""
        if self.is_draft:
            self._paint_draft(painter)
        painter.setPen(Qt.GlobalColor.black)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if number > 1:
            painter.setFont(font(13))
            painter.drawText(QRectF(0, mm(9), PAGE_WIDTH, mm(8)), _CENTRE, str(number))
        painter.translate(_LEFT, _TOP)
        for standing in self._pages[number - 1]:
            painter.setPen(Qt.GlobalColor.black)
            standing.block.paint(painter, standing.top)

    def _paint_draft(self, painter: QPainter) -> None:
        painter.setPen(_WATERMARK)
        painter.save()
        painter.setFont(font(110, bold=True))
        painter.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        painter.rotate(-30)
        width, height = width_of(DRAFT, 110, bold=True), height_of(DRAFT, 100_000, 110, bold=True)
        painter.drawText(QRectF(-width, -height / 2, 2 * width, height), _CENTRE, DRAFT)
        painter.restore()
        painter.setPen(Qt.GlobalColor.black)
        painter.setFont(font(10, italic=True))
        said = f"{DRAFT}, in lúc {self._paper.made_at:%H:%M ngày %d/%m/%Y}"
        painter.drawText(QRectF(_LEFT, mm(10), WIDTH, mm(8)), _FLUSH_RIGHT, said)

    @property
    def title(self) -> str:
        """What a file or a print job is called."""
        paper = self._paper
        return f"{paper.form.code} · {paper.period_title} · {paper.unit_name}"


def prepare(device: QPagedPaintDevice) -> None:
    """Set a device to the paper: A4 lying, painted from the paper's edge."""
    device.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    )


def _blocks(sheets: Sequence[PlacedSheet]) -> Iterator[Block]:
    for at, sheet in enumerate(sheets):
        above = [cell for cell in sheet.cells if cell.row < sheet.header[0]]
        below = [cell for cell in sheet.cells if cell.row > sheet.header[1] and cell.style not in BODY]
        if at == 0:
            yield _letterhead(above)
        for cell in above:
            if cell.style in (Style.SECTION, Style.RIGHT_SMALL) and cell.text:
                yield _words(cell)
        whole = [*(table_blocks(sheet, WIDTH) if sheet.has_table else ()), *_sections(below)]
        yield from whole[:-1]
        if whole:
            yield replace(whole[-1], keeps_next=True)  # signatures never stand alone on a page
        signed = [cell for cell in below if cell.style in (Style.SIGN, Style.CENTRE_SMALL)]
        yield _signatures(signed) if signed else _space(2 * _GAP)


def _space(height: int) -> Block:
    return Block(height=height, paint=lambda _painter, _top: None)


def _words(cell: Placed) -> Block:
    """A line of words above what it is about."""
    kind = _TYPES[cell.style]
    height = height_of(cell.text, WIDTH, kind.points, bold=kind.bold, italic=kind.italic)

    def paint(painter: QPainter, top: int) -> None:
        painter.setFont(font(kind.points, bold=kind.bold, italic=kind.italic))
        painter.drawText(QRectF(0, top, WIDTH, height), kind.flags, cell.text)

    return Block(height=height + 60, paint=paint, keeps_next=True)


def _column(painter: QPainter | None, cells: Iterable[Placed], left: int, width: int, top: int) -> int:
    """Words below each other; how high they are. Without a painter they are only measured."""
    reached = top
    for cell in cells:
        kind = _TYPES[cell.style]
        height = height_of(cell.text, width, kind.points, bold=kind.bold, italic=kind.italic)
        if painter is not None:
            painter.setFont(font(kind.points, bold=kind.bold, italic=kind.italic))
            painter.drawText(QRectF(left, reached, width, height), kind.flags, cell.text)
        reached += height + 20
    return reached - top


def _letterhead(cells: Sequence[Placed]) -> Block:
    """Which form, what report, from whom to whom: three parts side by side."""
    parts: list[list[Placed]] = [[], [], []]
    for cell in cells:
        if cell.style in _PARTS:
            parts[_PARTS[cell.style]].append(cell)
    places = [(round(WIDTH * start), round(WIDTH * (end - start))) for start, end in _HEAD_PARTS]

    def height() -> int:
        return max(_column(None, part, *place, 0) for part, place in zip(parts, places, strict=True))

    def paint(painter: QPainter, top: int) -> None:
        for part, place in zip(parts, places, strict=True):
            _column(painter, part, *place, top)

    return Block(height=height() + 2 * _GAP, paint=paint, keeps_next=True)


def _sections(cells: Iterable[Placed]) -> Iterator[Block]:
    """The narrative, line by line, so that it goes on from page to page."""
    line = height_of("1", 1000, 13)
    for cell in cells:
        if cell.style is Style.SECTION:
            yield replace(_space(_GAP), keeps_next=True)
            yield _words(cell)
        elif cell.style is Style.SECTION_TEXT:
            for paragraph in cell.text.split("\n"):
                for text in lines_of(paragraph, WIDTH, 13) or [""]:
                    yield Block(height=line, paint=_line(text, line))


def _line(text: str, height: int) -> Paint:
    def paint(painter: QPainter, top: int) -> None:
        painter.setFont(font(13))
        painter.drawText(QRectF(0, top, WIDTH + mm(5), height), int(Qt.AlignmentFlag.AlignLeft), text)

    return paint


def _signatures(cells: Sequence[Placed]) -> Block:
    """Who drew it up and who signs, side by side, with room to sign."""
    last = max(cell.last_column for cell in cells)
    right = [cell for cell in cells if cell.last_column == last]
    left = [cell for cell in cells if cell.last_column != last]
    half = WIDTH // 2
    first = height_of("1", half, 13) + 20

    def paint(painter: QPainter, top: int) -> None:
        _column(painter, left, 0, half, top + first)  # level with the signer's title, below the date
        _column(painter, right, half, half, top)

    height = _GAP * 2 + _column(None, right, half, half, 0) + _SIGNING_ROOM

    def lowered(painter: QPainter, top: int) -> None:
        paint(painter, top + _GAP * 2)

    return Block(height=height, paint=lowered)
