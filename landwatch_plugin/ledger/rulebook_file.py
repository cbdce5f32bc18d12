"""规则手册文件: from a TOML file to the rule book; its digest is that of the very bytes."""

from __future__ import annotations

import re
import tomllib
from hashlib import sha256
from pathlib import Path

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import RuleBook, parse_rulebook
from landwatch_plugin.paths import shipped


def shipped_rulebooks() -> list[Path]:
    """The rule books that come with the plugin, by file name."""
    return sorted(shipped("resources", "rulebooks").glob("*.toml"))


def read_rulebook(path: Path) -> RuleBook:
    """Raises RuleBookError that names the file and, where known, the line or the table and key."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RuleBookError(
            f"无法读取规则手册（{error.strerror}）。", "请检查文件是否被移动、是否有读权限。", source=path.name
        ) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise RuleBookError(
            "规则手册不是 UTF-8 编码。", "请用文本编辑器另存为 UTF-8 编码。", source=path.name, row=row
        ) from error
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(text, str(error), path.name) from error
    return parse_rulebook(tables, path.name, sha256(data).hexdigest())


def _syntax_error(text: str, reason: str, source: str) -> RuleBookError:
    found, lines = re.search(r"line (\d+)", reason), text.splitlines() or [""]
    row = min(int(found[1]), len(lines)) if found else len(lines)
    return RuleBookError(
        f"不符合 TOML 语法：“{lines[row - 1].strip()}”（{reason}）。",
        "请检查这一行的引号、等号和括号；同一张表、同一个键只能出现一次。",
        source=source, row=row,
    )  # fmt: skip
