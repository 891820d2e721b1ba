"""The forms that are here, unpacked once each."""

from __future__ import annotations

from app.domain.forms.definition import FormDefinition
from app.domain.forms.packing import pack_form, unpack_form
from app.errors import FormError
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

    def get(self, form_hash: str) -> FormDefinition:
        """The definition. Raises FormError `form.missing` where its package is not here yet."""
        form = self.find(form_hash)
        if form is None:
            raise FormError("form.missing", hash=form_hash[:12])
        return form

    def put(self, form: FormDefinition) -> str:
        """Keep a definition's package in the store; its hash."""
        package = pack_form(form)
        kept = unpack_form(package)
        self._store.add_form(kept.hash, package)
        self._known[kept.hash] = kept
        return kept.hash
