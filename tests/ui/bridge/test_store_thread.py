"""The store's thread: order, group commit, failures, and whose thread answers come back on."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import pytest
from pytestqt.qtbot import QtBot

from app.domain.bookmark import Bookmark, Typing
from app.domain.operations import CellEdit, ReportKey
from app.errors import StateError, StoreError
from app.services.views import SaveOutcome
from ui.bridge.store_thread import StoreThread

KEY, OTHER = ReportKey("u", "X/1", "2026-Q2"), ReportKey("u", "X/2", "2026-Q2")


class SlowWorkspace:
    """Keeps every save waiting until the gate opens."""

    def __init__(self, gate: threading.Event) -> None:
        self.gate = gate
        self.thread = threading.get_ident()
        self.commits: list[list[tuple[ReportKey, tuple[CellEdit, ...]]]] = []
        self.bookmarks: list[tuple[str, str]] = []
        """How each was kept (with edits, by itself, through to the disk) and its text."""
        self.closed = False

    def save_all(
        self, saves: Sequence[tuple[ReportKey, str, Sequence[CellEdit]]], bookmark: Bookmark | None = None
    ) -> list[SaveOutcome | Exception]:
        self.gate.wait(10)
        assert threading.get_ident() == self.thread
        self.commits.append([(key, tuple(edits)) for key, _, edits in saves])
        if bookmark is not None:
            self.bookmarks.append(("with edits", bookmark.text))
        return [
            StateError("report.sealed") if key == OTHER else SaveOutcome(saved=tuple(edit.address for edit in edits))
            for key, _, edits in saves
        ]

    def keep_bookmark(self, bookmark: Bookmark | None, *, synced: bool) -> None:
        assert threading.get_ident() == self.thread
        self.bookmarks.append(("synced" if synced else "alone", bookmark.text if bookmark else "none"))

    def close(self) -> None:
        assert threading.get_ident() == self.thread
        self.closed = True


class Bench:
    def __init__(self) -> None:
        self.gate = threading.Event()
        self.workspaces: list[SlowWorkspace] = []
        self.desk = StoreThread(self._open)

    def _open(self) -> SlowWorkspace:
        self.workspaces.append(SlowWorkspace(self.gate))
        return self.workspaces[-1]


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.gate.set()
    made.desk.stop()


def edit(at: int) -> CellEdit:
    return CellEdit(f"main/r{at}/c1", None, str(at))


def test_edits_that_queue_share_one_commit_and_keep_their_order(bench: Bench, qtbot: QtBot) -> None:
    saved: list[SaveOutcome] = []
    for at in range(6):
        bench.desk.save(KEY, "h", [edit(at)], saved.append, pytest.fail)
    bench.gate.set()
    qtbot.waitUntil(lambda: len(saved) == 6)
    commits = bench.workspaces[0].commits
    assert len(commits) <= 2
    assert [cell for commit in commits for _, cells in commit for cell in cells] == [edit(at) for at in range(6)]


def test_one_refused_save_does_not_fail_its_neighbours(bench: Bench, qtbot: QtBot) -> None:
    saved: list[SaveOutcome] = []
    failed: list[Exception] = []
    bench.desk.save(KEY, "h", [edit(1)], saved.append, failed.append)
    bench.desk.save(OTHER, "h", [edit(2)], saved.append, failed.append)
    bench.desk.save(KEY, "h", [edit(3)], saved.append, failed.append)
    bench.gate.set()
    qtbot.waitUntil(lambda: len(saved) + len(failed) == 3)
    assert [outcome.saved for outcome in saved] == [("main/r1/c1",), ("main/r3/c1",)]
    assert [error.code for error in failed] == ["report.sealed"]


def test_a_question_is_answered_after_the_edits_asked_before_it(bench: Bench, qtbot: QtBot) -> None:
    heard: list[str] = []
    bench.desk.save(KEY, "h", [edit(1)], lambda _: heard.append("saved"), pytest.fail)
    bench.desk.ask(lambda workspace: len(workspace.commits), lambda count: heard.append(f"{count}"), pytest.fail)
    bench.gate.set()
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == ["saved", "1"]


def test_answers_come_back_on_the_windows_thread_and_calls_never_wait(bench: Bench, qtbot: QtBot) -> None:
    threads: list[int] = []
    bench.desk.save(KEY, "h", [edit(1)], lambda _: threads.append(threading.get_ident()), pytest.fail)
    assert threads == []  # the gate is shut, and yet we are here
    bench.gate.set()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.get_ident()]


@pytest.mark.logs_warnings
def test_a_failing_question_is_answered_with_its_error(bench: Bench, qtbot: QtBot) -> None:
    failed: list[Exception] = []
    bench.desk.ask(lambda workspace: 1 // 0, pytest.fail, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert isinstance(failed[0], ZeroDivisionError)


def test_stopping_finishes_what_was_asked_and_closes_the_workspace(qtbot: QtBot) -> None:
    bench = Bench()
    bench.gate.set()
    bench.desk.save(KEY, "h", [edit(1)], lambda _: None, pytest.fail)
    bench.desk.stop()
    assert bench.workspaces[0].closed
    assert len(bench.workspaces[0].commits) == 1


def test_a_store_that_cannot_be_opened_answers_everything_with_why(qtbot: QtBot) -> None:
    def factory() -> SlowWorkspace:
        raise StoreError("store.wrong_key")

    desk = StoreThread(factory)
    failed: list[Exception] = []
    desk.ask(lambda workspace: None, pytest.fail, failed.append)
    desk.save(KEY, "h", [edit(1)], pytest.fail, failed.append)
    qtbot.waitUntil(lambda: len(failed) == 2)
    assert [error.code for error in failed] == ["store.wrong_key", "store.wrong_key"]
    desk.stop()


def typing(text: str) -> Bookmark:
    return Bookmark(report=KEY, typing=Typing(text=text))


def test_of_many_keys_in_one_turn_only_the_last_bookmark_is_kept(bench: Bench, qtbot: QtBot) -> None:
    for text in ("1", "12", "123"):
        bench.desk.mark(lambda text=text: typing(text))
    qtbot.waitUntil(lambda: bool(bench.workspaces and bench.workspaces[0].bookmarks))
    assert bench.workspaces[0].bookmarks == [("alone", "123")]


def test_bookmarks_that_come_while_the_store_is_busy_are_kept_as_one_after_the_edits(
    bench: Bench, qtbot: QtBot
) -> None:
    bench.desk.save(KEY, "h", [edit(1)], lambda _: None, pytest.fail)
    for text in ("1", "12"):
        bench.desk.mark(lambda text=text: typing(text))
        qtbot.wait(1)
    bench.gate.set()
    qtbot.waitUntil(lambda: bool(bench.workspaces[0].bookmarks))
    assert bench.workspaces[0].bookmarks == [("alone", "12")]


def test_a_save_takes_the_bookmark_of_its_moment_along_and_an_older_one_is_dropped(bench: Bench, qtbot: QtBot) -> None:
    saved: list[SaveOutcome] = []
    now = ["98"]
    bench.desk.save(KEY, "h", [edit(1)], saved.append, pytest.fail)
    bench.desk.mark(lambda: typing(now[0]))
    qtbot.wait(1)  # posted, and waiting for the edit before it
    bench.desk.mark(lambda: typing(now[0]))
    now[0] = "entered"
    bench.desk.save(KEY, "h", [edit(2)], saved.append, pytest.fail)
    bench.gate.set()
    qtbot.waitUntil(lambda: len(saved) == 2)
    bench.desk.stop()
    assert bench.workspaces[0].bookmarks == [("with edits", "entered")]


def test_no_bookmark_is_kept_before_the_edits_that_were_queued_before_it(bench: Bench, qtbot: QtBot) -> None:
    heard: list[str] = []
    bench.desk.ask(lambda workspace: workspace.gate.wait(10), lambda _: heard.append("asked"), pytest.fail)
    bench.desk.save(KEY, "h", [edit(1)], lambda _: heard.append("saved"), pytest.fail)
    bench.desk.mark(lambda: typing("after"))
    qtbot.wait(5)
    assert bench.workspaces[0].bookmarks == []
    bench.gate.set()
    qtbot.waitUntil(lambda: len(heard) == 2)
    qtbot.waitUntil(lambda: bench.workspaces[0].bookmarks == [("alone", "after")])


def test_after_a_pause_the_bookmark_is_written_through_to_the_disk_once(
    bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.bridge.store_thread._PAUSE_S", 0.02)
    bench.desk.mark(lambda: typing("12"))
    qtbot.waitUntil(lambda: len(bench.workspaces[0].bookmarks) == 2)
    qtbot.wait(80)
    assert bench.workspaces[0].bookmarks == [("alone", "12"), ("synced", "12")]


def test_stopping_keeps_the_last_bookmark(qtbot: QtBot) -> None:
    bench = Bench()
    bench.gate.set()
    bench.desk.mark(lambda: typing("12"))
    bench.desk.stop()
    assert bench.workspaces[0].bookmarks == [("alone", "12")]


def test_whoever_has_no_report_open_has_no_bookmark(bench: Bench, qtbot: QtBot) -> None:
    bench.gate.set()
    bench.desk.mark(lambda: None)
    qtbot.waitUntil(lambda: bool(bench.workspaces and bench.workspaces[0].bookmarks))
    assert bench.workspaces[0].bookmarks == [("alone", "none")]


def test_opened_anew_what_was_asked_before_is_the_former_s_and_what_is_asked_after_the_other_s(
    bench: Bench, qtbot: QtBot
) -> None:
    answers: list[SlowWorkspace] = []
    bench.gate.set()
    bench.desk.ask(lambda workspace: workspace, answers.append, pytest.fail)
    bench.desk.open_anew()
    bench.desk.ask(lambda workspace: workspace, answers.append, pytest.fail)
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert answers == bench.workspaces
    assert [workspace.closed for workspace in bench.workspaces] == [True, False]


def test_opened_anew_a_store_that_did_not_open_may_open(qtbot: QtBot) -> None:
    tries: list[bool] = []
    failed: list[Exception] = []
    answers: list[SlowWorkspace] = []

    def opening() -> SlowWorkspace:
        tries.append(True)
        if len(tries) == 1:
            raise StoreError("store.busy")
        return SlowWorkspace(threading.Event())

    desk = StoreThread(opening)
    desk.ask(lambda _: None, pytest.fail, failed.append)
    desk.open_anew()
    desk.ask(lambda workspace: workspace, answers.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(answers))
    desk.stop()
    assert [error.code for error in failed if isinstance(error, StoreError)] == ["store.busy"]
    assert answers[0].closed
