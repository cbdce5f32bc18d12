"""坐标文本写出: polygons of a layer as 界址点 texts, one for all or one a patch; what cannot be written is listed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from landwatch_plugin.coordinates.systems import Datum, epsg_of, is_zone, system_of, zone_of_meridian
from landwatch_plugin.coordinates.wkb import parts_of
from landwatch_plugin.coordinates.writer import Form, Heading, Patch, write_coordinates
from landwatch_plugin.domain.errors import CrsError, InputError, LandwatchError
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.progress import Feedback, Silent, Span
from landwatch_plugin.gis.crs import named, needs_local_parameters, on_earth
from landwatch_plugin.gis.crs_check import check_layer
from landwatch_plugin.gis.frames import frame
from landwatch_plugin.gis.patch_frame import crs_of


@dataclass
class WrittenTexts:
    """patches of the layer = `patches` written + refused."""

    files: list[Path] = field(default_factory=list)
    patches: int = 0
    refused: list[str] = field(default_factory=list)
    crs: str = ""


@dataclass(frozen=True)
class Order:
    """What is asked for. `fields`: number, name, use, land_code → the layer's field."""

    fields: Mapping[str, str]
    form: Form = field(default_factory=Form)
    apart: bool = False
    """One file a patch."""
    title: str = "界址点坐标"
    """Name of the one file."""
    producer: str = ""
    day: str = ""


def write_texts(
    source: Any,
    folder: Path,
    order: Order,
    target: Any = None,
    feedback: Feedback | None = None,
    true_encoding: str = "",
) -> WrittenTexts:
    """Write the polygons of a QGIS feature source in a zone's coordinates (`target`, else the layer's own zone).

    `true_encoding` is named when the layer is read in another one: its Chinese is refused then. Nothing is written
    before every text is made. Raises InputError, CrsError, and Cancelled.
    """
    check_layer(source.sourceName(), source)
    heading, crs = _heading(source, target, order)
    table = frame(source, dict(order.fields), crs)
    _refuse_garbled(table, source.sourceName(), order.fields, true_encoding)
    done, span = WrittenTexts(crs=named(crs)), Span(feedback or Silent(), 0, 100)
    texts: dict[str, bytes] = {}
    taken: list[Patch] = []
    for index, row in enumerate(table.to_dict("records")):
        if index % 100 == 0:
            span.tick(index / len(table))
        try:
            patch = _patch(row, str(row["fid"]) if "number" in order.fields else str(index + 1))
            text = write_coordinates([patch], heading, order.form)
        except LandwatchError as error:
            done.refused.append(str(error))
            continue
        done.patches += 1
        taken.append(patch)
        if order.apart:
            texts[_free_name(patch.number, texts)] = text
    if not taken:
        raise InputError("没有可以写出的图斑。" + "".join(f"\n{line}" for line in done.refused[:20]))
    if not order.apart:
        texts[_free_name(order.title, {})] = write_coordinates(taken, heading, order.form)
    span.tick(1.0)
    done.files = _save(texts, folder)
    return done


def _refuse_garbled(table: Any, name: str, fields: Mapping[str, str], true_encoding: str) -> None:
    """Raise InputError at the first text that was read in a wrong encoding: what is written goes to other offices."""
    for column, own in fields.items():
        for row, value in enumerate(table[column], 1):
            text = plain_text(value)
            if "\ufffd" in text or (true_encoding and not text.isascii()):
                raise InputError(
                    f"图层文字编码有误：字段“{own}”第{row}个要素读成了“{text[:20]}”，未写出任何文件。",
                    f"请在图层属性“数据源”的“数据源编码”中改为{true_encoding or 'GB18030'}后重试。",
                    source=name,
                )


def _heading(source: Any, target: Any, order: Order) -> tuple[Heading, Any]:
    """Datum and zone of the text, and the coordinate system they are."""
    own, asked = source.sourceCrs(), target or source.sourceCrs()
    system = system_of(_epsg(asked))
    if target is not None and (system is None or system[1] == 0):
        raise CrsError(
            f"坐标系“{named(target)}”不是高斯-克吕格分带坐标系。", "请选择如 EPSG:4526 的3度带或6度带坐标系。"
        )
    datum, zone = system or (Datum.CGCS2000, 0)
    zone = zone or _zone_of_place(own, source.sourceExtent())
    crs = crs_of(epsg_of(datum, zone), "")
    if needs_local_parameters(own, crs):
        raise CrsError(
            f"图层坐标系{named(own)}与{named(crs)}之间须用当地七参数转换。", "请先转换图层，或写出为图层自己的坐标系。"
        )
    return Heading(datum, zone, order.producer, order.day), crs


def _epsg(crs: Any) -> int:
    authority, _, number = crs.authid().partition(":")
    return int(number) if authority == "EPSG" and number.isdigit() else 0


def _zone_of_place(crs: Any, extent: Any) -> int:
    """3-degree zone of the extent's middle."""
    place = on_earth(crs, extent.center())
    zone = zone_of_meridian(place.x(), 3) if place is not None else 0
    if not is_zone(zone):
        raise CrsError("图层范围不在我国3度分带之内。", "请核对图层坐标系。")
    return zone


def _patch(row: Mapping[str, Any], otherwise: str) -> Patch:
    """`otherwise` is its number where the layer gives none."""
    text = {key: plain_text(row.get(key)) for key in ("number", "name", "use", "land_code")}
    number = text["number"] or otherwise
    shape, problem = row["geometry"], row["problem"]
    if shape is None or shape.is_empty or problem:
        raise InputError(f"图斑{number}：{problem or '没有几何图形'}，未写出。", "请修复或补绘图形。")
    return Patch(number, parts_of(shape.wkb), text["name"], text["use"], text["land_code"])


def _free_name(title: str, taken: Mapping[str, bytes]) -> str:
    """A file name that every system takes; the second of a name gets _2."""
    stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", title).strip(" .") or "图斑"
    names = (f"{stem}{f'_{count}' if count > 1 else ''}.txt" for count in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _save(texts: Mapping[str, bytes], folder: Path) -> list[Path]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_bytes(text)
    except OSError as error:
        raise InputError(
            f"无法写入（{error.strerror}）。", "请检查文件夹是否存在、是否只读。", source=str(folder)
        ) from error
    return [folder / name for name in texts]
