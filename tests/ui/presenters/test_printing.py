"""What is said before the report is printed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.errors import StateError
from tests.app.documents.pdf.test_pages import cells, paper
from tests.ui.fakes import FakeDesk
from ui.presenters.phrases import Tone
from ui.presenters.printing import PrintPresenter, PrintPreview, file_name

KEY = ReportKey("u-1", "P/1", "2026-Q2")


class RecordingPrintView:
    def __init__(self) -> None:
        self.previews: list[PrintPreview] = []
        self.said: list[tuple[str, Tone]] = []

    def show_preview(self, preview: PrintPreview) -> None:
        self.previews.append(preview)

    def say(self, text: str, tone: Tone) -> None:
        self.said.append((text, tone))


def shown(*, is_draft: bool, has_unread: bool = False) -> PrintPreview:
    made = paper(cells(1), is_draft=is_draft)
    workbooks = SimpleNamespace(prepared=lambda key, seen: SimpleNamespace(paper=made))
    view = RecordingPrintView()
    desk = FakeDesk(SimpleNamespace(workbooks=workbooks))
    PrintPresenter(view, desk, KEY, seen=View.INNER, has_unread=lambda: has_unread).wanted()
    return view.previews[0]


@pytest.mark.parametrize(
    ("is_draft", "has_unread", "note", "tone"),
    [
        (True, False, "Báo cáo chưa chốt nên mỗi trang mang dấu BẢN NHÁP.", Tone.ATTENTION),
        (
            True,
            True,
            "Có ô chưa đọc được số; trên bản in các ô đó để trống. Bản in mang dấu BẢN NHÁP.",
            Tone.ATTENTION,
        ),
        (False, False, "Số liệu đã chốt.", Tone.OK),
    ],
    ids=["draft", "draft with input that could not be read", "sealed"],
)
def test_the_preview_says_whether_it_is_a_draft(is_draft: bool, has_unread: bool, note: str, tone: Tone) -> None:
    preview = shown(is_draft=is_draft, has_unread=has_unread)
    assert (preview.note, preview.note_tone) == (note, tone)
    assert preview.title == "P/1 · Quý II/2026 · UBND xã Hòa Bình"


def test_the_file_is_named_by_the_report() -> None:
    assert file_name(KEY, is_draft=True) == "P-1 2026-Q2 nháp.pdf"
    assert file_name(KEY._replace(release="six"), is_draft=False) == "P-1 2026-Q2 six.pdf"


def test_a_report_that_cannot_be_opened_is_said() -> None:
    def prepared(key: ReportKey, seen: View) -> None:
        raise StateError("report.unknown")

    view = RecordingPrintView()
    desk = FakeDesk(SimpleNamespace(workbooks=SimpleNamespace(prepared=prepared)))
    PrintPresenter(view, desk, KEY, seen=View.INNER, has_unread=lambda: False).wanted()
    assert view.previews == []
    assert view.said[0][1] is Tone.ERROR
