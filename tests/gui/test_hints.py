"""A check points out what stands out beside the unit's own past, after what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.workflow import State
from tests.gui.conftest import Desktop
from tests.gui.office import Office, filled, report, shipped
from tests.gui.test_form_by_keyboard import open_form
from ui.look import Look

PAST = (("2024-Q3", 0.9), ("2024-Q4", 1.05), ("2025-Q1", 0.97), ("2025-Q3", 1.1), ("2025-Q4", 0.88))


@pytest.fixture
def desktop(qtbot: QtBot, tmp_path: Path, look: Look) -> Iterator[Desktop]:
    """A window whose office has two years of reports, and one digit too many in this quarter's."""
    office = Office(tmp_path)
    office.furnish()
    form = shipped("II.06a/VPCP/KSTT")
    now = filled() | {"main/k03/c4": "640", "main/k03/c9": "745"}
    office.book(
        *(report(form, period, State.ACCEPTED, filled(size), at="2026-03-16T03:10:00+00:00") for period, size in PAST),
        report(form, "2026-Q2", State.DRAFT, now, at="2026-06-13T03:10:00+00:00"),
    )
    made = Desktop(qtbot, office, look)
    yield made
    made.window.close()
    made.window.deleteLater()


def test_a_digit_too_many_is_pointed_out_at_a_check_and_forgotten_when_it_is_mended(desktop: Desktop) -> None:
    open_form(desktop)
    desktop.keys.press("F9")
    form = desktop.window.form
    assert form is not None
    desktop.wait(lambda: any(line.is_hint for line in form.panel.shown))
    lines = list(form.panel.shown)
    assert [line.is_hint for line in lines] == sorted(line.is_hint for line in lines)
    places = [line.where for line in lines if line.is_hint]
    assert "Đất đai · (4)" in places
    headings = [form.panel._findings.lines.lines[at].heading for at, line in enumerate(lines) if line.is_hint]
    assert headings[places.index("Đất đai · (4)")] == "Gợi ý · Đất đai · (4)"
    form.panel.finding_chosen.emit([line.where for line in lines].index("Đất đai · (4)"))
    desktop.keys.type("64")
    desktop.keys.press("Return")
    desktop.wait(lambda: "Đất đai · (4)" not in [line.where for line in form.panel.shown])
