"""前后时相影像与外业照片 of a small stub county: format, place, change where there is change, EXIF that points at the patch."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest

gdal = pytest.importorskip("osgeo.gdal")
from osgeo import ogr, osr  # noqa: E402
from PIL import Image  # noqa: E402

from demo import imagery, parcels, photos, textures  # noqa: E402
from demo.photo_scenes import SCENES, photograph  # noqa: E402
from demo.photo_world import Noises  # noqa: E402

gdal.UseExceptions()
EAST, NORTH, LONG, HIGH = 38_518_000.0, 3_216_000.0, 600.0, 500.0
CLASSES = (
    ("0301", "0301", "0305", "0404", "0202", "0302"),
    ("0103", "0101", "0101", "0103", "0201", "0601"),
    ("0101", "0101", "0101", "0101", "0101", "0702"),
    ("1003", "1003", "1003", "1003", "1003", "1003"),
    ("1101", "1101", "1104", "1202", "0101", "0602"),
)
PATCHES = {
    "990126SJBG26070001": ("roof", (60.0, 220.0, 60.0, 40.0), "20", ""),
    "990126SJBG26070002": ("greenhouse", (160.0, 215.0, 50.0, 50.0), "20", ""),
    "990126SJBG26070003": ("panels", (260.0, 215.0, 54.0, 50.0), "GF", ""),
    "990126SJBG26070004": ("quarry", (360.0, 215.0, 60.0, 50.0), "CK", ""),
    "990126SJBG26070005": ("pond", (440.0, 215.0, 50.0, 50.0), "KT", ""),
    "990126SJBG26070006": ("concrete", (330.0, 330.0, 44.0, 40.0), "YH", ""),
    "990126SJBG26070007": ("bare", (120.0, 330.0, 50.0, 40.0), "DT", "涉军"),
    "990126SJBG26070008": ("house", (425.0, 320.0, 16.0, 12.0), "20", ""),
    "990126SJBG26070009": ("road", (4.0, 225.0, 40.0, 6.0), "ND", ""),
}
"""Number → kind, (x, y, length, width), TBLX, BZ."""


def square(x: float, y: float, long: float, wide: float) -> ogr.Geometry:
    ring = ogr.Geometry(ogr.wkbLinearRing)
    for dx, dy in ((0, 0), (long, 0), (long, wide), (0, wide), (0, 0)):
        ring.AddPoint_2D(EAST + x + dx, NORTH + y + dy)
    shape = ogr.Geometry(ogr.wkbPolygon)
    shape.AddGeometry(ring)
    return shape


def write(path: Path, layer: str, driver: str, rows: list[tuple[dict[str, object], ogr.Geometry]]) -> None:
    system = osr.SpatialReference()
    system.ImportFromEPSG(4526)
    gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS, when it runs in this process, sets it to ""
    options = ["ENCODING=GBK"] if driver == "ESRI Shapefile" else []
    source = ogr.GetDriverByName(driver).CreateDataSource(str(path))
    target = source.CreateLayer(layer, system, ogr.wkbPolygon, options)
    for name, value in rows[0][0].items():
        target.CreateField(ogr.FieldDefn(name, ogr.OFTReal if isinstance(value, float) else ogr.OFTString))
    for values, shape in rows:
        feature = ogr.Feature(target.GetLayerDefn())
        for name, value in values.items():
            feature.SetField(name, value)
        feature.SetGeometry(shape)
        target.CreateFeature(feature)


def build_county(folder: Path) -> Path:
    """A county of thirty land parcels, nine patches and their objects."""
    (folder / "batches").mkdir(parents=True)
    land = []
    for row, classes in enumerate(CLASSES):
        for col, code in enumerate(classes):
            land.append(({"DLBM": code}, square(col * 100.0, HIGH - 100 - row * 100.0, 100, 100)))
    write(folder / "county.gpkg", "dltb", "GPKG", land)
    things = []
    for number, (kind, place, _, _) in PATCHES.items():
        things.append(({"number": number, "kind": kind, "angle": 0.0, "when": "after"}, square(*place)))
    things.append(({"number": "", "kind": "house", "angle": 0.0, "when": "both"}, square(45, 330, 14, 10)))
    write(folder / "scene.gpkg", "objects", "GPKG", things)
    batch = [
        ({"JCBH": number, "TBLX": kind, "HSX": "2026-06", "BZ": remark}, square(*place))
        for number, (_, place, kind, remark) in PATCHES.items()
    ]
    write(folder / "batches" / "演示县2026年7月图斑.shp", "演示县2026年7月图斑", "ESRI Shapefile", batch)
    with (folder / "外业核查.csv").open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow(["图斑编号", "现场情况", "实地用途", "核查日期"])
        for day, number in enumerate(list(PATCHES)[:6]):
            table.writerow(
                [number, "经现场核查，正在施工。" if day else "已建成。", "工业用地", f"2026-08-{day + 4:02d}"]
            )
    return folder


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_county(tmp_path_factory.mktemp("county"))


@pytest.fixture(scope="module")
def images(county: Path) -> dict[str, Path]:
    return {path.stem: path for path in imagery.render_images(county, 7)}


@pytest.fixture(scope="module")
def taken(county: Path) -> list[Path]:
    return photos.make_photos(county, 7)


def pixels(path: Path) -> np.ndarray:
    return np.moveaxis(gdal.Open(str(path)).ReadAsArray(), 0, -1).astype(np.float32)


def spot(path: Path, x: float, y: float, long: float, wide: float, room: float = 0.0) -> tuple[slice, slice]:
    """The rows and columns of a rectangle given in the county's own metres."""
    left, _, _, top, _, _ = gdal.Open(str(path)).GetGeoTransform()
    col, row = EAST + x - left, top - NORTH - y - wide
    return slice(int(row - room), int(row + wide + room)), slice(int(col - room), int(col + long + room))


def slopes(image: np.ndarray) -> np.ndarray:
    """Where brightness changes, whatever the season's colours."""
    down, right = np.gradient(image.mean(axis=-1))
    return np.log1p(np.hypot(down, right))


# ---------- the two pictures ----------


def test_both_pictures_are_tiled_jpeg_rgb_in_the_county_s_system(images: dict[str, Path]) -> None:
    assert sorted(images) == ["after", "before"]
    for path in images.values():
        picture = gdal.Open(str(path))
        system = osr.SpatialReference(wkt=picture.GetProjection())
        assert picture.RasterCount == 3
        assert picture.GetRasterBand(1).DataType == gdal.GDT_Byte
        assert system.GetAuthorityCode(None) == "4526"
        structure = picture.GetMetadata("IMAGE_STRUCTURE")
        assert structure["COMPRESSION"] == "YCbCr JPEG"
        assert picture.GetRasterBand(1).GetBlockSize() == [512, 512]


def test_one_pixel_is_about_one_metre_and_the_picture_covers_the_county(images: dict[str, Path]) -> None:
    for path in images.values():
        picture = gdal.Open(str(path))
        left, step, _, top, _, down = picture.GetGeoTransform()
        assert 0.8 <= step <= 1.2
        assert down == -step
        assert left < EAST
        assert top > NORTH + HIGH
        assert left + step * picture.RasterXSize > EAST + LONG
        assert top + down * picture.RasterYSize < NORTH


def test_both_pictures_lie_on_the_same_pixels(images: dict[str, Path]) -> None:
    first, second = (gdal.Open(str(images[name])) for name in ("before", "after"))
    assert first.GetGeoTransform() == second.GetGeoTransform()
    assert (first.RasterXSize, first.RasterYSize) == (second.RasterXSize, second.RasterYSize)


def test_overviews_exist_for_fast_drawing(images: dict[str, Path]) -> None:
    for path in images.values():
        picture = gdal.Open(str(path))
        assert picture.GetRasterBand(1).GetOverviewCount() >= 1


def test_cars_are_few(images: dict[str, Path]) -> None:
    """Asphalt shows between the vehicles, which are not the same on both days."""
    before, after = (pixels(images[name]) for name in ("before", "after"))
    road = spot(images["after"], 20, 110, 560, 80)
    assert np.median(slopes(after[road])) < 1.6
    assert structure_kept(before[road], after[road]) < 0.9


def test_no_pixel_is_empty_not_even_beyond_the_border(images: dict[str, Path]) -> None:
    for path in images.values():
        picture = gdal.Open(str(path))
        band = picture.GetRasterBand(1)
        image = pixels(path)
        assert band.GetNoDataValue() is None
        assert band.GetMaskFlags() == gdal.GMF_ALL_VALID
        corner = image[:50, :50]
        assert corner.std() > 4
        assert (image.max(axis=-1) > 12).mean() > 0.999


def test_the_picture_is_no_chart_every_cover_has_texture(images: dict[str, Path]) -> None:
    image = pixels(images["after"])
    for place in ((10, 410, 80, 80), (10, 310, 80, 80), (510, 210, 80, 80), (510, 310, 80, 80)):
        assert image[spot(images["after"], *place)].std(axis=(0, 1)).mean() > 4


def test_woods_are_darker_than_fields_and_water_is_smooth(images: dict[str, Path]) -> None:
    image, path = pixels(images["after"]), images["after"]
    woods, field = image[spot(path, 20, 420, 160, 60)], image[spot(path, 320, 310, 70, 15)]
    river = image[spot(path, 40, 40, 50, 20)]
    assert woods.mean() < field.mean()
    assert slopes(river).mean() < 0.6 * slopes(woods).mean()


def test_before_is_browner_and_after_is_greener(images: dict[str, Path]) -> None:
    def green(image: np.ndarray) -> float:
        return float((image[..., 1] - image[..., 0]).mean())

    assert green(pixels(images["after"])) > green(pixels(images["before"])) + 3


@pytest.mark.parametrize(
    "number", ["990126SJBG26070001", "990126SJBG26070003", "990126SJBG26070004", "990126SJBG26070006"]
)
def test_inside_a_patch_the_two_pictures_tell_of_change(images: dict[str, Path], number: str) -> None:
    before, after = (pixels(images[name]) for name in ("before", "after"))
    here = spot(images["after"], *PATCHES[number][1])
    season = (after - before).mean(axis=(0, 1))
    assert np.abs(after[here] - before[here] - season).mean() > 18
    assert structure_kept(before[here], after[here]) < 0.15


def structure_kept(before: np.ndarray, after: np.ndarray) -> float:
    return float(np.corrcoef(slopes(before).ravel(), slopes(after).ravel())[0, 1])


def test_elsewhere_the_same_houses_trees_and_borders_stand_in_both(images: dict[str, Path]) -> None:
    before, after = (pixels(images[name]) for name in ("before", "after"))
    village, woods = spot(images["after"], 505, 205, 90, 90), spot(images["after"], 5, 405, 190, 90)
    assert structure_kept(before[village], after[village]) > 0.3
    assert structure_kept(before[woods], after[woods]) > 0.45
    field = spot(images["after"], 205, 270, 90, 25)
    assert structure_kept(before[field], after[field]) > 0.2


def test_shadows_fall_to_the_north_west(images: dict[str, Path]) -> None:
    image, place = pixels(images["after"]), PATCHES["990126SJBG26070001"][1]
    x, y, long, wide = place
    north = image[spot(images["after"], x + 8, y + wide, long - 16, 2)].mean()
    south = image[spot(images["after"], x + 8, y - 4, long - 16, 2)].mean()
    assert north < 0.8 * south


def test_the_same_seed_draws_the_same_picture(images: dict[str, Path], tmp_path: Path) -> None:
    again = {path.stem: path for path in imagery.render_images(build_county(tmp_path / "again"), 7)}
    for name, path in images.items():
        assert np.array_equal(pixels(path), pixels(again[name]))


# ---------- what the pictures are made of ----------


def test_a_hash_is_a_number_below_one_and_always_the_same() -> None:
    numbers = textures.hash01(np.arange(10_000), 5)
    assert np.array_equal(numbers, textures.hash01(np.arange(10_000), 5))
    assert 0 <= numbers.min() < 0.01
    assert 0.99 < numbers.max() < 1
    assert abs(numbers.mean() - 0.5) < 0.02


def test_noise_has_no_seam() -> None:
    noise = textures.spectral_noise(128, 4, 64, np.random.default_rng(1))
    inside = np.abs(np.diff(noise, axis=1)).mean()
    seam = np.abs(noise[:, 0] - noise[:, -1]).mean()
    assert seam < 2 * inside
    piece = textures.window(noise, 100, 120, 60, 20)
    assert np.array_equal(piece[28:], noise[np.ix_(np.arange(0, 32), np.r_[120:128, 0:12])])


def test_enlarged_pieces_fit_together() -> None:
    coarse = np.random.default_rng(2).random((40, 40)).astype(np.float32)
    whole = textures.enlarged(coarse, 4, 8, 8, 64, 64)
    part = textures.enlarged(coarse, 4, 40, 8, 32, 64)
    assert np.abs(whole[32:] - part).max() < 1e-3


def test_inner_distance_grows_towards_the_middle() -> None:
    mask = np.zeros((41, 41), bool)
    mask[5:36, 5:36] = True
    distance = textures.inner_distance(mask, 50)
    assert distance[0, 0] == 0
    assert distance[5, 20] == 1
    assert 13 <= distance[20, 20] <= 17


def test_land_goes_on_beyond_the_border() -> None:
    ids = np.zeros((6, 8), np.int32)
    ids[2:5, 2:6] = [[1, 2, 3, 4]] * 3
    assert (parcels._mirrored(ids) > 0).all()
    assert list(ids[3]) == [3, 2, 1, 2, 3, 4, 3, 2]


@pytest.mark.parametrize(
    ("code", "cover"), [("0101", "paddy"), ("1104A", "pond"), ("1106", "shoal"), ("0899", "town"), ("99", "grass")]
)
def test_every_land_class_has_a_look(code: str, cover: str) -> None:
    assert parcels.COVERS[parcels.cover_of(code)] == cover


def test_rows_follow_the_longer_side_of_a_field() -> None:
    field = ogr.CreateGeometryFromWkt("POLYGON((0 0,80 80,70 90,-10 10,0 0))")
    assert math.degrees(parcels.main_direction(field)) % 180 == pytest.approx(45, abs=1)


# ---------- photos ----------


def test_a_third_of_the_patches_have_photos_and_the_secret_one_has_none(taken: list[Path]) -> None:
    numbers = {path.stem.split("_")[0] for path in taken}
    assert len(numbers) == 3
    assert numbers < set(PATCHES)
    assert "990126SJBG26070007" not in numbers
    assert all(f"{number}_1.jpg" in {path.name for path in taken} for number in numbers)


def test_a_number_that_occurs_twice_is_not_photographed(tmp_path: Path) -> None:
    folder = build_county(tmp_path / "twice")
    doubled = [({"JCBH": number, "BZ": ""}, square(*PATCHES[number][1])) for number in list(PATCHES)[:6]]
    write(folder / "batches" / "again.shp", "again", "ESRI Shapefile", doubled)
    assert {subject.number for subject in photos.chosen(folder, 7)} <= set(list(PATCHES)[6:]) - {"990126SJBG26070007"}


def test_photos_are_of_a_camera_s_size_and_upright(taken: list[Path]) -> None:
    for path in taken:
        with Image.open(path) as image:
            assert image.size == (1280, 960)
            assert image.format == "JPEG"
            assert image.getexif()[0x0112] == 1
            assert path.stat().st_size < 600_000


def place_of(path: Path) -> tuple[float, float, float]:
    """Longitude, latitude and heading from the EXIF."""
    with Image.open(path) as image:
        gps = image.getexif().get_ifd(0x8825)
    assert (gps[1], gps[3], gps[16]) == ("N", "E", "T")
    north, east = (float(d) + float(m) / 60 + float(s) / 3600 for d, m, s in (gps[2], gps[4]))
    return east, north, float(gps[17])


def test_exif_stands_beside_the_patch_and_looks_at_its_centre(taken: list[Path]) -> None:
    back = photos._transform(photos._system(4326), 4526)
    for path in taken:
        longitude, latitude, heading = place_of(path)
        east, north, _ = back.TransformPoint(longitude, latitude)
        shape = square(*PATCHES[path.stem.split("_")[0]][1])
        camera = ogr.Geometry(ogr.wkbPoint)
        camera.AddPoint_2D(east, north)
        centre = shape.Centroid()
        bearing = math.degrees(math.atan2(centre.GetX() - east, centre.GetY() - north)) % 360
        assert 19 < shape.Distance(camera) < 61
        assert abs((bearing - heading + 180) % 360 - 180) < 1.0


def test_the_photo_is_dated_on_the_day_of_the_visit(county: Path, taken: list[Path]) -> None:
    visits = {number: row["核查日期"] for number, row in photos._visits(county).items()}
    for path in taken:
        with Image.open(path) as image:
            exif = image.getexif()
            moment = exif.get_ifd(0x8769)[0x9003]
            assert exif[0x010F] == photos.MAKE
            assert exif[0x0110] == photos.MODEL
        assert moment[:10].replace(":", "-") == visits[path.stem.split("_")[0]]
        assert 9 <= int(moment[11:13]) <= 16


def test_two_photos_of_one_patch_are_taken_from_different_places(county: Path) -> None:
    shape = square(*PATCHES["990126SJBG26070001"][1])
    first, second = (photos.stand_beside(shape, turn, np.random.default_rng(3)) for turn in (0.4, 2.3))
    assert math.hypot(first.east - second.east, first.north - second.north) > 40


@pytest.mark.parametrize(
    ("kinds", "use", "building", "scene"),
    [
        ({"yard", "roof"}, "工业用地", False, "roof"), ({"yard", "roof"}, "科教用地", True, "block"),
        ({"roof", "concrete"}, "农村宅基地", False, "house"), ({"bare", "quarry"}, "取土坑", False, "pit"),
        ({"bare", "road"}, "临时用地", False, "bare"), ({"bare", "road"}, "公路用地", True, "road"),
        ({"bare", "greenhouse"}, "设施农用地", True, "greenhouse"), (set(), "耕地", False, "crops"),
    ],
)  # fmt: skip
def test_the_photo_shows_what_the_survey_says(kinds: set[str], use: str, building: bool, scene: str) -> None:
    assert photos.scene_of(kinds, use, building) == scene
    assert scene in SCENES


@pytest.mark.parametrize("scene", ["pit", "panels"])
def test_a_scene_is_drawn_alike_by_the_same_seeds(scene: str) -> None:
    noises = Noises.made(3)
    first = photograph(scene, False, 24, (5, 1), noises)
    assert first.shape == (960, 1280, 3)
    assert first[:200].mean() > first[800:].mean()
    if scene == "pit":
        assert np.array_equal(first, photograph(scene, False, 24, (5, 1), noises))
        assert not np.array_equal(first, photograph(scene, False, 24, (5, 2), noises))
