"""平台导出表的逗号: 1,230.50 is read; 12,30 may be 12.30 or 1230 and is refused with its row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from landwatch_plugin.casework.platform_table import read_platform
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.ledger.checklist_file import default_checklist, read_checklist

LIST = read_checklist(default_checklist())
KEY = next(key for key, names in LIST.platform.items() if "占耕地面积" in names)


def table(folder: Path, figure: str) -> Path:
    path = folder / "平台.csv"
    path.write_text(f'图斑编号,占耕地面积\n甲,1.00\n乙,"{figure}"\n', encoding="utf-8")
    return path


@pytest.mark.parametrize(("text", "read"), [("1,230.50", "1230.50"), ("12,345,678", "12345678.00"), ("0.35", "0.35")])
def test_commas_between_thousands_are_read(tmp_path: Path, text: str, read: str) -> None:
    assert read_platform(table(tmp_path, text), LIST).rows["乙"][KEY] == Decimal(read)


@pytest.mark.parametrize("text", ["12,30", "1,23", "1,2345", ",5", "1.5,000", "12 30"])
def test_other_commas_are_refused_with_the_row(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"第3行：.*不是数字"):
        read_platform(table(tmp_path, text), LIST)
