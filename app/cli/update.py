"""`sobaocao update`: whether there is a newer program, and bringing it."""

from __future__ import annotations

import argparse
import json
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.messages import words

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from app.services.update_watch import OpenRoad, UpdateStanding


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `update`."""
    said = "look for a newer program; with --apply bring, test and put it in line for the next start"
    parser = subparsers.add_parser("update", help=said, description=said)
    parser.add_argument("--check", action="store_true", help="only look (what it does without --apply)")
    parser.add_argument("--apply", action="store_true", help="bring it, and let it run from the next start")
    parser.add_argument("--from", type=Path, dest="place", metavar="PLACE", help="a folder or file, as on a USB stick")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from app.bootstrap import office_at
    from app.errors import AppError
    from app.services.update_watch import UpdateState

    office = office_at(arguments.data, arguments.secrets)
    watch = office.update_watch(office.updating())
    standing = watch.look_now(_road(arguments.place), bring=arguments.apply and not arguments.check)
    if standing.state is UpdateState.FAILED:
        raise AppError(standing.code, **standing.params)
    if arguments.json:
        print(json.dumps(_told(standing), ensure_ascii=False))
        return 0
    for code, params in sentences(standing):
        print(words(code, params, language=arguments.lang))
    if standing.news:
        print(standing.news.get(arguments.lang) or next(iter(standing.news.values())))
    return 0


def _road(place: Path | None) -> OpenRoad | None:
    if place is None:
        return None
    from sync.update_roads import carried_road

    return lambda: nullcontext(carried_road(place))


def sentences(standing: UpdateStanding) -> list[tuple[str, dict[str, object]]]:
    """What is said of it: codes with their parameters."""
    from app import __version__
    from app.services.update_watch import UpdateState

    said: list[tuple[str, dict[str, object]]] = []
    if standing.state is UpdateState.READY and standing.held_until is not None:
        day = datetime.fromtimestamp(standing.held_until, UTC).astimezone().strftime("%d/%m/%Y")
        said.append(("update.ready_later", {"version": standing.version, "day": day}))
    elif standing.state is UpdateState.READY:
        said.append(("update.ready", {"version": standing.version}))
    elif standing.version:
        said.append(("update.newer", {"version": standing.version}))
    else:
        said.append(("update.newest", {"version": __version__}))
    if standing.forms:
        said.append(("update.forms_taken", {"count": standing.forms}))
    if standing.code:
        said.append((standing.code, dict(standing.params)))
    return said


def _told(standing: UpdateStanding) -> dict[str, object]:
    return {
        "state": standing.state.value,
        "version": standing.version,
        "held_until": standing.held_until,
        "forms": standing.forms,
        "code": standing.code,
    }
