"""Central over HTTP: the wire, the refusals, and never a page of HTML."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from contextlib import ExitStack, closing
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app.domain import signing
from app.domain.exchange import Have, ReceiptKind, Request
from app.domain.operations import Kind
from app.errors import InputError
from central.intake.entry import with_exchange
from central.intake.views import BODY_MAX
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
from tests.central.http import TOLD_LENGTH, Reply, ask
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


def test_the_door_of_the_exchange_stands_open_for_nothing_else() -> None:
    asked: list[str] = []

    def behind(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        asked.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"behind"]

    places = ("/health", "/sync/v1/exchange/", "/sync/v1/exchanges", "/")
    assert [ask("GET", place, application=with_exchange(behind)).body for place in places] == [b"behind"] * 4
    assert asked == list(places)


def test_what_is_no_exchange_at_its_address_is_told_so(world: World) -> None:
    refused = ask(
        "DELETE", "/sync/v1/exchange", application=with_exchange(lambda *_: pytest.fail("went past the door"))
    )
    assert (refused.status, code_of(refused)) == (405, "exchange.method")


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


def test_a_body_that_was_altered_on_its_way_is_refused_and_answers_can_be_checked(world: World) -> None:
    a = world.computer("01273")
    reply = send(a, a.request(), Crc32="00000000")
    assert (reply.status, code_of(reply)) == (400, "exchange.garbled")
    reply = send(a, a.request(), Accept_Encoding="identity")
    assert reply.headers["crc32"] == f"{zlib.crc32(reply.body):08x}"


def test_a_packed_body_is_checked_by_itself(world: World) -> None:
    a = world.computer("01273")
    a.edit({f"main/k{number}/c2": f"Đất đai {number}" for number in range(9)})
    body, encoding = compress(encode_request(a.request([a.chain()]), FormShelf(world.db).order))
    headers = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE, "Content-Encoding": encoding}
    reply = ask("POST", "/sync/v1/exchange", body[:-1] + bytes([body[-1] ^ 1]), headers)
    assert (encoding, reply.status, code_of(reply)) == ("zstd", 400, "wire.damaged")
    assert world.count("intake_operation") == 0
    assert "crc32" not in ask("POST", "/sync/v1/exchange", body, headers).headers


def torn(a: Computer, body: bytes, came: int, **headers: str) -> Reply:
    """A body of which no more than `came` bytes came."""
    told = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE, TOLD_LENGTH: str(len(body))}
    return ask("POST", "/sync/v1/exchange", body[:came], told | {n.replace("_", "-"): v for n, v in headers.items()})


def kept_of(a: Computer) -> tuple[int, str]:
    """How much of a body is kept, and which."""
    reply = ask("HEAD", "/sync/v1/exchange", b"", {"Authorization": f"Bearer {a.token}"})
    assert (reply.status, reply.body) == (200, b"")
    return int(reply.headers["upload-offset"]), reply.headers["upload-hash"]


def test_of_a_body_that_breaks_off_the_rest_is_enough(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273")
    a.edit(ROW)
    body = encode_request(a.request([a.chain()]), FormShelf(world.db).order).ljust(6_000)
    assert kept_of(a) == (0, "cae66941d9efbd404e4d88758ea67670")
    reply = torn(a, body, 2_000)
    assert (reply.status, code_of(reply)) == (400, "exchange.garbled")
    assert kept_of(a)[0] == 2_000
    torn(a, body[2_000:], 1_500, Upload_Offset="2000")
    assert kept_of(a) == (3_500, blake2b(body[:3_500], digest_size=16).hexdigest())
    assert kept_of(b)[0] == 0
    reply = torn(a, body[2_000:], 4_000, Upload_Offset="2000")
    assert (reply.status, code_of(reply)) == (409, "exchange.offset")
    assert world.count("intake_operation") == 0
    reply = torn(a, body[3_500:], 2_500, Upload_Offset="3500")
    assert (reply.status, reply.headers["content-type"]) == (200, MEDIA_TYPE)
    assert world.count("intake_operation") == 1
    assert kept_of(a)[0] == 0


def test_what_broke_off_is_forgotten_after_an_hour_and_too_little_is_not_kept(world: World) -> None:
    a, b = world.computer("01273"), world.computer("01273")
    torn(a, bytes(6_000), 1_023)
    assert kept_of(a)[0] == 0
    torn(a, bytes(6_000), 1_024)
    world.clock.advance(3_600)
    assert kept_of(a)[0] == 1_024
    world.clock.advance(1)
    assert kept_of(a)[0] == 0
    torn(b, bytes(6_000), 5_000)
    assert [path.name for path in (world.address[0] / "torn").iterdir()] == [b.id]


def test_pieces_together_are_no_larger_than_a_body_may_be(world: World) -> None:
    a = world.computer("01273")
    torn(a, bytes(BODY_MAX), BODY_MAX - 10)
    reply = torn(a, bytes(11), 11, Upload_Offset=str(BODY_MAX - 10))
    assert (reply.status, code_of(reply)) == (413, "exchange.too_large")


def test_who_does_not_say_what_he_unfolds_gets_zstd(world: World) -> None:
    a = world.computer("01273")
    body = encode_request(a.request(), FormShelf(world.db).order)
    reply = ask("POST", "/sync/v1/exchange", body, {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE})
    assert reply.headers["content-encoding"] == "zstd"


def test_another_protocol_is_told_409(world: World) -> None:
    a = world.computer("01273")
    headers = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE}
    reply = ask("POST", "/sync/v1/exchange", b'[99,"x"]', headers)
    assert (reply.status, code_of(reply)) == (409, "protocol.unsupported")


def test_a_refusal_tells_its_parameters_as_members_of_the_document(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    plain = encode_request(a.request([a.chain()]), FormShelf(world.db).order)
    world.db.run("DELETE FROM registry_form")
    world.central.packages.clear()
    headers = {"Authorization": f"Bearer {a.token}", "Content-Type": MEDIA_TYPE}
    reply = ask("POST", "/sync/v1/exchange", plain, headers)
    assert (reply.status, code_of(reply)) == (422, "wire.form_unknown")
    assert msgspec.json.decode(reply.body)["form"] == world.form.hash


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


def test_beyond_its_measure_central_turns_away_who_only_asks_then_who_brings_but_never_a_seal(world: World) -> None:
    a = world.computer("01273")
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    asks, brings = a.request(), a.request([a.chain()])
    seals = a.request([a.chain()], commitments=[a.commitment(ROW, 2)], fetch=[a.report("2026-Q1")])
    admission, told = world.central.admission, []
    for in_hand in (31, 32, 47, 48):
        with ExitStack() as crowd:
            for _ in range(in_hand):
                crowd.enter_context(admission.entered())
            told.append([send(a, request).status for request in (asks, brings, seals)])
    assert told == [[200, 200, 200], [503, 200, 200], [503, 200, 200], [503, 503, 200]]


def test_an_overloaded_central_gives_receipts_for_seals_and_leaves_everything_else_where_it_was(world: World) -> None:
    a = world.computer("01273")
    a.exchange()
    a.edit(ROW)
    a.act(Kind.SEAL, ROW)
    request = a.request([a.chain()], commitments=[a.commitment(ROW, 2)], fetch=[a.report("2026-Q1")])
    with ExitStack() as crowd:
        for _ in range(48):
            crowd.enter_context(world.central.admission.entered())
        reply = send(a, request)
    plain = decompress(reply.body, reply.headers.get("content-encoding", ""))
    answer = decode_answer(plain, lambda _: None, FormShelf(world.db).order, request)
    assert [(receipt.kind, receipt.report, receipt.seq) for receipt in answer.receipts] == [
        (ReceiptKind.COMMITMENT, a.report(), 2)
    ]
    assert (answer.results, answer.changes, answer.digest, answer.retry_after) == ((), (), None, 17)
    assert answer.more, "a store that reads the feed anew has not reached its end"
    assert (answer.cursor, answer.central_epoch, answer.scope) == (a.cursor, a.central_epoch, a.scope)
    assert answer.have == Have(epoch=a.epoch, seq=0, hash="")
    assert world.count("intake_operation") == 0
    assert codes(a.exchange()) == ["applied", "applied"]


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
    key, sealing = msgspec.json.decode(ask("GET", "/.well-known/jwks.json").body)["keys"]
    assert (key["kty"], key["crv"], key["use"], key["kid"]) == ("OKP", "Ed25519", "sig", world.central.key.id)
    assert (sealing["kty"], sealing["crv"], sealing["use"]) == ("OKP", "X25519", "enc")
    assert (len(key["x"]), len(sealing["x"])) == (43, 43)


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
    with pytest.raises(InputError, match=r"unit\.not_loaded"):
        invite(world.db, "99999", "Ai Đó", "clerk", now=0, chance=world.central.chance)
