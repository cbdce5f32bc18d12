"""核查的图层: layers that are broken, moved, mapped otherwise, in another system, or edited and not saved."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from qgis.core import QgsProject

from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.intake import import_batch
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import Cancelled, LandwatchError, RuleBookError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.gis.layers import bind, binding_of
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import BOWTIE, JUNE, Listener, SmallCounty, layer_of, paper, patch_row, rect, saved

D = Decimal


ZONE = np.array((1_000_000, 0))


def one_patch(small: SmallCounty, shape: shapely.Geometry | None = None, **given: Any) -> None:
    """Patch 1: 40 m × 50 m = 2000 m² = 3.00 亩 in the first strip, after image of 12 May."""
    small.receive(patch_row("1", shape or rect(20, 20, 40, 50), **given))


def values(small: SmallCounty, number: str = "1") -> Any:
    return small.checked(number).values


def test_a_layer_of_which_no_land_code_is_known_stops_the_run(small: SmallCounty) -> None:
    """It is never guessed which kind it belongs to, nor dropped; the ledger keeps what it had."""
    one_patch(small)
    small.bind(Role.LAND, (rect(0, 0, 400, 400), {"DLBM": "9999"}))
    with pytest.raises(RuleBookError, match="地类编码“9999”不在规则手册"):
        small.check()
    with Ledger.open(small.ledger) as ledger:
        assert ledger.check("1") is None


def test_a_land_layer_without_codes_is_named_in_the_result(small: SmallCounty) -> None:
    """The figures that need it are 无数据, and the check says which layer was not finished and why."""
    one_patch(small)
    small.bind(Role.LAND, (rect(0, 0, 400, 400), {"DM": "0101"}))
    report = small.check()
    assert report.failed == ("地类图斑（没有找到地类编码字段）",)
    assert small.checked("1").incomplete[0] == "地类图斑（没有找到地类编码字段）"
    assert values(small)["arable_mu"] is None


def test_a_mapped_field_goes_before_the_synonyms(small: SmallCounty) -> None:
    """The county calls it DM; DLBM beside it is something else."""
    one_patch(small)
    small.bind(Role.LAND, (rect(0, 0, 400, 400), {"DM": "0601", "DLBM": "0101"}))
    old = small.bindings[Role.LAND]
    small.bindings[Role.LAND] = type(old)(Role.LAND, old.source, old.provider, "", {"class": "DM"})
    small.check()
    assert values(small)["built_mu"] == D("3.00")


def test_a_layer_that_meets_no_patch_at_all_is_told(small: SmallCounty) -> None:
    """Of another county, or in a wrong zone: its 0.00 亩 looks like a true one. One that meets a patch is not named."""
    one_patch(small)
    small.bind(Role.REDLINE, (rect(5000, 0, 50, 50), {"HXMC": "某红线"}), (rect(6000, 0, 50, 50), {"HXMC": "某红线"}))
    small.bind(Role.FARMLAND, (rect(0, 0, 100, 100), {}))
    notes = small.check().notes
    assert values(small)["redline_mu"] == D("0.00")
    assert [note for note in notes if "没有一个与图斑相交" in note] == [
        "“生态保护红线”的2个要素没有一个与图斑相交，各图斑的重叠面积均为0；如与实际不符，请核对该图层的坐标系和范围"
    ]


def test_a_layer_in_degrees_is_brought_into_the_plane(small: SmallCounty) -> None:
    """The same red line in EPSG:4490 gives the same figure."""
    one_patch(small)
    degrees = shapely.box(113.99, 27.9, 114.01, 28.1)
    small.bind(Role.REDLINE, (degrees, {"HXMC": "某红线"}), crs="EPSG:4490")
    small.check()
    assert values(small)["redline_mu"] == D("3.00")


def test_a_layer_of_the_next_zone_is_not_measured(small: SmallCounty) -> None:
    """Zone 39 coordinates under zone 38: named in the result, not 0.00 亩."""
    one_patch(small)
    shifted = shapely.transform(rect(20, 20, 40, 50), lambda c: c + ZONE)
    small.bind(Role.REDLINE, (shifted, {"HXMC": "某红线"}))
    [said] = small.check().failed
    assert re.search(r"生态保护红线.*带号是39.*带号却是38", said)
    assert values(small)["redline_mu"] is None


def test_broken_polygons_of_a_layer_are_repaired_and_told(small: SmallCounty) -> None:
    """A paper that crosses itself still covers, and the report names it."""
    one_patch(small)
    small.bind(Role.REDLINE, (BOWTIE, {"HXMC": "某红线"}), (None, {"HXMC": "空"}))
    report = small.check()
    assert any("生态保护红线要素1" in note and "已修复" in note for note in report.notes)
    assert any("生态保护红线要素2" in note and "未参与套合" in note for note in report.notes)
    assert values(small)["redline_mu"] > 0


def test_plane_and_ellipsoidal_areas_differ_away_from_the_meridian(small: SmallCounty) -> None:
    """Far to the east the plane is larger; each check tells its basis."""
    shape = rect(150_000, 20, 1000, 1000)
    one_patch(small, shape)
    small.check(basis=Basis.PLANE)
    plane = small.checked("1")
    small.check(basis=Basis.ELLIPSOIDAL)
    ellipsoid = small.checked("1")
    assert plane.values["patch_mu"] == D("1500.00")
    assert ellipsoid.patch_m2 == pytest.approx(plane.patch_m2 * (1 - (150_500 / 6_378_000) ** 2), rel=2e-5)
    assert plane.basis.startswith("平面面积")
    assert ellipsoid.basis.startswith("椭球面积（CGCS2000椭球")


def test_cancelling_a_check_keeps_nothing(small: SmallCounty) -> None:
    """No check, no layer remembered, no line in the journal."""
    one_patch(small)
    small.bind_land()
    with Ledger.open(small.ledger) as ledger:
        before = len(ledger.journal())
    with pytest.raises(Cancelled):
        small.check(feedback=Listener(cancel_at=2))
    with Ledger.open(small.ledger) as ledger:
        assert (ledger.check("1"), ledger.inputs(), len(ledger.journal())) == (None, [], before)


def test_an_empty_ledger_cannot_be_checked(small: SmallCounty) -> None:
    """All rows were refused: said so."""
    small.receive(patch_row("", rect(0, 0, 40, 50)))
    with pytest.raises(LandwatchError, match="没有可核查的图斑"):
        small.check()


def test_a_moved_layer_is_named_and_its_rules_are_unsure(small: SmallCounty) -> None:
    """It was bound: to leave it out is told apart from 未绑定, in the result and in every rule that needs it."""
    one_patch(small)
    small.bind_land()
    Path(small.bindings[Role.LAND].source).unlink()
    assert small.check().failed == ("地类图斑（图层无法打开）",)
    found = small.checked("1")
    rule = next(one for one in found.findings if one.rule == "H-05")
    assert (rule.outcome, "检查未完成的图层：地类图斑（图层无法打开）" in rule.reason) == (Outcome.UNSURE, True)
    assert "批次用地（未绑定）" in found.incomplete
    with Ledger.open(small.ledger) as ledger:
        assert ledger.inputs() == []


def test_field_facts_enter_the_rules(small: SmallCounty) -> None:
    """实地用途, 建设时间 and 主体类型 come from the visit; blank before it."""
    one_patch(small, TBLX="01")
    small.check()
    assert (values(small)["use"], values(small)["built_on"]) == (None, None)
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts("1", {"实地用途": "覆膜育秧", "主体类型": "村民"}, "外业组")
    small.check()
    assert values(small)["use"] == "覆膜育秧"
    assert small.checked("1").suggestion.subtype == "实地未变化"


def test_two_layers_in_one_role_are_refused(small: SmallCounty) -> None:
    """One of them would be passed over without a word."""
    one_patch(small)
    first = small.bind(Role.BATCH, (rect(20, 20, 40, 25), paper("甲", "2026-05-01")))
    second = small.bind(Role.BATCH, (rect(20, 45, 40, 25), paper("乙", "2026-05-01")))
    with pytest.raises(LandwatchError, match="图层角色“批次用地”绑定了多个图层"):
        check(small.ledger, [first, second], None, Silent())


def test_a_month_in_degrees_gives_the_same_figures(small: SmallCounty) -> None:
    """Patches in EPSG:4490, land in zone 38: measured in a plane made for them."""
    corner = shapely.box(114.0002, 28.0002, 114.0006, 28.0006)
    source = saved(layer_of([(corner, {"JCBH": "1"})], crs="EPSG:4490"), small.folder / "度.gpkg")
    import_batch(source, JUNE, small.ledger, "2026监测图斑", Silent())
    land = shapely.box(38_499_000, 3_000_000, 38_501_000, 3_200_000)
    small.bind(Role.LAND, (land, {"DLBM": "0101"}))
    small.check()
    got = small.checked("1")
    with Ledger.open(small.ledger) as ledger:
        assert got.patch_m2 == pytest.approx(ledger.patch("1").area_m2, rel=1e-9)
    assert got.values["arable_mu"] == got.values["patch_mu"] == to_mu(got.patch_m2)


def test_a_month_in_a_system_without_number_is_checked(small: SmallCounty) -> None:
    """A county's own central meridian, known by its .prj alone."""
    shape = shapely.transform(rect(0, 0, 40, 50), lambda c: c - np.array((38_000_000, 0)))
    path = small.batch(patch_row("1", shape))
    prj = path.with_suffix(".prj").read_text().replace("38500000.0", "500000.0").replace("114.0]", "114.25]")
    path.with_suffix(".prj").write_text(prj.replace("CGCS2000_3_Degree_GK_Zone_38", "County_Own"))
    import_batch(path, JUNE, small.ledger, "2026监测图斑", Silent())
    small.bind(Role.REDLINE, (shapely.box(114.2, 27.9, 114.3, 28.1), {"HXMC": "某红线"}), crs="EPSG:4490")
    small.check()
    assert values(small)["redline_mu"] == D("3.00")


def test_many_image_dates_and_papers_take_no_time(small: SmallCounty) -> None:
    """Fifty-six patches with a date each against a thousand papers: dates are read once."""
    days = [f"2026-{1 + k // 28:02d}-{1 + k % 28:02d}" for k in range(56)]
    small.receive(*(patch_row(f"{k}", rect(50 * k, 0, 40, 50), HSX=day) for k, day in enumerate(days)))
    papers = [(rect(30 * (k % 100), 60 * (k // 100), 20, 20), paper(f"{k}", "2026-01-20")) for k in range(1000)]
    small.bind_grounds(batch=papers)
    start = time.perf_counter()
    small.check()
    assert time.perf_counter() - start < 10
    assert values(small, "0")["late_share"] > 0
    assert values(small, "55")["batch_share"] > 0


def test_a_project_s_layers_are_used_with_their_edits_unsaved(small: SmallCounty) -> None:
    """A layer bound in the project by role is read from the project."""
    one_patch(small)
    small.bind_land()
    layer = layer_of([(rect(20, 20, 40, 25), {"HXMC": "草绘红线"})])
    QgsProject.instance().addMapLayer(layer)
    bind(QgsProject.instance(), [binding_of(layer, Role.REDLINE)])
    small.bindings[Role.REDLINE] = binding_of(layer, Role.REDLINE)
    small.check()
    assert values(small)["redline_mu"] == D("1.50")


def test_a_temporary_layer_is_not_remembered_as_an_empty_one(small: SmallCounty) -> None:
    """The project is closed and the memory layer gone: the next check says so, never a clean 0.00."""
    test_a_project_s_layers_are_used_with_their_edits_unsaved(small)
    QgsProject.instance().clear()
    small.bindings.clear()
    assert "生态保护红线（绑定的是临时图层，关闭工程后内容已不存在）" in small.check().failed
    assert values(small)["redline_mu"] is None


def test_a_field_record_with_a_secret_mark_is_told_in_the_report(small: SmallCounty) -> None:
    """The officer is asked to settle it first; the log has the count, neither number nor record."""
    one_patch(small)
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts("1", {"实地用途": "某部军事设施北侧库房", "核查人": "张某"}, "外业组")
    report = small.check()
    assert report.withheld == {"1"}
    assert [text for text in report.notes if "涉军涉密" in text] == [
        "1个图斑的外业核查等记录含涉军涉密字样，待确认是否另行报送"
    ]
    assert not any("北侧库房" in text for text in report.notes)


def test_an_ordinary_field_record_raises_no_such_note(small: SmallCounty) -> None:
    one_patch(small)
    with Ledger.open(small.ledger) as ledger:
        ledger.save_facts("1", {"实地用途": "工业用地"}, "外业组")
    assert not [text for text in small.check().notes if "涉军涉密" in text]


def test_a_book_without_secret_marks_is_told_in_the_report(small: SmallCounty) -> None:
    """Patches of 涉军涉密 would go their way like any other: the log of every check says so."""
    one_patch(small)
    book = small.folder / "本县.toml"
    head = '[book]\nid = "本县"\nextends = "2022-default"\ntitle = "本县"\nversion = "1"\nsecret_marks = []\n'
    book.write_text(head, encoding="utf-8")
    report = check(small.ledger, list(small.bindings.values()), book, Silent())
    assert [text for text in report.notes if text.startswith("规则手册提示：") and "secret_marks 为空" in text]
