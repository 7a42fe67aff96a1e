"""How a package is built, read from its source: modules, imports, circles of imports, names of types, sizes."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

Graph = Mapping[str, frozenset[str]]
"""The modules that each module imports."""


def modules(root: Path) -> dict[str, Path]:
    """Every module of the package `checker` in the folder `root`, by its name; the shipped data hold none."""
    found = {}
    for path in sorted((root / "checker").rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if "_data" not in parts:
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def import_graph(root: Path) -> Graph:
    """Which file imports which, also inside functions and where only types need it."""
    known = modules(root)
    return {
        name: frozenset(_imported(parsed(path), known)) - {name} for name, path in known.items()
    }


def _imported(tree: ast.Module, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield from (
                    name for name in (inner if inner in known else node.module,) if name in known
                )


def cycles(graph: Graph) -> list[list[str]]:
    """The groups of modules of which each imports each other, by whatever way; Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups = []

    def visit(name: str) -> None:
        index[name] = low[name] = len(index)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in index:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], index[other])
        if low[name] == index[name]:
            start = stack.index(name)
            if len(stack) - start > 1:
                groups.append(sorted(stack[start:]))
            del stack[start:]

    for name in graph:
        if name not in index:
            visit(name)
    return groups


def types_by_name(root: Path) -> dict[str, set[str]]:
    """Return the modules of every class and alias of a type by its name, which is taken without underscores."""
    places = defaultdict(set)
    for module, path in modules(root).items():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.stmt):
                for name in _types(node):
                    places[name.lstrip("_")].add(module)
    return dict(places)


def _types(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.ClassDef():
            yield node.name
        case ast.Assign(targets=[ast.Name(id=name)]) if _is_alias(name, node.value):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="TypeAlias")):
            yield name


def _is_alias(name: str, value: ast.expr) -> bool:
    """Whether `NAME = value` names a type: a name in capitals and small letters for what is written as types are."""
    camel = name.lstrip("_")[:1].isupper() and not name.isupper()
    return camel and isinstance(value, ast.Name | ast.Attribute | ast.Subscript | ast.BinOp)


def lines_of_code(root: Path) -> int:
    """All lines of the package's Python files."""
    return sum(file_lengths(root).values())


def file_lengths(root: Path) -> dict[str, int]:
    """Lines of each module."""
    return {
        name: len(path.read_text(encoding="utf-8").splitlines())
        for name, path in modules(root).items()
    }


def function_lengths(root: Path) -> dict[str, int]:
    """Lines of each function and method, by module and name."""
    return {
        f"{module}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for module, path in modules(root).items()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def reachable(graph: Graph, start: str) -> set[str]:
    """All modules that a module imports, directly or through others."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def imported_names(path: Path) -> set[str]:
    """What a file imports from others, as `module.name`, or `module` for a whole one."""
    found = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def called_functions(root: Path, module: str) -> list[str]:
    """The functions of other modules that a module calls, as `module.name`, in the order in which they are called."""
    tree = parsed(modules(root)[module])
    origin = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("checker")
        for alias in node.names
    }
    names = (call.func.id for call in _calls(tree) if isinstance(call.func, ast.Name))
    return list(dict.fromkeys(origin[name] for name in names if name in origin and name.islower()))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls in a node, those of their arguments first, as they are evaluated; decorators are none."""
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and name != "decorator_list":
                yield from _calls(child)
    if isinstance(node, ast.Call):
        yield node
