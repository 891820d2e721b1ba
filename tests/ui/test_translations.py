"""Every word of the window has its English, and the compiled files are those of the sources."""

from __future__ import annotations

import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from app.resources import resource_path
from ui.translation import Translation
from ui.words import language, translate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    # Loaded by its path: a package named `packaging` would hide the library of that name.
    spec = importlib.util.spec_from_file_location("translations_tool", ROOT / "packaging" / "translations.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(path: Path) -> dict[tuple[str, str], ElementTree.Element]:
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found[(context.findtext("name", ""), message.findtext("source", ""))] = translation
    return found


def test_the_english_file_holds_every_text_of_the_window_and_no_other(tool: ModuleType, tmp_path: Path) -> None:
    kept = resource_path("translations", "sobaocao_en.ts")
    fresh = tmp_path / "sobaocao_en.ts"
    shutil.copy(kept, fresh)
    tool.update(fresh)
    assert messages(fresh).keys() == messages(kept).keys()


def test_every_text_is_translated_with_the_same_figures_in_it() -> None:
    wrong = []
    for (context, source), translation in messages(resource_path("translations", "sobaocao_en.ts")).items():
        text = translation.text or ""
        if not text or translation.get("type") or set(re.findall(r"{\w+}", text)) != set(re.findall(r"{\w+}", source)):
            wrong.append((context, source))
    assert wrong == []


@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_compiled_file_says_what_the_source_says(code: str, qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load(str(resource_path("translations", f"sobaocao_{code}.qm")))
    for (context, source), translation in messages(resource_path("translations", f"sobaocao_{code}.ts")).items():
        assert translator.translate(context, source) == translation.text


def test_choosing_a_language_changes_what_is_said_and_back(qapp: QCoreApplication) -> None:
    translation = Translation(qapp)
    translation.choose("en")
    assert (language(), translate("State", "Đang lập")) == ("en", "Draft")
    translation.choose("vi")
    assert (language(), translate("State", "Đang lập")) == ("vi", "Đang lập")


def test_a_language_without_a_file_is_vietnamese(qapp: QCoreApplication) -> None:
    Translation(qapp).choose("fr")
    assert translate("State", "Đang lập") == "Đang lập"
