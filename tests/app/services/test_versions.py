"""Editions of a form side by side in an office, and a report that moves between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.canonical import content_hash
from app.domain.exchange import ReportChange, View
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.migration import Dropped
from app.domain.forms.pairing import Why
from app.domain.operations import ActBody, CellEdit, Kind, ReportKey
from app.domain.workflow import State
from app.errors import FormError, StateError
from app.store.records import Origin
from tests.app.services.judged import found_in
from tests.app.services.test_workspace import Office, answer, owed

TOP = """\
code: M/VD
edition: "{edition}"
{head}title: Biểu thử
legal_basis: Quyết định 1/2026/QĐ-UBND
senders: [commune]
receivers: {{commune: Văn phòng UBND tỉnh}}
frequencies: [Q, A]
window: nd09
deadlines: {{commune: {{working_days: 2}}}}
tables:
  main:
    rows: [{{code: "1", title: Toàn xã}}]
    columns:
      - {{number: A, title: Đơn vị, type: label}}
"""
OLD = TOP.format(edition="2020", head="valid_to: 2025-06-30\n") + (
    "      - {number: 1, title: Tổng số}\n      - {number: 2, title: Cấp tỉnh}\n"
    "      - {number: 3, title: Cấp huyện}\n      - {number: 4, title: Tồn cuối kỳ}\n"
    '    relations: [{printed: "1=2+3", computed: true}]\n'
)
NEW = TOP.format(edition="2025", head='valid_from: 2025-07-01\nfollows: "2020"\n') + (
    "      - {number: 1, title: Tổng số}\n      - {number: 2, title: Tồn cuối kỳ}\n"
    "      - {number: 3, title: Cấp tỉnh}\n      - {number: 4, title: Cấp xã}\n"
    "    relations:\n"
    '      - {printed: "1=3+4", computed: true}\n'
    '      - {id: ton, printed: "2>=kỳ trước 2", text: "2>=prev(2)"}\n'
    '      - {id: tong, printed: "1>=kỳ trước 1", text: "1>=prev(1)"}\n'
    '      - {id: xa, printed: "4>=kỳ trước 4", text: "4>=prev(4)"}\n'
)
BEFORE, AFTER = ReportKey("xa-1", "M/VD", "2025-Q2"), ReportKey("xa-1", "M/VD", "2025-Q3")


def form(text: str) -> FormDefinition:
    return load_form(text, "thu.yaml")


class Two(Office):
    """An office that owes Q2/2025 by the edition before the reform and Q3/2025 by the one after."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.old, self.new = (self.shelf.put(form(text)) for text in (OLD, NEW))
        self.store.book(
            answer(
                owed(BEFORE, self.old, "2025-03-15", "2025-06-14", "2025-06-17"),
                owed(AFTER, self.new, "2025-06-15", "2025-09-14", "2025-09-17"),
            )
        )

    def type(self, key: ReportKey, **cells: str) -> None:
        opened = self.workspace.open(key)
        edits = [CellEdit(f"main/r1/{name}", opened.cells.get(f"main/r1/{name}"), v) for name, v in cells.items()]
        assert self.workspace.save(key, opened.form.hash, edits).clashes == ()

    def found(self, key: ReportKey) -> list[str]:
        return [finding.relation for finding in found_in(self.workspace, key)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    yield made
    made.store.close()


def test_each_period_is_filled_by_the_edition_in_force_on_its_last_day(office: Two) -> None:
    assert [office.workspace.open(key).form.edition for key in (BEFORE, AFTER)] == ["2020", "2025"]
    assert {office.old, office.new} <= set(office.store.forms())


def test_a_report_that_was_begun_keeps_its_edition_when_another_comes_into_force(office: Two) -> None:
    office.type(BEFORE, c2="5")
    office.store.book(answer(owed(BEFORE, office.new, "2025-03-15", "2025-06-14", "2025-06-17")))
    assert office.workspace.open(BEFORE).form.edition == "2020"
    assert [item.needed for item in office.workspace.work_list() if item.key == BEFORE] == [3]


def test_last_periods_figures_stand_beside_the_cells_they_answer_to(office: Two) -> None:
    office.type(BEFORE, c2="5", c3="6", c4="40")
    previous = office.workspace.open(AFTER).previous
    assert previous == {"main/r1/c1": "11", "main/r1/c2": "40", "main/r1/c3": "5"}


def test_a_check_against_last_period_reads_the_cell_that_the_column_was(office: Two) -> None:
    office.type(BEFORE, c2="5", c3="6", c4="40")
    office.type(AFTER, c2="41", c3="11", c4="0")
    assert office.found(AFTER) == []
    office.type(AFTER, c2="39", c3="9")
    assert office.found(AFTER) == ["2>=kỳ trước 2", "1>=kỳ trước 1"]


def test_a_column_that_the_earlier_edition_did_not_have_is_not_judged_and_that_is_said(office: Two) -> None:
    office.type(BEFORE, c2="5", c3="6", c4="40")
    office.type(AFTER, c2="41", c3="11", c4="0")
    notes = office.workspace.open(AFTER).sheet.notes()
    assert [(note.code, note.relation) for note in notes] == [("relation.other_edition", "4>=kỳ trước 4")]
    assert "phiên bản khác" in notes[0].message("vi")


def test_an_earlier_report_of_an_edition_that_is_not_here_is_not_read(office: Two) -> None:
    other = form(OLD.replace('"2020"', '"2019"'))
    change = ReportChange(
        report=BEFORE,
        form=other.hash,
        rev=1,
        state=State.ACCEPTED,
        author="p1",
        at=1,
        cells={"main/r1/c2": "5"},
        view=View.INNER,
    )
    office.store.book(answer(change))
    assert office.workspace.open(AFTER).previous is None
    office.shelf.put(other)
    assert office.workspace.open(AFTER).previous == {"main/r1/c1": "5", "main/r1/c3": "5"}


def test_an_earlier_reports_own_edition_says_which_days_it_covers(office: Two) -> None:
    office.type(BEFORE, c4="40")
    assert office.workspace.open(AFTER).previous == {"main/r1/c2": "40"}
    calendar = office.shelf.put(form(NEW.replace("nd09", "calendar").replace('"2025"', '"2026"')))
    later = ReportKey("xa-1", "M/VD", "2025-Q4")
    office.store.book(answer(owed(later, calendar, "2025-09-15", "2025-12-31", "2026-01-05")))
    office.store.book(answer(owed(AFTER, office.new, "", "", "2025-09-17")))
    office.type(AFTER, c2="50")
    assert office.workspace.open(later).previous == {"main/r1/c2": "50"}


def test_editions_between_two_are_found_among_the_packages_here(office: Two) -> None:
    old, new = office.shelf.get(office.old), office.shelf.get(office.new)
    newest = office.shelf.get(office.shelf.put(form(NEW.replace('"2020"', '"2025"').replace('"2025"', '"2027"', 1))))
    assert (newest.edition, newest.follows) == ("2027", "2025")
    assert office.shelf.between(old, newest) == [old, new, newest]
    assert office.shelf.between(newest, old) == [newest, new, old]
    assert office.shelf.between(old, new) == [old, new]
    stranger = form(NEW.replace('follows: "2020"\n', "").replace('"2025"', '"2030"'))
    assert office.shelf.between(old, stranger) == [old, stranger]


def test_a_draft_moves_after_a_preview_and_back(office: Two) -> None:
    office.type(BEFORE, c2="5", c3="6", c4="40")
    preview = office.workspace.versions.preview(BEFORE, office.new)
    assert [(one.old, one.new) for one in preview.moved] == [
        ("main/r1/c2", "main/r1/c3"),
        ("main/r1/c4", "main/r1/c2"),
    ]
    assert preview.dropped == (Dropped("main/r1/c3", "6", Why.RENUMBERED),)
    assert office.workspace.open(BEFORE).form.edition == "2020"

    assert office.workspace.versions.move(BEFORE, office.new) == preview
    opened = office.workspace.open(BEFORE)
    assert (opened.form.edition, opened.state, opened.cells) == (
        "2025",
        State.DRAFT,
        {"main/r1/c2": "40", "main/r1/c3": "5"},
    )
    last = office.workspace.history(BEFORE, "main/r1/c2")[-1]
    assert (last.old, last.new, last.origin, last.reason) == ("5", "40", Origin.MOVED, "main/r1/c4")

    office.type(BEFORE, c2="41", c4="3")
    returned = office.workspace.versions.move_back(BEFORE, preview)
    assert returned.lost == (Dropped("main/r1/c4", "3", Why.RENUMBERED),)
    opened = office.workspace.open(BEFORE)
    assert (opened.form.edition, opened.cells) == (
        "2020",
        {"main/r1/c2": "5", "main/r1/c3": "6", "main/r1/c4": "41"},
    )


def test_a_move_and_what_was_typed_before_it_are_sent_in_order(office: Two) -> None:
    office.type(BEFORE, c4="40")
    office.workspace.versions.move(BEFORE, office.new)
    office.type(BEFORE, c4="3")
    sent = office.store.freeze()
    assert [(one.kind, one.form) for one in sent] == [
        (Kind.EDIT, office.old),
        (Kind.MOVE_VERSION, office.old),
        (Kind.EDIT, office.new),
    ]
    assert isinstance(sent[1].body, ActBody)
    assert sent[1].body.content == content_hash(office.new, {"main/r1/c2": "40"})


def test_what_cannot_be_moved_is_refused(office: Two) -> None:
    versions = office.workspace.versions
    with pytest.raises(StateError, match=r"report\.unknown"):
        versions.preview(BEFORE, office.new)
    office.type(BEFORE, c2="5")
    with pytest.raises(FormError, match=r"form\.missing"):
        versions.preview(BEFORE, "0" * 64)
    with pytest.raises(FormError, match=r"version\.other_form"):
        versions.preview(BEFORE, office.form)
    moved = versions.preview(BEFORE, office.new)
    with pytest.raises(StateError, match=r"report\.changed"):
        versions.move_back(BEFORE, moved)
    assert office.workspace.save(BEFORE, office.old, [CellEdit("main/r1/c2", "9", "8")]).clashes == ("main/r1/c2",)
    with pytest.raises(StateError, match=r"report\.conflicts"):
        versions.move(BEFORE, office.new)


def test_a_sealed_report_does_not_move(office: Two) -> None:
    office.type(BEFORE, c2="5", c3="0", c4="1")
    assert office.workspace.seal(BEFORE).sealed
    with pytest.raises(StateError, match=r"report\.sealed"):
        office.workspace.versions.move(BEFORE, office.new)
    assert office.workspace.open(BEFORE).form.edition == "2020"


def test_a_draft_begun_with_an_older_edition_is_owed_by_a_newer_one(office: Two) -> None:
    versions = office.workspace.versions
    assert versions.newer(BEFORE) is None  # not begun: it will open with whatever it is owed by
    office.type(BEFORE, c2="5", c3="0", c4="1")
    assert versions.newer(BEFORE) is None
    office.store.book(answer(owed(BEFORE, office.new, "2025-03-15", "2025-06-14", "2025-06-17")))
    newer = versions.newer(BEFORE)
    assert newer is not None
    assert (newer.hash, newer.edition) == (office.new, "2025")
    office.workspace.versions.move(BEFORE, office.new)
    assert versions.newer(BEFORE) is None


def test_an_older_edition_is_never_offered_and_neither_is_one_that_is_not_here(office: Two) -> None:
    office.type(AFTER, c2="5")
    office.store.book(answer(owed(AFTER, office.old, "2025-06-15", "2025-09-14", "2025-09-17")))
    assert office.workspace.versions.newer(AFTER) is None
    office.type(BEFORE, c2="5")
    office.store.book(answer(owed(BEFORE, "0" * 64, "2025-03-15", "2025-06-14", "2025-06-17")))
    assert office.workspace.versions.newer(BEFORE) is None


def test_a_sealed_report_is_offered_no_other_edition(office: Two) -> None:
    office.type(BEFORE, c2="5", c3="0", c4="1")
    assert office.workspace.seal(BEFORE).sealed
    office.store.book(answer(owed(BEFORE, office.new, "2025-03-15", "2025-06-14", "2025-06-17")))
    assert office.workspace.versions.newer(BEFORE) is None
