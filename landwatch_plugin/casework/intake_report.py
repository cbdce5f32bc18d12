"""接收清单: the account of one receipt: what was taken, what was not, and each row with its cure, for screen and paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from landwatch_plugin.domain.intake import REJECT, REPAIR, WARN, Issue
from landwatch_plugin.domain.reissue import Reissue
from landwatch_plugin.reports.xlsx import Sheet, write_table

HEADER = ("行号", "图斑编号", "处理结果", "发现的问题", "处理办法")
_WIDTHS = (4, 14, 5, 28, 28)


@dataclass
class IntakeReport:
    """received = accepted + rejected (+ those already held, when a batch comes again); the secret ones are among the
    accepted and set aside."""

    batch: str
    received: int = 0
    accepted: int = 0
    rejected: int = 0
    secret: int = 0
    children: int = 0
    encoding: str = ""
    area_unit: str = ""
    crs: str = ""
    profile: str = ""
    source: str = ""
    sha256: str = ""
    reissue: Reissue | None = None
    """What is new, changed, gone, when the batch was in the ledger before."""
    issues: list[Issue] = field(default_factory=list)

    @property
    def text(self) -> str:
        unit = f"，面积单位{self.area_unit}" if self.area_unit else ""
        children = f"，其中子图斑{self.children}个" if self.children else ""
        told = (
            f"批次“{self.batch}”：收到{self.received}个{children}，"
            f"接收{self.accepted}个（其中涉密另行报送{self.secret}个），退回{self.rejected}个；文字编码{self.encoding}{unit}。"
        )
        return told + (self.reissue.text if self.reissue else "")

    @property
    def counted(self) -> str:
        """How many lines of each kind: 退回2，修复1，提示5."""
        kinds = {kind: sum(issue.kind == kind for issue in self.issues) for kind in (REJECT, REPAIR, WARN)}
        return "，".join(f"{kind}{count}" for kind, count in kinds.items())


def issue_rows(issues: Sequence[Issue]) -> list[tuple[str, str, str, str, str]]:
    """One line per finding, what blocks first."""
    order = {REJECT: 0, REPAIR: 1, WARN: 2}
    ranked = sorted(issues, key=lambda issue: (order.get(issue.kind, 3), issue.row))
    return [(str(issue.row or ""), issue.number, issue.kind, issue.problem, issue.cure) for issue in ranked]


def write_report(path: Path, report: IntakeReport) -> Path:
    """The list as .xlsx: findings, and what is new, changed and gone when the batch came again."""
    counts = f"收到{report.received}个，接收{report.accepted}个，退回{report.rejected}个"
    head = f"来源文件：{report.source}　{counts}　{report.crs}"
    rows = [
        tuple(int(cell) if at == 0 and cell else cell for at, cell in enumerate(row))
        for row in issue_rows(report.issues)
    ]
    sheets = [Sheet("接收核对清单", f"{report.batch}接收核对清单", HEADER, rows, note=head, widths=_WIDTHS)]
    if report.reissue is not None:
        sheets.append(
            Sheet(
                "与台账比较",
                f"{report.batch}与台账比较",
                ("图斑编号", "情况", "说明"),
                reissue_rows(report.reissue),
                note=report.reissue.text,
                widths=(14, 8, 40),
            )
        )
    return write_table(path, sheets)


def reissue_rows(found: Reissue) -> list[tuple[str, str, str]]:
    """What is not the same, number by number."""
    rows = [(change.number, "变化，已会审不更新" if change.kept else "变化", change.what) for change in found.changed]
    rows += [(number, "本次文件中没有", "台账保留不动，请核实是否撤销下发") for number in found.gone]
    return rows + [(number, "新增", "本次接收") for number in found.new]


def issue_lines(issues: Sequence[Issue]) -> list[str]:
    """The list of rows as text: 第n行 编号 退回：… What is only 提示 and the same in several rows is one line."""
    notes: dict[tuple[str, str], list[Issue]] = {}
    lines = []
    for issue in issues:
        if issue.kind == WARN:
            notes.setdefault((issue.problem, issue.cure), []).append(issue)
        else:
            lines.append(_line(f"第{issue.row}行 {issue.number}", issue))
    for same in notes.values():
        rows = "、".join(str(issue.row) for issue in same)
        place = f"第{rows}行" + (f" {same[0].number}" if len(same) == 1 else f"（{len(same)}个）")
        lines.append(_line(place if same[0].row else same[0].number, same[0]))
    return lines


def _line(place: str, issue: Issue) -> str:
    return f"{place} {issue.kind}：{issue.problem}。{issue.cure}。".lstrip()
