"""docs/rulebook.md: brings the tables of keys, thresholds, roles and check fields up to date from the code. python -m tools.rulebook_doc"""

from __future__ import annotations

from pathlib import Path

from landwatch_plugin.domain.book_keys import ANY, ROWS, TABLES
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.condition_functions import FUNCTIONS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.threshold import READ_BY_PROGRAM

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rulebook.md"


def keys() -> str:
    """Every table of the format with every key."""
    parts = []
    for name, (title, known) in TABLES.items():
        label = f"`[[{name}]]`" if name in ROWS else f"`[{name}]`"
        rows = [f"**{label} {title}**", "", "| 键 | 含义 |", "|---|---|"]
        rows += [f"| {'（自定）' if key == ANY else f'`{key}`'} | {meaning} |" for key, meaning in known.items()]
        parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"


def roles() -> str:
    listed = [f"`{role.value}` {role.title}" for role in Role if not role.is_raster]
    return f"图层角色的键：{'，'.join(listed)}。影像（前时相、后时相）只供查看，不参与套合，不能写入 `needs`。\n"


def functions() -> str:
    rows = ["| 函数 | 含义 |", "|---|---|"]
    return "\n".join([*rows, *(f"| `{name}` | {item.meaning} |" for name, item in FUNCTIONS.items())]) + "\n"


def fields() -> str:
    rows = ["| 指标 | 名称 | 单位 | 所需图层 | 含义 |", "|---|---|---|---|---|"]
    rows += [
        f"| `{f.key}` | {f.title} | {f.unit} | {'、'.join(role.title for role in f.roles) or '—'} | {f.meaning} |"
        for f in FIELDS.values()
    ]
    return "\n".join(rows) + "\n"


def limits() -> str:
    """The thresholds that the program itself reads."""
    rows = ["| 阈值 | 单位 | 用处 |", "|---|---|---|"]
    return (
        "\n".join([*rows, *(f"| `{name}` | {unit} | {use} |" for name, (unit, use) in READ_BY_PROGRAM.items())]) + "\n"
    )


def page(text: str) -> str:
    for name, made in (
        ("keys", keys()), ("limits", limits()), ("roles", roles()), ("functions", functions()), ("fields", fields()),
    ):  # fmt: skip
        head, begin, rest = text.partition(f"<!-- {name} -->\n")
        _, end, tail = rest.partition(f"<!-- /{name} -->")
        if not (begin and end):
            raise SystemExit(f"{PAGE.name}: no place <!-- {name} -->")
        text = head + begin + made + end + tail
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
