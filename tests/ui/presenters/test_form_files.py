"""Files of the open form: taken in, linked as one step, given out, taken away, and how far each has got."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.domain.attachments import FILE_MAX, Attachment, Transfer, link_cells
from app.domain.exchange import View
from app.domain.operations import CellEdit
from app.domain.workflow import State
from app.errors import StoreError
from app.services.attachments import FileState, FileTold
from app.services.file_copies import PIECE, OpenedFiles
from sync.events import FileMoved
from tests.gui.office import CountingChance, FakeClock
from tests.ui.fakes import KEY, NOON, FakeDesk, FakeWorkspace, RecordingFormView, opened
from tests.ui.presenters.test_form import ROW
from ui.presenters.file_words import free_name, percent
from ui.presenters.form import FormPresenter
from ui.presenters.form_files import FilesShown, FormFiles
from ui.presenters.phrases import Tone


@dataclass
class FakeAttachments:
    """Bytes in memory."""

    whole: dict[str, bytes] = field(default_factory=dict)
    taking: dict[int, bytes] = field(default_factory=dict)
    states: dict[str, FileTold] = field(default_factory=dict)
    wanted: list[tuple[str, int]] = field(default_factory=list)
    full_at: int = -1
    """Bytes of one file from which on the disk is full."""

    def told(self, key: object, hashes: Sequence[str]) -> dict[str, FileTold]:
        assert key == KEY
        here = FileTold(state=FileState.WAITING, author="Nguyễn Thị An", at=NOON)
        away = FileTold(state=FileState.AWAY)
        return {one: self.states.get(one, here if one in self.whole else away) for one in hashes}

    def waiting(self) -> list[Transfer]:
        return []

    def begin(self, size: int) -> int:
        number = len(self.taking) + 1
        self.taking[number] = b""
        return number

    def take(self, number: int, start: int, data: bytes) -> None:
        assert start == len(self.taking[number])
        if 0 <= self.full_at < start + len(data):
            raise StoreError("store.full")
        self.taking[number] += data

    def finish(self, number: int, hash_: str) -> None:
        self.whole[hash_] = self.taking[number]

    def drop(self, number: int) -> None:
        self.taking[number] = b"dropped"

    def want(self, hash_: str, size: int) -> None:
        self.wanted.append((hash_, size))

    def piece(self, hash_: str, start: int, length: int) -> bytes:
        return self.whole[hash_][start : start + length]


@dataclass
class FiledWorkspace(FakeWorkspace):
    attachments: FakeAttachments = field(default_factory=FakeAttachments)


class RecordingFilesView:
    """Remembers what it was last told, and answers as set."""

    def __init__(self) -> None:
        self.shown: FilesShown | None = None
        self.busy: list[tuple[str, float]] = []
        self.chosen: list[Path] = []
        self.place: Path | None = None
        self.opened: list[Path] = []
        self.opens = True
        self.came_forward = 0

    def show_files(self, shown: FilesShown) -> None:
        self.shown = shown

    def show_busy(self, text: str, share: float) -> None:
        self.busy.append((text, share))

    def ask_files(self) -> Sequence[Path]:
        return self.chosen

    def ask_where(self, name: str) -> Path | None:
        return self.place

    def open_copy(self, path: Path) -> bool:
        self.opened.append(path)
        return self.opens

    def come_forward(self) -> None:
        self.came_forward += 1


class Apart:
    """Work off the window's thread: at once, or while `held` one by one."""

    def __init__(self) -> None:
        self.held = False
        self._waiting: deque[Callable[[], None]] = deque()

    def __call__(self, work, done, failed) -> None:  # type: ignore[no-untyped-def]  # the port's generics
        def run() -> None:
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001 - as on a thread of its own: it is answered, not lost
                failed(error)
            else:
                done(answer)

        if self.held:
            self._waiting.append(run)
        else:
            run()

    def step(self) -> None:
        """Let the next piece of work be done."""
        self._waiting.popleft()()


class Bench:
    def __init__(
        self, folder: Path, content: dict[str, str] | None = None, *, seen: View = View.INNER, **more: object
    ) -> None:
        self.folder = folder
        self.workspace = FiledWorkspace(report=opened(content or ROW, **more))
        self.bytes = self.workspace.attachments
        self.desk = FakeDesk(self.workspace)
        self.form_view = RecordingFormView()
        self.view = RecordingFilesView()
        self.apart = Apart()
        self.copies = OpenedFiles(folder)
        self.wishes = 0
        self.form = FormPresenter(
            self.form_view,
            self.desk,
            KEY,
            seen=seen,
            clock=FakeClock(),
            chance=CountingChance(),
            opened=lambda _: self.files.refresh(),
            changed=lambda addresses: self.files.changed(addresses),
        )
        self.files = FormFiles(
            self.view,
            self.desk,
            self.form,
            seen=seen,
            apart=self.apart,
            copies=self.copies,
            clock=FakeClock(),
            wished=self._on_wished,
        )
        self.form.start()

    def _on_wished(self) -> None:
        self.wishes += 1

    def written(self, name: str, data: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    @property
    def shown(self) -> FilesShown:
        assert self.view.shown is not None
        return self.view.shown

    @property
    def names(self) -> list[str]:
        return [line.heading for line in self.shown.lines]

    @property
    def bodies(self) -> list[str]:
        return [line.body for line in self.shown.lines]

    @property
    def said(self) -> tuple[str, Tone, str]:
        return self.form_view.notice


def hash_of(data: bytes) -> str:
    return blake2b(data, digest_size=32).hexdigest()


def attached(**files: bytes) -> dict[str, str]:
    """A content with these files; `_` in their names is the dot."""
    cells = dict(ROW)
    for name, data in files.items():
        cells |= link_cells(Attachment(hash=hash_of(data), name=name.replace("_", "."), size=len(data)))
    return cells


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


# ---- showing -----------------------------------------------------------------------------------------------------


def test_a_report_without_files_says_how_to_attach_one(bench: Bench) -> None:
    assert (bench.shown.lines, bench.shown.total, bench.shown.can_add) == ([], "", True)
    assert (
        bench.shown.empty
        == "Chưa có tệp nào. Kéo tệp thả vào báo cáo, hoặc bấm “Thêm tệp…”. Mỗi tệp không quá 25\u00a0MB."
    )
    assert bench.shown.drop == "Thả tệp vào đây để đính kèm vào báo cáo"


def test_a_file_is_listed_with_size_state_author_and_time(tmp_path: Path) -> None:
    bench = Bench(tmp_path, attached(a_pdf=b"abc", b_xlsx=bytes(2_345_678)))
    bench.bytes.whole[hash_of(b"abc")] = b"abc"
    bench.files.refresh()
    line = bench.shown.lines[0]
    assert (line.heading, line.right, line.body, line.foot) == (
        "a.pdf",
        "3 B",
        "Chờ đồng bộ",
        "Nguyễn Thị An · 14:02 hôm nay",
    )
    other = bench.shown.lines[1]
    assert (other.heading, other.right, other.body, other.foot) == ("b.xlsx", "2,3 MB", "Chưa tải về máy này", "")
    assert bench.shown.total == "2 tệp · 2,3 MB trong 100 MB"


@pytest.mark.parametrize(
    ("told", "body"),
    [
        (FileTold(state=FileState.WAITING), "Chờ đồng bộ"),
        (FileTold(state=FileState.GOING, done=450), "Đã lên 45 %"),
        (FileTold(state=FileState.GOING, done=999), "Đã lên 99 %"),
        (FileTold(state=FileState.THERE, done=1000), "Đã lên hệ thống"),
        (FileTold(state=FileState.AWAY), "Chưa tải về máy này"),
        (FileTold(state=FileState.COMING), "Chờ tải về"),
        (FileTold(state=FileState.COMING, done=100), "Đang tải về · 10 %"),
        (FileTold(state=FileState.AWAY, problem="sync.file_not_there"), "Chưa tải về máy này. Tệp chưa lên hệ thống."),
        (
            FileTold(state=FileState.WAITING, problem="sync.unreachable"),
            "Chờ đồng bộ. Chưa kết nối được với hệ thống.",
        ),
    ],
)
def test_how_far_a_file_has_got_is_said_in_words(tmp_path: Path, told: FileTold, body: str) -> None:
    bench = Bench(tmp_path, attached(a_pdf=bytes(1000)))
    bench.bytes.states[hash_of(bytes(1000))] = told
    bench.files.refresh()
    assert bench.bodies == [body]


def test_what_may_be_done_follows_from_where_the_file_is(tmp_path: Path) -> None:
    bench = Bench(tmp_path, attached(a_pdf=b"abc", b_pdf=b"abcd"))
    bench.bytes.whole[hash_of(b"abc")] = b"abc"
    bench.files.refresh()
    first, second = bench.shown.acts
    assert (first.is_here, first.may_fetch, first.may_remove) == (True, False, True)
    assert (second.is_here, second.may_fetch, second.may_remove) == (False, True, True)
    sealed = Bench(tmp_path, attached(a_pdf=b"abc"), editable=False)
    assert not sealed.shown.acts[0].may_remove


# ---- taking in ---------------------------------------------------------------------------------------------------


def test_files_given_at_once_are_one_step_and_come_off_with_one_undo(bench: Bench) -> None:
    a, b = bench.written("a.pdf", b"abc"), bench.written("b.xlsx", bytes(PIECE + 5))
    bench.files.add([b, a])
    assert bench.names == ["a.pdf", "b.xlsx"]
    assert bench.bytes.whole == {hash_of(b"abc"): b"abc", hash_of(bytes(PIECE + 5)): bytes(PIECE + 5)}
    assert bench.desk.saves == [
        tuple(
            CellEdit(address, None, value)
            for address, value in {
                **link_cells(Attachment(hash=hash_of(bytes(PIECE + 5)), name="b.xlsx", size=PIECE + 5)),
                **link_cells(Attachment(hash=hash_of(b"abc"), name="a.pdf", size=3)),
            }.items()
        )
    ]
    assert (bench.view.came_forward, bench.view.busy[-1]) == (1, ("", 0.0))
    bench.form.undo()
    assert bench.names == []
    bench.form.redo()
    assert bench.names == ["a.pdf", "b.xlsx"]


def test_the_bytes_are_whole_in_the_store_before_the_report_names_them(bench: Bench) -> None:
    bench.apart.held = True
    bench.files.add([bench.written("a.pdf", b"abc")])
    bench.apart.step()  # opened
    bench.apart.step()  # read
    assert (bench.bytes.whole, bench.desk.saves) == ({}, [])
    bench.apart.step()  # read to its end
    assert (list(bench.bytes.whole), len(bench.desk.saves)) == ([hash_of(b"abc")], 1)


def test_a_large_file_says_how_far_it_is_and_can_be_stopped(bench: Bench) -> None:
    bench.apart.held = True
    small, large = bench.written("a.pdf", b"abc"), bench.written("to.pdf", bytes(4 * PIECE))
    bench.files.add([small, large, bench.written("z.pdf", b"z")])
    for _ in range(5):
        bench.apart.step()
    assert bench.view.busy[-1] == ("“to.pdf” · 25 %", 0.25)
    bench.files.stop()
    bench.apart.step()
    assert bench.names == ["a.pdf"]
    assert bench.bytes.taking[2] == b"dropped"
    assert bench.view.busy[-1] == ("", 0.0)


def test_the_button_asks_for_files(bench: Bench) -> None:
    bench.files.choose()
    assert bench.names == []
    bench.view.chosen = [bench.written("a.pdf", b"abc")]
    bench.files.choose()
    assert bench.names == ["a.pdf"]


def test_a_file_that_is_there_already_is_told_and_not_linked_again(bench: Bench) -> None:
    bench.files.add([bench.written("a.pdf", b"abc"), bench.written("bản sao.pdf", b"abc")])
    assert bench.names == ["a.pdf"]
    assert bench.said == ("“bản sao.pdf” đã có trong báo cáo.", Tone.INFO, "")
    bench.files.add([bench.written("c.pdf", b"abc")])
    assert (bench.names, len(bench.desk.saves)) == (["a.pdf"], 1)


def test_another_file_of_the_same_name_is_numbered(tmp_path: Path, bench: Bench) -> None:
    bench.files.add([bench.written("Phụ lục.pdf", b"abc")])
    (tmp_path / "khác").mkdir()
    bench.files.add([bench.written("khác/phụ lục.pdf", b"abcd")])
    assert bench.names == ["phụ lục (2).pdf", "Phụ lục.pdf"]


@pytest.mark.parametrize(
    ("name", "taken", "free"),
    [
        ("a.pdf", [], "a.pdf"),
        ("a.pdf", ["A.PDF"], "a (2).pdf"),
        ("a.pdf", ["a.pdf", "a (2).pdf"], "a (3).pdf"),
        ("không đuôi", ["không đuôi"], "không đuôi (2)"),
        ("x" * 196 + ".pdf", ["x" * 196 + ".pdf"], "x" * 192 + " (2).pdf"),
    ],
)
def test_a_name_that_is_free(name: str, taken: list[str], free: str) -> None:
    assert free_name(name, taken) == free


def test_what_cannot_be_attached_is_said_and_keeps_nothing_else_out(tmp_path: Path, bench: Bench) -> None:
    (tmp_path / "thư mục").mkdir()
    bench.files.add(
        [
            bench.written("cài đặt.exe", b"MZ"),
            tmp_path / "thư mục",
            bench.written("a.pdf", b"abc"),
            bench.written("trống.txt", b""),
        ]
    )
    assert bench.names == ["a.pdf"]
    said, tone, _ = bench.said
    assert said == (
        "“cài đặt.exe” là tệp chương trình nên không đính kèm được. Báo cáo vẫn như cũ. Chỉ đính kèm văn bản, "
        "bảng tính, ảnh hoặc tệp PDF. Còn 2 tệp nữa không đính kèm được."
    )
    assert tone is Tone.ERROR


def test_files_of_one_report_stay_below_100_megabytes(tmp_path: Path) -> None:
    cells = dict(ROW)
    for number in range(4):
        cells |= link_cells(Attachment(hash=f"{number:064x}", name=f"{number}.pdf", size=FILE_MAX))
    bench = Bench(tmp_path, cells)
    bench.files.add([bench.written("a.pdf", b"abc")])
    assert bench.said[0].startswith("Các tệp đính kèm của một báo cáo không quá 100 MB.")
    assert (len(bench.names), bench.bytes.taking) == (4, {})


def test_a_full_disk_loses_nothing_and_says_so(bench: Bench) -> None:
    bench.bytes.full_at = PIECE
    bench.files.add([bench.written("to.pdf", bytes(2 * PIECE)), bench.written("a.pdf", b"abc")])
    assert bench.names == ["a.pdf"]
    assert bench.said[1] is Tone.ERROR
    assert bench.bytes.taking[1] == b"dropped"
    assert (bench.form.editing.is_saved, bench.view.busy[-1]) == (True, ("", 0.0))


def test_files_dropped_on_a_sealed_report_are_refused_with_what_to_do(tmp_path: Path) -> None:
    bench = Bench(tmp_path, state=State.SEALED, editable=False)
    bench.files.add([bench.written("a.pdf", b"abc")])
    assert bench.said == ("Báo cáo đã chốt nên không đính kèm được. Muốn đính kèm, hủy chốt trước.", Tone.INFO, "")
    assert (bench.bytes.taking, bench.shown.can_add, bench.shown.empty) == (
        {},
        False,
        "Báo cáo không có tệp đính kèm.",
    )
    assert bench.shown.drop == "Báo cáo đã chốt nên không đính kèm được. Muốn đính kèm, hủy chốt trước."


def test_of_a_report_that_was_submitted_no_seal_is_spoken_of(tmp_path: Path) -> None:
    bench = Bench(tmp_path, state=State.SUBMITTED, editable=False)
    bench.files.choose()
    assert bench.said[0] == "Báo cáo không còn mở để nhập nên không đính kèm được."


def test_a_report_of_another_office_takes_none(tmp_path: Path) -> None:
    bench = Bench(tmp_path, editable=False, seen=View.UPWARD)
    bench.files.choose()
    assert bench.said[0] == "Báo cáo của đơn vị khác: chỉ xem và tải tệp, không đính kèm được."


def test_a_report_sealed_while_a_file_is_read_keeps_it_out(bench: Bench) -> None:
    bench.apart.held = True
    bench.files.add([bench.written("a.pdf", b"abc")])
    bench.apart.step()
    assert bench.workspace.report is not None
    bench.workspace.report = replace(bench.workspace.report, state=State.SEALED, editable=False)
    bench.form.start()
    bench.apart.step()
    bench.apart.step()
    assert (bench.names, bench.desk.saves) == ([], [])
    assert bench.said[0].startswith("Báo cáo đã chốt")


def test_what_comes_after_the_page_is_gone_is_for_nobody(bench: Bench) -> None:
    bench.apart.held = True
    bench.files.add([bench.written("a.pdf", b"abc")])
    bench.apart.step()
    bench.files.close()
    bench.apart.step()
    assert (bench.desk.saves, bench.bytes.whole) == ([], {})


# ---- giving out, taking away -------------------------------------------------------------------------------------


@pytest.fixture
def filed(tmp_path: Path) -> Bench:
    """A report with a file that is here and one that is not."""
    made = Bench(tmp_path, attached(a_pdf=bytes(PIECE + 7), b_pdf=b"abcd"))
    made.bytes.whole[hash_of(bytes(PIECE + 7))] = bytes(PIECE + 7)
    made.files.refresh()
    return made


def test_a_file_is_opened_as_a_copy_that_may_only_be_read(filed: Bench) -> None:
    filed.files.open(0)
    (path,) = filed.view.opened
    assert (path.name, path.read_bytes(), path.stat().st_mode & 0o777) == ("a.pdf", bytes(PIECE + 7), 0o400)
    assert [text for text, _ in filed.view.busy] == ["“a.pdf” · 0 %", "“a.pdf” · 99 %", "“a.pdf” · 100 %", ""]
    filed.copies.clear()
    assert not path.exists()


def test_a_file_that_nothing_here_opens_is_said(filed: Bench) -> None:
    filed.view.opens = False
    filed.files.open(0)
    assert filed.said[0].startswith("Máy này chưa có chương trình mở tệp “a.pdf”.")


def test_a_copy_goes_where_the_person_says(filed: Bench) -> None:
    filed.files.save(0)
    assert filed.said[0] == ""
    filed.view.place = filed.folder / "ra.pdf"
    filed.files.save(0)
    assert filed.view.place.read_bytes() == bytes(PIECE + 7)
    assert filed.said == ("Đã lưu tệp “ra.pdf”.", Tone.OK, "")


def test_a_place_that_takes_no_file_is_said_and_nothing_is_left_there(filed: Bench) -> None:
    filed.view.place = filed.folder / "không có" / "ra.pdf"
    filed.files.save(0)
    assert filed.said[0].startswith("Không ghi được tệp “ra.pdf”.")
    filed.view.place = filed.folder / "ra.pdf"
    filed.files.save(0)
    assert filed.said[1] is Tone.OK


def test_writing_a_copy_can_be_stopped(filed: Bench) -> None:
    filed.apart.held = True
    filed.view.place = filed.folder / "ra.pdf"
    filed.files.save(0)
    filed.apart.step()  # begun
    filed.files.stop()
    filed.apart.step()  # a piece
    assert [path.name for path in filed.folder.iterdir()] == []
    assert filed.view.busy[-1] == ("", 0.0)


def test_a_file_that_is_not_here_is_fetched_by_opening_it(filed: Bench) -> None:
    filed.files.open(1)
    assert (filed.bytes.wanted, filed.wishes, filed.view.opened) == ([(hash_of(b"abcd"), 4)], 1, [])
    filed.files.save(1)
    assert filed.view.opened == []


def test_a_file_taken_away_comes_back_with_undo(filed: Bench) -> None:
    filed.files.remove(0)
    assert filed.names == ["b.pdf"]
    assert filed.said == ("Đã bỏ tệp “a.pdf” khỏi báo cáo.", Tone.NEUTRAL, "Hoàn tác")
    filed.form.notice.answered()
    assert filed.names == ["a.pdf", "b.pdf"]


def test_nothing_is_taken_away_from_a_sealed_report(tmp_path: Path) -> None:
    bench = Bench(tmp_path, attached(a_pdf=b"abc"), editable=False)
    bench.files.remove(0)
    assert (bench.names, bench.desk.saves) == (["a.pdf"], [])


@pytest.mark.parametrize("position", [-1, 2, 99])
def test_nothing_happens_where_no_file_is(filed: Bench, position: int) -> None:
    filed.files.open(position)
    filed.files.save(position)
    filed.files.remove(position)
    assert (filed.view.opened, filed.desk.saves, filed.bytes.wanted) == ([], [], [])


# ---- on its way --------------------------------------------------------------------------------------------------


def moved(data: bytes, done: int, **more: object) -> FileMoved:
    told = {"hash": hash_of(data), "name": "a.pdf", "done": done, "size": len(data), "outward": True}
    return FileMoved(**(told | more))  # type: ignore[arg-type]  # fields of many types


def test_a_file_on_its_way_says_so_as_it_moves_and_keeps_its_author(filed: Bench) -> None:
    filed.files.moved(moved(bytes(PIECE + 7), PIECE // 2))
    assert filed.bodies[0] == "Đã lên 49 %"
    assert filed.shown.lines[0].foot == "Nguyễn Thị An · 14:02 hôm nay"
    filed.bytes.states[hash_of(bytes(PIECE + 7))] = FileTold(state=FileState.THERE)
    filed.files.moved(moved(bytes(PIECE + 7), PIECE + 7))
    assert filed.bodies[0] == "Đã lên hệ thống"


def test_a_file_that_comes_says_so_and_why_it_does_not(filed: Bench) -> None:
    filed.files.moved(moved(b"abcd", 1, outward=False))
    assert filed.bodies[1] == "Đang tải về · 25 %"
    filed.bytes.states[hash_of(b"abcd")] = FileTold(state=FileState.AWAY, problem="sync.file_not_there")
    filed.files.moved(moved(b"abcd", 1, outward=False, code="sync.file_not_there"))
    assert filed.bodies[1] == "Chưa tải về máy này. Tệp chưa lên hệ thống."


def test_files_of_other_reports_move_nothing_here(filed: Bench) -> None:
    before = filed.shown
    filed.files.moved(moved(b"other", 1))
    assert filed.shown is before


@pytest.mark.parametrize(
    ("done", "size", "said"), [(0, 0, "0 %"), (0, 10, "0 %"), (999, 1000, "99 %"), (10, 10, "100 %")]
)
def test_a_share_is_never_100_before_the_end(done: int, size: int, said: str) -> None:
    assert percent(done, size) == said
