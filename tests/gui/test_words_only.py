"""A form of words only, in the window: written, found in, printed and sealed like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.exchange import FormChange
from app.domain.forms.catalogue import pack_form, unpack_form
from app.domain.forms.loading import load_form
from app.domain.workflow import State
from tests.app.documents.pdf.reading import pages_of
from tests.gui.conftest import Desktop
from tests.gui.office import Office, key_of, owed
from tests.gui.reading_aloud import unspoken
from tests.gui.test_printing import in_preview

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FORM = unpack_form(
    pack_form(
        load_form(
            """
code: LV/1
edition: "2026"
title: Báo cáo tình hình
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
sections: [{key: course, title: I. Tình hình, required: true}, {key: next, title: II. Kiến nghị}]
""",
            "lv.yaml",
        )
    )
)
KEY = key_of("LV/1", "2026-Q2")


@pytest.fixture
def office(office: Office) -> Office:
    office.book(
        FormChange(hash=FORM.hash, package=pack_form(FORM)),
        owed(FORM, "2026-Q2", "2026-03-15", "2026-06-14", "2026-06-15"),
    )
    return office


@pytest.fixture
def opened(desktop: Desktop) -> Desktop:
    desktop.window.open_report(KEY)
    desktop.wait(lambda: desktop.window.form is not None and desktop.window.form.presenter.is_open)
    desktop.settle()
    return desktop


def test_it_opens_on_its_first_section_and_all_of_it_has_a_name(opened: Desktop) -> None:
    form = opened.window.form
    assert QApplication.focusWidget() is form.narrative.blocks["course"].editor
    assert not form.grid.isVisible()
    assert unspoken(opened.window) == []


def test_its_words_are_found(opened: Desktop) -> None:
    opened.keys.type("On dinh, khong co vu viec moi")
    opened.keys.press("Ctrl+F")
    opened.keys.type("vu viec")
    bar = opened.window.form.tools.find_bar
    opened.wait(lambda: bar.said == "1 trên 1")
    assert opened.window.form.narrative.blocks["course"].editor.textCursor().selectedText() == "vu viec"


def test_it_is_printed_and_sealed(opened: Desktop, tmp_path: Path) -> None:
    opened.keys.type("On dinh")
    target = tmp_path / "in.pdf"
    done = in_preview(opened, lambda dialog: opened.window.form.printing.keep_at(dialog.pages, target))
    opened.keys.press("Ctrl+P")
    opened.wait(lambda: bool(done) and target.exists())
    (page,) = pages_of(target.read_bytes())
    assert "I. Tình hình On dinh" in page
    opened.answer("Return")
    opened.keys.press("Shift+F9")
    opened.wait(lambda: opened.window.form.presenter.state is State.SEALED)
