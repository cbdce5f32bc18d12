"""为什么不是、手册对比: every rule of a patch explained; two books on the made-up county's month."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from landwatch_plugin.casework.book_comparison import compare_rulebooks, said
from landwatch_plugin.casework.checking import check
from landwatch_plugin.casework.comparison_sheet import write_comparison
from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.casework.tracing import trace, write_trace
from landwatch_plugin.domain.errors import Cancelled, LandwatchError, RuleBookError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import Listener, Month, county_bindings

PART_COVERED = "990126SJBG26060013"
FIVE_WAY = default_rulebook().with_name("2026-hebei.toml")


def test_every_rule_is_traced_in_its_order(month: Month) -> None:
    """With the values put in, the outcome kept at the check, and the suggested one marked."""
    judge = Judge(read_rulebook(default_rulebook()))
    with Ledger.open(month.checked) as ledger:
        traced, check = trace(ledger, PART_COVERED, judge), ledger.check(PART_COVERED)
    assert check is not None
    assert [one.finding.rule for one in traced] == [rule.id for rule in judge.book.rules]
    assert [one.finding.outcome for one in traced] == [one.outcome for one in check.findings]
    assert [one.finding.rule for one in traced if one.suggested] == [check.suggestion.rule] == ["W-04"]
    batch = next(one for one in traced if one.finding.rule == "H-01")
    assert "批次用地覆盖率〔" in batch.filled and "≥ 0.999" in batch.filled
    assert batch.why.startswith("不符合：批次用地覆盖率〔")
    assert [part.outcome for part in batch.parts] == [Outcome.MET, Outcome.NOT_MET, Outcome.MET]


def test_the_parts_of_a_rule_agree_with_the_whole(month: Month) -> None:
    """For all patches: met when all parts are met, not met when one is not."""
    judge = Judge(read_rulebook(default_rulebook()))
    with Ledger.open(month.checked) as ledger:
        for number in ledger.numbers()[::6]:
            for one in trace(ledger, number, judge):
                outcomes = {part.outcome for part in one.parts}
                if Outcome.NOT_MET in outcomes:
                    assert one.finding.outcome is Outcome.NOT_MET
                elif outcomes == {Outcome.MET}:
                    assert one.finding.outcome in (Outcome.MET, Outcome.UNSURE)


def test_a_patch_before_its_first_check_cannot_be_traced(month: Month) -> None:
    judge = Judge(read_rulebook(default_rulebook()))
    with Ledger.open(month.received) as ledger, pytest.raises(LandwatchError, match="尚未核查"):
        trace(ledger, PART_COVERED, judge)


def edited(folder: Path, *changes: tuple[str, str]) -> Path:
    text = default_rulebook().read_text(encoding="utf-8").replace('id = "2022-default"', 'id = "本县"')
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "本县.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_book_against_itself_changes_nothing(month: Month) -> None:
    made = compare_rulebooks(month.checked, default_rulebook(), default_rulebook(), Silent())
    assert (made.compared, made.changes, made.unchecked) == (62, (), ())


def test_a_limit_that_is_moved_shows_the_patches_it_moves(month: Month, tmp_path: Path) -> None:
    """partial 0.5 → 0.99: what was 批少占多 becomes 批东占西, and the rules that make it so are named."""
    made = compare_rulebooks(
        month.checked,
        default_rulebook(),
        edited(tmp_path, ('partial = { value = "0.5"', 'partial = { value = "0.99"')),
        Silent(),
    )
    change = next(one for one in made.changes if one.number == PART_COVERED)
    assert (change.before.subtype, change.after.subtype) == ("批少占多", "批东占西")
    assert change.why.startswith("原依规则W-04（批少占多）；现依规则W-05（批东占西）")
    assert "规则W-04在新手册中不符合" in change.why and "规则W-05在原手册中不符合" in change.why


def test_the_five_way_book_changes_names_and_says_why(month: Month, tmp_path: Path) -> None:
    """The whole month, as a workbook with both stamps."""
    made = compare_rulebooks(month.checked, default_rulebook(), FIVE_WAY, Silent(), "2026年6月")
    assert made.compared == 30
    assert {one.after.verdict for one in made.changes} >= {"非农违法", "设施农用地"}
    assert all("新手册" in one.why or "现" in one.why for one in made.changes)
    book = load_workbook(write_comparison(made, tmp_path / "对比.xlsx"))
    assert book.sheetnames == ["变化的图斑", "须重新核查", "类型不变", "汇总"]
    sheet = book["变化的图斑"]
    assert made.before.stamp in sheet["A2"].value and made.after.stamp in sheet["A2"].value
    assert sheet.max_row == 3 + len(made.changes)
    assert sum(row[2].value for row in book["汇总"].iter_rows(min_row=4)) == len(made.changes)


def test_unchecked_patches_are_told(month: Month) -> None:
    with pytest.raises(LandwatchError, match="都没有核查结果"):
        compare_rulebooks(month.received, default_rulebook(), FIVE_WAY, Silent())


def test_a_broken_book_and_a_cancel_stop_the_comparison(month: Month, tmp_path: Path) -> None:
    broken = edited(tmp_path, ("batch_share >= @cover", "batch_share >= @kover"))
    with pytest.raises(RuleBookError, match="kover"):
        compare_rulebooks(month.checked, default_rulebook(), broken, Silent())
    with pytest.raises(Cancelled):
        compare_rulebooks(month.checked, default_rulebook(), FIVE_WAY, Listener(cancel_at=3))


def test_what_is_wrong_with_either_book_is_told_at_once(month: Month, tmp_path: Path) -> None:
    """Two broken books, three problems, each under its file."""
    first = edited(tmp_path, ("batch_share >= @cover", "batch_share >= @kover"), ("late_share > @partial", "kind > 3"))
    second = tmp_path / "外省.toml"
    second.write_text("[book\n", encoding="utf-8")
    with pytest.raises(RuleBookError) as caught:
        compare_rulebooks(month.checked, first, second, Silent())
    assert [one.source for one in caught.value.problems] == ["本县.toml", "本县.toml", "外省.toml"]
    for word in ("kover", "文字（kind）", "【外省.toml】第1行"):
        assert word in str(caught.value)


def test_limits_are_told_as_numbers(month: Month) -> None:
    """Never as the name of a variable."""
    judge = Judge(read_rulebook(default_rulebook()))
    with Ledger.open(month.checked) as ledger:
        for one in trace(ledger, PART_COVERED, judge):
            assert "var(" not in one.filled + one.why and "@" not in "".join(part.text for part in one.parts)


def test_rules_for_mines_are_known_as_such_on_a_land_patch(month: Month, tmp_path: Path) -> None:
    """And the exported table reads as Chinese: no arguments that QGIS fills in, no names of functions for days."""
    judge = Judge(read_rulebook(default_rulebook()))
    with Ledger.open(month.checked) as ledger:
        traced = trace(ledger, PART_COVERED, judge)
    kept = {one.finding.rule[0] for one in traced if not one.other_kind}
    assert {one.finding.rule[0] for one in traced if one.other_kind} == {"K"} and "K" not in kept
    written = load_workbook(write_trace(tmp_path / "追溯.xlsx", PART_COVERED, judge.book.stamp, traced))["规则追溯"]
    assert written.max_row == 3 + len(traced)
    texts = [str(cell.value) for row in written.iter_rows(min_row=4) for cell in row]
    assert not any(sign in text for text in texts for sign in (", NULL", "空, 空", "var(", " 为 空", "to_date("))


def test_a_rule_tried_on_figures_of_another_book_says_so(month: Month, tmp_path: Path) -> None:
    """Another sliver tolerance: the pieces left over must be looked at again; rules that do not read them say nothing."""
    judge = Judge(read_rulebook(edited(tmp_path, ('sliver_mu = { value = "0.05"', 'sliver_mu = { value = "0.5"'))))
    with Ledger.open(month.checked) as ledger:
        traced = {one.finding.rule: one for one in trace(ledger, PART_COVERED, judge)}
        own = trace(ledger, PART_COVERED, Judge(read_rulebook(default_rulebook())))
    assert traced["W-04"].why.endswith("。须重新核查：阈值sliver_mu由0.05改为0.5")
    assert "须重新核查" not in traced["H-01"].why
    assert not any(one.stale for one in own)


EDITS = {
    "阈值": [('partial = { value = "0.5"', 'partial = { value = "0.6"'), ('cover = { value = "0.999"', 'cover = { value = "0.9"'), ('minor = { value = "0.02"', 'minor = { value = "0.2"')],
    "边角": [('sliver_mu = { value = "0.05"', 'sliver_mu = { value = "6"')],
    "仅接边": [('touch_m2 = { value = "1"', 'touch_m2 = { value = "400"')],
    "依据": [('grounds = ["pcyd", "dxyd", "gd"]', 'grounds = ["pcyd"]'), ('grounds_if_bound = ["bdcdj", "zjgg"]', "grounds_if_bound = []")],
    "地类": [('"耕地" = ["0101", "0102", "0103"]', '"耕地" = ["0101", "0102"]'), ('"其他农用地" = [', '"其他农用地" = ["0103", ')],
    "类别": [('mine_types = ["CK"', 'mine_types = ["20"')],
    "闭合": [('touch_m2 = { value = "1"', 'closure_m2 = "2000"\ntouch_m2 = { value = "1"')],
}  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("name", EDITS)
def test_what_is_compared_is_what_a_new_check_finds(month: Month, tmp_path: Path, name: str) -> None:
    """For every patch of the month that the comparison settles, the second suggestion is that of a check by that book."""
    other = edited(tmp_path, *EDITS[name])
    made = compare_rulebooks(month.checked, default_rulebook(), other, Silent())
    again = Path(shutil.copy(month.checked, tmp_path / "台账.gpkg"))
    check(again, county_bindings(month.county), other, Silent())
    open_still = {one.number for one in made.unsettled}
    told = {one.number: (one.before, one.after) for one in (*made.changes, *made.reworded)}
    with Ledger.open(month.checked) as old, Ledger.open(again) as new:
        before, after = old.checks(), new.checks()
    for number in before.keys() - open_still:
        first, second = told.get(number, (before[number].suggestion, before[number].suggestion))
        assert said(first) == said(before[number].suggestion), number
        assert said(second) == said(after[number].suggestion), number
    assert len(open_still) < len(before) / 2
