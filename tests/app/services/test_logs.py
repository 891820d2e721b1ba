"""The log's files: bounded, readable by a stranger, and as the environment wishes them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.services import logs
from app.services.logs import LogFiles, level_of
from app.services.redaction import Redactor

NAME = "Nguyễn Thị An"


@pytest.fixture
def files(tmp_path: Path) -> Iterator[LogFiles]:
    made = LogFiles(tmp_path, Redactor({tmp_path: "<data>"}), {})
    made.begin()
    yield made
    made.end()


def text(files: LogFiles) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in files.files())


def test_what_happens_is_kept_as_utf_8_with_the_thread_it_happened_on(files: LogFiles) -> None:
    logging.getLogger("sync.engine").info("kết thúc outcome=%s", "done")
    assert text(files).endswith(" INFO MainThread sync.engine: kết thúc outcome=done\n")


def test_what_is_finer_than_the_level_is_not_kept(files: LogFiles) -> None:
    logging.getLogger("app.store").debug("fine")
    assert text(files) == ""


def test_of_others_only_warnings_are_kept(files: LogFiles) -> None:
    logging.getLogger("urllib3.connectionpool").info("https://central.example")
    logging.getLogger("urllib3.connectionpool").warning("retrying")
    assert [line.rpartition(" ")[2] for line in text(files).splitlines()] == ["retrying"]


@pytest.mark.logs_warnings
def test_an_error_leaves_its_place_and_nothing_it_quotes(files: LogFiles, tmp_path: Path) -> None:
    try:
        int(NAME)
    except ValueError:
        logging.getLogger("app.services.upkeep").exception("upkeep failed in %s", tmp_path / "x")
    said = text(files)
    assert "upkeep failed in <data>/x" in said
    assert "tests/app/services/test_logs.py:" in said
    assert "builtins.ValueError\n" in said
    assert NAME not in said


def test_files_are_few_and_of_bounded_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 2_000)
    files = LogFiles(tmp_path, Redactor({}), {})
    with files:
        for number in range(400):
            logging.getLogger("app").info("line %d", number)
    assert len(files.files()) == 5
    assert all(path.stat().st_size <= 2_000 for path in files.files())
    assert "line 399\n" in files.path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "level"),
    [("debug", 10), (" DEBUG ", 10), ("warning", 30), ("error", 40), ("", 20), ("mọi thứ", 20)],
)
def test_the_environment_names_the_level(said: str, level: int) -> None:
    assert level_of({"SOBAOCAO_LOG": said}) == level


def test_logging_is_as_before_when_the_files_are_closed(tmp_path: Path) -> None:
    root, ours = logging.getLogger(), logging.getLogger("sync")
    before = (list(root.handlers), ours.level)
    with LogFiles(tmp_path, Redactor({}), {"SOBAOCAO_LOG": "debug"}):
        assert ours.level == 10
    assert (list(root.handlers), ours.level) == before


def test_a_folder_that_cannot_be_written_costs_the_log_only(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder would be")
    with LogFiles(tmp_path, Redactor({}), {}) as _:
        logging.getLogger("app").info("unheard")
