"""Names and codes that central is told are composed (NFC) before they are kept or looked for."""

from __future__ import annotations

import unicodedata

from app.domain.signing import new_private_key, public_key
from central.registry.enrolment import enrol, invite
from tests.central.office import World


def nfd(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    return decomposed


def test_a_person_named_in_two_spellings_is_one_person(world: World) -> None:
    now, chance = world.central.now(), world.central.chance
    first = invite(world.db, "01273", nfd("Nông Thị  Lan"), "clerk", now=now, chance=chance)
    again = invite(world.db, "01273", "Nông Thị Lan", "clerk", now=now, chance=chance)
    assert first.person == again.person
    assert world.db.row("SELECT name FROM registry_person WHERE id = %s", first.person) == ("Nông Thị Lan",)


def test_the_name_of_a_computer_is_kept_composed(world: World) -> None:
    now, chance = world.central.now(), world.central.chance
    code = invite(world.db, "01273", "Nông Thị Lan", "clerk", now=now, chance=chance).code
    made = enrol(world.db, code, public_key(new_private_key()), nfd("Máy văn thư"), now=now, chance=chance)
    assert world.db.row("SELECT name FROM registry_device WHERE id = %s", made.device) == ("Máy văn thư",)
