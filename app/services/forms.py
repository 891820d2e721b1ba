"""The forms that are here, unpacked once each."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.exchange import ObligationChange
from app.domain.forms.definition import FormDefinition
from app.domain.forms.packing import pack_form, unpack_form
from app.errors import FormError, StateError
from app.store.records import StoredReport
from app.store.store import Store


class FormShelf:
    """Form definitions by the hash of their package."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, FormDefinition] = {}

    def find(self, form_hash: str) -> FormDefinition | None:
        """The definition, or None where its package is not here yet. Raises FormError `form.package`."""
        form = self._known.get(form_hash)
        if form is None:
            package = self._store.form_package(form_hash)
            if package is None:
                return None
            form = self._known[form_hash] = unpack_form(package)
        return form

    def fetch(self, hashes: Iterable[str]) -> None:
        """Have these at hand, as many as are here: to look for all is quicker than for one after the other.

        Raises FormError `form.package`.
        """
        packages = self._store.form_packages(set(hashes) - self._known.keys())
        self._known |= {form_hash: unpack_form(package) for form_hash, package in packages.items()}

    def get(self, form_hash: str) -> FormDefinition:
        """The definition. Raises FormError `form.missing` where its package is not here yet."""
        form = self.find(form_hash)
        if form is None:
            raise FormError("form.missing", hash=form_hash[:12])
        return form

    def of(self, report: StoredReport | None, owed: ObligationChange | None) -> FormDefinition:
        """What a report is filled by: its own edition once it is begun, else the one it is owed by.

        Raises StateError `report.unknown` where there is neither, and as `get` does.
        """
        if report is not None:
            return self.get(report.form)
        if owed is None:
            raise StateError("report.unknown")
        return self.get(owed.form)

    def between(self, first: FormDefinition, last: FormDefinition) -> list[FormDefinition]:
        """The editions of a form from one to another, each next to the one it follows, or that follows it.

        The two alone where no such way is told by the packages here.
        """
        older, newer = sorted((first, last), key=lambda form: form.age)
        way = [newer]
        while way[-1].follows != older.edition:
            before = self._edition(newer.code, way[-1].follows) if older.edition != newer.edition else None
            if before is None or before in way:
                return [first, last]
            way.append(before)
        way.append(older)
        return way if way[0] is first else way[::-1]

    def _edition(self, code: str, edition: str) -> FormDefinition | None:
        """An edition of a form, as it came last; None for none."""
        if not edition:
            return None
        forms = (self.find(form_hash) for form_hash in self._store.forms())
        return next((form for form in forms if form and (form.code, form.edition) == (code, edition)), None)

    def put(self, form: FormDefinition) -> str:
        """Keep a definition's package in the store; its hash."""
        package = pack_form(form)
        kept = unpack_form(package)
        self._store.add_form(kept.hash, package)
        self._known[kept.hash] = kept
        return kept.hash
