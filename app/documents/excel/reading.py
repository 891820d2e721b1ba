"""Reading a workbook without trusting it: a process of its own, with little time and memory, gives back plain cells."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from app.domain.forms.drafting.workbook import Workbook
from app.errors import InputError

TIMEOUT_S = 20.0
MEMORY_BYTES_MAX = 1_500_000_000
"""Address space of the reading process, where the system can limit it."""

_LOOK_S = 0.1
"""How often a reader that can be stopped is asked."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the reading process found."""

    workbook: Workbook | None = None
    """The workbook; None where it was refused."""
    code: str = ""
    """Why it was refused."""
    params: Mapping[str, str | int] = {}
    """The figures of that code's words."""


def read_workbook(
    path: Path,
    *,
    timeout_s: float = TIMEOUT_S,
    meanwhile: Callable[[], None] = lambda: None,
    stopped: Callable[[], bool] | None = None,
) -> Workbook:
    """The content of an .xlsx file; `meanwhile` is called here while the other process reads.

    `stopped` is asked ten times a second; once it says so, the other process is ended. Raises InputError
    `workbook.*`: no file, no workbook, dangerous, too much for `timeout_s` seconds, or `workbook.stopped`.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(str(path), sender), daemon=True)
    process.start()
    sender.close()
    try:
        meanwhile()
        if not _answers(receiver, timeout_s, stopped):
            raise InputError("workbook.too_slow", path=str(path), seconds=round(timeout_s))
        outcome = msgspec.msgpack.decode(receiver.recv_bytes(), type=Outcome)
    except (EOFError, OSError, msgspec.DecodeError) as error:
        # Why: a process that ran out of memory or crashed inside a library ends without a word.
        raise InputError("workbook.broke_off", path=str(path)) from error
    finally:
        receiver.close()
        process.kill()
        process.join()
    if outcome.workbook is None:
        raise InputError(outcome.code, **outcome.params)
    return outcome.workbook


def _answers(receiver: Connection, timeout_s: float, stopped: Callable[[], bool] | None) -> bool:
    """Whether an answer comes in time. Raises InputError `workbook.stopped`."""
    if stopped is None:
        return receiver.poll(timeout_s)
    for _ in range(max(round(timeout_s / _LOOK_S), 1)):
        if stopped():
            raise InputError("workbook.stopped")
        if receiver.poll(_LOOK_S):
            return True
    return False


def _answer(path: str, sender: Connection) -> None:
    """The reading process."""
    _limit_memory()
    with contextlib.suppress(BrokenPipeError):
        sender.send_bytes(msgspec.msgpack.encode(_outcome(Path(path))))
    sender.close()


def _outcome(path: Path) -> Outcome:
    from app.documents.excel.guard import check_package
    from app.documents.excel.parsing import parse_workbook

    try:
        check_package(path)
        return Outcome(workbook=parse_workbook(path))
    except InputError as error:
        params = {name: value if isinstance(value, int) else str(value) for name, value in error.params.items()}
        return Outcome(code=error.code, params=params)
    except Exception as error:  # noqa: BLE001
        # Why all: this is the process's edge, and the library raises whatever a damaged part provokes.
        problem = f"{type(error).__name__}: {error}"[:200]
        return Outcome(code="workbook.damaged", params={"path": str(path), "problem": problem})


def _limit_memory() -> None:
    """Limit this process's memory where the system offers it (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
