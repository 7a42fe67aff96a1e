"""How many single faults in a plan are found: faults no rule sees are as telling as those one does.

Run with `-s` to see the table and every fault that was missed.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from checker.plan.library import Library, load_library
from checker.plan.load import load_plan
from checker.semantics import typed
from checker.semantics.rule_book import RuleBook, load_rules
from checker.source import Source
from tests.judging import judge
from tests.mutation.mutations import FAMILIES, Mutant, edited, mutants, sites

CLEAN = Path(__file__).parent / "clean"


@dataclass(frozen=True)
class Seen:
    """What a check of a text says: rules that fail with their subjects, rules that cannot decide, errors of input."""

    fails: frozenset[tuple[str, str, str]]
    unknown: frozenset[tuple[str, str, str]]
    errors: Counter[str]

    def beyond(self, clean: Seen) -> str:
        """The fault as the check names it, against what the clean plan already says; empty where nothing is new."""
        fails = sorted({rule for rule, _, _ in self.fails - clean.fails})
        return " ".join((*fails, *sorted(self.errors - clean.errors)))


@cache
def rule_book() -> RuleBook:
    return load_rules()


@cache
def library() -> Library:
    return load_library([CLEAN / "upper"])


def clean_text() -> str:
    return (CLEAN / "county.yaml").read_text(encoding="utf-8")


def look(text: str, rules: Sequence[typed.Rule] | None = None) -> Seen:
    """Check a text; `rules` in place of the shipped ones."""
    plan, faults = load_plan(Source("county.yaml", text))
    if plan is None:
        return Seen(
            frozenset(), frozenset(), Counter(f.code for f in faults if f.severity == "error")
        )
    judged = judge(plan, rule_book(), library(), rules)
    told = {
        outcome: frozenset(
            (f.rule, f.subject.kind, f.subject.key) for f in judged.findings if f.outcome == outcome
        )
        for outcome in ("fail", "unknown")
    }
    errors = Counter(f.code for f in (*faults, *judged.problems) if f.severity == "error")
    return Seen(told["fail"], told["unknown"], errors)


# ---- what was found

# For each family what was measured (59 rules, 312 mutants: 255 found) and the least share accepted, a mutant or two
# below it. A family says where the fault was put; a rule of any set may find it.
FLOORS: Mapping[str, tuple[float, float]] = {
    "agreement": (0.952, 0.92),  # 40 of 42
    "upper": (0.837, 0.80),  # 41 of 49
    "arithmetic": (0.827, 0.79),  # 43 of 52
    "progress": (0.932, 0.90),  # 41 of 44
    "range": (0.911, 0.88),  # 41 of 45
    "projects": (0.804, 0.77),  # 37 of 46
    "form": (0.912, 0.88),  # 31 of 34
}


@dataclass(frozen=True)
class Result:
    """A mutant with what found it; empty where nothing did, and then the rules that could no longer decide."""

    mutant: Mutant
    found_by: str
    undecided: str


@cache
def results() -> tuple[Result, ...]:
    clean = look(clean_text())
    found = []
    for mutant in mutants(clean_text()):
        seen = look(mutant.text)
        undecided = sorted({rule for rule, _, _ in seen.unknown - clean.unknown})
        found.append(Result(mutant, seen.beyond(clean), " ".join(undecided)))
    return tuple(found)


def shares() -> dict[str, float]:
    of = Counter(r.mutant.family for r in results())
    found = Counter(r.mutant.family for r in results() if r.found_by)
    return {family: found[family] / of[family] for family in FAMILIES}


def table() -> str:
    """Shares by family, then by kind with what is missed."""
    lines = [f"{'family':<12} found   of  share  undecided"]
    for family in FAMILIES:
        mine = [r for r in results() if r.mutant.family == family]
        found = sum(1 for r in mine if r.found_by)
        undecided = sum(1 for r in mine if not r.found_by and r.undecided)
        lines.append(
            f"{family:<12} {found:5} {len(mine):4}  {found / len(mine):.3f}  {undecided:9}"
        )
    missed = [r for r in results() if not r.found_by]
    lines += ["", f"missed {len(missed)} of {len(results())}:"]
    lines += [
        f"  {r.mutant}" + (f"  (undecided: {r.undecided})" if r.undecided else "") for r in missed
    ]
    return "\n".join(lines)


def test_the_clean_plan_is_clean() -> None:
    """Only binding indicators of the shipped national plans are missing from it, and nothing is wrong as input."""
    assert load_plan(Source("county.yaml", clean_text()))[1] == ()
    assert not library().diagnostics and not rule_book().diagnostics
    clean = look(clean_text())
    assert {rule for rule, _, _ in clean.fails} <= {"UPPER-ABSENT"}
    assert not clean.errors


def test_faults_are_found() -> None:
    report = table()
    sys.stdout.write(f"\n{report}\n")
    assert 200 <= len(results()) <= 320, report
    low = {f: share for f, share in shares().items() if share < FLOORS[f][1]}
    assert not low, f"below the floor: {low}\n{report}"


def test_the_same_faults_every_time() -> None:
    assert mutants(clean_text()) == mutants(clean_text())
    assert all(m.text != clean_text() for m in mutants(clean_text()))


def test_no_fault_no_finding() -> None:
    """What is written anew as it stood is not found: the comparison sees faults, not edits."""
    plan = clean_text()
    clean = look(plan)
    read = [s for s in sites(plan) if re.search(r"/(target|baseline|value|number|years)\b", s.path)]
    for site in read[::12]:
        again = edited(plan, site, site.text)
        assert not look(again).beyond(clean), site
    assert not look(f"{plan}\n# a remark\n").beyond(clean)


def test_without_rules_only_faults_of_input_are_found() -> None:
    """The measure is of the rules: an engine that judges nothing finds next to nothing."""
    clean = look(clean_text(), ())
    seen = [look(m.text, ()) for m in mutants(clean_text())]
    assert not any(s.fails or s.unknown for s in seen)
    found = [s.beyond(clean) for s in seen]
    assert sum(1 for f in found if f) <= len(found) * 0.05, found
