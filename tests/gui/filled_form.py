"""II.06a half way: thirteen areas in two groups with all their figures, open in a real window."""

from __future__ import annotations

from pathlib import Path

from app.domain.exchange import FormChange
from app.domain.forms.catalogue import pack_form, unpack_form
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import Office, filled, key_of, owed, report, shipped

KEY = key_of("II.06a/VPCP/KSTT", "2026-Q2")
AREAS = 1
"""Column of the areas' names."""
OFFER, GROUP_B, FIRST_B, TOTAL = 11, 12, 13, 17
"""Rows: after the ten areas of group A, after its offer, group B's first area, the total."""

CHOSEN = """
code: DM.01
edition: "2026"
title: Biểu có danh mục
legal_basis: Biểu để thử
senders: [commune]
receivers: {commune: Văn phòng UBND tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 2}}
tables:
  main:
    columns:
      - {number: A, title: TT, type: index}
      - {number: B, title: Dịch vụ, type: label}
      - {number: 1, title: Số lượt}
      - {number: C, title: Hình thức, type: choice, choices: [Trực tiếp, Trực tuyến, Bưu chính]}
    rows:
      kind: catalogue
      items:
        - {code: "01", title: Đất đai}
        - {code: "02", title: Đấu thầu}
        - {code: "03", title: Hộ tịch}
        - {code: "04", title: Chứng thực}
"""


def half_way(folder: Path) -> Office:
    """The office, with figures in this quarter's II.06a."""
    office = Office(folder)
    office.furnish()
    office.book(
        report(shipped(KEY.form), "2026-Q2", State.DRAFT, filled(), at="2026-06-14T06:40:00+00:00"),
    )
    return office


def chosen_form() -> FormDefinition:
    """A form whose rows are chosen from a list, and with a column that takes one of three values."""
    return unpack_form(pack_form(load_form(CHOSEN, "chosen.yaml")))


def with_catalogue(folder: Path) -> Office:
    """The office, owing that form too."""
    office = Office(folder)
    office.furnish()
    form = chosen_form()
    office.book(
        FormChange(hash=form.hash, package=pack_form(form)),
        owed(form, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-16"),
    )
    return office


def open_report(desktop: Desktop, code: str = KEY.form, period: str = "2026-Q2") -> None:
    """Open a report and wait for its rows."""
    desktop.window.open_report(key_of(code, period))
    desktop.wait(lambda: desktop.window.form is not None and bool(desktop.window.form.model.rows))
    desktop.settle()


def stored(desktop: Desktop) -> dict[str, str]:
    """What the store holds of II.06a."""
    desktop.settle()
    store = desktop.office.open_store()
    found = store.report(KEY)
    store.close()
    assert found is not None
    return dict(found.mine)


def place(desktop: Desktop) -> tuple[int, int]:
    """Where the cursor is."""
    form = desktop.window.form
    assert form is not None
    current = form.grid.currentIndex()
    return current.row(), current.column()


def ranges(desktop: Desktop) -> list[tuple[int, int, int, int]]:
    """What is selected: (top, left, bottom, right)."""
    form = desktop.window.form
    assert form is not None
    return form.grid.ranges


def go_to(desktop: Desktop, row: int, column: int) -> None:
    """Begin at a cell."""
    form = desktop.window.form
    assert form is not None
    form.grid.go_to(row, column)


def column_texts(desktop: Desktop, column: int, top: int, bottom: int) -> list[str]:
    """What a column shows from one row to another."""
    return [desktop.text_at(row, column) for row in range(top, bottom + 1)]
