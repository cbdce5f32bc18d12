"""What the tests of the screens share: made-up patches with their cards, the shipped rule book, and real keys."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from landwatch_plugin.domain.card import Bar, Card, Contact, EvidenceItem
from landwatch_plugin.domain.check import Check, Share
from landwatch_plugin.domain.control import OVERLAID, Role
from landwatch_plugin.domain.patch import Patch, State
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Finding, Outcome, Suggestion
from landwatch_plugin.ledger.records import Batch
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.paths import shipped


@pytest.fixture(autouse=True)
def slot_errors() -> Iterator[list[BaseException]]:
    """An error that nobody catches in a slot fails the test; Qt alone would end the whole process."""
    caught: list[BaseException] = []
    old = sys.excepthook
    sys.excepthook = lambda kind, error, trace: caught.append(error)
    yield caught
    sys.excepthook = old
    if caught:
        raise caught[0]


SUGGESTED = Suggestion(
    "违法",
    "未报即用",
    "W-07",
    "缺1项举证",
    "未发现批准、供地、临时用地、设施备案覆盖图斑，疑似未报即用。",
    ("停工通知书",),
)


def bar(role: Role, mu: str | None = None, share: float = 0.0, label: str = "", detail: str = "") -> Bar:
    """A bar; without `mu` there is no data, with "0" the theme is not touched."""
    name = label or role.title
    if mu is None:
        return Bar(role, name, Contact.NO_DATA, None, None)
    touched = Contact.TOUCHED if Decimal(mu) else Contact.CLEAR
    return Bar(role, name, touched, Decimal(mu).quantize(Decimal("0.01")), share, detail)


def finding(rule: str, outcome: Outcome, verdict: str = "违法", subtype: str = "未报即用") -> Finding:
    message = f"规则{rule}所述情形成立。" if outcome is Outcome.MET else ""
    reason = "未绑定图层：单独选址" if outcome is Outcome.UNSURE else ""
    return Finding(
        rule, f"规则{rule}", outcome, verdict, subtype, message, {"耕地面积": "8.20亩"}, "某方案", "方案原文", reason
    )


def make_card(number: str = "990101TB0001", **changes: Any) -> Card:
    """An undecided patch of 12.35 亩, 8.20 亩 of it 耕地, whose redline layer is not bound."""
    patch = Patch(
        number, "2026年6月", b"", 8233.33, town="河口镇", village="大柳树村", change_type="推堆土", feature="新增",
        before=date(2025, 6, 12), after=date(2026, 3, 5),
    )  # fmt: skip
    themes = [bar(role, "0") for role in OVERLAID if role not in (Role.LAND, Role.FARMLAND, Role.REDLINE)]
    values: dict[str, Any] = {
        "patch": patch,
        "state": State.SCREENED,
        "place": "河口镇大柳树村",
        "patch_mu": Decimal("12.35"),
        "kinds": (
            bar(Role.LAND, "8.20", 0.664, "耕地"),
            bar(Role.LAND, "0", 0.0, "其他农用地"),
            bar(Role.LAND, "4.15", 0.336, "建设用地"),
            bar(Role.LAND, "0", 0.0, "未利用地"),
        ),
        "themes": (bar(Role.FARMLAND, "3.00", 0.243), bar(Role.REDLINE), *themes),
        "findings": (finding("H-01", Outcome.NOT_MET), finding("W-07", Outcome.MET), finding("H-02", Outcome.UNSURE)),
        "suggestion": SUGGESTED,
        "evidence": (EvidenceItem("现场照片", True), EvidenceItem("停工通知书", False)),
        "decision": None,
        "facts": {"实地用途": "堆放砂石"},
        "photos": (),
        "basis": "椭球面积",
        "rulebook": "2022-default 1.0",
        "unbound": ("生态保护红线",),
    }
    return Card(**{**values, **changes})


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """The rule book as shipped."""
    return read_rulebook(shipped("resources", "rulebooks", "2022-default.toml"))


@pytest.fixture
def card() -> Callable[..., Card]:
    return make_card


SRID = 4547
NUMBERS = ("990101TB0001", "990101TB0002", "990101TB0003", "990101TB0004", "990101TB0005")


def square(x: float, y: float, side: float) -> bytes:
    """WKB of a square multipolygon in metres."""
    from qgis.core import QgsGeometry, QgsRectangle

    geometry = QgsGeometry.fromRect(QgsRectangle(x, y, x + side, y + side))
    geometry.convertToMultiType()
    return bytes(geometry.asWkb())


def made_patch(at: int) -> Patch:
    """Patch number `at` (1–5): the first three in 河口镇, the others in 柳林镇, 100 m apart."""
    town = "河口镇" if at <= 3 else "柳林镇"
    return Patch(
        NUMBERS[at - 1], "2026年6月", square(500_000 + 100 * at, 3_300_000, 40), 1600.0, town=town, village=f"第{at}村"
    )


def made_check(number: str) -> Check:
    """8.20 亩 of 耕地; the redline layer is not bound."""
    shares = (Share(Role.LAND, "0103", 1600.0, "耕地", Decimal("2.40")),)
    return Check(
        number, "2022-default 1.0", "椭球面积", "2026-07-01T09:00:00", {}, shares,
        findings=(finding("W-07", Outcome.MET),), suggestion=SUGGESTED, unbound=("生态保护红线",), patch_m2=1600.0,
    )  # fmt: skip


def lay_ledger(path: Path, secret: tuple[str, ...] = ()) -> Path:
    """A ledger with five checked patches of one batch."""
    from qgis.core import QgsCoordinateReferenceSystem

    patches = [made_patch(at) for at in range(1, 6)]
    with Ledger.create(path, SRID, QgsCoordinateReferenceSystem(f"EPSG:{SRID}").toWkt()) as ledger:
        total = len(patches) + len(secret)
        batch = Batch("2026年6月", "wp.shp", "ab" * 32, total, total, 0, len(secret), by="接收员")
        ledger.add_batch(batch, patches, secret_numbers=secret)
        ledger.save_checks([made_check(patch.number) for patch in patches], [], "分析员")
    return path


@pytest.fixture
def ledger_path(qgis_app: Any, tmp_path: Path) -> Path:
    return lay_ledger(tmp_path / "演示县2026.gpkg")


@pytest.fixture
def lay(qgis_app: Any) -> Callable[..., Path]:
    """To lay ledgers other than the usual one."""
    return lay_ledger


@dataclass
class Desk:
    """A main window with map, message bar and dock, and a real sitting behind them."""

    window: Any
    canvas: Any
    dock: Any
    presenter: Any
    told: list[str]

    @property
    def number(self) -> str | None:
        return self.presenter.number

    def press(self, key: int, modifier: Any = None) -> None:
        """A key on whatever has the focus, as a person presses it."""
        from qgis.PyQt.QtCore import Qt
        from qgis.PyQt.QtTest import QTest
        from qgis.PyQt.QtWidgets import QApplication

        focus = QApplication.focusWidget()
        assert focus is not None, "nothing has the focus"
        QTest.keyClick(focus, key, modifier if modifier is not None else Qt.KeyboardModifier.NoModifier)

    def write(self, text: str) -> None:
        """Text into whatever has the focus (Chinese comes from an input method, not from keys)."""
        from qgis.PyQt.QtGui import QInputMethodEvent
        from qgis.PyQt.QtWidgets import QApplication

        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), event)


def settle() -> None:
    """Let Qt do what it put off, deletions too."""
    from qgis.PyQt.QtCore import QCoreApplication, QEvent

    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.fixture
def window(qgis_app: Any) -> Iterator[Any]:
    """An active main window with a map canvas in its middle."""
    from qgis.gui import QgsMapCanvas
    from qgis.PyQt.QtTest import QTest
    from qgis.PyQt.QtWidgets import QMainWindow

    window = QMainWindow()
    canvas = QgsMapCanvas(window)
    window.setCentralWidget(canvas)
    window.resize(1100, 800)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield window
    window.close()
    window.deleteLater()
    settle()


@pytest.fixture
def desk(window: Any, ledger_path: Path) -> Iterator[Desk]:
    """The dock open over a ledger of five undecided patches, the focus in it."""
    from qgis.core import QgsCoordinateReferenceSystem, QgsProject
    from qgis.PyQt.QtCore import Qt

    from landwatch_plugin.casework.review import Review
    from landwatch_plugin.gis.canvas import PatchView
    from landwatch_plugin.ui.dock import PatchDock
    from landwatch_plugin.ui.presenter import ReviewPresenter

    canvas = window.centralWidget()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem(f"EPSG:{SRID}"))
    dock = PatchDock(window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    told: list[str] = []
    review = Review(ledger_path, operator="甲")
    view = PatchView(canvas, QgsProject.instance(), {})
    presenter = ReviewPresenter(dock, review, view, lambda error: told.append(str(error)))
    dock.take_focus()
    settle()
    yield Desk(window, canvas, dock, presenter, told)
    presenter.close()
    window.removeDockWidget(dock)
    dock.deleteLater()
    settle()


class Iface:
    """What the workbench asks of QGIS, over real widgets."""

    def __init__(self, window: Any) -> None:
        from qgis.gui import QgsMessageBar

        self._window = window
        self._bar = QgsMessageBar(window)

    def mainWindow(self) -> Any:
        return self._window

    def mapCanvas(self) -> Any:
        return self._window.centralWidget()

    def messageBar(self) -> Any:
        return self._bar

    def addDockWidget(self, area: Any, dock: Any) -> None:
        self._window.addDockWidget(area, dock)

    def removeDockWidget(self, dock: Any) -> None:
        self._window.removeDockWidget(dock)


@pytest.fixture
def iface(window: Any) -> Iface:
    return Iface(window)


@pytest.fixture
def settings(qgis_app: Any, tmp_path: Path) -> Any:
    from qgis.PyQt.QtCore import QSettings

    from landwatch_plugin.gis.settings import Settings

    return Settings(QSettings(str(tmp_path / "qgis.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def bench(iface: Iface, settings: Any) -> Iterator[Any]:
    """The workbench over an empty project."""
    from qgis.core import QgsProject

    from landwatch_plugin.ui.workbench import Workbench

    bench = Workbench(iface, settings)
    yield bench
    if bench._actions:
        bench.close()
    QgsProject.instance().clear()
    settle()


@pytest.fixture
def answer_differences() -> Callable[[bool], list[list[str]]]:
    """answer(stand) presses a button of the list of differences once it stands on the screen; gives its rows afterwards."""
    from qgis.PyQt.QtCore import QTimer
    from qgis.PyQt.QtWidgets import QApplication

    from landwatch_plugin.ui.differences_dialog import DifferencesDialog

    def answer(stand: bool) -> list[list[str]]:
        seen: list[list[str]] = []

        def press() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, DifferencesDialog):
                QTimer.singleShot(20, press)
                return
            seen.extend(dialog.table.texts())
            (dialog.replace if stand else dialog.keep).click()

        QTimer.singleShot(0, press)
        return seen

    return answer
