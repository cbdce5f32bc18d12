"""命令: the menu's actions, made from a table; who is told what is joined by the workbench."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction, QMenu, QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.paths import shipped
from landwatch_plugin.ui.slots import Wiring

MONTH = ("patches", "ledger", "intake", "layers", "check")
"""In the order of the month's work: for the plugin's menu and toolbar."""
TOOLS = (
    "importapprovals", "importrecords", "comparerulebooks", "accountability", "minutes", "letters", "dossiers", "lockmonth",
)  # fmt: skip
"""Algorithms of the toolbox that the menus open as dialogs, with the open ledger filled in."""
LAYER_TOOLS = ("paste", "doctor")
"""Windows of their own beside the month's work: 粘贴坐标, 图层体检."""
OF_DOCK = (
    "ledger", "intake", "layers", "check", "rulebook", "", *LAYER_TOOLS, "selfcheck", *TOOLS, "",
    "advance", "split", "rejoin", "secret", "unsecret",
)  # fmt: skip
"""The dock's own menu; "" is a line."""
_NEED_LEDGER = ("check", "split", "rejoin", "secret", "unsecret", "selfcheck")


def make_actions(parent: QWidget, wiring: Wiring, acts: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """One action per key of `acts`; the caller deletes them."""
    titles = _titles()
    actions = {}
    for key, act in acts.items():
        action = QAction(_icon(key), titles[key], parent)
        action.setObjectName(f"landwatch_{key}")
        action.setEnabled(key not in _NEED_LEDGER)
        wiring.join(action.triggered, lambda _checked=False, act=act: act())
        actions[key] = action
    actions["advance"].setCheckable(True)
    return actions


def with_ledger(actions: Mapping[str, QAction]) -> None:
    """A ledger is open: what needs one may be chosen."""
    for key in _NEED_LEDGER:
        actions[key].setEnabled(True)


def fill_menu(menu: QMenu, actions: Mapping[str, QAction]) -> None:
    for key in OF_DOCK:
        if key:
            menu.addAction(actions[key])
        else:
            menu.addSeparator()


def _titles() -> dict[str, str]:
    return {
        "patches": tr("Patches"),
        "ledger": tr("Open ledger…"),
        "intake": tr("Take in a batch…"),
        "layers": tr("Bind layers…"),
        "check": tr("Check all patches"),
        "rulebook": tr("Rule book…"),
        "paste": tr("Paste coordinates…"),
        "doctor": tr("Examine layers…"),
        "split": tr("Split the patch…"),
        "rejoin": tr("Undo the split…"),
        "selfcheck": tr("Monthly self-check…"),
        "secret": tr("Mark as military or secret…"),
        "unsecret": tr("Lift a mark of military or secret…"),
        "advance": tr("After a decision go to the next undecided"),
        "importapprovals": tr("Add approvals from coordinate texts…"),
        "importrecords": tr("Receive field records and decisions…"),
        "comparerulebooks": tr("Compare two rule books…"),
        "accountability": tr("Accountability ratio…"),
        "minutes": tr("Minutes of the meeting…"),
        "letters": tr("Reminder letters…"),
        "dossiers": tr("Patch dossiers…"),
        "lockmonth": tr("Lock a month…"),
        "about": tr("About LandWatch"),
    }


_ICONS = {"minutes": "review", "letters": "letter", "dossiers": "dossier", "accountability": "month_end", "importapprovals": "layers", "importrecords": "ledger", "lockmonth": "month_end", "about": "landwatch", "rulebook": "review", "comparerulebooks": "review"}


def _icon(key: str) -> QIcon:
    path = shipped("resources", "icons", f"{_ICONS.get(key, key)}.svg")
    return QIcon(str(path)) if path.is_file() else QIcon()
