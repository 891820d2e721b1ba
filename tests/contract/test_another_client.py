"""A client written from docs/PROTOCOL.md alone: it imports nothing of ours, and asks a central in its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
import requests
from backports import zstd
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ROOT = Path(__file__).parents[2]
EPOCH = "00112233445566aa"
MEDIA_TYPE = "application/vnd.sobaocao.sync+json"
FORM = """
{code: T.02, edition: "2026", title: Biểu thử, legal_basis: Thông tư thử, senders: [commune], frequencies: [Q],
 window: nd09, receivers: {commune: UBND tỉnh}, deadlines: {commune: {working_days: 1}},
 sections: [{key: note, title: Nhận xét}],
 tables: {main: {rows: [{code: "01", title: Lúa}], columns: [{number: 1, title: Diện tích, decimals: 1}]}}}
"""
AREA, NOTE, AT = "main/r01/c1", "@text/note/body", 1_800_000_000


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(data: bytes) -> str:
    return blake2b(data, digest_size=32).hexdigest()


def short(digits: str) -> str:
    return urlsafe_b64encode(bytes.fromhex(digits)).rstrip(b"=").decode()


def long(text: str) -> str:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4)).hex()


class Client:
    """One computer of an office that owes one report; all it writes stands under addresses."""

    def __init__(self, url: str, code: str) -> None:
        self.url, self.key, self.session = url, Ed25519PrivateKey.generate(), requests.Session()
        self.session.trust_env = False
        body = canonical({"code": code, "public_key": self.key.public_key().public_bytes_raw().hex(), "name": "PC"})
        us = self.post("enrol", body, {"Content-Type": "application/json", "Crc32": f"{crc32(body):08x}"})
        self.device, self.author, self.token = us["device"], us["person"]["id"], us["token"]
        self.central = Ed25519PublicKey.from_public_bytes(bytes.fromhex(us["central_key"]))
        self.central_epoch = self.cursor = self.scope = self.report = self.form = ""
        self.head = fingerprint(canonical({"device": self.device, "epoch": EPOCH, "follows": None}))
        self.known = 0

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> Any:
        reply = self.session.post(f"{self.url}/sync/v1/{path}", body, headers=headers, timeout=30)
        assert (reply.status_code, reply.headers["Content-Type"]) == (200, headers["Content-Type"]), reply.text
        assert reply.headers["Crc32"] == f"{crc32(reply.content):08x}"
        return reply.json()

    def signed(self, say: str, **said: object) -> str:
        return short(self.key.sign(canonical({**said, "device": self.device, "say": say})).hex())

    def proven(self, signature: str, say: str, **said: object) -> dict[str, Any]:
        """What central said, once its signature has held."""
        self.central.verify(bytes.fromhex(long(signature)), canonical({**said, "say": say}))
        return said

    def ask(self, *brought: object) -> list[Any]:
        """Every place of an answer; `brought` are chains, commitments, fetch, pairs, plain, tables and pool."""
        asked = [1, self.device, short(self.central_epoch), self.cursor, short(EPOCH), self.known, self.scope, 100]
        checked = {zstd.CompressionParameter.checksum_flag: 1}
        headers = {"Content-Type": MEDIA_TYPE, "Content-Encoding": "zstd", "Accept-Encoding": "identity"}
        headers["Authorization"] = f"Bearer {self.token}"
        answer = self.post("exchange", zstd.compress(canonical([*asked, *brought]), options=checked), headers)
        answer += ["", 0, [], None, "", "", "", 0, 0, "", [], [], [], {}, None, [], [], []][len(answer) :]
        self.central_epoch = long(answer[4]) or self.central_epoch
        self.cursor, self.scope = answer[5][1:] or self.cursor, answer[6][1:] or self.scope
        return answer

    def pull(self) -> tuple[dict[str, Any], list[Any]]:
        """The form, and the obligation, of the one report that is owed."""
        answer = self.ask([], [], [], 0, 1)
        ((form, package),), (owed,) = answer[13]["form"], answer[13]["obligation"]
        assert owed[:2] == [0, 0]  # the first report and the first form that the tables name
        self.report, self.form = "|".join(names[0] for names in answer[15][2:6]), long(answer[15][6][0])
        assert fingerprint(package.encode()) == long(form) == self.form
        return json.loads(package), owed

    def bring(self, kind: str, after: int, body: dict[str, Any]) -> tuple[dict[str, Any], list[Any]]:
        """The result of one operation more, and the answer that it came in."""
        seq, prev = self.known + 1, short(self.head) if self.known else ""
        made = {"after": after, "at": AT, "author": self.author, "body": body, "device": self.device, "epoch": EPOCH}
        made |= {"form": self.form, "kind": kind, "prev": self.head, "report": self.report, "seq": seq, "v": 1}
        self.head = fingerprint(canonical(made))
        cells, contents = body.get("cells", []), [short(body["content"])] if "content" in body else []
        announced = {"content": body.get("content"), "report": self.report, "sealed_at": AT, "seq": seq}
        seals = [[0, content, AT, seq, self.signed("commitment", **announced)] for content in contents]
        rest = {name: body[name] for name in body.keys() - {"cells", "content"}}
        chain = [seq, 1, self.signed("chain", epoch=EPOCH, head=self.head, seq=seq), kind, 0, len(seals), 0, after, AT]
        chain += [len(cells), 2 * bool(cells), 3 * bool(cells), 0, contents, prev, {"0": rest}]
        tables = [1, [0, 0, 0, 0], *([name] for name in self.report.split("|")), [short(self.form)], [self.author]]
        addresses, replaced, new = ([cell[place] for cell in cells] for place in range(3))
        pool = [addresses, [0, len(cells)] if cells else [], replaced, new]
        answer, self.known = self.ask([chain], seals, [], 0, 1, tables, pool), seq
        _, _, code, rev, told = answer[10] + [0, 0, "", 0, {}][len(answer[10]) :]
        result = {"code": code, "hash": self.head, "id": f"{self.device}/{EPOCH}/{seq}", "rev": rev}
        result |= {"cells": [], "error": "", "params": {}} | told.get("0", {})
        self.proven(answer[9], "results", central_epoch=self.central_epoch, results=[result])
        return result, answer

    def receipts(self, answer: list[Any], **sealed: object) -> Iterator[dict[str, Any]]:
        """The receipts of an answer, all of one seal."""
        key = fingerprint(self.central.public_bytes_raw())[:16]
        for kind, _, seq, content, ago, received, rev, deadline, late, signature, *_ in answer[12]:
            assert (content, ago) == ("", 0)  # as announced
            says = {"kind": kind, "seq": seq, "rev": rev, "deadline": deadline, "late": bool(late), "central": key}
            says |= {"device": self.device, "epoch": EPOCH, "report": self.report, "received_at": received + answer[1]}
            yield self.proven(signature, "receipt", **says, **sealed)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of a central that knows an office, which owes one report, and a code for the office's computer."""
    (tmp_path / "form.yaml").write_text(FORM, encoding="utf-8")

    def command(verb: str, *options: str) -> list[str]:
        return [sys.executable, "-m", "central.cli", verb, "--data", str(tmp_path / "data"), "--json", *options]

    def told(verb: str, *options: str) -> Any:
        return json.loads(subprocess.run(command(verb, *options), cwd=ROOT, capture_output=True, check=True).stdout)

    told("load-units", "--province", "04")
    told("load-forms", str(tmp_path / "form.yaml"))
    told("oblige", "--form", "T.02", "--period", "2026-Q4", "--province", "04", "--unit", "01273")
    code = told("enrol", "--unit", "01273", "--person", "Nông Thị Lan")["code"]
    with subprocess.Popen(command("serve", "--port", "0"), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield next(line.split()[1] for line in process.stdout if line.startswith("ready ")), code
        process.terminate()


@pytest.mark.enable_socket
def test_a_client_written_from_the_document_is_understood_and_understands(central: tuple[str, str]) -> None:
    client = Client(*central)
    form, owed = client.pull()
    assert (form["code"], owed[5]) == ("T.02", "2026-12-15")
    applied, _ = client.bring("report.edit", 0, {"cells": [[NOTE, None, "Được mùa"], [AREA, None, "12.5"]]})
    assert (applied["code"], applied["rev"]) == ("applied", 1)
    met, _ = client.bring("report.edit", 1, {"cells": [[AREA, "11", "13"]]})
    assert (met["code"], met["cells"]) == ("conflict", [[AREA, "12.5", client.author, AT]])
    assert client.bring("report.edit", 1, {"cells": [[NOTE, "Được mùa", "Mất mùa"]]})[0]["code"] == "superseded"
    decided = {"cells": [[AREA, "12.5", "13"]], "reason": "Đo lại", "answers": met["id"]}
    assert client.bring("report.edit", 2, decided)[0]["rev"] == 2
    content = fingerprint(canonical({"cells": {NOTE: "Được mùa", AREA: "13"}, "form": client.form}))
    sealed, answer = client.bring("report.seal", 4, {"content": content})
    assert (sealed["code"], sealed["rev"]) == ("applied", 3)
    receipts = client.receipts(answer, content=content, sealed_at=AT)
    assert [(each["kind"], each["rev"]) for each in receipts] == [("commitment", 0), ("seal", 3)]
    assert answer[3] == [short(fingerprint(canonical([client.report, 3, content]))), 1]
