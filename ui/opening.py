"""Opening a report: its page, with all that serves it."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.bookmark import Bookmark
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.services.file_copies import OpenedFiles
from app.services.views import OpenReport
from ui.bridge.errand import Errands
from ui.look import Look
from ui.presenters.edition import Done, EditionPresenter
from ui.presenters.form import FormPresenter
from ui.presenters.form_files import FormFiles
from ui.presenters.printing import PrintPresenter
from ui.presenters.workbook import WorkbookPresenter
from ui.services import Services
from ui.views.form import FormPage


class FormOpener:
    """Makes the page of each report that is opened; keeps what outlives a page until the program ends."""

    def __init__(
        self,
        look: Look,
        services: Services,
        errands: Errands,
        *,
        read: Callable[[], None],
        saved: Callable[[], None],
        lost: Callable[[str, Bookmark], None],
    ) -> None:
        """`read` is told when a report has been read, `saved` when something may wait to be synchronised.

        `lost`: see Typist.
        """
        self._look = look
        self._services = services
        self._errands = errands
        self._read = read
        self._saved = saved
        self._lost = lost
        self._copies = OpenedFiles()
        self._moves: dict[ReportKey, Done] = {}
        """Moves of drafts between editions, with their ways back."""

    def open(self, key: ReportKey, seen: View, back_to: Bookmark | None = None, *, at: str = "") -> FormPage:
        """A page that has begun to read its report; with the cursor at an address once, where `at` names one."""
        services, apart = self._services, self._errands.run
        page = FormPage(self._look, services.settings)
        edition = EditionPresenter(
            page.edition,
            services.desk,
            key,
            is_settled=lambda: presenter.is_settled,
            moved=lambda: presenter.moved_edition(),
            moves=self._moves,
        )
        printing = PrintPresenter(
            page.printing, services.desk, key, seen=seen, has_unread=lambda: presenter.editing.has_unread
        )

        def opened(report: OpenReport) -> None:
            nonlocal at
            edition.look(report)
            files.refresh()
            if at:
                presenter.tables.go_to(at)
                at = ""
            self._read()

        presenter = FormPresenter(
            page,
            services.desk,
            key,
            seen=seen,
            clock=services.clock,
            chance=services.chance,
            saved=self._saved,
            opened=opened,
            changed=lambda addresses: files.changed(addresses),
            back_to=back_to,
            lost=self._lost,
            apart=apart,
        )
        workbook = WorkbookPresenter(
            page.workbook, services.desk, self._errands, presenter, seen=seen, chance=services.chance
        )
        files = FormFiles(
            page.files,
            services.desk,
            presenter,
            seen=seen,
            apart=apart,
            copies=self._copies,
            clock=services.clock,
            wished=self._saved,
        )
        page.edition.open_with(edition, page.finish_typing)
        page.printing.open_with(printing, page.finish_typing)
        page.workbook.open_with(workbook, page.more, page.finish_typing)
        page.files.open_with(files, page.drop, page.more)
        page.open_with(presenter)
        return page

    def close(self) -> None:
        """The program ends: copies of files that were only looked at go."""
        self._copies.clear()
