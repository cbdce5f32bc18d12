"""拆分办理: from the layers to two patches with figures, decisions and papers of their own, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsProject

from landwatch_plugin.casework.field_work import import_photos
from landwatch_plugin.casework.month_end import accountability, undecided
from landwatch_plugin.casework.papers import write_minutes
from landwatch_plugin.casework.review import Review
from landwatch_plugin.casework.splitting import Splitter, carry_out, check_children, parent_of
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import LandwatchError, LedgerError
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import Remedy
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.partition import tiles
from tests.hand_made import (
    CRS,
    SmallCounty,
    docx_text,
    layer_of,
    meeting_file,
    paper,
    patch_row,
    pdf_text,
    photograph,
    rect,
)

D = Decimal
NUMBER = "990126SJBG26060001"
ONE, TWO = f"{NUMBER}_1", f"{NUMBER}_2"
BOOK = read_rulebook(default_rulebook())


@pytest.fixture
def half(small: SmallCounty) -> SmallCounty:
    """100 m × 50 m = 7.50 亩, half on paddy and half on dry land; 60 m of it inside an approval of 2025."""
    small.bind_land()
    small.bind_grounds(batch=[(rect(140, 10, 70, 80), paper("演政土批〔2025〕26号", "2025-12-10"))])
    small.receive(patch_row(NUMBER, rect(150, 20, 100, 50)))
    small.check()
    return small


@pytest.fixture
def review(half: SmallCounty) -> Iterator[Review]:
    sitting = Review(half.ledger, operator="张某")
    yield sitting
    sitting.close()


def splitter(review: Review, number: str = NUMBER) -> Splitter:
    return Splitter(review.ledger, number, review.book)


def bindings(county: SmallCounty) -> list[Binding]:
    return list(county.bindings.values())


def shares(plan: Any) -> list[tuple[str, Decimal]]:
    return [(part.label, part.mu) for part in plan.parts]


def test_the_card_offers_to_split_what_is_covered_in_part(review: Review) -> None:
    assert review.card(NUMBER).offer == "图斑60.0%在批准范围内，3.00亩在范围外，可拆分后分别判定。"


def test_along_the_approval(review: Review, half: SmallCounty) -> None:
    """Children are numbered in the order of the labels; their 亩 sum to the patch."""
    plan = splitter(review).by_approvals(bindings(half))
    assert [part.number for part in plan.parts] == [ONE, TWO]
    assert shares(plan) == [("批准范围内", D("4.50")), ("批准范围外", D("3.00"))]
    assert (plan.mu, plan.how, plan.notes) == (D("7.50"), "按批准范围", ())
    assert review.ledger.counts() == (1, 1)


def test_a_paper_later_than_the_image_is_no_boundary(small: SmallCounty) -> None:
    """补办: approved after the building was there. The notes say why it was left out."""
    small.bind_grounds(
        batch=[(rect(140, 10, 60, 80), paper("补〔2026〕1号", "2026-08-01"))],
        supply=[(rect(140, 10, 40, 80), paper("演供〔2024〕3号", "2024-08-01"))],
    )
    small.receive(patch_row(NUMBER, rect(150, 20, 100, 50)))
    with Ledger.open(small.ledger) as ledger:
        plan = Splitter(ledger, NUMBER, BOOK).by_approvals(bindings(small))
    assert shares(plan) == [("批准范围内", D("2.25")), ("批准范围外", D("5.25"))]
    assert plan.notes == ("补〔2026〕1号（2026年8月1日批准，晚于后时相），不作为拆分界线。",)


def test_temporary_land_is_a_ground_of_its_own(small: SmallCounty) -> None:
    """Where both lie upon each other the approval for building speaks first."""
    small.bind_grounds(batch=[(rect(140, 10, 40, 80), paper("批", "2025-01-01"))])
    small.bind(Role.TEMPORARY, (rect(140, 10, 80, 80), paper("临", "2026-01-01", "2026-01-01", "2027-12-31")))
    small.receive(patch_row(NUMBER, rect(150, 20, 100, 50)))
    with Ledger.open(small.ledger) as ledger:
        plan = Splitter(ledger, NUMBER, BOOK).by_approvals(bindings(small))
    assert shares(plan) == [("批准范围内", D("2.25")), ("临时用地批准范围内", D("3.00")), ("批准范围外", D("2.25"))]


def test_a_mine_patch_is_split_along_the_licence(small: SmallCounty) -> None:
    small.bind(
        Role.MINE, (rect(140, 10, 60, 80), {"XKZH": "C99", "CKQR": "某矿", "YXQQ": "2022-01-01", "YXQZ": "2030-01-01"})
    )
    small.receive(patch_row(NUMBER, rect(150, 20, 100, 50), TBLX="CK"))
    with Ledger.open(small.ledger) as ledger:
        plan = Splitter(ledger, NUMBER, BOOK).by_approvals(bindings(small))
    assert shares(plan) == [("采矿权范围内", D("3.75")), ("采矿权范围外", D("3.75"))]


def test_along_the_land_classes(review: Review, half: SmallCounty) -> None:
    plan = splitter(review).by_land(bindings(half))
    assert sorted(shares(plan)) == [("旱地（0103）", D("3.75")), ("水田（0101）", D("3.75"))]


def test_along_a_line_drawn_on_a_map_of_another_system(review: Review) -> None:
    """The map is in longitude and latitude; the line is turned into the ledger's system."""
    line = QgsGeometry.fromWkt("LINESTRING (38500174 3100000, 38500174 3100100)")
    degrees = QgsCoordinateReferenceSystem("EPSG:4490")
    line.transform(QgsCoordinateTransform(QgsCoordinateReferenceSystem(CRS), degrees, QgsProject.instance()))
    plan = splitter(review).by_lines([bytes(line.asWkb())], degrees)
    assert shares(plan) == [("", D("5.70")), ("", D("1.80"))]
    assert sum(mu for _, mu in shares(plan)) == plan.mu


def test_along_the_features_of_any_polygon_layer(review: Review) -> None:
    """E.g. one made from pasted 界址点; ground inside none is the rest. Only selected features count when some are."""
    layer = layer_of([(rect(140, 0, 40, 100), {"BZ": "一"}), (rect(200, 0, 20, 100), {"BZ": "二"})], name="粘贴坐标")
    plan = splitter(review).by_layer(layer)
    assert shares(plan) == [("粘贴坐标要素1", D("2.25")), ("粘贴坐标要素2", D("1.50")), ("粘贴坐标以外", D("3.75"))]
    layer.selectByIds([2])
    assert shares(splitter(review).by_layer(layer)) == [("粘贴坐标要素2", D("1.50")), ("粘贴坐标以外", D("6.00"))]


def test_along_the_features_of_a_line_layer(review: Review) -> None:
    line = shapely.LineString([(38_500_200.0, 3_100_000.0), (38_500_200.0, 3_100_100.0)])
    assert shares(splitter(review).by_layer(layer_of([(line, {"BZ": "一"})], "LineString"))) == [("", D("3.75"))] * 2


def test_a_sliver_is_joined_and_told(review: Review) -> None:
    """0.3 m × 50 m = 15 m² is below the book's 0.05 亩."""
    layer = layer_of([(rect(140, 0, 40, 100), {"BZ": "一"}), (rect(180, 0, 69.7, 100), {"BZ": "二"})], name="权属")
    plan = splitter(review).by_layer(layer)
    assert shares(plan) == [("权属要素1", D("2.25")), ("权属要素2", D("5.25"))]
    assert plan.notes == (f"边角0.02亩（15.0平方米，权属以外）小于限值，并入{TWO}。",)


@pytest.mark.parametrize("way", ["by_approvals", "by_land"])
def test_without_the_layer_there_is_no_such_split(way: str, review: Review) -> None:
    with pytest.raises(LandwatchError, match="没有绑定") as said:
        getattr(splitter(review), way)([])
    assert "绑定图层角色" in said.value.cure


def test_a_layer_elsewhere_parts_nothing(review: Review) -> None:
    with pytest.raises(LandwatchError, match="没有经过该图斑"):
        splitter(review).by_layer(layer_of([(rect(2000, 2000, 10, 10), {"BZ": "远"})]))


def done(review: Review, county: SmallCounty) -> list[str]:
    """Split along the approval and check the children."""
    plan = splitter(review).by_approvals(bindings(county))
    names = review.split(plan, "一半有批文")
    check_children(county.ledger, names, bindings(county), None, Silent(), "张某")
    review.refresh()
    return names


def test_what_lies_in_the_ledger_tiles_the_patch_to_the_bit(review: Review, half: SmallCounty) -> None:
    """A slanting line: read back from the file, parent and children have the very same corners."""
    slanting = shapely.LineString([(38_500_163.37, 3_100_001.11), (38_500_231.73, 3_100_099.99)])
    plan = splitter(review).by_layer(layer_of([(slanting, {"K": "1"})], "LineString"))
    names = review.split(plan, "")
    parent, *children = (shapely.from_wkb(review.wkb(number)) for number in (NUMBER, *names))
    assert tiles(parent, children)


def test_a_photo_named_after_the_patch_stays_with_it(review: Review, half: SmallCounty) -> None:
    """number_1.jpg is the patch's first photo and not its child's; the child's own are number_1_1.jpg …"""
    done(review, half)
    (half.folder / "照片").mkdir()
    for name in (f"{NUMBER}_1.jpg", f"{NUMBER}_1_1.jpg"):
        photograph(half.folder / "照片" / name, azimuth=len(name))
    assert import_photos(half.folder / "照片", review.ledger).taken == 2
    names = {number: [Path(photo.path).name for photo in review.ledger.photos(number)] for number in (NUMBER, ONE, TWO)}
    assert names[NUMBER] == names[TWO] == [f"{NUMBER}_1.jpg"]
    assert sorted(names[ONE]) == [f"{NUMBER}_1.jpg", f"{NUMBER}_1_1.jpg"]


def test_children_are_checked_by_themselves(review: Review, half: SmallCounty) -> None:
    """The inner one is suggested lawful, the outer one is covered by nothing; both know all of their figures."""
    assert done(review, half) == [ONE, TWO]
    inner, outer = half.checked(ONE), half.checked(TWO)
    assert (inner.suggestion.verdict, inner.suggestion.subtype) == ("合法", "已批准建设用地（批次）")
    assert (outer.values["legal_share"], outer.values["legal_left_mu"]) == (D("0.000000"), D("3.00"))
    assert inner.values["arable_mu"] + inner.values["other_farm_mu"] == D("4.50")
    assert review.card(ONE).offer == review.card(TWO).offer == ""
    assert [row.state for row in review.rows()] == [State.SCREENED] * 2


def test_printed_areas_of_children_sum_to_the_printed_patch(small: SmallCounty) -> None:
    """89.1 m × 50 m = 6.6825 亩 prints 6.68. Thirds of 2.2275 would each print 2.23, which is 6.69."""
    small.bind_land()
    small.receive(patch_row(NUMBER, rect(150, 20, 89.1, 50)))
    small.check()
    third = 89.1 / 3
    lines = layer_of(
        [
            (shapely.LineString([(38_500_150 + third * k, 3_100_000), (38_500_150 + third * k, 3_100_100)]), {"K": "1"})
            for k in (1, 2)
        ],
        "LineString",
    )
    with Ledger.open(small.ledger) as ledger:
        names = carry_out(ledger, Splitter(ledger, NUMBER, BOOK).by_layer(lines), "", "张某")
        assert sum(ledger.row(name).mu for name in names) == small.checked(NUMBER).mu == D("6.68")
    small.check()
    assert sum(small.checked(name).mu for name in names) == D("6.68")
    for name in names:
        values = small.checked(name).values
        assert values["patch_mu"] == sum(values[key] for key in ("arable_mu", "other_farm_mu", "built_mu", "unused_mu"))


def test_checking_the_month_again_leaves_the_parent_alone(review: Review, half: SmallCounty) -> None:
    done(review, half)
    assert half.check().checked == 2
    assert [entry.act for entry in review.ledger.history(NUMBER)].count("拆分") == 1


def decided(review: Review, county: SmallCounty) -> None:
    done(review, county)
    review.decide(ONE, Decision("合法", "已批准建设用地（批次）", "批文合法有效", "张某"))
    review.decide(TWO, Decision("违法", "未报即用", "没有用地手续", "张某", ("新增",)))


def test_the_ratio_counts_the_children(review: Review, half: SmallCounty) -> None:
    """Lawful and unlawful cultivated land each from its own child; nothing twice, nothing of the parent."""
    decided(review, half)
    sheet = accountability(half.ledger)
    inner, outer = (half.checked(name).values["arable_mu"] for name in (ONE, TWO))
    assert (sheet.legal, sheet.illegal) == (inner, outer)
    assert {piece.number for piece in sheet.pieces} == {ONE, TWO}
    assert undecided(review.ledger, review.ledger.patches()) == []


def test_the_minutes_print_both_counts(review: Review, half: SmallCounty, tmp_path: Path) -> None:
    """原始下发 1, 核实后 2; each child is an item, the parent is none."""
    decided(review, half)
    written = write_minutes(half.ledger, meeting_file(tmp_path), tmp_path / "文书")
    minutes = next(path for path in written if path.name.startswith("会审纪要") and path.suffix == ".pdf")
    text = pdf_text(minutes)
    assert "原始下发1宗" in text
    assert "拆分后核实2宗" in text
    assert ONE in text
    assert TWO in text
    word = docx_text(minutes.with_suffix(".docx"))
    assert "原始下发1宗" in word
    assert "面积7.50亩" in word


def test_taking_back_from_either_child(review: Review, half: SmallCounty) -> None:
    decided(review, half)
    assert parent_of(review.ledger, TWO) == parent_of(review.ledger, NUMBER) == NUMBER
    assert review.rejoin(TWO, "界线画错") == NUMBER
    assert [row.number for row in review.rows()] == [NUMBER]
    assert review.row(NUMBER).state is State.SCREENED
    with pytest.raises(LandwatchError, match="没有被拆分过"):
        review.rejoin(NUMBER, "")


def test_a_stale_plan_is_refused(review: Review, half: SmallCounty) -> None:
    """Somebody decided the patch while the preview stood open."""
    plan = splitter(review).by_approvals(bindings(half))
    half.decide(NUMBER, "违法", "批少占多")
    with pytest.raises(LedgerError, match="与您看到的内容不同"):
        review.split(plan, "")


def test_a_decided_patch_is_split_with_a_word_of_it(review: Review, half: SmallCounty) -> None:
    """Its decision is not the children's: the plan says that they are judged anew."""
    half.decide(NUMBER, "违法", "批少占多")
    review.refresh()
    plan = splitter(review).by_approvals(bindings(half))
    assert plan.notes == ("该图斑已会审判定，拆分后各子图斑须重新判定。",)
    assert [review.ledger.decision(name) for name in review.split(plan, "")] == [None, None]


def test_remedies_belong_to_a_child(review: Review, half: SmallCounty) -> None:
    decided(review, half)
    review.ledger.add_remedies([Remedy(TWO, "拆除复耕", D("0.50"), "验收1号", date(2026, 9, 1))])
    assert accountability(half.ledger).reclaimed == D("0.50")
    with pytest.raises(LedgerError, match="已登记整改"):
        review.rejoin(ONE, "")
