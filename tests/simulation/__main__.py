"""Histories by the thousand: `python3 dev.py soak --seeds 100000 [--from N]`; one, told step by step: `--replay N`.

How to read a trace. One line is one step: its number, the computer, what was done, and in the end what befell the
requests it made (✓ nothing) and how its cycle ended. `u1/Q4 fixed/r01/c1 1001→1002` reads: in the report of unit u1
for the fourth quarter somebody typed 1002 over 1001. Values are numbers that no two entries share, so that searching a
trace for one tells its whole life. `[meanwhile …]` was typed while an answer was on its way, `[between …]` is another
computer's exchange that came between central's writing and reading. After the numbered steps the weather clears: a
`round` line tells how each computer's cycle ended (↑ operations settled, ↓ rows taken in).

A seed replays exactly: all chance is drawn from it. A failing seed is shortened before it is told, by leaving out steps
as long as the same oracle fails; `oracles.py` says what each oracle demands.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice

from tests.simulation.history import Outcome, draw, outcome_of, shrink

_AT_ONCE = 50
"""Seeds that one process plays before it reports."""


def play_some(first: int, count: int) -> Outcome | None:
    """The first of these seeds that fails, or None."""
    for seed in range(first, first + count):
        outcome = outcome_of(draw(seed))
        if outcome.failure:
            return outcome
    return None


def soak(first: int, count: int, workers: int) -> Outcome | None:
    """The lowest seed known to fail when the first failure was heard of, or None; says how far it is."""
    began, done = time.monotonic(), 0
    parts = ((start, min(_AT_ONCE, first + count - start)) for start in range(first, first + count, _AT_ONCE))
    failed: list[Outcome] = []
    with ProcessPoolExecutor(workers) as pool:
        running: dict[Future[Outcome | None], int] = {}
        while not failed:
            for start, size in islice(parts, 2 * workers - len(running)):
                running[pool.submit(play_some, start, size)] = size
            if not running:
                break
            ended, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in ended:
                done += running.pop(future)
                if outcome := future.result():
                    failed.append(outcome)
            rate = done / (time.monotonic() - began)
            print(f"\r{done} of {count} histories, {rate:.1f} a second", end="", file=sys.stderr, flush=True)
        for future in running:
            future.cancel()
    print(file=sys.stderr)
    return min(failed, key=lambda outcome: outcome.plan.seed, default=None)


def main(argv: list[str] | None = None) -> int:
    """Exit code: 0 when every history held."""
    parser = argparse.ArgumentParser(prog="dev.py soak", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--replay", type=int, help="play this seed alone, and tell it")
    parser.add_argument("--whole", action="store_true", help="tell a failing history as it is, not shortened")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes")
    options = parser.parse_args(argv)
    if options.replay is not None:
        outcome = outcome_of(draw(options.replay))
    else:
        found = soak(options.first, options.seeds, options.workers)
        if found is None:
            print(f"{options.seeds} histories from seed {options.first}: all hold")
            return 0
        outcome = found
    if outcome.failure and not options.whole:
        print(f"seed {outcome.plan.seed}: {outcome.failure}\nshortening …", file=sys.stderr)
        outcome = shrink(outcome.plan, outcome.oracle)
    print(outcome)
    return 1 if outcome.failure else 0


if __name__ == "__main__":
    sys.exit(main())
