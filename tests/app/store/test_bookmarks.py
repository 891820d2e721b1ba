"""The typist's bookmark in the store: kept, replaced, taken out, moved with the edits of one commit."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.bookmark import Bookmark, Typing
from app.domain.exchange import View
from app.domain.operations import CellEdit
from app.store.records import Save
from app.store.store import Store
from tests.app.store.office import FORM, KEY, REPORT, FakeChance, FakeClock, identity

PLACE = {"report": REPORT, "table": "main", "row": "entry:A:k01", "column": "c4"}
TYPING = Typing(text="98", into="main/k01/c4", replaced="412")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(tmp_path / "s.db", KEY, clock=FakeClock(), chance=FakeChance())
    opened.enrol(identity("A", "p1"))
    return opened


BOOKMARKS = [
    # name, bookmark
    ("a cell", Bookmark(**PLACE)),
    ("an open editor", Bookmark(**PLACE, typing=TYPING)),
    ("an editor without a text", Bookmark(**PLACE, typing=Typing(text="", into="main/k01/c4"))),
    ("a row's name", Bookmark(**PLACE, typing=Typing(text="Đất đai"))),
    ("words of several lines", Bookmark(**PLACE, typing=Typing(text="một\n\nhai", into="@text/a/body"))),
    ("input that could not be read", Bookmark(**PLACE, unread={"main/k01/c4": "12o", "main/k02/c4": "x"})),
    ("a received report", Bookmark(**PLACE, view=View.UPWARD)),
]


@pytest.mark.parametrize("bookmark", [case[1] for case in BOOKMARKS], ids=[case[0] for case in BOOKMARKS])
@pytest.mark.parametrize("synced", [True, False])
def test_a_bookmark_comes_back_as_it_was_kept(store: Store, bookmark: Bookmark, synced: bool) -> None:
    store.keep_bookmark(Bookmark(**PLACE, typing=TYPING, unread={"main/k09/c4": "?"}), synced=True)
    store.keep_bookmark(bookmark, synced=synced)
    assert store.bookmark() == bookmark


def test_a_new_store_has_none_and_one_that_was_taken_out_is_gone(store: Store) -> None:
    assert store.bookmark() is None
    store.keep_bookmark(Bookmark(**PLACE, unread={"main/k01/c4": "12o"}), synced=False)
    store.keep_bookmark(None, synced=False)
    assert store.bookmark() is None


def test_edits_and_bookmark_share_one_commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.keep_bookmark(Bookmark(**PLACE, typing=TYPING), synced=False)
    save = Save(key=REPORT, form=FORM, edits=(CellEdit("main/k01/c4", None, "98"),), author="p1")
    store.save_group([save], Bookmark(**PLACE))
    assert store.bookmark() == Bookmark(**PLACE)

    def full(_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(store._bookmarks, "keep", full)
    again = Save(key=REPORT, form=FORM, edits=(CellEdit("main/k01/c4", "98", "99"),), author="p1")
    with pytest.raises(OSError, match="no room"):
        store.save_group([again], Bookmark(**(PLACE | {"column": "c5"})))
    report = store.report(REPORT)
    assert report is not None
    assert report.mine["main/k01/c4"] == "98"


def test_a_bookmark_is_no_line_of_the_journal_and_never_goes_to_central(store: Store) -> None:
    store.keep_bookmark(Bookmark(**PLACE, typing=TYPING), synced=False)
    assert store.history(REPORT) == []
    assert store.light_facts().waiting == 0
    assert store.freeze() == ()
    assert store.check() == []


def test_only_a_synced_bookmark_waits_for_the_disk(store: Store) -> None:
    levels: list[int] = []
    keep = store._bookmarks.keep

    def watched(bookmark: Bookmark | None) -> None:
        levels.append(store._database.number("PRAGMA synchronous"))
        keep(bookmark)

    store._bookmarks.keep = watched  # type: ignore[method-assign]  # looks at the moment of writing
    store.keep_bookmark(Bookmark(**PLACE), synced=False)
    store.keep_bookmark(Bookmark(**PLACE), synced=True)
    assert levels == [1, 2]
    assert store._database.number("PRAGMA synchronous") == 2


def test_a_start_that_goes_back_is_a_try_until_something_is_done_there(store: Store) -> None:
    store.keep_bookmark(Bookmark(**PLACE, typing=TYPING), synced=False)
    tries = [found.tries for found in (store.go_back(), store.go_back()) if found]
    assert tries == [1, 2]
    store.keep_bookmark(Bookmark(**PLACE), synced=False)
    assert store.bookmark() == Bookmark(**PLACE)
    store.keep_bookmark(None, synced=False)
    assert store.go_back() is None
