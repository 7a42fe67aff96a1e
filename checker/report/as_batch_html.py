"""The summary of a batch as one HTML file: tables by region and rule, the worst plans, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from checker.messages import message
from checker.report.as_html import render_template
from checker.report.batch import COLUMNS, Summary, Tally
from checker.report.coverage import coverage_text
from checker.report.wording import waiver_lines, words_text

TEMPLATE = Path(__file__).with_name("batch.html.j2")


def render(summary: Summary) -> str:
    """Return the summary as an HTML page. Equal summaries give equal bytes."""
    return render_template(
        TEMPLATE, summary.language, s=summary, columns=COLUMNS,
        regions=list(_regions(summary)), rules=list(_rules(summary)),
        families=[(name, title, t.row) for name, (title, t) in summary.families.items()],
        waivers=waiver_lines(summary.waivers, summary.language),
        coverage=coverage_text(summary.coverage, summary.provenance, summary.language),
    )  # fmt: skip


RegionRow = tuple[str, str, str, int, tuple[int, ...]]


def _regions(summary: Summary) -> Iterator[RegionRow]:
    """Yield one row per city: province, city, code, number of plans, counts."""
    for province, cities in summary.regions.items():
        for city, tally in cities.items():
            name = (
                city.name
                if city != province
                else message("batch-province-itself", summary.language)
            )
            yield province.name or province.code, name, city.code, tally.plans, tally.row


def _rules(summary: Summary) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield one row per rule that judged something: code, title, counts. Most errors first, then most warnings."""
    met = {code: t for code, t in summary.by_rule.items() if t.judged}
    for code in sorted(met, key=lambda code: _rank(met[code])):
        yield code, words_text(summary.rules[code].title, summary.language), met[code].row


def _rank(tally: Tally) -> tuple[int, ...]:
    return tuple(-number for number in tally.row[:4])
