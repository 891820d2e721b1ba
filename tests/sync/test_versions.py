"""Messages of neighbouring versions, by a made-up history of three."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from app.errors import InputError, PermanentError
from sync import asking, wire
from sync.versions import HISTORY, History, Message, Version
from tests.contract.wire_samples import REQUEST, forms

SECOND = Version(
    number=2,
    since="2027-02-01",
    change="a request says its language behind the cursor",
    raised={Message.REQUEST: lambda array: [*array[:2], "vi", *array[2:]]},
    lowered={Message.REQUEST: lambda array: [*array[:2], *array[3:]]},
)
THIRD = Version(
    number=3,
    since="2027-08-01",
    change="cursors are numbers",
    raised={message: lambda array: [array[0], int(array[1]), *array[2:]] for message in Message},
    lowered={message: lambda array: [array[0], str(array[1]), *array[2:]] for message in Message},
)
THREE = History((HISTORY.versions[0], SECOND, THIRD))

RAISED = [
    ("a request of the first", Message.REQUEST, [1, "7", "tail"], [3, 7, "vi", "tail"]),
    ("a request of the second", Message.REQUEST, [2, "7", "en", "tail"], [3, 7, "en", "tail"]),
    ("a request of the newest", Message.REQUEST, [3, 7, "en", "tail"], [3, 7, "en", "tail"]),
    ("an answer of the first", Message.ANSWER, [1, "7", "tail"], [3, 7, "tail"]),
]


@pytest.mark.parametrize(("message", "came", "read"), [case[1:] for case in RAISED], ids=[case[0] for case in RAISED])
def test_an_older_message_is_raised_step_by_step_and_lowered_again(message: Message, came: list, read: list) -> None:
    data, protocol = THREE.raise_(msgspec.json.encode(came), message)
    assert (msgspec.json.decode(data), protocol) == (read, came[0])
    assert msgspec.json.decode(THREE.lower(data, message, protocol)) == came


def test_a_version_before_the_oldest_or_after_the_newest_is_named():
    served = History((SECOND, THIRD))
    for protocol in (1, 4):
        with pytest.raises(PermanentError) as caught:
            served.raise_(msgspec.json.encode([protocol, "x"]), Message.REQUEST)
        assert caught.value.code == "protocol.unsupported"
        assert caught.value.params == {"theirs": protocol, "ours": 3, "oldest": 2}


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'["1"]', b"\xff"])
def test_what_names_no_version_is_malformed(data: bytes) -> None:
    with pytest.raises(InputError, match=r"wire\.malformed"):
        THREE.raise_(data, Message.REQUEST)


def test_the_versions_have_no_gaps_and_tell_their_change():
    for history in (HISTORY, THREE):
        numbers = [version.number for version in history.versions]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert all(version.change and len(version.since) == 10 for version in history.versions)


def test_a_request_of_an_older_version_is_read_and_answered_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    of_the_first = wire.encode_request(REQUEST, forms)
    # The next version writes device ids in capitals.
    capitals = Version(
        number=2,
        since="2027-02-01",
        change="made up",
        raised={Message.REQUEST: lambda array: [array[0], array[1].upper(), *array[2:]]},
        lowered={Message.REQUEST: lambda array: [array[0], array[1].lower(), *array[2:]]},
    )
    monkeypatch.setattr(asking, "HISTORY", History((HISTORY.versions[0], capitals)))
    read = wire.decode_request(of_the_first, forms)
    assert (read.device, read.protocol) == ("D-1", 1)
    assert wire.encode_request(read, forms) == of_the_first
    spoken = wire.encode_request(replace(read, protocol=2), forms)
    assert msgspec.json.decode(spoken)[:2] == [1, "D-1"]
