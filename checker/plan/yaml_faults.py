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
    """`名称：值` or `a:1` typed where `key: value` was meant."""
    if not plain:
        return None
    for sign, code in (("：", "input-full-width-colon"), (":", "input-colon-without-space")):
        key, found, value = text.partition(sign)
        if found and key:
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
    """Lines that alone explain a syntax error: a full-width colon, no space after a colon, tabs."""
    found: list[Diagnostic] = []
    for match in _LINE_KEY.finditer(source.text):
        end = source.text.find("\n", match.end())
        value = source.text[match.end() : end if end >= 0 else None].strip()
        code = "input-full-width-colon" if match[2] == "：" else "input-colon-without-space"
        span = Span(source, match.start(1), match.end(2))
        found.append(Diagnostic(code, span, {"key": match[1], "value": value}))
        if len(found) >= 50:
            break
    tabs = list(_TAB_LINE.finditer(source.text))
    if tabs:
        first = source.text.index("\t", tabs[0].start())
        found.append(
            Diagnostic("input-tab", Span(source, first, tabs[0].end()), {"count": len(tabs)})
        )
    return tuple(found)


def explain_syntax_error(error: Any, source: Source, base: int) -> Diagnostic:
    """A PyYAML error (`yaml.MarkedYAMLError`, C or Python parser) as a diagnostic of ours."""
    problem, context = error.problem or "", error.context or ""
    at = error.problem_mark.index + base
    since = error.context_mark.index + base if error.context_mark else at
    code, start, end, arguments = _cause(problem, context, source.text, since, at)
    start = min(start, len(source.text))
    return Diagnostic(code, Span(source, start, max(start, min(end, len(source.text)))), arguments)


_Cause = tuple[str, int, int, dict[str, object]]


def _cause(problem: str, context: str, text: str, since: int, at: int) -> _Cause:
    """The cause by what the parser was doing; `since` is where it began, `at` where it gave up."""
    sign = text[at : at + 1]
    if "quoted scalar" in context and ("end of stream" in problem or "document" in problem):
        return "input-quote-open", since, since + 1, {"quote": text[since : since + 1]}
    if "escape" in problem:
        slash = at if sign == "\\" else at - 1
        return "input-escape", slash, slash + 2, {"escape": text[slash : slash + 2]}
    if "tab character" in problem or sign == "\t":
        return "input-tab", at, at + 1, {"count": 1}
    if (
        "nesting depth" in problem
    ):  # PyYAML 6.0.4 gives up before any event: its scanner reads ahead
        return "input-too-deep", at, at + 1, {"limit": MAX_DEPTH}
    if "simple key" in context:
        return _key_line(text, since)
    if "cannot start any token" in problem:
        return _needs_quotes(text, at)
    if (
        any(word in context for word in ("alias", "anchor", "tag", "block scalar"))
        or "tag" in problem
    ):
        return _needs_quotes(text, since)
    if "not allowed" in problem:
        return _not_allowed(text, at)
    if "expected ',' or" in problem:
        return _inside_brackets(text, since, at)
    if "node content" in problem:
        bracket = max(text.rfind("{", 0, at), text.rfind("[", 0, at))
        if bracket >= 0 and not text[at:].strip():
            return _open(text, bracket)
        return ("input-stray-bracket" if sign in ("}", "]") else "input-needs-quotes"), *_sign(
            text, at
        )
    if "document start" in problem:
        if re.search(r"^\.\.\.", text[:at], re.MULTILINE):
            return "input-several-documents", at, at + 1, {}
        return "input-indentation", at, at + 1, {}
    if "expected key" in problem or "block end" in problem or "'-' indicator" in problem:
        return _after_a_value(text, at)
    return "input-syntax", at, at + 1, {}


def _sign(text: str, at: int) -> tuple[int, int, dict[str, object]]:
    return at, at + 1, {"sign": text[at : at + 1]}


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _needs_quotes(text: str, at: int) -> _Cause:
    return "input-needs-quotes", *_sign(text, at)


def _key_line(text: str, at: int) -> _Cause:
    """A line where `key: value` was expected and no colon was found."""
    end = _line_end(text, at)
    line = text[at:end].rstrip()
    for sign, code in (("：", "input-full-width-colon"), (":", "input-colon-without-space")):
        key, found, value = line.partition(sign)
        if found:
            return code, at, at + len(key) + 1, {"key": key.strip(), "value": value.strip()}
    return "input-colon-missing", at, at + len(line), {"line": line}


def _not_allowed(text: str, at: int) -> _Cause:
    """`a: b: c`, `a: - b`, or a line that is indented below a finished value."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    if text[at : at + 1] == ":" and re.search(r":\s", before):
        return "input-colon-in-value", at, at + 1, {}
    if text[at : at + 1] in ("-", "?") and before.strip(" -"):
        return _needs_quotes(text, at)
    start = at - len(before.lstrip(" "))
    return "input-indentation", start, max(at, start + 1), {}


def _inside_brackets(text: str, since: int, at: int) -> _Cause:
    line_start = max(text.rfind("\n", 0, at) + 1, since)
    comma = text.rfind("，", line_start, at + 1)
    if comma >= 0 and re.fullmatch(r"，\s*[\w\"]*", text[comma : at + 1].rstrip(":")):
        return "input-full-width-comma", comma, comma + 1, {}
    if text[at - 1 : at] in ('"', "'"):
        return "input-text-after-quote", at, _word_end(text, at), {}
    if "\n" in text[since:at] or not text[at:].strip():
        return _open(text, since)
    if text[at : at + 1] == ":":
        return "input-colon-in-value", at, at + 1, {}
    return "input-comma-missing", at, at + 1, {}


def _open(text: str, at: int) -> _Cause:
    return "input-bracket-open", at, at + 1, {"bracket": text[at : at + 1]}


def _after_a_value(text: str, at: int) -> _Cause:
    if text[at : at + 1] in ("}", "]"):
        return "input-stray-bracket", *_sign(text, at)
    before = text[max(0, at - 2) : at].rstrip(" ")[-1:]
    if before in ('"', "'"):
        return "input-text-after-quote", at, _word_end(text, at), {}
    if before in ("}", "]"):
        return "input-text-after-bracket", at, _word_end(text, at), {"bracket": before}
    return "input-indentation", at, at + 1, {}


def _word_end(text: str, at: int) -> int:
    found = re.compile(r"[^,}\]\n]*").match(text, at)
    return max(at + 1, found.end()) if found else at + 1
