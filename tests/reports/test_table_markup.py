"""Tables as staff write them: | rows, joined cells, totals, widths."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.errors import TemplateError
from landwatch_plugin.reports.blocks import Cell, Table, parse


def table(text: str) -> Table:
    (block,) = parse(text, "试.txt").sections[0].blocks
    assert isinstance(block, Table)
    return block


def problem(text: str) -> str:
    with pytest.raises(TemplateError) as caught:
        parse(text, "试.txt")
    return str(caught.value)


def test_the_first_row_is_the_header_and_a_hash_marks_the_totals() -> None:
    found = table("@表 标题=甲 单位=亩 列宽=1,2 对齐=左,右 字号=小五 行高=12\n|乡镇|面积|\n|乙|1.00|\n|#合计|1.00|")
    assert (found.header_rows, found.caption, found.unit, found.widths, found.aligns) == (
        1,
        "甲",
        "亩",
        (1.0, 2.0),
        ("左", "右"),
    )
    assert (found.size, found.row_height) == (9.0, 12.0)
    assert [row.total for row in found.rows] == [False, False, True]


def test_an_empty_last_cell_is_still_a_cell() -> None:
    assert [cell.text for cell in table("@表\n|甲|乙|\n|丙||").rows[1].cells if cell] == ["丙", ""]


def test_cells_join_to_the_left_and_upwards() -> None:
    found = table("@表 表头=2\n|乡镇|违法|<|\n|^|宗数|面积|\n|甲|1|2.00|")
    assert found.rows[0].cells == (Cell("乡镇", down=2), Cell("违法", across=2), None)
    assert found.rows[1].cells == (None, Cell("宗数"), Cell("面积"))


def test_a_table_without_rows_says_so() -> None:
    assert table("@表\n|甲|乙|").rows[1].cells == (Cell("无", across=2), None)


def test_field_tables_give_the_last_value_the_columns_left_over() -> None:
    found = table("@字段\n|甲|1|乙|2|\n|丙|很长的内容|")
    assert found.rows[1].cells == (Cell("丙", label=True), Cell("很长的内容", across=3), None, None)
    assert found.header_rows == 0


def test_chinese_commas_between_widths_are_understood() -> None:
    assert table("@表 列宽=1，2\n|甲|乙|").widths == (1.0, 2.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("@表", "下面没有表头行"),
        ("@表\n|甲|乙|\n|丙|", "第3行：这一行有1格，表头有2格"),
        ("@表 列宽=1,2,3\n|甲|乙|", "应为2个正数"),
        ("@表 列宽=1,-2\n|甲|乙|", "应为2个正数"),
        ("@表 对齐=左,上\n|甲|乙|", "应为2个 左、中、右"),
        ("@表 字号=大\n|甲|", "不认识的字号“大”"),
        ("@表 颜色=红\n|甲|", "没有选项“颜色”"),
        ("@表\n|^|甲|", "“^”的上面没有可合并的单元格"),
    ],
)
def test_a_bad_table_is_named_with_its_line(text: str, said: str) -> None:
    assert said in problem(text)
