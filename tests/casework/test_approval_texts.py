"""批文坐标入库: approvals delivered as 界址点 texts go into the layer of their kind, once, and cover as the others do."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import QgsVectorLayer

from landwatch_plugin.casework.approvals import add_approvals
from landwatch_plugin.casework.checking import check
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import EAST, NORTH, Month, SmallCounty, county_bindings, paper, patch_row, rect, write_rows

HEADER = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
计量单位=米
带号=38
[地块坐标]
"""
Corners = list[tuple[float, float]]
SQUARE: Corners = [(20, 20), (20, 70), (60, 70), (60, 20)]


def text_of(*parcels: list[Corners]) -> str:
    """A coordinate text of parcels, each a list of rings of corners in the small county."""
    lines = [HEADER]
    for number, rings in enumerate(parcels, 1):
        corners = [(k, corner) for k, ring in enumerate(rings, 1) for corner in [*ring, ring[0]]]
        lines.append(f"{len(corners)},0.2,{number},地块{number},面,,工业用地,,@\n")
        lines += [f"J{n},{k},{NORTH + y:.3f},{EAST + x:.3f}\n" for n, (k, (x, y)) in enumerate(corners, 1)]
    return "".join(lines)


@pytest.fixture
def texts(small: SmallCounty) -> Path:
    """A folder for texts, beside one bound layer of 批次用地."""
    folder = small.folder / "坐标"
    folder.mkdir()
    small.bind(Role.BATCH, (rect(5000, 5000, 10, 10), paper("远处〔2020〕1号", "2020-01-01")))
    return folder


def listing(folder: Path, *rows: dict[str, str]) -> None:
    blank = {"种类": "批次用地", "批准文号": "甲〔2025〕1号", "批准日期": "2025-03-01", "项目名称": "某厂", "用地单位": "某公司"}
    write_rows(folder / "清单.csv", *(blank | row for row in rows))


def shapes(binding: Binding) -> list[shapely.Geometry]:
    layer = QgsVectorLayer(binding.source, "", binding.provider)
    return [shapely.from_wkb(bytes(feature.geometry().asWkb())) for feature in layer.getFeatures()]


def features(binding: Binding) -> list[dict[str, Any]]:
    layer = QgsVectorLayer(binding.source, "", binding.provider)
    names = layer.fields().names()
    return [dict(zip(names, feature.attributes(), strict=True)) for feature in layer.getFeatures()]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "utf-8-sig"])
def test_a_text_becomes_a_polygon_with_its_paper(small: SmallCounty, texts: Path, encoding: str) -> None:
    """Number, date, project and holder come from 清单.csv; the patch under it is covered then."""
    (texts / "甲.txt").write_bytes(text_of([SQUARE]).encode(encoding))
    listing(texts, {"文件": "甲.txt"})
    report = add_approvals(texts, small.bindings)
    assert (report.files, report.parcels, report.refused) == (1, 1, [])
    added = features(small.bindings[Role.BATCH])[-1]
    assert (added["PZWH"], added["PZRQ"], added["XMMC"], added["YDDW"]) == ("甲〔2025〕1号", "2025-03-01", "某厂", "某公司")
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.check()
    assert small.checked("1").values["batch_share"] == Decimal("1.000000")


def test_an_inner_ring_is_a_hole_and_another_outer_ring_a_part(small: SmallCounty, texts: Path) -> None:
    """A pump house of 100 m² is left out; a second plot belongs to the same paper."""
    hole = [(30.0, 30.0), (40.0, 30.0), (40.0, 40.0), (30.0, 40.0)]
    apart = [(100.0, 20.0), (100.0, 30.0), (110.0, 30.0), (110.0, 20.0)]
    (texts / "甲.txt").write_text(text_of([SQUARE, hole, apart]), encoding="utf-8")
    listing(texts, {"文件": "甲.txt"})
    add_approvals(texts, small.bindings)
    assert shapes(small.bindings[Role.BATCH])[-1].area == pytest.approx(2000 - 100 + 100)


def test_a_second_run_adds_nothing(small: SmallCounty, texts: Path) -> None:
    (texts / "甲.txt").write_text(text_of([SQUARE]), encoding="utf-8")
    listing(texts, {"文件": "甲.txt"})
    add_approvals(texts, small.bindings)
    again = add_approvals(texts, small.bindings)
    assert (again.files, again.parcels) == (1, 0)
    assert "批准文号“甲〔2025〕1号”的该地块已在图层中" in again.refused[0]
    assert len(shapes(small.bindings[Role.BATCH])) == 2


def test_a_paper_in_two_texts_goes_in_whole(small: SmallCounty, texts: Path) -> None:
    """The second text is more land of the same number, not the same land again."""
    (texts / "甲1.txt").write_text(text_of([SQUARE]), encoding="utf-8")
    (texts / "甲2.txt").write_text(text_of([[(x + 200, y) for x, y in SQUARE]]), encoding="utf-8")
    listing(texts, {"文件": "甲1.txt"}, {"文件": "甲2.txt"})
    report = add_approvals(texts, small.bindings)
    assert (report.parcels, report.refused) == (2, [])
    assert sum(shape.area for shape in shapes(small.bindings[Role.BATCH])[1:]) == pytest.approx(4000)


def test_what_cannot_be_taken_is_listed_and_the_rest_goes_in(small: SmallCounty, texts: Path) -> None:
    """An unknown kind, a file that is not there, a ring that crosses itself, a text that is none."""
    bow = [(0.0, 0.0), (50.0, 50.0), (50.0, 0.0), (0.0, 50.0)]
    (texts / "好.txt").write_text(text_of([SQUARE]), encoding="utf-8")
    (texts / "交叉.txt").write_text(text_of([bow]), encoding="utf-8")
    (texts / "空.txt").write_text("不是坐标", encoding="utf-8")
    listing(
        texts, {"文件": "好.txt"}, {"文件": "好.txt", "种类": "林地"}, {"文件": "没有.txt"}, {"文件": "交叉.txt"}, {"文件": "空.txt"}
    )
    report = add_approvals(texts, small.bindings)
    assert (report.files, report.parcels, len(report.refused)) == (5, 1, 4)
    said = "\n".join(report.refused)
    assert "【清单.csv】第3行：种类“林地”没有绑定图层。 处理办法：已绑定：批次用地。" in said
    assert "【没有.txt】无法读取" in said
    assert "【交叉.txt】" in said
    assert "界址线自相交" in said
    assert "【空.txt】" in said


def test_a_layer_that_cannot_hold_number_and_date_is_named(small: SmallCounty, texts: Path) -> None:
    """Without a date the approval could never be tried against the image."""
    (texts / "甲.txt").write_text(text_of([SQUARE]), encoding="utf-8")
    listing(texts, {"文件": "甲.txt"})
    small.bind(Role.BATCH, (rect(900, 900, 1, 1), {"PZWH": "x", "XMMC": "y"}))
    report = add_approvals(texts, small.bindings)
    assert report.parcels == 0
    assert "没有批准日期字段" in report.refused[0]


def test_a_layer_in_degrees_takes_them_in_degrees(small: SmallCounty, texts: Path) -> None:
    (texts / "甲.txt").write_text(text_of([SQUARE]), encoding="utf-8")
    listing(texts, {"文件": "甲.txt"})
    small.bind(Role.BATCH, (shapely.box(115, 28, 115.1, 28.1), paper("x", "2020-01-01")), crs="EPSG:4490")
    assert add_approvals(texts, small.bindings).parcels == 1
    west, south, *_ = shapes(small.bindings[Role.BATCH])[-1].bounds
    assert west == pytest.approx(114.0002, abs=1e-4)
    assert 27 < south < 29


def test_a_text_in_another_dialect_goes_in_with_its_remarks(small: SmallCounty, texts: Path) -> None:
    """Columns exchanged, no zone in the eastings, unclosed, one point less than declared."""
    lines = text_of([SQUARE]).splitlines()
    points = [f"{a},{b},{float(d) - 38e6:.3f},{c}" for a, b, c, d in (line.split(",") for line in lines[7:-1])]
    (texts / "甲.txt").write_text("\n".join([*lines[:7], *points]), encoding="utf-8")
    listing(texts, {"文件": "甲.txt"})
    report = add_approvals(texts, small.bindings)
    assert (report.parcels, report.refused) == (1, [])
    assert shapes(small.bindings[Role.BATCH])[-1].equals(rect(20, 20, 40, 50))
    assert [note.split("：", 1)[1][:8] for note in report.notes] == ["X、Y列颠倒，已", "横坐标缺带号，已", "第1圈未闭合，已", "界址点数写为5，"]


def test_an_old_datum_is_not_moved_into_the_layer_by_guess(small: SmallCounty, texts: Path) -> None:
    """Xi'an 80 lies some dozens of metres off, and only the county's own parameters lead to CGCS2000."""
    (texts / "甲.txt").write_text(text_of([SQUARE]).replace("2000国家大地", "1980西安"), encoding="utf-8")
    listing(texts, {"文件": "甲.txt"})
    report = add_approvals(texts, small.bindings)
    assert (report.parcels, len(shapes(small.bindings[Role.BATCH]))) == (0, 1)
    assert "须用当地七参数转换" in report.refused[0]


def test_a_listing_without_its_columns_is_named(small: SmallCounty, texts: Path) -> None:
    write_rows(texts / "清单.csv", {"文件": "甲.txt", "批准文号": "甲"})
    with pytest.raises(InputError, match=r"【清单\.csv】缺少列：种类、批准日期、项目名称、用地单位"):
        add_approvals(texts, small.bindings)


def test_a_folder_without_listing_is_named(small: SmallCounty, texts: Path) -> None:
    with pytest.raises(InputError, match=r"【清单\.csv】无法读取"):
        add_approvals(texts, small.bindings)


def test_the_county_s_texts_make_three_patches_lawful(month: Month, received: Path, tmp_path: Path) -> None:
    """Two 批次用地 (one in GBK, one with a hole) and a road in two parcels; before them the rules saw nothing."""
    shutil.copy(month.county / "county.gpkg", tmp_path / "county.gpkg")
    bound = {binding.role: binding for binding in county_bindings(tmp_path)}
    numbers = ("990126SJBG26060003", "990126SJBG26070001", "990126SJBG26070002")
    with Ledger.open(month.checked) as ledger:
        before = {ledger.checks()[number].suggestion.verdict for number in numbers}
    assert before == {"违法"}
    report = add_approvals(month.county / "approvals_txt", bound)
    assert (report.files, report.parcels, report.refused) == (3, 4, [])
    check(received, list(bound.values()), None, Silent())
    with Ledger.open(received) as ledger:
        after = [ledger.checks()[number].suggestion.subtype for number in numbers]
    assert after == ["已批准建设用地（批次）", "已批准建设用地（批次）", "已批准建设用地（单独选址）"]
