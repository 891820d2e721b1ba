"""How modules come in beside Qt."""

from __future__ import annotations

import builtins


def import_plainly() -> None:
    """Have `import` no longer read the source of every module that comes in, which PySide does.

    It looks there for a use of its `__feature__` switches. This program has none, and its start brings in a hundred
    modules.
    """
    import PySide6.QtCore  # noqa: F401  puts its own `import` before the one it found; once, so that it comes first

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
