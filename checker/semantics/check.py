"""Tree to typed rules: resolves names, gives types, reports every fault. Evaluates nothing."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from checker.datatypes.expression_types import FAULT, RecordType, Type
from checker.datatypes.keywords import Keyword
from checker.datatypes.kinds import KINDS, SUBJECTS, kind_named
from checker.diagnostics import Diagnostic
from checker.plan.vocabulary import Vocabulary
from checker.semantics import typed
from checker.semantics.examples import Examples
from checker.semantics.infer import PLAN, Inference
from checker.semantics.leaning import lean
from checker.semantics.suggest import nearest
from checker.semantics.symmetry import asks_both_orders
from checker.source import Span
from checker.syntax import nodes
from checker.syntax.parse import at_most

# Clauses that make names: after one that did not parse, an unknown name is no second fault.
_NAMING = ("each", "parameter")


def check(
    tree: nodes.RuleFile, vocabulary: Vocabulary
) -> tuple[typed.RuleSet, tuple[Diagnostic, ...]]:
    """The typed rules of a file and every fault in it; a rule with a fault is left out."""
    shared = _Shared(tree, vocabulary, [])
    return _check_rules(shared), at_most(shared.problems)


def find_spellings(tree: nodes.RuleFile, vocabulary: Vocabulary) -> Mapping[Span, Keyword]:
    """Return the names in a rule file by their place, each in both languages: for the formatter."""
    shared = _Shared(tree, vocabulary, [])
    _check_rules(shared)
    return shared.spellings


def _check_rules(shared: _Shared) -> typed.RuleSet:
    tree, problems = shared.tree, shared.problems
    rules = []
    for rule in tree.rules:
        before = len(problems)
        checked = _check_rule(rule, shared)
        if len(problems) == before and not rule.broken and not shared.faulty:
            rules.append(replace(checked, both_orders=asks_both_orders(checked)))
    name = tree.name or tree.source.name
    return typed.RuleSet(name, tree.source.name, tuple(rules), shared.when, shared.parameters)


class _Shared(Struct):
    """The parts that the rules of one file share; their faults are reported once."""

    tree: nodes.RuleFile
    vocabulary: Vocabulary
    problems: list[Diagnostic]
    faulty: bool = False
    names: dict[str, Type] = field(default_factory=dict)
    parameters: dict[str, typed.Quantity] = field(default_factory=dict)
    when: tuple[typed.Expr, ...] = ()
    spellings: dict[Span, Keyword] = field(default_factory=dict)

    def __post_init__(self) -> None:
        inference = self.inference({}, self.tree.broken)
        _parameters(self.tree.parameters, inference)
        self.names, self.parameters = inference.scope, inference.parameters
        self.when = tuple(
            lean(inference.infer_condition(condition), "open") for condition in self.tree.when
        )
        self.faulty = bool(self.problems or self.tree.broken)

    def inference(self, scope: dict[str, Type], broken: tuple[str, ...]) -> Inference:
        is_open = any(clause in _NAMING for clause in (*self.tree.broken, *broken))
        return Inference(
            self.vocabulary,
            {**self.names, **scope},
            dict(self.parameters),
            self.problems,
            self.spellings,
            is_open,
        )


def _parameters(written: tuple[nodes.Parameter, ...], inference: Inference) -> None:
    """Add the parameters to the names; one with a fault is known, but not what it is."""
    for parameter in written:
        name, span = parameter.name, parameter.span
        value = inference.infer(parameter.value)
        if name in inference.parameters or name in inference.scope or name in PLAN:
            inference.fault("rule-name-twice", span, {"name": name})
        elif isinstance(value, typed.Quantity):
            inference.parameters[name] = typed.Quantity(
                value.type, span, value.value, value.unit, value.decimals, name
            )
            if not parameter.source:
                inference.fault("rule-parameter-source", span, {"name": name})
        else:
            inference.scope[name] = FAULT
            if not inference.faulty(value):
                inference.fault("rule-parameter-value", span, {"name": name})


def _check_rule(rule: nodes.Rule, shared: _Shared) -> typed.Rule:
    binders = _binders(rule, shared)
    scope: dict[str, Type] = {b.variable: RecordType(b.kind_key) for b in binders}
    unknown_kinds = {b.variable: FAULT for b in rule.each if b.variable not in scope}
    inference = shared.inference({**scope, **unknown_kinds}, rule.broken)
    _parameters(rule.parameters, inference)
    _check_parts(rule, shared)
    message = rule.message
    return typed.Rule(
        code=rule.code,
        title=rule.title,
        ruleset=shared.tree.name,
        basis=(*shared.tree.basis, *rule.basis),
        span=rule.span,
        severity=_severity(rule, inference),
        each=binders,
        when=(*shared.when, *(lean(inference.infer_condition(e), "open") for e in rule.when)),
        require=tuple(lean(inference.infer_condition(e), "lenient") for e in rule.require),
        exceptions=tuple(lean(inference.infer_condition(e), "open") for e in rule.exceptions),
        missing=rule.missing or "unknown",  # type: ignore[arg-type]
        period=rule.period or shared.tree.period,
        message=_message(message, inference) if message is not None else None,
        rationale=rule.rationale,
        remedy=rule.remedy,
        manual=rule.manual,
        parameters=(*shared.tree.parameters, *rule.parameters),
        examples=_examples(rule, binders, shared),
        comments=rule.comments,
    )


def _check_parts(rule: nodes.Rule, shared: _Shared) -> None:
    """Report each part that a rule lacks; a part that is there but did not parse is not reported as well."""
    given = {"code": rule.code}
    broken = {*rule.broken, *shared.tree.broken}

    if "rule" in broken:
        return  # its heading did not parse, or its code is taken: that comes first

    def miss(code: str) -> None:
        shared.problems.append(Diagnostic(code, rule.span, given))

    if not (rule.require or rule.manual or broken & {"require", "manual", ""}):
        miss("rule-no-requirement")
    if rule.require and rule.manual is not None:
        miss("rule-manual-and-require")
    has_basis = rule.basis or shared.tree.basis or rule.rationale
    if not (has_basis or broken & {"basis", "rationale", ""}):
        miss("rule-no-basis")
    if not (rule.severity or broken & {"severity", ""}):
        miss("rule-no-severity")


def _examples(
    rule: nodes.Rule, binders: tuple[typed.Binder, ...], shared: _Shared
) -> tuple[nodes.Example, ...]:
    """Return the examples resolved; with a subject that is not known, nothing is said of them."""
    if "each" in rule.broken or len(binders) < len(rule.each):
        return ()
    examples = Examples(shared.vocabulary, shared.problems, shared.spellings)
    return tuple(examples.resolve(example, binders) for example in rule.examples)


def _binders(rule: nodes.Rule, shared: _Shared) -> tuple[typed.Binder, ...]:
    """Return the subjects of a rule; one of an unknown kind is left out."""
    binders: list[typed.Binder] = []
    taken = {*PLAN, *shared.names, *shared.parameters}
    for binder in rule.each:
        kind = kind_named(binder.kind)
        if binder.variable in taken:
            given = {"name": binder.variable}
            shared.problems.append(Diagnostic("rule-name-twice", binder.span, given))
        taken.add(binder.variable)
        if kind is None or not kind.subject:
            known = [w for key in SUBJECTS for w in (KINDS[key].zh, key)]
            choices = {
                "kinds": "、".join(KINDS[key].zh for key in SUBJECTS),
                "kinds_en": ", ".join(SUBJECTS),
            }
            shared.problems.append(
                nearest("rule-kind-unknown", binder.span, binder.kind, known, choices)
            )
        else:
            shared.spellings[binder.span] = Keyword(kind.zh, kind.key)
            binders.append(typed.Binder(kind.key, binder.variable))
    return tuple(binders)


def _severity(rule: nodes.Rule, inference: Inference) -> tuple[typed.SeverityCase, ...]:
    cases = []
    for case in rule.severity:
        condition = (
            lean(inference.infer_condition(case.condition), "open")
            if case.condition is not None
            else None
        )
        cases.append(typed.SeverityCase(case.severity, condition))  # type: ignore[arg-type]
    after = next((at for at, case in enumerate(cases[:-1]) if case.condition is None), None)
    if after is not None:
        inference.fault("rule-severity-after-otherwise", rule.severity[after + 1].span, {})
    elif cases and cases[-1].condition is not None:
        inference.fault("rule-severity-open", rule.severity[-1].span, {})
    return tuple(cases)


def _message(message: nodes.Message, inference: Inference) -> typed.Message:
    return typed.Message(_template(message.zh, inference), _template(message.en, inference))


def _template(template: nodes.Template, inference: Inference) -> typed.Template:
    parts = (p if isinstance(p, str) else inference.infer(p) for p in template.parts)
    return typed.Template(tuple(parts))
