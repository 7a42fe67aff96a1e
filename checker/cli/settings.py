"""The configuration: `plancheck.toml` or `[tool.plancheck]` of a pyproject.toml, found from the working folder up."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from msgspec import field
from msgspec.structs import replace

from checker.cli.usage import UsageError
from checker.diagnostics import Diagnostic, nearest_word
from checker.files import read_source
from checker.findings import SEVERITIES
from checker.source import Record, Source, Span

FILE, TABLE = "plancheck.toml", "tool.plancheck"
WAIVERS, BASELINE = "plancheck-waivers.yaml", "plancheck-baseline.json"
FAIL_ON = (*SEVERITIES, "never")
KEYS = (
    "rules", "regions", "vocabulary", "upper", "select", "ignore", "fail-on", "fail-on-unknown",
    "waivers", "baseline", "parameters",
)  # fmt: skip

_META = "plancheck.settings"
_NAME = re.compile(r"[^\W\d]\w*")


class Settings(Record):
    """What a configuration says; paths as they are reached from the working folder. `file` is "" without one."""

    file: str = ""
    rules: tuple[Path, ...] = ()
    regions: tuple[Path, ...] = ()
    vocabulary: tuple[Path, ...] = ()
    upper: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    fail_on_unknown: bool | None = None
    waivers: Path | None = None
    baseline: Path | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    @property
    def baseline_file(self) -> Path:
        """The baseline, by its usual name where none is set."""
        return self.baseline or Path(BASELINE)

    @property
    def parameter_rules(self) -> tuple[Source, ...]:
        """The parameters as a rule file: a set of parameters alone sets those of others."""
        if not self.parameters:
            return ()
        rows = [f"参数 {name} = {value} “{self.file}”" for name, value in self.parameters.items()]
        return (Source(f"{self.file} [parameters]", "\n".join(["规则集 配置", *rows, ""])),)


def current() -> Settings:
    """The settings of the running command; none where no command runs."""
    context = click.get_current_context(silent=True)
    found = context.meta.get(_META) if context else None
    return found if isinstance(found, Settings) else Settings()


def chosen() -> bool:
    """Whether the running command has its settings."""
    return _META in click.get_current_context().meta


def use(settings: Settings) -> None:
    """Let the running command have these settings."""
    click.get_current_context().meta[_META] = settings


def of(file: str) -> Settings:
    """The settings of a file asked for."""
    path = Path(file)
    if not path.is_file():
        raise UsageError("cli-no-config-file", path=file)
    return read(path)


def discover(start: Path) -> Settings:
    """The settings that hold in a folder. The way up ends at the first configuration, at a repository's top or at home.

    The plans checked may be a stranger's: what lies beside them configures nothing.
    """
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 — no fault where a user has none
    for folder in (start, *start.parents):
        found = _in_folder(folder)
        if found is not None:
            return found
        if (folder / ".git").exists() or folder == home:
            break
    return Settings()


def _in_folder(folder: Path) -> Settings | None:
    for name in (FILE, "pyproject.toml"):
        if (folder / name).is_file():
            found = read(folder / name)
            if found.file:
                return found
    if (folder / WAIVERS).is_file():
        return Settings(waivers=_seen(folder / WAIVERS))
    return None


def read(path: Path) -> Settings:
    """The settings of one file; without `file` when it is a pyproject.toml that does not speak of plancheck."""
    name = str(_seen(path))
    source, faults = read_source(path, name)
    if source is None:
        return Settings(file=name, problems=faults)
    if path.name == "pyproject.toml" and "plancheck" not in source.text:
        return Settings()
    import tomllib  # only where there is a configuration

    try:
        table: Any = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        if path.name == "pyproject.toml":  # another tool's fault to tell
            return Settings()
        return Settings(file=name, problems=(_syntax(str(error), source),))
    except RecursionError:  # brackets in brackets, thousands deep
        return Settings(file=name, problems=(_fault("shape", source, "plancheck"),))
    if path.name == "pyproject.toml":
        for key in TABLE.split("."):
            table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return Settings()
    if not isinstance(table, dict):
        return Settings(file=name, problems=(_fault("shape", source, "plancheck"),))
    return _Reader(source, path.parent, table).settings(name)


def _seen(path: Path) -> Path:
    """A path as it is written from the working folder, where it lies in it."""
    full, here = path.resolve(), Path.cwd()
    return full.relative_to(here) if full.is_relative_to(here) else full


def _syntax(error: str, source: Source) -> Diagnostic:
    at = re.search(r"\(at line (\d+), column (\d+)\)", error)
    start = len(source.text)
    if at:
        lines = source.text.splitlines(keepends=True)
        start = sum(map(len, lines[: int(at[1]) - 1])) + int(at[2]) - 1
    span = Span(source, min(start, len(source.text)), min(start + 1, len(source.text)))
    return Diagnostic("cli-config-syntax", span)


def _fault(code: str, source: Source, key: str, **arguments: object) -> Diagnostic:
    """A fault at the line of a key, which TOML's reader does not tell."""
    line = re.search(
        rf"^[ \t\[]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]", source.text, re.MULTILINE
    )
    start = line.start() + line[0].index(key) if line else 0
    span = Span(source, start, start + len(key) if line else 0)
    given = {"word": key, **arguments}
    return Diagnostic(f"cli-config-{code}", span, given)


class _Reader:
    """One table of settings, with every fault in it."""

    def __init__(self, source: Source, folder: Path, table: dict[str, Any]) -> None:
        self.source, self.folder, self.table = source, folder, table
        self.problems: list[Diagnostic] = []

    def settings(self, name: str) -> Settings:
        for key in self.table:
            if key not in KEYS:
                near = nearest_word(key, KEYS)
                given = {"near": near, "words": ", ".join(KEYS)}
                self.problems.append(
                    _fault("key-near" if near else "key", self.source, key, **given)
                )
        found = Settings(
            file=name,
            rules=self._paths("rules"),
            regions=self._paths("regions"),
            vocabulary=self._paths("vocabulary"),
            upper=self._paths("upper"),
            select=self._strings("select"),
            ignore=self._strings("ignore"),
            fail_on=self._fail_on(),
            fail_on_unknown=self._flag("fail-on-unknown"),
            waivers=self._path("waivers", WAIVERS),
            baseline=self._path("baseline", ""),
            parameters=dict(self._parameters()),
        )
        return replace(found, problems=tuple(self.problems))

    def _wrong(self, key: str, code: str, **arguments: object) -> None:
        self.problems.append(_fault(code, self.source, key, **arguments))

    def _strings(self, key: str) -> tuple[str, ...]:
        given = self.table.get(key, [])
        if isinstance(given, str):
            given = [given]
        if isinstance(given, list) and all(isinstance(text, str) and text for text in given):
            return tuple(given)
        self._wrong(key, "strings")
        return ()

    def _paths(self, key: str) -> tuple[Path, ...]:
        found = []
        for text in self._strings(key):
            path = self.folder / text
            if not os.path.exists(path):  # noqa: PTH110 — false also for what no file could be called
                self._wrong(key, "missing", path=text)
            elif key == "upper" and not any(path.rglob("*.yaml")):  # nor is a file a folder
                self._wrong(key, "upper", path=text)
            else:
                found.append(_seen(path))
        return tuple(found)

    def _path(self, key: str, usual: str) -> Path | None:
        given = self.table.get(key)
        if given is None:
            beside = self.folder / usual
            return _seen(beside) if usual and beside.is_file() else None
        if not isinstance(given, str) or not given or "\0" in given:
            self._wrong(key, "strings")
            return None
        path = self.folder / given
        if key == "waivers" and not os.path.isfile(path):  # noqa: PTH113 — as above
            self._wrong(key, "missing", path=given)
            return None
        return _seen(path)

    def _fail_on(self) -> str:
        given = self.table.get("fail-on", "")
        if given and given not in FAIL_ON:
            self._wrong("fail-on", "choice", text=given, words=" | ".join(FAIL_ON))
            return ""
        return str(given)

    def _flag(self, key: str) -> bool | None:
        given = self.table.get(key)
        if given is None or isinstance(given, bool):
            return given
        self._wrong(key, "flag")
        return None

    def _parameters(self) -> Iterator[tuple[str, str]]:
        table = self.table.get("parameters", {})
        if not isinstance(table, dict):
            self._wrong("parameters", "table")
            return
        for name, value in table.items():
            text = str(value) if isinstance(value, str | int | float) else ""
            whole = text and not isinstance(value, bool) and not re.search(r"[\s“”\"#]", text)
            if whole and _NAME.fullmatch(name):
                yield name, text
            else:
                self._wrong(name, "parameter")
