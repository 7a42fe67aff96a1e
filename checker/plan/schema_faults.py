"""Where a plan departs from the format, in the author's terms. Imports jsonschema when needed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import islice
from typing import Any

from checker.diagnostics import Diagnostic, nearest_words
from checker.files import data_path
from checker.plan.yaml_faults import colon_fault
from checker.plan.yaml_nodes import MAX_FAULTS, MappingNode, ScalarNode, SequenceNode, YamlNode
from checker.source import Span

OTHER_KEY = re.compile(r"[：:]|^<<$|^$")  # keys of which the reading of the text has spoken already


def find_format_faults(root: MappingNode, text_faults: tuple[Diagnostic, ...]) -> list[Diagnostic]:
    """Return all departures from the format, none at a place of which `text_faults` have spoken already."""
    places = {(fault.span.start, fault.span.end) for fault in text_faults if fault.span}
    faults: dict[tuple[int, str], Diagnostic] = {}
    for error in islice(_validator().iter_errors(to_json_data(root)), MAX_FAULTS):
        for fault in explain(error, root):
            span = fault.span
            if span and (span.start, span.end) not in places:
                faults.setdefault(
                    (span.start, fault.code + str(fault.arguments.get("key", ""))), fault
                )
    return _without_follow_ups(list(faults.values()))


def _without_follow_ups(faults: list[Diagnostic]) -> list[Diagnostic]:
    """Return the faults without those of missing keys that are there, misspelt."""
    meant = {
        (fault.arguments["record"], fault.arguments["near"])
        for fault in faults
        if fault.code == "plan-unknown-key-near"
    }
    return [
        fault
        for fault in faults
        if fault.code != "plan-missing-key"
        or (fault.arguments["record"], fault.arguments["key"]) not in meant
    ]


@cache
def schema() -> dict[str, Any]:
    """Return the published JSON Schema of plan data."""
    loaded: dict[str, Any] = json.loads(
        (data_path("schema") / "plan.schema.json").read_text(encoding="utf-8")
    )
    return loaded


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())


def to_json_data(node: YamlNode) -> Any:
    """Return a node as JSON data: every scalar is text and keeps its characters; null is None."""
    if isinstance(node, ScalarNode):
        return None if node.is_null else node.text
    if isinstance(node, SequenceNode):
        return [to_json_data(item) for item in node.items]
    return {key.text: to_json_data(child) for key, child in reversed(node.entries)}


def locate(root: MappingNode, path: Iterable[str | int]) -> tuple[YamlNode, ScalarNode | None]:
    """Return the node at a path of keys and indices, and the key it stands at."""
    node: YamlNode = root
    key: ScalarNode | None = None
    for step in path:
        if isinstance(node, MappingNode) and isinstance(step, str):
            entry = node.find(step)
            assert entry is not None  # the path was made from these nodes
            key, node = entry
        elif isinstance(node, SequenceNode) and isinstance(step, int):
            node = node.items[step]
    return node, key


# --- one function a kind of error, by `error.validator` ---


def explain(error: Any, root: MappingNode) -> list[Diagnostic]:
    """Return the diagnostics of one schema error. With no anyOf in the schema, it is the cause itself."""
    path = list(error.absolute_path)
    node, _ = locate(root, path)
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    owner = path if error.validator in ("required", "additionalProperties") else path[:-1]
    return EXPLAIN[error.validator](error, node, {"key": key, "record": _record_name(root, owner)})


def _record_name(root: MappingNode, path: list[str | int]) -> str:
    """Return the name or title of the record at a path, else its key."""
    node, key = locate(root, path)
    for name in ("name", "title", "indicator"):
        entry = node.find(name) if isinstance(node, MappingNode) else None
        if entry and isinstance(entry[1], ScalarNode) and entry[1].text:
            return entry[1].text
    return key.text if key else "plan"


def _head(node: YamlNode) -> Span:
    """Return a short place to point at: the first key of a mapping, the opening of a list."""
    if isinstance(node, MappingNode) and node.entries:
        return node.entries[0][0].span
    if isinstance(node, ScalarNode):
        return node.span
    return Span(node.source, node.start, min(node.start + 1, node.end))


def _unknown_keys(error: Any, node: YamlNode, context: dict[str, str]) -> list[Diagnostic]:
    assert isinstance(node, MappingNode)
    if "patternProperties" in error.schema:
        pattern = next(iter(error.schema["patternProperties"]))
        wrong = [key for key, _ in node.entries if not re.search(pattern, key.text)]
        return [
            Diagnostic("plan-not-a-year", key.span, {**context, "year": key.text})
            for key in wrong
            if not OTHER_KEY.search(key.text)
        ]
    properties = error.schema["properties"]
    strange = (
        key
        for key, _ in node.entries
        if key.text not in properties and not OTHER_KEY.search(key.text)
    )
    return [_unknown_key(key, properties, context["record"]) for key in islice(strange, MAX_FAULTS)]


def _unknown_key(key: ScalarNode, properties: Mapping[str, Any], record: str) -> Diagnostic:
    arguments: dict[str, object] = {
        "key": key.text,
        "record": record,
        "keys": ", ".join(properties),
    }
    titles = {about.get("title", name): name for name, about in properties.items()}
    candidates = [*properties, *titles]
    near = nearest_words(key.text.lower(), candidates)
    if not near:
        return Diagnostic("plan-unknown-key", key.span, arguments)
    meant = titles.get(near[0], near[0])
    return Diagnostic("plan-unknown-key-near", key.span, {**arguments, "near": meant})


def _missing_key(error: Any, node: YamlNode, context: dict[str, str]) -> list[Diagnostic]:
    assert isinstance(node, MappingNode)
    faults = []
    for key in error.validator_value:
        if key not in error.instance:
            about = _property(error.schema, key)
            example = json.dumps((about.get("examples") or ["…"])[0], ensure_ascii=False)
            arguments = {
                **context,
                "key": key,
                "title": about.get("title", key),
                "example": example,
            }
            faults.append(Diagnostic("plan-missing-key", _head(node), arguments))
    return faults


def _property(of: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    about: Mapping[str, Any] = of["properties"][key]
    return about


def _wrong_type(error: Any, node: YamlNode, context: dict[str, str]) -> list[Diagnostic]:
    allowed = error.validator_value
    if isinstance(node, ScalarNode):
        if fault := colon_fault(node.text, node.plain and "string" not in allowed, node.span):
            return [fault]
        if node.is_null:
            return [_nothing(error, node, context)]
        code = "plan-list-expected" if "array" in allowed else "plan-keys-expected"
        return [Diagnostic(code, node.span, {**context, "value": node.text})]
    if "string" in allowed:
        return [Diagnostic("plan-text-expected", _head(node), context)]
    code = "plan-list-expected" if "array" in allowed else "plan-keys-expected"
    return [Diagnostic(code, _head(node), {**context, "value": _excerpt(node)})]


def _nothing(error: Any, node: YamlNode, context: dict[str, str]) -> Diagnostic:
    in_list = isinstance(error.absolute_path[-1], int)
    return Diagnostic("plan-empty-item" if in_list else "plan-no-value", node.span, context)


def _excerpt(node: YamlNode) -> str:
    line = node.span.text.partition("\n")[0].strip()
    return line if len(line) <= 30 else line[:29] + "…"


def _not_a_choice(error: Any, node: YamlNode, context: dict[str, str]) -> list[Diagnostic]:
    if not isinstance(node, ScalarNode):
        return [Diagnostic("plan-text-expected", _head(node), context)]
    if node.is_null:
        return [Diagnostic("plan-no-value", node.span, context)]
    choices = [choice for choice in error.validator_value if choice]
    arguments: dict[str, object] = {**context, "value": node.text, "choices": " ".join(choices)}
    near = nearest_words(node.text, choices, cutoff=0.4)
    if near:
        return [Diagnostic("plan-not-one-of-near", node.span, {**arguments, "near": near[0]})]
    return [Diagnostic("plan-not-one-of", node.span, arguments)]


PATTERN_CODES = {
    "code": "plan-region-code",
    "period": "plan-period",
    "base_year": "plan-year",
    "target_year": "plan-year",
    "sha256": "plan-sha256",
    "line": "plan-count",
    "paragraph": "plan-count",
    "page": "plan-count",
    "level": "plan-heading-level",
}


def _wrong_pattern(_error: Any, node: YamlNode, context: dict[str, str]) -> list[Diagnostic]:
    arguments = {**context, "value": node.text if isinstance(node, ScalarNode) else ""}
    return [Diagnostic(PATTERN_CODES[context["key"]], node.span, arguments)]


def _empty(_error: Any, node: YamlNode, context: dict[str, str]) -> list[Diagnostic]:
    return [Diagnostic("plan-no-value", node.span, context)]


EXPLAIN: dict[str, Callable[[Any, YamlNode, dict[str, str]], list[Diagnostic]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "type": _wrong_type,
    "enum": _not_a_choice,
    "pattern": _wrong_pattern,
    "minLength": _empty,
}
