"""A draft moves to another edition of its form, and back: the preview first, then one act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.domain.operations import Kind, ReportKey
from app.domain.workflow import OPEN
from app.errors import StateError
from app.services.forms import FormShelf
from app.store.records import StoredReport
from app.store.store import Store

if TYPE_CHECKING:
    from app.domain.forms.definition import FormDefinition
    from app.domain.forms.migration import Migration, Return


class Versions:
    """Moves reports of one store between the editions of their forms."""

    def __init__(self, store: Store, forms: FormShelf, author: str) -> None:
        self._store = store
        self._forms = forms
        self._author = author

    def newer(self, key: ReportKey) -> FormDefinition | None:
        """The edition that a draft is owed by, where it was begun with an older one or an older package of it.

        None where it is up to date, not begun, no longer open, or where the package is not here yet. An edition that
        a person moved on to of their own accord is never followed by an older one.
        """
        report, owed = self._store.report(key), self._store.obligation(key)
        if report is None or owed is None or report.form == owed.form or report.state not in OPEN or report.read_only:
            return None
        form, wanted = self._forms.find(report.form), self._forms.find(owed.form)
        if form is None or wanted is None or wanted.code != form.code or wanted.age < form.age:
            return None
        return wanted

    def preview(self, key: ReportKey, form_hash: str) -> Migration:
        """What would become of a report's content in another edition.

        Raises StateError `report.unknown`, FormError `form.missing`, `version.other_form`.
        """
        # Not with the rest: it brings the rules with it, which a start has no use for.
        from app.domain.forms.migration import migrate

        report = self._report(key)
        return migrate(self._forms.get(report.form), self._forms.get(form_hash), report.going)

    def move(self, key: ReportKey, form_hash: str) -> Migration:
        """Move a draft to another edition of its form; what became of it, which going back asks for.

        Raises what `preview` raises, and StateError `report.conflicts`, `report.refused` (what waits for a person is
        settled first), `report.sealed`, `report.read_only`.
        """
        self._settled(key)
        migration = self.preview(key, form_hash)
        sources = {one.new: one.old for one in migration.moved}
        self._act(key, form_hash, migration.content, sources)
        return migration

    def preview_back(self, key: ReportKey, migration: Migration) -> Return:
        """What a report that has moved would go back with. Raises StateError `report.unknown`, FormError."""
        from app.domain.forms.migration import back

        old, new = self._forms.get(migration.old), self._forms.get(migration.new)
        return back(old, new, migration, self._report(key).going)

    def move_back(self, key: ReportKey, migration: Migration) -> Return:
        """Move a draft back to the edition it came from. Raises what `preview_back` and `move` raise."""
        if self._settled(key).form != migration.new:
            raise StateError("report.changed")
        returned = self.preview_back(key, migration)
        self._act(key, migration.old, returned.content, {})
        return returned

    def _report(self, key: ReportKey) -> StoredReport:
        report = self._store.report(key)
        if report is None:
            raise StateError("report.unknown")
        return report

    def _settled(self, key: ReportKey) -> StoredReport:
        report = self._report(key)
        if report.conflicts:
            raise StateError("report.conflicts", count=len(self._store.places_asked(key)))
        if report.refused:
            raise StateError("report.refused", count=report.refused)
        return report

    def _act(self, key: ReportKey, form_hash: str, content: Mapping[str, str], sources: Mapping[str, str]) -> None:
        from app.domain.forms.migration import move_body

        body = move_body(form_hash, self._report(key).going, content)
        self._store.act(key, Kind.MOVE_VERSION, body, author=self._author, sources=sources)
