"""工作台: makes dock, dialogs and presenters when they are wanted, and takes all of them out of QGIS again."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import Qgis, QgsProject
from qgis.gui import QgisInterface
from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAction, QDialog, QVBoxLayout

from landwatch_plugin.domain.control import Binding
from landwatch_plugin.domain.errors import LandwatchError, LedgerError
from landwatch_plugin.gis import layers, log
from landwatch_plugin.gis.canvas import PatchView
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.ledger_layers import show_classes
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ui.about import about_box
from landwatch_plugin.ui.commands import LAYER_TOOLS, MONTH, TOOLS, fill_menu, make_actions, with_ledger
from landwatch_plugin.ui.differences_dialog import agree_to_differences
from landwatch_plugin.ui.dock import PatchDock
from landwatch_plugin.ui.intake_dialog import IntakeDialog
from landwatch_plugin.ui.intake_presenter import IntakePresenter
from landwatch_plugin.ui.layer_choices import layer_choices
from landwatch_plugin.ui.open_dialog import OpenDialog
from landwatch_plugin.ui.presenter import ReviewPresenter
from landwatch_plugin.ui.progress import ProgressWindow
from landwatch_plugin.ui.roles_dialog import RolesDialog
from landwatch_plugin.ui.rulebook_panel import RuleBookPanel
from landwatch_plugin.ui.rulebook_presenter import RuleBookPresenter
from landwatch_plugin.ui.secret_desk import SecretDesk
from landwatch_plugin.ui.self_check_desk import SelfCheckDesk
from landwatch_plugin.ui.shown_ledgers import account_name, shown_ledgers
from landwatch_plugin.ui.slots import Wiring, message_bar_teller
from landwatch_plugin.ui.split_desk import SplitDesk

if TYPE_CHECKING:
    from landwatch_plugin.casework.checking import CheckReport
    from landwatch_plugin.casework.review import Review


class Workbench:
    """The plugin calls `actions`, puts them where it likes, and calls `close` when it goes."""

    def __init__(self, iface: QgisInterface, settings: Settings | None = None) -> None:
        self.iface = iface
        self.settings = settings if settings is not None else Settings()
        self.dock: PatchDock | None = None
        self.presenter: ReviewPresenter | None = None
        self.dialog: QDialog | None = None
        self._intake: IntakePresenter | None = None
        self._tell = message_bar_teller(iface.messageBar())
        self._wiring = Wiring(self._tell)
        self.splitting = SplitDesk(iface, self._tell, self._show, lambda: self.presenter)
        self.secrets = SecretDesk(lambda: self.dock, lambda: self.presenter, lambda: self.self_check.refresh())
        self.self_check = SelfCheckDesk(iface, self._tell, self._shown_dock)
        acts = {
            "patches": self.open_dock, "ledger": self.open_ledger, "intake": self.import_batch,
            "layers": self.bind_layers, "check": self.run_check, "rulebook": self.open_rulebook, "advance": self._keep_advance,
            "split": self.splitting.split, "rejoin": self.splitting.rejoin, "secret": self.secrets.mark,
            "unsecret": self.secrets.lift,
            "paste": self.paste_coordinates, "doctor": self.examine_layers, "selfcheck": self.open_self_check,
            "about": self._tell_about,
        } | {name: partial(self.run_tool, name) for name in TOOLS}  # fmt: skip
        self._actions = make_actions(iface.mainWindow(), self._wiring, acts)
        self._actions["advance"].setChecked(self.settings.flag("advance", True))
        self._wiring.join(QgsProject.instance().readProject, lambda *_: self._renew_view())
        self._wiring.join(QgsProject.instance().cleared, lambda: self._renew_view(outlined=False))

    def actions(self) -> list[QAction]:
        """For menu and toolbar, in the order of the month's work."""
        return [self._actions[key] for key in MONTH]

    def tools(self) -> list[QAction]:
        """Algorithms that the menu offers besides: papers, records, month end."""
        return [self._actions[key] for key in (*LAYER_TOOLS, "selfcheck", *TOOLS)]

    def rulebook(self) -> QAction:
        return self._actions["rulebook"]

    def about(self) -> QAction:
        return self._actions["about"]

    def run_tool(self, name: str) -> None:
        """Open an algorithm's own dialog, with ledger and rule book of the sitting filled in."""
        import processing

        given = {}
        if self.presenter is not None:
            given["LEDGER"] = str(self.presenter.review.ledger_path)
            if self.settings.text("rulebook"):
                given["RULEBOOK"] = self.settings.text("rulebook")
        dialog = processing.createAlgorithmDialog(f"landwatch:{name}", given)
        self._show(dialog)

    def open_dock(self) -> None:
        """Show the dock; it is made at the first call. The ledger used last, or the project's, is opened with it."""
        dock = self._shown_dock()
        ledger, operator = self.settings.path("ledger"), self._operator()
        if self.presenter is not None:
            self.presenter.outline()
        elif operator and ledger is not None:
            self.open(str(ledger), self.settings.text("rulebook"), operator, self._meeting_of_today())
        elif operator:
            self._open_shown(operator)
        dock.offer_focus()

    def open_ledger(self) -> None:
        """Ask which ledger, rule book, operator and meeting."""
        dialog = OpenDialog(self.iface.mainWindow())
        shown = [str(path) for path in shown_ledgers(QgsProject.instance())]
        last = self.settings.names("ledgers")
        order = [*last, *shown] if self.settings.path("ledger") else [*shown, *last]
        dialog.show_last(list(dict.fromkeys(order)), self.settings.names("rulebooks"), self._operator())
        dialog.show_rulebook(self.settings.text("rulebook"))
        dialog.show_meeting(self.settings.text("meeting"))
        self._show(dialog)
        dialog.open_requested.connect(self._open_from_dialog)

    def open(self, ledger: str, rulebook: str, operator: str, meeting: str = "") -> None:
        """Begin a sitting. The one before goes on when this ledger cannot be opened.

        `meeting`: written beside each decision, with today as its day.
        """
        from landwatch_plugin.casework.review import Review

        review = Review(Path(ledger), Path(rulebook) if rulebook else None, operator)
        review.meeting, review.on = meeting, date.today() if meeting else None
        same = self.presenter is not None and self.presenter.review.ledger_path == review.ledger_path
        number = self.presenter.number if same else None
        self._end_review()
        dock = self._shown_dock()
        self.presenter = ReviewPresenter(dock, review, self._view(), self._tell, number)
        self.presenter.ask_rejoin = self.splitting.rejoin
        self.presenter.advance = self._actions["advance"].isChecked()
        show_classes(QgsProject.instance(), review.ledger_path, review.book.kinds)
        dock.setWindowTitle(tr("Patch — {}").format(" — ".join(part for part in (Path(ledger).stem, meeting) if part)))
        self.self_check.renew(self.presenter, rulebook)
        with_ledger(self._actions)
        self._remember(ledger, rulebook, operator)
        dock.offer_focus()

    def bind_layers(self) -> None:
        """Ask which layer plays which role; the answer is kept in the project."""
        project = QgsProject.instance()
        dialog = RolesDialog(layer_choices(project), layers.bindings(project), self.iface.mainWindow())
        self._wiring.join(dialog.bindings_chosen, self._bind)
        self._wiring.join(dialog.examine_requested, self.examine_layers)
        self._show(dialog)

    def paste_coordinates(self) -> None:
        """A corner table from the clipboard becomes an area on the map."""
        from landwatch_plugin.ui.paste_dialog import PasteDialog
        from landwatch_plugin.ui.paste_presenter import PastePresenter

        dialog = PasteDialog(self.iface.mainWindow())
        self._pasting = PastePresenter(dialog, self.iface.mapCanvas(), QgsProject.instance())
        self._show(dialog)
        dialog.stand_aside(self.iface.mainWindow())

    def examine_layers(self) -> None:
        """What is wrong with the bound layers, and the cure."""
        from landwatch_plugin.ui.doctor_dialog import DoctorDialog
        from landwatch_plugin.ui.doctor_presenter import DoctorPresenter

        ledger = self.presenter.review.ledger_path if self.presenter is not None else None
        dialog = DoctorDialog(self.iface.mainWindow())
        self._doctor = DoctorPresenter(dialog, QgsProject.instance(), ledger, self.settings.path("rulebook"))
        self._show(dialog)
        self._doctor.run()

    def import_batch(self) -> None:
        """Ask for a file and take it in."""
        from landwatch_plugin.ledger.profile_file import default_rulebook
        from landwatch_plugin.ledger.rulebook_file import read_rulebook

        marks = read_rulebook(self.settings.path("rulebook") or default_rulebook()).secret_marks
        dialog = IntakeDialog(self.iface.mainWindow())
        sources = self.settings.names("intake_sources")
        dialog.show_last(sources, self.settings.names("ledgers"), self.settings.text("operator"))
        self._intake = IntakePresenter(dialog, marks, self._taken, self.settings)
        self._show(dialog)

    def open_rulebook(self) -> None:
        """The rule book as a window that stays beside the dock; the same page stands in QGIS's options."""
        dialog = QDialog(self.iface.mainWindow())
        dialog.setWindowTitle(tr("Rule book"))
        panel = RuleBookPanel(dialog)
        QVBoxLayout(dialog).addWidget(panel)
        dialog.resize(1060, 640)
        dialog.joined = self.join_rulebook(panel)
        self._show(dialog)

    def join_rulebook(self, panel: RuleBookPanel) -> RuleBookPresenter:
        """Bring a page to life."""
        return RuleBookPresenter(panel, self.settings, self._sitting, self.use_rulebook)

    def use_rulebook(self, path: str) -> None:
        """From now on; "" is the shipped one. An open sitting goes on with it."""
        self.settings.put("rulebook", path)
        if self.presenter is not None:
            review = self.presenter.review
            self.open(str(review.ledger_path), path, review.operator, review.meeting)

    def run_check(self) -> None:
        """Overlay the open ledger's patches with the bound layers and try the rules."""
        from landwatch_plugin.casework.checking import check

        if self.presenter is None:
            raise LandwatchError("尚未打开台账。", "请先打开台账或接收批次。")
        review, rulebook = self.presenter.review, self.settings.text("rulebook")
        bound = layers.bindings(QgsProject.instance())
        with ProgressWindow(tr("Checking patches"), self.iface.mainWindow()) as feedback:
            report = check(
                review.ledger_path, bound, Path(rulebook) if rulebook else None, feedback, by=review.operator,
                agreed=lambda found: agree_to_differences(found, self.iface.mainWindow()),
            )  # fmt: skip
        for note in report.notes:
            log.info(note)
        self.open(str(review.ledger_path), rulebook, review.operator, review.meeting)
        if report.kept:
            self._say_checked(report)
        else:
            said = tr("The last check was kept; nothing was changed.")
            self.iface.messageBar().pushMessage(tr("LandWatch"), said, Qgis.MessageLevel.Info, 0)

    def open_self_check(self) -> None:
        """月核: try the checklist on the open ledger and list what it finds below the map."""
        if self.presenter is None:
            raise LandwatchError("尚未打开台账。", "请先打开台账或接收批次。")
        self.self_check.open(self.presenter, self.settings.text("rulebook"))

    def close(self) -> None:
        """The reverse of everything above."""
        self._close_dialog()
        self.self_check.close()
        self._end_review()
        self._wiring.undo()
        if self.dock is not None:
            self.iface.removeDockWidget(self.dock)
            self.dock.deleteLater()
            self.dock = None
        for action in self._actions.values():
            action.deleteLater()
        self._actions = {}

    def _shown_dock(self) -> PatchDock:
        if self.dock is None:
            self.dock = PatchDock(self.iface.mainWindow())
            self._wiring.join(self.dock.split_requested, self.splitting.split)
            self._wiring.join(self.dock.secret_requested, self.secrets.mark)
            self._wiring.join(self.dock.denial_requested, self.secrets.deny)
            fill_menu(self.dock.menu, self._actions)
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.show()
        self.dock.raise_()
        return self.dock

    def _show(self, dialog: QDialog) -> None:
        """One dialog at a time."""
        self._close_dialog()
        self.dialog = dialog
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _close_dialog(self) -> None:
        if self.dialog is not None and not sip.isdeleted(self.dialog):
            self.dialog.close()
        self.dialog = None

    def _open_shown(self, operator: str) -> None:
        """The first ledger that the project shows. A layer that only looks like one leaves the dock empty."""
        for path in shown_ledgers(QgsProject.instance()):
            try:
                self.open(str(path), self.settings.text("rulebook"), operator, self._meeting_of_today())
            except LedgerError as error:
                log.info(str(error))
                continue
            text = tr("Opened {} of the project; what is decided is signed “{}”.")
            self.dock.show_notice(text.format(path.name, operator))
            return

    def _open_from_dialog(self, ledger: str, rulebook: str, operator: str, meeting: str) -> None:
        """An error is shown in the dialog, which stays."""
        try:
            self.open(ledger, rulebook, operator, meeting)
        except LandwatchError as error:
            self.dialog.show_problem(str(error))
        else:
            self.settings.put("meeting", meeting)
            self.settings.put("meeting_day", date.today().isoformat())
            self._close_dialog()
            self.dock.offer_focus()

    def _taken(self, ledger: str, operator: str) -> None:
        self.open(ledger, self.settings.text("rulebook"), operator, self._meeting_of_today())

    def _sitting(self) -> tuple[Review, str] | None:
        if self.presenter is None or self.presenter.number is None:
            return None
        return self.presenter.review, self.presenter.number

    def _operator(self) -> str:
        return self.settings.text("operator") or account_name()

    def _meeting_of_today(self) -> str:
        """The meeting named last, while its day lasts: another day's decisions must not be put down to it unasked."""
        today = self.settings.text("meeting_day") == date.today().isoformat()
        return self.settings.text("meeting") if today else ""

    def _remember(self, ledger: str, rulebook: str, operator: str) -> None:
        for key, value in (("ledger", ledger), ("rulebook", rulebook), ("operator", operator)):
            self.settings.put(key, value)
        self.settings.remember("ledgers", ledger)
        if rulebook:
            self.settings.remember("rulebooks", rulebook)

    def _bind(self, bindings: list[Binding]) -> None:
        layers.bind(QgsProject.instance(), bindings)
        self._renew_view()

    def _view(self) -> PatchView:
        project = QgsProject.instance()
        images = {item.role: item.layer_id for item in layers.bindings(project) if item.role.is_raster}
        return PatchView(self.iface.mapCanvas(), project, images)

    def _renew_view(self, outlined: bool = True) -> None:
        if self.presenter is not None:
            self.presenter.use_view(self._view(), outlined)
            show_classes(QgsProject.instance(), self.presenter.review.ledger_path, self.presenter.review.book.kinds)

    def _end_review(self) -> None:
        self.splitting.end()
        if self.presenter is not None:
            self.presenter.close()
            self.presenter = None

    def _keep_advance(self) -> None:
        advance = self._actions["advance"].isChecked()
        self.settings.put("advance", advance)
        if self.presenter is not None:
            self.presenter.advance = advance

    def _tell_about(self) -> None:
        self._show(about_box(self.iface.mainWindow()))

    def _say_checked(self, report: CheckReport) -> None:
        parts = [tr("{} patches checked.").format(report.checked)]
        if report.unbound:
            parts.append(tr("Not bound, no data: {}.").format("、".join(report.unbound)))
        if report.empty:
            parts.append(
                tr("Layers without features, taken as covering nothing: {}. Was data left out?").format(
                    "、".join(report.empty)
                )
            )
        if report.notes:
            parts.append(tr("{} notes on layers are in the log.").format(len(report.notes)))
        if report.failed:
            parts.append(tr("Layers not finished: {}").format("、".join(report.failed)))
        level = Qgis.MessageLevel.Warning if report.failed or report.empty else Qgis.MessageLevel.Success
        self.iface.messageBar().pushMessage(tr("LandWatch"), " ".join(parts), level, 0)
