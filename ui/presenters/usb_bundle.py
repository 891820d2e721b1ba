"""Carried by hand: the bundle that is written for central, and what comes back. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.clock import Clock
from app.domain.operations import ReportKey
from app.errors import AppError, InputError
from app.messages import words
from app.services.bundles import exported_code, read_file, write_whole
from app.services.enrolment import ENDED_BY_ENROLMENT
from ui.presenters.asking import Asking
from ui.presenters.phrases import Tone, error_words, local, moment_text, when_text
from ui.presenters.ports import Apart, Desk
from ui.words import language, translate

if TYPE_CHECKING:
    from app.services.bundles import Came
    from app.store.bundles import MadeBundle
    from sync.bundle import Arrived, Made

_QUIET = frozenset({"bundle.replayed", "bundle.own"})


class UsbBundleView(Protocol):
    """What shows it."""

    def show_standing(self, text: str) -> None:
        """Which bundle is on its way."""
        ...

    def show_busy(self, text: str) -> None:
        """What goes on; empty for nothing."""
        ...

    def say(self, text: str, tone: Tone) -> None:
        """What happened, and what to do next."""
        ...

    def offer_note(self, offered: bool) -> None:
        """Whether a note of carriage can be saved."""
        ...

    def offer_enrolment(self, offered: bool) -> None:
        """Whether enrolling this computer anew is what helps."""
        ...

    def tell_landed(self, reports: Sequence[ReportKey]) -> None:
        """These reports have changed here."""
        ...


class UsbBundlePresenter:
    """Writes and reads one file at a time; the store is never kept waiting for a slow stick."""

    def __init__(self, view: UsbBundleView, desk: Desk, apart: Apart, clock: Clock) -> None:
        self._view = view
        self._asking = Asking(desk)
        self._apart = apart
        self._clock = clock
        self._note = b""
        self._is_busy = False

    def close(self) -> None:
        """The view goes; answers that come later show nothing."""
        self._asking.close()

    def refresh(self) -> None:
        """Read again which bundle is on its way."""
        self._asking.ask(
            lambda workspace: (workspace.bundles.made(), workspace.sync_status().in_flight),
            self._on_known,
            self._on_failed,
        )

    @property
    def file_name(self) -> str:
        """Offered for a bundle."""
        now = int(self._clock.now().timestamp())
        return f"sobaocao {local(now):%Y-%m-%d %Hh%M}.sbc"

    @property
    def note_name(self) -> str:
        """Offered for a note of carriage."""
        now = int(self._clock.now().timestamp())
        return translate("Usb", "phieu mang ho {time}.json").format(time=f"{local(now):%Y-%m-%d %Hh%M}")

    def write(self, path: Path) -> None:
        """Write what waits, and what is carried for others."""
        if not self._begin(translate("Usb", "Đang gom các thay đổi…")):
            return

        def on_made(made: Made) -> None:
            self._view.show_busy(translate("Usb", "Đang ghi ra tệp, chưa rút USB…"))
            self._aside(lambda: write_whole(path, made.data), lambda: on_written(made))

        def on_written(made: Made) -> None:
            self._asking.ask(
                lambda workspace: workspace.bundles.written(made), lambda _: on_remembered(made), self._on_failed
            )

        def on_remembered(made: Made) -> None:
            self._end()
            self._view.say(export_words(made), Tone.OK)
            self.refresh()

        self._asking.ask(lambda workspace: workspace.bundles.make(), on_made, self._on_failed)

    def take(self, path: Path) -> None:
        """Take in a file that somebody carried here."""
        if not self._begin(translate("Usb", "Đang đọc tệp…")):
            return
        read: list[tuple[bytes, str]] = []

        def look() -> None:
            data = read_file(path)
            read.append((data, note_words(data)))

        def on_read() -> None:
            data, said = read[0]
            if said:
                self._end()
                self._view.say(said, Tone.NEUTRAL)
                return
            self._view.show_busy(translate("Usb", "Đang nhập gói…"))
            self._asking.ask(lambda workspace: workspace.bundles.take(data), self._on_came, self._on_failed)

        self._aside(look, on_read)

    def save_note(self, path: Path) -> None:
        """Write the note for what is carried along, and beside it a page for people."""
        note = self._note
        page = path.with_name(translate("Usb", "{name} (để đọc).txt").format(name=path.stem))
        if not self._begin(translate("Usb", "Đang ghi ra tệp, chưa rút USB…")):
            return

        def on_saved() -> None:
            self._end()
            said = translate("Usb", "Đã lưu phiếu nhận mang hộ: {name}, kèm bản để đọc và in: {page}")
            self._view.say(said.format(name=path.name, page=page.name), Tone.OK)

        def write() -> None:
            write_whole(path, note)
            write_whole(page, note_page(note, path.name))

        self._aside(write, on_saved)

    def _begin(self, text: str) -> bool:
        if self._is_busy:
            return False  # pressed twice: the first press is still being answered
        self._is_busy = True
        self._view.say("", Tone.NEUTRAL)
        self._view.offer_enrolment(False)
        self._view.show_busy(text)
        return True

    def _end(self) -> None:
        self._is_busy = False
        self._view.show_busy("")

    def _aside(self, work: Callable[[], object], then: Callable[[], None]) -> None:
        """Work that needs no store, and what follows while the view is there."""

        def on_done(_: object) -> None:
            if not self._asking.closed:
                then()

        self._apart(work, on_done, self._on_failed)

    def _on_known(self, known: tuple[list[MadeBundle], int]) -> None:
        bundles, in_flight = known
        now = int(self._clock.now().timestamp())
        self._view.show_standing(standing_words(bundles, now, is_answered=not in_flight))

    def _on_came(self, came: Came) -> None:
        self._end()
        self._note = came.note
        self._view.offer_note(bool(came.note))
        self._view.offer_enrolment(any(each.code in ENDED_BY_ENROLMENT for each in came.arrived))
        self._view.say(*came_words(came.arrived))
        reports = [report for each in came.arrived for booked in each.booked for report in booked.reports]
        if any(each.booked for each in came.arrived):
            self._view.tell_landed(list(dict.fromkeys(reports)))
        self.refresh()

    def _on_failed(self, error: Exception) -> None:
        if self._asking.closed:
            return
        self._end()
        told = error if isinstance(error, AppError) else AppError()
        self._view.offer_enrolment(told.code in ENDED_BY_ENROLMENT)
        self._view.say(error_words(told), Tone.ERROR)


def standing_words(bundles: Sequence[MadeBundle], now: int, *, is_answered: bool) -> str:
    """Which bundle is on its way, or what bundles are for; `is_answered` where all that was sent has its answer."""
    if not bundles:
        return translate(
            "Usb", "Khi không có mạng: xuất gói ra USB, mang đến nơi nhận của hệ thống, rồi nhập gói trả về ở máy này."
        )
    last = bundles[0]
    told = {"number": last.number, "reports": last.reports, "time": when_text(last.made_at, now)}
    if last.answered_at is not None:
        told["time"] = when_text(last.answered_at, now)
        return translate("Usb", "Gói số {number} đã có gói trả về, nhập lúc {time}.").format(**told)
    said = translate("Usb", "Gói số {number} xuất lúc {time}, có thay đổi của {reports} báo cáo. Chưa nhập gói trả về.")
    if not last.reports:
        said = translate("Usb", "Gói số {number} xuất lúc {time}, không có thay đổi nào của máy này.")
    elif is_answered:
        said = translate("Usb", "Gói số {number} xuất lúc {time}; hệ thống đã trả lời qua mạng, khỏi chờ gói trả về.")
    return said.format(**told)


def export_words(made: Made) -> str:
    """What is in a bundle that was written, and what to do with it."""
    said = [str(words(exported_code(made), {"reports": made.header.reports}, language=language()))]
    if made.carried:
        said.append(translate("Usb", "Trong tệp có {count} gói mang hộ.").format(count=made.carried))
    return " ".join(said)


def note_words(data: bytes) -> str:
    """What a note of carriage says; empty for a file that is none."""
    from app.domain.carriage import read_note

    try:
        note = read_note(data)
    except InputError:
        return ""
    told = {"office": note.office, "count": len(note.envelopes)}
    return str(words("bundle.note_true", told, language=language()))


def note_page(data: bytes, file_name: str) -> bytes:
    """A note of carriage as a page for people, to be read in any editor and printed; `file_name` holds the note."""
    from app.domain.carriage import read_note

    note = read_note(data)
    lines = [
        translate("Usb", "PHIẾU NHẬN MANG HỘ GÓI DỮ LIỆU"),
        translate("Usb", "(không phải là biên nhận của hệ thống)"),
        "",
        translate("Usb", "Đơn vị nhận mang: {office}").format(office=note.office),
        translate("Usb", "Nhận lúc: {time}").format(time=moment_text(note.at)),
        translate("Usb", "Gồm {count} gói, còn niêm phong:").format(count=len(note.envelopes)),
    ]
    for number, each in enumerate(note.envelopes, start=1):
        said = translate("Usb", "{number}. {office}: gói lập lúc {time}, có thay đổi của {reports} báo cáo.")
        lines.append(
            said.format(number=number, office=each.office, time=moment_text(each.made_at), reports=each.reports)
        )
        lines.append(translate("Usb", "   Mã niêm phong: {mark}").format(mark=each.mark))
    proof = translate("Usb", "Tệp “{name}” có chữ ký của máy nhận mang; bấm Nhập gói… để biết phiếu còn nguyên không.")
    lines += [
        "",
        proof.format(name=file_name),
        "",
        translate("Usb", "Người giao: ____________________      Người nhận: ____________________"),
        "",
    ]
    # As the simplest editor of Windows takes it.
    return "\r\n".join(lines).encode("utf-8-sig")


def came_words(arrived: Sequence[Arrived]) -> tuple[str, Tone]:
    """What became of the envelopes of a file: each thing said once, what went wrong first."""
    said: dict[str, None] = {}
    for each in sorted(arrived, key=lambda one: one.problem is None):
        params = dict(each.problem.params) if each.problem else {"office": each.header.office}
        said[str(words(each.code, params, language=language()))] = None
        if each.booked:
            said[landed_words(each)] = None
    tone = Tone.NEUTRAL if {each.code for each in arrived} <= _QUIET else Tone.OK
    if any(each.problem for each in arrived):
        tone = Tone.ERROR
    elif any(booked.conflicts or booked.refused for each in arrived for booked in each.booked):
        tone = Tone.ATTENTION
    return " ".join(text for text in said if text), tone


def landed_words(each: Arrived) -> str:
    """What an answer brought."""
    applied = sum(booked.applied + booked.duplicates for booked in each.booked)
    stuck = sum(booked.conflicts + booked.refused + booked.superseded for booked in each.booked)
    receipts = sum(booked.receipts for booked in each.booked)
    changes = sum(booked.changes for booked in each.booked)
    parts = [
        text.format(count=count)
        for text, count in (
            (translate("Usb", "{count} mục đã lên hệ thống"), applied),
            (translate("Usb", "{count} biên nhận"), receipts),
            (translate("Usb", "{count} mục mới về máy này"), changes),
            (translate("Usb", "{count} mục cần xem ở Vướng mắc"), stuck),
        )
        if count
    ]
    return translate("Usb", "Gồm {parts}.").format(parts=", ".join(parts)) if parts else ""
