"""Form packages that come with a feed of updates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.cli import main
from app.domain.forms.catalogue import find_form, pack_form
from app.domain.updates import FormOffer
from app.errors import AppError
from app.services.form_packages import take_forms
from app.store.store import Store
from tests.app.store.office import KEY, FakeChance, FakeClock
from tests.packaging.workshop import Workshop, open_workshop


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return open_workshop(tmp_path, monkeypatch)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "s.db", KEY, clock=FakeClock(), chance=FakeChance())
    yield made
    made.close()


def put(workshop: Workshop, *packages: tuple[FormOffer, bytes]) -> None:
    """Packages, as whoever has the key of forms could sign them."""
    targets = {offer.target: package for offer, package in packages}
    index = msgspec.json.encode([offer for offer, _ in packages])
    workshop.feed().metadata.put({**targets, "forms/index.json": index})


def offer_of(package: bytes, code: str = "01/TCD", edition: str = "2024") -> FormOffer:
    from app.domain.canonical import fingerprint

    hash_ = fingerprint(package).hex()
    return FormOffer(code=code, edition=edition, hash=hash_, target=f"forms/{hash_}.json")


def refusal(workshop: Workshop, store: Store) -> AppError:
    with pytest.raises(AppError) as caught:
        take_forms(workshop.look(), store)
    return caught.value


def test_new_packages_are_kept_once_and_are_those_that_central_would_tell(workshop: Workshop, store: Store) -> None:
    workshop.feed().add_forms(["01/TCD", "II.06a/VPCP/KSTT"])
    assert take_forms(workshop.look(), store) == 2
    assert take_forms(workshop.look(), store) == 0
    form = find_form("01/TCD")
    assert store.form_package(form.hash) == pack_form(form)


def test_a_faulty_package_is_refused_and_the_sound_ones_beside_it_and_what_is_here_stays(
    workshop: Workshop, store: Store
) -> None:
    workshop.feed().add_forms(["II.06a/VPCP/KSTT"])
    take_forms(workshop.look(), store)
    before = store.forms()
    sound, broken = pack_form(find_form("01/TCD")), b'{"code":"01/TCD","edition":"2027"}'
    put(workshop, (offer_of(sound), sound), (offer_of(broken, edition="2027"), broken))
    error = refusal(workshop, store)
    assert (error.code, error.params) == ("update.form", {"form": "01/TCD", "edition": "2027"})
    assert store.forms() == before


def altered(**changes: object) -> bytes:
    form = msgspec.json.decode(pack_form(find_form("01/TCD")))
    return msgspec.json.encode(form | changes)


def of_no_column() -> bytes:
    """A relation that speaks of a column which the table has not."""
    return pack_form(find_form("01/TCD")).replace(b'"c10"', b'"c99"', 1)


FAULTY = {
    "empty": b"",
    "a list": b"[]",
    "no text": b'{"code":1}',
    "no tables": altered(tables="none"),
    "no such column": of_no_column(),
}


@pytest.mark.parametrize("package", FAULTY.values(), ids=FAULTY.keys())
def test_what_is_no_form_is_refused(workshop: Workshop, store: Store, package: bytes) -> None:
    put(workshop, (offer_of(package), package))
    assert refusal(workshop, store).code == "update.form"


def test_a_package_under_another_forms_name_is_refused(workshop: Workshop, store: Store) -> None:
    package = pack_form(find_form("01/TCD"))
    put(workshop, (offer_of(package, code="02/TCD"), package))
    assert refusal(workshop, store).code == "update.form"


def test_a_package_that_the_feed_names_and_does_not_have_is_refused(workshop: Workshop, store: Store) -> None:
    package = pack_form(find_form("01/TCD"))
    workshop.feed().metadata.put({"forms/index.json": msgspec.json.encode([offer_of(package)])})
    assert refusal(workshop, store).code == "update.form"


def test_the_publisher_lays_in_only_what_reads_whole(workshop: Workshop, tmp_path: Path) -> None:
    broken = tmp_path / "x.yaml"
    broken.write_text("code: X/1\n")
    with pytest.raises(AppError) as caught:
        workshop.feed().add_forms(["01/TCD", str(broken)])
    assert caught.value.code.startswith("form.")
    assert workshop.look().form_offers() == []


def test_the_catalogue_of_an_office_tells_what_came_and_from_when_it_holds(
    workshop: Workshop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.bootstrap import office_at

    workshop.feed().add_forms(["01/TCD@2024"])
    opened = office_at(tmp_path / "office", "file").open_store()
    take_forms(workshop.look(), opened)
    opened.close()
    assert main(["--data", str(tmp_path / "office"), "--secrets", "file", "forms", "list", "--here"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2
    assert said[0].split()[0] == "01/TCD@2024"
    assert find_form("01/TCD@2024").title in said[0]
