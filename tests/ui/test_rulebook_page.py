"""规则手册页和规则追溯: a book read, mended in an editor, tried and taken into use; a patch's rules explained."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from landwatch_plugin.domain.book_parts import ILLEGAL
from landwatch_plugin.domain.card import Card
from landwatch_plugin.domain.verdict import Decision, TagProposal
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ui.labels import plain
from landwatch_plugin.ui.options_page import PAGE, RuleBookOptions
from landwatch_plugin.ui.rulebook_panel import RuleBookPanel
from landwatch_plugin.ui.rulebook_presenter import RuleBookPresenter
from landwatch_plugin.ui.trace_dialog import TraceDialog
from landwatch_plugin.ui.workbench import Workbench

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture
def page(window: Any, settings: Settings) -> tuple[RuleBookPanel, RuleBookPresenter, list[str]]:
    """The page without a sitting, and what was taken into use."""
    used: list[str] = []
    panel = RuleBookPanel(window)
    return panel, RuleBookPresenter(panel, settings, lambda: None, used.append), used


def text(panel: RuleBookPanel) -> str:
    return panel.status.text()


def limits(panel: RuleBookPanel) -> list[list[str]]:
    return [row[1:5] for row in panel.others.texts()]


def test_the_shipped_book_is_shown_as_tables(page: Any) -> None:
    """Rules in their order, evidence of every sub-type, limits; and that nobody has signed it."""
    panel, presenter, _ = page
    assert "校验通过" in text(panel) or "Valid" in text(panel)
    assert presenter.book.stamp in text(panel) and "未核定" in text(panel)
    assert [row[0] for row in panel.rules.texts()] == [rule.id for rule in presenter.book.rules]
    assert len(panel.subtypes.texts()) == len(presenter.book.subtypes)
    assert ["@cover", "0.999　比例", "覆盖率达到此值视为全覆盖", "推断待核"] in limits(panel)
    assert not panel.buttons["try"].isEnabled()


def test_a_book_of_our_own_is_made_mended_and_read_again(page: Any, tmp_path: Path) -> None:
    """A slip in the editor is named and empties the tables; when it is mended and saved the page reads it by itself."""
    panel, presenter, _ = page
    presenter.make_own(tmp_path / "本县2026.toml")
    assert presenter.book.id == "本县2026" and "2022-default" in text(panel)
    path = presenter.path
    good = path.read_text(encoding="utf-8")
    path.write_text(good + '[[rule]]\nid = "W-07"\nwhen = "arable > 0"\n', encoding="utf-8")
    presenter.reload()
    assert "规则 W-07 使用了未知指标：arable" in text(panel)
    assert (panel.rules.texts(), panel.buttons["use"].isEnabled()) == ([], False)
    path.write_text(good + '[thresholds]\ncover = "0.95"\n', encoding="utf-8")
    for _ in range(40):
        QTest.qWait(50)
        if panel.rules.texts():
            break
    assert ["@cover", "0.95　比例", "覆盖率达到此值视为全覆盖", tr("changed by this book")] in limits(panel)


def waited(panel: RuleBookPanel, there: Callable[[], bool]) -> bool:
    for _ in range(60):
        QTest.qWait(50)
        if there():
            return True
    return False


def test_a_file_that_vanishes_and_returns_is_noticed(page: Any, tmp_path: Path) -> None:
    """Moved away and put back, twice; other files of the folder are none of its business."""
    panel, presenter, _ = page
    presenter.make_own(tmp_path / "本县2026.toml")
    path, away = presenter.path, tmp_path / "别处.bak"
    for _ in range(2):
        path.rename(away)
        assert waited(panel, lambda: not panel.rules.texts())
        assert not panel.buttons["use"].isEnabled()
        away.rename(path)
        assert waited(panel, lambda: bool(panel.rules.texts()))
    read: list[str] = []
    presenter._wait.timeout.connect(lambda: read.append("again"))
    (tmp_path / "另一本.toml").write_text("x", encoding="utf-8")
    QTest.qWait(600)
    assert read == []


def test_the_chosen_rule_is_shown_in_full(page: Any) -> None:
    """Condition, terms in Chinese, layers, message, citation and certainty; a rule that was chosen stays chosen."""
    panel, presenter, _ = page
    rule = next(rule for rule in presenter.book.rules if rule.id == "H-01")
    panel.rules.selectRow(presenter.book.rules.index(rule))
    said = plain(panel.detail.toPlainText())
    for part in (
        rule.id,
        rule.citation,
        rule.certainty,
        "batch_share 批次用地覆盖率（比例）",
        "@cover = 0.999（覆盖率",
        "批次用地",
    ):
        assert part in said, part
    assert "".join(rule.condition.split()) in "".join(said.split())
    presenter.reload()
    assert panel.rules.item(panel.rules.currentRow(), 0).text() == "H-01"


def test_the_whole_book_can_be_read_without_the_file(page: Any) -> None:
    """Uses with their words, grounds, land classes, ratio, marks."""
    panel, presenter, _ = page
    uses = {row[0]: row for row in panel.uses.texts()}
    assert list(uses) == [one.name for one in presenter.book.uses]
    assert uses["农业设施"][1] == "农业" and "大棚" in uses["农业设施"][2] and "大棚房" in uses["农业设施"][3]
    basis = {(row[0], row[1]): row[2] for row in panel.basis.texts()}
    assert basis[tr("Lawful grounds"), tr("All must be bound")] == "批次用地、单独选址、供地"
    assert basis[tr("Land classes"), "耕地"] == "水田（0101）、水浇地（0102）、旱地（0103）"
    assert basis[tr("Accountability ratio"), tr("Limits")].startswith("100亩、15%")
    for title, item in (("Tag", presenter.book.tag_rules[0]), ("Linkage", presenter.book.linkages[0])):
        assert item.citation in [row[5] for row in panel.others.texts() if row[0] == tr(title)]
    nexts = {(row[0], row[2]): row[7] for row in panel.subtypes.texts()}
    told = [item for item in presenter.book.subtypes if item.next_step]
    assert told and all(item.next_step in nexts[item.verdict, item.name] for item in told)
    assert "涉军、涉密" in basis[tr("Secrecy"), tr("Marks")]


def test_a_narrow_page_leaves_the_condition_to_the_detail(page: Any) -> None:
    """QGIS's options give it some 700 pixels."""
    panel, _presenter, _ = page
    for width, hidden in ((740, True), (1400, False)):
        panel.resize(width, 600)
        panel._fit()
        assert panel.rules.isColumnHidden(5) is hidden


def test_many_remarks_have_a_table_of_their_own(page: Any, tmp_path: Path) -> None:
    panel, presenter, _ = page
    presenter.make_own(tmp_path / "本县2026.toml")
    good = presenter.path.read_text(encoding="utf-8")
    keys = "".join(f'"键{at}" = 1\n' for at in range(5))
    presenter.path.write_text(f"{good}secret_marks = []\n{keys}", encoding="utf-8")
    presenter.reload()
    assert len(panel.warnings.texts()) == 6 and panel.tables.indexOf(panel.warnings) == 5
    assert "secret_marks 为空" in text(panel) and "键4" not in text(panel)
    presenter.path.write_text(good, encoding="utf-8")
    presenter.reload()
    assert panel.tables.indexOf(panel.warnings) == -1


def test_a_linkage_without_condition_is_said_to_be_for_people(page: Any, tmp_path: Path) -> None:
    panel, presenter, _ = page
    presenter.make_own(tmp_path / "本县2026.toml")
    good = presenter.path.read_text(encoding="utf-8")
    presenter.path.write_text(good + '[[linkage]]\nid = "L-09"\ntitle = "约谈"\nthen = "研究约谈"\n', encoding="utf-8")
    presenter.reload()
    [row] = [row for row in panel.others.texts() if row[1].startswith("L-09")]
    assert row[2] == tr("for people to judge")


def test_several_slips_are_listed_in_the_place_of_the_rules(page: Any, tmp_path: Path) -> None:
    """Each with what to do; mended, the rules stand there again."""
    panel, presenter, _ = page
    presenter.make_own(tmp_path / "本县2026.toml")
    good = presenter.path.read_text(encoding="utf-8")
    slips = '[thresholds]\ncover = "95"\n[documents]\nreply_working_days = -1\n'
    presenter.path.write_text(good + slips, encoding="utf-8")
    presenter.reload()
    assert "共有2处问题" in text(panel) and "\n" not in text(panel)
    rows = panel.rules.texts()
    assert [row[0] for row in rows] == ["1", "2"] and all(row[2] for row in rows)
    assert {"reply_working_days" in row[1] for row in rows} == {True, False}
    assert panel.tables.tabText(0) == tr("Problems") and panel.others.texts() == []
    presenter.path.write_text(good, encoding="utf-8")
    presenter.reload()
    assert panel.tables.tabText(0) == tr("List of rules") and len(panel.rules.texts()) == len(presenter.book.rules)


def test_warnings_stand_beside_a_book_that_can_be_used(page: Any, tmp_path: Path) -> None:
    panel, presenter, _ = page
    presenter.make_own(tmp_path / "本县2026.toml")
    good = presenter.path.read_text(encoding="utf-8")
    presenter.path.write_text(good + '[thresholds]\ncovre = "0.95"\n', encoding="utf-8")
    presenter.reload()
    assert "covre" in text(panel) and panel.rules.texts()


def test_an_own_book_never_overwrites_another(page: Any, tmp_path: Path) -> None:
    panel, presenter, _ = page
    (tmp_path / "已有.toml").write_text("x", encoding="utf-8")
    presenter._wiring.guarded(presenter.make_own)(tmp_path / "已有.toml")
    assert "不覆盖" in panel.notice.text() and panel.rules.texts()
    presenter._wiring.guarded(presenter.make_own)(tmp_path / "2022-default.toml")
    assert "同名" in panel.notice.text()


def test_the_editor_is_the_system_s(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The very file is handed over; where nothing opens it the page says so."""
    panel, _presenter, _ = page
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(asked.append(url)))
    panel.buttons["edit"].click()
    assert [url.toLocalFile() for url in asked] == [str(default_rulebook())]
    assert "文本编辑器" in panel.notice.text()


def test_a_chosen_book_is_taken_into_use_by_its_own_button(page: Any) -> None:
    """Looking at a book changes nothing; the shipped default is kept as “none”."""
    panel, _, used = page
    panel.books.setCurrentIndex(panel.books.findText("2026-hebei"))
    panel.books.activated.emit(panel.books.currentIndex())
    assert "2026-hebei" in text(panel) and used == []
    panel.buttons["use"].click()
    assert [Path(path).stem for path in used] == ["2026-hebei"]


def test_a_sitting_goes_on_with_the_other_book(bench: Workbench, ledger_path: Path) -> None:
    """The classes of the dock change, the patch stays, and the page says that the book is in use."""
    bench.open(str(ledger_path), "", "甲")
    bench.presenter.show("990101TB0002")
    bench.open_rulebook()
    presenter = bench.dialog.joined
    presenter.open(default_rulebook().with_name("2026-hebei.toml"))
    presenter.take_into_use()
    assert list(bench.dock.decision.buttons)[:3] == ["合法", "其他", "非农违法"]
    assert bench.presenter.number == "990101TB0002"
    assert bench.presenter.review.book.id == "2026-hebei"
    assert not presenter._panel.buttons["use"].isEnabled()


def test_rules_are_tried_on_the_current_patch(bench: Workbench, ledger_path: Path) -> None:
    """With a book that is not in use: its rules, this patch's figures."""
    bench.open(str(ledger_path), "", "甲")
    bench.open_rulebook()
    presenter = bench.dialog.joined
    presenter.open(default_rulebook().with_name("2026-hebei.toml"))
    assert presenter._panel.buttons["try"].isEnabled()
    presenter.try_on()
    [dialog] = presenter._panel.findChildren(TraceDialog)
    assert [row[1] for row in dialog.table.texts()] == [rule.id for rule in presenter.book.rules]


def test_the_dock_answers_why_not(desk: Any) -> None:
    """Every rule with its result; a chosen one part by part; those that do not hold can be left out."""
    desk.dock.card.suggestion.trace.click()
    [dialog] = desk.dock.findChildren(TraceDialog)
    rows = dialog.table.texts()
    assert len(rows) == len(desk.presenter.review.book.rules)
    assert {row[3].partition("（")[0] for row in rows} <= {"符合", "不符合", "存疑"}
    dialog.table.selectRow([row[1] for row in rows].index("H-01"))
    assert "批次用地覆盖率〔无数据〕" in dialog.detail.text()
    dialog.only_unsure.setChecked(True)
    assert {row[3].partition("（")[0] for row in dialog.table.texts()} <= {"符合", "存疑"}
    dialog.close()


def test_qgis_s_options_have_the_page(bench: Workbench) -> None:
    """The same page, alive."""
    made = RuleBookOptions(bench.join_rulebook).createWidget(None)
    assert made.objectName() == PAGE
    assert made.panel.rules.texts()
    made.apply()
    made.deleteLater()
    QApplication.processEvents()


def test_proposed_tags_are_offered_and_said_to_be_proposed(desk: Any, card: Callable[..., Card]) -> None:
    """Beside the class they suit; a decision taken before goes first."""
    form = desk.dock.decision.form
    tags = (TagProposal("非农化", "占用耕地8.20亩", "推断待核", (ILLEGAL,)), TagProposal("重点区域", "位于重点区域内"))
    subtypes = desk.presenter.review.book.subtypes
    form.open(card(tags=tags), "违法", subtypes, ILLEGAL)
    assert {name for name, box in form.tags.items() if box.isChecked()} == {"非农化", "重点区域"}
    assert form.tags["非农化"].text() != "非农化" and "8.20亩" in form.tags["非农化"].toolTip()
    form.open(card(tags=tags), "合法", subtypes, "合法")
    assert {name for name, box in form.tags.items() if box.isChecked()} == {"重点区域"}
    decided = card(tags=tags, decision=Decision("违法", "未报即用", "…", "甲", ("新增",)))
    form.open(decided, "违法", subtypes, ILLEGAL)
    assert {name for name, box in form.tags.items() if box.isChecked()} == {"新增"}


def test_the_kind_of_party_comes_from_the_field_and_is_kept_in_the_ledger(desk: Any, card: Callable[..., Card]) -> None:
    panel, number = desk.dock.decision, desk.number
    desk.presenter.review.ledger.save_facts(number, {"主体类型": "村民"}, "外业组")
    desk.presenter.show(number)
    panel.open_class("违法")
    assert panel.form.party.currentData() == "村民"
    panel.form.party.setCurrentIndex(panel.form.party.findData("市场主体"))
    panel.form.confirm()
    decision = desk.presenter.review.ledger.decision(number)
    assert (decision.party, decision.verdict) == ("市场主体", "违法")
    assert decision.rulebook.startswith("2022-default")


def test_a_class_of_another_name_has_owner_and_deadline_when_it_is_illegal(
    desk: Any, card: Callable[..., Card]
) -> None:
    """非农违法 amounts to 违法; 农村道路 does not."""
    form, subtypes = desk.dock.decision.form, desk.presenter.review.book.subtypes
    form.open(card(), "违规用地", subtypes, ILLEGAL)
    assert not form.owner.isHidden() and not form.has_deadline.isHidden()
    form.open(card(), "农村道路", subtypes, "其他")
    assert form.owner.isHidden() and form.has_deadline.isHidden()
