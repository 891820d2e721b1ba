"""What the demo tells: a commune's quarter, typed without network, sealed, sent, proven, seen by others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from app.domain.forms.catalogue import find_form
from app.domain.numbers import show_number
from app.domain.periods import ND09, Frequency, periods_due
from tests.journey import records
from tests.journey.faults import FAULTS
from tests.journey.processes import Central, Computer, as_json, checked

PROVINCE = "04"
COMMUNE = "01273"
FORM = "II.06a/VPCP/KSTT"
ALSO_OWED = ("DANSO.T", "CHITIEU.T", "GIAINGAN.T", "CHANNUOI.Q", "BM1/ANTT", "Biểu 1/HN", "Biểu 2/HN", "Biểu 3/HN")
"""Other forms of a commune's month and year, each for the last period that is due."""
ROWS = (
    # group, row label, figures of columns 4 5 6 8 9 10 12 13
    ("A", "Đất đai", ("86", "34", "12", "71", "28", "3", "26", "4")),
    ("A", "Hộ tịch, chứng thực", ("412", "265", "0", "603", "72", "0", "2", "0")),
    ("A", "Xây dựng, đô thị", ("18", "9", "5", "14", "6", "1", "10", "1")),
    ("A", "Bảo trợ xã hội", ("57", "41", "3", "62", "30", "0", "9", "0")),
    ("B", "Đăng ký kinh doanh hộ gia đình", ("23", "16", "2", "33", "4", "0", "4", "0")),
)
ENTERED = ("4", "5", "6", "8", "9", "10", "12", "13")
SLIP = ("Đất đai", "12", "62")
"""The slip of the finger: 62 for 26, so that (3) is not (7) + (11)."""


class Story:
    """Tells the whole line once, checking each step; `fault` spoils one thing on the way."""

    def __init__(
        self,
        *,
        central: Central,
        pc_a: Computer,
        pc_b: Computer,
        receiver: Computer,
        fault: str | None,
        say: Callable[[str, str], None],
    ) -> None:
        self.central, self.pc_a, self.pc_b, self.receiver = central, pc_a, pc_b, receiver
        self._fault = fault
        self._say = say
        self._period = _current_quarter()

    def end(self) -> None:
        """Close every window, then central."""
        for computer in (self.pc_a, self.pc_b, self.receiver):
            computer.close_window()
        self.central.stop()

    def tell(self) -> dict[str, Any]:
        """Figures for the summary. Raises JourneyError at the first check that does not hold."""
        self._central_begins()
        self._pc_a_enrols()
        self._type_offline()
        self._seal_and_submit_offline()
        self._central_returns()
        figures = self._pc_a_proves()
        self._pc_b_sees(figures)
        self._receiver_sees()
        return self._summary()

    # The steps --------------------------------------------------------------------------------------------------

    def _central_begins(self) -> None:
        units = as_json(self.central.manage("load-units", "--province", PROVINCE, "--json"))
        forms = as_json(self.central.manage("load-forms", "--json"))
        checked(len(forms["forms"]) >= 20, "central knows fewer than twenty forms")
        checked(units["communes"] > 0, "central knows no commune")
        duties = [
            (FORM, self._period, ()),
            ("01/TCD", f"{self._period[:4]}-A1", ()),
            ("13a/BTP/HTQTCT/HT", f"{self._period[:4]}-A1", ("--release", "preliminary")),
            *((code, _last_due(code), ()) for code in ALSO_OWED),
        ]
        for form, period, more in duties:
            owed = as_json(
                self.central.manage(
                    "oblige", "--form", form, "--period", period, "--province", PROVINCE, *more, "--json"
                )
            )
            checked(owed["units"] == units["communes"], f"not every commune owes {form}")
        self.central.start()
        self._say(
            f"Central starts with the units of one province, {len(forms['forms'])} forms and what its communes owe",
            f"{units['communes']} communes each owe {', '.join(form for form, _, _ in duties)}",
        )

    def _enrol(self, computer: Computer, unit: str, person: str) -> None:
        invited = as_json(self.central.manage("enrol", "--unit", unit, "--person", person, "--json"))
        told = as_json(computer.program("enrol", "--server", self.central.url, "--code", invited["code"], "--json"))
        checked(told["unit"] == unit, f"{computer.name} was enrolled for {told['unit']}, not {unit}")
        self._sync_once(computer)

    def _sync_once(self, computer: Computer) -> dict[str, Any]:
        cycle: dict[str, Any] = as_json(computer.program("sync", "--once", "--json"))
        checked(
            cycle["outcome"] == "done", f"{computer.name}: the cycle ended with {cycle['outcome']} {cycle['error']}"
        )
        return cycle

    def _pc_a_enrols(self) -> None:
        self._enrol(self.pc_a, COMMUNE, "Nông Thị Bích")
        self._say("PC A is enrolled with a one-time code", "it belongs to the commune and has pulled forms and duties")

    def _type_offline(self) -> None:
        self.central.stop()
        self.pc_a.open_window()
        page = self.pc_a.ask("look")
        checked(any(FORM in line for line in page["lines"]), f"the work list does not name {FORM}")
        self.pc_a.ask("shot", name="work")
        self._say(
            "Central is stopped; the clerk opens the work list", next(line for line in page["lines"] if FORM in line)
        )
        opened = self.pc_a.ask("open", code=FORM)
        self._say("The clerk opens the form of the current quarter", opened["title"])
        for group, label, figures in ROWS:
            self.pc_a.ask("add_row", group=group, label=label)
            for column, figure in zip(ENTERED, figures, strict=True):
                slipped = (label, column) == SLIP[:2]
                shown = self.pc_a.ask("type_cell", label=label, column=column, text=SLIP[2] if slipped else figure)
            if label == SLIP[0]:
                self._corrected(shown)
            else:
                checked(not shown["marked"], f"{label} is marked although it adds up: {shown['marked']}")
        saved = self.pc_a.ask("wait_saved")
        typed = records.typed_cells(self.pc_a.folder)
        wanted = records.expected_journal(ROWS, ENTERED, SLIP)
        checked(typed == wanted, f"the journal does not hold what was typed: {typed - wanted} {wanted - typed}")
        self.pc_a.ask("shot", name="form")
        self._say(
            "The clerk types the rest of the quarter, every figure by key events",
            f"{saved['saved']}; the journal holds {typed.total()} typed steps, each as typed",
        )

    def _corrected(self, shown: dict[str, Any]) -> None:
        label, column, _ = SLIP
        checked(shown["marked"] == [[label, "3"]], f"the total that does not add up is not marked: {shown['marked']}")
        flagged = [line for line in self.pc_a.ask("findings")["findings"] if "3=7+11" in line.replace(" ", "")]
        self.pc_a.ask("shot", name="finding")
        checked(flagged, "the total that does not add up is not in the list of findings")
        right = next(figures[ENTERED.index(column)] for _, row, figures in ROWS if row == label)
        after = self.pc_a.ask("type_cell", label=label, column=column, text=right)
        checked(not after["marked"], "the mark stays after the correction")
        checked(not self.pc_a.ask("findings")["findings"], "the finding stays in the list after the correction")
        self._say("A total that does not add up is flagged the moment it is typed, and corrected", flagged[0])

    def _seal_and_submit_offline(self) -> None:
        self.pc_a.ask("seal", shot="seal")
        shown = self.pc_a.ask("submit", shot="submit")
        checked(shown["light"] != "green", "the light is green although nothing was sent")
        checked("Đã gửi" not in shown["state"], "the form says “Đã gửi” without a receipt")
        status = as_json(self.pc_a.program("status", "--json"))
        checked(status["waiting"] + status["in_flight"] > 0, "nothing waits although central is away")
        self.pc_a.ask("shot", name="waiting")
        self._say(
            "The report is sealed and submitted while central is away",
            f"it visibly waits: “{shown['state']}”, light {shown['light']}",
        )

    def _central_returns(self) -> None:
        if self._fault:
            FAULTS[self._fault](self.central, "before")
        self.central.start()
        light = "green"
        shown = self.pc_a.ask("wait_light", light=light)
        self._say(
            "Central returns; the engine notices by itself", f"the light is {shown['light']}: {shown['status'][1]}"
        )

    def _pc_a_proves(self) -> dict[str, Any]:
        self.pc_a.ask("wait_state", words="Đã gửi")
        self.pc_a.ask("shot", name="sent")
        receipts = records.verified_receipts(self.pc_a.folder)
        checked("submission" in receipts, f"no receipt of the submission verifies, only {receipts}")
        ours, theirs = records.digests(self.pc_a.folder)
        checked(ours == theirs, "the digests differ")
        figures: dict[str, Any] = self.pc_a.ask("figures")["figures"]
        self._check_figures(figures)
        self._say("One exchange carried it", f"receipts that verify: {', '.join(sorted(receipts))}; digests are equal")
        if self._fault:
            FAULTS[self._fault](self.central, "after")
        return figures

    def _check_figures(self, figures: dict[str, Any]) -> None:
        for _, label, typed in ROWS:
            for column, figure in zip(ENTERED, typed, strict=True):
                shown = figures[label][column]
                checked(shown == show_number(figure, 0), f"{label} ({column}) shows {shown}, not {figure}")

    def _pc_b_sees(self, figures: dict[str, Any]) -> None:
        self._enrol(self.pc_b, COMMUNE, "Hoàng Văn Lâm")
        self.pc_b.open_window()
        self.pc_b.ask("wait_light", light="green")
        self.pc_b.ask("open", code=FORM)
        seen = self.pc_b.ask("figures")["figures"]
        checked(seen == figures, f"PC B shows other figures: {_difference(figures, seen)}")
        self.pc_b.ask("shot", name="pc-b")
        cells = sum(len(row) for row in seen.values())
        self._say("PC B opens the same report", f"all {cells} figures are the same, calculated ones included")

    def _receiver_sees(self) -> None:
        self._enrol(self.receiver, PROVINCE, "Bế Thị Hạnh")
        reports = as_json(self.receiver.program("reports", "--json"))
        arrived = [report for report in reports if report["report"].startswith(f"{COMMUNE}|{FORM}|")]
        checked(len(arrived) == 1, "the receiving unit does not see the report")
        sent = records.content(self.pc_a.folder, FORM)
        checked(arrived[0]["content"] == sent, "the receiving unit holds another content than was sealed")
        self._say("The receiving unit sees it arrive", f"state {arrived[0]['state']}, the content that was sealed")

    def _summary(self) -> dict[str, Any]:
        cycles = records.cycles_that_sent(self.pc_a.folder)
        return {
            "requests": sum(cycle.requests for cycle in cycles),
            "bytes_up": sum(cycle.bytes_up for cycle in cycles),
            "bytes_down": sum(cycle.bytes_down for cycle in cycles),
            "receipts": len(records.verified_receipts(self.pc_a.folder)),
            "digests_equal": records.digests(self.pc_a.folder)[0] == records.digests(self.pc_a.folder)[1],
        }


def _current_quarter() -> str:
    return periods_due((Frequency.QUARTER,), ND09, _today())[-1].code


def _last_due(code: str) -> str:
    """The last period a form is due for these days."""
    form = find_form(code, _today())
    return periods_due(form.frequencies, form.window, _today())[-1].code


def _today() -> dt.date:
    return dt.datetime.now(dt.timezone(dt.timedelta(hours=7))).date()


def _difference(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    return [
        f"{row}: {ours.get(row)} ≠ {theirs.get(row)}"
        for row in ours.keys() | theirs.keys()
        if ours.get(row) != theirs.get(row)
    ]
