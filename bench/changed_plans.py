"""Plans that nobody has seen: the shipped five with every printed figure and every name of their works changed.

    .venv/bin/python bench/changed_plans.py FOLDER --plans 200 --seed 1

Within a plan equal figures change alike, shares by one factor and all else by another, so that sums, comparisons and
agreements mostly come out as they did. A new name of an institution or a project stands wherever the plan uses the old
one. Where three things are announced, now four are, and an item is added. Years, places and layout stay. The same seed
gives the same bytes.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache, partial
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = tuple(sorted((ROOT / "plans").glob("*.yaml")))

FIGURE_KEYS = {
    "indicators": {"baseline", "target"},
    "statements": {"baseline", "target"},
    "facts": {"value", "change"},
    "institutions": {"present_beds", "planned_beds"},
    "projects": {
        "beds", "new_beds", "site_area", "floor_area", "above_ground", "below_ground", "storeys_above",
        "storeys_below", "repeats", "total_investment", "period_investment", "stated_investment", "costs", "remark",
    },
}  # fmt: skip
"""The keys under which the entries of a section print figures."""

NAMING_SECTIONS = ("institutions", "projects", "enumerations", "tasks", "mentions")
"""The sections whose texts may speak of an institution or a project."""

TOKEN = re.compile(
    r"(?:19|20)\d\d(?=年|[-—～])|[/／]\d+|1[:：∶](?=\d)"  # a year, what is counted per, the 1 of a ratio: they stay
    r"|(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)(?P<share>\s*[%％])?(?P<counted>[年层])?"
    r"|(?P<numeral>[零一二两双三四五六七八九])(?=[层所年小倍人个]|\W*$)"
)
NUMERALS = "零一二三四五六七八九十"
COUNT = re.compile(rf"\d+|[{NUMERALS}两双]")
RATE = re.compile(r"[率比]|每[千万百十]|人均|寿命|[/／‰]")
TYPE = re.compile(
    r"(人民|中医|中心|儿童|康复|专科)?医院|中医院|(中心)?卫生院|妇幼保健\w*|社区卫生服务中心|\w{2}(预防)?控制中心|(中心)?血站|中心|院|站"
)
"""How the name of an institution goes on from where a word can be put into it."""
FIRSTS = "安平宁和永康福泰长庆顺兴昌隆新清明东西南北文武德仁义礼信诚忠孝嘉瑞祥云锦华"
SECONDS = "山水江湖河桥亭岭原溪泉源林田塘湾洲坪坝岗城里坊关口陵川谷峰"

Edit = tuple[int, int, str]
"""The first and last offset of a passage, and what stands there instead."""


class Changes:
    """What becomes of the figures and names of one plan."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.share = Decimal(rng.randrange(8600, 9950)) / 10_000
        self.factor = Decimal(rng.randrange(10_200, 11_800)) / 10_000
        self.numbers: dict[tuple[str, str], str] = {}
        self.names: dict[str, str] = {}
        self.longest_first: list[str] = []

    def rename(self, institutions: Iterable[str], projects: Iterable[str]) -> None:
        """Give every institution and project a name of its own."""
        for name in sorted(institutions):
            start = min((match.start() for match in TYPE.finditer(name)), default=0)
            self.names[name] = f"{name[:start]}{self._word()}{name[start:]}"
        self.longest_first = sorted(self.names, key=len, reverse=True)
        for name in sorted(set(projects) - self.names.keys()):
            self.names[name] = self._word() + self.named(name)
        self.longest_first = sorted(self.names, key=len, reverse=True)

    def named(self, text: str) -> str:
        """Return the text with the new names in it."""
        for old in self.longest_first:
            if old in text:
                names = "|".join(map(re.escape, self.longest_first))
                return re.sub(names, lambda match: self.names[match[0]], text)
        return text

    def figures(self, subject: str, text: str) -> str:
        """Return the text with new figures and names. `subject`: name and unit of what the figures are of."""

        def replace(match: re.Match[str]) -> str:
            if match["numeral"]:
                return _one_more(match[0])
            if not match["number"]:
                return match[0]
            if match["counted"]:
                kind = "count"
            elif match["share"] or "%" in subject:
                kind = "share"
            else:
                kind = "rate" if RATE.search(subject) else "count"
            return self._number(match["number"], kind) + match[0].removeprefix(match["number"])

        return self.named(TOKEN.sub(replace, text))

    def _number(self, printed: str, kind: str) -> str:
        if (kind, printed) not in self.numbers:
            old = Decimal(printed.replace(",", ""))
            factor = self.share if kind == "share" else self.factor
            decimals = max(len(printed.partition(".")[2]), 0 if kind == "count" else 2)
            step = Decimal(1).scaleb(-decimals)
            new = (old * factor).quantize(step, ROUND_FLOOR if factor < 1 else ROUND_CEILING)
            if new == old:
                new += step
            self.numbers[kind, printed] = f"{new:,}" if "," in printed else str(new)
        return self.numbers[kind, printed]

    def _word(self) -> str:
        return self.rng.choice(FIRSTS) + self.rng.choice(SECONDS)


def change(path: Path, seed: str) -> str:
    """Return the text of the plan at `path`, changed as the seed says."""
    text, sections = _read(path)
    changes = Changes(random.Random(seed))
    changes.rename(
        _texts(sections["institutions"], "name")
        | _texts(sections["projects"], "owner", "institution"),
        _texts(sections["projects"], "name"),
    )
    pieces, end = [], 0
    for start, stop, new in sorted(
        edit for name in sections for edit in _edits(name, sections[name], text, changes)
    ):
        pieces += [text[end:start], new]
        end = stop
    return "".join([*pieces, text[end:]])


def write(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """Write so many plans, made of the shipped ones in turn; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        shipped = SHIPPED[number % len(SHIPPED)]
        path = folder / f"{shipped.stem}-{number:05}.yaml"
        path.write_text(change(shipped, f"{seed}/{number}"), encoding="utf-8", newline="\n")
        paths.append(path)
    return paths


# ---- the document


Fields = dict[str, yaml.Node]


@cache
def _read(path: Path) -> tuple[str, dict[str, list[Fields]]]:
    """The text of a plan, and the entries of its sections as nodes that know their places."""
    text = path.read_text(encoding="utf-8")
    document = yaml.compose(text, yaml.SafeLoader)
    sections = {
        key.value: [{name.value: node for name, node in entry.value} for entry in section.value]
        for key, section in document.value
        if isinstance(section, yaml.SequenceNode)
    }
    return text, sections


def _texts(entries: list[Fields], *keys: str) -> set[str]:
    return {entry[key].value for entry in entries for key in keys if key in entry}


def _leaves(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """The texts in a node, but for keys and for names of its parts."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _leaves(inner)
    else:
        for key, inner in node.value:
            if key.value != "name":
                yield from _leaves(inner)


def _edits(section: str, entries: list[Fields], text: str, changes: Changes) -> Iterator[Edit]:
    for entry in entries:
        subject = " ".join(
            entry[key].value for key in ("name", "indicator", "unit") if key in entry
        )
        for key, node in entry.items():
            if key in FIGURE_KEYS.get(section, ()):
                yield from _replace(node, text, partial(changes.figures, subject))
            elif section in NAMING_SECTIONS and key != "at":
                yield from _replace(node, text, changes.named)
            if key == "items" and "announced" in entry:
                yield from _replace(
                    entry["announced"],
                    text,
                    lambda old: COUNT.sub(lambda m: _one_more(m[0]), old, 1),
                )
                last = node.value[-1].end_mark.index
                yield (
                    last,
                    last,
                    ", 另一项" if node.flow_style else f"\n{' ' * node.start_mark.column}- 另一项",
                )


def _replace(node: yaml.Node, text: str, replace: Callable[[str], str]) -> Iterator[Edit]:
    for leaf in _leaves(node):
        start, stop = leaf.start_mark.index, leaf.end_mark.index
        if (new := replace(text[start:stop])) != text[start:stop]:
            yield start, stop, new


def _one_more(count: str) -> str:
    """Return the number after `count`, written as it is."""
    if count.isascii():
        return str(int(count) + 1)
    return NUMERALS[NUMERALS.index({"两": "二", "双": "二"}.get(count, count)) + 1]


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Write plans that nobody has seen; see bench/README.md."
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    paths = write(options.folder, options.plans, options.seed)
    size = sum(path.stat().st_size for path in paths)
    print(f"{len(paths)} plans, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
