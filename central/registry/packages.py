"""Form packages: what central distributes, and judges by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.forms.catalogue import pack_form, unpack_form
from app.domain.forms.definition import FormDefinition
from app.errors import InputError
from central.databases import Database
from central.intake.feed import EVERYBODY, FeedRow, ItemKind, publish
from central.registry.known import raise_version
from sync.wire import FormOrder, form_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A form package that central knows."""

    form: FormDefinition
    order: FormOrder
    """Declared cell order, which the wire numbers cells by."""


class FormShelf:
    """The form packages in the database, unpacked at first use."""

    def __init__(self, db: Database, unpacked: dict[str, Package] | None = None) -> None:
        self._db = db
        # A package never changes under its hash and is never taken away, so whoever opens a database may keep them.
        self._unpacked = {} if unpacked is None else unpacked

    def package(self, package: str) -> Package | None:
        """The package with this hash, or None where central does not have it."""
        known = self._unpacked.get(package)
        if known is None:
            row = self._db.row("SELECT package FROM registry_form WHERE hash = %s", package)
            if row is None:
                return None
            form = unpack_form(bytes(row[0]))
            known = self._unpacked[package] = Package(form=form, order=form_order(form))
        return known

    def form(self, package: str) -> FormDefinition | None:
        """The form in a package, or None."""
        found = self.package(package)
        return found.form if found else None

    def order(self, package: str) -> FormOrder | None:
        """The declared cell order of a package, or None."""
        found = self.package(package)
        return found.order if found else None


def close_form(db: Database, code: str, edition: str, now: int) -> int:
    """Let nothing new be written in an edition of a form; returns how many packages of it were closed by this.

    Reports of it stay, and what they hold may still be signed, sent and judged; to be typed in they move to another
    edition. Raises InputError `form.not_loaded`.
    """
    with db.writing():
        rows = db.rows("SELECT closed_at FROM registry_form WHERE code = %s AND edition = %s", code, edition)
        if not rows:
            raise InputError("form.not_loaded", form=code, edition=edition)
        db.run(
            "UPDATE registry_form SET closed_at = %s WHERE code = %s AND edition = %s AND closed_at IS NULL",
            now,
            code,
            edition,
        )
        raise_version(db)
    return sum(closed_at is None for (closed_at,) in rows)


def load_forms(db: Database, forms: Iterable[FormDefinition], now: int) -> int:
    """Make form packages known and publish them to everybody; returns how many were new."""
    with db.writing():
        rows = []
        for form in forms:
            if db.row("SELECT 1 FROM registry_form WHERE hash = %s", form.hash):
                continue
            db.run(
                "INSERT INTO registry_form (hash, code, edition, title, package, loaded_at)"
                " VALUES (%s, %s, %s, %s, %s, %s)",
                form.hash,
                form.code,
                form.edition,
                form.title,
                pack_form(form),
                now,
            )
            rows.append(FeedRow(EVERYBODY, ItemKind.FORM, form.hash, ""))
        publish(db, rows)
    return len(rows)
