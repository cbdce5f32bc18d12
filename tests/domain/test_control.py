"""图层角色: what layers are for, by stable keys and Chinese names."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain.control import APPROVALS, FIELD_SYNONYMS, OVERLAID, Role


@pytest.mark.parametrize("role", Role)
def test_every_role_has_a_chinese_name_and_known_fields(role: Role) -> None:
    """The keys it reads all have synonyms to be found by."""
    assert role.title
    assert set(role.fields) <= set(FIELD_SYNONYMS)


def test_keys_and_names_are_told_apart() -> None:
    """Both are stored or shown alone."""
    assert len({role.value for role in Role}) == len({role.title for role in Role}) == len(Role)


def test_images_have_no_fields_and_take_no_part_in_the_overlay() -> None:
    """前时相 and 后时相 are looked at."""
    images = [role for role in Role if role.is_raster]
    assert images == [Role.BEFORE, Role.AFTER]
    assert all(not role.fields and role not in OVERLAID for role in images)


def test_lawful_grounds_are_the_approvals() -> None:
    """批次, 单独选址, 供地, 登记, 增减挂钩, 临时, 设施; a mining licence is a right of another kind."""
    assert [role for role in Role if role.is_approval] == list(APPROVALS)
    assert Role.MINE not in APPROVALS


@pytest.mark.parametrize("role", [*APPROVALS, Role.MINE])
def test_papers_can_tell_number_and_dates(role: Role) -> None:
    """Without dates a later approval would pass for one at the time."""
    assert {"number", "date", "start", "end"} <= set(role.fields)


def test_of_land_classes_only_the_code_is_sure() -> None:
    """KCXS may be missing; the class is looked for under the survey's name first."""
    assert Role.LAND.fields[:2] == ("class", "ridge_share")
    assert FIELD_SYNONYMS["class"][0] == "DLBM"
