"""Words of the window, without Qt: the source text is Vietnamese, another language comes from a translator.

Every text a person reads is written `translate("Context", "Nguồn tiếng Việt")`, in presenters and widgets
alike, so Qt Linguist finds it and a presenter's words are tested without Qt. A figure is put in after
translating: `translate("Sync", "{count} thay đổi chờ đồng bộ").format(count=3)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec

Translator: TypeAlias = Callable[[str, str], str]
"""(context, source) -> text in the chosen language."""

SOURCE_LANGUAGE = "vi"


class _Chosen(msgspec.Struct):
    language: str = SOURCE_LANGUAGE
    translator: Translator | None = None


_chosen = _Chosen()


def translate(context: str, source: str) -> str:
    """`source` in the chosen language; `source` itself where there is no translation."""
    return _chosen.translator(context, source) if _chosen.translator else source


def language() -> str:
    """The chosen language, "vi" or "en"; what app.messages takes."""
    return _chosen.language


def use_language(code: str, translator: Translator | None) -> None:
    """Choose the language of every text made from here on; None leaves the source text."""
    _chosen.language = code
    _chosen.translator = translator
