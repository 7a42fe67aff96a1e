"""Rule trees made at random: every kind of node, in every place where the grammar allows it."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from checker.datatypes.operators import OPERATORS
from checker.source import Source, Span
from checker.syntax import nodes

SOURCE = Source("made", "")
AT = Span(SOURCE, 0, 0)

# Names as authors make them: no keyword is one, and a keyword may be part of one.
NAMES = st.sampled_from(
    [
        "h",
        "t",
        "规划",
        "公立",
        "x1",
        "_a",
        "省级",
        "计划生育",
        "order",
        "when_open",
        "含有",
        "目标年",
        "均值",
    ]
)
WORDS = st.text(st.sampled_from("aB 床位，。#/{}()“”\"\\'「」&％１"), max_size=8).map(
    lambda text: " ".join(text.split())
)
TEXTS = WORDS.filter(lambda text: text.count("{") == 0 or "}" not in text[text.index("{") :])
NUMBERS = st.from_regex(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,3})?", fullmatch=True)
UNITS = st.sampled_from(["", "张", "%", "‰", "/10万", "张/千人口", "万元", "㎡", "m2", "个百分点"])
YEARS = st.sampled_from(["2015", "2020", "2025"])
INDICATORS = st.sampled_from(["医护比", "每千常住人口执业（助理）医师数", "a b", "合计"])


def names() -> SearchStrategy[nodes.Expr]:
    return st.builds(nodes.Name, NAMES, st.just(AT))


def years() -> SearchStrategy[nodes.Expr]:
    number = st.builds(nodes.Amount, YEARS, st.just(""), st.just(AT))
    path = st.builds(nodes.AttributeAccess, names(), NAMES, st.just(AT))
    return number | names() | path


def leaves() -> SearchStrategy[nodes.Expr]:
    return (
        names()
        | st.builds(nodes.Amount, NUMBERS, UNITS, st.just(AT))
        | st.builds(nodes.TextLiteral, WORDS, st.just(AT))
        | st.builds(nodes.IndicatorName, INDICATORS, st.just(AT))
        | st.builds(nodes.IndicatorName, INDICATORS, st.just(AT), plan=NAMES)
    )


def _wider(inner: SearchStrategy[nodes.Expr]) -> SearchStrategy[nodes.Expr]:
    infix = [key for key in OPERATORS if key != "near"]
    some = st.lists(inner, max_size=3).map(tuple)
    options = st.builds(nodes.ChoiceSet, some, st.just(AT))
    ranges = st.builds(
        nodes.Range, inner, inner, st.sampled_from("[("), st.sampled_from("])"), st.just(AT)
    )
    bound = {"variable": NAMES, "source": inner, "where": st.none() | inner}
    functions = st.sampled_from(["sum", "count", "max", "min", "mean", "另一个"])
    return (
        st.builds(nodes.AttributeAccess, inner, NAMES, st.just(AT))
        | st.builds(nodes.AtYear, inner, years(), st.just(AT))
        | st.builds(nodes.Infix, st.sampled_from(infix), inner, inner, st.just(AT))
        | st.builds(nodes.Infix, st.just("near"), inner, inner, st.just(AT), st.none() | inner)
        | st.builds(nodes.Negation, inner, st.booleans(), st.just(AT))
        | st.builds(nodes.Membership, inner, options | ranges | inner, st.just(AT))
        | st.builds(nodes.Presence, inner, st.booleans(), st.just(AT))
        | st.builds(nodes.Call, functions, inner, st.just(AT))
        | st.builds(nodes.Call, functions, inner, st.just(AT), **bound)
        | st.builds(
            nodes.Quantified, st.sampled_from(["all", "any"]), NAMES, inner, inner, st.just(AT)
        )
    )


def expressions() -> SearchStrategy[nodes.Expr]:
    return st.recursive(leaves(), _wider, max_leaves=12)


def _simple() -> SearchStrategy[nodes.Expr]:
    """Expressions that can stand inside a text: no braces."""
    plain = names() | st.builds(nodes.IndicatorName, INDICATORS, st.just(AT))
    path = st.builds(nodes.AttributeAccess, plain, NAMES, st.just(AT))
    quoted = st.builds(nodes.TextLiteral, st.sampled_from(["a", "床 位"]), st.just(AT))
    return path | st.builds(nodes.Infix, st.just("eq"), path, quoted, st.just(AT))


def templates() -> SearchStrategy[nodes.Template]:
    literal = TEXTS.map(lambda text: text.replace("{", "").replace("}", "")).filter(bool)
    pairs = st.lists(st.tuples(literal, _simple()), min_size=1, max_size=3)
    return pairs.map(lambda found: nodes.Template(tuple(p for pair in found for p in pair)))


def samples() -> SearchStrategy[nodes.Sample]:
    signed = st.builds(lambda n, minus: "-" + n if minus else n, NUMBERS, st.booleans())
    plain = (
        st.builds(nodes.Name, NAMES, st.just(AT))
        | st.builds(nodes.Amount, signed, UNITS, st.just(AT))
        | st.builds(nodes.TextLiteral, WORDS, st.just(AT))
    )
    return st.recursive(plain, lambda inner: records(inner) | listings(inner), max_leaves=6)


def records(inner: SearchStrategy[nodes.Sample]) -> SearchStrategy[nodes.SampleRecord]:
    entry = st.builds(nodes.Entry, NAMES, inner, st.just(AT)) | st.builds(
        nodes.Entry,
        INDICATORS,
        inner,
        st.just(AT),
        indicator=st.just(True),
        year=st.just("") | YEARS | NAMES,
        plan=st.just("") | NAMES,
    )
    return st.builds(nodes.SampleRecord, st.lists(entry, max_size=3).map(tuple), st.just(AT))


def listings(inner: SearchStrategy[nodes.Sample]) -> SearchStrategy[nodes.Listing]:
    return st.builds(nodes.Listing, st.lists(inner, max_size=3).map(tuple), st.just(AT))


def _tuples(one: SearchStrategy[object], most: int = 2) -> SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=most).map(tuple)


WORD_PAIRS = st.builds(nodes.BilingualText, TEXTS, TEXTS, st.just(AT))
BASES = st.sampled_from(
    ["《某规划》（国办发〔2015〕14号）三（二）", "某文件“十三五” # 号", "x"]
).map(lambda text: text.replace(" # ", " "))
COMMENTS = _tuples(st.sampled_from(["说明", "a # b", "", "规则集 x"]), 2)
PERIODS = st.builds(nodes.Period, st.just(2016), st.integers(2016, 2025), st.just(AT))
PARAMETERS = st.builds(
    nodes.Parameter,
    NAMES,
    st.builds(nodes.Amount, NUMBERS, UNITS, st.just(AT)),
    st.just("") | TEXTS,
    st.just(AT),
)


@st.composite
def rules(draw: st.DrawFn, code: str) -> nodes.Rule:
    cases = st.builds(
        nodes.SeverityCase,
        st.sampled_from(["error", "warning", "info"]),
        st.none() | expressions(),
        st.just(AT),
    )
    several = _tuples(expressions())
    no_message = nodes.Template(())
    message = st.builds(nodes.Message, templates(), templates() | st.just(no_message), st.just(AT))
    outcome = st.sampled_from(["pass", "fail", "unknown"])
    example = st.builds(nodes.Example, outcome, records(samples()), st.just(AT))
    when, examples = draw(several), draw(_tuples(example, 3))
    notes = []
    for field, count in (("examples", len(examples)), ("when", len(when))):
        for index in range(count):
            lines = draw(COMMENTS)
            if lines:
                notes.append(nodes.Note(field, index, lines))
    return nodes.Rule(
        code,
        draw(WORD_PAIRS),
        AT,
        severity=draw(_severities(cases)),
        each=draw(_tuples(st.builds(nodes.Binder, NAMES, NAMES, st.just(AT)))),
        when=when,
        require=draw(several),
        exceptions=draw(several),
        missing=draw(st.sampled_from(["", "unknown", "fail", "not-applicable"])),
        message=draw(st.none() | message),
        basis=draw(_tuples(BASES)),
        period=draw(st.none() | PERIODS),
        parameters=draw(_tuples(PARAMETERS)),
        rationale=draw(st.none() | WORD_PAIRS),
        remedy=draw(st.none() | WORD_PAIRS),
        manual=draw(st.none() | WORD_PAIRS),
        examples=examples,
        comments=draw(COMMENTS),
        notes=tuple(notes),
    )


def _severities(
    cases: SearchStrategy[nodes.SeverityCase],
) -> SearchStrategy[tuple[nodes.SeverityCase, ...]]:
    return st.lists(cases, max_size=3).map(tuple)


@st.composite
def rule_files(draw: st.DrawFn) -> nodes.RuleFile:
    count = draw(st.integers(0, 2))
    return nodes.RuleFile(
        SOURCE,
        name=draw(st.sampled_from(["", "床位 备案", "x"])),
        basis=draw(_tuples(BASES)),
        period=draw(st.none() | PERIODS),
        parameters=draw(_tuples(PARAMETERS)),
        when=draw(_tuples(expressions())),
        rules=tuple(draw(rules(f"R-{at}")) for at in range(count)),
        ending=draw(COMMENTS),
    )
