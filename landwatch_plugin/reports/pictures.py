"""图片: made ready for paper: turned as the camera held it, no larger than print needs, in a form both writers take."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.reports.packages import package
from landwatch_plugin.reports.paper import MM

PRINT_DPI = 220


@dataclass(frozen=True)
class Prepared:
    """Picture bytes (png or jpeg) and their size on paper in points."""

    data: bytes
    extension: str
    width: float
    height: float


def prepare(file: str, room: float, width: float | None, height: float | None, tallest: float) -> Prepared:
    """Fit a picture into `room` × `tallest` points; `width` and `height` (mm) limit it further."""
    path = Path(file)
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        cure = "请重新关联该图片，或在程序中移除后重新生成。"
        raise InputError(f"找不到图片“{path.name}”。", cure, source=str(path)) from error
    widest = min(room, width * MM) if width else room
    highest = min(tallest, height * MM) if height else tallest
    return _prepared(str(path), changed, round(widest, 2), round(highest, 2))


@lru_cache(maxsize=64)
def _prepared(file: str, changed: int, widest: float, highest: float) -> Prepared:
    """`changed` makes a picture that was replaced on disk be read again."""
    image, operations = package("PIL.Image", "放入图片"), package("PIL.ImageOps", "放入图片")
    try:
        with image.open(file) as opened:
            kind = opened.format
            picture = operations.exif_transpose(opened)
            picture.load()
    except (OSError, ValueError, SyntaxError, image.DecompressionBombError) as error:
        cure = "请换用能正常打开的 JPG 或 PNG 图片。"
        raise InputError(f"图片“{Path(file).name}”打不开，可能已损坏。", cure, source=file) from error
    scale = min(widest / picture.width, highest / picture.height)
    width, height = picture.width * scale, picture.height * scale
    dots = (max(1, round(width / 72 * PRINT_DPI)), max(1, round(height / 72 * PRINT_DPI)))
    if dots[0] < picture.width:
        picture = picture.resize(dots, image.Resampling.LANCZOS)
    return Prepared(*_encoded(picture, kind), width, height)


def _encoded(picture, kind: str | None) -> tuple[bytes, str]:  # type: ignore[no-untyped-def]
    """Photographs stay JPEG, drawings stay PNG. What the camera wrote into the file (EXIF) is not carried over."""
    out = BytesIO()
    if kind in ("JPEG", "MPO", "WEBP"):
        picture.convert("RGB").save(out, "JPEG", quality=88)
        return out.getvalue(), "jpeg"
    if picture.mode in ("RGBA", "LA", "P"):
        image = package("PIL.Image", "放入图片")
        alpha = picture.convert("RGBA")
        paper = image.new("RGB", alpha.size, "white")
        paper.paste(alpha, mask=alpha.getchannel("A"))
        picture = paper
    elif picture.mode not in ("RGB", "L"):
        picture = picture.convert("RGB")
    picture.info = {}
    picture.save(out, "PNG", optimize=False)
    return out.getvalue(), "png"
