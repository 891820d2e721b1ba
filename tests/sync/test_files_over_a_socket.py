"""Attached files over real sockets: our own engine, and a client that is not ours, against central as a process."""

from __future__ import annotations

import io
import json
import os
import signal
from hashlib import blake2b
from pathlib import Path

import pytest
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError, TusUploadFailed

from app.bootstrap import Office, office_at
from app.domain.attachments import Attachment, link_cells
from app.domain.operations import CellEdit
from app.store.attachments import PART_MAX
from app.store.keys import DEVICE_TOKEN
from sync.events import FileMoved
from tests.sync.test_over_a_socket import ServedCentral

pytestmark = pytest.mark.enable_socket

DATA = bytes(range(256)) * 4_000
"""1,024,000 bytes."""
HASH = blake2b(DATA, digest_size=32).hexdigest()


@pytest.fixture(scope="module")
def central(tmp_path_factory):
    served = ServedCentral(tmp_path_factory.mktemp("central"))
    served.say("load-units", "--province", "04")
    served.say("load-forms", "II.06a/VPCP/KSTT")
    served.say("oblige", "--form", "II.06a/VPCP/KSTT", "--period", "2026-Q4", "--province", "04", "--unit", "01273")
    served.start()
    yield served
    served.stop()


@pytest.fixture
def office(central, tmp_path) -> Office:
    """An office whose report at central names the file."""
    code = json.loads(central.say("enrol", "--json", "--unit", "01273", "--person", "Nông Thị Lan"))["code"]
    made = office_at(tmp_path / "office", "file")
    made.enrol(central.url, code, "PC")
    with made.engine() as engine:
        assert engine.run_cycle().error is None
    return made


def killed(central: ServedCentral) -> None:
    """kill -9, and started again."""
    os.killpg(central._process.pid, signal.SIGKILL)
    central._process.wait(30)
    central._process.stdout.close()
    central.start()


def attach(office: Office, data: bytes, name: str) -> str:
    """The report's key, once the bytes are here and the report names them."""
    store = office.open_store()
    try:
        files = store.attachments
        number = files.begin(len(data))
        for start in range(0, len(data), PART_MAX):
            files.take(number, start, data[start : start + PART_MAX])
        hash_ = blake2b(data, digest_size=32).hexdigest()
        files.finish(number, hash_)
        identity = store.identity()
        owed = store.obligations(unit=identity.unit)[0]
        cells = link_cells(Attachment(hash=hash_, name=name, size=len(data)))
        edits = [CellEdit(address, None, value) for address, value in sorted(cells.items())]
        store.save_edits(owed.report, owed.form, edits, author=identity.person)
        return str(owed.report)
    finally:
        store.close()


def at_central(central: ServedCentral, hash_: str) -> bytes:
    return (Path(central._data) / "files" / hash_[:2] / hash_).read_bytes()


def test_a_file_arrives_though_central_is_killed_in_the_middle_of_it(central, office):
    data = os.urandom(600_000)
    hash_ = blake2b(data, digest_size=32).hexdigest()
    attach(office, data, "của máy này.pdf")
    heard: list[object] = []

    def pieces() -> list[int]:
        return [event.done for event in heard if isinstance(event, FileMoved)]

    with office.engine(heard.append) as engine:
        assert engine.run_cycle(lambda: len(pieces()) >= 2).unfinished
        assert 0 < pieces()[-1] < len(data)
        killed(central)
        reached = pieces()[-1]
        while engine.run_cycle().unfinished:
            pass
    assert min(pieces()[2:]) > reached
    assert at_central(central, hash_) == data
    store = office.open_store()
    facts = store.light_facts()
    store.close()
    assert (facts.uploading, facts.waiting, facts.in_flight, facts.ours) == (0, 0, 0, facts.theirs)


def test_a_client_that_is_not_ours_begins_breaks_off_goes_on_and_ends(central, office):
    report = attach(office, DATA, "của máy khác.pdf")
    store = office.open_store()
    store._database.execute("DELETE FROM attachment_part")  # its bytes are the other client's to bring
    store._database.execute("UPDATE attachment SET held = 0")
    store.close()
    with office.engine() as engine:
        assert engine.run_cycle().error is None

    client = TusClient(
        f"{central.url}/sync/v1/files/", headers={"Authorization": f"Bearer {office.secrets.get(DEVICE_TOKEN)}"}
    )
    told = {"hash": HASH, "report": report}
    first = client.uploader(
        file_stream=io.BytesIO(DATA), chunk_size=100_000, metadata=told, upload_checksum=True, retries=0
    )
    first.upload(stop_at=300_000)
    assert first.offset == 300_000
    killed(central)
    second = client.uploader(file_stream=io.BytesIO(DATA), chunk_size=500_000, url=first.url, upload_checksum=True)
    assert second.offset == 300_000
    second.upload()
    assert at_central(central, HASH) == DATA
    third = client.uploader(file_stream=io.BytesIO(DATA), url=first.url)
    third.upload()
    assert (third.offset, third.request) == (len(DATA), None)


def test_a_client_that_is_not_ours_is_refused_what_ours_would_be(central, office):
    report = attach(office, DATA, "khác.pdf")
    with office.engine() as engine:
        engine.run_cycle()
    client = TusClient(
        f"{central.url}/sync/v1/files/", headers={"Authorization": f"Bearer {office.secrets.get(DEVICE_TOKEN)}"}
    )
    other = client.uploader(file_stream=io.BytesIO(b"x"), metadata={"hash": "ab" * 32, "report": report})
    with pytest.raises(TusCommunicationError) as refused:
        other.upload()
    assert refused.value.status_code == 403
    stranger = TusClient(f"{central.url}/sync/v1/files/", headers={"Authorization": "Bearer nobody"})
    with pytest.raises(TusCommunicationError) as unknown:
        stranger.uploader(file_stream=io.BytesIO(DATA), metadata={"hash": HASH, "report": report}).upload()
    assert unknown.value.status_code == 401
    whole = client.uploader(file_stream=io.BytesIO(DATA), metadata={"hash": HASH, "report": report})
    with pytest.raises(TusUploadFailed) as there:
        whole.upload()
    assert there.value.status_code == 409
