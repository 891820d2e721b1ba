"""What the bookmark of an open form says, and how a form goes back to one; without Qt."""

from __future__ import annotations

import pytest

from app.domain.bookmark import Bookmark, Typing
from app.domain.operations import CellEdit
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, FakeDesk, FakeWorkspace, RecordingFormView, opened
from ui.presenters.form import FormPresenter
from ui.presenters.phrases import Tone
from ui.presenters.typist import lost_words

ROW = {"main/a/@row": "b;A;", "main/a/c2": "Đất đai", "main/a/c4": "7", "main/a/c5": "3"}
PLACE = {"report": KEY, "table": "main", "row": "entry:A:a", "column": "c4"}
ADDRESS = "main/a/c4"


class EditingView(RecordingFormView):
    """Opens editors as the page does, and tells the typist of it."""

    def __init__(self) -> None:
        super().__init__()
        self.presenter: FormPresenter | None = None
        self.editors: list[tuple[int, int, str]] = []
        self.reasons: list[tuple[str, str]] = []
        self.copied: list[str] = []

    def go_to(self, row: int, column: int) -> None:
        super().go_to(row, column)
        assert self.presenter is not None
        self.presenter.moved_to(row, column)

    def open_editor(self, row: int, column: int, text: str) -> bool:
        assert self.presenter is not None
        self.editors.append((row, column, text))
        self.presenter.editor_opened(row, column)
        self.presenter.typist.began(row, column)
        self.presenter.typist.typing(text)
        return True

    def open_reason(self, finding: str, text: str) -> bool:
        self.reasons.append((finding, text))
        return False

    def copy_text(self, text: str) -> None:
        self.copied.append(text)


class Bench:
    def __init__(self, back_to: Bookmark | None = None, **more) -> None:  # type: ignore[no-untyped-def]  # fields of OpenReport
        self.desk = FakeDesk(FakeWorkspace(report=opened(ROW, **more)))
        self.view = EditingView()
        self.lost: list[tuple[str, Bookmark]] = []
        self.presenter = FormPresenter(
            self.view,
            self.desk,
            KEY,
            clock=FakeClock(),
            chance=CountingChance(),
            back_to=back_to,
            lost=lambda words, bookmark: self.lost.append((words, bookmark)),
        )
        self.view.presenter = self.presenter

    def start(self) -> Bench:
        self.presenter.start()
        return self

    @property
    def bookmark(self) -> Bookmark:
        """What would be kept if something moved now."""
        self.presenter.typist.went_on()
        found = self.desk.where()
        assert found is not None
        return found


def test_the_bookmark_says_table_row_and_column_by_what_they_are_not_where() -> None:
    assert Bench().start().bookmark == Bookmark(**PLACE)


def test_an_open_editor_is_in_it_with_its_text_and_what_the_cell_held() -> None:
    bench = Bench().start()
    bench.view.open_editor(1, 3, "12")
    assert bench.bookmark == Bookmark(**PLACE, typing=Typing(text="12", into=ADDRESS, replaced="7"))


@pytest.mark.parametrize("way", ["entered", "ended"])
def test_a_text_entered_or_given_up_is_not(way: str) -> None:
    bench = Bench().start()
    bench.view.open_editor(1, 3, "12")
    getattr(bench.presenter.typist, way)()
    assert bench.bookmark == Bookmark(**PLACE)


def test_a_name_at_the_offer_goes_into_no_cell() -> None:
    bench = Bench().start()
    bench.presenter.moved_to(2, 1)
    bench.view.open_editor(2, 1, "Hộ tịch")
    assert bench.bookmark == Bookmark(
        report=KEY, table="main", row="add:A:", column="c2", typing=Typing(text="Hộ tịch", into="")
    )


def test_input_that_could_not_be_read_is_in_it_until_it_can() -> None:
    bench = Bench().start()
    bench.presenter.typed(1, 3, "12o")
    assert bench.bookmark == Bookmark(**PLACE, unread={ADDRESS: "12o"})
    bench.presenter.typed(1, 3, "120")
    assert bench.bookmark == Bookmark(**PLACE)


def test_going_back_opens_the_editor_and_the_edit_replaces_what_was_shown_then() -> None:
    bench = Bench(Bookmark(**PLACE, typing=Typing(text="12", into=ADDRESS, replaced="5"))).start()
    assert bench.view.editors == [(1, 3, "12")]
    assert bench.bookmark.typing == Typing(text="12", into=ADDRESS, replaced="5")
    bench.presenter.typist.entered()
    bench.presenter.typed(1, 3, "12")
    assert bench.desk.saves == [(CellEdit(ADDRESS, "5", "12"),)]


def test_going_back_alone_moves_no_bookmark() -> None:
    bench = Bench(Bookmark(**PLACE, typing=Typing(text="12", into=ADDRESS, replaced="5"), tries=1)).start()
    assert bench.desk.where() is None
    bench.view.go_to(1, 4)
    found = bench.desk.where()
    assert found is not None
    assert (found.column, found.tries) == ("c5", 0)


def test_giving_the_text_up_forgets_what_was_shown_then() -> None:
    bench = Bench(Bookmark(**PLACE, typing=Typing(text="12", into=ADDRESS, replaced="5"))).start()
    bench.presenter.typist.ended()
    bench.presenter.editor_closed(1, 3)
    bench.presenter.typed(1, 3, "9")
    assert bench.desk.saves == [(CellEdit(ADDRESS, "7", "9"),)]


LEFT_OVER = [
    # name, bookmark, fields of the report, what is said, what is copied
    (
        "a row that is gone",
        Bookmark(**(PLACE | {"row": "entry:A:z"}), typing=Typing(text="12", into="main/z/c4")),
        {},
        "Ô đang gõ dở lần trước không còn trong báo cáo. Nội dung đã gõ: “12”.",
        "12",
    ),
    (
        "a name for a row where none is taken any more",
        Bookmark(**(PLACE | {"row": "add:Z:", "column": "c2"}), typing=Typing(text="Hộ tịch")),
        {},
        "Ô đang gõ dở lần trước không còn trong báo cáo. Nội dung đã gõ: “Hộ tịch”.",
        "Hộ tịch",
    ),
    (
        "a reason that nothing asks for any more",
        Bookmark(**PLACE, typing=Typing(text="do tồn", into="@reason/4>=5@main/a")),
        {},
        "Ô đang gõ dở lần trước không còn trong báo cáo. Nội dung đã gõ: “do tồn”.",
        "do tồn",
    ),
    (
        "a closed report",
        Bookmark(**PLACE, typing=Typing(text="12", into=ADDRESS), unread={"main/a/c5": "x y"}),
        {"editable": False},
        "Báo cáo không còn mở để nhập. Nội dung đang gõ dở lần trước: “x y 12”.",
        "x y\n12",
    ),
]


@pytest.mark.parametrize(
    ("bookmark", "report", "said", "copied"), [case[1:] for case in LEFT_OVER], ids=[case[0] for case in LEFT_OVER]
)
def test_text_without_a_place_is_said_copied_and_kept(
    bookmark: Bookmark, report: dict[str, object], said: str, copied: str
) -> None:
    bench = Bench(bookmark, **report).start()
    assert bench.view.notice == (said, Tone.ATTENTION, "Chép nội dung này")
    bench.presenter.notice.answered()
    assert bench.view.copied == [copied]
    assert set(bench.bookmark.text.splitlines()) == set(copied.splitlines())


def test_a_report_that_does_not_open_is_told_with_its_bookmark() -> None:
    bookmark = Bookmark(**PLACE, typing=Typing(text="12", into=ADDRESS))
    bench = Bench(bookmark)
    bench.desk.workspace.report = None  # type: ignore[attr-defined]  # the fake's
    bench.start()
    ((words, lost),) = bench.lost
    assert words == bench.view.broken
    assert lost == bookmark


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ("Không mở lại được báo cáo đang làm dở. Vì thế.", "")),
        (
            "một\nhai",
            (
                "Không mở lại được báo cáo đang làm dở. Vì thế. Nội dung đang gõ dở lần trước: “một hai”.",
                "Chép nội dung này",
            ),
        ),
        (
            "x" * 301,
            (
                "Không mở lại được báo cáo đang làm dở. Vì thế. Nội dung đang gõ dở lần trước: “" + "x" * 300 + "…”.",
                "Chép nội dung này",
            ),
        ),
    ],
)
def test_what_is_said_of_a_report_that_is_lost(text: str, said: tuple[str, str]) -> None:
    assert lost_words("Vì thế.", text) == said
