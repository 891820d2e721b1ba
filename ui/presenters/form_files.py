"""Files attached to the open report: taken in, given out, taken away, and how far each has got. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from app.clock import Clock
from app.domain.addresses import FILE
from app.domain.attachments import Attachment, attachments_of, link_cells
from app.domain.exchange import View
from app.domain.operations import ReportKey
from app.domain.workflow import State
from app.errors import AppError, InputError
from app.services.attachments import FileState, FileTold
from app.services.file_copies import Copy, OpenedFiles
from app.services.views import OpenReport
from sync.events import FileMoved
from ui.presenters.asking import Asking
from ui.presenters.file_giving import FileGiving
from ui.presenters.file_taking import FileTaking
from ui.presenters.file_words import FileActs, acts_of, file_line, percent, total_words
from ui.presenters.form_editing import FormEditing
from ui.presenters.form_notice import FormNotice
from ui.presenters.lines import Line
from ui.presenters.phrases import Tone, error_words
from ui.presenters.ports import Apart, Desk
from ui.words import translate

T = TypeVar("T")
S = TypeVar("S")


class FiledForm(Protocol):
    """The open form, as far as its files are concerned."""

    key: ReportKey
    notice: FormNotice

    @property
    def report(self) -> OpenReport | None:
        """The report; None until it is open."""
        ...

    @property
    def editing(self) -> FormEditing:
        """What the edits go through."""
        ...

    def undo(self) -> None:
        """Take the last edit back."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesShown:
    """The files beside the grid."""

    lines: Sequence[Line]
    acts: Sequence[FileActs]
    """What may be done with each."""
    total: str
    empty: str
    """Said where there is none."""
    drop: str
    """Said while files are dragged over the report."""
    can_add: bool


class FilesView(Protocol):
    """The page beside the grid."""

    def show_files(self, shown: FilesShown) -> None:
        """Show them; whoever stands on one stays on it."""
        ...

    def show_busy(self, text: str, share: float) -> None:
        """A file is being read or written, so far; an empty text for no more."""
        ...

    def ask_files(self) -> Sequence[Path]:
        """Files to be attached; none where the person thought better of it."""
        ...

    def ask_where(self, name: str) -> Path | None:
        """Where a copy goes, `name` offered; None where the person thought better of it."""
        ...

    def open_copy(self, path: Path) -> bool:
        """Show a file by whatever program shows such files; whether there is one."""
        ...

    def come_forward(self) -> None:
        """Be the page in sight."""
        ...


class FormFiles:
    """The files of one open form."""

    def __init__(
        self,
        view: FilesView,
        desk: Desk,
        form: FiledForm,
        *,
        seen: View,
        apart: Apart,
        copies: OpenedFiles,
        clock: Clock,
        wished: Callable[[], None],
    ) -> None:
        """`apart` is where files are read and written, `copies` where those lie that are only looked at.

        `wished` is told when something is to be fetched.
        """
        self._view = view
        self._form = form
        self._asking = Asking(desk)
        self._ask = self._asking.ask
        self._run = apart
        self._seen = seen
        self._copies = copies
        self._clock = clock
        self._wished = wished
        self._files: tuple[Attachment, ...] = ()
        self._told: dict[str, FileTold] = {}
        self._taking = FileTaking(
            self._ask, self._apart, there=lambda: self._files, tell=self._tell, done=self._on_taken
        )
        self._giving = FileGiving(self._ask, self._apart, tell=self._tell, ended=self._on_ended, failed=self._failed)

    def _apart(self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        def if_here(call: Callable[[S], None]) -> Callable[[S], None]:
            return lambda answer: None if self._asking.closed else call(answer)

        self._run(work, if_here(done), if_here(failed))

    # ---- reading ----------------------------------------------------------------------------------

    def opened(self) -> None:
        """The report is open, or open again."""
        self.refresh()

    def refresh(self) -> None:
        """Read how far each file has got."""
        report = self._form.report
        if report is None:
            return
        self._files = attachments_of(report.sheet.cells())
        self._show()
        hashes = [file.hash for file in self._files]
        if hashes:
            key = self._form.key
            self._ask(lambda workspace: workspace.attachments.told(key, hashes), self._on_told, self._failed)

    def changed(self, addresses: Collection[str]) -> None:
        """Cells changed: where they are of files, the list does too."""
        if any(address.startswith(FILE) for address in addresses):
            self.refresh()

    def moved(self, event: FileMoved) -> None:
        """A file is on its way."""
        if not any(file.hash == event.hash for file in self._files):
            return
        if event.is_whole or event.code:
            self.refresh()
            return
        told = self._told.get(event.hash)
        state = FileState.GOING if event.outward else FileState.COMING
        author, at = (told.author, told.at) if told else ("", 0)
        self._told[event.hash] = FileTold(state=state, done=event.done, author=author, at=at)
        self._show()

    def _on_told(self, told: dict[str, FileTold]) -> None:
        self._told = told
        self._show()

    def _show(self) -> None:
        now = int(self._clock.now().timestamp())
        can_add = self._can_add
        told = [self._told.get(file.hash) for file in self._files]
        self._view.show_files(
            FilesShown(
                lines=[file_line(file, one, now) for file, one in zip(self._files, told, strict=True)],
                acts=[acts_of(one, can_add=can_add) for one in told],
                total=total_words(self._files),
                empty=self._empty(),
                drop=translate("Files", "Thả tệp vào đây để đính kèm vào báo cáo") if can_add else self._why_not(),
                can_add=can_add,
            )
        )

    def _empty(self) -> str:
        if not self._can_add:
            return translate("Files", "Báo cáo không có tệp đính kèm.")
        return translate(
            "Files", "Chưa có tệp nào. Kéo tệp thả vào báo cáo, hoặc bấm “Thêm tệp…”. Mỗi tệp không quá 25\u00a0MB."
        )

    @property
    def _can_add(self) -> bool:
        report = self._form.report
        return report is not None and report.editable

    # ---- taking in --------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for files and attach them."""
        if self._may_add():
            self.add(self._view.ask_files())

    def add(self, paths: Sequence[Path]) -> None:
        """Attach files of this computer; what is given at once is one step."""
        if paths and self._may_add():
            self._view.come_forward()
            self._taking.add(paths)

    def _may_add(self) -> bool:
        if not self._can_add:
            self._form.notice.say(self._why_not(), Tone.INFO)
        return self._can_add

    def _why_not(self) -> str:
        if self._seen is View.UPWARD:
            return translate("Files", "Báo cáo của đơn vị khác: chỉ xem và tải tệp, không đính kèm được.")
        report = self._form.report
        if report is not None and report.state in (State.SEALED, State.SIGNED):
            return translate("Files", "Báo cáo đã chốt nên không đính kèm được. Muốn đính kèm, hủy chốt trước.")
        return translate("Files", "Báo cáo không còn mở để nhập nên không đính kèm được.")

    def _on_taken(self, ready: Sequence[Attachment], problems: Sequence[Exception]) -> None:
        self._on_ended()
        # Sealed meanwhile: the bytes are nobody's, and swept in time.
        if ready and self._may_add():
            self._form.editing.write({a: value for file in ready for a, value in link_cells(file).items()})
        if problems:
            first, more = problems[0], len(problems) - 1
            said = [error_words(first)]
            if more:
                said.append(translate("Files", "Còn {count} tệp nữa không đính kèm được.").format(count=more))
            is_there = isinstance(first, AppError) and first.code == "file.already"
            self._form.notice.say(" ".join(said), Tone.INFO if is_there else Tone.ERROR)

    # ---- giving out, taking away ------------------------------------------------------------------

    def open(self, position: int) -> None:
        """Show a file that is here by whatever program shows such files; fetch one that is not."""
        file = self._at(position)
        if file is None:
            return
        if self._is_here(file):
            place = self._copies.place
            self._giving.write(file, lambda: Copy(place(file.hash, file.name)), read_only=True, then=self._on_copied)
        else:
            self._fetch(file)

    def _on_copied(self, path: Path) -> None:
        if not self._view.open_copy(path):
            self._failed(InputError("file.no_opener", name=path.name))

    def save(self, position: int) -> None:
        """Write a copy of a file where the person says."""
        file = self._at(position)
        if file is None or self._giving.is_busy or not self._is_here(file):
            return
        path = self._view.ask_where(file.name)
        if path is not None:
            self._giving.write(file, lambda: Copy(path), read_only=False, then=self._on_saved)

    def _on_saved(self, path: Path) -> None:
        self._form.notice.say(translate("Files", "Đã lưu tệp “{name}”.").format(name=path.name), Tone.OK)

    def _fetch(self, file: Attachment) -> None:
        self._ask(
            lambda workspace: workspace.attachments.want(file.hash, file.size),
            lambda _: self._on_wanted(),
            self._failed,
        )

    def _on_wanted(self) -> None:
        self._wished()
        self.refresh()

    def remove(self, position: int) -> None:
        """Take a file out of the report; it comes back by undo."""
        file = self._at(position)
        if file is None or not self._may_add():
            return
        self._form.editing.write(dict.fromkeys(link_cells(file)))
        said = translate("Files", "Đã bỏ tệp “{name}” khỏi báo cáo.").format(name=file.name)
        self._form.notice.say(said, Tone.NEUTRAL, translate("Form", "Hoàn tác"), self._form.undo)

    def _at(self, position: int) -> Attachment | None:
        return self._files[position] if 0 <= position < len(self._files) else None

    def _is_here(self, file: Attachment) -> bool:
        return acts_of(self._told.get(file.hash), can_add=False).is_here

    # ---- how far it is ----------------------------------------------------------------------------

    def stop(self) -> None:
        """Read and write no more; what was taken in whole is attached."""
        self._taking.stop()
        self._giving.stop()

    def close(self) -> None:
        """The page goes: answers that come later are for nobody."""
        self._asking.close()
        self._taking.close()
        self._giving.close()

    def _tell(self, name: str, done: int, size: int) -> None:
        said = translate("Files", "“{name}” · {percent}").format(name=name, percent=percent(done, size))
        self._view.show_busy(said, done / size if size else 0.0)

    def _on_ended(self) -> None:
        if not (self._taking.is_busy or self._giving.is_busy):
            self._view.show_busy("", 0.0)

    def _failed(self, error: Exception) -> None:
        self._form.notice.say(error_words(error), Tone.ERROR)
