"""Judging: rights, values, rules, conflicts and what follows from a conflict."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.domain.canonical import content_hash
from app.domain.exchange import ObligationChange, TheirCell
from app.domain.forms.loading import load_form
from app.domain.operations import ActBody, Kind, NoteBody
from app.errors import InputError
from central.registry.enrolment import dismiss, revoke
from central.registry.obligations import oblige, withdraw
from central.registry.packages import close_form, load_forms
from tests.central.office import FORM, PERIOD, ROW, WEEKENDS_ONLY, World, codes


def test_an_author_who_left_is_refused_and_what_was_typed_is_kept(world: World) -> None:
    a = world.computer("01273")
    dismiss(world.db, a.person)
    a.edit(ROW)
    assert codes(a.exchange()) == ["refused person.left"]
    row = world.db.row("SELECT body FROM intake_operation")
    assert row is not None
    assert "Đất đai" in bytes(row[0]).decode()


def test_an_author_of_another_unit_or_of_none_is_refused(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    a.edit(ROW, author=b.person)
    a.edit(ROW, author="nobody")
    assert codes(a.exchange()) == ["refused person.left", "refused person.unknown"]


def test_nobody_writes_another_units_report(world: World) -> None:
    a, p = world.computer("01273"), world.computer("04")
    a.edit(ROW, report=a.report(unit="u2"))
    a.edit(ROW, report=a.report(unit="nowhere"))
    assert codes(a.exchange()) == ["refused unit.not_yours", "refused unit.unknown"]
    p.edit(ROW, report=a.report())
    assert codes(p.exchange()) == ["refused unit.not_yours"]


def test_only_the_receiving_unit_reviews(world: World) -> None:
    a, b = (world.computer(code, role="leader") for code in ("01273", "01279"))
    p = world.computer("04", role="consolidator")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    a.act(Kind.RECEIVE, ROW)
    assert codes(a.exchange())[3] == "refused unit.not_yours"
    b.act(Kind.ACCEPT, ROW, report=a.report())
    assert codes(b.exchange()) == ["refused unit.not_yours"]
    p.act(Kind.RECEIVE, ROW, report=a.report())
    assert codes(p.exchange()) == ["applied"]


def test_what_a_role_does_not_allow_is_refused_and_kept(world: World) -> None:
    a, chief, p = world.computer("01273"), world.computer("01273", role="leader"), world.computer("04")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SIGN, ROW)
    assert codes(a.exchange()) == ["applied", "applied", "refused role.not_allowed"]
    chief.act(Kind.SIGN, ROW)
    chief.act(Kind.SUBMIT, ROW)
    assert codes(chief.exchange()) == ["applied", "applied"]
    p.act(Kind.ACCEPT, ROW, report=a.report())
    assert codes(p.exchange()) == ["refused role.not_allowed"]
    assert world.count("intake_operation") == 6


def test_both_sides_may_comment(world: World) -> None:
    a, b, p = world.computer("01273"), world.computer("01279"), world.computer("04")
    a.edit(ROW)
    a.exchange()
    note = NoteBody(address="main/a/c1", text="Xem lại")
    for computer, said in ((a, "applied"), (p, "applied"), (b, "refused unit.not_yours")):
        computer.operation(Kind.COMMENT, note, report=a.report())
        assert codes(computer.exchange()) == [said]


def test_the_reports_of_a_unit_that_went_whole_into_this_one_are_its_own(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    a.edit(ROW, report=a.report("2025-Q1", unit="old1"))
    assert codes(a.exchange()) == ["applied"]
    b.edit(ROW, report=a.report("2025-Q1", unit="old1"))
    assert codes(b.exchange()) == ["refused unit.not_yours"]
    c = world.computer("01273", "Hoàng Văn Bình")
    assert c.exchange().digest == a.exchange().digest
    assert [key.unit for key, _ in c.copies] == ["old1"]


def test_a_revoked_computers_chain_that_another_carries_is_refused_and_kept(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    revoke(world.db, a.id, world.central.now())
    assert codes(b.exchange(carried=[a.chain()])) == ["refused device.revoked"]
    assert world.count("intake_operation") == 1


VALUES = [
    ("text in a number cell", {"main/a/c1": "năm"}, "refused value.type"),
    ("a number not in canonical form", {"main/a/c1": "05"}, "refused value.type"),
    ("decimals in a whole cell", {"main/a/c1": "1.5"}, "refused value.type"),
    ("too many decimals", {"main/a/c4": "1.234"}, "refused value.type"),
    ("a negative count", {"main/a/c1": "-1"}, "refused value.range"),
    ("a column that is not there", {"main/a/c9": "1"}, "refused cell.unknown"),
    ("a table that is not there", {"other/a/c1": "1"}, "refused cell.unknown"),
    ("no address", {"main": "1"}, "refused cell.unknown"),
    ("a section that is not there", {"@text/other/body": "x"}, "refused cell.unknown"),
    ("a row head that is none", {"main/a/@row": "đầu"}, "refused value.type"),
    ("text that is not in canonical form", {"main/a/cA": " x"}, "refused value.type"),
    ("nothing occurred", {"main/a/c1": "-"}, "applied"),
    ("not known yet", {"main/a/c1": "..."}, "applied"),
    ("an estimate", {"main/a/c1": "12 E"}, "applied"),
    ("two decimals", {"main/a/c4": "1.23"}, "applied"),
    ("a section", {"@text/summary/body": "Tốt"}, "applied"),
    ("a written reason", {"@reason/x/a": "Vì sao"}, "applied"),
]


@pytest.mark.parametrize(("cells", "said"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES])
def test_values(world: World, cells: dict[str, str], said: str) -> None:
    a = world.computer("01273")
    a.edit(cells)
    assert codes(a.exchange()) == [said]


def test_a_refused_value_names_its_cell(world: World) -> None:
    a = world.computer("01273")
    a.edit({"main/a/c1": "năm"})
    (result,) = a.exchange().results
    assert (result.params["address"], result.params["text"]) == ("main/a/c1", "năm")


def test_an_edit_made_on_another_version_applies_where_its_cells_are_the_same_kind_in_both(world: World) -> None:
    newer = load_form(
        FORM.replace("{number: 4, title: Tỷ lệ, decimals: 2,", "{number: 4, title: Tỷ lệ, decimals: 1,"), "t01.yaml"
    )
    load_forms(world.db, [newer], world.central.now())
    a = world.computer("01273")
    a.edit(ROW)
    a.edit({"main/a/c2": "1"}, ROW, form=newer.hash)
    a.edit({"main/a/c4": "1"}, form=newer.hash)
    assert codes(a.exchange()) == ["applied", "applied", "refused cell.unknown"]


def test_a_closed_edition_takes_nothing_new_but_lets_go_what_stands_in_it(world: World) -> None:
    newer = load_form(FORM.replace('edition: "2026"', 'edition: "2027"'), "t01.yaml")
    load_forms(world.db, [newer], world.central.now())
    a = world.computer("01273")
    a.edit(ROW)
    a.edit(ROW, report=a.report("2026-Q1"))
    a.act(Kind.SEAL, ROW)
    assert codes(a.exchange()) == ["applied"] * 3
    assert close_form(world.db, "T.01", "2026", world.central.now()) == 1
    old_report, moved = a.report("2026-Q1"), content_hash(newer.hash, ROW)
    a.act(Kind.SUBMIT, ROW)
    a.edit(ROW, report=a.report("2026-Q2"))
    a.edit({"main/a/c4": "1"}, report=old_report)
    assert codes(a.exchange()) == ["applied", "refused form.version_closed", "refused form.version_closed"]
    a.operation(Kind.MOVE_VERSION, ActBody(content=moved, form=newer.hash), report=old_report)
    # Typed on the closed edition, into a report that has left it, where the cell is the same in both.
    a.edit({"main/a/c4": "1"}, report=old_report)
    assert codes(a.exchange()) == ["applied", "applied"]


def test_an_edition_that_is_not_loaded_cannot_be_closed(world: World) -> None:
    with pytest.raises(InputError, match=r"form\.not_loaded"):
        close_form(world.db, "T.01", "1999", world.central.now())


def test_a_withdrawn_report_takes_comments_alone_until_it_is_owed_again(world: World) -> None:
    a, p = world.computer("01273"), world.computer("04", role="consolidator")
    a.edit(ROW)
    a.exchange()
    p.exchange()
    told = {"province": "04", "units": ["01273"]}
    assert withdraw(world.db, "T.01", PERIOD, **told) == 1
    assert withdraw(world.db, "T.01", PERIOD, **told) == 0
    for computer in (a, p):
        (change,) = computer.exchange().changes
        assert isinstance(change, ObligationChange)
        assert (change.report, change.withdrawn) == (a.report(), True)
    a.edit({"main/a/c4": "1"})
    a.act(Kind.SEAL, ROW, after=4)
    a.operation(Kind.COMMENT, NoteBody(address="", text="Vì sao rút?"), after=4)
    assert codes(a.exchange()) == ["refused obligation.withdrawn", "refused obligation.withdrawn", "applied"]
    oblige(world.db, "T.01", PERIOD, holidays=WEEKENDS_ONLY, **told)
    a.edit({"main/a/c4": "1"})
    assert codes(a.exchange()) == ["applied"]


def test_the_form_must_be_the_reports_own(world: World) -> None:
    other = load_form(FORM.replace("T.01", "T.02"), "t02.yaml")
    load_forms(world.db, [other], world.central.now())
    a = world.computer("01273")
    a.edit(ROW, form=other.hash)
    a.edit(ROW, report=a.report("2026-X9"))
    assert codes(a.exchange()) == ["refused form.other", "refused period.invalid"]


def test_a_report_that_breaks_its_forms_rules_is_not_sealed(world: World) -> None:
    a = world.computer("01273")
    wrong = ROW | {"main/a/c1": "6"}
    a.edit(wrong)
    a.act(Kind.SEAL, wrong)
    answer = a.exchange()
    assert codes(answer) == ["applied", "refused report.invalid"]
    assert answer.results[1].params == {"relation": "1=2+3", "cell": "main/a/c1"}
    assert answer.receipts == ()
    a.edit({"main/a/c1": "5"}, wrong)
    a.act(Kind.SEAL, ROW)
    assert codes(a.exchange()) == ["applied", "applied"]


def test_what_another_report_says_is_never_a_reason_to_refuse_a_seal(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW, report=a.report("2026-Q3"))
    a.act(Kind.SEAL, ROW, report=a.report("2026-Q3"))
    later = ROW | {"main/a/c2": "1", "main/a/c3": "4"}
    a.edit(later)
    a.act(Kind.SEAL, later)
    assert codes(a.exchange()) == ["applied"] * 4


def test_a_sealed_report_takes_no_edit_and_reopening_asks_for_a_reason(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    a.edit({"main/a/c4": "1.5"})
    a.exchange()
    a.act(Kind.SUBMIT, ROW)
    a.act(Kind.SUBMIT, ROW)
    a.act(Kind.REOPEN, ROW)
    a.act(Kind.REOPEN, ROW, reason="Sai số liệu")
    assert codes(a.exchange()) == ["applied", "refused report.state", "refused report.reason", "applied"]


def test_the_same_cell_changed_twice_is_a_conflict_with_central_value_author_and_time(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    a.edit({"main/a/c1": "7"}, ROW)
    a.exchange()
    world.clock.advance(1000)
    b.edit({"main/a/c1": "8", "main/a/c2": "4"}, ROW)
    (result,) = b.exchange().results
    assert (result.code, result.rev) == ("conflict", 2)
    assert result.cells == (TheirCell(address="main/a/c1", value="7", author=a.person, at=a.sent[1].at),)
    b.exchange()
    assert next(iter(b.copies.values())).cells == ROW | {"main/a/c1": "7"}


def test_a_conflict_inside_one_batch_names_the_author_in_that_batch(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    a.edit({"main/a/c1": "7"}, ROW)
    b.edit({"main/a/c1": "8"}, ROW)
    answer = b.ask(replace(b.request([a.chain(2), b.chain()])))
    result = answer.results[0]
    assert result.cells == (TheirCell(address="main/a/c1", value="7", author=a.person, at=a.sent[1].at),)


def test_different_cells_of_one_report_merge(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    a.edit({"main/a/c2": "1"}, ROW)
    b.edit({"main/a/c3": "4"}, ROW)
    assert codes(a.exchange()) == ["applied"]
    assert codes(b.exchange()) == ["applied"]
    a.exchange()
    assert next(iter(a.copies.values())).cells == ROW | {"main/a/c2": "1", "main/a/c3": "4"}


def test_the_same_value_typed_by_two_is_no_new_revision_and_both_stand_in_history(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    b.edit(ROW)
    a.exchange()
    answer = b.exchange()
    assert (codes(answer), answer.results[0].rev) == (["duplicate"], 1)
    rows = world.db.rows("SELECT rev, author FROM intake_history ORDER BY author")
    assert sorted(rows) == sorted([(1, a.person), (1, b.person)])


def test_a_row_deleted_against_an_unseen_edit_is_one_conflict_on_the_row_either_way(world: World) -> None:
    gone = dict.fromkeys(ROW)
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    b.edit({"main/a/c4": "1.5"}, claims=["main/a"])
    assert codes(b.exchange()) == ["applied"]
    a.edit(gone, ROW)
    (result,) = a.exchange().results
    assert (result.code, [cell.address for cell in result.cells]) == ("conflict", ["main/a/@row"])
    assert result.cells[0].author == b.person

    a.edit({**gone, "main/a/c4": None}, {**ROW, "main/a/c4": "1.5"})
    assert codes(a.exchange()) == ["applied"]
    b.edit({"main/a/c4": "2.5"}, {"main/a/c4": "1.5"}, claims=["main/a"])
    (result,) = b.exchange().results
    assert result.code == "conflict"
    assert "main/a/@row" in [cell.address for cell in result.cells]


def test_after_a_conflict_the_chain_is_superseded_in_any_envelope_until_it_knows(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    a.edit({"main/a/c1": "7"}, ROW)
    a.exchange()
    b.edit({"main/a/c1": "8"}, ROW)
    b.edit({"main/a/c4": "1.5"})
    other = b.report("2026-Q3")
    b.edit(ROW, report=other)
    assert codes(b.ask(b.request([b.chain(1, 1)]))) == ["conflict"]
    assert codes(b.exchange()) == ["conflict", "superseded", "applied"]
    b.edit({"main/a/c4": "1.5"}, after=0)
    assert codes(b.exchange()) == ["superseded"]
    b.edit({"main/a/c4": "1.5"})
    assert codes(b.exchange()) == ["applied"]
    assert a.exchange().digest == b.exchange().digest


def test_a_refused_edit_supersedes_what_follows_but_a_refused_act_does_not(world: World) -> None:
    a = world.computer("01273")
    a.edit({"main/a/c1": "năm"})
    a.edit(ROW)
    assert codes(a.exchange()) == ["refused value.type", "superseded"]
    wrong = ROW | {"main/a/c1": "6"}
    a.edit(wrong)
    a.act(Kind.SEAL, wrong)
    a.edit({"main/a/c1": "5"}, wrong)
    assert codes(a.exchange()) == ["applied", "refused report.invalid", "applied"]


def test_a_seal_made_without_the_other_computers_edit_is_a_conflict_and_gets_no_receipt(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Hoàng Văn Bình")
    a.edit(ROW)
    a.exchange()
    b.exchange()
    b.edit({"main/a/c4": "1.5"})
    b.exchange()
    a.act(Kind.SEAL, ROW)
    a.act(Kind.SUBMIT, ROW)
    answer = a.exchange()
    assert codes(answer) == ["conflict", "superseded"]
    assert answer.receipts == ()
