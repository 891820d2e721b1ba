"""A report that moves to another edition and back is what it was, whatever the two editions look like."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from hypothesis import given, note
from hypothesis import strategies as st

from app.domain.apply import Advanced, Head, apply_operation
from app.domain.forms.definition import FormDefinition
from app.domain.forms.loading import load_form
from app.domain.forms.migration import Migration, back, migrate, move_body
from app.domain.operations import Kind, Operation, ReportKey
from app.domain.relations.sheet import Sheet
from tests.properties.effort import effort
from tests.properties.form_texts import as_yaml, chance, forms, reports
from tests.properties.reference_form import read_form
from tests.properties.test_sheet_edits import with_heads

WORDS = ("Số liệu", "Ghi chú")


class Case(NamedTuple):
    old: FormDefinition
    new: FormDefinition
    content: dict[str, str]

    @property
    def migration(self) -> Migration:
        return migrate(self.old, self.new, self.content)


def _successor(data: st.DataObject, old: Mapping[str, Any]) -> dict[str, Any]:
    """The edition after: the same form with parts changed, or another by chance; some parts say what they were."""
    new: dict[str, Any] = deepcopy(dict(old)) if data.draw(st.booleans()) else data.draw(forms())
    new |= {"edition": "2027", "follows": "2026"}
    for name, table in new["tables"].items():
        before = old["tables"].get(name, {"columns": [], "rows": "free"})
        for part, key in (("columns", "number"), ("rows", "code"), ("groups", "code"), ("lines", "code")):
            if isinstance(table.get(part), list):
                known = [one[key] for one in before[part]] if isinstance(before.get(part), list) else []
                _say(data, table[part], known)
        for column in table["columns"]:
            if column.get("type") != "label" and chance(data.draw, 5):
                column["unit"] = data.draw(st.sampled_from(("hồ sơ", "triệu đồng")))
    new["sections"] = [{"key": key, "title": title} for key, title in zip("xy", WORDS, strict=True)]
    return new


def _say(data: st.DataObject, parts: list[dict[str, Any]], known: list[str]) -> None:
    titles = data.draw(st.permutations([part["title"] for part in parts]))
    left = list(known)
    for part, title in zip(parts, titles, strict=True):
        if chance(data.draw, 4):
            part["title"] = title
        if chance(data.draw, 4):
            part["was"] = data.draw(st.sampled_from(["none", "99", *left]))
            left = [name for name in left if name != part["was"]]
        if part.get("was") == "99" and "99" not in known:
            del part["was"]


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    data = draw(st.data())
    old = draw(forms())
    old["sections"] = [{"key": key, "title": title} for key, title in zip("ab", WORDS, strict=True)]
    new = _successor(data, old)
    note(as_yaml(old))
    note(as_yaml(new))
    one, other = load_form(as_yaml(old), "old.yaml"), load_form(as_yaml(new), "new.yaml")
    plain = read_form(old)
    content = with_heads(plain, draw(reports(plain)))
    for relation in [relation.id for table in one.tables for relation in table.relations][:2]:
        content[f"@reason/{relation}/k1"] = "Có lý do"
    content["@text/a/body"] = "Lời văn"
    note(str(content))
    return Case(one, other, content)


@effort(80)
@given(_cases())
def test_going_back_untouched_restores_every_value(case: Case) -> None:
    moved = case.migration
    assert back(case.old, case.new, moved, moved.content) == (case.content, ())


@effort(60)
@given(_cases())
def test_every_value_is_accounted_for_once_and_stands_where_it_can(case: Case) -> None:
    moved = case.migration
    typed = [one.old for one in moved.carried if not one.calculated]
    assert sorted([*typed, *(one.address for one in moved.dropped)]) == sorted(case.content)
    assert len(moved.content) == len(moved.carried)
    wrong = {"value.type", "value.range", "value.closed", "cell.unknown"}
    sheet = Sheet(case.new, moved.content)
    assert [found for found in sheet.findings() if found.code in wrong and found.column in moved.content] == []
    assert all(sheet.value(address) is None and sheet.is_entry(address) for address in moved.blank)


@effort(30)
@given(_cases())
def test_a_move_is_one_operation_there_and_one_back(case: Case) -> None:
    moved = case.migration
    head = Head(key=ReportKey("xa-1", case.old.code, "2026-Q3"), form=case.old.hash, cells=case.content)
    for form, content in ((case.new.hash, moved.content), (case.old.hash, case.content)):
        done = apply_operation(head, _operation(head, form, content))
        assert isinstance(done, Advanced)
        head = done.head
        assert (head.form, head.cells) == (form, content)


def _operation(head: Head, form: str, content: Mapping[str, str]) -> Operation:
    return Operation(
        device="A",
        epoch="e",
        seq=1,
        prev="",
        author="p1",
        kind=Kind.MOVE_VERSION,
        report=head.key,
        form=head.form,
        after=0,
        at=0,
        body=move_body(form, head.cells, content),
    )


@effort(60)
@given(_cases(), st.data())
def test_what_was_typed_since_goes_back_or_is_said_to_be_lost(case: Case, data: st.DataObject) -> None:
    moved = case.migration
    sheet = Sheet(case.new, moved.content)
    cells = [
        f"{table.key}/{row.key}/{column.key}"
        for table in case.new.tables
        for row in sheet.rows(table.key)
        for column in table.columns
        if column.is_number
    ]
    typed = [address for address in cells if sheet.is_entry(address)]
    now = dict(moved.content)
    for address in data.draw(st.lists(st.sampled_from(typed), max_size=4, unique=True)) if typed else []:
        now[address] = "7"
    returned = back(case.old, case.new, moved, now)
    sevens = sum(value == "7" for value in now.values())
    before = [one for one in moved.carried if one.calculated and now[one.new] == one.became == "7"]
    kept = [address for address, value in returned.content.items() if value == "7"]
    restored = [one for one in moved.dropped if one.value == "7" and returned.content.get(one.address) == "7"]
    lost = [one for one in returned.lost if one.value == "7"]
    assert len(kept) - len(restored) + len(lost) + len(before) == sevens
