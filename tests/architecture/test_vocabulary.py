"""Words that screens and messages never use, because they mean something else to an official."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEVER = {
    re.compile(r"trung ương", re.IGNORECASE): "a level of government; the server is “hệ thống”",
    re.compile(r"\bbạn\b", re.IGNORECASE): "the official style addresses nobody so",
    re.compile(r"\bserver\b|máy chủ(?! trung gian)", re.IGNORECASE): "the server is “hệ thống”",
}
LEVEL_NAMES = {"Trung ương"}


def vietnamese_texts() -> list[tuple[str, str]]:
    found = [
        (path.name, line)
        for path in (ROOT / "resources" / "messages").glob("*.vi.toml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    for path in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "translate" and len(node.args) > 1:
                text = node.args[1]
                if isinstance(text, ast.Constant):
                    found.append((str(path.relative_to(ROOT)), str(text.value)))
    return found


def test_no_screen_and_no_message_uses_a_word_that_means_something_else() -> None:
    texts = vietnamese_texts()
    assert len(texts) > 200
    bad = [
        (where, text, why)
        for where, text in texts
        for word, why in NEVER.items()
        if word.search(text) and text not in LEVEL_NAMES
    ]
    assert bad == []
