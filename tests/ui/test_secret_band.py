"""涉军涉密提示: the band on the card, the two answers with their questions, and what the list shows meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton

from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.ui.patch_list import TO_CONFIRM
from landwatch_plugin.ui.secret_band import SecretBand
from landwatch_plugin.ui.workbench import Workbench

pytestmark = pytest.mark.usefixtures("qgis_app")
NUMBER, OTHER = "990101TB0004", "990101TB0005"


@pytest.fixture
def doubtful(bench: Workbench, ledger_path: Path) -> Workbench:
    """The first patch of the list has a record with a mark."""
    with Ledger.open(ledger_path) as ledger:
        ledger.save_facts(NUMBER, {"现场情况": "军事主题餐厅"}, "外业组")
    bench.open(str(ledger_path), "", "甲")
    bench.presenter.show(NUMBER)
    return bench


def answer(agreed: bool, *texts: str) -> None:
    """Fill in the question that is about to come, and agree or cancel."""

    def act() -> None:
        box = QApplication.activeModalWidget()
        for line, text in zip(box.findChildren(QLineEdit), texts, strict=False):
            line.setText(text)
        buttons = box.findChildren(QPushButton)
        if isinstance(box, QMessageBox):
            buttons.sort(key=lambda one: box.buttonRole(one) != QMessageBox.ButtonRole.DestructiveRole)
        buttons[0 if agreed else 1].click()

    QTimer.singleShot(0, act)


def band(bench: Workbench) -> SecretBand:
    return bench.dock.card.secret


def states(bench: Workbench) -> dict[str, str]:
    model = bench.dock.list.rows
    return {row.number: model.data(model.index(at, 3)) for at, row in enumerate(model.rows)}


def test_the_band_says_what_stands_where_and_the_list_says_to_confirm(doubtful: Workbench) -> None:
    shown = band(doubtful)
    assert not shown.isHidden() and not shown.deny.isHidden()
    assert "“现场情况”中有“军事”字样" in shown.detail.text()
    assert states(doubtful)[NUMBER] == TO_CONFIRM
    assert {state for number, state in states(doubtful).items() if number != NUMBER} == {"已预筛"}


def test_a_patch_without_a_word_has_no_band(doubtful: Workbench) -> None:
    doubtful.presenter.show(OTHER)
    assert band(doubtful).isHidden()


def test_the_sentence_is_the_officials() -> None:
    """In Chinese, word for word."""
    catalogue = Path(__file__).parents[2] / "i18n" / "landwatch_zh_CN.ts"
    assert "外业记录含涉军涉密字样，请确认是否按涉军涉密另行报送<" in catalogue.read_text(encoding="utf-8")


def test_the_filter_keeps_those_that_wait(doubtful: Workbench) -> None:
    box = doubtful.dock.filters.boxes["state"]
    at = box.findText("待确认涉军涉密")
    assert at == 1
    box.setCurrentIndex(at)
    assert doubtful.dock.list.numbers() == [NUMBER]


def test_a_denial_with_its_reason_takes_the_band_away(doubtful: Workbench, ledger_path: Path) -> None:
    answer(True, "主题餐饮，已实地核实")
    band(doubtful).deny.click()
    assert band(doubtful).isHidden()
    assert states(doubtful)[NUMBER] == "已预筛"
    with Ledger.open(ledger_path) as ledger:
        last = ledger.history(NUMBER)[-1]
    assert (last.act, last.who) == ("涉密排除", "甲")
    assert "主题餐饮，已实地核实" in last.text


@pytest.mark.parametrize(("agreed", "reason"), [(True, ""), (False, "主题餐饮")])
def test_without_a_reason_or_cancelled_the_band_stays(doubtful: Workbench, agreed: bool, reason: str) -> None:
    answer(agreed, reason)
    band(doubtful).deny.click()
    assert not band(doubtful).isHidden()


def test_a_confirmation_takes_the_patch_out_of_every_list(doubtful: Workbench, ledger_path: Path) -> None:
    doubtful._actions["selfcheck"].trigger()
    answer(True)
    band(doubtful).mark.click()
    assert NUMBER not in states(doubtful)
    assert band(doubtful).isHidden()
    assert NUMBER not in {row[1] for row in doubtful.self_check.dock.table.texts()}
    with Ledger.open(ledger_path) as ledger:
        assert ledger.secret_count() == 1
        assert NUMBER not in ledger.numbers()


def test_a_mark_that_was_not_confirmed_changes_nothing(doubtful: Workbench) -> None:
    answer(False)
    band(doubtful).mark.click()
    assert NUMBER in states(doubtful)


def test_the_self_check_leaves_it_out_and_counts_it(doubtful: Workbench) -> None:
    doubtful._actions["selfcheck"].trigger()
    dock = doubtful.self_check.dock
    assert "另有1个图斑待确认涉军涉密，未列入。" in dock.conclusion.text()
    assert NUMBER not in {row[1] for row in dock.table.texts()}


def test_a_mark_is_lifted_from_the_menu(doubtful: Workbench, ledger_path: Path) -> None:
    answer(True)
    band(doubtful).mark.click()
    answer(True, NUMBER, "误标")
    doubtful._actions["unsecret"].trigger()
    with Ledger.open(ledger_path) as ledger:
        assert ledger.secret_count() == 0
        assert ledger.lifted_numbers() == {NUMBER}


def test_a_relative_of_a_doubtful_patch_names_it_and_cannot_deny_for_it(qgis_app: Any) -> None:
    shown = SecretBand()
    shown.show_doubts((), "990101TB0004_2")
    assert "990101TB0004_2" in shown.text.text().replace("\u200b", "")
    assert shown.deny.isHidden() and not shown.mark.isHidden()
    shown.show_doubts(())
    assert shown.isHidden()
