"""The bytes of attached files, in pieces inside the encrypted file, each file once under its hash.

What a report has attached is said by its content; here lies what is behind it, and how far it has got: into this
store, to central, or from there. A file that is being taken in has no hash yet and belongs to nobody; it is there,
durably, before a report can name it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from hashlib import blake2b
from pathlib import Path

import msgspec

from app.domain.addresses import FILE
from app.domain.attachments import NAME, Transfer
from app.domain.operations import parse_report_key
from app.errors import StoreError
from app.store.contents import Contents
from app.store.database import Database

PART_MAX = 1 << 20
"""Bytes of one piece at most: nothing here ever holds a whole file."""
ROOM_SPARED = 64 << 20
"""Bytes of the disk that a file is never taken into: figures are still to be saved."""
KEPT_UNUSED_S = 30 * 86_400
"""How long the bytes of a file that no report has any more are kept: taking it away may be undone."""
TAKING_S = 86_400
"""How long a file may be on its way in; what is older was left behind by a crash."""


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is here of a file."""

    hash: str
    size: int
    """Bytes; 0 where nobody knows yet."""
    held: int
    """Bytes here."""
    sent: int
    """Bytes that central has confirmed."""
    is_there: bool
    """Whether central has the whole of it."""
    wanted: bool
    """Whether a person asked for it, and it is not whole and proven here yet."""
    problem: str
    """Stable code of what keeps it from being sent or fetched; empty for nothing."""

    @property
    def is_here(self) -> bool:
        """Whether all of it is here."""
        return 0 < self.size == self.held and not self.wanted


def free_bytes(folder: Path) -> int:
    """Free bytes of the disk a folder lies on."""
    import shutil  # it brings the archive formats with it, and no start has a use for them

    return shutil.disk_usage(folder).free


class Attachments:
    """Files of one store. Each call is a transaction of its own; the connection's thread alone calls."""

    def __init__(
        self, database: Database, contents: Contents, now: Callable[[], int], free: Callable[[Path], int] = free_bytes
    ) -> None:
        """`now` is Unix seconds; `free` the free bytes of a folder's disk."""
        self._database = database
        self._contents = contents
        self._now = now
        self._free = free

    # Taking in a file of this computer --------------------------------------------------------------------------

    def begin(self, size: int) -> int:
        """Begin to take in a file of `size` bytes; its number until then. Raises StoreError `file.no_room`."""
        self._find_room(size)
        with self._database.write():
            cursor = self._database.execute("INSERT INTO attachment (size, at) VALUES (?, ?)", (size, self._now()))
            return int(cursor.lastrowid or 0)

    def _find_room(self, size: int) -> None:
        # Twice: a piece lies in the log before it lies in the file.
        needed, free = 2 * size + ROOM_SPARED, self._free(self._database.path.parent)
        if free < needed:
            raise StoreError("file.no_room", needed=needed >> 20, free=free >> 20)

    def take(self, number: int, start: int, data: bytes) -> None:
        """Take in the next piece, at most PART_MAX bytes. Raises StoreError `store.full`, …; then it is not there."""
        with self._database.write():
            self._append(number, start, data)

    def _append(self, number: int, start: int, data: bytes) -> None:
        if len(data) > PART_MAX:
            raise ValueError(f"a piece of {len(data)} bytes")
        moved = self._database.execute(
            "UPDATE attachment SET held = held + ? WHERE id = ? AND held = ?", (len(data), number, start)
        ).rowcount
        if not moved:
            raise StoreError("file.changed")
        self._database.execute(
            "INSERT INTO attachment_part (attachment, start, bytes) VALUES (?, ?, ?)", (number, start, data)
        )

    def finish(self, number: int, hash_: str) -> None:
        """All of it was taken in, and its bytes have this hash: it is there. Raises StoreError `file.changed`."""
        with self._database.write():
            if not self._database.number("SELECT held = size FROM attachment WHERE id = ?", (number,)):
                raise StoreError("file.changed")
            known = self._database.one("SELECT id, held = size FROM attachment WHERE hash = ?", (hash_,))
            if known is not None and known[1]:
                self._database.execute("DELETE FROM attachment WHERE id = ?", (number,))
                self._database.execute("UPDATE attachment SET at = ? WHERE id = ?", (self._now(), known[0]))
                return
            if known is not None:
                self._database.execute("DELETE FROM attachment WHERE id = ?", (known[0],))
            self._database.execute("UPDATE attachment SET hash = ?, at = ? WHERE id = ?", (hash_, self._now(), number))

    def drop(self, number: int) -> None:
        """Leave a file that was not taken in whole."""
        with self._database.write():
            self._database.execute("DELETE FROM attachment WHERE id = ? AND hash IS NULL", (number,))

    # Reading ----------------------------------------------------------------------------------------------------

    def files(self, hashes: Collection[str]) -> dict[str, StoredFile]:
        """What is here of these files; one that nobody has heard of here is missing."""
        rows = self._database.execute(
            "SELECT hash, size, held, sent, there <> '' AND there = central_epoch, wanted, problem"
            " FROM attachment, position WHERE hash IN (SELECT value FROM json_each(?))",
            (msgspec.json.encode(sorted(hashes)).decode(),),
        )
        return {
            hash_: StoredFile(
                hash=hash_,
                size=size,
                held=held,
                sent=sent,
                is_there=bool(is_there),
                wanted=bool(wanted),
                problem=problem,
            )
            for hash_, size, held, sent, is_there, wanted, problem in rows
        }

    def piece(self, hash_: str, start: int, length: int) -> bytes:
        """Up to `length` bytes of a file from `start`, at most PART_MAX; fewer where no more are here."""
        end = start + min(length, PART_MAX)
        rows = self._database.execute(
            "SELECT p.start, p.bytes FROM attachment_part p JOIN attachment a ON a.id = p.attachment"
            " WHERE a.hash = ? AND p.start > ? AND p.start < ? ORDER BY p.start",
            (hash_, start - PART_MAX, end),
        )
        return b"".join(data[max(start - at, 0) : end - at] for at, data in rows)

    # To central -------------------------------------------------------------------------------------------------

    def to_send(self) -> Sequence[Transfer]:
        """Files of this office's reports that are here and that central has not confirmed, the oldest first."""
        rows = self._database.execute(
            "SELECT a.hash, a.size, a.sent, min(r.id) FROM attachment a JOIN attachment_use u ON u.hash = a.hash"
            f" JOIN report r ON r.id = u.report, position p WHERE {_TO_SEND} GROUP BY a.hash ORDER BY a.id"
        ).fetchall()
        return [self._transfer(hash_, size, sent, report) for hash_, size, sent, report in rows]

    def _transfer(self, hash_: str, size: int, done: int, report: int) -> Transfer:
        head = self._contents.head_by_id(report)
        name = self._contents.value(head, f"{FILE}/{hash_}/{NAME}") or hash_[:12]
        return Transfer(hash=hash_, name=name, size=size, done=done, report=parse_report_key(head.key))

    def has_edits(self) -> bool:
        """Whether anything typed waits to go: it goes before any file."""
        return bool(self._database.number("SELECT EXISTS (SELECT 1 FROM outbox)"))

    def sent(self, hash_: str, offset: int) -> None:
        """Central has confirmed the bytes before `offset`."""
        with self._database.write():
            self._database.execute("UPDATE attachment SET sent = ?, problem = '' WHERE hash = ?", (offset, hash_))

    def arrived_there(self, hash_: str) -> None:
        """Central has confirmed the whole file, in its present epoch."""
        with self._database.write():
            self._database.execute(
                "UPDATE attachment SET sent = size, problem = '', there = (SELECT central_epoch FROM position)"
                " WHERE hash = ?",
                (hash_,),
            )

    def turned_down(self, hash_: str, code: str) -> None:
        """Central does not take, or does not give, the file for now."""
        with self._database.write():
            self._database.execute("UPDATE attachment SET problem = ?, wanted = 0 WHERE hash = ?", (code, hash_))

    # From central -----------------------------------------------------------------------------------------------

    def want(self, hash_: str, size: int) -> None:
        """A person wants the bytes of a file: they are fetched when central can be reached."""
        with self._database.write():
            self._database.execute(
                "INSERT INTO attachment (hash, size, wanted, at) VALUES (?, ?, 1, ?) ON CONFLICT (hash) DO UPDATE"
                " SET wanted = (held < size OR size = 0), problem = '', at = excluded.at",
                (hash_, size, self._now()),
            )

    def to_fetch(self) -> Sequence[Transfer]:
        """Files that are wanted and not whole here, the oldest wish first."""
        rows = self._database.execute(
            "SELECT a.hash, a.size, a.held, min(u.report) FROM attachment a JOIN attachment_use u ON u.hash = a.hash"
            " WHERE a.wanted GROUP BY a.hash ORDER BY a.at, a.id"
        ).fetchall()
        return [self._transfer(hash_, size, held, report) for hash_, size, held, report in rows]

    def fetched(self, hash_: str, start: int, data: bytes, size: int) -> None:
        """The next piece of a wanted file; central says it has `size` bytes. Raises StoreError as `begin`, `take`."""
        if not start:
            self._find_room(size)
        with self._database.write():
            number = self._database.number("SELECT id FROM attachment WHERE hash = ?", (hash_,))
            self._append(number, start, data)
            self._database.execute("UPDATE attachment SET size = ? WHERE id = ?", (size, number))

    def arrived_here(self, hash_: str) -> bool:
        """Whether a file that was fetched whole is what its hash says; else nothing of it is kept."""
        held = self._database.number("SELECT held FROM attachment WHERE hash = ?", (hash_,))
        made = blake2b(digest_size=32)
        for start in range(0, held, PART_MAX):
            made.update(self.piece(hash_, start, PART_MAX))
        is_sound = made.hexdigest() == hash_
        with self._database.write():
            if is_sound:
                self._database.execute(
                    "UPDATE attachment SET wanted = 0, problem = '', there = (SELECT central_epoch FROM position)"
                    " WHERE hash = ?",
                    (hash_,),
                )
            else:
                self._forget_bytes(hash_)
        return is_sound

    def _forget_bytes(self, hash_: str) -> None:
        self._database.execute(
            "DELETE FROM attachment_part WHERE attachment = (SELECT id FROM attachment WHERE hash = ?)", (hash_,)
        )
        self._database.execute("UPDATE attachment SET held = 0 WHERE hash = ?", (hash_,))

    # Care -------------------------------------------------------------------------------------------------------

    def tidy(self) -> int:
        """Let go of files that no report has had for 30 days, and of what a crash left half taken in; how many."""
        now = self._now()
        used = "EXISTS (SELECT 1 FROM attachment_use u WHERE u.hash = attachment.hash)"
        with self._database.write():
            self._database.execute(f"UPDATE attachment SET idle_since = NULL WHERE {used}")
            self._database.execute(
                f"UPDATE attachment SET idle_since = ? WHERE idle_since IS NULL AND hash IS NOT NULL AND NOT {used}",
                (now,),
            )
            dropped = self._database.execute(
                "DELETE FROM attachment WHERE (hash IS NULL AND at < ?) OR idle_since < ?",
                (now - TAKING_S, now - KEPT_UNUSED_S),
            )
            return int(dropped.rowcount)


_TO_SEND = (
    "a.size > 0 AND a.held = a.size AND NOT a.wanted AND (a.there = '' OR a.there <> p.central_epoch)"
    " AND r.view = 'inner' AND r.in_scope"
)
UPLOADING = (
    "SELECT count(DISTINCT a.hash) FROM attachment a JOIN attachment_use u ON u.hash = a.hash"
    f" JOIN report r ON r.id = u.report, position p WHERE {_TO_SEND}"
)
"""SQL: how many files wait for central to confirm them."""
