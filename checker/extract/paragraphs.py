"""The figures of a paragraph, sentence by sentence: what each is of, when, and whether it is promised or told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from checker.extract.figure_names import (
    bare_name,
    find_term,
    is_flow,
    is_misnamed,
    is_vague,
    metric_names,
    name_of,
    split_names,
    starts_parts,
    starts_with_doing,
    with_subject,
)
from checker.extract.figure_times import FigureTime, Tense, is_told, tense_of, times_in
from checker.extract.figures import TextFigure, find_figures
from checker.extract.paragraph_facts import (
    ParagraphFacts,
    SaidFigure,
    foreign_region,
    is_bounded,
    reads,
)
from checker.extract.part_totals import FactDraft
from checker.extract.promised_states import find_states
from checker.extract.records import PlainValue, ReadEntry, at_of

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?\n]?")
_SEGMENT = re.compile(r"[^；;]+[；;]?")
_JOINT = re.compile(r"^[\s、，和及与以:：]*(?:分别|各)?[\s]*$")
_SUFFIX_END = re.compile(r"(?:及?以[上下内]|左右)$")
_STATED_LINK = re.compile(
    "分别|均|都|全部(?=达)|也|将|要|应|力争|争取|努力|总体|由此|要求|目标|需|须|可|能|预计|就|了|的|基本|逐步|进一步|稳步|持续|已|\\s"
)
_DOING = re.compile(
    r"(?:建设|建成|新建|设置|设立|打造|培养|培训|创建|创成|争创|完成|新增|引进|组建|建立|改造|扩建|开展|举办|培育|布局|配备|配置|实现|新增加|增加|增设|开通|认定|评选|选派|招录|招聘|组织|帮助|为|共有|共|现有|有|设有|拥有|辖|下辖|管辖|尚缺|缺|累计|投入|发放|签订|完工|开工|安排|制定|修订|形成|获得?|荣获|推出|支持|加强|巩固|启动|实施|推广|达到|达|各设|还有|新认定|建有|各|争取|力争|至少|不少于|每年|解决|举办|奖励|救助|筛查|选送|新培育|发展|落实|储备|推进|谋划|包装|设计|规划|遴选|选树|打造形成|创办|扶持|引育|年均|建|创|增|育|引)了?$"
)
_COVERED = re.compile(
    r"(?P<kind>(?:基本)?(?:实现|做到)?(?:基本)?(?:全区|全县|全市)?全覆盖|基本覆盖(?=[，。；并]|$))"
)
_CONDITION = re.compile(
    r"^\s?(?:床位?|人|张)?(?:及?以[上下内])?的(?!标准|目标|要求)|^(?:及?以[上下])"
)
_OTHERS = re.compile(
    r"^(?P<region>全国|全省|自治区|我国|国家|世界|[一-鿿]{2,4}[省市]|[省市])(?:同期)?(?:的)?(?:平均水平|平均值?|总体水平|水平)?(?P<rest>.*)$"
)
_COMPARED = re.compile(
    r"(?:高出|超出|多出|领先|落后)(?:了|约)?$|^\s*(?:均|都|也|仍)?(?:高于|低于|优于|好于|快于|高出|超出|领先|落后)[^，]*(?:平均|水平|[省市区县国])[^，]*$|(?:比|较|与|距)[^，]*(?:高出?|低|多|少|差|快|慢)[^，]*$"
)


class ParagraphReader(ParagraphFacts):
    """Reads the sentences of one paragraph; years and names are looked for in the ones before, too."""

    def read(self) -> None:
        for sentence in _SENTENCE.finditer(self.flat):
            self.times = [(sentence.start() + at, time) for at, time in times_in(sentence[0])]
            if self.section == "past" and (
                years := re.search("(?<![一二三四五六七八九十])五年[间来内]", sentence[0])
            ):
                span = FigureTime(self.frame.base_year - 4, self.frame.base_year)
                self.times.append((sentence.start() + years.start(), span))
            self.told = is_told(sentence[0])
            self.recent, self.span = [], ("", "")
            self.sentence_said = False
            self.sentence = sentence.start()
            for segment in _SEGMENT.finditer(sentence[0]):
                self.start = sentence.start() + segment.start()
                self.read_segment(segment[0])
            if self.times:
                self.lead = self.times[-1][1]

    # -- figures

    def read_segment(self, segment: str) -> None:
        figures = [
            figure for figure in find_figures(segment) if not _in_title(segment, figure.start)
        ]
        covers = list(_COVERED.finditer(segment))
        self.flowing = False
        within = _WITHIN.search(segment[: figures[0].start]) if figures else None
        self.within = within["total"] if within is not None else ""
        for group in _groups(segment, figures):
            before = segment[: group[0].head]
            self.listed = (
                re.search(r"(?:、|和|及|以及)\s*$", before) is not None
                or re.match(r"\s*(?:、|和|及)", segment[group[0].head :]) is not None
            )
            self.read_group(segment, group)
        for cover in covers:
            self.read_cover(segment, cover)
        self.read_states(segment)

    def set_aside(self, segment: str, group: list[TextFigure]) -> bool:
        """Return True for figures that are no promise and no fact of their own: limits, changes, other regions."""
        first = group[0]
        if _CONDITION.match(segment[first.end :]) and not first.percent:
            return True
        if not first.unit and not self.is_pure(segment, first):
            if (
                bare_name(segment[first.head : first.link], self.places)
                and segment[first.link : first.start].strip()
            ):
                self.leave_out(first, "没有单位")
            return True
        if _ALLOWED.search(segment[first.head : first.start]):
            self.leave_out(first, "不是承诺")
            return True
        words = segment[first.head : first.link]
        if first.bracket and not words.strip() and segment[first.head : first.start].strip() == "":
            beside = re.search(
                r"(?:[高低优好快慢]于|达到)?(?P<region>[一-鿿]{2,6}[省市州区县]|全[国省市])(?:平均水平|平均|水平)?$",
                segment[: first.head - 1],
            )
            if beside is not None and not beside["region"].endswith(self.places):
                self.add_others(segment, group, re.sub("^.*[于到]", "", beside["region"]))
                return True
        if first.bracket and (other := _OTHERS.match(words.strip())) and not other["rest"]:
            self.add_others(segment, group, other["region"])
            return True
        if re.match("[^，。；]{0,2}相比", segment[first.end :]) and re.match(
            "[与较比同]", words.strip()
        ):
            self.add_base(segment, first)
            return True
        if first.change and not bare_name(words, self.places):
            self.add_changes(segment, group)
            return True
        if (
            _COMPARED.search(segment[first.head : first.start])
            and not first.change
            and not first.percent
        ):
            self.leave_out(first, "与其他数相比")
            return True
        return False

    def read_group(self, segment: str, group: list[TextFigure]) -> None:
        first = group[0]
        if self.set_aside(segment, group):
            return
        words = segment[first.head : first.link]
        self.flowing = (
            is_flow(words + segment[first.link : first.start])
            or words.strip() == "为"
            or (self.listed and self.flowing)
        )
        years = _listed_years(segment, group)
        names = self.names_of(segment, group[:1] if years else group)
        names = names * len(years) if names is not None and years else names
        if names is None:
            for figure in group:
                self.leave_out(figure, "名称不明")
            return
        said = self.said[-1].name if self.said and self.sentence_said else ""
        names = [with_subject(name, said) for name in names] if len(names) == 1 else names
        values = _values(segment, group)
        pairs = zip(
            names,
            group * len(names) if len(group) == 1 else group,
            values * len(names),
            strict=False,
        )
        self.changed = bool(first.change)
        self.behind = (
            names[0] in segment[first.end :].lstrip("的“")
            and not first.percent
            and not re.search("[有达]到?了?$|总数", segment[first.head : first.start])
        )
        self.sentence_said = True
        made = [
            self.add(segment, name, figure, value, FigureTime(year, year) if year else None)
            for (name, figure, value), year in itertools.zip_longest(pairs, years)
        ]
        self.said = [said for said in made if said is not None]

    def is_pure(self, segment: str, figure: TextFigure) -> bool:
        """Return True if a number without a unit is of an indicator that has none: 性别比, 系数."""
        name = name_of(segment, figure, self.places)
        term = find_term(name, self.places, "", self.vocabulary) if name is not None else None
        ends = re.match(r"[，。；、)\s]|$", segment[figure.end :]) is not None
        return (
            ends
            and term is not None
            and not term.unit.dimension.atoms
            and term.unit.factor == 1
            and "数" not in term.unit.name
        )

    def names_of(self, segment: str, group: list[TextFigure]) -> list[str] | None:
        first = group[0]
        found = name_of(segment, first, self.places)
        words = segment[first.head : first.link]
        before = segment[: first.link]
        dated = (
            times_in(before) and not bare_name(before.replace("，", ""), ())
            if first.head
            else times_in(words)
        )
        dated = dated or times_in(words)
        reached = re.match("(?:达到?|突破|为)", segment[first.link : first.start]) and self.changed
        if (
            found is None
            and self.said
            and len(group) == 1
            and (dated or reached)
            and not words.strip("，的年底末到至在0123456789 ")
        ):
            return [self.said[-1].name]  # 年均增长6%，到2025年突破380亿元
        if found is None or not self.is_named(segment, first, found):
            return None
        if len(group) > 1 and all(
            segment[a.end : b.start] == "" for a, b in itertools.pairwise(group)
        ):
            return [f"{found}（{figure.unit}）" for figure in group]  # 12类45项
        if len(group) > 1:
            names = split_names(found, len(group), self.vocabulary)
            return names if names is not None and all(len(name) > 1 for name in names) else None
        if self.listed and self.said and self.said[-1].unit == first.unit:
            if self.said[-1].name.startswith(("每个", "每名", "每所", "每家")) and not bare_name(
                words, ()
            ):
                return None
            shared = re.match(
                r"每[千万百十\d]+[^数]{0,5}?(?:人口|人)(?:拥有)?(?=[^人口])", self.said[-1].name
            )
            if shared is not None and not found.startswith("每"):
                return [shared[0] + found]
        new = re.match("新[增建设]", self.said[-1].name) if self.listed and self.said else None
        if new is not None and not starts_with_doing(bare_name(words, self.places)):
            return [new[0] + found]
        if self.said and found.startswith("占"):
            share = found if found.endswith(("比例", "比重", "比")) else f"{found}的比例"
            return [self.said[-1].name + share]
        grouped = _GROUPED.match(self.said[-1].name) if self.listed and self.said else None
        if grouped is not None and len(found) <= 3:
            return [grouped["name"] + found]  # 学历比例小学75%、初中95%
        if _DISTANCE.search(found):
            return None
        return metric_names(found)

    def is_named(self, segment: str, figure: TextFigure, name: str) -> bool:
        """Return True if the words before a figure make its name one: 建成6所医院, not 某医院等6所医院."""
        if not 2 <= len(name) <= 45 or not re.search("[一-鿿A-Z]", name):
            return False
        words = segment[figure.head : figure.start].rstrip()
        if figure.percent or figure.change or figure.origin >= 0:
            return True
        if "每" in words or name.endswith("圈"):
            return True
        noun = re.sub("^新(?:增|建|设|认定|培育)", "", name)[:2]
        behind = segment[figure.end :].lstrip("的“").startswith(noun)
        if behind:
            bare = bare_name(words, self.places)
            past = self.section == "past" and not bare
            return (
                past
                or (self.listed and not bare)
                or _DOING.search(words) is not None
                or starts_with_doing(bare)
                or (re.search("[等的]$", words) is not None and _MADE_TO.search(name) is not None)
            )
        linked = segment[figure.link : figure.start].strip() != ""
        ends = (
            re.match(
                r"[\s]*(?:[，。；、:：)(]|和|及|$|的(?:标准|目标|要求)|标准|[一-鿿]{0,4}$)",
                segment[figure.end :],
            )
            is not None
        )
        return linked or ends

    # -- what is made of them

    def add(
        self,
        segment: str,
        name: str,
        figure: TextFigure,
        value: str,
        year: FigureTime | None = None,
    ) -> SaidFigure | None:
        if not name or (
            not figure.change
            and is_misnamed(name, self.places, figure.unit, self.vocabulary)
            and not self.may_be_part(segment, figure)
        ):
            self.leave_out(figure, "名称与单位不合" if name else "名称不明")
            return None
        if self.counts(name, figure):
            name = self.done(segment, figure, name)
        time, tense = self.time_of(self.start + figure.start)
        if _PRESENT.search(segment[figure.head : figure.start]):
            tense, time = "past", time if time is not None and tense == "past" else None
        if year is not None:
            time, tense = year, tense_of(year, self.frame) or tense
        region, rest = foreign_region(name, self.places)
        head = bare_name(segment[figure.head : figure.link], self.places)
        if not region and foreign_region(head + "数", self.places)[0]:
            region, rest = foreign_region(head + "数", self.places)[0], name
        if region:
            if tense == "past" and len(rest) > 1:
                return self.add_fact(segment, rest, figure, time, region)
            self.leave_out(figure, "其他地区的数")
            return None
        if tense == "future":
            self.add_statement(segment, name, figure, value, time)
            return SaidFigure(name, figure.unit)
        return self.add_fact(segment, name, figure, time)

    def may_be_part(self, segment: str, figure: TextFigure) -> bool:
        return (
            figure.bracket
            or self.listed
            or bool(self.within)
            or starts_parts(segment[figure.head :])
        )

    def done(self, segment: str, figure: TextFigure, name: str) -> str:
        """Return a name with what was done, where without it the name would be of all there are: 建成三级医院."""
        if find_term(name, self.places, figure.unit, self.vocabulary) is None:
            return name
        words = bare_name(segment[figure.head : figure.start], self.places)
        verb = re.match("[一-鿿]{2}", words) if starts_with_doing(words) else None
        return (verb[0] if verb is not None else "其中") + name

    def add_statement(
        self, segment: str, name: str, figure: TextFigure, value: str, time: FigureTime | None
    ) -> None:
        if not figure.change and not reads(value):
            if is_bounded(segment[figure.link : figure.start]):
                self.leave_out(figure, "数值未能读懂")
                return
            value = segment[figure.start : figure.end]
            if not reads(value):
                self.leave_out(figure, "数值未能读懂")
                return
        year = time.last if time is not None else self.frame.target_year
        data: dict[str, PlainValue] = {"indicator": name}
        if is_vague(name):
            self.leave_out(figure, "名称不明")
            return
        if name.startswith(("每年", "年均")) and not figure.change and reads("每年" + value):
            name, value = name[2:], "每年" + value
        term = self.term_of(name, figure, value)
        if term is not None and term.name != name:
            data = {"indicator": term.name, "name": name}
        evidence = self.evidence(figure, "sure" if term is not None else "likely")
        data |= {"target": {str(year): value}, "at": at_of(self.text.where, evidence.place)}
        self.statements.append(ReadEntry(data, {(): evidence, ("target", str(year)): evidence}))

    def read_cover(self, segment: str, cover: re.Match[str]) -> None:
        """Read X全覆盖 and 实现X全覆盖."""
        head = re.split("[，：；]", segment[: cover.start()])[-1]
        head = re.sub(r"^.*?(?:19|20)\d\d年[底末]?", "", head)
        if re.search("[0-9%]", head) and not re.search("岁", head):
            return
        if re.match("[一-鿿]", segment[cover.end() :]) and not re.match(
            "的目标|并|和|成果", segment[cover.end() :]
        ):
            return
        name = re.sub("(?:的|基本|均|将|已|可|要)+$", "", bare_name(head, self.places))
        figure = TextFigure(
            cover.start(), cover.end(), cover.start() - len(head), cover.start(), "", True
        )
        if not 3 <= len(name) <= 40 or re.match("以|按|在|推|加|建", name):
            self.leave_out(figure, "名称不明")
            return
        time, tense = self.time_of(self.start + cover.start())
        value = (
            "基本覆盖"
            if cover[0] == "基本覆盖"
            else "基本全覆盖"
            if "基本" in cover[0] or "基本" in head
            else "全覆盖"
        )
        if tense == "future":
            self.add_statement(segment, name, figure, value, time)
        else:
            self.add_state(name, figure, value, time)

    def add_state(self, name: str, figure: TextFigure, value: str, time: FigureTime | None) -> None:
        """Add a fact without a number."""
        draft = FactDraft(
            name, self.fact_key(time, "", figure), value, "", self.evidence(figure, "likely"),
            self.text.where, False, False, self.start + figure.start,
        )  # fmt: skip
        self.facts.append(draft)

    def read_states(self, segment: str) -> None:
        """Read what is said without a number of a whole, or against a standard."""
        for state in find_states(segment):
            time, tense = self.time_of(self.start + state.start)
            name = bare_name(state.name, self.places)
            if not 2 <= len(name) <= 50:
                continue
            figure = TextFigure(
                state.start, state.end, state.start, state.start, "", True, change=" "
            )
            if tense == "future":
                self.add_statement(segment, name, figure, state.value, time)
            elif state.value.startswith("全部"):
                self.add_state(name, figure, state.value, time)

    def time_of(self, position: int) -> tuple[FigureTime | None, Tense]:
        """Return the time of a figure and its tense; the time is None where neither sentence nor paragraph says it."""
        named = [time for at, time in self.times if at < position]
        if named:
            tense = tense_of(named[-1], self.frame)
            return named[-1], tense or self.section
        if self.told and self.section == "future":
            return None, "past"
        lead = self.lead
        if lead is not None and tense_of(lead, self.frame) == self.section:
            return lead, self.section
        return None, self.section


_ALLOWED = re.compile(
    "可(?:以|按)?(?:设置|设立|增设|配置)|允许|原则上|不得|予以(?:奖励|补助|处罚)|给予|处以"
)
_PRESENT = re.compile("现有|目前|已(?:建成?|有|设|达)|现状")
_WITHIN = re.compile("(?:^|[，。])(?P<total>[^，。；0-9]{2,16}?)(?:当)?中[，:：]")
_GROUPED = re.compile("(?P<name>.+(?:面积|比例|率|人数|标准|年限|时间))[一-鿿]{1,3}$")
_DISTANCE = re.compile(
    "^(?:距|比|较|[高低优快慢好]于|超出|高出|相差)|(?:[^降减]低|[^提]高|多|差|缺)$"
)
_YEARS_LISTED = re.compile(r"(?:(?:19|20)\d\d年?[底末]?(?:、|和|与|及|以及)?){2,}")


def _listed_years(segment: str, group: list[TextFigure]) -> list[int]:
    """Return the years listed before as many values: 到2025年和2030年分别达到95%和98%."""
    before = segment[: group[0].start]
    listed = _YEARS_LISTED.search(before)
    years = (
        [int(year) for year in re.findall(r"(?:19|20)\d\d", listed[0])]
        if listed is not None
        else []
    )
    return years if len(years) == len(group) and "分别" in before else []


_MADE_TO = re.compile(
    ".(?:建设为|建设成|建成|打造成?为?|创建|改造|升级|(?<!工)作为|达到|纳入|完成|实现)"
)


def _in_title(segment: str, position: int) -> bool:
    before = segment[:position]
    return before.count("《") > before.count("》")


def _groups(segment: str, figures: Sequence[TextFigure]) -> Iterator[list[TextFigure]]:
    """Yield the figures that one name or several names joined govern: 分别达到40%和35%, else one by one."""
    group: list[TextFigure] = []
    for figure in figures:
        if (
            group
            and _JOINT.match(segment[group[-1].end : figure.start])
            and not _noun_behind(segment, figure)
        ):
            group.append(figure)
            continue
        if group:
            yield group
        group = [figure]
    if group:
        yield group


def _noun_behind(segment: str, figure: TextFigure) -> bool:
    if figure.percent and re.match(r"的[一-鿿]", segment[figure.end :]):
        return True
    return re.match(r"[一-鿿“]{2}", segment[figure.end :]) is not None and not re.match(
        "和|及|以及|的|标准|目标", segment[figure.end :]
    )


def _values(segment: str, group: list[TextFigure]) -> list[str]:
    """Return the values of promises as printed; a comparator behind the last, or before the first, is of all."""
    first = group[0]
    link = _STATED_LINK.sub("", segment[first.link : first.start])
    if first.change:
        start = first.change_start
        link = re.sub("分别", "", segment[start : first.start])
    if first.origin >= 0:
        link = re.sub(r"^.*?(?=[由从])", "", segment[first.link : first.start])
    last = segment[group[-1].start : group[-1].end]
    suffix = _SUFFIX_END.search(last)
    values = []
    for figure in group:
        own = segment[figure.start : figure.end]
        if suffix is not None and not _SUFFIX_END.search(own):
            own += suffix[0]
        if not figure.unit and group[-1].unit and len(group) > 1:
            own += group[-1].unit
        values.append(link + own)
    return values
