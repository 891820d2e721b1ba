"""Form packages: what central distributes and stores keep. Opening one needs neither YAML nor the relation parser."""

from __future__ import annotations

from functools import cache

import msgspec

from app.domain.canonical import canonical_bytes, fingerprint
from app.domain.forms.definition import FormDefinition
from app.errors import FormError


def pack_form(form: FormDefinition) -> bytes:
    """The canonical package of a definition: the same bytes wherever and however its file was laid out."""
    return canonical_bytes(msgspec.to_builtins(msgspec.structs.replace(form, hash="")))


@cache
def _reader() -> msgspec.json.Decoder[FormDefinition]:
    """Made once: looking through what a definition consists of takes longer than reading one."""
    return msgspec.json.Decoder(FormDefinition)


def unpack_form(data: bytes) -> FormDefinition:
    """The definition in a package, with its hash. Raises FormError `form.package`."""
    try:
        form = _reader().decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise FormError("form.package", problem=str(error)[:200]) from error
    return msgspec.structs.replace(form, hash=fingerprint(data).hex())


def hashed(form: FormDefinition) -> FormDefinition:
    """The definition with the hash of its package."""
    return msgspec.structs.replace(form, hash=fingerprint(pack_form(form)).hex())
