"""An office after ten years: thousands of reports that central accepted, and this month's work half done.

`python -m tests.benchmarks.years_of_reports DIR [COUNT]` makes its folder, to look at:
`sobaocao --data DIR --secrets file gui`.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from app.clock import SystemChance, SystemClock
from app.domain import signing
from app.domain.exchange import Change, FormChange, ObligationChange, PersonChange, UnitChange
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.packing import pack_form
from app.domain.operations import CellEdit, ReportKey
from app.domain.workflow import State
from app.services.enrolment import STORE_NAME
from app.store.keys import DEVICE_KEY, DEVICE_TOKEN, STORE_KEY, FileSecrets
from app.store.store import Store
from tests.benchmarks.common_workload import filled, form_text
from tests.benchmarks.offices import IDENTITY, KEY, PERSON, UNIT, agreed_report, book

FORMS = 60
PROVINCE = "p-79"
PAGE = 400
TYPED_OF_TEN = 6
"""Of this month's reports, how many in ten were begun."""


def make_office(folder: Path, count: int) -> None:
    """Its folder, with `count` reports of past months and the secrets in files."""
    chance = random.Random(9)
    secrets = FileSecrets(folder / "secrets")
    for name, value in (
        (STORE_KEY, KEY.hex()),
        (DEVICE_KEY, signing.new_private_key()),
        (DEVICE_TOKEN, "t" * 43),
    ):
        secrets.set(name, value)
    store = Store.open(folder / STORE_NAME, KEY, clock=SystemClock(), chance=SystemChance())
    store.enrol(IDENTITY)
    forms = [load_form(form_text(f"B.{number:02d}/UBND"), "made") for number in range(1, min(FORMS, count) + 1)]
    book(store, (*_surroundings(), *(FormChange(hash=form.hash, package=pack_form(form)) for form in forms)))
    today = SystemClock().now().date()
    months = [_month(today, -back) for back in range(1, -(-count // len(forms)) + 1)]
    past = [(form, month) for month in months for form in forms][:count]
    for start in range(0, len(past), PAGE):
        changes: list[Change] = []
        for form, month in past[start : start + PAGE]:
            owed = _owed(form, month)
            changes += [owed, replace(agreed_report(owed.report, form, filled(chance), rev=4), state=State.ACCEPTED)]
        book(store, tuple(changes), cursor=str(start + 2))
    _this_month(store, forms, _month(today, 0), chance)
    store.close()


def _surroundings() -> tuple[Change, ...]:
    open_ended = {"valid_from": "2025-07-01", "valid_to": ""}
    return (
        UnitChange(unit=PROVINCE, code="79", name="TP. Hồ Chí Minh", level="province", parent="", **open_ended),
        UnitChange(
            unit=UNIT, code=IDENTITY.unit_code, name=IDENTITY.unit_name, level="commune", parent=PROVINCE, **open_ended
        ),
        PersonChange(person=PERSON, name=IDENTITY.person_name, unit=UNIT, role="clerk", active=True),
    )


def _this_month(store: Store, forms: Sequence[FormDefinition], month: date, chance: random.Random) -> None:
    book(store, tuple(_owed(form, month) for form in forms), cursor="this month")
    for form in forms:
        if chance.randint(1, 10) > TYPED_OF_TEN:
            continue
        cells = filled(chance)
        kept = list(cells)[: chance.randint(1, len(cells))]
        edits = [CellEdit(address, None, cells[address]) for address in kept]
        store.save_edits(_owed(form, month).report, form.hash, edits, author=PERSON)


def _month(today: date, moved: int) -> date:
    number = today.year * 12 + today.month - 1 + moved
    return date(number // 12, number % 12 + 1, 1)


def _owed(form: FormDefinition, month: date) -> ObligationChange:
    ends = _month(month, 1)
    return ObligationChange(
        report=ReportKey(UNIT, form.code, f"{month.year}-M{month.month:02d}"),
        form=form.hash,
        receiver=PROVINCE,
        window_start=month.isoformat(),
        window_end=ends.isoformat(),
        deadline=ends.replace(day=17).isoformat(),
        withdrawn=False,
    )


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    make_office(place, int(sys.argv[2]) if len(sys.argv) > 2 else 7200)
