"""Words by code: found group by group, as they stand in the files."""

from __future__ import annotations

import tomllib

import pytest

from app.messages import LANGUAGES, catalogue, words
from app.resources import resource_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_what_the_whole_files_say(language: str) -> None:
    said = {}
    for path in resource_path("messages").glob(f"*.{language}.toml"):
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            said |= {f"{group}.{name}": entry for name, entry in entries.items()}
    assert catalogue(language) == said


def test_an_unknown_code_is_shown_as_itself_and_another_language_is_refused() -> None:
    assert str(words("nothing.here", {})) == "nothing.here"
    assert str(words("nogroup", {})) == "nogroup"
    with pytest.raises(KeyError):
        words("store.busy", {}, language="fr")
