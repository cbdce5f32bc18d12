"""方案文件: the user's own profiles lie in a folder, go before the shipped ones, and never replace them."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.field_profile import Profile
from landwatch_plugin.ledger.profile_file import (
    profile_names,
    read_profile,
    read_type_codes,
    save_profile,
    shipped_profiles,
)

OWN = Profile("演示县2026", {"number": ("BH",), "remark": ("说明", "BZ")}, area_unit="亩", type_codes="图斑类型2026")


def test_three_profiles_are_shipped_and_each_can_be_read() -> None:
    assert shipped_profiles() == ["2026监测图斑", "旧版调查表", "林草判读"]
    for name in shipped_profiles():
        profile = read_profile(name)
        assert "number" in profile.fields
        read_type_codes(profile.type_codes)


def test_a_saved_profile_is_read_again_by_its_name(tmp_path: Path) -> None:
    path = save_profile(OWN, tmp_path / "新文件夹")
    assert path.name == "演示县2026.toml"
    assert read_profile("演示县2026", tmp_path / "新文件夹") == OWN
    assert profile_names(tmp_path / "新文件夹")[0] == "演示县2026"
    assert read_profile(str(path)) == OWN


def test_without_a_folder_the_shipped_ones_are_all() -> None:
    assert profile_names(None) == profile_names(Path("没有")) == shipped_profiles()


@pytest.mark.parametrize("name", ["", "  ", "a/b", "a\\b", "..", ".x", "甲:乙", "2026监测图斑"])
def test_names_that_make_no_file_or_hide_a_shipped_one_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        save_profile(Profile(name, {"number": ("BH",)}), tmp_path)
    assert caught.value.cure
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "占用").write_text("")
    with pytest.raises(InputError, match="无法保存方案"):
        save_profile(OWN, tmp_path / "占用" / "方案")


def test_an_unknown_profile_names_those_there_are(tmp_path: Path) -> None:
    save_profile(OWN, tmp_path)
    with pytest.raises(InputError, match="演示县2026、2026监测图斑"):
        read_profile("没有", tmp_path)


def test_the_code_list_of_the_year_is_read_and_an_absent_one_told() -> None:
    codes = read_type_codes("图斑类型2026")
    assert codes is not None and codes.year == 2026 and codes.codes["20"] == "建（构）筑物"
    assert read_type_codes("") is None
    with pytest.raises(InputError, match="找不到图斑类型编码表“图斑类型1999”"):
        read_type_codes("图斑类型1999")
