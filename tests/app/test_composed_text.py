"""Text is composed (NFC) wherever it enters: macOS and some keyboards write a letter and its marks apart."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from app.cli import main
from app.domain.calendar import parse_special_days
from app.domain.forms import catalogue
from app.domain.forms.definition import Column, ColumnType
from app.domain.forms.loading import check_form, load_form
from app.domain.operations import CellEdit
from app.domain.relations.cells import check_words
from app.domain.units import read_units
from app.errors import CellError
from app.resources import resource_path
from app.services.enrolment import enrol
from app.store.records import ACT_ADDRESS
from app.store.store import Store
from central.intake.rules import edit_fault
from tests.app.services.test_workspace import Q4, Office
from tests.app.store.office import KEY, FakeChance, FakeClock
from tests.sync.fakes import MemorySecrets
from tests.ui.presenters.test_form import ROW, Bench
from ui.presenters.entry import read_entry

TEXT = Column(key="c2", title_path=("x",), type=ColumnType.TEXT)
CHOICE = Column(key="c3", title_path=("x",), type=ColumnType.CHOICE, choices=("Có", "Không"))

FORM = """\
code: 01/BĐ-Tết
edition: "Lần đầu"
title: Kết quả
legal_basis: Quyết định
senders: [commune]
receivers: {commune: Văn phòng}
frequencies: [Q]
window: nd09
deadlines: {commune: {working_days: 1}}
sections: [{key: overview, title: Đánh giá}]
tables:
  main:
    rows:
      - {code: "1", title: Tổng số}
      - {code: "2", title: Một nửa}
    columns:
      - {number: A, title: Chỉ tiêu, type: label}
      - {number: 1, title: Số lượng}
      - {number: 2, title: Kết luận, type: choice, choices: [Có, Không]}
    relations:
      - {axis: rows, printed: "1>=2"}
"""


def nfd(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    return decomposed


def test_a_typed_or_pasted_text_is_composed() -> None:
    assert read_entry(TEXT, nfd("Đất đai")).value == "Đất đai"
    assert read_entry(CHOICE, nfd("Có")).value == "Có"


def test_a_form_written_apart_is_the_same_form_with_the_same_hash() -> None:
    form, apart = load_form(FORM, "a.yaml"), load_form(nfd(FORM), "a.yaml")
    assert (apart.hash, apart.code) == (form.hash, "01/BĐ-Tết")


def test_keys_of_a_form_written_two_ways_are_one_key() -> None:
    texts = "sections: [{key: a, title: x}]\n" + "giá: 1\n" + nfd("giá") + ": 2\n"
    assert [problem.code for problem in check_form(texts).problems] == ["form.duplicate_key"]


def test_a_place_inside_a_relation_is_said_only_where_its_letters_are_counted() -> None:
    wrong = FORM.replace('"1>=2"', '"Ế1>=2"')
    ((composed,), (apart,)) = (check_form(text).problems for text in (wrong, nfd(wrong)))
    line = FORM[: FORM.index("- {axis")].count("\n") + 1
    quoted = len('      - {axis: rows, printed: "')
    assert (composed.code, composed.line, composed.column) == ("relation.syntax", line, quoted + 1)
    # Letters that were written in two parts cannot be counted off: the place is the text's own.
    assert (apart.code, apart.line, apart.column) == ("relation.syntax", line, quoted)


def test_a_code_on_the_command_line_is_composed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "form.yaml").write_text(nfd(FORM), encoding="utf-8")
    monkeypatch.setattr(catalogue, "resource_path", lambda _: tmp_path)
    catalogue._files_by_code.cache_clear()
    try:
        for code in ("01/BĐ-Tết", nfd("01/BĐ-Tết"), nfd("01/BĐ-Tết@Lần đầu")):
            assert main(["forms", "show", code]) == 0
            assert capsys.readouterr().out.startswith("01/BĐ-Tết (Lần đầu)")
    finally:
        catalogue._files_by_code.cache_clear()
        catalogue._editions.cache_clear()


def test_a_values_file_is_composed_keys_and_texts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    form = tmp_path / "form.yaml"
    form.write_text(FORM, encoding="utf-8")
    values = tmp_path / "values.json"
    told = []
    for spell in (str, nfd):
        cells = {"main/r1/c2": spell("Có"), spell("main/rế/c1"): "5", "@text/overview/body": spell("Đủ")}
        for escaped in (True, False):
            values.write_text(json.dumps({"cells": cells}, ensure_ascii=escaped), encoding="utf-8")
            assert main(["forms", "eval", str(form), str(values)]) == 0
            told.append(capsys.readouterr().out)
    assert "main/rế/c1" in told[0]
    assert len(set(told)) == 1


def test_values_that_are_nested_too_deep_are_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    form, values = tmp_path / "form.yaml", tmp_path / "values.json"
    form.write_text(FORM, encoding="utf-8")
    for depth in (300, 900, 100_000):
        values.write_text('{"cells": ' + "[" * depth + "]" * depth + "}", encoding="utf-8")
        assert main(["forms", "eval", str(form), str(values)]) == 1
        assert capsys.readouterr().err.startswith("form.values")


def test_names_in_the_data_files_are_composed() -> None:
    folder = resource_path("units")
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.csv")}
    apart = {name: unicodedata.normalize("NFD", text) for name, text in texts.items()}
    units, same = read_units(apart), read_units(texts)
    assert [version.name for version in units.versions] == [version.name for version in same.versions]
    (day,) = parse_special_days(nfd("2026-09-02,holiday,Quốc khánh,National Day"))
    assert day.name_vi == "Quốc khánh"


def test_what_is_not_composed_cannot_stand_in_a_cell() -> None:
    with pytest.raises(CellError) as raised:
        check_words(TEXT, nfd("Đất"), "main/a/c2")
    assert raised.value.code == "value.type"


def test_central_refuses_what_another_program_signed_without_composing_it() -> None:
    form = load_form(FORM, "a.yaml")
    for address in ("@text/overview/body", "main/r1/c2"):
        assert edit_fault([form], {}, [CellEdit(address, None, "Có")]) is None
        fault = edit_fault([form], {}, [CellEdit(address, None, nfd("Có"))])
        assert fault is not None
        assert fault.code == "value.type"


def test_a_reason_written_in_the_window_is_composed() -> None:
    bench = Bench({**ROW, "main/a/c5": "9"})
    assert bench.presenter.sealing.check() is False
    for line in bench.presenter.list_findings().lines:
        bench.presenter.write_reason(line.key, nfd("Hồ  sơ tăng"))
    assert {edit.new for edits in bench.desk.saves for edit in edits} == {"Hồ sơ tăng"}
    assert bench.presenter.sealing.check() is True


def test_reasons_are_kept_composed(tmp_path: Path) -> None:
    office = Office(tmp_path)
    try:
        office.fill(Q4)
        office.workspace.save(Q4, office.form, [CellEdit("main/k1/c12", "9", "8")], nfd("Gõ nhầm"))
        assert office.workspace.history(Q4, "main/k1/c12")[-1].reason == "Gõ nhầm"
        office.workspace.save(Q4, office.form, [CellEdit("main/k1/c12", "8", "9")])
        assert office.workspace.seal(Q4).sealed
        office.workspace.reopen(Q4, nfd("Sót hồ sơ"))
        assert office.workspace.history(Q4, ACT_ADDRESS)[-1].reason == "Sót hồ sơ"
    finally:
        office.store.close()


def test_the_name_of_a_computer_is_composed_before_it_is_told(tmp_path: Path) -> None:
    told = []

    class Road:
        def enrol(self, code: str, public_key: str, name: str) -> object:
            told.append(name)
            raise ConnectionError

    store = Store.open(tmp_path / "s.db", KEY, clock=FakeClock(0), chance=FakeChance())
    try:
        with pytest.raises(ConnectionError):
            enrol(store, "https://a.vn", "code", nfd("Máy văn thư"), MemorySecrets(), Road())  # type: ignore[arg-type]
    finally:
        store.close()
    assert told == ["Máy văn thư"]
