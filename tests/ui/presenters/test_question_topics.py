"""Questions of receivers in Vướng mắc: one entry for each report, what is asked, and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.services.test_notes import question
from tests.app.services.test_workspace import Q4, START, Office, answer
from tests.ui.fakes import FakeDesk
from tests.ui.presenters.test_attention import RecordingAttentionView
from ui.presenters.attention import AttentionPresenter
from ui.presenters.attention_topics import Topic
from ui.presenters.phrases import Tone
from ui.presenters.question_topics import QuestionsTopic

X, Y = "main/k1/c4", "main/k1/c5"


class View(RecordingAttentionView):
    def __init__(self) -> None:
        super().__init__()
        self.asked: QuestionsTopic | None = None

    def show_questions(self, topic: Topic, questions: QuestionsTopic) -> None:
        self.topic, self.asked = topic, questions


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    made.fill(Q4)
    yield made
    made.store.close()


def shown(office: Office) -> tuple[View, AttentionPresenter]:
    view = View()
    presenter = AttentionPresenter(view, FakeDesk(office.workspace), clock=office.clock)
    presenter.refresh()
    return view, presenter


def test_the_questions_of_a_report_are_one_entry(office: Office) -> None:
    office.store.book(answer(question(at=START - 7200), question(address=Y, at=START - 7200)))
    view, presenter = shown(office)
    (line,) = view.lines
    assert (line.heading, line.tone, line.mark) == ("Câu hỏi của cấp trên · 2 ô", Tone.ATTENTION, "question")
    assert (line.right, line.body) == ("2 giờ", "II.06a/VPCP/KSTT · Quý IV/2026")
    assert view.asked is not None
    assert view.asked.text == "Vì sao tăng?"
    assert [(where.text, asked.text) for where, asked in view.asked.rows] == [("Đất đai", "Vì sao tăng?")] * 2
    assert [presenter.place_at(row) for row in (0, 1)] == [(Q4, X), (Q4, Y)]


def test_a_question_about_the_whole_report_leads_to_the_report(office: Office) -> None:
    office.store.book(answer(question(address="", text="Thiếu chữ ký")))
    view, presenter = shown(office)
    assert view.lines[0].heading == "Câu hỏi của cấp trên"
    assert view.asked is not None
    assert view.asked.rows[0][0].text == "Cả báo cáo"
    assert presenter.place_at(0) == (Q4, "")


def test_an_answered_question_leaves_the_list(office: Office) -> None:
    office.store.book(answer(question()))
    view, presenter = shown(office)
    assert office.workspace.seal(Q4).sealed
    presenter.refresh()
    assert view.lines == []


def test_a_question_takes_no_decision_and_cannot_be_sent_again(office: Office) -> None:
    office.store.book(answer(question()))
    view, presenter = shown(office)
    presenter.apply("lý do")
    presenter.send_again()
    presenter.dismiss()
    assert (view.questions, view.said) == ([], ("", Tone.NEUTRAL))
    assert len(view.lines) == 1
