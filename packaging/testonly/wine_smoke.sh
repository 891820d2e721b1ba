#!/bin/bash
# Smoke test under Wine: are the pinned Windows wheels alive on CPython 3.11.7?
#
#   wine_smoke.sh SCRATCH [check ...]
#
# SCRATCH must be empty or absent. It receives the runtime, the Wine prefix, the
# screenshots, report.json (one JSON object, printed as well) and stderr.log.
# Exit status: 0 all checks passed, 1 a check failed, 2 the ground is not ready.
#
# Debian packages: wine64 xvfb gcc-mingw-w64-x86-64-win32 osslsigncode
# Also needed: uv, and a CPython 3.11.7 whose standard library is borrowed.
# Variables: UV, PYTHON311, PYSIDE (version to try instead of the locked one),
# LIMIT (seconds for the checks together).
set -euo pipefail

die() { echo "wine_smoke: $*" >&2; exit 2; }
step() { echo "[$(date +%T)] $*" >&2; }

[ $# -ge 1 ] || die "usage: wine_smoke.sh SCRATCH [check ...]"
HERE=$(cd "$(dirname "$0")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
mkdir -p "$1"
SCRATCH=$(cd "$1" && pwd)
shift
[ -z "$(ls -A "$SCRATCH")" ] || die "$SCRATCH is not empty"

UV=${UV:-uv}
PYTHON311=${PYTHON311:-python3.11}
PYSIDE=${PYSIDE:-}
LIMIT=${LIMIT:-400}
PYTHON_VERSION=3.11.7
PANDA3D=1.10.14
PANDA3D_SHA256=1ddf01040b9c5497fb8659e3c5ef793a26c869cfdfb1b75e6d04d6fba0c03b73
CC=x86_64-w64-mingw32-gcc
OBJDUMP=x86_64-w64-mingw32-objdump

export PATH=$PATH:/usr/lib/wine
export LC_ALL=C.UTF-8 WINEARCH=win64 WINEDEBUG=-all WINEPREFIX=$SCRATCH/prefix
export WINEDLLOVERRIDES='mscoree,mshtml='
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP

for tool in "$UV" "$PYTHON311" wine64 wineserver64 Xvfb "$CC" "$OBJDUMP" osslsigncode; do
    command -v "$tool" > /dev/null || die "$tool is missing"
done
[ "$("$PYTHON311" -c 'import platform; print(platform.python_version())')" = $PYTHON_VERSION ] \
    || die "$PYTHON311 is not CPython $PYTHON_VERSION, so its library does not fit the DLLs"

# Standard streams under Wine must be pipes or /dev/null, not regular files.
wine_quiet() { timeout 120 wine64 "$@" < /dev/null 2>&1 | cat > /dev/null; }
windows_path() { echo "Z:${1//\//\\}"; }
wheels_for_windows() {
    "$UV" pip "$1" -q --python-platform x86_64-pc-windows-msvc --python-version 3.11 \
        --only-binary :all: "${@:2}"
}

XVFB=
cleanup() {
    wineserver64 -k > /dev/null 2>&1 || true # only this prefix
    [ -z "$XVFB" ] || kill "$XVFB" 2> /dev/null || true
}
trap cleanup EXIT

cd "$SCRATCH"

step "interpreter DLLs (panda3d $PANDA3D, hash pinned, signatures checked)"
echo "panda3d==$PANDA3D --hash=sha256:$PANDA3D_SHA256" > runtime.in
wheels_for_windows install --no-deps --require-hashes -r runtime.in --target donor
donor=donor/deploy_libs
for name in python311.dll libcrypto-3.dll libssl-3.dll libffi-8.dll sqlite3.dll \
    _ctypes.pyd _hashlib.pyd _socket.pyd _sqlite3.pyd _ssl.pyd; do
    osslsigncode verify -ignore-crl -in "$donor/$name" > signature.txt 2>&1 \
        && grep -q 'CN=Python Software Foundation' signature.txt \
        || die "$name does not carry the Python Software Foundation's signature"
done

step "assemble CPython $PYTHON_VERSION for Windows"
mkdir -p python/DLLs python/Lib/site-packages
cp $donor/python311.dll python/
cp $donor/*.pyd $donor/{libcrypto-3,libffi-8,libssl-3,sqlite3}.dll python/DLLs/
library=$("$PYTHON311" -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')
tar -C "$library" --exclude=__pycache__ --exclude=./site-packages --exclude=./lib-dynload \
    --exclude='./config-3*' --exclude='./_sysconfigdata*' --exclude=./test -cf - . \
    | tar -C python/Lib -xf -
"$CC" -O2 -s -municode -Wall -o python/python.exe "$HERE/python_launcher.c"
# python3.dll, the door for wheels built to the stable ABI: each export of
# python311.dll under the same name, forwarded.
"$OBJDUMP" -p python/python311.dll | awk '
    BEGIN { print "LIBRARY python3.dll\nEXPORTS" }
    /^\[Ordinal\/Name Pointer\] Table/ { names = 1; next }
    NF == 0 { names = 0 }
    names { print "  " $NF "=python311." $NF }' > python3.def
echo 'int __stdcall DllMain(void *i, unsigned r, void *x) { return i || r || x || 1; }' > python3.c
"$CC" -shared -nostdlib -s -e DllMain -o python/python3.dll python3.c python3.def
step "python3.dll forwards $(grep -c = python3.def) names"

step "wheels, resolved for Windows"
"$PYTHON311" - "$ROOT/pyproject.toml" > wheels.in << 'EOF'
import sys, tomllib
with open(sys.argv[1], "rb") as file:
    print("\n".join(tomllib.load(file)["project"]["dependencies"]))
EOF
args=(--generate-hashes --no-annotate --no-header -o wheels.txt -c "$ROOT/packaging/locks/requirements.txt")
if [ -n "$PYSIDE" ]; then
    # the lock holds both names to one version; leave them out and pin anew
    args=(--generate-hashes --no-annotate --no-header -o wheels.txt --override override.in)
    printf '%s\n' "PySide6-Essentials==$PYSIDE" "shiboken6==$PYSIDE" > override.in
fi
wheels_for_windows compile "${args[@]}" wheels.in > /dev/null
wheels_for_windows install --require-hashes -r wheels.txt --target python/Lib/site-packages
# One C++ runtime for all: the newer one that PySide6 brings, beside python.exe.
cp python/Lib/site-packages/PySide6/{vcruntime140,vcruntime140_1,msvcp140}.dll python/

step "Wine prefix ($(wine64 --version))"
wine_quiet wineboot -i
wine_quiet winecfg -v win10
# What every Windows 10 since 1703 has in system32 and this Wine has not.
for name in icuuc bcryptprimitives; do
    [ ! -e "$WINEPREFIX/drive_c/windows/system32/$name.dll" ] || continue
    "$CC" -shared -nostdlib -O2 -s -Wall -e DllMain \
        -o "$WINEPREFIX/drive_c/windows/system32/$name.dll" "$HERE/${name}_shim.c" -ladvapi32
done

step "virtual screen"
exec 4< <(exec Xvfb -displayfd 1 -screen 0 1280x800x24 -nolisten tcp 2> /dev/null)
XVFB=$!
read -r -t 20 -u 4 number || die "Xvfb did not start"
export DISPLAY=:$number

step "checks"
mkdir -p shots
set +e
timeout "$LIMIT" wine64 python/python.exe "$(windows_path "$HERE/wine_smoke.py")" \
    --pyside "$(sed -n 's/^pyside6-essentials==\([0-9.]*\).*/\1/p' wheels.txt)" \
    --shots "$(windows_path "$SCRATCH/shots")" "$@" \
    < /dev/null 2> >(cat > stderr.log) | cat > report.json
status=${PIPESTATUS[0]}
set -e
cat report.json
# The exit status alone is no proof under Wine: the report must be there and agree.
if [ "$status" -eq 0 ] && "$PYTHON311" -c '
import json, sys
sys.exit(json.load(open(sys.argv[1], encoding="utf-8"))["passed"] is not True)' report.json; then
    step "passed"
    exit 0
fi
step "FAILED (status $status); see report.json and stderr.log in the scratch folder"
exit 1
