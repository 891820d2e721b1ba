"""Attached files at central: tus 1.0, who may, and what a crash leaves."""

from __future__ import annotations

import base64
import fcntl
import hashlib
import os
from hashlib import blake2b
from pathlib import Path

import msgspec
import pytest

from app.domain.attachments import FILE_MAX, Attachment, link_cells
from app.domain.operations import Kind
from central.intake.uploads import EXPIRES_S
from sync.wire import PROBLEM_TYPE
from tests.central.http import Reply, ask
from tests.central.office import ROW, Computer, World, codes

DATA = bytes(range(256)) * 40
HASH = blake2b(DATA, digest_size=32).hexdigest()
NAMED = link_cells(Attachment(hash=HASH, name="phụ lục.pdf", size=len(DATA)))
PIECE = "application/offset+octet-stream"


def asks(computer: Computer, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
    told = {"Authorization": f"Bearer {computer.token}", "Tus-Resumable": "1.0.0"}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(method, f"/sync/v1/files/{path}", body, {name: value for name, value in told.items() if value})


def metadata(hash_: str = HASH, report: str = "u1|T.01|2026-Q4|") -> str:
    pairs = {"hash": hash_, "report": report}
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in pairs.items())


def create(computer: Computer, size: int = len(DATA), **told: str) -> Reply:
    return asks(computer, "POST", "", Upload_Length=str(size), Upload_Metadata=metadata(**told))


def piece(computer: Computer, offset: int, data: bytes, hash_: str = HASH, **headers: str) -> Reply:
    told = {"Content_Type": PIECE, "Upload_Offset": str(offset), **headers}
    return asks(computer, "PATCH", hash_, data, **told)


def sha256(data: bytes) -> str:
    return f"sha256 {base64.b64encode(hashlib.sha256(data).digest()).decode()}"


def code_of(reply: Reply) -> str:
    assert reply.headers["content-type"] == PROBLEM_TYPE
    assert reply.headers["tus-resumable"] == "1.0.0"
    document = msgspec.json.decode(reply.body)
    assert document["title"] not in ("", document["code"])
    return str(document["code"])


def progress(reply: Reply) -> tuple[int, str]:
    return reply.status, reply.headers.get("upload-offset", "")


@pytest.fixture
def a(world: World) -> Computer:
    """A computer whose report at central names the file."""
    made = world.computer("01273")
    made.edit(ROW | NAMED)
    assert codes(made.exchange()) == ["applied"]
    return made


@pytest.fixture
def parts(world: World) -> Path:
    return world.central.data / "files" / "parts"


def whole(world: World) -> bytes:
    return (world.central.data / "files" / HASH[:2] / HASH).read_bytes()


# ---- the protocol ------------------------------------------------------------------------------------------------


def test_the_server_says_what_it_can_do(world: World) -> None:
    reply = ask("OPTIONS", "/sync/v1/files/")
    assert reply.status == 204
    assert {name: value for name, value in reply.headers.items() if name.startswith("tus")} == {
        "tus-resumable": "1.0.0",
        "tus-version": "1.0.0",
        "tus-extension": "creation,checksum,expiration,termination",
        "tus-max-size": str(FILE_MAX),
        "tus-checksum-algorithm": "sha1,sha256",
    }


def test_a_file_is_begun_carried_in_pieces_and_whole_in_the_end(world: World, a: Computer) -> None:
    begun = create(a)
    assert progress(begun) == (201, "0")
    assert begun.headers["location"] == f"{HASH}?report=u1%7CT.01%7C2026-Q4%7C"
    assert begun.headers["upload-expires"] == "Mon, 21 Dec 2026 03:00:00 GMT"
    assert progress(piece(a, 0, DATA[:4000], Upload_Checksum=sha256(DATA[:4000]))) == (204, "4000")
    told = asks(a, "HEAD", HASH)
    assert (progress(told), told.headers["upload-length"]) == ((200, "4000"), "10240")
    assert told.headers["cache-control"] == "no-store"
    assert progress(piece(a, 4000, DATA[4000:])) == (204, "10240")
    assert whole(world) == DATA
    assert progress(asks(a, "HEAD", begun.headers["location"])) == (200, "10240")


def test_a_method_in_disguise_is_taken_for_what_it_is(world: World, a: Computer) -> None:
    create(a)
    told = {"Content_Type": PIECE, "Upload_Offset": "0", "X_HTTP_Method_Override": "PATCH"}
    assert progress(asks(a, "POST", HASH, DATA, **told)) == (204, "10240")


@pytest.mark.parametrize("version", ["", "0.2.2"])
def test_another_version_of_tus_is_told_which_one_is_spoken(world: World, a: Computer, version: str) -> None:
    reply = asks(a, "HEAD", HASH, Tus_Resumable=version)
    assert (reply.status, reply.headers["tus-version"]) == (412, "1.0.0")


@pytest.mark.parametrize("offset", [0, 3999, 4001])
def test_a_piece_from_another_place_is_refused_with_the_place_reached(world: World, a: Computer, offset: int) -> None:
    create(a)
    piece(a, 0, DATA[:4000])
    reply = piece(a, offset, DATA[offset:])
    assert (progress(reply), code_of(reply)) == ((409, "4000"), "sync.file_offset")
    assert progress(asks(a, "HEAD", HASH)) == (200, "4000")


def test_a_piece_whose_checksum_does_not_hold_is_not_taken(world: World, a: Computer) -> None:
    create(a)
    reply = piece(a, 0, DATA[:4000], Upload_Checksum=sha256(DATA[:3999]))
    assert (reply.status, code_of(reply)) == (460, "sync.file_checksum")
    reply = piece(a, 0, DATA[:4000], Upload_Checksum="md5 abcd")
    assert (reply.status, code_of(reply)) == (400, "sync.file_checksum_unknown")
    assert progress(asks(a, "HEAD", HASH)) == (200, "0")
    sha1 = base64.b64encode(hashlib.sha1(DATA[:4000]).digest()).decode()
    assert progress(piece(a, 0, DATA[:4000], Upload_Checksum=f"sha1 {sha1}")) == (204, "4000")


def test_what_is_longer_than_the_file_is_not_taken(world: World, a: Computer) -> None:
    create(a)
    reply = piece(a, 0, DATA + b"x")
    assert (reply.status, code_of(reply)) == (413, "sync.file_too_long")
    assert progress(asks(a, "HEAD", HASH)) == (200, "0")


def test_a_whole_that_is_not_what_its_hash_says_is_dropped_and_may_be_sent_anew(world: World, a: Computer) -> None:
    create(a)
    reply = piece(a, 0, DATA[:-1] + b"x")
    assert (reply.status, code_of(reply)) == (422, "sync.file_hash")
    assert (asks(a, "HEAD", HASH).status, create(a).status) == (404, 201)
    assert progress(piece(a, 0, DATA)) == (204, "10240")


def test_a_file_that_is_whole_is_answered_at_once_to_whoever_begins_it(world: World, a: Computer) -> None:
    create(a)
    piece(a, 0, DATA)
    again = create(world.computer("01273", "Bế Văn Minh"))
    assert progress(again) == (201, "10240")
    assert "upload-expires" not in again.headers


def test_a_file_that_is_begun_again_starts_from_nothing(world: World, a: Computer) -> None:
    create(a)
    piece(a, 0, DATA[:4000])
    assert progress(create(a)) == (201, "0")
    assert progress(asks(a, "HEAD", HASH)) == (200, "0")


def test_a_file_may_be_left_and_a_whole_one_stays(world: World, a: Computer) -> None:
    create(a)
    assert asks(a, "DELETE", HASH).status == 204
    assert code_of(asks(a, "DELETE", HASH)) == "sync.file_unknown"
    create(a)
    piece(a, 0, DATA)
    assert asks(a, "DELETE", HASH).status == 404
    assert whole(world) == DATA


def test_an_unfinished_file_expires_and_every_piece_gives_it_more_time(world: World, a: Computer) -> None:
    create(a)
    world.clock.advance(EXPIRES_S)
    piece(a, 0, DATA[:4000])
    world.clock.advance(EXPIRES_S)
    assert progress(asks(a, "HEAD", HASH)) == (200, "4000")
    world.clock.advance(1)
    assert asks(a, "HEAD", HASH).status == 404
    assert code_of(piece(a, 4000, DATA[4000:])) == "sync.file_unknown"


def test_what_a_computer_left_long_ago_is_swept_when_it_begins_another(world: World, a: Computer, parts: Path) -> None:
    create(a)
    left_behind(world, parts / a.id / f"{'ab' * 32}.5", b"abc")
    world.clock.advance(EXPIRES_S + 1)
    create(a)
    assert [part.name for part in (parts / a.id).iterdir()] == [f"{HASH}.10240"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload_Length": "10240", "Upload_Metadata": ""}, 400, "sync.file_metadata"),
        ({"Upload_Length": "10240", "Upload_Metadata": "hash %%%"}, 400, "sync.file_metadata"),
        ({"Upload_Length": "10240", "Upload_Metadata": "hash /w=="}, 400, "sync.file_metadata"),
        ({"Upload_Length": "x", "Upload_Metadata": metadata()}, 400, "sync.file_header"),
        ({"Upload_Length": "٣", "Upload_Metadata": metadata()}, 400, "sync.file_header"),
        ({"Upload_Length": "0", "Upload_Metadata": metadata()}, 413, "file.size"),
        ({"Upload_Length": str(FILE_MAX + 1), "Upload_Metadata": metadata()}, 413, "file.size"),
        ({"Upload_Defer_Length": "1", "Upload_Metadata": metadata()}, 400, "sync.file_header"),
        ({"Upload_Length": "10240", "Upload_Metadata": metadata("../../etc/passwd")}, 400, "sync.file_metadata"),
    ],
)
def test_what_no_client_of_ours_begins_is_refused(
    world: World, a: Computer, headers: dict[str, str], status: int, code: str
) -> None:
    if not headers.get("Upload_Length", "0").isascii():
        headers = headers | {"Upload_Length": "\u0663".encode().decode("latin-1")}
    reply = asks(a, "POST", "", **headers)
    assert (reply.status, code_of(reply)) == (status, code)


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "code"),
    [
        ("PATCH", HASH, {"Upload_Offset": "0"}, 415, "sync.file_media_type"),
        ("PATCH", HASH, {"Content_Type": PIECE}, 400, "sync.file_header"),
        ("PUT", HASH, {}, 405, "exchange.method"),
        ("GET", "", {}, 405, "exchange.method"),
        ("HEAD", "..%2F..%2Fsigning.key", {}, 404, ""),
        ("GET", "signing.key", {}, 404, "central.no_page"),
        ("GET", HASH.upper(), {}, 404, "central.no_page"),
    ],
)
def test_what_no_client_of_ours_asks_is_refused(
    world: World, a: Computer, method: str, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    create(a)
    reply = asks(a, method, path, DATA, **headers)
    assert reply.status == status
    if code:
        assert msgspec.json.decode(reply.body)["code"] == code


# ---- who may ------------------------------------------------------------------------------------------------------


def test_a_file_that_no_report_of_the_office_names_is_not_taken(world: World, a: Computer) -> None:
    other = world.computer("01279")
    for reply in (
        create(other),
        create(other, report="u2|T.01|2026-Q4|"),
        create(a, hash_="ab" * 32),
        create(a, report="u1|T.01|2026-Q3|"),
        create(a, report="nowhere"),
        create(a, size=len(DATA) - 1),
        create(world.computer("04")),
    ):
        assert (reply.status, code_of(reply)) == (403, "sync.file_unnamed")


def test_a_device_without_a_token_is_told_401(world: World, a: Computer) -> None:
    assert asks(a, "HEAD", HASH, Authorization="Bearer nobody").status == 401


def test_one_computer_does_not_see_the_unfinished_file_of_another(world: World, a: Computer) -> None:
    create(a)
    piece(a, 0, DATA[:4000])
    other = world.computer("01273", "Bế Văn Minh")
    assert asks(other, "HEAD", HASH).status == 404
    assert progress(create(other)) == (201, "0")
    assert progress(piece(other, 0, DATA)) == (204, "10240")
    assert progress(asks(a, "HEAD", f"{HASH}?report=u1|T.01|2026-Q4|")) == (200, "10240")


def given(computer: Computer, report: str = "u1|T.01|2026-Q4|", **headers: str) -> Reply:
    return asks(computer, "GET", f"{HASH}?report={report}", Tus_Resumable="", **headers)


def test_the_office_has_its_file_back_whole_or_in_pieces(world: World, a: Computer) -> None:
    assert code_of(given(a)) == "sync.file_not_there"
    create(a)
    piece(a, 0, DATA[:4000])
    assert code_of(given(a)) == "sync.file_not_there"
    piece(a, 4000, DATA[4000:])
    reply = given(a)
    assert (reply.status, reply.body) == (200, DATA)
    assert reply.headers["content-type"] == "application/octet-stream"
    reply = given(a, Range="bytes=4000-4099")
    assert (reply.status, reply.body) == (206, DATA[4000:4100])
    assert reply.headers["content-range"] == "bytes 4000-4099/10240"
    reply = given(a, Range="bytes=10000-99999")
    assert (reply.headers["content-range"], reply.body) == ("bytes 10000-10239/10240", DATA[10000:])
    assert given(a, Range="bytes=10000-").body == DATA[10000:]
    reply = given(a, Range="bytes=10240-")
    assert (reply.status, reply.headers["content-range"]) == (416, "bytes */10240")


def test_the_receiver_has_a_file_once_the_report_that_names_it_was_submitted(world: World, a: Computer) -> None:
    create(a)
    piece(a, 0, DATA)
    province, other = world.computer("04"), world.computer("01279")
    assert code_of(given(province)) == "sync.file_unnamed"
    world.clock.advance(60)
    leader = world.computer("01273", "Hoàng Văn Sơn", "leader")
    leader.act(Kind.SEAL, ROW | NAMED)
    leader.act(Kind.SUBMIT, ROW | NAMED)
    assert codes(leader.exchange()) == ["applied", "applied"]
    assert given(province).body == DATA
    assert code_of(given(other)) == "sync.file_unnamed"


def test_the_receiver_keeps_the_file_of_what_was_submitted_when_the_office_takes_it_away(
    world: World, a: Computer
) -> None:
    leader = world.computer("01273", "Hoàng Văn Sơn", "leader")
    leader.act(Kind.SEAL, ROW | NAMED)
    leader.act(Kind.SUBMIT, ROW | NAMED)
    leader.act(Kind.REOPEN, ROW | NAMED, reason="bỏ phụ lục")
    leader.edit(dict.fromkeys(NAMED), NAMED)
    assert codes(leader.exchange()) == ["applied"] * 4
    assert progress(create(leader)) == (201, "0")
    piece(leader, 0, DATA)
    assert given(world.computer("04")).body == DATA


# ---- what a crash leaves -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cut", [1, 4000, len(DATA) - 1])
def test_a_body_that_breaks_off_counts_as_far_as_it_came(world: World, a: Computer, cut: int) -> None:
    create(a)
    reply = cut_off(a, DATA[:cut])
    assert progress(reply) == (204, str(cut))
    assert progress(piece(a, cut, DATA[cut:])) == (204, "10240")


def test_a_body_that_breaks_off_before_its_checksum_could_be_proven_counts_for_nothing(
    world: World, a: Computer
) -> None:
    create(a)
    assert code_of(cut_off(a, DATA[:4000], Upload_Checksum=sha256(DATA))) == "sync.file_checksum"
    assert progress(asks(a, "HEAD", HASH)) == (200, "0")


def cut_off(computer: Computer, came: bytes, **headers: str) -> Reply:
    """A piece of which only the first bytes came."""
    told = {"Content_Type": PIECE, "Upload_Offset": "0", "CONTENT_LENGTH_TOLD": str(len(DATA)), **headers}
    return asks(computer, "PATCH", HASH, came, **told)


def left_behind(world: World, part: Path, data: bytes) -> None:
    """A part as a crash left it just now."""
    part.write_bytes(data)
    os.utime(part, (world.central.now(), world.central.now()))


def test_the_whole_is_proven_by_the_next_question_where_a_crash_came_before_it(
    world: World, a: Computer, parts: Path
) -> None:
    create(a)
    left_behind(world, parts / a.id / f"{HASH}.10240", DATA)
    assert progress(asks(a, "HEAD", f"{HASH}?report=u1|T.01|2026-Q4|")) == (200, "10240")
    assert whole(world) == DATA


def test_what_a_crash_broke_inside_a_part_shows_when_the_whole_is_proven(
    world: World, a: Computer, parts: Path
) -> None:
    create(a)
    left_behind(world, parts / a.id / f"{HASH}.10240", bytes(len(DATA)))
    assert asks(a, "HEAD", HASH).status == 404
    create(a)
    assert progress(piece(a, 0, DATA)) == (204, "10240")


def test_a_second_writer_of_the_same_part_is_turned_away(world: World, a: Computer, parts: Path) -> None:
    create(a)
    with (parts / a.id / f"{HASH}.10240").open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        reply = piece(a, 0, DATA)
        assert (reply.status, code_of(reply)) == (423, "sync.file_locked")
    assert progress(piece(a, 0, DATA)) == (204, "10240")


def test_files_leave_the_threads_to_the_reports(world: World, a: Computer) -> None:
    with world.central.file_admission.entered(), world.central.file_admission.entered():
        assert create(a).status == 201
        with world.central.file_admission.entered(), world.central.file_admission.entered():
            reply = create(a)
            assert (reply.status, code_of(reply)) == (503, "central.busy")
            assert int(reply.headers["retry-after"]) > 0
            a.edit({"main/a/c1": "6"}, {"main/a/c1": "5"})
            assert codes(a.exchange()) == ["applied"]


# ---- what the content may say ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({f"@file/{HASH}/size": str(FILE_MAX + 1)}, "refused file.size"),
        ({f"@file/{HASH}/size": "vài"}, "refused file.size"),
        ({f"@file/{HASH}/name": "a.exe"}, "refused file.name"),
        ({f"@file/{HASH}/bytes": "1"}, "refused file.address"),
        ({"@file/abc/name": "a.pdf"}, "refused file.address"),
        ({f"@file/{n:064x}/size": str(FILE_MAX) for n in range(5)}, "refused file.report_too_large"),
        ({f"@file/{n:064x}/size": str(FILE_MAX) for n in range(4)}, "applied"),
        (NAMED, "applied"),
    ],
)
def test_what_a_report_may_say_of_its_files(world: World, cells: dict[str, str], said: str) -> None:
    a = world.computer("01273")
    a.edit(cells)
    assert codes(a.exchange()) == [said]


def test_the_files_of_two_computers_together_are_at_most_100_megabytes(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273", "Bế Văn Minh")
    a.edit({f"@file/{n:064x}/size": str(FILE_MAX) for n in range(3)})
    b.edit({f"@file/{n + 10:064x}/size": str(FILE_MAX) for n in range(2)})
    assert (codes(a.exchange()), codes(b.exchange())) == (["applied"], ["refused file.report_too_large"])
