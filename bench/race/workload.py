"""The workload of the race: a deterministic set of county plans as columns. Knows no rule language and no rival.

N county plans under 34 city plans; each plan has 30 indicators (target, baseline, nature in the table and in
the prose), 20 institutions and 12 facts. About 3 % of what the rules ask is broken and 1 % of the values are
missing. The same seed gives the same plans on every machine. `save` writes a folder, `Tables` reads it part by
part, so that a rival loads only what it uses.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

SEED = 20260101
BROKEN, MISSING = 0.03, 0.01
CITIES, INSTITUTIONS, RULES = 34, 20, 60

# Names and units as the shipped vocabulary has them: ten where more is better, ten where less is, ten neither.
HIGHER = (
    ("每千常住人口执业（助理）医师数", "人"),
    ("每千常住人口注册护士数", "人"),
    ("每千常住人口药师（士）数", "人"),
    ("每千名儿童拥有儿科医师数", "人"),
    ("每千常住人口公共卫生人员数", "人"),
    ("每千常住人口重症床位数", "张"),
    ("每千常住人口康复床位数", "张"),
    ("每千常住人口精神科床位数", "张"),
    ("每千常住人口公立中医类医院床位数", "张"),
    ("每千常住人口拥有3岁以下婴幼儿托位数", "个"),
)
LOWER = (
    ("孕产妇死亡率", "/10万"),
    ("婴儿死亡率", "‰"),
    ("新生儿死亡率", "‰"),
    ("5岁以下儿童死亡率", "‰"),
    ("出生缺陷发生率", "‰"),
    ("重大慢性病过早死亡率", "%"),
    ("孕妇贫血率", "%"),
    ("5岁以下儿童贫血患病率", "%"),
    ("5岁以下儿童生长迟缓率", "%"),
    ("院内感染发生率", "%"),
)
NEITHER = (
    ("每千常住人口医疗卫生机构床位数", "张"),
    ("每千常住人口编制床位数", "张"),
    ("每千常住人口医院床位数", "张"),
    ("每千常住人口县级医疗卫生机构床位数", "张"),
    ("每千常住人口县办公立医院及基层医疗卫生机构床位数", "张"),
    ("每千常住人口乡镇卫生院床位数", "张"),
    ("人口出生率", "‰"),
    ("人口自然增长率", "‰"),
    ("成人每日平均睡眠时间", "小时"),
    ("65岁及以上人口占比", "%"),
)
INDICATORS = HIGHER + LOWER + NEITHER
FLOORS, CEILINGS = slice(0, len(HIGHER)), slice(len(HIGHER), len(HIGHER + LOWER))
RANGES = slice(len(HIGHER + LOWER), len(INDICATORS))

FACTS = {
    "doctors": ("执业（助理）医师数", "人"),
    "nurses": ("注册护士数", "人"),
    "pharmacists": ("药师（士）数", "人"),
    "staff": ("卫生技术人员数", "人"),
    "ratio": ("医护比", ""),
    "visits_hospital": ("医院诊疗人次数", "次"),
    "visits_primary": ("基层医疗卫生机构诊疗人次数", "次"),
    "visits": ("诊疗人次数", "次"),
    "beds": ("医疗卫生机构床位数", "张"),
    "general": ("全科医生数", "人"),
    "population": ("常住人口", "人"),
    "general_rate": ("每万常住人口全科医生数", "人"),
}
NATURES = ("预期性", "约束性")
LEVELS = ("县", "市", "省", "国家")

Array = npt.NDArray[Any]
Random = np.random.Generator


@dataclass(frozen=True)
class Tables:
    """One workload on disk: numpy arrays (plans × indicators, plans × institutions) and the same as Arrow tables."""

    folder: Path

    @cached_property
    def plans(self) -> int:
        return len(self.array("city"))

    def array(self, name: str) -> Array:
        """`lo`, `hi`, `base`, `nature`, `prose`, `city`, `inst_…`, `fact_…`, `upper_…`; -1 and NaN are missing."""
        return np.load(self.folder / f"{name}.npy")

    def table(self, name: str) -> pa.Table:
        """`targets`, `uppers`, `institutions` or `facts`, one row a record, missing values null."""
        import pyarrow.parquet as pq  # only for those who ask: it takes memory that numpy's rivals are not to bear

        return pq.read_table(self.folder / f"{name}.parquet")


def generate(plans: int, seed: int = SEED) -> dict[str, Array]:
    """Every column of the workload by name."""
    random = np.random.default_rng(seed)
    columns: dict[str, Array] = {"city": random.integers(0, CITIES, plans)}
    columns |= _uppers(random)
    columns |= _targets(random, columns)
    columns |= _institutions(random, plans)
    columns |= _facts(random, np.nansum(columns["inst_beds"], axis=1))
    _lose(random, columns)
    return columns


def _uppers(random: Random) -> dict[str, Array]:
    shape = (CITIES, len(INDICATORS))
    low = random.integers(300, 900, shape)
    high = low + random.integers(100, 300, shape)
    nature = (random.random(shape) < 0.4).astype(np.int8)
    return {"upper_lo": low / 100, "upper_hi": high / 100, "upper_nature": nature}


def _targets(random: Random, columns: dict[str, Array]) -> dict[str, Array]:
    """Targets are often the upper figure itself; a broken one lies beyond it, and a broken baseline beyond that."""
    city = columns["city"]
    upper_low = np.rint(columns["upper_lo"][city] * 100).astype(np.int64)
    upper_high = np.rint(columns["upper_hi"][city] * 100).astype(np.int64)
    shape = upper_low.shape
    broken, below = random.random(shape) < BROKEN, random.random(shape) < 0.5
    below[:, FLOORS], below[:, CEILINGS] = True, False
    step = random.integers(0, 8, shape) * 5
    low = np.where(broken & below, upper_low - 5 - step, upper_low + step)
    high = np.where(broken & ~below, upper_high + 5 + step, upper_high - step)
    worse, gap = random.random(shape) < BROKEN, random.integers(0, 60, shape)
    base = np.where(worse, low + 5 + gap, low - gap)
    base[:, CEILINGS] = np.where(worse, high - 5 - gap, high + gap)[:, CEILINGS]
    nature = np.where(random.random(shape) < 0.04, 0, columns["upper_nature"][city])
    nature = np.where(random.random(shape) < 0.1, 1, nature).astype(np.int8)
    prose = np.where(random.random(shape) < 0.05, 1, nature).astype(np.int8)
    return {
        "lo": low / 100,
        "hi": high / 100,
        "base": base / 100,
        "nature": nature,
        "prose": prose,
    }


def _institutions(random: Random, plans: int) -> dict[str, Array]:
    shape = (plans, INSTITUTIONS)
    beds, size = random.integers(40, 1100, shape).astype(float), random.random(shape)
    beds = np.where(size < 0.06, random.integers(1150, 1500, shape), beds)
    beds = np.where(size < 0.03, random.integers(1490, 2600, shape), beds)
    due = np.where(beds >= 1500, 3, np.where(beds > 1200, 2, random.integers(0, 4, shape)))
    level = np.where(random.random(shape) < 0.2, np.maximum(due - 1, 0), due)
    beds[random.random(shape) < 0.003] = np.nan
    return {
        "inst_tcm": random.random(shape) < 0.2,
        "inst_beds": beds,
        "inst_level": level.astype(np.int8),
        "inst_tcm_level": np.where(random.random(shape) < 0.8, 2, 0).astype(np.int8),
    }


def _facts(random: Random, beds: Array) -> dict[str, Array]:
    plans = len(beds)

    def amounts(low: int, high: int) -> Array:
        return random.integers(low, high, plans).astype(float)

    def broken(right: Array, by: float) -> Array:
        return np.where(random.random(plans) < BROKEN, right + by, right)

    doctors, pharmacists, population = amounts(500, 5000), amounts(50, 900), amounts(10**5, 10**6)
    nurses = np.round(doctors * random.uniform(1.0, 1.5, plans))
    hospital, primary = amounts(500, 9000), amounts(50, 3000)
    general = np.round(population * random.uniform(2, 4, plans) / 1e4)
    facts = {
        "doctors": doctors,
        "nurses": nurses,
        "pharmacists": pharmacists,
        "staff": broken(doctors + nurses + pharmacists, 11),
        "ratio": np.round(broken(np.round(nurses / doctors, 2), 0.08), 2),
        "visits_hospital": hospital,
        "visits_primary": primary,
        "visits": broken(hospital + primary, 3),
        "beds": broken(beds, 7),
        "general": general,
        "population": population,
        "general_rate": np.round(broken(np.round(general / population * 1e4, 2), 0.3), 2),
    }
    return {f"fact_{name}": facts[name] for name in FACTS}


def _lose(random: Random, columns: dict[str, Array]) -> None:
    """Blank what is missing, and the side of a bound that its target does not print."""
    for low, high, share in (("lo", "hi", MISSING), ("upper_lo", "upper_hi", MISSING / 2)):
        gone = random.random(columns[low].shape) < share
        columns[low][gone], columns[high][gone] = np.nan, np.nan
        columns[low][:, CEILINGS], columns[high][:, FLOORS] = np.nan, np.nan
    for name in ("base", *(f"fact_{fact}" for fact in FACTS)):
        columns[name][random.random(columns[name].shape) < MISSING] = np.nan
    for name in ("nature", "prose", "inst_level", "inst_tcm_level"):
        columns[name][random.random(columns[name].shape) < MISSING] = -1
    columns["upper_nature"][random.random(columns["upper_nature"].shape) < MISSING / 2] = -1


# ---- as Arrow tables


def arrow(columns: dict[str, Array]) -> dict[str, pa.Table]:
    """The columns as four tables of records, as one would hold them in a data frame or a database."""
    import pyarrow as pa

    plans, each = len(columns["city"]), len(INDICATORS)

    def numbers(name: str) -> pa.Array:
        return pa.array(np.ravel(columns[name]), from_pandas=True)

    def codes(name: str) -> pa.Array:
        flat = np.ravel(columns[name])
        return pa.array(flat, mask=flat < 0)

    def natures(name: str) -> pa.Array:
        return pa.DictionaryArray.from_arrays(codes(name), pa.array(NATURES))

    def owners(count: int) -> pa.Array:
        return pa.array(np.repeat(np.arange(plans, dtype=np.int32), count))

    def places(count: int, of: int) -> pa.Array:
        return pa.array(np.tile(np.arange(count, dtype=np.int8), of))

    city = columns["city"].astype(np.int8)
    targets = {
        "plan": owners(each),
        "ind": places(each, plans),
        "city": pa.array(np.repeat(city, each)),
        **{name: numbers(name) for name in ("base", "lo", "hi")},
        "nature": natures("nature"),
        "prose": natures("prose"),
    }
    uppers = {
        "city": pa.array(np.repeat(np.arange(CITIES, dtype=np.int8), each)),
        "ind": places(each, CITIES),
        "upper_lo": numbers("upper_lo"),
        "upper_hi": numbers("upper_hi"),
        "upper_nature": natures("upper_nature"),
    }
    kinds = np.ravel(columns["inst_tcm"]).astype(np.int8)
    institutions = {
        "plan": owners(INSTITUTIONS),
        "inst": places(INSTITUTIONS, plans),
        "kind": pa.DictionaryArray.from_arrays(pa.array(kinds), pa.array(["综合", "中医"])),
        "beds": numbers("inst_beds"),
        "level": codes("inst_level"),
        "tcm_level": codes("inst_tcm_level"),
    }
    facts = {"plan": owners(1), **{name: numbers(f"fact_{name}") for name in FACTS}}
    found = {
        "targets": targets,
        "uppers": uppers,
        "institutions": institutions,
        "facts": facts,
    }
    return {name: pa.table(table) for name, table in found.items()}


def save(plans: int, folder: Path) -> Tables:
    """The workload in a folder; a folder that already holds it is used as it is."""
    stamp = {"plans": plans, "seed": SEED, "version": 1}
    done = folder / "workload.json"
    if not done.is_file() or json.loads(done.read_text(encoding="utf-8")) != stamp:
        import pyarrow.parquet as pq

        folder.mkdir(parents=True, exist_ok=True)
        columns = generate(plans)
        for name, column in columns.items():
            np.save(folder / f"{name}.npy", column)
        for name, table in arrow(columns).items():
            pq.write_table(table, folder / f"{name}.parquet")
        done.write_text(json.dumps(stamp), encoding="utf-8")
    return Tables(folder)
