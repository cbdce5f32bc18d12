"""Pictures go on paper the right way up, no larger than needed, without what the camera wrote into them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.reports.paper import MM
from landwatch_plugin.reports.pictures import prepare

pytestmark = pytest.mark.thorough


def photo(path: Path, size: tuple[int, int] = (4000, 3000), orientation: int = 1) -> str:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "相机"
    Image.new("RGB", size, "#88a0b8").save(path, exif=exif)
    return str(path)


def test_a_picture_fills_the_width_and_keeps_its_proportions(tmp_path: Path) -> None:
    ready = prepare(photo(tmp_path / "a.jpg"), 400, None, None, 700)
    assert (ready.width, ready.height) == pytest.approx((400, 300))


def test_limits_in_millimetres_hold(tmp_path: Path) -> None:
    ready = prepare(photo(tmp_path / "a.jpg"), 400, 100, 60, 700)
    assert ready.height == pytest.approx(60 * MM, abs=0.01)


def test_a_photo_held_upright_stands_upright(tmp_path: Path) -> None:
    ready = prepare(photo(tmp_path / "a.jpg", orientation=6), 400, None, None, 700)
    assert ready.height > ready.width


def test_a_large_photo_is_made_small_enough_for_print_and_loses_its_exif(tmp_path: Path) -> None:
    ready = prepare(photo(tmp_path / "a.jpg"), 200, None, None, 700)
    picture = Image.open(BytesIO(ready.data))
    assert ready.extension == "jpeg" and picture.width < 700
    assert not picture.getexif()


def test_the_original_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    photo(path)
    before = path.read_bytes()
    prepare(str(path), 200, None, None, 700)
    assert path.read_bytes() == before


def test_a_map_with_transparency_gets_white_paper(tmp_path: Path) -> None:
    path = tmp_path / "图.png"
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(path)
    ready = prepare(str(path), 200, None, None, 700)
    assert ready.extension == "png"
    assert Image.open(BytesIO(ready.data)).convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_replaced_on_disk_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (100, 100), "red").save(path)
    first = prepare(str(path), 200, None, None, 700)
    Image.new("RGB", (100, 200), "blue").save(path)
    assert prepare(str(path), 200, None, None, 700).height != first.height


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"找不到图片“没有.jpg”"):
        prepare(str(tmp_path / "没有.jpg"), 200, None, None, 700)


def test_a_broken_picture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "坏.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(InputError, match=r"图片“坏.jpg”打不开"):
        prepare(str(path), 200, None, None, 700)
