"""月核自查: problems planted in a small county are found, those and no others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.casework.self_check_values import MonthValues
from landwatch_plugin.domain.control import Role
from landwatch_plugin.ledger.checklist_file import default_checklist, read_checklist
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import Remedy
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JULY, SmallCounty, paper, patch_row, rect
from tests.self_checked import BATCH_PAPERS, TODAY, alarms, centre, county, picture, plant, run, unchecked

__all__ = ["county"]

D = Decimal


def test_facts_that_are_missing(county: SmallCounty) -> None:
    """违法 without 主体 and 建设时间; the freeze said to be missing; late approval unknown is not passed."""
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": "", "建设时间": "", "冻结登记": "未冻结"}, "外业组"),
          lambda ledger: ledger.save_facts("1", {"建设时间": ""}, "外业组"))  # fmt: skip
    report = run(county)
    assert alarms(report) == {
        ("2", "J-08"): "判定为违法用地，但外业核查没有填写用地主体。", ("2", "J-09"): "判定为违法用地，但外业核查没有填写建设时间。",
        ("2", "J-12"): "违法占用耕地3.00亩，冻结登记为“未冻结”。",
    }  # fmt: skip
    assert unchecked(report)["1", "J-07"] == "建设时间或批准日期未填写"


def test_an_approval_after_the_building(county: SmallCounty) -> None:
    """Built in 2024, approved in March 2025, before the image: lawful by the image date, but 补办."""
    plant(county, lambda ledger: ledger.save_facts("1", {"建设时间": "2024-12-01"}, "外业组"))
    assert alarms(run(county)) == {
        (
            "1",
            "J-07",
        ): "判定为“合法—已批准建设用地（批次）”，建设时间为2024年12月1日，有1个批准、供地、备案文件的日期晚于建设时间，属补办，请核实当时是否合法。"
    }


def test_a_class_without_its_evidence_and_one_put_off(county: SmallCounty) -> None:
    plant(
        county,
        lambda ledger: ledger.set_evidence("1", "红线坐标", False, "张某"),
        lambda ledger: ledger.undo("2", "张某"),
    )
    report = run(county)
    assert alarms(report) == {
        ("1", "J-03"): "判定为“合法—已批准建设用地（批次）”，尚缺必备举证材料：红线坐标。", ("2", "J-01"): "图斑尚未判定，当前状态为“已预筛”。",
    }  # fmt: skip
    assert unchecked(report)["2", "J-03"] == "尚未判定"


def test_lawful_beyond_its_approval(county: SmallCounty) -> None:
    """Patch 2 lies under no approval and is called lawful."""
    plant(
        county,
        lambda ledger: ledger.undo("2", "张某"),
        *(lambda ledger, name=name: ledger.set_evidence("2", name, True, "张某") for name in BATCH_PAPERS),
    )
    county.decide("2", "合法", "已批准建设用地（批次）")
    assert alarms(run(county)) == {("2", "J-04"): "判定为合法用地，但批准和供地范围合并只覆盖0.00%，尚有3.00亩未覆盖。"}


def test_illegal_farmland_without_a_tag_of_its_kind(county: SmallCounty) -> None:
    plant(county, lambda ledger: ledger.undo("2", "张某"))
    county.decide("2", "违法", "未报即用", "重点区域")
    assert set(alarms(run(county))) == {("2", "J-11")}


def test_remedies_too_large_without_photo_and_without_number(county: SmallCounty) -> None:
    """The photos were all taken before the removal; its proof does not name one taken afterwards."""
    plant(
        county,
        lambda ledger: ledger.add_remedies(
            [Remedy("2", "拆除复耕", D("2.00"), "验〔2026〕1号", date(2026, 9, 1), "复耕验收表")]
        ),
        lambda ledger: ledger.add_remedies([Remedy("2", "补办", D("1.02"), " ", date(2026, 9, 2))]),
    )
    assert alarms(run(county)) == {
        ("2", "Z-01"): "已整改耕地3.02亩大于违法占用耕地3.00亩。", ("2", "Z-02"): "已登记拆除复耕，但没有拆除后的照片。",
        ("2", "Z-03"): "已登记补办，但没有批准文号。",
    }  # fmt: skip
    plant(county, lambda ledger: ledger.add_photos([picture(county, "2", "后", taken="2026-09-01T08:00:00")]))
    assert ("2", "Z-02") not in alarms(run(county))


def test_a_removal_whose_proof_names_the_photos_is_proved(county: SmallCounty) -> None:
    plant(
        county,
        lambda ledger: ledger.add_remedies(
            [Remedy("2", "拆除复耕", D("3.00"), "验〔2026〕1号", date(2026, 9, 1), "拆除前后照片;验收表")]
        ),
    )
    assert alarms(run(county)) == {}


def test_undated_photos_leave_the_removal_unproved(county: SmallCounty) -> None:
    plant(
        county, lambda ledger: ledger.add_photos([picture(county, "2", "无时间", taken="")]),
        lambda ledger: ledger.add_remedies([Remedy("2", "拆除复耕", D("3.00"), "验〔2026〕1号", date(2026, 9, 1))]),
    )  # fmt: skip
    report = run(county)
    assert alarms(report) == {}
    assert unchecked(report)["2", "Z-02"] == "照片没有拍摄时间，不能确认是否为拆除后拍摄"


def test_photos_far_away_too_early_and_from_the_future(county: SmallCounty) -> None:
    """0.005° north of the patch is some 550 m."""
    lon, lat = centre("1")
    plant(county, lambda ledger: ledger.add_photos([
        picture(county, "1", "远", lon=lon, lat=lat + 0.005), picture(county, "1", "早", taken="2026-05-11T10:00:00"),
        picture(county, "2", "晚", taken="2026-11-23T10:00:00"),
    ]))  # fmt: skip
    found = alarms(run(county))
    assert set(found) == {("1", "P-01"), ("1", "P-02"), ("2", "P-03")}
    metres = float(found["1", "P-01"].removeprefix("有照片的拍摄位置距图斑").removesuffix("米。"))
    assert metres == pytest.approx(0.005 * 110_800 - 25, abs=5)
    assert found["2", "P-03"] == "有照片的拍摄日期为2026年11月23日，晚于检查日期2026年11月22日。"


def test_a_photo_within_the_patch_is_at_no_distance(county: SmallCounty) -> None:
    lon, lat = centre("1")
    plant(county, lambda ledger: ledger.add_photos([picture(county, "1", "中", lon=lon, lat=lat)]))
    assert alarms(run(county)) == {}


def test_a_photo_without_place_is_not_passed(county: SmallCounty) -> None:
    plant(county, lambda ledger: ledger.add_photos([picture(county, "1", "无坐标", lon=None, lat=None)]))
    assert unchecked(run(county))["1", "P-01"] == "有照片没有坐标"


def test_fifty_mu_without_the_leaders(small: SmallCounty) -> None:
    """200 m × 200 m of 水田 are 60.00 亩."""
    small.receive(patch_row("1", rect(0, 0, 200, 200)))
    small.bind_land()
    small.check()
    small.decide("1", "违法", "未报即用", "非农化")
    assert alarms(run(small))["1", "J-10"] == "疑似违法占用耕地60.00亩，没有领导小组实地核查记录。"
    plant(small, lambda ledger: ledger.save_facts("1", {"领导小组实地核查": "已于2026年8月12日到现场核查"}, "外业组"))
    assert ("1", "J-10") not in alarms(run(small))


@pytest.mark.parametrize(("end", "over"), [("2026-11-21", True), ("2026-11-22", False)])
def test_temporary_land_that_has_run_out_since(small: SmallCounty, end: str, over: bool) -> None:
    """In force on the image date, over by the day of the check."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind(Role.TEMPORARY, (rect(0, 0, 100, 100), paper("临〔2025〕1号", "2025-01-01", "2025-01-01", end)))
    small.check()
    small.decide("1", "其他", "临时用地")
    assert (("1", "J-06") in alarms(run(small))) is over


def test_patches_that_overlap_name_each_other(small: SmallCounty) -> None:
    """2 m × 50 m are 0.15 亩; a shared edge is no overlap."""
    small.receive(
        patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(58, 20, 40, 50)), patch_row("3", rect(98, 20, 40, 50)),
    )  # fmt: skip
    found = {key: text for key, text in alarms(run(small)).items() if key[1] == "A-11"}
    assert found == {("1", "A-11"): "与图斑2重叠0.15亩。", ("2", "A-11"): "与图斑1重叠0.15亩。"}


def test_a_number_that_came_twice(small: SmallCounty) -> None:
    """The second row was sent back at intake; the first one still has to be cleared up."""
    small.receive(
        patch_row("SJ1", rect(20, 20, 40, 50)),
        patch_row("SJ1", rect(220, 20, 40, 50)),
        patch_row("sj2", rect(120, 20, 9, 9)),
    )
    small.receive(patch_row("SJ2", rect(320, 20, 40, 50)), batch=JULY)
    found = {number: text for (number, check), text in alarms(run(small)).items() if check == "A-12"}
    assert set(found) == {"SJ1", "SJ2", "sj2"}
    assert found["SJ1"] == "接收清单或台账中另有1个图斑使用相同编号。"


def test_a_patch_outside_every_township(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(2020, 20, 40, 50)))
    small.bind(Role.TOWN, (rect(0, 0, 1000, 1000), {"XZQDM": "990126100", "XZQMC": "青禾镇"}))
    small.check()
    found = alarms(run(small))
    assert ("1", "A-13") not in found
    assert found["2", "A-13"] == "乡镇代码“无数据”不在乡镇界图层的名录中。"


def test_a_township_layer_that_is_gone_checks_nothing(county: SmallCounty) -> None:
    """The file was moved: 未检查 and a note with the file, no crash and no pass."""
    Path(county.bindings[Role.TOWN].source).rename(county.folder / "移走.gpkg")
    report = run(county)
    assert unchecked(report)["", "A-13"].startswith("全部2个图斑：")
    assert "乡镇界图层无法打开" in report.notes[0]


def test_land_that_does_not_close(small: SmallCounty) -> None:
    """4 m² without a class: the patch has no land figures, and that blocks."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land(gap=rect(30, 30, 2, 2))
    small.check()
    report = run(small)
    assert alarms(report)["1", "A-03"] == "图斑内有0.0060亩没有地类或地类重复，地类面积没有计算。"
    assert unchecked(report)["1", "A-02"] == "地类未闭合，没有分地类面积"


def test_an_area_as_issued_in_the_wrong_unit(small: SmallCounty) -> None:
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(120, 20, 40, 50), MJ=2030.0))
    small.check()
    found = alarms(run(small))
    assert ("1", "A-14") not in found
    assert "下发面积3.05亩" in found["2", "A-14"]


def families(small: SmallCounty, *children: Any) -> dict[tuple[str, str], str]:
    small.receive(
        patch_row("P", rect(20, 20, 40, 50)), *(patch_row(f"P_{at}", shape) for at, shape in enumerate(children, 1))
    )
    small.check()
    return {key: text for key, text in alarms(run(small)).items() if key[1] in ("A-09", "A-10", "A-11")}


def test_children_that_tile_their_parent(small: SmallCounty) -> None:
    """And they do not count as overlapping it."""
    assert families(small, rect(20, 20, 40, 30), rect(20, 50, 40, 20)) == {}


def test_children_that_leave_a_strip(small: SmallCounty) -> None:
    """1 m × 40 m are 0.06 亩."""
    assert families(small, rect(20, 20, 40, 30), rect(20, 51, 40, 19)) == {
        ("P", "A-09"): "2个子图斑没有恰好铺满父图斑，未覆盖和超出共0.06亩。",
        ("P", "A-10"): "2个子图斑面积合计与父图斑面积3.00亩相差0.06亩。",
    }


def test_children_that_sum_up_but_lie_beside(small: SmallCounty) -> None:
    """Shifted by a metre: the sums agree, the ground does not."""
    assert set(families(small, rect(20, 20, 40, 30), rect(21, 50, 40, 20))) == {("P", "A-09")}


def test_a_child_without_its_parent_is_not_passed(small: SmallCounty) -> None:
    small.receive(patch_row("P_3", rect(20, 20, 40, 50)), patch_row("Q", rect(120, 20, 40, 50)))
    assert unchecked(run(small))["P_3", "A-09"] == "父图斑不在台账中"


def test_a_parent_that_is_no_longer_listed_must_be_tiled_all_the_same(small: SmallCounty) -> None:
    """After a split the lists show the children only; the check still asks for the parent."""
    small.receive(
        patch_row("P", rect(20, 20, 40, 50)),
        patch_row("P_1", rect(20, 20, 40, 30)),
        patch_row("P_2", rect(20, 51, 40, 19)),
    )
    small.check()
    listed = read_checklist(default_checklist())
    with Ledger.open(small.ledger) as ledger:
        month = MonthValues(ledger, read_rulebook(default_rulebook()), listed, TODAY, None, None)
        children = [row for row in ledger.patches() if row.number != "P"]
        assert [row.number for row in month.with_parents(children)] == ["P_1", "P_2", "P"]
        assert month.with_parents([]) == []
        parent = month.of(ledger.row("P")).values
        assert (parent["verdict"], parent["nature"], parent["children"], parent["children_gap_mu"]) == (
            "被拆分",
            "被拆分",
            2,
            D("0.06"),
        )
        assert (parent["overlap_mu"], month.of(ledger.row("P_1")).values["overlap_mu"]) == (D("0.00"), D("0.00"))


@pytest.mark.parametrize(
    ("subtype", "check", "said"),
    [
        ("不动产权证", "J-13", "不动产登记范围只覆盖0.00%"), ("增减挂钩建新区", "J-14", "建新区范围只覆盖0.00%"),
        ("先行用地批复", "J-15", "没有勾选“先行用地批复”"), ("宅基地批准书", "J-15", "没有勾选“宅基地批准书”"),
        ("采矿权延续受理", "J-16", "原采矿权范围只覆盖0.00%"),
    ],
)  # fmt: skip
def test_a_lawful_type_without_what_it_stands_for(county: SmallCounty, subtype: str, check: str, said: str) -> None:
    """The layer of the type covers nothing of the patch, or its paper is not ticked."""
    far = rect(5000, 5000, 10, 10)
    for role in (Role.REGISTERED, Role.LINKED):
        county.bind(role, (far, paper("远处", "2020-01-01", "2020-01-01", "2030-01-01")))
    county.check()
    county.decide("1", "合法", subtype)
    assert said in alarms(run(county))["1", check]
    plant(county, lambda ledger: ledger.set_evidence("1", subtype, True, "张某"))
    assert (("1", check) in alarms(run(county))) is (check != "J-15")


@pytest.mark.parametrize("filler", ["无", " 不 详 ", "/", "——", "未核查", "　"])
def test_a_word_that_only_fills_the_cell_is_no_holder(county: SmallCounty, filler: str) -> None:
    plant(county, lambda ledger: ledger.save_facts("2", {"用地主体": filler}, "外业组"))
    assert ("2", "J-08") in alarms(run(county))


@pytest.mark.parametrize("filler", ["未办理", "无", "无冻结", "否"])
def test_an_answer_that_nothing_is_frozen_is_a_problem(county: SmallCounty, filler: str) -> None:
    plant(county, lambda ledger: ledger.save_facts("2", {"冻结登记": filler}, "外业组"))
    assert ("2", "J-12") in alarms(run(county))


def test_a_stroke_for_the_freeze_is_no_answer(county: SmallCounty) -> None:
    plant(county, lambda ledger: ledger.save_facts("2", {"冻结登记": "/"}, "外业组"))
    assert unchecked(run(county))["2", "J-12"] == "没有登记冻结情况"


def test_temporary_land_approved_after_the_building(small: SmallCounty) -> None:
    """Its own paper counts, not those of the lawful grounds."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind(Role.TEMPORARY, (rect(0, 0, 100, 100), paper("临〔2026〕1号", "2026-04-01", "2026-04-01", "2027-12-31")))
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts("1", {"建设时间": "2026-03-01", "实地用途": "施工便道"}, "外业组")
    small.check()
    small.decide("1", "其他", "临时用地")
    assert alarms(run(small))["1", "J-07"].startswith("判定为“其他—临时用地”，建设时间为2026年3月1日，有1个")


def test_a_child_whose_printed_area_was_changed_by_hand(small: SmallCounty) -> None:
    """The geometries still tile the parent; the 亩 that is printed does not add up any more."""
    assert families(small, rect(20, 20, 40, 30), rect(20, 50, 40, 20)) == {}
    plant(small, lambda ledger: ledger._run("UPDATE patches SET area_mu = 1.82 WHERE number = 'P_1'"))
    assert {key: text for key, text in alarms(run(small)).items() if key[1] == "A-10"} == {
        ("P", "A-10"): "2个子图斑面积合计与父图斑面积3.00亩相差0.02亩。"
    }
