"""Smoke test of the pinned wheels on a Windows CPython, meant to run under Wine.

Every check runs in a process of its own, so that a native crash is recorded as a
failed check and does not take the report with it; the last check, "together",
runs all the others in one process, as the program itself would load them. One
JSON object is printed. Exit status 0: all passed, 1: at least one did not.

It needs nothing of the product, only its base dependencies. It also runs on Linux
(with ``--keyring off`` where there is no key store), which tells a fault of a
wheel from a fault of Wine.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import ctypes
import datetime
import errno
import faulthandler
import hashlib
import http.server
import importlib
import importlib.metadata
import io
import json
import os
import pathlib
import platform
import secrets
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import zoneinfo
from collections.abc import Callable, Iterator
from typing import Any

Facts = dict[str, Any]

SENTENCE = "Sổ báo cáo: nộp đúng hạn, có biên nhận"
EMITS = 5000
CHECK_SECONDS = 90
DISTRIBUTIONS = (
    *("PySide6-Essentials", "shiboken6", "sqlcipher3", "sqlite-utils", "keyring", "pywin32-ctypes"),
    *("msgspec", "lark", "cryptography", "argon2-cffi", "argon2-cffi-bindings", "backports.zstd"),
    *("requests", "truststore", "holidays", "PyYAML", "platformdirs", "tzdata"),
    "fontpkg-be-vietnam-pro",
)


class Options(argparse.Namespace):
    """What the command line said."""

    checks: list[str]
    pyside: str
    shots: pathlib.Path | None
    keyring: str
    child: str


def expect(condition: object, what: str) -> None:
    """Fail the running check unless *condition* holds."""
    if not condition:
        raise AssertionError(what)


@contextlib.contextmanager
def refused(kind: type[BaseException], facts: Facts, key: str) -> Iterator[None]:
    """Expect the block to raise *kind*; keep its words as a fact."""
    try:
        yield
    except kind as error:
        facts[key] = f"{type(error).__name__}: {error}"
    else:
        raise AssertionError(f"{key}: not refused")


@contextlib.contextmanager
def scratch() -> Iterator[pathlib.Path]:
    """Give a folder whose name holds a space and Vietnamese letters."""
    with tempfile.TemporaryDirectory(prefix="Sổ báo cáo ", ignore_cleanup_errors=True) as name:
        yield pathlib.Path(name)


def wine_version() -> str | None:
    """Return Wine's version, or None on a system that is not Wine."""
    if sys.platform != "win32":
        return None
    ask = getattr(ctypes.WinDLL("ntdll"), "wine_get_version", None)
    if ask is None:
        return None
    ask.restype = ctypes.c_char_p
    answer: bytes = ask()
    return answer.decode("ascii")


# ---------------------------------------------------------------- the interpreter


def check_interpreter(options: Options) -> Facts:
    """Look at the interpreter, its TLS and hash modules, and the time zones."""
    zone = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
    noon = datetime.datetime(2026, 2, 17, 12, tzinfo=zone)
    expect(noon.utcoffset() == datetime.timedelta(hours=7), "UTC+7 in Ho Chi Minh City")
    expect(sys.maxsize > 2**32, "a 64-bit process")
    with scratch() as folder:
        path = folder / "phụ lục 01.txt"
        path.write_text(SENTENCE, encoding="utf-8")
        expect(os.listdir(folder) == [path.name], "a Vietnamese file name survives")
    return {
        "sha3": hashlib.sha3_256(b"").hexdigest()[:8],
        "openssl": ssl.OPENSSL_VERSION,
        "sqlite3": sqlite3.sqlite_version,
        "time_zones": len(zoneinfo.available_timezones()),
    }


# ---------------------------------------------------------------------------- Qt


def qt_application() -> Any:
    """Return the process's only QApplication."""
    from PySide6.QtWidgets import QApplication

    return QApplication.instance() or QApplication(["wine_smoke"])


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Let Qt work until *condition* holds; fail after *seconds*."""
    from PySide6.QtTest import QTest

    end = time.perf_counter() + seconds
    while not condition():
        expect(time.perf_counter() < end, what)
        QTest.qWait(10)


def check_qt_import(options: Options) -> Facts:
    """Import the five Qt modules that the program uses, and compare the version."""
    seconds = {}
    for name in ("QtCore", "QtGui", "QtWidgets", "QtPrintSupport", "QtNetwork"):
        start = time.perf_counter()
        importlib.import_module(f"PySide6.{name}")
        seconds[name] = round(time.perf_counter() - start, 2)
    import PySide6
    from PySide6.QtCore import qVersion

    expect(PySide6.__version__ == options.pyside, f"PySide6 {PySide6.__version__} was imported")
    expect(qVersion() == options.pyside, f"Qt {qVersion()} was loaded")
    return {"version": PySide6.__version__, "qt": qVersion(), "import_seconds": seconds}


def check_qt_window(options: Options) -> Facts:
    """Show a window, type into a field and a table cell, press a button, take pictures."""
    import fontpkg_be_vietnam_pro
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent, QStandardItem, QStandardItemModel
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import (
        QLineEdit,
        QMainWindow,
        QPushButton,
        QTableView,
        QVBoxLayout,
        QWidget,
    )

    app = qt_application()
    if sys.platform == "win32":
        expect(app.platformName() == "windows", f"platform plugin {app.platformName()}")
    system_families = len(QFontDatabase.families())
    fonts = sorted((fontpkg_be_vietnam_pro.ROOT / "files").glob("BeVietnamPro-Regular.ttf"))
    loaded = [QFontDatabase.addApplicationFont(str(path)) for path in fonts]
    expect(loaded and min(loaded) >= 0, "the Vietnamese font loads")

    window = QMainWindow()
    window.setWindowTitle("Sổ Báo Cáo")
    window.setFont(QFont(fontpkg_be_vietnam_pro.FAMILY, 11))
    field, button = QLineEdit(), QPushButton("Ghi sổ")
    model = QStandardItemModel(6, 3)
    model.setHorizontalHeaderLabels(["Chỉ tiêu", "Đơn vị", "Số liệu"])
    for row in range(6):
        for column, text in enumerate((f"Chỉ tiêu số {row + 1}", "nghìn đồng", str(row * 1250))):
            model.setItem(row, column, QStandardItem(text))
    table = QTableView()
    table.setModel(model)
    body = QWidget()
    layout = QVBoxLayout(body)
    for part in (field, table, button):
        layout.addWidget(part)
    window.setCentralWidget(body)
    window.resize(560, 380)
    window.show()
    expect(QTest.qWaitForWindowExposed(window, 15000), "the window is exposed")
    window.activateWindow()
    active = QTest.qWaitForWindowActive(window, 5000)

    field.setFocus()
    QTest.keyClicks(field, "Bao cao thang 11/2026 ")
    for letter in "đầy đủ":
        app.sendEvent(
            field,
            QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter),
        )
    expect(field.text() == "Bao cao thang 11/2026 đầy đủ", f"the field reads {field.text()!r}")

    cell = model.index(2, 2)
    table.setCurrentIndex(cell)
    table.edit(cell)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None, "the cell opens an editor"
    editor.selectAll()
    QTest.keyClicks(editor, "987654")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    until(lambda: cell.data() == "987654", 3, "the cell takes the number")

    pressed: list[bool] = []
    button.clicked.connect(lambda checked: pressed.append(checked))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    expect(pressed == [False], f"the button said {pressed}")

    QTest.qWait(400)
    picture = window.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(0, picture.width(), 2) for y in range(0, picture.height(), 2)}
    expect(len(colours) > 30, f"only {len(colours)} colours in the picture")
    screen = window.screen().grabWindow(0)
    if options.shots is not None:
        expect(picture.save(str(options.shots / "window.png")), "the window's picture is saved")
        expect(screen.save(str(options.shots / "screen.png")), "the screen's picture is saved")
    facts = {
        "plugin": app.platformName(),
        "style": app.style().objectName(),
        "active": active,
        "colours": len(colours),
        "picture": [picture.width(), picture.height()],
        "screen": [screen.width(), screen.height()],
        "system_families": system_families,
        "system_font": app.font().family(),
    }
    window.close()
    return facts


def check_qt_signals(options: Options) -> Facts:
    """Emit signals thousands of times and watch the count of references to True.

    ``emit()`` returns True. A PySide6 that forgets to take a reference for it uses up
    the references to True and makes CPython 3.11, where True is not immortal, abort.
    """
    from PySide6.QtCore import QObject, Qt, QThread, Signal
    from PySide6.QtWidgets import QCheckBox

    class Source(QObject):
        flag = Signal(bool)
        number = Signal(int)
        idle = Signal(bool)

    class Worker(QThread):
        progress = Signal(bool, int)

        def run(self) -> None:
            for number in range(1000):
                self.progress.emit(number % 2 == 0, number)

    qt_application()
    source = Source()
    box = QCheckBox()
    tally = {"bool": 0, "int": 0, "toggled": 0, "thread": 0}

    def counter(name: str) -> Callable[..., None]:
        def count(*_values: object) -> None:
            tally[name] += 1

        return count

    source.flag.connect(counter("bool"))
    source.number.connect(counter("int"))
    box.toggled.connect(counter("toggled"))

    drift: dict[str, int] = {}
    emits: list[tuple[str, Callable[[], object]]] = [
        ("bool", lambda: source.flag.emit(True)),
        ("int", lambda: source.number.emit(7)),
        ("unconnected", lambda: source.idle.emit(False)),
    ]
    for name, emit in emits:
        before = sys.getrefcount(True)
        for _ in range(40):
            emit()
        drift[name] = sys.getrefcount(True) - before
    print(f"references to True, drift over 40 emits: {drift}", file=sys.stderr, flush=True)

    for number in range(EMITS):
        source.flag.emit(number % 2 == 0)
        if number % 500 == 499:
            print(f"{number + 1} emits", file=sys.stderr, flush=True)
    for number in range(EMITS):
        source.number.emit(number)
    for _ in range(EMITS):
        box.toggle()

    worker = Worker()
    worker.progress.connect(counter("thread"), Qt.ConnectionType.QueuedConnection)
    worker.start()
    expect(worker.wait(20000), "the thread ends")
    until(lambda: tally["thread"] == 1000, 20, "1,000 emits cross a thread")
    wanted = {"bool": EMITS + 40, "int": EMITS + 40, "toggled": EMITS, "thread": 1000}
    expect(tally == wanted, f"received {tally}")
    expect(all(abs(count) < 10 for count in drift.values()), f"drift of True: {drift}")
    return {"received": tally, "true_drift_over_40_emits": drift}


def check_qt_print(options: Options) -> Facts:
    """Print a page to a PDF file."""
    from PySide6.QtGui import QPageSize, QPainter
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    qt_application()
    with scratch() as folder:
        path = folder / "biên nhận.pdf"
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setOutputFileName(str(path))
        painter = QPainter()
        expect(painter.begin(printer), "a painter opens the PDF")
        painter.drawText(300, 600, SENTENCE)
        painter.end()
        content = path.read_bytes()
    expect(content.startswith(b"%PDF-") and b"%%EOF" in content[-32:], "a whole PDF file")
    return {"bytes": len(content), "printers": len(QPrinterInfo.availablePrinters())}


def check_qt_network(options: Options) -> Facts:
    """Pass a message between two ends of a local socket, as for a single instance."""
    from PySide6.QtNetwork import QLocalServer, QLocalSocket, QSslSocket

    qt_application()
    name = f"wine-smoke-{os.getpid()}-{secrets.token_hex(4)}"
    server = QLocalServer()
    expect(server.listen(name), f"listen: {server.errorString()}")
    client = QLocalSocket()
    client.connectToServer(name)
    expect(client.waitForConnected(5000), f"connect: {client.errorString()}")
    until(server.hasPendingConnections, 5, "the server sees the client")
    peer = server.nextPendingConnection()
    client.write(SENTENCE.encode())
    client.flush()
    size = len(SENTENCE.encode())
    until(lambda: peer.bytesAvailable() >= size, 5, "the message arrives")
    expect(bytes(peer.readAll().data()).decode() == SENTENCE, "the message is whole")
    peer.close()
    client.close()
    server.close()
    return {"tls_backends": list(QSslSocket.availableBackends())}


# --------------------------------------------------------------------- the store


def check_sqlcipher(options: Options) -> Facts:
    """Write an encrypted file through sqlite-utils; reopen it, rightly and wrongly."""
    import sqlcipher3
    import sqlcipher3.dbapi2

    # sqlite-utils takes "pysqlite3" when it can import it.
    sys.modules["pysqlite3"] = sqlcipher3
    sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2
    import sqlite_utils

    using = importlib.import_module("sqlite_utils.utils")
    expect(using.sqlite3 is sqlcipher3, "sqlite-utils runs over sqlcipher3")
    key = secrets.token_bytes(32)
    rows = 2000
    facts: Facts = {}

    def connect(path: pathlib.Path, with_key: bytes | None) -> Any:
        connection = sqlcipher3.connect(str(path), timeout=5)
        # else a wrong key is also told on stderr, under Windows in UTF-16
        connection.execute("PRAGMA cipher_log_level = NONE")
        if with_key is not None:
            connection.execute(f"PRAGMA key = \"x'{with_key.hex()}'\"")
        return connection

    with scratch() as folder:
        path = folder / "sổ.db"
        writer = connect(path, key)
        facts["cipher"] = writer.execute("PRAGMA cipher_version").fetchone()[0]
        facts["provider"] = " ".join(
            writer.execute(f"PRAGMA {name}").fetchone()[0] for name in ("cipher_provider", "cipher_provider_version")
        )
        facts["sqlite"] = writer.execute("SELECT sqlite_version()").fetchone()[0]
        mode = writer.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        writer.execute("PRAGMA synchronous = FULL")
        synchronous = writer.execute("PRAGMA synchronous").fetchone()[0]
        expect((mode, synchronous) == ("wal", 2), f"journal {mode}, synchronous {synchronous}")

        book = sqlite_utils.Database(writer)
        start = time.perf_counter()
        book.table("reports").insert_all(({"id": n, "title": SENTENCE, "value": n * 1.5} for n in range(rows)), pk="id")
        facts["insert_seconds"] = round(time.perf_counter() - start, 2)
        writer.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
        writer.execute("INSERT INTO words VALUES (?)", [SENTENCE])
        writer.commit()
        start = time.perf_counter()
        for n in range(100):
            writer.execute("UPDATE reports SET value = ? WHERE id = ?", [-n, n])
            writer.commit()
        facts["commits_per_second"] = round(100 / (time.perf_counter() - start))

        log = path.with_name(path.name + "-wal").read_bytes()
        expect(log, "there is a write-ahead log")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM reports")
        reader = connect(path, key)
        seen = reader.execute("SELECT count(*) FROM reports").fetchone()[0]
        expect(seen == rows, f"a reader beside the writer sees {seen} rows")
        reader.execute("PRAGMA busy_timeout = 100")
        with refused(sqlcipher3.OperationalError, facts, "second_writer"):
            reader.execute("BEGIN IMMEDIATE")
        writer.rollback()
        reader.close()
        writer.close()

        content = path.read_bytes()
        secret = "biên nhận".encode()
        expect(not content.startswith(b"SQLite format 3"), "the header is not SQLite's")
        expect(secret not in content and secret not in log, "no plain text in the files")
        facts["bytes"] = len(content)

        again = connect(path, key)
        expect(again.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "integrity check")
        expect(not again.execute("PRAGMA cipher_integrity_check").fetchall(), "page signatures")
        book = sqlite_utils.Database(again)
        expect(book.table("reports").count == rows, "all rows are back")
        expect(book.table("reports").get(99)["value"] == -99, "the last change is back")
        found = again.execute("SELECT count(*) FROM words WHERE words MATCH 'nhận'").fetchone()[0]
        expect(found == 1, "the full-text index finds the word")
        again.close()

        wrong = bytearray(key)
        wrong[31] ^= 1
        for name, bad in (("wrong_key", bytes(wrong)), ("no_key", None)):
            stranger = connect(path, bad)
            with refused(sqlcipher3.DatabaseError, facts, name):
                stranger.execute("SELECT count(*) FROM sqlite_master").fetchone()
            stranger.close()
        plain = sqlite3.connect(path)
        with refused(sqlite3.DatabaseError, facts, "plain_sqlite3"):
            plain.execute("SELECT count(*) FROM sqlite_master").fetchone()
        plain.close()
        path.unlink()
    return facts


def check_keyring(options: Options) -> Facts:
    """Keep a secret in the system's key store; another process must read it back."""
    if options.keyring == "off":
        return {"skipped": True}
    import keyring
    import keyring.backend

    backend = keyring.get_keyring()
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    if sys.platform == "win32":
        expect(name == "keyring.backends.Windows.WinVaultKeyring", f"backend {name}")
    service = f"So Bao Cao thử {secrets.token_hex(4)}"
    users = ("khoá sổ", "second")
    values = [base64.b64encode(secrets.token_bytes(32)).decode(), f"{SENTENCE} €"]
    try:
        for user, value in zip(users, values, strict=True):
            keyring.set_password(service, user, value)
        for user, value in zip(users, values, strict=True):
            expect(keyring.get_password(service, user) == value, f"{user!r} reads back")
        code = "import keyring, json, sys;print(json.dumps(keyring.get_password(*map(json.loads, sys.argv[1:]))))"
        answer = subprocess.run(
            [sys.executable, "-c", code, json.dumps(service), json.dumps(users[0])],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=30,
            check=True,
        )
        expect(json.loads(answer.stdout) == values[0], "another process reads it back")
        keyring.set_password(service, users[0], "mới")
        expect(keyring.get_password(service, users[0]) == "mới", "a value can be replaced")
    finally:
        for user in users:
            with contextlib.suppress(keyring.errors.PasswordDeleteError):
                keyring.delete_password(service, user)
    gone = [keyring.get_password(service, user) for user in users]
    expect(gone == [None, None], "deleted values are gone")
    return {
        "backend": name,
        "candidates": sorted(str(each) for each in keyring.backend.get_all_keyring()),
    }


# ------------------------------------------------------------ the other libraries


def check_libraries(options: Options) -> Facts:
    """Use each of the smaller libraries once."""
    import argon2
    import argon2.low_level
    import holidays
    import lark
    import msgspec
    import platformdirs
    import yaml
    from backports import zstd
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.backends.openssl import backend as openssl
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    facts: Facts = {}

    class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
        code: str
        value: int | None = None

    line = Line("A1", 42)
    expect(msgspec.json.decode(msgspec.json.encode(line), type=Line) == line, "msgspec JSON")
    with refused(msgspec.ValidationError, facts, "msgspec_refusal"):
        msgspec.json.decode(b'{"code": 1}', type=Line)

    grammar = 'start: NAME "=" sum\nsum: NUMBER ("+" NUMBER)*\nNAME: /[^\\W\\d]+/\nNUMBER: /\\d+/\n'
    for parser in ("lalr", "earley"):
        tree = lark.Lark(grammar, parser=parser).parse("tổng=1+2+3")
        expect(len(next(iter(tree.find_data("sum"))).children) == 3, f"lark, {parser}")

    signer = Ed25519PrivateKey.generate()
    signature = signer.sign(SENTENCE.encode())
    signer.public_key().verify(signature, SENTENCE.encode())
    with refused(InvalidSignature, facts, "ed25519_refusal"):
        signer.public_key().verify(signature, b"another text")
    facts["cryptography_openssl"] = openssl.openssl_version_text()

    hasher = argon2.PasswordHasher()
    start = time.perf_counter()
    hashed = hasher.hash(SENTENCE)
    facts["argon2_seconds"] = round(time.perf_counter() - start, 2)
    expect(hasher.verify(hashed, SENTENCE), "argon2 accepts the password")
    with refused(argon2.exceptions.VerifyMismatchError, facts, "argon2_refusal"):
        hasher.verify(hashed, "sai")
    kind = argon2.low_level.Type.ID
    raw = argon2.low_level.hash_secret_raw(b"secret", b"salt" * 4, 2, 8192, 2, 32, kind)
    expect(len(raw) == 32, "argon2 derives a raw key")

    text = SENTENCE.encode() * 500
    packed = zstd.compress(text, level=10)
    expect(zstd.decompress(packed) == text, "zstd round trip")
    facts["zstd"] = f"{zstd.zstd_version}: {len(text)} -> {len(packed)}"

    days = holidays.country_holidays("VN", years=2026)
    expect(datetime.date(2026, 2, 17) in days, "17/02/2026 is Tết")
    expect(yaml.safe_load("a: [1, 'đủ']") == {"a": [1, "đủ"]}, "YAML")
    facts["yaml_libyaml"] = yaml.__with_libyaml__
    facts["data_folder"] = platformdirs.user_data_dir("SoBaoCao", appauthor=False)
    return facts


def certificate() -> tuple[bytes, bytes]:
    """Make a short-lived authority that is "localhost" itself: certificate and key, both PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"wine smoke {secrets.token_hex(4)}")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM), key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


class Answer(http.server.BaseHTTPRequestHandler):
    """A server that says one sentence and keeps no log."""

    def do_GET(self) -> None:
        body = SENTENCE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class QuietServer(http.server.ThreadingHTTPServer):
    """A server on the loopback that does not write about refused handshakes."""

    def handle_error(self, request: object, client_address: object) -> None:
        pass


@contextlib.contextmanager
def serve(context: ssl.SSLContext | None) -> Iterator[int]:
    """Run the server on a free loopback port; give the port."""
    server = QuietServer(("127.0.0.1", 0), Answer)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def trust_in_wine(der: bytes) -> None:
    """Put an authority into the trust store of the Wine prefix, which is thrown away.

    Never on a real Windows: there it would ask the user, and it is not ours to change.
    """
    if sys.platform != "win32" or wine_version() is None:
        raise AssertionError("only under Wine")
    crypt32 = ctypes.WinDLL("crypt32", use_last_error=True)
    pointer, number = ctypes.c_void_p, ctypes.c_uint32
    crypt32.CertOpenStore.restype = pointer
    crypt32.CertOpenStore.argtypes = [pointer, number, pointer, number, ctypes.c_wchar_p]
    crypt32.CertAddEncodedCertificateToStore.argtypes = [pointer, number, ctypes.c_char_p, number, number, pointer]
    crypt32.CertCloseStore.argtypes = [pointer, number]
    system_store, current_user, x509_encoding, replace = 10, 1 << 16, 1, 3
    store = crypt32.CertOpenStore(system_store, 0, None, current_user, "Root")
    expect(store, f"the store opens: error {ctypes.get_last_error()}")
    done = crypt32.CertAddEncodedCertificateToStore(store, x509_encoding, der, len(der), replace, None)
    expect(done, f"the store takes the authority: error {ctypes.get_last_error()}")
    expect(crypt32.CertCloseStore(store, 0), "the store is written")


@contextlib.contextmanager
def serve_tls(folder: pathlib.Path, public: bytes, private: bytes) -> Iterator[int]:
    """Run the server over TLS with this certificate; give the port."""
    public_file, private_file = folder / "public.pem", folder / "private.pem"
    public_file.write_bytes(public)
    private_file.write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public_file, private_file)
    with serve(context) as port:
        yield port


def check_tls(options: Options) -> Facts:
    """Fetch with requests, then let truststore ask the system about certificates."""
    import requests
    import truststore

    def shake_hands(port: int, context: ssl.SSLContext, name: str = "localhost") -> str:
        with (
            socket.create_connection(("127.0.0.1", port), timeout=10) as plain,
            context.wrap_socket(plain, server_hostname=name) as wrapped,
        ):
            return str(wrapped.version())

    def system_trust() -> ssl.SSLContext:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    class SystemTrust(requests.adapters.HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, ssl_context=system_trust(), **kwargs)

    facts: Facts = {}
    under_wine = wine_version() is not None
    session = requests.Session()
    session.trust_env = False
    with serve(None) as port:
        reply = session.get(f"http://127.0.0.1:{port}/", timeout=10)
        expect(reply.text == SENTENCE, "requests over plain HTTP")

    known, unknown = certificate(), certificate()
    if under_wine:
        # before the first question: the system keeps what it has read
        trust_in_wine(ssl.PEM_cert_to_DER_cert(known[0].decode("ascii")))
    with scratch() as folder, serve_tls(folder, *known) as port:
        if under_wine:
            facts["known_authority"] = shake_hands(port, system_trust())
            session.mount("https://", SystemTrust())
            reply = session.get(f"https://localhost:{port}/", timeout=10)
            expect(reply.text == SENTENCE, "requests over TLS")
            with refused(ssl.SSLCertVerificationError, facts, "wrong_name"):
                shake_hands(port, system_trust(), "elsewhere.invalid")
    with scratch() as folder, serve_tls(folder, *unknown) as port:
        with refused(ssl.SSLCertVerificationError, facts, "unknown_authority"):
            shake_hands(port, system_trust())
        added = system_trust()
        added.load_verify_locations(cafile=str(folder / "public.pem"))
        try:
            facts["authority_added_by_program"] = shake_hands(port, added)
        except OSError as error:
            # Wine 8 refuses the chain engine which truststore wants for this.
            expect(under_wine and error.errno == errno.EINVAL, f"an authority added by the program: {error}")
            facts["authority_added_by_program"] = f"not under this Wine: {error}"
    return facts


# --------------------------------------------------------------------- the runner


def check_together(options: Options) -> Facts:
    """Run every other check in this one process."""
    for name, check in CHECKS.items():
        if name != "together":
            check(options)
    return {"checks": len(CHECKS) - 1}


CHECKS: dict[str, Callable[[Options], Facts]] = {
    "interpreter": check_interpreter,
    "qt_import": check_qt_import,
    "qt_window": check_qt_window,
    "qt_signals": check_qt_signals,
    "qt_print": check_qt_print,
    "qt_network": check_qt_network,
    "sqlcipher": check_sqlcipher,
    "keyring": check_keyring,
    "libraries": check_libraries,
    "tls": check_tls,
    "together": check_together,
}


def run_here(name: str, options: Options) -> Facts:
    """Run one check in this process; never raise."""
    start = time.perf_counter()
    try:
        outcome: Facts = {"ok": True, **CHECKS[name](options)}
    except Exception as error:
        outcome = {"ok": False, "error": f"{type(error).__name__}: {error}"}
        traceback.print_exc()
    outcome["seconds"] = round(time.perf_counter() - start, 2)
    return outcome


def run_apart(name: str, arguments: list[str]) -> Facts:
    """Run one check in a process of its own and turn a crash into an outcome."""
    command = [sys.executable, __file__, *arguments, "--child", name]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=CHECK_SECONDS)
    except subprocess.TimeoutExpired:
        return {"ok": False, "error": f"no answer in {CHECK_SECONDS} s"}
    errors = done.stderr.decode("utf-8", "replace")
    if errors:
        sys.stderr.write(f"--- {name}\n{errors}")
        sys.stderr.flush()
    try:
        outcome: Facts = json.loads(done.stdout.decode("ascii").strip().splitlines()[-1])
    except (ValueError, IndexError):
        outcome = {"ok": False, "error": "the process died without an answer"}
    if done.returncode != 0:
        outcome["ok"] = False
        outcome["exit_code"] = f"0x{done.returncode & 0xFFFFFFFF:08x}"
        outcome["last_words"] = errors.strip().splitlines()[-12:]
    return outcome


def installed() -> dict[str, str]:
    """Name the installed distributions that matter, with their versions."""
    found = {}
    for name in DISTRIBUTIONS:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Smoke test of the pinned wheels under Wine.")
    parser.add_argument("checks", nargs="*", help=f"from: {' '.join(CHECKS)} (all)")
    parser.add_argument("--pyside", default="6.11.3", help="the version that must be found")
    parser.add_argument("--shots", type=pathlib.Path, help="folder for the screenshots")
    parser.add_argument("--keyring", choices=("on", "off"), default="on")
    parser.add_argument("--child", default="", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments, namespace=Options())
    unknown = set(options.checks) - set(CHECKS)
    if unknown:
        parser.error(f"no such check: {', '.join(sorted(unknown))}")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")

    if options.child:
        faulthandler.enable()
        outcome = run_here(options.child, options)
        print(json.dumps(outcome), flush=True)
        return 0 if outcome["ok"] else 1

    passed_on = ["--pyside", options.pyside, "--keyring", options.keyring]
    if options.shots is not None:
        passed_on += ["--shots", str(options.shots)]
    outcomes = {name: run_apart(name, passed_on) for name in options.checks or CHECKS}
    report = {
        "passed": all(outcome["ok"] for outcome in outcomes.values()),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "wine": wine_version(),
        "packages": installed(),
        "checks": outcomes,
    }
    print(json.dumps(report, indent=1), flush=True)
    return 0 if report["passed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
