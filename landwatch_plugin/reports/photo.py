"""现场照片: position, azimuth and time from the EXIF of a photo. The original file is only read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landwatch_plugin.domain.errors import InputError, MissingPackage

_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _LAT_REF, _LAT, _LON_REF, _LON, _AZIMUTH = 36867, 1, 2, 3, 4, 17


@dataclass(frozen=True)
class PhotoFacts:
    """Longitude and latitude in degrees (WGS 84), azimuth in degrees from north, time as ISO text; None/"" unknown."""

    lon: float | None = None
    lat: float | None = None
    azimuth: float | None = None
    taken_at: str = ""


def photo_facts(path: Path) -> PhotoFacts:
    """Raises InputError when the file is no photo."""
    try:
        from PIL import Image
    except ImportError as error:
        raise MissingPackage("缺少 Pillow 组件，无法读取照片信息。", "请在 OSGeo4W 中安装 python3-pillow。") from error
    try:
        with Image.open(path) as photo:
            exif = photo.getexif()
    except OSError as error:
        raise InputError("不是可读的照片文件。", "请重新拷贝原始照片。", source=path.name) from error
    gps, detail = exif.get_ifd(_GPS), exif.get_ifd(_EXIF)
    taken = str(detail.get(_TAKEN, "")).strip("\x00 ")
    day, _, time = taken.partition(" ")
    return PhotoFacts(
        _degrees(gps.get(_LON), gps.get(_LON_REF), "W"),
        _degrees(gps.get(_LAT), gps.get(_LAT_REF), "S"),
        _number(gps.get(_AZIMUTH)),
        f"{day.replace(':', '-')}T{time}" if day and time else "",
    )


def _number(value: Any) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return found if found == found else None


def _degrees(value: Any, side: Any, negative: str) -> float | None:
    try:
        degree, minute, second = (float(part) for part in value)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    found = degree + minute / 60 + second / 3600
    return -found if str(side).strip("\x00") == negative else found
