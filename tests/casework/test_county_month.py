"""演示县的一个月: received and checked as staff would; figures of all sixty-two patches against plain reckoning."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
import shapely
from pyogrio.raw import read

from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.findings_table import COLUMNS, finding_rows
from landwatch_plugin.casework.intake_report import issue_lines
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.intake import REJECT, REPAIR
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JULY, JUNE, Month, county_bindings


def layer(month: Month, name: str) -> tuple[list[shapely.Geometry], dict[str, list[object]]]:
    meta, _, geometry, columns = read(month.county / "county.gpkg", layer=name)
    return list(shapely.from_wkb(geometry)), dict(zip(meta["fields"], map(list, columns), strict=True))


@pytest.fixture(scope="module")
def ledger(month: Month) -> Iterator[Ledger]:
    """The checked ledger, only read."""
    with Ledger.open(month.checked) as opened:
        yield opened


def test_every_row_of_both_batches_is_accounted_for(month: Month) -> None:
    """31 + 33 rows, one used twice, one 涉军."""
    june, july = month.intakes[JUNE], month.intakes[JULY]
    assert (june.received, june.accepted, june.rejected, june.secret) == (31, 31, 0, 1)
    assert (july.received, july.accepted, july.rejected, july.secret) == (33, 32, 1, 0)
    assert (june.encoding, june.area_unit) == ("GBK（GB18030）", "平方米")


def test_the_bowtie_and_the_doubled_number_are_listed(month: Month) -> None:
    issues = month.intakes[JULY].issues
    assert [issue.number for issue in issues if issue.kind == REPAIR] == ["990126SJBG26070015"]
    [refused] = [issue for issue in issues if issue.kind == REJECT]
    assert (refused.row, refused.number) == (33, "990126SJBG26070009")
    assert "第33行 990126SJBG26070009 退回：编号与第9行重复。" in " ".join(issue_lines(issues))


def test_the_ledger_holds_who_was_truly_there(month: Month, ledger: Ledger) -> None:
    """Numbers of the truth table without the 涉军 one."""
    with (month.county / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = {row["图斑编号"] for row in csv.DictReader(file) if row["意向判定"] != "涉军"}
    assert set(ledger.numbers()) == truth
    assert {row.state for row in ledger.patches()} == {State.SCREENED}


def test_land_in_mu_sums_exactly_to_every_printed_patch(ledger: Ledger) -> None:
    """All sixty-two: the four kinds, and the classes behind them, to the last hundredth."""
    checks = ledger.checks()
    assert len(checks) == 62
    for number, one in checks.items():
        land = [share for share in one.shares if share.role is Role.LAND]
        assert sum(share.mu for share in land) == to_mu(one.patch_m2), number
        kinds = [one.values[key] for key in ("arable_mu", "other_farm_mu", "built_mu", "unused_mu")]
        assert sum(kinds) == one.values["patch_mu"], number
        assert sum(share.area_m2 for share in land) == pytest.approx(one.patch_m2, abs=0.01), number


def test_cultivated_land_agrees_with_plain_reckoning(month: Month, ledger: Ledger) -> None:
    """Intersections by shapely alone in the plane, ridges taken off, turned to the ellipsoid by the patch's own scale."""
    shapes, columns = layer(month, "dltb")
    tree = shapely.STRtree(shapes)
    for number, one in ledger.checks().items():
        patch = shapely.from_wkb(ledger.patch(number).wkb)
        plain = sum(
            patch.intersection(shapes[k]).area * (1 - float(str(columns["KCXS"][k])))
            for k in tree.query(patch)
            if str(columns["DLBM"][k]) in ("0101", "0102", "0103")
        )
        assert float(str(one.values["arable_mu"])) == pytest.approx(
            plain * 0.0015 * one.patch_m2 / patch.area, abs=0.0101
        ), number


def test_farmland_and_red_lines_agree_with_plain_reckoning(month: Month, ledger: Ledger) -> None:
    for name, key in (("yjjbnt", "farmland_mu"), ("sthx", "redline_mu"), ("czkfbj", "urban_mu"), ("zdqy", "key_area_mu")):
        whole = shapely.union_all(layer(month, name)[0])
        for number, one in ledger.checks().items():
            patch = shapely.from_wkb(ledger.patch(number).wkb)
            wanted = patch.intersection(whole).area * 0.0015 * one.patch_m2 / patch.area
            assert float(str(one.values[key])) == pytest.approx(wanted, abs=0.0051), (number, key)


def test_two_overlapping_approvals_cover_once(month: Month, ledger: Ledger) -> None:
    """June no. 2 lies under two batches: 100 %, and both papers are named."""
    one = ledger.checks()["990126SJBG26060002"]
    assert [paper.number for paper in one.papers] == ["演政土批〔2024〕31号", "演政土批〔2025〕07号"]
    assert sum(paper.area_m2 for paper in one.papers) > 1.05 * one.patch_m2
    assert one.values["legal_share"] == Decimal("1.000000") >= Decimal(str(one.values["batch_share"]))


@pytest.mark.parametrize(
    ("serial", "subtype"),
    [
        ("26060012", "边报边用"), ("26060013", "批少占多"), ("26060014", "批东占西"), ("26060015", "临时用地超期"),
        ("26060008", "增减挂钩建新区"), ("26070004", "不动产权证"), ("26060009", "宅基地批准书"), ("26070006", "已批准建设用地（单独选址）"),
        ("26070030", "矿产不处理"), ("26070031", "非采矿动土"), ("26070012", "非法批地"), ("26060004", "已批准建设用地（单独选址）"),
        ("26060005", "供地"), ("26060001", "已批准建设用地（批次）"), ("26060016", "破坏耕地"), ("26060010", "未报即用"),
        ("26060022", "光伏用地"), ("26060020", "临时用地"), ("26060026", "采矿许可证范围内"), ("26060027", "无证开采"), ("26060028", "越界开采"),
        ("26070013", "改变用途"), ("26070026", "采矿权延续受理"), ("26060006", "原有建设用地"), ("26060018", "设施农业用地"),
    ],
)  # fmt: skip
def test_the_rules_see_what_the_county_drew(ledger: Ledger, serial: str, subtype: str) -> None:
    """Late approval, part approval, shifted approval, expired land and licences, and lawful ones."""
    assert ledger.checks()[f"990126SJBG{serial}"].suggestion.subtype == subtype


def test_what_the_county_means_is_suggested_for_most_patches(month: Month, ledger: Ledger) -> None:
    """Against the truth table; where the county's own meeting departs from the program on purpose, so does this list."""
    with (month.county / "truth.csv").open(encoding="utf-8-sig", newline="") as file:
        truth = {row["图斑编号"]: (row["意向判定"], row["意向子类"]) for row in csv.DictReader(file)}
    other = {
        number.removeprefix("990126SJBG"): one.suggestion.subtype
        for number, one in ledger.checks().items()
        if (one.suggestion.verdict, one.suggestion.subtype) != truth[number]
    }
    assert other == {
        **dict.fromkeys(("26060003", "26070001", "26070002"), "未报即用"),  # papers that are not in the layers yet
        "26060012": "边报边用", "26060017": "供地", "26070006": "已批准建设用地（单独选址）", "26060030": "批少占多", "26070003": "已批准建设用地（批次）",
        "26070010": "边报边用", "26070029": "无证开采", "26070032": "",
    }  # fmt: skip


def test_tags_are_proposed_as_the_meeting_sets_them(month: Month, ledger: Ledger) -> None:
    """非农化, 非粮化, 新增, 存量, 重点区域 of illegal patches, as the decisions have them; 重大典型 is a judgement."""
    with Ledger.open(month.decided) as decided:
        for number, one in ledger.checks().items():
            decision = decided.decision(number)
            if decision is None or decision.verdict != "违法" or one.values["tblx"] in ("CK", "KT"):
                continue
            proposed = {tag.name for tag in one.tags if not tag.kinds or "违法" in tag.kinds} - {"重大典型"}
            assert proposed == set(decision.tags) - {"重大典型"}, number


def test_a_mine_s_distance_is_that_of_its_farthest_corner(month: Month, ledger: Ledger) -> None:
    """June no. 28, half outside: the farthest vertex from the licence by shapely."""
    one = ledger.checks()["990126SJBG26060028"]
    shapes, columns = layer(month, "ckq")
    licence = next(shape for shape, text in zip(shapes, columns["XKZH"], strict=True) if str(text).startswith("C9901262022"))
    patch = shapely.from_wkb(ledger.patch("990126SJBG26060028").wkb)
    outside = patch.difference(licence)
    farthest = max(licence.distance(shapely.Point(corner)) for corner in shapely.get_coordinates(outside))
    assert float(str(one.values["mine_out_m"])) == pytest.approx(farthest, abs=0.006)
    assert one.values["mine_out_mu"] == to_mu(outside.area * one.patch_m2 / patch.area)


def test_every_patch_has_its_township_and_village(month: Month, ledger: Ledger) -> None:
    """By largest overlap, as the township layer has it."""
    shapes, columns = layer(month, "xiang")
    for row in ledger.patches():
        patch = ledger.patch(row.number)
        shape = shapely.from_wkb(patch.wkb)
        areas = [shape.intersection(town).area for town in shapes]
        best = max(range(len(areas)), key=lambda k: areas[k])
        assert (patch.town, patch.town_code) == (columns["XZQMC"][best], columns["XZQDM"][best])
        assert patch.village_code.startswith(patch.town_code)


def test_every_layer_is_remembered_with_its_digest(month: Month, ledger: Ledger) -> None:
    """Path, SHA-256, features, coordinate system and the fields that were read."""
    inputs = {item.role: item for item in ledger.inputs()}
    assert set(inputs) == {role for role in Role if not role.is_raster}
    digest = sha256((month.county / "county.gpkg").read_bytes()).hexdigest()
    for item in inputs.values():
        assert item.sha256 == digest
        assert item.crs == "EPSG:4526"
        assert item.features > 0
        assert item.modified
    assert inputs[Role.LAND].fields["class"] == "DLBM"
    assert inputs[Role.LAND].features == len(layer(month, "dltb")[0])


def test_a_second_check_uses_the_remembered_layers(month: Month, checked: Path) -> None:
    """Without bindings, in a copy of the ledger elsewhere: the same figures, findings and suggestions."""
    report = check(checked, [], None, Silent(), by="复核")
    assert report.checked == 62
    assert report.suggestions == month.report.suggestions
    with Ledger.open(month.checked) as before, Ledger.open(checked) as after:
        old, new = before.checks(), after.checks()
        assert after.verify_journal() is None
        assert after.journal()[-1].who == "复核"
    for number, one in old.items():
        again = new[number]
        assert (one.values, one.shares, one.papers, one.findings) == (
            again.values, again.shares, again.papers, again.findings,
        )  # fmt: skip
        assert one.suggestion == again.suggestion


def test_fewer_layers_leave_gaps_not_zeros(month: Month, checked: Path) -> None:
    """Only land and townships bound: what the other layers would say is 无数据 in every patch."""
    chosen = [item for item in county_bindings(month.county) if item.role in (Role.LAND, Role.TOWN)]
    report = check(checked, chosen, None, Silent())
    assert "批次用地" in report.unbound
    with Ledger.open(checked) as ledger:
        for one in ledger.checks().values():
            assert one.values["arable_mu"] is not None
            assert one.values["farmland_mu"] is None
            assert one.values["legal_share"] is None


def test_the_check_tells_its_basis_and_rule_book(month: Month, ledger: Ledger) -> None:
    one = ledger.checks()["990126SJBG26060001"]
    assert one.basis == "椭球面积（CGCS2000椭球，高斯-克吕格投影面积÷k²）" == month.report.basis
    assert one.rulebook == month.report.rulebook
    assert month.report.open_patches == {}


def test_the_findings_table_has_every_patch_and_rule(month: Month, ledger: Ledger) -> None:
    """One row each, as wide as its columns, with the figures that were looked at."""
    rows = list(finding_rows(month.checked))
    rules = len(ledger.checks()["990126SJBG26060001"].findings)
    assert len(rows) == 62 * rules
    assert {len(row) for row in rows} == {len(COLUMNS)}
    first = next(row for row in rows if row[0] == "990126SJBG26060001" and row[2] == "H-01")
    assert first[4] == "符合"
    assert "批次用地覆盖率=100.00%" in first[8]


def test_the_ledger_may_be_moved_with_its_layers(month: Month, tmp_path: Path) -> None:
    """The whole folder on another disk: the remembered layers are found beside the ledger."""
    shutil.copytree(month.county, tmp_path / "演示县")
    (tmp_path / "台账原件").mkdir()
    moved = tmp_path / "台账原件" / "核查.gpkg"
    shutil.copy(month.checked, moved)
    with Ledger.open(moved) as ledger:
        assert all(str(tmp_path / "演示县") in item.source for item in ledger.inputs())
    assert check(moved, [], None, Silent()).suggestions == month.report.suggestions
