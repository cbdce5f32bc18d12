"""坐标文本写出: landwatch:exportcoordinates."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from landwatch_plugin.casework.coordinate_export import Order, write_texts
from landwatch_plugin.casework.secret_doubts import printable_source
from landwatch_plugin.coordinates.writer import Form, Start
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.gis.layer_examination import encoding_instead
from landwatch_plugin.processing.algorithm import Algorithm, Feedback

_FIELDS = {"NUMBER_FIELD": "number", "NAME_FIELD": "name", "USE_FIELD": "use", "CODE_FIELD": "land_code"}
_ENCODINGS = ("gbk", "utf-8")


class ExportCoordinates(Algorithm):
    key, title = "exportcoordinates", mark("Write coordinate texts")
    section_key, section = "coordinates", mark("Boundary coordinates")
    about = mark(
        "Polygons become boundary point texts (勘测定界界址点坐标) in the canonical form, with the declared area in hectares "
        "from the printed coordinates. A polygon that cannot be written is listed, never changed in silence."
    )

    def declare(self) -> None:
        self.add(
            QgsProcessingParameterFeatureSource(
                "INPUT", self.tr("Polygons"), [QgsProcessing.SourceType.TypeVectorPolygon]
            ),
            self.tr("Layer whose polygons are written, in any coordinate system."),
        )
        for name, title, text in (
            ("NUMBER_FIELD", self.tr("Parcel number field"), self.tr("地块编号; names the file too. Empty = counted from 1.")),
            ("NAME_FIELD", self.tr("Parcel name field"), self.tr("地块名称. Empty = left blank.")),
            ("USE_FIELD", self.tr("Use field"), self.tr("地块用途. Empty = left blank.")),
            ("CODE_FIELD", self.tr("Land code field"), self.tr("地类编码. Empty = left blank.")),
        ):  # fmt: skip
            self.add(QgsProcessingParameterField(name, title, parentLayerParameterName="INPUT", optional=True), text)
        self.add(
            QgsProcessingParameterCrs("CRS", self.tr("Coordinate system of the text"), optional=True),
            self.tr(
                "A Gauss–Krüger zone such as EPSG:4526. Empty = the layer's own zone, else the zone where it lies."
            ),
        )
        self._declare_form()
        self.add(
            QgsProcessingParameterFolderDestination("FOLDER", self.tr("Folder for the texts")),
            self.tr("The texts are written here; files of the same name are replaced."),
        )
        self.addOutput(QgsProcessingOutputNumber("PARCELS", self.tr("Polygons written")))
        self.addOutput(QgsProcessingOutputNumber("REFUSED", self.tr("Polygons refused")))
        self.addOutput(QgsProcessingOutputNumber("FILES", self.tr("Texts written")))

    def _declare_form(self) -> None:
        corners = [
            self.tr("North-west"), self.tr("North-east"), self.tr("South-east"), self.tr("South-west"),
            self.tr("As drawn"),
        ]  # fmt: skip
        for name, title, value, text in (
            ("APART", self.tr("One text per polygon"), False, self.tr("Otherwise all polygons go into one text.")),
            ("PARTS_APART", self.tr("Parts as parcels of their own"), True, self.tr("Parts get the number with -1, -2 …. Otherwise they are further rings, which some readers deduct as holes.")),
            ("PREFIX", self.tr("Point numbers with J"), True, self.tr("J1, J2 …; otherwise 1, 2 ….")),
            ("CLOCKWISE", self.tr("Clockwise"), True, self.tr("Direction of every ring; otherwise counter-clockwise.")),
            ("CLOSED", self.tr("Repeat the first point"), True, self.tr("Each ring ends with its first point, as the format wants.")),
            ("CRLF", self.tr("Windows line ends"), True, self.tr("Lines end with CR LF; otherwise with LF alone.")),
        ):  # fmt: skip
            self.add(QgsProcessingParameterBoolean(name, title, defaultValue=value), text)
        self.add(
            QgsProcessingParameterEnum("START", self.tr("First corner"), corners, defaultValue=0),
            self.tr("The corner where each ring begins."),
        )
        self.add(
            QgsProcessingParameterNumber("DECIMALS", self.tr("Decimals"), defaultValue=3, minValue=0, maxValue=6),
            self.tr("Decimals of the coordinates in metres: 3 is usual, 2 and 4 are met."),
        )
        self.add(
            QgsProcessingParameterEnum("ENCODING", self.tr("Encoding"), ["GBK", "UTF-8"], defaultValue=0),
            self.tr("GBK is what the ministry's software reads; UTF-8 holds rare characters too."),
        )
        for name, title, text in (
            ("PRODUCER", self.tr("Producing unit"), self.tr("数据产生单位 in the header. Empty = left blank.")),
            ("DATE", self.tr("Day of production"), self.tr("数据产生日期 in the header, e.g. 2026-03-12. Empty = today.")),
        ):  # fmt: skip
            self.add(QgsProcessingParameterString(name, title, optional=True), text)

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        source = self.parameterAsSource(parameters, "INPUT", context)
        if source is None:
            raise QgsProcessingException(self.invalidSourceError(parameters, "INPUT"))
        crs = self.parameterAsCrs(parameters, "CRS", context)
        layer = self.parameterAsVectorLayer(parameters, "INPUT", context)
        folder = Path(self.parameterAsString(parameters, "FOLDER", context))
        source, left_out = printable_source(source, layer.source() if layer is not None else "")
        if left_out:
            feedback.warn(f"{left_out}。")
        done = write_texts(
            source,
            folder,
            self._order(parameters, context, source.sourceName()),
            crs if crs.isValid() else None,
            feedback,
            encoding_instead(layer) if layer is not None else "",
        )
        feedback.note(
            f"写出坐标文本{len(done.files)}份（{done.crs}），图斑{done.patches}个，未写出{len(done.refused)}个。"
        )
        for line in done.refused:
            feedback.warn(line)
        return {
            "FOLDER": str(folder), "PARCELS": done.patches, "REFUSED": len(done.refused), "FILES": len(done.files),
        }  # fmt: skip

    def _order(self, parameters: dict[str, Any], context: QgsProcessingContext, title: str) -> Order:
        def on(name: str) -> bool:
            return bool(self.parameterAsBool(parameters, name, context))

        def text(name: str) -> str:
            return str(self.parameterAsString(parameters, name, context)).strip()

        form = Form(
            prefix=on("PREFIX"), decimals=self.parameterAsInt(parameters, "DECIMALS", context),
            start=list(Start)[self.parameterAsEnum(parameters, "START", context)], clockwise=on("CLOCKWISE"),
            closed=on("CLOSED"), crlf=on("CRLF"), parts_apart=on("PARTS_APART"),
            encoding=_ENCODINGS[self.parameterAsEnum(parameters, "ENCODING", context)],
        )  # fmt: skip
        return Order(
            fields={own: text(name) for name, own in _FIELDS.items() if text(name)}, form=form, apart=on("APART"),
            title=title or "界址点坐标", producer=text("PRODUCER"), day=text("DATE") or date.today().isoformat(),
        )  # fmt: skip
