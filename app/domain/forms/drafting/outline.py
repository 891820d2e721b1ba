"""How printed rows nest: by the style of their numbers, by indentation, by dashes and "trong đó"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.forms.drafting.wording import is_heading_only, is_of_which

_MARK = r"\d{1,3}(?:\.\d{1,3})*|(?:[IVXLC]{1,6}|[A-ZĐ]|[a-zđ])(?:\.\d{1,3})*"
_NUMBERED = re.compile(rf"\s*[(]?({_MARK})\s*[.)/:]\s+(?=\S)")
_BARE = re.compile(rf"\s*[(]?({_MARK})\s*[.)]?\s*\Z")
_DASH = re.compile(r"\s*([-–+*•])\s*(?=\S)")
_BULLET = re.compile(r"\s*([-–+*•])\s*\Z")
_ROMAN = re.compile(r"[IVXLC]+\Z")
_BULLETS = ("dash", "plus")
_LETTER_BEFORE = {"I": "H", "V": "U", "X": "V", "C": "B", "L": "K"}
"""Letters that are Roman numbers too -> the letter they follow where letters number the rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlined:
    """A row's place in the outline."""

    level: int
    """Depth, 0 the outermost."""
    mark: str
    """The number printed before it: `1.1`, `I`, `a`; empty for none."""
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


@dataclass(frozen=True, slots=True)
class _Step:
    """A row that others may lie under."""

    style: str
    mark: str
    indent: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A row "Trong đó: …", which further parts may follow."""

    level: int
    indent: int


@dataclass(slots=True)
class Outline:
    """Takes rows from the top and says where each belongs."""

    has_indents: bool
    """Whether the sheet indents its rows; then the indentation counts where numbers say nothing."""
    is_numbered: bool
    """Whether the numbers before rows are of several kinds (I, 1, 1.1, a): then they say how rows nest."""
    _stack: list[_Step] = field(default_factory=list)
    _announced: _Announced | None = None
    _part: _Part | None = None

    def place(self, label: str, index: str, indent: int, *, is_line: bool) -> Outlined | None:
        """Where a row belongs; None for one that only announces the next, which a `is_line` (coded) row never does."""
        mark, style = number_of(label, index)
        of_which = is_of_which(label)
        if is_heading_only(label) and not is_line:
            self._announced = _Announced(
                level=max(len(self._stack), 1),
                style=self._stack[-1].style if self._stack else "",
                indent=indent,
                adds_nothing=of_which,
            )
            return None
        if self._announced is not None and self._is_over(self._announced, style, indent):
            self._announced = None
        step = _Step(self._as_letter(mark, style), mark, indent)
        if self._part is not None and not mark and indent > self._part.indent:
            # Why: "Trong đó: - Nữ" goes on in the next line, under its first word after the colon.
            return Outlined(level=self._part.level, mark="", of_which=True)
        self._part = None
        if of_which and not style:
            # Why it does not join the stack: what follows it stands beside the row it is part of.
            while self.has_indents and self._stack and self._stack[-1].indent > indent:
                self._stack.pop()
            level = max(len(self._stack), 1)
            self._part = _Part(level, indent) if self.has_indents else None
        else:
            self._cut(step)
            level = len(self._stack)
            self._stack.append(step)
        if self._announced is not None:
            level = max(level, self._announced.level)
            of_which = of_which or self._announced.adds_nothing
        return Outlined(level=level, mark=mark, of_which=of_which)

    def _is_over(self, announced: _Announced, style: str, indent: int) -> bool:
        """Whether a row comes after the parts that were announced."""
        if not self.has_indents:
            return bool(style) and style == announced.style
        is_beside = indent == announced.indent and announced.has_deeper
        announced.has_deeper = announced.has_deeper or indent > announced.indent
        return indent < announced.indent or is_beside

    def _as_letter(self, mark: str, style: str) -> str:
        """The style of a mark; I after H is a letter."""
        follows = any(step.mark == _LETTER_BEFORE.get(mark, "-") for step in self._stack)
        return "letter" if style == "roman" and follows else style

    def _cut(self, step: _Step) -> None:
        """Take from the stack what a row does not lie under."""
        if self.is_numbered and step.style and step.style not in _BULLETS:
            self._cut_by_number(step)
            return
        while self._stack and not self._is_under(step, self._stack[-1]):
            self._stack.pop()

    def _cut_by_number(self, step: _Step) -> None:
        styles = [above.style for above in self._stack]
        if step.style in styles:
            del self._stack[styles.index(step.style) :]
            return
        while self._stack and self._stack[-1].style in ("", *_BULLETS):
            self._stack.pop()

    def _is_under(self, step: _Step, above: _Step) -> bool:
        """Whether a row lies under another, by their indentation, or by its dash."""
        if self.has_indents and step.indent != above.indent:
            return step.indent > above.indent
        if step.style not in _BULLETS:
            return False
        return above.style != step.style and not any(other.style == step.style for other in self._stack)


def nests_by_number(marks: Iterable[tuple[str, str]]) -> bool:
    """Whether numbers before rows, each with its style, are of several kinds."""
    return len({style for mark, style in marks if mark}) > 1


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


def is_bullet(index: str) -> bool:
    """Whether an index is a dash or a plus."""
    return _BULLET.match(index) is not None


def _style(mark: str) -> str:
    """The kind of a number, `digits`, `roman`, `letter` or `small`, and `.1` for each further part."""
    first, *further = mark.split(".")
    if first.isdigit():
        kind = "digits"
    elif _ROMAN.match(first) and (len(first) > 1 or first in "IVX"):
        kind = "roman"
    else:
        kind = "letter" if first[0].isupper() else "small"
    return kind + ".1" * len(further)


def without_dash(label: str) -> str:
    """A label without the dash it begins with."""
    dash = _DASH.match(label)
    return label[dash.end() :] if dash else label
