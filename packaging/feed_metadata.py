"""The signed half of an update feed: who may sign what, and what is newest (The Update Framework)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from feed_keys import read_key
from securesystemslib.signer import CryptoSigner
from tools import StepError
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Role,
    Root,
    Signed,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

LIFE = {
    "root": timedelta(days=3 * 365),
    "targets": timedelta(days=365),
    "forms": timedelta(days=365),
    "snapshot": timedelta(days=90),
    "timestamp": timedelta(days=30),
}
"""How long a promise holds. The shortest bounds how old a stick may be, and how long an old feed can be passed off."""
KEY_OF = {"root": "root", "targets": "targets", "forms": "forms", "snapshot": "online", "timestamp": "online"}
KEPT = 10
"""Earlier signed lists of each kind that stay readable."""
FORMS_PATHS = ["forms/*", "forms/*/*"]

S = TypeVar("S", bound=Signed)


class FeedMetadata:
    """A feed's metadata/ and targets/. Changes are made in memory; `publish` signs what changed and writes it."""

    def __init__(self, folder: Path, keys: Path, *, password: bytes | None, now: datetime) -> None:
        self._folder = folder
        self._keys = keys
        self._password = password
        self._now = now.astimezone(UTC).replace(microsecond=0)

    @classmethod
    def begin(cls, folder: Path, keys: Path, *, password: bytes | None, now: datetime) -> FeedMetadata:
        """A new, empty feed. Raises StepError where there is one."""
        feed = cls(folder, keys, password=password, now=now)
        if (folder / "metadata").exists():
            raise StepError(f"there is a feed in {folder}")
        signers = {name: feed._signer(name) for name in set(KEY_OF.values())}
        roles = {
            role: Role([signers[KEY_OF[role]].public_key.keyid], 1)
            for role in ("root", "targets", "snapshot", "timestamp")
        }
        public = {signer.public_key.keyid: signer.public_key for name, signer in signers.items() if name != "forms"}
        feed._write(Metadata(Root(version=1, keys=public, roles=roles, consistent_snapshot=True)), "root")
        form_key = signers["forms"].public_key
        delegated = DelegatedRole("forms", [form_key.keyid], 1, True, paths=FORMS_PATHS)
        targets = Targets(delegations=Delegations({form_key.keyid: form_key}, {"forms": delegated}))
        feed._publish({"targets": targets, "forms": Targets()})
        return feed

    # ---- reading --------------------------------------------------------------------------------------------------

    @property
    def root_file(self) -> Path:
        """The newest root: the key file that programs are built with."""
        roots = (self._folder / "metadata").glob("*.root.json")
        return max(roots, key=_version_of)

    def target(self, path: str) -> bytes | None:
        """A target's bytes; None where the feed has none by that path."""
        about = self._targets(role_of(path)).targets.get(path)
        return None if about is None else self._target_path(path, about).read_bytes()

    def expiries(self) -> dict[str, datetime]:
        """Until when each promise holds."""
        names = {"root": self._newest(Root, "root"), "timestamp": self._timestamp(), "snapshot": self._snapshot()}
        names |= {role: self._targets(role) for role in ("targets", "forms")}
        return {name: signed.expires for name, signed in names.items()}

    # ---- changing -------------------------------------------------------------------------------------------------

    def put(self, changes: dict[str, bytes]) -> None:
        """Put targets in place and publish: path -> bytes."""
        changed: dict[str, Targets] = {}
        for path, data in changes.items():
            role = role_of(path)
            targets = changed.setdefault(role, self._targets(role))
            about = TargetFile.from_data(path, data, ["sha256"])
            place = self._target_path(path, about)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
            targets.targets[path] = about
        self._publish(changed)

    def renew(self) -> None:
        """Promise anew that this is the newest, and sign anew what ends within a third of its life."""
        ending = {
            role: targets
            for role in ("targets", "forms")
            if (targets := self._targets(role)).expires - self._now < LIFE[role] / 3
        }
        self._publish(ending)

    def rotate(self, name: str, new: CryptoSigner) -> None:
        """Let another key stand in the place of `name` (see feed_keys), and sign with it what that one signed."""
        if name == "forms":
            targets = self._targets("targets")
            assert targets.delegations is not None
            assert targets.delegations.roles is not None
            old = targets.delegations.roles["forms"].keyids[0]
            targets.revoke_key(old, "forms")
            targets.add_key(new.public_key, "forms")
            self._publish({"targets": targets, "forms": self._targets("forms")}, {"forms": new})
            return
        root = self._newest(Root, "root")
        signers = [self._signer("root")]
        for role in (role for role, key in KEY_OF.items() if key == name):
            for old in list(root.roles[role].keyids):
                root.revoke_key(old, role)
            root.add_key(new.public_key, role)
        if name == "root":
            signers.append(new)  # a change of root counts where the old and the new one both say it
        root.version += 1
        self._write(Metadata(root), "root", signers)
        again = {"targets": self._targets("targets")} if name == "targets" else {}
        self._publish(again, {name: new})

    # ---- below ----------------------------------------------------------------------------------------------------

    def _publish(self, changed: dict[str, Targets], signers: dict[str, CryptoSigner] | None = None) -> None:
        """Sign the changed targets, then the snapshot that names them, then the timestamp that names it."""
        signers = signers or {}
        is_first = not (self._folder / "metadata" / "timestamp.json").exists()
        snapshot, timestamp = (Snapshot(), Timestamp()) if is_first else (self._snapshot(), self._timestamp())

        def signed(what: Signed, role: str) -> MetaFile:
            what.version += 0 if is_first else 1
            signer = signers.get(KEY_OF[role]) or self._signer(KEY_OF[role])
            data = self._write(Metadata(what), role, [signer])
            return MetaFile.from_data(what.version, data, ["sha256"])

        for role, targets in changed.items():
            snapshot.meta[f"{role}.json"] = signed(targets, role)
        timestamp.snapshot_meta = signed(snapshot, "snapshot")
        signed(timestamp, "timestamp")
        self._drop_old()

    def _drop_old(self) -> None:
        """Remove what only somebody in the middle of reading could still ask for; roots are a chain and stay."""
        for role in ("snapshot", "targets", "forms"):
            paths = sorted((self._folder / "metadata").glob(f"*.{role}.json"), key=_version_of)
            for path in paths[:-KEPT]:
                path.unlink()

    def _write(self, metadata: Metadata[S], role: str, signers: list[CryptoSigner] | None = None) -> bytes:
        metadata.signed.expires = self._now + LIFE[role]
        for signer in signers or [self._signer(KEY_OF[role])]:
            metadata.sign(signer, append=True)
        name = f"{role}.json" if role == "timestamp" else f"{metadata.signed.version}.{role}.json"
        place = self._folder / "metadata" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_suffix(".part")
        data = metadata.to_bytes()
        part.write_bytes(data)
        part.replace(place)  # it is being read while it is renewed
        return data

    def _signer(self, name: str) -> CryptoSigner:
        return read_key(self._keys, name, self._password)

    def _read(self, kind: type[S], name: str) -> S:
        signed = Metadata[S].from_file(str(self._folder / "metadata" / name)).signed
        assert isinstance(signed, kind)
        return signed

    def _newest(self, kind: type[S], role: str) -> S:
        return self._read(kind, max((self._folder / "metadata").glob(f"*.{role}.json"), key=_version_of).name)

    def _timestamp(self) -> Timestamp:
        return self._read(Timestamp, "timestamp.json")

    def _snapshot(self) -> Snapshot:
        return self._read(Snapshot, f"{self._timestamp().snapshot_meta.version}.snapshot.json")

    def _targets(self, role: str) -> Targets:
        return self._read(Targets, f"{self._snapshot().meta[f'{role}.json'].version}.{role}.json")

    def _target_path(self, path: str, about: TargetFile) -> Path:
        folder, _, name = path.rpartition("/")
        return self._folder / "targets" / folder / f"{about.hashes['sha256']}.{name}"


def _version_of(path: Path) -> int:
    return int(path.name.partition(".")[0])


def role_of(path: str) -> str:
    """Who signs a target."""
    return "forms" if path.startswith("forms/") else "targets"
