"""`sobaocao bundle export | import | show`: what a computer and central say to each other, carried by hand."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.errors import InputError
from app.messages import words

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from app.domain.carriage import CarriageNote
    from app.domain.envelopes import Header
    from sync.bundle import Arrived


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `bundle`."""
    said = "carry what waits to the central system by hand, and what it answers back"
    parser = subparsers.add_parser("bundle", help=said, description=said)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    for name, run, about in (
        ("export", _export, "write a bundle of everything the central system has not answered"),
        ("import", _import, "take in a bundle: answers for this computer land, the rest is carried along"),
        ("show", _show, "say what anybody may read of a bundle, or whether a note of carriage is true"),
    ):
        verb = verbs.add_parser(name, help=about, description=about)
        verb.add_argument("file", type=Path)
        verb.add_argument("--json", action="store_true", help="print one JSON value")
        if name == "import":
            verb.add_argument("--note", type=Path, metavar="FILE", help="write the note for what is carried along")
        verb.set_defaults(run=run)


def _export(arguments: argparse.Namespace) -> int:
    from app.bootstrap import office_at
    from app.services.bundles import exported_code, write_whole

    workspace = office_at(arguments.data, arguments.secrets).open_workspace()
    try:
        made = workspace.bundles.make()
        write_whole(arguments.file, made.data)
        workspace.bundles.written(made)
    finally:
        workspace.close()
    told = {**_header(made.header), "operations": made.operations, "carried": made.carried, "bytes": len(made.data)}
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        _say(told)
        print(words(exported_code(made), {"reports": made.header.reports}, language=arguments.lang))
    return 0


def _import(arguments: argparse.Namespace) -> int:
    from app.bootstrap import office_at
    from app.services.bundles import read_file, write_whole

    data = read_file(arguments.file)
    workspace = office_at(arguments.data, arguments.secrets).open_workspace()
    try:
        came = workspace.bundles.take(data)
    finally:
        workspace.close()
    if arguments.note is not None and came.note:
        write_whole(arguments.note, came.note)
    if arguments.json:
        told = {"envelopes": [_arrived(each) for each in came.arrived], "note": came.note.decode() or None}
        print(json.dumps(told, ensure_ascii=False))
    else:
        for each in came.arrived:
            _say(_arrived(each))
            params = each.problem.params if each.problem else {"office": each.header.office}
            print(words(each.code, params, language=arguments.lang))
    return 1 if any(each.problem for each in came.arrived) else 0


def _show(arguments: argparse.Namespace) -> int:
    from app.domain.carriage import read_note
    from app.services.bundles import read_file, read_headers

    try:
        told = [_header(header) for header in read_headers(arguments.file)]
    except InputError as error:
        if error.code != "bundle.foreign_file":
            raise
        try:
            _show_note(arguments, read_note(read_file(arguments.file)))
        except InputError:
            raise error from None
        return 0
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for each in told:
            _say(each)
    return 0


def _show_note(arguments: argparse.Namespace, note: CarriageNote) -> None:
    if arguments.json:
        print(msgspec.json.encode(note).decode())
        return
    print(words("bundle.note_true", {"office": note.office, "count": len(note.envelopes)}, language=arguments.lang))
    for line in note.envelopes:
        _say({"office": line.office, "made_at": _moment(line.made_at), "reports": line.reports, "id": line.id})


def _arrived(each: Arrived) -> dict[str, object]:
    counts = {
        name: sum(getattr(booked, name) for booked in each.booked)
        for name in ("applied", "duplicates", "conflicts", "refused", "superseded", "receipts", "changes")
    }
    return {**_header(each.header), "code": each.code, **(counts if each.booked else {})}


def _header(header: Header) -> dict[str, object]:
    told = msgspec.to_builtins(header)
    return {**told, "made_at": _moment(header.made_at)}


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _say(told: dict[str, object]) -> None:
    print("  ".join(f"{name}={value}" for name, value in told.items()))
