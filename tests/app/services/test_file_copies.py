"""Files read to be attached and copies written out of a report."""

from __future__ import annotations

import os
import stat
from hashlib import blake2b
from pathlib import Path

import pytest

from app.domain.attachments import FILE_MAX
from app.errors import InputError
from app.services.file_copies import PIECE, Copy, OpenedFiles, Source

DATA = bytes(range(256)) * 9_000
"""2,304,000 bytes: three pieces."""
HASH = blake2b(DATA, digest_size=32).hexdigest()


def written(folder: Path, name: str = "Phụ lục.pdf", data: bytes = DATA) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def code_of(act) -> str:  # type: ignore[no-untyped-def]  # any act
    with pytest.raises(InputError) as caught:
        act()
    return caught.value.code


def test_a_file_is_read_piece_by_piece_to_its_hash(tmp_path: Path) -> None:
    source = Source(written(tmp_path))
    pieces = []
    while piece := source.read():
        pieces.append(piece)
    source.close()
    assert [len(piece) for piece in pieces] == [PIECE, PIECE, len(DATA) - 2 * PIECE]
    assert (source.name, source.size, source.done, source.hash) == ("Phụ lục.pdf", len(DATA), len(DATA), HASH)


def test_what_is_no_file_to_be_attached_is_told_apart(tmp_path: Path) -> None:
    big = tmp_path / "lon.pdf"
    with big.open("wb") as file:
        file.truncate(FILE_MAX + 1)
    (tmp_path / "thư mục").mkdir()
    assert code_of(lambda: Source(big)) == "file.size"
    assert code_of(lambda: Source(tmp_path / "thư mục")) == "file.folder"
    assert code_of(lambda: Source(tmp_path / "mất.pdf")) == "file.unreadable"
    assert code_of(lambda: Source(written(tmp_path, "trống.pdf", b""))) == "file.empty"
    assert code_of(lambda: Source(written(tmp_path, "cài đặt.exe"))) == "file.program"


def test_a_file_that_grows_while_it_is_read_is_not_taken(tmp_path: Path) -> None:
    path = written(tmp_path, data=b"abc")
    source = Source(path)
    with path.open("ab") as file:
        file.write(b"d")
    assert code_of(source.read) == "file.changed"
    source.close()


def test_a_copy_is_there_under_its_name_only_once_it_is_whole(tmp_path: Path) -> None:
    path = written(tmp_path, "ra.pdf", b"older")
    copy = Copy(path)
    copy.write(b"new")
    copy.write(b"er")
    assert path.read_bytes() == b"older"
    assert copy.finish() == path
    assert path.read_bytes() == b"newer"
    assert os.listdir(tmp_path) == ["ra.pdf"]


def test_a_copy_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    copy = Copy(tmp_path / "ra.pdf")
    copy.write(b"half")
    copy.give_up()
    assert os.listdir(tmp_path) == []


def test_a_place_that_takes_no_file_is_said(tmp_path: Path) -> None:
    assert code_of(lambda: Copy(tmp_path / "không có" / "ra.pdf")) == "file.unwritable"


def test_a_copy_to_look_at_may_only_be_read_by_its_owner_and_is_gone_at_the_end(tmp_path: Path) -> None:
    opened = OpenedFiles(tmp_path)
    copy = Copy(opened.place(HASH, "Phụ lục.pdf"))
    copy.write(DATA)
    path = copy.finish(read_only=True)
    assert (path.name, path.read_bytes()) == ("Phụ lục.pdf", DATA)
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IREAD
    assert stat.S_IMODE(path.parents[1].stat().st_mode) == 0o700
    opened.clear()
    assert os.listdir(tmp_path) == []
    opened.clear()


def test_a_copy_is_made_again_over_the_one_before(tmp_path: Path) -> None:
    opened = OpenedFiles(tmp_path)
    for _ in range(2):
        copy = Copy(opened.place(HASH, "a.pdf"))
        copy.write(b"abc")
        path = copy.finish(read_only=True)
    assert path.read_bytes() == b"abc"
    opened.clear()


def test_files_of_one_name_and_other_bytes_lie_side_by_side(tmp_path: Path) -> None:
    opened = OpenedFiles(tmp_path)
    assert opened.place("1a" * 32, "a.pdf") != opened.place("2b" * 32, "a.pdf")
    opened.clear()


@pytest.mark.parametrize(("name", "code"), [("a.exe", "file.program"), ("..", "file.name")])
def test_nothing_is_opened_that_would_run_or_lead_elsewhere(tmp_path: Path, name: str, code: str) -> None:
    assert code_of(lambda: OpenedFiles(tmp_path).place(HASH, name)) == code
    assert OpenedFiles(tmp_path).place(HASH, "../../a.pdf").name == "....a.pdf"
