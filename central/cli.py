"""`sobaocao-central`: run central, and look after its registry."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from app.errors import AppError, InputError
from app.messages import explain, words
from central.bootstrap import DATA_VARIABLE, DATABASE_VARIABLE, THREADS_VARIABLE, configure, migrate, open_central
from central.intake.admission import THREADS

CONNECTIONS = 10_000
BACKLOG = 4_096
"""Connections that wait to be taken; the system may allow fewer."""
_FILES_BESIDE = 256
"""Files and connections that a process has open besides those of its askers."""
_READY_TRIES = 600
_READY_PAUSE_S = 0.05


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 an error of ours (said on stderr with its code), 2 wrong usage."""
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], None] = options.run
    try:
        run(options)
    except AppError as error:
        print(f"{error.code}: {explain(error, language=options.language)}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data",
        type=Path,
        default=Path(os.environ.get(DATA_VARIABLE, "central-data")),
        help="folder of the embedded database, the signing key and the high-water mark",
    )
    common.add_argument(
        "--database",
        default=os.environ.get(DATABASE_VARIABLE, ""),
        metavar="URL",
        help="postgresql://…; without it the embedded database in --data",
    )
    common.add_argument("--language", choices=("vi", "en"), default="vi", help="language of messages")
    common.add_argument("--json", action="store_true", help="print one JSON object")
    parser = argparse.ArgumentParser(prog="sobaocao-central", description="The central system of Sổ Báo Cáo.")
    verbs = parser.add_subparsers(required=True, metavar="VERB")

    def verb(name: str, run: Callable[[argparse.Namespace], None], said: str) -> argparse.ArgumentParser:
        made = verbs.add_parser(name, parents=[common], help=said, description=said)
        made.set_defaults(run=run)
        return made

    serve = verb("serve", _serve, "answer devices over HTTP until SIGTERM")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8080, help="0 for any free one")
    serve.add_argument("--threads", type=int, default=THREADS, help="requests in hand at once in a process")
    serve.add_argument("--workers", type=int, default=1, help="processes")
    serve.add_argument("--connections", type=int, default=CONNECTIONS, help="connections open at once in a process")
    verb("migrate", _migrate, "bring the database to this program's schema")
    units = verb("load-units", _load_units, "take in the administrative units that come with the program")
    units.add_argument("--province", default="", metavar="CODE", help="one province and all that went into it")
    forms = verb("load-forms", _load_forms, "take in form packages and give them to every office")
    forms.add_argument("forms", nargs="*", metavar="CODE|FILE", help="without any: all that come with the program")
    oblige = verb("oblige", _oblige, "let units owe a report")
    oblige.add_argument("--form", required=True, metavar="CODE")
    oblige.add_argument("--period", required=True, metavar="CODE", help="2026-Q4, 2026-M07, 2026-A1 …")
    oblige.add_argument("--province", required=True, metavar="CODE")
    oblige.add_argument("--unit", action="append", default=[], metavar="CODE", help="only these; may be repeated")
    oblige.add_argument("--receiver", default="", metavar="CODE", help="who receives; without it the unit above")
    oblige.add_argument("--level", default="commune", choices=("commune", "district", "province"))
    oblige.add_argument("--release", default="", metavar="CODE")
    withdraw = verb("withdraw", _withdraw, "let units owe a report no more")
    withdraw.add_argument("--form", required=True, metavar="CODE")
    withdraw.add_argument("--period", required=True, metavar="CODE")
    withdraw.add_argument("--province", required=True, metavar="CODE")
    withdraw.add_argument("--unit", action="append", default=[], metavar="CODE", help="only these; may be repeated")
    withdraw.add_argument("--release", default="", metavar="CODE")
    close = verb("close-form", _close_form, "let nothing new be written in an edition of a form")
    close.add_argument("form", metavar="CODE")
    close.add_argument("edition", metavar="EDITION")
    enrol = verb("enrol", _enrol, "print a one-time code for a person's computer")
    enrol.add_argument("--unit", required=True, metavar="CODE")
    enrol.add_argument("--person", required=True, metavar="NAME")
    enrol.add_argument("--role", default="clerk", choices=("clerk", "leader", "consolidator", "administrator"))
    verb("status", _status, "what central holds")
    verb("recovered", _recovered, "which reports were taken back from computers after a restore")
    verb("restored", _restored, "say that the database was put back from a copy: a new central epoch begins")
    bundle = verb("bundle", _bundle, "take in a bundle that was carried here, and write the one to carry back")
    bundle.add_argument("act", choices=("take",))
    bundle.add_argument("file", type=Path)
    bundle.add_argument("--answer", type=Path, required=True, metavar="FILE", help="the bundle to carry back")
    revoke = verb("revoke", _revoke, "take a device's right to speak")
    revoke.add_argument("device", metavar="DEVICE")
    return parser


def _say(options: argparse.Namespace, told: dict[str, object]) -> None:
    if options.json:
        print(msgspec.json.encode(told).decode())
    else:
        print("  ".join(f"{name}={value}" for name, value in told.items()))


def _serve(options: argparse.Namespace) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    open_central(options.data, options.database)
    # The processes that answer are started anew and read where to look from their environment.
    os.environ[DATA_VARIABLE], os.environ[DATABASE_VARIABLE] = str(options.data), options.database
    os.environ[THREADS_VARIABLE] = str(options.threads)
    port = _free_port(options.host, options.port)
    server = Granian(
        "central.wsgi:application",
        address=options.host,
        port=port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        # Why told: by itself the server takes no more connections than a share of its backlog, and offices that are
        # done keep theirs open for half a minute. Who comes next would wait before a closed door.
        backlog=BACKLOG,
        backpressure=_open_files(options.connections),
        log_access=False,
        websockets=False,
        respawn_failed_workers=True,
    )
    stopped = threading.Event()
    url = f"http://{options.host}:{port}"
    threading.Thread(target=_say_ready, args=(url, stopped), daemon=True).start()
    try:
        server.serve()
    finally:
        stopped.set()


def _open_files(wanted: int) -> int:
    """As many connections of those wanted as the system lets a process have open; at least one."""
    try:
        import resource
    except ImportError:  # not on this system, which has no such limit either
        return wanted
    have, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if have == resource.RLIM_INFINITY:
        return wanted
    needed = wanted + _FILES_BESIDE
    files = max(have, needed if most == resource.RLIM_INFINITY else min(needed, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(min(files - _FILES_BESIDE, wanted), 1)


def _free_port(host: str, wanted: int) -> int:
    """`wanted`, or any free port for 0. Raises InputError `central.port` where nothing can listen there."""
    with closing(socket.socket()) as probe:
        # As the server does: a port that was just left may be taken again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, wanted))
        except (OSError, OverflowError) as exc:
            raise InputError("central.port", host=host, port=wanted) from exc
        return int(probe.getsockname()[1])


def _say_ready(url: str, stopped: threading.Event) -> None:
    """Print `ready URL` once the server answers."""
    # Why no proxy: this asks our own loopback, whatever the machine's settings say.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(_READY_TRIES):
        try:
            with opener.open(f"{url}/health", timeout=2):
                print(f"ready {url}", flush=True)
                return
        except OSError:
            if stopped.wait(_READY_PAUSE_S):
                return


def _migrate(options: argparse.Namespace) -> None:
    configure(options.data, options.database)
    migrate()
    _say(options, {"epoch": open_central(options.data, options.database).epoch})


def _load_units(options: argparse.Namespace) -> None:
    from app.domain.units import shipped_units
    from central.databases import database
    from central.registry.loading import load_units

    open_central(options.data, options.database)
    loaded = load_units(database(), shipped_units(), options.province)
    _say(options, _fields(loaded))


def _load_forms(options: argparse.Namespace) -> None:
    from app.domain.forms.catalogue import find_form, shipped_forms
    from central.databases import database
    from central.registry.packages import load_forms

    here = open_central(options.data, options.database)
    forms = [find_form(form) for form in options.forms] if options.forms else list(shipped_forms())
    new = load_forms(database(), forms, here.now())
    _say(options, {"forms": [form.code for form in forms], "new": new})


def _oblige(options: argparse.Namespace) -> None:
    from app.domain.calendar import vietnam_holidays
    from central.databases import database
    from central.registry.obligations import oblige

    open_central(options.data, options.database)
    owed = oblige(
        database(),
        options.form,
        options.period,
        province=options.province,
        holidays=vietnam_holidays(),
        units=options.unit,
        receiver=options.receiver,
        level=options.level,
        release=options.release,
    )
    _say(options, _fields(owed))


def _withdraw(options: argparse.Namespace) -> None:
    from central.databases import database
    from central.registry.obligations import withdraw

    open_central(options.data, options.database)
    ended = withdraw(
        database(),
        options.form,
        options.period,
        province=options.province,
        units=options.unit,
        release=options.release,
    )
    _say(options, {"withdrawn": ended})


def _close_form(options: argparse.Namespace) -> None:
    from central.databases import database
    from central.registry.packages import close_form

    here = open_central(options.data, options.database)
    _say(options, {"closed": close_form(database(), options.form, options.edition, here.now())})


def _enrol(options: argparse.Namespace) -> None:
    from central.databases import database
    from central.registry.enrolment import invite

    here = open_central(options.data, options.database)
    invitation = invite(database(), options.unit, options.person, options.role, now=here.now(), chance=here.chance)
    _say(options, _fields(invitation))


def _status(options: argparse.Namespace) -> None:
    from central.databases import database
    from central.status import read_status

    here = open_central(options.data, options.database)
    _say(options, {"epoch": here.epoch, "key": here.key.id, **_fields(read_status(database()))})


def _restored(options: argparse.Namespace) -> None:
    _say(options, {"epoch": open_central(options.data, options.database, restored=True).epoch})


def _recovered(options: argparse.Namespace) -> None:
    from central.databases import database
    from central.intake.recovering import read_recovered

    open_central(options.data, options.database)
    _say(options, {"recovered": [_fields(each) | {"report": str(each.report)} for each in read_recovered(database())]})


def _revoke(options: argparse.Namespace) -> None:
    from central.databases import database
    from central.registry.enrolment import revoke

    here = open_central(options.data, options.database)
    _say(options, {"device": options.device, "revoked": revoke(database(), options.device, here.now())})


def _bundle(options: argparse.Namespace) -> None:
    from central.databases import database
    from central.intake.bundles import take_file

    taken = take_file(open_central(options.data, options.database), database(), options.file, options.answer)
    told = [
        {**_fields(each.header), "operations": each.operations, "new": each.new, "code": each.code} for each in taken
    ]
    if options.json:
        _say(options, {"envelopes": told})
    else:
        for line, each in zip(told, taken, strict=True):
            _say(options, line)
            params = each.problem.params if each.problem else {"office": each.header.office}
            print(words(each.code, params, language=options.language))
    if not any(each.answer for each in taken):
        raise InputError("bundle.nothing_taken")


def _fields(value: object) -> dict[str, object]:
    """A dataclass as names and values."""
    found: dict[str, object] = msgspec.to_builtins(value)
    return found


if __name__ == "__main__":
    sys.exit(main())
