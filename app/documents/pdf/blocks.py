"""What pages are made of: pieces of a height that paint themselves, cut into pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

Paint: TypeAlias = Callable[[QPainter, int], None]
"""Paints a piece with its top at a height, in twips."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of the way down."""

    height: int
    """Twips."""
    paint: Paint
    header: Block | None = None
    """What stands again above it where it begins a page."""
    keeps_next: bool = False
    """Never the last of its page, if there is room for both on one."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A block on its page."""

    top: int
    block: Block


def paginate(blocks: Iterable[Block], height: int, width: int) -> list[list[Standing]]:
    """The pages, each as high as `height`; what is higher than a page is continued on the next."""
    whole = [piece for block in blocks for piece in _cut(block, height, width)]
    pages: list[list[Standing]] = [[]]
    top = 0
    for at, block in enumerate(whole):
        if pages[-1] and top + _together(whole, at) > height:
            pages.append([])
            top = 0
            if block.header is not None:
                pages[-1].append(Standing(0, block.header))
                top = block.header.height
        pages[-1].append(Standing(top, block))
        top += block.height
    return pages


def _together(blocks: Sequence[Block], at: int) -> int:
    """How much room a block needs with those that must not stand alone after it."""
    height = blocks[at].height
    while blocks[at].keeps_next and at + 1 < len(blocks):
        at += 1
        height += blocks[at].height
    return height


def _cut(block: Block, page: int, width: int) -> Iterable[Block]:
    room = page - (block.header.height if block.header else 0)
    if block.height <= room:
        yield block
        return
    for start in range(0, block.height, room):
        part = min(room, block.height - start)
        yield replace(block, height=part, paint=_window(block.paint, start, part, width), keeps_next=False)


def _window(paint: Paint, start: int, height: int, width: int) -> Paint:
    def paint_part(painter: QPainter, top: int) -> None:
        painter.save()
        painter.setClipRect(QRectF(-20, top, width + 40, height))
        paint(painter, top - start)
        painter.restore()

    return paint_part
