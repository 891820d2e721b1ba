"""The change rows of an answer, and the pairs of a repair, in arrays."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Raw, Struct

from app.domain.conflicts import Conflict
from app.domain.exchange import (
    Change,
    DeviceChange,
    FormChange,
    NoteChange,
    ObligationChange,
    Pair,
    PersonChange,
    ReportChange,
    ReportEcho,
    UnitChange,
    View,
)
from app.domain.notes import Note, NoteKind
from app.domain.operations import parse_report_key
from app.domain.workflow import State
from sync.cells import BlockReader, BlockWriter, FormOrder, form_order
from sync.chains import known_order
from sync.columns import Ints, TableReader, TableWriter, Texts, checked, column, deltas, lengthen, shorten, spread, sums
from sync.conflicts import WireConflict, read_conflict, write_conflict
from sync.shapes import Forms, checked_count, decoded, trim


class _Form(Struct, array_like=True):
    hash: str
    text: str | None
    data: str = ""


class _Unit(Struct, array_like=True):
    unit: str
    code: str
    name: str
    level: str
    parent: str
    valid_from: str
    valid_to: str


class _Person(Struct, array_like=True):
    person: str
    name: str
    unit: str
    role: str
    active: int


class _Device(Struct, array_like=True):
    device: str
    unit: str
    name: str
    person: str
    public_key: str
    revoked: int = 0


class _Obligation(Struct, array_like=True):
    report: int
    form: int
    receiver: str
    window_start: str
    window_end: str
    deadline: str
    withdrawn: int
    route: list[str] = []


class _Note(Struct, array_like=True):
    """Refers to nothing in the tables: a program that does not know notes passes over all of it."""

    report: str
    kind: str
    address: str
    text: str
    author: str
    at: int
    shared: int = 0
    settled: int = 0


class _Reports(Struct, array_like=True):
    count: int
    reports: Ints
    views: Texts
    forms: Ints
    states: Texts
    revs: Ints
    people: Ints
    ats: Ints
    rows: Ints
    runs: Ints
    plain: Ints = 0


class _Echoes(Struct, array_like=True):
    count: int
    reports: Ints
    revs: Ints


class WirePairs(Struct, array_like=True):
    """(report, rev, content hash) of a whole scope, by columns."""

    count: int
    reports: Ints = 0
    views: Texts = ""
    revs: Ints = 0
    contents: list[str] = []


def write_changes(changes: Sequence[Change], tables: TableWriter, blocks: BlockWriter, forms: Forms) -> dict[str, Any]:
    """Change rows by kind, in the order of _CHANGE_KINDS."""
    kinds = ("form", "unit", "person", "obligation", "note", "device", "conflict")
    rows: dict[str, list[Any]] = {kind: [] for kind in kinds}
    reports: list[ReportChange] = []
    echoes: list[ReportEcho] = []
    for change in changes:
        match change:
            case FormChange():
                rows["form"].append(_write_form(change))
            case UnitChange():
                rows["unit"].append([getattr(change, name) for name in _Unit.__struct_fields__])
            case PersonChange():
                rows["person"].append([change.person, change.name, change.unit, change.role, int(change.active)])
            case ObligationChange():
                row = [
                    tables.report(change.report),
                    tables.form(change.form),
                    change.receiver,
                    change.window_start,
                    change.window_end,
                    change.deadline,
                    int(change.withdrawn),
                ]
                rows["obligation"].append([*row, list(change.route)] if change.route else row)
            case NoteChange():
                rows["note"].append(_write_note(change))
            case DeviceChange():
                told = [change.device, change.unit, change.name, change.person, shorten(change.public_key)]
                rows["device"].append([*told, *trim([int(change.revoked)])])
            case Conflict():
                rows["conflict"].append(write_conflict(change))
            case ReportChange():
                reports.append(change)
            case ReportEcho():
                echoes.append(change)
    written: dict[str, Any] = {kind: entries for kind, entries in rows.items() if entries}
    if reports:
        written["report"] = _write_reports(reports, tables, blocks, forms)
    if echoes:
        references = [tables.report(echo.report) for echo in echoes]
        written["echo"] = [len(echoes), column(references), column([echo.rev for echo in echoes])]
    return written


def _write_form(change: FormChange) -> list[Any]:
    try:
        return [shorten(change.hash), change.package.decode("utf-8")]
    except UnicodeDecodeError:
        return [shorten(change.hash), None, base64.b64encode(change.package).decode("ascii")]


def _write_note(change: NoteChange) -> list[Any]:
    note = change.note
    told = [str(note.report), note.kind.value, note.address, note.text, note.author, note.at]
    return [*told, *trim([int(note.shared), int(change.settled)])]


def _write_reports(
    reports: Sequence[ReportChange], tables: TableWriter, blocks: BlockWriter, forms: Forms
) -> list[Any]:
    counts = [blocks.content(each.cells, forms(each.form)) for each in reports]
    return [
        len(reports),
        column([tables.report(each.report) for each in reports]),
        column([each.view.value for each in reports]),
        column([tables.form(each.form) for each in reports]),
        column([each.state.value for each in reports]),
        column([each.rev for each in reports]),
        column([tables.person(each.author) for each in reports]),
        column(deltas(each.at for each in reports)),
        column([rows for rows, _ in counts]),
        column([runs for _, runs in counts]),
        column([0 if forms(each.form) else 1 for each in reports]),
    ]


def write_pairs(pairs: Sequence[Pair], tables: TableWriter) -> list[Any]:
    """The array of the pairs."""
    if not pairs:
        return [0]
    return [
        len(pairs),
        column([tables.report(pair.report) for pair in pairs]),
        column([pair.view.value for pair in pairs]),
        column([pair.rev for pair in pairs]),
        [shorten(pair.content) for pair in pairs],
    ]


_CHANGE_KINDS = ("form", "unit", "person", "obligation", "report", "echo", "note", "device", "conflict")
_NOTE_KINDS = frozenset(kind.value for kind in NoteKind)


def read_changes(
    written: Mapping[str, Raw], tables: TableReader, blocks: BlockReader, forms: Forms
) -> tuple[tuple[Change, ...], int]:
    """The change rows, and how many were of a kind that is not known here."""
    unknown = 0
    for kind in written.keys() - set(_CHANGE_KINDS):
        entries = decoded(object, written[kind])
        unknown += len(entries) if isinstance(entries, list) else 1
    nothing = Raw(b"[]")
    packages = [_read_form(row) for row in decoded(list[_Form], written.get("form", nothing))]
    out: list[Change] = [*packages]
    out += [UnitChange(**msgspec.structs.asdict(row)) for row in decoded(list[_Unit], written.get("unit", nothing))]
    out += [
        PersonChange(person=row.person, name=row.name, unit=row.unit, role=row.role, active=bool(row.active))
        for row in decoded(list[_Person], written.get("person", nothing))
    ]
    out += [
        ObligationChange(
            report=tables.report(row.report),
            form=tables.form(row.form),
            receiver=row.receiver,
            window_start=row.window_start,
            window_end=row.window_end,
            deadline=row.deadline,
            withdrawn=bool(row.withdrawn),
            route=tuple(row.route),
        )
        for row in decoded(list[_Obligation], written.get("obligation", nothing))
    ]
    if "report" in written:
        out += _read_reports(decoded(_Reports, written["report"]), tables, blocks, _with_packages(forms, packages))
    if "echo" in written:
        echoes = decoded(_Echoes, written["echo"])
        count = checked_count(echoes.count)
        references, revs = (
            spread(echoes.reports, count, "echoes"),
            checked(spread(echoes.revs, count, "echoes"), "revisions"),
        )
        out += [
            ReportEcho(report=tables.report(reference), rev=rev)
            for reference, rev in zip(references, revs, strict=True)
        ]
    for row in decoded(list[_Note], written.get("note", nothing)):
        if row.kind in _NOTE_KINDS:
            out.append(_read_note(row))
        else:
            unknown += 1
    out += [
        DeviceChange(
            device=row.device,
            unit=row.unit,
            name=row.name,
            person=row.person,
            public_key=lengthen(row.public_key),
            revoked=bool(row.revoked),
        )
        for row in decoded(list[_Device], written.get("device", nothing))
    ]
    out += [read_conflict(row) for row in decoded(list[WireConflict], written.get("conflict", nothing))]
    return tuple(out), unknown


def _read_form(row: _Form) -> FormChange:
    package = base64.b64decode(row.data, validate=True) if row.text is None else row.text.encode("utf-8")
    return FormChange(hash=lengthen(row.hash), package=package)


def _read_note(row: _Note) -> NoteChange:
    note = Note(
        report=parse_report_key(row.report),
        kind=NoteKind(row.kind),
        address=row.address,
        text=row.text,
        author=row.author,
        at=checked((row.at,), "times")[0],
        shared=bool(row.shared),
    )
    return NoteChange(note=note, settled=bool(row.settled))


def _with_packages(forms: Forms, packages: Sequence[FormChange]) -> Forms:
    """`forms`, and those that arrive in the same answer as the reports written by them."""
    arriving = {change.hash: change.package for change in packages}
    unpacked: dict[str, FormOrder] = {}

    def find(package: str) -> FormOrder | None:
        order = forms(package) or unpacked.get(package)
        if order is None and package in arriving:
            from app.domain.forms.packing import unpack_form

            order = unpacked[package] = form_order(unpack_form(arriving[package]))
        return order

    return find


def _read_reports(wire: _Reports, tables: TableReader, blocks: BlockReader, forms: Forms) -> list[ReportChange]:
    count = checked_count(wire.count)
    columns = zip(
        spread(wire.reports, count, "reports"),
        spread(wire.views, count, "reports"),
        spread(wire.forms, count, "reports"),
        spread(wire.states, count, "reports"),
        checked(spread(wire.revs, count, "reports"), "revisions"),
        spread(wire.people, count, "reports"),
        checked(sums(spread(wire.ats, count, "reports")), "times"),
        spread(wire.rows, count, "reports"),
        spread(wire.runs, count, "reports"),
        spread(wire.plain, count, "reports"),
        strict=True,
    )
    out = []
    for report, view, form, state, rev, person, at, rows, runs, plain in columns:
        package = tables.form(form)
        order = known_order(package, forms, plain=bool(plain) or not runs)
        out.append(
            ReportChange(
                report=tables.report(report),
                view=View(view),
                form=package,
                state=State(state),
                rev=rev,
                cells=blocks.content(rows, runs, order),
                author=tables.person(person),
                at=at,
            )
        )
    return out


def read_pairs(wire: WirePairs, tables: TableReader) -> tuple[Pair, ...]:
    """The pairs an array spells."""
    count = checked_count(wire.count)
    columns = zip(
        spread(wire.reports, count, "pairs"),
        spread(wire.views, count, "pairs"),
        checked(spread(wire.revs, count, "pairs"), "revisions"),
        spread(wire.contents, count, "pairs"),
        strict=True,
    )
    return tuple(
        Pair(report=tables.report(report), view=View(view), rev=rev, content=lengthen(content))
        for report, view, rev, content in columns
    )
