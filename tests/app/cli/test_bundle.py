"""`sobaocao bundle` and `sobaocao-central bundle`: there and back by two command lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.bootstrap import Office, office_at
from app.cli import main
from app.domain.operations import CellEdit, ReportKey
from app.services.enrolment import enrol
from central.cli import main as central_main
from central.registry.enrolment import invite, revoke
from tests.central.office import PERIOD, ROW
from tests.sync.fakes import InProcessAdapter
from tests.sync.line import URL, Line, carried, make_template, opened_line


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def line(tmp_path: Path, template: Path) -> Iterator[Line]:
    with opened_line(tmp_path / "line", template) as opened:
        yield opened


def enrolled(line: Line, folder: Path, unit: str = "01273") -> Office:
    """An office's folder whose computer was enrolled, and has never been on the network since."""
    made = office_at(folder, "file")
    office = Office(folder=folder, secrets=made.secrets, clock=line.clock, chance=line.chance)
    invitation = invite(line.db, unit, "Nông Thị Lan", "clerk", now=line.central.now(), chance=line.chance)
    store = office.open_store()
    enrol(store, URL, invitation.code, "PC", office.secrets, line.road(InProcessAdapter(carried), ""))
    store.close()
    return office


def bundle(folder: Path, *arguments: object) -> int:
    return main(["--data", str(folder), "--secrets", "file", "bundle", *map(str, arguments)])


def take(line: Line, file: Path, back: Path, *more: str) -> int:
    return central_main(["bundle", "take", str(file), "--answer", str(back), "--data", str(line.central.data), *more])


def typed(office: Office) -> None:
    store = office.open_store()
    identity = store.identity()
    assert identity is not None
    edits = [CellEdit(address, None, value) for address, value in sorted(ROW.items())]
    form = store.forms()[0]
    store.save_edits(ReportKey(identity.unit, "T.01", PERIOD), form, edits, author=identity.person)
    store.close()


def test_what_was_typed_goes_there_and_its_result_comes_back_by_four_commands(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = enrolled(line, tmp_path / "pc")
    away, back = tmp_path / "away.sbc", tmp_path / "back.sbc"
    for _ in range(2):
        assert bundle(office.folder, "export", away, "--json") == 0
        assert take(line, away, back, "--json") == 0
        assert bundle(office.folder, "import", back, "--json") == 0
        store = office.open_store()
        if not store.reports():
            store.close()
            typed(office)
            capsys.readouterr()
        else:
            assert [(row.base_rev, row.in_flight) for row in store.reports()] == [(1, 0)]
            store.close()
    exported, taken, imported = (json.loads(text) for text in capsys.readouterr().out.splitlines())
    assert (exported["number"], exported["reports"], exported["operations"]) == (2, 1, 1)
    assert [(each["code"], each["new"]) for each in taken["envelopes"]] == [("bundle.taken", 1)]
    assert [(each["code"], each["applied"]) for each in imported["envelopes"]] == [("bundle.landed", 1)]


def test_a_bundle_carried_for_another_office_is_noted_and_the_note_is_shown(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = enrolled(line, tmp_path / "pc"), enrolled(line, tmp_path / "carrier", "01279")
    away, note = tmp_path / "away.sbc", tmp_path / "note.json"
    bundle(one.folder, "export", away)
    assert bundle(other.folder, "import", away, "--note", note) == 0
    capsys.readouterr()
    assert main(["bundle", "show", str(note)]) == 0
    assert "không phải là biên nhận" in capsys.readouterr().out
    assert main(["bundle", "show", str(away), "--json"]) == 0
    (header,) = json.loads(capsys.readouterr().out)
    assert (header["kind"], header["office"], header["number"]) == ("to_central", "Phường Thục Phán", 1)


@pytest.mark.logs_warnings
def test_a_bundle_that_cannot_be_taken_is_said_and_nothing_is_written(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = enrolled(line, tmp_path / "pc")
    away, back = tmp_path / "away.sbc", tmp_path / "back.sbc"
    bundle(office.folder, "export", away)
    store = office.open_store()
    revoke(line.db, store.position().device, line.central.now())
    store.close()
    assert take(line, away, back) == 1
    told = capsys.readouterr()
    assert "Máy đã làm gói này không còn được dùng." in told.out
    assert "bundle.nothing_taken: Không nhận được" in told.err
    assert not back.exists()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("none.sbc", None, "bundle.unreadable"), ("letter.txt", b"Xin ch\xc3\xa0o", "bundle.foreign_file")],
    ids=["no file", "another file"],
)
def test_what_is_no_bundle_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, code: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["bundle", "show", str(tmp_path / name)]) == 1
    assert capsys.readouterr().err.startswith(f"{code}: ")


def test_a_place_that_cannot_be_written_leaves_no_half_file(
    line: Line, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = enrolled(line, tmp_path / "pc")
    assert bundle(office.folder, "export", tmp_path / "gone" / "away.sbc") == 1
    assert "bundle.unwritable: Không ghi được" in capsys.readouterr().err
