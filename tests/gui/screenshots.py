"""Pictures of every page for docs/img: `python -m tests.gui.screenshots [--out FOLDER]`. Look at them.

The pages are the program's own on a real store; 1366×768, light; the form also dark and on a screen at 125 %.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QCursor, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.domain.exchange import FormChange, Receipt, ReceiptKind, Result, ResultCode, View
from app.domain.exchange_state import CycleOutcome, CycleRecord
from app.domain.forms.catalogue import pack_form
from app.domain.operations import CellEdit, ReportKey
from app.domain.workflow import State
from sync.events import Listener
from tests.gui.office import UNIT, Office, filled, key_of, owed, report, shipped
from ui.application import build_window, make_application
from ui.look import Look
from ui.settings import Choices, SettingsInMemory
from ui.theme import ThemeMode
from ui.window import MainWindow

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "img"
WIDTH, HEIGHT = 1366, 768
MAIN = key_of("II.06a/VPCP/KSTT", "2026-Q2")
NOON = 1781420520
"""14:02 on 14/06/2026."""


class _NoEngine:
    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    def start(self) -> None: ...
    def wake(self) -> None: ...
    def changed(self) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def stop(self) -> bool:
        return True


class Studio:
    """An office in the middle of its quarter, and its window."""

    def __init__(
        self,
        app: QApplication,
        look: Look,
        out: Path,
        *,
        level: str = "commune",
        scale: float = 1.0,
        begun: bool = True,
        guided: bool = True,
    ) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.office = Office(Path(self._folder.name), level=level)
        self.office.furnish()
        self.app, self.look, self.out = app, look, out
        if level != "commune":
            self._furnish_province()
        elif begun:
            self._furnish()
        self.window: MainWindow = build_window(
            app,
            self.office.open_workspace,
            _NoEngine,
            settings=SettingsInMemory(Choices(theme="light", guided=guided)),
            clock=self.office.clock,
            chance=self.office.chance,
            version="0.1.0",
            look=look,
        )
        self.window.setMinimumSize(0, 0)
        self.window.resize(round(WIDTH / scale), round(HEIGHT / scale))
        self.window.show()
        self.window.activateWindow()
        QCursor.setPos(QPoint(4000, 4000))
        self.spin(1.0)

    def _furnish(self) -> None:
        ii06a, birth = shipped("II.06a/VPCP/KSTT"), shipped("13a/BTP/HTQTCT/HT")
        office = self.office
        draft = filled(without=frozenset({"main/k13/c12", "main/k13/c13"}))
        draft["main/k03/c9"] = "167"
        office.book(
            report(ii06a, "2026-Q2", State.DRAFT, draft, at="2026-06-14T06:40:00+00:00"),
            _half_year(birth),
            receipts=(
                _receipt(key_of("II.06a/VPCP/KSTT", "2026-Q1"), 11, "2026-03-16", "2026-03-16T03:10:00+00:00"),
                _receipt(_birth_key(), 14, "2026-06-08", "2026-06-05T08:15:00+00:00"),
            ),
        )
        store = office.open_store()
        store.save_edits(
            MAIN,
            ii06a.hash,
            [CellEdit("main/k01/c5", "95", "96"), CellEdit("main/k01/c9", "176", "177")],
            author="p-an",
            claims=["main/k01"],
        )
        for minutes, outcome, code, sent, received in (
            (196, CycleOutcome.DONE, "", 0, 3),
            (74, CycleOutcome.UNREACHABLE, "sync.unreachable", 0, 0),
            (31, CycleOutcome.DONE, "", 2, 1),
        ):
            at = NOON - minutes * 60
            store.record_cycle(
                CycleRecord(
                    started_at=at - 2,
                    ended_at=at,
                    outcome=outcome,
                    code=code,
                    requests=1,
                    bytes_up=1240 if sent else 310,
                    bytes_down=2210 if received else 220,
                    sent=sent,
                    received=received,
                )
            )
        store.close()

    def trouble(self) -> None:
        """A cell edited in two places, and an edit that was refused."""
        ii06a = shipped("II.06a/VPCP/KSTT")
        store = self.office.open_store()
        store.save_edits(MAIN, ii06a.hash, [CellEdit("main/k03/c4", "60", "66")], author="p-an", claims=["main/k03"])
        operations = store.freeze()
        store.close()
        self.office.book(
            results=tuple(
                Result(id=one.id, hash=one.hash(), code=ResultCode.REFUSED, error="report.sealed") for one in operations
            )
        )

    def _furnish_province(self) -> None:
        ii06a = shipped("II.06a/VPCP/KSTT")
        for number, (unit, shift, state) in enumerate(
            (("u-10000", 1.0, State.SUBMITTED), ("u-10003", 0.6, State.ACCEPTED), ("u-10006", 1.4, State.RETURNED))
        ):
            self.office.name_unit(unit, ("UBND xã Hòa Bình", "UBND phường Tân Phong", "UBND xã Mường Lát")[number])
            self.office.book(
                report(
                    ii06a,
                    "2026-Q2",
                    state,
                    filled(shift),
                    at=f"2026-06-14T0{number + 3}:20:00+00:00",
                    view=View.UPWARD,
                    unit=unit,
                )
            )

    def spin(self, seconds: float = 0.4) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.app.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def page(self, name: str, picture: str) -> None:
        self.window.show_page(name)
        self.spin()
        self.save(self.window.grab(), picture)

    def form(self, picture: str, *, at: tuple[int, int] = (3, 4), panel: int = 0) -> None:
        self.window.open_report(MAIN)
        self.spin(0.8)
        form = self.window.form
        assert form is not None
        form.panel.choose(panel)
        form.grid.go_to(*at)
        self.spin()
        self.save(self.window.grab(), picture)

    def question(self, picture: str, ask: Callable[[], None]) -> None:
        """The window with the question it asks."""

        def shoot() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog):
                QTimer.singleShot(20, shoot)
                return
            behind, front = self.window.grab(), dialog.grab()
            painter = QPainter(behind)
            painter.fillRect(behind.rect(), QColor(20, 26, 36, 90))
            painter.drawPixmap((WIDTH - dialog.width()) // 2, (HEIGHT - dialog.height()) // 2, front)
            painter.end()
            self.save(behind, picture)
            dialog.reject()

        QTimer.singleShot(50, shoot)
        ask()

    def wait_for(self, start: Callable[[], object]) -> None:
        """Begin something that asks the store before it shows a dialog."""
        start()
        self.spin(1.0)

    def save(self, picture: QPixmap, name: str) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        picture.save(str(self.out / f"{name}.png"))
        print(f"{name}.png {picture.width()}×{picture.height()}")

    def close(self) -> None:
        self.window.close()
        self._folder.cleanup()


def _birth_key() -> ReportKey:
    return key_of("13a/BTP/HTQTCT/HT", "2026-S1")._replace(release="six_months")


def _half_year(form):  # type: ignore[no-untyped-def]  # a report as the feed brings it
    cells = {f"main/r01/c{number}": str(number * 3) for number in range(1, 23)}
    made = report(form, "2026-S1", State.ACCEPTED, cells, at="2026-06-05T08:15:00+00:00")
    return type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"report": _birth_key()})


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


def _shared_figures(app: QApplication, look: Look, out: Path) -> None:
    """The poverty summary: poor households come from the form of their movements, population is typed."""
    studio = Studio(app, look, out, begun=False)
    summary, movement = shipped("Biểu 1/HN"), shipped("Biểu 2/HN")
    head = {f"main/{UNIT}/@row": "V;;", f"main/{UNIT}/cB": "UBND xã Hòa Bình"}
    households = dict(enumerate(("120", "30", "12", "1", "2", "3", "5", "-"), start=1))
    people = dict(enumerate(("480", "118", "40", "4", "8", "11", "19", "-"), start=1))
    moved = {f"main/{UNIT}.ho/c{number}": figure for number, figure in households.items()}
    moved |= {f"main/{UNIT}.khau/c{number}": figure for number, figure in people.items()}
    typed = {f"main/{UNIT}/c1": "1402", f"main/{UNIT}/c2": "5610"}
    studio.office.book(
        *(FormChange(hash=form.hash, package=pack_form(form)) for form in (summary, movement)),
        *(owed(form, "2026-A1", "2025-12-15", "2026-12-14", "2026-12-18") for form in (summary, movement)),
        report(summary, "2026-A1", State.DRAFT, head | typed, at="2026-06-14T06:50:00+00:00"),
        report(movement, "2026-A1", State.DRAFT, head | moved, at="2026-06-14T06:40:00+00:00"),
    )
    studio.window.open_report(key_of(summary.code, "2026-A1"))
    studio.spin(0.8)
    form = studio.window.form
    assert form is not None
    form.grid.go_to(0, 4)
    studio.spin()
    studio.save(studio.window.grab(), "form-type-once")
    studio.close()


def _figures_that_stand_out(app: QApplication, look: Look, out: Path) -> None:
    """A quarter after eight others, in which one figure got a digit too many."""
    studio = Studio(app, look, out, begun=False)
    form = shipped("II.06a/VPCP/KSTT")
    periods = [f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
    shifts = (0.9, 1.02, 0.96, 1.1, 0.94, 1.05, 0.99, 1.08)
    studio.office.book(
        *(
            report(form, period, State.ACCEPTED, filled(shift), at="2026-01-10T03:10:00+00:00")
            for period, shift in zip(periods, shifts, strict=True)
        ),
        report(form, "2026-Q2", State.DRAFT, _with_slip(filled()), at="2026-06-14T06:50:00+00:00"),
    )
    studio.window.open_report(MAIN)
    studio.spin(0.8)
    page = studio.window.form
    assert page is not None
    page.presenter.check()
    studio.spin(0.8)
    studio.save(studio.window.grab(), "form-hints")
    studio.close()


def _with_slip(cells: dict[str, str]) -> dict[str, str]:
    """Ten times as many files received and settled in one field; what came over is what the quarter before left."""
    before, found = filled(0.92), dict(cells)
    for row in {address.rpartition("/")[0] for address in cells}:
        left = int(before[f"{row}/c12"]) + int(before[f"{row}/c13"])
        found[f"{row}/c9"] = str(int(cells[f"{row}/c9"]) + left - int(cells[f"{row}/c6"]))
        found[f"{row}/c6"] = str(left)
    more = 9 * int(cells["main/k01/c4"])
    return found | {address: str(int(found[address]) + more) for address in ("main/k01/c4", "main/k01/c9")}


def _first_steps(app: QApplication, look: Look, out: Path) -> None:
    """A new person's first page, the help, a draft before it is printed, and the move to a newer edition."""
    studio = Studio(app, look, out, guided=False)
    studio.page("work", "first-steps")
    studio.window.open_report(MAIN)
    studio.spin(0.8)
    QTest.keyClick(studio.window, Qt.Key.Key_F1)
    studio.spin()
    studio.save(studio.window.grab(), "help")
    QTest.keyClick(studio.window, Qt.Key.Key_F1)
    form = studio.window.form
    assert form is not None
    studio.question("print", lambda: studio.wait_for(form.printing.start))
    old, new = shipped("01/XLD@2021"), shipped("01/XLD")
    row = f"main/{UNIT}"
    cells = {f"{row}/@row": "V;;", f"{row}/c_1": "UBND xã Hòa Bình"}
    typed = (column.key for column in old.tables[0].columns if column.is_number and not column.computed)
    cells |= {f"{row}/{key}": str(number) for number, key in enumerate(typed, start=2)}
    studio.office.book(
        *(FormChange(hash=form.hash, package=pack_form(form)) for form in (old, new)),
        owed(new, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-18"),
        report(old, "2026-Q2", State.DRAFT, cells, at="2026-06-14T06:00:00+00:00"),
    )
    studio.window.open_report(key_of("01/XLD", "2026-Q2"))
    studio.spin(0.8)
    page = studio.window.form
    assert page is not None
    studio.question("edition", lambda: studio.wait_for(page.edition.answered.emit))
    studio.close()


def _words(app: QApplication, look: Look, out: Path) -> None:
    """A disaster's second bulletin: what is told of it, with figures of the table in the words."""
    studio = Studio(app, look, out, begun=False)
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
    studio.office.book(
        FormChange(hash=form.hash, package=pack_form(form)),
        owed(form, first, "2026-06-12", "2026-06-12", "2026-06-13"),
        owed(form, second, "2026-06-13", "2026-06-13", "2026-06-14"),
        report(form, first, State.ACCEPTED, cells | told, at="2026-06-12T06:50:00+00:00"),
        report(form, second, State.DRAFT, cells | begun, at="2026-06-14T06:50:00+00:00"),
    )
    studio.window.open_report(key_of(form.code, second))
    studio.spin(0.8)
    page = studio.window.form
    assert page is not None
    page.presenter.choose_table(1)
    page.narrative.go_to_section("course")
    studio.spin()
    studio.save(studio.window.grab(), "form-narrative")
    look.choose(mode=ThemeMode.DARK)
    studio.spin()
    studio.save(studio.window.grab(), "form-narrative-dark")
    look.choose(mode=ThemeMode.LIGHT)
    studio.close()


def whole_set(app: QApplication, out: Path) -> None:
    look = Look(app, mode=ThemeMode.LIGHT)
    studio = Studio(app, look, out)
    studio.page("work", "work")
    studio.page("reports", "reports")
    studio.form("form")
    studio.form("form-compare", panel=1)
    studio.form("form-history", at=(1, 4), panel=2)
    form = studio.window.form
    assert form is not None
    look.choose(mode=ThemeMode.DARK)
    studio.form("form-dark")
    studio.page("work", "work-dark")
    look.choose(mode=ThemeMode.LIGHT)
    studio.page("sync", "sync")
    studio.trouble()
    studio.page("attention", "attention")
    studio.page("settings", "settings")
    studio.close()
    fresh = Studio(app, look, out, begun=False)
    fresh.office.book(
        report(shipped("II.06a/VPCP/KSTT"), "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:50:00+00:00", rev=5)
    )
    fresh.window.open_report(MAIN)
    fresh.spin(0.8)
    form = fresh.window.form
    assert form is not None
    fresh.question("seal", form.presenter.seal)
    fresh.close()
    _shared_figures(app, look, out)
    _figures_that_stand_out(app, look, out)
    _words(app, look, out)
    _first_steps(app, look, out)
    province = Studio(app, look, out, level="province")
    province.page("received", "received")
    province.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--scaled", action="store_true", help="only the form on a screen at 125 %")
    given = parser.parse_args()
    app = make_application(sys.argv[:1])
    if given.scaled:
        studio = Studio(app, Look(app, mode=ThemeMode.LIGHT), given.out, scale=1.25)
        studio.form("form-125")
        studio.close()
        return
    whole_set(app, given.out)
    command = [sys.executable, "-m", "tests.gui.screenshots", "--out", str(given.out), "--scaled"]
    subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": "1.25"}, check=True)


if __name__ == "__main__":
    main()
