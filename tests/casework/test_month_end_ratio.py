"""月清月核: the ratio of the made-up county against a reckoning from its tables, and what may not enter it."""

from __future__ import annotations

import csv
import sqlite3
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.month_end import accountability, rows_of_period, undecided
from landwatch_plugin.casework.ratio_sheet import account_lines, write_ratio_sheet
from landwatch_plugin.domain.accountability import Sheet, Term
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import InputError, LandwatchError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.ledger.records import Remedy
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import JULY, JUNE, Month, SmallCounty, paper, patch_row, rect

D = Decimal
NEW_LAWFUL = ("已批准建设用地（批次）", "已批准建设用地（单独选址）", "供地", "不动产权证", "增减挂钩建新区", "宅基地批准书", "先行用地批复")


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def reckoned(month: Month, batch: str = "") -> dict[str, Decimal]:
    """L, V, R, P, M, X, N, D by hand from 会审决定.csv and 整改台账.csv; of the ledger only areas and types are used."""
    with Ledger.open(month.decided) as ledger:
        checks = ledger.checks()
        batches = {row.number: row.batch for row in ledger.patches()}
    remedied: dict[str, dict[str, Decimal]] = {}
    for row in table(month.county / "整改台账.csv"):
        own = remedied.setdefault(row["图斑编号"], {})
        own[row["整改方式"]] = own.get(row["整改方式"], D(0)) + D(row["耕地面积亩"])
    sums = dict.fromkeys("LVRPMX", D(0))
    for row in table(month.county / "会审决定.csv"):
        number = row["图斑编号"]
        values = checks[number].values
        if row["动作"] == "暂缓" or values["kind"] == "矿产" or batch not in batches[number]:
            continue
        arable = D(str(values["arable_mu"]))
        own = remedied.get(number, {})
        if row["判定"] == "合法" and row["子类"] in NEW_LAWFUL:
            sums["L"] += arable
        elif row["判定"] == "违法" and ("存量" in row["标签"] or "农业项目" in own):
            sums["X"] += arable
        elif row["判定"] == "违法":
            partly = row["子类"] in ("批少占多", "批东占西")
            taken = D(str(values["legal_left_arable_mu"])) if partly else arable
            sums["V"] += taken
            sums["L"] += arable - taken
            for way, term in (("拆除复耕", "R"), ("补办", "P"), ("重大基础设施", "M")):
                written = own.get(way, D(0))
                sums[term] += taken if written and abs(written - taken) <= D("0.01") else written
    return sums | {
        "N": sums["V"] - sums["R"] - sums["P"] - sums["M"], "D": sums["L"] + sums["V"] - sums["R"] - sums["M"],
    }  # fmt: skip


def named(sheet: Sheet) -> dict[str, Decimal]:
    return {
        "L": sheet.legal, "V": sheet.illegal, "R": sheet.reclaimed, "P": sheet.regularised, "M": sheet.major,
        "X": sheet.outside, "N": sheet.numerator, "D": sheet.denominator,
    }  # fmt: skip


@pytest.fixture
def one(small: SmallCounty) -> SmallCounty:
    """Patch 1 with 3.00 亩 of 水田, patch 2 of 工业用地, checked."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)), patch_row("2", rect(420, 20, 40, 50)))
    small.bind_land()
    small.check()
    return small


def remedy(small: SmallCounty, number: str, kind: str, mu: str, document: str = "文〔2026〕1号") -> None:
    with Ledger.open(small.ledger) as ledger:
        ledger.add_remedies([Remedy(number, kind, D(mu), document, date(2026, 9, 1))])


@pytest.mark.parametrize("period", ["", "2026年", JUNE, JULY])
def test_every_term_agrees_with_the_tables(month: Month, period: str) -> None:
    """Summed from the CSV files by other means, for the year and for each month."""
    wanted = reckoned(month, period)
    assert named(accountability(month.decided, period)) == wanted
    assert wanted["V"] > wanted["R"] + wanted["P"] + wanted["M"] > 0


def test_the_months_sum_to_the_year(month: Month) -> None:
    """Sums, never means of ratios."""
    june, july, year = (named(accountability(month.decided, period)) for period in (JUNE, JULY, "2026年"))
    assert {key: june[key] + july[key] for key in year} == year


def test_every_mu_traces_to_a_patch(month: Month) -> None:
    """The pieces behind each term sum to it, and no patch is counted beyond its cultivated land."""
    sheet = accountability(month.decided)
    with Ledger.open(month.decided) as ledger:
        checks = ledger.checks()
    whole: dict[str, Decimal] = {}
    for piece in sheet.pieces:
        whole[piece.number] = whole.get(piece.number, D(0)) + piece.arable_mu
    assert all(mu == checks[number].values["arable_mu"] for number, mu in whole.items())
    illegal = [p.arable_mu for p in sheet.pieces if not p.term.is_outside and p.term is not Term.LEGAL]
    assert sum(illegal) == sheet.illegal


def test_stock_and_farming_are_outside(month: Month) -> None:
    """存量 (2) and the pond that the register calls an agricultural project: in X, and in neither N nor D.

    Soil dug up and carted off (破坏耕地 as well) is no agricultural project, and stays in.
    """
    outside = {piece.number: piece.term for piece in accountability(month.decided).pieces if piece.term.is_outside}
    assert outside == {
        "990126SJBG26060015": Term.STOCK, "990126SJBG26060016": Term.FARMING,
        "990126SJBG26070016": Term.STOCK,
    }  # fmt: skip


def test_mines_and_deferred_patches_are_not_in_it(month: Month) -> None:
    sheet = accountability(month.decided)
    with Ledger.open(month.decided) as ledger:
        mines = {row.number for row in ledger.patches() if row.change_type == "CK"}
        waiting = undecided(ledger, rows_of_period(ledger, ""))
    listed = {piece.number for piece in sheet.pieces}
    assert mines
    assert not listed & mines
    assert sorted(waiting) == ["990126SJBG26060030", "990126SJBG26070032"]
    assert not listed & set(waiting)


def test_a_rate_of_nothing_is_no_zero(one: SmallCounty) -> None:
    """No new construction on cultivated land: said so, not 0 %."""
    one.decide("2", "违法", "未报即用", "新增")
    sheet = accountability(one.ledger)
    assert (sheet.percent, sheet.percent_text, sheet.in_scope) == (None, "无新增建设占用耕地", False)


def test_partial_remedies_count_with_their_part(one: SmallCounty) -> None:
    """1.20 of 3.00 亩 torn down, 0.80 made good: N = 1.00, D = 1.80."""
    one.decide("1", "违法", "未报即用", "新增")
    remedy(one, "1", "拆除复耕", "1.20")
    remedy(one, "1", "补办", "0.80")
    assert named(accountability(one.ledger)) == {
        "L": D("0.00"), "V": D("3.00"), "R": D("1.20"), "P": D("0.80"), "M": D("0.00"), "X": D("0.00"),
        "N": D("1.00"), "D": D("1.80"),
    }  # fmt: skip


@pytest.mark.parametrize(("kind", "mu"), [("拆除复耕", "3.02"), ("补办", "99")])
def test_a_remedy_larger_than_the_cultivated_land_is_refused(one: SmallCounty, kind: str, mu: str) -> None:
    one.decide("1", "违法", "未报即用", "新增")
    remedy(one, "1", kind, mu)
    with pytest.raises(InputError, match=rf"图斑1的整改耕地{mu}亩大于违法占用耕地3.00亩"):
        accountability(one.ledger)


def test_two_remedies_together_may_not_be_larger_either(one: SmallCounty) -> None:
    one.decide("1", "违法", "未报即用", "新增")
    remedy(one, "1", "拆除复耕", "2.00")
    remedy(one, "1", "重大基础设施", "1.02")
    with pytest.raises(InputError, match=r"整改耕地3\.02亩大于"):
        accountability(one.ledger)


def test_a_remedy_on_no_cultivated_land_is_refused(one: SmallCounty) -> None:
    """It is not passed over because there is nothing to deduct it from."""
    one.decide("2", "违法", "未报即用", "新增")
    remedy(one, "2", "拆除复耕", "0.50")
    with pytest.raises(InputError, match=r"图斑2的整改耕地0.50亩大于违法占用耕地0.00亩"):
        accountability(one.ledger)


def test_an_unknown_kind_of_remedy_is_refused(one: SmallCounty) -> None:
    one.decide("1", "违法", "未报即用", "新增")
    remedy(one, "1", "复绿", "1.00")
    with pytest.raises(InputError, match=r"整改方式“复绿”不在规则手册.*可用：补办、拆除复耕"):
        accountability(one.ledger)


@pytest.mark.parametrize(("tag", "kind", "term"), [("存量", "", Term.STOCK), ("新增", "农业项目", Term.FARMING)])
def test_stock_by_tag_and_farming_by_register(one: SmallCounty, tag: str, kind: str, term: Term) -> None:
    one.decide("1", "违法", "未报即用", tag)
    if kind:
        remedy(one, "1", kind, "3.00")
    sheet = accountability(one.ledger)
    assert [(piece.term, piece.arable_mu) for piece in sheet.pieces] == [(term, D("3.00"))]
    assert (sheet.numerator, sheet.denominator) == (D("0.00"), D("0.00"))


def test_without_land_data_there_is_no_ratio(small: SmallCounty) -> None:
    """The meeting decided without the land layer: refused by number, never counted as 0 亩."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.check()
    small.decide("1", "违法", "未报即用", "新增")
    with pytest.raises(LandwatchError, match="图斑1判定时没有耕地面积（地类图层未绑定或不闭合）"):
        accountability(small.ledger)


def test_a_patch_that_does_not_close_stops_the_ratio_until_it_is_decided_again(small: SmallCounty) -> None:
    """Land corrected, checked and confirmed: then it counts."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land(gap=rect(30, 30, 3, 3))
    small.check()
    small.decide("1", "违法", "未报即用", "新增")
    small.bind_land()
    small.check()
    with pytest.raises(LandwatchError, match="不能计入问责比例"):
        accountability(small.ledger)
    small.decide("1", "违法", "未报即用", "新增")
    assert accountability(small.ledger).illegal == D("3.00")


def test_what_is_decided_other_needs_no_land_data(small: SmallCounty) -> None:
    """实地未变化 is in no term."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.check()
    small.decide("1", "其他", "实地未变化")
    assert accountability(small.ledger).pieces == ()


def test_the_figures_are_those_that_the_meeting_saw(one: SmallCounty) -> None:
    """A later check with another land layer does not change the ratio behind its back."""
    one.decide("1", "违法", "未报即用", "新增")
    one.bind(Role.LAND, (rect(0, 0, 800, 400), {"DLBM": "0601", "KCXS": 0.0}))
    check(one.ledger, list(one.bindings.values()), None, Silent())
    assert one.checked("1").values["arable_mu"] == D("0.00")
    assert accountability(one.ledger).illegal == D("3.00")


@pytest.mark.parametrize("period", ["2026年8月", "二〇二六年", "2026-06", "６月"])
def test_a_mistyped_period_is_refused_with_those_there_are(month: Month, period: str) -> None:
    """Never a sheet of zeros."""
    with pytest.raises(InputError, match=rf"没有属于“{period}”的批次。 处理办法：台账中的批次：2026年6月、2026年7月。"):
        accountability(month.decided, period)


def test_the_workbook_shows_the_sheet(month: Month, tmp_path: Path) -> None:
    """Figures as figures, every piece in a row, and what waits on a page of its own."""
    output = tmp_path / "问责.xlsx"
    sheet, lines = write_ratio_sheet(month.decided, "2026年", output)
    book = openpyxl.load_workbook(output)
    assert book.sheetnames == ["测算", "明细", "未计入"]
    shown: dict[str, Any] = {row[0]: row[2] for row in book["测算"].iter_rows(min_row=4, values_only=True)}
    assert {key: D(str(shown[key])).quantize(D("0.01")) for key in "LVRPMXND"} == named(sheet)
    assert shown["比例"] == sheet.percent_text
    pieces = [row for row in book["明细"].iter_rows(min_row=4, values_only=True) if row[1]]
    assert len(pieces) == len(sheet.pieces)
    assert sum(D(str(row[4])).quantize(D("0.01")) for row in pieces) == sum(p.arable_mu for p in sheet.pieces)
    waiting = [row[1] for row in book["未计入"].iter_rows(min_row=4, values_only=True) if row[1]]
    assert len(waiting) == 2
    assert lines == account_lines(sheet, 2)
    assert "另有2个图斑尚未判定，未计入。" in lines


def test_the_account_says_the_condition(month: Month) -> None:
    """A steep ratio on less than 100 亩 is not in scope: both conditions must hold."""
    for period in ("2026年", JULY):
        sheet = accountability(month.decided, period)
        said = account_lines(sheet, 0)[1]
        assert f"N={sheet.numerator}亩，D={sheet.denominator}亩，问责比例 {sheet.percent_text}" in said
        assert sheet.percent is not None and sheet.percent > 15 and sheet.numerator < 100
        assert not sheet.in_scope
        assert "N≥100亩且比例≥15%：未达到问责条件。" in said


def test_a_period_takes_part_of_a_batch_name(month: Month) -> None:
    with Ledger.open(month.decided) as ledger:
        assert len(rows_of_period(ledger, "6月")) == 30
        assert len(rows_of_period(ledger, " 2026年7月 ")) == 32
        assert len(rows_of_period(ledger, "")) == 62


def test_a_ledger_without_batches_says_so(small: SmallCounty) -> None:
    with Ledger.create(small.ledger, 4549, 'PROJCS["x",GEOGCS["y"]]') as ledger, pytest.raises(InputError, match="（无）"):
        rows_of_period(ledger, "")


def test_the_ratio_writes_nothing_into_the_ledger(month: Month) -> None:
    before = month.decided.read_bytes()
    accountability(month.decided)
    assert month.decided.read_bytes() == before
    with sqlite3.connect(f"file:{month.decided}?mode=ro", uri=True) as plain:
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_with_a_meeting_file_the_sheet_is_printed_too(month: Month, tmp_path: Path) -> None:
    """The same figures on paper: PDF and Word beside the workbook, with the formula in figures."""
    output = tmp_path / "比例.xlsx"
    sheet, _ = write_ratio_sheet(month.decided, "2026年", output, None, month.county / "会议.toml")
    assert {path.suffix for path in tmp_path.glob("比例.*")} == {".xlsx", ".pdf", ".docx"}
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "比例.pdf").pages)
    for figure in (sheet.legal, sheet.illegal, sheet.numerator, sheet.denominator):
        assert str(figure) in text
    assert sheet.percent_text in text
    assert sheet.conclusion in text


def test_what_lies_inside_the_approval_is_lawful_though_the_patch_is_not(small: SmallCounty) -> None:
    """批少占多 of 3.00 亩: 1.20 outside the papers is illegal, 1.80 inside is lawful new construction."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    small.bind_land()
    small.bind_grounds(batch=[(rect(20, 20, 24, 50), paper("演政土批〔2025〕1号", "2025-01-01"))])
    small.check()
    small.decide("1", "违法", "批少占多", "新增")
    sheet = accountability(small.ledger)
    assert (sheet.legal, sheet.illegal) == (D("1.80"), D("1.20"))
    assert (sheet.pieces[0].term, sheet.pieces[0].note) == (Term.LEGAL, "批准范围以内部分")


def test_a_cent_that_rounding_left_is_not_still_illegal(one: SmallCounty) -> None:
    """2.99 accepted on 3.00 measured: nothing remains, and nothing is refused for 3.01."""
    one.decide("1", "违法", "未报即用", "新增")
    remedy(one, "1", "拆除复耕", "2.99")
    sheet = accountability(one.ledger)
    assert (sheet.illegal, sheet.reclaimed, sheet.numerator) == (D("3.00"), D("3.00"), D("0.00"))
