"""Obligations: which unit owes which report, to whom, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.calendar import Holidays
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.periods import Period, parse_frequency
from app.domain.vietnamese import nfc
from app.errors import InputError
from central.databases import Database
from central.intake.feed import FeedRow, ItemKind, publish, registry_scope
from central.registry.known import raise_version
from central.registry.packages import FormShelf

_OBLIGATION = (
    "INSERT INTO intake_obligation (province, report, unit, form, receiver, window_start, window_end, deadline,"
    " withdrawn, route) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, %s) ON CONFLICT (province, report)"
    " DO UPDATE SET form = excluded.form, receiver = excluded.receiver, window_start = excluded.window_start,"
    " window_end = excluded.window_end, deadline = excluded.deadline, withdrawn = 0, route = excluded.route"
)
_PART = 500
"""Obligations written in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What `oblige` made."""

    form: str
    """Package hash."""
    title: str
    window_start: str
    """ISO dates."""
    window_end: str
    deadline: str
    units: int
    """How many units owe it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sender:
    unit: str
    province: str
    receiver: str
    receiver_province: str


def oblige(
    db: Database,
    code: str,
    period_code: str,
    *,
    province: str,
    holidays: Holidays,
    units: Sequence[str] = (),
    receiver: str = "",
    level: str = "commune",
    release: str = "",
) -> Owed:
    """Let the units of a level in a province (by codes, or all) owe a form for a period.

    They report to the unit above them, or to `receiver` (a code). Doing it again renews what differs. Raises
    InputError `form.unknown`, `form.not_due`, `form.no_deadline`, `unit.not_loaded`, PeriodError.
    """
    code, release, period = nfc(code), nfc(release), Period.parse(period_code)
    form = _form_in_force(db, code, period, release)
    if all(number not in (None, period.number) for number in _numbers(form, period)):
        raise InputError("form.not_due", form=code, period=period_code)
    issue = next((each for each in form.releases if each.code == release), None)
    if (release or form.releases) and issue is None:
        raise InputError("form.no_release", form=code, release=release)
    rule = (issue.deadlines if issue else {}).get(level) or form.deadlines.get(level)
    if rule is None:
        raise InputError("form.no_deadline", form=code, level=level)
    window = form.window_rule(release).window(period)
    deadline = rule.deadline(window, period, holidays).isoformat()
    start, end = window.start.isoformat(), window.end.isoformat()
    senders = _senders(db, province, level, units, receiver)
    for first in range(0, len(senders), _PART):
        part = senders[first : first + _PART]
        keys = {sender.unit: str(ReportKey(sender.unit, code, period.code, release)) for sender in part}
        with db.writing():
            db.many(
                _OBLIGATION,
                [(s.province, keys[s.unit], s.unit, form.hash, s.receiver, start, end, deadline, "") for s in part],
            )
            publish(db, _told(part, keys))
            raise_version(db)
    return Owed(
        form=form.hash, title=form.title, window_start=start, window_end=end, deadline=deadline, units=len(senders)
    )


def withdraw(
    db: Database, code: str, period_code: str, *, province: str, units: Sequence[str] = (), release: str = ""
) -> int:
    """Let units of a province (by codes, or all) owe a report no more; returns how many obligations ended.

    It stays a state of the obligation: offices are told, nothing is deleted, and obliging them again renews it.
    """
    root, period = _province(db, province), Period.parse(period_code)
    rows = db.rows(
        "SELECT o.report, u.id, u.code, o.receiver, r.province FROM intake_obligation o"
        " JOIN registry_unit u ON u.id = o.unit LEFT JOIN registry_unit r ON r.id = o.receiver"
        " WHERE o.province = %s AND o.withdrawn = 0 ORDER BY o.report",
        root,
    )
    named = {unit: str(ReportKey(unit, nfc(code), period.code, nfc(release))) for _, unit, *_ in rows}
    rows = [row for row in rows if row[0] == named[row[1]] and (not units or row[2] in units)]
    for first in range(0, len(rows), _PART):
        part = rows[first : first + _PART]
        with db.writing():
            db.many(
                "UPDATE intake_obligation SET withdrawn = 1 WHERE province = %s AND report = %s",
                [(root, report) for report, *_ in part],
            )
            senders = [
                _Sender(unit=unit, province=root, receiver=receiver, receiver_province=home or "")
                for _, unit, _, receiver, home in part
            ]
            publish(db, _told(senders, named))
            raise_version(db)
    return len(rows)


def _numbers(form: FormDefinition, period: Period) -> list[int | None]:
    """For each of the form's frequencies that is the period's: the one number it is due for, None for every one."""
    pairs = [parse_frequency(text) for text in form.frequencies]
    return [number for frequency, number in pairs if frequency is period.frequency]


def _form_in_force(db: Database, code: str, period: Period, release: str) -> FormDefinition:
    """The newest edition of a code that is in force on the last day of the window, as it was loaded last."""
    shelf = FormShelf(db)
    rows = db.rows("SELECT hash FROM registry_form WHERE code = %s ORDER BY loaded_at DESC", code)
    forms = [form for row in rows if (form := shelf.form(row[0]))]
    for form in sorted(forms, key=lambda form: form.age, reverse=True):
        if form.in_force(form.window_rule(release).window(period).end):
            return form
    raise InputError("form.unknown", form=code)


def _province(db: Database, code: str) -> str:
    """The unit at the top that bears an official code today. Raises InputError `unit.not_loaded`."""
    roots = db.rows("SELECT id FROM registry_unit WHERE code = %s AND parent = '' AND ended IS NULL", code)
    if len(roots) != 1:
        raise InputError("unit.not_loaded", unit=code)
    return str(roots[0][0])


def _senders(db: Database, province: str, level: str, codes: Sequence[str], receiver: str) -> list[_Sender]:
    root = _province(db, province)
    found = {
        row[1]: row
        for row in db.rows(
            "SELECT id, code, province, parent FROM registry_unit WHERE province = %s AND level = %s AND ended IS NULL",
            root,
            level,
        )
    }
    missing = [code for code in codes if code not in found]
    if missing:
        raise InputError("unit.not_loaded", unit=missing[0])
    above = None
    if receiver:
        rows = db.rows("SELECT id, province FROM registry_unit WHERE code = %s AND ended IS NULL", receiver)
        if len(rows) != 1:
            raise InputError("unit.not_loaded", unit=receiver)
        above = rows[0]
    return [
        _Sender(
            unit=unit,
            province=home,
            receiver=above[0] if above else parent,
            receiver_province=above[1] if above else home,
        )
        for code, (unit, _, home, parent) in sorted(found.items())
        if not codes or code in codes
    ]


def _told(senders: Iterable[_Sender], keys: dict[str, str]) -> Iterable[FeedRow]:
    for sender in senders:
        key = keys[sender.unit]
        yield FeedRow(registry_scope(sender.province, sender.unit), ItemKind.OBLIGATION, key, sender.province)
        if sender.receiver:
            place = registry_scope(sender.receiver_province, sender.receiver)
            yield FeedRow(place, ItemKind.OBLIGATION, key, sender.province)
