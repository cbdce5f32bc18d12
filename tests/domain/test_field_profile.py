"""字段映射方案: synonyms, what must be there, which profile fits, and a corrected one that can be read again."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.field_profile import KEYS, NOT_USED, Profile, best_profile, passed_over

FIELDS_2026 = ["OBJECTID", "JCBH", "XZQDM", "XMC", "TBLX", "TZ", "QSX", "HSX", "DDTC", "BZ", "DLBM", "DLMC", "MJ"]
OLD_SHEET = ["图斑号", "图斑类型", "tz", "中心坐标", "面积"]
FORESTRY = ["地市", "县", "图斑号", "乡镇", "村", "横坐标", "纵坐标", "判读面积", "前地类", "现地类", "变化类型"]

CHINESE_LIST = ["图斑编号", "图斑类型", "前时相", "后时相", "图斑面积(亩)", "备注"]


@pytest.fixture(scope="module")
def shipped(repository: Path) -> dict[str, Profile]:
    """Every profile that comes with the plugin."""
    folder = repository / "resources" / "profiles"
    return {
        path.stem: Profile.parse(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
        for path in sorted(folder.glob("*.toml"))
    }


def own(**head: object) -> Profile:
    return Profile.parse(
        {"profile": head, "fields": {"number": ["BH"], "before": ["QSX"], "area": ["MJ"]}}, "本县.toml"
    )


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        (FIELDS_2026, "2026监测图斑"),
        (OLD_SHEET, "旧版调查表"),
        (FORESTRY, "林草判读"),
        (["图斑编号", "前时相"], "2026监测图斑"),
        (CHINESE_LIST, "2026监测图斑"),
    ],
    ids=["2026年23字段", "旧版调查表", "林草", "两个字段", "中文表头"],
)
def test_the_profile_that_fits_best_is_chosen(shipped: dict[str, Profile], fields: list[str], name: str) -> None:
    """By the number of fields it finds, then by the first names of its keys: 图斑号 alone stands in all three."""
    assert best_profile(list(shipped.values()), fields) is shipped[name]


def test_the_forestry_layer_is_mapped_with_township_village_and_area(shipped: dict[str, Profile]) -> None:
    mapping = shipped["林草判读"].resolve(FORESTRY, "林草.shp")
    assert mapping == {
        "number": "图斑号", "county": "县", "town": "乡镇", "village": "村", "area": "判读面积", "base_name": "前地类",
        "change_type": "变化类型", "feature": "现地类",
    }  # fmt: skip


def test_the_old_sheet_is_mapped_and_has_no_code_list(shipped: dict[str, Profile]) -> None:
    """Its codes have the shape of the new ones and another meaning."""
    assert shipped["旧版调查表"].resolve(OLD_SHEET, "旧.shp") == {
        "number": "图斑号", "change_type": "图斑类型", "feature": "tz", "area": "面积",
    }  # fmt: skip
    assert shipped["旧版调查表"].type_codes == ""
    assert shipped["2026监测图斑"].type_codes == "图斑类型2026"


def test_facts_of_the_field_that_are_not_sure_are_marked_in_the_files(repository: Path) -> None:
    """Where each profile comes from stands at its head, and what is memory says so."""
    for path in (repository / "resources" / "profiles").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert "出处" in text and ("待核" in text or "经验" in text), path.name


def test_all_keys_of_the_shipped_profiles_have_a_chinese_name(shipped: dict[str, Profile]) -> None:
    assert {key for profile in shipped.values() for key in profile.fields} <= set(KEYS)


def test_an_absent_optional_field_is_told_and_an_absent_mandatory_one_is_refused() -> None:
    profile = own(mandatory=["number", "before"])
    assert profile.absent({"number": "BH", "before": "QSX"}) == ["图斑面积"]
    with pytest.raises(InputError, match=r"没有找到前时相字段（QSX）。.*现有字段：BH、MJ"):
        profile.resolve(["BH", "MJ"], "六月.shp")


def test_a_mapping_that_names_a_strange_field_is_refused() -> None:
    with pytest.raises(InputError, match=r"【六月.shp】字段对应表中的“TBH”在图层中不存在.*现有字段：BH、QSX"):
        own().check({"number": "TBH"}, ["BH", "QSX"], "六月.shp")


@pytest.mark.parametrize("listed", ["number", [1], ["owner"]])
def test_a_list_of_mandatory_keys_that_cannot_be_used_is_refused(listed: object) -> None:
    with pytest.raises(InputError, match="mandatory"):
        own(mandatory=listed)


@pytest.mark.parametrize("key", ["sliver_m2", "sliver_width_m", "overlap_m2"])
def test_limits_are_numbers(key: str) -> None:
    with pytest.raises(InputError, match=key):
        own(**{key: "1平方米"})
    assert getattr(own(**{key: 2}), key) == 2.0


def test_a_corrected_profile_is_read_again_as_it_was_written() -> None:
    """The chosen field stands first, the synonyms behind it; keys without a field are left out."""
    made = own(area_unit="亩").corrected('我县"七月"', {"number": "图 斑号", "remark": "说明"}, "公顷")
    again = Profile.parse(tomllib.loads(made.to_toml()), "我县.toml")
    assert again == made
    assert again.fields == {"number": ("图 斑号", "BH"), "remark": ("说明",)}
    assert again.area_unit == "公顷"
    assert again.resolve(["图 斑号", "说明"], "a.shp") == {"number": "图 斑号", "remark": "说明"}


def test_areas_not_used_once_are_no_unit_of_the_profile() -> None:
    assert own().corrected("甲", {"number": "BH"}, NOT_USED).area_unit == ""


def test_columns_that_another_profile_knows_are_told(shipped: dict[str, Profile]) -> None:
    """前时相 is unknown to the old sheet; a second column for the number is nothing to tell."""
    old = shipped["旧版调查表"]
    mapping = old.guess(CHINESE_LIST)
    assert mapping == {"number": "图斑编号", "change_type": "图斑类型", "area": "图斑面积(亩)"}
    left = passed_over(list(shipped.values()), mapping, [*CHINESE_LIST, "JCBH", "序号"])
    assert left == ["前时相（前时相）", "后时相（后时相）", "备注（备注）"]
