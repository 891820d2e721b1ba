"""The MSI package for administrators of a domain: for the whole computer, silent, one version replacing another."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import uuid
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import payload
from tools import EPOCH, ROOT, StepError, demand, output_of

ICON = ROOT / "resources" / "icons" / "sobaocao.ico"
UPGRADE_CODE = uuid.UUID("83970cfe-958b-4152-9c48-600a8fefb094")
"""What all versions have in common; every other number follows from it. Never changed."""
NAME, KEY, BUNDLE = "Sổ Báo Cáo", "SoBaoCao", "SoBaoCao.Bundle"
VIETNAMESE, UTF8 = "1066", "65001"
MADE_AND_SAVED = re.compile(rb"\x40\0\0\0(.{8})\x40\0\0\0\1", re.DOTALL)
"""The two times in a package's summary, which are the same when it is made."""
OLDEST_BUILD = 15063
"""Windows 10, version 1703: older ones lack a library that Qt needs."""
COMMENT = "Lập, kiểm tra và gửi báo cáo định kỳ. / Fill, check and submit periodic reports."
NEEDS = (
    "Cần Windows 10 (bản 1703) trở lên, 64 bit. Chưa có gì được cài đặt. / "
    "Windows 10 (version 1703) or newer, 64 bit, is needed. Nothing was installed."
)
NEWER = "Máy này đã có phiên bản mới hơn. / A newer version is installed."


def make_msi(folder: Path, target: Path, version: str) -> None:
    """Pack the payload in `folder`, its list of files included, into the MSI package `target` of `version`."""
    wix = source(folder, version)
    words = _take_words(wix)
    with TemporaryDirectory() as scratch:
        listing = Path(scratch) / "program.wxs"
        ElementTree.ElementTree(wix).write(listing, encoding="utf-8", xml_declaration=True)
        # From inside: it finds files by relative names only.
        demand("wixl", "-a", "x64", "-o", target, listing, cwd=folder)
        _put_words(target, words, Path(scratch))
    digest = hashlib.sha256((folder / payload.LIST).read_bytes()).hexdigest()
    _put_summary(target, _number(f"package/{version}/{digest}"))


def _take_words(wix: Element) -> dict[str, str]:
    """Put a mark for every text that is not ASCII, on which wixl breaks off; each mark with its text.

    The package's own description is no table's, and stays.
    """
    words: dict[str, str] = {}
    for element in wix.iter():
        for name, text in element.items() if element.tag != "Package" else ():
            if not text.isascii():
                element.set(name, words.setdefault(text, f"@{len(words)}@"))
    return {mark: text for text, mark in words.items()}


def _put_words(package: Path, words: Mapping[str, str], scratch: Path) -> None:
    """Put the texts where their marks are, as UTF-8."""
    (scratch / "codepage.idt").write_bytes(f"\r\n\r\n{UTF8}\t_ForceCodepage\r\n".encode())
    imported = ["-i", str(scratch / "codepage.idt")]
    for table in output_of("msiinfo", "tables", package).split():
        # Why there: what a table holds as bytes, it leaves as files where it works.
        rows = output_of("msiinfo", "export", package, table, cwd=scratch)
        if any(mark in rows for mark in words):
            for mark, text in words.items():
                rows = rows.replace(mark, text)
            (scratch / f"{table}.idt").write_text(rows, encoding="utf-8", newline="\r\n")
            imported += ["-i", str(scratch / f"{table}.idt")]
    demand("msibuild", package, *imported)


def _put_summary(package: Path, number: str) -> None:
    """Say what wixl says otherwise each time: the language, the package's own number, and when it was made."""
    demand("msibuild", package, "-s", NAME, NAME, f"x64;{VIETNAMESE}", f"{{{number}}}")
    since_1601 = (EPOCH + 11_644_473_600) * 10_000_000
    stamp = b"\x40\0\0\0" + struct.pack("<Q", since_1601)
    changed, count = MADE_AND_SAVED.subn(lambda _: stamp * 2, package.read_bytes())
    if count != 1:
        raise StepError(f"{package.name}: {count} places say when it was made")
    package.write_bytes(changed)


def source(folder: Path, version: str) -> Element:
    """What the package does, as WiX has it."""
    wix = Element("Wix", xmlns="http://schemas.microsoft.com/wix/2006/wi")
    product = SubElement(
        wix,
        "Product",
        Id=_number(f"version/{version}"),
        UpgradeCode=str(UPGRADE_CODE).upper(),
        Name=NAME,
        Version=version,
        Manufacturer=NAME,
        Language=VIETNAMESE,
        Codepage=UTF8,
    )
    SubElement(
        product,
        "Package",
        InstallerVersion="500",
        Compressed="yes",
        InstallScope="perMachine",
        SummaryCodepage=UTF8,
        Description=NAME,
        Comments=COMMENT,
        Manufacturer=NAME,
    )
    SubElement(product, "MajorUpgrade", DowngradeErrorMessage=NEWER)
    SubElement(product, "Media", Id="1", Cabinet="program.cab", EmbedCab="yes")
    condition = SubElement(product, "Condition", Message=NEEDS)
    # What the installer service says of Windows itself ends at 8.1.
    condition.text = f"Installed OR (VersionNT64 AND BUILD >= {OLDEST_BUILD})"
    build = SubElement(product, "Property", Id="BUILD")
    key = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
    search = {"Id": "Build", "Root": "HKLM", "Key": key, "Name": "CurrentBuildNumber", "Type": "raw", "Win64": "yes"}
    SubElement(build, "RegistrySearch", search)
    SubElement(product, "Icon", Id="program.ico", SourceFile=os.path.relpath(ICON, folder))
    for name, value in {"ARPPRODUCTICON": "program.ico", "ARPCOMMENTS": COMMENT, "ARPNOMODIFY": "1"}.items():
        SubElement(product, "Property", Id=name, Value=value)
    root = SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    program_files = SubElement(root, "Directory", Id="ProgramFiles64Folder")
    SubElement(root, "Directory", Id="ProgramMenuFolder")
    files = _add_files(SubElement(program_files, "Directory", Id="INSTALLDIR", Name=KEY), folder)
    program = SubElement(product, "Feature", Id="Program", Level="1", Title=NAME)
    for component in (*files, _add_shortcut(product), _add_entries(product)):
        SubElement(program, "ComponentRef", Id=component)
    at_start = SubElement(product, "Feature", Id="AtStart", Level="1000", Title="Mở cùng Windows / Start with Windows")
    SubElement(at_start, "ComponentRef", Id=_add_start(product))
    return wix


def _number(name: str) -> str:
    return str(uuid.uuid5(UPGRADE_CODE, name)).upper()


def _identifier(kind: str, name: str) -> str:
    return f"{kind}{hashlib.sha256(name.encode()).hexdigest()[:24]}"


def _add_files(top: Element, folder: Path) -> list[str]:
    """A component for each file, in its folder; their names."""
    directories, components = {Path(): top}, []
    for path in payload.files_of(folder):
        place = path.relative_to(folder)
        if not place.as_posix().isascii():
            raise StepError(f"{place}: wixl packs no file of that name")
        for parent in [*reversed(place.parents)][1:]:
            if parent not in directories:
                attributes = {"Id": _identifier("d", parent.as_posix()), "Name": parent.name}
                directories[parent] = SubElement(directories[parent.parent], "Directory", attributes)
        name = _identifier("c", place.as_posix())
        component = SubElement(
            directories[place.parent], "Component", Id=name, Guid=_number(place.as_posix()), Win64="yes"
        )
        attributes = {"Id": _identifier("f", place.as_posix()), "Name": place.name, "Source": place.as_posix()}
        SubElement(component, "File", attributes, KeyPath="yes")
        components.append(name)
    return components


def _add_component(product: Element, directory: str, name: str) -> Element:
    reference = SubElement(product, "DirectoryRef", Id=directory)
    return SubElement(reference, "Component", Id=name, Guid=_number(f"component/{name}"), Win64="yes")


def _add_value(component: Element, key: str, value: str, name: str = "", *, key_path: bool = False) -> None:
    attributes = {"Root": "HKLM", "Key": key, "Type": "string", "Value": value}
    attributes |= {"Name": name} if name else {}
    SubElement(component, "RegistryValue", attributes, KeyPath="yes" if key_path else "no")


def _add_shortcut(product: Element) -> str:
    component = _add_component(product, "ProgramMenuFolder", "Shortcut")
    target = "[INSTALLDIR]SoBaoCao.exe"
    SubElement(component, "Shortcut", Id="ProgramShortcut", Name=NAME, Target=target, WorkingDirectory="INSTALLDIR")
    _add_value(component, rf"Software\{KEY}", "1", "Shortcut", key_path=True)
    return "Shortcut"


def _add_entries(product: Element) -> str:
    component = _add_component(product, "INSTALLDIR", "Entries")
    _add_value(component, rf"Software\{KEY}", "[INSTALLDIR]", "Folder", key_path=True)
    _add_value(component, r"Software\Classes\.sbc", BUNDLE)
    _add_value(component, rf"Software\Classes\{BUNDLE}", "Gói báo cáo Sổ Báo Cáo")
    _add_value(component, rf"Software\Classes\{BUNDLE}\DefaultIcon", "[INSTALLDIR]SoBaoCao.exe,0")
    command = '"[INSTALLDIR]SoBaoCao.exe" gui --bundle "%1"'
    _add_value(component, rf"Software\Classes\{BUNDLE}\shell\open\command", command)
    return "Entries"


def _add_start(product: Element) -> str:
    component = _add_component(product, "INSTALLDIR", "Start")
    run = r"Software\Microsoft\Windows\CurrentVersion\Run"
    _add_value(component, run, '"[INSTALLDIR]SoBaoCao.exe"', KEY, key_path=True)
    return "Start"
