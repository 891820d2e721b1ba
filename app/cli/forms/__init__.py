"""`sobaocao forms`: everything a form author does with definitions. Each action is in a module of its own."""

from __future__ import annotations

import argparse

from app.cli.forms.checking import add_check
from app.cli.forms.evaluating import add_eval
from app.cli.forms.importing import add_import
from app.cli.forms.listing import add_list
from app.cli.forms.migrating import add_migrate
from app.cli.forms.rolling_up import add_roll_up
from app.cli.forms.showing import add_show


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `forms` command."""
    parser = subparsers.add_parser("forms", help="form definitions: list, check, show, try, import, move, roll up")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for add in (add_list, add_check, add_show, add_eval, add_migrate, add_roll_up, add_import):
        add(actions)
