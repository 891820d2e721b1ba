"""What central has to tell an office: the page's rows made whole, the pairs, the reports asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from app.domain.exchange import (
    Change,
    DeviceChange,
    FormChange,
    ObligationChange,
    Pair,
    PersonChange,
    ReportChange,
    ReportEcho,
    UnitChange,
    View,
)
from app.domain.operations import ReportKey, parse_report_key
from app.domain.workflow import State
from central.databases import Database, Row, by_home
from central.intake.conflicts import read_conflicts
from central.intake.feed import START, FeedEntry, ItemKind, Page, Reading, Scope
from central.intake.notes import read_notes

_WEIGHED_FROM = 8
"""Fewer reports than this are never too much for one answer."""
_HEADS = "SELECT report, form, state, rev, cells, author, at FROM intake_head WHERE province = %s AND upward = %s AND "


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """From whose eyes a page is read."""

    device: str
    epoch: str
    reading: Reading
    """What it has seen; the start where it has seen nothing that counts."""
    may_echo: bool
    """Whether its copies are what its cursor and its results say."""


def fit_page(db: Database, page: Page, limit_bytes: int) -> Page:
    """The page, cut so that its reports' contents stay within a size; at least one row is left."""
    reports = [entry for entry in page.entries if entry.kind is ItemKind.REPORT]
    if len(reports) < _WEIGHED_FROM:
        return page
    sizes: dict[tuple[str, bool], int] = {}
    for home in {entry.home for entry in reports}:
        rows = db.rows(
            "SELECT report, upward, LENGTH(cells) FROM intake_head WHERE province = %s AND " + db.within("report"),
            home,
            db.members(entry.item for entry in reports if entry.home == home),
        )
        sizes |= {(report, bool(upward)): size for report, upward, size in rows}
    total = 0
    for count, entry in enumerate(page.entries):
        total += sizes.get((entry.item, entry.scope.is_upward), 0) if entry.kind is ItemKind.REPORT else 0
        if count and total > limit_bytes:
            kept = page.entries[:count]
            return Page(entries=kept, cursor=kept[-1].place, more=True, is_whole=page.is_whole)
    return page


def read_changes(db: Database, pages: Sequence[tuple[Sequence[FeedEntry], Asker]]) -> list[tuple[Change, ...]]:
    """What the rows of each asker's page tell of, in the order of the page."""
    echoes = _echoes(db, pages)
    wanted: dict[_Group, dict[str, None]] = {}
    for (entries, _), echoed in zip(pages, echoes, strict=True):
        for entry in entries:
            if _item(entry) not in echoed:
                wanted.setdefault(_group(entry), {})[entry.item] = None
    told = {group: _told(db, *group, list(items)) for group, items in wanted.items()}
    return [
        tuple(
            change
            for entry in entries
            for change in (
                [echoed[_item(entry)]] if _item(entry) in echoed else told[_group(entry)].get(entry.item, [])
            )
        )
        for (entries, _), echoed in zip(pages, echoes, strict=True)
    ]


_Group = tuple[ItemKind, str, bool]
"""What is read together: things of a kind at one home, of reports the inner or the upward heads."""
_Item = tuple[ItemKind, str, bool, str]
"""One thing of a group."""


def _group(entry: FeedEntry) -> _Group:
    return entry.kind, entry.home, entry.scope.is_upward


def _item(entry: FeedEntry) -> _Item:
    return *_group(entry), entry.item


def _told(db: Database, kind: ItemKind, home: str, is_upward: bool, items: Sequence[str]) -> dict[str, list[Change]]:
    told: dict[str, list[Change]] = {}
    changes: Iterable[tuple[str, Change]]
    match kind:
        case ItemKind.REPORT:
            changes = _reports(db, home, is_upward, items)
        case ItemKind.FORM:
            changes = _forms(db, items)
        case ItemKind.UNIT:
            changes = _units(db, items)
        case ItemKind.OBLIGATION:
            changes = _obligations(db, home, items)
        case ItemKind.PERSON:
            changes = _people(db, items)
        case ItemKind.NOTE:
            changes = read_notes(db, home, items)
        case ItemKind.CONFLICT:
            changes = read_conflicts(db, home, items)
        case ItemKind.DEVICE:
            changes = _devices(db, items)
    for item, change in changes:
        told.setdefault(item, []).append(change)
    return told


def _reports(db: Database, province: str, is_upward: bool, names: Sequence[str]) -> Iterator[tuple[str, ReportChange]]:
    rows = db.rows(_HEADS + db.within("report"), province, int(is_upward), db.members(names))
    for name, form, state, rev, cells, author, at in rows:
        yield (
            name,
            ReportChange(
                report=parse_report_key(name),
                view=View.UPWARD if is_upward else View.INNER,
                form=form,
                state=State(state),
                rev=rev,
                cells=msgspec.json.decode(cells, type=dict[str, str]),
                author=author,
                at=at,
            ),
        )


def _echoes(db: Database, pages: Sequence[tuple[Sequence[FeedEntry], Asker]]) -> list[Mapping[_Item, ReportEcho]]:
    """For each asker the reports whose every revision since he was at rest was made by his own operations.

    He has or gets the results of all of them, so he can make the newest revision out of what he has. From the
    start of the feed only results that he is getting now count: what he had before may belong to a copy that he
    is leaving behind.
    """
    asked: list[tuple[int, str, list[str]]] = []
    for place, (entries, asker) in enumerate(pages):
        # An echo names no view: it speaks of what the asker's own office writes.
        own = [each for each in entries if each.kind is ItemKind.REPORT and not each.scope.is_upward]
        homes = by_home((each.home, each.item) for each in own) if asker.may_echo else {}
        asked += [(place, home, items) for home, items in homes.items()]
    found = db.each(
        "SELECT report, MAX(rev), SUM(CASE WHEN device = %s AND epoch = %s AND seq > %s THEN 0 ELSE 1 END)"
        " FROM intake_history WHERE province = %s AND (xid, position) > (%s, %s) AND position > 0"
        # A revision that a restored central took back stands in no history, and is nobody's here.
        " AND NOT EXISTS (SELECT 1 FROM intake_recovery y"
        " WHERE y.province = intake_history.province AND y.report = intake_history.report) AND "
        + db.within("report")
        + " GROUP BY report",
        [
            (asker.device, asker.epoch, _since(asker), home, *asker.reading.rest, db.members(items))
            for place, home, items in asked
            for asker in [pages[place][1]]
        ],
    )
    echoes: list[dict[_Item, ReportEcho]] = [{} for _ in pages]
    for (place, home, _), rows in zip(asked, found, strict=True):
        echoes[place] |= {
            (ItemKind.REPORT, home, False, report): ReportEcho(report=parse_report_key(report), rev=int(rev))
            for report, rev, others in rows
            if not others
        }
    return list(echoes)


def _since(asker: Asker) -> int:
    return asker.reading.known if asker.reading.rest == START else 0


def _forms(db: Database, hashes: Sequence[str]) -> Iterator[tuple[str, FormChange]]:
    rows = db.rows("SELECT hash, package FROM registry_form WHERE " + db.within("hash"), db.members(hashes))
    for hash_, package in rows:
        yield hash_, FormChange(hash=hash_, package=bytes(package))


def _units(db: Database, units: Sequence[str]) -> Iterator[tuple[str, UnitChange]]:
    rows = db.rows(
        "SELECT v.unit_id, v.code, v.name, u.level, v.parent, v.valid_from, v.valid_to FROM registry_unitversion v"
        " JOIN registry_unit u ON u.id = v.unit_id WHERE " + db.within("v.unit_id") + " ORDER BY v.id",
        db.members(units),
    )
    for unit, code, name, level, parent, valid_from, valid_to in rows:
        yield (
            unit,
            UnitChange(
                unit=unit,
                code=code,
                name=name,
                level=level,
                parent=parent,
                valid_from=_day(valid_from),
                valid_to=_day(valid_to),
            ),
        )


def _day(value: object) -> str:
    """ISO date; SQLite keeps text, PostgreSQL a date."""
    return "" if value is None else str(value)


def _obligations(db: Database, province: str, names: Sequence[str]) -> Iterator[tuple[str, ObligationChange]]:
    rows = db.rows(
        "SELECT report, form, receiver, window_start, window_end, deadline, withdrawn, route FROM intake_obligation"
        " WHERE province = %s AND " + db.within("report"),
        province,
        db.members(names),
    )
    for report, form, receiver, window_start, window_end, deadline, withdrawn, route in rows:
        yield (
            report,
            ObligationChange(
                report=parse_report_key(report),
                form=form,
                receiver=receiver,
                window_start=window_start,
                window_end=window_end,
                deadline=deadline,
                withdrawn=bool(withdrawn),
                route=tuple(route.split()),
            ),
        )


def _people(db: Database, people: Sequence[str]) -> Iterator[tuple[str, PersonChange]]:
    rows = db.rows(
        "SELECT id, name, unit_id, role, active FROM registry_person WHERE " + db.within("id"), db.members(people)
    )
    for person, name, unit, role, active in rows:
        yield person, PersonChange(person=person, name=name, unit=unit, role=role, active=bool(active))


def _devices(db: Database, devices: Sequence[str]) -> Iterator[tuple[str, DeviceChange]]:
    rows = db.rows(
        "SELECT id, unit_id, name, person_id, public_key, revoked_at FROM registry_device WHERE " + db.within("id"),
        db.members(devices),
    )
    for device, unit, name, person, public_key, revoked_at in rows:
        yield (
            device,
            DeviceChange(
                device=device,
                unit=unit,
                name=name,
                person=person,
                public_key=public_key,
                revoked=revoked_at is not None,
            ),
        )


def read_fetched(db: Database, keys: Iterable[ReportKey], scopes: Sequence[Scope]) -> list[ReportChange]:
    """Whole reports, whatever the cursor; those outside the scopes are left out."""
    names = [str(key) for key in dict.fromkeys(keys)]
    found: list[ReportChange] = []
    for scope in scopes:
        if not (scope.is_reports and names):
            continue
        rows = db.rows(
            "SELECT home, item FROM intake_feed WHERE province = %s AND scope = %s AND kind = %s AND "
            + db.within("item"),
            *scope,
            ItemKind.REPORT,
            db.members(names),
        )
        for home, items in by_home(rows).items():
            found += [change for _, change in _reports(db, home, scope.is_upward, items)]
    return found


def read_pairs(db: Database, scopes: Sequence[Scope]) -> tuple[Pair, ...]:
    """(report, revision, content) of everything in the scopes."""
    rows: list[tuple[bool, Row]] = []
    for scope in scopes:
        if scope.is_reports:
            rows += [
                (scope.is_upward, row)
                for row in db.rows(
                    "SELECT h.report, h.rev, h.content FROM intake_feed f JOIN intake_head h"
                    " ON h.province = f.home AND h.report = f.item AND h.upward = %s"
                    " WHERE f.province = %s AND f.scope = %s AND f.kind = %s ORDER BY h.report",
                    int(scope.is_upward),
                    *scope,
                    ItemKind.REPORT,
                )
            ]
    return tuple(
        Pair(
            report=parse_report_key(report),
            view=View.UPWARD if is_upward else View.INNER,
            rev=rev,
            content=content,
        )
        for is_upward, (report, rev, content) in rows
    )
