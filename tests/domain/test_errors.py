"""Every error says in Chinese what is wrong, where, and what the user can do."""

from __future__ import annotations

import pytest

from landwatch_plugin.domain import errors
from landwatch_plugin.domain.errors import Cancelled, CrsError, InputError, LandwatchError, RuleBookError


def test_a_row_is_named_with_its_file_and_its_cure() -> None:
    """File in brackets, row counted from 1, then the cure."""
    error = InputError("没有图斑编号", "请补填编号。", source="六月.shp", row=7)
    assert str(error) == "【六月.shp】第7行：没有图斑编号 处理办法：请补填编号。"
    assert (error.source, error.row, error.cure) == ("六月.shp", 7, "请补填编号。")


def test_a_place_that_is_not_known_is_not_invented() -> None:
    """Neither 第None行 nor empty brackets."""
    assert str(InputError("文件是空的。")) == "文件是空的。"
    assert str(CrsError("没有坐标系。", source="a.shp")) == "【a.shp】没有坐标系。"


def test_a_rule_book_error_is_an_input_error() -> None:
    """It carries file and row like any other input."""
    assert issubclass(RuleBookError, InputError)


def test_cancelling_says_that_nothing_was_kept() -> None:
    """The user reads that no half of a result is left."""
    assert str(Cancelled()) == "已取消，未写入任何结果。"


@pytest.mark.parametrize("name", [name for name in vars(errors) if name.endswith("Error") or name == "MissingPackage"])
def test_every_error_hangs_on_the_one_tree(name: str) -> None:
    """So that ui, algorithm and task can catch one class."""
    assert issubclass(getattr(errors, name), LandwatchError)
