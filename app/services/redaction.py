"""What may be written about a failure where a stranger may read it: which code it was, never what it was working on."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType

from app.errors import AppError

FRAMES_MAX, CHAIN_MAX, MESSAGE_MAX = 40, 5, 300
_ABOUT_CODE = (AttributeError, ImportError, NameError, NotImplementedError, RecursionError, TypeError)
"""Errors whose own text speaks of names in the program; any other's may quote what a person typed."""
# Compiled when first asked for, as `re` keeps them: a run that goes well has no use for them.
_PROGRAM = r"^.*/(?:site-packages|_internal|python3\.\d+)/"
_ROOT = Path(__file__).resolve().parents[2].as_posix() + "/"
_PATH = r"(?:[A-Za-z]:)?(?:[\\/][^\\/\s'\"():,;]+){2,}[\\/]?"


class Redactor:
    """Knows the folders that tell who the person is."""

    def __init__(self, folders: Mapping[Path, str]) -> None:
        """`folders` -> what stands for each in a text."""
        spelled = {str(folder): word for folder, word in folders.items() if len(folder.parts) > 1}
        spelled |= {text.replace("\\", "/"): word for text, word in spelled.items()}
        # The longest first: the data folder lies inside the home folder.
        self._words = sorted(spelled.items(), key=lambda pair: -len(pair[0]))

    def text(self, text: str) -> str:
        """A line of a log without folders that tell who the person is."""
        for folder, word in self._words:
            text = text.replace(folder, word)
        return text

    def message(self, error: BaseException) -> str:
        """What an error may say of itself: our code, the system's number, names in the program; or nothing."""
        if isinstance(error, AppError):
            return error.code
        if isinstance(error, OSError):
            return f"errno {error.errno}"
        if isinstance(error, _ABOUT_CODE):
            return re.sub(_PATH, "…", str(error))[:MESSAGE_MAX]
        return ""

    def lines(self, error: BaseException, trace: TracebackType | None = None) -> list[str]:
        """The error with the places it came through, the innermost last; what it arose from comes before it."""
        told: list[str] = []
        for each in reversed(list(_chain(error))):
            told += _places(trace if each is error and trace else each.__traceback__)
            said = self.message(each)
            told.append(f"{type(each).__module__}.{type(each).__qualname__}" + (f": {said}" if said else ""))
        return told


def _chain(error: BaseException) -> Iterator[BaseException]:
    following: BaseException | None = error
    for _ in range(CHAIN_MAX):
        if following is None:
            return
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def _places(trace: TracebackType | None) -> list[str]:
    frames = [
        f"  {_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]
    if len(frames) > FRAMES_MAX:
        left_out = len(frames) - FRAMES_MAX
        frames = [*frames[: FRAMES_MAX // 2], f"  … {left_out} more", *frames[-FRAMES_MAX // 2 :]]
    return frames


def _short(path: str) -> str:
    """A file of the program as it is called inside it; of any other, its name alone."""
    inside = re.sub(_PROGRAM, "", path.replace("\\", "/").removeprefix(_ROOT))
    is_elsewhere = inside.startswith("/") or ":" in inside
    return inside.rpartition("/")[2] if is_elsewhere else inside
