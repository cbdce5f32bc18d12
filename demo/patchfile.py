"""下发图斑: the two monthly batches as the ministry's shapefile, with its twenty-three fields (formats.md §1.1)."""

from __future__ import annotations

from pathlib import Path

import shapely

from demo.geofiles import Column, write_shapefile
from demo.places import COUNTY_CODE, COUNTY_NAME
from demo.siting import Placed
from demo.survey import BUILT, CLASS_NAMES
from demo.tiling import to_map

COLUMNS = (
    Column("OBJECTID", "N", 10), Column("JCBH", "C", 40), Column("XZQDM", "C", 6), Column("XMC", "C", 60),
    Column("TBLX", "C", 10), Column("TZ", "C", 40), Column("QSX", "C", 20), Column("HSX", "C", 20),
    Column("DDTC", "C", 40), Column("BZ", "C", 120), Column("JSYDXZ", "C", 20), Column("DLBM", "C", 6),
    Column("DLMC", "C", 60), Column("TBXHDM", "C", 6), Column("TBXHMC", "C", 20), Column("ZZSXDM", "C", 6),
    Column("ZZSXMC", "C", 20), Column("CZCSXM", "C", 4), Column("SFYN", "C", 2), Column("SFHX", "C", 2),
    Column("MJ", "N", 18, 2), Column("CREATE_AT", "C", 20), Column("UPDATE_AT", "C", 20),
)  # fmt: skip
IMAGE_DATES = {"2606": ((2026, 2, 8), (2026, 5, 12)), "2607": ((2026, 5, 12), (2026, 6, 28))}
"""Earlier and later image of each batch."""
_FORMS = ("{y}{m:02d}{d:02d}", "{y}/{m}/{d}", "{y}-{m:02d}", "{y}年{m}月{d}日", "{y}.{m}.{d}", "{y}-{m:02d}-{d:02d}")
_ISSUED = {"2606": "2026-06-0{} 09:20:00", "2607": "2026-07-0{} 10:05:00"}


def write_batch(
    folder: Path, title: str, patches: list[Placed], farmland: shapely.Geometry, red: shapely.Geometry
) -> Path:
    """The shapefile of one month."""
    rows = [batch_row(number, patch, farmland, red) for number, patch in enumerate(patches, 1)]
    path = folder / f"{title}.shp"
    write_shapefile(path, COLUMNS, [to_map(patch.shape) for patch in patches], rows)
    return path


def batch_row(number: int, patch: Placed, farmland: shapely.Geometry, red: shapely.Geometry) -> dict[str, object]:
    case, sound = patch.case, patch.sound
    before, after = IMAGE_DATES[case.batch]
    base = next(iter(patch.classes))
    arable = base.startswith("01")
    built = base in BUILT
    issued = _ISSUED[case.batch].format(1 + number % 3)
    return {
        "OBJECTID": number, "JCBH": case.number, "XZQDM": COUNTY_CODE, "XMC": COUNTY_NAME,
        "TBLX": case.tblx, "TZ": case.tz,
        "QSX": _day(before, number), "HSX": _day(after, number // 2 + 1), "DDTC": case.layer, "BZ": case.remark,
        "JSYDXZ": "新增建设用地" if case.tblx in ("20", "YH", "DL2") and not built else "",
        "DLBM": base, "DLMC": CLASS_NAMES[base], "TBXHDM": "", "TBXHMC": "",
        "ZZSXDM": "LS" if arable else "", "ZZSXMC": "种植粮食作物" if arable else "",
        "CZCSXM": {"0702": "203", "0601": "202", "0602": "204"}.get(base, ""),
        "SFYN": "是" if farmland.intersection(sound).area > 1 else "否",
        "SFHX": "是" if red.intersection(sound).area > 1 else "否",
        "MJ": round(sound.area * case.area_factor, 2), "CREATE_AT": issued, "UPDATE_AT": issued,
    }  # fmt: skip


def _day(day: tuple[int, int, int], form: int) -> str:
    """A date as text: the ministry's data hold every one of these forms."""
    return _FORMS[form % len(_FORMS)].format(y=day[0], m=day[1], d=day[2])
