"""The narrative sections of the open form, without Qt."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.packing import pack_form, unpack_form
from app.domain.narrative import PieceKind
from app.domain.operations import CellEdit
from app.domain.relations.filling import Filling
from app.domain.relations.sheet import Sheet
from app.domain.relations.tree import Where
from app.domain.workflow import State
from app.errors import StateError
from app.services.neighbours import Surroundings
from app.store.records import JournalLine, Origin
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, RecordingNarrativeView, opened
from ui.presenters.form import FormPresenter
from ui.presenters.phrases import Tone

HEAD = """
code: X/1
edition: "2026"
title: Biểu thử
legal_basis: Mẫu thử
senders: [commune]
receivers: {commune: Tỉnh}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
sections:
  - {key: event, title: 1. Sự việc, guidance: Nêu thời gian., required: true}
  - {key: course, title: 2. Diễn biến}
"""
TABLE = """
tables:
  main:
    rows:
      - {code: NG01, title: Số người chết}
      - {code: NG02, title: Số người mất tích}
    total: Tổng cộng
    columns:
      - {number: A, title: Chỉ tiêu, type: label}
      - {number: 1, title: Số lượng}
      - {number: 2, title: Trong đó nữ}
    relations:
      - {printed: "2<=1"}
"""
EVENT, COURSE = "@text/event/body", "@text/course/body"
FILLED = {"main/rNG01/c1": "2", "main/rNG02/c1": "1", EVENT: "Bão số 3"}


def form(text: str = HEAD + TABLE) -> FormDefinition:
    return unpack_form(pack_form(load_form(text, "x.yaml")))


class Bench:
    def __init__(self, cells: dict[str, str], *, definition: str = HEAD + TABLE, **more) -> None:  # type: ignore[no-untyped-def]  # fields of OpenReport
        self.form = form(definition)
        self.report = opened(cells, form=self.form, sheet=Sheet(self.form, cells), **more)
        self.workspace = FakeWorkspace(report=self.report)
        self.desk = FakeDesk(self.workspace)
        self.view = RecordingFormView()
        self.presenter = FormPresenter(self.view, self.desk, KEY, clock=FakeClock(), chance=CountingChance())
        self.presenter.start()

    @property
    def page(self) -> RecordingNarrativeView:
        return self.view.narrative

    def write(self, key: str, text: str) -> None:
        """Type a text into a section and leave it."""
        self.presenter.narrative.entered(key)
        self.presenter.narrative.typed(key, text)
        self.presenter.narrative.left(key)

    def look(self) -> None:
        """Go to the sections."""
        self.presenter.tables.choose(1)

    def synced(self, cells: dict[str, str], **more) -> None:  # type: ignore[no-untyped-def]  # fields of OpenReport
        """The report as a synchronisation left it."""
        self.workspace.report = replace(self.report, sheet=Sheet(self.form, cells), cells=cells, **more)
        self.presenter.changed_outside()


@pytest.fixture
def bench() -> Bench:
    made = Bench(FILLED)
    made.look()
    return made


def test_the_sections_are_the_last_of_the_tabs(bench: Bench) -> None:
    assert bench.view.tabs == ["Bảng số liệu", "Lời văn"]
    assert bench.view.tab == (1, True)
    bench.presenter.tables.choose(0)
    assert bench.view.tab == (0, False)


def test_a_form_without_sections_has_no_such_tab() -> None:
    plain = Bench({}, definition=HEAD.partition("sections:")[0] + TABLE)
    assert plain.view.tabs == ["main"]
    plain.presenter.tables.choose(1)
    assert plain.view.tab == (0, False)


def test_a_form_of_nothing_but_sections_opens_on_them() -> None:
    words = Bench({EVENT: "Bão"}, definition=HEAD)
    assert words.view.tab == (0, True)
    assert words.page.sections["event"].text == "Bão"
    words.write("course", "Mưa to")
    words.presenter.undo()
    words.presenter.tables.next_finding(1)
    words.presenter.cell.choose_panel("history")
    words.presenter.sealing.seal()
    assert words.view.asked[0][2] == "Đã viết 1 trên 2 mục lời văn."


def test_a_section_shows_its_heading_guidance_and_text(bench: Bench) -> None:
    shown = bench.page.sections["event"]
    assert (shown.title, shown.guidance, shown.required, shown.text) == (
        "1. Sự việc",
        "Nêu thời gian.",
        True,
        "Bão số 3",
    )


def test_typing_is_not_saved_until_the_section_is_left_and_then_as_one_edit(bench: Bench) -> None:
    bench.presenter.narrative.entered("course")
    for text in ("M", "Mư", "Mưa "):
        bench.presenter.narrative.typed("course", text)
    assert bench.desk.saves == []
    assert bench.page.sections["course"].saving == "Đang soạn, chưa lưu"
    bench.presenter.narrative.left("course")
    assert bench.desk.saves == [(CellEdit(COURSE, None, "Mưa"),)]
    assert bench.page.sections["course"].saving == ""
    assert bench.view.saved == ("Đã lưu trên máy này 14:02:00", Tone.OK)


def test_what_is_typed_is_never_put_into_the_editor_again(bench: Bench) -> None:
    bench.presenter.narrative.typed("course", "  Đất\u0301  \n\n")
    bench.presenter.narrative.commit()
    bench.presenter.typed(0, 1, "5")
    assert bench.page.rewritten == []


def test_what_is_kept_is_composed_and_without_spaces_round_it(bench: Bench) -> None:
    bench.write("course", "  Đa\u0302\u0301t\r\n- lở  ")
    assert bench.desk.saves == [(CellEdit(COURSE, None, "Đất\n- lở"),)]


def test_a_text_left_as_it_was_is_not_saved(bench: Bench) -> None:
    bench.write("event", "Bão số 3 ")
    assert bench.desk.saves == []
    assert bench.page.sections["event"].saving == ""


def test_a_text_emptied_is_a_blank(bench: Bench) -> None:
    bench.write("event", " \n")
    assert bench.desk.saves == [(CellEdit(EVENT, "Bão số 3", None),)]


def test_until_its_commit_a_text_is_said_to_be_on_its_way_and_nothing_to_be_saved(bench: Bench) -> None:
    bench.desk.held = True
    bench.write("course", "Mưa")
    bench.presenter.typed(0, 1, "5")
    assert bench.page.sections["course"].saving == "Chưa lưu xong"
    assert bench.view.saved[0] == "Đang lưu…"
    bench.desk.release()
    assert bench.page.sections["course"].saving == ""
    assert bench.view.saved[0] == "Đã lưu trên máy này 14:02:00"


def test_a_text_that_could_not_be_saved_stays_and_is_saved_on_another_try(bench: Bench) -> None:
    bench.desk.failing = StateError("report.sealed")
    bench.write("course", "Mưa")
    assert bench.view.saved == ("Chưa lưu được", Tone.ERROR)
    assert bench.page.sections["course"].text == "Mưa"
    bench.desk.failing = None
    bench.presenter.notice.answered()
    assert bench.desk.saves == [(CellEdit(COURSE, None, "Mưa"),)]


def test_undo_takes_back_one_written_text_and_redo_writes_it_again(bench: Bench) -> None:
    bench.write("course", "Mưa")
    bench.write("course", "Mưa to")
    bench.presenter.undo()
    assert bench.page.rewritten == [("course", "Mưa")]
    assert bench.page.went_to == ["course"]
    bench.presenter.undo()
    bench.presenter.redo()
    assert [edits[0].new for edits in bench.desk.saves] == ["Mưa", "Mưa to", "Mưa", None, "Mưa"]


def test_undo_writes_first_what_was_just_typed_so_that_it_is_what_goes(bench: Bench) -> None:
    bench.presenter.narrative.typed("course", "Mưa")
    bench.presenter.undo()
    assert bench.page.sections["course"].text == ""
    bench.presenter.redo()
    assert bench.page.sections["course"].text == "Mưa"


def test_undo_of_a_figure_goes_from_the_sections_to_its_cell(bench: Bench) -> None:
    bench.presenter.tables.choose(0)
    bench.presenter.typed(0, 1, "5")
    bench.look()
    bench.presenter.undo()
    assert bench.view.tab == (0, False)
    assert bench.view.places[-1] == (0, 1)


def test_a_text_reads_with_the_figures_of_the_table_as_they_stand(bench: Bench) -> None:
    bench.presenter.narrative.typed("course", "Có {NG01/1}/{1} người, {9}")
    assert [(piece.kind, piece.text) for piece in bench.page.sections["course"].preview] == [
        (PieceKind.WORDS, "Có "),
        (PieceKind.FIGURE, "2"),
        (PieceKind.WORDS, "/"),
        (PieceKind.FIGURE, "3"),
        (PieceKind.WORDS, " người, "),
        (PieceKind.UNKNOWN, "{9}"),
    ]
    bench.presenter.typed(0, 1, "1.200")
    assert [piece.text for piece in bench.page.sections["course"].preview][1::2][:2] == ["1.200", "1.201"]
    bench.presenter.narrative.commit()
    bench.presenter.list_findings()
    assert bench.page.sections["course"].note == "Biểu không có số liệu {9}."
    assert bench.page.sections["course"].tone is Tone.ATTENTION


def test_a_text_without_figures_has_no_preview(bench: Bench) -> None:
    bench.presenter.narrative.typed("course", "Có {ghi chú}")
    assert bench.page.sections["course"].preview == ()


def test_figures_are_offered_totals_first_and_found_without_diacritics(bench: Bench) -> None:
    figures = bench.presenter.narrative.figures()
    assert [(one.field, one.row, one.column, one.shown) for one in figures.matching("")][:3] == [
        ("{1}", "Tổng cộng", "(1) Số lượng", "3"),
        ("{2}", "Tổng cộng", "(2) Trong đó nữ", ""),
        ("{NG01/1}", "Số người chết", "(1) Số lượng", "2"),
    ]
    assert [one.field for one in figures.matching("mat tich nu")] == ["{NG02/2}"]
    assert [one.field for one in figures.matching("tong (2)")] == ["{2}"]
    assert figures.matching("không có") == []


def test_a_required_section_is_asked_for_at_a_check_and_the_cursor_goes_there() -> None:
    bench = Bench({"main/rNG01/c1": "2"})
    assert not bench.presenter.sealing.check()
    assert bench.view.tab == (1, True)
    assert bench.page.went_to == ["event"]
    assert bench.page.sections["event"].note == "Chưa viết mục “1. Sự việc”."
    bench.write("event", "Bão số 3")
    bench.presenter.list_findings()
    assert bench.page.sections["event"].note == ""
    assert bench.presenter.sealing.check()


def test_a_seal_takes_what_is_still_being_typed() -> None:
    bench = Bench(FILLED | {"main/rNG01/c2": "-", "main/rNG02/c2": "-"})
    bench.presenter.narrative.typed("course", "Mưa")
    bench.presenter.sealing.seal()
    assert bench.desk.saves == [(CellEdit(COURSE, None, "Mưa"),)]
    assert bench.workspace.acts == ["seal"]
    assert bench.view.asked[0][2] == "2 dòng, 4 ô đã điền. Đã viết 2 trên 2 mục lời văn."


def test_leaving_the_page_writes_what_is_still_being_typed(bench: Bench) -> None:
    bench.presenter.narrative.typed("course", "Mưa")
    bench.presenter.close()
    assert bench.desk.saves == [(CellEdit(COURSE, None, "Mưa"),)]


def test_a_sealed_report_is_read_with_its_figures_and_takes_no_text() -> None:
    sealed = Bench(FILLED | {COURSE: "Có {1} người"}, state=State.SEALED, editable=False)
    sealed.look()
    shown = sealed.page.sections["course"]
    assert (shown.text, shown.preview, shown.editable) == ("Có 3 người", (), False)
    sealed.write("course", "x")
    assert sealed.desk.saves == []
    sealed.presenter.locked_typed(-1, -1)
    assert sealed.view.notice[0] == "Báo cáo đã chốt nên không sửa được. Muốn sửa, hủy chốt trước."


def test_last_periods_text_starts_an_empty_section_and_can_be_taken_back() -> None:
    bench = Bench(FILLED, previous={COURSE: "Có {1} người", EVENT: "Bão số 2"})
    bench.look()
    assert [bench.page.sections[key].can_start for key in ("event", "course")] == [False, True]
    bench.presenter.narrative.start_from_previous("course")
    assert bench.page.rewritten == [("course", "Có {1} người")]
    assert [piece.text for piece in bench.page.sections["course"].preview] == ["Có ", "3", " người"]
    bench.presenter.narrative.start_from_previous("event")
    assert bench.desk.saves == [(CellEdit(COURSE, None, "Có {1} người"),)]
    bench.presenter.undo()
    assert bench.page.sections["course"].can_start


def test_the_bulletin_before_is_started_from_rather_than_last_periods_report() -> None:
    before = Surroundings(before={Where.PRECEDING: {COURSE: "Bản tin trước"}}, shared=Filling())
    bench = Bench(FILLED, previous={COURSE: "Kỳ trước"}, around=before)
    bench.look()
    bench.presenter.narrative.start_from_previous("course")
    assert bench.page.sections["course"].text == "Bản tin trước"


def test_a_sections_history_tells_what_was_changed_and_what_it_became(bench: Bench) -> None:
    entry = JournalLine(
        seq=1,
        at=1781420520,
        address=COURSE,
        old="Mưa to",
        new="Mưa rất to",
        author="p-an",
        origin=Origin.TYPED,
        reason="",
    )
    bench.workspace.history = lambda key, address: [entry] if address == COURSE else []
    bench.presenter.narrative.entered("course")
    bench.presenter.cell.choose_panel("history")
    (line,) = bench.view.history[1]
    assert (bench.view.history[0], line.old, line.new, line.reason, line.who) == (
        "2. Diễn biến",
        "…",
        "… rất …",
        "Mưa rất to",
        "Nguyễn Thị An",
    )


def test_a_synchronisation_waits_until_its_own_section_is_left(bench: Bench) -> None:
    bench.presenter.narrative.entered("course")
    bench.synced(FILLED | {EVENT: "Bão số 4", COURSE: "Nắng"})
    assert bench.page.rewritten == []
    bench.presenter.narrative.left("course")
    assert bench.page.rewritten == [("event", "Bão số 4"), ("course", "Nắng")]


def test_a_synchronisation_of_anything_else_comes_in_beside_the_open_section(bench: Bench) -> None:
    bench.presenter.narrative.entered("course")
    bench.presenter.narrative.typed("course", "Mưa")
    bench.synced(FILLED | {EVENT: "Bão số 4"})
    assert bench.page.rewritten == [("event", "Bão số 4")]
    assert bench.page.sections["course"].text == "Mưa"


def test_a_report_sealed_elsewhere_leaves_the_open_section_until_it_is_left(bench: Bench) -> None:
    bench.presenter.narrative.entered("course")
    bench.presenter.narrative.typed("course", "Mưa")
    bench.synced(FILLED, state=State.SEALED, editable=False)
    assert bench.page.sections["course"].editable
    bench.presenter.narrative.left("course")
    assert bench.desk.saves == [(CellEdit(COURSE, None, "Mưa"),)]
    assert not bench.page.sections["course"].editable


def test_a_text_on_its_way_to_the_disk_is_not_replaced_by_an_older_one(bench: Bench) -> None:
    bench.desk.held = True
    bench.write("course", "Mưa")
    bench.synced(FILLED)
    assert bench.page.sections["course"].text == "Mưa"


def test_what_is_being_typed_outlives_the_report_being_opened_again(bench: Bench) -> None:
    bench.presenter.narrative.typed("course", "Mưa")
    bench.presenter.start()
    assert bench.page.sections["course"].text == "Mưa"
    bench.presenter.narrative.commit()
    assert bench.desk.saves == [(CellEdit(COURSE, None, "Mưa"),)]


def test_a_section_edited_in_two_places_is_marked(bench: Bench) -> None:
    bench.desk.clashes = (COURSE,)
    bench.write("course", "Mưa")
    assert bench.page.sections["course"].note == "Mục này được sửa ở hai nơi. Bấm F4 để quyết định."
    assert bench.view.notice[0] == "Người khác vừa sửa mục này trước đó. Cả hai bản đều được giữ ở Vướng mắc."
    bench.synced(FILLED, conflicts=())
    assert bench.page.sections["course"].note == ""


def test_f8_walks_from_the_table_to_the_sections_and_back() -> None:
    bench = Bench(FILLED | {"main/rNG01/c2": "3", COURSE: "{9}"})
    steps = []
    for _ in range(4):
        bench.presenter.tables.next_finding(1)
        place = (bench.page.went_to[-1:], "sections") if bench.view.tab[1] else (bench.view.places[-1], "table")
        steps.append(place)
        if not bench.view.tab[1]:
            bench.presenter.moved_to(*bench.view.places[-1])
        else:
            bench.presenter.narrative.entered("course")
    assert [where for _, where in steps] == ["table", "sections", "table", "sections"]


def test_the_bar_names_the_section_with_the_cursor(bench: Bench) -> None:
    bench.presenter.narrative.entered("course")
    assert bench.view.bar.address == "2. Diễn biến"
    bench.presenter.tables.choose(0)
    bench.presenter.moved_to(0, 1)
    assert bench.view.bar.address == "Số người chết · cột (1)"
