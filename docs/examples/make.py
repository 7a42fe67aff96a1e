"""Make luzhai.docx: the table of indicators of plans/luzhai.yaml and four of its figures as a Word draft.

python docs/examples/make.py

The figures are those of plans/luzhai.yaml, with their places there; the sentences around them are ours.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.extract.drafting import Wording, word_draft  # noqa: E402

SENTENCES = (
    "本规划以2020年为基期，规划期为2021—2025年。",
    "2020年，全县卫生技术人员2133人。",
    "到2025年，每千常住人口注册护士数达到4.5人，居民健康素养水平达到25%。",
)


def main() -> None:
    """Write the file beside this one."""
    plan = yaml.safe_load((ROOT / "plans/luzhai.yaml").read_text(encoding="utf-8"))
    words = Wording(1)
    words.columns = ["index", "name", "target", "nature"]
    words.unit_in_name = True
    data = word_draft(plan["plan"]["title"], plan["indicators"], SENTENCES, words, 2020, 2025)
    (Path(__file__).parent / "luzhai.docx").write_bytes(data)


if __name__ == "__main__":
    main()
