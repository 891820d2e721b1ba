"""Form packages that a feed brings: signed by those who issue forms, kept beside what central told."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.domain.forms.packing import unpack_form
from app.domain.updates import FormOffer
from app.errors import AppError, PermanentError
from app.store.store import Store

if TYPE_CHECKING:
    from sync.update_feed import Feed

log = logging.getLogger(__name__)


def take_forms(feed: Feed, store: Store) -> int:
    """Keep the form packages of a feed that are not here; how many were new.

    All of them or, where one is faulty, none; those that are here stay. Raises SyncError; PermanentError
    `update.form` for a faulty one.
    """
    new = [offer for offer in feed.form_offers() if store.form_package(offer.hash) is None]
    packages = {offer.hash: _package(feed, offer) for offer in new}
    for hash_, package in packages.items():
        store.add_form(hash_, package)
    return len(packages)


def _package(feed: Feed, offer: FormOffer) -> bytes:
    """A package, looked through. Raises PermanentError `update.form`."""
    package = feed.target(offer.target)
    if package is None or not _is_sound(package, offer):
        raise PermanentError("update.form", form=offer.code, edition=offer.edition)
    return package


def _is_sound(package: bytes, offer: FormOffer) -> bool:
    """Whether a package is the form it is offered as, and a blank report of it can be laid out and judged."""
    from app.domain.relations.sheet import Sheet

    try:
        form = unpack_form(package)
        Sheet(form, {}).findings(complete=True)
    except (AppError, LookupError, ValueError, TypeError, AttributeError) as error:
        log.info("form package refused: %s", type(error).__name__)
        return False
    return (form.hash, form.code, form.edition) == (offer.hash, offer.code, offer.edition)
