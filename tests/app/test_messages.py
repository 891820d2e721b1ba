"""Words by code: found group by group, as they stand in the files."""

from __future__ import annotations

import tomllib

import pytest

from app.messages import LANGUAGES, catalogue, unsaid, words
from app.resources import resource_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_what_the_whole_files_say(language: str) -> None:
    said = {}
    for path in resource_path("messages").glob(f"*.{language}.toml"):
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            said |= {f"{group}.{name}": entry for name, entry in entries.items()}
    assert catalogue(language) == said


def test_an_unknown_code_is_said_to_be_one_and_another_language_is_refused() -> None:
    vi, en = words("nothing.here", {}), words("nogroup", {}, language="en")
    assert vi.what == "Có một việc mà bản chương trình này chưa giải thích được (mã nothing.here)."
    assert en.what == "Something happened that this version of the program cannot explain (code nogroup)."
    with pytest.raises(KeyError):
        words("store.busy", {}, language="fr")


@pytest.mark.parametrize(
    ("code", "params", "left"),
    [
        ("update.self_test", {"version": "0.2.0", "check": "store, window"}, {"check": "store, window"}),
        ("update.no_file", {"path": "content/ab12"}, {}),
        ("nothing.here", {"detail": "x"}, {"detail": "x"}),
        ("store.busy", {}, {}),
    ],
)
def test_what_the_words_do_not_name_is_left_to_whoever_looks_after_the_computer(
    code: str, params: dict[str, object], left: dict[str, object]
) -> None:
    assert unsaid(code, params) == left
