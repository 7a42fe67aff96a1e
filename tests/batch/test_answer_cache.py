"""Nothing is judged twice, and what was kept never shows: every run says what one without a cache says, byte for byte."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from checker.batch import chunks, local, worker
from checker.batch.answers import answers_key
from checker.batch.chunks import Chunk
from checker.batch.job import Explain, Job, PreparedJob, prepare
from checker.batch.plan_files import read_plans
from checker.batch.results import PlanResult, to_json
from checker.batch.run import run_batch
from checker.cache import Store
from checker.plan.library import read_upper_sources
from checker.semantics.rule_book import RuleSources, load_rules, read_rule_sources
from checker.source import Source
from tests.batch.small import PLANS, county, write

COUNT = 8
RULES = (PLANS / "rules/test.rules").read_text(encoding="utf-8")
MORE = """
规则 TEST-MORE “目标应当有名称”
严重程度：提示
对每个：目标 t
要求：t.名称 等于 “别的”
理由：“试验”
"""


class Batch:
    """A folder of plans with its rules, vocabulary and plans above, judged again and again with one cache."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kept = folder, folder / "kept"
        (folder / "plans").mkdir(parents=True)
        write(folder / "plans", COUNT)
        self.terms = read_rule_sources().vocabulary
        self.upper, _ = read_upper_sources([PLANS / "upper"])
        self.rules = RULES
        self.explain: Explain = "fail"
        self.ignored: set[str] = set()

    @property
    def files(self) -> list[str]:
        return [str(file) for file in sorted((self.folder / "plans").glob("*.yaml"))]

    def job(self, cache_dir: str) -> Job:
        rules = (Source("test.rules", self.rules),)
        book = load_rules(RuleSources(self.terms, rules))
        assert not book.diagnostics
        codes = tuple(rule.code for rule in book.rules if rule.code not in self.ignored)
        return Job(self.terms, rules, self.upper, codes, self.explain, "zh", cache_dir)

    def run(self, is_kept: bool) -> tuple[bytes, list[tuple[int, tuple[str, ...] | None]]]:
        """The records as bytes; what was asked: how many plans, about which rules (None: about everything)."""
        asked: list[tuple[int, tuple[str, ...] | None]] = []

        def engine(
            prepared: PreparedJob, pieces: Iterable[Chunk], workers: int
        ) -> Iterator[tuple[int, list[PlanResult]]]:
            for chunk in pieces:
                counted = Counter(item.codes for item in chunk.items)
                asked.extend((count, codes) for codes, count in counted.items())
                yield from local.run(prepared, [chunk], 1)

        entries = partial(read_plans, self.files)
        store = Store(self.kept if is_kept else None)
        prepared = prepare(self.job(str(self.kept) if is_kept else ""))
        found = "".join(map(to_json, run_batch(prepared, entries, engine, 1, store)))
        return found.encode("utf-8"), asked

    def again(self) -> list[tuple[int, tuple[str, ...] | None]]:
        """What a run with the cache asks, which must say what one without says."""
        found, asked = self.run(is_kept=True)
        expected, _ = self.run(is_kept=False)
        assert found == expected
        return asked


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "checker.batch.run.split_into_chunks",
        lambda found, min_size: chunks.split_into_chunks(found, size=4),
    )


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    found = Batch(tmp_path)
    assert found.again() == [(4, None), (4, None)]
    return found


def test_nothing_changed(batch: Batch) -> None:
    assert batch.again() == []


def test_a_changed_rule_is_asked_about_alone(batch: Batch) -> None:
    batch.rules = RULES.replace("错误", "警告", 1)
    assert batch.rules != RULES
    assert batch.again() == [(4, ("TEST-UPPER",))] * 2


def test_a_new_rule_is_asked_about_alone(batch: Batch) -> None:
    batch.rules = RULES.rstrip() + "\n" + MORE
    assert batch.again() == [(4, ("TEST-MORE",))] * 2
    assert batch.again() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "规则集 甲\n适用：规划.层级 等于 县\n参数 倍数 = 4 “某文件”\n",
        "规则集 乙\n\n规则 B-A “错”\n严重程度：提示\n理由：“例”\n要求：没有这个词\n",
    ],
)
def test_files_without_a_rule_have_answers_as_well(batch: Batch, text: str) -> None:
    job = batch.job("")
    more = Source("more.rules", text)
    prepared = prepare(replace(job, rules=(*job.rules, more)))
    assert answers_key(prepared).rules == answers_key(prepare(job)).rules


def test_a_rule_not_asked_for_and_asked_for_again_is_not_judged_again(batch: Batch) -> None:
    batch.ignored = {"TEST-UPPER"}
    assert batch.again() == []
    batch.ignored = set()
    assert batch.again() == []


def test_a_changed_plan_is_asked_about_alone(batch: Batch) -> None:
    Path(batch.files[2]).write_text(county(99), encoding="utf-8")
    assert batch.again() == [(1, None)]


def test_a_plan_that_is_added_leaves_the_others_of_its_chunk_as_they_are(batch: Batch) -> None:
    (batch.folder / "plans/plan-007b.yaml").write_text(county(98), encoding="utf-8")
    assert batch.again() == [(1, None)]


def test_a_plan_that_was_changed_and_is_as_before_is_known(batch: Batch) -> None:
    Path(batch.files[2]).write_text(county(99), encoding="utf-8")
    batch.again()
    Path(batch.files[2]).write_text(county(2), encoding="utf-8")
    assert batch.again() == []


def test_another_plan_above_or_vocabulary_changes_everything(batch: Batch) -> None:
    everything = [(4, None), (4, None)]
    first, *rest = batch.upper
    batch.upper = (Source(first.name, first.text + "\n# changed\n"), *rest)
    assert batch.again() == everything
    first, *rest = batch.terms
    batch.terms = (Source(first.name, first.text + "\n# changed\n"), *rest)
    assert batch.again() == everything


def test_a_changed_rule_reads_no_plan_when_nothing_is_told(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns are enough: plans are wanted only for the findings that are explained."""
    batch.explain = "none"
    batch.again()

    def unwanted(*given: object) -> None:
        raise AssertionError("a plan was read")

    monkeypatch.setattr(worker, "load_plan", unwanted)
    batch.rules = RULES.replace("错误", "警告", 1)
    _, asked = batch.run(is_kept=True)
    assert asked == [(4, ("TEST-UPPER",))] * 2


def test_answers_with_explanations_serve_a_run_without_and_never_the_other_way(
    batch: Batch,
) -> None:
    explained, _ = batch.run(is_kept=True)
    batch.explain = "none"
    _, asked = batch.run(is_kept=True)
    assert asked == []
    batch.rules = RULES.replace("错误", "警告", 1)
    counted, asked = batch.run(is_kept=True)
    assert asked == [(4, ("TEST-UPPER",))] * 2
    batch.explain = "fail"
    batch.again()
    batch.rules = RULES
    assert batch.run(is_kept=True)[0] == explained != counted


# ---- what lies in the cache may be anything

CHANGES = ("rule", "rule-order", "rule-gone", "plan", "plan-gone", "upper", "explain", "")
HARM = ("flip", "cut", "empty", "swap", "remove", "")


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from(CHANGES), st.sampled_from(HARM), st.integers(0, 10**6)), max_size=5))  # fmt: skip
def test_whatever_changes_and_whatever_becomes_of_the_cache(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, int]]
) -> None:
    batch = Batch(tmp_path_factory.mktemp("batch") / "b")
    batch.again()
    for change, harm, seed in steps:
        changed(batch, change, seed)
        harmed(batch.kept, harm, random.Random(seed))
        batch.again()
    shutil.rmtree(batch.folder)


def changed(batch: Batch, change: str, seed: int) -> None:
    file = Path(batch.files[seed % len(batch.files)])
    match change:
        case "rule":
            batch.rules = batch.rules.replace("严重程度：", "严重程度：" + " " * (seed % 3), 1)
        case "rule-order":
            head, *rules = batch.rules.split("\n规则 ")
            batch.rules = "\n规则 ".join([head, *(r.rstrip() + "\n" for r in reversed(rules))])
        case "rule-gone":
            batch.ignored ^= {("TEST-UPPER", "TEST-FACTS")[seed % 2]}
            if len(batch.ignored) == 2:
                batch.ignored = set()
        case "plan":
            file.write_text(county(seed), encoding="utf-8")
        case "plan-gone" if len(batch.files) > 2:
            file.unlink()
        case "upper":
            first, *rest = batch.upper
            batch.upper = (Source(first.name, first.text + f"\n# {seed}\n"), *rest)
        case "explain":
            batch.explain = (("fail", "all", "none") * 2)[seed % 3]  # type: ignore[assignment]
        case _:
            pass


def harmed(kept: Path, harm: str, chance: random.Random) -> None:
    """Some of what is kept, damaged."""
    files = sorted(file for file in kept.rglob("*") if file.is_file())
    for file in chance.sample(files, min(3, len(files))):
        data = bytearray(file.read_bytes())
        match harm:
            case "flip" if data:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
                file.write_bytes(data)
            case "cut" if data:
                file.write_bytes(data[: chance.randrange(len(data))])
            case "empty":
                file.write_bytes(b"")
            case "swap":
                file.write_bytes(chance.choice(files).read_bytes())
            case "remove":
                file.unlink()
            case _:
                pass
