"""A figure of another form in a real window: seen apart from typed ones, replaced by a key, brought back by another."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.domain.exchange import FormChange
from app.domain.forms.catalogue import form_file, pack_form, unpack_form
from app.domain.workflow import State
from tests.app.domain.indicator_forms import FILES, FORMS
from tests.gui.conftest import Desktop
from tests.gui.office import Office, key_of, owed, report
from ui.presenters import cells

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
"""The offscreen platform says so of every dialog; other platforms have nothing to say."""

KEY = key_of("CT/1", "2026-Q2")
POOR = (0, 2)
HAMLETS = {"Thôn Đông": ("12", "3", "1", "40"), "Thôn Đoài": ("25", "4", "0", "91"), "Thôn Nam": ("8", "1", "2", "29")}


def named(prefix: str, name: str, order: int) -> dict[str, str]:
    return {f"main/{prefix}{order}/@row": f"{'HPV'[order]};;", f"main/{prefix}{order}/cA": name}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Another form has the poor households of three hamlets; this one has their names and how many live there."""
    made = Office(tmp_path)
    made.furnish()
    summary, movement = (unpack_form(pack_form(form_file(FORMS / f"{FILES[code]}.yaml"))) for code in ("CT/1", "CT/2"))
    here: dict[str, str] = {}
    there: dict[str, str] = {}
    for order, (name, (before, gone, come, people)) in enumerate(HAMLETS.items()):
        here |= named("k", name, order) | {f"main/k{order}/c1": str(120 + 37 * order)}
        there |= named("m", name, order) | {f"main/m{order}.khau/c1": people}
        there |= {f"main/m{order}.ho/c{number}": figure for number, figure in enumerate((before, gone, come), start=1)}
    made.book(
        *(FormChange(hash=form.hash, package=pack_form(form)) for form in (summary, movement)),
        owed(summary, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
        owed(movement, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
        report(summary, "2026-Q2", State.DRAFT, here, at="2026-06-13T03:10:00+00:00"),
        report(movement, "2026-Q2", State.DRAFT, there, at="2026-06-13T03:10:00+00:00"),
    )
    return made


def opened(desktop: Desktop) -> None:
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    assert desktop.window.form is not None
    desktop.window.form.grid.go_to(*POOR)


def corner(desktop: Desktop, row: int, column: int) -> QColor:
    """The colour in the lower left corner of a cell that the cursor is not on."""
    form = desktop.window.form
    assert form is not None
    form.grid.go_to(2, 1)
    box = form.grid.visualRect(form.model.index(row, column))
    return form.grid.viewport().grab().toImage().pixelColor(box.left() + 1, box.bottom() - 2)


def test_a_figure_of_another_form_is_replaced_by_typing_and_comes_back_by_deleting(desktop: Desktop) -> None:
    opened(desktop)
    assert (desktop.text_at(*POOR), desktop.text_at(0, 3)) == ("10", "8,33")
    assert desktop.flags_at(*POOR) & cells.FILLED
    assert desktop.window.form.bar_texts[-1] == "Lấy từ biểu CT/2, cột (9), kỳ này (đang lập); gõ để thay."
    role = int(Qt.ItemDataRole.AccessibleTextRole)
    assert "Lấy từ biểu CT/2" in desktop.window.form.model.index(*POOR).data(role)

    desktop.keys.press("F2", "Return", "Up")  # looked at, and left as it is
    assert desktop.flags_at(*POOR) & cells.FILLED
    desktop.keys.type("30")
    desktop.keys.press("Return", "Up")
    assert (desktop.text_at(*POOR), desktop.text_at(0, 3)) == ("30", "25,00")
    assert not desktop.flags_at(*POOR) & cells.FILLED

    desktop.keys.press("Delete")
    assert (desktop.text_at(*POOR), desktop.text_at(0, 3)) == ("10", "8,33")
    assert desktop.flags_at(*POOR) & cells.FILLED


def test_a_figure_of_another_form_wears_a_corner_that_a_typed_one_does_not(desktop: Desktop) -> None:
    opened(desktop)
    secondary = QColor(desktop.window.form.grid._look.color("secondary"))
    assert corner(desktop, *POOR) == secondary
    assert corner(desktop, 0, 1) != secondary


def test_sealing_asks_with_the_figures_of_other_forms_and_keeps_them(desktop: Desktop) -> None:
    opened(desktop)
    seen: list[str] = []
    desktop.answer("Return", seen=seen)
    desktop.keys.press("Shift+F9")
    desktop.wait(lambda: desktop.window.form.presenter.state is State.SEALED)
    assert "6 số lấy từ biểu khác (CT/2); chốt rồi thì các số này giữ nguyên." in seen
    assert desktop.text_at(*POOR) == "10"
    assert not desktop.flags_at(*POOR) & cells.FILLED
