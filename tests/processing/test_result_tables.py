"""结果表: rows of plain values into sinks of every kind, with their types, and an error when a sink cannot be made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import (
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingParameterFeatureSink,
    QgsVectorLayer,
)

from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback
from landwatch_plugin.processing.tables import vector_kind, write_table
from tests.hand_made import CRS, rect

COLUMNS = (("名称", "文字"), ("面积", "数值"), ("个数", "整数"))
ROWS = [("水田", 12.5, 3), ("", None, None), ("0101", 0.0, 0)]


class Table(Algorithm):
    """Writes ROWS to its sink, with polygons when asked."""

    key, title = "table", mark("Patches")
    about = mark("About LandWatch")
    shapes = False

    def declare(self) -> None:
        self.add(QgsProcessingParameterFeatureSink("OUTPUT", "table", vector_kind()), "help")

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        crs = QgsCoordinateReferenceSystem(CRS) if self.shapes else None
        rows = [(*row, shapely.to_wkb(rect(0, 0, 10, 10))) if self.shapes else row for row in ROWS]
        return {"OUTPUT": write_table(self, parameters, "OUTPUT", context, COLUMNS, rows, crs)}


class Shapes(Table):
    """The same with polygons."""

    key = "shapes"
    shapes = True


def written(kind: type[Table], place: str) -> QgsVectorLayer:
    context = QgsProcessingContext()
    algorithm = kind().create()
    assert algorithm is not None
    results, done = algorithm.run({"OUTPUT": place}, context, None, {}, False)  # type: ignore[arg-type]
    assert done
    held = context.takeResultLayer(results["OUTPUT"])
    return held if held is not None else QgsVectorLayer(results["OUTPUT"], "", "ogr")


@pytest.mark.parametrize("name", ["memory:", "表.gpkg", "表.csv", "表.xlsx"])
def test_rows_arrive_as_they_were(qgis_app: Any, tmp_path: Path, name: str) -> None:
    """Texts stay texts, nothing becomes 0 or NULL that was not."""
    layer = written(Table, name if name == "memory:" else str(tmp_path / name))
    assert layer.isValid()
    found = [[feature[column] for column, _ in COLUMNS] for feature in layer.getFeatures()]
    assert [str(row[0] or "") for row in found] == ["水田", "", "0101"]
    assert float(found[0][1]) == 12.5
    assert float(found[2][1]) == 0.0
    assert str(found[1][1]) in ("NULL", "", "None")


def test_types_are_those_of_the_columns(qgis_app: Any) -> None:
    layer = written(Table, "memory:")
    assert [field.typeName() for field in layer.fields()] == ["string", "double", "integer"]
    assert layer.wkbType() == Qgis.WkbType.NoGeometry


def test_polygons_become_multipolygons_in_their_system(qgis_app: Any) -> None:
    layer = written(Shapes, "memory:")
    assert layer.wkbType() == Qgis.WkbType.MultiPolygon
    assert layer.crs().authid() == CRS
    assert [feature.geometry().area() for feature in layer.getFeatures()] == [100.0] * 3


def test_a_sink_that_cannot_be_made_is_an_error(qgis_app: Any, tmp_path: Path) -> None:
    with pytest.raises(QgsProcessingException):
        written(Table, str(tmp_path / "没有这个文件夹" / "深处" / "\0.gpkg"))


def test_any_vector_table_is_taken() -> None:
    assert vector_kind() == QgsProcessing.SourceType.TypeVector
