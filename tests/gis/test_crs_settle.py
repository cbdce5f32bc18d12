"""坐标系认定: the file's own, as the numbers tell, or as the user says; what does not fit is refused with a cure."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from qgis.core import QgsRectangle, QgsVectorLayer

from demo.geofiles import PRJ
from landwatch_plugin.domain.errors import CrsError
from landwatch_plugin.gis.crs_settle import GUESSED, OWN, SAID, settle_crs, suggested_crs
from tests.hand_made import CRS, SmallCounty, layer_of, patch_row, rect

pytestmark = pytest.mark.usefixtures("qgis_app")


def opened(path: Path) -> QgsVectorLayer:
    return QgsVectorLayer(str(path), "图斑", "ogr")


@pytest.mark.parametrize(
    ("box", "crs"),
    [
        ((38_500_000, 3_100_000, 38_500_100, 3_100_100), "EPSG:4526"),
        ((25_400_000, 2_400_000, 25_400_100, 2_400_100), "EPSG:4513"),
        ((20_500_000, 3_100_000, 20_500_100, 3_100_100), "EPSG:4498"),
        ((114.0, 28.0, 114.1, 28.1), "EPSG:4490"),
        ((500_000, 3_100_000, 500_100, 3_100_100), ""),
        ((38_999_000, 3_100_000, 39_000_100, 3_100_100), ""),
        ((38_500_000, 28, 38_500_100, 29), ""),
        ((28.0, 114.0, 28.1, 114.1), ""),
        ((float("nan"), 0, 1, 1), ""),
    ],
    ids=["38带", "25带", "六度带20", "经纬度", "没有带号", "跨两带", "北坐标不对", "经纬颠倒", "非数"],
)
def test_the_numbers_tell_the_system_or_nothing(box: tuple[float, ...], crs: str) -> None:
    assert suggested_crs(QgsRectangle(*box)) == crs


def test_a_standard_prj_is_taken_without_a_doubt(small: SmallCounty) -> None:
    settled = settle_crs("图斑.shp", opened(small.batch(patch_row("1", rect(0, 0, 40, 50)))))
    assert (settled.crs.authid(), settled.how, settled.doubt) == (CRS, OWN, "")
    assert settled.text.startswith("EPSG:4526 CGCS2000") and settled.text.endswith("（文件自带）")


def test_without_a_prj_the_zone_prefix_decides_and_it_is_said(small: SmallCounty) -> None:
    """The datum cannot be seen on the numbers: the user is told which one was assumed."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(".prj").unlink()
    layer = opened(path)
    settled = settle_crs("图斑.shp", layer)
    assert (settled.crs.authid(), settled.how) == (CRS, GUESSED)
    assert layer.crs().authid() == CRS
    assert "缺少 .prj" in settled.doubt and "EPSG:4526" in settled.doubt and "1980西安" in settled.cure


def test_numbers_without_zone_prefix_are_asked_about(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", shapely.transform(rect(0, 0, 40, 50), lambda c: c - (38_000_000, 0))))
    path.with_suffix(".prj").unlink()
    with pytest.raises(CrsError, match=r"【图斑\.shp】图层没有坐标系.*看不出带号（图层范围500000，3100000.*EPSG:4534"):
        settle_crs("图斑.shp", opened(path))
    settled = settle_crs("图斑.shp", opened(path), "EPSG:4547")
    assert (settled.crs.authid(), settled.how, settled.doubt) == ("EPSG:4547", SAID, "")


def test_a_wrong_prj_is_refused_and_the_cure_names_the_system(small: SmallCounty) -> None:
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(".prj").write_text(
        PRJ.replace("38500000.0", "39500000.0").replace("114.0", "117.0").replace("Zone_38", "Zone_39")
    )
    with pytest.raises(CrsError, match=r"^【图斑\.shp】坐标的带号是38，图层坐标系的带号却是39.*指定为 EPSG:4526，不必改动原文件"):
        settle_crs("图斑.shp", opened(path))
    settled = settle_crs("图斑.shp", opened(path), CRS)
    assert settled.how == SAID and "文件自带坐标系为EPSG:4527" in settled.doubt


@pytest.mark.parametrize(
    ("old", "new"),
    [("38500000.0", "38500090.0"), ("298.257222101", "299.257222101"), ('Scale_Factor",1.0', 'Scale_Factor",1.0001')],
)
def test_a_prj_whose_parameters_were_changed_is_doubted(small: SmallCounty, old: str, new: str) -> None:
    """It may be a local system; it may be a slip that moves the whole batch by some metres."""
    path = small.batch(patch_row("1", rect(0, 0, 40, 50)))
    path.with_suffix(".prj").write_text(PRJ.replace(old, new))
    settled = settle_crs("图斑.shp", opened(path))
    assert "不是标准坐标系" in settled.doubt and "EPSG:4526" in settled.cure


@pytest.mark.parametrize("wanted", ["EPSG:99999", "2000坐标系", "x"])
def test_a_system_that_nobody_knows_is_refused(wanted: str) -> None:
    with pytest.raises(CrsError, match=f"坐标系“{wanted}”无法识别"):
        settle_crs("图斑.shp", layer_of([(rect(0, 0, 9, 9), {"JCBH": "1"})]), wanted)


def test_what_the_user_says_is_checked_against_the_numbers_too() -> None:
    with pytest.raises(CrsError, match="坐标以米为单位，图层坐标系却以度为单位"):
        settle_crs("图斑.shp", layer_of([(rect(0, 0, 9, 9), {"JCBH": "1"})]), "EPSG:4490")
