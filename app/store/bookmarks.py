"""The typist's bookmark: one row, written at every key, and what was entered and could not be read."""

from __future__ import annotations

from app.domain.bookmark import Bookmark, Typing
from app.domain.exchange import View
from app.domain.operations import parse_report_key
from app.store.database import Database

_COLUMNS = "report, view, sheet_table, sheet_row, sheet_column, typed, typed_into, replaced"


class Bookmarks:
    """Keeps the bookmark. Everything here runs inside a transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, bookmark: Bookmark | None) -> None:
        """Put the bookmark in the place of the one before; None takes it out."""
        if bookmark is None:
            self._database.execute("DELETE FROM bookmark")
            self._database.execute("DELETE FROM bookmark_unread")
            return
        typing = bookmark.typing
        typed = (typing.text, typing.into, typing.replaced) if typing else (None, "", None)
        self._database.execute(
            f"INSERT OR REPLACE INTO bookmark (id, {_COLUMNS}) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?)",
            (str(bookmark.report), bookmark.view, bookmark.table, bookmark.row, bookmark.column, *typed),
        )
        if bookmark.unread != self._unread():
            self._database.execute("DELETE FROM bookmark_unread")
            self._database.executemany(
                "INSERT INTO bookmark_unread (address, text) VALUES (?, ?)", bookmark.unread.items()
            )

    def go_back(self) -> Bookmark | None:
        """The bookmark, with this start among its tries; None for none."""
        self._database.execute("UPDATE bookmark SET tries = tries + 1")
        return self.kept()

    def kept(self) -> Bookmark | None:
        """The bookmark, or None."""
        row = self._database.connection.execute(f"SELECT {_COLUMNS}, tries FROM bookmark").fetchone()
        if row is None:
            return None
        report, view, table, at, column, typed, into, replaced, tries = row
        return Bookmark(
            report=parse_report_key(report),
            view=View(view),
            table=table,
            row=at,
            column=column,
            typing=None if typed is None else Typing(text=typed, into=into, replaced=replaced),
            unread=self._unread(),
            tries=tries,
        )

    def _unread(self) -> dict[str, str]:
        return dict(self._database.connection.execute("SELECT address, text FROM bookmark_unread").fetchall())
