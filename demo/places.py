"""乡镇与村: the townships and villages of 演示县. Every name is made up."""

from __future__ import annotations

from dataclasses import dataclass

from demo.terrain import TOWN_CENTRE

COUNTY_CODE, COUNTY_NAME = "990126", "演示县"


@dataclass(frozen=True)
class Township:
    """A township: 9-digit code, name, seat, and village names in order."""

    code: str
    name: str
    seat: tuple[float, float]
    villages: tuple[str, ...]


TOWNSHIPS = (
    Township("990126100", "青禾镇", TOWN_CENTRE, (
        "青禾社区", "禾丰村", "前园村", "五里村", "大桥村", "新渡村", "东畈村", "沙田村", "稻香村", "塘湾村")),
    Township("990126101", "柳溪镇", (1250.0, 2500.0), (
        "柳溪村", "上渡村", "下渡村", "白杨村", "麻园村", "月塘村", "长堤村", "荷塘村", "竹篱村", "西河村")),
    Township("990126102", "平湖镇", (6800.0, 2350.0), (
        "平湖村", "芦荡村", "渔歌村", "东塍村", "鹭洲村", "圩头村", "万亩村", "泉塘村", "石桥村", "湖口村")),
    Township("990126200", "石坪乡", (1900.0, 4650.0), (
        "石坪村", "岭脚村", "茶山村", "云坑村", "桐子村", "樟木村", "高坎村", "水碓村", "枫林村", "山口村")),
    Township("990126201", "云台乡", (6250.0, 4700.0), (
        "云台村", "橘园村", "松岭村", "板栗村", "龙潭村", "梯田村", "采石村", "杉木村", "坳上村", "北冲村")),
    Township("990126202", "南塘乡", (4300.0, 750.0), (
        "南塘村", "朝阳村", "油坊村", "陂头村", "砖窑村", "官田村", "罗湾村", "黄泥村", "栗山村", "双桥村")),
)  # fmt: skip


@dataclass(frozen=True)
class Community:
    """A village as the survey knows it: 12-digit code, name, township."""

    code: str
    name: str
    town: Township

    @property
    def unit_code(self) -> str:
        """坐落单位代码 of the survey: 19 digits."""
        return self.code + "0000000"


def communities(centres: list[tuple[float, float]]) -> list[Community]:
    """Name the villages: each goes to the nearest township seat and takes the next name there."""
    taken = {town.code: 0 for town in TOWNSHIPS}
    found: list[Community] = []
    for x, y in centres:
        town = min(TOWNSHIPS, key=lambda t: (t.seat[0] - x) ** 2 + (t.seat[1] - y) ** 2)
        number = taken[town.code]
        taken[town.code] += 1
        name = town.villages[number] if number < len(town.villages) else f"{town.name[:2]}第{number + 1}村"
        serial = 1 if name.endswith("社区") else 200 + number
        found.append(Community(f"{town.code}{serial:03d}", name, town))
    return found
