"""`sobaocao forms list`: the forms that come with the program, or those that this office has."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import TYPE_CHECKING

from app.cli.forms.answers import say
from app.messages import words

if TYPE_CHECKING:
    from app.domain.forms.definition import FormDefinition


def add_list(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `list` to the actions of `forms`."""
    parser = actions.add_parser("list", help="the forms that come with the program, or that this office has")
    parser.add_argument("--on", type=date.fromisoformat, metavar="2026-07-01", help="only those in force on a day")
    parser.add_argument("--here", action="store_true", help="those of this office's store: from central, from updates")
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.set_defaults(run=run_list)


def run_list(arguments: argparse.Namespace) -> int:
    """Print each edition with its frequencies, the days it is in force, and its title."""
    from app.domain.forms.catalogue import shipped_forms

    found = _forms_here(arguments) if arguments.here else shipped_forms()
    forms = [form for form in found if arguments.on is None or form.in_force(arguments.on)]
    if arguments.as_json:
        say(json.dumps([_described(form) for form in forms], ensure_ascii=False, indent=1))
        return 0
    width = max((len(_name(form)) for form in forms), default=0)
    for form in forms:
        say(f"{_name(form):{width}}  {' '.join(form.frequencies):12}  {_in_force(form):23}  {form.title}")
    say(words("forms.listed", {"count": len(forms)}, language=arguments.lang).what)
    return 0


def _forms_here(arguments: argparse.Namespace) -> list[FormDefinition]:
    from app.bootstrap import office_at
    from app.domain.forms.packing import unpack_form
    from app.domain.vietnamese import sort_key

    store = office_at(arguments.data, arguments.secrets).open_store()
    try:
        packages = [store.form_package(form_hash) for form_hash in store.forms()]
    finally:
        store.close()
    forms = [unpack_form(package) for package in packages if package is not None]
    return sorted(sorted(forms, key=lambda form: form.age, reverse=True), key=lambda form: sort_key(form.code))


def _described(form: FormDefinition) -> dict[str, object]:
    return {
        "code": form.code,
        "edition": form.edition,
        "title": form.title,
        "frequencies": form.frequencies,
        "senders": form.senders,
        "valid_from": form.valid_from and form.valid_from.isoformat(),
        "valid_to": form.valid_to and form.valid_to.isoformat(),
        "provisional": form.provisional,
        "hash": form.hash,
    }


def _name(form: FormDefinition) -> str:
    return f"{form.code}@{form.edition}"


def _in_force(form: FormDefinition) -> str:
    first, last = (day.strftime("%d/%m/%Y") if day else "…" for day in (form.valid_from, form.valid_to))
    return "" if form.valid_from is None and form.valid_to is None else f"{first} - {last}"
