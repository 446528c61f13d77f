"""Imports point one way."""

import ast
from pathlib import Path

import dragoman

ROOT = Path(dragoman.__file__).parent
LAYERS = [
    {"errors"},
    {"settings", "resources"},
    {"text"},
    {"records"},
    {"sources", "reading", "reconciling", "dossier", "cases", "model", "store", "export", "remote"},
    {"workbench"},
    {"cli", "web"},
]
LEVEL = {name: n for n, names in enumerate(LAYERS) for name in names}
PUBLIC = {"__init__", "__main__"}
"""The package's own face; its functions import what they need when they are called."""


def imports(path: Path) -> list[tuple[int, str]]:
    """Line and first part below `dragoman` of every import of our own."""
    out = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = [f"dragoman.{a.name}" for a in node.names] if node.module == "dragoman" else [node.module]
        out += [(node.lineno, n.split(".")[1]) for n in names if n.startswith("dragoman.")]
    return out


def test_imports_point_one_way():
    """A layer knows nothing of a higher one, and neighbours in the wide middle meet through records alone."""
    wrong = []
    for path in sorted(ROOT.rglob("*.py")):
        here = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if here in PUBLIC:
            continue
        assert here in LEVEL, f"{path}: no layer is named for {here!r}; add it to LAYERS"
        for line, there in imports(path):
            if there == "__version__" or there == here:
                continue
            if LEVEL[there] >= LEVEL[here]:
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {here} imports {there}")
    assert wrong == []


def test_no_module_is_named_utils():
    """A function has a home in `text` or a subject of its own."""
    assert [p for p in ROOT.rglob("*.py") if p.stem in ("utils", "helpers", "misc", "common")] == []
