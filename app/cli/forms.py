"""`sobaocao forms check | show | eval`; `migrate`, `roll-up` and `import-xlsx` are in modules beside this one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import forms_import
from app.domain.vietnamese import nfc_json
from app.errors import FormError, InputError
from app.messages import words

if TYPE_CHECKING:
    from app.domain.canonical import Json
    from app.domain.forms.definition import Column, FormDefinition
    from app.domain.forms.reading import Problem


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the `forms` command."""
    # Here: it shares the reading and saying below.
    from app.cli.forms_migrate import add_migrate
    from app.cli.forms_rollup import add_roll_up

    parser = subparsers.add_parser("forms", help="form definitions: check, show, evaluate")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="list what is wrong with definitions")
    check.add_argument("paths", nargs="+", metavar="PATH", help="a .yaml file or a folder of them")
    check.set_defaults(run=run_check)
    show = actions.add_parser("show", help="print a form's columns and relations")
    show.add_argument("form", metavar="CODE|FILE")
    show.add_argument("--json", action="store_true", dest="as_json")
    show.set_defaults(run=run_show)
    evaluate = actions.add_parser("eval", help="calculate and judge given values; prints JSON")
    evaluate.add_argument("form", metavar="CODE|FILE")
    evaluate.add_argument("values", metavar="VALUES.json", help="a file, or - for standard input")
    evaluate.set_defaults(run=run_eval)
    add_migrate(actions)
    add_roll_up(actions)
    forms_import.add_parser(actions)


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def run_check(arguments: argparse.Namespace) -> int:
    """Print every problem as `file:line:column: code: words`; 1 where any definition cannot be used."""
    failed = 0
    for text in arguments.paths:
        paths = _files(Path(text))
        failed += _check_files(paths, arguments.lang, together=Path(text).is_dir())
        if not paths:
            failed += 1
            say(f"{text}:1:1: forms.nothing: {words('forms.nothing', {'path': text}, language=arguments.lang)}")
    if failed:
        say(words("forms.failed", {"count": failed}, language=arguments.lang).what)
    return 1 if failed else 0


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    return sorted(found for found in path.rglob("*") if found.suffix in (".yaml", ".yml"))


def _check_files(paths: Sequence[Path], language: str, *, together: bool) -> int:
    """Print what is wrong with files, and with the forms among them beside each other; how many errors."""
    from app.domain.forms.editions import FormFile, check_editions
    from app.domain.forms.indicator_agreement import check_indicators
    from app.domain.forms.loading import check_form
    from app.domain.forms.reading import Problem

    found: dict[Path, list[Problem]] = {}
    usable: list[FormFile] = []
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            params: dict[str, object] = {"path": str(path), "problem": type(error).__name__}
            found[path] = [Problem(code="form.file", line=1, column=1, params=params)]
            continue
        checked = check_form(text)
        found[path] = list(checked.problems)
        if checked.form is not None:
            usable.append(FormFile(str(path), text, checked.form))
    for check in (check_editions, check_indicators) if together else ():
        for name, problems in check(usable).items():
            found[Path(name)] += problems
    return sum(_say_checked(path, problems, language) for path, problems in found.items())


def _say_checked(path: Path, problems: Sequence[Problem], language: str) -> int:
    for problem in problems:
        say(_line(path, problem, language))
    errors = sum(not problem.is_hint for problem in problems)
    if not errors:
        say(words("forms.passed", {"path": path}, language=language).what)
    return errors


def _line(path: Path, problem: Problem, language: str) -> str:
    said = str(words(problem.code, problem.params, language=language))
    hint = f"{words('forms.hint', {}, language=language).what}: " if problem.is_hint else ""
    return f"{path}:{problem.line}:{problem.column}: {hint}{problem.code}: {said}"


def run_show(arguments: argparse.Namespace) -> int:
    """Print a form, for people or as JSON."""
    from app.domain.forms.catalogue import find_form

    try:
        form = find_form(arguments.form)
    except FormError as error:
        return refused(error, arguments.lang)
    if arguments.as_json:
        say(json.dumps(_described(form), ensure_ascii=False, indent=1))
    else:
        for line in _printed(form, arguments.lang):
            say(line)
    return 0


def refused(error: FormError, language: str) -> int:
    """Print an error of a definition with its place, where it has one."""
    params = error.params
    place = f"{params['path']}:{params['line']}:{params['column']}: " if "line" in params and "path" in params else ""
    sys.stderr.write(f"{place}{error.code}: {words(error.code, params, language=language)}\n")
    return 1


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


def run_eval(arguments: argparse.Namespace) -> int:
    """Print what a form calculates from given values and what it finds, as JSON."""
    from app.domain.forms.catalogue import find_form
    from app.domain.relations.evaluation import evaluate

    try:
        form = find_form(arguments.form)
    except FormError as error:
        return refused(error, arguments.lang)
    values = read_values(arguments.values)
    say(json.dumps(evaluate(form, values, arguments.lang), ensure_ascii=False, indent=1))
    return 0


def read_values(path: str) -> dict[str, Json]:
    """A values file, or standard input for `-`; figures stay texts, and every text is NFC.

    Raises InputError `form.values_file`, `form.values`.
    """
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
        # Why texts: a figure must never pass through a binary fraction.
        values = nfc_json(json.loads(text, parse_float=str, parse_int=str))
    except json.JSONDecodeError as error:
        raise InputError(
            "form.values_file", path=path, line=error.lineno, column=error.colno, problem=error.msg
        ) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("form.values_file", path=path, line=1, column=1, problem=type(error).__name__) from error
    if not isinstance(values, dict):
        raise InputError("form.values", key="{}")
    return values
