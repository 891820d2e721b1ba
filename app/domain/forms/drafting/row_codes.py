"""The codes of printed rows: as the sheet prints them, else from their numbers, else counted; none twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

CODE_MAX = 30

_UNFIT = re.compile(r"[\s/\x00-\x1f@;]+")


class RowCodes:
    """Gives rows their codes, from the top."""

    def __init__(self, marks: Sequence[str], printed: Sequence[str], *, has_lines: bool) -> None:
        self._repeats = len(set(marks)) < len(marks)
        self._kept = {*marks, *printed}
        """Codes that are printed somewhere: no row is counted to one of them."""
        self._point = "_" if has_lines else "."
        self._taken: set[str] = set()
        self._counted: Counter[str] = Counter()
        self._above: list[tuple[int, str, str]] = []
        """Depth, code and mark of the rows and headings a row may lie under, outermost first."""

    def of_row(self, printed: str, mark: str, level: int) -> str:
        """The code of a row with this printed code and number, at this depth."""
        above = self._over(level)
        code = self._fit(printed or mark)
        # Why the one above that is no part of it: 1.1 stands under 1, and both under II where 1 came before.
        outer = [known for _, known, known_mark in above if not f"{code}.".startswith(f"{known_mark}.")]
        if not code:
            code = self._count(above[-1][1] if above else "")
        elif not printed and self._repeats and outer:
            code = f"{outer[-1]}{self._point}{code}"
        code = self._once(code)
        self._above = [*above, (level, code, mark or code)]
        return code

    def under(self, heading: str, level: int) -> None:
        """Note that a heading over rows begins at a depth."""
        self._above = [*self._over(level), (level, heading, heading)]

    def _over(self, level: int) -> list[tuple[int, str, str]]:
        return [one for one in self._above if one[0] < level]

    def _fit(self, code: str) -> str:
        fit = _UNFIT.sub("-", code).strip("-")[:CODE_MAX]
        return fit.replace(".", self._point)

    def _count(self, above: str) -> str:
        """The next code under a row, or among the outermost ones."""
        while True:
            self._counted[above] += 1
            code = f"{above}{self._point}{self._counted[above]}" if above else str(self._counted[above])
            if code not in self._taken and code not in self._kept:
                return code

    def _once(self, code: str) -> str:
        """A code no row bears yet."""
        found, more = code, 2
        while found in self._taken:
            found, more = f"{code}-{more}", more + 1
        self._taken.add(found)
        return found
