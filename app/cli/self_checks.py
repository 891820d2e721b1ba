"""What `sobaocao --self-test` tries: each part of the program, used for real. What it needs, it imports itself."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.documents.placed import Paper
    from app.domain.forms.definition import FormDefinition
    from app.domain.operations import CellEdit, ReportKey
    from app.domain.relations.sheet import Sheet
    from app.services.workspace import Workspace

SENTENCE = "Sổ báo cáo: đúng hạn, có biên nhận"
FILES_LIST = "files.json"
"""The files of an installed copy, beside its launcher, as its build listed them."""
FIGURES = {
    "c4": "10",
    "c5": "12",
    "c6": "5",
    "c7": "4",
    "c8": "2",
    "c9": "8",
    "c10": "1",
    "c11": "1",
    "c12": "3",
    "c13": "4",
    "c14": "5",
    "c15": "2",
    "c16": "1",
    "c17": "2",
    "c18": "4",
    "c19": "2",
    "c20": "0",
    "c21": "1",
    "c22": "2",
    "c23": "3",
    "c24": "3",
    "c25": "6",
    "c26": "1",
    "c27": "2",
    "c28": "-",
    "c29": "1",
}
"""One commune's reception of citizens (01/TCD); the printed relations give 16, 20 and 21 in its first columns."""

NATIVE_PARTS = (
    *("PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets", "PySide6.QtPrintSupport", "PySide6.QtNetwork"),
    *("sqlcipher3", "cryptography.hazmat.bindings._rust", "msgspec", "backports.zstd", "yaml"),
    *("ssl", "ctypes", "decimal", "unicodedata", "multiprocessing.connection"),
)
"""What is compiled code, and hence fails first on a computer it was not made for."""

Facts = Mapping[str, object]


class CheckError(Exception):
    """A part does not do what it must."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the checks may use."""

    folder: Path
    """Empty, and thrown away afterwards."""
    server: str
    """Address of a central system for the exchange; empty to leave it out."""
    code: str
    """One-time code that enrols this computer there."""
    keyring: bool
    """Whether the operating system's keyring is tried."""


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise CheckError(f"{what}: {found!r} where {expected!r} was expected")


def _files(_: Trial, __: Path) -> Facts:
    return compare_files(Path(sys.executable).parent)


def compare_files(folder: Path) -> Facts:
    """How many files of the list in `folder` are there unaltered: all. Raises CheckError naming those that are not."""
    listed = json.loads((folder / FILES_LIST).read_text(encoding="utf-8"))
    missing = [row["path"] for row in listed if not os.path.lexists(folder / row["path"])]
    altered = [row["path"] for row in listed if row["path"] not in missing and not _is_as_listed(folder, row)]
    said = [f"{what}: {', '.join(names)}" for what, names in (("missing", missing), ("altered", altered)) if names]
    if said:
        raise CheckError("; ".join(said))
    return {"files": len(listed), "bytes": sum(row.get("bytes", 0) for row in listed)}


def _is_as_listed(folder: Path, row: Mapping[str, str]) -> bool:
    path = folder / row["path"]
    if "link" in row:
        return path.is_symlink() and os.readlink(path) == row["link"]
    return hashlib.sha256(path.read_bytes()).hexdigest() == row["sha256"]


def _parts(_: Trial, __: Path) -> Facts:
    loaded = {name: import_module(name) for name in NATIVE_PARTS}
    connection = loaded["sqlcipher3"].connect(":memory:")
    cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    connection.close()
    if not cipher.startswith("4."):
        raise CheckError(f"SQLCipher {cipher}")
    application = loaded["PySide6.QtCore"].QCoreApplication(["self-test"])
    networks = loaded["PySide6.QtNetwork"].QNetworkInformation.availableBackends()
    del application
    if not networks:
        raise CheckError("no plugin in networkinformation: nobody would tell when the network is back, or costs")
    return {
        "python": platform.python_version(),
        "qt": loaded["PySide6.QtCore"].qVersion(),
        "networks": sorted(networks),
        "sqlcipher": cipher,
        "loaded": len(loaded),
    }


def _store(_: Trial, place: Path) -> Facts:
    from app.clock import SystemChance, SystemClock
    from app.domain.operations import CellEdit, ReportKey
    from app.errors import StoreError
    from app.store.store import Store

    path = place / "sổ báo cáo.db"
    key, clock, chance = bytes(range(32)), SystemClock(), SystemChance()
    report = ReportKey("u-1", "01/TCD", "2026-Q1")
    store = Store.open(path, key, clock=clock, chance=chance)
    store.save_edits(report, "0" * 64, [CellEdit("main/a/c4", None, SENTENCE)], author="p-1")
    store.close()
    raw = path.read_bytes()
    _same("the file's plain header", raw[:15] == b"SQLite format 3", False)
    _same("the text readable in the file", SENTENCE.encode() in raw, False)
    try:
        Store.open(path, bytes(32), clock=clock, chance=chance).close()
        raise CheckError("another key opened the store")
    except StoreError as error:
        refused = error.code
    store = Store.open(path, key, clock=clock, chance=chance)
    found = store.report(report)
    store.close()
    _same("the value read again", found and found.mine["main/a/c4"], SENTENCE)
    return {"file_bytes": len(raw), "other_key": refused, "read_again": SENTENCE}


def _keyring(_: Trial, place: Path) -> Facts:
    import keyring

    from app.store.keys import KeyringSecrets

    secrets, value = KeyringSecrets(f"self-test:{place}"), "khóa-" + "9" * 1_000
    secrets.set("trial", value)
    _same("the secret", secrets.get("trial"), value)
    secrets.delete("trial")
    _same("the secret after deleting it", secrets.get("trial"), None)
    return {"backend": type(keyring.get_keyring()).__name__, "characters": len(value)}


def _form() -> FormDefinition:
    from app.domain.forms.loading import load_form
    from app.resources import resource_path

    name = "01_tcd_2024.yaml"
    return load_form(resource_path("forms", name).read_text(encoding="utf-8"), name)


def _sheet(form: FormDefinition, figures: Mapping[str, str]) -> Sheet:
    from app.domain.relations.sheet import Sheet

    cells = {"main/a/@row": "m;;", "main/a/cA": "Xã Hòa Bình"}
    return Sheet(form, cells | {f"main/a/{column}": figure for column, figure in figures.items()})


def _rules(_: Trial, __: Path) -> Facts:
    form = _form()
    sheet = _sheet(form, FIGURES)
    found = {column: sheet.value(f"main/a/{column}") for column in ("c1", "c2", "c3")}
    _same("calculated", found, {"c1": "16", "c2": "20", "c3": "21"})
    broken = _sheet(form, FIGURES | {"c8": "3"}).findings(complete=True)
    rules = sorted({finding.relation for finding in broken if finding.relation})
    _same("the broken relation is found", "8=10+11" in rules, True)
    return {"form": f"{form.code}@{form.edition}", "calculated": found, "broken": rules}


def _paper_of(form: FormDefinition) -> Paper:
    from app.documents.placed import Paper
    from app.domain.operations import ReportKey
    from app.domain.windows import Window

    return Paper(
        key=ReportKey("u-1", form.code, "2026-Q1"),
        form=form,
        sheet=_sheet(form, FIGURES),
        unit_name="UBND xã Hòa Bình",
        receiver_name="UBND tỉnh",
        period_title="Quý I/2026",
        window=Window(start=date(2025, 12, 15), end=date(2026, 3, 14)),
        is_draft=True,
        made_at=datetime(2026, 3, 16, 8, 0, tzinfo=UTC),
    )


def _window(_: Trial, place: Path) -> Facts:
    from ui.application import make_application, make_look
    from ui.settings import FileSettings
    from ui.widgets.labels import Words

    application = make_application(["self-test"])
    look = make_look(application, FileSettings(place / "settings.json"))
    words = Words(look, SENTENCE, font="title")
    words.show()
    application.processEvents()
    picture = words.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    icon, screen = application.windowIcon().pixmap(32, 32), application.platformName()
    _same("letters are drawn", len(colours) > 2, True)
    _same("the program's icon is empty", icon.isNull(), False)
    _same("the screen is the system's", screen in ("windows", "xcb", "wayland"), True)
    return {"screen": screen, "letters": words.font().family()}


def _paper(_: Trial, place: Path) -> Facts:
    from ui.application import make_application
    from ui.fonts import font_files, load_fonts, takes_font

    application = make_application(["self-test", "-platform", "offscreen"])
    family = load_fonts()
    _same("fonts that Qt does not take", [file.name for file in font_files() if not takes_font(file)], [])

    from app.documents.pdf.pages import Pages
    from app.documents.pdf.writing import keep_pdf, pdf_bytes

    target = place / "biểu.pdf"
    pages = Pages(_paper_of(_form()))
    keep_pdf(pdf_bytes(pages), target)
    del application
    raw = target.read_bytes()
    _same("the file's header", raw[:5], b"%PDF-")
    _same("the letters", family, "Be Vietnam Pro")
    _same("the letters are in the file", b"/FontFile2" in raw, True)
    return {"pages": len(pages), "bytes": len(raw), "letters": family}


def _workbook(_: Trial, place: Path) -> Facts:
    from app.documents.excel.reading import read_workbook
    from app.documents.excel.writing import About, write_workbook
    from app.documents.placing import place_report

    path = place / "biểu mẫu.xlsx"
    paper = _paper_of(_form())
    about = About(title=paper.form.title, made_at=paper.made_at, is_draft=True)
    write_workbook(path, place_report(paper), about)
    read = read_workbook(path)
    texts = [cell.text for sheet in read.sheets for cell in sheet.cells]
    _same("the unit's name, read by the other process", any("UBND xã Hòa Bình" in text for text in texts), True)
    return {"sheets": len(read.sheets), "cells": len(texts)}


def _exchange(trial: Trial, place: Path) -> Facts:
    from app.bootstrap import office_at

    office = office_at(place / "office", "file")
    person = office.enrol(trial.server, trial.code, "self-test")
    with office.engine() as engine:
        first = engine.run_cycle()
    _same("the first cycle's error", first.error and first.error.code, None)
    workspace = office.open_workspace()
    try:
        key, edits = _first_figure(workspace)
        workspace.save(key, workspace.open(key).form.hash, edits)
    finally:
        workspace.close()
    with office.engine() as engine:
        second = engine.run_cycle()
    _same("the second cycle's error", second.error and second.error.code, None)
    workspace = office.open_workspace()
    try:
        light, facts = workspace.sync_status().light, workspace.light_facts()
    finally:
        workspace.close()
    _same("the light", str(light), "green")
    _same("digests equal", facts.ours, facts.theirs)
    return {
        "person": person.name,
        "cell": edits[-1].address,
        "bytes_up": second.record.bytes_up,
        "digest": facts.ours.sum[:16],
    }


def _first_figure(workspace: Workspace) -> tuple[ReportKey, list[CellEdit]]:
    """A figure for the first cell that takes one, of the first report owed that has one; its row with it, if needed."""
    from app.domain.forms.definition import ColumnType
    from app.domain.operations import CellEdit

    for item in workspace.work_list():
        report = workspace.open(item.key)
        sheet = report.sheet
        for table in report.form.tables:
            for row in sheet.rows(table.key):
                for column in table.columns:
                    address = f"{table.key}/{row.key}/{column.key}"
                    if column.type in (ColumnType.WHOLE, ColumnType.NUMBER) and sheet.is_entry(address):
                        rows = sheet.laid_with([address])
                        return item.key, [CellEdit(cell, None, new) for cell, new in {**rows, address: "7"}.items()]
    raise CheckError("this office owes nothing that takes a figure")


CHECKS: dict[str, Callable[[Trial, Path], Facts]] = {
    "files": _files,
    "parts": _parts,
    "store": _store,
    "keyring": _keyring,
    "rules": _rules,
    "window": _window,
    "paper": _paper,
    "workbook": _workbook,
    "exchange": _exchange,
}
"""Every check by name, in the order they run."""
