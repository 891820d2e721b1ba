"""A process that types: saves cells one after the other and prints each one that the store said is durable."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from app.clock import SystemChance, SystemClock
from app.domain.operations import CellEdit
from app.errors import StoreError
from app.store.store import Store
from tests.app.store.office import FORM, KEY, OTHER, REPORT, identity


def main(path: str, name: str, limit: int) -> None:
    """Type `limit` values (0: until killed); every seventh round also numbers what waits."""
    store = Store.open(Path(path), KEY, clock=SystemClock(), chance=SystemChance())
    if store.identity() is None:
        store.enrol(identity("A", "người"))
    for number in count(1):
        if limit and number > limit:
            break
        key = OTHER if number % 5 == 0 else REPORT
        address = f"main/{name}{number % 13}/c{number % 7}"
        report = store.report(key)
        shown = report.mine.get(address) if report else None
        value = f"{(int(shown) if shown else 0) + 1}"
        outcome = store.save_edits(key, FORM, [CellEdit(address, shown, value)], author="người")
        assert outcome.saved == (address,)
        print(f"{key}\t{address}\t{value}", flush=True)
        if number % 7 == 0:
            store.freeze(20_000)
    store.close()


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except StoreError as error:
        print(f"refused {error}", file=sys.stderr)
        sys.exit(3)
