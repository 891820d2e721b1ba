"""Every error raised on purpose.

    AppError                  app.*      code is stable, words come from resources/messages
    ├── InputError                       somebody gave us something we cannot use; nothing was changed
    │   ├── FormError         form.*     a form definition (file, line, column)
    │   ├── RelationError     relation.* a printed relation (line, column in its text)
    │   ├── CellError         value.*    a value that cannot stand in its cell
    │   └── PeriodError       period.*
    ├── StoreError            store.*    the local store cannot be used
    ├── SyncError             sync.*     an exchange did not happen; the work stays here
    │   ├── TransientError               try later by yourself
    │   └── PermanentError               a person has to act
    └── StateError            report.*   an act that the report's state does not allow

A code is never translated and never reused. `params` are the figures its words need; they hold no
secret and no person's data, because they are logged.
"""

from __future__ import annotations

from typing import ClassVar


class AppError(Exception):
    """Root of every error we raise on purpose."""

    default_code: ClassVar[str] = "app.error"

    def __init__(self, code: str | None = None, **params: object) -> None:
        self.code: str = code or self.default_code
        self.params: dict[str, object] = params
        super().__init__(self.code + "".join(f" {name}={value}" for name, value in params.items()))


class InputError(AppError):
    """What was given cannot be used; nothing was changed."""

    default_code = "app.input"


class FormError(InputError):
    """A form definition is wrong. params: path, line, column (1-based), where known."""

    default_code = "form.invalid"


class RelationError(InputError):
    """A relation's text is wrong. params: text, line, column (1-based, inside the text)."""

    default_code = "relation.syntax"


class CellError(InputError):
    """A value cannot stand in its cell. params: text, address."""

    default_code = "value.type"


class PeriodError(InputError):
    """A period code or window rule is wrong. params: text."""

    default_code = "period.invalid"


class StoreError(AppError):
    """The local store cannot be opened or written."""

    default_code = "store.error"


class StateError(AppError):
    """The report's state does not allow this act."""

    default_code = "report.state"


class SyncError(AppError):
    """An exchange did not happen, or was refused; the work stays on this machine."""

    default_code = "sync.error"

    def __init__(self, code: str | None = None, **params: object) -> None:
        super().__init__(code, **params)
        self.bytes_up = 0
        """What went before it failed, without TLS; its words do not tell it."""
        self.bytes_down = 0


class TransientError(SyncError):
    """The world failed for the moment; the engine tries again by itself."""

    default_code = "sync.unreachable"


class PermanentError(SyncError):
    """Trying again changes nothing until a person acts."""

    default_code = "sync.refused"
