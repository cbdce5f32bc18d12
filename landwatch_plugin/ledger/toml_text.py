"""TOML 文本: files that staff edit with Notepad; what is wrong in them is said in Chinese, with its line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from landwatch_plugin.domain.errors import RuleBookError

_DEEPEST = 30
_OTHER = ((b"\xff\xfe", "UTF-16（记事本中的“Unicode”）"), (b"\xfe\xff", "UTF-16"))
_SAVE = "请在记事本中“另存为”，编码选 UTF-8，再重新读取。"

_SAID = (
    ("Expected '=' after a key", "键后面缺少等号，或键中有中文、空格而没有加引号"),
    ("Expected newline or end of document", "值写完后还有多余的字，引号、逗号或方括号没有用对"),
    ("Invalid statement", "既不是“键 = 值”，也不是“[表]”"),
    ("Invalid initial character for a key part", "键的写法不对，中文或带符号的键须加英文引号"),
    ("Unclosed array", "列表没有写完，项之间用英文逗号，末尾用 ]"),
    ("Unclosed inline table", "花括号没有写完，项之间用英文逗号，末尾用 }"),
    ("end of a table declaration|end of an array declaration", "表名后面缺少方括号"),
    ("Cannot declare", "同一张表写了两次"),
    ("Cannot overwrite|Duplicate inline table key", "同一个键写了两次"),
    ("Cannot mutate|Cannot redefine", "这张表前面已用另一种写法写过"),
    ("Unterminated string|Illegal character|Expected '[\"']|Expected \"'", "引号没有配对"),
    ("Unescaped|Invalid hex value|Escaped character", "双引号中的反斜杠须写成两个"),
    ("Invalid date", "日期不存在"),
    ("Invalid value", "值的写法不对：文字须加英文引号，“是”“否”写作 true、false"),
    ("Found invalid character", "有不能使用的控制字符"),
)
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_WIDE = re.compile(r"[“”‘’＝［］｛｝，＂]")


def read_bytes(path: Path, what: str) -> bytes:
    """`what`: how errors call the file. Raises RuleBookError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise RuleBookError(
            f"无法读取{what}（{_reason(error)}）。", "请检查文件是否被移动、是否有读权限。", source=path.name
        ) from error


def parse_toml(data: bytes, source: str, what: str) -> dict[str, Any]:
    """The tables of a text in UTF-8, with or without a byte order mark. Raises RuleBookError naming line and column."""
    text = _decoded(data, source, what)
    try:
        tables = tomllib.loads(text)
        _demand_shallow(tables)
    except RecursionError as error:
        raise RuleBookError(
            "不符合 TOML 语法：括号或表名一层套一层，层数过多。",
            "请检查是否有没有配对的括号、多余的点号。",
            source=source,
        ) from error
    except ValueError as error:
        raise _syntax_error(text, str(error), source) from error
    return tables


def _demand_shallow(tables: dict[str, Any]) -> None:
    """Raises RecursionError for tables within tables without end: whoever copies them would run into it."""
    waiting: list[tuple[Any, int]] = [(tables, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > _DEEPEST:
            raise RecursionError
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        waiting += [(one, depth + 1) for one in inner]


def _decoded(data: bytes, source: str, what: str) -> str:
    for mark, name in _OTHER:
        if data.startswith(mark):
            raise RuleBookError(f"{what}是 {name} 编码，不是 UTF-8 编码。", _SAVE, source=source)
    if 4 * data.count(0) > len(data):
        raise RuleBookError(f"{what}是 UTF-16 编码，不是 UTF-8 编码。", _SAVE, source=source)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise RuleBookError(
            f"{what}不是 UTF-8 编码，可能是 GBK（记事本中的“ANSI”）编码。", _SAVE, source=source, row=row
        ) from error


def _syntax_error(text: str, reason: str, source: str) -> RuleBookError:
    found, lines = _PLACE.search(reason), text.split("\n")
    row = min(int(found[1]), len(lines)) if found else len(text.rstrip().split("\n"))
    column = f"，第{found[2]}个字符处" if found else ""
    line = lines[row - 1].strip()[:80]
    why = next((chinese for english, chinese in _SAID if re.search(english, reason)), "这一行的写法不对")
    wide = _WIDE.search(re.sub(r'"[^"]*"|#.*', "", line))
    hint = f"这一行有全角符号（{wide.group()}），请改用英文半角符号；" if wide else ""
    return RuleBookError(
        f"不符合 TOML 语法：“{line}”{column}：{why}。",
        f"{hint}请检查这一行的引号、等号和括号；同一张表、同一个键只能出现一次。",
        source=source, row=row,
    )  # fmt: skip


def _reason(error: OSError) -> str:
    """The system's own word for it is English."""
    if isinstance(error, FileNotFoundError):
        return "找不到文件"
    if isinstance(error, PermissionError):
        return "没有读权限"
    return "这是文件夹" if isinstance(error, IsADirectoryError) else f"系统错误{error.errno}"
