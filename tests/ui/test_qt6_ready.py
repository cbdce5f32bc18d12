"""The screens on Qt 6: every enum is named by its scope, and Qt comes through qgis.PyQt only."""

from __future__ import annotations

import ast
import enum
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import landwatch_plugin

FOLDER = Path(landwatch_plugin.__file__).parent
FILES = sorted([*(FOLDER / "ui").glob("*.py"), FOLDER / "gis" / "canvas.py", FOLDER / "gis" / "settings.py"])


def qt_names(tree: ast.AST) -> dict[str, Any]:
    """Name → class of everything that a file imports from qgis."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis"):
            module = importlib.import_module(node.module)
            found |= {alias.asname or alias.name: getattr(module, alias.name) for alias in node.names}
    return found


def unscoped(tree: ast.AST) -> Iterator[str]:
    """`Qt.AlignLeft` and the like: an enum's member taken from the class around the enum."""
    names = qt_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        owner = resolved(node.value, names)
        if not isinstance(owner, type):
            continue
        member = getattr(owner, node.attr, None)
        is_member = isinstance(member, enum.Enum) or (isinstance(member, int) and type(member) is not int)
        if is_member and type(member) is not owner and not issubclass(owner, int | enum.Enum):
            yield f"line {node.lineno}: {ast.unparse(node)}"


def resolved(node: ast.AST, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(resolved(node.value, names), node.attr, None)
    return None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_enums_are_named_by_their_scope(path: Path, qgis_app: Any) -> None:
    assert list(unscoped(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_the_reader_sees_an_unscoped_enum(qgis_app: Any) -> None:
    source = "from qgis.PyQt.QtCore import Qt\na = Qt.AlignLeft\nb = Qt.AlignmentFlag.AlignLeft\n"
    assert list(unscoped(ast.parse(source))) == ["line 2: Qt.AlignLeft"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_qt_comes_through_qgis(path: Path) -> None:
    """`exec_`, PyQt5 by name and iface by import would not survive Qt 6 or a test without QGIS's window."""
    source = path.read_text(encoding="utf-8")
    for word in ("PyQt5", "PyQt6", ".exec_(", "from qgis.utils", "import iface"):
        assert word not in source
