"""图件: the patch stands red in the middle, the scale bar tells the truth, and only what is in view is in the legend."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import shapely
from PIL import Image, ImageChops
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import Qt

from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.land_class import LandClasses
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.gis.dossier_map import DossierMap
from landwatch_plugin.gis.map_picture import LegendRow, View, draw
from landwatch_plugin.gis.map_style import (
    LAND_COLOURS,
    OTHER_LAND,
    OUTLINES,
    apply_style,
    land_colour,
    land_renderer,
    outline_renderer,
    patch_renderer,
)
from landwatch_plugin.gis.patch_frame import moved
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from tests.hand_made import CRS, EAST, SmallCounty, layer_of, paper, rect, tiny_image

pytestmark = pytest.mark.usefixtures("qgis_app")
ZONE_38 = QgsCoordinateReferenceSystem(CRS)
PATCH = shapely.to_wkb(rect(0, 0, 200, 100))
RED, GREEN = (230, 0, 18), (90, 140, 80)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return read_rulebook(default_rulebook())


def pixels(path: Path) -> Any:
    return Image.open(path).convert("RGB")


def near(colour: tuple[int, ...], wanted: tuple[int, int, int], by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(colour, wanted, strict=True))


def red_box(picture: Any) -> tuple[int, int, int, int]:
    """Box of all pixels in the patch's red."""
    mask = picture.split()[0].point(lambda v: 255 if v > 200 else 0)
    strong = picture.split()[1].point(lambda v: 255 if v < 60 else 0)
    box = Image.composite(mask, Image.new("L", picture.size, 0), strong).getbbox()
    assert box
    return box


def test_the_view_is_twice_the_patch_in_the_picture_s_proportions() -> None:
    view = View(PATCH, ZONE_38, width=1000, height=500)
    extent = view.extent()
    assert (extent.width(), extent.height()) == (400, 200)
    assert extent.center().x() == EAST + 100
    tall = View(shapely.to_wkb(rect(0, 0, 100, 400)), ZONE_38, width=1000, height=1000).extent()
    assert tall.height() == 800


def test_a_small_patch_is_not_blown_up() -> None:
    """At least 220 m are shown, so that one sees where it lies."""
    view = View(shapely.to_wkb(rect(0, 0, 10, 10)), ZONE_38)
    assert view.extent().width() == 220


def test_the_outline_lies_where_the_patch_lies(tmp_path: Path) -> None:
    """On a picture of 1000 px for 400 m, the patch of 200 m × 100 m is 500 px × 250 px in the middle."""
    picture = pixels(draw(tmp_path / "图.png", View(PATCH, ZONE_38), [], ""))
    assert picture.size == (1000, 1000)
    left, top, right, bottom = red_box(picture)
    assert (left, right) == (pytest.approx(250, abs=5), pytest.approx(750, abs=5))
    assert (top, bottom) == (pytest.approx(375, abs=5), pytest.approx(625, abs=5))


def test_holes_and_parts_are_outlined_too(tmp_path: Path) -> None:
    holed = rect(0, 0, 200, 100).difference(rect(80, 30, 40, 40))
    picture = pixels(draw(tmp_path / "图.png", View(shapely.to_wkb(shapely.MultiPolygon([holed])), ZONE_38), [], ""))
    assert near(picture.getpixel((450, 500)), RED)
    assert near(picture.getpixel((500, 450)), RED)


def test_the_image_lies_under_the_outline(tmp_path: Path) -> None:
    layer = QgsRasterLayer(str(tiny_image(tmp_path / "after.tif")), "后时相", "gdal")
    picture = pixels(draw(tmp_path / "图.png", View(PATCH, ZONE_38), [layer], "后时相　2026年5月12日"))
    assert near(picture.getpixel((500, 500)), GREEN)
    assert near(picture.getpixel((250, 500)), RED)


def test_the_scale_bar_is_as_long_as_it_says(tmp_path: Path) -> None:
    """400 m on 1000 px: a bar of 100 m is 250 px long and stands at the lower left."""
    picture = pixels(draw(tmp_path / "图.png", View(PATCH, ZONE_38), [], ""))
    dark = [x for x in range(5, 500) if sum(picture.getpixel((x, 965))) < 300]
    assert (dark[0], dark[-1]) == (pytest.approx(30, abs=2), pytest.approx(280, abs=2))


def test_dots_per_inch_are_those_of_paper(tmp_path: Path) -> None:
    with Image.open(draw(tmp_path / "图.png", View(PATCH, ZONE_38), [], "")) as picture:
        assert picture.info["dpi"][0] == pytest.approx(279.4, abs=0.1)


def test_a_legend_stands_beside_the_map(tmp_path: Path) -> None:
    rows = [LegendRow("图斑范围", "", "#e60012"), LegendRow("水田（0101）", "#fdf3b4")]
    plain = pixels(draw(tmp_path / "a.png", View(PATCH, ZONE_38), [], ""))
    told = pixels(draw(tmp_path / "b.png", View(PATCH, ZONE_38), [], "", rows))
    assert told.width > plain.width
    panel = told.crop((plain.width, 0, told.width, told.height))
    assert any(near(colour, (0xFD, 0xF3, 0xB4), 2) for _, colour in panel.getcolors(1 << 20))


def test_a_picture_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "图.png").mkdir()
    with pytest.raises(LandwatchError, match=r"图件“图\.png”无法写入。 处理办法：请检查输出文件夹"):
        draw(tmp_path / "图.png", View(PATCH, ZONE_38), [], "")


def test_a_broken_image_stops_the_picture(tmp_path: Path) -> None:
    """Half a file would give half a blank map."""
    path = tiny_image(tmp_path / "after.tif")
    path.write_bytes(path.read_bytes()[:2000])
    layer = QgsRasterLayer(str(path), "后时相", "gdal")
    assert layer.isValid()
    with pytest.raises(LandwatchError, match="图件绘制失败"):
        draw(tmp_path / "图.png", View(PATCH, ZONE_38), [layer], "")
    assert not (tmp_path / "图.png").exists()


def sheet(small: SmallCounty, book: RuleBook, crs: QgsCoordinateReferenceSystem = ZONE_38) -> DossierMap:
    small.bind_land()
    small.bind(Role.BATCH, (rect(0, 0, 100, 100), paper("甲", "2025-01-01")))
    small.bind(Role.REDLINE, (rect(5000, 5000, 9, 9), {"HXMC": "远处"}))
    small.bind(Role.TOWN, (rect(0, 0, 800, 400), {"XZQMC": "青禾镇"}))
    small.bindings[Role.AFTER] = Binding(Role.AFTER, str(tiny_image(small.folder / "after.tif")), "gdal")
    return DossierMap(list(small.bindings.values()), crs, book.land)


def test_the_overlay_map_shows_land_under_papers(small: SmallCounty, book: RuleBook) -> None:
    """水田 in its colour under the patch, 工业用地 and townships not in view; nothing of the project's own look."""
    made = sheet(small, book)
    path = made.overlay(small.folder / "overlay.png", shapely.to_wkb(rect(120, 100, 40, 50)), "990126SJ0001 套合分析图")
    picture = pixels(path)
    assert near(picture.getpixel((620, 560)), (0xFD, 0xF3, 0xB4), 3)
    assert made.has(Role.LAND) and made.has(Role.AFTER) and not made.has(Role.TOWN)
    assert not made.has(Role.BEFORE)


def test_what_is_out_of_view_is_not_in_the_legend(small: SmallCounty, book: RuleBook) -> None:
    """The far red line and the 工业用地 are neither drawn nor explained; what is in view is."""
    path = sheet(small, book).overlay(small.folder / "overlay.png", shapely.to_wkb(rect(120, 100, 40, 50)), "")
    panel = pixels(path).crop((1200, 0, pixels(path).width, 1150))
    shown = {"#{:02x}{:02x}{:02x}".format(*colour) for _, colour in panel.getcolors(1 << 20)}
    assert {land_colour("0101"), land_colour("0103"), OUTLINES[Role.BATCH][0]} <= shown
    assert not {land_colour("0601"), OUTLINES[Role.REDLINE][0]} & shown


@pytest.mark.parametrize(
    ("x", "caption"), [(0, "后时相"), (1480, "后时相（影像未完全覆盖图斑）"), (9000, "后时相（影像未覆盖图斑）")]
)
def test_an_image_that_does_not_reach_the_patch_says_so(
    small: SmallCounty, book: RuleBook, x: float, caption: str
) -> None:
    """A white sheet would look like a field under snow: the caption tells, else the picture is the plain one."""
    made, wkb = sheet(small, book), shapely.to_wkb(rect(x, 0, 40, 50))
    told = made.image(small.folder / "told.png", wkb, Role.AFTER, "后时相")
    wanted = draw(small.folder / "wanted.png", View(wkb, ZONE_38), [made.rasters[Role.AFTER]], caption)
    top = [pixels(path).crop((0, 0, 900, 120)) for path in (told, wanted)]
    assert ImageChops.difference(*top).getbbox() is None


def test_a_ledger_in_degrees_gives_the_same_picture(small: SmallCounty, book: RuleBook) -> None:
    """The patch in EPSG:4490 is drawn in metres: as large, and not squeezed by the latitude."""
    degrees = QgsCoordinateReferenceSystem("EPSG:4490")
    made = sheet(small, book, degrees)
    [wkb] = moved([PATCH], ZONE_38, degrees)
    left, top, right, bottom = red_box(pixels(made.image(small.folder / "a.png", wkb, Role.AFTER, "")))
    assert (right - left) / (bottom - top) == pytest.approx(2, abs=0.05)
    assert right - left == pytest.approx(500, abs=10)


def test_the_centre_is_a_point_inside_in_degrees(small: SmallCounty, book: RuleBook) -> None:
    text = sheet(small, book).centre_text(shapely.to_wkb(rect(-5, 0, 10, 10)))
    assert re.fullmatch(r"东经114\.000000°，北纬28\.0\d{5}°", text)


def test_a_land_class_takes_the_colour_of_its_longest_prefix() -> None:
    assert land_colour("0702") == LAND_COLOURS["0702"] != land_colour("0701")
    assert land_colour("1104A") == LAND_COLOURS["1104"]
    assert land_colour("9999") == land_colour("") == OTHER_LAND


def test_land_is_drawn_by_code_with_the_book_s_names(book: RuleBook) -> None:
    renderer = land_renderer("DLBM", ["0101", "1203"], book.land)
    assert [(one.value(), one.label()) for one in renderer.categories()] == [("0101", "水田（0101）"), ("1203", "田坎（1203）")]
    plain = land_renderer("DLBM", ["0101"], None)
    assert [one.label() for one in plain.categories()] == ["0101"]


def test_every_vector_role_has_a_look_of_its_own() -> None:
    """Two roles never look alike."""
    drawn = [role for role in Role if not role.is_raster and role is not Role.LAND]
    assert set(OUTLINES) == set(drawn)
    assert len(set(OUTLINES.values())) == len(OUTLINES)
    renderer = outline_renderer(Role.BATCH)
    assert renderer.symbol().symbolLayer(0).strokeColor().name() == OUTLINES[Role.BATCH][0]


def test_styles_are_given_to_layers(book: RuleBook) -> None:
    land = layer_of([(rect(0, 0, 9, 9), {"DLBM": "0101"}), (rect(9, 0, 9, 9), {"DLBM": "0301"})])
    apply_style(land, Role.LAND, "DLBM", book.land)
    assert land.renderer().type() == "categorizedSymbol"
    red = layer_of([(rect(0, 0, 9, 9), {"HXMC": "甲"})])
    apply_style(red, Role.REDLINE)
    assert red.renderer().type() == "singleSymbol"


def test_the_patch_s_own_style_has_no_fill_that_would_hide_the_image() -> None:
    assert patch_renderer().symbol().symbolLayer(0).brushStyle() == Qt.BrushStyle.NoBrush


def test_classes_of_a_book_without_names_show_their_code() -> None:
    assert LandClasses("三调", {"0101": "耕地"}, {}).title("0101") == "0101"
