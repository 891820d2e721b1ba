"""`sobaocao forms check`: what is wrong with definitions, each by itself and beside each other."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.forms.answers import say
from app.messages import words

if TYPE_CHECKING:
    from app.domain.forms.reading import Problem


def add_check(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `check` to the actions of `forms`."""
    parser = actions.add_parser("check", help="list what is wrong with definitions")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a .yaml file or a folder of them")
    parser.set_defaults(run=run_check)


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
