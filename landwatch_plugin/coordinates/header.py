"""属性描述: the header of a coordinate text. Keys missing, in any order and by other names; what it means for the points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from landwatch_plugin.coordinates.systems import Datum, datum_of, is_zone, zone_of_meridian

#: Canonical key → other names seen. Blanks inside a key do not count.
_SYNONYMS = {
    "格式版本号": ("格式版本", "版本号", "版本"),
    "数据产生单位": ("数据生产单位", "数据生成单位", "生产单位", "制作单位"),
    "数据产生日期": ("数据生产日期", "数据生成日期", "数据产生时间", "数据生产时间", "生产日期"),
    "坐标系": ("坐标系统", "坐标系名称", "坐标系类型", "平面坐标系", "平面坐标系统", "大地坐标系", "坐标"),
    "几度分带": ("分带", "度带", "分带方式", "投影分带", "几度带"),
    "投影类型": ("投影", "投影方式", "投影名称"),
    "计量单位": ("单位", "坐标单位", "长度单位"),
    "带号": ("投影带号", "分带号", "投影带", "带"),
    "中央经线": ("中央子午线", "中央子午线经度", "中央经度"),
    "精度": ("小数位数", "坐标精度", "保留小数"),
    "转换参数": ("坐标转换参数", "七参数"),
}
_KEYS = {name: key for key, names in _SYNONYMS.items() for name in (key, *names)}
_WIDTHS = {"3": 3, "三": 3, "6": 6, "六": 6, "1.5": 0}


def header_line(line: str) -> tuple[str, str] | None:
    """(key in its canonical name, value) of "key=value"; with a colon only when the key is a known one."""
    for sign in ("=", "：", ":"):
        name, found, value = line.partition(sign)
        key = re.sub(r"\s", "", name)
        if found and (sign == "=" or key in _KEYS):
            return _KEYS.get(key, key), value.strip()
    return None


@dataclass
class Header:
    """Keys and values as written."""

    values: dict[str, str] = field(default_factory=dict)

    def take(self, key: str, value: str) -> None:
        self.values[key] = value

    @property
    def datum(self) -> Datum:
        """A blank 坐标系 is CGCS2000, the system in force; `unnamed` says that it was blank."""
        return datum_of(self.values.get("坐标系", "")) or Datum.CGCS2000

    @property
    def unnamed(self) -> bool:
        return not self.values.get("坐标系", "")

    @property
    def zone(self) -> int:
        """带号, else the zone of 中央经线; 0 when neither can be used."""
        numbers = re.findall(r"(?<!\d)\d{2}(?!\d)", self.values.get("带号", ""))
        if len(numbers) == 1 and numbers[0].isascii() and is_zone(int(numbers[0])):
            return int(numbers[0])
        meridian = re.findall(r"(?<![\d.])\d{2,3}(?:\.0+)?(?![\d.])", self.values.get("中央经线", ""))
        if len(meridian) == 1 and meridian[0].isascii() and self.width and not self.values.get("带号"):
            zone = zone_of_meridian(float(meridian[0]), self.width)
            return zone if is_zone(zone) else 0
        return 0

    @property
    def width(self) -> int:
        """几度分带: 3 or 6; 0 when it is not said."""
        text = self.values.get("几度分带", "")
        return next((width for sign, width in _WIDTHS.items() if sign in text.replace("1.5", "")), 0)

    @property
    def unit(self) -> str:
        return self.values.get("计量单位", "")

    @property
    def packs_degrees(self) -> bool:
        """Whether 计量单位 says degrees, minutes and seconds: plain digits are DD.MMSS then."""
        return bool(re.search(r"度\W*分|dms|mmss", self.unit, re.IGNORECASE))

    @property
    def odd_length(self) -> bool:
        """Whether 计量单位 is a length other than the metre."""
        return not self.packs_degrees and bool(
            re.search(r"[千毫厘分微]米|公里|英尺|[kmcd]m|里", self.unit, re.IGNORECASE)
        )

    @property
    def shifts(self) -> bool:
        """Whether 转换参数 holds a number other than 0."""
        return bool(re.search(r"[1-9]", self.values.get("转换参数", "")))
