"""How the `forms` commands read their values files and print what they have to say."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.vietnamese import nfc_json
from app.errors import FormError, InputError
from app.messages import words

if TYPE_CHECKING:
    from app.domain.canonical import Json

Action = Callable[[argparse.Namespace], int]
"""What a command does; its exit code."""


def say(text: str) -> None:
    """Print a line."""
    sys.stdout.write(text + "\n")


def tells_refusal(run: Action) -> Action:
    """An action where an error of a definition is printed with its place, if it has one, and answered with 1."""

    @wraps(run)
    def told(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except FormError as error:
            params = error.params
            is_placed = "line" in params and "path" in params
            place = f"{params['path']}:{params['line']}:{params['column']}: " if is_placed else ""
            sys.stderr.write(f"{place}{error.code}: {words(error.code, params, language=arguments.lang)}\n")
            return 1

    return told


def read_values(path: str) -> dict[str, Json]:
    """A values file, or standard input for `-`; figures stay texts, and every text is NFC.

    Raises InputError `form.values_file`, `form.values`.
    """
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8-sig")
        # Why texts: a figure must never pass through a binary fraction.
        values = nfc_json(json.loads(text, parse_float=str, parse_int=str))
    except json.JSONDecodeError as error:
        raise InputError(
            "form.values_file", path=path, line=error.lineno, column=error.colno, problem=error.msg
        ) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("form.values_file", path=path, line=1, column=1, problem=type(error).__name__) from error
    if not isinstance(values, dict):
        raise InputError("form.values", key="{}")
    return values
