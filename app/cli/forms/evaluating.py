"""`sobaocao forms eval`: what a form makes of given figures."""

from __future__ import annotations

import argparse
import json

from app.cli.forms.answers import read_values, say, tells_refusal


def add_eval(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `eval` to the actions of `forms`."""
    parser = actions.add_parser("eval", help="calculate and judge given values; prints JSON")
    parser.add_argument("form", metavar="CODE|FILE")
    parser.add_argument("values", metavar="VALUES.json", help="a file, or - for standard input")
    parser.set_defaults(run=run_eval)


@tells_refusal
def run_eval(arguments: argparse.Namespace) -> int:
    """Print what a form calculates from given values and what it finds, as JSON."""
    from app.domain.forms.catalogue import find_form
    from app.domain.relations.evaluation import evaluate

    form = find_form(arguments.form)
    values = read_values(arguments.values)
    say(json.dumps(evaluate(form, values, arguments.lang), ensure_ascii=False, indent=1))
    return 0
