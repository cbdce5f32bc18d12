"""The house stands: imports go down the one line of docs/architecture.md, and no file grows too long."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "landwatch_plugin"
PLAN = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
DOOR = "door"
WHEELS = {"shapely", "geopandas", "pandas", "pyproj", "pyogrio"}
FILES = sorted(PACKAGE.rglob("*.py"))


def read_line(plan: str) -> list[list[str]]:
    """The rooms from top to bottom; neighbours in one list."""
    line = re.search(r"^plugin > .*$", plan, re.MULTILINE)
    assert line, "docs/architecture.md has no line `plugin > …`"
    return [[room.strip() for room in step.split("|")] for step in line[0].split(">")]


def read_rows(plan: str, heading: str) -> list[list[str]]:
    """The rows of the table under the line that begins with `heading`, cells without backticks."""
    table = plan.split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip(" `") for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]


STEPS = read_line(PLAN)
FRIENDS = {room: set(re.findall(r"\w+", packages)) for room, _, packages in read_rows(PLAN, "room")}


def room_of(name: str) -> str:
    """The room of a dotted name below the package; the package itself belongs to the shell."""
    return name.partition(".")[0] or "plugin"


def module_of(path: Path, package: Path = PACKAGE) -> str:
    """`overlay.engine` for landwatch_plugin/overlay/engine.py; "" for the package's own __init__."""
    parts = path.relative_to(package).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(source: str) -> Iterator[tuple[int, str, bool]]:
    """(line, dotted name, is it only for the type checker) of every import, relative ones with leading dots."""
    tree = ast.parse(source)
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        for name in imported_names(node):
            yield node.lineno, name, id(node) in typing_only


def imported_names(node: ast.AST) -> list[str]:
    """What one node imports; import_module("…") with a plain text counts."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return ["." * node.level] if node.level else [f"{node.module}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module") and node.args:
        first = node.args[0]
        return [first.value] if isinstance(first, ast.Constant) and isinstance(first.value, str) else []
    return []


def may_see(room: str, other: str) -> bool:
    """Whether `other` is the same room or lies below."""
    depth = {name: level for level, step in enumerate(STEPS) for name in step}
    return room == other or depth[room] < depth[other]


def offence(module: str, name: str, typing_only: bool) -> str:
    """What is wrong with `module` importing `name`; "" when nothing is."""
    room, (top, _, below) = room_of(module), name.partition(".")
    if name.startswith("."):
        return "relative import"
    if top == "landwatch_plugin":
        known = any(room_of(below) in step for step in STEPS)
        if not known:
            return f"{name} is in no room"
        return "" if may_see(room, room_of(below)) else f"{room} may not see {room_of(below)} ({name})"
    if top in WHEELS:
        return "" if typing_only or module == DOOR else f"{top} comes from {DOOR} only"
    if top in sys.stdlib_module_names or top in FRIENDS[room]:
        return ""
    return f"{room} may not use {top}"


def offences(path: Path) -> list[str]:
    source, module = path.read_text(encoding="utf-8"), module_of(path)
    found = ((line, offence(module, name, typing_only)) for line, name, typing_only in imports(source))
    return [f"{path.relative_to(ROOT)}:{line}: {text}" for line, text in found if text]


@pytest.mark.parametrize("path", FILES, ids=lambda path: module_of(path) or "landwatch_plugin")
def test_imports_only_go_down(path: Path) -> None:
    """No file looks up, sideways or at a package that its room may not use."""
    assert offences(path) == []


def test_every_folder_is_a_room_and_every_room_is_in_the_table() -> None:
    """The line, the table and the folders name the same rooms."""
    named = {room for step in STEPS for room in step}
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    assert folders | files == named
    assert set(FRIENDS) == named


def test_no_file_is_longer_than_400_lines() -> None:
    """Code, tests and tools alike."""
    folders = ("landwatch_plugin", "tests", "tools", "demo", "benchmarks")
    everything = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in everything}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_test_files_have_names_of_their_own() -> None:
    """Two test files of one name would shadow each other."""
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(
    ("module", "name", "wrong"),
    [
        ("domain.units", "decimal.Decimal", ""),
        ("casework.checking", "landwatch_plugin.gis.frames", ""),
        ("ui.dock", "qgis.PyQt.QtCore", ""),
        ("", "landwatch_plugin.plugin.LandwatchPlugin", ""),
        ("gis.frames", "landwatch_plugin.door", ""),
        ("gis.frames", "landwatch_plugin.door.shapely", ""),
        ("door", "shapely", ""),
        ("gis.frames", "landwatch_plugin.overlay.plane", "gis may not see overlay (landwatch_plugin.overlay.plane)"),
        ("domain.units", "landwatch_plugin.gis.i18n", "domain may not see gis (landwatch_plugin.gis.i18n)"),
        ("ui.dock", "landwatch_plugin.processing.x", "ui may not see processing (landwatch_plugin.processing.x)"),
        ("ledger.store", "qgis.core", "ledger may not use qgis"),
        ("casework.review", "qgis.core", "casework may not use qgis"),
        ("ui.dock", "PyQt5.QtCore", "ui may not use PyQt5"),
        ("overlay.plane", "shapely", "shapely comes from door only"),
        ("domain.units", ".", "relative import"),
        ("domain.units", "landwatch_plugin.attic.x", "landwatch_plugin.attic.x is in no room"),
    ],
)
def test_the_reader_of_the_line_sees(module: str, name: str, wrong: str) -> None:
    """The test itself can tell a lawful import from an unlawful one."""
    assert offence(module, name, typing_only=False) == wrong


def test_the_reader_finds_imports_wherever_they_hide() -> None:
    """Inside functions, under TYPE_CHECKING, relative, and by name."""
    source = (
        "import a.b\nfrom c import d, e\nfrom . import f\nfrom ..g import h\n"
        "def work():\n    import i\n    import_module('j.k')\n"
        "if TYPE_CHECKING:\n    from shapely import Polygon\n"
    )
    assert sorted(name for _, name, _ in imports(source)) == [".", "..", "a.b", "c.d", "c.e", "i", "j.k", "shapely.Polygon"]
    assert [name for _, name, typing_only in imports(source) if typing_only] == ["shapely.Polygon"]
