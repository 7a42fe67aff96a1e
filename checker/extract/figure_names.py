"""What a figure is of: the name before or behind it, without the words that only lead to it, and its indicator."""

from __future__ import annotations

import re

from checker.extract.figures import TextFigure
from checker.plan.vocabulary import Term, Vocabulary
from checker.quantity.units import find_unit

_LEAD = re.compile(
    r"^(?:[\s、:：“”—\-•·]+|(?:到|至|截至|截止|截止到|力争到|力争|于|自|在)?(?:19|20)\d\d年?(?:年?底|年?末|之?前|初|全年|以来|[间，])?|(?:到|至|截至|截止|在)?“?十[一二三四五六]五”?(?:期间|时期|规划期|期末|末期|末|期)?"
    r"|(?:力争|争取|确保|努力|使得?|让|将|把|并且?|而且|且|同时|此外|另外|目前|截至目前|现有|共有?|全年|年末|年底|累计|逐步|进一步|基本(?!公共|药物|医|养老|单元|农田|避孕|生活|服务|标准|建设|公服)|继续(?!教育|医学)|不断|稳步|持续|有效(?=降低|控制|提高|提升)|积极|大力|着力|切实|推动|推进|促进|实现|保持|保证|要|已经?|达到|以及|和|及|与|或|约|通过|其中|即|由|为|被|还|也|的|了|规划期末|规划期内|期末|(?:[一二三四五六七八九十两]|\d{1,2})年[内来间]?共?(?!级|龄)|近年来"
    r"|一是|二是|三是|四是|五是|六是|[①-⑳]|\d{1,2}[.、．]|\(\d{1,2}\)|\([一二三四五六七八九十]\)|[一二三四五六七八九十]{1,2}[、.])"
    r"|辖区内?|以[^，]{1,6}为单位)"
)
_PARTS = re.compile(r"^(?:其中[:：]?|含|包括|包含|分别[为是]|即)")
_FLOW = re.compile(
    r"^(?:共|累计|已|新)*(?:新增加?|新建|创建|创成|争创|建成|建设|建立|打造|完成|培养|培训|投入|发放|组织|选派|选送|帮助|组建|引进|引入|筹集|救助|招录|招聘|获批|申报|开工|筛查|奖励|安排|设立|设置|开展|举办|签订|改造|改扩建|扩建|实施|推广|创办|认定|评选|解决|增设|增加|争取|开通|培育|布局|落实|配置|配备|购置|淘汰|退出|搬迁|安置|转移|脱贫|减免|办理|查处|检查|抽检|接种|惠及|推出|形成|编制|制定|修订|获得?|荣获|通过|启动|支持|重点加强|达成|落户|研发|授权|登记|种植|造林|治理|修复|建有|新培育|成立|落地|拨付|下达|兑现|补助|资助|发展|为)+"
)
_FLOWS = re.compile(
    r"新增|新建|创建|创成|争创|建成|累计|完成|培养|培训|投入|发放|组织|选派|选送|组建|引进|筹集|救助|招录|招聘|筛查|奖励|签订|改造|扩建|举办|申报|安排|打造|解决|帮助|拨付|到位资金|资金|投资额|总投资|投资|获批|获得|荣获"
)
_METRIC = re.compile(
    r"(?:率|比例|比重|占比|数量|数|量|水平|面积|满意度|指数|强度|寿命|密度|标准|规模|总额|总值|增加值|收入|支出|费用|经费|人次|床位|人口|人员|医[师生]|护士|性别比|时间|天数|住院日|里程|用地|产值|[值度])$"
)
_TAIL_STOP = re.compile(
    r"[，。；:：;!?《》\n]|、(?=\d)|和(?=\d)|及(?=\d)|、(?=[^，。；]*\d)|等(?![级次候待])|的(?:目标|任务|标准|要求)"
)
_PER_HEAD = re.compile(r"每(?:一?[个名所家]|[千万百十]|\d)")
_SPLIT = re.compile("、|以及|和|与|及(?![以时格其])")
_SHARED_HEAD = re.compile(
    r"每[千万百十\d]+(?:名|个)?(?:常住|户籍)?(?:人口|人|居民|老年人|儿童)?(?:拥有)?|人均|户均|城镇|农村|全社会|单位GDP"
)
_BODY = re.compile(
    r"(?:患者|病人|人群|儿童|居民|妇女|人员|医院|机构|中心|企业|学校|家庭|行业|产业|重点专科|学科|污染物).{0,14}$"
)


def bare_name(text: str, places: tuple[str, ...]) -> str:
    """Return a name without what leads to it: dates, 全市, the plan's own places, 力争, a number of an item."""
    name = text.strip()
    while name:
        before = name
        name = _LEAD.sub("", name, count=1)
        for place in places:
            rest = name.removeprefix(place)
            if rest != name and not rest.startswith(
                ("级", "人民", "中心", "第", "域", "属", "立", "区")
            ):
                name = rest.removeprefix("的")
        if name == before:
            break
    name = re.sub("(?<=[一-鿿])(?:分别|共有|拥有|现有|设有)(?=[一-鿿])", "", name)
    name = re.sub(r"(?:的|了|可|数量?(?=数$)|[，、:：\s])+$", "", name).strip()
    for opening, closing in (("(", ")"), ("“", "”")):
        if name.count(closing) > name.count(opening):
            name = name.replace(closing, "", 1)
    return name.replace(" ", "")


def starts_parts(head: str) -> bool:
    """Return True if the words before a figure say that parts of the figure before follow."""
    return _PARTS.match(head.lstrip(" ，、")) is not None


def without_parts(head: str) -> str:
    """Return the words before a figure without 其中, 含, 包括."""
    return _PARTS.sub("", head.lstrip(" ，、"), count=1)


_LEVEL_ALONE = re.compile(
    "(?:国家|省|市|县|区|乡镇|城镇|农村|城市|全部|完成|完成或超额完成|实现|通过|超额完成)级?"
)


def is_vague(name: str) -> bool:
    """Return True if a name alone says not of what a figure is: 市级, 完成."""
    return _LEVEL_ALONE.fullmatch(name) is not None


def is_flow(head: str) -> bool:
    """Return True if a figure counts what was done over years (新增, 建成), and is no state at a time."""
    if re.search(
        "(?:率|比例|人数|总数|水平|标准)(?:达到|达|为|是|有)*\\s?$", head
    ) and not re.search("资金|投资", head):
        return False
    return _FLOWS.search(head) is not None or head.rstrip().endswith("了")


def starts_with_doing(head: str) -> bool:
    """Return True if the words before a figure begin with what is done: 新建港区2个献血点."""
    return _FLOW.match(head) is not None


def name_of(text: str, figure: TextFigure, places: tuple[str, ...]) -> str | None:
    """Return the name of a figure of a sentence; None where no name is printed beside it."""
    printed = without_parts(text[figure.head : figure.link])
    head, tail = bare_name(printed, places), _tail(text, figure)
    if figure.percent:
        return _share_name(text, figure, head, tail)
    if figure.unit in ("分钟", "小时") and (
        circle := re.match(r"[“”]?([^，。；“”]{0,12}(?:圈|能力))", text[figure.end :])
    ):
        return re.split("[和与、]|具备|建成|打造|构建|建设|建立|形成|“", head)[-1] + circle[1]
    per = re.match(r"^(.{3,30}?)(?:达到?|按照?|不低于)(?=每[^，]{1,6}$)", head)
    if per is not None and not figure.percent:
        return per[1]
    each = "每" in text[figure.link : figure.start] and head
    if tail and not each and not figure.change and not text[figure.end :].startswith("的"):
        if _PER_HEAD.search(head) and "为每" not in head:
            return f"{head}{tail}数"
        goal = re.match(r"^为(每[^，]+?)(?:培养|配备|建设|设置|配置|引进)$", head) or re.match(
            r"^(每[^，]+?)(?:培养|配备|建设|设置|配置|引进)$", head
        )
        if goal is not None:
            return f"{goal[1]}{tail}数"
        if not _METRIC.search(head):
            new = re.search("(?:新增|新建|新设|新认定|新培育)$", head)
            return new[0] + tail if new is not None else tail
    head = re.sub(r"(?<=[一-鿿])\d+[条项种类台部辆头只株面][、和]?$", "", _without_years(head))
    if not head:
        return None
    flow = _FLOW.match(head)
    stripped = flow is not None and not flow[0].startswith("新") and not _METRIC.search(head)
    noun = head[flow.end() :] if flow is not None and stripped else head
    return noun if len(noun) > 1 else head


def _share_name(text: str, figure: TextFigure, head: str, tail: str) -> str | None:
    """Return the name of a share: 参保率达到95%, 占总数的40%, 80%以上的村卫生室能够提供服务."""
    behind = re.match(r"的?([^，。；;!?\n]{2,40})", text[figure.end :]) if tail else None
    if behind is not None and (
        not head or re.search("[和及与、]$|所有|全部", text[figure.head : figure.link])
    ):
        whole = re.sub("的(?:目标|要求|任务).*$", "", behind[1])
        return f"{whole}的比例" if len(whole) < 36 else None
    link = text[figure.link : figure.start]
    if not head:
        return None
    if head.endswith("占") or ("占" in head and not _METRIC.search(head)):
        return f"{head.rstrip('的')}的比例"
    head = _without_years(head.rpartition("了")[2] if "了" in head[2:-2] else head)
    if "占" in link and "占比" not in link:
        return f"{head}占比"
    if behind is not None and "覆盖" in link:
        return f"{head}覆盖{behind[1]}的比例"
    return head


def _tail(text: str, figure: TextFigure) -> str:
    """Return the noun behind a figure: 4家三级医院; "" where none follows."""
    rest = text[figure.end :]
    rest = rest.removeprefix("的")
    stop = _TAIL_STOP.search(rest)
    noun = rest[: stop.start()] if stop is not None else rest
    for position, character in enumerate(noun):
        before = noun[:position]
        if character == ")" and before.count(")") == before.count("("):
            noun = before
            break
    if "(" in noun and (noun.endswith(")") or noun.count("(") > noun.count(")")):
        noun = noun[: noun.rindex("(")]
    noun = noun.strip(' “”"、')
    return noun if 2 <= len(noun) <= 40 and re.match(r"[一-鿿“A-Z]", noun) else ""


def _without_years(head: str) -> str:
    """Return a name without 连续五年: 连续5年实现接种率, 治愈率连续5年."""
    found = re.match(
        r"^(.*?)连续(?:\d+|[一二三四五六七八九十两]+)年(?:实现|保持|达到|均|都)*(.*)$", head
    )
    if found is None:
        return head
    return found[2] if len(found[2]) > 2 and _METRIC.search(found[2]) else found[1] or head


def split_names(text: str, count: int, vocabulary: Vocabulary) -> list[str] | None:
    """Return `count` names joined by 、 or 和, each with what they share; None if they are not so many."""
    pieces = _pieces(text, count)
    if pieces is None:
        return None
    shared = _SHARED_HEAD.match(pieces[0])
    if shared is not None and len(pieces[0]) > len(shared[0]):
        pieces = [
            pieces[0],
            *(
                p if p.startswith(("每", "人均", "户均", shared[0])) else shared[0] + p
                for p in pieces[1:]
            ),
        ]
    last = pieces[-1]
    if all(_METRIC.search(piece) for piece in pieces[:-1]) or not _METRIC.search(last):
        return pieces
    return [
        piece if _METRIC.search(piece) else _completed(piece, last, vocabulary) for piece in pieces
    ]


def _pieces(text: str, count: int) -> list[str] | None:
    marks = [mark.span() for mark in _SPLIT.finditer(text) if _outside_brackets(text, mark.start())]
    for chosen in (
        marks,
        [m for m in marks if text[m[0]] == "、"],
        [m for m in marks if text[m[0]] != "、"],
    ):
        if len(chosen) + 1 == count:
            return _cut(text, chosen)
    after_metric = [m for m in marks if _METRIC.search(text[: m[0]])]
    if len(after_metric) + 1 == count:
        return _cut(text, after_metric)
    return None


def metric_names(text: str) -> list[str]:
    """Return the names of several figures that one value is of: 报告率和及时率; one name where they are not clear."""
    marks = [mark.span() for mark in _SPLIT.finditer(text) if _outside_brackets(text, mark.start())]
    pieces = _cut(text, marks)
    if len(pieces) > 1 and all(
        piece.endswith(("率", "比例", "比重")) and len(piece) > 2 for piece in pieces
    ):
        return pieces
    return [text]


def _cut(text: str, marks: list[tuple[int, int]]) -> list[str]:
    starts, ends = [0, *(end for _, end in marks)], [*(start for start, _ in marks), len(text)]
    return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _outside_brackets(text: str, position: int) -> bool:
    before = text[:position]
    return before.count("(") == before.count(")") and before.count("“") == before.count("”")


def _completed(piece: str, last: str, vocabulary: Vocabulary) -> str:
    """Return a first name with the end that the last one prints for both: 高血压、糖尿病患者管理率."""
    for start in range(1, len(last)):
        if vocabulary.find(piece + last[start:]) is not None:
            return piece + last[start:]
    body = _BODY.search(last, 1)
    ending = body[0] if body is not None else (_METRIC.search(last) or [""])[0]
    return piece + ending if ending else piece


_GENERIC = re.compile(
    "(?:覆盖|完成|使用|达标|合格|参保|签约|普及|知晓|满意|报告|检测|管理|控制|治疗|发病|死亡|病死|增长|利用|开工|完工|就业|入学|升学|及时)率|占比|比例|比重"
)


def with_subject(name: str, before: str) -> str:
    """Return a name of a rate alone with the thing named before it: 签约人数1.2万人，签约率42% is of 签约."""
    if _GENERIC.fullmatch(name) is None:
        return name
    base = re.sub("(?:人数|人次|总数|数量|数)$", "", before)
    base = re.sub("[一-鿿]{2}率$", "", base)
    if not base or base.startswith("新增"):
        return ""
    return name if name[:2] in base else base + name


def is_misnamed(name: str, places: tuple[str, ...], unit: str, vocabulary: Vocabulary) -> bool:
    """Return True if a name is of an indicator that has other units: 乡镇卫生院 with 649张."""
    return (
        find_term(name, places, "", vocabulary) is not None
        and find_term(name, places, unit, vocabulary) is None
    )


def find_term(name: str, places: tuple[str, ...], unit: str, vocabulary: Vocabulary) -> Term | None:
    """Return the indicator that a name certainly is."""
    for form in (name, f"{name}数", name.removesuffix("数")):
        for place in ("", *places[:1]):
            term = vocabulary.find(form, place, unit)
            if term is not None:
                return term if not unit or _fits(unit, term) else None
    return None


_MEASURED = frozenset(
    {"床", "人", "钱", "时间", "岁", "面积", "长度", "质量", "体积", "能量", "人次"}
)


def _fits(printed: str, term: Term) -> bool:
    """Return True if a figure in a unit can be one of an indicator: no share is of beds, no bed is a share."""
    unit = find_unit(printed.lstrip("多余"))
    if unit is None or unit.name == "个":
        return True
    counted = {atom for atom, power in unit.dimension.atoms if power > 0}
    wanted = {atom for atom, power in term.dimension.atoms if power > 0}
    if unit.dimension.tag in ("比率", "百分点"):
        return not term.dimension.atoms
    if counted == wanted or (not wanted and "每" in term.name):
        return True
    return bool(wanted) and _MEASURED.isdisjoint(counted | wanted)
