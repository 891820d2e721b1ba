"""`sobaocao forms import-xlsx`: a ministry's workbook becomes a form definition, with a list to confirm."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import InputError
from app.messages import explain, words

if TYPE_CHECKING:
    from app.domain.forms.drafting.drafting import Draft
    from app.domain.forms.drafting.questions import Question
    from app.domain.forms.drafting.workbook import Workbook

_PLACES_MAX = 4


def add_import(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import-xlsx` to the actions of `forms`."""
    parser = actions.add_parser("import-xlsx", help="make a definition of an official Excel workbook")
    parser.add_argument("workbook", type=Path, metavar="WORKBOOK.xlsx")
    parser.add_argument("-o", "--output", type=Path, metavar="FORM.yaml", help="the file to write (standard output)")
    parser.add_argument("--code", default="", help="the form's code (the file's name)")
    parser.add_argument("--edition", default="", help="its edition (a year in the file's name)")
    parser.add_argument("--title", default="", help="its name (the title above the table)")
    parser.add_argument("--sheet", default="", metavar="NAME", help="the sheet to read (the first with a table)")
    parser.add_argument("--convert-legacy", action="store_true", help="convert texts in TCVN3 or VNI to Unicode")
    parser.add_argument("--force", action="store_true", help="overwrite FORM.yaml")
    parser.set_defaults(run=run_import)


def run_import(arguments: argparse.Namespace) -> int:
    """Write the definition, print what to confirm: beside a file on standard output, else on standard error."""
    from app.documents.excel.reading import read_workbook

    path: Path = arguments.workbook
    output: Path | None = arguments.output
    if output is not None and output.exists() and not arguments.force:
        raise InputError("workbook.output_exists", path=str(output))
    workbook = read_workbook(path, meanwhile=_bring_in)
    draft, text = _drafted(workbook, arguments)
    if output is None:
        sys.stdout.write(text)
    else:
        _write(output, text, overwrite=arguments.force)
    stream = sys.stderr if output is None else sys.stdout
    for line in _report(draft, output, arguments.lang):
        stream.write(line + "\n")
    return 0


def _bring_in() -> None:
    """Import what the next step needs, the relation parser above all."""
    import app.domain.forms.drafting.drafting
    import app.domain.forms.drafting.writing
    import app.domain.forms.loading  # noqa: F401


def _drafted(workbook: Workbook, arguments: argparse.Namespace) -> tuple[Draft, str]:
    """The draft and its definition, which is checked before anybody sees it."""
    from app.domain.forms.drafting.drafting import Wishes, draft_form
    from app.domain.forms.drafting.writing import write_form
    from app.domain.forms.loading import check_form

    path: Path = arguments.workbook
    draft = draft_form(
        workbook,
        Wishes(
            file_name=path.stem,
            code=arguments.code,
            edition=arguments.edition,
            title=arguments.title,
            sheet=arguments.sheet,
            converts_legacy=arguments.convert_legacy,
        ),
    )
    text = write_form(
        draft.form,
        note=_said("import.note", file=path.name, sheet=draft.sheet),
        unknown={key: _said(f"import.{key}") for key in ("receiver", "legal_basis")},
        comments=list(_listed(draft, arguments.lang, only_open=True)),
    )
    checked = check_form(text)
    if checked.form is None:
        first = next(problem for problem in checked.problems if not problem.is_hint)
        raise InputError("workbook.unusable", problem=first.code, line=first.line)
    return draft, text


def _write(path: Path, text: str, *, overwrite: bool) -> None:
    try:
        with path.open("w" if overwrite else "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputError("workbook.output_exists", path=str(path)) from error
    except OSError as error:
        raise InputError("workbook.output", path=str(path), problem=type(error).__name__) from error


def _report(draft: Draft, output: Path | None, language: str) -> Iterator[str]:
    """What was made, what to confirm, what was read."""
    tables = draft.form.tables
    fixed = sum(len(table.rows) for table in tables)
    rows = words("import.rows_fixed" if fixed else "import.rows_free", {"count": fixed}, language=language).what
    relations = [relation for table in tables for relation in table.relations]
    params = {
        "path": output or "",
        "code": draft.form.code,
        "columns": sum(len(table.leaves()) for table in tables),
        "rows": rows,
        "relations": len(relations),
        "locked": sum(relation.computed for relation in relations),
    }
    yield words("import.written" if output is not None else "import.read", params, language=language).what
    yield from _listed(draft, language, only_open=False)


def _listed(draft: Draft, language: str, *, only_open: bool) -> Iterator[str]:
    for heading, is_open in (("import.confirm", True), ("import.known", False)):
        some = [question for question in draft.questions if question.is_open is is_open]
        if some and (is_open or not only_open):
            yield words(heading, {"count": len(some)}, language=language).what
            yield from (f"  {_line(question, language)}" for question in some)


def _line(question: Question, language: str) -> str:
    """A question as one line: where, what, what to do, its code."""
    params: dict[str, object] = dict(question.params)
    if question.cause is not None:
        params["reason"] = explain(question.cause, language=language)
    said = str(words(question.code, params, language=language))
    where = _where(question.sheet, question.places, language)
    return f"{where}: {said} [{question.code}]" if where else f"{said} [{question.code}]"


def _where(sheet: str, places: Sequence[str], language: str) -> str:
    if not places:
        return ""
    shown = ", ".join(places[:_PLACES_MAX])
    if len(places) > _PLACES_MAX:
        shown = words("import.cells", {"places": shown, "count": len(places)}, language=language).what
    return f"{sheet}!{shown}"


def _said(code: str, **params: object) -> str:
    """Words that go into the definition, which is always Vietnamese."""
    return words(code, params).what
