"""The Chinese catalogue: collect the texts of the code, keep their translations, compile with lrelease.

    python -m tools.i18n                 bring i18n/landwatch_zh_CN.ts up to date and compile it
    python -m tools.i18n --check         fail and list what has no translation; writes nothing
    python -m tools.i18n --compile       compile only
    python -m tools.i18n --fill FILE     take translations from lines "English<TAB>中文", then as without argument

The .ts holds one message a line, sorted by source, so that two people's additions merge.
"""

from __future__ import annotations

import argparse
import ast
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "landwatch_plugin"
CATALOGUE = ROOT / "i18n" / "landwatch_zh_CN.ts"
COMPILED = CATALOGUE.with_suffix(".qm")
CONTEXT = "LandWatch"
_CALLS = ("tr", "mark")


class CatalogueError(Exception):
    """A text that cannot be collected; names file and line."""


def python_texts(path: Path) -> Iterator[tuple[str, int]]:
    """(text, line) of every tr("…") and mark("…"). tr(name) is left to a mark elsewhere; an f-string is an error."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0]
        if called not in _CALLS:
            continue
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            if first.value:
                yield first.value, node.lineno
        elif not isinstance(first, ast.Name | ast.Attribute):
            raise CatalogueError(f"{path}:{node.lineno}: {called}() needs a plain literal; put .format(...) behind it")


def form_texts(path: Path) -> Iterator[tuple[str, int]]:
    """Texts of a Qt form. Its class must be the one context, for uic translates under the class's name."""
    tree = ET.parse(path)
    if tree.findtext("class") != CONTEXT:
        raise CatalogueError(f"{path}: <class> must be {CONTEXT}, else its texts stay English")
    for node in tree.iter("string"):
        if node.text and node.text.strip() and node.get("notr") != "true":
            yield node.text, 0


def collect(package: Path = PACKAGE) -> dict[str, str]:
    """Every text of the package → the first place where it stands."""
    found: dict[str, str] = {}
    for path in sorted(package.rglob("*")):
        reader = {".py": python_texts, ".ui": form_texts}.get(path.suffix)
        for text, line in reader(path) if reader else ():
            found.setdefault(text, f"{path.relative_to(package.parent)}:{line}")
    return found


def read(catalogue: Path = CATALOGUE) -> dict[str, str]:
    """Source → translation, those of texts no longer in the code included; "" where there is none yet."""
    if not catalogue.exists():
        return {}
    messages = ET.parse(catalogue).iter("message")
    return {m.findtext("source", ""): m.findtext("translation", "") for m in messages}


def write(translations: dict[str, str], wanted: set[str], catalogue: Path = CATALOGUE) -> None:
    """Write the .ts. What the code no longer says is kept as vanished: it may come back."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines += ['<TS version="2.1" language="zh_CN" sourcelanguage="en">', "<context>", f"<name>{CONTEXT}</name>"]
    for source in sorted(wanted | {s for s, text in translations.items() if text}):
        text = translations.get(source, "")
        kind = "" if text and source in wanted else ' type="vanished"' if text else ' type="unfinished"'
        lines.append(f"<message><source>{_xml(source)}</source><translation{kind}>{_xml(text)}</translation></message>")
    catalogue.write_text("\n".join([*lines, "</context>", "</TS>", ""]), encoding="utf-8")


def update(extra: dict[str, str] | None = None, package: Path = PACKAGE, catalogue: Path = CATALOGUE) -> None:
    """Bring the catalogue up to the code, with `extra` translations."""
    write(read(catalogue) | (extra or {}), set(collect(package)), catalogue)


def untranslated(package: Path = PACKAGE, catalogue: Path = CATALOGUE) -> list[str]:
    """"place: text" of every text of the code without a Chinese translation."""
    known = read(catalogue)
    return [f"{place}: {text}" for text, place in collect(package).items() if not known.get(text)]


def compile_catalogue(
    catalogue: Path = CATALOGUE, compiled: Path = COMPILED, kept: Path = ROOT / "build" / "i18n"
) -> Path:
    """Compile unless the .qm is newer than the .ts; a copy goes to build/i18n."""
    if not compiled.exists() or compiled.stat().st_mtime_ns <= catalogue.stat().st_mtime_ns:
        subprocess.run(["lrelease", "-silent", str(catalogue), "-qm", str(compiled)], check=True)
    kept.mkdir(parents=True, exist_ok=True)
    if compiled.parent != kept:
        shutil.copy2(compiled, kept)
    return compiled


def read_fill(path: Path) -> dict[str, str]:
    """Lines "English<TAB>中文"; \\n stands for a line break."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    pairs = [line.replace("\\n", "\n").split("\t") for line in lines]
    return {source: text.strip() for source, text in pairs}


def _xml(text: str) -> str:
    return escape(text, {"\n": "&#10;", '"': "&quot;"})


def main() -> int:
    parser = argparse.ArgumentParser(description="The Chinese catalogue.")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--fill", type=Path)
    options = parser.parse_args()
    if not options.check and not options.compile:
        update(read_fill(options.fill) if options.fill else None)
    missing = [] if options.compile else untranslated()
    if missing:
        print(f"{len(missing)} texts without Chinese:", *missing, sep="\n  ", file=sys.stderr)
    if not options.check:
        compile_catalogue()
    return 1 if options.check and missing else 0


if __name__ == "__main__":
    sys.exit(main())
