"""`sobaocao enrol | sync | status | reports | doctor | recover`: an office's program without its window."""

from __future__ import annotations

import argparse
import json
import platform
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.errors import StoreError
from app.messages import words

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from app.bootstrap import Office


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands of this module that are not there yet."""
    for name, (said, run) in COMMANDS.items():
        if name in subparsers.choices:
            continue
        parser = subparsers.add_parser(name, help=said, description=said)
        parser.set_defaults(run=run)
        parser.add_argument("--json", action="store_true", help="print one JSON value")
        match name:
            case "enrol":
                parser.add_argument("--server", required=True, metavar="URL", help="address of the central system")
                parser.add_argument("--code", required=True, help="the one-time code given by the administrator")
                parser.add_argument("--name", default=platform.node(), help="what people call this computer")
            case "sync":
                parser.add_argument("--once", action="store_true", required=True, help="run one cycle and end")
            case "reports":
                from app.cli.workbooks import add_parsers

                add_parsers(parser)
            case "doctor":
                parser.add_argument("--diagnostics", type=Path, metavar="ZIP", help="write a zip without secrets")
                parser.add_argument(
                    "--mend", action="store_true", help="put the newest backup in a damaged store's place"
                )
            case "recover":
                parser.add_argument("code", help="the recovery code printed at enrolment")


def _office(arguments: argparse.Namespace) -> Office:
    from app.bootstrap import office_at

    return office_at(arguments.data, arguments.secrets)


def _enrol(arguments: argparse.Namespace) -> int:
    from app.services.store_key import printed_key

    office = _office(arguments)
    person = office.enrol(arguments.server, arguments.code, arguments.name)
    _say(arguments, {**msgspec.structs.asdict(person), "recovery_code": printed_key(office.secrets)})
    return 0


def _sync(arguments: argparse.Namespace) -> int:
    with _office(arguments).engine() as engine:
        cycle = engine.run_cycle()
    told: dict[str, object] = {**msgspec.structs.asdict(cycle.record), "error": cycle.error.code if cycle.error else ""}
    if cycle.error and not arguments.json:
        print(words(cycle.error.code, cycle.error.params, language=arguments.lang))
    _say(arguments, told)
    return 0 if cycle.error is None and not cycle.unfinished else 1


def _status(arguments: argparse.Namespace) -> int:
    office = _office(arguments)
    workspace = office.open_workspace()
    try:
        status = workspace.sync_status()
        facts = workspace.light_facts()
        form, days = status.next_deadline or ("", None)
        told = {
            **msgspec.structs.asdict(status),
            "next_deadline": form,
            "next_deadline_days": days,
            "sentence": words(status.barred or status.code, {}, language=arguments.lang).what,
            "digest": facts.ours.sum,
            "reports": facts.ours.count,
            "digests_equal": facts.theirs == facts.ours,
            "unit": workspace.me.unit,
            "person": workspace.me.name,
        }
    finally:
        workspace.close()
    _say(arguments, told)
    return 0


def _reports(arguments: argparse.Namespace) -> int:
    from app.domain.canonical import content_hash

    if arguments.act:
        from app.cli import workbooks

        return workbooks.run(_office(arguments), arguments)
    store = _office(arguments).open_store()
    try:
        told = [
            {
                "report": str(row.key),
                "view": row.view.value,
                "state": row.state.value,
                "rev": row.base_rev,
                "content": content_hash(row.form, report.mine),
                "cells": dict(sorted(report.mine.items())),
                "receipts": [receipt.kind.value for receipt in store.receipts(row.key)],
            }
            for row in store.reports()
            if (report := store.report(row.key, row.view)) is not None
        ]
    finally:
        store.close()
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False))
    else:
        for line in told:
            print("  ".join(str(line[name]) for name in ("report", "view", "state", "rev")))
    return 0


def _doctor(arguments: argparse.Namespace) -> int:
    office = _office(arguments)
    try:
        store = office.open_store()
    except StoreError as error:
        if error.code != "store.damaged" or not arguments.mend:
            raise
        _say(arguments, {"mended": True, "damaged_file": office.mend_store().name})
        return 0
    try:
        flaws = store.check()
        if arguments.diagnostics:
            about = {"system": platform.platform(), "python": platform.python_version()}
            store.write_diagnostics(arguments.diagnostics, office.clock.now(), about)
    finally:
        store.close()
    _say(arguments, {"sound": not flaws, "flaws": [asdict(flaw) for flaw in flaws]})
    return 1 if flaws else 0


def _recover(arguments: argparse.Namespace) -> int:
    _office(arguments).recover(arguments.code)
    _say(arguments, {"recovered": True})
    return 0


def _say(arguments: argparse.Namespace, told: dict[str, object]) -> None:
    if arguments.json:
        print(json.dumps(told, ensure_ascii=False, default=str))
    else:
        for name, value in told.items():
            print(f"{name}: {value}")


COMMANDS = {
    "enrol": ("make this computer a device of an office, by a one-time code", _enrol),
    "sync": ("exchange with the central system, once", _sync),
    "status": ("the light and what is behind it", _status),
    "reports": ("the reports on this computer; a report to an Excel workbook and back", _reports),
    "doctor": ("check the store; write diagnostics", _doctor),
    "recover": ("open a store whose key is lost, by its recovery code", _recover),
}
