"""为什么不是、手册对比: every rule of a patch explained; two books on the made-up county's month."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from landwatch_plugin.casework.book_comparison import compare_rulebooks, write_comparison
from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.casework.tracing import trace
from landwatch_plugin.domain.errors import Cancelled, LandwatchError, RuleBookError
from landwatch_plugin.domain.progress import Silent
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from tests.hand_made import Listener, Month

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
    text = default_rulebook().read_text(encoding="utf-8")
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
    assert book.sheetnames == ["变化的图斑", "汇总"]
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
