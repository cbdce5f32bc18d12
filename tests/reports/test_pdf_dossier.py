"""Tables, pictures and the cover of a volume, measured where they stand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from landwatch_plugin.reports.blocks import Contents, VolumeItem
from landwatch_plugin.reports.paper import MM
from landwatch_plugin.reports.pdf_dossier import contents_table
from landwatch_plugin.reports.pdf_tables import column_edges
from tests.reports.noting_pen import NotingPen, noted

LEFT, WIDTH = 28 * MM, 162 * MM


def pages(text: str) -> list[NotingPen]:
    return noted(f"@版式 卷宗\n{text}")


def image(folder: Path, name: str, width: int, height: int) -> Path:
    path = folder / name
    Image.new("RGB", (width, height), "#88a0b8").save(path)
    return path


def test_a_table_is_exactly_as_wide_as_the_text() -> None:
    (pen,) = pages("@表 列宽=1,2,3\n|甲|乙|丙|\n|1|2|3|")
    assert min(x for x, *_ in pen.boxes) == pytest.approx(LEFT)
    assert max(x + width for x, _, width, _ in pen.boxes) == pytest.approx(LEFT + WIDTH)


def test_columns_share_the_width_as_told() -> None:
    assert column_edges((1, 2, 1), 100) == [0, 25, 75, 100]


def test_rows_follow_each_other_without_gap() -> None:
    (pen,) = pages("@表\n|甲|\n|乙|\n|丙|")
    tops = [(top, top - height) for _, top, _, height in pen.boxes]
    assert all(below[0] == pytest.approx(above[1]) for above, below in pairwise(tops))


def test_a_row_is_as_tall_as_its_fullest_cell() -> None:
    (pen,) = pages("@表 列宽=1,4\n|甲|乙|\n|短|" + "很长的说明文字" * 20 + "|")
    assert pen.boxes[2][3] == pytest.approx(pen.boxes[3][3])
    assert pen.boxes[2][3] > 3 * pen.boxes[0][3]


def test_rows_leave_room_for_a_signature_where_told() -> None:
    (pen,) = pages("@表 行高=15\n|签名|\n||")
    assert pen.boxes[0][3] < 15 * MM
    assert pen.boxes[1][3] == pytest.approx(15 * MM)


def test_text_stands_in_the_middle_of_a_tall_cell() -> None:
    (pen,) = pages("@表 行高=30\n|甲|\n|乙|")
    _, cell_top, _, height = pen.boxes[1]
    assert cell_top - pen.notes[1].top == pytest.approx((height - 10.5) / 2, abs=0.1)


def test_figures_stand_at_the_right_texts_at_the_left() -> None:
    (pen,) = pages("@表 对齐=左,右\n|名称|面积|\n|甲|1.00|\n|乙|123.45|")
    assert pen.find("甲").x == pen.find("乙").x
    assert pen.find("1.00").right == pytest.approx(pen.find("123.45").right, abs=0.01)


def test_headers_labels_and_totals_are_in_heiti() -> None:
    (pen,) = pages("@表\n|名称|\n|甲|\n|#合计|\n@字段\n|标签|值|")
    faces = {note.text: note.face for note in pen.notes}
    assert faces == {"名称": "黑体", "甲": "仿宋", "合计": "黑体", "标签": "黑体", "值": "仿宋"}


def test_a_joined_cell_covers_its_columns_and_rows() -> None:
    (pen,) = pages("@表 表头=2\n|甲|乙|<|\n|^|丙|丁|\n|1|2|3|")
    third = WIDTH / 3
    widths = sorted(round(width / third) for _, _, width, _ in pen.boxes)
    assert widths == [1, 1, 1, 1, 1, 1, 2]
    assert pen.boxes[0][3] == pytest.approx(2 * pen.boxes[1][3])


def test_a_cell_over_several_rows_with_long_text_stretches_the_last_of_them() -> None:
    (pen,) = pages("@表 列宽=1,5\n|甲|乙|\n|" + "很长的说明" * 6 + "|1|\n|^|2|")
    joined = next(box for box in pen.boxes if box[3] > 60)
    below = [box for box in pen.boxes if box[0] > LEFT + 10][1:]
    assert sum(box[3] for box in below) == pytest.approx(joined[3])


def test_a_caption_stands_over_its_table_and_the_unit_at_the_right() -> None:
    (pen,) = pages("@表 标题=面积表 单位=亩\n|甲|\n|乙|")
    caption, unit = pen.notes[:2]
    assert (caption.text, caption.face, unit.text) == ("面积表", "黑体", "单位：亩")
    assert caption.middle == pytest.approx(LEFT + WIDTH / 2, abs=1)
    assert unit.right == pytest.approx(LEFT + WIDTH, abs=0.5)


def test_a_caption_is_never_parted_from_its_table() -> None:
    for lines in range(30, 36):
        found = pages("正文\n" * lines + "@表 标题=面积表\n|甲|\n|乙|")
        for pen in found:
            assert ("面积表" in pen.texts) == ("乙" in pen.texts)


def test_a_picture_is_centred_and_keeps_its_caption_below(tmp_path: Path) -> None:
    (pen,) = pages(f"@图 文件={image(tmp_path, 'a.png', 400, 300)} 宽=80 题=套合分析图")
    ((x, top, width, height),) = pen.pictures
    assert (width / MM, height / MM) == pytest.approx((80, 60), abs=0.01)
    assert x + width / 2 == pytest.approx(LEFT + WIDTH / 2)
    assert pen.notes[0].top < top - height


def test_two_pictures_stand_side_by_side_on_one_base_line(tmp_path: Path) -> None:
    wide, tall = image(tmp_path, "a.png", 400, 300), image(tmp_path, "b.png", 300, 400)
    (pen,) = pages(f"@图组 列=2 高=60\n|{wide}|前|\n|{tall}|后|")
    (x1, top1, width1, height1), (x2, top2, _, height2) = pen.pictures
    assert x1 + width1 < x2
    assert top1 - height1 == pytest.approx(top2 - height2)
    assert max(height1, height2) <= 60 * MM + 0.1


def test_pictures_never_leave_the_paper(tmp_path: Path) -> None:
    tall = image(tmp_path, "a.png", 100, 900)
    for pen in pages("@小标题 图\n" + f"@图 文件={tall} 题=甲\n" * 3):
        assert all(top - height > 22 * MM - 0.5 for _, top, _, height in pen.pictures)
        assert len(pen.pictures) == 1


def test_a_heading_goes_with_the_picture_below_it(tmp_path: Path) -> None:
    tall = image(tmp_path, "a.png", 600, 900)
    found = pages("正文\n" * 10 + f"@小标题 影像\n@图 文件={tall} 题=甲")
    assert "影像" in found[1].texts


def test_the_contents_have_the_archive_s_columns() -> None:
    table = contents_table(Contents((VolumeItem("甲", "文1", "乙局", "2026-07-20", "原件"),)), {0: "3"})
    texts = [[cell.text for cell in row.cells if cell] for row in table.rows]
    assert texts[0] == ["顺序号", "文号", "责任者", "题名", "日期", "页号", "备注"]
    assert texts[1] == ["1", "文1", "乙局", "甲", "2026-07-20", "3", "原件"]


def test_the_cover_fills_one_page_with_underlined_values() -> None:
    long = "演示县某某镇某某村某某项目某某图斑核查材料" * 3
    found = pages(f"@页码 无\n@封面 单位=甲局 标题=图斑卷宗\n|案卷题名|{long}|\n|保管期限|　|\n@分页\n正文")
    assert len(found) == 2
    assert len(found[0].rules) == 2
    assert found[0].texts[0] == "甲局"
    assert "".join(found[0].texts[3:-1]) == long


def test_each_piece_begins_a_page_under_its_title() -> None:
    found = pages("@卷件 题名=甲\n正文\n@卷件 题名=乙\n正文")
    assert [pen.texts[0] for pen in found] == ["甲", "乙"]
    assert found[0].notes[0].face == "小标宋"


def test_a_note_stays_with_its_table() -> None:
    for rows in range(28, 40):
        found = pages("@表\n|甲|\n" + "|乙|\n" * rows + "@注 注：甲乙丙。")
        assert len(found[-1].notes) >= 3, rows


def test_a_long_table_in_a_dossier_keeps_every_row() -> None:
    found = pages("@表\n|编号|\n" + "".join(f"|行{n}|\n" for n in range(200)))
    texts = [text for pen in found for text in pen.texts if text.startswith("行")]
    assert texts == [f"行{n}" for n in range(200)]
    assert all(pen.texts[0] == "编号" for pen in found)


def test_joined_rows_are_not_parted_by_the_page_s_end() -> None:
    block = "|甲|1|\n|^|2|\n|^|3|\n"
    for pen in pages("@表 列宽=1,1\n|名|值|\n" + block * 30):
        values = [text for text in pen.texts if text in "123"]
        assert values[0] == "1" and values[-1] == "3"
