"""A first push of a hundred reports, and one cell after it, over whatever the loopback is like where this runs.

`python -m tests.links.first_push` prints what it took as JSON, or fails.
"""

from __future__ import annotations

import json
import sys
import time

from app.domain.operations import CellEdit, ReportKey
from app.services import light
from tests.links.world import WallClock, WiredComputer, seated, served_centre
from tests.simulation.centre import digest_of
from tests.simulation.furnishing import CODE, fast_folder, form

REPORTS = 100
_MOST_CYCLES = 20


def main() -> int:
    """Exit code: 0 when everything is at central, and both sides agree."""
    with served_centre() as centre:
        computer = seated(centre, fast_folder() / "office.db", "K1", "30000", "clerk", centre.server.port)
        try:
            keys = [
                ReportKey(computer.unit, CODE, f"{2000 + number // 4}-Q{number % 4 + 1}") for number in range(REPORTS)
            ]
            for number, key in enumerate(keys):
                _type(computer, key, {f"fixed/r0{row}/c{column}": str(number) for row in (1, 2) for column in (1, 2)})
            first = _until_green(computer)
            _type(computer, keys[0], {"fixed/r01/c1": "4711"})
            again = _until_green(computer)
            held = centre.held_for(computer.unit)
            assert len(held) == REPORTS
            assert digest_of(held) == computer.desk.light_facts().ours
            print(json.dumps({"first": first, "cell": again}))
        finally:
            computer.stop()
    return 0


def _type(computer: WiredComputer, key: ReportKey, cells: dict[str, str]) -> None:
    shown = computer.mine(key)
    edits = [CellEdit(address, shown.get(address), value) for address, value in sorted(cells.items())]
    computer.desk.save_edits(key, form().hash, edits, author=computer.person)


def _until_green(computer: WiredComputer) -> dict[str, object]:
    """Cycles until the light is green, as the runner makes them, without its pauses."""
    began, codes = time.monotonic(), []
    for _ in range(_MOST_CYCLES):
        cycle = computer.sync()
        assert cycle is not None
        codes.append(cycle.record.code)
        shown = light.light_of(computer.desk.light_facts(), WallClock().seconds())
        if shown.code == "light.agreed":
            return {"seconds": round(time.monotonic() - began, 2), "failed": [code for code in codes if code]}
    raise AssertionError(f"not green: {codes}")


if __name__ == "__main__":
    sys.exit(main())
