"""The plugin folder as QGIS wants it, assembled from the checkout.

    python -m tools.stage          build/plugins/landwatch_plugin/       copies
    python -m tools.stage --dev    build/dev/landwatch_plugin/           links, for live editing
    python -m tools.stage --zip    build/landwatch_plugin.<version>.zip  the same bytes from the same checkout
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from landwatch_plugin.paths import metadata_value
from tools.i18n import compile_catalogue

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
NAME = "landwatch_plugin"
STAGED = BUILD / "plugins" / NAME
LINKED = BUILD / "dev" / NAME
_LEFT_OUT_FOLDERS = {"__pycache__", "tests"}
_LEFT_OUT_ENDINGS = {".pyc", ".pyo", ".orig", ".rej"}
_OLDEST = (1980, 1, 1, 0, 0, 0)


def shipped_files(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """(path inside the plugin folder, file in the checkout), sorted."""
    found = {f"i18n/{path.name}": path for path in (root / "i18n").glob("*.qm")}
    found |= {name: root / name for name in ("metadata.txt", "LICENSE")}
    for base, folder in ((root / NAME, root / NAME), (root, root / "resources")):
        for path in folder.rglob("*"):
            if path.is_file() and _ships(path.relative_to(base)):
                found[path.relative_to(base).as_posix()] = path
    yield from sorted(found.items())


def _ships(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return not hidden and not _LEFT_OUT_FOLDERS & set(path.parts) and path.suffix not in _LEFT_OUT_ENDINGS


def stage(target: Path = STAGED, root: Path = ROOT) -> Path:
    """Bring `target` up to the checkout: new and changed files are copied, others removed, same ones untouched."""
    compile_catalogue()
    wanted = dict(shipped_files(root))
    for name, source in wanted.items():
        copy = target / name
        if not copy.is_file() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, copy)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path.relative_to(target).as_posix() not in wanted and "__pycache__" not in path.parts:
            path.unlink()
    return target


def link(target: Path = LINKED, root: Path = ROOT) -> Path:
    """A plugin folder of links into the checkout: a change is live after the plugin is reloaded."""
    compile_catalogue()
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    sources = [path for path in (root / NAME).iterdir() if path.name != "__pycache__"]
    for source in (*sources, *(root / name for name in ("resources", "i18n", "metadata.txt", "LICENSE"))):
        (target / source.name).symlink_to(os.path.relpath(source, target))
    return target


def pack(folder: Path = BUILD, root: Path = ROOT) -> Path:
    """The zip for QGIS's plugin installer: sorted, without times, so that the same checkout gives the same bytes."""
    compile_catalogue()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.{metadata_value('version')}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, source in shipped_files(root):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", _OLDEST)
            entry.external_attr = 0o100644 << 16
            entry.create_system = 3
            archive.writestr(entry, source.read_bytes(), zipfile.ZIP_DEFLATED)
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description="Assemble the plugin folder.")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--zip", action="store_true")
    kind.add_argument("--dev", action="store_true")
    options = parser.parse_args()
    made = pack() if options.zip else link() if options.dev else stage()
    print(os.path.relpath(made, ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
