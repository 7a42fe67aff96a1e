"""The configuration: `plancheck.toml` or `[tool.plancheck]` of a pyproject.toml, found from the working folder up."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
from msgspec import field
from msgspec.structs import replace

from checker.cli.usage import UsageError, read_share
from checker.diagnostics import Diagnostic, nearest_word
from checker.files import read_source
from checker.findings import SEVERITIES
from checker.source import Record, Source, Span

FILE, TABLE = "plancheck.toml", "tool.plancheck"
WAIVERS, BASELINE = "plancheck-waivers.yaml", "plancheck-baseline.json"
FAIL_ON = (*SEVERITIES, "never")
KEYS = (
    "rules", "regions", "vocabulary", "upper", "select", "ignore", "fail-on", "fail-on-unknown",
    "require-recognised", "waivers", "baseline", "parameters",
)  # fmt: skip

_META = "plancheck.settings"
_NAME = re.compile(r"[^\W\d]\w*")


class Settings(Record):
    """The settings of a configuration `file`, "" where there is none; paths are relative to the working folder."""

    file: str = ""
    rules: tuple[Path, ...] = ()
    regions: tuple[Path, ...] = ()
    vocabulary: tuple[Path, ...] = ()
    upper: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    fail_on_unknown: bool | None = None
    require_recognised: Fraction | None = None
    waivers: Path | None = None
    baseline: Path | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    @property
    def baseline_file(self) -> Path:
        """The baseline; by default, the file with the usual name."""
        return self.baseline or Path(BASELINE)

    @property
    def parameter_rules(self) -> tuple[Source, ...]:
        """The parameters as the text of a rule file: a rule set of parameters alone sets those of the others."""
        if not self.parameters:
            return ()
        rows = [f"参数 {name} = {value} “{self.file}”" for name, value in self.parameters.items()]
        return (Source(f"{self.file} [parameters]", "\n".join(["规则集 配置", *rows, ""])),)


def current_settings() -> Settings:
    """Return the settings of the running command; the defaults where no command runs."""
    context = click.get_current_context(silent=True)
    settings = context.meta.get(_META) if context else None
    return settings if isinstance(settings, Settings) else Settings()


def is_configured() -> bool:
    """Return whether the running command has its settings."""
    return _META in click.get_current_context().meta


def apply_settings(settings: Settings) -> None:
    """Set the settings of the running command."""
    click.get_current_context().meta[_META] = settings


def load_settings(file: str) -> Settings:
    """Load the settings of a file. Raises UsageError if it is not there."""
    path = Path(file)
    if not path.is_file():
        raise UsageError("cli-no-config-file", path=file)
    return read_settings(path)


def find_settings(start: Path) -> Settings:
    """Find the settings of a folder, up to the first configuration, the top of a repository, or the home folder.

    The plans checked may be a stranger's: what lies beside them configures nothing.
    """
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 — no fault where a user has none
    for folder in (start, *start.parents):
        settings = _in_folder(folder)
        if settings is not None:
            return settings
        if (folder / ".git").exists() or folder == home:
            break
    return Settings()


def _in_folder(folder: Path) -> Settings | None:
    for name in (FILE, "pyproject.toml"):
        if (folder / name).is_file():
            settings = read_settings(folder / name)
            if settings.file:
                return settings
    if (folder / WAIVERS).is_file():
        return Settings(waivers=_relative_path(folder / WAIVERS))
    return None


def read_settings(path: Path) -> Settings:
    """Read the settings of one file; `file` is "" for a pyproject.toml without a table for plancheck."""
    name = str(_relative_path(path))
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
        return Settings(file=name, problems=(_syntax_diagnostic(str(error), source),))
    except RecursionError:  # brackets in brackets, thousands deep
        return Settings(file=name, problems=(_diagnostic("shape", source, "plancheck"),))
    if path.name == "pyproject.toml":
        for key in TABLE.split("."):
            table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return Settings()
    if not isinstance(table, dict):
        return Settings(file=name, problems=(_diagnostic("shape", source, "plancheck"),))
    return _Reader(source, path.parent, table).settings(name)


def _relative_path(path: Path) -> Path:
    """Return a path relative to the working folder, if it lies below it."""
    full, here = path.resolve(), Path.cwd()
    return full.relative_to(here) if full.is_relative_to(here) else full


def _syntax_diagnostic(error: str, source: Source) -> Diagnostic:
    position = re.search(r"\(at line (\d+), column (\d+)\)", error)
    start = len(source.text)
    if position:
        lines = source.text.splitlines(keepends=True)
        start = sum(map(len, lines[: int(position[1]) - 1])) + int(position[2]) - 1
    span = Span(source, min(start, len(source.text)), min(start + 1, len(source.text)))
    return Diagnostic("cli-config-syntax", span)


def _diagnostic(code: str, source: Source, key: str, **arguments: object) -> Diagnostic:
    """Return a diagnostic at the line of a key, which the TOML reader does not give."""
    line = re.search(
        rf"^[ \t\[]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.\]]", source.text, re.MULTILINE
    )
    start = line.start() + line[0].index(key) if line else 0
    span = Span(source, start, start + len(key) if line else 0)
    details = {"word": key, **arguments}
    return Diagnostic(f"cli-config-{code}", span, details)


class _Reader:
    """Reads one table of settings, and collects what is wrong with it."""

    def __init__(self, source: Source, folder: Path, table: dict[str, Any]) -> None:
        self.source, self.folder, self.table = source, folder, table
        self.problems: list[Diagnostic] = []

    def settings(self, name: str) -> Settings:
        for key in self.table:
            if key not in KEYS:
                near = nearest_word(key, KEYS)
                details = {"near": near, "words": ", ".join(KEYS)}
                self.problems.append(
                    _diagnostic("key-near" if near else "key", self.source, key, **details)
                )
        settings = Settings(
            file=name,
            rules=self._paths("rules"),
            regions=self._paths("regions"),
            vocabulary=self._paths("vocabulary"),
            upper=self._paths("upper"),
            select=self._strings("select"),
            ignore=self._strings("ignore"),
            fail_on=self._fail_on(),
            fail_on_unknown=self._flag("fail-on-unknown"),
            require_recognised=self._share("require-recognised"),
            waivers=self._path("waivers", WAIVERS),
            baseline=self._path("baseline", ""),
            parameters=dict(self._parameters()),
        )
        return replace(settings, problems=tuple(self.problems))

    def _add(self, key: str, code: str, **arguments: object) -> None:
        self.problems.append(_diagnostic(code, self.source, key, **arguments))

    def _strings(self, key: str) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if isinstance(value, str):
            value = [value]
        if isinstance(value, list) and all(isinstance(text, str) and text for text in value):
            return tuple(value)
        self._add(key, "strings")
        return ()

    def _paths(self, key: str) -> tuple[Path, ...]:
        paths = []
        for text in self._strings(key):
            path = self.folder / text
            if not os.path.exists(path):  # noqa: PTH110 — false also for what no file could be called
                self._add(key, "missing", path=text)
            elif key == "upper" and not any(path.rglob("*.yaml")):  # nor is a file a folder
                self._add(key, "upper", path=text)
            else:
                paths.append(_relative_path(path))
        return tuple(paths)

    def _path(self, key: str, default_name: str) -> Path | None:
        value = self.table.get(key)
        if value is None:
            default = self.folder / default_name
            return _relative_path(default) if default_name and default.is_file() else None
        if not isinstance(value, str) or not value or "\0" in value:
            self._add(key, "strings")
            return None
        path = self.folder / value
        if key == "waivers" and not os.path.isfile(path):  # noqa: PTH113 — as above
            self._add(key, "missing", path=value)
            return None
        return _relative_path(path)

    def _fail_on(self) -> str:
        value = self.table.get("fail-on", "")
        if value and value not in FAIL_ON:
            self._add("fail-on", "choice", text=value, words=" | ".join(FAIL_ON))
            return ""
        return str(value)

    def _share(self, key: str) -> Fraction | None:
        value = self.table.get(key)
        share = None if isinstance(value, bool) else read_share(str(value))
        if value is not None and share is None:
            self._add(key, "share")
        return share

    def _flag(self, key: str) -> bool | None:
        value = self.table.get(key)
        if value is None or isinstance(value, bool):
            return value
        self._add(key, "flag")
        return None

    def _parameters(self) -> Iterator[tuple[str, str]]:
        table = self.table.get("parameters", {})
        if not isinstance(table, dict):
            self._add("parameters", "table")
            return
        for name, value in table.items():
            text = str(value) if isinstance(value, str | int | float) else ""
            is_one_word = text and not isinstance(value, bool) and not re.search(r"[\s“”\"#]", text)
            if is_one_word and _NAME.fullmatch(name):
                yield name, text
            else:
                self._add(name, "parameter")
