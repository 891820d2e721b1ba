"""Who comes while others are worked on is worked on together with them next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest

from app.errors import InputError, TransientError
from central.intake.turns import Turns, together


class Desk:
    """Doubles numbers, `most` at once, and remembers which it took together; waits inside until it is let go."""

    def __init__(self, most: int = 10) -> None:
        self.groups: list[list[int]] = []
        self.entered = threading.Event()
        self.let_go = threading.Event()
        self._most = most

    def may_join(self, chosen: Sequence[int], one: int) -> bool:
        return len(chosen) < self._most and one not in chosen

    def work(self, several: Sequence[int]) -> list[int | Exception]:
        self.groups.append(sorted(several))
        self.entered.set()
        assert self.let_go.wait(10)
        return [InputError("exchange.malformed") if each < 0 else each * 2 for each in several]


class Crowd:
    """Threads that each bring one number."""

    def __init__(self, turns: Turns, desk: Desk) -> None:
        self._turns, self._desk = turns, desk
        self._threads: list[threading.Thread] = []
        self.told: dict[int, int | str] = {}

    def bring(self, number: int) -> None:
        def work() -> None:
            try:
                self.told[number] = self._turns.take(self._desk, number)
            except (InputError, TransientError) as error:
                self.told[number] = error.code
            except SystemExit:
                self.told[number] = "ended"

        thread = threading.Thread(target=work)
        thread.start()
        self._threads.append(thread)

    def bring_behind_the_first(self, *numbers: int) -> None:
        """The first is at the desk, and then the others come."""
        self.bring(numbers[0])
        assert self._desk.entered.wait(10)
        for number in numbers[1:]:
            self.bring(number)
        while len(self._turns._waiting) < len(numbers) - 1:
            threading.Event().wait(0.001)
        self._desk.let_go.set()
        self.wait()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(10)


@pytest.fixture
def turns() -> Turns:
    return Turns()


def test_who_comes_alone_is_taken_at_once_and_alone(turns: Turns) -> None:
    desk = Desk()
    desk.let_go.set()
    assert [turns.take(desk, 3), turns.take(desk, 4)] == [6, 8]
    assert desk.groups == [[3], [4]]


def test_those_who_come_meanwhile_are_taken_together_and_each_gets_its_own(turns: Turns) -> None:
    desk = Desk()
    crowd = Crowd(turns, desk)
    crowd.bring_behind_the_first(1, 2, 3, 4)
    assert desk.groups == [[1], [2, 3, 4]]
    assert crowd.told == {1: 2, 2: 4, 3: 6, 4: 8}


def test_two_groups_that_take_turns_become_one(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("central.intake.turns.COMPANY_S", 10.0)
    desk = Desk()
    crowd = Crowd(turns, desk)
    crowd.bring(1)
    assert desk.entered.wait(10)
    crowd.bring(2)
    while not turns._waiting:
        threading.Event().wait(0.001)
    desk.let_go.set()
    while len(crowd.told) < 1:
        threading.Event().wait(0.001)
    crowd.bring(3)  # who was answered comes again
    crowd.wait()
    assert desk.groups == [[1], [2, 3]]


def test_who_waited_in_vain_is_not_made_to_wait_again(turns: Turns) -> None:
    desk = Desk()
    crowd = Crowd(turns, desk)
    crowd.bring_behind_the_first(1, 2, 3)
    assert desk.groups == [[1], [2, 3]], "the first did not come again"
    assert (turns._all_came, turns._expected) == (False, 2)


def test_who_may_not_join_goes_next_and_nobody_is_forgotten(turns: Turns) -> None:
    desk = Desk(most=2)
    crowd = Crowd(turns, desk)
    crowd.bring_behind_the_first(1, 2, 3, 4, 5, 6)
    assert [len(group) for group in desk.groups] == [1, 2, 2, 1]
    assert crowd.told == {1: 2, 2: 4, 3: 6, 4: 8, 5: 10, 6: 12}


def test_what_is_wrong_with_one_is_told_to_that_one_alone(turns: Turns) -> None:
    desk = Desk()
    crowd = Crowd(turns, desk)
    crowd.bring_behind_the_first(1, -2, 3)
    assert crowd.told == {1: 2, -2: "exchange.malformed", 3: 6}


def test_a_leader_that_is_ended_leaves_the_turn_to_the_next(turns: Turns) -> None:
    class Ended(BaseException):
        pass

    class Ending(Desk):
        def work(self, several: Sequence[int]) -> list[int | Exception]:
            if several[0] == 0:
                raise Ended
            return super().work(several)

    desk = Ending()
    desk.let_go.set()
    with pytest.raises(Ended):
        turns.take(desk, 0)
    assert turns.take(desk, 5) == 10


def test_those_whose_leader_is_ended_are_told_to_come_again(turns: Turns) -> None:
    class Failing(Desk):
        def work(self, several: Sequence[int]) -> list[int | Exception]:
            told = super().work(several)
            if len(several) > 1:
                raise SystemExit
            return told

    desk = Failing()
    crowd = Crowd(turns, desk)
    crowd.bring_behind_the_first(1, 2, 3)
    assert (crowd.told[1], crowd.told[2], crowd.told[3]) == (2, "ended", "central.busy")


def refusing(*bad: int) -> Callable[[Sequence[int]], list[int]]:
    def work(several: Sequence[int]) -> list[int]:
        if any(each in bad for each in several):
            raise ValueError(several)
        return [each * 2 for each in several]

    return work


def test_where_one_breaks_all_each_is_tried_alone() -> None:
    outcomes = together([1, 2, 3], refusing(2))
    assert [outcome if isinstance(outcome, int) else type(outcome) for outcome in outcomes] == [2, ValueError, 6]


def test_where_the_world_fails_nobody_is_tried_again() -> None:
    tried = []

    def work(several: Sequence[int]) -> list[int]:
        tried.append(list(several))
        raise TransientError("central.busy")

    assert {type(outcome) for outcome in together([1, 2], work)} == {TransientError}
    assert tried == [[1, 2]]


def test_nothing_is_made_of_nobody() -> None:
    assert together([], refusing()) == []
