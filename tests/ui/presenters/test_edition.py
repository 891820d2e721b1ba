"""A newer edition of a form: offered, previewed, taken, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.services.test_versions import BEFORE, Two
from tests.app.services.test_workspace import answer, owed
from tests.ui.fakes import FakeDesk
from ui.presenters.edition import EditionPresenter
from ui.presenters.edition_words import EditionQuestion
from ui.presenters.phrases import Tone


class RecordingEditionView:
    """Remembers the line and the questions; answers as told."""

    def __init__(self) -> None:
        self.said: tuple[str, Tone, str] = ("", Tone.NEUTRAL, "")
        self.questions: list[EditionQuestion] = []
        self.wanted = True

    def say(self, text: str, tone: Tone, action: str = "") -> None:
        self.said = (text, tone, action)

    def ask_edition(self, question: EditionQuestion) -> bool:
        self.questions.append(question)
        return self.wanted


class Page:
    """A presenter on a real office whose draft is owed by a newer edition than it was begun with."""

    def __init__(self, office: Two) -> None:
        self.office = office
        self.view = RecordingEditionView()
        self.settled = True
        self.presenter = EditionPresenter(
            self.view, FakeDesk(office.workspace), BEFORE, is_settled=lambda: self.settled, moved=self.open
        )

    def open(self) -> None:
        self.presenter.look(self.office.workspace.open(BEFORE))

    @property
    def edition(self) -> str:
        return self.office.workspace.open(BEFORE).form.edition

    def listed(self) -> dict[str, list[tuple[str, str, str]]]:
        return {
            part.name: [(line.heading, line.right, line.body) for line in part.lines]
            for part in self.view.questions[-1].parts
        }


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    made.type(BEFORE, c2="5", c3="6", c4="1040")
    made.store.book(answer(owed(BEFORE, made.new, "2025-03-15", "2025-06-14", "2025-06-17")))
    yield made
    made.store.close()


@pytest.fixture
def page(office: Two) -> Page:
    made = Page(office)
    made.open()
    return made


def test_the_newer_edition_is_said_quietly(page: Page) -> None:
    assert page.view.said == ("Biểu này có phiên bản 2025.", Tone.INFO, "Xem trước khi chuyển")
    assert page.edition == "2020"


def test_the_preview_names_every_cell_by_its_printed_titles(page: Page) -> None:
    page.view.wanted = False
    page.presenter.answered()
    question = page.view.questions[0]
    assert question.title == "Chuyển báo cáo sang phiên bản 2025?"
    assert question.sentences[0] == (
        "Phiên bản 2025 có hiệu lực từ 01/07/2025 theo Quyết định 1/2026/QĐ-UBND. Báo cáo đang lập theo phiên bản 2020."
    )
    assert page.listed() == {
        "Không chuyển được (1)": [("Toàn xã · (3) Cấp huyện", "6", "Số hoặc mã này ở phiên bản kia mang nghĩa khác.")],
        "Chuyển chỗ (2)": [
            ("Toàn xã", "5", "(2) Cấp tỉnh  →  (3) Cấp tỉnh"),
            ("Toàn xã", "1.040", "(4) Tồn cuối kỳ  →  (2) Tồn cuối kỳ"),
        ],
        "Ô mới (1)": [("Toàn xã", "", "(4) Cấp xã")],
    }


def test_later_changes_nothing_and_is_asked_again_when_the_report_is_opened_again(page: Page) -> None:
    page.view.wanted = False
    page.presenter.answered()
    assert (page.edition, page.view.said[0]) == ("2020", "")
    page.open()
    assert page.view.said[0] == "Biểu này có phiên bản 2025."


def test_a_move_is_counted_and_can_be_taken_back(page: Page) -> None:
    page.presenter.answered()
    assert page.edition == "2025"
    assert page.view.said == (
        "Đã chuyển sang phiên bản 2025. 2 ô chuyển chỗ, 1 ô không chuyển được, 1 ô mới cần nhập.",
        Tone.OK,
        "Chuyển lại phiên bản cũ",
    )
    page.presenter.answered()
    assert page.office.workspace.open(BEFORE).cells == {"main/r1/c2": "5", "main/r1/c3": "6", "main/r1/c4": "1040"}
    assert len(page.view.questions) == 1  # nothing would be lost, so nothing is asked
    assert page.view.said[0] == "Biểu này có phiên bản 2025."


def test_going_back_asks_first_where_something_typed_since_has_no_place(page: Page) -> None:
    page.presenter.answered()
    page.office.type(BEFORE, c4="3")
    page.view.wanted = False
    page.presenter.answered()
    assert page.listed() == {
        "Không có chỗ (1)": [("Toàn xã · (4) Cấp xã", "3", "Số hoặc mã này ở phiên bản kia mang nghĩa khác.")]
    }
    assert page.edition == "2025"
    page.view.wanted = True
    page.presenter.answered()
    assert page.edition == "2020"


def test_nothing_moves_while_something_typed_is_not_saved_or_not_read(page: Page) -> None:
    page.settled = False
    page.presenter.answered()
    assert page.view.questions == []
    assert page.view.said[1:] == (Tone.ATTENTION, "Xem trước khi chuyển")
    assert page.edition == "2020"


def test_a_preview_that_is_no_longer_so_is_not_acted_upon(page: Page) -> None:
    class Overtaken(RecordingEditionView):
        def ask_edition(self, question: EditionQuestion) -> bool:
            page.office.type(BEFORE, c2="7")
            return True

    late = Overtaken()
    presenter = EditionPresenter(
        late, FakeDesk(page.office.workspace), BEFORE, is_settled=lambda: True, moved=lambda: None
    )
    presenter.look(page.office.workspace.open(BEFORE))
    presenter.answered()
    assert page.edition == "2020"
    assert late.said[1] is Tone.ERROR
    assert late.said[0].startswith("Số liệu của báo cáo vừa thay đổi")


def test_a_mended_package_of_the_same_edition_is_called_a_corrected_print(office: Two) -> None:
    mended = office.shelf.get(office.old)
    from tests.app.services.test_versions import OLD, form

    package = office.shelf.put(form(OLD.replace("Cấp huyện", "Cấp huyện cũ")))
    assert package != mended.hash
    office.store.book(answer(owed(BEFORE, package, "2025-03-15", "2025-06-14", "2025-06-17")))
    page = Page(office)
    page.open()
    assert page.view.said[0] == "Biểu này có bản đính chính của phiên bản 2020."
    page.presenter.answered()
    assert page.listed().keys() == {"Giữ nguyên (3)"}


def test_a_second_press_while_the_first_is_answered_asks_nothing_more(page: Page) -> None:
    class Impatient(RecordingEditionView):
        def ask_edition(self, question: EditionQuestion) -> bool:
            super().ask_edition(question)
            presenter.answered()
            return False

    view = Impatient()
    presenter = EditionPresenter(
        view, FakeDesk(page.office.workspace), BEFORE, is_settled=lambda: True, moved=lambda: None
    )
    presenter.look(page.office.workspace.open(BEFORE))
    presenter.answered()
    assert len(view.questions) == 1
    presenter.answered()
    assert len(view.questions) == 2
