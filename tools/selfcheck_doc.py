"""docs/selfcheck.md: brings the tables of checks and fields up to date. python -m tools.selfcheck_doc"""

from __future__ import annotations

from pathlib import Path

from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.self_check_fields import SELF_FIELDS
from landwatch_plugin.ledger.checklist_file import default_checklist, read_checklist

PAGE = Path(__file__).resolve().parent.parent / "docs" / "selfcheck.md"


def checks() -> str:
    rows = ["| 编号 | 检查 | 级别 | 依据 | 可靠程度 |", "|---|---|---|---|---|"]
    listed = read_checklist(default_checklist()).checks
    rows += [f"| {c.id} | {c.title} | {c.level.value} | {c.source} | {c.certainty} |" for c in listed]
    return "\n".join(rows) + "\n"


def fields() -> str:
    rows = ["| 指标 | 名称 | 单位 | 含义 |", "|---|---|---|---|"]
    rows += [
        f"| `{f.key}` | {f.title} | {f.unit} | {f.meaning} |" for key, f in SELF_FIELDS.items() if key not in FIELDS
    ]
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    for name, table in (("checks", checks()), ("fields", fields())):
        begin, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        head, _, rest = text.partition(begin)
        text = head + begin + table + end + rest.partition(end)[2]
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
