"""How printed rows nest: by indentation, by the style of their numbers, by dashes and "trong đó"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.domain.forms.drafting.wording import is_heading_only, is_of_which

_NUMBERED = re.compile(r"\s*[(]?((?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-ZĐ]|[a-zđ])(?:\.\d{1,3})*)\s*[.)/:]\s+(?=\S)")
_BARE = re.compile(r"\s*[(]?(\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,6}|[A-ZĐ]|[a-zđ])\s*[.)]?\s*\Z")
_DASH = re.compile(r"\s*([-–+*•])\s*(?=\S)")
_BULLET = re.compile(r"\s*([-–+*•])\s*\Z")
_ROMAN = re.compile(r"[IVXLC]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """A row's place in the outline."""

    level: int
    """Depth, 0 the outermost."""
    mark: str
    """The number printed before it: `1.1`, `I`, `a`; empty for none."""
    style: str
    """What kind of number or dash that is."""
    of_which: bool
    """Whether it is a part that is not added."""


@dataclass(slots=True, kw_only=True)
class _Announced:
    """A "Trong đó:" line, whose parts follow."""

    level: int
    """The level its parts are at, at least."""
    style: str
    """The style of the row before it: where that comes again, its parts are over."""
    indent: int
    """Its own indentation: what stands further left, or beside it after deeper rows, is no part."""
    adds_nothing: bool
    """Whether its parts are not added ("trong đó", not "chia ra")."""
    has_deeper: bool = False
    """Whether a part stood deeper than the line itself."""


@dataclass(slots=True)
class Outline:
    """Takes rows from the top and says where each belongs."""

    has_indents: bool
    """Whether the sheet indents its rows; then the indentation counts."""
    _stack: list[str] = field(default_factory=list)
    _indents: list[int] = field(default_factory=list)
    _announced: _Announced | None = None

    def place(self, label: str, index: str, indent: int, *, is_line: bool) -> Outlined | None:
        """Where a row belongs; None for one that only announces the next, which a `is_line` (coded) row never does."""
        mark, style = number_of(label, index)
        of_which = is_of_which(label)
        if is_heading_only(label) and not is_line:
            self._announced = _Announced(
                level=max(len(self._stack), 1),
                style=self._stack[-1] if self._stack else "",
                indent=indent,
                adds_nothing=of_which,
            )
            return None
        if self._announced is not None and self._is_over(self._announced, style, indent):
            self._announced = None
        if self.has_indents:
            level = self._by_indent(indent)
        else:
            level = max(len(self._stack), 1) if of_which and not style else self._by_style(style)
        if self._announced is not None:
            level = max(level, self._announced.level)
            of_which = of_which or self._announced.adds_nothing
        return Outlined(level=level, mark=mark, style=style, of_which=of_which)

    def _is_over(self, announced: _Announced, style: str, indent: int) -> bool:
        """Whether a row comes after the parts that were announced."""
        if not self.has_indents:
            return bool(style) and style == announced.style
        is_beside = indent == announced.indent and announced.has_deeper
        announced.has_deeper = announced.has_deeper or indent > announced.indent
        return indent < announced.indent or is_beside

    def _by_indent(self, indent: int) -> int:
        while self._indents and self._indents[-1] > indent:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent:
            self._indents.append(indent)
        self._stack = [""] * len(self._indents)
        return len(self._indents) - 1

    def _by_style(self, style: str) -> int:
        if not style:
            if self._announced is None:
                self._stack = [""]
            return max(len(self._stack) - 1, 0)
        if style in self._stack:
            del self._stack[self._stack.index(style) + 1 :]
        else:
            if self._stack == [""]:
                self._stack = [] if style not in ("dash", "plus") else [""]
            self._stack.append(style)
        return len(self._stack) - 1


def number_of(label: str, index: str) -> tuple[str, str]:
    """The number before a row, from its index cell or its label, and that number's style; empty for none."""
    bare = _BARE.match(index) if index else None
    numbered = bare or _NUMBERED.match(label)
    if numbered is not None:
        return numbered[1], _style(numbered[1])
    dash = _BULLET.match(index) or _DASH.match(label)
    if dash is not None:
        return "", "plus" if dash[1] == "+" else "dash"
    return "", ""


def _style(mark: str) -> str:
    if mark[0].isdigit():
        return f"digits{mark.count('.')}"
    if _ROMAN.match(mark) and (len(mark) > 1 or mark in "IVX"):
        return "roman"
    return "letter" if mark[0].isupper() else "small"


def without_dash(label: str) -> str:
    """A label without the dash it begins with."""
    dash = _DASH.match(label)
    return label[dash.end() :] if dash else label
