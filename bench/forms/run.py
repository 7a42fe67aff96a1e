"""How many of the forms are read right, how many not at all, how many wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from bench.forms.make import Form, forms
from bench.forms.meaning import judge
from checker.quantity.read import read
from checker.quantity.reading import Reading, UnreadReading


@dataclass
class Tally:
    """Counts of outcomes: by family, by the reason why nothing was read, and what was read wrong."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[Form, Reading]] = field(default_factory=list)
    unread: list[tuple[Form, UnreadReading]] = field(default_factory=list)

    def share(self, outcome: str) -> float:
        total = sum(self.outcomes.values())
        return sum(n for (_, said), n in self.outcomes.items() if said == outcome) / total


def run(seed: int, count: int) -> Tally:
    """Read so many forms and judge each."""
    tally = Tally()
    for form in forms(seed, count):
        reading = read.__wrapped__(form.text, form.column)  # past its cache
        outcome = judge(form.meanings, reading)
        tally.outcomes[
            form.family.split()[0] if form.family.startswith("expression") else form.family, outcome
        ] += 1
        if outcome == "wrong":
            tally.wrong.append((form, reading))
        elif outcome == "unread":
            assert isinstance(reading, UnreadReading) or form.meanings[1:]
            reason = reading.reason if isinstance(reading, UnreadReading) else "part"
            tally.reasons[reason] += 1
            if isinstance(reading, UnreadReading):
                tally.unread.append((form, reading))
    return tally
