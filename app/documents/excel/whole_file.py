"""A workbook to write into: its file is there whole, or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import InputError

if TYPE_CHECKING:
    from xlsxwriter import Workbook


@contextlib.contextmanager
def new_workbook(path: Path) -> Iterator[Workbook]:
    """A workbook that stands at `path` once the block ends well; texts in it are never formulas or links.

    Raises InputError `workbook.output`, `paper.in_use`.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    part = path.with_name(f".{path.name}.part")
    try:
        with Workbook(str(part), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            yield book
        part.replace(path)
    except (OSError, FileCreateError) as error:
        # Why the context: the library wraps what the system said.
        cause = error if isinstance(error, OSError) else error.__context__
        code = "paper.in_use" if isinstance(cause, PermissionError) else "workbook.output"
        raise InputError(code, path=str(path), problem=type(cause).__name__) from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(part)
