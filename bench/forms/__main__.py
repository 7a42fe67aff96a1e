"""`python -m bench.forms`: how many printed forms are read right, how many not, how many wrong; exit 1 if one is."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.forms.make import tables
from bench.forms.run import Tally, run
from checker.quantity.reason_texts import REASONS

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BEGIN, END = "<!-- forms: begin -->", "<!-- forms: end -->"


def figures(tally: Tally, seed: int) -> str:
    """Return what the page says of a run."""
    count, outcomes = sum(tally.outcomes.values()), tally.outcomes
    shares = {said: f"{tally.share(said):.2%}" for said in ("right", "unread", "wrong")}
    words = tables()
    sizes = {
        "个限定词": len(words["limits"]),
        "个动词": len(words["verbs"]),
        "个否定词": len(words["words"]["negations"]),
        "个比较词": len(words["comparators"]),
        "个后缀": len(words["suffixes"]),
        "个单位": len(words["units"]),
        "种数字写法": len(words["numerals"]) + len(words["shares"]),
    }
    lines = [
        f"{count:,} 种写法（`python -m bench.forms`，种子 {seed}），由下列各表均匀组合而成：",
        "、".join(f"{size} {of}" for of, size in sizes.items()) + "。",
        "",
        f"读对 {shares['right']}，未能读懂 {shares['unread']}，读错 {shares['wrong']}（{len(tally.wrong)} 种）。",
        "",
        "| 写法 | 读对 | 未能读懂 | 读错 |",
        "|---|---|---|---|",
    ]
    for family in sorted({family for family, _ in outcomes}):
        cells = (f"{outcomes[family, said]:,}" for said in ("right", "unread", "wrong"))
        lines.append(f"| {FAMILY_NAMES[family]} | {' | '.join(cells)} |")
    lines += ["", "未能读懂的原因："]
    lines += [
        f"- {REASONS[reason][0].format(detail='…')}：{number:,}（{number / count:.2%}）"
        for reason, number in sorted(tally.reasons.items(), key=lambda item: -item[1])
    ]
    return "\n".join(lines)


FAMILY_NAMES = {
    "limit": "限定词在前（不低于5%）",
    "negated limit": "否定的限定（不得超过5%）",
    "level": "定值（达到5%）",
    "suffix": "限定词在后（5%以上）",
    "change": "变化（比2020年下降5%）",
    "rate": "年均变化（年均增长5%）",
    "total": "累计（〔18〕、累计5万人）",
    "multiple": "倍数（达到2020年的1.2倍）",
    "held every year": "每年保持（每年保持在95%以上）",
    "ratio": "比（1∶1.28）",
    "unknown word": "有不认识的词，应当不读",
    "unit cut short": "单位只认得一半，应当不读",
    "undecided": "可作两种理解，应当不读",
    "expression": "计划中见过的64种写法",
}


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m bench.forms", description=__doc__)
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=2026)
    options.add_argument(
        "--write", action="store_true", help="put the figures into docs/reliability.md"
    )
    chosen = options.parse_args()
    tally = run(chosen.seed, chosen.count)
    text = figures(tally, chosen.seed)
    print(text)
    for form, reading in tally.wrong[:20]:
        print("WRONG", repr(form.text), form.column or "", reading)
    for form, unread in tally.unread[:20]:
        print("UNREAD", repr(form.text), form.column or "", unread.reason, unread.detail)
    if chosen.write:
        page = PAGE.read_text(encoding="utf-8")
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
