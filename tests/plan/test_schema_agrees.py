"""The published schema and the loader's gate are one format: same keys, same choices, same verdicts."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from checker.plan.bind import bind_plan
from checker.plan.load import load_plan
from checker.plan.record_schema import CHOICES, RECORD_SCHEMAS
from checker.plan.scalars import FormatError
from checker.plan.schema_faults import (
    EXPLAIN,
    PATTERN_CODES,
    find_format_faults,
    schema,
    to_json_data,
)
from checker.plan.yaml_events import parse
from checker.source import Source

SCHEMA = schema()
ANNOTATIONS = {
    "$ref",
    "title",
    "description",
    "examples",
    "properties",
    "patternProperties",
    "items",
}
# Keywords that text never breaks: numbers matter to editors only, as here every scalar is text.
FOR_EDITORS = {"minimum", "maximum"}


def record_schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = SCHEMA if name == "Plan" else SCHEMA["$defs"][name]
    return found


def full(of: dict[str, Any]) -> Any:
    """A value with every key of the schema, made from the examples it gives."""
    if "$ref" in of:
        return full(SCHEMA["$defs"][of["$ref"].rpartition("/")[2]])
    if "properties" in of:
        return {key: full(about) for key, about in of["properties"].items()}
    if "items" in of and "$ref" in of["items"]:
        return [full(of["items"])]
    return of["examples"][0]


VALID = full(SCHEMA)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    steps: Any = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, child in steps:
        yield from places(child, (*path, step))


REPLACEMENTS: list[Any] = [
    None, "", "x", 7, "2020", [], {}, [None], ["a"], [{}], {"a": "b"}, {"2020": "x"}, {"2020": None},
    {"2020": ["x"]}, "2020-2021", "省", "全部", "450223", "~", "null", "公立\n", "2020\n",
]  # fmt: skip


def mutations() -> Iterator[Any]:
    for number, path in enumerate(places(VALID)):
        for step in range(4):
            changed = copy.deepcopy(VALID)
            parent = changed
            for key in path[:-1]:
                parent = parent[key]
            if step == 0:
                del parent[path[-1]]
            elif step == 1 and isinstance(parent, dict):
                parent["stray"] = "x"
            else:
                parent[path[-1]] = REPLACEMENTS[(number * 3 + step) % len(REPLACEMENTS)]
            yield changed


def verdicts(value: Any) -> tuple[bool, bool]:
    """Whether the gate accepts, and whether jsonschema does. JSON text is YAML too."""
    source = Source("m.yaml", json.dumps(value, ensure_ascii=False))
    root, faults = parse(source)
    assert root is not None
    assert not faults
    try:
        bind_plan(source)
        gate = True
    except FormatError:
        gate = False
    accepted = Draft202012Validator(SCHEMA).is_valid(to_json_data(root))
    if not accepted:
        named = find_format_faults(root, ())
        assert named, "a fault was found and not named"
        for fault in named:
            assert fault.text("zh")
            assert fault.text("en")
            fault.help("zh"), fault.help("en")
    return gate, accepted


def test_schema_is_a_schema_and_its_examples_are_a_plan() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    plan, faults = load_plan(Source("full.yaml", json.dumps(VALID, ensure_ascii=False)))
    assert plan is not None
    assert {fault.code for fault in faults} <= {"plan-no-such-fact", "plan-no-such-fact-near"}


def test_gate_and_schema_agree_on_mutations_of_a_valid_plan() -> None:
    tried = [verdicts(value) for value in mutations()]
    assert len(tried) > 400
    assert {accepted for _, accepted in tried} == {True, False}
    assert [pair for pair in tried if pair[0] != pair[1]] == []


@pytest.mark.parametrize("name", RECORD_SCHEMAS)
def test_schema_has_the_keys_of_the_record(name: str) -> None:
    of, shape = record_schema(name), RECORD_SCHEMAS[name]
    assert list(of["properties"]) == list(shape.fields)
    assert of.get("required", []) == [key for key, field in shape.fields.items() if field.required]
    assert of["additionalProperties"] is False
    for key, field in shape.fields.items():
        about = of["properties"][key]
        assert about["title"], key
        assert about["description"], key
        if field.pattern is not None:
            assert about["pattern"] == field.pattern.pattern
            assert key in PATTERN_CODES
        if field.choices is not None:
            choices = list(CHOICES[name, field.name])
            assert about["enum"] == (choices if field.required else [*choices, None])


def test_every_keyword_of_the_schema_has_its_message() -> None:
    used = {key for path in places(SCHEMA) for key in path[-1:] if isinstance(key, str)}
    keywords = used & set(Draft202012Validator.VALIDATORS)
    assert keywords - ANNOTATIONS - FOR_EDITORS == set(EXPLAIN)
    assert not used & {"anyOf", "oneOf", "allOf", "not", "if"}, "errors would lose their own cause"


def test_valid_plan_is_loaded_without_jsonschema() -> None:
    code = (
        "import sys, json; from checker.source import Source; from checker.plan.load import load_plan;"
        "plan, _ = load_plan(Source('p', sys.stdin.read())); assert plan;"
        "print('jsonschema' in sys.modules)"
    )
    text = json.dumps(VALID, ensure_ascii=False)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code],
        input=text,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stdout == "False\n", done.stderr
