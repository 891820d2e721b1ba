"""The open report on paper: what is printed, and what is said of it. Knows no Qt."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.domain.exchange import View
from app.domain.operations import ReportKey
from ui.presenters.asking import Asking
from ui.presenters.phrases import Tone, error_words
from ui.presenters.ports import Desk
from ui.words import translate

if TYPE_CHECKING:
    from app.documents.placed import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintPreview:
    """A report before it is printed."""

    paper: Paper
    title: str
    """Which report."""
    note: str
    """What its reader should know: that it is a draft, or its sealed figures."""
    note_tone: Tone
    file_name: str
    """Offered for the PDF file."""


class PrintView(Protocol):
    """What shows it."""

    def show_preview(self, preview: PrintPreview) -> None:
        """The pages, and the choice of printer or file."""
        ...

    def say(self, text: str, tone: Tone) -> None:
        """One sentence on the page."""
        ...


class PrintPresenter:
    """Reads what is on this computer, as saved, and has it shown."""

    def __init__(
        self, view: PrintView, desk: Desk, key: ReportKey, *, seen: View, has_unread: Callable[[], bool]
    ) -> None:
        """`has_unread` says whether a cell holds input that could not be read, hence stays blank on paper."""
        self._view = view
        self._asking = Asking(desk)
        self._key = key
        self._seen = seen
        self._has_unread = has_unread
        self._is_asking = False

    def close(self) -> None:
        """The page goes."""
        self._asking.close()

    def wanted(self) -> None:
        """Show the pages of the report; what was typed before is in it."""
        if self._is_asking:
            return  # pressed twice: the first press is still being answered
        self._is_asking = True
        self._asking.ask(
            lambda workspace: workspace.workbooks.prepared(self._key, self._seen).paper, self._on_paper, self.failed
        )

    def kept(self, path: str) -> None:
        """The PDF file is written."""
        self._view.say(translate("Print", "Đã lưu bản PDF: {path}").format(path=path), Tone.OK)

    def failed(self, error: Exception) -> None:
        """It could not be printed, or written."""
        self._is_asking = False
        self._view.say(error_words(error), Tone.ERROR)

    def _on_paper(self, paper: Paper) -> None:
        note, tone = _note(paper, has_unread=self._has_unread())
        self._view.show_preview(
            PrintPreview(
                paper=paper,
                title=f"{paper.form.code} · {paper.period_title} · {paper.unit_name}",
                note=note,
                note_tone=tone,
                file_name=file_name(self._key, is_draft=paper.is_draft),
            )
        )
        self._is_asking = False


def file_name(key: ReportKey, *, is_draft: bool) -> str:
    """ "II.06a-VPCP-KSTT 2026-Q2.pdf"; of a draft its name says so too."""
    parts = [key.form, key.period, key.release, "nháp" if is_draft else ""]
    return re.sub(r'[\\/:*?"<>|]+', "-", " ".join(part for part in parts if part)) + ".pdf"


def _note(paper: Paper, *, has_unread: bool) -> tuple[str, Tone]:
    if has_unread:
        said = translate("Print", "Có ô chưa đọc được số; trên bản in các ô đó để trống. Bản in mang dấu BẢN NHÁP.")
        return said, Tone.ATTENTION
    if paper.is_draft:
        return translate("Print", "Báo cáo chưa chốt nên mỗi trang mang dấu BẢN NHÁP."), Tone.ATTENTION
    return translate("Print", "Số liệu đã chốt."), Tone.OK
