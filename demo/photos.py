"""外业照片: draws field photos for a third of the patches, with EXIF as a surveyor's phone writes it. `python -m demo.photos FOLDER`"""

from __future__ import annotations

import csv
import math
import re
import sys
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal, ogr, osr
from PIL import Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

from demo.photo_scenes import photograph
from demo.photo_world import Noises

gdal.UseExceptions()
MILITARY = "涉军"
SHOWN_FIRST = ("panels", "greenhouse", "quarry", "pond", "roof", "house", "film", "orchard", "grave", "road", "rubble",
               "concrete", "yard", "bare")  # fmt: skip
"""Of several kinds on one patch, the first of these is photographed."""
UNDER_WORK = re.compile("正在|在建|施工|砌筑|平整|路基(?!础)")
NEAR, FAR = 22.0, 55.0
MAKE, MODEL, SOFTWARE = "Yantu", "YT-Field 6", "YT Survey 2.3"
_MAKE, _MODEL, _SOFTWARE, _TIME, _ORIENTATION = 0x010F, 0x0110, 0x0131, 0x0132, 0x0112
_EXIF, _GPS, _TAKEN, _FOCAL, _WIDE, _HIGH = 0x8769, 0x8825, 0x9003, 0x920A, 0xA002, 0xA003


@dataclass(frozen=True)
class Subject:
    """A patch that is to be photographed."""

    number: str
    shape: ogr.Geometry
    scene: str
    """One of photo_scenes.SCENES."""
    visit: datetime
    building: bool
    """Work was still going on."""


@dataclass(frozen=True)
class Stand:
    """Where the photographer stands (EPSG:4526), metres to the patch, and the heading towards its centre."""

    east: float
    north: float
    distance: float
    longitude: float
    latitude: float
    heading: float


def make_photos(folder: Path, seed: int = 2026) -> list[Path]:
    """Draw photos/<number>_1.jpg (and _2) for a third of the patches of the county that lies in the folder."""
    target = folder / "photos"
    target.mkdir(parents=True, exist_ok=True)
    noises = Noises.made(seed)
    written = []
    for subject in chosen(folder, seed):
        own = zlib.crc32(subject.number.encode()) ^ seed
        rng = np.random.default_rng([seed, own])
        bearing = rng.uniform(0, 2 * math.pi)
        for index in range(1, 2 + int(rng.random() < 0.5)):
            stand = stand_beside(subject.shape, bearing + 1.9 * (index - 1), rng)
            taken = subject.visit + timedelta(minutes=3 * index, seconds=int(rng.integers(60)))
            pixels = photograph(subject.scene, subject.building, stand.distance, (own, index), noises)
            path = target / f"{subject.number}_{index}.jpg"
            _write(path, pixels, stand, taken)
            written.append(path)
    return written


def chosen(folder: Path, seed: int) -> list[Subject]:
    """A third of the patches: visited ones first, never the secret one nor a number that occurs twice."""
    shapes, all_numbers = _patches(folder)
    visits = _visits(folder)
    kinds = _kinds(folder)
    wanted = round(len(all_numbers) / 3)
    order = sorted(shapes, key=lambda number: (number not in visits, zlib.crc32(f"{number}{seed}".encode())))
    subjects = []
    for number in sorted(order[:wanted]):
        row = visits.get(number, {})
        day = _date(row.get("核查日期", "")) or datetime(2026, 8, 3)
        clock = zlib.crc32(f"{seed}{number}".encode())
        moment = day.replace(hour=9 + clock % 7, minute=clock // 7 % 55)
        building = bool(UNDER_WORK.search(row.get("现场情况", "")))
        scene = scene_of(kinds.get(number, set()), row.get("实地用途", ""), building)
        subjects.append(Subject(number, shapes[number], scene, moment, building))
    return subjects


def scene_of(kinds: set[str], use: str, building: bool) -> str:
    """What to photograph, from the kinds of objects on the patch and its use as the survey tells it."""
    if "宅基地" in use and kinds & {"roof", "house"}:
        return "house"
    if "roof" in kinds and re.search("科教|商业|机关|餐饮", use):
        return "block"
    if {"quarry", "bare"} <= kinds:
        return "pit"
    if (
        "bare" in kinds
        and (building or "road" in kinds)
        and not kinds & {"roof", "greenhouse", "pond"}
        and "路" not in use
    ):
        return "bare"
    return min(kinds, key=_rank, default="crops")


def _patches(folder: Path) -> tuple[dict[str, ogr.Geometry], list[str]]:
    """Shapes in EPSG:4526 by number, without the secret and the doubtful ones; and all numbers of the batches."""
    shapes: dict[str, ogr.Geometry] = {}
    numbers: list[str] = []
    barred: set[str] = set()
    for path in sorted((folder / "batches").glob("*.shp")):
        gdal.SetConfigOption("SHAPE_ENCODING", None)  # QGIS sets it to "", and then no text is decoded
        source = gdal.OpenEx(str(path), gdal.OF_VECTOR, open_options=["ENCODING=GBK"])
        layer = source.GetLayer(0)
        move = _transform(layer.GetSpatialRef(), 4526)
        names = [field.GetName() for field in layer.schema]
        key = "JCBH" if "JCBH" in names else "TBBH"
        for feature in layer:
            number = feature.GetFieldAsString(key).strip()
            remark = feature.GetFieldAsString("BZ") if "BZ" in names else ""
            if MILITARY in remark or number in numbers:
                barred.add(number)
            shape = feature.GetGeometryRef().Clone()
            shape.Transform(move)
            gdal.PushErrorHandler("CPLQuietErrorHandler")  # that the shape is invalid is what is asked
            shapes[number] = shape if shape.IsValid() else shape.MakeValid()
            gdal.PopErrorHandler()
            numbers.append(number)
    return {number: shape for number, shape in shapes.items() if number not in barred}, numbers


def _transform(source: osr.SpatialReference | None, target: int) -> osr.CoordinateTransformation:
    """From a layer's system (4526 if it does not say) to another, with x = east everywhere."""
    start, end = source or _system(4526), _system(target)
    start = start.Clone()
    start.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(start, end)


def _system(code: int) -> osr.SpatialReference:
    system = osr.SpatialReference()
    system.ImportFromEPSG(code)
    system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return system


def _visits(folder: Path) -> dict[str, dict[str, str]]:
    """Rows of 外业核查.csv by patch number."""
    path = folder / "外业核查.csv"
    if not path.exists():
        return {}
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gbk")
    return {row["图斑编号"].strip(): row for row in csv.DictReader(text.splitlines())}


def _kinds(folder: Path) -> dict[str, set[str]]:
    """What stands on each patch after the change."""
    source = ogr.Open(str(folder / "scene.gpkg"))
    found: dict[str, set[str]] = {}
    for feature in source.GetLayerByName("objects"):
        if feature.GetFieldAsString("when") != "before":
            found.setdefault(feature.GetFieldAsString("number"), set()).add(feature.GetFieldAsString("kind"))
    return found


def _rank(kind: str) -> int:
    return SHOWN_FIRST.index(kind) if kind in SHOWN_FIRST else len(SHOWN_FIRST)


def _date(text: str) -> datetime | None:
    found = re.search(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})", text)
    if not found:
        return None
    year, month, day = (int(part) for part in found.groups())
    return datetime(year, month, day)


def stand_beside(shape: ogr.Geometry, bearing: float, rng: np.random.Generator) -> Stand:
    """A place 20–60 m outside of the patch, in the given direction from its centre or the next one that is free."""
    centre = shape.Centroid()
    x, y = centre.GetX(), centre.GetY()
    wanted = rng.uniform(NEAR, FAR)
    for turn in range(24):
        angle = bearing + turn * math.pi / 12
        for far in np.arange(5.0, 900.0, 2.0):
            spot = ogr.Geometry(ogr.wkbPoint)
            spot.AddPoint_2D(x + far * math.sin(angle), y + far * math.cos(angle))
            distance = shape.Distance(spot)
            if abs(distance - wanted) < 2.5:
                return _stand(spot.GetX(), spot.GetY(), distance, x, y)
    raise ValueError("no place to photograph the patch from")


def _stand(east: float, north: float, distance: float, x: float, y: float) -> Stand:
    move = _transform(None, 4326)
    longitude, latitude, _ = move.TransformPoint(east, north)
    to_longitude, to_latitude, _ = move.TransformPoint(x, y)
    aside = (to_longitude - longitude) * math.cos(math.radians((latitude + to_latitude) / 2))
    heading = math.degrees(math.atan2(aside, to_latitude - latitude)) % 360
    return Stand(east, north, distance, longitude, latitude, heading)


def _write(path: Path, pixels: NDArray[np.uint8], stand: Stand, taken: datetime) -> None:
    image = Image.fromarray(pixels)
    _stamp(image, taken)
    image.save(path, quality=87, exif=_exif(stand, taken, image.size), dpi=(72, 72))


def _stamp(image: Image.Image, taken: datetime) -> None:
    """The camera's own small date and time in the lower right corner."""
    text = taken.strftime("%Y/%m/%d %H:%M:%S")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=26)
    width = pen.textlength(text, font=font)
    place = (image.width - width - 26, image.height - 48)
    pen.text(place, text, font=font, fill=(255, 176, 58), stroke_width=1, stroke_fill=(60, 36, 10))


def _exif(stand: Stand, taken: datetime, size: tuple[int, int]) -> Image.Exif:
    exif = Image.Exif()
    moment = taken.strftime("%Y:%m:%d %H:%M:%S")
    exif[_MAKE], exif[_MODEL], exif[_SOFTWARE], exif[_TIME], exif[_ORIENTATION] = MAKE, MODEL, SOFTWARE, moment, 1
    details = exif.get_ifd(_EXIF)
    details.update({_TAKEN: moment, 0x9004: moment, _WIDE: size[0], _HIGH: size[1], _FOCAL: IFDRational(435, 100)})
    universal = taken - timedelta(hours=8)
    exif.get_ifd(_GPS).update({
        0: b"\x02\x03\x00\x00", 1: "N", 2: _degrees(stand.latitude), 3: "E", 4: _degrees(stand.longitude),
        5: b"\x00", 6: IFDRational(520, 10),
        7: (IFDRational(universal.hour), IFDRational(universal.minute), IFDRational(universal.second)),
        16: "T", 17: IFDRational(round(stand.heading * 100) % 36000, 100), 18: "WGS-84",
        29: universal.strftime("%Y:%m:%d"),
    })  # fmt: skip
    return exif


def _degrees(value: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and seconds (to 0.0001″) as EXIF wants them."""
    units = round(value * 36_000_000)
    degrees, rest = divmod(units, 36_000_000)
    minutes, seconds = divmod(rest, 600_000)
    return IFDRational(degrees), IFDRational(minutes), IFDRational(seconds, 10_000)


if __name__ == "__main__":
    for photo in make_photos(Path(sys.argv[1])):
        print(photo)
