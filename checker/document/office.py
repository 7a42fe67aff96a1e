"""Older word processing files (.doc .wps .odt .rtf), turned into .docx by LibreOffice where there is one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from checker.diagnostics import Diagnostic
from checker.document.model import DraftDocument, DraftView
from checker.document.sniff import sniff
from checker.document.word import read_word

TIME_LIMIT: Final = 120
"""Seconds; twenty pages take one or two."""
_SUFFIXES: Final = {
    "doc": "doc",
    "odt": "odt",
    "rtf": "rtf",
    "flat-word": "xml",
    "ods": "ods",
    "xls": "xls",
}
_ODD = re.compile("[\x80-\u024f\ue000-\uf8ff\ufffd]")
"""Western letters with marks, private characters, unknown ones: what misread Chinese looks like."""
_PLACES: Final = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
# Macros are never run; nothing is fetched, not even what a document links to.
_COMMON: Final = "/org.openoffice.Office.Common/Security/Scripting"
_UPDATE: Final = "/org.openoffice.Office.Writer/Content/Update"
_SETTINGS: Final = (
    (_COMMON, "DisableMacrosExecution", "true"),
    (_COMMON, "MacroSecurityLevel", "3"),
    (_COMMON, "BlockUntrustedRefererLinks", "true"),
    (_UPDATE, "Link", "0"),
    (_UPDATE, "Field", "false"),
)


def read_office(
    data: bytes, name: str, view: DraftView = "accepted"
) -> tuple[DraftDocument | None, list[Diagnostic]]:
    """Return the document by way of .docx; its format and digest are those of the file itself."""
    found = sniff(data, name)
    if (
        found == "rtf" and b"\\ansicpg" not in data[:1000]
    ):  # Chinese programs that do not say so mean GBK
        made, faults = convert(
            data.replace(b"{\\rtf1", b"{\\rtf1\\ansi\\ansicpg936", 1), name, "docx"
        )
    else:
        made, faults = convert(data, name, "docx")
    if made is None:
        return None, faults
    document, diagnostics = read_word(made, name, view)
    if document is None or _is_garbled(document):
        return None, [Diagnostic("document-not-converted", None, file=name)]
    return replace(document, format=found, sha256=sha256(data).hexdigest()), diagnostics


def _is_garbled(document: DraftDocument) -> bool:
    """Whether the text is none: LibreOffice makes a document of any bytes, or takes Chinese for Western letters."""
    text = "".join(passage.text for passage in document.passages())
    return len(_ODD.findall(text)) * 5 > len(text)


def convert(data: bytes, name: str, to: str) -> tuple[bytes | None, list[Diagnostic]]:
    """Return the file in another format of LibreOffice (docx, xlsx); None and why if it cannot be had.

    Each call has a profile of its own, as two may be at work at once. The exit code says nothing: the result is looked
    at.
    """
    soffice = find_soffice()
    if soffice is None:
        return None, [Diagnostic("document-no-office", None, file=name)]
    suffix = _SUFFIXES.get(sniff(data, name))
    if suffix is None:
        return None, [Diagnostic("document-foreign", None, file=name)]
    with tempfile.TemporaryDirectory(prefix="plancheck-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        user = place / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        source = place / f"draft.{suffix}"
        source.write_bytes(data)
        out = place / "out"
        if not _run(soffice, place, source, out, to):
            return None, [
                Diagnostic("document-office-time", None, {"limit": TIME_LIMIT}, file=name)
            ]
        try:
            made = (out / f"draft.{to}").read_bytes()
        except OSError:
            made = b""
    if sniff(made) != to:
        return None, [Diagnostic("document-not-converted", None, file=name)]
    return made, []


def _settings() -> str:
    """Return the settings as a profile of LibreOffice holds them."""
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    names = 'xmlns:oor="http://openoffice.org/2001/registry"'
    return f'<?xml version="1.0" encoding="UTF-8"?><oor:items {names}>{items}</oor:items>'


def find_soffice() -> str | None:
    """Return the program of LibreOffice; None where it is not installed."""
    for command in ("soffice", "libreoffice"):
        found = shutil.which(command)
        if found:
            return found
    return next((place for place in _PLACES if Path(place).is_file()), None)


def _run(soffice: str, place: Path, source: Path, out: Path, to: str) -> bool:
    """Convert; return whether it came to an end in time."""
    profile = (place / "profile").resolve().as_uri()
    command = [
        soffice, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
        "--convert-to", to, "--outdir", str(out), str(source),
    ]  # fmt: skip
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"}
    try:
        process = subprocess.Popen(
            command,
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        return True
    try:
        process.wait(TIME_LIMIT)
    except subprocess.TimeoutExpired:
        _stop(process)
        return False
    except BaseException:
        _stop(process)
        raise
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice and what it started."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
