"""`sobaocao wire decode`: any message of an exchange, in full, for people."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    from app.domain.forms.definition import FormDefinition

_MAGIC = {b"\x28\xb5\x2f\xfd": "zstd", b"\x1f\x8b": "gzip"}


def add_parser(subparsers: _SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `wire`."""
    said = "print a captured message of an exchange in full"
    parser = subparsers.add_parser("wire", help=said, description=said)
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    decode = verbs.add_parser("decode", help=said)
    decode.add_argument("request", type=Path, help="file with the body of a request, packed or not")
    decode.add_argument("answer", type=Path, nargs="?", help="file with the body of the answer to it")
    decode.set_defaults(run=_decode)


def _decode(arguments: argparse.Namespace) -> int:
    from sync.cells import form_order
    from sync.describe import describe_exchange

    orders = {form.hash: form_order(form) for form in _known_forms(arguments)}
    answer = _body(arguments.answer) if arguments.answer else None
    print(describe_exchange(_body(arguments.request), answer, orders.get))
    return 0


def _body(path: Path) -> bytes:
    from sync.compression import decompress

    data = path.read_bytes()
    packing = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), "")
    return decompress(data, packing)


def _known_forms(arguments: argparse.Namespace) -> list[FormDefinition]:
    """The shipped forms, and those of the office's own store where there is one."""
    from app.bootstrap import office_at
    from app.domain.forms.catalogue import shipped_forms
    from app.domain.forms.packing import unpack_form

    known = list(shipped_forms())
    office = office_at(arguments.data, arguments.secrets)
    if office.begun:
        store = office.open_store()
        try:
            packages = [store.form_package(package) for package in store.forms()]
        finally:
            store.close()
        known += [unpack_form(package) for package in packages if package is not None]
    return known
