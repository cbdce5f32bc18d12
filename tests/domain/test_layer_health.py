"""图层体检的判断: what was measured of a layer, and the state and cure that follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.diagnosis import Diagnosis, Health, account, by_subject, worst
from landwatch_plugin.domain.extent import distance_km, share_within, times_larger
from landwatch_plugin.domain.land_class import LandClasses
from landwatch_plugin.domain.land_system import LandSystem
from landwatch_plugin.domain.layer_facts import LayerFacts
from landwatch_plugin.domain.layer_health import diagnose, unbound

COUNTY = ("乡镇界", (114.0, 28.0, 114.5, 28.5))
BOOK = LandClasses("三调工作分类", {"0101": "耕地", "0103": "耕地", "0601": "建设用地", "05H1": "建设用地"}, {})
SYSTEMS = (
    LandSystem("三调工作分类", frozenset({"0101", "0103", "0601", "05H1", "1006", "1301"})),
    LandSystem("用地用海分类", frozenset({"0101", "0103", "0601", "0703", "1301"})),
    LandSystem("二调土地利用现状分类", frozenset({"011", "013", "104"})),
)
SOUND = LayerFacts(
    Role.LAND, source="county.gpkg｜dltb", kind="GeoPackage", encoding="UTF-8", crs="EPSG:4526", features=2,
    box=COUNTY[1], fields={"class": "DLBM", "ridge_share": "KCXS"}, own_fields=("DLBM", "KCXS"),
    classes={"0101": 1, "05H1": 1}, years={"2025": 2}, modified="2026-06-01",
)  # fmt: skip


def found(facts: LayerFacts = SOUND, county: Any = COUNTY, **changes: Any) -> dict[str, Diagnosis]:
    """Item → finding."""
    return {one.item: one for one in diagnose(replace(facts, **changes), county, BOOK, SYSTEMS)}


def paper(role: Role, **changes: Any) -> dict[str, Diagnosis]:
    fields = {"number": "PZWH", "date": "PZRQ", "start": "QSRQ", "end": "JZRQ", "top": "CSSX", "bottom": "CSXX"}
    return found(replace(SOUND, role=role, fields=fields, classes={}, years={}), **changes)


def test_a_sound_layer_is_sound_in_every_item() -> None:
    items = found()
    assert worst(items.values()) is Health.GOOD
    assert set(items) == {
        "数据源",
        "坐标系",
        "范围",
        "文字编码",
        "要素",
        "图形有效性",
        "字段",
        "地类编码体系",
        "数据日期",
    }
    assert not any(one.cure for one in items.values())
    assert items["数据日期"].said == "2025年"


@pytest.mark.parametrize(
    ("changes", "item", "state"),
    [
        ({"crs_trouble": ("坐标有带号38，坐标系不带带号", "请改为 EPSG:4526。")}, "坐标系", Health.BAD),
        ({"box": (117.0, 28.0, 117.5, 28.5)}, "范围", Health.BAD),
        ({"box": (114.0, 28.0, 114.2, 28.5)}, "范围", Health.WARN),
        ({"guessed_encoding": "GB18030"}, "文字编码", Health.WARN),
        ({"features": 0}, "要素", Health.WARN),
        ({"empty": 1}, "要素", Health.WARN),
        ({"invalid": (7, 9)}, "图形有效性", Health.WARN),
        ({"fields": {"ridge_share": "KCXS"}}, "字段", Health.BAD),
        ({"fields": {"class": "DLBM"}}, "字段", Health.WARN),
        ({"field_trouble": ("字段映射“X”不存在", "请改。")}, "字段", Health.BAD),
        ({"classes": {"0101": 1, "05H1": 1, "0703": 3}}, "地类编码体系", Health.BAD),
        ({"classes": {"011": 5, "0101": 1}}, "地类编码体系", Health.BAD),
        ({"classes": {"011": 5}}, "地类编码体系", Health.BAD),
        ({"classes": {"0101": 5, "0703": 2}}, "地类编码体系", Health.BAD),
        ({"classes": {"0101": 5}}, "地类编码体系", Health.WARN),
        ({"classes": {"05H1": 5, "1006": 2}}, "地类编码", Health.WARN),
        ({"classes": {"05H1": 5, "9999": 2}}, "地类编码", Health.WARN),
        ({"classes": {"05H1": 5, "": 2}}, "地类编码", Health.WARN),
        ({"years": {"2024": 1, "2025": 1}}, "数据日期", Health.WARN),
        ({"kind": "临时图层"}, "数据源", Health.WARN),
    ],
)  # fmt: skip
def test_each_fault_has_its_state_and_a_cure(changes: dict[str, Any], item: str, state: Health) -> None:
    """One fault in a sound layer: that item alone is not well."""
    items = found(**changes)
    assert (items[item].health, bool(items[item].cure)) == (state, True)
    assert items[item].cure.endswith("。")
    assert [one.item for one in items.values() if one.health is not Health.GOOD] == [item]


def test_a_mixture_names_the_codes_of_each_system() -> None:
    """So that the analyst finds them in the attribute table."""
    said = found(classes={"0101": 9, "05H1": 4, "0703": 3})["地类编码体系"].said
    assert said == "几套编码混用：三调工作分类独有05H1（4个）；用地用海分类独有0703（3个）"


def test_a_mixture_names_every_strange_code_with_its_count() -> None:
    """Also those of no system, and more than the first few."""
    said = found(classes={"0101": 9, "011": 3, "060201": 2, "X9": 1})["地类编码体系"].said
    assert said == "几套编码混用：二调土地利用现状分类独有011（3个）；各体系都没有060201（2个）、X9（1个）"
    many = {f"9{k:03d}": k for k in range(1, 13)}
    said = found(classes={"05H1": 5} | many)["地类编码"].said
    assert all(f"{code}（{count}个）" in said for code, count in many.items())


def test_a_layer_that_cannot_be_opened_has_one_finding() -> None:
    items = found(LayerFacts(Role.MINE, ("图层无法打开", "请重新绑定。")))
    assert [(one.health, one.subject) for one in items.values()] == [(Health.BAD, "采矿权")]


def test_a_layer_in_a_wrong_system_is_not_also_said_to_lie_elsewhere() -> None:
    """One cause, one finding."""
    assert "范围" not in found(crs_trouble=("错带", "请改。"), box=(0.0, 0.0, 1.0, 1.0))


def test_nothing_is_said_of_the_extent_when_nothing_is_known_of_the_county() -> None:
    assert "范围" not in found(county=None)


def test_the_layer_that_tells_the_county_is_not_compared_with_itself() -> None:
    assert found(county=("地类图斑", COUNTY[1]))["范围"].said.startswith("以本图层作为县域范围")


@pytest.mark.parametrize(
    ("box", "state"),
    [
        ((114.1, 28.1, 114.2, 28.2), Health.GOOD),
        ((114.4, 28.0, 115.0, 28.5), Health.WARN),
        ((109.0, 24.0, 114.5, 30.0), Health.WARN),
    ],
    ids=["inside", "mostly outside", "whole province"],
)
def test_papers_need_not_cover_the_county_but_belong_to_it(box: tuple[float, ...], state: Health) -> None:
    assert paper(Role.BATCH, box=box)["范围"].health is state


@pytest.mark.parametrize(
    ("role", "key", "state"),
    [
        (Role.BATCH, "date", Health.WARN), (Role.BATCH, "number", Health.WARN), (Role.BATCH, "end", Health.GOOD),
        (Role.TEMPORARY, "end", Health.WARN), (Role.FACILITY, "end", Health.GOOD), (Role.MINE, "end", Health.WARN),
        (Role.MINE, "top", Health.WARN), (Role.MINE, "date", Health.GOOD),
    ],
)  # fmt: skip
def test_a_missing_field_counts_where_it_is_needed(role: Role, key: str, state: Health) -> None:
    """A term for what has one, a date for an approval, an elevation band for a mine."""
    facts = replace(SOUND, role=role, classes={}, years={}, fields={
        name: name for name in role.fields if name != key
    })  # fmt: skip
    assert found(facts)["字段"].health is state


def test_dates_that_cannot_be_read_are_counted() -> None:
    one = paper(Role.BATCH, dates=("2020-01-01", "2026-01-01"), odd_dates=("二〇二〇年", "无"))["数据日期"]
    assert (one.said, one.health) == ("2个日期认不出，如“二〇二〇年”", Health.WARN)


def test_the_date_of_a_layer_is_that_of_its_papers_else_of_its_file() -> None:
    assert paper(Role.BATCH, dates=("2020-01-01", "2026-01-01"))["数据日期"].said.startswith("2020-01-01至2026-01-01")
    assert paper(Role.BATCH)["数据日期"].said == "文件修改于2026-06-01"


def test_gbk_by_any_name_is_gbk() -> None:
    assert found(encoding="GBK", guessed_encoding="GB18030")["文字编码"].health is Health.GOOD


def test_an_image_has_no_fields_to_examine() -> None:
    items = found(
        LayerFacts(Role.AFTER, source="after.tif", kind="GeoTIFF", crs="EPSG:4526", box=COUNTY[1], size="9×9像素")
    )
    assert set(items) == {"数据源", "坐标系", "范围", "影像大小", "数据日期"}


def test_an_unbound_role_is_no_data_and_never_not_touched() -> None:
    one = unbound(Role.REDLINE)
    assert (one.health, one.said) == (Health.NO_DATA, "未绑定图层")


def test_the_account_counts_each_layer_once_by_its_worst() -> None:
    given = [
        Diagnosis("甲", "坐标系", "", Health.WARN), Diagnosis("甲", "字段", "", Health.BAD), Diagnosis("乙", "字段", ""),
        unbound(Role.MINE),
    ]  # fmt: skip
    assert account(given) == "共体检3项：正常1项，不能用1项（甲），注意0项，无数据1项（采矿权）。"
    assert list(by_subject(given)) == ["甲", "乙", "采矿权"]
    assert worst([]) is Health.GOOD


def test_boxes_share_and_lie_apart() -> None:
    """A degree of latitude is 111.32 km; one of longitude less."""
    assert share_within((0, 0, 2, 2), (1, 0, 5, 5)) == 0.5
    assert share_within((1, 1, 1, 1), (0, 0, 2, 2)) == 1
    assert times_larger((0, 0, 2, 2), (0, 0, 1, 1)) == 4
    assert distance_km((0, 0, 1, 1), (1, 1, 2, 2)) == 0
    assert distance_km((0, 0, 1, 1), (0, 2, 1, 3)) == pytest.approx(111.32)
    assert distance_km((0, 59.5, 1, 60.5), (2, 59.5, 3, 60.5)) == pytest.approx(111.32 / 2, rel=1e-9)
