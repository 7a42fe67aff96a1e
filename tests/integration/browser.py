"""A page opened in Chromium as a reader would open it, with everything it asked the network for."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.tools import tool

# The name of an address that does not exist: whatever is asked for, nothing leaves the machine.
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--net-log-capture-mode=Everything", "--enable-logging=stderr",
)  # fmt: skip
# Who asked, in the log: a request of Chromium's own, for its updates or accounts, has no page behind it.
NOBODY = "not an origin"


@dataclass(frozen=True)
class Visit:
    """The page after its scripts ran; what they said on the console; the addresses it asked for."""

    dom: str
    console: tuple[str, ...]
    requests: tuple[str, ...]


def visit(page: Path, work: Path) -> Visit:
    """Open a file and wait until it has loaded."""
    log = work / "net-log.json"
    done = subprocess.run(
        [tool("chromium"), *FLAGS, f"--user-data-dir={work / 'profile'}", f"--log-net-log={log}", "--dump-dom", page.as_uri()],
        capture_output=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    console = re.findall(r":CONSOLE[:(]\d+\)?\] (.*)", done.stderr)
    return Visit(done.stdout, tuple(console), requests(log))


def requests(log: Path) -> tuple[str, ...]:
    """Addresses that a page asked for. A file is not read through the network, so none of ours is among them."""
    net = json.loads(log.read_text(encoding="utf-8"))
    kind = net["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    found = [e["params"] for e in net["events"] if e["type"] == kind and "url" in e["params"]]
    return tuple(p["url"] for p in found if p.get("initiator", NOBODY) != NOBODY)
