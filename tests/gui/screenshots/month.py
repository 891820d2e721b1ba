"""What lies in the store of a commune in the middle of its month, and of the province that receives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from app.domain.conflicts import ClashedCell, Conflict
from app.domain.exchange import (
    Answer,
    DeviceChange,
    FormChange,
    Have,
    NoteChange,
    PersonChange,
    Receipt,
    ReceiptKind,
    ReportChange,
    Result,
    ResultCode,
    View,
)
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.forms.catalogue import pack_form
from app.domain.forms.definition import ColumnType
from app.domain.notes import Note, NoteKind
from app.domain.operations import CellEdit, OperationId, ReportKey
from app.domain.workflow import State
from tests.gui.office import UNIT, Office, filled, key_of, owed, report, shipped

PROCEDURES, LIVESTOCK, BIRTHS = "II.06a/VPCP/KSTT", "CHANNUOI.Q", "13a/BTP/HTQTCT/HT"
MAIN = key_of(PROCEDURES, "2026-Q2")
HERDS = key_of(LIVESTOCK, "2026-Q2")
BIRTHS_KEY = key_of(BIRTHS, "2026-S1")._replace(release="six_months")
NOON = 1781420520
"""14:02 on 14/06/2026."""
THIS_MORNING = "2026-06-14T04:40:00+00:00"

_OWED = (
    ("GIAINGAN.T", "2026-M05", "2026-05-01", "2026-05-31", "2026-06-12"),
    ("CHITIEU.T", "2026-M06", "2026-05-15", "2026-06-14", "2026-06-16"),
    ("17a/BTP/HTQTCT/CT", "2026-S1", "2026-01-01", "2026-06-05", "2026-06-17"),
    ("BM1/ANTT", "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-18"),
    (LIVESTOCK, "2026-Q2", "2026-04-01", "2026-06-30", "2026-07-03"),
    ("GIAINGAN.T", "2026-M06", "2026-06-01", "2026-06-30", "2026-07-02"),
    ("DANSO.T", "2026-M05", "2026-04-15", "2026-05-14", "2026-05-18"),
)
"""Beside the three of every office: form, period, first and last day of its figures, deadline."""
_STATES = (
    ("CHITIEU.T", "2026-M06", State.RETURNED, (1412, 1369, 43, None, 486, None, 87, 61, 312, "171.6", "92.4")),
    ("GIAINGAN.T", "2026-M05", State.DRAFT, ("18450.5", "7206.25", None, 9)),
    ("DANSO.T", "2026-M05", State.ACCEPTED, (3214, 12480, 15, 21, 9, 13)),
    ("17a/BTP/HTQTCT/CT", "2026-S1", State.SUBMITTED, (10250, 3120, 418)),
)
"""What became of some of them, with figures of their columns from left to right."""

_AREAS_NOW = (
    ("01", 86, 214, 9, 4, 11, 1, 0, "3.85"),
    ("02", 142, 365, 21, 12, 28, 2, 0, "7.28"),
    ("04", 118, 312, 0, 24, 30, 3, 0, "4.2"),
    ("05", 9, 11, 0, 1, 1, 0, 0, "0.18"),
    ("06", 196, 2840, 2650, 310, 2710, 46, 0, "243.9"),
    ("07", 31, 188, 34, 0, 41, 3, 0, "1.03"),
    ("08", 412, 15600, 9800, 4200, 11200, 350, 0, "20.16"),
    ("09", 96, 3100, 1400, 600, 1900, 60, 0, "4.75"),
    ("10", 58, 940, 310, 120, 420, 20, 0, "1.26"),
)
"""Livestock of the quarter: row, households, head at the beginning, born, brought, sold, dead, culled, tonnes."""


def agreeing() -> dict[str, str]:
    """II.06a of this quarter: all relations hold, and what came over is what the quarter before left open."""
    before, found = filled(0.92), filled()
    for row in {address.rpartition("/")[0] for address in found}:
        left = int(before[f"{row}/c12"]) + int(before[f"{row}/c13"])
        found[f"{row}/c9"] = str(int(found[f"{row}/c9"]) + left - int(found[f"{row}/c6"]))
        found[f"{row}/c6"] = str(left)
    return found


def half_done() -> dict[str, str]:
    """The same with a slip of two, one figure that does not follow from the quarter before, and two blanks."""
    cells = agreeing()
    cells["main/k03/c9"] = str(int(cells["main/k03/c9"]) - 2)
    cells["main/k04/c6"], cells["main/k04/c9"] = "12", str(int(cells["main/k04/c9"]) + 4)
    return {address: value for address, value in cells.items() if address not in ("main/k13/c12", "main/k13/c13")}


def with_slip() -> dict[str, str]:
    """Ten times as many files received and settled in one field."""
    found = agreeing()
    more = 9 * int(found["main/k01/c4"])
    return found | {address: str(int(found[address]) + more) for address in ("main/k01/c4", "main/k01/c9")}


def herds(*, counted: int = 0) -> dict[str, str]:
    """Livestock of the quarter; `counted` fatteners more were there at its beginning."""
    cells = {"main/r03/c1": "205"}
    for code, *figures in _AREAS_NOW:
        for number, figure in enumerate(figures, start=1):
            if number < 8:
                cells[f"main/r{code}/c{number}"] = str(figure)
            else:
                cells[f"main/r{code}/c9"] = str(figure)
    cells["main/r06/c2"] = str(int(cells["main/r06/c2"]) + counted)
    return cells


def herds_before() -> dict[str, str]:
    """The quarter before, whose closing figures are this one's opening figures but for 24 fatteners."""
    cells = herds()
    for code, _, opening, born, brought, sold, dead, culled, _ in _AREAS_NOW:
        closing = int(opening) + (24 if code == "06" else 0)
        cells[f"main/r{code}/c2"] = str(closing - int(born) - int(brought) + int(sold) + int(dead) + int(culled))
    return cells


def month(office: Office, *, cells: Mapping[str, str] | None = None, waits: bool = True) -> None:
    """The middle of the month: everything owed, some of it done, II.06a in hand; two edits wait unless told."""
    office.furnish()
    for code, *_ in _OWED:
        office.book(FormChange(hash=shipped(code).hash, package=pack_form(shipped(code))))
    office.book(*(owed(shipped(code), *days) for code, *days in _OWED))
    office.book(
        _births(),
        *(
            report(shipped(code), period, state, _row_of(code, figures), at="2026-06-12T08:20:00+00:00")
            for code, period, state, figures in _STATES
        ),
        report(shipped(PROCEDURES), "2026-Q2", State.DRAFT, cells or half_done(), at="2026-06-14T06:40:00+00:00"),
        report(shipped(LIVESTOCK), "2026-Q1", State.ACCEPTED, herds_before(), at="2026-04-02T03:10:00+00:00"),
        receipts=(
            _receipt(key_of(PROCEDURES, "2026-Q1"), 11, "2026-03-16", "2026-03-16T03:10:00+00:00"),
            _receipt(BIRTHS_KEY, 14, "2026-06-08", "2026-06-05T08:15:00+00:00"),
            _receipt(key_of("17a/BTP/HTQTCT/CT", "2026-S1"), 16, "2026-06-17", "2026-06-12T08:20:00+00:00"),
        ),
    )
    if waits:
        before = cells or half_done()
        type_into(office, MAIN, before, {"main/k01/c5": "96", "main/k01/c9": str(int(before["main/k01/c9"]) + 1)})


def type_into(office: Office, key: ReportKey, shown: Mapping[str, str], typed: Mapping[str, str]) -> None:
    """What this person typed over what was shown."""
    store = office.open_store()
    edits = [CellEdit(address, shown.get(address), value) for address, value in typed.items()]
    store.save_edits(key, shipped(key.form).hash, edits, author="p-an", claims=[])
    store.close()


def agree(office: Office) -> None:
    """Central's digest is ours: nothing waits, the light is green."""
    store = office.open_store()
    position, ours = store.position(), store.light_facts().ours
    at = int(office.clock.now().timestamp())
    have = Have(epoch=position.epoch, seq=position.numbered, hash=position.head)
    store.book(
        Answer(
            central_epoch="e1",
            have=have,
            scope="s1",
            results=(),
            results_signature="",
            receipts=(),
            changes=(),
            cursor=f"{position.cursor}+",
            more=False,
            digest=ours,
            server_time=at,
        )
    )
    store.close()


def cycles(office: Office) -> None:
    """How the exchanges of this day went."""
    done, away = CycleOutcome.DONE, CycleOutcome.UNREACHABLE
    _record(office, -196, done, received=3)
    _record(office, -74, away)
    _record(office, -31, done, sent=2, received=1)
    _record(office, -3, done, sent=4, received=2)


def network_away(office: Office) -> None:
    """The network went away half an hour ago: three tries in vain."""
    office.clock.advance(29 * 60)
    for minutes in (12, 20, 28):
        _record(office, minutes, CycleOutcome.UNREACHABLE)


def revoked(office: Office) -> None:
    """A minute after noon the system did not let this computer in any more."""
    office.clock.advance(60)
    _record(office, 1, CycleOutcome.REFUSED, code="device.revoked")


_CODES = {CycleOutcome.DONE: "", CycleOutcome.UNREACHABLE: "sync.unreachable"}


def _record(
    office: Office, minutes: int, outcome: CycleOutcome, *, sent: int = 0, received: int = 0, code: str = ""
) -> None:
    """A cycle that ended so many minutes after noon."""
    at = NOON + minutes * 60
    is_away = outcome is CycleOutcome.UNREACHABLE
    store = office.open_store()
    store.record_cycle(
        CycleRecord(
            started_at=at - 2,
            ended_at=at,
            outcome=outcome,
            code=code or _CODES[outcome],
            requests=1,
            bytes_up=0 if is_away else 1240 if sent else 310,
            bytes_down=0 if is_away else 2210 if received else 220,
            sent=sent,
            received=received,
        )
    )
    store.close()


def trouble(office: Office) -> None:
    """Four cells edited in two places, and an edit that was refused."""
    form, cells = shipped(PROCEDURES), half_done()
    typed = {"main/k04/c4": "89", "main/k04/c9": "98", "main/k06/c5": "9", "main/k08/c9": "11"}
    type_into(office, MAIN, cells, typed)
    theirs = cells | {"main/k04/c4": "85", "main/k04/c9": "94", "main/k06/c5": "7", "main/k08/c9": "9"}
    change = report(form, "2026-Q2", State.DRAFT, theirs, at="2026-06-14T06:55:00+00:00", rev=9)
    office.book(replace(change, author="p-cuong"))
    type_into(office, MAIN, cells, {"main/k03/c4": "66"})
    store = office.open_store()
    waiting = store.freeze()
    store.close()
    refused, error = ResultCode.REFUSED, "report.sealed"
    office.book(results=tuple(Result(id=one.id, hash=one.hash(), code=refused, error=error) for one in waiting))


def elsewhere(office: Office) -> None:
    """Three cells of II.06a wait for a decision on the office's other computer."""

    def cell(address: str, base: str, mine: str, theirs: str) -> ClashedCell:
        return ClashedCell(
            address=address, base=base, mine=mine, theirs=theirs, their_author="p-an", their_at=NOON - 95 * 60
        )

    office.book(
        DeviceChange(
            device="d-2", unit=UNIT, name="Máy văn thư", person="p-cuong", public_key="0b" * 32, revoked=False
        ),
        Conflict(
            report=MAIN,
            operation=OperationId("d-2", "e", 12),
            device="d-2",
            author="p-cuong",
            at=NOON - 80 * 60,
            since=NOON - 75 * 60,
            cells=(
                cell("main/k04/c4", "87", "89", "85"),
                cell("main/k04/c9", "96", "98", "94"),
                cell("main/k06/c5", "6", "9", "7"),
            ),
        ),
    )


def returned(office: Office) -> None:
    """II.06a was given back with two questions; notes lie beside it."""
    asked = "Số tiếp nhận trong kỳ tăng nhiều so với quý trước. Đề nghị kiểm tra, giải thích rõ."

    def note(address: str, text: str, minutes: int, **more: object) -> NoteChange:
        told = {"kind": NoteKind.NOTE, "author": "p-an", "shared": False} | more
        return NoteChange(note=Note(report=MAIN, address=address, text=text, at=NOON - 60 * minutes, **told))  # type: ignore[arg-type]  # fields of a note

    questions = {"kind": NoteKind.QUESTION, "author": "p-binh", "shared": True}
    office.book(
        PersonChange(person="p-binh", name="Trần Văn Bình", unit="u-01", role="consolidator", active=True),
        report(shipped(PROCEDURES), "2026-Q2", State.RETURNED, agreeing(), at="2026-06-14T06:50:00+00:00", rev=9),
        note("main/k01/c5", asked, 52, **questions),
        note("main/k03/c4", asked, 52, **questions),
        note("main/k03/c4", "Cộng cả hồ sơ chuyển từ xã Mường Lát sau sáp nhập.", 12, shared=True),
        note("main/k02/c5", "Số của bộ phận một cửa, đã đối chiếu sổ.", 26 * 60),
        note("", "Chị Hoa nhập phần A, anh Nam nhập phần B.", 50 * 60),
    )


def disaster(office: Office) -> ReportKey:
    """A storm's second bulletin, with figures of its table in the words; its report."""
    form, first, second = shipped("BCN/TTLT43"), "2026-E-bao-so-3.01", "2026-E-bao-so-3.02"
    texts = {
        "event": "Bão số 3, từ 14 giờ ngày 12/6, trên toàn xã.",
        "course": "Mưa to kèm gió mạnh cấp 9, cấp 10 từ đêm 12/6 đến sáng 13/6.\n"
        "- Về người: {NG03/1} người bị thương; {NG04/1} hộ bị ảnh hưởng.\n"
        "- Ước tổng giá trị thiệt hại: {3} triệu đồng, trong đó lúa {NN01/3} triệu đồng trên {NN01/2} ha.",
        "response": "Huy động lực lượng tại chỗ, sơ tán {NH06/1} hộ ở vùng trũng.",
    }
    figures = {"NG03/c1": "2", "NG04/c1": "1240", "NG05/c1": "5180", "NH01/c3": "350.5", "NN01/c3": "120"}
    cells = {f"main/r{address}": figure for address, figure in figures.items()}
    told = {f"@text/{key}/body": text for key, text in texts.items()}
    begun = {address: text for address, text in told.items() if "response" not in address}
    office.book(
        FormChange(hash=form.hash, package=pack_form(form)),
        owed(form, first, "2026-06-12", "2026-06-12", "2026-06-13"),
        owed(form, second, "2026-06-13", "2026-06-13", "2026-06-14"),
        report(form, first, State.ACCEPTED, cells | told, at="2026-06-12T06:50:00+00:00"),
        report(form, second, State.DRAFT, cells | begun, at="2026-06-14T06:50:00+00:00"),
    )
    return key_of(form.code, second)


def poverty(office: Office) -> ReportKey:
    """The poverty summary, into which poor households come from the form of their movements; its report."""
    summary, movement = shipped("Biểu 1/HN"), shipped("Biểu 2/HN")
    households = dict(enumerate(("120", "30", "12", "1", "2", "3", "5", "-"), start=1))
    people = dict(enumerate(("480", "118", "40", "4", "8", "11", "19", "-"), start=1))
    moved = {f"main/{UNIT}.ho/c{number}": figure for number, figure in households.items()}
    moved |= {f"main/{UNIT}.khau/c{number}": figure for number, figure in people.items()}
    head = {f"main/{UNIT}/@row": "V;;", f"main/{UNIT}/cB": "UBND xã Hòa Bình"}
    typed = {f"main/{UNIT}/c1": "1402", f"main/{UNIT}/c2": "5610"}
    office.book(
        *(FormChange(hash=form.hash, package=pack_form(form)) for form in (summary, movement)),
        *(owed(form, "2026-A1", "2025-12-15", "2026-12-14", "2026-12-18") for form in (summary, movement)),
        report(summary, "2026-A1", State.DRAFT, head | typed, at="2026-06-14T06:50:00+00:00"),
        report(movement, "2026-A1", State.DRAFT, head | moved, at="2026-06-14T06:40:00+00:00"),
    )
    return key_of(summary.code, "2026-A1")


def older_edition(office: Office) -> ReportKey:
    """A draft begun by the edition of 2021 after that of 2024 has come; its report."""
    old, new = shipped("01/XLD@2021"), shipped("01/XLD")
    typed = [column.key for column in old.tables[0].columns if column.is_number and not column.computed]
    cells = {f"main/{UNIT}/{key}": str(number) for number, key in enumerate(typed, start=2)}
    cells |= {f"main/{UNIT}/@row": "V;;", f"main/{UNIT}/c_1": "UBND xã Hòa Bình"}
    office.book(
        *(FormChange(hash=form.hash, package=pack_form(form)) for form in (old, new)),
        owed(new, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-18"),
        report(old, "2026-Q2", State.DRAFT, cells, at="2026-06-14T06:00:00+00:00"),
    )
    return key_of("01/XLD", "2026-Q2")


def many_quarters(office: Office) -> None:
    """Eight quarters behind the one in hand, in which one figure got a digit too many."""
    month(office, cells=with_slip(), waits=False)
    periods = [f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
    shifts = (0.9, 1.02, 0.96, 1.1, 0.94, 1.05, 0.99, 1.08)
    office.book(
        *(
            report(shipped(PROCEDURES), period, State.ACCEPTED, filled(shift), at="2026-01-10T03:10:00+00:00")
            for period, shift in zip(periods, shifts, strict=True)
        )
    )


def province(office: Office) -> None:
    """Reports of seven communes, each as far as it has come."""
    office.furnish()
    communes = (
        ("u-10000", "UBND xã Hòa Bình", 1.0, State.SUBMITTED, "06:20"),
        ("u-10003", "UBND phường Tân Phong", 1.6, State.SUBMITTED, "05:48"),
        ("u-10006", "UBND xã Mường Lát", 0.5, State.RETURNED, "04:31"),
        ("u-10009", "UBND xã Tam Chung", 0.6, State.RECEIVED, "04:05"),
        ("u-10012", "UBND phường Hạc Thành", 2.2, State.ACCEPTED, "03:40"),
        ("u-10015", "UBND xã Quang Chiểu", 0.7, State.ACCEPTED, "03:12"),
        ("u-10018", "UBND xã Pù Nhi", 0.4, State.ACCEPTED, "02:55"),
    )
    for unit, name, shift, state, time in communes:
        office.name_unit(unit, name)
        cells = agreeing() if shift == 1 else filled(shift)
        at = f"2026-06-14T{time}:00+00:00"
        office.book(report(shipped(PROCEDURES), "2026-Q2", state, cells, at=at, view=View.UPWARD, unit=unit))


def _births() -> ReportChange:
    cells = {f"main/r01/c{number}": str(number * 3) for number in range(1, 23)}
    made = report(shipped(BIRTHS), "2026-S1", State.ACCEPTED, cells, at="2026-06-05T08:15:00+00:00")
    return replace(made, report=BIRTHS_KEY)


def _row_of(code: str, figures: Sequence[object]) -> dict[str, str]:
    """The one row of this unit, or of a table with one row."""
    table = shipped(code).tables[0]
    row = f"main/{table.rows[0].key}" if table.rows else f"main/{UNIT}"
    numbers = [column.key for column in table.columns if column.is_number]
    cells = {f"{row}/{key}": str(value) for key, value in zip(numbers, figures, strict=False) if value is not None}
    if not table.rows:
        name = next(column.key for column in table.columns if column.type is ColumnType.LABEL)
        cells |= {f"{row}/@row": "V;;", f"{row}/{name}": "UBND xã Hòa Bình"}
    return cells


def _receipt(key: ReportKey, seq: int, deadline: str, received: str) -> Receipt:
    return Receipt(
        kind=ReceiptKind.SUBMISSION,
        report=key,
        content=f"{seq:064x}",
        device="d-1",
        epoch="e",
        seq=seq,
        rev=3,
        sealed_at=NOON - 900_000,
        received_at=int(datetime.fromisoformat(received).timestamp()),
        deadline=deadline,
        late=False,
        central="5f1c90d27a3e8b44",
        signature=f"{seq:0128x}",
    )
