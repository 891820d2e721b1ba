"""Central over HTTP: the wire, the refusals, and never a page of HTML."""

from __future__ import annotations

import gzip
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from app.domain import signing
from app.domain.exchange import Request
from app.errors import InputError
from central.registry.enrolment import CODE_LIFE_S, REPEAT_S, invite, revoke
from central.registry.packages import FormShelf
from sync.wire import (
    LIMIT_BYTES,
    MEDIA_TYPE,
    PROBLEM_TYPE,
    compress,
    decode_answer,
    decompress,
    encode_request,
)
from tests.central.http import Reply, ask
from tests.central.office import ROW, Computer, World, codes


def send(computer: Computer, request: Request, **headers: str) -> Reply:
    """A request over the wire."""
    shelf = FormShelf(computer.world.db)
    body, encoding = compress(encode_request(request, shelf.order))
    told = {
        "Authorization": f"Bearer {computer.token}",
        "Content-Type": MEDIA_TYPE,
        "Accept-Encoding": "zstd",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return ask("POST", "/sync/v1/exchange", body, told | ({"Content-Encoding": encoding} if encoding else {}))


def code_of(reply: Reply) -> str:
    """The stable code of a refusal."""
    assert reply.headers["content-type"] == PROBLEM_TYPE
    document = msgspec.json.decode(reply.body)
    assert document["status"] == reply.status
    assert document["title"] not in ("", document["code"])
    return str(document["code"])


def test_an_exchange_over_the_wire_says_what_the_exchange_itself_says(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    request = a.request([a.chain()])
    reply = send(a, request)
    assert (reply.status, reply.headers["content-type"]) == (200, MEDIA_TYPE)
    shelf = FormShelf(world.db)
    hashes = {operation.id: hash_ for operation, hash_ in zip(a.sent, a.hashes, strict=True)}
    plain = decompress(reply.body, reply.headers.get("content-encoding", ""))
    answer = decode_answer(plain, hashes.get, shelf.order, request)
    assert codes(answer) == ["applied"]
    a.book(answer)
    assert a.known == 1


def test_an_answer_is_compressed_as_the_asker_wishes(world: World) -> None:
    a = world.computer("01273")
    assert send(a, a.request()).headers["content-encoding"] == "zstd"
    assert send(a, a.request(), Accept_Encoding="gzip").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in send(a, a.request(), Accept_Encoding="identity").headers


def test_an_answer_tells_its_length_so_that_no_server_sends_it_in_chunks(world: World) -> None:
    a = world.computer("01273")
    reply = send(a, a.request())
    assert reply.headers["content-length"] == str(len(reply.body))


def test_a_computer_without_a_known_token_is_told_401(world: World) -> None:
    a = world.computer("01273")
    reply = send(a, a.request(), Authorization="Bearer nobody")
    assert (reply.status, code_of(reply)) == (401, "device.unknown")
    assert reply.headers["www-authenticate"] == "Bearer"


def test_a_revoked_computer_is_told_403_and_nothing_is_taken(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    assert revoke(world.db, a.id, world.central.now()) is True
    reply = send(a, a.request([a.chain()]))
    assert (reply.status, code_of(reply)) == (403, "device.revoked")
    assert world.count("intake_operation") == 0


def test_another_protocol_is_told_409(world: World) -> None:
    a = world.computer("01273")
    headers = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE}
    reply = ask("POST", "/sync/v1/exchange", b'[99,"x"]', headers)
    assert (reply.status, code_of(reply)) == (409, "protocol.unsupported")


def test_a_body_that_unfolds_without_end_is_told_413(world: World) -> None:
    a = world.computer("01273")
    bomb = gzip.compress(bytes(LIMIT_BYTES + 1))
    assert len(bomb) < 50_000
    headers = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE, "Content-Encoding": "gzip"}
    reply = ask("POST", "/sync/v1/exchange", bomb, headers)
    assert (reply.status, code_of(reply)) == (413, "wire.too_large")


def test_a_body_beyond_the_limit_is_told_413_without_being_read(world: World) -> None:
    a = world.computer("01273")
    headers = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE}
    reply = ask("POST", "/sync/v1/exchange", bytes(8 * 1024 * 1024 + 1), headers)
    assert (reply.status, code_of(reply)) == (413, "exchange.too_large")


def test_another_media_type_is_told_415(world: World) -> None:
    a = world.computer("01273")
    reply = send(a, a.request(), Content_Type="text/html")
    assert (reply.status, code_of(reply)) == (415, "exchange.media_type")


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b"\xff\xfe", b'[1,2,3,4,5,6,7,8,"x"]'])
def test_what_cannot_be_read_is_told_400_and_changes_nothing(world: World, body: bytes) -> None:
    a = world.computer("01273")
    headers = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE}
    reply = ask("POST", "/sync/v1/exchange", body, headers)
    assert reply.status == 400
    assert code_of(reply).startswith("wire.")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/sync/v1/exchange", 405, "exchange.method"),
        ("GET", "/sync/v1/enrol", 405, "exchange.method"),
        ("GET", "/sync/v1/nothing", 404, "central.no_page"),
        ("GET", "/", 404, "central.no_page"),
        ("POST", "/.well-known/jwks.json", 405, "exchange.method"),
    ],
)
def test_no_refusal_is_ever_html(world: World, method: str, path: str, status: int, code: str) -> None:
    reply = ask(method, path)
    assert (reply.status, code_of(reply)) == (status, code)


@pytest.mark.logs_warnings
def test_a_fault_of_ours_is_a_problem_document_too(world_apart: World) -> None:
    world = world_apart
    a = world.computer("01273")
    world.db.run("DROP TABLE intake_digest")
    reply = send(a, a.request())
    assert (reply.status, code_of(reply)) == (500, "central.failed")


def test_a_busy_database_is_told_503_with_a_time_to_wait_and_nothing_is_lost(world: World) -> None:
    import sqlite3

    if world.db.vendor != "sqlite":
        pytest.skip("another writer is waited for by name, not by file")
    a = world.computer("01273")
    a.edit(ROW)
    world.db.run("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(world.address[0] / "central.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        reply = send(a, a.request([a.chain()]))
        assert (reply.status, code_of(reply)) == (503, "central.busy")
        assert reply.headers["retry-after"] == "17"
        other.execute("ROLLBACK")
    assert send(a, a.request([a.chain()])).status == 200


def test_a_database_server_that_went_away_is_asked_again_by_the_next_request(world: World) -> None:
    import psycopg

    if world.db.vendor != "postgresql":
        pytest.skip("no server")
    a = world.computer("01273")
    a.edit(ROW)
    body = encode_request(a.request([a.chain()]), FormShelf(world.db).order)
    headers = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE}
    with psycopg.connect(world.address[1], autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    reply = ask("POST", "/sync/v1/exchange", body, headers)
    assert (reply.status, code_of(reply)) == (503, "central.busy")
    assert ask("POST", "/sync/v1/exchange", body, headers).status == 200


def test_a_wrong_signature_is_refused_and_nothing_is_applied(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    reply = send(a, a.request([a.chain(private=signing.new_private_key())]))
    assert (reply.status, code_of(reply)) == (400, "chain.signature")
    assert world.count("intake_operation") == 0
    assert world.count("intake_head") == 0


def test_a_request_in_another_computers_name_is_refused(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01279")
    reply = send(a, b.request(), Authorization=f"Bearer {a.token}")
    assert (reply.status, code_of(reply)) == (403, "device.other")


def test_problems_are_said_in_vietnamese_and_in_english_when_asked(world: World) -> None:
    vietnamese = msgspec.json.decode(ask("GET", "/x").body)["title"]
    english = msgspec.json.decode(ask("GET", "/x", headers={"Accept-Language": "en"}).body)["title"]
    assert vietnamese == "Địa chỉ này không có ở hệ thống."
    assert english == "There is no such address at the central system."


def test_central_says_that_it_lives_and_by_which_key_it_signs(world: World) -> None:
    health = ask("GET", "/health")
    assert (health.status, msgspec.json.decode(health.body)) == (200, {"ok": True, "protocol": 1})
    (key,) = msgspec.json.decode(ask("GET", "/.well-known/jwks.json").body)["keys"]
    assert (key["kty"], key["crv"], key["kid"]) == ("OKP", "Ed25519", world.central.key.id)
    assert len(key["x"]) == 43


def test_the_signing_key_is_readable_by_its_owner_alone(world: World) -> None:
    path = Path(world.address[0]) / "signing.key"
    assert path.stat().st_mode & 0o777 == 0o600


def enrol(code: str, public_key: str) -> Reply:
    """Enrolment over HTTP."""
    body = msgspec.json.encode({"code": code, "public_key": public_key, "name": "PC-VP-01"})
    return ask("POST", "/sync/v1/enrol", body, {"Content-Type": "application/json"})


def invitation(world: World) -> str:
    """A one-time code for a clerk of u1."""
    made = invite(world.db, "01273", "Nông Thị Lan", "clerk", now=world.central.now(), chance=world.central.chance)
    return made.code


def test_a_code_makes_a_device_once(world: World) -> None:
    code, key = invitation(world), signing.public_key(signing.new_private_key())
    told = msgspec.json.decode(enrol(code.lower().replace("-", " "), key).body)
    assert told["unit"] == {"id": "u1", "code": "01273", "name": "Phường Thục Phán", "level": "commune"}
    assert told["person"]["name"] == "Nông Thị Lan"
    assert told["central_key"] == world.central.key.public
    assert told["central_epoch"] == world.central.epoch
    other = enrol(code, signing.public_key(signing.new_private_key()))
    assert (other.status, code_of(other)) == (403, "enrol.code_used")
    assert world.count("registry_device") == 1


def test_a_lost_answer_to_an_enrolment_may_be_asked_for_again_for_a_while(world: World) -> None:
    code, key = invitation(world), signing.public_key(signing.new_private_key())
    first = msgspec.json.decode(enrol(code, key).body)
    again = msgspec.json.decode(enrol(code, key).body)
    assert again["device"] == first["device"]
    assert again["token"] != first["token"]
    world.clock.advance(REPEAT_S + 1)
    assert code_of(enrol(code, key)) == "enrol.code_used"


def test_a_code_that_is_wrong_or_too_old_makes_nothing(world: World) -> None:
    key = signing.public_key(signing.new_private_key())
    assert code_of(enrol("AAAA-AAAA-AAAA-AAAA", key)) == "enrol.code_unknown"
    code = invitation(world)
    world.clock.advance(CODE_LIFE_S + 1)
    assert code_of(enrol(code, key)) == "enrol.code_expired"
    assert code_of(enrol(code, "00")) == "enrol.key"
    assert world.count("registry_device") == 0


def test_neither_token_nor_code_is_kept(world: World) -> None:
    code, key = invitation(world), signing.public_key(signing.new_private_key())
    token = msgspec.json.decode(enrol(code, key).body)["token"]
    kept = str(world.db.rows("SELECT * FROM registry_device") + world.db.rows("SELECT * FROM registry_enrolmentcode"))
    assert token not in kept
    assert code not in kept
    assert code.replace("-", "") not in kept


def test_nobody_is_invited_into_a_unit_that_is_not_there(world: World) -> None:
    with pytest.raises(InputError, match=r"unit\.unknown"):
        invite(world.db, "99999", "Ai Đó", "clerk", now=0, chance=world.central.chance)
