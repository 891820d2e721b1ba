"""The words of a PDF that Qt wrote, page by page: just enough to see what is printed, and where."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_TOKEN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)> ?Tj|\b(ET)\b")


def pages_of(data: bytes) -> list[str]:
    """The text of each page, its pieces in the order they were painted."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    kids = next(body for body in objects.values() if b"/Type /Pages" in body)
    numbers = re.findall(rb"(\d+) 0 R", kids.partition(b"/Kids")[2].partition(b"]")[0])
    return [_page(objects, objects[int(number)]) for number in numbers]


def _page(objects: dict[int, bytes], page: bytes) -> str:
    resources = _referred(objects, page, b"Resources")
    fonts = {
        name.decode(): _letters(objects, objects[int(number)])
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", resources)
    }
    content = _stream(_referred(objects, page, b"Contents"))
    font: dict[int, str] = {}
    words = []
    for name, codes, ended in _TOKEN.findall(content):
        if name:
            font = fonts.get(name.decode(), {})
        elif ended:
            words.append(" ")
        words += [font.get(int(codes[at : at + 4], 16), "?") for at in range(0, len(codes), 4)]
    return " ".join("".join(words).split())


def _referred(objects: dict[int, bytes], body: bytes, key: bytes) -> bytes:
    match = re.search(rb"/" + key + rb" (\d+) 0 R", body)
    assert match, key
    return objects[int(match[1])]


def _stream(body: bytes) -> bytes:
    match = _STREAM.search(body)
    assert match
    return zlib.decompress(match[1]) if b"FlateDecode" in body else match[1]


def _letters(objects: dict[int, bytes], font: bytes) -> dict[int, str]:
    found = {}
    cmap = _stream(_referred(objects, font, b"ToUnicode")).decode("ascii", "replace")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, letter in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(code, 16)] = _text(letter)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for start, _, letters in re.findall(r"<(\w+)>\s*<(\w+)>\s*\[(.*?)\]", block, re.DOTALL):
            for offset, letter in enumerate(re.findall(r"<([0-9a-fA-F]+)>", letters)):
                found[int(start, 16) + offset] = _text(letter)
        alone = re.sub(r"\[.*?\]", "", block, flags=re.DOTALL)
        for start, end, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", alone):
            for offset in range(int(end, 16) - int(start, 16) + 1):
                found[int(start, 16) + offset] = chr(int(letter, 16) + offset)
    return found


def _text(letter: str) -> str:
    return bytes.fromhex(letter).decode("utf-16-be")
