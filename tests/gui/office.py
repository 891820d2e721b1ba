"""A commune office with a real encrypted store: three forms, last quarter's report, obligations, a person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.domain.exchange import (
    Answer,
    Change,
    FormChange,
    Have,
    ObligationChange,
    PersonChange,
    Receipt,
    ReportChange,
    Result,
    UnitChange,
    View,
)
from app.domain.forms.catalogue import find_form, pack_form, unpack_form
from app.domain.forms.definition import FormDefinition
from app.domain.operations import ReportKey
from app.domain.rows import RowHead
from app.domain.workflow import State
from app.services.forms import FormShelf
from app.services.views import Person
from app.services.workspace import Workspace
from app.store.records import Identity
from app.store.store import Store

KEY = bytes(range(32))
DEVICE_KEY = "11" * 32
UNIT, PROVINCE = "u-10000", "u-01"
ME = Person(id="p-an", name="Nguyễn Thị An", unit=UNIT, unit_name="UBND xã Hòa Bình", role="clerk", level="commune")
NOW = "2026-06-14T07:02:00+00:00"

AREAS = {
    "A": (
        ("Hộ tịch", 412, 95, 6, 318, 176, 0, 19, 0),
        ("Chứng thực", 0, 1286, 0, 0, 1286, 0, 0, 0),
        ("Đất đai", 64, 148, 31, 22, 169, 8, 40, 4),
        ("Bảo trợ xã hội", 87, 41, 12, 35, 96, 0, 9, 0),
        ("Người có công", 12, 9, 3, 4, 17, 0, 3, 0),
        ("Thành lập và hoạt động của hộ kinh doanh", 58, 6, 2, 51, 13, 0, 2, 0),
        ("Nuôi con nuôi", 1, 2, 0, 0, 2, 0, 1, 0),
        ("Giáo dục và đào tạo", 23, 4, 0, 19, 8, 0, 0, 0),
        ("Hoạt động xây dựng", 17, 11, 4, 6, 20, 1, 5, 0),
        ("Môi trường", 3, 1, 0, 1, 3, 0, 0, 0),
    ),
    "B": (
        ("Bảo hiểm xã hội", 34, 12, 0, 40, 6, 0, 0, 0),
        ("Lý lịch tư pháp", 19, 0, 1, 12, 7, 0, 1, 0),
        ("Cấp giấy chứng nhận quyền sử dụng đất lần đầu", 8, 21, 14, 2, 25, 3, 11, 2),
    ),
}
"""Group -> (name, columns 4, 5, 6, 8, 9, 10, 12, 13)."""
COLUMNS = ("c4", "c5", "c6", "c8", "c9", "c10", "c12", "c13")


class FakeClock:
    """A clock moved by hand."""

    def __init__(self, start: str = NOW) -> None:
        self._now, self._mono = datetime.fromisoformat(start), 0.0

    def now(self) -> datetime:
        return self._now.astimezone(UTC)

    def monotonic(self) -> float:
        return self._mono

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._mono += seconds


class CountingChance:
    """Tokens that count: the same in every run, never the same twice."""

    def __init__(self) -> None:
        self._count = 0

    def token(self, size_bytes: int) -> bytes:
        self._count += 1
        return self._count.to_bytes(size_bytes, "big")

    def jitter(self) -> float:
        return 0.5


def shipped(code: str) -> FormDefinition:
    """A shipped form as a store would unpack it, hash included."""
    return unpack_form(pack_form(find_form(code)))


def filled(shift: float = 1.0, *, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """II.06a of a commune that handles a few thousand files a quarter; `shift` scales the figures."""
    cells: dict[str, str] = {}
    number = 0
    for group, areas in AREAS.items():
        for name, *figures in areas:
            number += 1
            row = f"main/k{number:02d}"
            cells[f"{row}/@row"] = str(RowHead(order=chr(ord("a") + number), group=group))
            cells[f"{row}/c2"] = name
            for column, figure in zip(COLUMNS, _scaled(figures, shift), strict=True):
                if f"{row}/{column}" not in without:
                    cells[f"{row}/{column}"] = str(figure)
    return cells


def _scaled(figures: list[int], shift: float) -> list[int]:
    """Scaled so that what came in is still what was settled and what is open."""
    c4, c5, c6, c8, c9, c10, c12, c13 = (round(figure * shift) for figure in figures)
    c9 += (c4 + c5 + c6) - (c8 + c9 + c10 + c12 + c13)
    return [c4, c5, c6, c8, c9, c10, c12, c13]


def key_of(code: str, period: str, unit: str = UNIT) -> ReportKey:
    return ReportKey(unit, code, period)


class Office:
    """Where the store lies, and how to open it; the window's thread and the test's may each open their own."""

    def __init__(self, folder: Path, *, level: str = "commune", clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.chance = CountingChance()
        self.path = folder / "office.db"
        self.key = KEY
        self.me = (
            ME
            if level == "commune"
            else Person(
                id="p-binh",
                name="Trần Văn Bình",
                unit=PROVINCE,
                unit_name="Văn phòng UBND tỉnh",
                role="consolidator",
                level="province",
            )
        )
        store = self.open_store()
        store.enrol(
            Identity(
                device="d-1",
                person=self.me.id,
                person_name=self.me.name,
                role=self.me.role,
                unit=self.me.unit,
                unit_code="10000",
                unit_name=self.me.unit_name,
                level=self.me.level,
                central_url="https://baocao.thanhhoa.gov.vn",
                central_key="00" * 32,
                name="MAY-VAN-PHONG-1",
            )
        )
        store.close()
        self._cursor = 0

    def open_store(self) -> Store:
        return Store.open(self.path, self.key, clock=self.clock, chance=self.chance)

    def open_workspace(self) -> Workspace:
        store = self.open_store()
        return Workspace(store, FormShelf(store), self.clock, self.me, device_key=lambda: DEVICE_KEY)

    def name_unit(self, key: str, name: str) -> None:
        """Another commune of the province."""
        self.book(unit(key, key.removeprefix("u-"), name, "commune", PROVINCE))

    def book(
        self,
        *changes: Change,
        receipts: tuple[Receipt, ...] = (),
        results: tuple[Result, ...] = (),
        skew_s: int = 0,
    ) -> None:
        """Take in a page of the feed, as an exchange would; `skew_s` is central's clock less the office's."""
        store = self.open_store()
        self._cursor += 1
        position = store.position()
        answer = Answer(
            central_epoch="e1",
            have=Have(epoch=position.epoch, seq=position.numbered, hash=position.head),
            scope="s1",
            results=results,
            results_signature="",
            receipts=receipts,
            changes=changes,
            cursor=str(self._cursor),
            more=False,
            digest=None,
            server_time=int(self.clock.now().timestamp()) + skew_s,
        )
        store.book(answer)
        store.close()

    def furnish(self) -> None:
        """Units, people, three forms, what is owed this quarter, and last quarter's and last year's reports."""
        forms = {code: shipped(code) for code in ("II.06a/VPCP/KSTT", "01/TCD", "13a/BTP/HTQTCT/HT")}
        ii06a, tcd, birth = forms.values()
        self.book(
            unit(UNIT, "10000", "UBND xã Hòa Bình", "commune", PROVINCE),
            unit(PROVINCE, "01", "Văn phòng UBND tỉnh", "province", ""),
            PersonChange(person="p-an", name="Nguyễn Thị An", unit=UNIT, role="clerk", active=True),
            PersonChange(person="p-cuong", name="Lê Văn Cường", unit=UNIT, role="leader", active=True),
            *(FormChange(hash=form.hash, package=pack_form(form)) for form in forms.values()),
            owed(ii06a, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
            owed(tcd, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-18"),
            owed(birth, "2026-S1", "2026-01-01", "2026-06-05", "2026-06-08", release="six_months"),
            report(ii06a, "2026-Q1", State.ACCEPTED, filled(0.92), at="2026-03-16T03:10:00+00:00"),
            report(ii06a, "2025-Q2", State.ACCEPTED, filled(0.78), at="2025-06-15T02:40:00+00:00"),
        )


def unit(key: str, code: str, name: str, level: str, parent: str) -> UnitChange:
    return UnitChange(unit=key, code=code, name=name, level=level, parent=parent, valid_from="", valid_to="")


def owed(
    form: FormDefinition, period: str, start: str, end: str, deadline: str, *, release: str = ""
) -> ObligationChange:
    return ObligationChange(
        report=ReportKey(UNIT, form.code, period, release),
        form=form.hash,
        receiver=PROVINCE,
        window_start=start,
        window_end=end,
        deadline=deadline,
        withdrawn=False,
    )


def report(
    form: FormDefinition,
    period: str,
    state: State,
    cells: Mapping[str, str],
    *,
    at: str,
    view: View = View.INNER,
    unit: str = UNIT,
    rev: int = 3,
) -> ReportChange:
    return ReportChange(
        report=ReportKey(unit, form.code, period),
        view=view,
        form=form.hash,
        state=state,
        rev=rev,
        cells=dict(cells),
        author="p-an",
        at=int(datetime.fromisoformat(at).timestamp()),
    )
