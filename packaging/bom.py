"""The bill of materials of a payload, in CycloneDX: its parts with version, licence and hash."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from part import Part
from tools import EPOCH, StepError

SCHEMA = SchemaVersion.V1_6
NAMESPACE = uuid.UUID("3dbbf7a9-8961-44a1-a0ed-8d56d85be583")


def bill_of(parts: Sequence[Part], folder: Path, *, version: str, payload: str) -> str:
    """The bill as JSON, the same for the same payload (`payload` is the hash over its list of files).

    Raises StepError where it does not hold to the published schema.
    """
    program = Component(
        name="sobaocao",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref="sobaocao",
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
        properties=[Property(name="sobaocao:payload-sha256", value=payload)],
    )
    components = [_component(part, folder) for part in parts]
    bom = Bom(
        serial_number=uuid.uuid5(NAMESPACE, payload),
        metadata=BomMetaData(component=program, timestamp=datetime.fromtimestamp(EPOCH, UTC)),
        components=components,
    )
    made = {part.key: component for part, component in zip(parts, components, strict=True)}
    bom.register_dependency(program, [made[part.key] for part in parts if not part.inside])
    for part in parts:
        if part.inside:
            bom.register_dependency(made[part.inside], [made[part.key]])
    text = make_outputter(bom, OutputFormat.JSON, SCHEMA).output_as_string(indent=1) + "\n"
    if (wrong := JsonStrictValidator(SCHEMA).validate_str(text)) is not None:
        raise StepError(f"the bill of materials breaks its schema: {wrong}")
    return text


def _component(part: Part, folder: Path) -> Component:
    return Component(
        name=part.name,
        version=part.version or None,
        bom_ref=part.key if part.inside else part.purl or part.name,
        licenses=[LicenseFactory().make_from_string(part.licence)],
        purl=PackageURL.from_string(part.purl) if part.purl else None,
        cpe=f"cpe:2.3:a:{part.cpe}:{part.version}:*:*:*:*:*:*:*" if part.cpe and part.version else None,
        hashes=[_sha256(part.wheel)] if part.wheel else [],
        components=[
            Component(name=file, type=ComponentType.FILE, bom_ref=file, hashes=[_sha256(folder / file)])
            for file in part.files
        ],
    )


def _sha256(path: Path) -> HashType:
    return HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(path.read_bytes()).hexdigest())
