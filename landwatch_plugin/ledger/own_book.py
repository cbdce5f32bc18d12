"""本县手册: a new rule book that extends a shipped one, for the county to write its changes into."""

from __future__ import annotations

from pathlib import Path

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import RuleBook

_TEXT = """# {title}：只写与“{parent}”不同的部分，其余沿用。各键的含义见 docs/rulebook.md。
# 例：改一个阈值，写 [thresholds] 和 cover = "0.95"；改一条规则，写 [[rule]]、id 和要改的键。
[book]
id = "{id}"
extends = "{parent}"
title = "{title}"
version = "1.0"
signed_by = ""           # 核定人；空为未核定
signed_on = ""           # 核定日期，例如 2026-06-20
"""


def write_own_book(path: Path, parent: RuleBook) -> Path:
    """A file that extends `parent` and changes nothing yet. Raises RuleBookError when the name or place will not do."""
    path = Path(path).with_suffix(".toml")
    if path.exists():
        raise RuleBookError(f"“{path.name}”已存在，不覆盖。", "请换一个文件名。")
    if path.stem == parent.id:
        raise RuleBookError(f"本县手册不能与所继承的“{parent.id}”同名。", "请换一个文件名。")
    if any(sign in path.stem for sign in '"\\'):
        raise RuleBookError(f"文件名“{path.name}”含有引号或反斜杠。", "请换一个文件名。")
    text = _TEXT.format(id=path.stem, parent=parent.id, title=path.stem)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RuleBookError(f"无法写入“{path.name}”。", "请检查文件夹是否有写权限。") from error
    return path
