"""Opening a store whose key is gone by the printed code: says how it went. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from app.errors import AppError
from ui.presenters.phrases import error_words
from ui.presenters.ports import Apart
from ui.words import translate

Recover = Callable[[str], None]
"""(the code as it was typed): opens the store by it and keeps its key. Slow; raises AppError."""


class RecoveryView(Protocol):
    """What the dialog can show."""

    def show_busy(self, sentence: str) -> None:
        """The field rests; empty for not busy."""
        ...

    def show_problem(self, sentence: str) -> None:
        """What went wrong; empty for nothing."""
        ...

    def show_open(self) -> None:
        """The store is open."""
        ...


class RecoveryPresenter:
    """Decides what the dialog says."""

    def __init__(self, view: RecoveryView, apart: Apart, recover: Recover) -> None:
        self._view = view
        self._apart = apart
        self._recover = recover
        self._is_busy = False

    def ask(self, code: str) -> None:
        """Open the store by the code that was typed."""
        if self._is_busy:
            return
        missing = "" if code.strip() else translate("Recovery", "Xin nhập mã khôi phục trên bản đã in.")
        self._view.show_problem(missing)
        if missing:
            return
        self._is_busy = True
        self._view.show_busy(translate("Recovery", "Đang mở kho dữ liệu…"))
        self._apart(lambda: self._recover(code), self._on_done, self._on_failed)

    def _on_done(self, _: object) -> None:
        self._end()
        self._view.show_open()

    def _on_failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, AppError) and error.code == "store.wrong_key":
            # The code is one that some computer was given: only not this one, or not for this store.
            self._view.show_problem(
                translate(
                    "Recovery",
                    "Mã này không phải của kho dữ liệu trên máy này. Không có gì bị thay đổi. "
                    "Xin tìm bản in của đúng máy này.",
                )
            )
        else:
            self._view.show_problem(error_words(error))

    def _end(self) -> None:
        self._is_busy = False
        self._view.show_busy("")
