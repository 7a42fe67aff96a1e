"""Tasks with the departments that a bracket at their end names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from checker.extract.records import DraftOutline, DraftText, PlainValue, ReadEntry, at_of

_BRACKET = re.compile(
    r"[（(](?P<inside>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]\s*[。；;]?\s*$"
)
_DEPARTMENT = re.compile(
    r"(?:[局委办厅部院署会处科站所组行]|中心|政府|联社|残联|妇联|工商联|科协|公司|集团|总工会|法院|检察院|海关|街道|乡镇|公安|单位|部门|中学|大学|医院)$"
)
_LEAD_IN = re.compile(
    r"^(?:责任|牵头|配合|参与|参加|负责|主办|协办|实施|落实)(?:单位|部门)?[:：]\s*"
)
_TAIL = re.compile(
    r"(?:等(?:相关|有关)?(?:部门|单位|区级部门)*(?:按职责分工)?|按职责分工|分别|共同)*(?:负责|牵头|参与|参加|配合|落实|指导)*(?:负责)?$"
)
_DIVIDERS = re.compile("[、，,；;/／\\s]+|(?<=牵头)|和(?=[市县区省])|及(?=[市县区省])")
_PER_NAME = re.compile(
    r"^(?:\d{1,2}\s*[.．、]|[（(]\d{1,2}[）)]|[一二三四五六七八九十]是|[—\-–－]{2,}|[①-⑳])\s*"
)
_LONGEST_NAME = 40


def read_tasks(outline: DraftOutline) -> Iterator[ReadEntry]:
    """Yield every text that ends with its departments, named by its first clause."""
    before: DraftText | None = None
    for text in outline.texts:
        if text.heading:
            before = text
            continue
        bracket = _BRACKET.search(text.text)
        departments = _departments(bracket["inside"]) if bracket else []
        if bracket is not None and departments:
            body = text.text[: bracket.start()]
            name, start = _name(body)
            if not name and before is not None:
                name = before.text
            data: dict[str, PlainValue] = {"name": name, "departments": list(departments)}
            data["at"] = at_of(text.where, text.place())
            evidence = {
                (): text.evidence(start, start + len(name)),
                ("departments",): text.evidence(bracket.start(), bracket.end()),
            }
            yield ReadEntry(data, evidence)
        before = None


def _departments(inside: str) -> list[str]:
    """Return the departments of a bracket; [] if it holds anything else."""
    parts = [part for part in _DIVIDERS.split(_LEAD_IN.sub("", inside.strip())) if part]
    names: list[str] = []
    for part in parts:
        bare = _TAIL.sub("", _LEAD_IN.sub("", part)).strip()
        if not bare or bare in ("等", "相关部门", "有关部门", "各有关部门"):
            continue
        names.append(bare)
    named = sum(bool(_DEPARTMENT.search(name)) and len(name) <= 20 for name in names)
    if not names or named * 4 < len(names) * 3 or not _DEPARTMENT.search(names[0]):
        return []
    return list(dict.fromkeys(names))


def _name(body: str) -> tuple[str, int]:
    """Return the first clause of a task, without its number, and where it begins."""
    lead = _PER_NAME.match(body)
    start = lead.end() if lead else 0
    stop = re.search("[。：:；]", body[start:])
    name = body[start : start + stop.start()] if stop else body[start:]
    if len(name) > _LONGEST_NAME:
        name = re.split("[，,]", name)[0][:_LONGEST_NAME]
    return name.strip(), start
