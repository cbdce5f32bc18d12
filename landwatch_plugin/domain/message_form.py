"""文字里的指标: a message of a rule book or checklist may name fields in braces, and nothing else."""

from __future__ import annotations

import string
from collections.abc import Collection

from landwatch_plugin.domain.book_keys import nearest


def fault_of(message: str, fields: Collection[str], guide: str) -> tuple[str, str] | None:
    """What is wrong with the braces of a message and the cure; None when nothing is.

    Found when the file is read, not in the middle of a month. `guide` names the page that lists the fields.
    """
    try:
        named = [(name, form, turn) for _, name, form, turn in string.Formatter().parse(message) if name is not None]
    except ValueError:
        return "花括号不成对", "请写成 {指标名}。"
    unknown = [name for name, _, _ in named if name not in fields]
    if unknown:
        return f"使用了未知指标：{'、'.join(unknown)}", f"{nearest(unknown[0], fields)}可用指标见 {guide}。"
    shaped = [name for name, form, turn in named if form or turn]
    if shaped:
        said = f"中{'、'.join(shaped)}带有格式（冒号或叹号），指标已带单位和位数"
        return said, f"请写成 {{{shaped[0]}}}。"
    return None
