"""A measured figure beside its floor, judged by its budget."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Sizes = dict[str, int]
Measure = Callable[[Sizes, Path], "list[Figure]"]
"""Sizes, and the folder of an office with years of reports, to be copied."""


FRAME_MS = 16.0
LATE_AT_MOST = 1.0
"""Per cent of the frames."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure. `ours` is None where it could not be measured; `what` then says why, and it does not hold."""

    name: str
    what: str
    ours: float | None
    floor: float | None
    """The same work by the bare part beneath ours, in the same run."""
    floor_name: str
    unit: str
    at_most: float | None = None
    """The budget for `ours`; None for a budget of the ratio, or none."""
    ratio_at_most: float | None = None
    """The budget for `ours` over `floor`."""

    @property
    def ratio(self) -> float | None:
        """Ours over the floor."""
        return self.ours / self.floor if self.ours is not None and self.floor else None

    @property
    def budget(self) -> str:
        """In words; empty where the figure has none."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g} {self.unit}"
        return f"≤ {self.ratio_at_most:g} × floor" if self.ratio_at_most is not None else ""

    @property
    def holds(self) -> bool | None:
        """Whether it is within its budget; None where it has none."""
        if self.ours is None:
            return False
        if self.at_most is not None:
            return self.ours <= self.at_most
        if self.ratio_at_most is not None:
            return self.ratio is not None and self.ratio <= self.ratio_at_most
        return None

    def told(self) -> dict[str, Any]:
        """What the JSON says of it."""
        return {
            "name": self.name,
            "what": self.what,
            "ours": _rounded(self.ours),
            "floor": _rounded(self.floor),
            "floor_name": self.floor_name,
            "ratio": _rounded(self.ratio),
            "unit": self.unit,
            "budget": self.budget,
            "holds": self.holds,
        }

    def plain(self) -> dict[str, Any]:
        """Its fields, for the way from the child process."""
        return asdict(self)


def _rounded(value: float | None) -> float | None:
    """Three significant digits; whole numbers as they are."""
    if value is None or value == int(value):
        return value if value is None else int(value)
    return round(value, max(0, 2 - math.floor(math.log10(abs(value)))))


def missing(name: str, why: str, *, unit: str = "ms", at_most: float | None = None) -> Figure:
    """A figure that could not be measured, said loudly."""
    return Figure(
        name=name, what=f"NOT MEASURED: {why}", ours=None, floor=None, floor_name="", unit=unit, at_most=at_most
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank). Raises ValueError for no values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def late(seconds: Sequence[float], name: str, what: str, floor: Sequence[float], floor_name: str) -> Figure:
    """The share of frames that came too late for a screen that shows sixty a second."""
    ours, theirs = (sum(one * 1000 > FRAME_MS for one in frames) / len(frames) * 100 for frames in (seconds, floor))
    return Figure(
        name=f"{name}.late",
        what=f"{what}, share of {len(seconds)} over {FRAME_MS:g} ms",
        ours=ours,
        floor=theirs,
        floor_name=floor_name,
        unit="%",
        at_most=LATE_AT_MOST,
    )


def table(figures: Sequence[Figure]) -> str:
    """The figures as an aligned table, what each is below it."""
    head = ("figure", "ours", "floor", "ratio", "budget", "holds")
    rows = [head]
    for figure in figures:
        held = {True: "yes", False: "NO", None: "-"}[figure.holds]
        rows.append(
            (
                figure.name,
                _amount(figure.ours, figure.unit),
                _amount(figure.floor, figure.unit),
                f"{figure.ratio:.2f}" if figure.ratio is not None else "-",
                figure.budget or "-",
                held,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = []
    for row, figure in zip(rows, [None, *figures], strict=True):
        lines.append("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
        if figure is not None:
            floor = f"; floor: {figure.floor_name}" if figure.floor_name else ""
            lines.append(f"    {figure.what}{floor}")
    return "\n".join(lines)


def _amount(value: float | None, unit: str) -> str:
    rounded = _rounded(value)
    return "-" if rounded is None else f"{rounded:,} {unit}".replace(",", " ")
