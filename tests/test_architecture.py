"""The house: a part imports only from its own floor or lower ones; modules say what they are for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.structure import (
    called_functions,
    cycles,
    import_graph,
    imported_names,
    modules,
    reachable,
    types_by_name,
)

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "checker"

# From ARCHITECTURE.md. The longest prefix decides.
FLOORS = {
    "checker": 1,
    "checker.__main__": 10,
    "checker.cli": 9,
    "checker.api": 9,
    "checker.version": 1,
    "checker.batch": 8,
    "checker.pipeline": 8,
    "checker.columns": 7,
    "checker.engine": 6,
    "checker.semantics": 5,
    "checker.review": 7,
    "checker.syntax": 4,
    "checker.document": 4,
    "checker.extract": 5,
    "checker.plan": 4,
    "checker.report": 7,
    "checker.findings": 3,
    "checker.files": 2,
    "checker.diagnostics": 2,
    "checker.datatypes": 3,
    "checker.plan.regions": 3,
    "checker.cache": 2,
    "checker.source": 1,
    "checker.quantity": 3,
    "checker.messages": 1,
}

# Third-party packages, and the only parts that may import them.
OWNERS = {
    "msgspec": ("checker",),
    "lark": ("checker.syntax", "checker.quantity"),
    "yaml": ("checker.plan", "checker.extract.write"),
    "jsonschema": ("checker.plan",),
    "click": ("checker.cli", "checker.__main__"),
    "jinja2": ("checker.report.as_html",),
    "junitparser": ("checker.report.as_junit",),
    "xlsxwriter": ("checker.report.as_xlsx",),
    "docx": ("checker.report.as_docx",),
    "watchfiles": ("checker.cli.watch",),
    "pyarrow": ("checker.batch",),
    "dask": ("checker.batch",),
    "distributed": ("checker.batch",),
    "pyspark": ("checker.batch",),
    "pandas": ("checker.api", "checker.batch"),
    "numpy": ("checker.columns", "checker.batch"),
}
LARGEST_FILE, LARGEST_FUNCTION = 546, 58

MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "_data" not in p.parts)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(module: str) -> int:
    known = [part for part in FLOORS if module == part or module.startswith(part + ".")]
    return FLOORS[max(known, key=len)]


def imports(path: Path) -> set[str]:
    """Every module that a file imports when it runs, also inside functions; not what only types need."""
    found: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
            found |= {
                f"{node.module}.{alias.name}" for alias in node.names if node.module == "checker"
            }
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    own = name_of(path)
    for imported in imports(path):
        if imported.startswith("checker.") or imported == "checker":
            assert floor(imported) <= floor(own), f"{own} (floor {floor(own)}) imports {imported}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_third_party_packages_have_owners(path: Path) -> None:
    own = name_of(path)
    for imported in imports(path):
        top = imported.partition(".")[0]
        if top in OWNERS:
            assert any(own == o or own.startswith(o + ".") for o in OWNERS[top]), (
                f"{own} imports {top}"
            )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_say_what_they_are_for_and_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    doc = ast.get_docstring(tree)
    assert doc and doc.split("\n")[0].endswith("."), "the first line states the module's job"
    assert len(text.splitlines()) <= LARGEST_FILE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= LARGEST_FUNCTION, f"{node.name} has {length} lines"


def test_every_attribute_of_the_language_is_a_property_of_its_subject() -> None:
    from checker.datatypes.kinds import KINDS
    from checker.engine import document, facilities, facts, plan_subjects, targets
    from checker.engine.values import property_of

    found = [
        c for m in (document, facilities, facts, plan_subjects, targets) for c in vars(m).values()
    ]
    classes = {c.kind: c for c in found if isinstance(c, type) and getattr(c, "kind", "")}
    classes |= dict.fromkeys(("statement", "upper_target"), targets.TargetSubject)
    classes |= {"target": targets.OwnTargetSubject}
    for kind in KINDS.values():
        for attribute in kind.attributes:
            wanted = property_of(attribute.key)
            assert hasattr(classes[kind.key], wanted), f"{kind.key}.{attribute.key}"


MOST_ROOT_ENTRIES = 22
"""Stages, services and entries of the package, besides `__init__`, `__main__` and data."""

TWIN_TREES = {"checker.syntax.nodes", "checker.semantics.typed"}
"""The tree as written and the typed tree: a node of both has one name."""

ABOVE_THE_STEPS = ("checker.cli", "checker.__main__", "checker.pipeline")


def test_no_files_import_each_other_in_a_circle() -> None:
    assert cycles(import_graph(ROOT)) == []


def test_one_name_is_one_type() -> None:
    places = types_by_name(ROOT)
    several = {
        name: sorted(files)
        for name, files in places.items()
        if len(files) > 1 and not files <= TWIN_TREES
    }
    assert several == {}


def test_the_root_of_the_package_holds_few_things() -> None:
    entries = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path.is_dir() and (path / "__init__.py").exists())
    } - {"__init__", "__main__"}
    assert len(entries) <= MOST_ROOT_ENTRIES, sorted(entries)


def test_a_step_of_the_pipeline_knows_no_door_no_later_step_and_not_the_pipeline() -> None:
    graph, files = import_graph(ROOT), modules(ROOT)
    steps = called_functions(ROOT, "checker.pipeline")
    assert len(steps) >= 5
    for number, step in enumerate(steps):
        own = step.rpartition(".")[0]
        known = {own, *reachable(graph, own)}
        names = set().union(*(imported_names(files[module]) for module in known))
        assert not {name for name in known if name.startswith(ABOVE_THE_STEPS)}, step
        for later in steps[number + 1 :]:
            assert not {later, later.rpartition(".")[0]} & names, f"{step} knows {later}"
