"""`sobaocao reports export | import`: a report out to an Excel workbook, and a filled one back."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.operations import CellEdit, parse_report_key
from app.messages import words
from app.services.workbooks import read_back, write_paper, write_twin

if TYPE_CHECKING:
    from app.bootstrap import Office
    from app.documents.excel.returning import Change, Returned


def add_parsers(parser: argparse.ArgumentParser) -> None:
    """Add the two commands to `reports`."""
    parts = parser.add_subparsers(dest="act", metavar="export|import")
    out = parts.add_parser("export", help="write a report as an Excel workbook")
    back = parts.add_parser("import", help="show what a filled workbook brings; --accept takes it")
    for part in (out, back):
        part.add_argument("report", help="unit|form|period|release, as `reports` prints it")
        part.add_argument("file", type=Path, help="an .xlsx file")
        part.add_argument("--json", action="store_true", help="print one JSON value")
    out.add_argument("--fill", action="store_true", help="a signed workbook to fill in Excel and import again")
    out.add_argument("--force", action="store_true", help="write over a file that is there")
    back.add_argument("--accept", action="store_true", help="take every change that clashes with nothing")


def run(office: Office, arguments: argparse.Namespace) -> int:
    """Do the command that was asked for; the exit code."""
    return _export(office, arguments) if arguments.act == "export" else _import(office, arguments)


def _export(office: Office, arguments: argparse.Namespace) -> int:
    from app.errors import InputError

    if arguments.file.exists() and not arguments.force:
        raise InputError("workbook.output_exists", path=str(arguments.file))
    workspace = office.open_workspace()
    try:
        prepared = workspace.workbooks.prepared(parse_report_key(arguments.report))
    finally:
        workspace.close()
    if arguments.fill:
        write_twin(prepared, arguments.file, office.chance)
    else:
        write_paper(prepared, arguments.file)
    print(json.dumps({"file": str(arguments.file)}, ensure_ascii=False) if arguments.json else arguments.file)
    return 0


def _import(office: Office, arguments: argparse.Namespace) -> int:
    workspace = office.open_workspace()
    try:
        key = parse_report_key(arguments.report)
        prepared = workspace.workbooks.prepared(key)
        returned = read_back(prepared, arguments.file, office.chance)
        taken = [change for change in returned.changes if arguments.accept and change.is_safe]
        if taken:
            edits = [
                CellEdit(address, prepared.cells.get(address), value)
                for change in taken
                for address, value in change.cells.items()
            ]
            workspace.save(key, prepared.paper.form.hash, edits)
    finally:
        workspace.close()
    _tell(returned, taken, arguments)
    return 1 if returned.problems else 0


def _tell(returned: Returned, taken: list[Change], arguments: argparse.Namespace) -> None:
    if arguments.json:
        told = asdict(returned) | {"taken": [change.address for change in taken]}
        print(json.dumps(told, ensure_ascii=False, default=str))
        return
    for note in returned.notes:
        print(words(note, {}, language=arguments.lang).what)
    for problem in returned.problems:
        print(f"{problem.place}: {words(problem.code, problem.params, language=arguments.lang)}")
    for change in returned.changes:
        mark = "+" if change in taken else "!" if change.is_clash else "?" if change.doubt else " "
        for address, value in change.cells.items():
            print(f"{mark} {address}: {'' if change.is_row else change.now or ''} -> {value or ''}")
