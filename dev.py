#!/usr/bin/env python3
"""One entry for everything a developer does here: `python3 dev.py` lists the verbs. Standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "locks" / "requirements.txt"
STAMP = VENV / "set-up-from"

BUILD_PLATFORMS = {"windows": "x86_64-pc-windows-msvc", "linux": "x86_64-manylinux_2_34"}
"""What the program is built for, and how the resolver names it: the oldest that Qt's wheel runs on."""

QT_LIBRARIES = (
    "libglib2.0-0",
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
"""Debian 12 packages without which Qt opens neither an offscreen nor an X11 window."""


def say(text: str) -> None:
    """Print a step, at once."""
    print(f"» {text}", flush=True)


def run(*command: str | Path, **environment: str) -> int:
    """Run a command in the repository's folder; its exit code."""
    return subprocess.run(
        [str(part) for part in command], cwd=ROOT, env=os.environ | environment, check=False
    ).returncode


def demand(*command: str | Path, **environment: str) -> None:
    """Run a command and stop with its exit code when it fails."""
    code = run(*command, **environment)
    if code:
        print(f"✗ {' '.join(str(part) for part in command)} → {code}", file=sys.stderr, flush=True)
        sys.exit(code)


def tool(name: str) -> Path:
    """A program of the virtual environment."""
    return VENV / ("Scripts" if os.name == "nt" else "bin") / name


def _missing_debian_packages() -> list[str]:
    wanted = list(QT_LIBRARIES)
    if not _has_ensurepip():
        wanted.append("python3-venv")
    found = subprocess.run(
        ["dpkg-query", "-W", "-f=${Package} ${db:Status-Abbrev}\n", *wanted],
        capture_output=True,
        text=True,
        check=False,
    )
    installed = {line.split()[0].split(":")[0] for line in found.stdout.splitlines() if line.split()[1:2] == ["ii"]}
    return [name for name in wanted if name not in installed]


def _has_ensurepip() -> bool:
    return subprocess.run([sys.executable, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def _debian_libraries() -> None:
    if not shutil.which("dpkg-query"):
        say("Not a Debian system: taking the libraries Qt needs for granted.")
        return
    missing = _missing_debian_packages()
    if not missing:
        say("Debian libraries for Qt: all there.")
        return
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        print(f"✗ These Debian packages are missing. Please run once:\n    sudo {line}", file=sys.stderr)
        sys.exit(2)
    say(f"Installing Debian libraries for Qt: {' '.join(missing)}")
    lock = ("-o", "DPkg::Lock::Timeout=600")
    demand("apt-get", *lock, "-qq", "update", DEBIAN_FRONTEND="noninteractive")
    demand(*line.replace("apt-get", "apt-get -qq " + " ".join(lock), 1).split(), DEBIAN_FRONTEND="noninteractive")


def _fresh_from() -> str:
    return hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def setup(_: Sequence[str] = ()) -> int:
    """Set up only: Debian libraries, .venv with locked and hashed dependencies, .venv/bin/sobaocao."""
    if sys.version_info < (3, 11):  # noqa: UP036 # the one file that an older Python may be asked to run
        print("✗ Python 3.11 or newer is needed.", file=sys.stderr)
        return 2
    _debian_libraries()
    if STAMP.exists() and STAMP.read_text() == _fresh_from():
        say("Virtual environment .venv: up to date.")
        return 0
    say(f"Making the virtual environment .venv with Python {sys.version.split()[0]}")
    demand(sys.executable, "-m", "venv", VENV)
    say("Installing dependencies, locked with hashes")
    pip = (tool("python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    demand(*pip, "--require-hashes", "-r", LOCK)
    say("Installing Sổ Báo Cáo itself, editable")
    demand(*pip, "--no-build-isolation", "--no-deps", "--editable", ROOT)
    STAMP.write_text(_fresh_from())
    say("Set up.")
    return 0


def test(arguments: Sequence[str]) -> int:
    """Format check, ruff, mypy --strict, import contracts, all tests. Further arguments go to pytest."""
    setup()
    failed = []
    for name, command in (
        ("format", (tool("ruff"), "format", "--check", "--quiet", ".")),
        ("ruff", (tool("ruff"), "check", "--quiet", ".")),
        ("mypy", (tool("mypy"),)),
        ("import contracts", (tool("lint-imports"), "--no-cache")),
    ):
        say(f"Checking: {name}")
        if run(*command):
            failed.append(name)
    say("Running the tests")
    workers = () if any(argument.startswith("-n") for argument in arguments) else ("-n", "2", "--dist", "loadgroup")
    if run(tool("python"), "-m", "pytest", "-q", *workers, *arguments, QT_QPA_PLATFORM="offscreen"):
        failed.append("tests")
    if failed:
        print(f"✗ Failed: {', '.join(failed)}", file=sys.stderr, flush=True)
        return 1
    say("All checks passed.")
    return 0


def demo(arguments: Sequence[str]) -> int:
    """The main job on sample data, checked at each step. [--headless] [--out DIR]"""
    setup()
    return run(tool("python"), "-m", "tests.journey", *arguments)


def start(arguments: Sequence[str]) -> int:
    """Open the program on the last demo's data."""
    setup()
    return run(tool("python"), "-m", "tests.journey", "--reopen", *arguments)


def lock(_: Sequence[str]) -> int:
    """Renew the dependency locks; every client dependency must have a wheel for Windows and for Linux."""
    setup()
    resolve = (tool("uv"), "pip", "compile", "--quiet", "--python-version", "3.11", "--no-header", "--no-annotate")
    say("Resolving for every platform")
    demand(*resolve, "--universal", "--generate-hashes", "--all-extras", "pyproject.toml", "-o", LOCK)
    for system, platform in BUILD_PLATFORMS.items():
        say(f"Resolving the client and the tools of its build for {system}, wheels only")
        wheels = ("--python-platform", platform, "--only-binary", ":all:", "--generate-hashes", "-c", LOCK)
        for source, name in (("pyproject.toml", system), (LOCK.parent / "build-tools.in", f"{system}-tools")):
            demand(*resolve, *wheels, source, "-o", LOCK.parent / f"requirements-{name}.txt")
    return 0


def bench(arguments: Sequence[str]) -> int:
    """Print each measured figure beside its floor; `bench sync`, `bench intake`: beside the peers; `bench desk`."""
    setup()
    return run(tool("python"), "-m", "tests.benchmarks", *arguments, QT_QPA_PLATFORM="offscreen")


def soak(arguments: Sequence[str]) -> int:
    """Play random histories until one fails; `soak links`: over real sockets. [--seeds N] [--from N] [--replay N]"""
    setup()
    if arguments and arguments[0] == "links":
        return run(tool("python"), "-m", "tests.links", *arguments[1:])
    return run(tool("python"), "-m", "tests.simulation", *arguments)


def linux(arguments: Sequence[str]) -> int:
    """Build the Linux program, .tar.xz and .deb. `--test`: try them in a fresh Debian; `--measuring`: see bench."""
    setup()
    scripts = {"--test": "try_linux.py", "--measuring": "build_measuring.py"}
    script = next((scripts[each] for each in arguments if each in scripts), "build_linux.py")
    return run(tool("python"), f"packaging/{script}", *(each for each in arguments if each not in scripts))


def windows(arguments: Sequence[str]) -> int:
    """Build the Windows program, installer and MSI; `--test`: try them under Wine; `--help`: runtime, certificate."""
    setup()
    build = "build_natively.py" if os.name == "nt" else "build_windows.py"
    script = "try_windows.py" if "--test" in arguments else build
    return run(tool("python"), f"packaging/{script}", *(each for each in arguments if each != "--test"))


def docs(arguments: Sequence[str]) -> int:
    """Take the pictures of docs/img anew, light and dark; look at them. [NAME…] [--out DIR]"""
    setup()
    return run(tool("python"), "-m", "tests.gui.screenshots", *arguments)


def release(arguments: Sequence[str]) -> int:
    """Set the version and move the fragments of docs/changes into the changelog. VERSION"""
    setup()
    return run(tool("python"), "packaging/release.py", *arguments)


VERBS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": setup,
    "demo": demo,
    "run": start,
    "test": test,
    "bench": bench,
    "soak": soak,
    "docs": docs,
    "lock": lock,
    "linux": linux,
    "windows": windows,
    "release": release,
}


def main(argv: Sequence[str]) -> int:
    """Run a verb; without one, list them."""
    if argv and argv[0] in VERBS:
        return VERBS[argv[0]](argv[1:])
    print("python3 dev.py VERB [ARGUMENT…]\n")
    for name, verb in VERBS.items():
        print(f"  {name:<7} {(verb.__doc__ or '').splitlines()[0]}")
    return 2 if argv else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
