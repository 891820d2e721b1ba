"""Any message of an exchange in full, as people can read it: what `wire decode` prints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from app.domain.exchange import Request
from app.domain.operations import Chain, Operation, OperationId, ReportKey
from app.errors import InputError
from sync.wire import Forms, decode_answer, decode_request


def describe_request(body: bytes, forms: Forms) -> str:
    """The request a body spells, as indented JSON: every operation in its long form, with its hash.

    Where a form package is missing, the body's own JSON as it stands. Raises InputError `wire.*` for no request.
    """
    try:
        return _text(_plain(decode_request(body, forms)))
    except InputError as error:
        if error.code != "wire.form_unknown":
            raise
        return _text({"form_unknown": error.params["form"], "as_it_stands": msgspec.json.decode(body)})


def describe_answer(body: bytes, forms: Forms, request: Request, hashes: Mapping[OperationId, str]) -> str:
    """The answer a body spells to `request`, as indented JSON.

    An answer leaves out what its request said, so it cannot be read without it. Raises InputError `wire.*`.
    """
    return _text(_plain(decode_answer(body, hashes.get, forms, request)))


def describe_exchange(request: bytes, answer: bytes | None, forms: Forms) -> str:
    """Both bodies of an exchange; `answer` may be missing."""
    text = describe_request(request, forms)
    if answer is None:
        return text
    asked = decode_request(request, forms)
    hashes = {operation.id: operation.hash() for chain in asked.chains for operation in chain.operations}
    return f"{text}\n{describe_answer(answer, forms, asked, hashes)}"


def _plain(value: Any) -> Any:
    """Structs as objects, operations in their long form, names as they are printed."""
    match value:
        case Chain():
            return {
                "device": value.device,
                "epoch": value.epoch,
                "follows": value.follows,
                "operations": [_plain(each) for each in value.operations],
                "signature": value.signature,
            }
        case Operation():
            return {**value.long_form(), "hash": value.hash()}
        case ReportKey() | OperationId():
            return str(value)
        case bytes():
            return f"{len(value)} bytes"
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case msgspec.Struct():
            named = {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
            return {"is": type(value).__name__, **named}
        case _:
            return value


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
