"""Stores to measure on, made through the store's own door."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.clock import SystemChance, SystemClock
from app.domain.exchange import Answer, Change, Have, ReportChange, View
from app.domain.forms.definition import FormDefinition
from app.domain.forms.packing import pack_form
from app.domain.operations import CellEdit, ReportKey
from app.domain.workflow import State
from app.services.enrolment import STORE_NAME
from app.store.records import Identity
from app.store.store import Store

KEY = bytes(range(32))
PERSON = "p-7d20"
UNIT = "x-26734"
IDENTITY = Identity(
    device="d-1",
    person=PERSON,
    person_name="Nguyễn Thị Bích Ngọc",
    role="clerk",
    unit=UNIT,
    unit_code="26734",
    unit_name="Phường Sài Gòn",
    level="commune",
    central_url="http://127.0.0.1:9",
    central_key="00" * 32,
)


def open_store(path: Path) -> Store:
    """The store in that file, or a new one."""
    return Store.open(path, KEY, clock=SystemClock(), chance=SystemChance())


def new_office(path: Path) -> Store:
    """A new store that belongs to somebody."""
    store = open_store(path)
    store.enrol(IDENTITY)
    return store


def type_in(store: Store, key: ReportKey, form: FormDefinition, cells: Mapping[str, str]) -> None:
    """Type a whole report, as a paste would."""
    store.add_form(form.hash, pack_form(form))
    edits = [CellEdit(address, None, value) for address, value in cells.items()]
    outcome = store.save_edits(key, form.hash, edits, author=PERSON)
    assert len(outcome.saved) == len(cells), "the store took every cell"


def add_report(folder: Path, form: FormDefinition, cells: Mapping[str, str], period: str = "2026-Q4") -> ReportKey:
    """Type a whole report into the office in a folder; its key."""
    key = ReportKey(UNIT, form.code, period)
    store = open_store(folder / STORE_NAME)
    type_in(store, key, form, cells)
    store.close()
    return key


def book(store: Store, changes: tuple[Change, ...], *, cursor: str = "1") -> None:
    """Let the store take in a page of central's feed."""
    position = store.position()
    store.book(
        Answer(
            central_epoch=position.central_epoch or "c0ffee0123456789",
            have=Have(epoch=position.epoch, seq=position.known, hash=""),
            scope="s-1",
            results=(),
            results_signature="",
            receipts=(),
            changes=changes,
            cursor=cursor,
            more=False,
            digest=None,
            server_time=1_795_000_000,
        )
    )


def agreed_report(key: ReportKey, form: FormDefinition, cells: Mapping[str, str], rev: int = 1) -> ReportChange:
    """A draft as central tells it."""
    return ReportChange(
        report=key,
        view=View.INNER,
        form=form.hash,
        state=State.DRAFT,
        rev=rev,
        cells=cells,
        author=PERSON,
        at=1_795_000_000,
    )
