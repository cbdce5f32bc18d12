"""坐标文本读入: files of 界址点 texts become parcels in one coordinate system, with areas; what is refused is listed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from landwatch_plugin import door
from landwatch_plugin.coordinates.parcel import CoordinateText, Parcel
from landwatch_plugin.coordinates.reader import read_coordinates
from landwatch_plugin.coordinates.remarks import declared_hectares
from landwatch_plugin.coordinates.wkb import wkb_of
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.errors import InputError, LandwatchError, why_unreadable
from landwatch_plugin.domain.progress import Feedback, Silent, Span
from landwatch_plugin.gis.crs import named, needs_local_parameters, working_grid
from landwatch_plugin.gis.parcels import parcel_geometry
from landwatch_plugin.gis.patch_frame import crs_of, extent_of, moved
from landwatch_plugin.overlay.plane import areas

LARGEST_BYTES = 64 * 2**20
"""A larger file is no coordinate text."""


@dataclass
class TextReport:
    """files = files read + refused. `parcels` are in `crs`."""

    crs: Any = None
    files: int = 0
    parcels: list[ReadParcel] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What was mended or is doubtful in texts that were read."""
    passed_over: list[str] = field(default_factory=list)
    """What of the given folders was no text."""


@dataclass(frozen=True)
class ReadParcel:
    """A parcel with its areas in m²; `crs` is its own system, `wkb` already in the report's."""

    parcel: Parcel
    declared_ha: float | None
    plane_m2: float
    ellipsoid_m2: float
    crs: str
    encoding: str
    source_file: str
    wkb: bytes


def passed_over(places: Iterable[Path]) -> list[str]:
    """What of the folders is not read: sub-folders and files of other kinds, counted and the first ones named."""
    said = []
    for folder in (place for place in places if place.is_dir()):
        inside = sorted(folder.iterdir())
        folders = [path.name for path in inside if path.is_dir()]
        others = [path.name for path in inside if path.is_file() and path.suffix.lower() != ".txt"]
        parts = [
            f"{what}{len(names)}个（{'、'.join(names[:3])}{'等' if len(names) > 3 else ''}）"
            for what, names in (("子文件夹", folders), ("其他类型文件", others))
            if names
        ]
        if parts:
            said.append(f"文件夹“{folder.name}”中未读取：{'，'.join(parts)}。坐标文本须为 .txt，子文件夹请单独选择。")
    return said


def texts_in(places: Iterable[Path]) -> list[Path]:
    """The files; of a folder its .txt files by name. Raises InputError when there is none."""
    found: list[Path] = []
    for place in places:
        if place.is_dir():
            found += sorted(path for path in place.iterdir() if path.suffix.lower() == ".txt" and path.is_file())
        else:
            found.append(place)
    if not found:
        raise InputError("没有找到坐标文本（.txt）。", "请选择坐标文本或存放坐标文本的文件夹。")
    return list(dict.fromkeys(found))


def read_texts(
    places: Iterable[Path], target: Any = None, zone: int = 0, feedback: Feedback | None = None
) -> TextReport:
    """Parcels of all texts in the `target` system, else in that of the first text that can be read.

    `zone` (带号) is for texts that name none. A text is read whole or refused and listed with its cure. Raises
    InputError when every text is refused, and Cancelled.
    """
    report, span = TextReport(crs=target), Span(feedback or Silent(), 0, 100)
    places = list(places)
    paths = texts_in(places)
    report.passed_over = passed_over(places)
    for index, path in enumerate(paths):
        span.tick(index / len(paths))
        report.files += 1
        try:
            _take(path, zone, report)
        except LandwatchError as error:
            report.refused.append(str(error))
    span.tick(1.0)
    if not report.parcels:
        raise InputError("坐标文本全部未能读取：" + "".join(f"\n{line}" for line in report.refused[:20]))
    return report


def _take(path: Path, zone: int, report: TextReport) -> None:
    text = read_coordinates(_bytes_of(path), path.name, zone)
    crs = report.crs or crs_of(text.epsg, "")
    read = _in_one_system(text, crs, path.name)
    report.crs = crs
    report.parcels += read
    report.notes += [f"【{path.name}】{note}。" for note in text.notes]
    report.notes += [
        f"【{path.name}】第{one.parcel.line}行地块{one.parcel.number}：{note}。"
        for one in read
        for note in one.parcel.notes
    ]


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise InputError("文件超过64兆字节，不像坐标文本。", "请核对所选文件，或分成几个文件。", source=path.name)
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"无法读取（{why_unreadable(error)}）。", "请检查文件是否存在。", source=path.name) from error


def _in_one_system(text: CoordinateText, target: Any, name: str) -> list[ReadParcel]:
    """The parcels of a text in its order, each measured in its own plane."""
    read: dict[int, ReadParcel] = {}
    for epsg in dict.fromkeys(parcel.epsg for parcel in text.parcels):
        own = crs_of(epsg, "")
        if needs_local_parameters(own, target):
            raise InputError(
                f"坐标系为{named(own)}，与成果图层的{named(target)}之间须用当地七参数转换。",
                "请单独读取该文件（成果图层即用其坐标系），或先用当地参数转换。",
                source=name,
            )
        places = [index for index, parcel in enumerate(text.parcels) if parcel.epsg == epsg]
        parcels = [text.parcels[index] for index in places]
        wkbs = [
            bytes(parcel_geometry(wkb_of(parcel.parts), parcel.number, name, parcel.line).asWkb()) for parcel in parcels
        ]
        measured = _measured(parcels, wkbs, own)
        shapes = moved(wkbs, own, target)
        for index, parcel, (plane, ellipsoid), wkb in zip(places, parcels, measured, shapes, strict=True):
            read[index] = ReadParcel(
                parcel, declared_hectares(parcel.declared), plane, ellipsoid, f"EPSG:{epsg}", text.encoding, name, wkb
            )
    return [read[index] for index in sorted(read)]


def _measured(parcels: Sequence[Parcel], wkbs: list[bytes], own: Any) -> list[tuple[float, float]]:
    """(plane, ellipsoidal) m². Degrees are measured in the Gauss–Krüger plane of their place."""
    plane, grid = working_grid(own, extent_of(list(zip((p.number for p in parcels), wkbs, strict=True))))
    shapes = door.shapely().from_wkb(wkbs if plane == own else moved(wkbs, own, plane))
    both = (map(float, areas(shapes, basis, grid)) for basis in (Basis.PLANE, Basis.ELLIPSOIDAL))
    return list(zip(*both, strict=True))
