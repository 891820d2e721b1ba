"""`sobaocao forms show`: a form's columns and relations, as they were understood."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from app.cli.forms.answers import say, tells_refusal
from app.messages import words

if TYPE_CHECKING:
    from app.domain.forms.definition import Column, FormDefinition


def add_show(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `show` to the actions of `forms`."""
    parser = actions.add_parser("show", help="print a form's columns and relations")
    parser.add_argument("form", metavar="CODE|FILE", help="of several editions the newest; CODE@EDITION for another")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.set_defaults(run=run_show)


@tells_refusal
def run_show(arguments: argparse.Namespace) -> int:
    """Print a form, for people or as JSON."""
    from app.domain.forms.catalogue import find_form

    form = find_form(arguments.form)
    if arguments.as_json:
        say(json.dumps(_described(form), ensure_ascii=False, indent=1))
    else:
        for line in _printed(form, arguments.lang):
            say(line)
    return 0


def _described(form: FormDefinition) -> dict[str, object]:
    return {
        "code": form.code,
        "edition": form.edition,
        "title": form.title,
        "provisional": form.provisional,
        "hash": form.hash,
        "columns": [
            {
                "id": column.key,
                "number": column.number,
                "title": list(column.title_path),
                "type": column.type.value,
                "unit": column.unit,
                "decimals": column.decimals,
                "computed": column.computed,
                "table": table.key,
            }
            for table in form.tables
            for column in table.columns
        ],
        "relations": [
            {
                "printed": relation.printed,
                "executable": relation.text,
                "severity": relation.severity.value,
                "computed": relation.computed,
                "axis": relation.axis.value,
                "table": table.key,
            }
            for table in form.tables
            for relation in table.relations
        ],
    }


def _printed(form: FormDefinition, language: str) -> Iterable[str]:
    yield f"{form.code} ({form.edition})"
    yield form.title
    yield form.legal_basis
    if form.provisional:
        yield f"{words('forms.provisional', {}, language=language).what} {form.note}"
    for table in form.tables:
        yield ""
        yield f"[{table.key}] {table.title}".rstrip()
        yield from (_column_line(column) for column in table.columns)
        for relation in table.relations:
            text = f" → {relation.text}" if relation.text != relation.printed else ""
            computed = ", computed" if relation.computed else ""
            yield f"  {relation.printed}{text}  [{relation.severity.value}{computed}]"


def _column_line(column: Column) -> str:
    unit = f", {column.unit}" if column.unit else ""
    decimals = f", {column.decimals}" if column.decimals else ""
    return f"  {column.key:6} {' / '.join(column.title_path)}  [{column.type.value}{decimals}{unit}]"
