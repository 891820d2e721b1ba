"""The file a person sends when something went wrong: the store's diagnostics, crash reports and logs in one zip."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from app.errors import AppError, InputError
from app.store.store import Store


def write_trouble(
    target: Path, open_store: Callable[[], Store], now: datetime, about: dict[str, str], beside: Iterable[Path]
) -> None:
    """Write the zip; nothing in it tells a figure, a name or a secret. A store that does not open leaves its code.

    `beside` are files that may be shown as they are. Raises InputError `desk.report_unwritable`.
    """
    part = target.with_name(target.name + ".part")
    try:
        try:
            store = open_store()
            try:
                store.write_diagnostics(part, now, about)
            finally:
                store.close()
        except Exception as error:  # noqa: BLE001  whatever ails the store, the rest is worth having all the more
            code = error.code if isinstance(error, AppError) else type(error).__name__
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("store.json", json.dumps({"code": code, **about}, indent=1))
        with zipfile.ZipFile(part, "a", zipfile.ZIP_DEFLATED) as archive:
            for path in beside:
                archive.write(path, f"{path.parent.name}/{path.name}")
        part.replace(target)
    except OSError as exc:
        part.unlink(missing_ok=True)
        raise InputError("desk.report_unwritable") from exc
