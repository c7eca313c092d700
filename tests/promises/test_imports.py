"""Imports point one way: network → casestudies → collab_directory."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAY_IMPORT = {
    "collab_directory": {"collab_directory"},
    "casestudies": {"casestudies", "collab_directory"},
    "network": {"network", "casestudies", "collab_directory"},
}
# The two files whose work it is to name the apps
COMPOSITION = {"collab_directory/settings.py", "collab_directory/urls.py"}


def modules():
    for package in MAY_IMPORT:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name not in COMPOSITION:
                yield pytest.param(path, package, id=name)


def imported(path: Path) -> set[str]:
    tops = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            tops |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            tops.add(node.module.split(".")[0])
    return tops


@pytest.mark.parametrize("path, package", modules())
def test_a_module_imports_only_what_lies_below_it(path, package):
    assert imported(path) & set(MAY_IMPORT) <= MAY_IMPORT[package]


def test_the_check_would_see_a_wrong_import(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("def late():\n    from network.models import Member\n")
    assert "network" in imported(wrong)


def test_only_the_search_touches_the_index_tables():
    """Another engine could replace the tables, as long as nobody else reads them."""
    users = {
        path.relative_to(ROOT / "casestudies").as_posix()
        for path in (ROOT / "casestudies").rglob("*.py")
        if "search_index" in path.read_text() and "migrations" not in path.parts
    }
    assert users == {
        "models/__init__.py",
        "search/__init__.py",
        "search/index.py",
        "search/shelf.py",
        "search/texts.py",
    }
