"""带号与坐标系: in which system the points of a parcel lie, told by the numbers first and by the header where they are silent."""

from __future__ import annotations

from landwatch_plugin.coordinates.closing import Fail
from landwatch_plugin.coordinates.header import Header
from landwatch_plugin.coordinates.parcel import Parcel
from landwatch_plugin.coordinates.points import Row, Size, size_of
from landwatch_plugin.coordinates.systems import Datum, datum_of, epsg_of, is_zone, names_several, width_of


class Placing:
    """What a header means for the points after it. `given_zone` is for texts that name none."""

    def __init__(self, given_zone: int, fail: Fail) -> None:
        self.header = Header()
        self.given_zone, self.fail = given_zone, fail
        self._remarks: dict[int, list[str]] = {}

    def take(self, key: str, value: str, line: int) -> None:
        """A line of the header. Raises InputError for a coordinate system that is none of the three."""
        self.header.take(key, value)
        self._remarks.clear()
        if key == "坐标系" and value and datum_of(value) is None:
            raise self.fail(
                f"坐标系“{value[:40]}”无法识别。",
                "请写明2000国家大地坐标系、1980西安坐标系或1954北京坐标系；地方独立坐标系须先转换。",
                line,
            )

    def settle(self, parcel: Parcel, rows: list[Row]) -> bool:
        """Give the parcel its system, with remarks; whether it is in degrees."""
        zone = self._common_zone(rows)
        if zone == 0 and self.header.odd_length:
            raise self.fail(
                f"文件头计量单位为“{self.header.unit[:20]}”，坐标却像经纬度。",
                "请把坐标换算成米，或改正计量单位。",
                rows[0].line,
            )
        parcel.epsg = epsg_of(self.header.datum, zone)
        if zone not in self._remarks:
            self._remarks[zone] = self._remarks_on(zone)
        for text in self._remarks[zone]:
            parcel.note(text)
        return zone == 0

    def prefix(self, parcel: Parcel, line: int) -> int:
        """带号 for an easting without it: the header's, else the given one; never guessed."""
        if zone := self.header.zone:
            parcel.note(f"横坐标缺带号，已按文件头带号{zone}补上")
        elif is_zone(self.given_zone):
            zone = self.given_zone
            parcel.note(f"横坐标和文件头都没有带号，已按指定的带号{zone}读取")
        else:
            raise self.fail(
                "横坐标没有带号，文件头也没有写可用的两位带号。",
                "请在文件头补写“带号=”，如“带号=38”，或在读取时指定带号。",
                line,
            )
        return zone

    def _common_zone(self, rows: list[Row]) -> int:
        """The one zone of all points, 0 for degrees. Raises InputError at the first point of another kind."""
        zone = int(rows[0].x // 1_000_000)
        low, high = zone * 1_000_000 + 100_000.0, zone * 1_000_000 + 900_000.0
        if is_zone(zone) and all(low <= row[3] <= high and 1_500_000 <= row[4] <= 6_500_000 for row in rows):
            return zone
        for row in rows:
            in_degrees = row.x < 1000
            if not in_degrees and (size_of(row.x) is not Size.ZONED or size_of(row.y) is not Size.NORTHING):
                raise self.fail(
                    f"坐标({row.y},{row.x})不在我国高斯投影坐标范围内。", "请核对坐标系和列的顺序。", row.line
                )
            if in_degrees != (rows[0].x < 1000):
                raise self.fail("经纬度与平面坐标混在一个地块中。", "请统一坐标单位。", row.line)
            if not in_degrees and int(row.x // 1_000_000) != zone:
                raise self.fail(
                    f"带号{int(row.x // 1_000_000)}与前面的带号{zone}不同。",
                    "请核对该点；确属不同带的，请按带号分成几个地块。",
                    row.line,
                )
        return zone

    def _remarks_on(self, zone: int) -> list[str]:
        header, said = self.header, []
        if header.unnamed:
            said.append(f"文件没有写坐标系，已按{Datum.CGCS2000.value}读取")
        elif header.datum is not Datum.CGCS2000:
            said.append(f"坐标系为{header.values['坐标系']}，未作转换；转为2000国家大地坐标系须用当地七参数")
        if names_several(header.values.get("坐标系", "")):
            said.append(f"坐标系“{header.values['坐标系'][:40]}”写有几种，已按{header.datum.value}读取，请核对")
        if zone == 0:
            return [*said, "坐标为经纬度（度）"]
        if header.zone and header.zone != zone:
            said.append(f"文件头带号{header.zone}与坐标带号{zone}不符，以坐标为准")
        if header.width and header.width != width_of(zone):
            said.append(f"文件头为{header.width}度分带，带号{zone}属于{width_of(zone)}度分带，以带号为准")
        if "1.5" in header.values.get("几度分带", ""):
            said.append(f"文件头为1.5度分带，坐标带号{zone}属于{width_of(zone)}度分带，以带号为准，请核对中央经线")
        if "度" in header.unit:
            said.append("文件头计量单位为度，坐标实为米")
        if header.odd_length:
            said.append(f"文件头计量单位为“{header.unit[:20]}”，坐标实为米，已按米读取")
        if header.shifts:
            said.append("文件头写有转换参数，未使用")
        return said
