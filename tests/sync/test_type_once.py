"""A seal that writes in figures of other forms, judged by the real central and seen by the office's other computer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.canonical import content_hash
from app.domain.exchange import ReceiptKind
from app.domain.forms.catalogue import form_file, pack_form, unpack_form
from app.domain.operations import ActBody, CellEdit, Kind, ReportKey
from app.domain.workflow import State
from app.services.forms import FormShelf
from app.services.views import Person
from app.services.workspace import Workspace
from central.registry.obligations import oblige
from central.registry.packages import load_forms
from tests.app.domain.indicator_forms import FILES, FORMS
from tests.central.office import PERIOD, WEEKENDS_ONLY
from tests.sync.line import Computer, Line, opened_line

COMMUNE = "01273"
COUNTED = {"main/k1/@row": "V;;", "main/k1/cA": "Thôn Đông", "main/k1/c1": "100", "main/k1/c3": "7"}


@pytest.fixture
def line(tmp_path: Path, template: Path):  # type: ignore[no-untyped-def]  # a generator of a line
    with opened_line(tmp_path, template) as opened:
        forms = [unpack_form(pack_form(form_file(FORMS / f"{FILES[code]}.yaml"))) for code in ("CT/1", "CT/3")]
        load_forms(opened.db, forms, opened.central.now())
        for form in forms:
            oblige(opened.db, form.code, PERIOD, province="04", holidays=WEEKENDS_ONLY)
        yield opened


def keys(computer: Computer) -> tuple[ReportKey, ReportKey]:
    """The summary and the population report of the computer's unit."""
    return ReportKey(computer.unit, "CT/1", PERIOD), ReportKey(computer.unit, "CT/3", PERIOD)


def workspace(computer: Computer) -> Workspace:
    me = Person(id=computer.person, name="Nông Thị Lan", unit=computer.unit, unit_name="Xã", role="clerk")
    return Workspace(computer.store, FormShelf(computer.store), computer.line.clock, me)


def test_a_report_that_other_forms_fill_is_sealed_received_and_seen_whole(line: Line) -> None:
    a, b = line.computer(COMMUNE), line.computer(COMMUNE, "Hoàng Văn Bình", "leader")
    summary, population = keys(a)
    a.sync()
    office = workspace(a)
    form = office.open(summary).form.hash
    office.save(summary, form, [CellEdit(address, None, value) for address, value in COUNTED.items()])
    filled = dict(office.open(population).sheet.filled())
    assert filled == {"main/r01/c1": "100", "main/r01/c2": "7"}
    assert office.seal(population, filled=filled).sealed
    office.save(summary, form, [CellEdit("main/k1/c3", "7", "50")])

    assert a.sync().error is None
    b.sync()

    assert a.is_level()
    assert b.is_level()
    assert (b.mine(population), b.store.report(population).state) == (filled, State.SEALED)
    content = content_hash(a.store.report(population).form, filled)
    receipts = {one.kind: one.content for one in a.store.receipts(population)}
    assert receipts == {ReceiptKind.COMMITMENT: content, ReceiptKind.SEAL: content}
    assert dict(workspace(b).open(population).sheet.filled()) == {}


def test_central_judges_what_a_seal_writes_in(line: Line) -> None:
    a = line.computer(COMMUNE)
    _, population = keys(a)
    a.sync()
    form = workspace(a).open(population).form.hash
    a.store.save_edits(population, form, [CellEdit("main/r01/c1", None, "5")], author=a.person)
    after = {"main/r01/c1": "5", "main/r01/c2": "7"}
    body = ActBody(content=content_hash(form, after), brought=(CellEdit("main/r01/c2", None, "7"),))
    a.store.act(population, Kind.SEAL, body, author=a.person)

    a.sync()

    [refused] = a.store.refused(population)
    assert (refused.kind, refused.code) == (Kind.SEAL, "report.invalid")
    assert (a.store.report(population).state, a.mine(population)) == (State.DRAFT, after)
