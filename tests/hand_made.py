"""手工小县: a few squares of land, patches and papers on disk, and the made-up county once a session, for the tests.

Shapes are given in metres from a corner of the county on the central meridian, where a plane square metre is one on
the ellipsoid to 1e-8; 2000 m² are 3.00 亩.
"""

from __future__ import annotations

import gc
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
import shapely
from osgeo import gdal, osr
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from qgis.core import QgsFeature, QgsGeometry, QgsMapLayer, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt import sip

from demo.county import make_county
from demo.geofiles import Column, write_csv, write_shapefile
from landwatch_plugin.casework.checking import CheckReport, check
from landwatch_plugin.casework.field_work import import_decisions, import_facts, import_remedies
from landwatch_plugin.casework.intake import import_batch
from landwatch_plugin.casework.intake_report import IntakeReport
from landwatch_plugin.casework.review import Review
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.ledger.store import Ledger

EAST, NORTH = 38_500_000.0, 3_100_000.0
CRS = "EPSG:4526"
JUNE, JULY = "2026年6月", "2026年7月"
COLUMNS = (
    Column("JCBH", "C", 40), Column("XZQDM", "C", 6), Column("XMC", "C", 40), Column("TBLX", "C", 10),
    Column("TZ", "C", 40), Column("QSX", "C", 20), Column("HSX", "C", 20), Column("DDTC", "C", 40),
    Column("BZ", "C", 80), Column("DLBM", "C", 6), Column("DLMC", "C", 20), Column("JSYDXZ", "C", 40), Column("MJ", "N", 18, 2),
)  # fmt: skip
Shape = shapely.Geometry
Rows = Sequence[tuple[Shape | None, dict[str, Any]]]


def rect(x: float, y: float, width: float, height: float) -> shapely.Polygon:
    """An upright rectangle with its lower left corner at (x, y) of the small county."""
    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def ring(*corners: tuple[float, float]) -> shapely.Polygon:
    """A polygon by its corners, valid or not."""
    return shapely.Polygon([(EAST + x, NORTH + y) for x, y in corners])


BOWTIE = ring((10, 10), (110, 60), (110, 10), (10, 60))
"""Crosses itself in the middle: two triangles of 1250 m² each, and no plane area at all."""


def layer_of(rows: Rows, kind: str = "Polygon", crs: str = CRS, name: str = "手工图层") -> QgsVectorLayer:
    """A memory layer whose fields are those of the first row: texts, and doubles where a number stands."""
    first = rows[0][1] if rows else {}
    fields = "".join(f"&field={key}:{'string' if isinstance(v, str) else 'double'}" for key, v in first.items())
    layer = QgsVectorLayer(f"{kind}?crs={crs}{fields}", name, "memory")
    features = []
    for shape, values in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes([values[key] for key in first])
        if shape is not None:
            geometry = QgsGeometry()
            geometry.fromWkb(shapely.to_wkb(shape))
            feature.setGeometry(geometry)
        features.append(feature)
    assert layer.dataProvider().addFeatures(features)[0]
    return layer


def saved(
    layer: QgsVectorLayer, path: Path, driver: str = "GPKG", encoding: str = "UTF-8", layer_name: str = ""
) -> str:
    """Write a layer to disk, by QGIS itself; returns the path as a text. With a layer name it joins the file."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    if layer_name:
        options.layerName = layer_name
        if path.exists():
            options.actionOnExistingFile = QgsVectorFileWriter.ActionOnExistingFile.CreateOrOverwriteLayer
    options.driverName, options.fileEncoding = driver, encoding
    done = QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), layer.transformContext(), options)
    assert done[0] == QgsVectorFileWriter.WriterError.NoError, done
    return str(path)


def patch_row(number: str, shape: Shape, **given: Any) -> tuple[Shape, dict[str, Any]]:
    """One row of a batch, as the ministry writes it."""
    values = {
        "JCBH": number, "XZQDM": "990126", "XMC": "演示县", "TBLX": "20", "TZ": "厂房", "QSX": "20260208",
        "HSX": "2026-05-12", "DDTC": "", "BZ": "", "DLBM": "0101", "DLMC": "水田", "JSYDXZ": "", "MJ": round(shape.area, 2),
    }  # fmt: skip
    return shape, values | given


class Listener:
    """Hears progress, and cancels at the n-th question when told to."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.cancel_at, self.asked = cancel_at, 0
        self.heard: list[float] = []

    def progress(self, percent: float) -> None:
        self.heard.append(percent)

    def cancelled(self) -> bool:
        self.asked += 1
        return self.cancel_at is not None and self.asked >= self.cancel_at


@dataclass
class SmallCounty:
    """A folder with a ledger and the layers bound so far."""

    folder: Path
    bindings: dict[Role, Binding] = field(default_factory=dict)

    @property
    def ledger(self) -> Path:
        return self.folder / "台账.gpkg"

    def batch(
        self, *rows: tuple[Shape, dict[str, Any]], name: str = "图斑", columns: Sequence[Column] = COLUMNS
    ) -> Path:
        """A shapefile in GBK without .cpg."""
        path = self.folder / "下发" / f"{name}.shp"
        write_shapefile(path, columns, [shape for shape, _ in rows], [values for _, values in rows])
        return path

    def receive(
        self, *rows: tuple[Shape, dict[str, Any]], batch: str = JUNE, profile: str = "2026监测图斑", **given: Any
    ) -> IntakeReport:
        return import_batch(self.batch(*rows, name=batch), batch, self.ledger, profile, Silent(), **given)

    def bind(self, role: Role, *rows: tuple[Shape | None, dict[str, Any]], crs: str = CRS) -> Binding:
        """Write a GeoPackage for a role and bind it."""
        path = self.folder / f"{role.value}_{len(list(self.folder.glob('*.gpkg')))}.gpkg"
        made = Binding(role, saved(layer_of(rows, "MultiPolygon", crs), path))
        self.bindings[role] = made
        return made

    def bind_land(self, *, gap: Shape | None = None) -> None:
        """Four strips of 200 m: 水田, 旱地 with a tenth of ridges, 工业用地, 乔木林地; `gap` is cut out of them."""
        strips = []
        for index, (code, ridge) in enumerate((("0101", 0.0), ("0103", 0.1), ("0601", 0.0), ("0301", 0.0))):
            strip = rect(200 * index, 0, 200, 400)
            strips.append((strip.difference(gap) if gap is not None else strip, {"DLBM": code, "KCXS": ridge}))
        self.bind(Role.LAND, *strips)

    def bind_grounds(self, **rows: Rows) -> None:
        """批次, 单独选址 and 供地; those without rows get a paper far from every patch."""
        far = rect(5000, 5000, 10, 10)
        for role in (Role.BATCH, Role.SINGLE, Role.SUPPLY):
            self.bind(role, *rows.get(role.name.lower(), [(far, paper("远处〔2020〕1号", "2020-01-01"))]))

    def begun(self, day: str, number: str = "1") -> None:
        """The field visit found when the building began."""
        with Ledger.open(self.ledger) as ledger:
            ledger.save_facts(number, {"建设时间": day}, "外业组")

    def check(self, **given: Any) -> CheckReport:
        return check(self.ledger, list(self.bindings.values()), None, given.pop("feedback", Silent()), **given)

    def checked(self, number: str) -> Check:
        """The latest check of a patch."""
        with Ledger.open(self.ledger) as ledger:
            found = ledger.check(number)
        assert found is not None
        return found

    def decide(self, number: str, verdict: str, subtype: str, *tags: str, reason: str = "会议研究决定") -> None:
        review = Review(self.ledger, operator="张某")
        review.decide(number, Decision(verdict, subtype, reason, "张某", tags))
        review.close()


def paper(number: str, date: str, start: str = "", end: str = "") -> dict[str, Any]:
    """The fields of an approval layer."""
    return {"PZWH": number, "PZRQ": date, "XMMC": "某项目", "YDDW": "某单位", "QSRQ": start, "JZRQ": end}


def write_rows(path: Path, *rows: dict[str, Any]) -> Path:
    """A CSV table with the byte order mark that Excel writes."""
    write_csv(path, rows)
    return path


@dataclass(frozen=True)
class Month:
    """The made-up county's two batches in a ledger: as received, as checked and as decided."""

    county: Path
    received: Path
    checked: Path
    decided: Path
    intakes: dict[str, IntakeReport]
    report: CheckReport


def county_bindings(county: Path) -> list[Binding]:
    return [Binding(role, f"{county}/county.gpkg|layername={role.value}") for role in Role if not role.is_raster]


@cache
def made_month(home: Path) -> Month:
    """Generate the county and run the month on it, once for all tests of a session; `home` is the session's folder.

    Everything lies one level below `home`, as every test's own folder does, so that a copied ledger finds its layers.
    """
    county, ledgers = home / "演示县", home / "台账原件"
    make_county(county)
    ledgers.mkdir()
    received, checked, decided = (ledgers / f"{name}.gpkg" for name in ("接收", "核查", "会审"))
    intakes = {
        name: import_batch(county / "batches" / f"演示县{name}图斑.shp", name, received, "2026监测图斑", Silent())
        for name in (JUNE, JULY)
    }
    with Ledger.open(received) as ledger:
        assert not import_facts(county / "外业核查.csv", ledger, "外业组").refused
    shutil.copy(received, checked)
    report = check(checked, county_bindings(county), None, Silent())
    shutil.copy(checked, decided)
    review = Review(decided, operator="会审组")
    assert not import_decisions(county / "会审决定.csv", review).refused
    assert not import_remedies(county / "整改台账.csv", review.ledger).refused
    review.close()
    return Month(county, received, checked, decided, intakes, report)


def no_project_layers() -> None:
    QgsProject.instance().clear()


def tiny_image(path: Path, crs: str = CRS, corner: tuple[float, float] = (EAST - 500, NORTH + 1500)) -> Path:
    """A georeferenced image of 2 km × 2 km in three bands, green all over, with 20 m pixels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = gdal.GetDriverByName("GTiff").Create(str(path), 100, 100, 3, gdal.GDT_Byte)
    made.SetGeoTransform((corner[0], 20.0, 0.0, corner[1], 0.0, -20.0))
    reference = osr.SpatialReference()
    reference.SetFromUserInput(crs)
    made.SetProjection(reference.ExportToWkt())
    for band, value in enumerate((90, 140, 80), 1):
        made.GetRasterBand(band).Fill(value)
    made = None
    return path


@pytest.fixture(scope="session", autouse=True)
def layers_swept(qgis_app: Any) -> Iterator[None]:
    """Layers still held by the frames of errors that crossed QGIS are closed while it lives: later they would crash it.

    QGIS 3.40 never lets go of an error raised inside an algorithm, so neither do the frames below it.
    """
    yield
    gc.collect()
    for layer in [one for one in gc.get_objects() if isinstance(one, QgsMapLayer)]:
        if not sip.isdeleted(layer) and sip.ispyowned(layer):
            sip.delete(layer)


def pdf_text(path: Path) -> str:
    """All text of a PDF without its blanks: justified lines are full of them."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(path).pages))


def docx_text(path: Path) -> str:
    """All text of a Word file in its order, tables and text frames included, without blanks."""
    body = docx.Document(str(path)).element.body
    return re.sub(r"\s", "", "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")))


def meeting_file(folder: Path, **changes: str | list[str]) -> Path:
    """会议.toml of a made-up meeting; an item given as "" is left out."""
    items: dict[str, str | list[str]] = {
        "会议名称": "某县卫片执法图斑会审会议", "时间": "2026年8月27日上午9:00", "日期": "2026-08-27", "地点": "三楼会议室", "主持人": "孙某",
        "记录人": "钱某", "单位": "某县自然资源局", "机关代字": "演自然资", "联系人": "郑某", "联系电话": "0000-1234567", "期号": "第1期",
        "会议要求": ["按期整改到位。"],
    } | changes  # fmt: skip
    lines = [
        f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(value, ensure_ascii=False)}"
        for name, value in items.items()
        if value
    ]
    people = '\n\n[["出席"]]\n"单位" = "某局"\n"姓名" = "张某"\n"职务" = "副局长"\n'
    path = folder / "会议.toml"
    path.write_text("\n".join(lines) + people, encoding="utf-8")
    return path


def saved_copy(ledger: Path, folder: Path) -> Path:
    """A copy of a ledger to act on."""
    return Path(shutil.copy(ledger, folder / "台账.gpkg"))


def photograph(path: Path, taken: str = "2026:07:21 09:30:00", azimuth: int = 135) -> Path:
    """A small JPEG with position, azimuth and time as a phone writes them."""
    facts = Image.Exif()
    facts.get_ifd(0x8769)[36867] = taken
    gps = facts.get_ifd(0x8825)
    gps[1], gps[2] = "N", tuple(IFDRational(part) for part in (28, 0, 36))
    gps[3], gps[4] = "E", tuple(IFDRational(part) for part in (114, 0, 18))
    gps[17] = IFDRational(azimuth)
    Image.new("RGB", (64, 48), "#668844").save(path, exif=facts)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[SmallCounty]:
    """An empty small county in the test's folder."""
    yield SmallCounty(tmp_path)
    no_project_layers()


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """The made-up county's month. Its ledgers are read, never written: take a copy to act on."""
    return made_month(tmp_path_factory.getbasetemp())


@pytest.fixture
def decided(month: Month, tmp_path: Path) -> Path:
    """A ledger of one's own with the meeting's decisions and the remedies."""
    return Path(shutil.copy(month.decided, tmp_path / "台账.gpkg"))
