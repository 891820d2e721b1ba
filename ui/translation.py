"""Qt Linguist's files, and the languages there are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from app.resources import resource_path
from ui.words import SOURCE_LANGUAGE, use_language

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
"""Code -> the language's own name."""


class Translation:
    """The language in use. Create it with the application; `choose` holds for every text made afterwards."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._translators: list[QTranslator] = []

    def choose(self, language: str) -> None:
        """Use a language; one without a file leaves the Vietnamese source."""
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators.clear()
        code = language if language in LANGUAGES else SOURCE_LANGUAGE
        translator = QTranslator(self._app)
        if translator.load(str(resource_path("translations", f"sobaocao_{code}.qm"))):
            self._app.installTranslator(translator)
            self._translators.append(translator)
        use_language(code, None if code == SOURCE_LANGUAGE else QCoreApplication.translate)
