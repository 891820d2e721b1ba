"""`sobaocao forms roll-up`: reports of many units, or of many periods, as one."""

from __future__ import annotations

import argparse
import json

from app.cli.forms.answers import read_values, say, tells_refusal


def add_roll_up(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `roll-up` to the actions of `forms`."""
    parser = actions.add_parser("roll-up", help="make one report of those of units, or of periods; prints JSON")
    parser.add_argument("form", metavar="CODE|FILE")
    parser.add_argument("sources", metavar="SOURCES.json", help="a file, or - for standard input")
    parser.add_argument(
        "--explain", action="append", default=[], metavar="ADDRESS", help="expand a cell to what it came from"
    )
    parser.set_defaults(run=run_roll_up)


@tells_refusal
def run_roll_up(arguments: argparse.Namespace) -> int:
    """Print the content of the roll-up, what follows from it, how complete it is, and explained cells, as JSON."""
    from app.domain.forms.catalogue import find_form
    from app.domain.rollup.given import roll_up_given

    form = find_form(arguments.form)
    told = roll_up_given(form, read_values(arguments.sources), arguments.explain, arguments.lang)
    say(json.dumps(told, ensure_ascii=False, indent=1))
    return 0
