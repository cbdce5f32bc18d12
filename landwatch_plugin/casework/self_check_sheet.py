"""问题清单: the self-check as an Excel workbook: problems with who corrected them and when, what was not checked, the checks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from landwatch_plugin.casework.self_check import SelfCheckReport
from landwatch_plugin.domain.self_check import Result
from landwatch_plugin.reports.xlsx import Sheet, Value, write_table

_PROBLEMS = (
    "序号", "图斑编号", "乡镇", "级别", "检查项", "问题", "更正办法", "状态", "更正人", "更正时间", "更正情况", "发现时间", "复查消除时间",
)  # fmt: skip
_WIDTHS = (3, 10, 4, 3, 9, 22, 12, 5, 4, 6, 9, 6, 6)
_UNCHECKED = ("序号", "图斑编号", "乡镇", "级别", "检查项", "未检查的原因", "办法")
_CHECKS = ("编号", "检查项", "级别", *(result.value for result in Result), "合计", "依据", "依据可靠程度")


def write_problems(report: SelfCheckReport, output: Path, period: str = "") -> Path:
    """Three sheets: 问题清单, 未检查, 检查项目."""
    stamp = report.checklist.stamp if report.checklist else ""
    note = f"{report.conclusion}检查日期：{report.today}；自查清单：{stamp}；规则手册：{report.rulebook}"
    title = f"{period or '全部批次'}月核自查问题清单"
    told = [item for item in report.problems if not item.unchecked]
    problems: list[list[Value]] = [
        [
            at, item.number, item.town, item.level, item.label, item.text, item.cure, item.state,
            item.corrected_by, _minute(item.corrected_at), item.note, _minute(item.found_at), _minute(item.closed_at),
        ]
        for at, item in enumerate(told, 1)
    ]  # fmt: skip
    missing: list[list[Value]] = [
        [at, item.number or "（全部）", item.town, item.level, item.label, item.told, item.cure]
        for at, item in enumerate((item for item in report.problems if item.unchecked), 1)
    ]
    pages = [
        Sheet("问题清单", title, _PROBLEMS, problems, note=note, widths=_WIDTHS),
        Sheet(
            "未检查",
            f"{title}（未检查）",
            _UNCHECKED,
            missing,
            note="没有资料而未能检查的项目，不作为通过",
            widths=(3, 11, 5, 3, 12, 26, 24),
        ),
        Sheet(
            "检查项目",
            f"{title}（检查项目）",
            _CHECKS,
            _checks(report),
            note=note,
            widths=(4, 14, 3, 4, 4, 4, 4, 4, 20, 6),
        ),
    ]
    return write_table(output, pages)


def _checks(report: SelfCheckReport) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for check in report.checklist.checks if report.checklist else ():
        counts = report.tried.get(check.id, Counter[Result]())
        rows.append(
            [
                check.id,
                check.title,
                check.level.value,
                *(counts[result] for result in Result),
                counts.total(),
                check.source,
                check.certainty,
            ]
        )
    return rows


def _minute(at: str) -> str:
    """2026-08-27 10:05, as the journal tells times."""
    return at[:16].replace("T", " ")
