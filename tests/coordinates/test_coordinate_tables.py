"""表格软件的痕迹: what Excel, a template or a hurried hand leaves in a coordinate text is read, or refused with its cure."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.errors import InputError
from tests.coordinates.texts import CLOSED, HEAD, LINE, POINTS, box, one, read, rows

CANONICAL = HEAD + LINE + POINTS


def refusal(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(text)
    return caught.value


def test_quotation_marks_of_a_table_are_taken_off() -> None:
    """Every cell, or the whole line; a comma inside them separates nothing."""
    quoted = "".join(",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in POINTS.split())
    found = read(HEAD + '"5","1.2000","1","甲,乙","面","","工业用地","0601","@"\n' + quoted)
    assert (found.parcels[0].name, found.parcels[0].rings, found.parcels[0].notes) == ("甲，乙", [CLOSED], [])
    assert found.notes == ["文件带有表格软件加的引号，已去掉"]
    whole = "".join(f'"{line}"\n' for line in (LINE + POINTS).split())
    assert one(HEAD + whole).rings == [CLOSED]
    grouped = HEAD + '5,"12,000.00平方米",1,地块1,面,,工业用地,0601,@\n' + POINTS
    assert one(grouped.replace("平方米", "")).declared == "12000.00"
    assert one(HEAD + LINE + '"J1",1,"3,098,620.000","38,512,000.000"\n' + POINTS.split("\n", 1)[1]).rings == [CLOSED]


def test_a_number_rounded_by_excel_is_refused_for_that_reason() -> None:
    """3.85121E+07 has lost its metres; with all its digits it is read."""
    error = refusal(CANONICAL.replace("38512100.000\nJ3", "3.85121E+07\nJ3"))
    assert (error.row, "科学计数法" in error.cure, "脱密" in error.cure) == (9, True, False)
    exact = CANONICAL.replace("38512100.000\nJ3", "3.8512100000E+07\nJ3").replace("3098500.000,", "3.098500000E+06,")
    assert one(exact).rings == [CLOSED]


def test_the_cure_for_masks_stands_with_masks_only() -> None:
    assert "未脱密" in refusal(CANONICAL.replace("3098500.000", "30985**.***", 1)).cure
    assert "未脱密" in refusal(CANONICAL.replace("3098500.000", "30985XX.XXX", 1)).cure
    assert "脱密" not in refusal(CANONICAL.replace("3098500.000", "见附件", 1)).cure


def test_north_and_east_beside_degrees() -> None:
    head = "坐标系=CGCS2000\n,,1,a,面,,,,@\n"
    plain = one(head + "28°00′00″,114°00′00″\n28°00′00″,114°00′05″\n28°00′05″,114°00′05″\n").rings
    assert one(head + "N28°00′00″,E114°00′00″\nN28°00′00″,E114°00′05″\nN28°00′05″,E114°00′05″\n").rings == plain
    assert one(head + "北纬28°00′00″,东经114°00′00″\n28°00′00″N,114°00′05″E\n28°00′05″N,114°00′05″E\n").rings == plain
    assert one(head + "N1,1,28.001,114.001\nE2,1,28.001,114.002\nE3,1,28.002,114.002\n").rings[0][0] == (
        114.001,
        28.001,
    )


def test_a_parcel_line_of_four_cells() -> None:
    parcel = one(HEAD + "5,1.2,2,地块2\n" + POINTS)
    assert (parcel.count, parcel.declared, parcel.number, parcel.name) == ("5", "1.2", "2", "地块2")
    assert parcel.notes == ["地块行缺行末的 @", "地块行只有4项，已按点数、面积、编号、名称读取，请核对"]


def test_the_format_s_own_lines_left_in_the_file_are_skipped() -> None:
    template = (
        "界址点数,地块面积,地块编号,地块名称,记录图形属性,图幅号,地块用途,地类编码,@\n点号,地块圈号,X坐标,Y坐标\n…\n"
    )
    found = read(HEAD + template + LINE + POINTS)
    assert (found.parcels[0].rings, found.parcels[0].notes) == ([CLOSED], [])
    assert found.notes == ["第7行是地块行的格式说明，已跳过", "第9行“…”不是界址点，已略去"]


def test_cells_between_enumeration_commas() -> None:
    found = read(HEAD + (LINE + POINTS).replace(",", "、"))
    assert (found.parcels[0].name, found.parcels[0].rings) == ("地块1", [CLOSED])
    assert found.notes == ["各项之间为顿号，已按逗号读取"]
    named = read(HEAD + LINE.replace("地块1", "甲、乙、丙") + POINTS)
    assert (named.parcels[0].name, named.notes) == ("甲、乙、丙", [])


def test_an_area_that_rounds_to_nought_agrees() -> None:
    """0.25 m² are 0.0000 公顷 in the four decimals that are usual."""
    half = LINE.replace("1.2000", "0.0000") + rows(box(0, 0, 0.5))
    assert one(HEAD + half).notes == []
    assert one(HEAD + half.replace("0.0000", "0")).notes == ["地块面积写为0，未核对"]
