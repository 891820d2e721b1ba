"""A report's head, its base copy and what stands here differently: mine = base + overlay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import msgspec

from app.domain.addresses import FILE, ROW, is_row_head, row_of
from app.domain.attachments import attachments_of
from app.domain.canonical import content_bytes, content_hash, spelled_content_hash
from app.domain.exchange import EMPTY_DIGEST, Digest, View, add_to_digest, digest_term
from app.domain.merge import lay_over
from app.domain.operations import Kind, ReportKey, parse_report_key
from app.domain.workflow import State, step
from app.errors import StateError
from app.store.database import Database
from app.store.records import Head

_NAMES = Head.__struct_fields__
_HEAD = ", ".join(_NAMES)
_READ_HEAD = f"SELECT {_HEAD} FROM report WHERE key = ? AND view = ?"
_READ_HEAD_BY_ID = f"SELECT {_HEAD} FROM report WHERE id = ?"
_ANY_FREE_ROW = (
    f"SELECT EXISTS (SELECT 1 FROM cell INDEXED BY cell_free_row WHERE report = ?1 AND substr(address, -5) = '/{ROW}')"
    f" OR EXISTS (SELECT 1 FROM base WHERE report = ?1 AND instr(cells, '/{ROW}\"'))"
)
"""Looks into the base without reading it: most reports have none."""
_DECODER = msgspec.json.Decoder(dict[str, str])
_OVERLAY_DECODER = msgspec.json.Decoder(dict[str, str | None])
_CACHED = 8


class _Together(msgspec.Struct):
    """What is written at once for many reports."""

    digest: Digest
    """Ours, with every report's term moved."""
    bases: list[tuple[bytes, int]] = []
    """New ones, with their reports' row ids."""
    agreed: list[tuple[int]] = []
    """Row ids of reports that stand here as in their base."""


class Contents:
    """Heads and contents of reports. Everything here runs inside a transaction of the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bases: dict[int, tuple[int, dict[str, str]]] = {}
        self._together: _Together | None = None

    def head(self, key: ReportKey, view: View = View.INNER) -> Head | None:
        """A report's head, or None."""
        row = self._database.connection.execute(_READ_HEAD, (str(key), view.value)).fetchone()
        return Head(*row) if row else None

    def head_by_id(self, report_id: int) -> Head:
        """The head of a report that is known to be there."""
        row = self._database.connection.execute(_READ_HEAD_BY_ID, (report_id,)).fetchone()
        return Head(*row)

    def create(self, key: ReportKey, form: str, view: View = View.INNER) -> Head:
        """A new report that central does not know: an empty draft."""
        empty = content_hash(form, {})
        cursor = self._database.execute(
            "INSERT INTO report (key, view, unit, form_code, period, release, form, state, base_form, base_state,"
            " base_content, base_era) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, era FROM position",
            (str(key), view.value, *key, form, State.DRAFT.value, form, State.DRAFT.value, empty),
        )
        report_id = int(cursor.lastrowid or 0)
        self._database.execute("INSERT INTO base (report, cells) VALUES (?, ?)", (report_id, b"{}"))
        return self.head_by_id(report_id)

    def update(self, head: Head, **changes: str | int) -> None:
        """Write columns of a head, here and in the file."""
        names = ", ".join(f"{name} = ?" for name in changes)
        self._database.execute(f"UPDATE report SET {names} WHERE id = ?", (*changes.values(), head.id))
        for name, value in changes.items():
            setattr(head, name, value)

    def base(self, head: Head) -> Mapping[str, str]:
        """The copy agreed with central; not to be changed. Kept in memory for the reports used last."""
        known = self._bases.get(head.id)
        if known is not None and known[0] == head.base_stamp:
            return known[1]
        row = self._database.connection.execute("SELECT cells FROM base WHERE report = ?", (head.id,)).fetchone()
        cells = _DECODER.decode(row[0])
        self._remember(head, cells)
        return cells

    def _remember(self, head: Head, cells: dict[str, str]) -> None:
        self._bases.pop(head.id, None)
        self._bases[head.id] = (head.base_stamp, cells)
        if len(self._bases) > _CACHED:
            self._bases.pop(next(iter(self._bases)))

    def forget(self) -> None:
        """Drop what is kept in memory: after a transaction that did not commit, it may be wrong."""
        self._bases.clear()

    def overlay(self, head: Head) -> dict[str, str | None]:
        """Addresses whose value here differs from base; None is a value removed."""
        # One row of JSON is read in half the time of a row for each cell.
        row = self._database.connection.execute(
            "SELECT json_group_object(address, value) FROM cell WHERE report = ?", (head.id,)
        ).fetchone()
        return _OVERLAY_DECODER.decode(row[0])

    def free_rows(self, report_id: int) -> set[str]:
        """`table/row` of a report's free rows that are here or in base."""
        if not self._database.number(_ANY_FREE_ROW, (report_id,)):
            return set()
        head = self.head_by_id(report_id)
        # The last condition is the index's, word by word.
        found = self._database.execute(
            "SELECT address FROM cell INDEXED BY cell_free_row"
            f" WHERE report = ? AND value IS NOT NULL AND substr(address, -5) = '/{ROW}'",
            (head.id,),
        )
        addresses = [str(address) for (address,) in found]
        return {row_of(address) for address in (*self.base(head), *addresses) if is_row_head(address)}

    def mine(self, head: Head) -> dict[str, str]:
        """What this office sees."""
        return lay_over(self.base(head), self.overlay(head))

    def going(self, head: Head) -> dict[str, str]:
        """What central will hold once everything on its way has arrived: mine, less what waits for a person here."""
        cells = self.mine(head)
        if not (head.conflicts or head.refused):
            return cells
        stopped = {
            address
            for (address,) in self._database.execute(
                "SELECT address FROM conflict WHERE report = ?1 AND state = 'open' AND origin = 'merge'"
                " UNION SELECT c.address FROM refused_cell c JOIN refused r ON r.id = c.entry"
                " WHERE r.report = ?1 AND r.state = 'open' AND c.open",
                (head.id,),
            )
        }
        rows = {row_of(address) for address in stopped if is_row_head(address)}
        base = self.base(head)
        for address in cells.keys() | base.keys():
            if address in stopped or row_of(address) in rows:
                if address in base:
                    cells[address] = base[address]
                else:
                    cells.pop(address, None)
        return cells

    def value(self, head: Head, address: str) -> str | None:
        """One cell of mine."""
        row = self._database.connection.execute(
            "SELECT value FROM cell WHERE report = ? AND address = ?", (head.id, address)
        ).fetchone()
        if row is not None:
            value: str | None = row[0]
            return value
        return self.base(head).get(address)

    def set_values(self, head: Head, values: Mapping[str, str | None]) -> None:
        """Write cells of mine; a cell that is back at its base value leaves the overlay."""
        base = self.base(head)
        differing = [(head.id, address, value) for address, value in values.items() if base.get(address) != value]
        agreed = [(head.id, address) for address, value in values.items() if base.get(address) == value]
        if differing:
            self._database.executemany(
                "INSERT OR REPLACE INTO cell (report, address, value) VALUES (?, ?, ?)", differing
            )
        if agreed:
            self._database.executemany("DELETE FROM cell WHERE report = ? AND address = ?", agreed)
        if any(address.startswith(FILE) for address in values):
            self._use_files(head, self.mine(head))

    def replace(
        self,
        before: Head,
        after: Head,
        base: dict[str, str] | None,
        mine: Mapping[str, str],
        overlay: Mapping[str, str | None],
    ) -> None:
        """Write a report as it stands in memory: `after` in place of `before`, a new base or None for the old one.

        `overlay` is what is in the file. The digest of ours moves too. To be called within `written_together`.
        """
        assert self._together is not None, "reports are written together"
        if base is not None:
            spelled = content_bytes(base)
            self._together.bases.append((spelled, after.id))
            after.base_content = spelled_content_hash(after.base_form, spelled)
            after.base_stamp = before.base_stamp + 1
            self._remember(after, base)
        differing = difference(self.base(after), mine)
        if differing:
            self._write_overlay(after, overlay, differing)
        elif overlay:
            self._together.agreed.append((after.id,))
        self._use_files(after, mine)
        after.touch = before.touch + 1
        changes = {name: getattr(after, name) for name in _NAMES if getattr(after, name) != getattr(before, name)}
        self.update(after, **changes)
        self._move_digest(self._term(before), self._term(after))

    def _write_overlay(self, head: Head, old: Mapping[str, str | None], new: Mapping[str, str | None]) -> None:
        gone = [(head.id, address) for address in old.keys() - new.keys()]
        written = [
            (head.id, address, value) for address, value in new.items() if address not in old or old[address] != value
        ]
        if gone:
            self._database.executemany("DELETE FROM cell WHERE report = ? AND address = ?", gone)
        if written:
            self._database.executemany("INSERT OR REPLACE INTO cell (report, address, value) VALUES (?, ?, ?)", written)

    def _use_files(self, head: Head, mine: Mapping[str, str]) -> None:
        """Remember which files a report has: what may be sent, and what nobody needs any more."""
        files = {file.hash for file in attachments_of(mine)}
        known = {
            hash_ for (hash_,) in self._database.execute("SELECT hash FROM attachment_use WHERE report = ?", (head.id,))
        }
        if files != known:
            self._database.execute("DELETE FROM attachment_use WHERE report = ?", (head.id,))
            self._database.executemany(
                "INSERT INTO attachment_use (hash, report) VALUES (?, ?)", [(hash_, head.id) for hash_ in sorted(files)]
            )

    def move_head(self, head: Head, **changes: str | int) -> None:
        """Move the head where the base's cells stay: its revision, its place in the scope. The digest moves too."""
        old_term = self._term(head)
        self.update(head, **changes)
        self._move_digest(old_term, self._term(head))

    def _term(self, head: Head) -> int | None:
        """The head's term of the digest; None where it has none (central has no revision, or out of scope)."""
        if not head.base_rev or not head.in_scope:
            return None
        return digest_term(parse_report_key(head.key), head.base_rev, head.base_content)

    @contextmanager
    def written_together(self) -> Iterator[None]:
        """Writes the reports that the block replaces: what is alike of them one after the other, the digest once."""
        before = self.digest()
        self._together = together = _Together(before)
        try:
            yield
            # The overlays first: their pages are taken by the bases.
            self._database.executemany("DELETE FROM cell WHERE report = ?", together.agreed)
            self._database.executemany("UPDATE base SET cells = ? WHERE report = ?", together.bases)
            if together.digest != before:
                self._keep_digest(together.digest)
        finally:
            self._together = None

    def digest(self) -> Digest:
        """Digest of the base copies in scope."""
        if self._together is not None:
            return self._together.digest
        row = self._database.connection.execute("SELECT ours_sum, ours_count FROM position").fetchone()
        return Digest(sum=row[0], count=row[1])

    def counted_digest(self) -> Digest:
        """The same, added up anew: for the doctor."""
        digest = EMPTY_DIGEST
        for (report_id,) in self._database.execute("SELECT id FROM report WHERE base_rev > 0 AND in_scope").fetchall():
            term = self._term(self.head_by_id(report_id))
            digest = add_to_digest(digest, added=term or 0, count=1)
        return digest

    def _move_digest(self, old: int | None, new: int | None) -> None:
        if old == new:
            return
        moved = add_to_digest(
            self.digest(), added=new or 0, removed=old or 0, count=(new is not None) - (old is not None)
        )
        if self._together is None:
            self._keep_digest(moved)
        else:
            self._together.digest = moved

    def _keep_digest(self, digest: Digest) -> None:
        self._database.execute("UPDATE position SET ours_sum = ?, ours_count = ?", (digest.sum, digest.count))


def difference(base: Mapping[str, str], mine: Mapping[str, str]) -> dict[str, str | None]:
    """The overlay that makes `mine` of `base`."""
    if base == mine:
        return {}
    overlay: dict[str, str | None] = {address: value for address, value in mine.items() if base.get(address) != value}
    overlay.update((address, None) for address in base.keys() - mine.keys())
    return overlay


def state_after(base: str, kinds: Iterable[Kind]) -> State:
    """The state once acts on their way have happened; one that the state does not allow counts as nothing."""
    state = State(base)
    for kind in kinds:
        try:
            state = step(state, kind)
        except StateError:
            continue
    return state
