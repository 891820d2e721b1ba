"""Histories over real sockets and wires in trouble: `python -m tests.links --seeds 200 [--from N]`.

What befalls a wire is drawn from the seed (troubles.py); when it strikes depends on the machine too, so that a seed
tells what to look for rather than plays the same to the byte.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter

from tests.links.world import OFFICES, play, served_centre
from tests.simulation.oracles import Violation


def main(argv: list[str] | None = None) -> int:
    """Exit code: 0 when every history held."""
    parser = argparse.ArgumentParser(prog="python -m tests.links", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seeds", type=int, default=OFFICES, help="how many")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    options = parser.parse_args(argv)
    logging.disable(logging.CRITICAL)
    befell: Counter[str] = Counter()
    began = time.monotonic()
    for first in range(options.first, options.first + options.seeds, OFFICES):
        with served_centre() as centre:
            for seed in range(first, min(first + OFFICES, options.first + options.seeds)):
                try:
                    befell.update(play(centre, seed).troubles)
                except Violation as violation:
                    print(violation)
                    return 1
                done = seed + 1 - options.first
                print(f"\r{done} of {options.seeds}, {done / (time.monotonic() - began):.2f} a second", end="")
    print(f"\n{options.seeds} histories from seed {options.first}: all hold; {dict(befell.most_common())}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
