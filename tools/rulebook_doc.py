"""docs/rulebook.md: brings the table of check fields up to date from the code. python -m tools.rulebook_doc"""

from __future__ import annotations

from pathlib import Path

from landwatch_plugin.domain.check_fields import FIELDS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rulebook.md"
BEGIN, END = "<!-- fields -->\n", "<!-- /fields -->"


def table() -> str:
    rows = ["| 指标 | 名称 | 单位 | 所需图层 | 含义 |", "|---|---|---|---|---|"]
    rows += [
        f"| `{f.key}` | {f.title} | {f.unit} | {'、'.join(role.title for role in f.roles) or '—'} | {f.meaning} |"
        for f in FIELDS.values()
    ]
    return "\n".join(rows) + "\n"


def page(text: str) -> str:
    head, _, rest = text.partition(BEGIN)
    return head + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
