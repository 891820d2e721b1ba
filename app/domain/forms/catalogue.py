"""The forms that come with the program, and form packages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from app.domain.forms.definition import FormDefinition
from app.domain.forms.packing import pack_form, unpack_form
from app.domain.vietnamese import nfc, sort_key
from app.errors import FormError
from app.resources import resource_path

_CODE = re.compile(r"^code: *['\"]?([^'\"\n]+?)['\"]? *$", re.MULTILINE)

__all__ = ["find_form", "form_file", "pack_form", "shipped_forms", "unpack_form"]


def form_file(path: Path) -> FormDefinition:
    """The definition in a YAML file. Raises FormError; `form.file` where it cannot be read."""
    from app.domain.forms.loading import load_form

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FormError("form.file", path=str(path), line=1, column=1, problem=type(error).__name__) from error
    return load_form(text, str(path))


@cache
def shipped_forms() -> Sequence[FormDefinition]:
    """Every form that comes with the program, by code, the newest edition of a code first."""
    return tuple(form for code in _files_by_code() for form in _editions(code))


@cache
def _files_by_code() -> Mapping[str, Sequence[Path]]:
    """Code -> its files. Only the code is read, so that one form can be found without loading all."""
    found: dict[str, list[Path]] = {}
    for path in sorted(resource_path("forms").glob("*.yaml")):
        match = _CODE.search(path.read_text(encoding="utf-8"))
        if match:
            found.setdefault(nfc(match[1]), []).append(path)
    return dict(sorted(found.items(), key=lambda item: sort_key(item[0])))


@cache
def _editions(code: str) -> Sequence[FormDefinition]:
    forms = [form_file(path) for path in _files_by_code().get(code, ())]
    return tuple(sorted(forms, key=lambda form: form.age, reverse=True))


def find_form(code_or_file: str, on: date | None = None) -> FormDefinition:
    """The form a file holds, or that a code names among the shipped ones: `01/XLD`, or `01/XLD@2021` for an edition.

    Of several editions the one in force on the day `on` is taken; without a day the newest.
    Raises FormError, `form.unknown` where neither a file nor a code answers.
    """
    path = Path(code_or_file)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return form_file(path)
    named = nfc(code_or_file)
    code, _, edition = named.rpartition("@")
    forms = [form for form in _editions(code) if form.edition == edition] or list(_editions(named))
    if on is not None:
        forms = [form for form in forms if form.in_force(on)]
    if not forms:
        known = ", ".join(_files_by_code())
        raise FormError("form.unknown", name=code_or_file[:80], known=known)
    return forms[0]
