"""The facts of a paragraph as they are made: values, changes with their base, figures of other regions."""

from __future__ import annotations

import re

from checker.extract.figure_names import find_term, is_flow, is_misnamed, is_vague, starts_parts
from checker.extract.figure_times import FigureTime, Tense, base_year
from checker.extract.figures import TextFigure, flat
from checker.extract.header import PlanFrame
from checker.extract.part_totals import FactDraft
from checker.extract.records import DraftText, ReadEntry, Sureness, ValueEvidence
from checker.plan.vocabulary import Term, Vocabulary
from checker.quantity.read import read
from checker.quantity.reading import MissingReading, SeveralReading, UnreadReading
from checker.source import Record

_ITEM = re.compile(
    r"(?:^|(?<=[\s；;。：]))\d{1,2}[.．、](?=\s*(?:[^\d\s.]|(?:19|20)\d\d年|\d{2,3}%的))"
)
_BOUND = re.compile(
    r"(不低于|不少于|不小于|不高于|不超过|不多于|不大于|低于|高于|超过|突破|大于|小于|不足|不到|仅|近|约|至少|最多|≥|≤|>|<|逾|超)(?:为|占|有|达)?$"
)


class SaidFigure(Record):
    """A figure with its name: the last ones are what a change or a figure of another region refers to."""

    name: str
    unit: str
    facts: tuple[FactDraft, ...] = ()


class ParagraphFacts:
    """What is known while the sentences of a paragraph are read, and the facts made of them.

    `said` are the figures named last, `recent` the facts of the sentence, `span` the years of the last 由a下降到b that
    printed them; `flowing`: the figure counts what was done; `listed`: it goes on with a list (、).
    """

    def __init__(
        self, text: DraftText, section: Tense, frame: PlanFrame, vocabulary: Vocabulary
    ) -> None:
        self.text, self.section, self.frame, self.vocabulary = text, section, frame, vocabulary
        self.flat = _ITEM.sub(lambda mark: " " * len(mark[0]), flat(text.text))
        self.places = own_places(frame)
        self.statements: list[ReadEntry] = []
        self.facts: list[FactDraft] = []
        self.uncertain: list[ValueEvidence] = []
        self.said: list[SaidFigure] = []
        self.lead: FigureTime | None = None
        self.sentence = self.start = 0
        self.times: list[tuple[int, FigureTime]] = []
        self.told = False
        self.recent: list[FactDraft] = []
        self.span = ("", "")
        self.within = ""
        self.sentence_said = False
        self.flowing = self.listed = self.changed = self.behind = False

    def add_fact(
        self, segment: str, name: str, figure: TextFigure, time: FigureTime | None, region: str = ""
    ) -> SaidFigure | None:
        words = segment[figure.head : figure.start]
        key = self.fact_key(time, words, figure)
        value = fact_value(segment, figure)
        if not reads(value) and figure.unit:
            self.leave_out(figure, "数值未能读懂")
            return None
        draft = FactDraft(
            name, key, value, figure.unit, self.evidence(figure, "likely"), self.text.where,
            starts_parts(segment[figure.head :]), # opens
 figure.bracket, self.start + figure.start, region=region,
        )  # fmt: skip
        if (
            is_vague(name)
            and not starts_parts(segment[figure.head :])
            and not figure.bracket
            and not self.listed
        ):
            self.leave_out(figure, "名称不明")
            return None
        term = self.term_of(name, figure, value)
        draft.indicator = term.name if term is not None else ""
        if figure.change:
            draft.values.clear()
            if not self.change(draft, segment, figure):
                return None
        elif figure.origin >= 0:
            self.from_former(draft, segment, figure)
        draft.within = self.within
        draft.misnamed = not figure.change and is_misnamed(
            name, self.places, figure.unit, self.vocabulary
        )
        self.facts.append(draft)
        self.recent.append(draft)
        return SaidFigure(name, figure.unit, (draft,))

    def counts(self, name: str, figure: TextFigure) -> bool:
        """Return True for what was done or came about (新建3所), which is not the indicator of all there are."""
        return self.behind or (self.flowing and not figure.percent and not is_flow(name))

    def term_of(self, name: str, figure: TextFigure, value: str) -> Term | None:
        """Return the indicator of a figure with that name; None where it counts something, or is not certain."""
        if self.counts(name, figure):
            return None
        unit = "" if figure.change else figure.unit
        term = find_term(name, self.places, unit, self.vocabulary)
        if term is not None and "每" in value.removeprefix("每年") and "每" not in term.name:
            return None  # 床位数每千人口3张
        return term

    def from_former(self, draft: FactDraft, segment: str, figure: TextFigure) -> None:
        """Give a fact the change of 由a下降到b, and a its year where that is printed."""
        last = int(draft.key[-4:])
        printed = base_year(figure.former_year, last)
        draft.key = str(last)
        draft.values = {str(last): next(iter(draft.values.values()))}
        if printed is not None:
            draft.values = {str(printed): figure.former, **draft.values}
            self.span = (str(printed), str(last))
            return
        if self.span[0]:
            draft.key = self.span[1]
            draft.values = {
                self.span[0]: figure.former,
                self.span[1]: next(iter(draft.values.values())),
            }
            return
        draft.changes[f"{self.frame.base_year - 5}-{last}"] = segment[figure.origin : figure.end]

    def add_changes(self, segment: str, group: list[TextFigure]) -> None:
        drafts = [draft for said in self.said for draft in said.facts]
        if len(drafts) != len(group) and len(group) > 1:
            drafts = self.recent[-len(group) :]
        if len(drafts) != len(group):
            for figure in group:
                self.leave_out(figure, "增减的对象不明")
            return
        for draft, figure in zip(drafts, group, strict=True):
            self.change(draft, segment, figure, group[0])

    def change(
        self, draft: FactDraft, segment: str, figure: TextFigure, first: TextFigure | None = None
    ) -> bool:
        first = first or figure
        words = first.base
        if not words:
            before = self.flat[self.sentence : self.start + first.head]
            compared = list(
                re.finditer(
                    r"[与较比同]([^，。；]{2,50}?)(?:相比|比较)，|[与较比同]([^，。；]{2,16}?)(?:相比)?(?:分别|共|累计)*(?:增|减|提|降|上|下)",
                    before,
                )
            )
            words = (compared[-1][1] or compared[-1][2] or "") if compared else ""
        last = int(draft.key[-4:])
        base = base_year(words, last)
        if base is None or base >= last:
            self.leave_out(figure, "比较的年份不明")
            return False
        key, text = f"{base}-{last}", first.change + segment[figure.start : figure.end]
        if key in draft.changes:
            again = FactDraft(
                f"{draft.name}{first.change}", draft.key, "", "", self.evidence(figure, "likely"), self.text.where,
                False, figure.bracket, self.start + figure.start, indicator=draft.indicator,
            )  # fmt: skip
            again.values, again.changes = {}, {key: text}
            self.facts.append(again)
        else:
            draft.changes[key] = text
        return True

    def add_base(self, segment: str, figure: TextFigure) -> None:
        """Add the figure of an earlier year that the one before is compared with: 与2010年的294620人相比."""
        year = re.search(r"(?:19|20)\d\d", segment[figure.head : figure.start])
        draft = self.recent[-1] if self.recent else None
        if year is None or draft is None or draft.unit != figure.unit or not draft.values:
            self.leave_out(figure, "比较的对象不明")
            return
        draft.values = {year[0]: fact_value(segment, figure), **draft.values}

    def add_others(self, segment: str, group: list[TextFigure], region: str) -> None:
        drafts = [draft for said in self.said for draft in said.facts]
        if len(drafts) != len(group):
            for figure in group:
                self.leave_out(figure, "其他地区的数")
            return
        for draft, figure in zip(drafts, group, strict=True):
            other = FactDraft(
                draft.name, draft.key, fact_value(segment, figure), figure.unit, self.evidence(figure, "likely"),
                self.text.where, False, True, self.start + figure.start, region=region, indicator=draft.indicator,
            )  # fmt: skip
            self.facts.append(other)

    def fact_key(self, time: FigureTime | None, words: str, figure: TextFigure) -> str:
        base = self.frame.base_year
        flow = self.flowing and not figure.percent
        if "连续" in words and (years := re.search(r"连续(\d|[一二三四五六])年", words)):
            count = "一二三四五六".find(years[1]) + 1 or int(years[1])
            last = time.last if time is not None else base
            return f"{last - count + 1}-{last}"
        if time is not None and (time.first == time.last or flow):
            return time.key
        if time is not None:
            return time.key if self.times and figure.unit else str(time.last)
        return f"{base - 4}-{base}" if flow else str(base)

    def evidence(self, figure: TextFigure, sureness: Sureness, doubt: str = "") -> ValueEvidence:
        start, end = self.start + figure.head, self.start + figure.end
        start = max(start, end - 40)
        made = self.text.evidence(start, end)
        place = self.text.place(self.start + figure.start)
        return ValueEvidence(place, made.quote, sureness, doubt)

    def leave_out(self, figure: TextFigure, doubt: str) -> None:
        self.uncertain.append(self.evidence(figure, "doubtful", doubt))


def own_places(frame: PlanFrame) -> tuple[str, ...]:
    """Return the plan's own region with and without its kind (溪口县, 溪口)."""
    name = frame.region
    short = re.sub("(?:自治[县州旗区]|[省市县区旗盟])$", "", name)
    kinds = (
        ("自治区", "区")
        if name.endswith("自治区")
        else (name[-1],)
        if name
        else ("县", "市", "区", "旗")
    )
    own = [
        f"{word}{kind}" for word in ("全", "我", "本", "各") for kind in kinds if kind != "自治区"
    ]
    own += ["自治区"] if "自治区" in kinds else ["全国", "我国"] if name.endswith("国") else []
    return tuple(place for place in (name, short, *own) if len(place) > 1)


_REGION_WORDS = ("全国", "我国", "自治区", "全省", "全市", "全区", "全县", "世界", "全州")
_NO_REGION = re.compile(
    "级|属|立|办|医|性|范围|统一|重点|先进|优秀|文明|示范|卫生|百强|一流|知名|首|各|联网|直报|通办"
)


def foreign_region(name: str, places: tuple[str, ...]) -> tuple[str, str]:
    """Return the words for another region that a name begins with, and the rest; two empty texts for none."""
    for word in _REGION_WORDS:
        rest = name.removeprefix(word)
        if rest != name and word not in places and not _NO_REGION.match(rest):
            return word, re.sub("^(?:的|平均|同期|总体)+", "", rest)
    return "", ""


def fact_value(segment: str, figure: TextFigure) -> str:
    words = segment[figure.link : figure.start]
    bound = _BOUND.search(words) or re.search("(每[^，。、]{1,8})$", words)
    return (bound[1] if bound is not None and bound[1] != "仅" else "") + segment[
        figure.start : figure.end
    ]


def is_bounded(words: str) -> bool:
    """Return True if the words before a number have a comparator, without which it would be another value."""
    return _BOUND.search(words) is not None


def reads(value: str) -> bool:
    reading = read(value)
    return not isinstance(reading, UnreadReading | MissingReading | SeveralReading)
