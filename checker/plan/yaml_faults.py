"""Why a YAML text could not be read, in the author's terms. Names the cause; reads no values."""

from __future__ import annotations

import re
from typing import Any

from checker.diagnostics import Diagnostic
from checker.plan.yaml_nodes import MAX_DEPTH
from checker.source import Source, Span

# A key as plans have them (an English word or a year) that begins a line, without ": " after it.
_LINE_KEY = re.compile(r"^[ ]*(?:-[ ]+)*([A-Za-z_]+|[0-9]{4})[ ]*(：|:(?=[^\s:/]))", re.MULTILINE)
_TAB_LINE = re.compile(r"^[ ]*\t[ \t]*(?=\S)", re.MULTILINE)
_SIGNS = "@`%>|*&!,-?#"


def colon_fault(text: str, plain: bool, span: Span) -> Diagnostic | None:
    """Return the fault of `名称：值` or `a:1` typed where `key: value` was meant, None for another text."""
    if not plain:
        return None
    for sign, code in (("：", "input-full-width-colon"), (":", "input-colon-without-space")):
        key, colon, value = text.partition(sign)
        if colon and key:
            return Diagnostic(code, span, {"key": key.strip(), "value": value.strip()})
    return None


def comma_in_item(text: str, span: Span) -> Diagnostic | None:
    """Return the warning about an unquoted item of a bracketed list that holds “，”, None if it holds none."""
    if "，" not in text:
        return None
    comma = span.start + span.text.find("，")
    return Diagnostic(
        "input-comma-in-item", Span(span.source, comma, comma + 1), {"item": text}, "warning"
    )


def suspicious_lines(source: Source) -> tuple[Diagnostic, ...]:
    """Return the faults of lines that alone explain a syntax error: full-width colon, no space after a colon, tabs."""
    faults: list[Diagnostic] = []
    for match in _LINE_KEY.finditer(source.text):
        end = source.text.find("\n", match.end())
        value = source.text[match.end() : end if end >= 0 else None].strip()
        code = "input-full-width-colon" if match[2] == "：" else "input-colon-without-space"
        span = Span(source, match.start(1), match.end(2))
        faults.append(Diagnostic(code, span, {"key": match[1], "value": value}))
        if len(faults) >= 50:
            break
    tabs = list(_TAB_LINE.finditer(source.text))
    if tabs:
        first = source.text.index("\t", tabs[0].start())
        faults.append(
            Diagnostic("input-tab", Span(source, first, tabs[0].end()), {"count": len(tabs)})
        )
    return tuple(faults)


def explain_syntax_error(error: Any, source: Source, base: int) -> Diagnostic:
    """Return a PyYAML error (`yaml.MarkedYAMLError`, C or Python parser) as a diagnostic of ours."""
    problem, context = error.problem or "", error.context or ""
    offset = error.problem_mark.index + base
    since = error.context_mark.index + base if error.context_mark else offset
    code, start, end, arguments = _cause(problem, context, source.text, since, offset)
    start = min(start, len(source.text))
    return Diagnostic(code, Span(source, start, max(start, min(end, len(source.text)))), arguments)


_Cause = tuple[str, int, int, dict[str, object]]


def _cause(problem: str, context: str, text: str, since: int, offset: int) -> _Cause:
    """Return the cause by what the parser was doing; `since` is where it began, `offset` where it gave up."""
    sign = text[offset : offset + 1]
    if "quoted scalar" in context and ("end of stream" in problem or "document" in problem):
        return "input-quote-open", since, since + 1, {"quote": text[since : since + 1]}
    if "escape" in problem:
        slash = offset if sign == "\\" else offset - 1
        return "input-escape", slash, slash + 2, {"escape": text[slash : slash + 2]}
    if "tab character" in problem or sign == "\t":
        return "input-tab", offset, offset + 1, {"count": 1}
    if (
        "nesting depth" in problem
    ):  # PyYAML 6.0.4 gives up before any event: its scanner reads ahead
        return "input-too-deep", offset, offset + 1, {"limit": MAX_DEPTH}
    if "simple key" in context:
        return _key_line(text, since)
    if "cannot start any token" in problem:
        return _needs_quotes(text, offset)
    if (
        any(word in context for word in ("alias", "anchor", "tag", "block scalar"))
        or "tag" in problem
    ):
        return _needs_quotes(text, since)
    if "not allowed" in problem:
        return _not_allowed(text, offset)
    if "expected ',' or" in problem:
        return _inside_brackets(text, since, offset)
    if "node content" in problem:
        bracket = max(text.rfind("{", 0, offset), text.rfind("[", 0, offset))
        if bracket >= 0 and not text[offset:].strip():
            return _open(text, bracket)
        return ("input-stray-bracket" if sign in ("}", "]") else "input-needs-quotes"), *_sign(
            text, offset
        )
    if "document start" in problem:
        if re.search(r"^\.\.\.", text[:offset], re.MULTILINE):
            return "input-several-documents", offset, offset + 1, {}
        return "input-indentation", offset, offset + 1, {}
    if "expected key" in problem or "block end" in problem or "'-' indicator" in problem:
        return _after_a_value(text, offset)
    return "input-syntax", offset, offset + 1, {}


def _sign(text: str, offset: int) -> tuple[int, int, dict[str, object]]:
    return offset, offset + 1, {"sign": text[offset : offset + 1]}


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _needs_quotes(text: str, offset: int) -> _Cause:
    return "input-needs-quotes", *_sign(text, offset)


def _key_line(text: str, offset: int) -> _Cause:
    """Return the cause in a line where `key: value` was expected and there is no colon."""
    end = _line_end(text, offset)
    line = text[offset:end].rstrip()
    for sign, code in (("：", "input-full-width-colon"), (":", "input-colon-without-space")):
        key, colon, value = line.partition(sign)
        if colon:
            return code, offset, offset + len(key) + 1, {"key": key.strip(), "value": value.strip()}
    return "input-colon-missing", offset, offset + len(line), {"line": line}


def _not_allowed(text: str, offset: int) -> _Cause:
    """Return the cause in `a: b: c`, `a: - b`, or a line that is indented below a finished value."""
    before = text[text.rfind("\n", 0, offset) + 1 : offset]
    if text[offset : offset + 1] == ":" and re.search(r":\s", before):
        return "input-colon-in-value", offset, offset + 1, {}
    if text[offset : offset + 1] in ("-", "?") and before.strip(" -"):
        return _needs_quotes(text, offset)
    start = offset - len(before.lstrip(" "))
    return "input-indentation", start, max(offset, start + 1), {}


def _inside_brackets(text: str, since: int, offset: int) -> _Cause:
    line_start = max(text.rfind("\n", 0, offset) + 1, since)
    comma = text.rfind("，", line_start, offset + 1)
    if comma >= 0 and re.fullmatch(r"，\s*[\w\"]*", text[comma : offset + 1].rstrip(":")):
        return "input-full-width-comma", comma, comma + 1, {}
    if text[offset - 1 : offset] in ('"', "'"):
        return "input-text-after-quote", offset, _word_end(text, offset), {}
    if "\n" in text[since:offset] or not text[offset:].strip():
        return _open(text, since)
    if text[offset : offset + 1] == ":":
        return "input-colon-in-value", offset, offset + 1, {}
    return "input-comma-missing", offset, offset + 1, {}


def _open(text: str, offset: int) -> _Cause:
    return "input-bracket-open", offset, offset + 1, {"bracket": text[offset : offset + 1]}


def _after_a_value(text: str, offset: int) -> _Cause:
    if text[offset : offset + 1] in ("}", "]"):
        return "input-stray-bracket", *_sign(text, offset)
    before = text[max(0, offset - 2) : offset].rstrip(" ")[-1:]
    if before in ('"', "'"):
        return "input-text-after-quote", offset, _word_end(text, offset), {}
    if before in ("}", "]"):
        return "input-text-after-bracket", offset, _word_end(text, offset), {"bracket": before}
    return "input-indentation", offset, offset + 1, {}


def _word_end(text: str, offset: int) -> int:
    match = re.compile(r"[^,}\]\n]*").match(text, offset)
    return max(offset + 1, match.end()) if match else offset + 1
