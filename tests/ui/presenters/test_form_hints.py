"""Hints beside the form: after the findings, by themselves, and gone with the figure they speak of."""

from __future__ import annotations

import pytest

from app.domain.anomalies.hints import Hint
from app.domain.exchange import View
from app.errors import StoreError
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeEvidence, FakeWorkspace, RecordingFormView, opened
from ui.presenters.form import FormPresenter
from ui.presenters.phrases import Tone

CELLS = {"main/a/@row": "b;A;", "main/a/c2": "Đất đai", "main/a/c4": "5200", "main/a/c5": "3"}
FAR = Hint(
    code="hint.scale",
    table="main",
    cells={"main/a/c4": "5200"},
    params={
        "where": "Đất đai",
        "column": "(4)",
        "value": "5200",
        "low": "40",
        "high": "65",
        "count": "12",
        "digits": "2",
        "slip": "hint.digits_many",
    },
    strength=2.0,
)
COPIED = Hint(
    code="hint.copied",
    table="main",
    cells={"main/a/c5": "3", "main/a/c4": "5200"},
    params={"count": "9", "of": "10"},
    strength=1.9,
)
SAID = "(4) = 5.200, thường từ 40 đến 65 trong 12 kỳ gần đây. Xin xem lại: có thể thừa 2 chữ số."


class BrokenWorkspace(FakeWorkspace):
    def evidence(self, key: object, view: object = None) -> FakeEvidence:
        raise StoreError("store.damaged")


class Bench:
    def __init__(
        self, content: dict[str, str] | None = None, *, seen: View = View.INNER, workspace: FakeWorkspace | None = None
    ) -> None:
        self.workspace = workspace or FakeWorkspace()
        self.workspace.report = opened(content or CELLS)
        self.workspace.standing_out = (FAR, COPIED)
        self.view = RecordingFormView()
        self.presenter = FormPresenter(
            self.view, FakeDesk(self.workspace), KEY, seen=seen, clock=FakeClock(), chance=CountingChance()
        )
        self.presenter.start()

    def listed(self) -> list[tuple[bool, str, str]]:
        return [(line.is_hint, line.where, line.message) for line in self.presenter.list_findings().lines]


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    made.presenter.sealing.check()
    return made


def test_hints_are_asked_for_at_a_check_and_not_before() -> None:
    bench = Bench()
    assert bench.listed() == []
    bench.presenter.sealing.check()
    assert bench.listed() == [
        (True, "Đất đai · (4)", SAID),
        (
            True,
            "",
            "9 trên 10 số thường thay đổi giống hệt báo cáo trước; có thể số kỳ trước được chép sang. Xin xem lại.",
        ),
    ]


def test_whoever_receives_a_report_sees_its_hints_at_once() -> None:
    assert [line[0] for line in Bench(seen=View.UPWARD).listed()] == [True, True]


def test_findings_come_first_and_the_check_goes_by_them_alone() -> None:
    bench = Bench({**CELLS, "main/a/c5": "5300"})
    assert not bench.presenter.sealing.check()
    assert [line[0] for line in bench.listed()] == [False, False, True]
    assert Bench().presenter.sealing.check()


def test_a_hint_marks_no_cell_and_is_not_walked(bench: Bench) -> None:
    assert bench.presenter.tables.grid.marks == {}
    before = list(bench.view.places)
    bench.presenter.tables.next_finding(1)
    assert bench.view.places == before


def test_a_chosen_hint_leads_to_its_cell_where_the_bar_repeats_it(bench: Bench) -> None:
    bench.presenter.tables.go_to_finding(0)
    assert bench.view.places[-1] == (1, 3)
    bench.presenter.moved_to(1, 3)
    assert (bench.view.bar.note, bench.view.bar.tone) == (f"Đất đai: {SAID}", Tone.INFO)
    assert SAID in bench.presenter.cell.spoken(1, 3)


def test_typing_over_its_figure_takes_a_hint_away_and_typing_elsewhere_does_not(bench: Bench) -> None:
    bench.presenter.typed(1, 4, "4")
    assert [line[1] for line in bench.listed()] == ["Đất đai · (4)"]
    bench.presenter.typed(1, 3, "52")
    assert bench.listed() == []
    bench.presenter.undo()
    assert [line[1] for line in bench.listed()] == ["Đất đai · (4)"]


def test_what_is_typed_anew_is_looked_at_by_the_next_check(bench: Bench) -> None:
    bench.workspace.standing_out = ()
    bench.presenter.sealing.check()
    assert bench.listed() == []


def test_sealing_is_asked_for_without_a_word_of_hints() -> None:
    bench = Bench()
    bench.presenter.sealing.seal()
    assert bench.workspace.acts == ["seal"]
    assert not any("cảnh báo" in line for line in bench.view.asked[0])


def test_hints_that_cannot_be_looked_for_are_no_news() -> None:
    bench = Bench(workspace=BrokenWorkspace())
    assert bench.presenter.sealing.check()
    assert bench.view.notice[0] == "Số liệu khớp, có thể chốt báo cáo."
    assert bench.listed() == []


def test_hints_are_weighed_apart_from_the_store_and_come_to_nobody_who_has_gone() -> None:
    waiting = []
    workspace = FakeWorkspace(report=opened(CELLS), standing_out=(FAR,))
    presenter = FormPresenter(
        RecordingFormView(),
        FakeDesk(workspace),
        KEY,
        clock=FakeClock(),
        chance=CountingChance(),
        apart=lambda work, done, failed: waiting.append(lambda: done(work())),
    )
    presenter.start()
    presenter.sealing.check()
    assert [line.is_hint for line in presenter.list_findings().lines] == []
    weigh = waiting.pop()
    weigh()
    assert [line.is_hint for line in presenter.list_findings().lines] == [True]
    presenter.close()
    workspace.standing_out = ()
    weigh()
    assert [line.is_hint for line in presenter.list_findings().lines] == [True]
