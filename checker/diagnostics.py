"""The type of a fault in an input. How it is shown is up to `report`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import field

from checker.messages import Language, message
from checker.source import Record, Span

Severity = Literal["error", "warning"]


class Diagnostic(Record):
    """A fault in an input (plan, rule file, configuration).

    `code` names an entry of `checker.messages` and `arguments` fill its placeholders. `related` are further places,
    each with a message code of its own (for instance the other line of a duplicate key).
    """

    code: str
    span: Span | None
    arguments: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"
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
