"""What is said of bundles that are carried by hand, and in which order things are done."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from app.domain.carriage import write_note
from app.domain.envelopes import Envelope, EnvelopeKind, Header
from app.domain.exchange_state import Booked
from app.domain.operations import ReportKey
from app.domain.signing import new_private_key, public_key, sign
from app.errors import InputError
from app.services.bundles import Came
from app.store.bundles import MadeBundle
from sync.bundle import Arrived, Made
from tests.gui.office import FakeClock
from tests.ui.fakes import FakeDesk
from ui.presenters.phrases import Tone
from ui.presenters.ports import in_place
from ui.presenters.usb_bundle import UsbBundlePresenter, came_words, export_words, standing_words

NOW = 1_781_420_520
"""14:02 on 14 June 2026 in Việt Nam."""
HEADER = Header(
    kind=EnvelopeKind.TO_CENTRAL, id="ab" * 16, central="c", device="d", office="Xã Hòa Bình", made_at=NOW, reports=2
)
REPORT = ReportKey("u-1", "P/1", "2026-Q2")


class RecordingView:
    def __init__(self) -> None:
        self.standing = ""
        self.busy: list[str] = []
        self.said: list[tuple[str, Tone]] = []
        self.note_offered = False
        self.enrolment_offered = False
        self.landed: list[Sequence[ReportKey]] = []

    def show_standing(self, text: str) -> None:
        self.standing = text

    def show_busy(self, text: str) -> None:
        self.busy.append(text)

    def say(self, text: str, tone: Tone) -> None:
        self.said.append((text, tone))

    def offer_note(self, offered: bool) -> None:
        self.note_offered = offered

    def offer_enrolment(self, offered: bool) -> None:
        self.enrolment_offered = offered

    def tell_landed(self, reports: Sequence[ReportKey]) -> None:
        self.landed.append(reports)


class FakeBundles:
    def __init__(self, came: Came | None = None) -> None:
        self.came = came or Came(arrived=())
        self.remembered: list[Made] = []
        self.read: list[bytes] = []

    def make(self) -> Made:
        return Made(data=b"sealed", header=HEADER, operations=3, carried=1)

    def written(self, made: Made) -> None:
        self.remembered.append(made)

    def take(self, data: bytes) -> Came:
        self.read.append(data)
        return self.came

    def made(self) -> list[MadeBundle]:
        return [MadeBundle(number=1, made_at=NOW, reports=2, operations=3, answered_at=None) for _ in self.remembered]


def presenter(bundles: FakeBundles) -> tuple[UsbBundlePresenter, RecordingView]:
    view = RecordingView()
    workspace = SimpleNamespace(bundles=bundles, sync_status=lambda: SimpleNamespace(in_flight=len(bundles.remembered)))
    return UsbBundlePresenter(view, FakeDesk(workspace), in_place, FakeClock()), view


def test_a_bundle_is_remembered_only_after_its_file_lies_there(tmp_path: Path) -> None:
    bundles = FakeBundles()
    made, view = presenter(bundles)
    made.write(tmp_path / "gone" / "away.sbc")
    assert (bundles.remembered, view.said[-1][1], view.busy[-1]) == ([], Tone.ERROR, "")
    assert view.said[-1][0].startswith("Không ghi được tệp “away.sbc”.")
    made.write(tmp_path / "away.sbc")
    assert (tmp_path / "away.sbc").read_bytes() == b"sealed"
    assert [each.operations for each in bundles.remembered] == [3]
    assert view.standing.startswith("Gói số 1 xuất lúc 14:02 hôm nay, có thay đổi của 2 báo cáo.")
    assert view.busy == ["Đang gom các thay đổi…", "Đang ghi ra tệp, chưa rút USB…", ""] * 2


def test_what_was_exported_is_said_with_what_to_do_next() -> None:
    assert export_words(Made(data=b"", header=HEADER, operations=3, carried=1)) == (
        "Đã xuất gói, có thay đổi của 2 báo cáo. Mọi thay đổi vẫn còn trên máy này cho đến khi hệ thống trả lời."
        " Rút USB đúng cách, mang đến nơi nhận của hệ thống; khi có gói trả về thì nhập vào máy này."
        " Trong tệp có 1 gói mang hộ."
    )


def test_what_was_exported_with_nothing_of_its_own_is_said_so() -> None:
    nothing = Made(data=b"", header=msgspec.structs.replace(HEADER, reports=0), operations=0, carried=1)
    assert export_words(nothing).startswith("Đã xuất gói; máy này không có thay đổi nào chờ lên hệ thống.")


@pytest.mark.parametrize(
    ("bundles", "is_answered", "text"),
    [
        (
            [],
            True,
            "Khi không có mạng: xuất gói ra USB, mang đến nơi nhận của hệ thống, rồi nhập gói trả về ở máy này.",
        ),
        (
            [MadeBundle(number=4, made_at=NOW - 86_400, reports=1, operations=1, answered_at=None)],
            True,
            "Gói số 4 xuất lúc 14:02 hôm qua; hệ thống đã trả lời qua mạng, khỏi chờ gói trả về.",
        ),
        (
            [MadeBundle(number=4, made_at=NOW - 86_400, reports=0, operations=0, answered_at=None)],
            True,
            "Gói số 4 xuất lúc 14:02 hôm qua, không có thay đổi nào của máy này.",
        ),
        (
            [MadeBundle(number=4, made_at=NOW - 86_400, reports=1, operations=1, answered_at=None)],
            False,
            "Gói số 4 xuất lúc 14:02 hôm qua, có thay đổi của 1 báo cáo. Chưa nhập gói trả về.",
        ),
        (
            [MadeBundle(number=4, made_at=NOW - 86_400, reports=1, operations=1, answered_at=NOW)],
            True,
            "Gói số 4 đã có gói trả về, nhập lúc 14:02 hôm nay.",
        ),
    ],
    ids=["none yet", "answered by the line meanwhile", "nothing of its own", "on its way", "answered"],
)
def test_which_bundle_is_on_its_way_is_said(bundles: list[MadeBundle], is_answered: bool, text: str) -> None:
    assert standing_words(bundles, NOW, is_answered=is_answered) == text


def carriage_note() -> bytes:
    private = new_private_key()
    return write_note(
        [Envelope(header=HEADER, data=b"\xab" * 64, context=b"", sealed=b"")],
        carrier="d",
        office="Xã Hòa Bình",
        at=NOW,
        key=public_key(private),
        sign=lambda statement: sign(private, statement),
    )


def test_a_note_of_carriage_is_told_for_what_it_is_and_the_store_is_not_asked(tmp_path: Path) -> None:
    (tmp_path / "phiếu.json").write_bytes(carriage_note())
    bundles = FakeBundles()
    made, view = presenter(bundles)
    made.take(tmp_path / "phiếu.json")
    assert bundles.read == []
    said, tone = view.said[-1]
    assert said.startswith("Phiếu nhận mang hộ của Xã Hòa Bình: 1 gói. Phiếu chỉ xác nhận đã nhận mang")
    assert tone is Tone.NEUTRAL


@pytest.mark.parametrize(
    ("arrived", "start", "tone"),
    [
        (
            [Arrived(header=HEADER, code="bundle.landed", booked=(Booked(applied=3, receipts=1),))],
            "Đã nhập gói trả về của hệ thống.",
            Tone.OK,
        ),
        (
            [Arrived(header=HEADER, code="bundle.landed", booked=(Booked(applied=3, conflicts=1),))],
            "Đã nhập gói trả về của hệ thống.",
            Tone.ATTENTION,
        ),
        ([Arrived(header=HEADER, code="bundle.replayed")], "Gói này đã được nhận từ trước", Tone.NEUTRAL),
        ([Arrived(header=HEADER, code="bundle.own")], "Đây là gói do chính máy này xuất", Tone.NEUTRAL),
        ([Arrived(header=HEADER, code="bundle.carried")], "Đã nhận mang hộ gói của Xã Hòa Bình.", Tone.OK),
        (
            [
                Arrived(header=HEADER, code="bundle.carried"),
                Arrived(header=HEADER, code="bundle.foreign", problem=InputError("bundle.foreign")),
            ],
            "Gói này của một hệ thống khác.",
            Tone.ERROR,
        ),
    ],
    ids=["landed", "with a conflict", "again", "its own", "carried", "one is foreign"],
)
def test_what_came_is_said_with_what_went_wrong_first(arrived: list[Arrived], start: str, tone: Tone) -> None:
    text, shown = came_words(arrived)
    assert (text.startswith(start), shown) == (True, tone)


def test_what_an_answer_brought_is_counted_in_words() -> None:
    booked = Booked(applied=2, duplicates=1, conflicts=1, receipts=2, changes=5)
    text, _ = came_words([Arrived(header=HEADER, code="bundle.landed", booked=(booked,))])
    assert text.endswith("Gồm 3 mục đã lên hệ thống, 2 biên nhận, 5 mục mới về máy này, 1 mục cần xem ở Vướng mắc.")


def test_a_landed_answer_tells_which_reports_changed_and_a_carried_bundle_offers_its_note(tmp_path: Path) -> None:
    path = tmp_path / "back.sbc"
    path.write_bytes(b"sealed")
    landed = Arrived(header=HEADER, code="bundle.landed", booked=(Booked(reports=(REPORT,)), Booked(reports=(REPORT,))))
    bundles = FakeBundles(
        Came(arrived=(landed, Arrived(header=HEADER, code="bundle.carried")), note=(note := carriage_note()))
    )
    made, view = presenter(bundles)
    made.take(path)
    assert (view.landed, view.note_offered, bundles.read) == ([[REPORT]], True, [b"sealed"])
    made.save_note(tmp_path / "note.json")
    assert (tmp_path / "note.json").read_bytes() == note
    said = "Đã lưu phiếu nhận mang hộ: note.json, kèm bản để đọc và in: note (để đọc).txt"
    assert view.said[-1] == (said, Tone.OK)
    page = (tmp_path / "note (để đọc).txt").read_bytes()
    assert page.startswith(b"\xef\xbb\xbf")
    assert page.decode("utf-8-sig").split("\r\n")[:8] == [
        "PHIẾU NHẬN MANG HỘ GÓI DỮ LIỆU",
        "(không phải là biên nhận của hệ thống)",
        "",
        "Đơn vị nhận mang: Xã Hòa Bình",
        "Nhận lúc: 14:02 14/06/2026",
        "Gồm 1 gói, còn niêm phong:",
        "1. Xã Hòa Bình: gói lập lúc 14:02 14/06/2026, có thay đổi của 2 báo cáo.",
        "   Mã niêm phong: abababababababababababababababababababababababababababababababab",
    ]


def test_after_the_page_is_gone_nothing_is_shown_any_more(tmp_path: Path) -> None:
    made, view = presenter(FakeBundles())
    made.close()
    made.write(tmp_path / "away.sbc")
    made.take(tmp_path / "none.sbc")
    assert [tone for _, tone in view.said if tone is not Tone.NEUTRAL] == []


def test_the_offered_names_hold_the_time_by_the_clock_on_the_wall() -> None:
    made, _ = presenter(FakeBundles())
    assert (made.file_name, made.note_name) == ("sobaocao 2026-06-14 14h02.sbc", "phieu mang ho 2026-06-14 14h02.json")


@pytest.mark.parametrize(("code", "offered"), [("bundle.no_key", True), ("store.busy", False)])
def test_what_only_enrolling_anew_ends_is_offered_until_the_next_file(tmp_path: Path, code: str, offered: bool) -> None:
    class Refusing(FakeBundles):
        refuses = True

        def make(self) -> Made:
            if self.refuses:
                raise InputError(code)
            return super().make()

    bundles = Refusing()
    made, view = presenter(bundles)
    made.write(tmp_path / "away.sbc")
    assert view.enrolment_offered is offered
    bundles.refuses = False
    made.write(tmp_path / "away.sbc")
    assert not view.enrolment_offered
