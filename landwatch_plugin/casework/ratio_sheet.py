"""问责比例表: the sheet as an Excel workbook (summary, pieces, patches not counted yet) and as plain lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.deciding_book import refuse_other_book
from landwatch_plugin.casework.month_end import sheet_of, undecided
from landwatch_plugin.casework.papers import read_meeting
from landwatch_plugin.casework.secret_doubts import apart_text, rows_to_print
from landwatch_plugin.domain.accountability import Sheet, Term
from landwatch_plugin.domain.units import half_up
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.reports.render import make_document
from landwatch_plugin.reports.xlsx import Sheet as Page
from landwatch_plugin.reports.xlsx import write_table


def write_ratio_sheet(
    ledger_path: Path, period: str, output: Path, rulebook_path: Path | None = None, meeting_file: Path | None = None
) -> tuple[Sheet, list[str]]:
    """Write the workbook; returns the sheet and its account in Chinese lines.

    With a meeting file, which names organ and date, the sheet is written beside it as PDF and Word too.
    """
    book = read_rulebook(rulebook_path or default_rulebook())
    with Ledger.open(ledger_path) as ledger:
        rows, left_out = rows_to_print(ledger, period, book)
        refuse_other_book(ledger, rows, book)
        sheet = sheet_of(ledger, rows, book)
        waiting = undecided(ledger, rows)
        apart = apart_text(ledger, period)
        issued, verified = ledger.counts({row.batch for row in rows}, ledger.withheld(book.secret_marks))
    title = f"{period or '全部批次'}问责比例测算表"
    note = (
        f"单位：亩；规则手册：{book.stamp}"
        + (f"；原始下发{issued}宗，拆分后核实{verified}宗" if issued != verified else "")
        + "".join(f"；{text}" for text in (left_out, apart) if text)
    )
    pages = [
        Page("测算", title, ("项目", "含义", "面积或比例"), summary(sheet), note=note, widths=(14, 34, 14)),
        Page(
            "明细",
            f"{title}（明细）",
            ("序号", "图斑编号", "乡镇", "归类", "耕地面积", "备注"),
            _pieces(sheet),
            note=note,
        ),
        Page("未计入", f"{title}（尚未判定，未计入）", ("序号", "图斑编号"), _listed(waiting), note=note),
    ]
    write_table(output, pages)
    if meeting_file is not None:
        about = read_meeting(meeting_file)
        content = printed(sheet, period, book.stamp, len(waiting), about["org"], about["issued"])
        content["left_out"] = left_out
        make_document("问责比例", content, output.parent, output.stem)
    lines = account_lines(sheet, len(waiting))
    return sheet, [*lines, f"{left_out}。"] if left_out else lines


def summary(sheet: Sheet) -> list[tuple[str, str, Decimal | str]]:
    """The formula with its numbers, top to bottom."""
    return [
        ("L", "合法新增建设占用耕地", sheet.legal),
        ("V", "违法新增建设占用耕地", sheet.illegal),
        ("R", "其中：已拆除复耕到位", sheet.reclaimed),
        ("P", "其中：已补办完善用地手续", sheet.regularised),
        ("M", "其中：重大基础设施（已履行监管服务职责）", sheet.major),
        ("X", "存量违法、农业项目破坏耕地（分子分母均不计入）", sheet.outside),
        ("N", f"分子＝{sheet.formula('V', sheet.treatment.numerator)[0]}", sheet.numerator),
        ("D", f"分母＝{sheet.formula('L＋V', sheet.treatment.denominator)[0]}", sheet.denominator),
        ("比例", "N÷D", sheet.percent_text),
        ("条件", sheet.threshold_text, sheet.conclusion),
    ]


def printed(sheet: Sheet, period: str, rulebook: str, waiting: int, org: str, on: date) -> dict[str, Any]:
    """Content of the template 问责比例. Areas in 亩."""
    above, above_sum = sheet.formula("V", sheet.treatment.numerator)
    below, below_sum = sheet.formula("L＋V", sheet.treatment.denominator)
    return {
        "org": org, "county": org.removesuffix("自然资源局"), "period": period or "全部批次", "rulebook": rulebook, "date": on,
        "legal": sheet.legal, "illegal": sheet.illegal, "reclaimed": sheet.reclaimed, "regularised": sheet.regularised,
        "major": sheet.major, "outside": sheet.outside, "numerator": sheet.numerator, "denominator": sheet.denominator,
        "percent_text": sheet.percent_text, "numerator_formula": above, "denominator_formula": below,
        "numerator_sum": above_sum, "denominator_sum": below_sum, "threshold": sheet.threshold_text,
        "conclusion": sheet.conclusion, "waiting": waiting,
        "pieces": [
            {"number": number, "town": town, "term": term, "arable_mu": mu, "note": note}
            for _, number, town, term, mu, note in _pieces(sheet)
        ],
    }  # fmt: skip


def _pieces(sheet: Sheet) -> list[tuple[int, str, str, str, Decimal, str]]:
    order = {term: index for index, term in enumerate(Term)}
    listed = sorted(sheet.pieces, key=lambda piece: (order[piece.term], piece.town, piece.number))
    return [(i, p.number, p.town, p.term.value, half_up(p.arable_mu), p.note) for i, p in enumerate(listed, 1)]


def _listed(numbers: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(numbers, 1))


def account_lines(sheet: Sheet, waiting: int) -> list[str]:
    lines = [
        f"合法新增建设占用耕地 L={sheet.legal}亩，违法新增建设占用耕地 V={sheet.illegal}亩；"
        f"已拆除复耕 R={sheet.reclaimed}亩，已补办 P={sheet.regularised}亩，重大基础设施 M={sheet.major}亩，"
        f"不计入 X={sheet.outside}亩。",
        f"N={sheet.numerator}亩，D={sheet.denominator}亩，问责比例 {sheet.percent_text}；"
        f"{sheet.threshold_text}：{sheet.conclusion}。",
    ]
    return [*lines, f"另有{waiting}个图斑尚未判定，未计入。"] if waiting else lines
