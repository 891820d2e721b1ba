"""What is wrong with a report, in a shape that a list, a cell's mark and central can all show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.relations.tree import Severity
from app.domain.relations.wording import Sides, shown_figure
from app.messages import words

_FIGURES = ("left", "right", "difference", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found wrong, or not yet judged for want of figures."""

    code: str
    """`relation.unequal`, `relation.order`, `relation.incomplete`, `relation.not_known`, `value.type`, `value.range`,
    `value.closed`, `cell.unknown`, `section.missing`, `section.too_long`, `section.field`, `section.field_blank`,
    `indicator.disagree`."""
    severity: Severity
    """What it does to sealing."""
    relation: str = ""
    """The relation as printed; empty where none is concerned."""
    table: str
    """Table key."""
    row: str
    """Row, the middle part of the left cell's address."""
    column: str
    """Address of the cell on the left; empty where the left side is no cell."""
    cells: tuple[str, ...]
    """The cell on the left, then the operands in printed order."""
    params: Mapping[str, str] = field(default_factory=dict)
    """What its words need; figures canonical."""
    key: str = ""
    """Stable name for a written reason: relation and row."""
    reason: str = ""
    """The reason written for it; empty for none."""
    own_words: str = ""
    """What the form says of it; the figures follow."""
    sides: Sides | None = field(default=None, compare=False, repr=False)
    """What the two sides of the relation are; None where it is not broken."""

    def message(self, language: str = "vi") -> str:
        """The finding in words, with the figures that do not agree."""
        if self.sides is None:
            return _said(self.code, self.params, language)
        figures = _figures_said(self.sides, self.params, language)
        if self.own_words:
            return f"{self.own_words} {figures[:1].upper()}{figures[1:]}."
        return _said(self.code, {**self.params, "figures": figures}, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that was not judged or not calculated, and why."""

    code: str
    """`relation.no_previous`, `relation.no_preceding`, `relation.no_last_year`, `relation.no_form`,
    `relation.no_children`, `relation.no_cell`, `relation.other_edition`, `relation.over_zero`."""
    relation: str
    """The relation as printed."""
    table: str
    """Table key."""
    cells: tuple[str, ...] = ()
    """The cells concerned; empty where it is every row."""
    params: Mapping[str, str] = field(default_factory=dict)
    """What its words need."""

    def message(self, language: str = "vi") -> str:
        """The note in words."""
        return _said(self.code, self.params, language)


def _said(code: str, params: Mapping[str, str], language: str) -> str:
    shown = dict(params)
    for name in _FIGURES:
        if name in shown:
            shown[name] = shown_figure(shown[name], language)
    return words(code, shown, language=language).what


def _figures_said(sides: Sides, params: Mapping[str, str], language: str) -> str:
    """ "(3) = 120 nhưng (4)+(5)+(6) = 118, lệch 2"."""
    said = sides.said(params["left"], params["right"], language)
    equal = sides.link.sign == "=" and not sides.has_constant
    figures = words("relation.sides_differ" if equal else "relation.side_must", said, language=language).what
    difference = params["difference"].removeprefix("-")
    if difference in ("", "0"):
        return figures
    shown = {"figures": figures, "difference": shown_figure(difference, language)}
    return words("relation.differing_by", shown, language=language).what
