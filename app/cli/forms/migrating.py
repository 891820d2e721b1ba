"""`sobaocao forms migrate`: a report's figures move to another edition of its form, and back."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.cli.forms.answers import read_values, say, tells_refusal
from app.errors import InputError
from app.messages import words

if TYPE_CHECKING:
    from app.domain.forms.migration import Dropped, Migration, Return


def add_migrate(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `migrate` to the actions of `forms`."""
    migrate = actions.add_parser("migrate", help="move figures from one edition of a form to another, and back")
    migrate.add_argument("old", metavar="OLD", help="CODE@EDITION or a file")
    migrate.add_argument("new", metavar="NEW", help="CODE@EDITION or a file")
    migrate.add_argument("values", metavar="VALUES.json", help="a file, or - for standard input")
    migrate.add_argument("-o", type=Path, dest="target", metavar="OUT.json", help="write the moved figures here")
    migrate.add_argument(
        "--back", type=Path, metavar="RECORD.json", help="go back by the record that the move wrote beside OUT.json"
    )
    migrate.add_argument("--json", action="store_true", dest="as_json")
    migrate.set_defaults(run=run_migrate)


@tells_refusal
def run_migrate(arguments: argparse.Namespace) -> int:
    """Print what would be kept, moved and dropped, and write it where `-o` says; with `--back` the way back."""
    from app.domain.forms.catalogue import find_form
    from app.domain.forms.migration import back, migrate
    from app.domain.relations.evaluation import given_content

    old, new = find_form(arguments.old), find_form(arguments.new)
    values = read_values(arguments.values)
    if arguments.back is not None:
        record = _read_record(arguments.back)
        return _went_back(arguments, back(old, new, record, given_content(new, values)))
    return _moved(arguments, migrate(old, new, given_content(old, values)))


def _moved(arguments: argparse.Namespace, migration: Migration) -> int:
    if arguments.as_json:
        say(json.dumps(_describe(migration), ensure_ascii=False, indent=1))
    else:
        for line in _preview(migration, arguments.lang):
            say(line)
    if arguments.target is not None:
        record = arguments.target.with_suffix(".record.json")
        _write(arguments.target, _values_text(migration.content))
        _write(record, msgspec.json.encode(migration))
        _say_written("version.written", arguments, record=record)
    return 0


def _went_back(arguments: argparse.Namespace, returned: Return) -> int:
    lost = _dropped_json(returned.lost)
    if arguments.as_json:
        say(json.dumps({"cells": returned.content, "lost": lost}, ensure_ascii=False, indent=1))
    else:
        say(_counted("version.restored", len(returned.content), arguments.lang))
        for line in _dropped("version.lost", returned.lost, arguments.lang):
            say(line)
    if arguments.target is not None:
        _write(arguments.target, _values_text(returned.content))
        _say_written("version.written_back", arguments)
    return 0


def _describe(migration: Migration) -> dict[str, object]:
    return {
        "form": migration.code,
        "kept": [one.new for one in migration.kept],
        "moved": [{"old": one.old, "new": one.new, "value": one.became} for one in migration.moved],
        "once_calculated": [one.new for one in migration.carried if one.calculated],
        "dropped": _dropped_json(migration.dropped),
        "blank": list(migration.blank),
        "cells": migration.content,
    }


def _dropped_json(dropped: Sequence[Dropped]) -> list[dict[str, str]]:
    return [{"cell": one.address, "value": one.value, "why": one.why.value} for one in dropped]


def _preview(migration: Migration, language: str) -> Iterable[str]:
    yield _counted("version.kept", len(migration.kept), language)
    regrouped = [one for one in migration.carried if one.value != one.became]
    calculated = [one for one in migration.carried if one.calculated]
    for code, carried in (
        ("version.moved", migration.moved),
        ("version.regrouped", regrouped),
        ("version.once_calculated", calculated),
    ):
        if carried:
            yield _counted(code, len(carried), language)
            yield from (f"  {one.old} → {one.new}: {one.became}" for one in carried)
    yield from _dropped("version.dropped", migration.dropped, language)
    if migration.blank:
        yield _counted("version.blank", len(migration.blank), language)
        yield from (f"  {address}" for address in migration.blank)


def _dropped(code: str, dropped: Sequence[Dropped], language: str) -> Iterable[str]:
    if dropped:
        yield _counted(code, len(dropped), language)
    for one in dropped:
        yield f"  {one.address}: {one.value}  [{one.why}] {words(one.why, {}, language=language)}"


def _counted(code: str, count: int, language: str) -> str:
    return words(code, {"count": count}, language=language).what


def _read_record(path: Path) -> Migration:
    from app.domain.forms.migration import Migration

    try:
        return msgspec.json.decode(path.read_bytes(), type=Migration)
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise InputError("version.record", path=str(path), problem=str(error)[:200]) from error


def _values_text(cells: Mapping[str, str]) -> bytes:
    return json.dumps({"cells": cells}, ensure_ascii=False, indent=1).encode() + b"\n"


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise InputError("version.unwritable", path=str(path), problem=type(error).__name__) from error


def _say_written(code: str, arguments: argparse.Namespace, **params: object) -> None:
    if not arguments.as_json:
        say(str(words(code, {"path": arguments.target, **params}, language=arguments.lang)))
