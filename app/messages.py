"""Words for stable codes, without Qt: what happened, what is safe, what to do.

Files `<part>.<language>.toml` in resources/messages; a table a group (`[value]`), an entry a code's second
half (`type`), holding `what` (always), `safe` and `do` (where they help). `{name}` stands for a parameter.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import cache

import msgspec

from app.errors import AppError
from app.resources import resource_path

LANGUAGES = ("vi", "en")
_GROUP = re.compile(r"\n\[(\w+)\](?=\n)")


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """A code in words."""

    what: str
    """What happened, one sentence."""
    safe: str
    """What is safe; empty where nothing was at risk."""
    do: str
    """What to do; empty where there is nothing to do."""

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.safe, self.do) if part)


@cache
def catalogue(language: str) -> Mapping[str, Mapping[str, str]]:
    """Code -> {what, safe, do} for `language` ("vi" or "en"). Raises KeyError for another language."""
    found: dict[str, Mapping[str, str]] = {}
    for group in _groups(language):
        found |= _entries(language, group)
    return found


@cache
def _groups(language: str) -> Mapping[str, list[str]]:
    """Group -> its lines in each file that has some. Reading them is quick, parsing is not, and a start needs few."""
    if language not in LANGUAGES:
        raise KeyError(language)
    found: dict[str, list[str]] = {}
    for path in sorted(resource_path("messages").glob(f"*.{language}.toml")):
        _, *pieces = _GROUP.split("\n" + path.read_text(encoding="utf-8"))
        for group, lines in zip(pieces[::2], pieces[1::2], strict=True):
            found.setdefault(group, []).append(lines)
    return found


@cache
def _entries(language: str, group: str) -> Mapping[str, Mapping[str, str]]:
    import tomllib  # most commands end well, without a word by code

    found: dict[str, Mapping[str, str]] = {}
    for lines in _groups(language).get(group, ()):
        found |= {f"{group}.{name}": words for name, words in tomllib.loads(lines).items()}
    return found


class _Lenient(string.Formatter):
    """A missing parameter stays visible as {name}: a sentence with a hole beats a crash while reporting one."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), f"{{{key}}}")


def words(code: str, params: Mapping[str, object], *, language: str = "vi") -> Words:
    """The words for `code` with `params` put in; of one that a newer central says, that it is not known here."""
    entry = _entries(language, code.partition(".")[0]).get(code)
    if entry is None:
        entry, params = _entries(language, "app")["app.unknown"], {"code": code}
    return Words(**{part: _filled(entry.get(part, ""), params) for part in ("what", "safe", "do")})


def unsaid(code: str, params: Mapping[str, object]) -> Mapping[str, object]:
    """Those of `params` that the words for `code` do not name: for whoever looks after the computer."""
    said = " ".join(_entries("vi", code.partition(".")[0]).get(code, {}).values())
    named = {name for _, name, _, _ in string.Formatter().parse(said)}
    return {name: value for name, value in params.items() if name not in named}


def _filled(text: str, params: Mapping[str, object]) -> str:
    # Most parts have nothing to put in, and a list of findings asks for hundreds.
    return _Lenient().vformat(text, (), params) if "{" in text or "}" in text else text


def explain(error: AppError, *, language: str = "vi") -> Words:
    """The words for an error of ours."""
    return words(error.code, error.params, language=language)
