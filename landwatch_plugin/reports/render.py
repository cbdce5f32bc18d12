"""成文: template + content → the same document as PDF and as Word. All files are written, or none."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from landwatch_plugin import paths
from landwatch_plugin.domain.errors import InputError, LandwatchError, MissingPackage
from landwatch_plugin.reports.blocks import Document, fault, parse
from landwatch_plugin.reports.docx import write_docx
from landwatch_plugin.reports.fonts import forget_substitutes, used_substitutes
from landwatch_plugin.reports.packages import package
from landwatch_plugin.reports.pdf import page_numbers, write_pdf

__all__ = ["make_document", "read_template", "safe_name", "template_path", "used_substitutes"]

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_LONGEST = 80
"""Characters of a file stem: Chinese ones take three bytes each, and 255 bytes is the limit."""


def make_document(
    template: str,
    content: Mapping[str, Any],
    folder: Path,
    stem: str,
    *,
    draft: bool = False,
    formats: Sequence[str] = ("pdf", "docx"),
) -> list[Path]:
    """Fill a template and write it as `folder/stem.pdf` and `.docx`.

    `template` is the name of a shipped template (“警示提醒函”, with or without .txt) or the absolute path of the
    user's own. `draft` prints 草稿 across the pages. What had to replace fonts is in `used_substitutes()`.
    """
    unknown = set(formats) - {"pdf", "docx"}
    if unknown:
        raise ValueError(f"unknown formats: {sorted(unknown)}")
    forget_substitutes()
    document = read_template(template, content)
    writers: dict[str, Callable[[Path], None]] = {
        "pdf": lambda path: write_pdf(document, path, draft=draft),
        "docx": lambda path: write_docx(document, path, draft=draft, page_numbers=_page_numbers(document)),
    }
    name = safe_name(stem)
    return write_all({Path(folder) / f"{name}.{kind}": writers[kind] for kind in formats})


def read_template(template: str, content: Mapping[str, Any]) -> Document:
    """Template + content → Document. Raises TemplateError naming template, line and field."""
    package("jinja2", "生成文书")
    from landwatch_plugin.reports.template import fill

    path = template_path(template)
    return parse(fill(path, content, [paths.shipped("resources", "templates")]), path.name)


def template_path(template: str) -> Path:
    """A shipped template by name, or a file of the user's own by its absolute path."""
    path = Path(template if template.endswith(".txt") else f"{template}.txt")
    if not path.is_absolute():
        path = paths.shipped("resources", "templates") / path.name
    if not path.is_file():
        raise fault(path.name, None, "找不到这个文件", f"请检查文件夹 {path.parent}，或在设置中重新选择模板。")
    return path


def safe_name(text: str) -> str:
    """A file name that Windows takes: Chinese stays, forbidden signs become “_”."""
    name = _FORBIDDEN.sub("_", text).strip(" .")[:_LONGEST].rstrip(" .")
    if not name:
        raise InputError("文件名是空的。", "请填写文件名。")
    return f"_{name}" if _RESERVED.match(name) else name


def _page_numbers(document: Document) -> dict[int, str]:
    """Page numbers for the 卷内目录; without reportlab or fonts its fields stay empty until F9 is pressed in Word."""
    try:
        return page_numbers(document)
    except MissingPackage:
        return {}


def write_all(writers: Mapping[Path, Callable[[Path], None]]) -> list[Path]:
    """Write every file beside its place first, then move all into place; on any failure the old files stand."""
    targets = list(writers)
    for target in targets:
        _make_folder(target.parent)
    made: dict[Path, Path] = {}
    try:
        for target, write in writers.items():
            made[target] = _beside(target)
            write(made[target])
        _move_into_place(made)
    finally:
        for temporary in made.values():
            temporary.unlink(missing_ok=True)
    return targets


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LandwatchError(f"不能建立文件夹“{folder}”。", "请检查磁盘和写入权限，或另选文件夹。") from error


def _beside(target: Path) -> Path:
    try:
        handle, name = tempfile.mkstemp(suffix=target.suffix, prefix=".lw-", dir=target.parent)
    except OSError as error:
        raise LandwatchError(
            f"不能写入文件夹“{target.parent}”。", "请检查写入权限和磁盘空间，或另选文件夹。"
        ) from error
    os.close(handle)
    return Path(name)


def _move_into_place(made: Mapping[Path, Path]) -> None:
    """Old files are put aside first: that is where a file open in Word shows itself."""
    aside: dict[Path, Path] = {}
    done: list[Path] = []
    target = next(iter(made), Path())
    try:
        for target in made:
            if target.exists():
                aside[target] = _beside(target)
                os.replace(target, aside[target])
        for target, temporary in made.items():
            temporary.chmod(0o644)
            os.replace(temporary, target)
            done.append(target)
    except OSError as error:
        for each in done:
            each.unlink(missing_ok=True)
        for each, old in aside.items():
            with contextlib.suppress(OSError):
                if not each.exists():
                    os.replace(old, each)
        raise LandwatchError(
            f"不能写入“{target.name}”，它可能正在 Word、WPS 或阅读器中打开。", "请关闭该文件后重新生成。"
        ) from error
    finally:
        for each, old in aside.items():
            if each.exists():
                old.unlink(missing_ok=True)
