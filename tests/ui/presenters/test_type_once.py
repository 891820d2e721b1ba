"""Figures that other forms fill in, as the open form shows, replaces and seals them; without Qt."""

from __future__ import annotations

import pytest

from app.domain.operations import CellEdit
from app.domain.relations.sheet import Sheet
from app.errors import StateError
from app.services.views import HistoryEntry, OpenReport
from app.store.records import Origin
from tests.app.domain.indicator_forms import DONG_1, MOVED, Around, form_of, shared
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, opened
from ui.presenters import cells
from ui.presenters.form import FormPresenter
from ui.presenters.origins import reason_words
from ui.presenters.phrases import Tone

ROW = DONG_1 | {"main/k1/c1": "36"}
POOR, RATE, TOTAL = (0, 2), (0, 3), (2, 2)


def beside(households: str) -> OpenReport:
    """A summary with one hamlet; another form has so many poor households there at the start of the period."""
    form = form_of("CT/1")
    around = Around(shared(f1=ROW, f2=MOVED | {"main/m7.ho/c1": households}), "CT/1")
    return opened(ROW, form=form, sheet=Sheet(form, ROW, around), around=around)


class Bench:
    def __init__(self) -> None:
        self.workspace = FakeWorkspace(report=beside("12"))
        self.desk = FakeDesk(self.workspace)
        self.view = RecordingFormView()
        self.presenter = FormPresenter(self.view, self.desk, KEY, clock=FakeClock(), chance=CountingChance())
        self.presenter.start()

    def text(self, place: tuple[int, int]) -> str:
        return self.view.rows[place[0]].texts[place[1]]

    def is_filled(self, place: tuple[int, int]) -> bool:
        return bool(self.view.rows[place[0]].flags[place[1]] & cells.FILLED)

    def note(self, place: tuple[int, int]) -> str:
        self.presenter.moved_to(*place)
        return self.view.bar.note


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_filled_figure_is_shown_marked_and_counted_in_and_says_where_it_comes_from(bench: Bench) -> None:
    assert [(bench.text(place), bench.is_filled(place)) for place in (POOR, RATE, TOTAL)] == [
        ("9", True),
        ("25,00", False),
        ("9", False),
    ]
    assert bench.note(POOR) == "Lấy từ biểu CT/2, cột (9), kỳ này (đang lập); gõ để thay."
    assert bench.view.bar.tone is Tone.NEUTRAL
    assert bench.presenter.cell.tooltip(*POOR) == "Lấy từ biểu CT/2, cột (9), kỳ này (đang lập); gõ để thay."
    assert bench.presenter.cell.spoken(*POOR).endswith("9, Lấy từ biểu CT/2, cột (9), kỳ này (đang lập); gõ để thay.")


def test_a_figure_of_another_row_names_it(bench: Bench) -> None:
    form = form_of("CT/3")
    around = Around(shared(f1=ROW | {"main/k1/c3": "7"}, f3={}), "CT/3")
    bench.workspace.report = opened({}, form=form, sheet=Sheet(form, {}, around), around=around)
    bench.presenter.start()
    assert bench.note((0, 2)) == "Lấy từ biểu CT/1, dòng “Tổng cộng”, cột (3), kỳ này (đang lập); gõ để thay."


def test_typing_replaces_a_filled_figure_as_the_blank_it_is_in_the_report(bench: Bench) -> None:
    bench.presenter.editor_opened(*POOR)
    bench.presenter.typed(*POOR, "18")
    bench.presenter.editor_closed(*POOR)
    assert bench.desk.saves == [(CellEdit("main/k1/c3", None, "18"),)]
    assert (bench.text(POOR), bench.is_filled(POOR), bench.text(RATE)) == ("18", False, "50,00")
    assert bench.note(POOR) == ""


def test_emptying_and_undoing_bring_the_filled_figure_back(bench: Bench) -> None:
    bench.presenter.typed(*POOR, "18")
    bench.presenter.editing.cleared(bench.presenter.tables.grid, [POOR])
    assert bench.desk.saves[-1] == (CellEdit("main/k1/c3", "18", None),)
    assert (bench.text(POOR), bench.is_filled(POOR), bench.text(RATE)) == ("9", True, "25,00")
    bench.presenter.undo()
    assert (bench.text(POOR), bench.is_filled(POOR)) == ("18", False)
    bench.presenter.undo()
    assert (bench.text(POOR), bench.is_filled(POOR)) == ("9", True)


def test_emptying_a_filled_cell_saves_nothing(bench: Bench) -> None:
    bench.presenter.editing.cleared(bench.presenter.tables.grid, [POOR])
    assert (bench.desk.saves, bench.text(POOR)) == ([], "9")


def test_input_that_cannot_be_read_stands_in_the_place_of_a_filled_figure(bench: Bench) -> None:
    bench.presenter.typed(*POOR, "12a")
    assert (bench.text(POOR), bench.is_filled(POOR)) == ("12a", False)


def test_a_row_named_as_in_the_other_form_is_filled_at_once(bench: Bench) -> None:
    bench.presenter.typed(0, 0, "Thôn Đoài")
    assert (bench.text(POOR), bench.is_filled(POOR), bench.text(TOTAL)) == ("", False, "")
    bench.presenter.typed(0, 0, "Thôn Đông")
    assert (bench.text(POOR), bench.is_filled(POOR), bench.text(TOTAL)) == ("9", True, "9")


def test_a_change_of_the_other_form_is_taken_in_while_this_one_is_open(bench: Bench) -> None:
    bench.workspace.report = beside("21")
    bench.presenter.changed_outside()
    assert [bench.text(place) for place in (POOR, RATE, TOTAL)] == ["18", "50,00", "18"]


def test_sealing_says_how_many_figures_it_writes_in_and_writes_those_shown(bench: Bench) -> None:
    bench.presenter.sealing.seal()
    assert bench.view.asked[0][1:4] == (
        "CT/1 · Quý II/2026",
        "1 dòng, 3 ô đã điền.",
        "2 số lấy từ biểu khác (CT/2); chốt rồi thì các số này giữ nguyên.",
    )
    assert bench.workspace.acts == ["seal main/k1/c3=9 main/k1/c9=40"]


def test_figures_that_changed_meanwhile_are_shown_before_anything_is_sealed(bench: Bench) -> None:
    bench.workspace.refusal = StateError("indicator.changed")
    bench.workspace.report = beside("21")
    bench.presenter.sealing.seal()
    said, tone, _ = bench.view.notice
    assert said.startswith("Số lấy từ biểu khác vừa thay đổi, báo cáo chưa chốt.")
    assert tone is Tone.ERROR
    assert bench.text(POOR) == "18"


REASONS = [
    (Origin.BROUGHT, "CT/2 (9)", "Lấy từ biểu CT/2 (9) khi chốt"),
    (Origin.BROUGHT, "", "Ghi vào khi chốt"),
    (Origin.TYPED, "Gõ nhầm", "Gõ nhầm"),
]


@pytest.mark.parametrize(("origin", "reason", "said"), REASONS)
def test_the_history_says_that_sealing_took_a_figure_from_another_form(origin: Origin, reason: str, said: str) -> None:
    line = HistoryEntry(seq=1, at=0, address="main/k1/c3", old=None, new="9", author="p", origin=origin, reason=reason)
    assert reason_words(line) == said
