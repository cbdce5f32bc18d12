"""月核自查 in the toolbox: counts as outputs, the workbook, the problems in the log, and errors in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from qgis.core import QgsProcessingException

from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import Month, SmallCounty, write_rows
from tests.self_checked import county, plant

__all__ = ["county"]


def test_problems_are_counted_told_and_written(toolbox: Any, county: SmallCounty, tmp_path: Path) -> None:
    """违法 without 主体 blocks; the freeze is a warning; without the platform's table nine checks on two patches are open."""
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": "", "冻结登记": "未冻结"}, "外业组"))
    sheet = tmp_path / "问题清单.xlsx"
    run = toolbox.run("selfcheck", LEDGER=county.ledger, TODAY="2026-11-22", OUTPUT=sheet, OPERATOR="钱某")
    assert {key: run.results[key] for key in ("BLOCKING", "WARNINGS", "UNCHECKED")} == {
        "BLOCKING": 1,
        "WARNINGS": 1,
        "UNCHECKED": 9,
    }
    assert (
        run.log.lines[0] == "自查图斑2个：阻断问题1项，提示问题1项，未检查9项。阻断问题更正并复查通过前，不宜确认上报。"
    )
    assert "阻断　2　J-08 违法图斑没有主体：判定为违法用地，但外业核查没有填写用地主体。" in run.log.lines
    assert openpyxl.load_workbook(sheet)["问题清单"]["B4"].value == "2"
    with Ledger.open(county.ledger) as ledger:
        assert [entry.who for entry in ledger.journal() if entry.act == "月核自查"] == ["钱某"]


def test_the_platform_is_compared(toolbox: Any, county: SmallCounty, tmp_path: Path) -> None:
    table = write_rows(
        tmp_path / "平台.csv", {"图斑编号": "1", "地块面积": "3.02"}, {"图斑编号": "2", "地块面积": "3.00"}
    )
    run = toolbox.run(
        "selfcheck", LEDGER=county.ledger, TODAY="2026-11-22", PLATFORM=table, OUTPUT=tmp_path / "清单.xlsx"
    )
    assert run.results["BLOCKING"] == 1
    assert any("T-03 平台地块面积与台账不一致：平台地块面积3.02亩，台账3.00亩。" in line for line in run.log.lines)


def test_a_day_that_is_none_is_refused(toolbox: Any, county: SmallCounty, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException, match="检查日期“月底”无法识别"):
        toolbox.run("selfcheck", LEDGER=county.ledger, TODAY="月底", OUTPUT=tmp_path / "清单.xlsx")


def test_a_long_log_is_cut_and_says_so(toolbox: Any, month: Month, decided: Path, tmp_path: Path) -> None:
    """The made-up month has more problems than a log should hold; the workbook has them all."""
    run = toolbox.run("selfcheck", LEDGER=decided, TODAY="2026-11-22", OUTPUT=tmp_path / "清单.xlsx")
    total = run.results["BLOCKING"] + run.results["WARNINGS"]
    assert run.log.lines[-1] == f"其余{total - 20}项见问题清单。"
    assert openpyxl.load_workbook(tmp_path / "清单.xlsx")["问题清单"].max_row == 3 + total
