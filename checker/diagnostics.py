"""One type for "an input is wrong". Says nothing of how it is shown: see `report`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from checker.messages import Language, message
from checker.records import dataclass
from checker.source import Span

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Diagnostic:
    """A fault in an input (plan, rule file, configuration), complete when made.

    `code` names an entry of `checker.messages`; `arguments` fill its placeholders. `related` are further
    places with their own message code (the other line of a duplicate key).
    """

    code: str
    span: Span | None
    arguments: Mapping[str, object] = field(default_factory=dict)
    severity: Severity = "error"
    related: tuple[tuple[Span, str], ...] = ()
    file: str = ""

    def text(self, language: Language) -> str:
        """What is wrong, one sentence, in the reader's language."""
        return message(self.code, language, self.arguments)

    def help(self, language: Language) -> str:
        """What to do about it; "" when the message says it all."""
        return message(self.code, language, self.arguments, part="help")

    @property
    def address(self) -> str:
        return self.span.address if self.span else self.file
