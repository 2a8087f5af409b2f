"""Data flows one way: a module imports only from layers before its own, at the top of the file, never in a circle."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "graphbuild"

LAYERS = (
    ("errors", "types", "resources"),
    ("knowledge",),
    ("ontology", "catalogue", "vocabulary", "grammar", "cues", "pattern_language", "confidence"),
    ("lexicon", "patterns"),
    ("background",),
    ("readers",),
    ("pipeline",),
    ("joining",),
    ("resolve",),
    ("graph",),
    ("query",),
    ("views",),
    ("exporters", "push"),
    ("gold", "evaluate", "explain"),
    ("building", "serve"),
    ("changing",),
    ("cli", "__init__", "__main__"),
)


def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def layer(module: str) -> int:
    name = module.removeprefix("graphbuild").removeprefix(".").split(".")[0] or "__init__"
    for number, names in enumerate(LAYERS):
        if name in names:
            return number
    raise AssertionError(f"{module} has no layer; put it where it belongs in LAYERS")


def imported(path: Path) -> set[str]:
    """The modules of graphbuild that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
            names.add(node.module)
    return {name for name in names if name in MODULES}


def test_there_are_modules_to_check() -> None:
    assert len(MODULES) > 40


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_from_layers_before_its_own(module: str) -> None:
    wrong = {
        other
        for other in imported(MODULES[module])
        if layer(other) > layer(module) or (other == "graphbuild" and module != "graphbuild")
    }
    assert not wrong - {module}


def test_no_module_imports_itself_over_others() -> None:
    graph = {module: imported(path) - {module} for module, path in MODULES.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_no_import_stands_inside_a_function(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = [n for function in functions for n in ast.walk(function) if isinstance(n, ast.Import | ast.ImportFrom)]
    assert not inside
