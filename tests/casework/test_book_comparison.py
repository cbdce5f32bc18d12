"""手册对比: what follows from a stored check is reckoned anew for each book, what does not is never taken over in silence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from landwatch_plugin.casework.book_comparison import AGAIN, Comparison, compare_rulebooks
from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.comparison_sheet import write_comparison
from landwatch_plugin.casework.figure_mark import figure_mark
from landwatch_plugin.casework.other_book import Refigured, refigured
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import SmallCounty, paper, patch_row, rect

D = Decimal
OLD_DAY = "2020-01-01"
THREE = """
[book]
id = "三条规则"
title = "三条规则"
version = "1.0"
tags = []
mine_types = ["CK"]

[classes]
"合法" = "合法用地"
"违法" = "违法用地"

[order]
steps = ["先", "后"]

[coverage]
grounds = ["pcyd"]
grounds_if_bound = ["gd"]

[thresholds]
cover = "0.999"
sliver_mu = "0.05"
touch_m2 = "1"
closure_m2 = "0.01"

[landclass]
system = "三调工作分类"
gap_free = true
[landclass.kinds]
"耕地" = ["0101", "0103"]
"其他农用地" = ["0301", "1203"]
"建设用地" = ["0601"]
"未利用地" = ["1206"]

[mine]
boundaries = ["矿区范围", "开采范围"]

[evidence]
"批文" = {}
"情况说明" = {}

[[subtype]]
class = "合法"
name = "已批"
evidence = ["批文"]
[[subtype]]
class = "违法"
name = "未批"
evidence = ["情况说明"]
[[subtype]]
class = "违法"
name = "越界"
evidence = []

[[rule]]
id = "K"
step = "先"
title = "越界"
class = "违法"
subtype = "越界"
when = "kind = '矿产' AND mine_out_mu > 0"
message = "范围外{mine_out_mu}"
cite = "方案"
certainty = "推断待核"

[[rule]]
id = "A"
step = "先"
title = "已批"
class = "合法"
subtype = "已批"
when = "kind = '土地' AND legal_share >= @cover"
message = "覆盖{legal_share}"
cite = "方案"
certainty = "推断待核"

[[rule]]
id = "B"
step = "后"
title = "未批占耕地"
class = "违法"
subtype = "未批"
when = "kind = '土地' AND arable_mu > 0 AND legal_left_solid_mu > 0"
message = "占耕地{arable_mu}"
cite = "方案"
certainty = "推断待核"
"""


@pytest.fixture
def book(small: SmallCounty) -> Path:
    return written(small, "甲.toml")


def written(small: SmallCounty, name: str, *changes: tuple[str, str]) -> Path:
    text = THREE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = small.folder / name
    text = text.replace('id = "三条规则"', f'id = "{path.stem}"')
    path.write_text(text, encoding="utf-8")
    return path


def checked(small: SmallCounty, book: Path, **patches: Any) -> None:
    """Patches by name, checked by the book."""
    small.receive(*(patch_row(name, shape) for name, shape in patches.items()))
    check(small.ledger, list(small.bindings.values()), book, Silent())


def compared(small: SmallCounty, before: Path, *changes: tuple[str, str]) -> Comparison:
    return compare_rulebooks(small.ledger, before, written(small, "乙.toml", *changes), Silent())


def covered(small: SmallCounty, metres: float, role: Role = Role.BATCH) -> None:
    """A paper over so many of the 40 m of patch 1, of an early day."""
    small.bind(role, (rect(0, 0, 20 + metres, 100), paper("甲〔2020〕1号", OLD_DAY)))


def test_a_moved_threshold_is_named_with_both_values(small: SmallCounty, book: Path) -> None:
    """38.8 of 40 m covered: 97 %. cover 0.999 → 0.95 makes it 已批, and that is said."""
    small.bind_land()
    covered(small, 38.8)
    checked(small, book, 一=rect(20, 20, 40, 50))
    (change,) = compared(small, book, ('cover = "0.999"', 'cover = "0.95"')).changes
    assert (change.before.subtype, change.after.subtype) == ("未批", "已批")
    assert change.why == (
        "原依规则B（未批占耕地）；现依规则A（已批）；规则B在新手册中也符合，但次序在规则A之后；"
        "规则A在原手册中不符合（合法依据覆盖率〔97.00%〕 ≥ 0.999）；阈值cover由0.999改为0.95"
    )


def test_a_threshold_that_no_deciding_rule_uses_is_not_blamed(small: SmallCounty, book: Path) -> None:
    small.bind_land()
    covered(small, 38.8)
    checked(small, book, 一=rect(20, 20, 40, 50))
    other = written(
        small,
        "乙.toml",
        ("[thresholds]\n", '[thresholds]\nbig_mu = "1"\n'),
        ("legal_share >= @cover", "legal_share >= 0.9"),
    )
    (change,) = compare_rulebooks(small.ledger, book, other, Silent()).changes
    assert "big_mu" not in change.why and "cover" not in change.why
    assert change.why.endswith("规则A的条件已改写")


def test_the_kind_is_that_of_each_book(small: SmallCounty, book: Path) -> None:
    """mine_types CK → 20: a patch of type 20 is judged by the rules of mines, and its kind is told."""
    small.bind_land()
    covered(small, 10)
    small.bind(Role.MINE, (rect(0, 0, 40, 100), {"XKZH": "C1", "YXQQ": "", "YXQZ": "2031-01-01"}))
    checked(small, book, 一=rect(20, 20, 40, 50))
    made = compared(small, book, ('mine_types = ["CK"]', 'mine_types = ["20"]'))
    (change,) = made.changes
    assert (change.before.subtype, change.after.subtype) == ("未批", "越界")
    assert "规则B在新手册中不符合（图斑类别〔矿产〕 = '土地'）" in change.why and change.why.endswith(
        "图斑类别由土地变为矿产（mine_types 不同）"
    )


def test_another_land_table_is_summed_from_the_parts_kept(small: SmallCounty, book: Path) -> None:
    """0601 was 建设用地, by the other book 耕地: 3.00 亩 of it, without a look at the layers (no ridges in the layer)."""
    small.bind(Role.LAND, (rect(0, 0, 400, 400), {"DLBM": "0601"}))
    small.bind(Role.BATCH, (rect(500, 0, 10, 10), paper("远〔2020〕1号", OLD_DAY)))
    checked(small, book, 一=rect(20, 20, 40, 50))
    made = compared(
        small,
        book,
        ('"耕地" = ["0101", "0103"]', '"耕地" = ["0101", "0103", "0601"]'),
        ('"建设用地" = ["0601"]', '"建设用地" = ["0602"]'),
    )
    (change,) = made.changes
    assert (change.before.verdict, change.after.reason) == ("", "占耕地3.00亩")
    assert "耕地面积由0.00亩变为3.00亩（地类表 [landclass] 不同）" in change.why
    assert made.unsettled == ()


def test_with_ridges_a_class_that_becomes_arable_must_be_measured_anew(small: SmallCounty, book: Path) -> None:
    """The layer has 田坎系数: 耕地 of a class that was not 耕地 is not known. A patch without such a class is compared."""
    small.bind_land()
    small.bind(Role.BATCH, (rect(2000, 0, 10, 10), paper("远〔2020〕1号", OLD_DAY)))
    checked(small, book, 一=rect(420, 20, 40, 50), 二=rect(620, 20, 40, 50))
    made = compared(
        small,
        book,
        ('"耕地" = ["0101", "0103"]', '"耕地" = ["0101", "0103", "0601"]'),
        ('"建设用地" = ["0601"]', '"建设用地" = ["0602"]'),
    )
    assert [(one.number, one.why) for one in made.unsettled] == [
        ("一", f"{AGAIN}（新手册规则B：地类表 [landclass] 不同）")
    ]
    assert (made.compared, made.changes) == (1, ())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([('grounds_if_bound = ["gd"]', "grounds_if_bound = []")], "合法依据 [coverage] 减少供地"),
        ([('grounds_if_bound = ["gd"]', 'grounds_if_bound = ["gd", "bdcdj"]')], "合法依据 [coverage] 增加不动产登记"),
        ([('sliver_mu = "0.05"', 'sliver_mu = "0.8"')], "阈值sliver_mu由0.05改为0.8"),
        ([('touch_m2 = "1"', 'touch_m2 = "0.5"')], "阈值touch_m2由1改为0.5"),
        ([('closure_m2 = "0.01"', 'closure_m2 = "0.001"')], "阈值closure_m2由0.01改为0.001"),
    ],
)  # fmt: skip
def test_what_only_a_new_check_can_tell_is_said_per_patch(
    small: SmallCounty, book: Path, changes: list[tuple[str, str]], why: str
) -> None:
    """Half covered by 批次, a tenth by 供地 and by 登记: coverage, pieces and touching hang on the layers."""
    small.bind_land()
    covered(small, 20)
    covered(small, 4, Role.SUPPLY)
    covered(small, 4, Role.REGISTERED)
    checked(small, book, 一=rect(20, 20, 40, 50))
    made = compared(small, book, *changes)
    assert (made.compared, made.changes, made.reworded) == (0, (), ())
    assert [one.number for one in made.unsettled] == ["一"]
    assert made.unsettled[0].why.startswith(f"{AGAIN}（新手册规则") and why in made.unsettled[0].why


def test_what_cannot_change_the_outcome_is_compared(small: SmallCounty, book: Path) -> None:
    """Another sliver tolerance where nothing is left over, other grounds where none of their papers lies, other mine
    boundaries for a patch of land: nothing to check again."""
    small.bind_land()
    covered(small, 80)
    covered(small, -15, Role.SUPPLY)
    small.bind(Role.MINE, (rect(900, 0, 40, 100), {"XKZH": "C1", "YXQQ": "", "YXQZ": "2031-01-01", "BJLX": ""}))
    checked(small, book, 一=rect(20, 20, 40, 50))
    for change in (
        ('sliver_mu = "0.05"', 'sliver_mu = "0.8"'), ('grounds_if_bound = ["gd"]', "grounds_if_bound = []"),
        ('boundaries = ["矿区范围", "开采范围"]', 'boundaries = ["矿区范围"]'), ('touch_m2 = "1"', 'touch_m2 = "5"'),
    ):  # fmt: skip
        made = compared(small, book, change)
        assert (made.compared, made.changes, made.unsettled) == (1, (), ()), change


def test_a_tolerance_that_takes_in_all_that_is_left_is_reckoned_and_named(small: SmallCounty, book: Path) -> None:
    """0.30 亩 left over are slivers by a tolerance of 0.4 亩, whatever their pieces are; by 0.2 亩 nobody knows."""
    small.bind_land()
    covered(small, 36)
    checked(small, book, 一=rect(20, 20, 40, 50))
    (change,) = compared(small, book, ('sliver_mu = "0.05"', 'sliver_mu = "0.4"')).changes
    assert (change.before.subtype, change.after.verdict) == ("未批", "")
    assert change.why.endswith("扣除边角的未覆盖面积由0.30亩变为0.00亩（阈值sliver_mu由0.05改为0.4）")
    assert len(compared(small, book, ('sliver_mu = "0.05"', 'sliver_mu = "0.2"')).unsettled) == 1


def test_other_mine_boundaries_leave_a_mine_open(small: SmallCounty, book: Path) -> None:
    """Where the layer has kinds of boundary: by the other book 开采范围 may be the licence's."""
    small.bind(Role.MINE, (rect(0, 0, 40, 100), {"XKZH": "C1", "YXQQ": "", "YXQZ": "2031-01-01", "BJLX": "矿区范围"}))
    small.receive(patch_row("一", rect(20, 20, 40, 50), TBLX="CK"))
    check(small.ledger, list(small.bindings.values()), book, Silent())
    (one,) = compared(
        small, book, ('boundaries = ["矿区范围", "开采范围"]', 'boundaries = ["开采范围", "矿区范围"]')
    ).unsettled
    assert one.why == f"{AGAIN}（新手册规则K：矿山边界由矿区范围、开采范围改为开采范围、矿区范围）"


def test_a_ground_that_is_not_bound_makes_coverage_unknown_by_that_book(small: SmallCounty, book: Path) -> None:
    """单独选址 as an obligatory ground and no such layer: 无数据 follows from the books alone."""
    covered(small, 80)
    checked(small, book, 一=rect(20, 20, 40, 50))
    (change,) = compared(small, book, ('grounds = ["pcyd"]', 'grounds = ["pcyd", "dxyd"]')).changes
    assert (change.before.subtype, change.after.verdict) == ("已批", "")
    assert "合法依据覆盖率由100.00%变为无数据（合法依据 [coverage] 中的单独选址没有绑定）" in change.why


OTHER_GROUNDS = ('grounds_if_bound = ["gd"]', "grounds_if_bound = []")


def test_a_check_by_a_book_that_is_not_at_hand_settles_nothing(small: SmallCounty, book: Path) -> None:
    """Neither of the two books took its figures as the check did, nor a shipped one: what holds by them nobody knows."""
    small.bind_land()
    covered(small, 80)
    checked(small, book, 一=rect(20, 20, 40, 50))
    first, second = (written(small, f"{name}.toml", OTHER_GROUNDS) for name in "丙丁")
    (one,) = compare_rulebooks(small.ledger, first, second, Silent()).unsettled
    assert "核查所用手册甲 1.0（" in one.why and "不在可用手册中" in one.why


def test_rules_rewritten_after_the_check_need_no_new_one(small: SmallCounty, book: Path) -> None:
    """The very book of the check was edited, but nothing that figures hang on: its mark is kept with the check."""
    small.bind_land()
    covered(small, 80)
    checked(small, book, 一=rect(20, 20, 40, 50))
    first = written(small, "甲.toml", ('message = "占耕地{arable_mu}"', 'message = "占用耕地{arable_mu}"'))
    made = compare_rulebooks(
        small.ledger, first, written(small, "乙.toml", ('title = "已批"', 'title = "已经批准"')), Silent()
    )
    assert (made.compared, made.unsettled) == (1, ())


@pytest.mark.parametrize(
    "change",
    [
        OTHER_GROUNDS, ('grounds = ["pcyd"]', 'grounds = ["gd"]'), ('sliver_mu = "0.05"', 'sliver_mu = "0.06"'), ('touch_m2 = "1"', 'touch_m2 = "2"'),
        ('closure_m2 = "0.01"', 'closure_m2 = "0.02"'), ("gap_free = true", "gap_free = false"), ('"1203"]', '"1203", "0302"]'),
        ('boundaries = ["矿区范围", "开采范围"]', 'boundaries = ["矿区范围"]'),
    ],
)  # fmt: skip
def test_the_mark_of_the_figures_changes_with_what_they_hang_on(
    small: SmallCounty, book: Path, change: tuple[str, str]
) -> None:
    """And not with rules, texts, other thresholds or the way that a number is written."""
    mark = figure_mark(read_rulebook(book))
    assert figure_mark(read_rulebook(written(small, "乙.toml", change))) != mark
    same = written(
        small,
        "丙.toml",
        ('cover = "0.999"', 'cover = "0.9"'),
        ('sliver_mu = "0.05"', 'sliver_mu = "0.050"'),
        ("arable_mu > 0", "arable_mu > 1"),
    )
    assert figure_mark(read_rulebook(same)) == mark


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('message = "覆盖{legal_share}"', 'message = "已覆盖{legal_share}"'), "说明文字由“覆盖100.00%”变为“已覆盖100.00%”"),
        (('evidence = ["批文"]', 'evidence = ["批文", "情况说明"]'), "缺少的举证由批文变为批文、情况说明"),
        (('id = "A"', 'id = "A-1"'), "依据规则由A（已批）改为A-1（已批）"),
    ],
)  # fmt: skip
def test_mere_wording_is_told_apart(small: SmallCounty, book: Path, change: tuple[str, str], told: str) -> None:
    covered(small, 80)
    small.bind_land()
    checked(small, book, 一=rect(20, 20, 40, 50))
    made = compared(small, book, change)
    assert made.changes == ()
    (one,) = made.reworded
    assert one.why.startswith("建议类型不变；") and told in one.why


def test_the_workbook_lists_changes_and_those_to_be_checked_again(
    small: SmallCounty, book: Path, tmp_path: Path
) -> None:
    small.bind_land()
    covered(small, 20)
    checked(small, book, 一=rect(20, 20, 40, 50))
    made = compared(small, book, ('sliver_mu = "0.05"', 'sliver_mu = "0.8"'))
    sheet = load_workbook(write_comparison(made, tmp_path / "对比.xlsx"))["须重新核查"]
    assert [cell.value for cell in sheet[3]] == ["序号", "图斑编号", "乡镇", "面积", "原因"]
    assert sheet["B4"].value == "一" and AGAIN in sheet["E4"].value


def figures(small: SmallCounty, book: Path, *changes: tuple[str, str]) -> Refigured:
    with Ledger.open(small.ledger) as ledger:
        fields = {item.role: item.fields for item in ledger.inputs()}
    other = read_rulebook(written(small, "乙.toml", *changes))
    return refigured(small.checked("一"), other, read_rulebook(book), fields)


def test_refigured_values_are_those_of_a_new_check(small: SmallCounty, book: Path) -> None:
    """Whatever is not marked stale equals what the check by the other book finds."""
    small.bind_land()
    covered(small, 200)
    covered(small, 4, Role.SUPPLY)
    changes = [
        ('"其他农用地" = ["0301", "1203"]', '"其他农用地" = ["1203"]'), ('"未利用地" = ["1206"]', '"未利用地" = ["1206", "0301"]'),
        ('sliver_mu = "0.05"', 'sliver_mu = "2"'), ('mine_types = ["CK"]', 'mine_types = ["20"]'), ('grounds_if_bound = ["gd"]', "grounds_if_bound = []"),
    ]  # fmt: skip
    checked(small, book, 一=rect(180, 20, 440, 50))
    made = figures(small, book, *changes)
    check(small.ledger, [], written(small, "乙.toml", *changes), Silent())
    fresh = small.checked("一").values
    assert {key for key, value in fresh.items() if value != made.values[key]} <= set(made.stale)
    assert made.values["unused_mu"] == fresh["unused_mu"] == D("1.50") and made.values["kind"] == "矿产"
    assert set(made.stale) == {"legal_left_solid_mu"}
