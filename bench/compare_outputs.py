"""Two builds say the same: every command and format, in both languages, with an empty cache and with a full one.

    .venv/bin/python bench/compare_outputs.py --base 59e0ec6

The base is a commit, or a checkout with its `.venv`. A line a case, with its exit code; ours is 1 where any differs.
The builds run at places whose names are equally long, so that lines break alike; then one name is written for both. Two
files may differ: `batch -o findings:FILE.csv` and `.parquet` are held to what the new build's `check --format csv`
says, finding by finding.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import re
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench import builds, changed_plans  # noqa: E402

FILES = {
    "text": "txt", "html": "html", "json": "json", "jsonl": "jsonl", "summary": "summary.txt", "markdown": "md",
    "csv": "csv", "sarif": "sarif", "junit": "xml", "github": "github.txt", "gitlab": "gitlab.json", "xlsx": "xlsx",
    "docx": "docx",
}  # fmt: skip
BINARY = ("xlsx", "docx")
BATCH_FILES = ("text:b.txt", "html:b.html", "jsonl:b.jsonl", "csv:b.csv", "parquet:b.parquet")
FINDING_FILES = ("findings:f.jsonl", "findings:f.csv", "findings:f.parquet")
LANGUAGES = ("zh", "en")
DAY = "2026-11-22"
CODES = (
    "AGREE", "ARITH", "FILING", "FORM", "HEALTH", "MANUAL", "PLACE", "PROGRESS", "PROJECT", "RANGE", "SCALE", "UPPER",
)  # fmt: skip
"""The beginnings of the codes of all shipped rules but those of one region."""

WAIVERS = """\
waivers:
  - {rule: UPPER-LOOSER, region: "450700", indicator: 人均预期寿命, reason: 另有安排, basis: 市政发〔2026〕1号,
     approver: 市政府, expires: 2027-12-31}
"""
SETTINGS = 'fail-on = "warning"\nignore = ["MANUAL"]\n[parameters]\n"报省备案床位" = "1000张"\n'


@dataclass(frozen=True)
class Case:
    """A command, the files that it writes, and what it reads from standard input."""

    name: str
    arguments: tuple[str, ...]
    files: tuple[str, ...] = ()
    stdin: str = ""
    edits: bool = False
    """Whether it changes a file that is there, which is that of a case before it."""


@dataclass
class Side:
    """One build at its place, with inputs of its own."""

    folder: Path
    build: builds.Build
    caches: int = field(default=0)

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def outputs(self, case: Case, cache: Path) -> dict[str, bytes]:
        """Run a case; what it printed and wrote, by name."""
        if not case.edits:
            for name in case.files:
                (self.work / name).unlink(missing_ok=True)
        run = self.build.run(["-m", "checker", *case.arguments], cache, self.work, stdin=case.stdin)
        outputs = {"exit code": str(run.code).encode(), "stdout": run.out, "stderr": run.err}
        for name in case.files:
            file = self.work / name
            outputs[name] = file.read_bytes() if file.exists() else b"(not written)"
        return {
            name: content.replace(self.folder.name.encode(), b"side")
            for name, content in outputs.items()
        }


def cases(language: str, plans: list[str], made: list[str]) -> Iterator[Case]:
    """Every case of a language, checks of one plan first."""
    common = ("--lang", language, "--today", DAY)
    unasked = ("--lang", language)
    never = ("--fail-on", "never")
    every = [word for form, suffix in FILES.items() for word in ("-o", f"{form}:o.{suffix}")]
    written = tuple(f"o.{suffix}" for suffix in FILES.values())
    for plan in plans:
        stem = Path(plan).stem
        changed = next(path for path in made if Path(path).stem.startswith(stem))
        yield Case(f"check {stem}", ("check", plan, *common, *every), written)
        yield Case(f"check -v {stem}", ("check", plan, "-v", "--explain-chain", *common))
        yield Case(f"check -q {stem}", ("check", plan, "-q", *common))
        yield Case(f"show {stem}", ("show", plan, *unasked))
        yield Case(f"explain {stem}", ("explain", *CODES, plan, *unasked))
        yield Case(
            f"explain --all {stem}",
            ("explain", "UPPER-LOOSER", plan, "--all", "--format", "json", *unasked),
        )
        yield Case(
            f"baseline create {stem}",
            ("baseline", "create", plan, "-o", f"{stem}.json", *common),
            (f"{stem}.json",),
        )
        yield Case(
            f"baseline check {stem}",
            ("baseline", "check", changed, "--baseline", f"{stem}.json", *common),
        )
        yield Case(
            f"baseline prune {stem}",
            ("baseline", "prune", changed, "--baseline", f"{stem}.json", *common),
            (f"{stem}.json",),
            edits=True,
        )
        for form in ("text", "json", "markdown"):
            yield Case(
                f"diff {stem}, {form}", ("diff", plan, changed, "--format", form, *unasked, *never)
            )
    for form in FILES:
        to = ("-o", f"{form}:s.bin") if form in BINARY else ("--format", form)
        yield Case(
            f"check all, {form}",
            ("check", "plans", *to, *common),
            ("s.bin",) if form in BINARY else (),
        )
    yield Case(
        "check stdin",
        ("check", "-", "--stdin-filename", plans[0], *common),
        stdin=(ROOT / plans[0]).read_text(),
    )
    yield Case(
        "check --select",
        ("check", "plans", "--select", "AGREE,UPPER", "--ignore", "UPPER-LOOSER", *common),
    )
    yield Case(
        "check --waivers", ("check", "plans", "--waivers", "w.yaml", "-v", *common, *every), written
    )
    yield Case("check --config", ("check", "plans", "--config", "c.toml", *common))
    yield Case(
        "check --upper", ("check", made[3], "--upper", "plans/upper", "--explain-chain", *common)
    )
    yield Case(
        "check, a fault",
        ("check", "faulty.yaml", "plans", *common, "-o", "json:o.json"),
        ("o.json",),
    )
    yield Case("check, nothing there", ("check", "nowhere.yaml", *common))
    yield Case("check, no such format", ("check", plans[0], "--format", "texd", *common))
    for form in ("text", "md", "json"):
        yield Case(f"rules, {form}", ("rules", "--format", form, *unasked))
    yield Case("explain", ("explain", *CODES, *unasked))
    yield Case("explain, json", ("explain", "UPPER-LOOSER", "--format", "json", *unasked))
    yield Case("explain, no such code", ("explain", "UPPER-LOSER", *unasked))
    yield Case("config", ("config", "--config", "c.toml", *unasked))
    yield Case("export", ("export", "plans", "-o", "r.jsonl", *unasked), ("r.jsonl",))
    yield Case(
        "export, parquet", ("export", "plans", "made", "-o", "r.parquet", *unasked), ("r.parquet",)
    )
    yield from batches(("plans", "made"), common, never)


def batches(
    folders: tuple[str, ...], common: tuple[str, ...], never: tuple[str, ...]
) -> Iterator[Case]:
    """The cases of many plans. The summary alone comes last: it explains no finding, so what it leaves in the cache
    does not serve the outputs of this build, while what they leave serves the summary of both.
    """
    for count in ("1", "2"):
        outputs = (*BATCH_FILES, *FINDING_FILES)
        words = [word for output in outputs for word in ("-o", output)]
        files = tuple(output.partition(":")[2] for output in outputs)
        yield Case(
            f"batch, {count} processes",
            ("batch", *folders, "--jobs", count, *words, *common, *never),
            files,
        )
    yield Case("batch", ("batch", *folders, *common))
    yield Case("batch --no-cache", ("batch", *folders, "--no-cache", "--jobs", "1", *common))
    yield Case(
        "batch --waivers",
        ("batch", *folders, "--waivers", "w.yaml", "-v", "-o", "jsonl:b.jsonl", *common),
        ("b.jsonl",),
    )
    yield Case(
        "batch --select",
        ("batch", *folders, "--select", "UPPER", "-o", "csv:b.csv", *common),
        ("b.csv",),
    )
    yield Case(
        "batch, a registry", ("batch", "r.parquet", "-o", "jsonl:b.jsonl", *common), ("b.jsonl",)
    )
    yield Case(
        "batch, a fault",
        ("batch", "plans", "faulty.yaml", "-o", "jsonl:b.jsonl", *common),
        ("b.jsonl",),
    )


# ---- equal or not


def difference(case: Case, old: Mapping[str, bytes], new: Mapping[str, bytes], check: bytes) -> str:
    """What differs, in a few lines; empty where nothing does. `check`: what the new build's check gives as CSV."""
    for name, before in old.items():
        after = new[name]
        if name in ("f.csv", "f.parquet"):
            if fault := _findings_differ(name, before, after, check):
                return f"{name}: {fault}"
        elif before == after:
            continue
        elif name.endswith((".xlsx", ".docx")) or name == "s.bin":
            if fault := _archives_differ(before, after):
                return f"{name}: {fault}"
        elif name.endswith(".parquet"):
            if _table(before) != _table(after):
                return f"{name}: the tables differ"
        else:
            return f"{name}: {_first_difference(before, after)}"
    return ""


def _first_difference(before: bytes, after: bytes) -> str:
    lines = (content.decode("utf-8", "replace").splitlines() for content in (before, after))
    changed = (
        line[:300]
        for line in difflib.unified_diff(*lines, lineterm="", n=0)
        if not line.startswith(("---", "+++"))
    )
    return "\n      ".join(["", *(line for line, _ in zip(changed, range(6), strict=False))])


def _archives_differ(before: bytes, after: bytes) -> str:
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, after))
    if old.namelist() != new.namelist():
        return "the archives hold other files"
    for name in old.namelist():
        if old.read(name) != new.read(name):
            return f"{name}: {_first_difference(old.read(name), new.read(name))}"
    return ""


def _table(content: bytes) -> object:
    """A Parquet file as values: its rows, and the types and the metadata that it states."""
    import pyarrow.parquet as parquet

    table = parquet.read_table(io.BytesIO(content))
    metadata = {
        key: value for key, value in (table.schema.metadata or {}).items() if key != b"ARROW:schema"
    }
    return str(table.schema.remove_metadata()), metadata, table.to_pylist()


def _findings_differ(name: str, before: bytes, after: bytes, check: bytes) -> str:
    """The same findings as before in the same order, each said as `check --format csv` says it."""
    old, new = (_rows(content, name) for content in (before, after))
    said = _rows(check, "csv")
    if [list(row.values())[-1] for row in old] != [list(row.values())[-1] for row in new]:
        return "not the findings of before, by their fingerprints"
    if not new:
        return ""
    shared = _shared(name, list(new[0]), list(said[0]))
    known = Counter(tuple(row[there] for _, there in shared) for row in said)
    for row in new:
        values = tuple(str("" if row[here] is None else row[here]) for here, _ in shared)
        if not known[values]:
            return f"check --format csv has no such row: {values}"
        known[values] -= 1
    return ""


def _rows(content: bytes, name: str) -> list[dict[str, str]]:
    if name.endswith("parquet"):
        import pyarrow.parquet as parquet

        return list(parquet.read_table(io.BytesIO(content)).to_pylist())
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


CHECK_COLUMNS = (
    "plan", "file", "line", "column", "outcome", "severity", "rule", "title", "subject", "message", "evidence",
    "formula", "gap", "basis", "remedy", "fingerprint",
)  # fmt: skip
CODED = ("outcome", "severity")
"""Columns that are words in CSV and codes in Parquet."""


def _shared(name: str, here: list[str], there: list[str]) -> list[tuple[str, str]]:
    """The columns that both have, under both names: headings of CSV are in the language, those of Parquet are not."""
    if name.endswith(".csv"):
        return [(column, column) for column in here if column in there]
    heading = dict(zip(CHECK_COLUMNS, there, strict=True))
    return [
        (column, heading[column]) for column in here if column in heading and column not in CODED
    ]


# ---- both sides


def sides(base: builds.Build, new: builds.Build, folder: Path) -> tuple[Side, Side]:
    """Both builds at places with equally long names, each with the same inputs."""
    found = []
    for name, build in (("side-a", base), ("side-b", new)):
        place = folder / name
        side = Side(place, build.copied(place / "build"))
        shutil.copytree(ROOT / "plans", side.work / "plans")
        changed_plans.write(side.work / "made", 10)
        faulty = (
            (ROOT / "plans/luzhai.yaml")
            .read_text(encoding="utf-8")
            .replace("nature: 指导性", "natur: 指导性", 1)
        )
        (side.work / "faulty.yaml").write_text(faulty, encoding="utf-8")
        (side.work / "w.yaml").write_text(WAIVERS, encoding="utf-8")
        (side.work / "c.toml").write_text(SETTINGS, encoding="utf-8")
        found.append(side)
    return found[0], found[1]


def compare(
    old: Side,
    new: Side,
    chosen: re.Pattern[str],
    languages: tuple[str, ...],
    passes: tuple[str, ...],
) -> int:
    """Run every chosen case on both sides at once, and print a line each; the number of those that differ."""
    plans = [f"plans/{path.name}" for path in changed_plans.SHIPPED]
    made = [f"made/{path.name}" for path in sorted((new.work / "made").iterdir())]
    count = wrong = 0
    with ThreadPoolExecutor(2) as pool:
        for cached in passes:
            for language in languages:
                check = new.build.run(
                    ["-m", "checker", "check", "plans", "made", "--format", "csv", "--lang", language, "--today", DAY],
                    new.folder / "cache", new.work,
                ).out  # fmt: skip
                for case in cases(language, plans, made):
                    if not chosen.search(case.name):
                        continue
                    outputs = list(pool.map(lambda side: _outputs(side, case, cached), (old, new)))  # noqa: B023
                    fault = difference(case, *outputs, check)
                    count, wrong = count + 1, wrong + bool(fault)
                    state = "DIFFERS" if fault else "same"
                    code = outputs[1]["exit code"].decode()
                    print(f"{state:7} {cached} {language} {code}  {case.name}  {fault}", flush=True)
    print(f"{count} cases, {wrong} differ")
    return wrong if count else 1


def _outputs(side: Side, case: Case, cached: str) -> dict[str, bytes]:
    """Run a case with the cache that all runs fill, or with an empty one, which is thrown away."""
    if cached == "warm":
        return side.outputs(case, side.folder / "cache")
    empty = side.folder / "empty"
    try:
        return side.outputs(case, empty)
    finally:
        shutil.rmtree(empty, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Whether two builds say the same; see bench/README.md."
    )
    parser.add_argument("--base", default=builds.BASE, help="a commit, or a checkout with a .venv")
    parser.add_argument(
        "--new", type=Path, default=ROOT, help="the checkout that is compared with it"
    )
    parser.add_argument(
        "--only",
        type=re.compile,
        default=re.compile(""),
        help="cases whose names match this pattern",
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="one language only")
    parser.add_argument(
        "--pass",
        dest="cached",
        choices=("cold", "warm"),
        help="with an empty cache only, or a full one",
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with builds.of(options.base, folder / "base") as base:
            pair = sides(base, builds.at(options.new), folder)
            languages = (options.lang,) if options.lang else LANGUAGES
            passes = (options.cached,) if options.cached else ("cold", "warm")
            return 1 if compare(*pair, options.only, languages, passes) else 0


if __name__ == "__main__":
    sys.exit(main())
