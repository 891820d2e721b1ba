"""A failure is told by its place in the program, never by what it was working on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import StoreError
from app.services.redaction import FRAMES_MAX, Redactor

NAME = "Nguyễn Thị An"
REDACTOR = Redactor({Path("/home/an/.local/share/SoBaoCao"): "<data>", Path("/home/an"): "~"})


def raised(make) -> BaseException:  # type: ignore[no-untyped-def]  # any call that raises
    try:
        make()
    except BaseException as error:  # noqa: BLE001  whatever it is, is looked at
        return error
    raise AssertionError("nothing was raised")


MESSAGES = [
    # name, error, told
    ("a value", ValueError(f"invalid literal for int(): {NAME!r}"), ""),
    ("a key", KeyError(NAME), ""),
    ("an assertion", AssertionError(NAME), ""),
    ("a file", FileNotFoundError(2, "No such file", f"/home/an/{NAME}.xlsx"), "errno 2"),
    ("ours", StoreError("store.full", path=NAME), "store.full"),
    ("an attribute", AttributeError("'NoneType' object has no attribute 'key'"), None),
    ("an import", ImportError("no name 'x' in (/home/an/y/z.py)"), "no name 'x' in (…)"),
]


@pytest.mark.parametrize(("error", "told"), [case[1:] for case in MESSAGES], ids=[case[0] for case in MESSAGES])
def test_an_error_says_only_what_is_about_the_program(error: BaseException, told: str | None) -> None:
    assert REDACTOR.message(error) == (str(error) if told is None else told)


def test_places_are_named_inside_the_program_and_outside_by_their_file_alone() -> None:
    lines = REDACTOR.lines(raised(lambda: json.loads("{" + NAME)))
    assert lines[0].startswith("  tests/app/services/test_redaction.py:")
    assert any(line.startswith("  json/decoder.py:") for line in lines)
    assert lines[-1] == "json.decoder.JSONDecodeError"
    assert NAME not in "\n".join(lines)


def test_what_an_error_arose_from_comes_before_it() -> None:
    def fail() -> None:
        try:
            {}[NAME]
        except KeyError as exc:
            raise StoreError("store.damaged", path=NAME) from exc

    kinds = [line for line in REDACTOR.lines(raised(fail)) if not line.startswith("  ")]
    assert kinds == ["builtins.KeyError", "app.errors.StoreError: store.damaged"]


def test_a_bottomless_recursion_is_told_in_few_lines() -> None:
    def dive() -> None:
        dive()

    assert len(REDACTOR.lines(raised(dive))) <= FRAMES_MAX + 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("not read: /home/an/.local/share/SoBaoCao/settings.json", "not read: <data>/settings.json"),
        ("not read: /home/an/Tài liệu/x", "not read: ~/Tài liệu/x"),
        ("cycle ended outcome=done", "cycle ended outcome=done"),
    ],
)
def test_folders_that_tell_who_it_is_are_not_told(text: str, told: str) -> None:
    assert REDACTOR.text(text) == told


def test_the_root_of_a_disk_stands_for_nobody() -> None:
    assert Redactor({Path("/"): "~"}).text("a/b") == "a/b"
