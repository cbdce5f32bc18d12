"""手册对比表: a comparison of two rule books as a workbook."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from landwatch_plugin.casework.book_comparison import Change, Comparison
from landwatch_plugin.domain.verdict import Suggestion
from landwatch_plugin.reports.xlsx import Sheet, write_table

_HEADER = ("序号", "图斑编号", "乡镇", "面积", "原手册建议", "新手册建议")
_WIDTHS = (6, 22, 10, 9, 34, 34, 60)


def write_comparison(made: Comparison, output: Path) -> Path:
    """Patches that change, patches that must be checked again first, mere wording, and a count by class."""
    note = f"单位：亩；原手册：{made.before.stamp}；新手册：{made.after.stamp}；依据最近一次核查的指标。{made.left_out}"
    again = [(at, one.number, one.town, one.mu, one.why) for at, one in enumerate(made.unsettled, 1)]
    counts = Counter((_class(one.before), _class(one.after)) for one in made.changes)
    return write_table(
        output,
        [
            Sheet("变化的图斑", "规则手册对比表", (*_HEADER, "变化原因"), _rows(made.changes), note=note, widths=_WIDTHS),
            Sheet("须重新核查", "须重新核查后比较的图斑", ("序号", "图斑编号", "乡镇", "面积", "原因"), again, note=note, widths=(6, 22, 10, 9, 90)),
            Sheet("类型不变", "类型不变、依据规则或文字和举证有变化的图斑", (*_HEADER, "变化内容"), _rows(made.reworded), note=note, widths=_WIDTHS),
            Sheet("汇总", "规则手册对比汇总", ("原建议", "新建议", "宗数"), [(*key, count) for key, count in counts.items()], note=note),
        ],
    )  # fmt: skip


def _rows(changes: tuple[Change, ...]) -> list[tuple[int, str, str, object, str, str, str]]:
    return [
        (at, one.number, one.town, one.mu, one.before.text, one.after.text, one.why)
        for at, one in enumerate(changes, 1)
    ]


def _class(suggestion: Suggestion) -> str:
    return suggestion.verdict or "存疑"
