"""Definitions come from strangers: whatever the text, reading it ends, with a form or with what is wrong and where."""

from __future__ import annotations

import copy
import gc
import json
import random
import tracemalloc
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import check_form
from app.domain.forms.packing import pack_form, unpack_form
from app.domain.relations.sheet import Sheet
from app.errors import AppError, FormError
from app.messages import LANGUAGES, words
from tests.properties.effort import effort

SOUND = """\
code: T/1
edition: "1"
title: Biểu thử
legal_basis: Văn bản thử
senders: [commune, province]
receivers: {commune: Văn phòng}
frequencies: [Q, S1]
window: {rule: custom, start_day: 15, start_month_offset: -1, end_day: 14}
deadlines: {commune: {working_days: 1}, province: {day: 25, roll: after}}
releases:
  - {code: official, title: Chính thức, frequency: Q, deadlines: {commune: {day: 28}, province: {day: 29}}}
sections:
  - {key: note, title: Ghi chú, required: true}
tables:
  main:
    rows:
      - {code: "01", title: Dòng 1, group: A}
      - {code: "02", title: Dòng 2, group: A, of_which: true}
    groups: [{code: A, title: Nhóm}]
    lines: [{code: ho, title: Hộ}, {code: khau, title: Khẩu}]
    subtotals: true
    total: Cộng
    closed: [{rows: ["02"], columns: [3]}]
    columns:
      - {number: A, title: Tên, type: label}
      - title: Số lượng
        columns:
          - {number: 1, title: Tổng số}
          - {number: 2, title: Phần một, decimals: 2, signed: true}
          - {number: 3, title: Phần hai, roll_up: {units: sum, time: last}}
      - {number: 4, title: Loại, type: choice, choices: [a, b]}
    relations:
      - {printed: "1=2+3", computed: true}
      - {printed: "2<=1", when: "3>0", rows: ["01"], lines: [ho], severity: explain}
      - {printed: "3=2 (kỳ trước)", text: "3=prev(2)", carried: true, severity: warning}
"""
NASTY = (
    *(
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "- ",
        "#",
        "|",
        ">",
        "&a",
        "*a",
        "!!python/object:os.system",
        "%YAML 9",
        "---",
        "...",
    ),
    *("null", "true", "-1", "1e309", "9" * 400, "0x10", "\\x00", "\t", "\u2028", "\ufeff", "\x07", "\ud7ff", "🏛", "é"),
    *(
        "2..5",
        "5..2",
        "1=1",
        "1=2",
        "=",
        "((((((",
        "1+" * 50,
        "prev(",
        'form("x",1)',
        "cell('main/total/c1')",
        "children(1)",
    ),
    *("weighted_avg(1)", "of_which: true", "columns: []", "rows: units", "secret: true", "\n", "\n\n  ", "a" * 5000),
)
RELATION = st.text("0123456789abcA#+-*/:=<>≤≥()…. ,%×÷\"'_()\n\t²½", max_size=60)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """A sound definition with pieces taken out, doubled, moved, or replaced by what no reader expects."""
    text = SOUND
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        match draw(st.sampled_from(("cut", "double", "nasty", "line"))):
            case "cut":
                text = text[:start] + text[end:]
            case "double":
                text = text[:end] + text[start:end] * draw(st.integers(1, 3)) + text[end:]
            case "nasty":
                text = text[:start] + draw(st.sampled_from(NASTY)) + text[end:]
            case "line":
                lines = text.splitlines(keepends=True)
                lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(lines or ["\n"])))
                text = "".join(lines)
    return text


PLAIN: Any = yaml.safe_load(SOUND)
SCALARS = st.sampled_from(NASTY) | st.integers() | st.booleans() | st.none() | st.text(max_size=12)
SHAPES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


@st.composite
def misshapen(draw: st.DrawFn) -> str:
    """A sound definition in which some values have another shape than they should."""
    form = copy.deepcopy(PLAIN)
    for _ in range(draw(st.integers(1, 3))):
        node = form
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or draw(st.integers(0, 3)) == 0:
                node[key] = draw(SHAPES)
                break
            node = node[key]
    return json.dumps(form, ensure_ascii=False)


@st.composite
def with_odd_relations(draw: st.DrawFn) -> str:
    """A sound definition with relations made of the right letters in no order."""
    relations = draw(st.lists(RELATION, min_size=1, max_size=3))
    return SOUND + "".join(f"      - {json.dumps(relation, ensure_ascii=False)}\n" for relation in relations)


def judged(text: str) -> FormDefinition | None:
    """The form a text holds, used a little; else every problem is seen to name its place and what to do."""
    checked = check_form(text)
    lines = text.count("\n") + text.count("\r") + text.count("\u2028") + text.count("\u2029") + text.count("\x85") + 2
    for problem in checked.problems:
        assert 1 <= problem.line <= lines, problem
        assert problem.column >= 1, problem
        for language in LANGUAGES:
            said = words(problem.code, problem.params, language=language)
            assert said.what != problem.code, f"{problem.code} has no words"
            assert said.do or problem.is_hint, f"{problem.code} gives no advice"
    assert (checked.form is None) == any(not problem.is_hint for problem in checked.problems)
    if checked.form is not None:
        _use(unpack_form(pack_form(checked.form)))
    return checked.form


def _use(form: FormDefinition) -> None:
    sheet = Sheet(form, {})
    for table in form.tables:
        for row in list(sheet.rows(table.key))[:3]:
            for column in table.columns[:4]:
                try:
                    sheet.set(f"{table.key}/{row.key}/{column.key}", "7")
                except AppError:
                    continue
    sheet.findings(complete=True)
    sheet.notes()


@effort(4_000)
@given(mangled())
def test_a_mangled_definition_is_read_or_refused_with_its_place(text: str) -> None:
    judged(text)


@effort(2_500)
@given(misshapen())
def test_a_misshapen_definition_is_read_or_refused_with_its_place(text: str) -> None:
    judged(text)


@effort(2_500)
@given(with_odd_relations())
def test_odd_relations_are_read_or_refused_with_their_place(text: str) -> None:
    judged(text)


@effort(1_000)
@given(st.text(max_size=400) | st.binary(max_size=200).map(lambda data: data.decode("latin-1")))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    judged(text)


HUGE = {
    "a line of a million": "code: " + "x" * 2_000_000,
    "lists in lists": "code: " + "[" * 100_000,
    "mappings in mappings": "".join(" " * depth + "a:\n" for depth in range(900)),
    "a list of a million": "code: [" + "1," * 450_000 + "]",
    "many aliases": "a: &a [x]\n" + "b: [" + "*a," * 1_000 + "]\n",
    "many columns": SOUND.replace("      - {number: 4", "      - {title: x}\n" * 5_000 + "      - {number: 4"),
    "many rows": SOUND.replace("    groups:", "      - {code: z, title: z}\n" * 5_000 + "    groups:"),
    "many relations": SOUND + '      - "1=2+3"\n' * 2_000,
    "a long relation": SOUND + '      - "' + "1+" * 3_000 + '1=2"\n',
    "a deep relation": SOUND + '      - "1=' + "(" * 2_000 + "2" + ")" * 2_000 + '"\n',
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_what_is_too_much_is_refused(text: str) -> None:
    assert judged(text) is None


def test_reading_hostile_definitions_again_and_again_keeps_nothing() -> None:
    chance = random.Random(7)
    texts = []
    for _ in range(150):
        start = chance.randrange(len(SOUND))
        texts.append(SOUND[:start] + chance.choice(NASTY) + SOUND[start + chance.randrange(30) :])
    for _ in range(2):
        for text in texts:
            judged(text)
    gc.collect()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for text in texts:
            judged(text)
        gc.collect()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 200_000


def test_a_refused_file_says_file_line_column_and_advice() -> None:
    from app.domain.forms.loading import load_form

    with pytest.raises(FormError) as raised:
        load_form(SOUND.replace('"1=2+3"', '"1=2+9"'), "bieu.yaml")
    assert raised.value.params.items() >= {"path": "bieu.yaml", "line": 33, "column": 24}.items()
    assert words(raised.value.code, raised.value.params).do != ""
