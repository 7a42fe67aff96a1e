"""The type of a fault in an input. How it is shown is up to `report`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import field

from checker.messages import Language, message
from checker.source import Record, Span

DiagnosticSeverity = Literal["error", "warning", "info"]


class Diagnostic(Record):
    """A fault in an input (plan, rule file, configuration).

    `code` names an entry of `checker.messages` and `arguments` fill its placeholders. `related` are further places,
    each with a message code of its own (for instance the other line of a duplicate key).
    """

    code: str
    span: Span | None
    arguments: Mapping[str, object] = field(default_factory=dict)
    severity: DiagnosticSeverity = "error"
    related: tuple[tuple[Span, str], ...] = ()
    file: str = ""

    def text(self, language: Language) -> str:
        """Return one sentence that says what is wrong."""
        return message(self.code, language, self.arguments)

    def help(self, language: Language) -> str:
        """Return what to do about it; "" if the message has no help."""
        return message(self.code, language, self.arguments, part="help")

    @property
    def file_name(self) -> str:
        """The file of the fault, as in its span; "" if unknown."""
        return self.span.source.name if self.span else self.file

    @property
    def address(self) -> str:
        """The address of the fault: `file:line:column`, or only the file if it has no span."""
        return self.span.address if self.span else self.file


class RequestError(Exception):
    """An error in what the user asked for. `code` names an entry of `checker.messages`, which the arguments fill."""

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments


class DiagnosticLog:
    """The diagnostics of the inputs of one run, each once and in the order met, and the names of plans not read."""

    def __init__(self, diagnostics: Iterable[Diagnostic] = ()) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.unread_plans: list[str] = []
        self.add(diagnostics)

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Append the diagnostics that are not there yet: of another code, place or content."""
        known = {_identity(d) for d in self.diagnostics}
        self.diagnostics += [d for d in diagnostics if _identity(d) not in known]

    @property
    def has_errors(self) -> bool:
        return any(d.severity == "error" for d in self.diagnostics)


def _identity(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.code, diagnostic.address, str(diagnostic.arguments)


def nearest_words(
    word: str, known: Iterable[str], count: int = 1, cutoff: float = 0.6
) -> tuple[str, ...]:
    """Return at most `count` of the known words that resemble this one by `cutoff` (0 to 1), the nearest first."""
    from difflib import get_close_matches  # only for a word that is wrong

    return tuple(get_close_matches(word, list(known), count, cutoff))


def nearest_word(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word most like this one, letter case aside; "" where none is."""
    by_fold = {name.casefold(): name for name in known}
    near = nearest_words(word.casefold(), by_fold, cutoff=cutoff)
    return by_fold[near[0]] if near else ""
