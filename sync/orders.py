"""The declared cell orders of the forms here, and which forms central cannot read by number."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import InputError
from sync.cells import FormOrder, form_order


class FormOrders:
    """Form package hash -> declared cell order; unpacked once each."""

    def __init__(self, package: Callable[[str], bytes | None]) -> None:
        """`package` gives a form package by its hash, None where it is not here."""
        self._package = package
        self._known: dict[str, FormOrder | None] = {}
        self._spelled_out: set[str] = set()

    def __call__(self, package: str) -> FormOrder | None:
        """The order, None where the package is not here or is none."""
        if package not in self._known:
            self._known[package] = self._unpack(package)
        return self._known[package]

    def for_sending(self, package: str) -> FormOrder | None:
        """The same; None too where central asked for addresses."""
        return None if package in self._spelled_out else self(package)

    def spell_out(self, package: str) -> bool:
        """From here on cells of this form are sent by address; whether that is new."""
        if not package or package in self._spelled_out:
            return False
        self._spelled_out.add(package)
        return True

    def forget_missing(self) -> None:
        """A package that was not here may have come."""
        self._known = {package: order for package, order in self._known.items() if order is not None}

    def _unpack(self, package: str) -> FormOrder | None:
        data = self._package(package)
        if data is None:
            return None
        from app.domain.forms.packing import unpack_form

        try:
            return form_order(unpack_form(data))
        except InputError:
            return None
