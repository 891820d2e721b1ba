"""Setting this computer up with the system: asks for address and code, says how it went. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app.errors import AppError
from app.messages import explain
from ui.words import language, translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """Whom this computer belongs to from now on."""

    person_name: str
    unit_name: str
    recovery_code: str


Enrol = Callable[[str, str, str], Enrolled]
"""(address, one-time code, the computer's name) -> whom it belongs to. Slow; raises AppError."""


class Errand(Protocol):
    """Runs slow work elsewhere and brings the answer back."""

    def run(
        self, work: Callable[[], Enrolled], done: Callable[[Enrolled], None], failed: Callable[[Exception], None]
    ) -> None:
        """Exactly one of `done` and `failed` is called later."""
        ...


class EnrolmentView(Protocol):
    """What the dialog can show."""

    def show_busy(self, sentence: str) -> None:
        """The fields rest; empty for not busy."""
        ...

    def show_problem(self, sentence: str) -> None:
        """What went wrong; empty for nothing."""
        ...

    def show_done(self, welcome: str, recovery_code: str) -> None:
        """It is done; the code is shown this once."""
        ...


class EnrolmentPresenter:
    """Decides what the dialog says."""

    def __init__(self, view: EnrolmentView, errand: Errand, enrol: Enrol, *, anew: bool = False) -> None:
        """`anew` where this computer belonged to an office already."""
        self._anew = anew
        self._view = view
        self._errand = errand
        self._enrol = enrol
        self._busy = False

    def ask(self, address: str, code: str, name: str) -> None:
        """Enrol with what was typed."""
        address, code, name = address.strip(), "".join(code.split()).upper(), name.strip()
        missing = next(
            (
                said
                for value, said in (
                    (address, translate("Enrolment", "Xin nhập địa chỉ của hệ thống.")),
                    (code, translate("Enrolment", "Xin nhập mã cài đặt do người quản trị cấp.")),
                    (name, translate("Enrolment", "Xin đặt tên cho máy này.")),
                )
                if not value
            ),
            "",
        )
        self._view.show_problem(missing)
        if missing or self._busy:
            return
        self._busy = True
        self._view.show_busy(translate("Enrolment", "Đang kết nối với hệ thống…"))
        self._errand.run(lambda: self._enrol(address, code, name), self._on_done, self._on_failed)

    def _on_done(self, enrolled: Enrolled) -> None:
        self._busy = False
        self._view.show_busy("")
        welcome = translate("Enrolment", "Máy này đã được cài đặt cho {person}, {unit}.")
        self._view.show_done(
            welcome.format(person=enrolled.person_name, unit=enrolled.unit_name), enrolled.recovery_code
        )

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        self._view.show_busy("")
        said = explain(error if isinstance(error, AppError) else AppError(), language=language())
        # Where nothing was typed on this computer yet, what is safe need not be said.
        safe = said.safe if self._anew else ""
        self._view.show_problem(" ".join(part for part in (said.what, safe, said.do) if part))
