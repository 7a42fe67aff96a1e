"""The keys of the plan format, derived from the records of `model`. Reads no files."""

from __future__ import annotations

import re
from typing import Any, Literal, NamedTuple

from checker.plan import model
from checker.source import Record

# What may stand at a key. A "list" holds records, "texts" texts; "one-or-many" is text or texts.
FieldKind = Literal["text", "string", "number", "yearly", "record", "list", "texts", "one-or-many"]

NATIONAL, PROVINCIAL, MUNICIPAL, COUNTY = "国家", "省", "市", "县"
LEVELS = {
    "国家": NATIONAL, "国家级": NATIONAL,
    "省": PROVINCIAL, "省级": PROVINCIAL, "自治区": PROVINCIAL, "直辖市": PROVINCIAL,
    "市": MUNICIPAL, "市级": MUNICIPAL, "设区的市": MUNICIPAL, "地级市": MUNICIPAL,
    "自治州": MUNICIPAL,
    "县": COUNTY, "县级": COUNTY, "县级市": COUNTY, "区": COUNTY, "市辖区": COUNTY,
    "自治县": COUNTY,
}  # fmt: skip
GRADES = ("P", "Q", "S", "I")
NATURES = ("约束性", "预期性", "指导性", "倡导性", "")

_YEAR = "(?:19|20)[0-9]{2}"
_DASH = "(?:[-‐–—―－~～〜至]|——)"
YEAR = re.compile(f"^{_YEAR}$")
PERIOD = re.compile(f"^({_YEAR})年?{_DASH}({_YEAR})年?$")
YEARS = re.compile(f"^({_YEAR})(?:{_DASH}({_YEAR}))?$")
REGION_CODE = re.compile("^[0-9]{6}$")
SHA256 = re.compile("^[0-9a-fA-F]{64}$")
COUNT = re.compile("^[1-9][0-9]{0,8}$")
DEPTH = re.compile("^[1-9]$")

CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("Header", "level"): tuple(LEVELS),
    ("Header", "kind"): ("综合", "专项规划", "行动方案", "通知"),
    ("Indicator", "nature"): NATURES,
    ("Statement", "nature"): NATURES,
    ("Fact", "parts"): ("全部", "部分"),
    ("Institution", "ownership"): ("公立", "民营"),
    ("Institution", "kind"): ("综合", "中医", "专科", "妇幼", "基层", "公卫", "其他"),
    ("Institution", "filing_level"): tuple(LEVELS),
    ("Institution", "tcm_filing_level"): tuple(LEVELS),
    ("Section", "kind"): ("专栏", "表", "附件"),
    **{(record, "grade"): GRADES for record in ("Header", "Indicator", "Statement", "Fact")},
}
PATTERNS: dict[tuple[str, str], re.Pattern[str]] = {
    ("Header", "period"): PERIOD,
    ("Header", "base_year"): YEAR,
    ("Header", "target_year"): YEAR,
    ("Region", "code"): REGION_CODE,
    ("Document", "sha256"): SHA256,
    **{("Place", name): COUNT for name in ("line", "paragraph", "page")},
    ("Section", "level"): DEPTH,
}

_KEYS = {"grade_class": "class", "header": "plan", "document": "source"}
_NOT_TYPED = {("Plan", "file"), ("Header", "first_year"), ("Header", "last_year")}  # the loader's
_OPTIONAL = {("Header", "target_year")}
_ONE_OR_MANY = {"site_area", "floor_area", "stated_investment"}
_KINDS: dict[str, FieldKind] = {
    "PrintedText": "text",
    "str": "string",
    "int": "number",
    "Yearly": "yearly",
}


class FieldSchema(NamedTuple):
    """One key: the name of its field in the record, what may stand there, and whether it must."""

    name: str
    kind: FieldKind
    required: bool
    record: str = ""
    choices: frozenset[str] | None = None
    pattern: re.Pattern[str] | None = None


class RecordSchema(Record):
    """A record: its keys, and the class made from them (None where `model` has no class)."""

    fields: dict[str, FieldSchema]
    record: type[Any] | None
    keeps_span: bool


def _field_schema(owner: str, key: str, cls: type[Any]) -> FieldSchema:
    annotation = str(cls.__annotations__[key]).removesuffix(" | None")
    many = re.fullmatch(r"tuple\[(\w+), \.\.\.\]", annotation)
    name = many[1] if many else annotation
    kind: FieldKind = _KINDS.get(name, "record")
    if many and kind == "text":
        kind = "one-or-many" if key in _ONE_OR_MANY else "texts"
    elif many:
        kind = "list"
    needed = cls.__struct_fields__[: -len(cls.__struct_defaults__) or None]
    required = key in needed and (owner, key) not in _OPTIONAL
    choices = CHOICES.get((owner, key))
    return FieldSchema(
        key,
        kind,
        required,
        name if kind in ("record", "list") else "",
        frozenset(choices) if choices else None,
        PATTERNS.get((owner, key)),
    )


def _record_schemas() -> dict[str, RecordSchema]:
    """Every record within `Plan`, by class name; `Region` groups the header's region_… fields."""
    schemas: dict[str, RecordSchema] = {}
    pending = ["Plan"]
    while pending:
        name = pending.pop()
        if name in schemas:
            continue
        cls: type[Any] = getattr(model, name)
        items = cls.__struct_fields__
        fields = {
            _KEYS.get(item, item): _field_schema(name, item, cls)
            for item in items
            if item != "span" and (name, item) not in _NOT_TYPED
        }
        if name == "Header":
            parts = [key for key in fields if key.startswith("region_")]
            nested = {key.removeprefix("region_"): fields.pop(key) for key in parts}
            nested = {
                key: part._replace(name=key, pattern=PATTERNS.get(("Region", key)))
                for key, part in nested.items()
            }
            schemas["Region"] = RecordSchema(nested, None, False)
            fields["region"] = FieldSchema("region", "record", True, "Region")
        record_class = None if name in ("Plan", "Header") else cls
        schemas[name] = RecordSchema(fields, record_class, "span" in items)
        pending.extend(f.record for f in fields.values() if f.record and f.record not in schemas)
    return schemas


RECORD_SCHEMAS = _record_schemas()
